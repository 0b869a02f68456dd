//! Words for those who do not see the page: one polite live region for the whole console.

use super::dom::{El, el};
use crate::state::State;

/// Says things through the live region. Cheap to copy; found in the context.
#[derive(Clone, Copy)]
pub struct Announcer(State<String>);

impl Announcer {
    /// An announcer that has said nothing; provide it, and place its [`Announcer::region`] once.
    pub fn new() -> Self {
        Self(State::new(String::new()))
    }

    /// Says `text` when the reader is done with what it is reading.
    pub fn say(&self, text: &str) {
        self.0.set(text.to_owned());
    }

    /// Where it is said.
    pub fn region(self) -> El {
        el("p")
            .class("visually-hidden")
            .attr("role", "status")
            .text_of(move || self.0.get())
    }
}
