//! The searches that a person made lately, as the browser keeps them. Nothing that may be a secret is among them.

use super::pasted::looks_like_token;
use super::terms::parse;
use crate::model::percent_encoding::{decode, encode};

/// So many are kept.
const MOST: usize = 8;

/// None is longer than so many bytes.
const LONGEST: usize = 200;

/// So many letters of base64 or hex in a row may be part of a secret.
const OPAQUE: usize = 24;

/// What stands between two of them; inside it is encoded.
const BETWEEN: char = ' ';

/// The latest searches, the last one first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RecentSearches(Vec<String>);

impl RecentSearches {
    /// What [`write`](Self::write) wrote. Whatever else stands there is left out: others can write to the same place.
    pub fn read(stored: &str) -> Self {
        let mut texts: Vec<String> = Vec::new();
        for text in stored.split(BETWEEN).map(decode) {
            if may_be_kept(&text) && text.trim() == text && !texts.contains(&text) && texts.len() < MOST {
                texts.push(text);
            }
        }
        Self(texts)
    }

    /// As one plain text.
    pub fn write(&self) -> String {
        let encoded: Vec<String> = self.0.iter().map(|text| encode(text)).collect();
        encoded.join(&BETWEEN.to_string())
    }

    /// All of them, the last one first.
    pub fn texts(&self) -> &[String] {
        &self.0
    }

    /// Takes in a search that was made. What it merely goes on from is replaced: "ada" by "ada novak".
    pub fn add(&mut self, text: &str) {
        let text = text.trim();
        if !may_be_kept(text) {
            return;
        }
        self.0.retain(|earlier| !text.starts_with(earlier.as_str()));
        self.0.insert(0, text.to_owned());
        self.0.truncate(MOST);
    }
}

/// Whether a search says something, and nothing that may be a secret.
fn may_be_kept(text: &str) -> bool {
    let is_understood = parse(text).is_ok_and(|terms| !terms.all.is_empty());
    is_understood && text.len() <= LONGEST && !looks_like_token(text) && !is_opaque(text)
}

/// Whether so many letters stand in a row that they may be a key, a code, or an ID.
fn is_opaque(text: &str) -> bool {
    let is_of_key = |letter: char| letter.is_ascii_alphanumeric() || "-_+/=".contains(letter);
    text.split(|letter| !is_of_key(letter)).any(|word| word.len() >= OPAQUE)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn recent(made: &[&str]) -> RecentSearches {
        let mut recent = RecentSearches::default();
        for text in made {
            recent.add(text);
        }
        recent
    }

    #[test]
    fn the_last_search_comes_first_and_none_twice() {
        assert_eq!(recent(&["ada", "scope:openid", "ada"]).texts(), ["ada", "scope:openid"]);
    }

    #[test]
    fn a_longer_text_replaces_what_it_goes_on_from() {
        assert_eq!(recent(&["a", "ad", "ada", "ada novak"]).texts(), ["ada novak"]);
        assert_eq!(recent(&["ada novak", "ada"]).texts(), ["ada", "ada novak"]);
    }

    #[test]
    fn eight_are_kept() {
        let made: Vec<String> = (10..30).map(|number| format!("user{number}")).collect();
        let made: Vec<&str> = made.iter().map(String::as_str).collect();
        let recent = recent(&made);
        assert_eq!(recent.texts().len(), 8);
        assert_eq!(recent.texts()[0], "user29");
    }

    #[test]
    fn what_may_be_a_secret_is_not_kept() {
        for secret in [
            "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln",
            "eyJhbGciOiJSUzI1NiJ9",
            "cGCMvVHnpQtwhkPbBzzCtWkHgSbJ4OR2SwTlEyJZ",
            "jti:4e969fcc02e7440fbb1e6a3a4b5c6d7e",
            "user:ada sid:4e969fcc-02e7-440f-bb1e-6a3a4b5c6d7e",
            "secret=Zm9vYmFyYmF6cXV4Zm9vYmFy",
            "4e969fcc02e7440fbb1e6a3a",
        ] {
            assert!(recent(&[secret]).texts().is_empty(), "{secret}");
            assert!(RecentSearches::read(&encode(secret)).texts().is_empty(), "{secret}");
        }
    }

    #[test]
    fn what_is_not_understood_or_says_nothing_is_not_kept() {
        let long = "ada ".repeat(60);
        for text in ["", "  ", "scope:", "-", "\"ada", "status:new", "\"\"", long.as_str()] {
            assert!(recent(&[text]).texts().is_empty(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn what_is_stored_is_read_again(made in proptest::collection::vec("\\PC{0,30}", 0..20)) {
            let mut recent = RecentSearches::default();
            for text in &made {
                recent.add(text);
            }
            prop_assert_eq!(RecentSearches::read(&recent.write()), recent);
        }

        #[test]
        fn whatever_is_stored_only_what_may_be_kept_is_read(stored in ".*") {
            let recent = RecentSearches::read(&stored);
            prop_assert!(recent.texts().len() <= MOST);
            prop_assert!(recent.texts().iter().all(|text| may_be_kept(text)));
        }

        #[test]
        fn no_long_run_of_letters_is_kept(before in "[a-z ]{0,9}", secret in "[A-Za-z0-9_=/+-]{24,60}") {
            let mut recent = RecentSearches::default();
            recent.add(&[&before, " ", &secret].concat());
            prop_assert!(recent.texts().is_empty());
        }
    }
}
