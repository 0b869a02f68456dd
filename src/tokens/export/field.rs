//! What is written: fields, each with its name.

use chrono::{DateTime, SecondsFormat, Utc};
use serde::Serialize;

/// A field of a row, or of what an export says about itself. In JSON it is its value alone, and null where there is none.
///
/// Rows are lists of these and no structs of their own: CSV needs the names by themselves, also where no row follows, and
/// one table of columns keeps the two formats alike.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Field<'a> {
    Number(u64),
    Flag(Option<bool>),
    Time(Option<DateTime<Utc>>),
    Text(Option<&'a str>),
    List(Vec<&'a str>),
}

/// Fields with their names, in the order in which they are written.
pub(super) type NamedFields<'a, 'b> = dyn Iterator<Item = (&'static str, Field<'a>)> + 'b;

pub(super) fn iso(at: DateTime<Utc>, precision: SecondsFormat) -> String {
    at.to_rfc3339_opts(precision, true)
}
