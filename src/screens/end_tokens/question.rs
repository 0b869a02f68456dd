//! Whether tokens are to be ended: what they are, and what that does and does not do.

use std::rc::Rc;

use leptos::prelude::*;

use super::{Desk, many, one, title};
use crate::state::State;
use crate::text;
use crate::tokens::ending::{Summary, Target};
use crate::ui::dom::{El, button, el};

/// From so many on, the number is to be typed.
const MANY: usize = 50;

/// What is asked, as far as it can change while it is.
#[derive(Clone, Copy)]
pub struct Choice {
    /// What is taken along besides.
    pub also: State<Vec<Target>>,
    typed: State<String>,
}

/// The question.
pub fn question(desk: Desk) -> El {
    let targets = desk.asked.now();
    let choice = Choice {
        also: State::new(Vec::new()),
        typed: State::new(String::new()),
    };
    let summary = Summary::of(&targets);
    let kind = summary.only_kind();
    let all = {
        let targets = Rc::clone(&targets);
        move || [targets.to_vec(), choice.also.get()].concat()
    };
    let count = targets.len();
    let how_many = move || count + choice.also.with(Vec::len);
    let name = move || {
        // What is taken along may be of another kind.
        let kind = kind.filter(|kind| choice.also.with(|also| also.iter().all(|other| other.kind == *kind)));
        text::ending::tokens(kind, how_many())
    };
    let body = match (&*targets, kind) {
        ([target], _) => one::one(target, choice),
        _ => many::many(&targets, &summary),
    };
    let is_confirmed = move || how_many() < MANY || choice.typed.with(|typed| is_number(typed, how_many()));
    let confirm = {
        let all = all.clone();
        move || {
            if untrack(is_confirmed) {
                desk.start(untrack(&all));
            }
        }
    };
    let why_not = move || (!is_confirmed()).then(|| format!("Type {} first.", how_many()));
    let delete = button("button button-danger", confirm.clone())
        .attr_of("aria-disabled", move || why_not().map(|_| "true".to_owned()))
        .attr_of("title", why_not)
        .text_of(move || format!("Delete {}", name()));
    let actions = el("footer")
        .class("end-actions")
        .child(button("button", move || desk.close()).text("Cancel"))
        .child(delete);
    el("div")
        .class("end-frame")
        .child(
            el("header")
                .class("end-head")
                .child(title(move || format!("Delete {}", name()))),
        )
        .child(el("div").class("end-body").child(body).part_if(
            move || how_many() >= MANY,
            move || typing(choice, how_many, confirm.clone()),
        ))
        .child(actions)
}

/// The number, to be typed.
fn typing(choice: Choice, how_many: impl Fn() -> usize + Copy + 'static, confirm: impl Fn() + 'static) -> El {
    let input = el("input")
        .class("field")
        .attr("inputmode", "numeric")
        .attr("autocomplete", "off")
        .value_of(move || choice.typed.get())
        .on_value("input", move |typed| choice.typed.set(typed))
        .on_key(move |event| {
            if event.key() == "Enter" {
                confirm();
            }
        });
    el("label")
        .class("end-typing")
        .child(el("span").text_of(move || format!("To confirm, type the number of tokens: {}", how_many())))
        .child(input)
}

/// People may write it as they see it elsewhere on the page.
fn is_number(typed: &str, number: usize) -> bool {
    let digits: String = typed
        .chars()
        .filter(|letter| !matches!(letter, ' ' | ',' | '.' | '\u{a0}'))
        .collect();
    digits.parse() == Ok(number)
}
