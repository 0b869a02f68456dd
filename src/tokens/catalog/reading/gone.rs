//! Which tokens are gone, where nothing hints at them: halving, by what the first number on a page tells.

/// A search under way. `known` holds all that is there and all that is gone, so the place of a number in it, less its
/// place at authentik, is how many before it are gone.
#[derive(Debug)]
pub struct Search {
    known: Vec<u64>,
    size: u64,
    /// Stretches of pages in which something is missing.
    open: Vec<Stretch>,
    /// The pages that were read.
    read: Vec<(u64, Vec<u64>)>,
    gone: Vec<u64>,
}

/// From the first row of page `from` up to the first row of page `to`.
#[derive(Clone, Copy, Debug)]
struct Stretch {
    from: u64,
    to: u64,
    /// How many are gone before it.
    before: u64,
    /// How many are gone before its end.
    until: u64,
}

impl Search {
    /// `missing` of the `known` are gone; what is there fills `pages`.
    pub fn new(known: Vec<u64>, size: u64, pages: u64, missing: u64) -> Self {
        let whole = Stretch {
            from: 1,
            to: pages + 1,
            before: 0,
            until: missing,
        };
        Self {
            known,
            size,
            open: vec![whole],
            read: Vec::new(),
            gone: Vec::new(),
        }
    }

    /// The page to read next; `None` when all are found.
    pub fn next(&mut self) -> Option<u64> {
        while let Some(stretch) = self.open.pop() {
            if stretch.until <= stretch.before {
                continue;
            }
            let page = if stretch.to - stretch.from == 1 {
                stretch.from
            } else {
                stretch.from.midpoint(stretch.to)
            };
            let Some((_, rows)) = self.read.iter().find(|(read, _)| *read == page) else {
                self.open.push(stretch);
                return Some(page);
            };
            if page == stretch.from {
                let there = rows.clone();
                self.settle(stretch, &there);
            } else {
                let before = self.gone_before(page, rows).clamp(stretch.before, stretch.until);
                self.open.push(Stretch {
                    to: page,
                    until: before,
                    ..stretch
                });
                self.open.push(Stretch {
                    from: page,
                    before,
                    ..stretch
                });
            }
        }
        None
    }

    /// Takes the numbers on a page.
    pub fn read(&mut self, page: u64, rows: Vec<u64>) {
        self.read.retain(|(read, _)| *read != page);
        self.read.push((page, rows));
    }

    /// What is gone, in order.
    pub fn gone(mut self) -> Vec<u64> {
        self.gone.sort_unstable();
        self.gone.dedup();
        self.gone
    }

    fn gone_before(&self, page: u64, rows: &[u64]) -> u64 {
        let place = match rows.first() {
            Some(first) => self.known.partition_point(|pk| pk < first),
            None => self.known.len(),
        };
        (place as u64).saturating_sub((page - 1) * self.size)
    }

    /// A single page: of what is known from its first row up to the next page's, what it does not list is gone.
    fn settle(&mut self, stretch: Stretch, there: &[u64]) {
        let place = |page: u64, gone: u64| usize::try_from((page - 1) * self.size + gone).unwrap_or(usize::MAX);
        let from = place(stretch.from, stretch.before);
        let to = place(stretch.to, stretch.until).min(self.known.len());
        let known = self.known.get(from..to).unwrap_or_default();
        let gone = known.iter().filter(|pk| there.binary_search(pk).is_err());
        self.gone.extend(gone);
    }
}
