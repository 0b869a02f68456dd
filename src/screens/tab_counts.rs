//! How many tokens there are of each kind, on the tabs. Asked for one after the other while the list has nothing to ask.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::token_list::list::List;
use crate::authentik::call::Call;
use crate::authentik::client::Client;
use crate::components::lazy::LazyView;
use crate::model::caller::Who;
use crate::model::kind::Kind;
use crate::platform::timer::Timer;
use crate::state::app::app;
use crate::state::session::Session;
use crate::text;
use crate::text::numbers::grouped;
use crate::tokens::kind_counts::{KindCounts, NextCount};

/// The numbers, and the question that is under way. Cheap to copy; found in the context.
#[derive(Clone, Copy)]
pub struct TabCounts {
    list: List,
    client: Client,
    session: Session,
    counts: RwSignal<KindCounts>,
    call: StoredValue<Option<Call>, LocalStorage>,
    timer: StoredValue<Option<Timer>>,
    /// Moves when there may be something to ask again.
    wake: RwSignal<()>,
}

impl TabCounts {
    /// Starts to ask, as soon as the list has its rows.
    pub fn new(list: List) -> Self {
        let counts = Self {
            list,
            client: app().client,
            session: app().session,
            counts: RwSignal::new(KindCounts::default()),
            call: StoredValue::new_local(None),
            timer: StoredValue::new(None),
            wake: RwSignal::new(()),
        };
        on_cleanup(move || counts.stop());
        counts.session.on_change_of_person(Box::new(move || {
            counts.stop();
            counts.counts.set(KindCounts::default());
        }));
        counts.follow_changes();
        Effect::new(move || {
            counts.wake.track();
            if counts.may_ask() {
                untrack(|| counts.ask());
            }
        });
        counts
    }

    /// After a refresh and after deletions every number may be another.
    fn follow_changes(self) {
        Effect::new(move |before: Option<()>| {
            self.list.refreshed.track();
            self.list.deleted.track();
            if before.is_some() {
                self.counts.update_untracked(KindCounts::are_stale);
                self.wake.notify();
            }
        });
    }

    /// The list comes first, and nobody who is not signed in is told anything. Tracked.
    fn may_ask(self) -> bool {
        let is_known = self.session.who().with(|who| matches!(who, Who::Known(_)));
        let has_rows = self.list.loader.current().is_some() && self.list.loader.failure().is_none();
        is_known && has_rows && !self.list.is_busy()
    }

    /// Asks for what is not known, one kind after the other.
    fn ask(self) {
        self.take_from_list();
        if self.call.with_value(Option::is_some) {
            return;
        }
        let now = js_sys::Date::now();
        match self.counts.with_untracked(|counts| counts.next(now)) {
            NextCount::Nothing => {}
            NextCount::Wait(pause) => {
                let wake = move || self.wake.notify();
                self.timer
                    .set_value(Timer::after(Duration::from_secs_f64(pause / 1_000.0), wake));
            }
            NextCount::Ask(kind) => {
                self.counts.update_untracked(|counts| counts.asked(kind, now));
                let call = Call::default();
                self.call.set_value(Some(call.clone()));
                spawn_local(async move {
                    let count = self.client.count(kind, &call).await;
                    // Nobody waits for an answer to what was called off, nor after the end of the console.
                    let is_awaited = |asked: &Option<Call>| asked.as_ref().is_some_and(|asked| asked.is(&call));
                    if self.call.try_with_value(is_awaited) == Some(true) {
                        self.call.set_value(None);
                        self.counts.update(|counts| counts.learn(kind, count));
                        self.wake.notify();
                    }
                });
            }
        }
    }

    /// The list on screen knows its own number, unless only some of its tokens were asked for.
    fn take_from_list(self) {
        let Some(shown) = self.list.loader.current() else {
            return;
        };
        let asked = &shown.question.query;
        // A list that all tokens are at hand for is not asked for again, so what it said once may be old.
        let is_known = |counts: &KindCounts| counts.of(shown.question.kind).is_some();
        let is_old = self.list.has_all() && self.counts.with_untracked(is_known);
        let is_whole = asked.user.is_none() && asked.provider.is_none() && asked.search.is_empty();
        if is_whole && !is_old {
            let (kind, count) = (shown.question.kind, shown.answer.pagination.count);
            self.counts.update(|counts| counts.learn(kind, Some(count)));
        }
    }

    fn stop(self) {
        self.timer.try_update_value(|timer| *timer = None);
        let call = self.call.try_update_value(Option::take).flatten();
        if let Some(call) = call {
            call.abort();
        }
    }
}

/// What shows the number of a kind.
pub fn tab_count(kind: Kind) -> LazyView {
    match kind {
        Kind::AccessTokens => || view! { <TabCount kind=Kind::AccessTokens/> }.into_any(),
        Kind::RefreshTokens => || view! { <TabCount kind=Kind::RefreshTokens/> }.into_any(),
        Kind::AuthorizationCodes => || view! { <TabCount kind=Kind::AuthorizationCodes/> }.into_any(),
    }
}

/// The number, for those who see it where it has its place, and for those who hear it behind the name.
#[component]
fn TabCount(kind: Kind) -> impl IntoView {
    let counts = expect_context::<TabCounts>().counts;
    let count = Memo::new(move |_| counts.with(|counts| counts.of(kind)));
    move || {
        count.get().map(|count| {
            view! {
                <span class="tab-said">{text::console::tab_count(count)}</span>
                <span class="tab-count" aria-hidden="true">{grouped(count)}</span>
            }
        })
    }
}
