//! The plan by which a whole set is read, and later what changed in it. No request is made here: the plan says what to
//! ask, is told what came, and says what is gone.
//!
//! authentik pages by position, and removes expired tokens whenever it likes, so positions shift to the left while pages
//! are read. Read from the first page to the last, a row of a later page would slip into one that was read already, and
//! be missed. So pages are read **from the last to the first**: what shifts, shifts to where it is still looked for.
//! Several requests at once go to stretches far from each other, each read in that order by itself. Where two stretches
//! meet, the upper page is read last and the lower one first; if anything changed meanwhile, the lower one is read again.
//! New tokens stand at the tail, which is looked at by itself before everything else and again in the end: where that and
//! the count are as they were, nothing changed.
//!
//! A **refresh** knows all that was there. Three facts make it cheap, and exact:
//!
//! * New tokens have higher numbers than all others: the tail lists them, and then count tells how many are gone.
//! * Nothing is un-revoked, and ends do not move. So the revoked ones are listed under `-revoked,pk`, those past their
//!   end under `expires,pk`; a known one that is missing from its list is gone. authentik removes what has expired, so
//!   that is most of it.
//! * For what is gone besides, the first number on any page tells how many before it are missing. Halving leads to the
//!   pages where something is missing, and those are read. No page is read twice, so it never costs more than reading
//!   everything.
//!
//! All of that is true of a set that keeps still. So nothing is given up for gone before the tail, looked at once more,
//! shows that the set is what it was when the look began; if not, it begins again, a few times.

mod gone;
mod marks;
mod pace;
mod split;

pub use marks::Seen;
pub use pace::{Pace, Rate};

use gone::Search;
use marks::Marks;

/// In what order a page is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// By number.
    Pk,
    /// Revoked ones first: `-revoked,pk`.
    RevokedFirst,
    /// By their end: `expires,pk`.
    Expires,
}

/// A page to ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRequest {
    /// In what order.
    pub order: Order,
    /// Which page, from 1.
    pub page: u64,
    /// How many rows a page has.
    pub size: u64,
}

/// What came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A page.
    Page {
        /// Its rows, in order.
        rows: Vec<Seen>,
        /// How many rows the set has now.
        count: u64,
        /// Whether another page follows.
        has_next: bool,
    },
    /// authentik cannot render the page: some row in it is broken.
    Broken {
        /// Under which the request is found in authentik's log.
        request_id: Option<String>,
    },
    /// There is no such page any more.
    Gone,
}

/// A row that authentik cannot render.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenRow {
    /// Its place, from 0, when it was met.
    pub position: u64,
    /// The readable token before it.
    pub after: Option<u64>,
    /// The readable token behind it.
    pub before: Option<u64>,
    /// Under which the request is found in authentik's log.
    pub request_id: Option<String>,
}

/// What is known when a refresh begins.
#[derive(Clone, Debug, Default)]
pub struct Known {
    /// All rows.
    pub rows: Vec<Seen>,
    /// Whether the kind of token has a revoked flag to go by.
    pub has_revoked: bool,
    /// Rows that are there and could not be read.
    pub unreadable: u64,
}

/// How far it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Rows in the set, as last told.
    pub of: Option<u64>,
    /// Requests that were answered.
    pub answered: u64,
    /// Requests that are likely left.
    pub expected_left: u64,
}

/// What is different from before, as far as noticed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Tokens that came.
    pub came: u64,
    /// Tokens that went.
    pub went: u64,
    /// Tokens that were revoked.
    pub revoked: u64,
    /// The set changed faster than it could be followed, so some of it may be missing or be gone.
    pub unsettled: bool,
}

/// So often is something read again because the set changed meanwhile.
const ROUNDS: u32 = 4;

/// A reading under way.
#[derive(Debug)]
pub struct Reading {
    /// How many rows a page has: what was asked for, or less where the installation allows less.
    size: u64,
    /// What has an end before this, in microseconds since 1970, has expired.
    now: i64,
    count: Option<u64>,
    /// Whether two answers told different counts since the last settled state.
    varied: bool,
    marks: Marks,
    has_revoked: bool,
    unreadable: u64,
    stage: Stage,
    /// To be asked, the next one last; with the lane that each belongs to.
    queue: Vec<(u64, PageRequest)>,
    under_way: Vec<UnderWay>,
    /// Counts events, to tell what was asked before what was answered.
    clock: u64,
    reads: Vec<Read>,
    broken: Vec<(u64, Option<String>)>,
    /// What seems to be gone.
    suspects: Vec<u64>,
    /// Whether anything but the tail was looked at since.
    looked: bool,
    rounds: u32,
    answered: u64,
    changed: Changed,
    is_refresh: bool,
    /// Whether every page was asked for.
    read_whole: bool,
    /// The last token of those that were read without a gap.
    newest: Option<u64>,
    /// The last token of all, when the tail was looked at.
    tail: Option<u64>,
}

/// A request that was asked. Of a lane only one is under way at a time.
#[derive(Debug)]
struct UnderWay {
    lane: u64,
    asked: u64,
    request: PageRequest,
}

/// The set is read in so many stretches at once.
const LANES: u64 = 4;

#[derive(Debug)]
enum Stage {
    /// The last page, by itself: what is there when the reading begins.
    Last,
    /// Every page, or those that have to be read again.
    Pages,
    /// Pages from the last backwards, until one begins with a known row. The count may be old, so the last has to be
    /// reached first.
    Tail { reached: bool },
    /// The revoked ones, page by page.
    Revoked { listed: Vec<u64> },
    /// Those past their end, page by page.
    Expired { listed: Vec<u64> },
    /// The pages where something is missing.
    Gone(Search),
    /// The tail once more, before what seems to be gone is given up.
    Confirm,
    /// Nothing is left to ask.
    Done,
}

/// A page or a part of one that was read: positions, and when.
#[derive(Clone, Copy, Debug)]
struct Read {
    from: u64,
    to: u64,
    asked: u64,
    answered: u64,
}

impl Reading {
    /// Reads everything, `size` rows at a time. `count` is how many there are, where that is known; `now` is the time in
    /// microseconds since 1970.
    pub fn whole(size: u64, count: Option<u64>, now: i64) -> Self {
        let mut reading = Self {
            size: size.max(1),
            now,
            count,
            varied: false,
            marks: Marks::default(),
            has_revoked: false,
            unreadable: 0,
            stage: Stage::Done,
            queue: Vec::new(),
            under_way: Vec::new(),
            clock: 0,
            reads: Vec::new(),
            broken: Vec::new(),
            suspects: Vec::new(),
            looked: false,
            rounds: 0,
            answered: 0,
            changed: Changed::default(),
            is_refresh: false,
            read_whole: false,
            newest: None,
            tail: None,
        };
        reading.read_all();
        reading
    }

    /// Reads what changed since `known` was read.
    pub fn refresh(known: &Known, size: u64, now: i64) -> Self {
        let mut reading = Self::whole(size, None, now);
        reading.is_refresh = true;
        reading.read_whole = false;
        reading.has_revoked = known.has_revoked;
        reading.unreadable = known.unreadable;
        reading.marks = Marks::of(&known.rows);
        reading.newest = reading.marks.newest();
        reading.count = Some(reading.marks.len() + known.unreadable);
        reading.look_at_tail();
        reading
    }

    /// The next page to ask for; `None` while nothing can be asked before an answer comes, and when it is done.
    #[expect(clippy::should_implement_trait, reason = "it goes on after `None`")]
    pub fn next(&mut self) -> Option<PageRequest> {
        let is_busy = |lane: u64| self.under_way.iter().any(|other| other.lane == lane);
        let at = self.queue.iter().rposition(|(lane, _)| !is_busy(*lane))?;
        let (lane, request) = self.queue.remove(at);
        self.clock += 1;
        self.under_way.push(UnderWay {
            lane,
            asked: self.clock,
            request: request.clone(),
        });
        Some(request)
    }

    /// Whether nothing is left to ask.
    pub fn is_done(&self) -> bool {
        matches!(self.stage, Stage::Done)
    }

    /// Takes an answer, in whatever order they come. Returns the tokens that turned out to be gone.
    pub fn answered(&mut self, request: &PageRequest, outcome: Outcome) -> Vec<u64> {
        let Some(at) = self.under_way.iter().position(|other| other.request == *request) else {
            return Vec::new();
        };
        let UnderWay { lane, asked, .. } = self.under_way.swap_remove(at);
        self.clock += 1;
        self.answered += 1;
        let mut gone = Vec::new();
        match outcome {
            Outcome::Page { rows, count, has_next } => {
                self.take_page(request, asked, &rows, count, has_next, &mut gone)
            }
            Outcome::Broken { request_id } => self.take_broken(request, lane, asked, request_id),
            Outcome::Gone => self.take_nothing(request, asked),
        }
        if self.queue.is_empty() && self.under_way.is_empty() {
            self.advance(&mut gone);
        }
        self.changed.went += gone.len() as u64;
        gone
    }

    /// The request failed for a reason that has nothing to do with the set; it will be asked again.
    pub fn failed(&mut self, request: &PageRequest) {
        if let Some(at) = self.under_way.iter().position(|other| other.request == *request) {
            let UnderWay { lane, request, .. } = self.under_way.swap_remove(at);
            self.queue.push((lane, request));
        }
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
                after: place.checked_sub(1).and_then(|place| self.marks.at(place)),
                before: self.marks.at(place),
                request_id,
            }
        })
        .collect()
    }

    /// Whether everything was read, so that it is known of every row whether it can be read: always, unless a refresh got
    /// along with less.
    pub fn is_whole(&self) -> bool {
        !self.is_refresh || self.read_whole
    }

    /// How far it is.
    pub fn progress(&self) -> Progress {
        Progress {
            of: self.count,
            answered: self.answered,
            expected_left: (self.queue.len() + self.under_way.len()) as u64,
        }
    }

    /// What is different from before.
    pub fn changed(&self) -> Changed {
        self.changed
    }

    fn push(&mut self, order: Order, page: u64) {
        let size = self.size;
        self.queue.push((0, PageRequest { order, page, size }));
    }

    fn pages(&self) -> u64 {
        self.count.unwrap_or(0).div_ceil(self.size).max(1)
    }

    /// Starts over with every page, the last one first.
    fn read_all(&mut self) {
        self.stage = Stage::Last;
        self.read_whole = true;
        self.queue.clear();
        self.reads.clear();
        self.broken.clear();
        self.unreadable = 0;
        self.varied = false;
        self.push(Order::Pk, self.pages());
    }

    /// Every page that was not read yet.
    fn read_pages(&mut self) {
        self.stage = Stage::Pages;
        let (pages, size) = (self.pages(), self.size);
        let is_read = |page: u64| self.reads.iter().any(|read| read.to == page * size);
        // The last in the queue is asked first.
        let queue = (1..=pages).filter(|page| !is_read(*page)).map(|page| {
            let lane = (page - 1) * LANES.min(pages) / pages;
            let order = Order::Pk;
            (lane, PageRequest { order, page, size })
        });
        self.queue = queue.collect();
    }

    fn take_page(
        &mut self,
        request: &PageRequest,
        asked: u64,
        rows: &[Seen],
        count: u64,
        has_next: bool,
        gone: &mut Vec<u64>,
    ) {
        if self.count.is_some_and(|before| before != count) {
            self.varied = true;
        }
        self.count = Some(count);
        let got = rows.len() as u64;
        if has_next && got > 0 && got < request.size && request.size == self.size {
            // The installation allows fewer rows a page than were asked for, and never said so.
            self.take_rows(rows, gone, false);
            self.size = got;
            self.under_way.clear();
            self.read_all();
            return;
        }
        let pks: Vec<u64> = rows.iter().filter_map(|row| row.pk).collect();
        self.take_rows(rows, gone, request.order == Order::Pk);
        match &mut self.stage {
            Stage::Last => {
                if has_next && self.rounds < ROUNDS {
                    // How many there are was not known, or more came.
                    self.rounds += u32::from(request.page > 1);
                    self.push(Order::Pk, self.pages());
                } else {
                    self.newest = pks.last().copied();
                    self.unreadable += rows.iter().filter(|row| row.pk.is_none()).count() as u64;
                    self.note_read(request, asked);
                    self.read_pages();
                }
            }
            Stage::Pages => {
                self.unreadable += rows.iter().filter(|row| row.pk.is_none()).count() as u64;
                self.note_read(request, asked);
            }
            Stage::Confirm => self.varied |= has_next || pks.last().copied() != self.tail,
            Stage::Tail { reached: false } if has_next => self.push(Order::Pk, self.pages()),
            Stage::Tail { reached } => {
                if !std::mem::replace(reached, true) {
                    self.tail = pks.last().copied();
                }
                self.varied |= pks.last().copied() > self.newest;
                let newest = self.newest;
                let is_all_new = pks
                    .first()
                    .is_none_or(|first| newest.is_none_or(|newest| *first > newest));
                if is_all_new && request.page > 1 {
                    self.push(Order::Pk, request.page - 1);
                }
            }
            Stage::Revoked { listed } => {
                listed.extend(rows.iter().filter(|row| row.revoked).filter_map(|row| row.pk));
                let is_more = has_next && rows.iter().all(|row| row.revoked);
                if is_more {
                    self.push(Order::RevokedFirst, request.page + 1);
                }
            }
            Stage::Expired { listed } => {
                listed.extend(
                    rows.iter()
                        .filter(|row| row.expires <= self.now)
                        .filter_map(|row| row.pk),
                );
                let is_more = has_next && rows.iter().all(|row| row.expires <= self.now);
                if is_more {
                    self.push(Order::Expires, request.page + 1);
                }
            }
            Stage::Gone(search) => {
                search.read(request.page, pks);
            }
            Stage::Done => {}
        }
    }

    /// Keeps the rows. Between the first and the last of a page by number there is nothing but what it lists.
    fn take_rows(&mut self, rows: &[Seen], gone: &mut Vec<u64>, settles: bool) {
        let taken = self
            .marks
            .take(rows, settles && matches!(self.stage, Stage::Pages | Stage::Last));
        if self.is_refresh {
            self.changed.came += taken.came;
            self.changed.revoked += taken.revoked;
        }
        gone.extend(taken.gone);
    }

    fn note_read(&mut self, request: &PageRequest, asked: u64) {
        let from = (request.page - 1) * request.size;
        self.reads
            .retain(|read| read.from != from || read.to != from + request.size);
        self.reads.push(Read {
            from,
            to: from + request.size,
            asked,
            answered: self.clock,
        });
    }

    fn take_broken(&mut self, request: &PageRequest, lane: u64, asked: u64, request_id: Option<String>) {
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
            self.under_way.clear();
            self.read_all();
            return;
        }
        let from = (request.page - 1) * request.size;
        match split::smaller(request.size) {
            Some(size) => {
                let end = self.count.unwrap_or(u64::MAX).min(from + request.size);
                let pages = from / size + 1..=end.div_ceil(size).max(from / size + 1);
                self.queue
                    .extend(pages.map(|page| (lane, PageRequest { size, page, ..*request })));
            }
            None => {
                self.broken.retain(|(position, _)| *position != from);
                self.broken.push((from, request_id));
                self.note_read(request, asked);
            }
        }
    }

    fn take_nothing(&mut self, request: &PageRequest, asked: u64) {
        self.varied = true;
        match self.stage {
            Stage::Last if request.page > 1 => {
                self.rounds += 1;
                self.count = None;
                self.push(Order::Pk, 1);
            }
            Stage::Last => self.stage = Stage::Done,
            Stage::Pages => self.note_read(request, asked),
            // The tail is shorter than was told last.
            Stage::Tail { .. } | Stage::Gone(_) | Stage::Confirm if request.page > 1 => {
                let before = request.page - 1;
                self.count = Some(before * self.size);
                self.rounds += 1;
                if self.rounds > ROUNDS {
                    self.settle(false);
                } else {
                    self.look_at_tail();
                }
            }
            _ => {}
        }
    }

    /// Nothing is under way and nothing is left to ask in this stage.
    fn advance(&mut self, gone: &mut Vec<u64>) {
        match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Pages => {
                self.stage = Stage::Pages;
                let again = self.doubtful();
                if !again.is_empty() && self.rounds < ROUNDS {
                    self.rounds += 1;
                    self.queue = again;
                } else {
                    // One page, read once, was as it was.
                    if self.reads.len() == 1 && !self.varied {
                        self.settle(true);
                    } else {
                        self.look_at_tail();
                    }
                }
            }
            Stage::Tail { .. } => self.end_of_tail(),
            Stage::Revoked { mut listed } => {
                listed.sort_unstable();
                self.suspect(self.marks.missing_from(|mark| mark.revoked, &listed));
                self.look_for_gone();
            }
            Stage::Expired { mut listed } => {
                listed.sort_unstable();
                let now = self.now;
                self.suspect(self.marks.missing_from(|mark| mark.expires <= now, &listed));
                self.search_gone();
            }
            Stage::Gone(mut search) => match search.next() {
                Some(page) => {
                    self.stage = Stage::Gone(search);
                    self.push(Order::Pk, page);
                }
                None => {
                    self.suspect(search.gone());
                    self.conclude();
                }
            },
            Stage::Confirm if self.varied => self.look_again(),
            Stage::Confirm => {
                let found = std::mem::take(&mut self.suspects);
                self.marks.drop_all(&found);
                gone.extend(found);
                self.settle(true);
            }
            Stage::Last | Stage::Done => self.stage = Stage::Done,
        }
        // A stage without a question is over at once.
        if self.queue.is_empty() && self.under_way.is_empty() && !self.is_done() {
            self.advance(gone);
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
                let order = Order::Pk;
                (0, PageRequest { order, page, size })
            })
            .collect()
    }

    fn look_at_tail(&mut self) {
        self.queue.clear();
        self.suspects.clear();
        self.looked = false;
        self.stage = Stage::Tail { reached: false };
        self.push(Order::Pk, self.pages());
    }

    /// After reading everything, the tail tells whether anything changed meanwhile; if so, what lies between is doubtful.
    fn end_of_tail(&mut self) {
        let again = self.doubtful();
        if !again.is_empty() && self.rounds < ROUNDS {
            self.rounds += 1;
            self.stage = Stage::Pages;
            self.queue = again;
            return;
        }
        self.newest = self.marks.newest();
        // From here on the set is expected to keep still.
        self.varied = false;
        self.reads.clear();
        if self.is_refresh && self.has_revoked {
            self.looked = true;
            self.stage = Stage::Revoked { listed: Vec::new() };
            self.push(Order::RevokedFirst, 1);
        } else {
            self.look_for_gone();
        }
    }

    fn suspect(&mut self, found: Vec<u64>) {
        self.suspects.extend(found);
        self.suspects.sort_unstable();
        self.suspects.dedup();
    }

    /// How many are gone of which nothing is known; `None` where there is more than is known of.
    fn missing(&self) -> Option<u64> {
        let known = self.marks.len() + self.unreadable + self.broken.len() as u64;
        known.checked_sub(self.suspects.len() as u64 + self.count.unwrap_or(0))
    }

    fn look_for_gone(&mut self) {
        match self.missing() {
            Some(0) => self.conclude(),
            None => self.start_over(),
            Some(missing) => {
                let expired = self.marks.count_where(|mark| mark.expires <= self.now);
                let halving = missing * u64::from(self.pages().ilog2() + 2);
                if expired > 0 && expired.div_ceil(self.size) < halving {
                    self.looked = true;
                    self.stage = Stage::Expired { listed: Vec::new() };
                    self.push(Order::Expires, 1);
                } else {
                    self.search_gone();
                }
            }
        }
    }

    fn search_gone(&mut self) {
        match self.missing() {
            Some(0) => self.conclude(),
            None => self.start_over(),
            // Positions of rows that cannot be read would be guesses.
            Some(_) if self.unreadable > 0 || !self.broken.is_empty() => self.start_over(),
            Some(missing) => {
                self.looked = true;
                let known = self.marks.pks_but(&self.suspects);
                self.stage = Stage::Gone(Search::new(known, self.size, self.pages(), missing));
            }
        }
    }

    /// All is explained; before anything is given up, the tail must be what it was.
    fn conclude(&mut self) {
        if self.varied {
            self.look_again();
        } else if self.looked {
            self.stage = Stage::Confirm;
            self.push(Order::Pk, self.pages());
        } else {
            self.settle(true);
        }
    }

    fn look_again(&mut self) {
        if self.rounds < ROUNDS {
            self.rounds += 1;
            self.varied = false;
            self.look_at_tail();
        } else {
            self.settle(false);
        }
    }

    /// What is known does not fit what is there, so everything is read again; once or twice.
    fn start_over(&mut self) {
        if self.rounds < ROUNDS {
            self.rounds += 2;
            self.suspects.clear();
            self.read_all();
        } else {
            self.settle(false);
        }
    }

    fn settle(&mut self, settled: bool) {
        self.changed.unsettled = !settled;
        self.queue.clear();
        self.stage = Stage::Done;
    }
}
