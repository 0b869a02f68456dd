//! The receipt of tokens that were deleted, as a file: the paper trail of an incident. Both formats are those of the other
//! exports, guard and byte order mark included, with records and columns of their own.

use chrono::{DateTime, Utc};

use super::columns::end;
use super::field::Field;
use super::format::Format;
use super::writer::Writer;
use crate::tokens::deletion::{Counts, OutcomeKind, Target, TokenOutcome};

/// What a receipt says about itself.
#[derive(Clone, Copy, Debug)]
pub struct AboutReceipt<'a> {
    /// When the first token was asked for.
    pub started_at: DateTime<Utc>,
    /// When the file was written.
    pub written_at: DateTime<Utc>,
    /// Where authentik is: the origin of the page.
    pub source: &'a str,
    /// Who did it: the name that they sign in with.
    pub by: Option<&'a str>,
    /// How many ended how.
    pub counts: Counts,
}

impl AboutReceipt<'_> {
    fn fields(&self) -> [(&'static str, Field<'_>); 12] {
        let count = |outcome| Field::Number(self.counts.of(outcome) as u64);
        [
            // Increase this when scripts for the old format can no longer read the new one.
            ("tokenscope_receipt", Field::Number(1)),
            ("started_at", Field::Time(Some(self.started_at))),
            ("written_at", Field::Time(Some(self.written_at))),
            ("source", Field::Text(Some(self.source))),
            ("by", Field::Text(self.by)),
            (
                "tokens",
                Field::Number((self.counts.settled() + self.counts.left) as u64),
            ),
            (OutcomeKind::Deleted.word(), count(OutcomeKind::Deleted)),
            (OutcomeKind::AlreadyGone.word(), count(OutcomeKind::AlreadyGone)),
            (OutcomeKind::Refused.word(), count(OutcomeKind::Refused)),
            (OutcomeKind::Failed.word(), count(OutcomeKind::Failed)),
            (OutcomeKind::NotTried.word(), count(OutcomeKind::NotTried)),
            (WAITING, Field::Number(self.counts.left as u64)),
        ]
    }
}

/// The result of a token whose turn has not come.
const WAITING: &str = "waiting";

/// The fields of a line, in order. A new one is put at the end.
const COLUMNS: [&str; 16] = [
    "kind",
    "pk",
    "result",
    "reason",
    "http_status",
    "request_id",
    "at",
    "user_pk",
    "user_username",
    "user_name",
    "provider_pk",
    "provider_name",
    "provider_client_id",
    "scopes",
    "expires",
    "failure",
];

/// Why a token was not deleted, in words; nothing where it was.
type ReasonInWords = fn(&TokenOutcome) -> Option<String>;

/// Writes a receipt piece by piece: the head, the lines and the end, in this order.
#[derive(Debug)]
pub struct ReceiptWriter {
    writer: Writer,
    reason: ReasonInWords,
}

impl ReceiptWriter {
    /// A receipt of which nothing is written yet.
    pub fn new(format: Format, reason: ReasonInWords) -> Self {
        Self {
            writer: Writer::new(format),
            reason,
        }
    }

    /// What the file is called.
    pub fn file_name(&self, at: DateTime<Utc>) -> String {
        self.writer.format().file_name("receipt", at, "")
    }

    /// Writes what stands before the lines.
    pub fn head(&self, about: &AboutReceipt, out: &mut String) {
        self.writer.head(&mut about.fields().into_iter(), &COLUMNS, out);
    }

    /// Writes what became of a token.
    pub fn line(&mut self, target: &Target, done: Option<&TokenOutcome>, out: &mut String) {
        let reason = done.and_then(self.reason);
        let failure = done.and_then(TokenOutcome::failure);
        let fields: [Field; COLUMNS.len()] = [
            Field::Text(Some(target.kind.path_segment())),
            Field::Number(target.pk),
            Field::Text(Some(done.map_or(WAITING, |done| done.outcome.word()))),
            Field::Text(reason.as_deref()),
            match failure.and_then(|failure| failure.status) {
                Some(status) => Field::Number(status.into()),
                None => Field::Text(None),
            },
            Field::Text(done.and_then(|done| done.request_id.as_deref())),
            Field::Time(done.map(|done| done.at)),
            Field::Number(target.user.pk),
            Field::Text(Some(&target.user.username)),
            Field::Text(Some(&target.user.name)),
            Field::Number(target.provider.pk),
            Field::Text(Some(&target.provider.name)),
            Field::Text(target.provider.client_id.as_deref()),
            Field::List(target.scope.iter().map(String::as_str).collect()),
            end(target.expires),
            Field::Text(failure.map(|failure| failure.kind.name())),
        ];
        self.writer.row(&mut COLUMNS.into_iter().zip(fields), out);
    }

    /// Writes what stands behind the lines.
    pub fn end(&self, out: &mut String) {
        self.writer.end(out);
    }
}
