//! What is wrong with a search text, in words.

use crate::tokens::terms::{FIELDS, Problem, STATUSES};

/// Beside a search box that holds a token.
pub const TOKEN_TYPED: &str = "This looks like a token: it is not sent, stored or put into the address.";

/// Below a token that tells nothing about itself.
pub const TOKEN_WITHOUT_CLAIMS: &str = "Nothing can be read from it, and authentik shows no token’s value, so it cannot be \
    looked up. Search for its user or its provider instead.";

/// Above what a token says about itself.
pub const TOKEN_READ: &str =
    "What this token says about itself. It was read in this page; its signature was not checked.";

/// A sentence about what cannot be understood.
pub fn problem(problem: &Problem) -> String {
    let joined = |words: Vec<&str>| words.join(", ");
    match problem {
        Problem::OpenQuote => "A quote begins here and does not end.".to_owned(),
        Problem::NothingExcluded => "Behind the minus belongs what is to be left out.".to_owned(),
        Problem::NoValue(field) => {
            let about = FIELDS
                .iter()
                .find(|(name, _)| name == field)
                .map_or("", |(_, about)| *about);
            format!("“{field}:” needs a value: {about}.")
        }
        Problem::NoField(name, meant) => {
            let fields = joined(FIELDS.iter().map(|(field, _)| *field).collect());
            format!("There is no field “{name}:”. Did you mean “{meant}:”? The fields are {fields}.")
        }
        Problem::NoStatus(word) => {
            let statuses = joined(STATUSES.iter().map(|(word, ..)| *word).collect());
            format!("“{word}” is no status. Try {statuses}.")
        }
        Problem::NoFinding(word) => {
            format!("“{word}” is no finding. Type “finding:” to see which there are, or try finding:any.")
        }
        Problem::NoTime(word) => {
            format!("“{word}” is no time. Try <7d, >30d, <2026-12-01, 2026-11-24, today, never or unknown.")
        }
    }
}
