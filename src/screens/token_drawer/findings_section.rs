//! What is risky about the token, why that matters, and what to do.

use std::rc::Rc;

use crate::app::app;
use crate::authentik::token::Token;
use crate::screens::finding_look::look;
use crate::text;
use crate::tokens::findings::findings;
use crate::tokens::kind::Kind;
use crate::ui::dom::{El, el, span};
use crate::ui::icon::picture;

/// Each finding, the most severe first; or that there is none.
pub fn findings_section(token: &Rc<Token>, kind: Kind) -> Vec<El> {
    let clock = app().clock;
    let token = Rc::clone(token);
    let list = move || {
        let found = findings(&token, kind, clock.ten_seconds.get());
        if found.is_empty() {
            let none = "Nothing that Tokenscope looks for. That is no proof that all is well.";
            return Some(el("p").class("quiet").text(none));
        }
        let items = found.iter().map(|finding| {
            let words = text::findings::finding(finding);
            let severity = finding.severity();
            let (class, icon) = look(severity);
            let title = el("h4")
                .class(class)
                .child(picture(icon))
                .text(words.title)
                .child(span("quiet finding-severity").text(text::findings::severity(severity)));
            el("li")
                .child(title)
                .child(el("p").text(words.why))
                .child(el("p").class("finding-do").text(words.what_to_do))
        });
        Some(el("ul").class("finding-list").children(items))
    };
    vec![el("div").part(list)]
}
