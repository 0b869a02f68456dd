//! What stands around the table: the head above it, the chosen filters, the notices.

use super::numbers::{SECONDS, counted, grouped, plural};
use crate::tokens::list_answer::{ListAnswer, SearchOutcome, Unsearched};
use crate::tokens::query::Ignored;

pub const REFRESH: &str = "Refresh";

/// How many tokens match, and of how many: "108", "of 9,990"; or in how many groups they stand.
pub fn answer(answer: &ListAnswer) -> [String; 2] {
    if let Some(groups) = &answer.groups {
        return groups.words.clone();
    }
    let count = answer.pagination.count;
    match (answer.search, &answer.so_far, answer.total) {
        (SearchOutcome::Ignored { matching, of, .. }, ..) => [
            grouped(matching as u64),
            format!("of {} on this page", grouped(of as u64)),
        ],
        (_, Some(_), _) => [grouped(count), SO_FAR.to_owned()],
        (_, None, Some(total)) if total != count => [grouped(count), format!("of {}", grouped(total))],
        _ => [grouped(count), String::new()],
    }
}

/// Behind a count that still grows.
const SO_FAR: &str = "so far";

/// How old the answer is: "Updated 2 minutes ago".
pub fn updated(ago: &str) -> String {
    format!("Updated {ago}")
}

pub const UPDATED_NOW: &str = "Updated just now";

/// The same while the next one takes long.
pub fn waiting(seconds: u64) -> String {
    format!("Waiting for authentik, {} s", grouped(seconds))
}

/// The menu that chooses columns.
pub const COLUMNS: &str = "Columns";

/// What the chosen filters are called together, and each.
pub const FILTERS: &str = "Filters";
pub const USER_FILTER: &str = "User";
pub const PROVIDER_FILTER: &str = "Provider";

/// Below a failure that may pass: "Trying again in 3 seconds (try 2 of 5)."
pub fn trying_again(seconds: u64, attempt: u32, tries: u32) -> String {
    match seconds {
        0 => format!("Trying again now (try {attempt} of {tries})."),
        seconds => {
            let wait = counted(seconds, SECONDS);
            format!("Trying again in {wait} (try {attempt} of {tries}).")
        }
    }
}

/// The button behind that.
pub const TRY_NOW: &str = "Try now";

/// Around the button that tries again.
pub const PART_MISSING: [&str; 2] = [
    "A part of Tokenscope could not be fetched, so not everything works. ",
    ". If that does not help, a newer version may have been installed: reload the page.",
];

pub const TOKEN_IN_ADDRESS: &str = "The address contained something that looks like a token. It was removed and not \
    searched for. It may be in server logs by now, so treat it as leaked.";

pub const NO_SUCH_PAGE: &str = "Page not found; showing this one instead.";

/// Before the parts of the address that were ignored.
pub fn ignored_parts<'a>(ignored: impl Iterator<Item = &'a Ignored>) -> String {
    let part = |ignored: &Ignored| match ignored.value.as_str() {
        "" => ignored.name.clone(),
        value => format!("{}={value}", ignored.name),
    };
    ignored.map(part).collect::<Vec<_>>().join(", ")
}

pub const ADDRESS_IGNORED: &str = "Part of the link was not understood and ignored: ";

/// Around the name of who is signed in.
pub const OWN_ONLY: [&str; 2] = [
    "You are signed in as ",
    " and see only your own tokens. Only superusers see everyone’s.",
];

/// The page asked for is gone.
pub fn page_gone(gone: u64, here: u64) -> String {
    format!(
        "Page {} no longer exists. This is the last one, page {}.",
        grouped(gone),
        grouped(here)
    )
}

/// An installation allows fewer rows a page than asked for.
pub fn page_clamped(got: u64, asked: u64) -> String {
    format!(
        "This authentik allows at most {} rows per page, not the {} asked for.",
        grouped(got),
        grouped(asked)
    )
}

/// Around the text that is searched for, while nothing is there yet.
pub const SEARCHING: [&str; 2] = ["Searching for “", "”…"];

/// authentik ignored the search: so many of the rows on the page match all the same. The first piece stands out; the text
/// that is searched for stands between the other two.
pub fn search_ignored(matching: usize, of: usize, count: u64, unsearched: Unsearched) -> [String; 3] {
    let then = match unsearched {
        Unsearched::Nothing => "There are no others, so nothing is missing.".to_owned(),
        Unsearched::ClientIds => format!("{CLIENT_IDS_UNSEARCHED} For a complete answer, load all tokens."),
        Unsearched::OtherPages => format!("To search all {}, load all tokens.", grouped(count)),
        Unsearched::OtherPagesOfMany => format!(
            "To find others among all {}, choose a user or a provider from the suggestions.",
            grouped(count)
        ),
    };
    [
        format!(
            "{} of the {} on this page",
            grouped(matching as u64),
            grouped(of as u64)
        ),
        [" ", plural("matches", "match").form(matching as u64), " “"].concat(),
        format!("”. authentik cannot search tokens, so only this page was searched. {then}"),
    ]
}

/// What a search misses in rows that do not name their client.
pub const CLIENT_IDS_UNSEARCHED: &str = "Client IDs are not in these rows and were not searched.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wait_is_counted_down() {
        assert_eq!(trying_again(3, 2, 5), "Trying again in 3 seconds (try 2 of 5).");
        assert_eq!(trying_again(1, 2, 5), "Trying again in 1 second (try 2 of 5).");
        assert_eq!(trying_again(0, 5, 5), "Trying again now (try 5 of 5).");
    }

    #[test]
    fn what_was_not_searched_is_said() {
        let said = |unsearched| search_ignored(1, 20, 9_995, unsearched).concat();
        let begin =
            "1 of the 20 on this page matches “”. authentik cannot search tokens, so only this page was searched. ";
        assert_eq!(
            said(Unsearched::Nothing).strip_prefix(begin),
            Some("There are no others, so nothing is missing.")
        );
        assert!(said(Unsearched::ClientIds).ends_with("were not searched. For a complete answer, load all tokens."));
        assert!(said(Unsearched::OtherPages).ends_with("To search all 9,995, load all tokens."));
    }
}
