//! What is done with tokens of the list: they are selected, and deleted.

use std::rc::Rc;

use leptos::prelude::*;

use super::List;
use crate::model::kind::Kind;
use crate::model::token::Token;
use crate::tokens::deletion::{Id, Target};

impl List {
    /// Whether tokens can be deleted: not before that part of the program is there, tracked.
    pub fn can_delete(&self) -> bool {
        self.slots.deletion.with(Option::is_some)
    }

    /// Asks whether these tokens are to be deleted, and deletes them.
    pub fn ask_to_delete(&self, targets: Vec<Target>) {
        if let Some(ask) = self.slots.deletion.get_untracked() {
            ask(targets);
        }
    }

    /// Drops deleted tokens, and shows what is left.
    pub fn are_gone(&self, gone: &[Id]) {
        let kind = untrack(|| self.kind());
        let mut here: Vec<u64> = gone.iter().filter(|id| id.kind == kind).map(|id| id.pk).collect();
        here.sort_unstable();
        let is_gone = |pk: &u64| here.binary_search(pk).is_ok();
        self.selection.numbers.update(|selection| {
            selection.forget(&here);
        });
        let open = self.location.address_untracked().open;
        if open.is_some_and(|pk| is_gone(&pk)) {
            self.close_token();
        }
        self.deleted.update(|times| *times += 1);
        // A host that was told of it may have ended the console.
        if let Some(forget_deleted) = self.slots.forget_deleted.try_get_untracked().flatten() {
            forget_deleted(gone);
        }
        if !here.is_empty() && self.slots.catalog.try_with_untracked(Option::is_none) == Some(true) {
            self.loader.again();
        }
    }

    /// authentik does not let the caller delete tokens of this kind.
    pub fn was_refused(&self, kind: Kind) {
        self.refused.update(|refused| *refused = refused.with(kind));
    }

    /// Selects or deselects a token; with Shift, everything from the last one to it.
    pub fn select(&self, token: &Rc<Token>, on: bool, shift: bool) {
        match self.slots.selection.get_untracked() {
            Some(selecting) if shift => (selecting.extend)(token.pk),
            None if shift => self.selection.awaited_range.set_value(Some(token.pk)),
            _ => self.selection.set(std::slice::from_ref(token), on),
        }
    }

    /// Selects or deselects every token on the page.
    pub fn select_page(&self, on: bool) {
        self.selection.set(&untrack(|| self.tokens()), on);
    }
}
