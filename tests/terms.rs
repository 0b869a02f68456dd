//! What holds for every search text, tried with many of each.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use proptest::prelude::*;
use tokenscope::model::token::End;
use tokenscope::text::terms::{meaning, problem};
use tokenscope::tokens::local_match::fold;
use tokenscope::tokens::local_time::LocalTime;
use tokenscope::tokens::terms::{Expires, Term, What, complete, parse};

/// Texts with everything in them that means something, or looks as if it did.
fn a_text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        "\\PC{0,6}",
        any::<char>().prop_map(String::from),
        proptest::sample::select(
            &[
                "user:",
                "ＵＳＥＲ：",
                "status:",
                "Finding:",
                "severity:",
                "expires:",
                "scope",
                "usr:",
                "any",
                "expired",
                "<7d",
                ">=2026-12-01",
                "-",
                "--",
                ":",
                "//",
                " ",
                "\u{3000}",
                "\"",
                "“",
                "„",
                "\0",
                "\u{200f}",
                "\u{301}",
                "ß",
                "مريم",
                "佐藤",
            ][..]
        )
        .prop_map(str::to_owned),
    ];
    proptest::collection::vec(part, 0..12).prop_map(|parts| parts.concat())
}

fn expires(text: &str) -> Expires {
    match parse(&format!("expires:{text}")).unwrap().all.as_slice() {
        [
            Term {
                without: false,
                what: What::Expires(expires),
            },
        ] => *expires,
        other => panic!("{other:?}"),
    }
}

/// Whether a token that ends then is meant, for somebody whose clock shows UTC.
fn holds(text: &str, end: End, now: DateTime<Utc>) -> bool {
    expires(text).period(now, LocalTime::default()).holds(end)
}

fn at(microseconds: i64) -> DateTime<Utc> {
    DateTime::from_timestamp_micros(1_795_000_000_000_000 + microseconds).unwrap()
}

proptest! {
    #[test]
    fn an_error_is_within_the_text_and_has_words(text in a_text()) {
        if let Err(error) = parse(&text) {
            prop_assert!(!error.at.is_empty());
            prop_assert!(text.get(error.at).is_some());
            prop_assert!(!problem(&error.problem, "").is_empty());
        }
    }

    #[test]
    fn plain_words_are_themselves_folded(words in proptest::collection::vec("[\\p{L}\\p{N}@./_+é]{1,9}", 0..9)) {
        let terms = parse(&words.join(" ")).unwrap();
        let expected: Vec<Term> = words
            .iter()
            .map(|word| Term { without: false, what: What::Anywhere(fold(word)) })
            .collect();
        prop_assert!(terms.is_plain());
        prop_assert_eq!(terms.marks(), words.iter().map(|word| fold(word)).collect::<Vec<_>>());
        prop_assert_eq!(terms.all, expected);
    }

    #[test]
    fn a_phrase_is_kept_whole_and_a_minus_turns_it(phrase in "[a-z:-]{1,4} [a-z:<-]{0,6}", without: bool) {
        let minus = if without { "-" } else { "" };
        let terms = parse(&format!("{minus}\"{phrase}\"")).unwrap();
        prop_assert!(!terms.is_plain());
        prop_assert_eq!(terms.marks().is_empty(), without);
        prop_assert_eq!(terms.all, [Term { without, what: What::Anywhere(phrase) }]);
    }

    #[test]
    fn what_cannot_be_seen_changes_nothing(text in "[a-z:\"<0-9 -]{0,24}", places in any::<[usize; 3]>()) {
        let mut noisy: Vec<char> = text.chars().collect();
        for (place, unseen) in places.into_iter().zip(['\0', '\u{200f}', '\u{1b}']) {
            noisy.insert(place % (noisy.len() + 1), unseen);
        }
        let noisy: String = noisy.into_iter().collect();
        let read = |text: &str| parse(text).map_err(|error| error.problem);
        prop_assert_eq!(read(&noisy), read(&text));
    }

    #[test]
    fn a_completion_can_be_understood_or_awaits_its_value(before in a_text(), begun in "-?[a-z]{0,9}:?[a-z<>]{0,2}", behind in "( [b-d]{1,3})?") {
        let text = [&*before, " ", &begun, &behind].concat();
        let cursor = before.len() + 1 + begun.len();
        for one in complete(&text, cursor) {
            prop_assert!(one.replace.end <= cursor);
            prop_assert!(!meaning(one.meaning).is_empty());
            let written = one.text.strip_prefix('-').unwrap_or(&one.text);
            let alone = if written.ends_with(':') { [&one.text, "today"].concat() } else { one.text.clone() };
            // `status:`, `severity:` and `finding:` do not take every word.
            if !written.starts_with("status:t") && !["status:", "severity:", "finding:"].contains(&written) {
                prop_assert!(parse(&alone).is_ok(), "{}", alone);
            }
            let mut whole = text.clone();
            whole.replace_range(one.replace.clone(), &one.text);
            if !written.ends_with(':') && parse(&before).is_ok() {
                prop_assert!(parse(&whole).is_ok(), "{}", whole);
            }
        }
        for cursor in 0..=text.len() + 1 {
            for one in complete(&text, cursor) {
                prop_assert!(text.get(one.replace).is_some());
            }
        }
    }

    #[test]
    fn times_from_now_are_as_one_would_reckon(amount in 0_i64..100, unit in 0_usize..4, near in -2_i64..3, far: bool) {
        let (name, minutes) = [("min", 1), ("h", 60), ("d", 1_440), ("W", 10_080)][unit];
        let limit = amount * minutes * 60_000_000;
        let end = if far { near * 1_000_000_000_000 } else { limit + near };
        for (sign, expected) in [
            ("<", 0 < end && end <= limit),
            ("<=", 0 < end && end <= limit),
            (">", 0 < end && end >= limit),
            (">=", 0 < end && end >= limit),
        ] {
            let holds = holds(&format!("{sign}{amount}{name}"), End::At(at(end)), at(0));
            prop_assert_eq!(holds, expected, "{}{}{} {}", sign, amount, name, end);
        }
    }

    #[test]
    fn days_are_as_in_a_calendar(day in 0_i64..40_000, of_end in 0_i64..86_400_000_000, off in -1_i64..2, now in -40_000_i64..40_000) {
        let midnight = NaiveDate::from_ymd_opt(1990, 1, 1).unwrap().and_hms_opt(0, 0, 0).unwrap().and_utc();
        let date = (midnight + TimeDelta::days(day)).date_naive();
        // The first moments and the last of a day are where mistakes are made.
        for moment in [0, 1, of_end, 86_399_999_999] {
            let end = midnight + TimeDelta::days(day + off) + TimeDelta::microseconds(moment);
            for (sign, expected) in [
                ("", off == 0), ("<", off < 0), ("<=", off <= 0), (">", off > 0), (">=", off >= 0),
            ] {
                let holds = |text: &str, now| holds(&[sign, text].concat(), End::At(end), now);
                prop_assert_eq!(holds(&date.to_string(), midnight + TimeDelta::days(now)), expected);
                prop_assert_eq!(holds("today", midnight + TimeDelta::days(day) + TimeDelta::seconds(now.abs())), expected);
            }
        }
    }
}

#[test]
fn no_end_is_after_everything_and_before_nothing() {
    for (text, is_held) in [
        ("never", true),
        (">7d", true),
        (">=2026-12-01", true),
        ("<7d", false),
        ("<=today", false),
        ("today", false),
    ] {
        assert_eq!(holds(text, End::Never, at(0)), is_held, "{text}");
        // A date that authentik does not apply ends nothing.
        assert_eq!(holds(text, End::NotApplied(at(-1)), at(0)), is_held, "{text}");
        assert!(!holds(text, End::Unknown, at(0)), "{text}");
    }
    assert!(!holds("never", End::At(at(1)), at(0)));
    assert!(holds("unknown", End::Unknown, at(0)));
    for end in [End::Never, End::At(at(1)), End::NotApplied(at(-1))] {
        assert!(!holds("unknown", end, at(0)));
    }
}

#[test]
fn a_long_text_takes_time_in_proportion() {
    for part in ["a ", "\"", "-", "user:", "a:", "\"a\"", "“", "a\"b:", " "] {
        let text = part.repeat(1_000_000 / part.len());
        let _ = (parse(&text), complete(&text, text.len()));
    }
}

#[test]
fn only_words_that_are_looked_for_are_plain() {
    for (text, is_plain) in [
        ("", true),
        ("a b", true),
        ("\"a\"", true),
        ("a -b", false),
        ("\"a b\"", false),
        ("user:a", false),
    ] {
        assert_eq!(parse(text).unwrap().is_plain(), is_plain, "{text}");
    }
}
