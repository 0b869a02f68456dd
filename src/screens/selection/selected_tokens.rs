//! What the selected tokens are. The selection itself is only numbers; the details are kept here, in a few dozen
//! bytes a token, since neither the page nor the catalog may still be there when they are needed.

use std::time::Duration;

use leptos::prelude::*;

use crate::components::announcer;
use crate::model::kind::Kind;
use crate::model::token::Token;
use crate::screens::catalog::CatalogState;
use crate::screens::token_list::list::List;
use crate::text;
use crate::tokens::catalog::Catalog;

/// How many tokens are recorded before the page gets its turn.
const AT_ONCE: usize = 1_000;

/// Tokens that are selected, or were. Cheap to copy.
#[derive(Clone, Copy)]
pub struct SelectedTokens(RwSignal<Catalog, LocalStorage>);

impl SelectedTokens {
    /// None yet.
    pub fn new() -> Self {
        Self(RwSignal::new_local(Catalog::default()))
    }

    /// Looks at what was kept.
    pub fn with<T>(&self, look: impl FnOnce(&mut Catalog) -> T) -> T {
        self.0.update_untracked(look)
    }

    /// Follows it being complete again.
    pub fn settled(&self) {
        self.0.track();
    }

    /// A token that is selected, as far as anything is known of it.
    pub fn token(&self, state: CatalogState, pk: u64) -> Option<Token> {
        let find = |catalog: &mut Catalog| {
            let position = catalog.position(pk)?;
            catalog.token(u32::try_from(position).ok()?)
        };
        self.with(find).or_else(|| state.look_untracked(find))
    }

    /// Takes note of whatever is selected.
    pub fn follow(self, list: List, state: CatalogState) {
        Effect::new(move || {
            let kind = list.kind();
            if self.with(|catalog| catalog.kind() != kind || catalog.is_empty()) {
                self.start(kind);
            }
            list.selection.numbers.track();
            let newly_selected = list.selection.newly_selected.update_untracked(std::mem::take);
            let newly_selected: Vec<Token> = list.selection.numbers.with_untracked(|selection| {
                let meant = newly_selected.iter().filter(|token| selection.contains(token.pk));
                meant.map(|token| (**token).clone()).collect()
            });
            self.with(|catalog| {
                if !newly_selected.is_empty() {
                    catalog.put(&newly_selected);
                }
            });
        });
        // What was read again, and is not there any more, was deleted or has expired.
        Effect::new(move || {
            let gone: Option<Vec<u64>> = state.whole(|catalog| {
                let pks = list
                    .selection
                    .numbers
                    .with_untracked(|selection| selection.pks().to_vec());
                pks.into_iter().filter(|&pk| catalog.position(pk).is_none()).collect()
            });
            if let Some(gone) = gone {
                untrack(|| self.forget(list, &gone));
            }
        });
    }

    /// Drops all of them.
    pub fn clear(self) {
        let kind = self.with(|catalog| catalog.kind());
        self.start(kind);
    }

    fn start(self, kind: Kind) {
        self.with(|catalog| {
            *catalog = Catalog::new(kind);
            catalog.collate_by(crate::screens::catalog::collated_ranks);
        });
    }

    /// Takes note of tokens of the catalog, some at a time: there may be a hundred thousand.
    pub fn take_all(self, list: List, state: CatalogState, pks: Vec<u64>) {
        // It comes back after pauses, in which the console may have gone, and all that it looks at.
        if self.0.try_with_untracked(|_| ()).is_none() {
            return;
        }
        let mut left = pks;
        let some = left.split_off(left.len().saturating_sub(AT_ONCE));
        let tokens: Vec<Token> = state.look_untracked(|catalog| {
            let known = some.iter().filter_map(|&pk| {
                let position = catalog.position(pk)?;
                catalog.token(u32::try_from(position).ok()?)
            });
            known.collect()
        });
        self.with(|catalog| {
            if catalog.kind() == untrack(|| list.kind()) {
                catalog.put(&tokens);
            }
        });
        if left.is_empty() {
            self.0.notify();
        } else {
            set_timeout(move || self.take_all(list, state, left), Duration::ZERO);
        }
    }

    /// Drops deleted tokens, and says so.
    fn forget(self, list: List, gone: &[u64]) {
        if gone.is_empty() {
            return;
        }
        let count = list
            .selection
            .numbers
            .update_untracked(|selection| selection.forget(gone));
        self.with(|catalog| catalog.remove(gone));
        if count > 0 {
            list.selection.numbers.notify();
            announcer::say(&text::selection::gone(count as u64));
        }
    }
}
