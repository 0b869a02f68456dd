//! What may be typed next.

use std::ops::Range;

use super::expires::EXAMPLES;
use super::letters::{Quotes, first_piece, letters, range, written};
use super::{ANY_FINDING, FIELDS, STATUSES};
use crate::tokens::findings::{Finding, FindingGroup, Severity};
use crate::tokens::fold::fold;

/// Something that may be typed next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Completion {
    /// Which bytes of the text it takes the place of.
    pub replace: Range<usize>,
    /// What stands there then. A field, as `user:`, waits for its value.
    pub text: String,
    /// How it is shown.
    pub label: String,
    /// What it means; [`crate::text::terms::meaning`] has the words.
    pub meaning: CompletionMeaning,
}

/// What is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompletionMeaning {
    /// One of [`FIELDS`].
    Field(&'static str),
    /// One of [`STATUSES`].
    Status(&'static str),
    /// A severity.
    Severity(Severity),
    /// Any finding at all.
    AnyFinding,
    /// Any finding of a group.
    FindingGroup(FindingGroup),
    /// A finding.
    Finding(Finding),
    /// A time.
    Expires(&'static str),
    /// The scope that lets a client get tokens while nobody is there.
    OfflineAccess,
    /// Something that one of the rows at hand has.
    Seen,
}

/// So many values that rows have are offered.
const MOST_SEEN: usize = 8;

/// What may be typed next at the cursor: fields that start like the term, or the values of a field that has
/// a fixed set. Nothing inside a term, and nothing that is already there.
pub fn complete(text: &str, cursor: usize) -> Vec<Completion> {
    complete_with(text, cursor, |_| Vec::new())
}

/// The same, where `seen` tells the values that the rows at hand have for a field without a fixed set.
pub fn complete_with(text: &str, cursor: usize, seen: impl FnOnce(&str) -> Vec<String>) -> Vec<Completion> {
    let Some((before, behind)) = text.split_at_checked(cursor) else {
        return Vec::new();
    };
    if letters(behind).first().is_some_and(|next| next.plain != ' ') {
        return Vec::new();
    }
    let letters = letters(before);
    let mut rest = letters.as_slice();
    let mut last = None;
    while let Some((piece, behind)) = first_piece(rest) {
        last = Some(piece);
        rest = behind;
    }
    // A blank behind the last term, or nothing at all: what comes next may be anything.
    let Some(term) = last.filter(|_| rest.is_empty()) else {
        return Vec::new();
    };
    let minus = if term.without { "-" } else { "" };
    let begun = fold(&written(term.value));
    let begun = begun.trim_start();
    let mut offered = Vec::new();
    let mut offer = |name: &str, text: String, meaning: CompletionMeaning| {
        let name = fold(name);
        if name.starts_with(begun) && name != begun {
            offered.push(Completion {
                replace: range(term.whole),
                label: text.clone(),
                text,
                meaning,
            });
        }
    };
    match (term.field, term.quotes) {
        (None, Quotes::None) => {
            for field in FIELDS {
                offer(
                    &[field, ":"].concat(),
                    [minus, field, ":"].concat(),
                    CompletionMeaning::Field(field),
                );
            }
        }
        (Some(field), Quotes::None | Quotes::Open) => {
            for (name, meaning) in values(field) {
                offer(name, [minus, field, ":", name].concat(), meaning);
            }
            for name in seen(field) {
                if let Some(value) = as_value(&name) {
                    offer(&name, [minus, field, ":", &value].concat(), CompletionMeaning::Seen);
                }
            }
            offered.truncate(MOST_SEEN.max(values(field).len()));
        }
        _ => {}
    }
    offered
}

/// A value as it has to be written, in quotes where it would end at a blank. `None` if it cannot be written.
fn as_value(name: &str) -> Option<String> {
    let is_one_word = !name.is_empty() && letters(name).iter().all(|letter| letter.plain != ' ');
    let has_quote = letters(name).iter().any(|letter| matches!(letter.plain, '"' | '“'));
    match (has_quote, is_one_word) {
        (true, _) => None,
        (false, true) => Some(name.to_owned()),
        (false, false) => (!name.trim().is_empty()).then(|| ["\"", name.trim(), "\""].concat()),
    }
}

/// The values of a field of which there are only so many, and some of `expires:`.
pub(super) fn values(field: &str) -> Vec<(&'static str, CompletionMeaning)> {
    match field {
        "status" => STATUSES
            .map(|(name, _)| (name, CompletionMeaning::Status(name)))
            .to_vec(),
        "severity" => Severity::ALL
            .map(|one| (one.id(), CompletionMeaning::Severity(one)))
            .to_vec(),
        "finding" => {
            let any = [(ANY_FINDING, CompletionMeaning::AnyFinding)];
            let groups = FindingGroup::ALL
                .into_iter()
                .map(|one| (one.id(), CompletionMeaning::FindingGroup(one)));
            let findings = Finding::ALL
                .into_iter()
                .map(|one| (one.id(), CompletionMeaning::Finding(one)));
            any.into_iter().chain(groups).chain(findings).collect()
        }
        "expires" => EXAMPLES.map(|time| (time, CompletionMeaning::Expires(time))).to_vec(),
        _ => Vec::new(),
    }
}
