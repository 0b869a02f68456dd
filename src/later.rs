//! What is no part of the first view: fetched as soon as that is there, or when it is needed sooner.
//!
//! The functions marked `#[wasm_split]` and all that only they use become files of their own; see docs/size.md.

use leptos::prelude::{Owner, untrack};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::host::sheet;
use crate::screens::end_tokens::end_tokens;
use crate::screens::token_drawer::token_drawer;
use crate::screens::tools::{self, Tools};
use crate::screens::{catalog, choosing};
use crate::state::State;
use crate::ui::dom::{El, spawn};

/// What that looks like.
const SHEET: &str = "later.css";

/// The parts of the program that came, or are on their way. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Later {
    drawer: State<Option<fn() -> El>>,
    tools: State<Option<Tools>>,
    catalog: State<Option<catalog::Doors>>,
    ending: State<Option<fn() -> El>>,
    owner: State<Option<Owner>>,
    /// Whether the sheet is there.
    styled: State<bool>,
    asked: State<bool>,
    failed: State<bool>,
}

impl Later {
    /// Nothing is fetched yet.
    pub fn new() -> Self {
        Self {
            drawer: State::new(None),
            tools: State::new(None),
            catalog: State::new(None),
            ending: State::new(None),
            owner: State::new(None),
            styled: State::new(false),
            asked: State::new(false),
            failed: State::new(false),
        }
    }

    /// Makes the drawer, once it is there, tracked.
    pub fn drawer(&self) -> Option<fn() -> El> {
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
    pub fn ending(&self) -> Option<fn() -> El> {
        self.ending.get()
    }

    /// Whether something did not come, tracked.
    pub fn has_failed(&self) -> bool {
        self.failed.get()
    }

    /// What comes later lives as long as what is made here and now.
    pub fn live_here(&self) {
        self.owner.set(Owner::current());
    }

    /// Fetches what is not there and not on its way.
    pub fn fetch(self) {
        if self.asked.now() {
            return;
        }
        self.asked.set(true);
        self.failed.set_if_new(false);
        spawn(async move {
            if self.fetch_all().await.is_err() {
                self.asked.set(false);
                self.failed.set(true);
            }
        });
    }

    async fn fetch_all(self) -> Result<(), Missing> {
        let sheet = (!self.styled.now()).then(|| JsFuture::from(sheet(SHEET)));
        let drawer = drawer().await?;
        if let Some(sheet) = sheet {
            sheet.await?;
            self.styled.set(true);
        }
        self.drawer.set(Some(drawer));
        self.start(self.tools, tools().await?);
        self.start(self.catalog, catalog().await?);
        let ending = ending().await?;
        // Made anew, it would forget what is being ended.
        if self.ending.now().is_none() {
            self.ending.set(Some(ending));
        }
        Ok(())
    }

    /// Starts a part, unless it runs: where a later one did not come, all are asked for again.
    fn start<T: Clone>(self, part: State<Option<T>>, start: fn() -> T) {
        if let (Some(owner), None) = (self.owner.now(), part.now()) {
            part.set(Some(owner.with(|| untrack(start))));
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
fn drawer() -> Result<fn() -> El, SplitLoaderError> {
    Ok(token_drawer)
}

#[wasm_split(tools, fallible)]
fn tools() -> Result<fn() -> Tools, SplitLoaderError> {
    Ok(tools::start)
}

#[wasm_split(catalog, fallible)]
fn catalog() -> Result<fn() -> catalog::Doors, SplitLoaderError> {
    Ok(start)
}

/// Choosing goes by what the catalog knows.
fn start() -> catalog::Doors {
    let doors = catalog::start();
    choosing::start();
    doors
}

#[wasm_split(ending, fallible)]
fn ending() -> Result<fn() -> El, SplitLoaderError> {
    Ok(end_tokens)
}
