use chrono::{DateTime, TimeDelta, Utc};

use super::*;
use crate::model::token::End;
use crate::tokens::local_time::LocalTime;

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
            What::Finding(vec![
                Finding::AuthentikApi,
                Finding::OfflinePublic,
                Finding::UnlimitedApi
            ])
        )]
    );
    for severity in Severity::ALL {
        let text = ["-severity:", severity.id()].concat();
        assert_eq!(what(&text), [(true, What::Severity(severity))]);
    }
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
    assert_eq!(problem("status:expiring"), Problem::NoStatus("expiring".to_owned()));
    assert_eq!(problem("severity:worst"), Problem::NoSeverity("worst".to_owned()));
    assert_eq!(problem("finding:x"), Problem::NoFinding("x".to_owned()));
    assert_eq!(problem("expires:soon"), Problem::NoTime("soon".to_owned()));
    assert_eq!(parse("ok status:x").unwrap_err().at, 3..11);
}

#[test]
fn times() {
    let now: DateTime<Utc> = "2026-11-24T12:00:00Z".parse().unwrap();
    let end = |text: &str| End::At(text.parse::<DateTime<Utc>>().unwrap());
    let holds = |text: &str, expires| {
        let period = Expires::read(text).unwrap().period(now, LocalTime::default());
        period.holds(expires)
    };
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
    assert!(holds("2024-02-29", end("2024-02-29T12:00:00Z")));
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
        "<tonight",
        "this week",
    ] {
        assert_eq!(Expires::read(text), None, "{text}");
    }
}

/// The first moment and the last that a time means, as the clock shows them to somebody in Berlin who asks at this moment,
/// as it shows it.
fn meant(text: &str, asked_at: &str) -> (String, String) {
    // Summer ends there on Sunday, 25 October 2026, at three o’clock, which is one o’clock in UTC.
    const BERLIN: LocalTime = LocalTime::new(|at| if at.timestamp() < 1_792_890_000 { 120 } else { 60 });
    let now = BERLIN.when(asked_at.parse().unwrap());
    let period = Expires::read(text).unwrap().period(now, BERLIN);
    let start = now - TimeDelta::days(9);
    let minutes = (0..20 * 24 * 60).map(|minute| start + TimeDelta::minutes(minute));
    let held: Vec<DateTime<Utc>> = minutes.filter(|at| period.holds(End::At(*at))).collect();
    let shown = |at: Option<&DateTime<Utc>>| BERLIN.at(*at.unwrap()).format("%a %d %H:%M").to_string();
    (shown(held.first()), shown(held.last()))
}

#[test]
fn days_and_nights_are_those_of_whoever_asks() {
    for (text, asked_at, from, to) in [
        ("today", "2026-10-22T00:30:00", "Thu 22 00:00", "Thu 22 23:59"),
        ("today", "2026-10-22T23:30:00", "Thu 22 00:00", "Thu 22 23:59"),
        ("tomorrow", "2026-10-22T23:30:00", "Fri 23 00:00", "Fri 23 23:59"),
        ("2026-10-24", "2026-10-22T12:00:00", "Sat 24 00:00", "Sat 24 23:59"),
        ("this-week", "2026-10-19T00:00:00", "Mon 19 00:00", "Sun 25 23:59"),
        ("this-week", "2026-10-25T23:59:00", "Mon 19 00:00", "Sun 25 23:59"),
        // A night begins at six in the evening, …
        ("tonight", "2026-10-22T09:00:00", "Thu 22 18:00", "Fri 23 05:59"),
        // … has begun by now, …
        ("tonight", "2026-10-22T21:15:00", "Thu 22 21:16", "Fri 23 05:59"),
        // … and is the same after midnight.
        ("tonight", "2026-10-23T02:00:00", "Fri 23 02:01", "Fri 23 05:59"),
        ("tonight", "2026-10-23T06:00:00", "Fri 23 18:00", "Sat 24 05:59"),
        // The clock is put back in the night: six o’clock is an hour later.
        ("tonight", "2026-10-24T20:00:00", "Sat 24 20:01", "Sun 25 05:59"),
        ("today", "2026-10-25T12:00:00", "Sun 25 00:00", "Sun 25 23:59"),
    ] {
        let (from, to) = (from.to_owned(), to.to_owned());
        assert_eq!(meant(text, asked_at), (from, to), "{text} at {asked_at}");
    }
    assert_eq!(meant("<tomorrow", "2026-10-22T12:00:00").1, "Thu 22 23:59");
    assert_eq!(meant(">today", "2026-10-22T12:00:00").0, "Fri 23 00:00");
}

#[test]
fn completions_lead_to_something_that_can_be_understood() {
    let labels = |text: &str| {
        complete(text, text.len())
            .into_iter()
            .map(|one| one.label)
            .collect::<Vec<_>>()
    };
    assert_eq!(labels("s"), ["scope:", "status:", "severity:", "sub:", "sid:"]);
    assert_eq!(labels("alice -st"), ["-status:"]);
    assert_eq!(
        labels("-severity:"),
        ["-severity:high", "-severity:medium", "-severity:low"]
    );
    assert_eq!(labels("status:ex"), ["status:expired"]);
    assert_eq!(labels("status:expired"), Vec::<String>::new());
    assert_eq!(
        labels("expires:t"),
        [
            "expires:today",
            "expires:tonight",
            "expires:tomorrow",
            "expires:this-week"
        ]
    );
    assert_eq!(labels("expires:<"), ["expires:<12h", "expires:<1d", "expires:<7d"]);
    assert_eq!(labels("alice"), Vec::<String>::new());
    assert_eq!(labels(""), Vec::<String>::new());
    for text in ["status:", "severity:", "finding:", "-expires:", "alice status:e"] {
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
