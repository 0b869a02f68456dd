//! Deletes the open token.

use leptos::prelude::*;
use std::rc::Rc;

use crate::components::explained_button::ExplainedButton;
use crate::components::icon::{BIN, drawn};
use crate::model::failure::{Failure, FailureKind};
use crate::model::token::Token;
use crate::screens::token_list::list::List;
use crate::state::app::{App, app};
use crate::text;
use crate::tokens::deletion::Target;
use crate::tokens::rights::{DeletionModule, DisabledReason, disabled_reason_of_one};

/// The button. What may not be deleted says why.
#[component]
pub fn DeleteButton(
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
            {text::drawer::DELETE}
        </ExplainedButton>
    }
}
