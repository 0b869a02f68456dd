//! What lists have in common that are not of OAuth2 tokens: pages, orders, and whose rows there are.

use super::answer::Answer;
use super::call::{Call, Envelope};
use super::paging::Page;
use super::text::Say;
use crate::rights::{Model, Right};
use serde::Serialize;
use std::cmp::Ordering;

/// The value of an exact filter, where it has one. Like Django's forms, it takes no notice of spaces around.
pub fn exact<'a>(call: &'a Call<'_>, name: &str) -> Option<&'a str> {
    call.ask.last(name).map(str::trim).filter(|value| !value.is_empty())
}

/// The value of a filter that is on or off.
pub fn switch(call: &Call<'_>, name: &str) -> Option<bool> {
    match call.ask.last(name) {
        Some("true" | "True" | "1") => Some(true),
        Some("false" | "False" | "0") => Some(false),
        _ => None,
    }
}

/// 403 for who has no right to a model, and owns nothing of it.
pub fn refuse(call: &Call<'_>, right: Right) -> Option<Answer> {
    if call.caller.may(call.world, right) {
        return None;
    }
    let say = match call.caller.user(call.world) {
        Some(_) => Say::NotAllowed,
        None => Say::NotSignedIn,
    };
    Some(Answer::say(403, &say, call.language))
}

/// Whether the caller sees what this user owns: with the right to, or as the owner.
pub fn sees(call: &Call<'_>, model: Model, owner: u32) -> bool {
    call.caller.pk() == Some(owner) || call.caller.may(call.world, Right::View(model))
}

/// Why the caller may not delete what this user owns, although they see it. Owners always may.
pub fn refuse_delete(call: &Call<'_>, model: Model, owner: u32) -> Option<Answer> {
    let may = call.caller.pk() == Some(owner) || call.caller.may(call.world, Right::Delete(model));
    (!may).then(|| Answer::say(403, &Say::NotAllowed, call.language))
}

/// What nobody is told of one object that has an owner; none for somebody.
pub fn refuse_nobody(call: &Call<'_>) -> Option<Answer> {
    let nobody = call.caller.user(call.world).is_none();
    nobody.then(|| Answer::say(403, &Say::NotSignedIn, call.language))
}

/// A page of what was found.
pub fn page<'a, T, W: Serialize>(
    call: &Call<'_>,
    found: &[&'a T],
    autocomplete: impl Serialize,
    write: impl Fn(&'a T) -> W,
) -> Answer {
    let Some(page) = Page::asked(call.ask, found.len()) else {
        return Answer::say(404, &Say::NoPage, call.language);
    };
    let rows = found
        .get(page.start..page.end)
        .unwrap_or_default()
        .iter()
        .map(|found| write(found))
        .collect();
    Answer::json(200, &Envelope::new(call.world, page, rows, autocomplete))
}

/// How two things compare.
pub type Compare<T> = fn(&T, &T) -> Ordering;
/// How two things compare by a column; none where there is no such column.
pub type Comparison<T> = fn(&str) -> Option<Compare<T>>;

/// Sorts by the terms that are columns, and by the default where none is.
pub fn sort<T>(found: &mut [&T], ordering: Option<&str>, column: Comparison<T>) {
    let terms: Vec<(bool, Compare<T>)> = ordering
        .unwrap_or("")
        .split(',')
        .filter_map(|term| {
            let term = term.trim();
            let (name, down) = term.strip_prefix('-').map_or((term, false), |name| (name, true));
            column(name).map(|compare| (down, compare))
        })
        .collect();
    let terms = if terms.is_empty() {
        column("").map(|compare| (false, compare)).into_iter().collect()
    } else {
        terms
    };
    found.sort_by(|a, b| {
        terms
            .iter()
            .map(|(down, compare)| {
                let order = compare(a, b);
                if *down { order.reverse() } else { order }
            })
            .find(|order| *order != Ordering::Equal)
            .unwrap_or(Ordering::Equal)
    });
}
