//! The plan by which a whole set is read, and later what changed in it. No request is made here: the plan says what to
//! ask, is told what came, and says what is gone. [`whole`] reads everything, [`refresh`] what changed since, and reads
//! everything where that is less trouble.

mod ask;
mod known_tokens;
mod limits;
mod patience;
mod range_diff;
mod refresh;
mod revoked_probe;
mod slow;
mod split;
mod stuck;
mod whole;

pub use ask::{Changed, KnownSet, PageOrder, PageOutcome, PageRequest, ReadingProgress, Slow, Stuck};
pub use known_tokens::Seen;

use known_tokens::KnownTokens;
use limits::Limits;
use patience::Patience;
use range_diff::RangeDiff;
use revoked_probe::RevokedProbe;

/// How often something is read again because the set changed meanwhile.
const ROUNDS: u32 = 4;

/// A reading under way.
#[derive(Debug)]
pub struct Reading {
    /// How many rows a page has: what was asked for, or less where the installation allows less.
    size: u64,
    /// How many of them are asked for at once.
    patience: Patience,
    /// Detects a reading that would never end.
    limits: Limits,
    /// What has an end before this, in microseconds since 1970, may have expired.
    now: i64,
    /// What had an end before this, and had not expired, does not expire.
    since: i64,
    count: Option<u64>,
    /// Whether two answers told different counts since the last settled state.
    varied: bool,
    known: KnownTokens,
    has_revoked: bool,
    unreadable: u64,
    stage: Stage,
    /// To be asked, the next one last; with the lane that each belongs to.
    queue: Vec<(u64, PageRequest)>,
    under_way: Vec<UnderWay>,
    /// Counts events, to tell what was asked before what was answered.
    clock: u64,
    reads: Vec<ReadRange>,
    broken: Vec<(u64, Option<String>)>,
    /// What seems to be gone.
    suspects: Vec<u64>,
    /// A page that shows whether anything came meanwhile, as it was in the first look.
    witness: Option<(PageRequest, Vec<Seen>)>,
    /// What the first look of a refresh found.
    probe: Option<RevokedProbe>,
    /// Whether what was found has to be confirmed by that page.
    is_doubtful: bool,
    rounds: u32,
    answered: u64,
    changed: Changed,
    is_refresh: bool,
    /// Whether every page was asked for.
    read_whole: bool,
    /// The tokens seen since everything is being read again; known tokens that do not turn up are gone.
    seen: Option<Vec<u64>>,
    /// The last token of those that were read without a gap.
    newest: Option<u64>,
}

/// A request that was asked. Of a lane only one is under way at a time.
#[derive(Debug)]
struct UnderWay {
    lane: u64,
    asked: u64,
    request: PageRequest,
}

/// A page or a part of one that was read: positions, and when.
#[derive(Clone, Copy, Debug)]
struct ReadRange {
    from: u64,
    to: u64,
    /// The first token in it.
    first: Option<u64>,
    asked: u64,
    answered: u64,
}

#[derive(Debug)]
enum Stage {
    /// The last page, by itself: what is there when the reading begins.
    Last,
    /// Every page, or those that have to be read again.
    Pages,
    /// Pages from the last backwards, until one begins with a known row. The count may be old, so the last has to be
    /// reached first.
    Tail { reached: bool },
    /// Where the revoked ones end and what is new stands.
    RevokedProbe(RevokedProbe),
    /// By their ends, the pages where something is missing.
    Gone(RangeDiff),
    /// The pages of revoked ones where something is new.
    Revoked(RangeDiff),
    /// The page where new ones would stand once more, before what seems to be gone is given up.
    Confirm,
    /// All is explained.
    Settled,
    /// Nothing is left to ask.
    Done,
}

impl Reading {
    /// The next page to ask for; `None` while nothing can be asked before an answer comes, and when it is done.
    #[expect(clippy::should_implement_trait, reason = "it goes on after `None`")]
    pub fn next(&mut self) -> Option<PageRequest> {
        if self.limits.stuck.is_some() {
            return None;
        }
        let is_busy = |lane: u64| self.under_way.iter().any(|other| other.lane == lane);
        let at = self.queue.iter().rposition(|(lane, _)| !is_busy(*lane))?;
        let (lane, request) = self.take_from_queue(at);
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
    pub fn answered(&mut self, request: &PageRequest, outcome: PageOutcome) -> Vec<u64> {
        let Some(at) = self.under_way.iter().position(|other| other.request == *request) else {
            return Vec::new();
        };
        let UnderWay { lane, asked, .. } = self.under_way.swap_remove(at);
        self.clock += 1;
        self.answered += 1;
        let mut gone = Vec::new();
        self.count_answer(&outcome);
        match outcome {
            PageOutcome::Page { rows, count, has_next } => {
                self.take_page(request, asked, &rows, count, has_next, &mut gone)
            }
            PageOutcome::Broken { request_id } => self.take_broken(request, lane, asked, request_id),
            PageOutcome::Gone => self.take_nothing(request, asked),
        }
        if self.queue.is_empty() && self.under_way.is_empty() && self.limits.stuck.is_none() {
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

    /// Whether everything was read, so that every row is known to be readable or not: always, unless a refresh got
    /// by with less.
    pub fn is_whole(&self) -> bool {
        !self.is_refresh || self.read_whole
    }

    /// Drops everything needed to continue. The results can still be queried.
    pub fn release(&mut self) {
        self.settle(!self.changed.unsettled);
        self.known = KnownTokens::default();
        self.reads = Vec::new();
        self.seen = None;
        self.suspects = Vec::new();
        self.witness = None;
        self.probe = None;
    }

    /// How far it is.
    pub fn progress(&self) -> ReadingProgress {
        let under_way = self.under_way.iter().map(|other| other.request.size);
        let rows = under_way
            .chain(self.queue.iter().map(|(_, request)| request.size))
            .sum();
        let at_once = self.patience.most.max(1);
        let (expected_left, rows_left) = match &self.stage {
            // One difference after the other.
            Stage::Gone(places) | Stage::Revoked(places) => {
                (places.left(), places.left().saturating_mul(places.size()))
            }
            _ => {
                let queue = self.queue.iter().map(|(_, request)| request.size.div_ceil(at_once));
                (queue.sum::<u64>() + self.under_way.len() as u64, rows)
            }
        };
        ReadingProgress {
            of: self.count,
            answered: self.answered,
            expected_left,
            rows_left,
            slow: self.slow(),
        }
    }

    /// What is different from before.
    pub fn changed(&self) -> Changed {
        self.changed
    }

    /// Whether it compares what is known with what is there, and does not read everything.
    fn is_looking(&self) -> bool {
        !matches!(self.stage, Stage::Last | Stage::Pages | Stage::Tail { .. })
    }

    fn push_sized(&mut self, order: PageOrder, page: u64, size: u64) {
        self.queue.push((0, PageRequest { order, page, size }));
    }

    /// The last page, where so many rows are asked for at once.
    fn push_last(&mut self, size: u64) {
        self.push_sized(PageOrder::Pk, self.pages(size), size);
    }

    /// How many pages of so many rows there are.
    fn pages(&self, size: u64) -> u64 {
        self.count.unwrap_or(0).div_ceil(size).max(1)
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
        // A refresh relies on what its first page says.
        let begins = matches!(&self.stage, Stage::RevokedProbe(probe) if probe.begins());
        self.varied |= !begins && self.count.is_some_and(|before| before != count);
        self.count = Some(count);
        self.known.reserve(count);
        let got = rows.len() as u64;
        // Parts of a page tell nothing of that.
        let is_whole_page = !matches!(self.stage, Stage::Pages) || request.size == self.size;
        if has_next && got > 0 && got < request.size && is_whole_page {
            // The installation allows fewer rows a page than were asked for, and never said so.
            self.take_rows(rows, gone, false);
            self.size = got;
            self.patience.most = self.patience.most.min(got);
            if self.is_looking() {
                self.look();
            } else {
                self.read_all();
            }
            return;
        }
        if self.is_stuck_at(request, rows, count, has_next) {
            return;
        }
        self.take_rows(rows, gone, request.order == PageOrder::Pk);
        self.came_in_time(request);
        match &mut self.stage {
            Stage::Last | Stage::Pages | Stage::Tail { .. } => self.take_stretch(request, asked, rows, has_next),
            Stage::RevokedProbe(probe) => probe.read(request.page, request.size, rows, has_next),
            Stage::Gone(places) => places.read(
                request.rank(),
                request.size,
                rows.iter().filter_map(known_tokens::by_end).collect(),
            ),
            Stage::Revoked(places) => places.read(request.rank(), request.size, known_tokens::revoked_on(rows)),
            Stage::Confirm => {
                // While it looked, some may have expired: that is no change.
                let states = |rows: &[Seen]| rows.iter().map(|row| (row.pk, row.revoked)).collect::<Vec<_>>();
                let witness = self.witness.as_ref();
                self.varied |= witness.is_none_or(|(_, before)| states(before) != states(rows));
            }
            Stage::Settled | Stage::Done => {}
        }
    }

    /// Keeps the rows. Between the first and the last of a page by number there is nothing but what it lists.
    fn take_rows(&mut self, rows: &[Seen], gone: &mut Vec<u64>, settles: bool) {
        let settles = settles && matches!(self.stage, Stage::Pages | Stage::Last);
        let taken = self.known.take(rows, settles);
        if self.is_refresh {
            self.changed.came += taken.came;
            self.changed.revoked += taken.revoked;
        }
        if let Some(seen) = &mut self.seen {
            seen.extend(rows.iter().filter_map(|row| row.pk));
        }
        gone.extend(taken.gone);
    }

    fn take_nothing(&mut self, request: &PageRequest, asked: u64) {
        self.varied = true;
        match self.stage {
            Stage::Last | Stage::Pages => self.take_no_stretch(request, asked),
            // There are far fewer than were known.
            Stage::RevokedProbe(_) if request.page > 1 => {
                self.count = None;
                self.start_over();
            }
            // There are fewer than were told last.
            Stage::Tail { .. } | Stage::Gone(_) | Stage::Revoked(_) | Stage::Confirm if request.page > 1 => {
                self.count = Some(request.rank());
                self.rounds += 1;
                if self.rounds > ROUNDS {
                    self.settle(false);
                } else {
                    self.look();
                }
            }
            _ => {}
        }
    }

    /// Nothing is under way and nothing is left to ask in this stage.
    fn advance(&mut self, gone: &mut Vec<u64>) {
        match std::mem::replace(&mut self.stage, Stage::Done) {
            Stage::Pages => self.end_of_pages(),
            Stage::Tail { .. } => self.end_of_tail(),
            Stage::RevokedProbe(probe) => self.go_on_with_probe(probe),
            Stage::Gone(places) => self.go_on_with_gone(places),
            Stage::Revoked(places) => self.go_on_with_revoked(places),
            Stage::Confirm if self.varied => self.look_again(),
            Stage::Confirm | Stage::Settled => self.give_up(gone),
            Stage::Last | Stage::Done => {}
        }
        // A stage without a question is over at once.
        if self.queue.is_empty() && self.under_way.is_empty() && !self.is_done() {
            self.advance(gone);
        }
    }

    fn settle(&mut self, settled: bool) {
        self.changed.unsettled = !settled;
        self.queue.clear();
        self.under_way.clear();
        self.stage = Stage::Done;
    }
}
