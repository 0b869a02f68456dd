//! The running stand-in: its world, who is signed in, what is broken, what was asked.

use crate::data::random::mix;
use crate::data::time::{Micros, now};
use crate::data::{Recipe, World};
use crate::faults::Faults;
use crate::requests::Requests;
use crate::sessions::Sessions;
use std::path::PathBuf;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How a stand-in is set up.
#[derive(Clone, Debug)]
pub struct Options {
    /// The folder that holds the built console.
    pub dist: PathBuf,
    /// What the data are made from.
    pub recipe: Recipe,
}

/// What changes while it runs.
#[derive(Debug)]
pub struct State {
    /// The made-up installation.
    pub world: World,
    /// What it was made from.
    pub recipe: Recipe,
    /// Who is signed in.
    pub sessions: Sessions,
    /// What goes wrong.
    pub faults: Faults,
    /// What was asked.
    pub requests: Requests,
}

/// A stand-in.
#[derive(Debug)]
pub struct App {
    /// As it was started.
    pub options: Options,
    state: Mutex<State>,
}

impl App {
    /// Makes the data; that takes a moment for a million tokens.
    pub fn new(options: Options) -> Self {
        let state = Mutex::new(State::new(options.recipe, now()));
        App { options, state }
    }

    /// The state, for a moment. Never held across an await.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All as at the start, or by another recipe; dates are relative to now.
    pub fn reset(&self, recipe: Recipe) {
        let fresh = State::new(recipe, now());
        *self.state() = fresh;
    }
}

impl State {
    fn new(recipe: Recipe, now: Micros) -> Self {
        State {
            world: World::make(recipe, now),
            recipe,
            // Not by the seed: cookies of an earlier run must not be taken for this one's.
            sessions: Sessions::new(mix(now.unsigned_abs())),
            faults: Faults::default(),
            requests: Requests::new(mix(now.unsigned_abs() ^ 1)),
        }
    }
}
