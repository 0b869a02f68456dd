//! Reads the whole set: asks what the plan says, a few requests at a time, and keeps what comes.

mod answers;

use std::time::Duration;

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::people;
use crate::authentik::call::Call;
use crate::authentik::client::{Client, TokenPageRequest};
use crate::model::failure::Failure;
use crate::model::kind::Kind;
use crate::platform::clock::{Stopwatch, now};
use crate::platform::timer::Timer;
use crate::state::app::app;
use crate::state::session::Session;
use crate::state::task::attempts::{Attempts, Ticket};
use crate::state::task::wait::Wait;
use crate::tokens::catalog::reading::{Changed, KnownSet, PageOrder, PageRequest, Reading, Slow};
use crate::tokens::catalog::{Catalog, Unasked, Unreadable};
use crate::tokens::pace::{Pace, Rate};

/// authentik gives at most so many rows a page, unless an installation allows fewer.
pub const PAGE: u64 = 100;

/// What is on screen follows the reading at most so often.
const PULSE: Duration = Duration::from_millis(250);

/// Which tokens are read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// Of which kind.
    pub kind: Kind,
    /// Only this user's.
    pub user: Option<u64>,
    /// Only this provider's.
    pub provider: Option<u64>,
}

impl Source {
    /// Whether all of `wanted` is among these.
    pub(super) fn holds(self, wanted: Self) -> bool {
        self.kind == wanted.kind
            && (self.user.is_none() || self.user == wanted.user)
            && (self.provider.is_none() || self.provider == wanted.provider)
    }
}

/// How far it is.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum ReaderPhase {
    /// Nothing was asked for.
    #[default]
    Idle,
    /// Requests are under way.
    Running,
    /// A person wants it to wait.
    Paused,
    /// It cannot go on by itself.
    Stopped(Failure),
    /// All was read.
    Done,
}

/// A reading and what it has read. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Reader {
    client: Client,
    session: Session,
    catalog: RwSignal<Catalog, LocalStorage>,
    source: RwSignal<Option<Source>>,
    phase: RwSignal<ReaderPhase>,
    /// Moves when there is something new to see.
    pulse: RwSignal<u64>,
    read_at: RwSignal<Option<DateTime<Utc>>>,
    /// What the last refresh could not find out.
    unasked: RwSignal<Unasked>,
    /// When reading all of it began, in microseconds since 1970.
    since: StoredValue<i64>,
    /// The last token up to which none was left out, by the last reading that was not given up.
    newest: StoredValue<Option<u64>>,
    running: StoredValue<ReaderRun, LocalStorage>,
}

#[derive(Default)]
struct ReaderRun {
    reading: Option<Reading>,
    is_refresh: bool,
    pace: Pace,
    rate: Rate,
    attempts: Attempts,
    under_way: Vec<(PageRequest, Call)>,
    /// Whether users and providers were looked at, and the question about them.
    met_people: bool,
    people: Option<Call>,
    person: PersonCheck,
    /// Seconds after which an answer was not waited for any longer, where that happened.
    timed_out: Option<u32>,
    broken: u32,
    /// Rows that came and cannot be understood here.
    odd: Vec<Unreadable>,
    pulse: Option<Timer>,
    /// Before the next try, after a failure.
    wait: Wait<Timer>,
    requests: u64,
}

/// Whether it was asked who is signed in, before anything is called gone.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum PersonCheck {
    #[default]
    Due,
    UnderWay,
    Done,
}

/// What a person is told of a reading.
#[derive(Clone, Debug, PartialEq)]
pub struct ReadProgress {
    /// Rows in memory.
    pub read: u64,
    /// Rows in the set, as last told.
    pub of: u64,
    /// Rows a second, where that can be said.
    pub rate: Option<u64>,
    /// Seconds left, where that can be said.
    pub seconds_left: Option<u64>,
    /// Whether it waits for a while, after a failure, before it asks again.
    pub waits: bool,
    /// Requests that were answered.
    pub answered: u64,
    /// Requests that are likely left.
    pub left: u64,
    /// What is done about a page that took longer than so many seconds.
    pub slow: Option<(Slow, u32)>,
}

impl Reader {
    /// Nothing read yet.
    pub fn new() -> Self {
        let reader = Self {
            client: app().client,
            session: app().session,
            catalog: RwSignal::new_local(Catalog::default()),
            source: RwSignal::new(None),
            phase: RwSignal::new(ReaderPhase::Idle),
            pulse: RwSignal::new(0),
            read_at: RwSignal::new(None),
            unasked: RwSignal::new(Unasked::default()),
            since: StoredValue::new(0),
            newest: StoredValue::new(None),
            running: StoredValue::new_local(ReaderRun::default()),
        };
        on_cleanup(move || reader.call_off());
        reader
    }

    /// What was read. It is changed without telling; [`Reader::follow`] tells.
    pub fn catalog(&self) -> RwSignal<Catalog, LocalStorage> {
        self.catalog
    }

    /// What is being read, or was, tracked.
    pub fn source(&self) -> Option<Source> {
        self.source.get()
    }

    /// How far it is, tracked.
    pub fn phase(&self) -> ReaderPhase {
        self.phase.get()
    }

    /// Follows the reading, a few times a second.
    pub fn follow(&self) {
        self.pulse.track();
    }

    /// When all was read, tracked.
    pub fn read_at(&self) -> Option<DateTime<Utc>> {
        self.read_at.get()
    }

    /// What the last refresh could not find out, until a later one does. Tracked.
    pub fn unasked(&self) -> Unasked {
        self.unasked.get()
    }

    /// Whether what is read now was read before, tracked with the phase.
    pub fn is_refresh(&self) -> bool {
        self.running.with_value(|running| running.is_refresh)
    }

    /// Whether all there is was read, tracked.
    pub fn is_complete(&self) -> bool {
        self.read_at.get().is_some()
    }

    /// Reads everything of `source`, of which there are `count` tokens.
    pub fn read(self, source: Source, count: Option<u64>) {
        self.call_off();
        self.catalog.update_untracked(|catalog| {
            *catalog = Catalog::new(source.kind);
            catalog.collate_by(super::collate::ranks);
        });
        self.read_at.set(None);
        self.unasked.set(Unasked::default());
        self.source.set(Some(source));
        let now = now().timestamp_micros();
        self.since.set_value(now);
        self.begin(Reading::whole(PAGE, count, now), false);
        self.pump();
    }

    /// Reads what changed since.
    pub fn refresh(self) {
        let Some(source) = self.source.get_untracked() else {
            return;
        };
        if self.read_at.get_untracked().is_none() {
            self.go_on();
            return;
        }
        self.call_off();
        let known = self.catalog.with_untracked(|catalog| KnownSet {
            rows: catalog.seen(),
            has_revoked: source.kind.has_revoked(),
            unreadable: catalog.unreadable().len() as u64,
            since: self.since.get_value(),
        });
        self.catalog.update_untracked(Catalog::begin_refresh);
        let reading = Reading::refresh(&known, PAGE, now().timestamp_micros());
        self.begin(reading.unsure_behind(self.newest.get_value()), true);
        self.pump();
    }

    fn begin(self, reading: Reading, is_refresh: bool) {
        self.running.update_value(|running| {
            let mut attempts = std::mem::take(&mut running.attempts);
            attempts.begin();
            *running = ReaderRun {
                attempts,
                reading: Some(reading),
                is_refresh,
                ..ReaderRun::default()
            };
        });
        self.phase.set(ReaderPhase::Running);
    }

    /// Lets go of tokens that are gone, without asking.
    pub fn let_go(self, pks: &[u64]) {
        if pks.is_empty() {
            return;
        }
        let removed = self.catalog.try_update_untracked(|catalog| catalog.remove(pks));
        if removed.is_some_and(|removed| removed > 0) {
            self.show();
        }
    }

    /// Lets what is under way arrive, and asks for nothing more.
    pub fn pause(self) {
        if self.phase.get_untracked() == ReaderPhase::Running {
            self.phase.set(ReaderPhase::Paused);
            self.running.update_value(|running| running.rate.pause());
        }
    }

    /// Goes on after a pause or a failure.
    pub fn go_on(self) {
        if matches!(
            self.phase.get_untracked(),
            ReaderPhase::Paused | ReaderPhase::Stopped(_)
        ) {
            if self.is_stuck() {
                self.begin_again();
                return;
            }
            self.running.update_value(|running| running.attempts.succeeded());
            self.phase.set(ReaderPhase::Running);
            self.pump();
        }
    }

    /// Whether the plan has come to no end.
    fn is_stuck(self) -> bool {
        let is_stuck = |running: &ReaderRun| {
            running
                .reading
                .as_ref()
                .is_some_and(|reading| reading.stuck().is_some())
        };
        self.running.with_value(is_stuck)
    }

    /// Once more from the beginning: what was answered until then is not to be relied on.
    fn begin_again(self) {
        match self.source.get_untracked() {
            Some(source) if self.read_at.get_untracked().is_none() => self.read(source, None),
            _ => self.refresh(),
        }
    }

    /// Gives up; what was read is discarded, unless all of it was.
    pub fn cancel(self) {
        // All tokens are there, and only what they leave out of their providers is still being asked for.
        let has_all = self
            .running
            .with_value(|running| running.met_people && !running.is_refresh);
        let is_under_way = matches!(self.phase.get_untracked(), ReaderPhase::Running | ReaderPhase::Paused);
        self.call_off();
        if has_all && is_under_way {
            self.conclude();
        } else {
            self.discard();
        }
    }

    /// Forgets all that was read.
    pub fn forget(self) {
        self.read_at.set(None);
        self.unasked.set(Unasked::default());
        self.call_off();
        self.discard();
    }

    fn discard(self) {
        if self.read_at.get_untracked().is_some() {
            self.phase.set(ReaderPhase::Done);
        } else {
            self.source.set(None);
            self.catalog.update_untracked(|catalog| *catalog = Catalog::default());
            self.phase.set(ReaderPhase::Idle);
        }
        self.show();
    }

    /// How far it is, in numbers. Not tracked.
    pub fn progress(&self) -> ReadProgress {
        let read = self.catalog.with_untracked(Catalog::len) as u64;
        self.running.with_value(|running| {
            let progress = running.reading.as_ref().map(Reading::progress).unwrap_or_default();
            let of = progress.of.unwrap_or(read).max(read);
            let is_still = running.rate.is_still(js_sys::Date::now().max(0.0) as u64);
            ReadProgress {
                read,
                of,
                rate: running.rate.rows_per_second().filter(|_| !is_still),
                seconds_left: running.rate.seconds_left(progress.rows_left).filter(|_| !is_still),
                answered: progress.answered,
                left: progress.expected_left,
                waits: running.wait.is_on(),
                slow: progress.slow.zip(running.timed_out),
            }
        })
    }

    /// What changed since it was read before, or while it was read. Not tracked.
    pub fn changed(&self) -> Changed {
        self.running
            .with_value(|running| running.reading.as_ref().map(Reading::changed).unwrap_or_default())
    }

    /// How many requests the reading took. Not tracked.
    pub fn requests(&self) -> u64 {
        self.running.with_value(|running| running.requests)
    }

    fn call_off(self) {
        self.running.update_value(|running| {
            running.attempts.call_off();
            for (_, call) in running.under_way.drain(..) {
                call.abort();
            }
            if let Some(call) = running.people.take() {
                call.abort();
            }
            running.wait.end();
            running.pulse = None;
        });
    }

    // What follows goes on after an answer or a pause. Where the console is gone by then, there is nothing left to do.

    fn is_running(self) -> bool {
        self.phase.try_with_untracked(|phase| *phase == ReaderPhase::Running) == Some(true)
    }

    /// Asks as much as may be asked at once.
    fn pump(self) {
        while self.is_running() {
            let call = Call::default();
            let next = self.running.try_update_value(|running| {
                if running.wait.is_on() || running.under_way.len() >= running.pace.at_once() {
                    return None;
                }
                let request = running.reading.as_mut()?.next()?;
                running.under_way.push((request.clone(), call.clone()));
                Some((running.attempts.ticket(), request))
            });
            let Some((ticket, request)) = next.flatten() else {
                break;
            };
            self.ask(ticket, request, call);
        }
        let is_done = self.running.try_with_value(|running| {
            let is_done = running.reading.as_ref().is_some_and(Reading::is_done);
            running.under_way.is_empty() && is_done && running.people.is_none()
        });
        if is_done == Some(true) && self.is_running() {
            self.finish();
        }
    }

    fn ask(self, ticket: Ticket, request: PageRequest, call: Call) {
        // `read` names the source before anything is asked.
        let Some(of) = self.token_page(&request) else { return };
        spawn_local(async move {
            let stopwatch = Stopwatch::start();
            let answer = self.client.token_page(&of, &call).await;
            let is_late = self.running.try_update_value(|running| {
                running.under_way.retain(|(other, _)| *other != request);
                running.attempts.is_late(ticket)
            });
            if is_late == Some(false) {
                self.take(&request, answer, stopwatch.milliseconds());
                self.pump();
            }
        });
    }

    fn token_page(self, request: &PageRequest) -> Option<TokenPageRequest> {
        let source = self.source.try_get_untracked().flatten()?;
        Some(TokenPageRequest {
            kind: source.kind,
            user: source.user,
            provider: source.provider,
            ordering: match request.order {
                PageOrder::Pk => "pk",
                PageOrder::Newest => "-pk",
                PageOrder::RevokedFirst => "-revoked,-pk",
                PageOrder::Expires => "expires,pk",
            },
            page: request.page,
            size: request.size,
        })
    }

    /// Before anything is called gone, it is asked whether authentik shows it to somebody else now.
    fn finish(self) {
        let next = self.running.try_update_value(|running| {
            let changed = running.reading.as_ref().map(Reading::changed).unwrap_or_default();
            if changed.went == 0 || running.person == PersonCheck::Done {
                return PersonCheck::Done;
            }
            std::mem::replace(&mut running.person, PersonCheck::UnderWay)
        });
        match next {
            Some(PersonCheck::Done) => self.update_owners(),
            Some(PersonCheck::Due) => spawn_local(async move {
                if self.session.is_still_same_person().await {
                    self.running.update_value(|running| running.person = PersonCheck::Done);
                    self.pump();
                }
            }),
            Some(PersonCheck::UnderWay) | None => {}
        }
    }

    /// A refresh reads tokens; users and providers may have changed while those did not, and some rows leave out most of
    /// their provider. Whom it met on the way is known.
    fn update_owners(self) {
        let call = Call::default();
        let are_brief = self.catalog.try_with_untracked(|catalog| catalog.brief_providers() > 0) == Some(true);
        let ticket = self.running.try_update_value(|running| {
            let is_refresh = running.reading.as_ref().is_some_and(|reading| !reading.is_whole());
            let is_due = (is_refresh || are_brief) && !std::mem::replace(&mut running.met_people, true);
            is_due.then(|| {
                running.people = Some(call.clone());
                running.attempts.ticket()
            })
        });
        let Some(ticket) = ticket.flatten() else {
            self.conclude();
            return;
        };
        spawn_local(async move {
            let (requests, unasked) = people::update_owners(self.client, self.catalog, &call).await;
            let is_late = self.running.try_update_value(|running| {
                running.requests += requests;
                running.attempts.is_late(ticket)
            });
            let phase = self.phase.try_get_untracked();
            if is_late == Some(false) && matches!(phase, Some(ReaderPhase::Running | ReaderPhase::Paused)) {
                self.unasked.set(unasked);
                self.conclude();
            }
        });
    }

    fn conclude(self) {
        // A refresh that did not meet them again does not make them readable.
        let is_whole = |running: &ReaderRun| running.reading.as_ref().is_none_or(Reading::is_whole);
        if self.running.try_with_value(is_whole) == Some(true) {
            self.list_unreadable();
        }
        let newest = |running: &ReaderRun| running.reading.as_ref().and_then(Reading::newest);
        self.newest.set_value(self.running.try_with_value(newest).flatten());
        self.running
            .try_update_value(|running| running.reading.as_mut().map(Reading::let_go));
        self.read_at.set(Some(now()));
        self.phase.set(ReaderPhase::Done);
        self.show();
    }

    /// Lets the page see what is new, soon.
    fn beat(self) {
        if self.running.try_with_value(|running| running.pulse.is_none()) == Some(true) {
            let timer = Timer::after(PULSE, move || self.show());
            self.running.update_value(|running| running.pulse = timer);
        }
    }

    fn show(self) {
        self.running.update_value(|running| running.pulse = None);
        self.pulse.update(|pulse| *pulse += 1);
    }
}
