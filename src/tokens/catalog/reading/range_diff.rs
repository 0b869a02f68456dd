//! Finding what is different between what is known and what authentik lists, by where things stand, with as few pages as
//! may be.
//!
//! Both are in the same order, and one of them holds all of the other. Between two rows that were read, authentik has so
//! many rows, by their ranks, and so many are known. Where these numbers are the same, nothing is different in between;
//! where they are not, the page halfway tells which half it is in.
//!
//! What was read need not begin where a page of the usual size does: a smaller one, well chosen, holds together what the
//! usual ones cut apart.

/// A place in an order: what is ordered by, then the number.
pub type Key = (i64, u64);

/// A search under way.
#[derive(Debug)]
pub struct RangeDiff {
    /// What is known, in order.
    known: Vec<Key>,
    size: u64,
    /// How many rows authentik has.
    count: u64,
    /// What was read, in order.
    read: Vec<ReadPage>,
}

/// What a page lists.
#[derive(Debug)]
struct ReadPage {
    /// The ranks that were asked for: the first, and the one behind the last. The last page has fewer rows.
    ranks: (u64, u64),
    rows: Vec<Key>,
}

/// What was found missing.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct MissingRange {
    /// By number, in order.
    pub pks: Vec<u64>,
    /// Whether no single answer proves each of them gone, only several together, possibly from different moments.
    pub is_inferred: bool,
}

/// What lies between two stretches that were read.
struct Gap {
    /// The ranks in it: the first, and the one behind the last.
    ranks: (u64, u64),
    /// The known ones in it: the first, and the one behind the last.
    known: (usize, usize),
}

impl Gap {
    /// How many rows authentik has in it.
    fn there(&self) -> u64 {
        self.ranks.1.saturating_sub(self.ranks.0)
    }

    fn known(&self) -> u64 {
        self.known.1.saturating_sub(self.known.0) as u64
    }

    /// The pages in it, from 0: the first and the last; `None` where there is nothing to read, or nothing to find.
    fn pages(&self, size: u64) -> Option<(u64, u64)> {
        let last = self.ranks.1.checked_sub(1)?;
        (self.there() > 0 && self.there() != self.known()).then(|| (self.ranks.0 / size, last / size))
    }
}

impl RangeDiff {
    /// `known`, in order, beside `count` rows in pages of `size`.
    pub fn new(known: Vec<Key>, size: u64, count: u64) -> Self {
        Self {
            known,
            size,
            count,
            read: Vec::new(),
        }
    }

    /// How many rows authentik has.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Takes the rows of a page, by its first rank and its size.
    pub fn read(&mut self, from: u64, size: u64, rows: Vec<Key>) {
        let ranks = (from, from + size);
        let at = self.read.partition_point(|other| other.ranks < ranks);
        self.read.insert(at, ReadPage { ranks, rows });
    }

    /// How many rows a page has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The pages to read next, one for each of the first differences, at most so many; none when all are found.
    pub fn next(&self, most: usize) -> Vec<u64> {
        let gaps = self.gaps();
        let pages = gaps.iter().filter_map(|gap| gap.pages(self.size));
        let mut pages: Vec<u64> = pages.map(|(first, last)| first.midpoint(last) + 1).take(most).collect();
        // Two of them may lie on one page.
        pages.dedup();
        pages
    }

    /// About how many pages it still takes: each difference by itself, halving, and no page twice.
    pub fn left(&self) -> u64 {
        let cost = |gap: &Gap| {
            let (first, last) = gap.pages(self.size)?;
            let pages = last - first + 1;
            let apart = gap.there().abs_diff(gap.known()).min(pages);
            Some((apart * u64::from((pages / apart.max(1)).ilog2() + 1)).min(pages))
        };
        self.gaps().iter().filter_map(cost).sum()
    }

    /// The known ones that are not there, as far as was read.
    pub fn missing(&self) -> MissingRange {
        let mut missing = MissingRange::default();
        let mut gone = Vec::new();
        for gap in self.gaps().iter().filter(|gap| gap.there() == 0 && gap.known() > 0) {
            gone.extend(self.known.get(gap.known.0..gap.known.1).unwrap_or_default());
            // Nothing stands before the first row of all; elsewhere it takes two answers to say so.
            missing.is_inferred |= gap.ranks.1 > 0;
        }
        for ReadPage { rows, .. } in &self.read {
            let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
                continue;
            };
            let known = self.known.get(self.before(first)..self.up_to(last)).unwrap_or_default();
            gone.extend(known.iter().filter(|key| rows.binary_search(key).is_err()));
        }
        missing.pks = gone.into_iter().map(|(_, pk)| pk).collect();
        missing.pks.sort_unstable();
        missing.pks.dedup();
        missing
    }

    fn before(&self, key: &Key) -> usize {
        self.known.partition_point(|known| known < key)
    }

    fn up_to(&self, key: &Key) -> usize {
        self.known.partition_point(|known| known <= key)
    }

    fn gaps(&self) -> Vec<Gap> {
        let mut gaps = Vec::with_capacity(self.read.len() + 1);
        // Behind what was read: the rank there, and the place among what is known.
        let (mut rank, mut place) = (0, 0);
        for ReadPage { ranks, rows } in &self.read {
            let known = rows.first().map_or(self.known.len(), |first| self.before(first));
            gaps.push(Gap {
                ranks: (rank, ranks.0),
                known: (place, known),
            });
            rank = rank.max(ranks.1);
            place = place.max(rows.last().map_or(known, |last| self.up_to(last)));
        }
        gaps.push(Gap {
            ranks: (rank, self.count),
            known: (place, self.known.len()),
        });
        gaps
    }
}

/// The page, from 1, of the largest size up to `most` that holds these ranks: the first, and the one behind the last.
/// Where none holds them all, one that holds the first.
pub fn page_with(from: u64, to: u64, most: u64) -> (u64, u64) {
    let holds = |size: &u64| (from / size + 1) * size >= to;
    let size = (1..=most).rev().find(holds).unwrap_or(most.max(1));
    (from / size + 1, size)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(pks: impl IntoIterator<Item = u64>) -> Vec<Key> {
        pks.into_iter().map(|pk| (0, pk)).collect()
    }

    /// Reads what it asks for; how many pages that were, and what is gone.
    fn run(known: Vec<Key>, there: &[Key]) -> (usize, Vec<u64>) {
        let mut diff = RangeDiff::new(known, 10, there.len() as u64);
        let mut pages = 0;
        while let Some(&page) = diff.next(1).first() {
            pages += 1;
            let from = (page as usize - 1) * 10;
            diff.read(from as u64, 10, there.iter().skip(from).take(10).copied().collect());
        }
        (pages, diff.missing().pks)
    }

    #[test]
    fn nothing_is_read_where_nothing_is_different() {
        assert_eq!(run(keys(0..95), &keys(0..95)), (0, vec![]));
        assert_eq!(run(keys([]), &[]), (0, vec![]));
        assert_eq!(run(keys(0..7), &[]), (0, (0..7).collect()));
    }

    #[test]
    fn what_is_gone_is_found_wherever_it_stood() {
        for gone in [0, 9, 10, 11, 499, 500, 989, 990, 999] {
            let there = keys((0..1_000).filter(|pk| *pk != gone));
            let (pages, found) = run(keys(0..1_000), &there);
            assert_eq!(found, [gone]);
            assert!(pages <= 8, "{pages} of 100 pages for {gone}");
        }
        let there = keys(300..1_000);
        let (pages, found) = run(keys(0..1_000), &there);
        assert_eq!(found, (0..300).collect::<Vec<_>>());
        assert!(pages <= 7, "{pages} of 70 pages");
    }

    #[test]
    fn every_row_that_is_new_stands_on_a_page_that_is_read() {
        let known = keys((0..900).filter(|pk| pk % 3 != 0));
        let mut there = known.clone();
        there.extend(keys([300, 600]));
        there.sort_unstable();
        let mut diff = RangeDiff::new(known, 10, there.len() as u64);
        let mut listed = Vec::new();
        while let Some(&page) = diff.next(1).first() {
            let from = (page as usize - 1) * 10;
            let rows: Vec<Key> = there.iter().skip(from).take(10).copied().collect();
            listed.extend(rows.iter().map(|(_, pk)| *pk));
            diff.read(from as u64, 10, rows);
        }
        assert!(listed.contains(&300) && listed.contains(&600));
        assert!(diff.missing().pks.is_empty());
        assert!(listed.len() < 200);
    }

    #[test]
    fn only_what_stands_within_one_answer_is_certain() {
        let mut diff = RangeDiff::new(keys(0..40), 10, 36);
        diff.read(0, 10, keys((2..13).filter(|pk| *pk != 5)));
        assert_eq!(diff.missing().pks, [0, 1, 5]);
        assert!(!diff.missing().is_inferred);
        diff.read(10, 10, keys(14..24));
        let expected = MissingRange {
            pks: vec![0, 1, 5, 13],
            is_inferred: true,
        };
        assert_eq!(diff.missing(), expected);
    }

    #[test]
    fn stretches_may_overlap() {
        let known = keys((0..100).filter(|pk| *pk != 71));
        let there = keys(0..100);
        let mut diff = RangeDiff::new(known, 10, 100);
        diff.read(64, 9, there[64..73].to_vec());
        diff.read(60, 10, there[60..70].to_vec());
        assert!(diff.next(4).is_empty());
        assert!(diff.missing().pks.is_empty());
    }

    #[test]
    fn a_page_of_the_right_size_holds_what_stands_together() {
        assert_eq!(page_with(98, 102, 100), (2, 98));
        assert_eq!(page_with(0, 40, 100), (1, 100));
        assert_eq!(page_with(250, 300, 100), (3, 100));
        for from in 0..1_000 {
            let (page, size) = page_with(from, from + 30, 100);
            assert!(
                (page - 1) * size <= from && page * size >= from + 30 && size >= 30,
                "{from}"
            );
        }
        assert_eq!(page_with(250, 600, 100), (3, 100));
    }
}
