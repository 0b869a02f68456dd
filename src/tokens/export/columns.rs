//! The fields that every token has in an export.

use chrono::{DateTime, Utc};

use super::field::Field;
use crate::model::claims::Claims;
use crate::model::kind::Kind;
use crate::model::provider::{Application, ClientType};
use crate::model::token::{End, Token};
use crate::model::user::UserKind;
use crate::tokens::findings::{Finding, Severity, findings};
use crate::tokens::status::{Status, status_of};

/// A token, and what has to be worked out about it.
pub struct ExportRow<'a> {
    token: &'a Token,
    kind: Kind,
    audiences: Vec<String>,
    now: DateTime<Utc>,
}

impl<'a> ExportRow<'a> {
    /// A token of this kind as it is at the time `now`.
    pub fn new(token: &'a Token, kind: Kind, now: DateTime<Utc>) -> Self {
        let audiences = token.claims.as_ref().map(Claims::audiences);
        Self {
            token,
            kind,
            audiences: audiences.unwrap_or_default(),
            now,
        }
    }

    /// Its fields in these columns, by the names of the columns.
    pub fn fields(&self, columns: &[&'static ExportColumn]) -> impl Iterator<Item = (&'static str, Field<'_>)> {
        columns.iter().map(|column| (column.name, (column.read)(self)))
    }

    fn claims(&self) -> Option<&'a Claims> {
        self.token.claims.as_ref()
    }

    fn application(&self) -> Option<&'a Application> {
        self.token.provider.application.as_ref()
    }
}

/// A field that every row has.
#[derive(Debug)]
pub struct ExportColumn {
    /// Its name, the same in CSV and JSON.
    pub name: &'static str,
    read: for<'a> fn(&'a ExportRow<'a>) -> Field<'a>,
}

/// The fields of a row, in order. A new one is put at the end, so that scripts that count still count right.
pub static COLUMNS: [ExportColumn; 26] = [
    column("pk", |row| Field::Number(row.token.pk)),
    column("status", |row| {
        Field::Text(Some(status_word(status_of(row.token, row.now))))
    }),
    column("expires", |row| end(row.token.expires)),
    column("is_expired", |row| Field::Flag(row.token.is_expired)),
    column("revoked", |row| Field::Flag(row.token.revoked)),
    column("issued_at", |row| Field::Time(row.claims().and_then(Claims::issued_at))),
    column("auth_time", |row| Field::Time(row.claims().and_then(auth_time))),
    column("subject", |row| Field::Text(row.claims().and_then(Claims::subject))),
    column("issuer", |row| Field::Text(row.claims().and_then(issuer))),
    column("audience", |row| list(&row.audiences)),
    column("scopes", |row| list(&row.token.scope)),
    column("user_pk", |row| Field::Number(row.token.user.pk)),
    column("user_username", |row| Field::Text(Some(&row.token.user.username))),
    column("user_name", |row| Field::Text(Some(&row.token.user.name))),
    column("user_email", |row| Field::Text(row.token.user.email.as_deref())),
    column("user_type", |row| {
        Field::Text(row.token.user.kind.as_ref().map(UserKind::as_str))
    }),
    column("user_is_active", |row| Field::Flag(row.token.user.is_active)),
    column("user_is_superuser", |row| Field::Flag(row.token.user.is_superuser)),
    column("provider_pk", |row| Field::Number(row.token.provider.pk)),
    column("provider_name", |row| Field::Text(Some(&row.token.provider.name))),
    column("provider_client_id", |row| {
        Field::Text(row.token.provider.client_id.as_deref())
    }),
    column("provider_client_type", |row| {
        Field::Text(row.token.provider.client_type.as_ref().map(ClientType::as_str))
    }),
    column("application_name", |row| {
        Field::Text(row.application().map(|application| application.name.as_str()))
    }),
    column("application_slug", |row| {
        Field::Text(row.application().map(|application| application.slug.as_str()))
    }),
    column("findings", |row| {
        let findings = findings(row.token, row.kind, row.now);
        Field::List(findings.iter().map(Finding::id).collect())
    }),
    column("worst_severity", |row| {
        let worst = findings(row.token, row.kind, row.now).worst();
        Field::Text(worst.map(Severity::id))
    }),
];

/// The words of a file for statuses, for scripts: they stay when the words on screen change.
const STATUS_WORDS: [(Status, &str); 4] = [
    (Status::Expired, "expired"),
    (Status::Revoked, "revoked"),
    (Status::NeverExpires, "never"),
    (Status::EndUnknown, "unknown"),
];

/// The word of a file for a status.
pub fn status_word(status: Status) -> &'static str {
    let found = STATUS_WORDS.iter().find(|(other, _)| *other == status);
    found.map_or("active", |(_, word)| word)
}

impl ExportColumn {
    /// The columns of the table that show it, by their IDs; none where no column does, or not as such.
    fn shown_in(&self) -> &'static [&'static str] {
        match self.name {
            "pk" => &["token"],
            "status" => &["status"],
            "expires" => &["expires"],
            "issued_at" => &["issued"],
            "issuer" => &["issuer"],
            "scopes" => &["scopes"],
            "user_pk" | "user_username" | "user_name" => &["user"],
            "user_email" => &["email"],
            "user_type" => &["user-type"],
            "provider_pk" | "provider_name" => &["provider"],
            "provider_client_id" => &["client-id"],
            "application_name" => &["provider", "application"],
            "findings" => &["findings"],
            _ => &[],
        }
    }
}

/// The columns of a file: all, or those that the table shows, by their IDs. The number of the token is always there.
pub fn chosen(shown: Option<&[&str]>) -> Vec<&'static ExportColumn> {
    let is_chosen = |column: &&ExportColumn| {
        let by = column.shown_in();
        shown.is_none_or(|shown| by == ["token"] || by.iter().any(|id| shown.contains(id)))
    };
    COLUMNS.iter().filter(is_chosen).collect()
}

const fn column(name: &'static str, read: for<'a> fn(&'a ExportRow<'a>) -> Field<'a>) -> ExportColumn {
    ExportColumn { name, read }
}

fn list(texts: &[String]) -> Field<'_> {
    Field::List(texts.iter().map(String::as_str).collect())
}

/// An empty value means never, as in authentik; so an unknown end has to be spelled out.
pub fn end(end: End) -> Field<'static> {
    match end {
        End::Unknown => Field::Text(Some("unknown")),
        End::At(_) | End::NotApplied(_) | End::Never => Field::Time(end.date()),
    }
}

fn issuer(claims: &Claims) -> Option<&str> {
    claims.get("iss")?.as_str()
}

/// When the person signed in. It comes in as many shapes as `iat`, and so it is read as one.
fn auth_time(claims: &Claims) -> Option<DateTime<Utc>> {
    let time = claims.get("auth_time")?.clone();
    Claims::Read([("iat".to_owned(), time)].into_iter().collect()).issued_at()
}
