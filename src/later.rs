//! What is no part of the first view: fetched as soon as that is there, or when it is needed sooner.
//!
//! The functions marked `#[wasm_split]` and all that only they use become files of their own; see docs/size.md.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::host::sheet;
use crate::screens::end_tokens::EndTokens;
use crate::screens::token_drawer::TokenDrawer;
use crate::screens::tools::{self, Tools};
use crate::screens::{catalog, choosing};
use crate::signals::set_if_changed;
use crate::ui::lazy::LazyView;

/// What that looks like.
const SHEET: &str = "later.css";

/// The parts of the program that came, or are on their way. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Later {
    drawer: RwSignal<Option<LazyView>>,
    tools: RwSignal<Option<Tools>>,
    catalog: RwSignal<Option<catalog::Doors>>,
    ending: RwSignal<Option<LazyView>>,
    /// What they live under.
    owner: StoredValue<Option<Owner>>,
    /// Whether choosing has started.
    has_choosing: StoredValue<bool>,
    /// Whether the sheet is there.
    styled: StoredValue<bool>,
    asked: StoredValue<bool>,
    failed: RwSignal<bool>,
}

impl Later {
    /// Nothing is fetched yet.
    pub fn new() -> Self {
        Self {
            drawer: RwSignal::new(None),
            tools: RwSignal::new(None),
            catalog: RwSignal::new(None),
            ending: RwSignal::new(None),
            owner: StoredValue::new(None),
            has_choosing: StoredValue::new(false),
            styled: StoredValue::new(false),
            asked: StoredValue::new(false),
            failed: RwSignal::new(false),
        }
    }

    /// Makes the drawer, once it is there, tracked.
    pub fn drawer(&self) -> Option<LazyView> {
        self.drawer.get()
    }

    /// What the buttons of the first view open, once it is there, tracked.
    pub fn tools(&self) -> Option<Tools> {
        self.tools.get()
    }

    /// What there is where all tokens are at hand, once it is there, tracked.
    pub fn catalog(&self) -> Option<catalog::Doors> {
        self.catalog.get()
    }

    /// Makes the place where tokens are ended, once it is there, tracked.
    pub fn ending(&self) -> Option<LazyView> {
        self.ending.get()
    }

    /// Whether something did not come, tracked.
    pub fn has_failed(&self) -> bool {
        self.failed.get()
    }

    /// What comes later lives as long as what is made here and now.
    pub fn live_here(&self) {
        self.owner.set_value(Owner::current());
    }

    /// Fetches what is not there and not on its way.
    pub fn fetch(self) {
        // A page may be gone before it is painted.
        if self.asked.try_get_value() != Some(false) {
            return;
        }
        self.asked.set_value(true);
        set_if_changed(self.failed, false);
        spawn_local(async move {
            if self.fetch_all().await.is_err() {
                self.asked.set_value(false);
                self.failed.set(true);
            }
        });
    }

    async fn fetch_all(self) -> Result<(), Missing> {
        let sheet = (self.styled.try_get_value() == Some(false)).then(|| JsFuture::from(sheet(SHEET)));
        let drawer = drawer().await?;
        if let Some(sheet) = sheet {
            sheet.await?;
            self.styled.set_value(true);
        }
        self.drawer.set(Some(drawer));
        self.start(self.tools, tools().await?);
        self.start(self.catalog, catalog().await?);
        self.start_choosing(choosing().await?);
        let ending = ending().await?;
        // Made anew, it would forget what is being ended.
        if matches!(self.ending.try_get_untracked(), Some(None)) {
            self.ending.set(Some(ending));
        }
        Ok(())
    }

    /// Starts a part, unless it runs: where a later one did not come, all are asked for again.
    fn start<T: Clone + Send + Sync + 'static>(self, part: RwSignal<Option<T>>, start: fn() -> T) {
        if let (Some(Some(owner)), Some(None)) = (self.owner.try_get_value(), part.try_get_untracked()) {
            part.set(Some(owner.with(|| untrack(start))));
        }
    }

    /// Choosing goes by what the catalog knows, so it comes after it.
    fn start_choosing(self, start: fn()) {
        if let (Some(Some(owner)), Some(false)) = (self.owner.try_get_value(), self.has_choosing.try_get_value()) {
            self.has_choosing.set_value(true);
            owner.with(|| untrack(start));
        }
    }
}

/// Something did not come.
struct Missing;

impl From<SplitLoaderError> for Missing {
    fn from(_: SplitLoaderError) -> Self {
        Self
    }
}

impl From<JsValue> for Missing {
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
fn catalog() -> Result<fn() -> catalog::Doors, SplitLoaderError> {
    Ok(catalog::start)
}

#[wasm_split(choosing, fallible)]
fn choosing() -> Result<fn(), SplitLoaderError> {
    Ok(choosing::start)
}

#[wasm_split(ending, fallible)]
fn ending() -> Result<LazyView, SplitLoaderError> {
    Ok(|| view! { <EndTokens/> }.into_any())
}
