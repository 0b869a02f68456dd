//! The table of tokens: its head, its rows, and what stands in place of rows.

use super::kinds;
use super::numbers::grouped;
use crate::model::kind::Kind;

/// The columns.
pub mod column {
    pub const TOKEN: &str = "Token";
    pub const USER: &str = "User";
    pub const PROVIDER: &str = "Provider";
    pub const SCOPES: &str = "Scopes";
    pub const STATUS: &str = "Status";
    pub const FINDINGS: &str = "Findings";
    pub const EXPIRES: &str = "Expires";
    pub const ISSUED: &str = "Issued";
    pub const EMAIL: &str = "Email";
    pub const USER_TYPE: &str = "User type";
    pub const APPLICATION: &str = "Application";
    pub const CLIENT_ID: &str = "Client ID";
    pub const ISSUER: &str = "Issuer";
    pub const JTI: &str = "jti";
    /// The last one, which has buttons. It is told, not shown.
    pub const ACTIONS: &str = "Actions";
}

/// Beside the name of a column: what the sort order really is.
pub const BY_ID: &str = "by ID";
pub const BY_REVOKED: &str = "by revoked";

/// What a click on a column header does, where that is not obvious.
pub const ORDER_BY_SEVERAL: &str = "Shift-click to sort by several columns.";
pub const ORDER_BY_USER: &str = "authentik sorts by the user’s ID. Once all tokens are loaded, this sorts by name.";
pub const ORDER_BY_PROVIDER: &str =
    "authentik sorts by the provider’s ID. Once all tokens are loaded, this sorts by name.";
pub const ORDER_BY_REVOKED: &str =
    "authentik sorts by whether a token is revoked. Once all tokens are loaded, this sorts by the status shown.";
pub const NO_ORDER: &str = "authentik cannot sort by this: load all tokens first.";

/// The boxes that select.
pub const SELECT_PAGE: &str = "Select all on this page";

pub fn select(pk: u64) -> String {
    format!("Select token {pk}")
}

/// In place of an application's name.
pub const NO_APPLICATION: &str = "No application";

/// In place of scopes.
pub const NO_SCOPES: &str = "None";

/// Behind the scopes that have room: "+3", which is read as "+3 more scopes".
pub fn more_scopes(count: usize) -> String {
    format!("+{}", grouped(count as u64))
}

pub const MORE_SCOPES: &str = " more scopes";

/// In place of a date.
pub const NEVER_EXPIRES: &str = "Never";
pub const END_UNKNOWN: &str = "Unknown";
pub const ISSUE_UNKNOWN: &str = "Unknown";
pub const WHY_ISSUE_UNKNOWN: &str = "The claims do not say when it was issued";

/// Where a token does not tell.
pub const NOT_TOLD: &str = "–";

/// A date that authentik does not apply: "2 days ago, not applied".
pub fn not_applied(when: &str) -> String {
    format!("{when}, not applied")
}

/// A row that authentik sent and that is not understood. The first piece stands out; what is wrong stands between the other
/// two.
pub fn unreadable_row(pk: Option<u64>) -> [String; 3] {
    [
        match pk {
            Some(pk) => format!("Token {pk} cannot be read."),
            None => "This token cannot be read.".to_owned(),
        },
        " authentik’s answer is not what it should be: ".to_owned(),
        ". Nothing else on this page is affected.".to_owned(),
    ]
}

/// The position of a token that authentik cannot read but whose ID is known.
pub fn place_at(pk: u64) -> String {
    format!("the one with the ID {pk}")
}

/// A token that authentik itself cannot read, by where it stands. The first piece stands out; the second is followed by the
/// ID of a request.
pub fn broken_row(stands: &str) -> [String; 3] {
    [
        "authentik cannot read this token.".to_owned(),
        format!(" It is {stands}. Request ID: "),
        String::new(),
    ]
}

/// Why there are no rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoRows {
    /// Of those on this page none match; others may.
    OnThisPage,
    /// No token at all matches the search.
    Found,
    /// The search and the filters leave none.
    Left,
    /// There are none.
    AtAll,
}

/// A heading and a sentence for it. `own`: authentik shows the caller only their own tokens, so others may exist.
pub fn no_rows(why: NoRows, kind: Kind, own: bool) -> (String, &'static str) {
    let kind = kinds::in_sentence(kind).other;
    match (why, own) {
        (NoRows::OnThisPage, true) => (
            "Nothing on this page matches".to_owned(),
            "Only this page was searched. Go to the next page, or load all tokens.",
        ),
        (NoRows::OnThisPage, false) => (
            "Nothing on this page matches".to_owned(),
            "Only this page was searched. Go to the next page, or choose a user or a provider from the suggestions.",
        ),
        (NoRows::Found, false) => (
            format!("No {kind} match"),
            "The search covers names, email addresses, scopes, client IDs, subjects and token IDs; jti, sid, uid and \
             nonce are found only when given in full. Other claims are not searched.",
        ),
        (NoRows::Found | NoRows::Left, true) => (
            format!("None of your {kind} match"),
            "Nothing matches your search and filters. Remove one to see more.",
        ),
        (NoRows::Left, false) => (
            format!("No {kind} match"),
            "Nothing matches your search and filters. Remove one to see more.",
        ),
        (NoRows::AtAll, true) => (
            format!("You have no {kind}"),
            "You see only your own. They appear here when a client gets one for you.",
        ),
        (NoRows::AtAll, false) => (
            format!("There are no {kind}"),
            "They appear here when a client gets one.",
        ),
    }
}

/// The same while not all was loaded, and where it is about a user whose tokens are hidden.
pub fn none_so_far(so_far: &str) -> (String, String) {
    (
        "None match so far".to_owned(),
        format!("{so_far}. Matches appear here as they are found."),
    )
}

pub fn none_of_hidden(user: &str) -> (String, String) {
    (
        format!("You are not allowed to see tokens of {user}"),
        "You see only your own tokens. Only superusers see everyone’s.".to_owned(),
    )
}

/// The buttons below that.
pub const CLEAR_SEARCH: &str = "Clear search";
pub const CLEAR_FILTERS: &str = "Clear filters";
