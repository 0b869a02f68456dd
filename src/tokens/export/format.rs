//! The two formats of a file.

use chrono::{DateTime, SecondsFormat, Utc};

use super::field::iso;

/// What kind of file is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// For a spreadsheet.
    Csv,
    /// For a script.
    Json,
}

impl Format {
    /// The end of a file's name, without the dot.
    fn extension(self) -> &'static str {
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

    /// What a file about `what` is called, with what else is to be said at the end. Without colons, which Windows forbids.
    pub(super) fn file_name(self, what: &str, at: DateTime<Utc>, end: &str) -> String {
        let at = iso(at, SecondsFormat::Secs);
        let minute = at.rsplit_once(':').map_or("", |(minute, _)| minute).replace(':', "");
        let parts = ["tokenscope-", what, "-", &minute, "Z", end, ".", self.extension()];
        parts.concat()
    }
}
