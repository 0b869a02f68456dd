//! The first look of a refresh: how many tokens are revoked, and which are new.
//!
//! Under `-revoked,-pk` the newest of those that are not revoked stand right behind the oldest of the revoked ones. So the
//! page where the revoked ones end tells both how many these are and what came since. What came and is revoked already
//! stands before all others, on the first page. Where few are revoked, that is the same page.

use super::known_tokens::{Seen, revoked_on};
use super::range_diff::Key;

/// Beside the place where the revoked ones should end, so many rows are read as well: some may have gone.
const BEFORE: u64 = 10;

/// A look under way.
#[derive(Debug)]
pub struct RevokedProbe {
    /// How many are known to be revoked.
    revoked: u64,
    /// The last token that is known.
    newest: Option<u64>,
    /// How many rows a page has.
    size: u64,
    /// What was read, in order: rank, page, size, and rows.
    read: Vec<ProbedPage>,
}

#[derive(Debug)]
struct ProbedPage {
    from: u64,
    page: u64,
    size: u64,
    rows: Vec<Seen>,
    has_next: bool,
}

impl RevokedProbe {
    /// Where none are said to be revoked, pages are read from the first on, without leaving out any.
    pub fn new(revoked: u64, newest: Option<u64>, size: u64) -> Self {
        Self {
            revoked,
            newest,
            size,
            read: Vec::new(),
        }
    }

    /// Takes the rows of a page.
    pub fn read(&mut self, page: u64, size: u64, rows: &[Seen], has_next: bool) {
        let page = ProbedPage {
            from: (page - 1) * size,
            page,
            size,
            rows: rows.to_vec(),
            has_next,
        };
        let at = self.read.partition_point(|other| other.from < page.from);
        self.read.insert(at, page);
    }

    /// The page to read next, and how many rows it has; `None` when all that is new is there.
    pub fn next(&self) -> Option<(u64, u64)> {
        let Some(last) = self.read.last() else {
            return Some(self.first());
        };
        // Pages were added before and behind the first, without a gap.
        let begin = self.read.iter().rev().fold(last, |begin, before| {
            let is_next = before.size == begin.size && before.page + 1 == begin.page;
            if is_next { before } else { begin }
        });
        if begin.from > 0 && begin.rows.first().is_some_and(|row| !row.revoked) {
            return Some((begin.page - 1, begin.size));
        }
        let is_older = |row: &Seen| row.pk.is_some_and(|pk| Some(pk) <= self.newest);
        if last.has_next && !last.rows.iter().any(|row| !row.revoked && is_older(row)) {
            return Some((last.page + 1, last.size));
        }
        self.next_in_front(begin.from, is_older)
    }

    /// What is new and revoked stands first.
    fn next_in_front(&self, begin: u64, is_older: impl Fn(&Seen) -> bool) -> Option<(u64, u64)> {
        let mut read = 0;
        for page in self.read.iter().filter(|page| page.from < begin) {
            if page.rows.iter().any(&is_older) {
                return None;
            }
            read = page.from + page.size;
        }
        (read < begin).then(|| (read / self.size + 1, self.size))
    }

    /// Whether nothing was read yet.
    pub fn begins(&self) -> bool {
        self.read.is_empty()
    }

    /// The page where new ones would stand, by number and size, and its rows: the first with one that is not revoked,
    /// else the last.
    pub fn witness(&self) -> Option<(u64, u64, &[Seen])> {
        let is_live = |page: &&ProbedPage| page.rows.iter().any(|row| !row.revoked);
        let page = self.read.iter().find(is_live).or(self.read.last())?;
        Some((page.page, page.size, &page.rows))
    }

    /// How many are revoked.
    pub fn revoked(&self) -> u64 {
        let last = self.read.iter().rev().find_map(|page| {
            let at = page.rows.iter().rposition(|row| row.revoked)?;
            Some(page.from + at as u64 + 1)
        });
        last.unwrap_or(0)
    }

    /// The revoked ones that were read, with the first rank and the size of each page.
    pub fn revoked_pages(&self) -> impl Iterator<Item = (u64, u64, Vec<Key>)> {
        let of = |page: &ProbedPage| (page.from, page.size, revoked_on(&page.rows));
        self.read.iter().map(of)
    }

    /// The page to begin with: the last of the revoked ones, and room for what is new.
    fn first(&self) -> (u64, u64) {
        let room = self.size * 3 / 5;
        if self.revoked < self.size {
            return (1, self.size);
        }
        let begin = |size: u64| self.revoked.saturating_sub(BEFORE) / size * size;
        let fits = |size: &u64| begin(*size) + size >= self.revoked + room;
        // As few other pages of revoked ones as may be, then as many rows as may be.
        let sizes = ((self.size / 2).max(1)..=self.size).rev().filter(fits);
        let size = sizes.min_by_key(|size| begin(*size).div_ceil(self.size));
        let size = size.unwrap_or(self.size).max(1);
        (begin(size) / size + 1, size)
    }
}
