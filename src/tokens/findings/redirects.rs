//! Whether a pattern for redirect URIs may match more than one host.
//!
//! authentik compares the whole address with the pattern. What is understood here is a literal scheme and a literal host;
//! anything else before the path counts as broad, since a pattern that a few lines of code cannot follow is one that a
//! person cannot vouch for either.

use std::iter::Peekable;
use std::str::Chars;

/// Schemes for which browsers treat any number of slashes, or none, as `//`: `https:evil.example` leads to a host.
const WEB_SCHEMES: [&str; 6] = ["http", "https", "ws", "wss", "ftp", "file"];

/// Whether addresses on several hosts may match.
pub fn may_match_several_hosts(pattern: &str) -> bool {
    let pattern = pattern.strip_prefix('^').unwrap_or(pattern);
    // An alternative at the top level is a pattern of its own.
    if has_top_level_alternative(pattern) {
        return true;
    }
    let Some((scheme, rest)) = literal_scheme(pattern) else {
        return true;
    };
    if let Some(authority) = slash(rest).and_then(slash) {
        return !has_one_host(authority);
    }
    // An address of an app on a device, `com.example.app:/callback`, leads to no host at all. A name has to follow, or
    // what follows may be `//` and a host.
    let path = slash(rest).unwrap_or(rest);
    let is_named = path.starts_with(|letter: char| letter.is_ascii_alphanumeric());
    !is_named || WEB_SCHEMES.iter().any(|web| web.eq_ignore_ascii_case(&scheme))
}

/// The scheme, as it is matched, and what stands behind its colon. Of `https?` it is either, which is the same host.
fn literal_scheme(pattern: &str) -> Option<(String, &str)> {
    if let Some(rest) = pattern.strip_prefix("https?:").filter(|rest| !may_be_absent(rest)) {
        return Some(("https".to_owned(), rest));
    }
    let mut scheme = String::new();
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        match letter {
            ':' => {
                return (!scheme.is_empty() && !may_be_absent(letters.as_str())).then_some((scheme, letters.as_str()));
            }
            '\\' => scheme.push(letters.next().filter(|letter| matches!(letter, '.' | '-' | '+'))?),
            letter if letter.is_ascii_alphanumeric() || letter == '-' => scheme.push(letter),
            _ => return None,
        }
    }
    None
}

/// What stands behind a slash that has to be there.
fn slash(pattern: &str) -> Option<&str> {
    let rest = pattern.strip_prefix('\\').unwrap_or(pattern).strip_prefix('/')?;
    (!may_be_absent(rest)).then_some(rest)
}

/// Whether what stands before `rest` may be left out.
fn may_be_absent(rest: &str) -> bool {
    rest.starts_with(['?', '*', '{'])
}

/// `authority` is the pattern behind `//`. A host is letters, digits, `-`, `_`, `\.` and `\-`, none of them optional or
/// repeated, and ends where the pattern, the path, the query or the port begins or ends.
fn has_one_host(authority: &str) -> bool {
    let mut letters = authority.chars().peekable();
    let mut is_empty = true;
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('.' | '-') => {}
                Some('/' | '?') => return !is_empty && ends_here(letters),
                Some(':') => return !is_empty && has_port(letters),
                _ => return false,
            },
            '/' => return !is_empty && ends_here(letters),
            ':' => return !is_empty && has_port(letters),
            '$' => return !is_empty && letters.next().is_none(),
            letter if letter.is_ascii_alphanumeric() || letter == '-' || letter == '_' => {}
            _ => return false,
        }
        is_empty = false;
        // The letter before may be left out or repeated, and the host with it is another.
        if matches!(letters.peek(), Some('?' | '*' | '+' | '{')) {
            return false;
        }
    }
    !is_empty
}

/// Whether the host surely ends with what stands before `rest`. Where that may be left out, as in
/// `https://app\.example\.com/?.*`, whatever follows may continue the host, so nothing may follow.
fn ends_here(mut rest: Peekable<Chars<'_>>) -> bool {
    match rest.peek() {
        Some('{') => false,
        Some('?' | '*') => {
            rest.next();
            rest.next_if_eq(&'$');
            rest.next().is_none()
        }
        _ => true,
    }
}

/// Whether a port is behind the colon, in digits or `\d` or `[0-9]`; anything else could be a password before another
/// host.
fn has_port(mut letters: Peekable<Chars<'_>>) -> bool {
    let mut is_empty = true;
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => match letters.next() {
                Some('d') => {}
                Some('/' | '?') => return !is_empty && ends_here(letters),
                _ => return false,
            },
            '[' if ['0', '-', '9', ']']
                .into_iter()
                .all(|digits| letters.next_if_eq(&digits).is_some()) => {}
            '/' => return !is_empty && ends_here(letters),
            '$' => return !is_empty && letters.next().is_none(),
            letter if letter.is_ascii_digit() => {}
            // How often a digit is repeated. Before any digit it would make the colon optional, and the port a part of
            // the host.
            '?' | '*' | '+' | '{' | '}' | ',' if !is_empty => {}
            _ => return false,
        }
        is_empty = false;
    }
    !is_empty
}

/// Whether there is an alternative outside any group, or brackets that this simple analysis would misread.
fn has_top_level_alternative(pattern: &str) -> bool {
    let mut depth = 0_u32;
    let mut in_class = false;
    let mut letters = pattern.chars();
    while let Some(letter) = letters.next() {
        let rest = letters.as_str();
        match letter {
            '\\' => drop(letters.next()),
            // Behind these, a closing bracket is a letter.
            '[' if !in_class && (rest.starts_with(']') || rest.starts_with("^]")) => return true,
            '[' => in_class = true,
            ']' => in_class = false,
            // A comment: brackets in it do not count.
            '(' if !in_class && rest.starts_with("?#") => return true,
            '(' if !in_class => depth += 1,
            ')' if !in_class => match depth.checked_sub(1) {
                Some(outer) => depth = outer,
                None => return true,
            },
            '|' if !in_class && depth == 0 => return true,
            _ => {}
        }
    }
    in_class || depth > 0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::may_match_several_hosts;

    #[test]
    fn one_host_is_one_host() {
        for pattern in [
            r"https://app\.example\.com/.*",
            r"^https://app\.example\.com/callback$",
            r"https?://app\.example\.com",
            r"https:\/\/app\.example\.com\/.*",
            r"https://app\.example\.com/(a|b)/[|(]",
            r"https://app\.example\.com\?code=.*",
            r"https://app\.example\.com/?",
            r"https://app\.example\.com/*$",
            r"https://app\.example\.com/+.*",
            r"http://localhost:\d+/callback",
            r"http://localhost:[0-9]{4,5}/callback",
            r"http://localhost:8080/?$",
            r"http://127\.0\.0\.1:8080/.*",
            r"https://localhost$",
            r"com\.example\.app:/callback",
            r"com\.example\.app:/oauth/.*",
            r"com\.example\.app://oauth/callback",
            r"my-app://callback",
            r"urn:ietf:wg:oauth:2\.0:oob",
        ] {
            assert!(!may_match_several_hosts(pattern), "{pattern}");
        }
    }

    #[test]
    fn whatever_could_be_another_host_is_broad() {
        for pattern in [
            r".*",
            r"https://.*",
            r"https://app.example.com/.*",
            r"https://.*\.example\.com/callback",
            r"https://[^/]+\.example\.com/callback",
            r"https://(a|b)\.example\.com/",
            r"https://app\.example\.com.*",
            r"https://app\.example\.com:.*",
            r"https://app\.example\.com:.*@evil\.example/",
            r"https://app\.example\.com@.*",
            r"https://apps?\.example\.com/",
            r"https://app\.example\.co[mn]/",
            r"https://a\.example/x|https://b\.example/y",
            r"https?:.*",
            r"(https)://app\.example\.com/",
            r"https://app\.example\.com+/",
            r"",
            r"https:///x",
            r"com.example.app:/callback",
            r"my-app://.*",
            r"my-app:.*",
            r"my-app:/.*",
        ] {
            assert!(may_match_several_hosts(pattern), "{pattern}");
        }
    }

    #[test]
    fn a_browser_needs_no_slashes_behind_https() {
        for pattern in [
            r"https:.*",
            r"HTTPS:app.*",
            r"https:/app\.example\.com/",
            r"https:/{2}.*",
            r"https:[/]{2}.*",
            r"http:\/+.*",
            r"https:?//app\.example\.com/",
            r"https?:?//app\.example\.com/",
            r"https:/?/app\.example\.com/",
            r"https://?app\.example\.com/",
        ] {
            assert!(may_match_several_hosts(pattern), "{pattern}");
        }
    }

    #[test]
    fn what_may_be_left_out_does_not_end_a_host() {
        for pattern in [
            r"https://app\.example\.com/?.*",
            r"https://app\.example\.com/*.*",
            r"https://app\.example\.com/??.*",
            r"https://app\.example\.com\/?.*",
            r"https://app\.example\.com/{0,1}.*",
            r"https://app\.example\.com\??.*",
            r"https://localhost:8080/?.*",
            r"https://localhost:\d+\/*.*",
            r"https://app\.example\.com:?8080/",
            r"https://app\.example\.com\:{0}8080/",
        ] {
            assert!(may_match_several_hosts(pattern), "{pattern}");
        }
    }

    #[test]
    fn brackets_do_not_hide_an_alternative() {
        for path in ["[](]", "[^](]", "(?#[)", "(?#()", "(", "[", ")"] {
            let pattern = [r"https://app\.example\.com/", path, r"|https://evil\.example/.*"].concat();
            assert!(may_match_several_hosts(&pattern), "{pattern}");
        }
        // These would look balanced to somebody who takes the bracket in the comment, or the first in the class, for one.
        for path in [
            r"(?#[)|https://evil\.example/([a])",
            r"[](]|https://evil\.example/[])]",
            r"[^](]|https://evil\.example/[^])]",
        ] {
            let pattern = [r"https://app\.example\.com/", path].concat();
            assert!(may_match_several_hosts(&pattern), "{pattern}");
        }
    }

    proptest! {
        #[test]
        fn a_literal_host_is_one_until_a_part_of_it_is_not(
            labels in proptest::collection::vec("[a-z0-9]{1,8}", 1..4),
            part in proptest::sample::select(&[".", ".*", "?", "*", "+", "{2}", "[a-z]", "(a)", "(a|b)", r"\w", "@", "|", "^", "$", "%", " "][..]),
            at in any::<prop::sample::Index>(),
            path in "[a-z./*?+]{0,8}",
        ) {
            let host = labels.join(r"\.");
            let with = |host: &str| ["https://", host, "/x", &path].concat();
            prop_assert!(!may_match_several_hosts(&with(&host)));
            // Not between a backslash and its letter, where it would be that letter.
            let mut at = at.index(host.len() + 1);
            if host[..at].ends_with('\\') {
                at += 1;
            }
            prop_assert!(may_match_several_hosts(&with(&[&host[..at], part, &host[at..]].concat())));
        }

        #[test]
        fn any_text_is_a_pattern(pattern in r".*|(https?://)?[a-z.:/\\()|?*+{}0-9$^@#\[\]]{0,24}") {
            let _ = may_match_several_hosts(&pattern);
        }
    }
}
