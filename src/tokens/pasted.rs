//! A token that somebody typed or pasted into the search box. It is a secret, so it is recognised, read here, and never
//! sent, stored or put into the address.

use crate::model::claims::Claims;

/// A JWT begins with `{"` in base64url. Anything this long that does is hardly a name.
const JWT_BEGINS: &str = "eyJ";
const JWT_SHORTEST: usize = 20;

/// The secrets that authentik generates are at least this long. Its client IDs and `jti` have 40 characters; the hashes
/// that logs hold have 64, but no capitals.
const SECRET_SHORTEST: usize = 50;

/// Whether a word in `text` looks like a token or another secret: a JWT, or part of one, or a long text of nothing but
/// letters of both cases and digits.
pub fn looks_like_token(text: &str) -> bool {
    words(text).any(|word| is_jwt(word) || is_random(word))
}

/// The claims of the first JWT in `text`, unverified; `None` if there is none, or too little of it.
pub fn jwt_claims(text: &str) -> Option<Claims> {
    let jwt = words(text).find(|word| is_jwt(word))?;
    let payload = jwt.split('.').nth(1)?;
    match Claims::parse(&String::from_utf8(base64url(payload)?).ok()?) {
        Claims::Unreadable => None,
        claims => Some(claims),
    }
}

/// Words without the quotes or the field around them: a token is found in `"eyJ…"` and in `jti:eyJ…` as well.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| {
        letter.is_whitespace() || matches!(letter, '"' | '\'' | ':' | '=' | ',' | ';' | '&' | '?')
    })
}

fn is_jwt(word: &str) -> bool {
    word.len() >= JWT_SHORTEST
        && word.starts_with(JWT_BEGINS)
        && word.bytes().all(|letter| is_base64url(letter) || letter == b'.')
}

fn is_random(word: &str) -> bool {
    let has = |is: fn(&u8) -> bool| word.as_bytes().iter().any(is);
    word.len() >= SECRET_SHORTEST
        && word.bytes().all(is_base64url)
        && has(u8::is_ascii_uppercase)
        && has(u8::is_ascii_lowercase)
        && has(u8::is_ascii_digit)
}

fn is_base64url(letter: u8) -> bool {
    letter.is_ascii_alphanumeric() || letter == b'-' || letter == b'_'
}

/// Decodes base64url without padding, as JWTs have it.
fn base64url(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() * 3 / 4);
    let (mut bits, mut count) = (0_u32, 0_u32);
    for letter in text.bytes() {
        let value = match letter {
            b'A'..=b'Z' => letter - b'A',
            b'a'..=b'z' => letter - b'a' + 26,
            b'0'..=b'9' => letter - b'0' + 52,
            b'-' => 62,
            b'_' => 63,
            _ => return None,
        };
        bits = bits << 6 | u32::from(value);
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count) as u8);
            bits &= (1 << count) - 1;
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    /// `{"alg":"RS256"}`, `{"sub":"1","jti":"a"}`, and no signature.
    const JWT: &str = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIiwianRpIjoiYSJ9.c2ln";

    #[test]
    fn tokens_are_recognised_however_they_are_pasted() {
        let secret = "Ab3".repeat(20);
        for token in [
            JWT.to_owned(),
            format!("Bearer {JWT}"),
            format!("\"{JWT}\""),
            format!("Authorization: Bearer {JWT}"),
            format!("access_token={JWT}&x=1"),
            format!("jti:{JWT}"),
            JWT[..30].to_owned(),
            format!("{JWT}.{JWT}"),
            secret,
        ] {
            assert!(looks_like_token(&token), "{token}");
        }
    }

    #[test]
    fn names_and_ids_are_not_taken_for_tokens() {
        for text in [
            "",
            "ada novak",
            "eyJ",
            "eyJack",
            "ak-outpost-4e969fcc02e7440fbb1e6a3a4b5c6d7e",
            "cGCMvVHnpQtwhkPbBzzCtWkHgSbJ4OR2SwTlEyJZ",
            "6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b",
            "jti:6b86b273ff34fce19d6b804eff5a3f57",
            "https://grafana.example.org/login/generic_oauth?Some=Parameter1&other=2",
            "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft1",
            "scope:goauthentik.io/api user:\"Ada Lovelace\" status:live expires:<7d finding:superuser",
        ] {
            assert!(!looks_like_token(text), "{text}");
        }
    }

    #[test]
    fn the_claims_of_a_jwt_are_read() {
        let claims = jwt_claims(&format!("Bearer {JWT}")).unwrap();
        assert_eq!((claims.subject(), claims.get("jti")), (Some("1"), Some(&json!("a"))));
        for none in [
            "ada",
            "eyJhbGciOiJSUzI1NiJ9.",
            "eyJhbGciOiJSUzI1NiJ9.AAAA.c2ln",
            "eyJhbGciOiJSUzI1NiJ9.e.c2ln",
        ] {
            assert_eq!(jwt_claims(none), None, "{none}");
        }
    }

    proptest! {
        #[test]
        fn base64url_gives_back_what_was_encoded(bytes in proptest::collection::vec(any::<u8>(), 0..40)) {
            let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
            let mut text = String::new();
            for three in bytes.chunks(3) {
                let bits = three.iter().fold(0_u32, |bits, &byte| bits << 8 | u32::from(byte)) << (8 * (3 - three.len()));
                for at in 0..=three.len() {
                    text.push(char::from(letters[(bits >> (18 - 6 * at)) as usize & 63]));
                }
            }
            prop_assert_eq!(base64url(&text), Some(bytes));
        }

        #[test]
        fn nothing_panics(text in ".*") {
            looks_like_token(&text);
            jwt_claims(&text);
        }
    }
}
