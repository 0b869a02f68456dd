//! A text cut into terms as they are written, before anybody asks what they mean.

use std::ops::Range;

use super::FIELDS;
use crate::tokens::fold::{fold, fold_onto};

/// A letter that can be seen.
#[derive(Clone, Copy)]
pub(super) struct Letter {
    /// Where it begins.
    at: usize,
    /// As it was written.
    written: char,
    /// What it counts as: `' '` for every blank, `'"'` and `'“'` for straight and typographic quotes, the small ASCII
    /// letter for a full-width one.
    pub(super) plain: char,
}

/// How far to look for a colon: no field, even misspelt or with accents, has a longer name, and a text of nothing but
/// quotes would otherwise be read to its end at each of them.
const LONGEST_NAME: usize = 20;

/// Quotes as keyboards and word processors make them, pairwise or not.
const TYPOGRAPHIC: char = '“';

/// The letters of a text. Control characters and what else cannot be seen, a mark of writing direction say, is often
/// pasted along and means nothing; authentik's own addresses drop NUL as well.
pub(super) fn letters(text: &str) -> Vec<Letter> {
    let mut letters = Vec::with_capacity(text.len());
    let mut folded = String::new();
    for (at, written) in text.char_indices() {
        let plain = match written {
            '“' | '”' | '„' | '‟' => Some(TYPOGRAPHIC),
            blank if blank.is_whitespace() => Some(' '),
            control if control.is_control() => None,
            _ => {
                folded.clear();
                fold_onto(&mut folded, written);
                folded.chars().next()
            }
        };
        letters.extend(plain.map(|plain| Letter { at, written, plain }));
    }
    letters
}

/// What was written, without what cannot be seen.
pub(super) fn written(letters: &[Letter]) -> String {
    letters.iter().map(|letter| letter.written).collect()
}

/// The bytes from the first of these letters to the last.
pub(super) fn range(letters: &[Letter]) -> Range<usize> {
    match (letters.first(), letters.last()) {
        (Some(first), Some(last)) => first.at..last.at + last.written.len_utf8(),
        _ => 0..0,
    }
}

/// Whether a value is quoted.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Quotes {
    None,
    Closed,
    Open,
}

/// A term as it is written.
pub(super) struct Piece<'a> {
    /// All of it.
    pub(super) whole: &'a [Letter],
    /// Whether a minus stands before it.
    pub(super) without: bool,
    /// The field, if a known one is named.
    pub(super) field: Option<&'static str>,
    /// What stands behind the colon, or all behind the minus, without quotes around it.
    pub(super) value: &'a [Letter],
    /// Whether there are any.
    pub(super) quotes: Quotes,
}

/// The first term, and what stands behind it. `None` where there are only blanks.
pub(super) fn first_piece(letters: &[Letter]) -> Option<(Piece<'_>, &[Letter])> {
    let begin = letters.iter().position(|letter| letter.plain != ' ')?;
    let (_, all) = split(letters, Some(begin));
    let (without, body) = match all {
        [first, behind @ ..] if first.plain == '-' => (true, behind),
        _ => (false, all),
    };
    let (field, onwards) = match field(body) {
        Some((field, onwards)) => (Some(field), onwards),
        None => (None, body),
    };
    let (quotes, value, rest) = value(onwards);
    let (whole, _) = split(all, all.len().checked_sub(rest.len()));
    let piece = Piece {
        whole,
        without,
        field,
        value,
        quotes,
    };
    Some((piece, rest))
}

/// What stands before the first colon of a word and what stands behind it, unless it is an address: `https://` names
/// no field.
pub(super) fn at_colon(letters: &[Letter]) -> Option<(&[Letter], &[Letter])> {
    let mut start = letters.iter().take(LONGEST_NAME);
    let end = start.position(|letter| matches!(letter.plain, ' ' | ':'))?;
    match split(letters, Some(end)) {
        (_, [_, first, second, ..]) if first.plain == '/' && second.plain == '/' => None,
        (name, [colon, behind @ ..]) if colon.plain == ':' => Some((name, behind)),
        _ => None,
    }
}

/// The known field that is named, and what stands behind its colon.
fn field(letters: &[Letter]) -> Option<(&'static str, &[Letter])> {
    let (name, behind) = at_colon(letters)?;
    let name = fold(&written(name));
    let field = FIELDS.into_iter().find(|field| *field == name)?;
    Some((field, behind))
}

fn value(letters: &[Letter]) -> (Quotes, &[Letter], &[Letter]) {
    let Some((opens, inner)) = letters.split_first().filter(|(first, _)| is_quote(first)) else {
        let (word, rest) = split(letters, letters.iter().position(|letter| letter.plain == ' '));
        return (Quotes::None, word, rest);
    };
    // Typographic quotes may stand within straight ones, and keyboards end with a straight one what they began with a
    // typographic one.
    let closes = |letter: &Letter| is_quote(letter) && (opens.plain == TYPOGRAPHIC || letter.plain == '"');
    match split(inner, inner.iter().position(closes)) {
        (value, [_, rest @ ..]) => (Quotes::Closed, value, rest),
        (value, rest) => (Quotes::Open, value, rest),
    }
}

fn is_quote(letter: &Letter) -> bool {
    matches!(letter.plain, '"' | TYPOGRAPHIC)
}

/// What stands before a place and what stands from there; without a place, all stands before it.
fn split(letters: &[Letter], at: Option<usize>) -> (&[Letter], &[Letter]) {
    let at = at.unwrap_or(letters.len());
    letters.split_at_checked(at).unwrap_or((letters, &[]))
}
