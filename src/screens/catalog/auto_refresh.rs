//! Refreshes the rows every now and then, where a person wants that. Rows on screen change their words at most: what would
//! move them waits until it is asked for. [`crate::tokens::auto_refresh`] decides.

use std::borrow::Borrow;
use std::rc::Rc;
use std::time::Duration;

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::reader::{PAGE, ReaderPhase, Source};
use super::state::CatalogState;
use crate::authentik::client::{Client, TokenPageRequest};
use crate::components::announcer::say;
use crate::components::focus::{focus_is_lost, focus_quietly};
use crate::model::caller::Who;
use crate::model::failure::Failure;
use crate::model::page::Row;
use crate::model::token::Token;
use crate::platform::clock::now;
use crate::platform::signals::set_if_changed;
use crate::platform::timer::Timer;
use crate::screens::token_list::request;
use crate::state::app::app;
use crate::state::session::Session;
use crate::state::settings::{remember_interval, remembered_interval};
use crate::state::task::latest_call::LatestCall;
use crate::text;
use crate::tokens::auto_refresh::{
    PageGlimpse, RefreshInterval, RefreshNews, RefreshSchedule, RefreshStep, page_news, set_news,
};
use crate::tokens::catalog::reading::PageOrder;
use crate::tokens::list_answer::{ListAnswer, ListQuestion};

/// What is on screen, and would be refreshed.
#[derive(Clone)]
enum Shown {
    /// A page, as authentik sent it.
    Page(Rc<ListQuestion>, Rc<ListAnswer>, DateTime<Utc>),
    /// All tokens, as they were at a time.
    All(Source, DateTime<Utc>),
}

impl Shown {
    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Page(_, one, _), Self::Page(_, other, _)) => Rc::ptr_eq(one, other),
            (Self::All(one, at), Self::All(other, then)) => one == other && at == then,
            _ => false,
        }
    }

    fn at(&self) -> DateTime<Utc> {
        match self {
            Self::Page(_, _, at) | Self::All(_, at) => *at,
        }
    }
}

/// What came.
enum Came {
    /// The page on screen, as it is now.
    Page(ListAnswer),
    /// The newest of all tokens.
    Newest(PageGlimpse),
}

/// What was found and is not on screen.
#[derive(Clone)]
struct HeldRefresh {
    news: RefreshNews,
    /// What was on screen then.
    over: Shown,
    /// What is to be shown instead; none where that has to be loaded.
    answer: Option<Rc<ListAnswer>>,
}

/// The state of it. Cheap to copy; found in the context.
#[derive(Clone, Copy)]
pub struct AutoRefresh {
    state: CatalogState,
    client: Client,
    session: Session,
    /// How often a person wants it.
    every: RwSignal<Option<RefreshInterval>>,
    schedule: StoredValue<RefreshSchedule>,
    timer: StoredValue<Option<Timer>>,
    /// Whether it is due, and something stands in its way.
    is_hindered: RwSignal<bool>,
    found: RwSignal<Option<HeldRefresh>, LocalStorage>,
    search_works: RwSignal<Option<bool>>,
    calls: LatestCall,
    is_asking: StoredValue<bool>,
}

impl AutoRefresh {
    /// Begins, under the current owner, as often as is remembered.
    pub fn start(state: CatalogState) -> Self {
        let auto = Self {
            state,
            client: app().client,
            session: app().session,
            every: RwSignal::new(remembered_interval()),
            schedule: StoredValue::new(RefreshSchedule::default()),
            timer: StoredValue::new(None),
            is_hindered: RwSignal::new(false),
            found: RwSignal::new_local(None),
            search_works: RwSignal::new(None),
            calls: LatestCall::until_cleanup(),
            is_asking: StoredValue::new(false),
        };
        Effect::new(move || {
            auto.every.track();
            auto.shown();
            auto.session.who().track();
            untrack(|| auto.plan());
        });
        // What stands in the way may be anything, a dialog or another tab; it is looked for while it does, and only then.
        Effect::new(move || {
            if auto.is_hindered.get() {
                state.clock.second.track();
                untrack(|| auto.plan());
            }
        });
        auto
    }

    /// How often a person wants it, tracked.
    pub fn every(&self) -> Option<RefreshInterval> {
        self.every.get()
    }

    /// Wants it so often from now on.
    pub fn set_every(self, every: Option<RefreshInterval>) {
        remember_interval(every);
        self.schedule.set_value(RefreshSchedule::default());
        self.found.set(None);
        self.every.set(every);
    }

    /// What is on screen and can be refreshed, tracked.
    fn shown(&self) -> Option<Shown> {
        let list = self.state.list;
        if list.slots.selected_alone.with(Option::is_some) {
            return None;
        }
        if self.state.has_all() {
            let reader = self.state.reader();
            let is_done = reader.phase() == ReaderPhase::Done;
            return Some(Shown::All(reader.source()?, reader.read_at()?)).filter(|_| is_done);
        }
        // What names led to is no page of authentik's.
        if list.slots.answer.with(Option::is_some) || list.query().needs_catalog() {
            return None;
        }
        let current = list.loader.current().filter(|_| !list.loader.is_busy())?;
        Some(Shown::Page(current.question, current.answer, current.at))
    }

    /// Does what is due, or waits for it.
    fn plan(self) {
        let Some(every) = self.every.try_get_untracked() else {
            return;
        };
        self.timer.set_value(None);
        let shown = self.shown();
        let answered = shown.as_ref().map(|shown| shown.at().timestamp_millis());
        let is_hindered = shown.is_none() || self.is_asking.get_value() || self.is_hindered();
        let schedule = self.schedule.get_value();
        let step = schedule.step(every, answered, now().timestamp_millis(), is_hindered);
        set_if_changed(self.is_hindered, step == RefreshStep::Hindered);
        match (step, shown) {
            (RefreshStep::Wait(pause), _) => {
                let again = move || untrack(|| self.plan());
                self.timer.set_value(Timer::after(Duration::from_millis(pause), again));
            }
            (RefreshStep::Ask, Some(shown)) => self.ask(shown),
            (RefreshStep::Off, _) => {
                self.calls.abort();
                self.is_asking.set_value(false);
            }
            _ => {}
        }
    }

    /// Whether now is not the time: nobody looks, nobody may, something else is under way, or a person is asked something.
    fn is_hindered(self) -> bool {
        let list = self.state.list;
        let is_nobody = self
            .session
            .who()
            .with(|who| matches!(who, Who::Nobody | Who::KeyRefused));
        let frame = list.frame.get_untracked();
        let console = frame.and_then(|frame| frame.closest(".console").ok().flatten());
        let has_dialog = console.is_some_and(|console| matches!(console.query_selector("dialog[open]"), Ok(Some(_))));
        let is_offline = !window().navigator().on_line();
        is_nobody || is_offline || has_dialog || document().hidden() || list.is_busy() || list.deleting.get()
    }

    fn ask(self, shown: Shown) {
        let call = self.calls.begin();
        self.is_asking.set_value(true);
        spawn_local(async move {
            let came = match &shown {
                Shown::Page(question, ..) => {
                    let answer = request::ask(self.client, self.search_works, question, &call).await;
                    answer.map(Came::Page)
                }
                Shown::All(source, _) => {
                    let page = self.client.token_page(&newest_of(*source), &call).await;
                    page.map(|page| Came::Newest(glimpse(&page.rows, page.pagination.count)))
                }
            };
            if self.calls.is(&call) {
                self.is_asking.set_value(false);
                untrack(|| self.settle(shown, came));
            }
        });
    }

    fn settle(self, over: Shown, came: Result<Came, Failure>) {
        let at = now().timestamp_millis();
        let is_on_screen = self.shown().is_some_and(|now| now.is(&over));
        self.schedule.update_value(|schedule| match &came {
            Ok(_) => schedule.succeeded(at),
            Err(_) => schedule.failed(at),
        });
        if is_on_screen {
            let outcome = came.as_ref().map(|_| ()).map_err(Clone::clone);
            self.state.list.loader.tell_refreshed(outcome);
            if let Ok(came) = came {
                self.compare(over, came);
            }
        }
        self.plan();
    }

    /// Rows that stay in their places are shown at once; others wait.
    fn compare(self, over: Shown, came: Came) {
        let (news, answer) = match (&over, came) {
            (Shown::Page(question, older, _), Came::Page(answer)) => {
                let answer = Rc::new(answer.keeping(&older.rows));
                let news = page_news(&glimpse_of(older), &glimpse_of(&answer), &question.query);
                if news.is_none() {
                    let question = Rc::clone(question);
                    self.state.list.loader.replace(question, Rc::clone(&answer));
                }
                (news, Some(answer))
            }
            (Shown::All(..), Came::Newest(newest)) => (self.news_of_all(&newest), None),
            _ => return,
        };
        let is_first = self.found().is_none();
        let found = news.map(|news| HeldRefresh { news, over, answer });
        if let Some(found) = found.as_ref().filter(|_| is_first) {
            let said = text::auto_refresh::announced(found.news, self.state.list.kind());
            if !said.is_empty() {
                say(&said);
            }
        }
        self.found.set(found);
    }

    /// What there is besides the tokens in memory.
    fn news_of_all(self, newest: &PageGlimpse) -> Option<RefreshNews> {
        let reader = self.state.reader();
        let (known, count) = self.state.with_catalog(reader, |catalog| {
            let known = catalog.seen().iter().filter_map(|seen| seen.pk).max();
            (known, catalog.len() + catalog.unreadable().len())
        });
        set_news(known.unwrap_or(0), count as u64, newest)
    }

    /// What was found and is still to be shown, tracked.
    fn found(&self) -> Option<HeldRefresh> {
        let found = self.found.get()?;
        self.shown().filter(|shown| shown.is(&found.over))?;
        Some(found)
    }

    /// What the button says that shows it, tracked.
    pub fn offer(&self) -> Option<String> {
        let found = self.found()?;
        Some(match found.answer {
            Some(_) => text::auto_refresh::show(found.news),
            None => text::auto_refresh::refresh(found.news),
        })
    }

    /// Shows what was found. The focus stays in the table if it was on the button, which goes.
    pub fn show(self) {
        let list = self.state.list;
        if let Some(found) = untrack(|| self.found()) {
            match (found.over, found.answer) {
                (Shown::Page(question, ..), Some(answer)) => list.loader.replace(question, answer),
                _ => list.refresh(),
            }
        }
        self.found.set(None);
        let keep = move || {
            let frame = list.frame.try_get_untracked().flatten();
            let table = list.table.try_get_untracked().flatten();
            if let (Some(frame), Some(table)) = (frame, table)
                && focus_is_lost(&frame)
            {
                focus_quietly(&table);
            }
        };
        set_timeout(keep, Duration::ZERO);
    }
}

/// The newest tokens of all, in one request.
fn newest_of(source: Source) -> TokenPageRequest {
    TokenPageRequest {
        kind: source.kind,
        user: source.user,
        provider: source.provider,
        ordering: PageOrder::Newest.ordering(),
        page: 1,
        size: PAGE,
    }
}

fn glimpse_of(answer: &ListAnswer) -> PageGlimpse {
    glimpse(&answer.rows, answer.pagination.count)
}

fn glimpse<T: Borrow<Token>>(rows: &[Row<T>], count: u64) -> PageGlimpse {
    let pk = |row: &Row<T>| match row {
        Row::Read(token) => token.borrow().pk,
        // 0 where not even that can be read.
        Row::Unreadable { pk, .. } => pk.unwrap_or(0),
    };
    PageGlimpse {
        pks: rows.iter().map(pk).collect(),
        count,
    }
}
