//! Tokens in groups.

use super::kinds;
use super::numbers::{PROVIDERS, Plural, TOKENS, USERS, counted, grouped, plural};
use crate::model::kind::Kind;
use crate::tokens::catalog::GroupColumn;
use crate::tokens::findings::Severity;
use crate::tokens::query::Grouping;

/// The menu.
pub const GROUP_BY: &str = "Group by";

/// What is chosen there, and in place of it.
pub fn grouping(by: Option<Grouping>) -> &'static str {
    match by {
        None => "Nothing",
        Some(Grouping::User) => "User",
        Some(Grouping::Provider) => "Provider",
        Some(Grouping::Scope) => "Scope",
        Some(Grouping::Status) => "Status",
    }
}

/// What the table is called: "Access tokens by user".
pub fn table(kind: Kind, by: Grouping) -> String {
    let by = match by {
        Grouping::User => "user",
        Grouping::Provider => "provider",
        Grouping::Scope => "scope",
        Grouping::Status => "status",
    };
    [kinds::many(kind), " by ", by].concat()
}

/// Below groups of scopes.
pub const COUNTED_FOR_EACH: &str = "A token counts once for each of its scopes.";

/// The columns; the first has the name of what is grouped by.
pub fn column(column: GroupColumn, by: Grouping) -> &'static str {
    match column {
        GroupColumn::Name => grouping(Some(by)),
        GroupColumn::Tokens => "Tokens",
        GroupColumn::Findings => "Worst finding",
        GroupColumn::Expires => "Next expiry",
    }
}

/// The last column, which has buttons. It is told, not shown.
pub const ACTIONS: &str = "Actions";

const SCOPES: Plural = plural("scope", "scopes");
const STATUSES: Plural = plural("status", "statuses");

/// How many groups there are, and how many tokens in them: "142 users," "9,990 of 12,000 tokens".
pub fn answer(by: Grouping, groups: u64, tokens: u64, of: u64, so_far: bool) -> [String; 2] {
    let groups = counted(
        groups,
        match by {
            Grouping::User => USERS,
            Grouping::Provider => PROVIDERS,
            Grouping::Scope => SCOPES,
            Grouping::Status => STATUSES,
        },
    );
    let tokens = match (so_far, tokens == of) {
        (true, _) => [&counted(tokens, TOKENS), " so far"].concat(),
        (false, true) => counted(tokens, TOKENS),
        (false, false) => format!("{} of {}", grouped(tokens), counted(of, TOKENS)),
    };
    [[&groups, ","].concat(), tokens]
}

/// How many tokens have the worst finding, and how severe it is: "12", "high".
pub fn worst(severity: Severity, tokens: usize) -> [String; 2] {
    [
        grouped(tokens as u64),
        super::findings::severity(severity).to_lowercase(),
    ]
}

/// The same as it is read to those who do not see it.
pub fn worst_told(severity: Severity, tokens: usize) -> String {
    let severity = super::findings::severity(severity).to_lowercase();
    format!(
        "{} with a finding of {severity} severity",
        counted(tokens as u64, TOKENS)
    )
}

/// In place of the next expiry, where no token of the group works.
pub const NONE_LIVE: &str = "None live";

/// The button that selects a group, and what is read of it: "Select these 12 tokens: Grafana".
pub const SELECT: &str = "Select these";

pub fn select(name: &str, tokens: usize) -> String {
    format!("{SELECT} {}: {name}", counted(tokens as u64, TOKENS))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_answer_says_of_how_many() {
        let said = |tokens, so_far| answer(Grouping::User, 142, tokens, 9_995, so_far).join(" ");
        assert_eq!(said(9_995, false), "142 users, 9,995 tokens");
        assert_eq!(said(108, false), "142 users, 108 of 9,995 tokens");
        assert_eq!(said(108, true), "142 users, 108 tokens so far");
        assert_eq!(answer(Grouping::Status, 1, 1, 1, false).join(" "), "1 status, 1 token");
    }
}
