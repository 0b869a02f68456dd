//! What proves to authentik that a write comes from its own site. A session is a cookie, which the browser sends along
//! wherever a request comes from; only a page of the same site can read the other cookie and say what is in it.

/// The header that authentik looks at. Django's own name for it is not accepted.
#[cfg(target_arch = "wasm32")]
pub const HEADER: &str = "X-authentik-CSRF";

/// The cookie whose value goes into [`HEADER`].
const COOKIE: &str = "authentik_csrf";

/// The current token. It changes with every sign-in, so it is read again for each request.
#[cfg(target_arch = "wasm32")]
pub fn token() -> Option<String> {
    use wasm_bindgen::JsCast;

    let document: web_sys::HtmlDocument = leptos::prelude::document().dyn_into().ok()?;
    token_in(&document.cookie().ok()?).map(str::to_owned)
}

/// The token among `cookies`, as a page sees them: "name=value; name=value".
fn token_in(cookies: &str) -> Option<&str> {
    let mut pairs = cookies.split(';').filter_map(|pair| pair.trim().split_once('='));
    let (_, value) = pairs.find(|(name, _)| *name == COOKIE)?;
    (!value.is_empty()).then_some(value)
}

#[cfg(test)]
mod tests {
    use super::token_in;

    #[test]
    fn the_token_is_found_among_other_cookies() {
        assert_eq!(token_in("authentik_csrf=abc"), Some("abc"));
        assert_eq!(token_in("a=b; authentik_csrf=a=b==; c=d"), Some("a=b=="));
        assert_eq!(token_in("x_authentik_csrf=1;authentik_csrf=2"), Some("2"));
        for none in [
            "",
            "authentik_csrf",
            "authentik_csrf=",
            "csrftoken=abc",
            "a=authentik_csrf",
        ] {
            assert_eq!(token_in(none), None, "{none}");
        }
    }
}
