//! From what is written to what is meant.

use super::letters::{Letter, Piece, Quotes, at_colon, first_piece, letters, range, written};
use super::{ANY_FINDING, Expires, FIELDS, IdClaim, Problem, STATUSES, Term, TermError, Terms, What};
use crate::tokens::findings::{Finding, Severity};
use crate::tokens::fold::fold;

/// How many letters of a field's name may be wrong for it to be recognised, but no more than half of them.
const TYPING_ERRORS: usize = 2;

/// Reads a text. The first thing in it that cannot be understood is the error.
pub fn parse(text: &str) -> Result<Terms, TermError> {
    let letters = letters(text);
    let mut rest = letters.as_slice();
    let mut terms = Terms::default();
    while let Some((piece, behind)) = first_piece(rest) {
        rest = behind;
        match what(&piece) {
            Ok(Some(what)) => terms.all.push(Term {
                without: piece.without,
                what,
            }),
            Ok(None) => {}
            Err(problem) => {
                return Err(TermError {
                    at: range(piece.whole),
                    problem,
                });
            }
        }
    }
    Ok(terms)
}

/// `None` for quotes with nothing between them, which say nothing.
fn what(piece: &Piece) -> Result<Option<What>, Problem> {
    let value = written(piece.value);
    let text = fold(&value);
    let known = text.trim();
    match (piece.quotes, piece.field) {
        (Quotes::Open, _) => return Err(Problem::OpenQuote),
        (_, Some(field)) if known.is_empty() => return Err(Problem::NoValue(field)),
        (_, None) if known.is_empty() && piece.without => return Err(Problem::NothingExcluded),
        (_, None) if known.is_empty() => return Ok(None),
        (Quotes::None, None) => not_misspelt(piece.value)?,
        _ => {}
    }
    Ok(Some(match piece.field {
        None => What::Anywhere(text),
        Some("user") => What::User(text),
        Some("provider") => What::Provider(text),
        Some("scope") => What::Scope(text),
        Some("status") => {
            let status = STATUSES.into_iter().find(|(name, ..)| *name == known);
            What::Status(status.ok_or(Problem::NoStatus(value))?.1.to_vec())
        }
        Some("severity") => What::Severity(Severity::of_id(known).ok_or(Problem::NoSeverity(value))?),
        Some("finding") => What::Finding(findings(known).ok_or(Problem::NoFinding(value))?),
        Some("expires") => What::Expires(Expires::read(known).ok_or(Problem::NoTime(value))?),
        Some(field) => match IdClaim::ALL.into_iter().find(|claim| claim.name() == field) {
            Some(claim) => What::Id(claim, known.to_owned()),
            None => What::Subject(text),
        },
    }))
}

/// The findings that `any`, a finding's id or a group's id means.
fn findings(text: &str) -> Option<Vec<Finding>> {
    let is_meant = |finding: &Finding| text == ANY_FINDING || finding.id() == text || finding.group().id() == text;
    let findings: Vec<Finding> = Finding::ALL.into_iter().filter(is_meant).collect();
    Some(findings).filter(|findings| !findings.is_empty())
}

/// Fails where a word probably should begin with a field: a near match is likely a typo, while addresses, times and
/// names such as `urn:ietf` are not.
fn not_misspelt(word: &[Letter]) -> Result<(), Problem> {
    let Some((name, _)) = at_colon(word) else {
        return Ok(());
    };
    let written = written(name);
    let name = fold(&written);
    if !name.bytes().all(|letter| letter.is_ascii_lowercase()) {
        return Ok(());
    }
    let distances = FIELDS.into_iter().map(|field| (distance(field, &name), field));
    match distances.min_by_key(|(distance, _)| *distance) {
        Some((distance, field)) if distance <= TYPING_ERRORS.min(field.len() / 2) => {
            Err(Problem::NoField(written, field))
        }
        _ => Ok(()),
    }
}

/// How many letters have to be added, left out or replaced to make one text of the other (Levenshtein's distance).
fn distance(one: &str, other: &str) -> usize {
    // What has to be done to the letters of `one` read so far to make the first so many of `other` of them.
    let mut row: Vec<usize> = (1..=other.len()).collect();
    let mut last = other.len();
    for (read, letter) in one.bytes().enumerate() {
        let mut above_left = read;
        last = read + 1;
        for (cell, wanted) in row.iter_mut().zip(other.bytes()) {
            let replaced = above_left + usize::from(letter != wanted);
            last = replaced.min(last + 1).min(*cell + 1);
            above_left = std::mem::replace(cell, last);
        }
    }
    last
}
