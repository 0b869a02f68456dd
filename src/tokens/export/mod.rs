//! Tokens as a file, for a spreadsheet or a script. Pure: what is written comes as text, piece by piece.
//!
//! Both formats give every token the fields of [`columns::COLUMNS`], or those of them that the table shows, under the same
//! names. Missing values are never left out: they are empty in CSV and null in JSON. Times are ISO 8601 in UTC, and a
//! status is one word, the same in all formats. Client secrets, the users' attributes and all other claims are never
//! written.
//!
//! # CSV
//!
//! RFC 4180: commas, CRLF, quotes doubled, and every record has as many fields as there are columns. Lists are separated
//! by blanks.
//!
//! * **Byte order mark.** The file begins with one, because spreadsheets otherwise take UTF-8 for something else. A
//!   script reads it as "UTF-8 with a byte order mark" (`utf-8-sig` in Python).
//! * **What the export says about itself** stands, if that is wanted, in the first twelve records, a name and a value each,
//!   filled up with empty fields. It is not by default: importers take the first record for the names of the columns. So
//!   the name of a file that does not hold the whole set says how much of it that is. RFC 4180 knows no comments, so these
//!   are records like all others and survive every parser and every spreadsheet; there are always twelve, so a script skips them by number; and their names begin with `# `, so that it
//!   can tell them apart as well, since every other record begins with a number or with `pk`. The thirteenth record names
//!   the columns. At the end they would be overlooked, as columns they would be lost when no token matches. The byte
//!   order mark is part of the first of them, not of a column's name.
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
mod format;
mod json;
mod receipt;
mod writer;

use chrono::{DateTime, Utc};

pub use columns::status_word;
use columns::{ExportColumn, ExportRow, chosen};
use field::Field;
pub use format::Format;
pub use receipt::{AboutReceipt, ReceiptWriter};
use writer::Writer;

use crate::model::kind::Kind;
use crate::model::token::Token;

/// The format, as an export tells it: larger when scripts for the old one can no longer read the new one. Before 2, `status`
/// was in the words of the screen.
pub const VERSION: u64 = 2;

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
            ("tokenscope_export", Field::Number(VERSION)),
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

/// What a file holds besides its tokens, and of these.
#[derive(Clone, Copy, Debug)]
pub struct Layout<'a> {
    /// The format.
    pub format: Format,
    /// The columns of the table that are taken along, by their IDs; `None` for every field that there is.
    pub columns: Option<&'a [&'a str]>,
    /// Whether a CSV file says about itself what it holds, in lines at its top. JSON always does.
    pub about_lines: bool,
}

/// Writes an export piece by piece, so that a large one is never in memory twice: the head, the rows and
/// the end, in this order. Each piece is appended to what is given, which may be taken away in between.
#[derive(Debug)]
pub struct ExportWriter {
    writer: Writer,
    kind: Kind,
    columns: Vec<&'static ExportColumn>,
    about_lines: bool,
}

impl ExportWriter {
    /// An export of which nothing is written yet.
    pub fn new(layout: Layout, kind: Kind) -> Self {
        Self {
            writer: Writer::new(layout.format),
            kind,
            columns: chosen(layout.columns),
            about_lines: layout.about_lines,
        }
    }

    /// Writes what stands before the rows.
    pub fn head(&self, about: &About, out: &mut String) {
        let columns: Vec<&'static str> = self.columns.iter().map(|column| column.name).collect();
        let about = &mut about.fields().into_iter();
        if self.about_lines {
            self.writer.head(about, &columns, out);
        } else {
            self.writer.plain_head(about, &columns, out);
        }
    }

    /// Writes a token as it is at the time `now`.
    pub fn row(&mut self, token: &Token, now: DateTime<Utc>, out: &mut String) {
        let row = ExportRow::new(token, self.kind, now);
        self.writer.row(&mut row.fields(&self.columns), out);
    }

    /// Writes what stands behind the rows.
    pub fn end(&self, out: &mut String) {
        self.writer.end(out);
    }
}

/// What a file is called: "tokenscope-access-tokens-2026-11-24T1020Z.csv". One that does not hold the whole set says so, as
/// it may be all that tells: "tokenscope-access-tokens-2026-11-24T1020Z-20-of-9995.csv".
pub fn file_name(format: Format, about: &About) -> String {
    let part = if about.rows == about.of {
        String::new()
    } else {
        format!("-{}-of-{}", about.rows, about.of)
    };
    format.file_name(about.kind.path_segment(), about.exported_at, &part)
}

#[cfg(test)]
mod tests;
