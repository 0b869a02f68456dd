//! Answering a search by names alone: which words to look up, whose tokens to read, and when that is too much.
//!
//! Reading everything is expensive. authentik can search users (username, name, e-mail) and providers (name), so a name
//! is answered completely with a handful of requests; the page says what that covers.

use crate::model::failure::Failure;
use crate::model::kind::Kind;
use crate::model::page::{Page, Row};
use crate::model::provider::Provider;
use crate::model::user::User;
use crate::tokens::terms::parse;

/// More users than this, or more providers, are not asked for one by one.
pub const MOST: u32 = 20;

/// Nor are more tokens than this.
pub const MOST_TOKENS: u64 = 2_000;

/// Of a text of many words, so many are tried.
const WORDS: usize = 3;

/// What came of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum NameSearchResult {
    /// Nothing is searched for.
    #[default]
    Nothing,
    /// It is being looked for.
    Looking,
    /// The tokens of so many users and so many providers are all there.
    Found {
        /// Users whose names match.
        users: u64,
        /// Providers whose names match.
        providers: u64,
        /// The word that these match, where more than that is searched for.
        word: Option<String>,
    },
    /// Names could not be asked for, so all tokens that there are were read, which are few.
    AllRead {
        /// How many.
        of: u64,
        /// Whether their clients are known, and were searched.
        with_clients: bool,
    },
    /// So many users, providers or tokens match that reading everything is the better way.
    TooMany {
        /// Users whose names match.
        users: u64,
        /// Providers whose names match.
        providers: u64,
        /// The word that these match, where more than that is searched for.
        word: Option<String>,
        /// Whether it is their tokens that are too many.
        tokens: bool,
    },
    /// Names alone cannot answer it: it asks for scopes, a status and the like.
    NotByNames,
    /// authentik did not tell.
    Failed(Failure),
}

/// What is looked for.
#[derive(Clone, Debug, PartialEq)]
pub struct Wanted {
    /// Among tokens of this kind.
    pub kind: Kind,
    /// The text that was typed.
    pub text: String,
    /// Only this user's.
    pub user: Option<u64>,
    /// Only this provider's.
    pub provider: Option<u64>,
}

/// A list of tokens: one user's, one provider's, or those of both.
pub type TokenList = (Option<u64>, Option<u64>);

/// The lists that hold every token of these users and of these providers; none where they are too many to be read one by
/// one.
pub fn lists(wanted: &Wanted, users: &Page<User>, providers: &Page<Provider>) -> Option<Vec<TokenList>> {
    if users.pagination.count > MOST.into() || providers.pagination.count > MOST.into() {
        return None;
    }
    let users = users.rows.iter().filter_map(Row::read);
    let users = users.map(|user| (Some(user.pk), wanted.provider));
    let providers = providers.rows.iter().filter_map(Row::read);
    let providers = providers.map(|provider| (wanted.user, Some(provider.pk)));
    // Within one user's tokens only this user is of interest, and so with a provider.
    let is_within = |only: Option<u64>, found: Option<u64>| only.is_none() || found.is_none() || only == found;
    let lists = users
        .chain(providers)
        .filter(|&(user, provider)| is_within(wanted.user, user) && is_within(wanted.provider, provider));
    Some(lists.collect())
}

/// The result of reading all tokens. `None` if some rows could not be kept: then they are not all.
pub fn all_read(read: u64, kept: u64, with_clients: bool) -> Option<NameSearchResult> {
    (read == kept).then_some(NameSearchResult::AllRead { of: read, with_clients })
}

/// The words to look up, the longest first, since it matches the fewest. They stay as typed, because authentik's search
/// is accent-sensitive. Empty if names alone cannot answer.
pub fn words_of(text: &str) -> Vec<String> {
    if !parse(text).is_ok_and(|terms| terms.is_plain()) {
        return Vec::new();
    }
    let words = text.split_whitespace().map(|word| word.trim_matches('"'));
    let mut words: Vec<String> = words.filter(|word| !word.is_empty()).map(str::to_owned).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words.dedup();
    words.truncate(WORDS);
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::page::decode_page;

    fn wanted(user: Option<u64>, provider: Option<u64>) -> Wanted {
        Wanted {
            kind: Kind::AccessTokens,
            text: "ada".to_owned(),
            user,
            provider,
        }
    }

    /// An answer with one row for each number, of `count` there are.
    fn found(pks: &[u64], count: u64) -> String {
        let rows: Vec<String> = pks
            .iter()
            .map(|pk| format!(r#"{{"pk": {pk}, "username": "u{pk}", "name": "n{pk}"}}"#))
            .collect();
        format!(
            r#"{{"pagination": {{"count": {count}, "current": 1, "total_pages": 1, "start_index": 1, "end_index": {count}}}, "results": [{}]}}"#,
            rows.join(",")
        )
    }

    fn lists_of(wanted: &Wanted, users: &str, providers: &str) -> Option<Vec<TokenList>> {
        lists(wanted, &decode_page(users).unwrap(), &decode_page(providers).unwrap())
    }

    #[test]
    fn the_longest_words_are_searched_first_and_no_more_than_three() {
        assert_eq!(words_of("a laptop \"of\" ada lovelace"), ["lovelace", "laptop", "ada"]);
        assert_eq!(words_of("Ärger"), ["Ärger"]);
    }

    #[test]
    fn what_asks_for_more_than_names_is_not_searched_by_them() {
        for text in ["", "  ", "scope:openid", "status:expired ada"] {
            assert!(words_of(text).is_empty(), "{text}");
        }
    }

    #[test]
    fn tokens_are_read_for_each_user_and_each_provider() {
        let lists = lists_of(&wanted(None, None), &found(&[3, 4], 2), &found(&[7], 1));
        assert_eq!(lists.unwrap(), [(Some(3), None), (Some(4), None), (None, Some(7))]);
    }

    #[test]
    fn among_one_users_tokens_only_that_user_is_read() {
        let lists = lists_of(&wanted(Some(4), None), &found(&[3, 4], 2), &found(&[7], 1));
        assert_eq!(lists.unwrap(), [(Some(4), None), (Some(4), Some(7))]);
        let lists = lists_of(&wanted(None, Some(8)), &found(&[3], 1), &found(&[7], 1));
        assert_eq!(lists.unwrap(), [(Some(3), Some(8))]);
        let lists = lists_of(&wanted(Some(4), Some(7)), &found(&[3, 4], 2), &found(&[7, 8], 2));
        assert_eq!(lists.unwrap(), [(Some(4), Some(7)), (Some(4), Some(7))]);
    }

    #[test]
    fn more_than_twenty_are_too_many() {
        let (few, many) = (found(&[1], 20), found(&[1], 21));
        assert!(lists_of(&wanted(None, None), &few, &few).is_some());
        assert!(lists_of(&wanted(None, None), &many, &few).is_none());
        assert!(lists_of(&wanted(None, None), &few, &many).is_none());
    }

    #[test]
    fn with_a_row_that_cannot_be_read_it_is_not_all() {
        let all = NameSearchResult::AllRead {
            of: 9,
            with_clients: true,
        };
        assert_eq!(all_read(9, 9, true), Some(all));
        assert_eq!(all_read(9, 8, true), None);
    }
}
