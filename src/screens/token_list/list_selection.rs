//! What is selected in the list.

use std::rc::Rc;

use leptos::prelude::*;

use crate::model::token::Token;
use crate::tokens::selection::Selection;

/// What is selected in the list. Cheap to copy.
#[derive(Clone, Copy)]
pub struct ListSelection {
    /// The selected numbers. They survive changes of page, order and filter.
    pub numbers: RwSignal<Selection>,
    /// Tokens selected on screen whose details are not recorded yet: the selection itself is only numbers.
    pub newly_selected: RwSignal<Vec<Rc<Token>>, LocalStorage>,
    /// The end of a range that was requested before the selection module had loaded.
    pub awaited_range: StoredValue<Option<u64>>,
}

impl ListSelection {
    /// Nothing is selected.
    pub fn empty() -> Self {
        Self {
            numbers: RwSignal::new(Selection::default()),
            newly_selected: RwSignal::new_local(Vec::new()),
            awaited_range: StoredValue::new(None),
        }
    }

    /// Clears the selection.
    pub fn clear(&self) {
        self.numbers.update(Selection::clear);
    }

    /// Clears the selection and the recorded details.
    pub fn forget(&self) {
        self.clear();
        self.newly_selected.update_untracked(Vec::clear);
    }

    /// Whether a token is selected, tracked.
    pub fn contains(&self, pk: u64) -> bool {
        self.numbers.with(|selection| selection.contains(pk))
    }

    /// Selects or deselects these tokens.
    pub fn set(&self, tokens: &[Rc<Token>], on: bool) {
        self.newly_selected
            .update_untracked(|newly_selected| newly_selected.extend_from_slice(tokens));
        self.numbers
            .update(|selection| tokens.iter().for_each(|token| selection.set(token.pk, on)));
    }
}
