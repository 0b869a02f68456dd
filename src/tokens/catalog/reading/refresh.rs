//! Reading what changed.
//!
//! A refresh knows all that was there. Three facts make it cheap, and exact:
//!
//! * Nothing is un-revoked, and new tokens have higher numbers than all others. So one page, where the revoked ones end
//!   under `-revoked,-pk`, tells how many are revoked and lists what is new. See [`RevokedProbe`].
//! * With count, that tells how many are gone. Ends do not move. So under `expires,pk`, with the new ones taken in, what is
//!   known and what is there differ by what is gone alone. authentik removes what has expired, the oldest ends first: the
//!   page where those would have stood mostly explains all. The rank of any row tells how many before it are gone, so
//!   halving leads to the rest.
//! * With what is gone left out, the revoked ones that are known and those that are there differ by what was revoked since
//!   alone, and halving leads to the pages that these stand on.
//!
//! All of that is true of a set that keeps still; where two answers tell different counts, the look begins again, a few
//! times. A token that one answer leaves out, between two rows that it lists, is gone for certain, and one that it lists
//! as revoked is revoked: whatever changed meanwhile, the next refresh finds the rest by the same counts. What is gone only
//! by what two answers say together is given up when the page where new ones would stand shows that nothing came meanwhile.
//!
//! Pages of new tokens are read forwards, as their number is unknown. When others vanish meanwhile, some slip to a page
//! that was already read. So tokens newer than all known ones stay in doubt, for the next look and refresh, until no
//! two of these pages told different counts.
//!
//! No page is read twice in one order; where halving would cost more than reading everything, everything is read.

use super::ask::{KnownSet, PageOrder, PageRequest};
use super::known_tokens::KnownTokens;
use super::range_diff::{RangeDiff, page_with};
use super::revoked_probe::RevokedProbe;
use super::{ROUNDS, Reading, Stage};

/// So many differences are looked for at once.
const AT_ONCE: usize = 4;

impl Reading {
    /// Reads what changed since `known` was read.
    pub fn refresh(known: &KnownSet, size: u64, now: i64) -> Self {
        let mut reading = Self::whole(size, None, now);
        reading.is_refresh = true;
        reading.read_whole = false;
        reading.has_revoked = known.has_revoked;
        reading.unreadable = known.unreadable;
        reading.since = known.since;
        reading.known = KnownTokens::of(&known.rows);
        reading.newest = reading.known.newest();
        reading.count = Some(reading.known.len() + known.unreadable);
        reading.look();
        reading
    }

    /// What is newer than this may have been left out by the reading before: its [`Reading::newest`].
    #[must_use]
    pub fn unsure_behind(mut self, newest: Option<u64>) -> Self {
        self.newest = newest;
        self.look();
        self
    }

    /// The last token up to which none was left out. Of those that are newer some may be known and others not: where some
    /// went while they were read, or where not all of their pages were.
    pub fn newest(&self) -> Option<u64> {
        // Where the last page cannot be rendered, its parts were read backwards, too.
        let read = self.known.newest().filter(|_| self.is_whole());
        self.newest.or(read)
    }

    /// Compares what is known with what is there.
    pub(super) fn look(&mut self) {
        self.queue.clear();
        self.under_way.clear();
        self.suspects.clear();
        self.witness = None;
        self.probe = None;
        self.is_doubtful = false;
        if self.is_whole() {
            self.look_at_tail();
            return;
        }
        self.varied = false;
        // Where some rows cannot be read, ranks tell nothing, and every page of revoked ones has to be read.
        let is_plain = !self.has_revoked || self.unreadable > 0;
        let revoked = if is_plain { 0 } else { self.known.revoked() };
        self.go_on_with_probe(RevokedProbe::new(revoked, self.newest, self.patience.most));
    }

    pub(super) fn go_on_with_probe(&mut self, probe: RevokedProbe) {
        let order = match self.has_revoked {
            true => PageOrder::RevokedFirst,
            false => PageOrder::Newest,
        };
        if let Some((page, size)) = probe.next() {
            self.push_sized(order, page, size);
            self.stage = Stage::RevokedProbe(probe);
            return;
        }
        if !self.varied {
            self.newest = self.known.newest();
        }
        let witness = probe.witness();
        self.witness = witness.map(|(page, size, rows)| (PageRequest { order, page, size }, rows.to_vec()));
        self.probe = Some(probe);
        self.look_for_gone();
    }

    /// How many tokens are gone without being identified yet; `None` if authentik has more than are known.
    fn missing(&self) -> Option<u64> {
        let known = self.known.len() + self.unreadable + self.broken.len() as u64;
        known.checked_sub(self.suspects.len() as u64 + self.count.unwrap_or(0))
    }

    pub(super) fn look_for_gone(&mut self) {
        if let Some(mut seen) = self.seen.take() {
            seen.sort_unstable();
            self.suspects = self.known.all_but(&seen);
            if self.missing() == Some(0) {
                self.is_doubtful |= !self.suspects.is_empty();
                self.conclude();
                return;
            }
            self.suspects.clear();
        }
        match self.missing() {
            Some(0) => self.look_for_revoked(),
            None => self.start_over(),
            // Positions of rows that cannot be read would be guesses.
            Some(_) if self.unreadable > 0 || !self.broken.is_empty() => self.start_over(),
            Some(many) => {
                let size = self.patience.most;
                let diff = RangeDiff::new(self.known.by_end(), size, self.count.unwrap_or(0));
                match self.known.likely_gone(many, self.since, self.now) {
                    Some((first, behind)) => {
                        // With the row before them and the one behind them, one answer shows that they are gone.
                        let (page, size) = page_with(first.saturating_sub(1), behind + 1, size);
                        self.push_sized(PageOrder::Expires, page, size);
                        self.stage = Stage::Gone(diff);
                    }
                    None => self.go_on_with_gone(diff),
                }
            }
        }
    }

    pub(super) fn go_on_with_gone(&mut self, diff: RangeDiff) {
        if diff.left() >= self.pages(diff.size()) {
            self.start_over();
        } else if self.push_next(PageOrder::Expires, &diff) {
            self.stage = Stage::Gone(diff);
        } else {
            let missing = diff.missing();
            self.is_doubtful |= missing.is_inferred;
            self.suspects = missing.pks;
            match self.missing() {
                Some(0) => self.look_for_revoked(),
                // Something moved meanwhile.
                _ => self.look_again(),
            }
        }
    }

    /// Asks about several differences at once: what one answer tells changes nothing about the others. Whether there was
    /// any left.
    fn push_next(&mut self, order: PageOrder, diff: &RangeDiff) -> bool {
        let size = diff.size();
        let pages = diff.next(AT_ONCE).into_iter().rev().zip(0..);
        self.queue
            .extend(pages.map(|(page, lane)| (lane, PageRequest { order, page, size })));
        !self.queue.is_empty()
    }

    fn look_for_revoked(&mut self) {
        match self.probe.take().filter(|_| self.has_revoked && self.unreadable == 0) {
            Some(probe) => {
                let known = self.known.revoked_but(&self.suspects);
                let mut diff = RangeDiff::new(known, self.patience.most, probe.revoked());
                for (from, size, revoked) in probe.revoked_pages() {
                    diff.read(from, size, revoked);
                }
                self.go_on_with_revoked(diff);
            }
            None => self.conclude(),
        }
    }

    pub(super) fn go_on_with_revoked(&mut self, diff: RangeDiff) {
        if self.push_next(PageOrder::RevokedFirst, &diff) {
            self.stage = Stage::Revoked(diff);
        } else if diff.count() == self.known.revoked_but(&self.suspects).len() as u64 {
            self.conclude();
        } else if self.varied || self.rounds == 0 {
            // Something was revoked meanwhile.
            self.look_again();
        } else {
            self.start_over();
        }
    }

    /// All is explained; what is doubtful is confirmed before anything is given up.
    fn conclude(&mut self) {
        let witness = self.witness.as_ref().filter(|_| self.is_doubtful);
        if self.varied {
            self.look_again();
        } else if let Some((request, _)) = witness {
            self.queue.push((0, request.clone()));
            self.stage = Stage::Confirm;
        } else {
            self.stage = Stage::Settled;
        }
    }

    pub(super) fn look_again(&mut self) {
        if self.rounds < ROUNDS {
            self.rounds += 1;
            self.varied = false;
            self.look();
        } else {
            self.settle(false);
        }
    }

    /// What is known does not fit what is there, so everything is read again; once or twice.
    pub(super) fn start_over(&mut self) {
        if self.rounds < ROUNDS {
            self.rounds += 2;
            self.suspects.clear();
            self.read_all();
        } else {
            self.settle(false);
        }
    }

    /// What seems to be gone is gone.
    pub(super) fn give_up(&mut self, gone: &mut Vec<u64>) {
        let found = std::mem::take(&mut self.suspects);
        self.known.drop_all(&found);
        gone.extend(found);
        self.settle(true);
    }
}
