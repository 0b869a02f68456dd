//! Reads JSON that serde_json refuses in part, or would round.
//!
//! authentik's answers nest up to 254 levels deep, and claims, which Python writes, may hold `NaN` and numbers of any size.
//! serde_json stops at the first such value, so a whole page would be lost to it, and of long numbers it keeps the first
//! digits. Such an answer is therefore read again with each of those values replaced by a text that says what was there.
//! Nothing here recurses, so no nesting is too deep for it.

use std::fmt::Write;

use serde_json::Value;

/// Deeper levels are cut. serde_json refuses the 128th, and a [`Value`] is dropped recursively.
const TOO_DEEP: usize = 100;

/// Stands in place of levels that were cut.
pub const CUT: &str = "(nested too deeply to be shown)";

/// Follows a word that is not JSON, or a number that does not fit.
pub const AS_SENT: &str = " (shown as sent)";

/// Reads `text`. What serde_json accepts is read only once, unless it may hold a number that does not fit.
pub fn read(text: &str) -> serde_json::Result<Value> {
    match serde_json::from_str(text) {
        Ok(value) if !holds_long_number(text) => Ok(value),
        // Neither an answer that breaks off nor a page of HTML can be mended.
        Err(refused) if refused.is_eof() || !text.trim_start().starts_with(['{', '[']) => Err(refused),
        _ => serde_json::from_str(&mended(text)),
    }
}

/// Whether there are more digits in a row than every number keeps.
fn holds_long_number(text: &str) -> bool {
    let is_between = |byte: &u8| !matches!(byte, b'0'..=b'9' | b'.');
    text.as_bytes().split(is_between).any(|digits| digits.len() > 16)
}

fn mended(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut depth = 0_usize;
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let Some((piece, after)) = rest.split_at_checked(length(rest, first)) else {
            break;
        };
        rest = after;
        if matches!(first, '{' | '[') {
            depth += 1;
            if depth == TOO_DEEP {
                out.push_str(&Value::from(CUT).to_string());
            }
        }
        if depth < TOO_DEEP {
            match first {
                '"' => push_text(&mut out, piece),
                _ if is_between(first) => out.push_str(piece),
                _ => push_word(&mut out, piece),
            }
        }
        if matches!(first, '}' | ']') {
            depth = depth.saturating_sub(1);
        }
    }
    out
}

/// What stands between texts and words.
fn is_between(letter: char) -> bool {
    matches!(letter, '{' | '}' | '[' | ']' | ',' | ':') || letter.is_ascii_whitespace()
}

/// How long the piece is that `rest` begins with: a text, a word, or a single letter between them.
fn length(rest: &str, first: char) -> usize {
    if first != '"' {
        let end = rest.find(|letter| is_between(letter) || letter == '"');
        return end.unwrap_or(rest.len()).max(1);
    }
    let mut escaped = false;
    let end = rest.bytes().skip(1).position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    end.map_or(rest.len(), |end| end + 2)
}

/// A number, `true` and the like; an unknown word, or a number that would be rounded, becomes a text.
fn push_word(out: &mut String, word: &str) {
    let known = serde_json::from_str::<Value>(word).map(|value| value.to_string());
    if known.is_ok_and(|written| written == word || !holds_long_number(word)) {
        out.push_str(word);
    } else {
        out.push_str(&Value::from([word, AS_SENT].concat()).to_string());
    }
}

/// A text with its quotes. Half a surrogate pair, and an escape that is none, become U+FFFD, as a browser has it.
fn push_text(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        let (length, is_good) = match letter {
            '\\' => escape(rest),
            letter => (letter.len_utf8(), letter >= ' '),
        };
        let Some((piece, after)) = rest.split_at_checked(length) else {
            break;
        };
        rest = after;
        if is_good {
            out.push_str(piece);
        } else if letter == '\\' {
            out.push(char::REPLACEMENT_CHARACTER);
        } else {
            // Writing to a text cannot fail.
            let _ = write!(out, "\\u{:04x}", u32::from(letter));
        }
    }
}

/// How long the escape is that `rest` begins with, and whether it stands for anything.
fn escape(rest: &str) -> (usize, bool) {
    match (rest.as_bytes().get(1), unit(rest)) {
        (_, Some(0xd800..=0xdbff)) => match rest.get(6..).and_then(unit) {
            Some(0xdc00..=0xdfff) => (12, true),
            _ => (6, false),
        },
        (_, Some(unit)) => (6, !(0xdc00..=0xdfff).contains(&unit)),
        (Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't'), None) => (2, true),
        _ => (1, false),
    }
}

/// The number in `\u0041`.
fn unit(escape: &str) -> Option<u16> {
    let digits = escape.strip_prefix("\\u")?.get(..4)?;
    let is_number = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    is_number.then(|| u16::from_str_radix(digits, 16).ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn nested(levels: usize) -> String {
        [&"[".repeat(levels), "1", &"]".repeat(levels)].concat()
    }

    #[test]
    fn what_is_refused_becomes_a_text_and_the_rest_stays() {
        let digits = "9".repeat(400);
        for (sent, shown) in [
            ("NaN", json!("NaN (shown as sent)")),
            ("-Infinity", json!("-Infinity (shown as sent)")),
            ("1e400", json!("1e400 (shown as sent)")),
            (&digits, json!(format!("{digits}{AS_SENT}"))),
            ("007", json!("007 (shown as sent)")),
            ("18446744073709551616", json!("18446744073709551616 (shown as sent)")),
            (
                "-0.12345678901234567890",
                json!("-0.12345678901234567890 (shown as sent)"),
            ),
            (
                "1234567890.12345678e+22",
                json!("1234567890.12345678e+22 (shown as sent)"),
            ),
            ("18446744073709551615", json!(u64::MAX)),
            ("0.30000000000000004", json!(0.1 + 0.2)),
            ("None", json!("None (shown as sent)")),
            (r"a\b", json!(r"a\b (shown as sent)")),
            (r#""Ada \ud83d""#, json!("Ada \u{fffd}")),
            (r#""\ude00Ada""#, json!("\u{fffd}Ada")),
            (r#""\ud83d\ud83d\ude00\n\u00e9""#, json!("\u{fffd}\u{1f600}\né")),
            (r#""\x41 \u+123 \\""#, json!("\u{fffd}x41 \u{fffd}u+123 \\")),
            ("\"two\nlines\tand \u{7f}\"", json!("two\nlines\tand \u{7f}")),
        ] {
            let text = format!(r#"{{"a": [1.5, true, null, "x\"y"], "odd": {sent}, "after": {{"b": {sent}}}}}"#);
            let expected = json!({"a": [1.5, true, null, "x\"y"], "odd": shown, "after": {"b": shown}});
            assert_eq!(read(&text).ok(), Some(expected), "{sent}");
        }
    }

    #[test]
    fn a_name_may_be_odd_as_well() {
        let expected = json!({"a\u{fffd}": 1, "NaN (shown as sent)": 2});
        assert_eq!(read(r#"{"a\ud83d": 1, NaN: 2}"#).ok(), Some(expected));
    }

    #[test]
    fn what_is_nested_too_deeply_is_cut_and_what_stands_beside_it_is_not() {
        for levels in [128, 130, 254, 100_000] {
            let text = format!(
                r#"{{"before": {{"]": "}}"}}, "deep": {}, "after": [2]}}"#,
                nested(levels)
            );
            let read = read(&text).unwrap();
            assert_eq!(
                (&read["before"], &read["after"]),
                (&json!({"]": "}"}), &json!([2])),
                "{levels}"
            );
            let mut deep = &read["deep"];
            while let Value::Array(items) = deep {
                deep = &items[0];
            }
            assert_eq!(deep, CUT, "{levels}");
        }
        assert_eq!(read(&nested(127)).map(|deep| deep.to_string()).ok(), Some(nested(127)));
    }

    #[test]
    fn what_is_no_json_stays_none() {
        for text in ["", "NaN", "x", "<p>", "{]", "{} {}", "[1 2]", r#"{"a" "b"}"#, "[,]"] {
            assert!(read(text).is_err(), "{text}");
        }
        for text in ["[NaN", r#"["\ud83d", "#, r#"["\ud83d"#, &nested(200)[..300]] {
            assert!(read(text).unwrap_err().is_eof(), "{text}");
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn what_is_read_anyway_is_not_changed(
            texts in proptest::collection::vec(".*", 0..4), whole in any::<i64>(), part in any::<i32>()
        ) {
            let numbers = json!([whole, f64::from(part) / 8.0]);
            let value = json!({"texts": texts, "numbers": numbers, "nested": [[{"a": texts}]]});
            for text in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
                prop_assert_eq!(&mended(&text), &text);
            }
        }

        #[test]
        fn a_number_keeps_its_digits_or_is_shown_as_sent(number in "-?[1-9][0-9]{0,25}([.][0-9]{0,25}[1-9])?") {
            let read = read(&["[", &number, "]"].concat()).unwrap().to_string();
            let as_sent = json!([format!("{number}{AS_SENT}")]).to_string();
            prop_assert!(read == ["[", &number, "]"].concat() || read == as_sent, "{number}: {read}");
        }

        #[test]
        fn any_text_comes_to_an_end(text in r#"[\[\]{}",:\\udDcC038 aN\n]{0,60}"#) {
            let _ = read(&text);
            let _ = mended(&text);
        }
    }
}
