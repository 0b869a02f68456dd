//! A row of the token table.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event};

use super::columns::Column;
use super::list::List;
use crate::app::app;
use crate::authentik::decode::DecodeError;
use crate::authentik::token::Token;
use crate::screens::person::{marks_of, portrait};
use crate::screens::status_pill::status_pill;
use crate::text;
use crate::tokens::local_match::{Needle, highlights};
use crate::tokens::status::status_of;
use crate::ui::dom::{El, bdi, el, is_plain_click, span};
use crate::ui::time::relative_time;

/// So many scopes are shown before they are counted.
const SCOPES_SHOWN: usize = 3;

type Mark = Option<Rc<Needle>>;

/// A token in these columns, with what `needle` finds in it marked.
pub fn token_row(token: &Rc<Token>, needle: &Mark, columns: &[Column]) -> El {
    let list = expect_context::<List>();
    let pk = token.pk;
    let row = el("tr")
        .class("row")
        .attr("role", "row")
        .attr("data-token", &pk.to_string())
        .class_if("row-open", move || list.open() == Some(pk))
        .class_if("row-selected", move || list.is_selected(pk))
        .on("click", move |event| {
            if !is_for_a_control(event) {
                list.open_token(pk);
            }
        })
        .child(td("cell-select").child(tick(
            &format!("Select token {pk}"),
            move || list.is_selected(pk),
            move |select| list.select(pk, select),
        )));
    columns.iter().fold(row, |row, &column| {
        let cell = td(column.class())
            .attr("data-label", column.label())
            .child(cell(column, token, needle, list));
        row.child(cell)
    })
}

/// A row that authentik sent and nobody can read: marked as such, and never left out.
pub fn unreadable_row(pk: Option<u64>, problem: &DecodeError) -> El {
    let title = match pk {
        Some(pk) => format!("Token {pk} cannot be read."),
        None => "This token cannot be read.".to_owned(),
    };
    odd_row(
        &title,
        " authentik’s answer is not what it should be: ",
        &problem.to_string(),
        ". Nothing else on this page is affected.",
    )
}

/// A token that authentik itself cannot read.
pub fn broken_row(place: &str, id: &str) -> El {
    let said = format!(" It stands {place}. Request id: ");
    odd_row("authentik cannot read this token.", &said, id, "")
}

fn odd_row(title: &str, before: &str, code: &str, after: &str) -> El {
    let list = expect_context::<List>();
    let width = move || 1 + Column::ALL.into_iter().filter(|&column| list.shows(column)).count();
    let cell = td("")
        .attr_of("colspan", move || Some(width().to_string()))
        .child(el("strong").text(title))
        .text(before)
        .child(el("code").text(code))
        .text(after);
    el("tr").class("row row-unreadable").attr("role", "row").child(cell)
}

/// A box to tick, in a target that a finger can hit.
pub fn tick(name: &str, is_ticked: impl Fn() -> bool + 'static, set: impl Fn(bool) + 'static) -> El {
    let input = el("input")
        .attr("type", "checkbox")
        .attr("aria-label", name)
        .checked_of(is_ticked)
        .on_checked(set);
    el("label").class("tick").child(input)
}

/// A cell. Its role is spelled out because narrow layouts take the table apart.
pub fn td(class: &str) -> El {
    el("td").class(class).attr("role", "cell")
}

/// Whether a click means a link, a box or a selection of text rather than the row.
fn is_for_a_control(event: &Event) -> bool {
    let on_control = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|element| matches!(element.closest("a, button, label, input"), Ok(Some(_))));
    let selecting = window()
        .get_selection()
        .ok()
        .flatten()
        .is_some_and(|selection| !selection.is_collapsed());
    on_control || selecting
}

fn cell(column: Column, token: &Rc<Token>, needle: &Mark, list: List) -> El {
    match column {
        Column::Token => link(token, needle, list),
        Column::User => user(token, needle),
        Column::Provider => provider(token, needle),
        Column::Scopes => scopes(token, needle),
        Column::Status => {
            let clock = app().clock;
            let token = Rc::clone(token);
            status_pill(move || status_of(&token, clock.ten_seconds.get()))
        }
        Column::Findings => {
            let token = Rc::clone(token);
            span("findings").part(move || Some((list.marks.get()?)(&token)))
        }
        Column::Expires => match token.expires {
            Some(at) => relative_time(at),
            None => span("quiet").text("Never"),
        },
        Column::Issued => match token.claims.as_ref().and_then(|claims| claims.issued_at()) {
            Some(at) => relative_time(at),
            None => span("quiet")
                .attr("title", "The claims hold no time of issue")
                .text("Not told"),
        },
    }
}

fn link(token: &Token, needle: &Mark, list: List) -> El {
    let pk = token.pk;
    let link = el("a")
        .class("row-link")
        .attr("aria-label", &format!("{} {pk}", text::kinds::one(list.kind())))
        .attr_of("href", move || Some(list.href_of(pk)))
        .on("click", move |event| {
            if is_plain_click(event) {
                event.prevent_default();
                list.open_token(pk);
            }
        });
    marked(link, needle, &pk.to_string())
}

fn user(token: &Token, needle: &Mark) -> El {
    let user = &token.user;
    let name = marked(bdi("").class("line-main"), needle, user.display_name()).attr("title", user.display_name());
    let username = marked(bdi("").class("line line-quiet"), needle, &user.username).attr("title", &user.username);
    span("person").child(portrait(&user.avatar, &user.initials())).child(
        span("two-lines")
            .child(span("line line-marked").child(name).children(marks_of(user)))
            .child(username),
    )
}

fn provider(token: &Token, needle: &Mark) -> El {
    let provider = &token.provider;
    let name = marked(bdi("").class("line line-main"), needle, &provider.name).attr("title", &provider.name);
    let application = match &provider.application {
        Some(application) => {
            let line = bdi("").class("line line-quiet").attr("title", &application.name);
            marked(line, needle, &application.name)
        }
        None => span("line line-quiet").text("No application"),
    };
    span("two-lines").child(name).child(application)
}

fn scopes(token: &Token, needle: &Mark) -> El {
    if token.scope.is_empty() {
        return span("quiet").text("None");
    }
    let shown = token.scope.iter().take(SCOPES_SHOWN);
    let list = el("ul")
        .class("scopes")
        .attr("title", &token.scope.join("\n"))
        .children(shown.map(|name| el("li").child(marked(scope(name), needle, name))));
    // Where there is little room only the first is shown; the style sheet decides which of the counts is true.
    list.children(scopes_left(token.scope.len(), SCOPES_SHOWN, "scope-more"))
        .children(scopes_left(token.scope.len(), 1, "scope-more-narrow"))
}

fn scopes_left(of: usize, shown: usize, class: &str) -> Option<El> {
    let left = of.checked_sub(shown).filter(|&left| left > 0)?;
    let words = span("visually-hidden").text(" more scopes");
    Some(el("li").class(class).text(&format!("+{left}")).child(words))
}

/// The frame of a scope's name; one that gives power stands out.
pub fn scope(name: &str) -> El {
    let powerful = text::scopes::is_powerful(name);
    bdi("").class(if powerful { "scope scope-powerful" } else { "scope" })
}

/// Adds `text`, with what matches marked.
fn marked(place: El, needle: &Mark, text: &str) -> El {
    let Some(needle) = needle else {
        return place.text(text);
    };
    highlights(needle, text)
        .into_iter()
        .fold(place, |place, (matches, part)| {
            if matches {
                place.child(el("mark").text(&part))
            } else {
                place.text(&part)
            }
        })
}

/// Puts the focus on the link of a row, if it is there.
pub fn focus_row(table: &El, pk: u64) -> bool {
    table
        .find(&format!("[data-token='{pk}'] .row-link"))
        .is_some_and(|link| link.focus())
}
