//! What is no part of the first view: fetched as soon as that is there, or when it is needed sooner.
//!
//! The functions marked `#[wasm_split]` and all that only they use become files of their own; see docs/size.md.

use leptos::prelude::{Owner, untrack};
use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::screens::catalog;
use crate::screens::token_drawer::token_drawer;
use crate::state::State;
use crate::ui::dom::{El, spawn};

/// The parts of the program that came, or are on their way. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Later {
    drawer: State<Option<fn() -> El>>,
    catalog: State<Option<catalog::Doors>>,
    owner: State<Option<Owner>>,
    asked: State<bool>,
    failed: State<bool>,
}

impl Later {
    /// Nothing is fetched yet.
    pub fn new() -> Self {
        Self {
            drawer: State::new(None),
            catalog: State::new(None),
            owner: State::new(None),
            asked: State::new(false),
            failed: State::new(false),
        }
    }

    /// Makes the drawer, once it is there, tracked.
    pub fn drawer(&self) -> Option<fn() -> El> {
        self.drawer.get()
    }

    /// What there is where all tokens are at hand, once it is there, tracked.
    pub fn catalog(&self) -> Option<catalog::Doors> {
        self.catalog.get()
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

    async fn fetch_all(self) -> Result<(), SplitLoaderError> {
        self.drawer.set(Some(drawer().await?));
        let start = catalog().await?;
        if let Some(owner) = self.owner.now() {
            let doors = owner.with(|| untrack(start));
            self.catalog.set(Some(doors));
        }
        Ok(())
    }
}

#[wasm_split(drawer, fallible)]
fn drawer() -> Result<fn() -> El, SplitLoaderError> {
    Ok(token_drawer)
}

#[wasm_split(catalog, fallible)]
fn catalog() -> Result<fn() -> catalog::Doors, SplitLoaderError> {
    Ok(catalog::start)
}
