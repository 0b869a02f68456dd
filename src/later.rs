//! What is no part of the first view: fetched as soon as that is there, or when it is needed sooner.
//!
//! The functions marked `#[wasm_split]` and all that only they use become files of their own; see docs/size.md.

use wasm_split_helpers::{SplitLoaderError, wasm_split};

use crate::screens::token_drawer::token_drawer;
use crate::state::State;
use crate::ui::dom::{El, spawn};

/// The parts of the program that came, or are on their way. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Later {
    drawer: State<Option<fn() -> El>>,
    asked: State<bool>,
    failed: State<bool>,
}

impl Later {
    /// Nothing is fetched yet.
    pub fn new() -> Self {
        Self {
            drawer: State::new(None),
            asked: State::new(false),
            failed: State::new(false),
        }
    }

    /// Makes the drawer, once it is there, tracked.
    pub fn drawer(&self) -> Option<fn() -> El> {
        self.drawer.get()
    }

    /// Whether something did not come, tracked.
    pub fn has_failed(&self) -> bool {
        self.failed.get()
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
        Ok(())
    }
}

#[wasm_split(drawer, fallible)]
fn drawer() -> Result<fn() -> El, SplitLoaderError> {
    Ok(token_drawer)
}
