//! Ending tokens, whatever comes back and whatever a person does meanwhile: none is lost, none is ended twice, and what
//! the receipt says of each is what became of it.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::result_large_err,
    reason = "a test that cannot go on should end"
)]

use std::collections::BTreeMap;
use std::rc::Rc;

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use tokenscope::model::failure::{Answer, Failure, FailureKind, Method, RequestInfo, WhoIs, read_failure};
use tokenscope::model::kind::Kind;
use tokenscope::model::page::decode_one;
use tokenscope::model::token::Token;
use tokenscope::text;
use tokenscope::tokens::deletion::{DeletionPlan, DeletionRequest, OutcomeKind, PlanPhase, Reason, StopReason, Target};
use tokenscope::tokens::export::{AboutReceipt, Format, ReceiptWriter};

fn token(pk: u64) -> Token {
    let body = json!({
        "pk": pk,
        "provider": {"pk": 1, "name": "Grafana"},
        "user": {"pk": 7, "username": "alice", "name": "Alice"},
        "scope": ["openid"],
        "expires": "2026-12-01T00:00:00Z",
    });
    decode_one(&body.to_string()).unwrap()
}

fn targets(kind: Kind, pks: impl IntoIterator<Item = u64>) -> Vec<Target> {
    pks.into_iter().map(|pk| Target::of(kind, &token(pk))).collect()
}

fn now() -> DateTime<Utc> {
    "2026-11-24T12:00:00Z".parse().unwrap()
}

/// How a request fares.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Fate {
    Well,
    /// Somebody else deletes it just before.
    GoneBefore,
    DroppedBefore,
    DroppedAfter,
    FailedBefore,
    FailedAfter,
    TooMany,
    Starting,
    SignInPage,
    HtmlNotFound,
    /// Something in front of authentik turns it down, with this status.
    InFront(u16),
    /// authentik turns it down, with this status.
    TurnedDown(u16),
    ReadOnly,
    BadKey,
    NoRight,
    Csrf,
    SessionEnds,
    OtherPerson,
}

fn fate() -> impl Strategy<Value = Fate> {
    prop_oneof![
        8 => Just(Fate::Well),
        1 => Just(Fate::GoneBefore),
        1 => Just(Fate::DroppedBefore),
        1 => Just(Fate::DroppedAfter),
        1 => Just(Fate::FailedBefore),
        1 => Just(Fate::FailedAfter),
        1 => Just(Fate::TooMany),
        1 => Just(Fate::Starting),
        1 => Just(Fate::SignInPage),
        1 => Just(Fate::HtmlNotFound),
        1 => prop::sample::select(vec![400, 401, 403, 404, 405, 501]).prop_map(Fate::InFront),
        1 => prop::sample::select(vec![400, 405, 409, 501]).prop_map(Fate::TurnedDown),
        1 => Just(Fate::ReadOnly),
        1 => Just(Fate::BadKey),
        1 => Just(Fate::NoRight),
        1 => Just(Fate::Csrf),
        1 => Just(Fate::SessionEnds),
        1 => Just(Fate::OtherPerson),
    ]
}

/// What happens next.
#[derive(Clone, Debug)]
enum Event {
    /// The plan is asked for a step.
    Ask,
    /// One of the requests under way is answered.
    Answer(Index, Fate),
    Pause,
    GoOn,
    Stop,
    Retry,
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        8 => Just(Event::Ask),
        8 => (any::<Index>(), fate()).prop_map(|(which, fate)| Event::Answer(which, fate)),
        1 => Just(Event::Pause),
        3 => Just(Event::GoOn),
        1 => Just(Event::Stop),
        1 => Just(Event::Retry),
    ]
}

/// What authentik holds, and who is signed in.
#[derive(Default)]
struct Authentik {
    /// By place: whether it is there, how often a DELETE of ours succeeded, and whether somebody else deleted it.
    there: BTreeMap<usize, bool>,
    ended: BTreeMap<usize, u32>,
    by_others: BTreeMap<usize, bool>,
}

impl Authentik {
    fn of(work: &DeletionPlan) -> Self {
        Self {
            there: (0..work.len()).map(|place| (place, true)).collect(),
            ..Self::default()
        }
    }

    fn is_there(&self, place: usize) -> bool {
        self.there[&place]
    }

    fn delete(&mut self, place: usize) -> bool {
        let was_there = self.there.insert(place, false).unwrap_or_default();
        if was_there {
            *self.ended.entry(place).or_default() += 1;
        }
        was_there
    }

    /// The honest answer.
    fn answer(&mut self, step: DeletionRequest) -> Result<Option<String>, Failure> {
        let found = match step {
            DeletionRequest::Delete(place) => self.delete(place),
            DeletionRequest::Look(place) => self.is_there(place),
        };
        if found {
            Ok(Some("id-of-success".into()))
        } else {
            Err(http(step, 404, "application/json", r#"{"detail": "No match."}"#, None).told_apart(&known(true)))
        }
    }

    /// What comes back, and whether whoever is signed in would see the token.
    fn fare(&mut self, step: DeletionRequest, fate: Fate) -> (Result<Option<String>, Failure>, Option<bool>) {
        let place = step.place();
        let json = "application/json";
        let answer = match fate {
            Fate::Well => return (self.answer(step), Some(true)),
            Fate::GoneBefore => {
                if self.there.insert(place, false) == Some(true) {
                    self.by_others.insert(place, true);
                }
                return (self.answer(step), Some(true));
            }
            Fate::DroppedBefore => Failure::new(FailureKind::Network, asked(step), now()),
            Fate::DroppedAfter => {
                let _ = self.answer(step);
                Failure::new(FailureKind::Network, asked(step), now())
            }
            Fate::FailedBefore => http(step, 500, "text/html", "<h1>Server Error</h1>", None),
            Fate::FailedAfter => {
                let _ = self.answer(step);
                http(step, 500, "text/html", "<h1>Server Error</h1>", None)
            }
            Fate::TooMany => http(step, 429, json, r#"{"detail": "Slow down."}"#, Some("1")),
            Fate::Starting => http(step, 503, json, r#"{"error": "authentik starting"}"#, Some("5")),
            Fate::SignInPage => http(step, 200, "text/html", "<html>", None),
            Fate::HtmlNotFound => http(step, 404, "text/html", "<h1>Not Found</h1>", None).told_apart(&known(true)),
            Fate::InFront(status) => in_front(step, status),
            Fate::TurnedDown(status) => http(step, status, json, r#"{"detail": "No."}"#, None),
            Fate::ReadOnly => http(step, 400, json, r#"{"detail": "No.", "code": "denied_license"}"#, None),
            Fate::BadKey => http(step, 403, json, r#"{"detail": "Token invalid/expired"}"#, None),
            Fate::NoRight => http(step, 403, json, r#"{"detail": "No."}"#, None).told_apart(&known(false)),
            Fate::Csrf => http(step, 403, json, r#"{"detail": "CSRF"}"#, None).told_apart(&known(true)),
            Fate::SessionEnds => {
                http(step, 404, json, r#"{"detail": "No match."}"#, None).told_apart(&WhoIs::Nobody { was_known: true })
            }
            Fate::OtherPerson => {
                let failure = http(step, 404, json, r#"{"detail": "No match."}"#, None).told_apart(&known(false));
                return (Err(failure), Some(false));
            }
        };
        (Err(answer), Some(true))
    }
}

fn known(superuser: bool) -> WhoIs {
    WhoIs::Known { superuser }
}

fn asked(step: DeletionRequest) -> RequestInfo {
    RequestInfo {
        method: match step {
            DeletionRequest::Delete(_) => Method::Delete,
            DeletionRequest::Look(_) => Method::Get,
        },
        path: "/api/v3/oauth2/access_tokens/1/".into(),
        csrf_sent: true,
    }
}

fn http(step: DeletionRequest, status: u16, content_type: &str, body: &str, retry_after: Option<&str>) -> Failure {
    let answer = Answer {
        status,
        content_type: Some(content_type),
        request_id: Some("id-of-failure"),
        retry_after,
        body,
    };
    read_failure(asked(step), &answer, now())
}

fn in_front(step: DeletionRequest, status: u16) -> Failure {
    let answer = Answer {
        status,
        content_type: Some("text/html"),
        request_id: None,
        retry_after: None,
        body: "<h1>No</h1>",
    };
    read_failure(asked(step), &answer, now()).told_apart(&known(true))
}

/// Everything answered honestly from here on, and whatever it stands still for seen to.
fn finish(work: &mut DeletionPlan, authentik: &mut Authentik, under_way: &mut Vec<DeletionRequest>) {
    for _ in 0..100_000 {
        if matches!(work.phase(), PlanPhase::Paused | PlanPhase::Stopped(_)) {
            work.go_on();
        }
        while let Some(step) = work.step() {
            under_way.push(step);
        }
        let Some(step) = under_way.pop() else {
            assert_eq!(
                *work.phase(),
                PlanPhase::Done,
                "nothing is under way, and yet it is not done"
            );
            return;
        };
        let answer = authentik.answer(step);
        work.answered(step, answer, Some(true), 10, now());
    }
    panic!("it never ends");
}

fn check(work: &DeletionPlan, authentik: &Authentik, under_way: &[DeletionRequest]) {
    let counts = work.counts();
    assert_eq!(counts.settled() + counts.left, work.len());
    assert!(under_way.len() <= 4, "too many at once");
    // Never two requests for one token at the same time.
    let mut places: Vec<usize> = under_way.iter().map(|step| step.place()).collect();
    places.sort_unstable();
    places.dedup();
    assert_eq!(places.len(), under_way.len());
    for (place, (_, done)) in work.lines().enumerate() {
        assert!(
            authentik.ended.get(&place).is_none_or(|times| *times == 1),
            "ended twice"
        );
        let Some(done) = done else { continue };
        let is_there = authentik.is_there(place);
        match done.outcome {
            OutcomeKind::Deleted => {
                assert!(!is_there, "said to be deleted, and is there");
                let by_others = authentik.by_others.contains_key(&place);
                assert!(!by_others || done.reason == Some(Reason::AnswerLost));
            }
            OutcomeKind::AlreadyGone => assert!(!is_there && !authentik.ended.contains_key(&place)),
            OutcomeKind::NotTried => assert!(is_there || authentik.by_others.contains_key(&place)),
            OutcomeKind::Refused | OutcomeKind::Failed => {}
        }
    }
}

fn kind() -> impl Strategy<Value = Kind> {
    prop::sample::select(Kind::ALL.to_vec())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn nothing_is_lost_and_nothing_is_ended_twice(
        chosen in prop::collection::vec((kind(), 1..30_u64), 0..40),
        events in prop::collection::vec(event(), 0..250),
    ) {
        let targets: Vec<Target> = chosen.iter().map(|(kind, pk)| Target::of(*kind, &token(*pk))).collect();
        let mut distinct: Vec<(u8, u64)> = chosen.iter().map(|(kind, pk)| (*kind as u8, *pk)).collect();
        distinct.sort_unstable();
        distinct.dedup();
        let mut work = DeletionPlan::new(targets);
        prop_assert_eq!(work.len(), distinct.len());
        let mut authentik = Authentik::of(&work);
        let mut under_way: Vec<DeletionRequest> = Vec::new();
        for event in events {
            match event {
                Event::Ask => under_way.extend(work.step()),
                Event::Answer(which, fate) if !under_way.is_empty() => {
                    let step = under_way.swap_remove(which.index(under_way.len()));
                    let (answer, sees) = authentik.fare(step, fate);
                    work.answered(step, answer, sees, 10, now());
                }
                Event::Answer(..) => {}
                Event::Pause => work.pause(),
                Event::GoOn => work.go_on(),
                Event::Stop => work.stop(now()),
                Event::Retry => work.retry(&[OutcomeKind::Refused, OutcomeKind::Failed, OutcomeKind::NotTried]),
            }
            check(&work, &authentik, &under_way);
        }
        finish(&mut work, &mut authentik, &mut under_way);
        check(&work, &authentik, &under_way);
        prop_assert_eq!(work.counts().left, 0);
        prop_assert_eq!(work.lines().filter(|(_, done)| done.is_some()).count(), work.len());
        // What did not work is retried, and then every one is gone.
        work.retry(&[OutcomeKind::Refused, OutcomeKind::Failed, OutcomeKind::NotTried]);
        finish(&mut work, &mut authentik, &mut under_way);
        check(&work, &authentik, &under_way);
        prop_assert!(authentik.there.values().all(|there| !there));
        prop_assert!(work.lines().all(|(_, done)| done.is_some_and(|done| done.outcome.is_gone())));
    }
}

/// Runs with one request at a time, each with the next of these fates; then well. Gives the pauses asked for.
fn run(work: &mut DeletionPlan, authentik: &mut Authentik, fates: &[Fate]) -> Vec<u32> {
    let mut fates = fates.iter().copied();
    let mut pauses = Vec::new();
    while let Some(step) = work.step() {
        let (answer, sees) = authentik.fare(step, fates.next().unwrap_or(Fate::Well));
        pauses.extend(work.answered(step, answer, sees, 10, now()));
    }
    pauses
}

fn outcomes(work: &DeletionPlan) -> Vec<Option<OutcomeKind>> {
    work.lines().map(|(_, done)| done.map(|done| done.outcome)).collect()
}

#[test]
fn what_makes_others_is_ended_first() {
    let mut all = targets(Kind::AccessTokens, [3, 1]);
    all.extend(targets(Kind::RefreshTokens, [9]));
    all.extend(targets(Kind::AuthorizationCodes, [20, 5, 20]));
    let work = DeletionPlan::new(all);
    let order: Vec<(Kind, u64)> = work.lines().map(|(target, _)| (target.kind, target.pk)).collect();
    assert_eq!(
        order,
        [
            (Kind::AuthorizationCodes, 5),
            (Kind::AuthorizationCodes, 20),
            (Kind::RefreshTokens, 9),
            (Kind::AccessTokens, 1),
            (Kind::AccessTokens, 3)
        ]
    );
}

#[test]
fn after_an_unclear_answer_it_looks_first() {
    for (fate, sent) in [(Fate::FailedAfter, 1), (Fate::DroppedAfter, 1), (Fate::FailedBefore, 2)] {
        let mut work = DeletionPlan::new(targets(Kind::AccessTokens, [1]));
        let mut authentik = Authentik::of(&work);
        let first = work.step().unwrap();
        assert_eq!(first, DeletionRequest::Delete(0));
        let (answer, sees) = authentik.fare(first, fate);
        assert_eq!(work.answered(first, answer, sees, 10, now()), Some(500));
        let mut steps = vec![first];
        while let Some(step) = work.step() {
            steps.push(step);
            let answer = authentik.answer(step);
            work.answered(step, answer, Some(true), 10, now());
        }
        assert_eq!(steps.get(1), Some(&DeletionRequest::Look(0)), "{fate:?}");
        assert_eq!(
            steps.iter().filter(|step| **step == DeletionRequest::Delete(0)).count(),
            sent,
            "{fate:?}"
        );
        assert_eq!(outcomes(&work), [Some(OutcomeKind::Deleted)]);
        let lost = work
            .lines()
            .any(|(_, done)| done.unwrap().reason == Some(Reason::AnswerLost));
        assert_eq!(lost, sent == 1, "{fate:?}");
    }
}

#[test]
fn a_missing_right_is_asked_for_three_times() {
    let mut all = targets(Kind::AccessTokens, 1..=500);
    all.extend(targets(Kind::RefreshTokens, [1]));
    let mut work = DeletionPlan::new(all);
    let mut authentik = Authentik::of(&work);
    run(
        &mut work,
        &mut authentik,
        &[Fate::Well, Fate::NoRight, Fate::NoRight, Fate::NoRight],
    );
    let counts = work.counts();
    assert_eq!(
        (counts.of(OutcomeKind::Deleted), counts.of(OutcomeKind::Refused)),
        (1, 500)
    );
    let unasked = work
        .lines()
        .filter(|(_, done)| done.unwrap().reason == Some(Reason::RightOfKind));
    assert_eq!(unasked.count(), 497);
}

#[test]
fn the_same_refusal_three_times_in_a_row_stops_it_whatever_it_is() {
    let all = [400, 403, 404, 405, 501].map(Fate::InFront);
    for fate in all.into_iter().chain([400, 405, 409, 501].map(Fate::TurnedDown)) {
        let mut work = DeletionPlan::new(targets(Kind::AccessTokens, 1..=100));
        let mut authentik = Authentik::of(&work);
        // One that is deleted in between shows that it was about single ones.
        let pauses = run(&mut work, &mut authentik, &[fate, fate, Fate::Well, fate, fate, fate]);
        assert!(pauses.is_empty(), "{fate:?}: nobody asked for patience");
        assert!(
            matches!(work.phase(), PlanPhase::Stopped(StopReason::Refused(failure)) if failure.status.is_some()),
            "{fate:?}: {:?}",
            work.phase()
        );
        let counts = work.counts();
        assert_eq!(
            (
                counts.of(OutcomeKind::Deleted),
                counts.of(OutcomeKind::Failed),
                counts.left
            ),
            (1, 5, 94),
            "{fate:?}"
        );
        work.go_on();
        run(&mut work, &mut authentik, &[fate, fate]);
        assert_eq!(
            *work.phase(),
            PlanPhase::Done,
            "{fate:?}: it was counted from the beginning"
        );
        assert_eq!(work.counts().of(OutcomeKind::Deleted), 93);
        work.retry(&[OutcomeKind::Failed]);
        run(&mut work, &mut authentik, &[]);
        assert_eq!(work.counts().of(OutcomeKind::Deleted), 100);
    }
}

#[test]
fn refusals_that_differ_do_not_stop_it() {
    let mut work = DeletionPlan::new(targets(Kind::AccessTokens, 1..=9));
    let mut authentik = Authentik::of(&work);
    let fates = [
        Fate::TurnedDown(409),
        Fate::InFront(403),
        Fate::TurnedDown(409),
        Fate::InFront(405),
    ];
    run(&mut work, &mut authentik, &fates);
    let counts = work.counts();
    assert_eq!(
        (counts.of(OutcomeKind::Deleted), counts.of(OutcomeKind::Failed)),
        (5, 4)
    );
}

#[test]
fn what_would_be_said_of_every_token_stops_it_at_once() {
    for (fate, kind) in [
        (Fate::ReadOnly, FailureKind::ReadOnly),
        (Fate::BadKey, FailureKind::KeyRefused),
        (Fate::InFront(401), FailureKind::SignInInFront),
    ] {
        let mut work = DeletionPlan::new(targets(Kind::AccessTokens, 1..=100));
        let mut authentik = Authentik::of(&work);
        run(&mut work, &mut authentik, &[Fate::Well, fate]);
        assert!(
            matches!(work.phase(), PlanPhase::Stopped(StopReason::Failure(failure)) if failure.kind == kind),
            "{:?}",
            work.phase()
        );
        assert_eq!((work.counts().of(OutcomeKind::Deleted), work.counts().left), (1, 99));
        work.go_on();
        run(&mut work, &mut authentik, &[]);
        assert_eq!(work.counts().of(OutcomeKind::Deleted), 100);
    }
}

#[test]
fn what_stands_in_front_says_nothing_of_a_token_that_is_looked_for() {
    let mut work = DeletionPlan::new(targets(Kind::AccessTokens, 1..=3));
    let mut authentik = Authentik::of(&work);
    let fates = [
        Fate::DroppedAfter,
        Fate::InFront(403),
        Fate::InFront(403),
        Fate::InFront(403),
    ];
    run(&mut work, &mut authentik, &fates);
    assert!(
        matches!(work.phase(), PlanPhase::Stopped(StopReason::Refused(_))),
        "{:?}",
        work.phase()
    );
    assert_eq!(work.counts().left, 3);
    work.go_on();
    run(&mut work, &mut authentik, &[]);
    assert_eq!(outcomes(&work), [Some(OutcomeKind::Deleted); 3]);
}

#[test]
fn where_one_was_deleted_every_one_is_asked_for() {
    let mut work = DeletionPlan::new(targets(Kind::AccessTokens, 1..=10));
    let mut authentik = Authentik::of(&work);
    run(
        &mut work,
        &mut authentik,
        &[&[Fate::Well][..], &[Fate::NoRight; 6]].concat(),
    );
    let counts = work.counts();
    assert_eq!(
        (counts.of(OutcomeKind::Deleted), counts.of(OutcomeKind::Refused)),
        (4, 6)
    );
    assert!(
        work.lines()
            .all(|(_, done)| done.unwrap().reason != Some(Reason::RightOfKind))
    );
}

#[test]
fn waits_as_long_as_the_server_says_and_not_for_ever() {
    let mut work = DeletionPlan::new(targets(Kind::AccessTokens, 1..=3));
    let mut authentik = Authentik::of(&work);
    assert_eq!(
        run(&mut work, &mut authentik, &[Fate::TooMany, Fate::Starting]),
        [1_000, 5_000]
    );
    assert_eq!(work.counts().of(OutcomeKind::Deleted), 3);

    let mut work = DeletionPlan::new(targets(Kind::AccessTokens, 1..=3));
    let step = work.step().unwrap();
    let hour = http(step, 429, "application/json", "{}", Some("3600"));
    assert_eq!(work.answered(step, Err(hour), Some(true), 10, now()), None);
    assert!(matches!(work.phase(), PlanPhase::Stopped(StopReason::Failure(_))));
}

#[test]
fn stands_still_when_nobody_answers_and_goes_on_where_it_was() {
    let mut work = DeletionPlan::new(targets(Kind::AccessTokens, 1..=20));
    let mut authentik = Authentik::of(&work);
    let pauses = run(&mut work, &mut authentik, &[Fate::DroppedBefore; 6]);
    assert_eq!(pauses, [500, 1_000, 2_000, 4_000, 8_000]);
    assert!(
        matches!(work.phase(), PlanPhase::Stopped(StopReason::Failure(failure)) if failure.kind == FailureKind::Network)
    );
    assert_eq!(work.counts().left, 20);
    work.go_on();
    run(&mut work, &mut authentik, &[]);
    assert_eq!(work.counts().of(OutcomeKind::Deleted), 20);
}

#[test]
fn an_ended_session_is_no_token_that_is_gone() {
    let mut work = DeletionPlan::new(targets(Kind::AccessTokens, 1..=3));
    let mut authentik = Authentik::of(&work);
    run(&mut work, &mut authentik, &[Fate::Well, Fate::SessionEnds]);
    assert!(
        matches!(work.phase(), PlanPhase::Stopped(StopReason::Failure(failure)) if failure.kind == FailureKind::SessionEnded)
    );
    assert_eq!(outcomes(&work), [Some(OutcomeKind::Deleted), None, None]);
    work.go_on();
    // Somebody who sees only their own tokens has signed in.
    run(&mut work, &mut authentik, &[Fate::OtherPerson]);
    assert_eq!(*work.phase(), PlanPhase::Stopped(StopReason::SomebodyElse));
    work.go_on();
    run(&mut work, &mut authentik, &[]);
    assert_eq!(outcomes(&work), [Some(OutcomeKind::Deleted); 3]);
}

#[test]
fn somebody_else_does_not_go_on_unasked_whatever_they_see() {
    let mut work = DeletionPlan::new(targets(Kind::AccessTokens, 1..=3));
    let step = work.step().unwrap();
    work.somebody_else();
    assert_eq!(*work.phase(), PlanPhase::Stopped(StopReason::SomebodyElse));
    assert_eq!(work.step(), None, "nothing more is asked");
    assert_eq!(work.answered(step, Ok(None), Some(true), 1, now()), None);
    assert_eq!(
        outcomes(&work),
        [Some(OutcomeKind::Deleted), None, None],
        "what was under way counts"
    );
    // It is not taken for what it stood still for before.
    work.go_on();
    work.pause();
    work.somebody_else();
    assert_eq!(*work.phase(), PlanPhase::Stopped(StopReason::SomebodyElse));
    work.go_on();
    while let Some(step) = work.step() {
        work.answered(step, Ok(None), Some(true), 1, now());
    }
    assert_eq!(*work.phase(), PlanPhase::Done);
    work.somebody_else();
    assert_eq!(*work.phase(), PlanPhase::Done, "what is done stays done");
}

#[test]
fn one_failed_check_is_tried_again_and_two_in_a_row_are_not() {
    let mut work = DeletionPlan::new(targets(Kind::AccessTokens, 1..=3));
    let mut authentik = Authentik::of(&work);
    run(&mut work, &mut authentik, &[Fate::Csrf]);
    assert_eq!(work.counts().of(OutcomeKind::Deleted), 3);

    let mut work = DeletionPlan::new(targets(Kind::AccessTokens, 1..=3));
    let mut authentik = Authentik::of(&work);
    run(&mut work, &mut authentik, &[Fate::Csrf, Fate::Csrf]);
    assert!(
        matches!(work.phase(), PlanPhase::Stopped(StopReason::Failure(failure)) if failure.kind == FailureKind::Csrf)
    );
    assert_eq!(work.counts().left, 3);
}

#[test]
fn what_fails_for_one_alone_is_left_and_the_others_are_done() {
    let mut work = DeletionPlan::new(targets(Kind::AccessTokens, 1..=3));
    let mut authentik = Authentik::of(&work);
    let mut sent = 0;
    while let Some(step) = work.step() {
        let fate = match step {
            DeletionRequest::Delete(1) => Fate::FailedBefore,
            _ => Fate::Well,
        };
        sent += u32::from(step == DeletionRequest::Delete(1));
        let (answer, sees) = authentik.fare(step, fate);
        work.answered(step, answer, sees, 10, now());
    }
    assert_eq!(
        outcomes(&work),
        [
            Some(OutcomeKind::Deleted),
            Some(OutcomeKind::Failed),
            Some(OutcomeKind::Deleted)
        ]
    );
    assert_eq!(sent, 3);
    // What authentik failed at names the request that is in its log.
    let ids: Vec<Option<&str>> = work
        .lines()
        .map(|(_, done)| done.unwrap().request_id.as_deref())
        .collect();
    assert_eq!(
        ids,
        [Some("id-of-success"), Some("id-of-failure"), Some("id-of-success")]
    );
}

#[test]
fn stopping_leaves_no_doubt() {
    let mut work = DeletionPlan::new(targets(Kind::AccessTokens, 1..=20));
    let mut authentik = Authentik::of(&work);
    let (first, second) = (work.step().unwrap(), work.step().unwrap());
    work.stop(now());
    assert_eq!(*work.phase(), PlanPhase::Stopping);
    for (step, fate) in [(first, Fate::Well), (second, Fate::DroppedAfter)] {
        let (answer, sees) = authentik.fare(step, fate);
        work.answered(step, answer, sees, 10, now());
    }
    assert_eq!(work.step(), Some(DeletionRequest::Look(1)));
    work.answered(
        DeletionRequest::Look(1),
        authentik.answer(DeletionRequest::Look(1)),
        Some(true),
        10,
        now(),
    );
    assert_eq!(*work.phase(), PlanPhase::Done);
    let counts = work.counts();
    assert_eq!(
        (counts.of(OutcomeKind::Deleted), counts.of(OutcomeKind::NotTried)),
        (2, 18)
    );
    work.retry(&[OutcomeKind::NotTried]);
    run(&mut work, &mut authentik, &[]);
    assert_eq!(work.counts().of(OutcomeKind::Deleted), 20);
}

#[test]
fn what_is_abandoned_has_an_outcome_for_each() {
    let mut work = DeletionPlan::new(targets(Kind::AccessTokens, 1..=5));
    let first = work.step().unwrap();
    work.answered(first, Ok(None), Some(true), 50, now());
    let under_way = work.step().unwrap();
    work.abandon(now());
    assert_eq!(*work.phase(), PlanPhase::Done);
    assert_eq!(work.done(first.place()).unwrap().outcome, OutcomeKind::Deleted);
    assert_eq!(work.done(under_way.place()).unwrap().outcome, OutcomeKind::Failed);
    assert_eq!(work.counts().of(OutcomeKind::NotTried), 3);
    // An answer that comes nevertheless changes nothing.
    work.answered(under_way, Ok(None), Some(true), 50, now());
    assert_eq!(work.done(under_way.place()).unwrap().outcome, OutcomeKind::Failed);
    assert_eq!(work.counts().settled(), 5);
}

#[test]
fn later_time_is_told() {
    let mut work = DeletionPlan::new(targets(Kind::AccessTokens, [1]));
    let mut authentik = Authentik::of(&work);
    let step = work.step().unwrap();
    let answer = authentik.answer(step);
    work.answered(step, answer, Some(true), 10, now() + TimeDelta::seconds(3));
    let at = work.lines().map(|(_, done)| done.unwrap().at).next();
    assert_eq!(at, Some(now() + TimeDelta::seconds(3)));
    let target = work.target(0).unwrap();
    assert_eq!(
        (target.user.username.as_str(), Rc::strong_count(&target.user)),
        ("alice", 1)
    );
}

/// The records of a CSV file as RFC 4180 has them.
fn records(text: &str) -> Vec<Vec<String>> {
    let (mut all, mut record, mut field) = (Vec::new(), Vec::new(), String::new());
    let mut letters = text.chars().peekable();
    let mut is_quoted = false;
    while let Some(letter) = letters.next() {
        match letter {
            '"' if is_quoted && letters.peek() == Some(&'"') => field.extend(letters.next()),
            '"' => is_quoted = !is_quoted,
            ',' if !is_quoted => record.push(std::mem::take(&mut field)),
            '\r' if !is_quoted && letters.peek() == Some(&'\n') => {
                letters.next();
                record.push(std::mem::take(&mut field));
                all.push(std::mem::take(&mut record));
            }
            letter => field.push(letter),
        }
    }
    assert!(
        field.is_empty() && record.is_empty() && !is_quoted,
        "the last record has an end"
    );
    all
}

/// A text without the apostrophes that keep a spreadsheet from taking it for a formula.
fn unguarded(text: &str) -> String {
    let mut out = String::new();
    let mut is_start = true;
    for letter in text.chars() {
        if !(is_start && letter == '\'') {
            out.push(letter);
        }
        is_start = matches!(letter, ';' | '\t' | '\r' | '\n');
    }
    out
}

fn receipt(format: Format, work: &DeletionPlan, by: &str) -> String {
    let about = AboutReceipt {
        started_at: now(),
        written_at: now(),
        source: "https://auth.example.com",
        by: Some(by),
        counts: work.counts(),
    };
    let mut out = String::new();
    let mut receipt = ReceiptWriter::new(format, text::deletion::reason);
    receipt.head(&about, &mut out);
    for (target, done) in work.lines() {
        receipt.line(target, done, &mut out);
    }
    receipt.end(&mut out);
    out
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_receipt_reads_back_and_holds_no_formula(
        names in prop::collection::vec("[=+@'\",;\t\r\n a1é🦀-]{0,8}", 1..8),
        fates in prop::collection::vec(fate(), 0..12),
    ) {
        let targets = names.iter().zip(1..).map(|(name, pk)| {
            let body = json!({
                "pk": pk,
                "provider": {"pk": 1, "name": name, "client_id": "id", "client_secret": "canary"},
                "user": {"pk": 7, "username": name, "name": name},
                "scope": [name, "openid"],
            });
            Target::of(Kind::RefreshTokens, &decode_one(&body.to_string()).unwrap())
        });
        let mut work = DeletionPlan::new(targets.collect());
        let mut authentik = Authentik::of(&work);
        run(&mut work, &mut authentik, &fates);
        let by = names[0].as_str();

        let csv = receipt(Format::Csv, &work, by);
        let csv = csv.strip_prefix('\u{feff}').unwrap();
        let all = records(csv);
        let columns = all[13].clone();
        prop_assert!(all.iter().all(|record| record.len() == columns.len()));
        prop_assert_eq!(&all[0][..2], ["# tokenscope_receipt", "1"]);
        prop_assert_eq!(unguarded(&all[4][1]), by);
        let json: Value = serde_json::from_str(&receipt(Format::Json, &work, by)).unwrap();
        let lines = json["tokens"].as_array().unwrap();
        prop_assert_eq!(lines.len(), names.len());
        prop_assert_eq!(all.len(), 14 + names.len());
        for ((record, line), (target, done)) in all[14..].iter().zip(lines).zip(work.lines()) {
            for (field, name) in record.iter().zip(&columns) {
                let first = field.trim_start_matches([' ', '"']).chars().next();
                prop_assert!(!first.is_some_and(|first| "=+-@\t\r\n".contains(first)), "{name}: {field:?}");
                let field = unguarded(field);
                match &line[name] {
                    Value::Null => prop_assert_eq!(field, ""),
                    Value::Number(number) => prop_assert_eq!(field, number.to_string()),
                    Value::String(text) => prop_assert_eq!(&field, text),
                    // A list is separated by blanks, and only its beginning can be guarded.
                    Value::Array(_) => prop_assert!(name == "scopes"),
                    other => prop_assert!(false, "{name}: {other}"),
                }
            }
            prop_assert_eq!(line["user_username"].as_str().unwrap(), target.user.username.as_str());
            let result = done.map_or("waiting", |done| done.outcome.word());
            prop_assert_eq!(line["result"].as_str(), Some(result));
        }
        prop_assert!(!csv.contains("canary") && !json.to_string().contains("canary"));
    }
}

#[test]
fn one_kind_is_awaited_before_the_next_begins() {
    let mut all = targets(Kind::AccessTokens, [1, 2]);
    all.extend(targets(Kind::RefreshTokens, [3]));
    let mut work = DeletionPlan::new(all);
    let mut authentik = Authentik::of(&work);
    let first = work.step().unwrap();
    assert_eq!(work.target(first.place()).unwrap().kind, Kind::RefreshTokens);
    assert_eq!(work.step(), None, "there would be room for another request");
    let (answer, sees) = authentik.fare(first, Fate::DroppedBefore);
    work.answered(first, answer, sees, 10, now());
    assert_eq!(work.step(), Some(DeletionRequest::Look(first.place())));
    assert_eq!(work.step(), None);
    work.answered(DeletionRequest::Look(first.place()), Ok(None), Some(true), 10, now());
    let again = work.step().unwrap();
    assert_eq!((again, work.step()), (first, None));
    work.answered(again, authentik.answer(again), Some(true), 10, now());
    assert!(work.step().is_some() && work.step().is_some());
}
