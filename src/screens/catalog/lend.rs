//! What other parts may ask of the tokens in memory.

use leptos::prelude::*;

use super::Desk;
use super::reader::Phase;
use crate::clock::now;
use crate::tokens::catalog::Catalog;

impl Desk {
    /// How many match what is asked, where all there are were read, tracked.
    pub fn matching(&self) -> Option<u64> {
        (self.has_all() && self.reader().is_complete()).then(|| self.matching.get())
    }

    /// The numbers of all that match, in the order on screen. Not tracked.
    pub fn matching_pks(&self) -> Vec<u64> {
        let asked = self.question.get_untracked();
        self.look(|catalog| {
            let found = catalog.find(&asked, now());
            let rows = catalog.rows();
            let pks = found.rows.iter().filter_map(|&at| Some(rows.get(at as usize)?.pk));
            pks.collect()
        })
    }

    /// Looks at what was read of the kind on screen. Not tracked.
    pub fn look<T>(&self, look: impl FnOnce(&mut Catalog) -> T) -> T {
        self.with_catalog(untrack(|| self.reader()), look)
    }

    /// Looks at all tokens of the kind on screen, where all there are were read, whoever they belong to, tracked.
    pub fn whole<T>(&self, look: impl FnOnce(&mut Catalog) -> T) -> Option<T> {
        let reader = self.reader();
        let source = reader.source()?;
        let is_whole = source.user.is_none() && source.provider.is_none() && reader.phase() == Phase::Done;
        (is_whole && reader.is_complete() && !reader.changed().unsettled).then(|| self.with_catalog(reader, look))
    }

    /// Whether tokens are being read, tracked.
    pub fn is_reading(&self) -> bool {
        self.has_all() && !self.reader().is_complete()
    }

    /// Has all tokens read: at once where they are few, else after asking.
    pub fn ask_for_all(self) {
        self.want_all();
    }
}
