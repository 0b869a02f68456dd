//! Which of the tokens at hand a text matches, for a server that ignores `search`; and where it does, for marking.

pub use super::fold::fold;

use super::fold::fold_onto;
use crate::authentik::provider::Application;
use crate::authentik::token::Token;

/// What is looked for: words, all of which have to be found, without regard to case and accents.
///
/// ```
/// use tokenscope::tokens::local_match::{Needle, highlights};
///
/// let needle = Needle::new("lukasz");
/// let marked = highlights(&needle, "Łukasz Nowak");
/// assert_eq!(marked, [(true, "Łukasz".into()), (false, " Nowak".into())]);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needle {
    words: Vec<String>,
}

impl Needle {
    /// Looks for the words of `text`. A text without any matches everything.
    pub fn new(text: &str) -> Self {
        let words = text.split_whitespace().map(fold);
        Self {
            words: words.filter(|word| !word.is_empty()).collect(),
        }
    }

    /// Looks for these texts, folded already.
    pub fn of(words: Vec<String>) -> Self {
        Self { words }
    }

    /// Whether anything of it is in `text`.
    pub fn is_in(&self, text: &str) -> bool {
        !found(self, &fold(text)).is_empty()
    }

    /// Whether each word is somewhere in what identifies the token: the user's names and e-mail, the provider's name,
    /// applications and client id, a scope, the subject. A number finds the token that has it.
    pub fn matches(&self, token: &Token) -> bool {
        if self.words.is_empty() {
            return true;
        }
        let number = token.pk.to_string();
        let texts = texts(token);
        self.words
            .iter()
            .all(|word| *word == number || texts.iter().any(|text| text.contains(word.as_str())))
    }
}

fn texts(token: &Token) -> Vec<String> {
    let Token { user, provider, .. } = token;
    let mut texts = vec![fold(&user.username), fold(&user.name), fold(&provider.name)];
    let mut push = |text: &str| texts.push(fold(text));
    for text in [&user.email, &provider.client_id].into_iter().flatten() {
        push(text);
    }
    for Application { slug, name } in [&provider.application, &provider.backchannel_application]
        .into_iter()
        .flatten()
    {
        push(slug);
        push(name);
    }
    for scope in &token.scope {
        push(scope);
    }
    if let Some(subject) = token.claims.as_ref().and_then(|claims| claims.subject()) {
        push(subject);
    }
    texts
}

/// `text` in segments, those that a word of `needle` matches marked with `true`. Put together they are `text` again.
pub fn highlights(needle: &Needle, text: &str) -> Vec<(bool, String)> {
    if text.is_empty() {
        return Vec::new();
    }
    if !needle.is_in(text) {
        return vec![(false, text.to_owned())];
    }
    let mut folded = String::with_capacity(text.len());
    let mut letters = Vec::with_capacity(text.len());
    for letter in text.chars() {
        let start = folded.len();
        fold_onto(&mut folded, letter);
        letters.push((letter, start, folded.len()));
    }
    let found = found(needle, &folded);
    let mut segments: Vec<(bool, String)> = Vec::new();
    let mut marked = false;
    for (letter, start, end) in letters {
        // What folds to nothing, an accent say, goes with the letter before it.
        if start < end {
            marked = found.iter().any(|&(from, to)| from < end && start < to);
        }
        match segments.last_mut() {
            Some((last, segment)) if *last == marked => segment.push(letter),
            _ => segments.push((marked, letter.into())),
        }
    }
    segments
}

/// Where in `folded` a word begins and ends; matches may overlap.
fn found(needle: &Needle, folded: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    for word in &needle.words {
        let mut from = 0;
        while let Some(at) = folded.get(from..).and_then(|rest| rest.find(word.as_str())) {
            let start = from + at;
            found.push((start, start + word.len()));
            from = start
                + folded
                    .get(start..)
                    .and_then(|rest| rest.chars().next())
                    .map_or(1, char::len_utf8);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::authentik::page::decode_one;

    fn marked(needle: &str, text: &str) -> String {
        let mut shown = String::new();
        for (mark, segment) in highlights(&Needle::new(needle), text) {
            if mark {
                shown.extend(["[", &segment, "]"]);
            } else {
                shown.push_str(&segment);
            }
        }
        shown
    }

    #[test]
    fn marks_stand_on_the_original_letters() {
        assert_eq!(marked("lukasz", "Pan Łukasz!"), "Pan [Łukasz]!");
        assert_eq!(marked("strass", "Hauptstraße 3"), "Haupt[straß]e 3");
        assert_eq!(marked("jose", "Jose\u{301} M."), "[Jose\u{301}] M.");
        assert_eq!(marked("b a", "abc"), "[ab]c");
        assert_eq!(marked("aa", "aaa b"), "[aaa] b");
        assert_eq!(marked("佐", "佐藤"), "[佐]藤");
        assert_eq!(marked("", "abc"), "abc");
        assert_eq!(marked("x", ""), "");
        assert_eq!(marked("\u{200b}", "abc"), "abc");
    }

    fn token() -> Token {
        decode_one(
            r#"{"pk": 4711, "scope": ["openid", "goauthentik.io/api"], "id_token": "{\"sub\": \"f00d\"}",
                "user": {"pk": 1, "username": "jperez", "name": "José Pérez", "email": "j@mail.example"},
                "provider": {"pk": 2, "name": "Grafana", "client_id": "gr-client",
                    "assigned_application_slug": "dash", "assigned_application_name": "Dashboards"}}"#,
        )
        .unwrap()
    }

    #[test]
    fn every_word_has_to_be_found_somewhere() {
        let token = token();
        let matches = |text| Needle::new(text).matches(&token);
        for text in [
            "",
            " ",
            "perez",
            "JOSÉ graf",
            "j@mail",
            "gr-cl",
            "dash",
            "Dashboards",
            "io/api",
            "f00d",
            "4711",
            "4711 jperez",
        ] {
            assert!(matches(text), "{text}");
        }
        for text in ["471", "perez nobody", "perezgrafana"] {
            assert!(!matches(text), "{text}");
        }
    }
}
