//! What is risky about a token, as a mark in its row.

use std::rc::Rc;

use leptos::prelude::*;

use crate::app::app;
use crate::authentik::token::Token;
use crate::screens::finding_look::look;
use crate::screens::token_list::list::List;
use crate::text;
use crate::tokens::findings::findings;
use crate::ui::dom::{El, span};
use crate::ui::icon::picture;

/// How many findings there are, in the colour and the picture of the worst; their names for those who do not see it.
pub fn marks(token: &Rc<Token>) -> El {
    let list = expect_context::<List>();
    let clock = app().clock;
    let token = Rc::clone(token);
    span("finding-marks").part(move || {
        let found = findings(&token, list.kind(), clock.ten_seconds.get());
        let severity = found.worst()?;
        let names: Vec<&str> = found
            .iter()
            .map(|finding| text::findings::finding(finding).title)
            .collect();
        let (class, icon) = look(severity);
        Some(
            span(class)
                .attr("title", &names.join("\n"))
                .child(picture(icon))
                .child(
                    span("finding-count")
                        .attr("aria-hidden", "true")
                        .text(&names.len().to_string()),
                )
                .child(span("visually-hidden").text(&names.join(", "))),
        )
    })
}
