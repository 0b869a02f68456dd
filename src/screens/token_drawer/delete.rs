//! Ends the open token.

use std::rc::Rc;

use crate::app::{App, app};
use crate::authentik::token::Token;
use crate::screens::token_list::list::List;
use crate::text;
use crate::tokens::ending::Target;
use crate::tokens::rights::{Part, bar_of_one};
use crate::ui::barred::barred;
use crate::ui::dom::El;
use crate::ui::icon::{BIN, drawing};

/// The button. What may not be deleted says why.
pub fn delete_button(list: List, token: impl Fn() -> Option<Rc<Token>> + Copy + 'static) -> El {
    let App { client, later, .. } = app();
    let why_not = move || {
        let part = match (list.can_end(), later.has_failed()) {
            (true, _) => Part::There,
            (false, true) => Part::Missing,
            (false, false) => Part::Loading,
        };
        let who = client.who().get();
        bar_of_one(&who, part, list.kind(), list.refused.get(), token().is_none()).map(text::rights::bar)
    };
    let end = move || {
        let target = leptos::prelude::untrack(|| token().map(|token| Target::of(list.kind(), &token)));
        if let Some(target) = target {
            list.end(vec![target]);
        }
    };
    barred("button button-end", "ts-why-open", why_not, end, |button| {
        button.child(drawing(BIN)).text("Delete")
    })
}
