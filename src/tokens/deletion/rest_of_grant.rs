//! The other tokens of a grant that still matter when one of them is deleted. authentik renews refresh tokens: each use leaves a
//! revoked one behind, which gets its client nothing.

use chrono::{DateTime, Utc};

use crate::model::kind::Kind;
use crate::model::page::{Page, Row};
use crate::model::token::Token;
use crate::tokens::status::{Status, status, status_of};

/// authentik's word for the order in which those that matter come first.
pub fn those_that_matter_first(kind: Kind) -> &'static str {
    match kind {
        Kind::RefreshTokens => "revoked,-expires,pk",
        Kind::AccessTokens | Kind::AuthorizationCodes => "-expires,pk",
    }
}

/// Whether a token is still of any use. A revoked access token is: authentik's own API accepts it, and so do services
/// that only check signatures.
fn matters(kind: Kind, token: &Token, now: DateTime<Utc>) -> bool {
    let status = match kind {
        Kind::RefreshTokens => status_of(token, now),
        Kind::AccessTokens | Kind::AuthorizationCodes => status(token.expires, token.is_expired, None, now),
    };
    !matches!(status, Status::Expired | Status::Revoked)
}

/// Those of a first page in that order that matter, and whether these are all there are.
pub fn that_matter(kind: Kind, page: &Page<Token>, now: DateTime<Utc>) -> (Vec<&Token>, bool) {
    let tokens: Vec<&Token> = page.rows.iter().filter_map(Row::read).collect();
    // What stands behind one that does not matter does not matter either.
    let is_all =
        page.pagination.count <= page.rows.len() as u64 || tokens.last().is_some_and(|last| !matters(kind, last, now));
    let tokens = tokens.into_iter().filter(|token| matters(kind, token, now));
    (tokens.collect(), is_all)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::page::decode_page;

    fn now() -> DateTime<Utc> {
        DateTime::from_timestamp(1_793_000_000, 0).unwrap()
    }

    /// Rows by whether they were revoked and how long they last, of so many.
    fn page(rows: &[(bool, i64)], count: usize) -> Page<Token> {
        let rows = rows.iter().zip(1..).map(|(&(revoked, left), pk)| {
            json!({
                "pk": pk, "revoked": revoked, "is_expired": left < 0,
                "expires": (now() + chrono::TimeDelta::seconds(left)).to_rfc3339(),
                "user": {"pk": 1, "username": "ada"}, "provider": {"pk": 1, "name": "Wiki"},
            })
        });
        let rows: Vec<_> = rows.collect();
        decode_page(&json!({"pagination": {"count": count}, "results": rows}).to_string()).unwrap()
    }

    fn found(kind: Kind, rows: &[(bool, i64)], count: usize) -> (Vec<u64>, bool) {
        let page = page(rows, count);
        let (tokens, is_all) = that_matter(kind, &page, now());
        (tokens.iter().map(|token| token.pk).collect(), is_all)
    }

    #[test]
    fn a_refresh_token_that_was_used_up_does_not_count() {
        let rows = [(false, 600), (false, -60), (true, 600), (true, -60)];
        assert_eq!(found(Kind::RefreshTokens, &rows, 4), (vec![1], true));
        assert_eq!(found(Kind::RefreshTokens, &rows[1..], 3), (vec![], true));
    }

    #[test]
    fn a_revoked_access_token_counts_until_it_expires() {
        let rows = [(false, 600), (true, 600), (false, -60)];
        assert_eq!(found(Kind::AccessTokens, &rows, 3), (vec![1, 2], true));
    }

    #[test]
    fn one_that_does_not_matter_shows_that_no_more_do() {
        let rows = [(false, 600), (false, 500)];
        assert_eq!(found(Kind::RefreshTokens, &rows, 340), (vec![1, 2], false));
        assert_eq!(
            found(Kind::RefreshTokens, &[(false, 600), (true, 500)], 340),
            (vec![1], true)
        );
        assert_eq!(found(Kind::RefreshTokens, &[], 0), (vec![], true));
    }
}
