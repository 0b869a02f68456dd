//! Reads the whole set: asks what the plan says, a few requests at a time, and keeps what comes.

mod answers;
mod control;
mod requests;

use std::time::Duration;

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::authentik::call::Call;
use crate::authentik::client::Client;
use crate::model::failure::Failure;
use crate::model::kind::Kind;
use crate::platform::timer::Timer;
use crate::state::app::app;
use crate::state::session::Session;
use crate::state::task::attempts::Attempts;
use crate::state::task::pulse::Pulse;
use crate::state::task::wait::Wait;
use crate::tokens::catalog::reading::{Changed, PageRequest, Reading, Slow};
use crate::tokens::catalog::{Catalog, NotUpdated, Unreadable};
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
    /// Changes whenever there is something new to show.
    pulse: Pulse,
    read_at: RwSignal<Option<DateTime<Utc>>>,
    /// What the last refresh could not find out.
    not_updated: RwSignal<NotUpdated>,
    /// When reading all of it began, in microseconds since 1970.
    since: StoredValue<i64>,
    /// The newest token up to which nothing was missed, according to the last reading that was not cancelled.
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
    updated_owners: bool,
    people: Option<Call>,
    person: PersonCheck,
    /// Seconds after which an answer was not waited for any longer, where that happened.
    timed_out: Option<u32>,
    broken: u32,
    /// Rows that came and cannot be understood here.
    odd: Vec<Unreadable>,
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
            pulse: Pulse::new(PULSE),
            read_at: RwSignal::new(None),
            not_updated: RwSignal::new(NotUpdated::default()),
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
    pub fn not_updated(&self) -> NotUpdated {
        self.not_updated.get()
    }

    /// Whether what is read now was read before, tracked with the phase.
    pub fn is_refresh(&self) -> bool {
        self.running.with_value(|running| running.is_refresh)
    }

    /// Whether all there is was read, tracked.
    pub fn is_complete(&self) -> bool {
        self.read_at.get().is_some()
    }

    /// How far it is, in numbers.
    pub fn progress_untracked(&self) -> ReadProgress {
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

    /// What changed since it was read before, or while it was read.
    pub fn changed_untracked(&self) -> Changed {
        self.running
            .with_value(|running| running.reading.as_ref().map(Reading::changed).unwrap_or_default())
    }

    /// How many requests the reading took.
    pub fn requests_untracked(&self) -> u64 {
        self.running.with_value(|running| running.requests)
    }
}
