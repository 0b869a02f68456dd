//! Reading everything.
//!
//! authentik pages by position, and removes expired tokens at any time, so positions shift down while pages
//! are read. Read from the first page to the last, a row of a later page would slip into one that was read already, and
//! be missed. So pages are read **from the last to the first**: rows only shift to pages that are still to be read.
//! Several requests at once go to stretches far from each other, each read in that order by itself. Where two stretches
//! meet, the upper page is read last and the lower one first; if anything changed meanwhile, the lower one is read again.
//! New tokens stand at the tail, which is looked at once more in the end: where that and the count are as they were,
//! nothing changed.

use super::ask::{BrokenRow, Changed, PageOrder, PageRequest};
use super::known_tokens::{KnownTokens, Seen};
use super::limits::Limits;
use super::patience::Patience;
use super::{ROUNDS, ReadRange, Reading, Stage, split};

/// The set is read in so many stretches at once.
const LANES: u64 = 4;

impl Reading {
    /// Reads everything, `size` rows at a time. `count` is how many there are, where that is known; `now` is the time in
    /// microseconds since 1970.
    pub fn whole(size: u64, count: Option<u64>, now: i64) -> Self {
        let mut reading = Self {
            size: size.max(1),
            patience: Patience::new(size.max(1)),
            limits: Limits::default(),
            now,
            since: now,
            count,
            varied: false,
            known: KnownTokens::default(),
            has_revoked: false,
            unreadable: 0,
            stage: Stage::Done,
            queue: Vec::new(),
            under_way: Vec::new(),
            clock: 0,
            reads: Vec::new(),
            broken: Vec::new(),
            suspects: Vec::new(),
            witness: None,
            probe: None,
            is_doubtful: false,
            rounds: 0,
            answered: 0,
            changed: Changed::default(),
            is_refresh: false,
            read_whole: false,
            seen: None,
            newest: None,
        };
        reading.read_all();
        reading
    }

    /// The rows that authentik cannot render, with the tokens that they stand between.
    pub fn broken(&self) -> Vec<BrokenRow> {
        let mut broken = self.broken.clone();
        broken.sort_by_key(|(position, _)| *position);
        let rows = (0..).zip(broken);
        rows.map(|(before, (position, request_id))| {
            // Broken rows have positions, and no place among those that could be read.
            let place = position.saturating_sub(before);
            BrokenRow {
                position,
                after: place.checked_sub(1).and_then(|place| self.known.at(place)),
                before: self.known.at(place),
                request_id,
            }
        })
        .collect()
    }

    /// Starts over with every page, the last one first.
    pub(super) fn read_all(&mut self) {
        self.stage = Stage::Last;
        self.read_whole = true;
        self.probe = None;
        self.seen = (self.known.len() > 0).then(Vec::new);
        self.queue.clear();
        self.under_way.clear();
        self.reads.clear();
        self.broken.clear();
        self.unreadable = 0;
        self.varied = false;
        self.push_last(self.patience.most);
    }

    /// Every page that was not read yet.
    fn read_pages(&mut self) {
        self.stage = Stage::Pages;
        let (pages, size) = (self.pages(self.size), self.size);
        if self.is_beyond_all(pages) {
            return;
        }
        // A part of a page is not all of it.
        let is_it = |read: &ReadRange, page: u64| (read.from, read.to) == ((page - 1) * size, page * size);
        let is_read = |page: u64| self.reads.iter().any(|read| is_it(read, page));
        // The last in the queue is asked first.
        let queue = (1..=pages).filter(|page| !is_read(*page)).map(|page| {
            let lane = (page - 1) * LANES.min(pages) / pages;
            let order = PageOrder::Pk;
            (lane, PageRequest { order, page, size })
        });
        self.queue = queue.collect();
    }

    /// A page, or a part of one, by number.
    pub(super) fn take_stretch(&mut self, request: &PageRequest, asked: u64, rows: &[Seen], has_next: bool) {
        let last = rows.last().and_then(|row| row.pk);
        let unreadable = rows.iter().filter(|row| row.pk.is_none()).count() as u64;
        match &mut self.stage {
            Stage::Last if has_next && self.rounds < ROUNDS => {
                // How many there are was not known, or more came.
                self.rounds += u32::from(request.page > 1);
                self.push_last(request.size);
            }
            Stage::Last => {
                self.newest = last;
                self.note_first(request, asked, rows, unreadable);
                self.read_pages();
            }
            Stage::Tail { reached: false } if has_next => self.push_last(request.size),
            Stage::Tail { reached } => {
                *reached = true;
                self.witness.get_or_insert_with(|| (request.clone(), rows.to_vec()));
                let newest = self.newest;
                self.varied |= last > newest;
                let first = rows.iter().find_map(|row| row.pk);
                if first.is_none_or(|first| Some(first) > newest) && request.page > 1 {
                    self.push_sized(PageOrder::Pk, request.page - 1, request.size);
                }
            }
            _ => self.note_first(request, asked, rows, unreadable),
        }
    }

    fn note_first(&mut self, request: &PageRequest, asked: u64, rows: &[Seen], unreadable: u64) {
        self.unreadable += unreadable;
        self.note_read(request, asked);
        if let Some(read) = self.reads.last_mut() {
            read.first = rows.first().and_then(|row| row.pk);
        }
    }

    /// There is no such page any more.
    pub(super) fn take_no_stretch(&mut self, request: &PageRequest, asked: u64) {
        if !matches!(self.stage, Stage::Last) {
            self.note_read(request, asked);
        } else if request.page > 1 {
            self.rounds += 1;
            self.count = None;
            self.push_sized(PageOrder::Pk, 1, request.size);
        } else {
            self.stage = Stage::Done;
        }
    }

    fn note_read(&mut self, request: &PageRequest, asked: u64) {
        let from = request.rank();
        self.reads
            .retain(|read| read.from != from || read.to != from + request.size);
        self.reads.push(ReadRange {
            from,
            to: from + request.size,
            first: None,
            asked,
            answered: self.clock,
        });
    }

    /// authentik cannot render it.
    pub(super) fn take_broken(&mut self, request: &PageRequest, lane: u64, asked: u64, request_id: Option<String>) {
        if !matches!(self.stage, Stage::Pages) {
            if matches!(self.stage, Stage::Last) && self.count.is_some() {
                self.read_pages();
                return;
            }
            // Only reading everything takes pages apart; after that, nothing more can be known of the tail.
            if !self.reads.is_empty() || self.rounds > ROUNDS {
                self.settle(!self.varied);
                return;
            }
            if self.count.is_none() {
                // The first page is broken, so nobody knows how many there are: half a page may tell.
                let (size, page) = match split::smaller(request.size) {
                    Some(size) => (size, request.page),
                    None => (request.size, request.page + 1),
                };
                self.queue.push((lane, PageRequest { size, page, ..*request }));
                return;
            }
            self.rounds += 1;
            self.is_refresh = false;
            self.read_all();
            return;
        }
        let from = request.rank();
        match split::smaller(request.size) {
            Some(size) => {
                let parts = self.parts(request, size);
                self.queue.extend(parts.map(|part| (lane, part)));
            }
            None => {
                self.broken.retain(|(position, _)| *position != from);
                self.broken.push((from, request_id));
                self.note_read(request, asked);
            }
        }
    }

    /// A page in parts of so many rows.
    pub(super) fn parts(&self, request: &PageRequest, size: u64) -> impl Iterator<Item = PageRequest> + use<> {
        let (from, order) = (request.rank(), request.order);
        let end = self.count.unwrap_or(u64::MAX).min(from + request.size);
        let pages = from / size + 1..=end.div_ceil(size).max(from / size + 1);
        pages.map(move |page| PageRequest { order, page, size })
    }

    /// Where something changed meanwhile, some pages are read once more; then the tail.
    pub(super) fn end_of_pages(&mut self) {
        let again = self.doubtful();
        if !again.is_empty() && self.rounds < ROUNDS {
            self.rounds += 1;
            self.stage = Stage::Pages;
            self.queue = again;
        } else if self.reads.len() == 1 && !self.varied && self.seen.is_none() {
            // One page, read once, was as it was.
            self.settle(true);
        } else {
            self.look();
        }
    }

    /// Where something changed, what was asked for before its upper neighbour was answered; newer tokens may have slipped
    /// into it since.
    fn doubtful(&self) -> Vec<(u64, PageRequest)> {
        if !self.varied {
            return Vec::new();
        }
        let mut reads = self.reads.clone();
        reads.sort_by_key(|read| read.from);
        let pairs = reads.iter().zip(reads.iter().skip(1));
        let doubtful = pairs.filter(|(lower, upper)| lower.to == upper.from && lower.asked < upper.answered);
        doubtful
            .map(|(lower, _)| {
                let size = lower.to - lower.from;
                let page = lower.from / size + 1;
                let order = PageOrder::Pk;
                (0, PageRequest { order, page, size })
            })
            .collect()
    }

    /// The last pages once more.
    pub(super) fn look_at_tail(&mut self) {
        self.stage = Stage::Tail { reached: false };
        self.push_last(self.patience.most);
    }

    /// After reading everything, the tail tells whether anything changed meanwhile; if so, what lies between is doubtful.
    pub(super) fn end_of_tail(&mut self) {
        let again = self.doubtful();
        if !again.is_empty() && self.rounds < ROUNDS {
            self.rounds += 1;
            self.stage = Stage::Pages;
            self.queue = again;
            return;
        }
        self.newest = self.known.newest();
        // From here on the set is expected to keep still.
        self.varied = false;
        self.reads.clear();
        self.look_for_gone();
    }
}
