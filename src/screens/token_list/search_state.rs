//! The state of the search box.

use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use crate::components::lazy::LazyView;

/// The box, for its parts and for what comes later. Cheap to copy.
#[derive(Clone, Copy)]
pub struct SearchBox {
    /// Where one types.
    pub input: NodeRef<html::Input>,
    /// What stands there.
    pub typed: RwSignal<String>,
    /// What is suggested, once that part of the program is there.
    pub suggesting: RwSignal<Option<Suggesting>>,
}

/// What suggests while one types.
#[derive(Clone, Copy)]
pub struct Suggesting {
    /// The suggestions, in the form of the box.
    pub view: LazyView,
    /// The id of their list, while it is on the page.
    pub list_id: Signal<Option<String>>,
    /// The id of the one that Enter takes.
    pub active_id: Signal<Option<String>>,
    /// Something was typed.
    pub typed: Callback<()>,
    /// A key was pressed.
    pub press: Callback<KeyboardEvent>,
    /// The focus has left the form, or it was sent.
    pub close: Callback<()>,
}

impl SearchBox {
    /// An empty box, on no page yet.
    pub fn new() -> Self {
        Self {
            input: NodeRef::new(),
            typed: RwSignal::new(String::new()),
            suggesting: RwSignal::new(None),
        }
    }
}
