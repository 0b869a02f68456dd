//! A file in one of the two formats, whatever its rows are about.

use super::field::NamedFields;
use super::format::Format;
use super::{csv, json};

/// Writes a file piece by piece.
#[derive(Debug)]
pub(super) struct Writer {
    format: Format,
    /// Whether a row was written: in JSON there is a comma before all but the first.
    has_rows: bool,
}

impl Writer {
    pub fn new(format: Format) -> Self {
        Self {
            format,
            has_rows: false,
        }
    }

    pub fn format(&self) -> Format {
        self.format
    }

    /// Writes what stands before the rows: what the file says about itself, and in CSV the names of the columns.
    pub fn head(&self, about: &mut NamedFields, columns: &[&'static str], out: &mut String) {
        match self.format {
            Format::Csv => csv::head(Some(about), columns, out),
            Format::Json => json::head(about, out),
        }
    }

    /// The same; in CSV the names of the columns alone.
    pub fn plain_head(&self, about: &mut NamedFields, columns: &[&'static str], out: &mut String) {
        match self.format {
            Format::Csv => csv::head(None, columns, out),
            Format::Json => json::head(about, out),
        }
    }

    /// Writes a row.
    pub fn row(&mut self, fields: &mut NamedFields, out: &mut String) {
        match self.format {
            Format::Csv => csv::row(fields, out),
            Format::Json => json::row(fields, self.has_rows, out),
        }
        self.has_rows = true;
    }

    /// Writes what stands behind the rows.
    pub fn end(&self, out: &mut String) {
        match self.format {
            Format::Csv => {}
            Format::Json => json::end(out),
        }
    }
}
