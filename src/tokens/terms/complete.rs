//! What may be typed next.

use std::ops::Range;

use super::expires::EXAMPLES;
use super::letters::{Quotes, first_piece, letters, range, written};
use super::{ANY_FINDING, FIELDS, STATUSES};
use crate::text;
use crate::tokens::findings::{Finding, Group};
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
    /// What it means.
    pub about: &'static str,
}

/// What may be typed next where the cursor is: fields that begin as the term does, or the values of a field of which
/// there are only so many. Nothing within a term, and nothing that stands there already.
pub fn complete(text: &str, cursor: usize) -> Vec<Completion> {
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
    let mut offer = |name: &str, text: String, about: &'static str| {
        if name.starts_with(begun) && name != begun {
            offered.push(Completion {
                replace: range(term.whole),
                label: text.clone(),
                text,
                about,
            });
        }
    };
    match (term.field, term.quotes) {
        (None, Quotes::None) => {
            for (field, about) in FIELDS {
                offer(&[field, ":"].concat(), [minus, field, ":"].concat(), about);
            }
        }
        (Some(field), Quotes::None | Quotes::Open) => {
            for (name, about) in values(field) {
                offer(name, [minus, field, ":", name].concat(), about);
            }
        }
        _ => {}
    }
    offered
}

/// The values of a field of which there are only so many, and some of `expires:`.
fn values(field: &str) -> Vec<(&'static str, &'static str)> {
    match field {
        "status" => STATUSES.into_iter().map(|(name, _, about)| (name, about)).collect(),
        "finding" => {
            let any = [(ANY_FINDING, "Any finding at all")];
            let groups = Group::ALL.into_iter().map(|one| (one.id(), text::findings::group(one)));
            let findings = Finding::ALL.into_iter();
            let findings = findings.map(|one| (one.id(), text::findings::finding(one).title));
            any.into_iter().chain(groups).chain(findings).collect()
        }
        "expires" => EXAMPLES.to_vec(),
        _ => Vec::new(),
    }
}
