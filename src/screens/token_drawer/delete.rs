//! Ends the open token.

use leptos::prelude::*;
use std::rc::Rc;

use crate::app::{App, app};
use crate::authentik::token::Token;
use crate::screens::token_list::list::List;
use crate::text;
use crate::tokens::ending::Target;
use crate::tokens::rights::{Part, bar_of_one};
use crate::ui::explained_button::ExplainedButton;
use crate::ui::icon::{BIN, drawn};

/// The button. What may not be deleted says why.
#[component]
pub fn DeleteButton(
    /// The open token, once something is known of it.
    token: impl Fn() -> Option<Rc<Token>> + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let list = expect_context::<List>();
    let App { client, later, .. } = app();
    let reason = Memo::new(move |_| {
        let part = match (list.can_end(), later.has_failed()) {
            (true, _) => Part::There,
            (false, true) => Part::Missing,
            (false, false) => Part::Loading,
        };
        let who = client.who().get();
        bar_of_one(&who, part, list.kind(), list.refused.get(), token().is_none()).map(text::rights::bar)
    });
    let end = move |()| {
        let target = untrack(|| token().map(|token| Target::of(list.kind(), &token)));
        if let Some(target) = target {
            list.end(vec![target]);
        }
    };
    view! {
        <ExplainedButton class="button button-end" id="ts-why-open" reason act=end>
            {drawn(BIN)}
            "Delete"
        </ExplainedButton>
    }
}
