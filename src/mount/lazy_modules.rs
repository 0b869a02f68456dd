//! The parts of the program that are no part of the first view.
//!
//! The functions marked `#[wasm_split]` and all that only they use become files of their own; see docs/size.md.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::components::lazy::LazyView;
use crate::platform::host::sheet;
use crate::screens::deletion::DeleteTokens;
use crate::screens::reports::{self, Reports};
use crate::screens::token_drawer::TokenDrawer;
use crate::screens::{catalog, selection, tools};
use crate::state::lazy_modules::{CatalogSlots, LazyModules, Tools};

/// What they look like.
const SHEET: &str = "later.css";

/// Fetches what is not there.
pub fn fetch(modules: LazyModules) {
    spawn_local(async move {
        if fetch_all(modules).await.is_err() {
            modules.fetch_failed();
        }
    });
}

async fn fetch_all(modules: LazyModules) -> Result<(), NotFetched> {
    if is_missing(modules.drawer) {
        let sheet = JsFuture::from(sheet(SHEET));
        let drawer = drawer().await?;
        sheet.await?;
        modules.drawer.set(Some(drawer));
    }
    modules.start(modules.tools, tools().await?);
    modules.start(modules.catalog, catalog().await?);
    let reports = reports().await?;
    if is_missing(modules.export) {
        modules.export.set(Some(reports.export));
        modules.timeline.set(Some(reports.timeline));
    }
    modules.start_selection(selection().await?);
    let deletion = deletion().await?;
    // A second instance would know nothing of the run in progress.
    if is_missing(modules.deletion) {
        modules.deletion.set(Some(deletion));
    }
    Ok(())
}

fn is_missing(view: RwSignal<Option<LazyView>>) -> bool {
    matches!(view.try_get_untracked(), Some(None))
}

/// Something did not come.
struct NotFetched;

impl From<SplitLoaderError> for NotFetched {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

impl From<JsValue> for NotFetched {
    fn from(_: JsValue) -> Self {
        Self
    }
}

#[wasm_split(drawer, fallible)]
fn drawer() -> Result<LazyView, SplitLoaderError> {
    Ok(|| view! { <TokenDrawer/> }.into_any())
}

#[wasm_split(tools, fallible)]
fn tools() -> Result<fn() -> Tools, SplitLoaderError> {
    Ok(tools::start)
}

#[wasm_split(catalog, fallible)]
fn catalog() -> Result<fn() -> CatalogSlots, SplitLoaderError> {
    Ok(catalog::start)
}

#[wasm_split(reports, fallible)]
fn reports() -> Result<Reports, SplitLoaderError> {
    Ok(reports::reports())
}

#[wasm_split(selection, fallible)]
fn selection() -> Result<fn(), SplitLoaderError> {
    Ok(selection::start)
}

#[wasm_split(deletion, fallible)]
fn deletion() -> Result<LazyView, SplitLoaderError> {
    Ok(|| view! { <DeleteTokens/> }.into_any())
}
