//! External texts, cut to a length that a page can show. A browser that has to find line breaks in a word of a hundred
//! thousand letters freezes for minutes.

use super::numbers::grouped;

/// No text is shown beyond this many characters.
pub const SHOWN: usize = 1_000;

/// The beginning of `text`, and how long it is: "aaa… (20,000 characters)". A text that is not too long stays as it is.
pub fn cut(text: &str) -> String {
    let Some((end, _)) = beyond(text) else {
        return text.to_owned();
    };
    let shown = text.get(..end).unwrap_or_default();
    let characters = grouped(text.chars().count() as u64);
    [shown, "… (", &characters, " characters)"].concat()
}

/// The same for a text that nobody needs in full.
pub fn cut_short(text: String) -> String {
    if is_cut(&text) { cut(&text) } else { text }
}

/// Whether [`cut`] leaves anything out.
pub fn is_cut(text: &str) -> bool {
    beyond(text).is_some()
}

/// The first character that is not shown. Short texts are not counted at all.
fn beyond(text: &str) -> Option<(usize, char)> {
    (text.len() > SHOWN).then(|| text.char_indices().nth(SHOWN)).flatten()
}

/// Texts side by side, no more of them than can be shown.
pub fn cut_all<'a>(texts: impl IntoIterator<Item = &'a str>, between: &str) -> String {
    let mut all = String::new();
    for text in texts {
        if !all.is_empty() {
            all.push_str(between);
        }
        if all.len() > SHOWN {
            all.push('…');
            break;
        }
        all.push_str(&cut(text));
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_too_long_is_cut_and_says_so() {
        for text in ["", "Ada", &"a".repeat(SHOWN), &"佐".repeat(SHOWN)] {
            assert_eq!(cut(text), text);
            assert!(!is_cut(text));
        }
        let long = "é".repeat(20_000);
        assert_eq!(
            cut(&long),
            ["é".repeat(SHOWN), "… (20,000 characters)".to_owned()].concat()
        );
        assert!(is_cut(&long));
        assert_eq!(
            cut(&"a".repeat(SHOWN + 1)).chars().filter(|a| *a == 'a').count(),
            SHOWN + 2
        );
    }

    #[test]
    fn of_many_texts_the_first_are_shown() {
        assert_eq!(cut_all(["a", "b"], "\n"), "a\nb");
        let many = vec!["scope"; 10_000];
        let shown = cut_all(many, "\n");
        assert!(shown.len() < SHOWN + 20 && shown.ends_with("\n…"), "{shown}");
        let long = "x".repeat(1_000_000);
        assert!(cut_all([&*long, &*long], ", ").len() < SHOWN + 100);
    }
}
