//! Tokens as a file, for a spreadsheet or a script. Pure: what is written comes as text, piece by piece.
//!
//! Both formats say first what was asked and how much of the set was read, and then give every token the fields of
//! [`COLUMNS`], under the same names. What is not there is left out of neither: it is empty in CSV and null in JSON.
//! Times are ISO 8601 in UTC. Client secrets, the users' attributes and all other claims are never written.
//!
//! # CSV
//!
//! RFC 4180: commas, CRLF, quotes doubled, and every record has as many fields as there are columns. Lists are separated
//! by blanks.
//!
//! * **Byte order mark.** The file begins with one, because spreadsheets otherwise take UTF-8 for something else. A
//!   script reads it as "UTF-8 with a byte order mark" (`utf-8-sig` in Python).
//! * **What the export says about itself** stands in the first twelve records, a name and a value each, filled up with
//!   empty fields. RFC 4180 knows no comments, so these are records like all others and survive every parser and every
//!   spreadsheet; there are always twelve, so a script skips them by number; and their names begin with `# `, so that it
//!   can tell them apart as well, since every other record begins with a number or with `pk`. The thirteenth record names
//!   the columns. In the end they would be overlooked, and as columns they would be lost when no token matches. The byte
//!   order mark meets the first of them, not the name of a column.
//! * **Guard against formulas.** A spreadsheet runs what begins like a formula, and people choose their own names. A text
//!   that begins with `=`, `+`, `-`, `@` or their full-width forms, with a tab or a line break, be it behind blanks,
//!   quotes or what cannot be seen, gets an apostrophe put before it. The same goes for the part of a text behind a `;`,
//!   a tab or a line break: where the comma is the decimal separator, spreadsheets split at `;` and do not see the
//!   quotes. So that it can be undone, a text or part that begins with an apostrophe gets another one. To undo it, take
//!   one apostrophe away from the beginning of a field and from behind each `;`, tab, carriage return and line feed.
//!   Numbers and `true` and `false` are written here and need no guard.
//!
//! # JSON
//!
//! One object, `{"about": {…}, "tokens": […]}`, with a line for each token. `about` has the names of the twelve records
//! without `# ` and without `guard`, since nothing is guarded. Numbers are numbers and lists are lists.

mod columns;
mod csv;
mod field;
mod json;
mod receipt;

use chrono::{DateTime, SecondsFormat, Utc};

use columns::{COLUMNS, ExportRow};
use field::{Field, iso};
pub use receipt::{AboutReceipt, ReceiptWriter};

use super::status::{Status, status_of};
use crate::model::kind::Kind;
use crate::model::token::Token;

/// What kind of file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For a spreadsheet.
    Csv,
    /// For a script.
    Json,
}

impl Format {
    /// Every format, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Csv, Self::Json];

    /// The end of a file's name, without the dot.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Json => "json",
        }
    }

    /// The media type of a file.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Csv => "text/csv;charset=utf-8",
            Self::Json => "application/json",
        }
    }
}

/// What an export says about itself.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    /// What kind of tokens it holds.
    pub kind: Kind,
    /// When it was written.
    pub exported_at: DateTime<Utc>,
    /// Where authentik is: the origin of the page, "https://auth.example.com".
    pub source: &'a str,
    /// What was asked, in words or as the query of an address; "" for everything.
    pub asked: &'a str,
    /// How many rows follow.
    pub rows: u64,
    /// How many rows match what was asked. The rows that follow are all of them, or a page.
    pub matching: u64,
    /// How many tokens of the set were read.
    pub read: u64,
    /// How many tokens the set has.
    pub of: u64,
    /// How many of them authentik cannot read.
    pub unreadable: u64,
    /// When they were read.
    pub read_at: Option<DateTime<Utc>>,
}

impl About<'_> {
    /// By name, in the order in which they are written.
    fn fields(&self) -> [(&'static str, Field<'_>); 11] {
        [
            // Rises when a script that reads the one no longer reads the other.
            ("tokenscope_export", Field::Number(1)),
            ("kind", Field::Text(Some(self.kind.path_segment()))),
            ("exported_at", Field::Time(Some(self.exported_at))),
            ("source", Field::Text(Some(self.source))),
            ("asked", Field::Text(Some(self.asked))),
            ("rows", Field::Number(self.rows)),
            ("rows_matching", Field::Number(self.matching)),
            ("tokens_read", Field::Number(self.read)),
            ("tokens_in_set", Field::Number(self.of)),
            ("tokens_unreadable", Field::Number(self.unreadable)),
            ("read_at", Field::Time(self.read_at)),
        ]
    }
}

/// Writes an export piece by piece, so that a large one never stands in memory as a whole twice: the head, the rows and
/// the end, in this order. Each piece is appended to what is given, which may be taken away in between.
#[derive(Debug)]
pub struct ExportWriter {
    format: Format,
    kind: Kind,
    status_label: StatusLabel,
    /// Whether a row was written: in JSON there is a comma before all but the first.
    has_rows: bool,
}

/// The word for a status.
type StatusLabel = fn(Status) -> &'static str;

impl ExportWriter {
    /// An export of which nothing is written yet.
    pub fn new(format: Format, kind: Kind, status_label: StatusLabel) -> Self {
        Self {
            format,
            kind,
            status_label,
            has_rows: false,
        }
    }

    /// Writes what stands before the rows.
    pub fn head(&mut self, about: &About, out: &mut String) {
        match self.format {
            Format::Csv => csv::head(
                &mut about.fields().into_iter(),
                &COLUMNS.each_ref().map(|column| column.name),
                out,
            ),
            Format::Json => json::head(&mut about.fields().into_iter(), out),
        }
    }

    /// Writes a token as it is at the time `now`.
    pub fn row(&mut self, token: &Token, now: DateTime<Utc>, out: &mut String) {
        let row = ExportRow::new(token, self.kind, (self.status_label)(status_of(token, now)), now);
        match self.format {
            Format::Csv => csv::row(&mut row.fields(), out),
            Format::Json => json::row(&mut row.fields(), self.has_rows, out),
        }
        self.has_rows = true;
    }

    /// Writes what stands behind the rows.
    pub fn end(&mut self, out: &mut String) {
        if self.format == Format::Json {
            json::end(out);
        }
    }
}

/// What a file is called: "tokenscope-access-tokens-2026-11-24T1020Z.csv". Without colons, which Windows forbids.
pub fn file_name(format: Format, kind: Kind, at: DateTime<Utc>) -> String {
    named(kind.path_segment(), format, at)
}

fn named(what: &str, format: Format, at: DateTime<Utc>) -> String {
    let at = iso(at, SecondsFormat::Secs);
    let minute = at.rsplit_once(':').map_or("", |(minute, _)| minute).replace(':', "");
    let parts = ["tokenscope-", what, "-", &minute, "Z.", format.extension()];
    parts.concat()
}

#[cfg(test)]
mod tests;
