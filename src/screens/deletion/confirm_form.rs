//! What can be filled in before tokens are deleted.

use leptos::prelude::*;

use crate::tokens::deletion::Target;

/// What is asked, as far as it can change while it is.
#[derive(Clone, Copy)]
pub struct ConfirmForm {
    /// What is taken along besides.
    pub also: RwSignal<Vec<Target>, LocalStorage>,
    /// The number, as it is typed.
    pub typed: RwSignal<String>,
}
