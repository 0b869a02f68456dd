//! What can be done with one token, in its row.

use std::cell::Cell;

use leptos::prelude::*;

use super::Choice;
use crate::screens::token_list::list::InRow;
use crate::tokens::ending::Target;
use crate::ui::barred::barred;
use crate::ui::dom::El;
use crate::ui::icon::{BIN, drawing};

thread_local! {
    /// How many were made: each has an id of its own, since a row shows one token after the other.
    static MADE: Cell<u32> = const { Cell::new(0) };
}

/// The button that the row names: "Delete access token 4711".
pub fn tools(token: InRow) -> El {
    let choice = expect_context::<Choice>();
    let list = choice.list;
    let made = MADE.replace(MADE.get() + 1);
    barred(
        "icon-button row-delete",
        &format!("ts-why-{made}"),
        move || choice.why_not(),
        move || {
            if let Some(token) = token() {
                list.end(vec![Target::of(untrack(|| list.kind()), &token)]);
            }
        },
        |button| button.attr("title", "Delete").child(drawing(BIN)),
    )
}
