//! What a person reads stands in `src/text`. The views in `src/screens` and `src/components` hold no words of their own.
//!
//! The files are read as text, as in `imports.rs`. A word alone, all in small letters, cannot be told from a class or from a
//! field of the API; so this looks for two words with a blank between them, where a value counts as a word, and for one that
//! begins with a capital letter.

use std::fs;
use std::path::Path;

/// Where no words may stand.
const FOLDERS: [&str; 2] = ["src/screens", "src/components"];

/// What stands before a text that no person reads, and why nobody does.
const NOT_READ: [(&str, &str); 5] = [
    ("class=", "names for the style sheets"),
    ("rel=", "words of HTML"),
    ("reason=", "why a lint does not apply"),
    ("closest(", "a selector"),
    ("matches(", "a selector"),
];

/// The names of keys, as the browser has them.
const KEYS: [&str; 10] = [
    "ArrowDown",
    "ArrowLeft",
    "ArrowRight",
    "ArrowUp",
    "End",
    "Enter",
    "Escape",
    "Home",
    "Shift",
    "Tab",
];

#[test]
fn words_stand_in_text_alone() {
    let mut found = Vec::new();
    for folder in FOLDERS {
        let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs") {
                    let words = words(&fs::read_to_string(&path).unwrap());
                    found.extend(words.into_iter().map(|words| format!("{}: {words:?}", path.display())));
                }
            }
        }
    }
    found.sort();
    assert!(found.is_empty(), "these belong into src/text:\n{}", found.join("\n"));
}

#[test]
fn words_are_told_from_what_nobody_reads() {
    let code = r##"
        //! "The head of a file."
        /// "Doc comments" may say anything.
        #[expect(clippy::some_lint, reason = "so they may")]
        fn view() {
            let not_read = ['"', '\'', 'a']; // "Neither" is this
            view! { <p class="panel panel-empty" aria-label="Tokens">"two words"</p> }
            let look = ("row row-open", "M8 3.5a4.5 4.5 0 1 0 0 9", "0 0 16 16", "#{pk}", ", ", " · ");
            let row = table.query_selector("[data-token] .row-link")?.closest("a, button");
            match key { "Escape" => format!("{count} {unit}"), _ => r#"Raw "and quoted""#.to_owned() }
            let long = "begun here \
                        and ended there";
        }
        #[cfg(test)]
        mod tests { const SAID: &str = "Anything at all"; }
    "##;
    assert_eq!(
        words(code),
        [
            "Tokens",
            "two words",
            "{count} {unit}",
            "Raw \"and quoted\"",
            "begun here and ended there"
        ]
    );
}

/// The texts in a file that a person may read.
fn words(code: &str) -> Vec<String> {
    let end = code.find("#[cfg(test)]").unwrap_or(code.len());
    let code = &code[..end];
    let mut found = Vec::new();
    for Literal { before, text } in literals(code) {
        let is_not_read = NOT_READ.iter().any(|(start, _)| before.ends_with(start));
        if !is_not_read && !KEYS.contains(&&*text) && !is_class(&text) && has_words(&text) {
            found.push(text);
        }
    }
    found
}

fn has_words(text: &str) -> bool {
    let text = with_values_as_words(text);
    let words: Vec<&str> = text.split(' ').collect();
    let ends_word = |word: &&str| {
        let word = word.trim_end_matches(|mark| "’,.:;?!”".contains(mark));
        word.ends_with(char::is_alphabetic)
    };
    let begins_word = |word: &&str| word.trim_start_matches('“').starts_with(char::is_alphabetic);
    let has_two = words
        .iter()
        .zip(words.iter().skip(1))
        .any(|(one, next)| ends_word(one) && begins_word(next));
    let mut letters = text.trim_start().chars();
    let is_capital = letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
    has_two || is_capital
}

/// "{count} {unit}" is a sentence put together, and there is no telling what stands in it.
fn with_values_as_words(text: &str) -> String {
    let mut words = String::new();
    let mut depth = 0;
    for letter in text.chars() {
        match letter {
            '{' => {
                if depth == 0 {
                    words.push('x');
                }
                depth += 1;
            }
            '}' => depth -= 1,
            letter if depth == 0 => words.push(letter),
            _ => {}
        }
    }
    words
}

/// A class with its variants, each of which begins with its name: "row row-open".
fn is_class(text: &str) -> bool {
    let mut names = text.split(' ');
    let first = names.next().unwrap_or_default();
    let is_variant = |name: &str| name.strip_prefix(first).is_some_and(|rest| rest.starts_with('-'));
    !first.is_empty()
        && first.chars().all(|letter| letter.is_ascii_lowercase() || letter == '-')
        && names.all(is_variant)
}

/// A text in the code, and what stands before it on its way there, without blanks.
struct Literal {
    before: String,
    text: String,
}

fn literals(code: &str) -> Vec<Literal> {
    let mut found = Vec::new();
    let mut before = String::new();
    let mut rest = code;
    while let Some(letter) = rest.chars().next() {
        let behind = &rest[letter.len_utf8()..];
        if rest.starts_with("//") {
            rest = rest.split_once('\n').map_or("", |(_, behind)| behind);
        } else if let Some((text, behind)) = raw(rest).filter(|_| !before.ends_with(is_part_of_name)) {
            found.push(Literal {
                before: before.clone(),
                text,
            });
            before.push('"');
            rest = behind;
        } else if letter == '"' {
            let (text, behind) = quoted(behind);
            found.push(Literal {
                before: before.clone(),
                text,
            });
            before.push('"');
            rest = behind;
        } else if let Some(behind) = character(rest) {
            rest = behind;
        } else {
            if !letter.is_whitespace() {
                before.push(letter);
            }
            rest = behind;
        }
    }
    found
}

fn is_part_of_name(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// `'"'` is no text; `'static` is no character.
fn character(code: &str) -> Option<&str> {
    let inner = code.strip_prefix('\'')?;
    match inner.strip_prefix('\\') {
        Some(escaped) => escaped.get(1..)?.split_once('\'').map(|(_, behind)| behind),
        None => inner.get(inner.chars().next()?.len_utf8()..)?.strip_prefix('\''),
    }
}

/// `r"…"` and `r#"…"#`.
fn raw(code: &str) -> Option<(String, &str)> {
    let inner = code.strip_prefix('r')?;
    let marks = inner.len() - inner.trim_start_matches('#').len();
    let inner = inner[marks..].strip_prefix('"')?;
    let (text, behind) = inner.split_once(&format!("\"{}", "#".repeat(marks)))?;
    Some((text.to_owned(), behind))
}

/// What stands in quotes, and what behind it. A line that goes on is one.
fn quoted(code: &str) -> (String, &str) {
    let mut text = String::new();
    let mut letters = code.char_indices();
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return (text, &code[at + 1..]),
            '\\' => match letters.next() {
                Some((at, '\n')) => {
                    let blanks = code[at..].len() - code[at..].trim_start().len();
                    let (rest, behind) = quoted(&code[at + blanks..]);
                    return (text + &rest, behind);
                }
                Some((_, 'n')) => text.push('\n'),
                Some((_, letter)) => text.push(letter),
                None => {}
            },
            letter => text.push(letter),
        }
    }
    (text, "")
}
