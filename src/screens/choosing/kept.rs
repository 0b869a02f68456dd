//! What the selected tokens are. The selection is but numbers; who they belong to is taken note of here, a few dozen
//! bytes a token, since neither a page nor the catalog may still be there when it is asked.

use std::time::Duration;

use leptos::prelude::*;

use super::Choice;
use crate::components::announcer;
use crate::model::kind::Kind;
use crate::model::token::Token;
use crate::text;
use crate::tokens::catalog::Catalog;

/// So many tokens are taken note of before the page gets its turn.
const AT_ONCE: usize = 1_000;

/// Tokens that are selected, or were. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Kept(RwSignal<Catalog, LocalStorage>);

impl Kept {
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
    pub fn token(&self, choice: Choice, pk: u64) -> Option<Token> {
        let find = |catalog: &mut Catalog| {
            let position = catalog.position(pk)?;
            catalog.token(u32::try_from(position).ok()?)
        };
        self.with(find).or_else(|| choice.desk.look(find))
    }

    /// Takes note of whatever is selected.
    pub fn follow(self, choice: Choice) {
        let list = choice.list;
        Effect::new(move || {
            let kind = list.kind();
            if self.with(|catalog| catalog.kind() != kind || catalog.is_empty()) {
                self.start(kind);
            }
            list.selection.track();
            let picked = list.picked.update_untracked(std::mem::take);
            let picked: Vec<Token> = list.selection.with_untracked(|selection| {
                let meant = picked.iter().filter(|token| selection.contains(token.pk));
                meant.map(|token| (**token).clone()).collect()
            });
            self.with(|catalog| {
                if !picked.is_empty() {
                    catalog.put(&picked);
                }
            });
        });
        // What was read again, and is not there any more, was ended or has expired.
        Effect::new(move || {
            let gone: Option<Vec<u64>> = choice.desk.whole(|catalog| {
                let pks = list.selection.with_untracked(|selection| selection.pks().to_vec());
                pks.into_iter().filter(|&pk| catalog.position(pk).is_none()).collect()
            });
            if let Some(gone) = gone {
                untrack(|| choice.forget(&gone));
            }
        });
    }

    /// Lets go of all.
    pub fn clear(self) {
        let kind = self.with(|catalog| catalog.kind());
        self.start(kind);
    }

    fn start(self, kind: Kind) {
        self.with(|catalog| {
            *catalog = Catalog::new(kind);
            catalog.collate_by(crate::screens::catalog::ranks);
        });
    }

    /// Takes note of tokens of the catalog, some at a time: there may be a hundred thousand.
    pub fn take_all(self, choice: Choice, pks: Vec<u64>) {
        // It comes back after pauses, in which the console may have gone, and all that it looks at.
        if self.0.try_with_untracked(|_| ()).is_none() {
            return;
        }
        let mut left = pks;
        let some = left.split_off(left.len().saturating_sub(AT_ONCE));
        let tokens: Vec<Token> = choice.desk.look(|catalog| {
            let known = some.iter().filter_map(|&pk| {
                let position = catalog.position(pk)?;
                catalog.token(u32::try_from(position).ok()?)
            });
            known.collect()
        });
        self.with(|catalog| {
            if catalog.kind() == untrack(|| choice.list.kind()) {
                catalog.put(&tokens);
            }
        });
        if left.is_empty() {
            self.0.notify();
        } else {
            set_timeout(move || self.take_all(choice, left), Duration::ZERO);
        }
    }
}

impl Choice {
    /// Lets go of what is gone, and says so.
    pub fn forget(self, gone: &[u64]) {
        if gone.is_empty() {
            return;
        }
        let count = self.list.selection.update_untracked(|selection| selection.forget(gone));
        self.kept.with(|catalog| catalog.remove(gone));
        if count > 0 {
            self.list.selection.notify();
            announcer::say(&text::selection::gone(count as u64));
        }
    }
}
