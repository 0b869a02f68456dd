//! Texts about the whole set and about loading it.

use super::kinds::{self, in_sentence};
use super::numbers::{PROVIDERS, REQUESTS, TOKENS, counted, grouped};
use crate::model::kind::Kind;
use crate::tokens::catalog::NotUpdated;
use crate::tokens::catalog::reading::{Changed, Slow};

/// The name of the section about it, and of the progress bar in it.
pub const CATALOG: &str = "Catalog";
pub const READING: &str = "Loading all tokens";

/// The question before many are read, and its answers.
pub const READ_ALL_QUESTION: &str = "Load all tokens?";
pub const START_READING: &str = "Start loading";
pub const NOT_NOW: &str = "Not now";

/// What loading all of them means: so many, with so many rows a request. `seconds`: how long it may take.
pub fn read_all(count: u64, rows: u64, seconds: Option<u64>) -> String {
    let what = format!(
        "This needs all {}: {} of {} rows each. They stay in this tab’s memory only.",
        counted(count, TOKENS),
        counted(count.div_ceil(rows), REQUESTS),
        grouped(rows)
    );
    let meanwhile = "You can keep working meanwhile and pause at any time.";
    match seconds {
        Some(seconds) => {
            let left = time_left(seconds);
            format!("{what} Judging by this page, it may take {left}. {meanwhile}")
        }
        None => format!("{what} {meanwhile}"),
    }
}

/// The same where nobody knows how many there are.
pub const READ_ALL_UNCOUNTED: &str =
    "This needs all tokens; how many there are is not known yet. They stay in this tab’s memory only.";

/// Below a failure that one row may be the cause of: loads all that can be read.
pub const LEAVE_OUT: &str = "Leave out what cannot be read";

/// How much of the set was loaded: "4,300 of 9,995 loaded so far".
pub fn so_far(read: u64, of: u64) -> String {
    format!("{} of {} loaded so far", grouped(read), grouped(of))
}

/// What a refresh could not find out, and what that means.
pub fn not_updated(not_updated: NotUpdated) -> Option<String> {
    let said = match (not_updated.users, not_updated.providers) {
        (true, true) => {
            "authentik did not say who was deactivated or what changed at providers: both are shown as they were last \
             known."
        }
        (true, false) => {
            "authentik did not say who was deactivated: whether users are active is shown as it was last known, as are \
             findings about deactivated users."
        }
        (false, true) => "authentik did not say what changed at providers: they are shown as they were last known.",
        (false, false) => return None,
    };
    Some(format!(
        "{said} authentik refused, failed, or has too many to list. Refresh to ask again."
    ))
}

/// How many providers lack client details, and what that means.
pub fn untold_providers(count: usize) -> Option<String> {
    let of = counted(count as u64, PROVIDERS);
    (count > 0).then(|| format!(
        "authentik did not share the client details of {of}: findings that depend on them are left out, and searches and \
         exports lack their client IDs. You may not be allowed to see them, authentik failed, or it has too many to list. \
         Refresh in a minute to ask again."
    ))
}

/// The same, said aloud now and then.
pub fn read_aloud(read: u64, of: u64, kind: Kind) -> String {
    format!("{} of {} loaded", grouped(read), kinds::counted(kind, of))
}

/// The end of it, said aloud with what was different from before.
pub fn read_to_the_end(read: u64, kind: Kind, news: Option<&str>) -> String {
    let loaded = match read {
        0 | 1 => format!("{} loaded", kinds::counted(kind, read)),
        _ => format!("All {} loaded", kinds::counted(kind, read)),
    };
    match news {
        Some(news) => format!("{loaded}: {news}"),
        None => loaded,
    }
}

/// Says that the list stops before the last row.
pub fn rows_end(most: u64, count: u64) -> String {
    format!(
        "These are the first {} of {}: a browser cannot show more rows in one list. To see the others, choose a page \
         size, another order, or a filter.",
        grouped(most),
        grouped(count)
    )
}

/// What is done about a server that takes long.
pub fn slow(slow: Slow, seconds: u32) -> String {
    let why = format!("authentik is slow: a page took longer than {seconds} seconds");
    match slow {
        Slow::Fewer(rows) => format!("{why}, so Tokenscope asks for {} rows at a time", grouped(rows)),
        Slow::Trial => format!("{why}; now full pages are tried again"),
    }
}

/// Why loading stands still.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotRunning {
    /// Somebody paused it.
    Paused,
    /// It cannot go on by itself.
    Stopped,
    /// A request failed and is made again in a moment.
    Waits,
}

/// How far it is while it stands still.
pub fn stands_still(read: u64, of: u64, why: NotRunning) -> String {
    let why = match why {
        NotRunning::Paused => "paused",
        NotRunning::Stopped => "stopped",
        NotRunning::Waits => "waiting to retry",
    };
    side_by_side([so_far(read, of), why.to_owned()])
}

/// How far loading is: "4,300 of 9,995 loaded so far · 250 rows a second · about 2 minutes left".
pub fn reading(read: u64, of: u64, rate: Option<u64>, seconds_left: Option<u64>) -> String {
    let rate = rate.map(|rate| format!("{} rows a second", grouped(rate)));
    let left = seconds_left.map(|seconds| format!("{} left", time_left(seconds)));
    side_by_side([Some(so_far(read, of)), rate, left].into_iter().flatten())
}

/// Joins unrelated remarks into one line.
pub fn side_by_side(remarks: impl IntoIterator<Item = String>) -> String {
    remarks.into_iter().collect::<Vec<_>>().join(" · ")
}

/// What was loaded, and when: "All 9,995 access tokens loaded at 14:02:11, 3 minutes ago". `own`: authentik shows no others.
pub fn read_at(kind: Kind, count: u64, own: bool, at: &str, ago: Option<&str>) -> String {
    let kinds = in_sentence(kind);
    let what = match count {
        0 if own => format!("You have no {} as of {at}", kinds.other),
        0 => format!("There are no {} as of {at}", kinds.other),
        1 => format!("The only {} was loaded at {at}", kinds.one),
        many => format!("All {} loaded at {at}", counted(many, kinds)),
    };
    match ago {
        Some(ago) => format!("{what}, {ago}"),
        None => what,
    }
}

/// What was different from before: "3 new, 1 removed, in 5 requests". `requests`: how many it took to look.
pub fn news(changed: Changed, requests: Option<u64>) -> Option<String> {
    let counts = [
        (changed.came, "new"),
        (changed.went, "removed"),
        (changed.revoked, "revoked"),
    ];
    let counts = counts.iter().filter(|(count, _)| *count > 0);
    let mut parts: Vec<String> = counts
        .map(|(count, word)| format!("{} {word}", grouped(*count)))
        .collect();
    if let Some(requests) = requests {
        if parts.is_empty() {
            parts.push("no token changed".to_owned());
        }
        parts.push(format!("in {}", counted(requests, REQUESTS)));
    }
    let unsettled = changed
        .unsettled
        .then(|| "tokens changed faster than they could be loaded, so some may be missing here".to_owned());
    let counts = Some(parts.join(", ")).filter(|parts| !parts.is_empty());
    let news = side_by_side([counts, unsettled].into_iter().flatten());
    Some(news).filter(|news| !news.is_empty())
}

/// How many tokens could not be read, and the handle of their list.
pub fn unreadable(count: u64) -> String {
    match count {
        1 => "1 token cannot be read and is not counted below.".to_owned(),
        _ => format!("{} tokens cannot be read and are not counted below.", grouped(count)),
    }
}

pub const WHICH: &str = "Which";

/// One of them: by its ID and what is wrong with it, or else by its position. The first piece is emphasised.
pub fn unreadable_token(pk: Option<u64>, problem: &str) -> [String; 2] {
    let place = match pk {
        Some(pk) => format!(": ID {pk}, {problem}"),
        None => format!(": it is {problem}"),
    };
    ["authentik cannot read this token".to_owned(), place]
}

/// Behind that, before the ID of the request.
pub const REQUEST_ID: &str = ". Request ID ";

/// The position of a token without an ID: between those with these IDs.
pub fn place_between(after: Option<u64>, before: Option<u64>) -> String {
    match (after, before) {
        (Some(after), Some(before)) => format!("between tokens {after} and {before}"),
        (Some(after), None) => format!("after token {after}"),
        (None, Some(before)) => format!("before token {before}"),
        (None, None) => String::new(),
    }
}

/// How far looking for what changed is.
pub fn looking(answered: u64, left: u64, seconds_left: Option<u64>) -> String {
    let requests = |count: u64| counted(count, REQUESTS);
    let mut words = "Looking for what changed…".to_owned();
    if answered > 0 {
        words = format!("{words} {} so far", requests(answered));
    }
    if answered > 0 && left > 1 {
        words = format!("{words}, about {} left", grouped(left));
    }
    if let Some(seconds) = seconds_left {
        words = format!("{words} · {} left", time_left(seconds));
    }
    words
}

/// A time that is left, roughly: "about 2 minutes".
pub fn time_left(seconds: u64) -> String {
    match seconds {
        0..=1 => "a moment".to_owned(),
        2..=59 => format!("{seconds} seconds"),
        60..=89 => "about a minute".to_owned(),
        90..=5_399 => format!("about {} minutes", (seconds + 30) / 60),
        _ => format!("about {} hours", grouped((seconds + 1_800) / 3_600)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_not_be_asked_is_named_and_nothing_else() {
        let said = |users, providers| not_updated(NotUpdated { users, providers }).unwrap_or_default();
        assert_eq!(said(false, false), "");
        assert!(said(true, false).starts_with("authentik did not say who was deactivated: "));
        assert!(!said(true, false).contains("providers"));
        assert!(said(false, true).starts_with("authentik did not say what changed at providers: "));
        assert!(said(true, true).contains("or what changed at providers"));
    }

    #[test]
    fn what_is_not_known_of_clients_is_counted() {
        assert_eq!(untold_providers(0), None);
        assert!(untold_providers(1).is_some_and(|said| said.contains("the client details of 1 provider:")));
        assert!(untold_providers(1_200).is_some_and(|said| said.contains("of 1,200 providers:")));
    }

    #[test]
    fn what_is_left_is_told_as_people_do() {
        let told = [0, 45, 61, 150, 4_000, 9_000].map(time_left);
        assert_eq!(
            told,
            [
                "a moment",
                "45 seconds",
                "about a minute",
                "about 3 minutes",
                "about 67 minutes",
                "about 3 hours"
            ]
        );
        assert_eq!(so_far(4_300, 9_995), "4,300 of 9,995 loaded so far");
        assert_eq!(
            read_aloud(2_500, 9_995, Kind::AccessTokens),
            "2,500 of 9,995 access tokens loaded"
        );
        assert_eq!(
            read_to_the_end(9_995, Kind::AccessTokens, Some("3 new, in 5 requests")),
            "All 9,995 access tokens loaded: 3 new, in 5 requests"
        );
        assert_eq!(read_to_the_end(1, Kind::RefreshTokens, None), "1 refresh token loaded");
    }

    #[test]
    fn what_was_read_is_told_with_what_was_different() {
        let kind = Kind::RefreshTokens;
        assert_eq!(
            read_at(kind, 1, false, "14:02", None),
            "The only refresh token was loaded at 14:02"
        );
        assert_eq!(
            read_at(kind, 0, true, "14:02", Some("3 minutes ago")),
            "You have no refresh tokens as of 14:02, 3 minutes ago"
        );
        let mut changed = Changed::default();
        assert_eq!(news(changed, None), None);
        assert_eq!(
            news(changed, Some(1)).as_deref(),
            Some("no token changed, in 1 request")
        );
        (changed.came, changed.revoked) = (3, 1_200);
        assert_eq!(
            news(changed, Some(5)).as_deref(),
            Some("3 new, 1,200 revoked, in 5 requests")
        );
        changed.unsettled = true;
        let said = news(changed, None).unwrap_or_default();
        assert!(
            said.starts_with("3 new, 1,200 revoked · tokens changed faster"),
            "{said}"
        );
    }

    #[test]
    fn a_refresh_says_how_far_it_is() {
        assert_eq!(looking(0, 1, None), "Looking for what changed…");
        assert_eq!(looking(1, 1, None), "Looking for what changed… 1 request so far");
        assert_eq!(
            looking(12, 45, Some(240)),
            "Looking for what changed… 12 requests so far, about 45 left · about 4 minutes left"
        );
    }
}
