//! A list of facts: names on one side, what is known on the other.

use serde_json::Value;

use crate::ui::copy::copy_button;
use crate::ui::dom::{El, bdi, el, span};
use crate::ui::json_tree::json_tree;

/// What is said where authentik does not tell.
pub const NOT_TOLD: &str = "Not told";

/// A list of facts.
pub fn facts() -> El {
    el("dl").class("facts")
}

/// One fact: what it is ("Client id"), its name in the API where that differs, and what is known.
pub fn fact(name: &str, field: &str, known: El) -> El {
    let term = el("dt").text(name);
    let term = if field.is_empty() {
        term
    } else {
        term.attr("title", field)
    };
    el("div").class("fact").child(term).child(el("dd").child(known))
}

/// A text of ours.
pub fn words(text: &str) -> El {
    el("span").text(text)
}

/// A text of authentik's, or the word for its absence.
pub fn text_or(text: Option<&str>, absent: &str) -> El {
    match text.filter(|text| !text.trim().is_empty()) {
        Some(text) => bdi(text).class("value"),
        None => span("quiet").text(absent),
    }
}

/// An identifier: in the type of machines, with a button that copies it.
pub fn identifier(name: &str, text: Option<&str>) -> El {
    match text.filter(|text| !text.is_empty()) {
        Some(text) => {
            let copied = text.to_owned();
            span("identifier")
                .child(el("code").text(text))
                .child(copy_button(&format!("Copy {name}"), move || copied.clone()))
        }
        None => text_or(None, "None"),
    }
}

/// Identifiers, one a line.
pub fn identifiers(ids: &[String]) -> El {
    if ids.is_empty() {
        return text_or(None, "None");
    }
    let lines = ids.iter().map(|id| el("li").child(el("code").text(id)));
    el("ul").class("id-list").children(lines)
}

/// "Yes", "No", or that authentik does not tell.
pub fn yes_no(value: Option<bool>) -> El {
    words(match value {
        Some(true) => "Yes",
        Some(false) => "No",
        None => NOT_TOLD,
    })
}

/// What is looked at less often, behind a handle.
pub fn folded(title: &str, content: El) -> El {
    el("details")
        .class("more")
        .child(el("summary").text(title))
        .child(content)
}

/// Fields that nobody knew when this was written; nothing where there are none.
pub fn more(more: &[(String, Value)]) -> Option<El> {
    if more.is_empty() {
        return None;
    }
    let note = "Fields that this version of Tokenscope does not know, as authentik sent them.";
    let list = more.iter().fold(facts(), |list, (name, value)| {
        list.child(fact(name, "", json_tree(value)))
    });
    let title = format!("More ({})", more.len());
    Some(folded(
        &title,
        el("div").child(el("p").class("quiet").text(note)).child(list),
    ))
}
