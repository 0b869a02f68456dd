//! The API token to act with, which nobody but authentik gets to see.

use std::fmt;

use axum::http::HeaderValue;

/// A bearer token. It has no `Display`, and `Debug` does not show it.
#[derive(Clone)]
pub struct Token(HeaderValue);

impl Token {
    /// The token in this environment variable; an error names the variable and never what it holds. What does not look
    /// like a name may be the token itself, put in the wrong place, and is not repeated.
    pub fn from_env(name: &str) -> Result<Self, String> {
        if !looks_like_a_name(name) {
            return Err("--token-env takes the name of an environment variable, and not the token".to_owned());
        }
        let value = std::env::var(name).map_err(|error| match error {
            std::env::VarError::NotPresent => format!(
                "the environment variable {name} is not set. Put an API token of authentik into it (Directory → Tokens and \
                 App passwords, intent \"API Token\")"
            ),
            std::env::VarError::NotUnicode(_) => format!("the environment variable {name} holds no text"),
        })?;
        Self::new(&value).map_err(|why| format!("the environment variable {name} {why}"))
    }

    /// The token itself. Space around it is dropped: it often comes from a file with a line end.
    pub fn new(value: &str) -> Result<Self, &'static str> {
        let value = value.trim();
        if value.is_empty() {
            return Err("is empty");
        }
        if !value.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err("holds something that no token holds");
        }
        let mut header = HeaderValue::try_from(format!("Bearer {value}")).map_err(|_| "holds no token")?;
        header.set_sensitive(true);
        Ok(Self(header))
    }

    /// The value of the `Authorization` header.
    pub(super) fn header(&self) -> HeaderValue {
        self.0.clone()
    }
}

/// Tokens of authentik's are longer than any name that a person would choose.
fn looks_like_a_name(text: &str) -> bool {
    text.len() <= 40
        && !text.starts_with(|first: char| first.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

impl fmt::Debug for Token {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Token")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_never_shown() {
        let token = Token::new(" canary-1 \n").unwrap();
        assert_eq!(token.header(), "Bearer canary-1");
        assert!(!format!("{token:?} {:?}", token.header()).contains("canary"));
    }

    #[test]
    fn what_cannot_be_a_token_is_refused_without_repeating_it() {
        for wrong in ["", "  ", "can ary", "can\nary", "canäry"] {
            let why = Token::new(wrong).unwrap_err();
            assert!(!why.contains("ary"), "{why}");
        }
        let why = Token::from_env("TOKENSCOPE_TEST_NO_SUCH_VARIABLE").unwrap_err();
        let start = "the environment variable TOKENSCOPE_TEST_NO_SUCH_VARIABLE is not set. ";
        assert!(why.starts_with(start), "{why}");
    }
}
