//! What a search by the names of users and providers covered. Each is an array of the pieces around the text that is searched
//! for and, in most, around a button that loads all tokens.

use super::list::CLIENT_IDS_UNSEARCHED;
use super::numbers::{PROVIDERS, TOKENS, USERS, counted, grouped};

/// The button: "Load all 9,995 tokens".
pub fn read_all(count: u64) -> String {
    format!("Load all {}", counted(count, TOKENS))
}

pub const LOOKING: [&str; 2] = ["Looking for users and providers that match “", "”…"];

/// Their tokens are all there. `whose`: how many users and providers match, where it is they who were searched for.
pub fn found(whose: Option<(u64, u64)>) -> [String; 3] {
    let begin = match whose {
        Some((0, 0)) => "No user or provider matches “".to_owned(),
        Some((users, providers)) => format!("These are all tokens of {} that match “", whoever(users, providers)),
        None => "These are all tokens that match “".to_owned(),
    };
    [
        begin,
        "” by name, username, email or provider. Accents matter here (ü ≠ u). Scopes, client IDs and IDs in claims were \
         not searched. "
            .to_owned(),
        " to search them too.".to_owned(),
    ]
}

/// All tokens were searched, which are few; their clients as well, or not.
pub fn all_read(count: u64, with_clients: bool) -> [String; 2] {
    let missing = if with_clients {
        "Nothing is missing."
    } else {
        CLIENT_IDS_UNSEARCHED
    };
    [
        format!("Searched all {} that authentik shows you for “", counted(count, TOKENS)),
        format!("”. {missing}"),
    ]
}

/// Too many users and providers match the text or one of its words. `tokens`: together they have more tokens than this.
pub fn too_many(users: u64, providers: u64, is_word: bool, tokens: Option<u64>) -> [String; 3] {
    let behind = match (is_word, tokens.map(grouped)) {
        (false, None) => "”: too many to look up one by one. ".to_owned(),
        (true, None) => "” alone: too many to look up one by one. ".to_owned(),
        (false, Some(most)) => format!("”, with more than {most} tokens: too many to look up one by one. "),
        (true, Some(most)) => format!("” alone, with more than {most} tokens: too many to look up one by one. "),
    };
    [
        format!("{} match “", whoever(users, providers)),
        behind,
        " to see all that match.".to_owned(),
    ]
}

/// The search asks for more than names.
pub const NOT_BY_NAMES: [&str; 3] = ["authentik cannot search for “", "”. ", " to search for it."];

/// authentik did not answer; takes the failure's title. The two pieces go around the button.
pub fn failed(failure: &str) -> [String; 2] {
    [
        format!("Users and providers could not be searched: {failure}. "),
        " to search anyway.".to_owned(),
    ]
}

/// "2 users and 1 provider", or either alone.
fn whoever(users: u64, providers: u64) -> String {
    let (of_users, of_providers) = (counted(users, USERS), counted(providers, PROVIDERS));
    match (users, providers) {
        (_, 0) => of_users,
        (0, _) => of_providers,
        _ => format!("{of_users} and {of_providers}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_matches_is_counted() {
        let [begin, ..] = found(Some((1, 0)));
        assert_eq!(begin, "These are all tokens of 1 user that match “");
        let [nobody, ..] = found(Some((0, 0)));
        assert_eq!(nobody, "No user or provider matches “");
        assert_eq!(
            found(None).join("ada").find("These are all tokens that match “ada” by"),
            Some(0)
        );
        assert_eq!(
            too_many(1_200, 1, true, Some(2_000)).join("x"),
            "1,200 users and 1 provider match “x” alone, with more than 2,000 tokens: too many to look up one by one. x \
             to see all that match."
        );
        assert!(all_read(9, false)[1].starts_with("”. Client IDs are not in these rows"));
    }
}
