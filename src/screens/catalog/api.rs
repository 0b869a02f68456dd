//! What other parts may ask of the tokens in memory.

use leptos::prelude::*;

use super::reader::ReaderPhase;
use super::state::CatalogState;
use crate::platform::clock::now;
use crate::tokens::catalog::{Catalog, CatalogQuery, Found};

impl CatalogState {
    /// How many match what is asked, where all there are were read, tracked.
    pub fn matching(&self) -> Option<u64> {
        (self.has_all() && self.reader().is_complete()).then(|| self.matching.get())
    }

    /// The numbers of all that match, in the order on screen.
    pub fn matching_pks_untracked(&self) -> Vec<u64> {
        self.pks_untracked(&self.question.get_untracked())
    }

    /// The numbers of all that match a question, in its order.
    pub(super) fn pks_untracked(&self, asked: &CatalogQuery) -> Vec<u64> {
        self.look_untracked(|catalog| {
            let found = catalog.find(asked, now());
            let rows = catalog.rows();
            let pks = found.rows.iter().filter_map(|&at| Some(rows.get(at as usize)?.pk));
            pks.collect()
        })
    }

    /// Which of all that match stands so many rows from another, tracked.
    pub(super) fn neighbour(&self, pk: u64, steps: isize) -> Option<u64> {
        self.list.slots.answer.track();
        let asked = self.question.get();
        self.look_untracked(|catalog| {
            let found = catalog.find(&asked, now());
            let there = place_of(catalog, &found, pk)?.checked_add_signed(steps)?;
            let &at = found.rows.get(there)?;
            Some(catalog.rows().get(at as usize)?.pk)
        })
    }

    /// How many of all that match stand before a token.
    pub(super) fn place_untracked(&self, pk: u64) -> Option<usize> {
        let asked = self.question.get_untracked();
        self.look_untracked(|catalog| {
            let found = catalog.find(&asked, now());
            place_of(catalog, &found, pk)
        })
    }

    /// Looks at what was read of the kind on screen.
    pub fn look_untracked<T>(&self, look: impl FnOnce(&mut Catalog) -> T) -> T {
        self.with_catalog(untrack(|| self.reader()), look)
    }

    /// Looks at all tokens of the kind on screen, if everybody's were read, tracked.
    pub fn whole<T>(&self, look: impl FnOnce(&mut Catalog) -> T) -> Option<T> {
        let reader = self.reader();
        let source = reader.source()?;
        let is_whole = source.user.is_none() && source.provider.is_none() && reader.phase() == ReaderPhase::Done;
        (is_whole && reader.is_complete() && !reader.changed_untracked().unsettled)
            .then(|| self.with_catalog(reader, look))
    }

    /// Whether tokens are being read, tracked.
    pub fn is_reading(&self) -> bool {
        self.has_all() && !self.reader().is_complete()
    }

    /// Reads all tokens: at once if they are few, otherwise after asking.
    pub fn ask_for_all(self) {
        self.want_all();
    }
}

fn place_of(catalog: &Catalog, found: &Found, pk: u64) -> Option<usize> {
    let position = u32::try_from(catalog.position(pk)?).ok()?;
    found.rows.iter().position(|&at| at == position)
}
