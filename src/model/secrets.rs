//! Names whose values are not shown: one list for attributes, claims and unknown fields.

use serde_json::{Map, Value};

/// Stands in place of a secret.
pub const HIDDEN: &str = "(hidden)";

// Names are compared in the form `_api_key_`: lower case, with a `_` before, between and after the words. `apiKey`,
// `API-Key` and `api.key` all come to the same.

/// Secret if the name contains one of these. What some write as one word and others as two is listed twice.
#[rustfmt::skip]
const ANYWHERE: [&str; 23] = [
    "secret", "passw", "pass_word", "passphrase", "pass_phrase", "passcode", "kennwort", "private", "credential",
    "apikey", "api_key", "totp", "otpauth", "recoverycode", "recovery_code", "backupcode", "backup_code",
    "scratch_code", "mnemonic", "keytab", "pwd_history", "_ssn_", "social_security",
];

/// Secret if the name ends in one of these: a `vault_token` is a token, a `token_endpoint` is not.
#[rustfmt::skip]
const LAST: [&str; 19] = [
    "token", "key", "pwd", "hash", "hashe", "_pin", "_pass", "_pw", "_psk", "_otp", "_seed", "_salt", "_jwt",
    "_bearer", "_cookie", "_authorization", "_pkcs", "_cvv", "_cvc",
];

/// Endings that change nothing: `vault_token_old` is still a token.
#[rustfmt::skip]
const FOLLOWING: [&str; 14] = [
    "_value", "_data", "_text", "_string", "_raw", "_plain", "_hex", "_base64", "_pem", "_old", "_new", "_code",
    "_number", "_current",
];

/// Words that only look like a secret. The rest of the name is judged without them.
#[rustfmt::skip]
const HARMLESS: [&str; 17] = [
    "secretar", "passwordless", "public_key", "publickey", "primary_key", "foreign_key", "monkey_", "turkey_",
    "hockey_", "jockey_", "donkey_", "whiskey_", "hotkey_",
    // Hashes by which an OpenID Connect client checks that a token or code belongs to its ID token.
    "_at_hash_", "_c_hash_", "_s_hash_", "_build_hash_",
];

/// Endings of names that say something about a secret, such as when a password was changed.
#[rustfmt::skip]
const ABOUT: [&str; 18] = [
    "_at_", "_date_", "_time_", "_set_", "_changed_", "_expires_", "_expired_", "_expiry_", "_expiration_", "_count_",
    "_age_", "_policy_", "_length_", "_lifetime_", "_validity_", "_endpoint_", "_type_", "_id_",
];

/// Whether a value with this name is hidden.
pub fn is_secret(name: &str) -> bool {
    let name = words(name);
    looks_secret(&name) && {
        let rest = HARMLESS.iter().fold(name, |name, harmless| name.replace(harmless, "_"));
        looks_secret(&rest)
    }
}

/// Hides every value with a secret name, at any depth. Booleans and null give nothing away and stay.
pub fn hide_in(fields: &mut Map<String, Value>) {
    for (name, value) in fields.iter_mut() {
        hide(name, value);
    }
}

/// The same for one value with its name.
pub fn hide(name: &str, value: &mut Value) {
    if !matches!(value, Value::Null | Value::Bool(_)) && is_secret(name) {
        *value = HIDDEN.into();
    } else {
        hide_below(value);
    }
}

/// The same for what is inside a value.
pub fn hide_below(value: &mut Value) {
    match value {
        Value::Object(fields) => hide_in(fields),
        Value::Array(items) => items.iter_mut().for_each(hide_below),
        _ => {}
    }
}

fn looks_secret(name: &str) -> bool {
    let holds = |(at, byte): (usize, u8)| {
        ANYWHERE.iter().any(|piece| {
            piece.bytes().next() == Some(byte) && name.get(at..).is_some_and(|rest| rest.starts_with(piece))
        })
    };
    if name.bytes().enumerate().any(holds) {
        // With "secret" in the name such an ending is not trusted: no known field uses it.
        return name.contains("secret") || !ABOUT.iter().any(|about| name.ends_with(about));
    }
    let is_numbering = |letter: char| letter == '_' || letter.is_ascii_digit();
    let mut name = name.trim_end_matches(is_numbering);
    while let Some(shorter) = FOLLOWING.iter().find_map(|following| name.strip_suffix(following)) {
        name = shorter.trim_end_matches(is_numbering);
    }
    let one = name.strip_suffix('s').unwrap_or(name);
    LAST.iter().any(|word| name.ends_with(word) || one.ends_with(word))
}

/// The name as `_api_key_`.
fn words(name: &str) -> String {
    let mut words = String::with_capacity(name.len() + 8);
    words.push('_');
    let mut before = '_';
    let mut letters = name.chars().peekable();
    while let Some(letter) = letters.next() {
        let begins = letter.is_ascii_uppercase()
            && (!before.is_ascii_uppercase() || letters.peek().is_some_and(char::is_ascii_lowercase));
        let is_in_word = letter.is_alphabetic() || letter.is_ascii_digit();
        if begins || !is_in_word {
            end_word(&mut words);
        }
        if is_in_word {
            words.push(letter.to_ascii_lowercase());
        }
        before = letter;
    }
    end_word(&mut words);
    words
}

fn end_word(words: &mut String) {
    if !words.ends_with('_') {
        words.push('_');
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::claims::STANDARD;
    use proptest::prelude::*;
    use serde_json::json;

    /// Each in words, so that it can be written in all ways.
    #[rustfmt::skip]
    const SECRETS: [&str; 74] = [
        "secret", "client secret", "some secret", "nextcloud secret", "future row secret", "secret id", "app role secret id",
        "password", "basic password", "password hash", "passwd", "user passwd", "pass word", "passphrase", "ssh passphrase",
        "passcode", "passwort", "kennwort", "db pass", "wifi pw", "wifi psk", "private", "private key", "private notes",
        "private key pem", "api key", "x api key", "api key github", "api token", "access token", "refresh tokens",
        "vault token", "vault token old", "token", "tokens", "token value", "token 2", "id token", "session token",
        "fcm token", "totp", "totp seed", "totp secret", "totp uri", "otpauth url", "otp", "recovery codes", "recovery code",
        "backup codes", "scratch codes", "pin", "pin 2", "pin code", "card pin", "pins", "krb5 key", "krb principal key",
        "key", "ssh key", "aws access key", "unicode pwd", "user pwd", "nt pwd history", "nt hash", "refresh hash",
        "token hash", "hash", "ssn", "social security number", "credentials", "smtp credentials", "mnemonic", "seed",
        "wallet seed",
    ];

    #[rustfmt::skip]
    const HARMLESS_NAMES: [&str; 57] = [
        "token endpoint", "token type", "token endpoint auth method", "access token validity", "refresh token threshold",
        "tokenization", "pinned", "pin board", "spinning", "opinion", "passwordless", "passwordless login", "passport", "compass",
        "bypass", "passenger", "monkey", "keyboard", "keyboard layout", "turkey", "hockey", "keywords", "key id", "key usage",
        "kid", "public key", "ssh public key", "primary key", "secretary", "secretary name", "pwd last set",
        "bad pwd count", "password last changed", "password change date", "password expires at", "password policy",
        "access key id", "credential id", "department", "country code", "postal code", "cost code", "phone number",
        "employee number", "hashtag", "at hash", "c hash", "salt lake city", "seedling", "author", "authors",
        "authorization flow", "session", "sid", "nonce", "goauthentik.io/user/token-maximum-lifetime", "ldap uniq",
    ];

    /// `api_key`, `api-key`, `apiKey`, `ApiKey`, `API_KEY`.
    fn spellings(name: &str) -> Vec<String> {
        let capital = |word: &str| word[..1].to_ascii_uppercase() + &word[1..];
        let words: Vec<&str> = name.split(' ').collect();
        let camel: String = words.iter().map(|word| capital(word)).collect();
        let first = camel[..1].to_ascii_lowercase() + &camel[1..];
        let upper = name.to_ascii_uppercase().replace(' ', "_");
        vec![
            name.replace(' ', "_"),
            name.replace(' ', "-"),
            name.replace(' ', "."),
            name.to_owned(),
            camel,
            first,
            upper,
        ]
    }

    #[test]
    fn secrets_are_known_however_they_are_written() {
        for name in SECRETS.into_iter().flat_map(spellings) {
            assert!(is_secret(&name), "{name}");
        }
        for name in [
            "apikey",
            "APIKey",
            "apitoken",
            "vaulttoken",
            "krb5key",
            "krb5Key",
            "krb5KEY",
            "unicodepwd",
            "unicodePwd",
        ] {
            assert!(is_secret(name), "{name}");
        }
        for name in [
            "totpseed",
            "recoverycodes",
            "accesskey",
            "privatekey",
            "userPKCS12",
            "sambaNTPassword",
            "dBCSPwd",
        ] {
            assert!(is_secret(name), "{name}");
        }
    }

    #[test]
    fn what_only_looks_like_one_is_shown() {
        for name in HARMLESS_NAMES.into_iter().flat_map(spellings) {
            assert!(!is_secret(&name), "{name}");
        }
        for name in [
            "publickey",
            "sshPublicKey",
            "goauthentik.io/user/token-expires",
            "",
            "_",
            "日本",
        ] {
            assert!(!is_secret(name), "{name}");
        }
        for name in STANDARD {
            assert!(!is_secret(name), "{name}");
        }
    }

    #[test]
    fn a_harmless_word_does_not_vouch_for_the_rest() {
        for name in [
            "secretary_password",
            "passwordless_token",
            "public_key_secret",
            "monkey_pin",
            "at_hash_salt",
        ] {
            assert!(is_secret(name), "{name}");
        }
    }

    #[test]
    fn hides_at_any_depth_what_is_not_yes_or_no() {
        let mut value = json!({
            "pin": 1234, "has_pin": true, "vault_token": null, "credentials": {"user": "x", "key": "y"},
            "nested": [{"apiKey": ["a"], "kept": "b"}],
        });
        let expected = json!({
            "pin": HIDDEN, "has_pin": true, "vault_token": null, "credentials": HIDDEN,
            "nested": [{"apiKey": HIDDEN, "kept": "b"}],
        });
        hide("", &mut value);
        assert_eq!(value, expected);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn a_secret_stays_one_behind_any_other_word(
            word in "[a-z]{1,8}", secret in proptest::sample::select(&SECRETS[..]), spelling in 0_usize..7,
        ) {
            let name = spellings(&[&word, " ", secret].concat()).swap_remove(spelling);
            // "at hash" and "public key" are no accidents.
            if !matches!((&*word, secret), ("at" | "c" | "s" | "build", "hash") | ("public" | "primary" | "foreign", "key")) {
                prop_assert!(is_secret(&name), "{}", name);
            }
        }

        #[test]
        fn any_name_can_be_looked_at(name in ".*") {
            let _ = is_secret(&name);
        }
    }
}
