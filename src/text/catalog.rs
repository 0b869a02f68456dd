//! What is said of the whole set and of reading it.

use std::cell::Cell;

use super::kinds::{many, one};
use crate::model::kind::Kind;
use crate::tokens::catalog::reading::Slow;
use crate::tokens::catalog::{Facet, Unasked};

thread_local! {
    /// How numbers are written. These texts know no language, and who shows them does.
    static WRITES: Cell<fn(u64) -> String> = const { Cell::new(by_commas) };
}

/// From here on numbers are written like this.
pub fn write_numbers(write: fn(u64) -> String) {
    WRITES.set(write);
}

/// How much of the set was read: "4,300 of 9,995 read so far".
pub fn so_far(read: u64, of: u64) -> String {
    format!("{} of {} read so far", grouped(read), grouped(of))
}

/// What a refresh could not find out, and what that means.
pub fn unasked(unasked: Unasked) -> Option<String> {
    let said = match (unasked.users, unasked.providers) {
        (true, true) => {
            "Who was deactivated could not be asked, nor what changed at providers: both are shown as they were last \
             known."
        }
        (true, false) => {
            "Who was deactivated could not be asked: whether users are active is shown as it was last known, and so are \
             findings about inactive users."
        }
        (false, true) => "What changed at providers could not be asked: they are shown as they were last known.",
        (false, false) => return None,
    };
    Some(format!(
        "{said} authentik refused, failed, or has too many to list. Refresh to ask again."
    ))
}

/// Of how many providers nothing is known of the client, and what that means.
pub fn untold_providers(count: usize) -> Option<String> {
    let of = match count {
        0 => return None,
        1 => "one provider".to_owned(),
        count => format!("{} providers", grouped(count as u64)),
    };
    Some(format!(
        "authentik did not share the client details of {of}: findings that depend on them are left out, and searches and \
         exports lack their client IDs. You may not be allowed to see them, authentik failed, or it has too many to list. \
         Refresh in a minute to ask again."
    ))
}

/// The same, said aloud now and then.
pub fn read_aloud(read: u64, of: u64, kind: Kind) -> String {
    let tokens = many(kind).to_lowercase();
    format!("{} of {} {tokens} read", grouped(read), grouped(of))
}

/// The end of it, said aloud with what was different from before.
pub fn read_to_the_end(read: u64, kind: Kind, news: Option<&str>) -> String {
    let tokens = if read == 1 { one(kind) } else { many(kind) }.to_lowercase();
    let news = news.map(|news| format!(": {news}")).unwrap_or_default();
    format!("Finished reading {} {tokens}{news}", grouped(read))
}

/// That not all rows stand below each other.
pub fn rows_end(most: u64, count: u64) -> String {
    format!(
        "These are the first {} of {}: a browser can show no more rows below each other. To see the others, choose a \
         number of rows a page, another order, or a filter.",
        grouped(most),
        grouped(count)
    )
}

/// What is done about a server that takes long.
pub fn slow(slow: Slow, seconds: u32) -> String {
    let why = format!("authentik is slow: a page took longer than {seconds} seconds");
    match slow {
        Slow::Fewer(rows) => format!("{why}, so it is asked for {} rows at a time", grouped(rows)),
        Slow::Trial => format!("{why}; now whole pages are tried again"),
    }
}

/// How far looking for what changed is.
pub fn looking(answered: u64, left: u64, seconds_left: Option<u64>) -> String {
    let requests = |count: u64| match count {
        1 => "1 request".to_owned(),
        many => format!("{} requests", grouped(many)),
    };
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
        _ => format!("about {} hours", (seconds + 1_800) / 3_600),
    }
}

/// The name of a list to choose from.
pub fn facet(facet: Facet) -> &'static str {
    match facet {
        Facet::Status => "Status",
        Facet::Provider => "Provider",
        Facet::Scope => "Scope",
        Facet::UserType => "User type",
        Facet::ActiveUser => "Active user",
        Facet::Finding => "Finding",
    }
}

/// A number as all numbers on the page are written; "9,995" where nobody said otherwise.
pub fn grouped(number: u64) -> String {
    WRITES.get()(number)
}

fn by_commas(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + 4);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_not_be_asked_is_named_and_nothing_else() {
        let said = |users, providers| unasked(Unasked { users, providers }).unwrap_or_default();
        assert_eq!(said(false, false), "");
        assert!(said(true, false).starts_with("Who was deactivated could not be asked: "));
        assert!(!said(true, false).contains("providers"));
        assert!(said(false, true).starts_with("What changed at providers could not be asked: "));
        assert!(said(true, true).contains("nor what changed at providers"));
    }

    #[test]
    fn what_is_not_known_of_clients_is_counted() {
        assert_eq!(untold_providers(0), None);
        assert!(untold_providers(1).is_some_and(|said| said.contains("the client details of one provider:")));
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
        assert_eq!(so_far(4_300, 9_995), "4,300 of 9,995 read so far");
        assert_eq!(
            read_aloud(2_500, 9_995, Kind::AccessTokens),
            "2,500 of 9,995 access tokens read"
        );
        assert_eq!(
            read_to_the_end(9_995, Kind::AccessTokens, Some("3 new, by 5 requests")),
            "Finished reading 9,995 access tokens: 3 new, by 5 requests"
        );
        assert_eq!(
            read_to_the_end(1, Kind::RefreshTokens, None),
            "Finished reading 1 refresh token"
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

    #[test]
    fn numbers_are_written_as_the_page_has_them() {
        write_numbers(|number| format!("<{number}>"));
        assert_eq!(so_far(4_300, 9_995), "<4300> of <9995> read so far");
        write_numbers(by_commas);
        assert_eq!(grouped(1_234_567), "1,234,567");
    }
}
