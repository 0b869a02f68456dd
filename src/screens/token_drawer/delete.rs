//! Deletes the open token, or everything that belongs to its user, its provider, or its grant.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlDetailsElement, HtmlElement, MouseEvent};

use crate::components::explained_button::ExplainedButton;
use crate::components::focus::focus_quietly;
use crate::components::icon::{BIN, drawn};
use crate::components::menu::Menu;
use crate::model::failure::{Failure, FailureKind};
use crate::model::token::Token;
use crate::screens::selection::{PlanButton, PlanScope, SelectionState};
use crate::screens::token_list::list::List;
use crate::state::app::{App, app};
use crate::text;
use crate::text::drawer as words;
use crate::tokens::deletion::Target;
use crate::tokens::rights::{DeletionModule, DisabledReason, disabled_reason_of_one};

/// The menu.
#[component]
pub fn DeleteMenu(
    /// The open token, once something is known of it.
    token: impl Fn() -> Option<Rc<Token>> + Copy + Send + Sync + 'static,
    /// Why there is nothing of it to see.
    failure: impl Fn() -> Option<Failure> + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let all = move || {
        let token = token()?;
        let user = Some((token.user.pk, token.user.username.clone()));
        let provider = Some((token.provider.pk, token.provider.name.clone()));
        let of = |user, provider| PlanScope { user, provider };
        Some(view! {
            <DeleteAll id="ts-why-grant" plan_scope=of(user.clone(), provider.clone())/>
            <DeleteAll id="ts-why-user" plan_scope=of(user, None)/>
            <DeleteAll id="ts-why-provider" plan_scope=of(None, provider)/>
        })
    };
    view! {
        <Menu name=words::DELETE_MENU icon=BIN class="button button-delete">
            <div class="delete-choices" on:click=|event| leave_menu(&event)>
                <DeleteButton token failure/>
                {all}
            </div>
        </Menu>
    }
}

/// Closes the menu once something in it was chosen, with the focus on its button: there it is when the dialog closes.
fn leave_menu(event: &MouseEvent) {
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    let closest = |selector: &str| {
        target
            .as_ref()
            .and_then(|target| target.closest(selector).ok().flatten())
    };
    if closest("button:not([aria-disabled])").is_none() {
        return;
    }
    let Some(menu) = closest("details").and_then(|menu| menu.dyn_into::<HtmlDetailsElement>().ok()) else {
        return;
    };
    let summary = menu.query_selector("summary").ok().flatten();
    if let Some(summary) = summary.and_then(|summary| summary.dyn_into::<HtmlElement>().ok()) {
        focus_quietly(&summary);
    }
    menu.set_open(false);
}

/// The button that leads to a plan, once that part of the program is there.
#[component]
fn DeleteAll(
    /// The id of the reason why it is disabled.
    id: &'static str,
    /// Whose tokens the plan is about.
    plan_scope: PlanScope,
) -> impl IntoView {
    let list = expect_context::<List>();
    let plan_scope = StoredValue::new(plan_scope);
    move || {
        list.slots.selection.with(Option::is_some).then_some(())?;
        let state = use_context::<SelectionState>()?;
        Some(view! { <PlanButton state id plan_scope=move || plan_scope.try_get_value().unwrap_or_default()/> })
    }
}

/// Deletes the open token. What may not be deleted says why.
#[component]
fn DeleteButton(
    /// The open token, once something is known of it.
    token: impl Fn() -> Option<Rc<Token>> + Copy + Send + Sync + 'static,
    /// Why there is nothing of it to see.
    failure: impl Fn() -> Option<Failure> + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let list = expect_context::<List>();
    let App { session, modules, .. } = app();
    let reason = Memo::new(move |_| {
        let part = match (list.can_delete(), modules.failed.get()) {
            (true, _) => DeletionModule::Ready,
            (false, true) => DeletionModule::Missing,
            (false, false) => DeletionModule::Loading,
        };
        let who = session.who().get();
        // Only a token that can be seen may be deleted.
        let own = token().is_none().then(|| match failure().map(|failure| failure.kind) {
            Some(FailureKind::NotFound) => DisabledReason::Gone,
            Some(_) => DisabledReason::NotShown,
            None => DisabledReason::Awaited,
        });
        disabled_reason_of_one(&who, part, list.kind(), list.refused.get(), own).map(text::rights::disabled)
    });
    let delete = move |()| {
        let target = untrack(|| token().map(|token| Target::of(list.kind(), &token)));
        if let Some(target) = target {
            list.ask_to_delete(vec![target]);
        }
    };
    view! {
        <ExplainedButton class="button button-delete" id="ts-why-open" reason act=delete>
            {drawn(BIN)}
            {words::DELETE}
        </ExplainedButton>
    }
}
