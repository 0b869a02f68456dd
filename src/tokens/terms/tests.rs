use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::*;
use crate::model::token::End;

fn what(text: &str) -> Vec<(bool, What)> {
    let terms = parse(text).unwrap();
    terms.all.into_iter().map(|term| (term.without, term.what)).collect()
}

fn anywhere(text: &str) -> (bool, What) {
    (false, What::Anywhere(text.to_owned()))
}

fn problem(text: &str) -> Problem {
    parse(text).unwrap_err().problem
}

#[test]
fn words_phrases_and_exclusions() {
    assert_eq!(what("  "), []);
    assert_eq!(what("Alice Grafana"), [anywhere("alice"), anywhere("grafana")]);
    assert_eq!(what("\"Single  Page\" x"), [anywhere("single  page"), anywhere("x")]);
    assert_eq!(what("„Łukasz N“"), [anywhere("lukasz n")]);
    assert_eq!(
        what("-openid -\"a b\" -user:bob"),
        [
            (true, What::Anywhere("openid".to_owned())),
            (true, What::Anywhere("a b".to_owned())),
            (true, What::User("bob".to_owned())),
        ]
    );
    assert_eq!(
        what("o\"brien --x \"\""),
        [anywhere("o\"brien"), (true, What::Anywhere("-x".to_owned()))]
    );
}

#[test]
fn a_colon_in_a_plain_word_is_a_letter() {
    for word in [
        "goauthentik.io/api",
        "https://x",
        "urn:ietf:params",
        "12:30",
        "a@b:c",
        "foo:bar",
        "user://x",
        ":x",
    ] {
        assert_eq!(what(word), [anywhere(word)], "{word}");
    }
}

#[test]
fn fields() {
    assert_eq!(what("USER:Ada"), [(false, What::User("ada".to_owned()))]);
    assert_eq!(
        what("provider:\"My App\""),
        [(false, What::Provider("my app".to_owned()))]
    );
    assert_eq!(what("status:Expired"), [(false, What::Status(vec![Status::Expired]))]);
    assert_eq!(
        what("finding:superuser"),
        [(false, What::Finding(vec![Finding::Superuser]))]
    );
    assert_eq!(what("finding:any"), [(false, What::Finding(Finding::ALL.to_vec()))]);
    assert_eq!(
        what("finding:power"),
        [(
            false,
            What::Finding(vec![Finding::AuthentikApi, Finding::OfflinePublic])
        )]
    );
    assert_eq!(what("expires:never"), [(false, What::Expires(Expires::Never))]);
}

#[test]
fn what_cannot_be_understood_is_said() {
    assert_eq!(problem("a \"b c"), Problem::OpenQuote);
    assert_eq!(problem("a -"), Problem::NothingExcluded);
    assert_eq!(problem("user:"), Problem::NoValue("user"));
    assert_eq!(problem("usr:x"), Problem::NoField("usr".to_owned(), "user"));
    assert_eq!(problem("provder:x"), Problem::NoField("provder".to_owned(), "provider"));
    assert_eq!(problem("status:actve"), Problem::NoStatus("actve".to_owned()));
    assert_eq!(problem("finding:x"), Problem::NoFinding("x".to_owned()));
    assert_eq!(problem("expires:soon"), Problem::NoTime("soon".to_owned()));
    assert_eq!(parse("ok status:x").unwrap_err().at, 3..11);
}

#[test]
fn times() {
    let now: DateTime<Utc> = "2026-11-24T12:00:00Z".parse().unwrap();
    let end = |text: &str| End::At(text.parse::<DateTime<Utc>>().unwrap());
    let holds = |text: &str, expires| Expires::read(text).unwrap().holds(expires, now);
    let week = TimeDelta::days(7);
    assert!(holds("<7d", End::At(now + week)));
    assert!(!holds("<7d", End::At(now + week + TimeDelta::microseconds(1))));
    assert!(!holds("<7d", End::At(now)) && !holds("<7d", End::Never));
    assert!(holds(">7d", End::At(now + week)) && holds(">7d", End::Never));
    assert!(!holds(">7d", End::At(now + week - TimeDelta::microseconds(1))));
    assert!(holds("<2026-11-25", end("2026-11-24T23:59:59Z")) && !holds("<2026-11-25", end("2026-11-25T00:00:00Z")));
    assert!(holds("<=2026-11-25", end("2026-11-25T23:59:59Z")) && !holds("<=2026-11-25", end("2026-11-26T00:00:00Z")));
    assert!(holds(">2026-11-25", end("2026-11-26T00:00:00Z")) && !holds(">2026-11-25", end("2026-11-25T23:59:59Z")));
    assert!(holds(">=2026-11-25", end("2026-11-25T00:00:00Z")));
    assert!(holds("today", end("2026-11-24T00:00:00Z")) && !holds("today", end("2026-11-25T00:00:00Z")));
    assert!(holds("2026-11-25", end("2026-11-25T13:00:00Z")));
    assert!(!holds(">7d", End::Unknown) && !holds("never", End::Unknown) && holds("unknown", End::Unknown));
    assert!(holds("never", End::Never) && !holds("never", End::At(now)));
    assert_eq!(Expires::read("2026-02-29"), None);
    assert_eq!(
        Expires::read("2024-02-29"),
        Some(Expires::On(NaiveDate::from_ymd_opt(2024, 2, 29).unwrap()))
    );
    for text in [
        "",
        "<",
        "7d",
        "<7",
        "<7m",
        "<-7d",
        "<100000d",
        "<99999999999999999999d",
        "2026-1-1",
        "+026-01-01",
    ] {
        assert_eq!(Expires::read(text), None, "{text}");
    }
}

#[test]
fn completions_lead_to_something_that_can_be_understood() {
    let labels = |text: &str| {
        complete(text, text.len())
            .into_iter()
            .map(|one| one.label)
            .collect::<Vec<_>>()
    };
    assert_eq!(labels("s"), ["scope:", "status:", "sub:", "sid:"]);
    assert_eq!(labels("alice -st"), ["-status:"]);
    assert_eq!(labels("status:ex"), ["status:expiring", "status:expired"]);
    assert_eq!(labels("status:expired"), Vec::<String>::new());
    assert_eq!(labels("alice"), Vec::<String>::new());
    assert_eq!(labels(""), Vec::<String>::new());
    for text in ["status:", "finding:", "-expires:", "alice status:e"] {
        for one in complete(text, text.len()) {
            let mut whole = text.to_owned();
            whole.replace_range(one.replace, &one.text);
            assert!(parse(&whole).is_ok(), "{whole}");
        }
    }
}

proptest::proptest! {
    #[test]
    fn nothing_that_is_typed_can_break_it(text in "[-a-z:\"“„ <>0-9é佐\u{0}]{0,40}") {
        if let Err(error) = parse(&text) {
            proptest::prop_assert!(text.get(error.at).is_some());
        }
        for cursor in 0..=text.len() {
            for one in complete(&text, cursor) {
                proptest::prop_assert!(text.get(one.replace).is_some());
            }
        }
    }

    #[test]
    fn plain_words_are_looked_for_as_they_are(words in proptest::collection::vec("[b-df-hj-np-z]{1,8}", 0..6)) {
        let looked_for: Vec<String> = parse(&words.join("  ")).unwrap().marks();
        proptest::prop_assert_eq!(looked_for, words);
    }
}
