//! Which of the tokens at hand a text matches, for a server that ignores `search`; and where it does, for marking.

pub use super::fold::fold;

use super::fold::fold_onto;
use crate::model::provider::Application;
use crate::model::token::Token;

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
        let text = fold(text);
        self.words.iter().any(|word| text.contains(word.as_str()))
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
    let mut folded = String::with_capacity(text.len());
    let mut letters = Vec::with_capacity(text.len());
    for letter in text.chars() {
        let start = folded.len();
        fold_onto(&mut folded, letter);
        letters.push((letter, start, folded.len()));
    }
    let found = found(needle, folded.as_bytes());
    if !found.contains(&true) {
        return vec![(false, text.to_owned())];
    }
    let mut segments: Vec<(bool, String)> = Vec::new();
    let mut marked = false;
    for (letter, start, end) in letters {
        // What folds to nothing, an accent say, goes with the letter before it.
        if start < end {
            marked = found.get(start..end).unwrap_or_default().contains(&true);
        }
        match segments.last_mut() {
            Some((last, segment)) if *last == marked => segment.push(letter),
            _ => segments.push((marked, letter.into())),
        }
    }
    segments
}

/// Which bytes of `folded` are in a word. Words may overlap each other and themselves, and each byte is still looked at
/// only a few times for each of them: texts come from outside, and may be as long as somebody likes.
fn found(needle: &Needle, folded: &[u8]) -> Vec<bool> {
    let mut found = vec![false; folded.len()];
    for word in &needle.words {
        let word = word.as_bytes();
        let borders = borders(word);
        let (mut matching, mut marked) = (0, 0);
        for (at, byte) in folded.iter().enumerate() {
            matching = matching_then(word, &borders, matching, *byte);
            if matching == word.len() {
                let end = at + 1;
                let from = marked.max(end - matching);
                if let Some(found) = found.get_mut(from..end) {
                    found.fill(true);
                }
                marked = end;
            }
        }
    }
    found
}

/// How many bytes of `word` match up to here, where so many did before the byte `next`. (Knuth, Morris and Pratt.)
fn matching_then(word: &[u8], borders: &[usize], mut matching: usize, next: u8) -> usize {
    while matching > 0 && word.get(matching) != Some(&next) {
        matching = borders.get(matching - 1).copied().unwrap_or(0);
    }
    matching + usize::from(word.get(matching) == Some(&next))
}

/// For each beginning of `word`, the length of the longest shorter beginning that it ends with.
fn borders(word: &[u8]) -> Vec<usize> {
    let mut borders = Vec::with_capacity(word.len());
    let mut matching = 0;
    for (at, byte) in word.iter().enumerate() {
        if at > 0 {
            matching = matching_then(word, &borders, matching, *byte);
        }
        borders.push(matching);
    }
    borders
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::page::decode_one;

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

    /// Where each match is compared with each letter, this takes hours.
    #[test]
    fn a_long_text_that_matches_everywhere_is_soon_marked() {
        let text = "a".repeat(500_000);
        let needle = ["a", &"a".repeat(20_000), &"ab".repeat(20_000)].join(" ");
        assert_eq!(highlights(&Needle::new(&needle), &text), [(true, text)]);
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
