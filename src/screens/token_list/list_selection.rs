//! What is selected in the list.

use std::rc::Rc;

use leptos::prelude::*;

use crate::model::token::Token;
use crate::tokens::selection::Selection;

/// What is selected in the list. Cheap to copy.
#[derive(Clone, Copy)]
pub struct ListSelection {
    /// What is selected. It is by number, and outlives pages, orders and filters.
    pub numbers: RwSignal<Selection>,
    /// Tokens that were selected on screen and not taken note of yet: the selection itself is but numbers.
    pub newly_selected: RwSignal<Vec<Rc<Token>>, LocalStorage>,
    /// Where a range ends that was asked for before that part was there.
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

    /// Lets go of all.
    pub fn clear(&self) {
        self.numbers.update(Selection::clear);
    }

    /// Lets go of all, and of what the tokens are.
    pub fn forget(&self) {
        self.clear();
        self.newly_selected.update_untracked(Vec::clear);
    }

    /// Whether a token is selected, tracked.
    pub fn contains(&self, pk: u64) -> bool {
        self.numbers.with(|selection| selection.contains(pk))
    }

    /// Selects these tokens, or lets go of them.
    pub fn set(&self, tokens: &[Rc<Token>], on: bool) {
        self.newly_selected
            .update_untracked(|newly_selected| newly_selected.extend_from_slice(tokens));
        self.numbers
            .update(|selection| tokens.iter().for_each(|token| selection.set(token.pk, on)));
    }
}
