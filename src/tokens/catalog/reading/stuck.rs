//! What tells that a reading would never end, or never be whole: answers that contradict themselves, or that are not what
//! was asked for. A cache that leaves the query out of its key gives such answers, and so does a malicious server.

use super::ask::{PageOrder, PageOutcome, PageRequest, Stuck};
use super::known_tokens::Seen;
use super::{Reading, Stage};

/// More pages than these are not read: no browser holds what is on them.
const MOST_PAGES: u64 = 200_000;

/// How often each page is requested, at most, if the set keeps changing during a reading.
const TIMES: u64 = 12;

/// So many requests are always allowed.
const ALWAYS: u64 = 100;

/// The most requests spent on splitting an unrenderable page, for each broken row in it.
const FOR_A_BROKEN: u64 = 16;

impl Reading {
    /// Why it cannot come to an end; nothing more is asked for then.
    pub fn stuck(&self) -> Option<Stuck> {
        self.limits.stuck
    }

    /// Each answer counts, so that there is an end whatever they say.
    pub(super) fn count_answer(&mut self, outcome: &PageOutcome) {
        match outcome {
            PageOutcome::Page { count, .. } => {
                let known = self.count.unwrap_or(0);
                self.limits.rows.get_or_insert(known.max(*count));
            }
            PageOutcome::Broken { .. } => self.limits.broken += 1,
            PageOutcome::Gone => {}
        }
        let rows = self.limits.rows.or(self.count).unwrap_or(0);
        let pages = rows.div_ceil(self.patience.most.max(1));
        let for_broken = self.limits.broken.saturating_mul(FOR_A_BROKEN);
        let allowed = pages
            .saturating_mul(TIMES)
            .saturating_add(ALWAYS)
            .saturating_add(for_broken);
        if self.answered > allowed {
            self.limits.stuck.get_or_insert(Stuck::Endless);
        }
    }

    /// Whether there are more pages than can be read.
    pub(super) fn is_beyond_all(&mut self, pages: u64) -> bool {
        if pages > MOST_PAGES {
            self.limits.stuck.get_or_insert(Stuck::Endless);
        }
        self.limits.stuck.is_some()
    }

    /// Whether a page cannot be the one that was asked for.
    pub(super) fn is_stuck_at(&mut self, request: &PageRequest, rows: &[Seen], count: u64, has_next: bool) -> bool {
        let found = self.not_as_asked(request, rows, count, has_next);
        self.limits.stuck = self.limits.stuck.or(found);
        self.limits.stuck.is_some()
    }

    fn not_as_asked(&self, request: &PageRequest, rows: &[Seen], count: u64, has_next: bool) -> Option<Stuck> {
        if request.order == PageOrder::Pk
            && !rows
                .iter()
                .filter_map(|row| row.pk)
                .is_sorted_by(|one, next| one < next)
        {
            return Some(Stuck::OtherOrder);
        }
        // By its own count this is the last page.
        let ends = request.page.saturating_mul(request.size) >= count || rows.is_empty();
        if has_next && ends || count.div_ceil(self.size) > MOST_PAGES {
            return Some(Stuck::Endless);
        }
        self.read_before(request, rows)
    }

    /// Two pages do not begin with the same token, unless the set changed while they were read.
    fn read_before(&self, request: &PageRequest, rows: &[Seen]) -> Option<Stuck> {
        let first = rows.first()?.pk?;
        let is_reading = matches!(self.stage, Stage::Pages | Stage::Last) && !self.varied;
        let is_same = |from: u64, other: Option<u64>| from != request.rank() && other == Some(first);
        let mut reads = self.reads.iter().filter(|_| is_reading);
        let same = reads.find(|read| is_same(read.from, read.first))?;
        Some(Stuck::OtherPage {
            asked: request.page,
            got: same.from / request.size + 1,
        })
    }
}
