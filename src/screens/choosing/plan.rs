//! A plan to delete all OAuth2 tokens that a user holds, or that were issued to a client: gathered first, shown, and only then handed
//! to where tokens are ended.

use std::time::Duration;

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::Choice;
use super::gather::Whose;
use crate::components::explained_button::ExplainedButton;
use crate::components::format::relative;
use crate::components::icon::{BIN, drawn};
use crate::components::notice::{Info, Warning};
use crate::components::progress::ProgressBar;
use crate::components::when::{When, each};
use crate::model::caller::Who;
use crate::model::kind::Kind;
use crate::screens::failure_panel::FailurePanel;
use crate::screens::lives_on::lives_on;
use crate::screens::token_list::names::Subject;
use crate::text;
use crate::text::catalog::grouped;
use crate::tokens::catalog::{Holding, Party};
use crate::tokens::ending::Whom;
use crate::tokens::rights;

const TITLE_ID: &str = "ts-plan-title";

/// So many users or providers are named before the rest is counted.
const NAMED: usize = 5;

/// A button that leads to the plan.
#[component]
pub fn PlanButton(
    /// What it stands on.
    choice: Choice,
    /// The id of the reason why it is disabled.
    #[prop(into)]
    id: String,
    /// Whose tokens it is about.
    whose: impl Fn() -> Whose + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let words = {
        let whose = whose();
        text::plan::button(whose.user.is_some(), whose.provider.is_some())
    };
    view! {
        <ExplainedButton
            class="button button-end"
            id
            reason=Signal::derive(move || choice.why_not_any())
            act=move |()| choice.plan(untrack(whose))
        >
            {drawn(BIN)}
            {words}
        </ExplainedButton>
    }
}

/// Where the plan is shown.
#[component]
pub fn Plan() -> impl IntoView {
    let gather = expect_context::<Choice>().gather;
    view! {
        <dialog
            class="end"
            part="dialog"
            aria-labelledby=TITLE_ID
            node_ref=gather.dialog
            on:keydown=|event: KeyboardEvent| event.stop_propagation()
            on:close=move |_| gather.stop()
        >
            <When holds=Signal::derive(move || gather.whose.with(Option::is_some))>
                <Frame/>
            </When>
        </dialog>
    }
}

/// Brings it up.
pub fn open(choice: Choice) {
    // A moment later, when what it shows is in it.
    let bring_up = move || {
        let Some(dialog) = choice.gather.dialog.try_get_untracked().flatten() else {
            return;
        };
        if !dialog.open() {
            // Only a dialog that is not on the page refuses.
            let _ = dialog.show_modal();
        }
        if let Some(title) = choice.gather.title.try_get_untracked().flatten() {
            // Only what is not on the page cannot take it.
            let _ = title.focus();
        }
    };
    set_timeout(bring_up, Duration::ZERO);
}

/// Closes it.
pub fn close(choice: Choice) {
    if let Some(dialog) = choice.gather.dialog.get_untracked() {
        dialog.close();
    }
}

/// The plan, of which it is known whose tokens it is about.
#[component]
fn Frame() -> impl IntoView {
    let choice = expect_context::<Choice>();
    let gather = choice.gather;
    let whose = gather.whose.get_untracked().unwrap_or_default();
    let name = |party: &Option<(u64, String)>| party.as_ref().map(|(_, name)| text::cut(name));
    let (user, provider) = (name(&whose.user), name(&whose.provider));
    let title = text::plan::title(user.as_deref(), provider.as_deref());
    let (names_users, names_clients) = (whose.user.is_none(), whose.provider.is_none());
    let is_gathering = move || !gather.is_done() && gather.failure().is_none();
    let has_some = move || gather.is_done() && gather.holdings().total() > 0;
    let failure = move || {
        let failure = gather.failure()?;
        Some(view! { <FailurePanel failure shown_elsewhere=&[] retry=move |()| gather.go_on()/> })
    };
    view! {
        <div class="end-frame">
            <header class="end-head">
                <h2 class="end-title" id=TITLE_ID tabindex="-1" node_ref=gather.title>{title}</h2>
            </header>
            <div class="end-body plan">
                <When holds=Signal::derive(is_gathering)>
                    <Progress/>
                </When>
                {failure}
                <When holds=Signal::derive(move || gather.is_done())>
                    <Gathered names_users names_clients/>
                </When>
            </div>
            <footer class="end-actions">
                <button type="button" class="button" on:click=move |_| close(choice)>"Cancel"</button>
                <When holds=Signal::derive(has_some)>
                    <GoOn/>
                </When>
            </footer>
        </div>
    }
}

/// Leads on to where all of it is ended.
#[component]
fn GoOn() -> impl IntoView {
    let choice = expect_context::<Choice>();
    let gather = choice.gather;
    let go_on = move |()| {
        // The numbers first: closing lets go of them.
        let targets = gather.targets();
        close(choice);
        choice.list.end(targets);
    };
    view! {
        <ExplainedButton
            class="button button-end"
            id="ts-why-plan"
            reason=Signal::derive(move || choice.why_not_any())
            act=go_on
        >
            {drawn(BIN)}
            {format!("Go on with {}…", grouped(gather.holdings().total() as u64))}
        </ExplainedButton>
    }
}

/// How far gathering is.
#[component]
fn Progress() -> impl IntoView {
    let gather = expect_context::<Choice>().gather;
    let done = move || gather.told().map_or(0, |(_, told)| told.read);
    let of = move || gather.told().map_or(1, |(_, told)| told.of);
    let words = move || match gather.told() {
        Some((kind, told)) => format!(
            "Looking for {}: {}",
            text::kinds::many(kind).to_ascii_lowercase(),
            text::catalog::so_far(told.read, told.of)
        ),
        None => String::new(),
    };
    view! {
        <div class="plan-progress">
            <ProgressBar
                label="Gathering tokens"
                done=Signal::derive(done)
                of=Signal::derive(of)
                text=Signal::derive(words)
            />
            <p>{words}</p>
            <p class="quiet">{"Nothing is deleted yet."}</p>
        </div>
    }
}

/// What was gathered, as it was then.
#[component]
fn Gathered(
    /// Whether it names the users whose tokens these are, since it is not about one of them.
    names_users: bool,
    /// Whether it names the clients that they were issued to.
    names_clients: bool,
) -> impl IntoView {
    let choice = expect_context::<Choice>();
    let holdings = choice.gather.holdings();
    let whose = choice.gather.whose.get_untracked().unwrap_or_default();
    let who = choice.app.session.who().get_untracked();
    let hidden = text::plan::hidden(&who, whose.user.as_ref(), whose.provider.as_ref());
    if let Some(hidden) = hidden.filter(|_| holdings.total() == 0) {
        let [title, what_to_do] = hidden;
        return view! {
            <div class="plan-shown">
                <p class="end-lead" role="status">{title}</p>
                <p>{what_to_do}</p>
            </div>
        }
        .into_any();
    }
    let lead = match holdings.total() as u64 {
        0 => "There is nothing to delete.".to_owned(),
        1 => "This is the plan: 1 token. Nothing is deleted yet.".to_owned(),
        many => format!("This is the plan: {} tokens. Nothing is deleted yet.", grouped(many)),
    };
    let is_partial = matches!(who, Who::Known(caller) if !caller.is_superuser);
    let only_own = is_partial.then(|| view! {
        <Info>
            <p>{"You are not a superuser: authentik shows you only your own tokens. Others may exist all the same."}</p>
        </Info>
    });
    let unreadable = holdings.unreadable() as u64;
    let unreadable = (unreadable > 0).then(|| view! { <Warning><p>{text::plan::unreadable(unreadable)}</p></Warning> });
    let users = names_users.then(|| concerned("Users", &holdings.users)).flatten();
    let clients = names_clients
        .then(|| concerned("Clients", &holdings.providers))
        .flatten();
    let whom = if whose.user.is_some() { Whom::User } else { Whom::Client };
    let lives_on = (holdings.total() > 0).then(|| lives_on(whom, whose.user, false));
    let now = choice.app.clock.ten_seconds.get_untracked();
    view! {
        <div class="plan-shown">
            <p class="end-lead" role="status">{lead}</p>
            <ul class="plan-kinds">{each(holdings.kinds, |holding| line(&holding, now))}</ul>
            {users}
            {clients}
            {unreadable}
            {only_own}
            {lives_on}
        </div>
    }
    .into_any()
}

fn line(holding: &Holding, now: DateTime<Utc>) -> AnyView {
    let issued = match (holding.oldest, holding.newest) {
        (Some(oldest), Some(newest)) if oldest != newest => Some(format!(
            "issued between {} and {}",
            relative(oldest, now),
            relative(newest, now)
        )),
        (Some(at), _) => Some(format!("issued {}", relative(at, now))),
        _ if holding.total > 0 => Some("when issued, authentik does not tell".to_owned()),
        _ => None,
    };
    let parts: Vec<String> = [Some(text::plan::states(holding)), issued]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    view! {
        <li>
            <strong>{text::plan::counted(holding.kind, holding.total as u64)}</strong>
            <span class="quiet">{parts.join("; ")}</span>
        </li>
    }
    .into_any()
}

/// Whom it concerns besides whom it is about.
fn concerned(who: &str, parties: &[Party]) -> Option<AnyView> {
    if parties.is_empty() {
        return None;
    }
    let title = format!("{who} concerned, {}: ", grouped(parties.len() as u64));
    let words = text::plan::parties(parties, NAMED);
    Some(view! { <p><strong>{title}</strong><bdi>{words}</bdi></p> }.into_any())
}

/// What can be done with all of whoever the list is filtered by.
#[component]
pub fn FilterTools() -> impl IntoView {
    let choice = expect_context::<Choice>();
    let list = choice.list;
    let button = move || {
        let query = list.query();
        let (user, provider) = (query.user, query.provider);
        let whose = move || Whose {
            user: user.map(|pk| (pk, list.names.named(Subject::User, pk))),
            provider: provider.map(|pk| (pk, list.names.named(Subject::Provider, pk))),
        };
        let is_any = user.is_some() || provider.is_some();
        is_any.then(|| view! { <PlanButton choice id="ts-why-filter" whose/> })
    };
    view! { <span class="filter-tools">{button}</span> }
}

impl Choice {
    /// Why nothing of any kind may be ended, in words, tracked.
    pub fn why_not_any(&self) -> Option<String> {
        let who = self.app.session.who().get();
        let bars = Kind::ALL.map(|kind| rights::bar(&who, self.part(), kind, self.list.refused.get()));
        // Where one kind may be tried, it is tried.
        let first = bars.into_iter().collect::<Option<Vec<_>>>()?.first().copied()?;
        Some(text::rights::bar(first))
    }
}
