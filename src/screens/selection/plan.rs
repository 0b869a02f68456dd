//! A plan to delete all OAuth2 tokens that a user holds, or that were issued to a client: loaded first, shown, and only then
//! handed to where tokens are deleted.

use std::time::Duration;

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::plan_loader::PlanScope;
use super::state::SelectionState;
use crate::components::explained_button::ExplainedButton;
use crate::components::format::relative;
use crate::components::icon::{BIN, drawn};
use crate::components::notice::{Info, Warning};
use crate::components::progress::ProgressBar;
use crate::components::when::{When, each};
use crate::model::caller::Who;
use crate::screens::failure_panel::FailurePanel;
use crate::screens::remaining_access::remaining_access;
use crate::screens::token_list::names::Subject;
use crate::text;
use crate::tokens::catalog::KindSummary;
use crate::tokens::deletion::Whom;

const TITLE_ID: &str = "ts-plan-title";

/// So many users or providers are named before the rest is counted.
const NAMED: usize = 5;

/// A button that leads to the plan.
#[component]
pub fn PlanButton(
    /// What it stands on.
    state: SelectionState,
    /// The id of the reason why it is disabled.
    #[prop(into)]
    id: String,
    /// Whose tokens it is about.
    plan_scope: impl Fn() -> PlanScope + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let words = {
        let plan_scope = plan_scope();
        text::plan::button(plan_scope.user.is_some(), plan_scope.provider.is_some())
    };
    view! {
        <ExplainedButton
            class="button button-delete"
            id
            reason=Signal::derive(move || state.why_not_any())
            act=move |()| state.plan(untrack(plan_scope))
        >
            {drawn(BIN)}
            {words}
        </ExplainedButton>
    }
}

/// Where the plan is shown.
#[component]
pub fn Plan() -> impl IntoView {
    let plan = expect_context::<SelectionState>().plan;
    view! {
        <dialog
            class="dialog deletion-dialog"
            part="dialog"
            aria-labelledby=TITLE_ID
            node_ref=plan.dialog
            on:keydown=|event: KeyboardEvent| event.stop_propagation()
            on:close=move |_| plan.stop()
        >
            <When holds=Signal::derive(move || plan.plan_scope.with(Option::is_some))>
                <Frame/>
            </When>
        </dialog>
    }
}

/// Brings it up.
pub fn open(state: SelectionState) {
    // A moment later, when what it shows is in it.
    let bring_up = move || {
        let Some(dialog) = state.plan.dialog.try_get_untracked().flatten() else {
            return;
        };
        if !dialog.open() {
            // Only a dialog that is not on the page refuses.
            let _ = dialog.show_modal();
        }
        if let Some(title) = state.plan.title.try_get_untracked().flatten() {
            // Only what is not on the page cannot take it.
            let _ = title.focus();
        }
    };
    set_timeout(bring_up, Duration::ZERO);
}

pub fn close(state: SelectionState) {
    if let Some(dialog) = state.plan.dialog.get_untracked() {
        dialog.close();
    }
}

/// The plan, once it is known whose tokens it is about.
#[component]
fn Frame() -> impl IntoView {
    let state = expect_context::<SelectionState>();
    let plan = state.plan;
    let plan_scope = plan.plan_scope.get_untracked().unwrap_or_default();
    let name = |party: &Option<(u64, String)>| party.as_ref().map(|(_, name)| text::cut(name));
    let (user, provider) = (name(&plan_scope.user), name(&plan_scope.provider));
    let title = text::plan::title(user.as_deref(), provider.as_deref());
    let (names_users, names_providers) = (plan_scope.user.is_none(), plan_scope.provider.is_none());
    let is_gathering = move || !plan.is_done() && plan.failure().is_none();
    let has_some = move || plan.is_done() && plan.summary_untracked().total() > 0;
    let failure = move || {
        let failure = plan.failure()?;
        Some(view! { <FailurePanel failure shown_elsewhere=&[] retry=move |()| plan.go_on()/> })
    };
    view! {
        <div class="dialog-frame">
            <header class="dialog-head">
                <h2 id=TITLE_ID tabindex="-1" node_ref=plan.title>{title}</h2>
            </header>
            <div class="dialog-body plan">
                <When holds=Signal::derive(is_gathering)>
                    <PlanProgress/>
                </When>
                {failure}
                <When holds=Signal::derive(move || plan.is_done())>
                    <Gathered names_users names_providers/>
                </When>
            </div>
            <footer class="deletion-actions">
                <button type="button" class="button" on:click=move |_| close(state)>{text::buttons::CANCEL}</button>
                <When holds=Signal::derive(has_some)>
                    <DeleteButton/>
                </When>
            </footer>
        </div>
    }
}

/// Leads on to where all of it is deleted.
#[component]
fn DeleteButton() -> impl IntoView {
    let state = expect_context::<SelectionState>();
    let plan = state.plan;
    let go_on = move |()| {
        // Take the targets first: closing drops them.
        let targets = plan.targets();
        close(state);
        state.list.ask_to_delete(targets);
    };
    view! {
        <ExplainedButton
            class="button button-delete"
            id="ts-why-plan"
            reason=Signal::derive(move || state.why_not_any())
            act=go_on
        >
            {drawn(BIN)}
            {text::plan::delete(plan.summary_untracked().total() as u64)}
        </ExplainedButton>
    }
}

/// How far loading is.
#[component]
fn PlanProgress() -> impl IntoView {
    let plan = expect_context::<SelectionState>().plan;
    let done = move || plan.progress().map_or(0, |(_, progress)| progress.read);
    let of = move || plan.progress().map_or(1, |(_, progress)| progress.of);
    let words = move || match plan.progress() {
        Some((kind, progress)) => text::plan::looking(kind, progress.read, progress.of),
        None => String::new(),
    };
    view! {
        <div class="plan-progress">
            <ProgressBar
                label=text::plan::LOADING
                done=Signal::derive(done)
                of=Signal::derive(of)
                text=Signal::derive(words)
            />
            <p>{words}</p>
            <p class="quiet">{text::plan::NOTHING_DELETED}</p>
        </div>
    }
}

/// What was loaded, as it was then.
#[component]
fn Gathered(
    /// Whether it names the users whose tokens these are, since it is not about one of them.
    names_users: bool,
    /// Whether it names the clients that they were issued to.
    names_providers: bool,
) -> impl IntoView {
    let state = expect_context::<SelectionState>();
    let summary = state.plan.summary_untracked();
    let plan_scope = state.plan.plan_scope.get_untracked().unwrap_or_default();
    let who = state.app.session.who().get_untracked();
    let hidden = text::plan::hidden(&who, plan_scope.user.as_ref(), plan_scope.provider.as_ref());
    if let Some(hidden) = hidden.filter(|_| summary.total() == 0) {
        let [title, what_to_do] = hidden;
        return view! {
            <div class="plan-shown">
                <p class="deletion-lead" role="status">{title}</p>
                <p>{what_to_do}</p>
            </div>
        }
        .into_any();
    }
    let lead = text::plan::lead(summary.total() as u64);
    let is_partial = matches!(who, Who::Known(caller) if !caller.is_superuser);
    let only_own = is_partial.then(|| {
        view! {
            <Info>
                <p>{text::plan::ONLY_OWN}</p>
            </Info>
        }
    });
    let unreadable = summary.unreadable() as u64;
    let unreadable = (unreadable > 0).then(|| view! { <Warning><p>{text::plan::unreadable(unreadable)}</p></Warning> });
    let users = (names_users && !summary.users.is_empty())
        .then(|| concerned(text::plan::users_concerned(&summary.users, NAMED)));
    let providers = (names_providers && !summary.providers.is_empty())
        .then(|| concerned(text::plan::providers_concerned(&summary.providers, NAMED)));
    let whom = if plan_scope.user.is_some() {
        Whom::User
    } else {
        Whom::Client
    };
    let remaining_access = (summary.total() > 0).then(|| remaining_access(whom, plan_scope.user, false));
    let now = state.app.clock.ten_seconds.get_untracked();
    view! {
        <div class="plan-shown">
            <p class="deletion-lead" role="status">{lead}</p>
            <ul class="plan-kinds">{each(summary.kinds, |holding| line(&holding, now))}</ul>
            {users}
            {providers}
            {unreadable}
            {only_own}
            {remaining_access}
        </div>
    }
    .into_any()
}

fn line(holding: &KindSummary, now: DateTime<Utc>) -> AnyView {
    let issued = text::plan::issued(holding, |at| relative(at, now));
    let parts: Vec<String> = [Some(text::plan::states(holding)), issued]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    view! {
        <li>
            <strong>{text::kinds::counted(holding.kind, holding.total as u64)}</strong>
            <span class="quiet">{parts.join("; ")}</span>
        </li>
    }
    .into_any()
}

/// Whom it concerns besides whom it is about.
fn concerned([title, names]: [String; 2]) -> AnyView {
    view! { <p><strong>{title}</strong><bdi>{names}</bdi></p> }.into_any()
}

/// The actions for everything that belongs to the user or client the list is filtered by.
#[component]
pub fn FilterTools() -> impl IntoView {
    let state = expect_context::<SelectionState>();
    let list = state.list;
    let button = move || {
        let query = list.query();
        let (user, provider) = (query.user, query.provider);
        let plan_scope = move || PlanScope {
            user: user.map(|pk| (pk, list.names.named(Subject::User, pk))),
            provider: provider.map(|pk| (pk, list.names.named(Subject::Provider, pk))),
        };
        let is_any = user.is_some() || provider.is_some();
        is_any.then(|| view! { <PlanButton state id="ts-why-filter" plan_scope/> })
    };
    view! { <span class="filter-tools">{button}</span> }
}

impl SelectionState {
    /// Shows what there is of it, to delete it.
    pub fn plan(self, plan_scope: PlanScope) {
        self.plan.begin(plan_scope);
        open(self);
    }
}
