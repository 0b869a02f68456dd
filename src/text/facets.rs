//! The lists of filters to choose from.

use super::numbers::{TOKENS, counted};
use crate::tokens::catalog::Facet;

/// Where there is little room: the button that brings up the lists.
pub const FILTERS: &str = "Filters";

/// The name of all the lists together, and the button that clears every choice in them.
pub const FACETS: &str = "Facets";
pub const CLEAR_ALL: &str = "Clear all";

/// What the chip of a chosen time range is called.
pub const EXPIRES: &str = "Expires";

/// The buttons that the lists are behind.
pub const STATUS: &str = "Status";
pub const PROVIDER: &str = "Provider";
pub const SCOPE: &str = "Scope";
pub const USER: &str = "User";
pub const FINDINGS: &str = "Findings";

/// The name of a list.
pub fn facet(facet: Facet) -> &'static str {
    match facet {
        Facet::Status => STATUS,
        Facet::Provider => PROVIDER,
        Facet::Scope => SCOPE,
        Facet::UserType => "User type",
        Facet::ActiveUser => "Active user",
        Facet::Severity => "Severity",
        Facet::Finding => "Finding",
    }
}

/// What has to be known to read the counts of a list.
pub fn about(facet: Facet) -> Option<&'static str> {
    match facet {
        Facet::ActiveUser => Some(
            "Expired and revoked tokens count too. For those that still work, see the finding “Deactivated user’s token \
             still works”.",
        ),
        Facet::Severity => Some("Each token is counted once, by its worst finding."),
        _ => None,
    }
}

/// The box in a long list, by the name of the list; and what stands in the box while it is empty.
pub fn find_in(list: &str) -> String {
    format!("Find in {list}")
}

pub const FIND: &str = "Find…";

/// Values to choose. Statuses and findings have words of their own, providers and scopes are names.
pub const ACTIVE_USER: &str = "Active user";
pub const DEACTIVATED_USER: &str = "Deactivated user";

/// A user's type, in authentik's word; one of a later release stays as it is.
pub fn user_type(word: &str) -> &str {
    match word {
        "internal" => "Internal",
        "external" => "External",
        "service_account" => "Service account",
        "internal_service_account" => "Internal service account",
        "" => "Unknown",
        other => other,
    }
}

/// A provider whose name says nothing.
fn nameless_provider(pk: u64) -> String {
    format!("#{pk}")
}

/// A provider by its name.
pub fn provider(pk: u64, name: &str) -> String {
    if name.trim().is_empty() {
        nameless_provider(pk)
    } else {
        name.to_owned()
    }
}

/// A scope by its name; "" is none at all.
pub fn scope(name: &str) -> String {
    let name = if name.is_empty() { NO_SCOPES } else { name };
    name.to_owned()
}

const NO_SCOPES: &str = "No scopes";

/// A value as it is read to those who do not see it: "Grafana, 12 tokens".
pub fn value(name: &str, tokens: u64) -> String {
    format!("{name}, {}", counted(tokens, TOKENS))
}

/// Below values, while not all tokens are loaded, and in their place where there are none.
pub const UNREAD: &str = "Counts appear once all tokens are loaded.";
pub const OF_PAGE: &str = "These are the values of the rows on this page.";
pub const NO_VALUES: &str = "No token matches.";

/// Clears the choices in one list.
pub const CLEAR: &str = "Clear";
