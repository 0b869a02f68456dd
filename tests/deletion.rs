//! Ending tokens, whatever comes back and whatever a person does meanwhile: none is lost, none is ended twice, and what
//! the receipt says of each is what became of it.

use std::collections::BTreeMap;
use std::rc::Rc;

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

use tokenscope::model::failure::{Answer, Asker, Failure, FailureKind, Method, RequestInfo, read_failure};
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
    /// The plan is asked for a request.
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
    fn of(plan: &DeletionPlan) -> Self {
        Self {
            there: (0..plan.len()).map(|place| (place, true)).collect(),
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
    fn answer(&mut self, request: DeletionRequest) -> Result<Option<String>, Failure> {
        let found = match request {
            DeletionRequest::Delete(place) => self.delete(place),
            DeletionRequest::Look(place) => self.is_there(place),
        };
        if found {
            Ok(Some("id-of-success".into()))
        } else {
            Err(http(request, 404, "application/json", r#"{"detail": "No match."}"#, None).told_apart(&known(true)))
        }
    }

    /// What comes back, and whether whoever is signed in would see the token.
    fn fare(&mut self, request: DeletionRequest, fate: Fate) -> (Result<Option<String>, Failure>, Option<bool>) {
        let place = request.place();
        let json = "application/json";
        let answer = match fate {
            Fate::Well => return (self.answer(request), Some(true)),
            Fate::GoneBefore => {
                if self.there.insert(place, false) == Some(true) {
                    self.by_others.insert(place, true);
                }
                return (self.answer(request), Some(true));
            }
            Fate::DroppedBefore => Failure::new(FailureKind::Network, asked(request), now()),
            Fate::DroppedAfter => {
                let _ = self.answer(request);
                Failure::new(FailureKind::Network, asked(request), now())
            }
            Fate::FailedBefore => http(request, 500, "text/html", "<h1>Server Error</h1>", None),
            Fate::FailedAfter => {
                let _ = self.answer(request);
                http(request, 500, "text/html", "<h1>Server Error</h1>", None)
            }
            Fate::TooMany => http(request, 429, json, r#"{"detail": "Slow down."}"#, Some("1")),
            Fate::Starting => http(request, 503, json, r#"{"error": "authentik starting"}"#, Some("5")),
            Fate::SignInPage => http(request, 200, "text/html", "<html>", None),
            Fate::HtmlNotFound => http(request, 404, "text/html", "<h1>Not Found</h1>", None).told_apart(&known(true)),
            Fate::InFront(status) => in_front(request, status),
            Fate::TurnedDown(status) => http(request, status, json, r#"{"detail": "No."}"#, None),
            Fate::ReadOnly => http(
                request,
                400,
                json,
                r#"{"detail": "No.", "code": "denied_license"}"#,
                None,
            ),
            Fate::BadKey => http(request, 403, json, r#"{"detail": "Token invalid/expired"}"#, None),
            Fate::NoRight => http(request, 403, json, r#"{"detail": "No."}"#, None).told_apart(&known(false)),
            Fate::Csrf => http(request, 403, json, r#"{"detail": "CSRF"}"#, None).told_apart(&known(true)),
            Fate::SessionEnds => http(request, 404, json, r#"{"detail": "No match."}"#, None)
                .told_apart(&Asker::Nobody { was_known: true }),
            Fate::OtherPerson => {
                let failure = http(request, 404, json, r#"{"detail": "No match."}"#, None).told_apart(&known(false));
                return (Err(failure), Some(false));
            }
        };
        (Err(answer), Some(true))
    }
}

fn known(superuser: bool) -> Asker {
    Asker::Known { superuser }
}

fn asked(request: DeletionRequest) -> RequestInfo {
    RequestInfo {
        method: match request {
            DeletionRequest::Delete(_) => Method::Delete,
            DeletionRequest::Look(_) => Method::Get,
        },
        path: "/api/v3/oauth2/access_tokens/1/".into(),
        csrf_sent: true,
    }
}

fn http(request: DeletionRequest, status: u16, content_type: &str, body: &str, retry_after: Option<&str>) -> Failure {
    let answer = Answer {
        status,
        content_type: Some(content_type),
        request_id: Some("id-of-failure"),
        retry_after,
        body,
    };
    read_failure(asked(request), &answer, now())
}

fn in_front(request: DeletionRequest, status: u16) -> Failure {
    let answer = Answer {
        status,
        content_type: Some("text/html"),
        request_id: None,
        retry_after: None,
        body: "<h1>No</h1>",
    };
    read_failure(asked(request), &answer, now()).told_apart(&known(true))
}

/// Everything answered honestly from here on, and whatever it stands still for seen to.
fn finish(plan: &mut DeletionPlan, authentik: &mut Authentik, under_way: &mut Vec<DeletionRequest>) {
    for _ in 0..100_000 {
        if matches!(plan.phase(), PlanPhase::Paused | PlanPhase::Stopped(_)) {
            plan.go_on();
        }
        while let Some(request) = plan.next_request() {
            under_way.push(request);
        }
        let Some(request) = under_way.pop() else {
            assert_eq!(
                *plan.phase(),
                PlanPhase::Done,
                "nothing is under way, and yet it is not done"
            );
            return;
        };
        let answer = authentik.answer(request);
        plan.answered(request, answer, Some(true), 10, now());
    }
    panic!("it never ends");
}

fn check(plan: &DeletionPlan, authentik: &Authentik, under_way: &[DeletionRequest]) {
    let counts = plan.counts();
    assert_eq!(counts.settled() + counts.left, plan.len());
    assert!(under_way.len() <= 4, "too many at once");
    // Never two requests for one token at the same time.
    let mut places: Vec<usize> = under_way.iter().map(|request| request.place()).collect();
    places.sort_unstable();
    places.dedup();
    assert_eq!(places.len(), under_way.len());
    for (place, (_, done)) in plan.lines().enumerate() {
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
        let mut plan = DeletionPlan::new(targets);
        prop_assert_eq!(plan.len(), distinct.len());
        let mut authentik = Authentik::of(&plan);
        let mut under_way: Vec<DeletionRequest> = Vec::new();
        for event in events {
            match event {
                Event::Ask => under_way.extend(plan.next_request()),
                Event::Answer(which, fate) if !under_way.is_empty() => {
                    let request = under_way.swap_remove(which.index(under_way.len()));
                    let (answer, sees) = authentik.fare(request, fate);
                    plan.answered(request, answer, sees, 10, now());
                }
                Event::Answer(..) => {}
                Event::Pause => plan.pause(),
                Event::GoOn => plan.go_on(),
                Event::Stop => plan.stop(now()),
                Event::Retry => plan.retry(&[OutcomeKind::Refused, OutcomeKind::Failed, OutcomeKind::NotTried]),
            }
            check(&plan, &authentik, &under_way);
        }
        finish(&mut plan, &mut authentik, &mut under_way);
        check(&plan, &authentik, &under_way);
        prop_assert_eq!(plan.counts().left, 0);
        prop_assert_eq!(plan.lines().filter(|(_, done)| done.is_some()).count(), plan.len());
        // What did not work is retried, and then every one is gone.
        plan.retry(&[OutcomeKind::Refused, OutcomeKind::Failed, OutcomeKind::NotTried]);
        finish(&mut plan, &mut authentik, &mut under_way);
        check(&plan, &authentik, &under_way);
        prop_assert!(authentik.there.values().all(|there| !there));
        prop_assert!(plan.lines().all(|(_, done)| done.is_some_and(|done| done.outcome.is_gone())));
    }
}

/// Runs with one request at a time, each with the next of these fates; then well. Gives the pauses asked for.
fn run(plan: &mut DeletionPlan, authentik: &mut Authentik, fates: &[Fate]) -> Vec<u32> {
    let mut fates = fates.iter().copied();
    let mut pauses = Vec::new();
    while let Some(request) = plan.next_request() {
        let (answer, sees) = authentik.fare(request, fates.next().unwrap_or(Fate::Well));
        pauses.extend(plan.answered(request, answer, sees, 10, now()));
    }
    pauses
}

fn outcomes(plan: &DeletionPlan) -> Vec<Option<OutcomeKind>> {
    plan.lines().map(|(_, done)| done.map(|done| done.outcome)).collect()
}

#[test]
fn what_makes_others_is_ended_first() {
    let mut all = targets(Kind::AccessTokens, [3, 1]);
    all.extend(targets(Kind::RefreshTokens, [9]));
    all.extend(targets(Kind::AuthorizationCodes, [20, 5, 20]));
    let plan = DeletionPlan::new(all);
    let order: Vec<(Kind, u64)> = plan.lines().map(|(target, _)| (target.kind, target.pk)).collect();
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
        let mut plan = DeletionPlan::new(targets(Kind::AccessTokens, [1]));
        let mut authentik = Authentik::of(&plan);
        let first = plan.next_request().unwrap();
        assert_eq!(first, DeletionRequest::Delete(0));
        let (answer, sees) = authentik.fare(first, fate);
        assert_eq!(plan.answered(first, answer, sees, 10, now()), Some(500));
        let mut steps = vec![first];
        while let Some(request) = plan.next_request() {
            steps.push(request);
            let answer = authentik.answer(request);
            plan.answered(request, answer, Some(true), 10, now());
        }
        assert_eq!(steps.get(1), Some(&DeletionRequest::Look(0)), "{fate:?}");
        assert_eq!(
            steps
                .iter()
                .filter(|request| **request == DeletionRequest::Delete(0))
                .count(),
            sent,
            "{fate:?}"
        );
        assert_eq!(outcomes(&plan), [Some(OutcomeKind::Deleted)]);
        let lost = plan
            .lines()
            .any(|(_, done)| done.unwrap().reason == Some(Reason::AnswerLost));
        assert_eq!(lost, sent == 1, "{fate:?}");
    }
}

#[test]
fn a_missing_right_is_asked_for_three_times() {
    let mut all = targets(Kind::AccessTokens, 1..=500);
    all.extend(targets(Kind::RefreshTokens, [1]));
    let mut plan = DeletionPlan::new(all);
    let mut authentik = Authentik::of(&plan);
    run(
        &mut plan,
        &mut authentik,
        &[Fate::Well, Fate::NoRight, Fate::NoRight, Fate::NoRight],
    );
    let counts = plan.counts();
    assert_eq!(
        (counts.of(OutcomeKind::Deleted), counts.of(OutcomeKind::Refused)),
        (1, 500)
    );
    let unasked = plan
        .lines()
        .filter(|(_, done)| done.unwrap().reason == Some(Reason::RightOfKind));
    assert_eq!(unasked.count(), 497);
    // The one refresh token was deleted first, so it is the right to access tokens that is missing.
    assert_eq!(plan.refused_kinds(), [Kind::AccessTokens]);
}

#[test]
fn what_was_deleted_shows_that_the_right_is_there() {
    let mut plan = DeletionPlan::new(targets(Kind::AccessTokens, 1..=4));
    let mut authentik = Authentik::of(&plan);
    run(
        &mut plan,
        &mut authentik,
        &[Fate::Well, Fate::NoRight, Fate::Well, Fate::NoRight],
    );
    assert_eq!(plan.counts().of(OutcomeKind::Refused), 2);
    assert_eq!(plan.refused_kinds(), []);
}

#[test]
fn the_same_refusal_three_times_in_a_row_stops_it_whatever_it_is() {
    let all = [400, 403, 404, 405, 501].map(Fate::InFront);
    for fate in all.into_iter().chain([400, 405, 409, 501].map(Fate::TurnedDown)) {
        let mut plan = DeletionPlan::new(targets(Kind::AccessTokens, 1..=100));
        let mut authentik = Authentik::of(&plan);
        // One that is deleted in between shows that it was about single ones.
        let pauses = run(&mut plan, &mut authentik, &[fate, fate, Fate::Well, fate, fate, fate]);
        assert!(pauses.is_empty(), "{fate:?}: nobody asked for patience");
        assert!(
            matches!(plan.phase(), PlanPhase::Stopped(StopReason::Refused(failure)) if failure.status.is_some()),
            "{fate:?}: {:?}",
            plan.phase()
        );
        let counts = plan.counts();
        assert_eq!(
            (
                counts.of(OutcomeKind::Deleted),
                counts.of(OutcomeKind::Failed),
                counts.left
            ),
            (1, 5, 94),
            "{fate:?}"
        );
        plan.go_on();
        run(&mut plan, &mut authentik, &[fate, fate]);
        assert_eq!(
            *plan.phase(),
            PlanPhase::Done,
            "{fate:?}: it was counted from the beginning"
        );
        assert_eq!(plan.counts().of(OutcomeKind::Deleted), 93);
        plan.retry(&[OutcomeKind::Failed]);
        run(&mut plan, &mut authentik, &[]);
        assert_eq!(plan.counts().of(OutcomeKind::Deleted), 100);
    }
}

#[test]
fn refusals_that_differ_do_not_stop_it() {
    let mut plan = DeletionPlan::new(targets(Kind::AccessTokens, 1..=9));
    let mut authentik = Authentik::of(&plan);
    let fates = [
        Fate::TurnedDown(409),
        Fate::InFront(403),
        Fate::TurnedDown(409),
        Fate::InFront(405),
    ];
    run(&mut plan, &mut authentik, &fates);
    let counts = plan.counts();
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
        let mut plan = DeletionPlan::new(targets(Kind::AccessTokens, 1..=100));
        let mut authentik = Authentik::of(&plan);
        run(&mut plan, &mut authentik, &[Fate::Well, fate]);
        assert!(
            matches!(plan.phase(), PlanPhase::Stopped(StopReason::Failure(failure)) if failure.kind == kind),
            "{:?}",
            plan.phase()
        );
        assert_eq!((plan.counts().of(OutcomeKind::Deleted), plan.counts().left), (1, 99));
        plan.go_on();
        run(&mut plan, &mut authentik, &[]);
        assert_eq!(plan.counts().of(OutcomeKind::Deleted), 100);
    }
}

#[test]
fn what_stands_in_front_says_nothing_of_a_token_that_is_looked_for() {
    let mut plan = DeletionPlan::new(targets(Kind::AccessTokens, 1..=3));
    let mut authentik = Authentik::of(&plan);
    let fates = [
        Fate::DroppedAfter,
        Fate::InFront(403),
        Fate::InFront(403),
        Fate::InFront(403),
    ];
    run(&mut plan, &mut authentik, &fates);
    assert!(
        matches!(plan.phase(), PlanPhase::Stopped(StopReason::Refused(_))),
        "{:?}",
        plan.phase()
    );
    assert_eq!(plan.counts().left, 3);
    plan.go_on();
    run(&mut plan, &mut authentik, &[]);
    assert_eq!(outcomes(&plan), [Some(OutcomeKind::Deleted); 3]);
}

#[test]
fn where_one_was_deleted_every_one_is_asked_for() {
    let mut plan = DeletionPlan::new(targets(Kind::AccessTokens, 1..=10));
    let mut authentik = Authentik::of(&plan);
    run(
        &mut plan,
        &mut authentik,
        &[&[Fate::Well][..], &[Fate::NoRight; 6]].concat(),
    );
    let counts = plan.counts();
    assert_eq!(
        (counts.of(OutcomeKind::Deleted), counts.of(OutcomeKind::Refused)),
        (4, 6)
    );
    assert!(
        plan.lines()
            .all(|(_, done)| done.unwrap().reason != Some(Reason::RightOfKind))
    );
}

#[test]
fn waits_as_long_as_the_server_says_and_not_for_ever() {
    let mut plan = DeletionPlan::new(targets(Kind::AccessTokens, 1..=3));
    let mut authentik = Authentik::of(&plan);
    assert_eq!(
        run(&mut plan, &mut authentik, &[Fate::TooMany, Fate::Starting]),
        [1_000, 5_000]
    );
    assert_eq!(plan.counts().of(OutcomeKind::Deleted), 3);

    let mut plan = DeletionPlan::new(targets(Kind::AccessTokens, 1..=3));
    let request = plan.next_request().unwrap();
    let hour = http(request, 429, "application/json", "{}", Some("3600"));
    assert_eq!(plan.answered(request, Err(hour), Some(true), 10, now()), None);
    assert!(matches!(plan.phase(), PlanPhase::Stopped(StopReason::Failure(_))));
}

#[test]
fn stands_still_when_nobody_answers_and_goes_on_where_it_was() {
    let mut plan = DeletionPlan::new(targets(Kind::AccessTokens, 1..=20));
    let mut authentik = Authentik::of(&plan);
    let pauses = run(&mut plan, &mut authentik, &[Fate::DroppedBefore; 6]);
    assert_eq!(pauses, [500, 1_000, 2_000, 4_000, 8_000]);
    assert!(
        matches!(plan.phase(), PlanPhase::Stopped(StopReason::Failure(failure)) if failure.kind == FailureKind::Network)
    );
    assert_eq!(plan.counts().left, 20);
    plan.go_on();
    run(&mut plan, &mut authentik, &[]);
    assert_eq!(plan.counts().of(OutcomeKind::Deleted), 20);
}

#[test]
fn an_ended_session_is_no_token_that_is_gone() {
    let mut plan = DeletionPlan::new(targets(Kind::AccessTokens, 1..=3));
    let mut authentik = Authentik::of(&plan);
    run(&mut plan, &mut authentik, &[Fate::Well, Fate::SessionEnds]);
    assert!(
        matches!(plan.phase(), PlanPhase::Stopped(StopReason::Failure(failure)) if failure.kind == FailureKind::SessionEnded)
    );
    assert_eq!(outcomes(&plan), [Some(OutcomeKind::Deleted), None, None]);
    plan.go_on();
    // Somebody who sees only their own tokens has signed in.
    run(&mut plan, &mut authentik, &[Fate::OtherPerson]);
    assert_eq!(*plan.phase(), PlanPhase::Stopped(StopReason::SomebodyElse));
    plan.go_on();
    run(&mut plan, &mut authentik, &[]);
    assert_eq!(outcomes(&plan), [Some(OutcomeKind::Deleted); 3]);
}

#[test]
fn somebody_else_does_not_go_on_unasked_whatever_they_see() {
    let mut plan = DeletionPlan::new(targets(Kind::AccessTokens, 1..=3));
    let request = plan.next_request().unwrap();
    plan.somebody_else();
    assert_eq!(*plan.phase(), PlanPhase::Stopped(StopReason::SomebodyElse));
    assert_eq!(plan.next_request(), None, "nothing more is asked");
    assert_eq!(plan.answered(request, Ok(None), Some(true), 1, now()), None);
    assert_eq!(
        outcomes(&plan),
        [Some(OutcomeKind::Deleted), None, None],
        "what was under way counts"
    );
    // It is not taken for what it stood still for before.
    plan.go_on();
    plan.pause();
    plan.somebody_else();
    assert_eq!(*plan.phase(), PlanPhase::Stopped(StopReason::SomebodyElse));
    plan.go_on();
    while let Some(request) = plan.next_request() {
        plan.answered(request, Ok(None), Some(true), 1, now());
    }
    assert_eq!(*plan.phase(), PlanPhase::Done);
    plan.somebody_else();
    assert_eq!(*plan.phase(), PlanPhase::Done, "what is done stays done");
}

#[test]
fn one_failed_check_is_tried_again_and_two_in_a_row_are_not() {
    let mut plan = DeletionPlan::new(targets(Kind::AccessTokens, 1..=3));
    let mut authentik = Authentik::of(&plan);
    run(&mut plan, &mut authentik, &[Fate::Csrf]);
    assert_eq!(plan.counts().of(OutcomeKind::Deleted), 3);

    let mut plan = DeletionPlan::new(targets(Kind::AccessTokens, 1..=3));
    let mut authentik = Authentik::of(&plan);
    run(&mut plan, &mut authentik, &[Fate::Csrf, Fate::Csrf]);
    assert!(
        matches!(plan.phase(), PlanPhase::Stopped(StopReason::Failure(failure)) if failure.kind == FailureKind::Csrf)
    );
    assert_eq!(plan.counts().left, 3);
}

#[test]
fn what_fails_for_one_alone_is_left_and_the_others_are_done() {
    let mut plan = DeletionPlan::new(targets(Kind::AccessTokens, 1..=3));
    let mut authentik = Authentik::of(&plan);
    let mut sent = 0;
    while let Some(request) = plan.next_request() {
        let fate = match request {
            DeletionRequest::Delete(1) => Fate::FailedBefore,
            _ => Fate::Well,
        };
        sent += u32::from(request == DeletionRequest::Delete(1));
        let (answer, sees) = authentik.fare(request, fate);
        plan.answered(request, answer, sees, 10, now());
    }
    assert_eq!(
        outcomes(&plan),
        [
            Some(OutcomeKind::Deleted),
            Some(OutcomeKind::Failed),
            Some(OutcomeKind::Deleted)
        ]
    );
    assert_eq!(sent, 3);
    // What authentik failed at names the request that is in its log.
    let ids: Vec<Option<&str>> = plan
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
    let mut plan = DeletionPlan::new(targets(Kind::AccessTokens, 1..=20));
    let mut authentik = Authentik::of(&plan);
    let (first, second) = (plan.next_request().unwrap(), plan.next_request().unwrap());
    plan.stop(now());
    assert_eq!(*plan.phase(), PlanPhase::Stopping);
    for (request, fate) in [(first, Fate::Well), (second, Fate::DroppedAfter)] {
        let (answer, sees) = authentik.fare(request, fate);
        plan.answered(request, answer, sees, 10, now());
    }
    assert_eq!(plan.next_request(), Some(DeletionRequest::Look(1)));
    plan.answered(
        DeletionRequest::Look(1),
        authentik.answer(DeletionRequest::Look(1)),
        Some(true),
        10,
        now(),
    );
    assert_eq!(*plan.phase(), PlanPhase::Done);
    let counts = plan.counts();
    assert_eq!(
        (counts.of(OutcomeKind::Deleted), counts.of(OutcomeKind::NotTried)),
        (2, 18)
    );
    plan.retry(&[OutcomeKind::NotTried]);
    run(&mut plan, &mut authentik, &[]);
    assert_eq!(plan.counts().of(OutcomeKind::Deleted), 20);
}

#[test]
fn what_is_abandoned_has_an_outcome_for_each() {
    let mut plan = DeletionPlan::new(targets(Kind::AccessTokens, 1..=5));
    let first = plan.next_request().unwrap();
    plan.answered(first, Ok(None), Some(true), 50, now());
    let under_way = plan.next_request().unwrap();
    plan.abandon(now());
    assert_eq!(*plan.phase(), PlanPhase::Done);
    assert_eq!(plan.done(first.place()).unwrap().outcome, OutcomeKind::Deleted);
    assert_eq!(plan.done(under_way.place()).unwrap().outcome, OutcomeKind::Failed);
    assert_eq!(plan.counts().of(OutcomeKind::NotTried), 3);
    // An answer that comes nevertheless changes nothing.
    plan.answered(under_way, Ok(None), Some(true), 50, now());
    assert_eq!(plan.done(under_way.place()).unwrap().outcome, OutcomeKind::Failed);
    assert_eq!(plan.counts().settled(), 5);
}

#[test]
fn later_time_is_told() {
    let mut plan = DeletionPlan::new(targets(Kind::AccessTokens, [1]));
    let mut authentik = Authentik::of(&plan);
    let request = plan.next_request().unwrap();
    let answer = authentik.answer(request);
    plan.answered(request, answer, Some(true), 10, now() + TimeDelta::seconds(3));
    let at = plan.lines().map(|(_, done)| done.unwrap().at).next();
    assert_eq!(at, Some(now() + TimeDelta::seconds(3)));
    let target = plan.target(0).unwrap();
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

fn receipt(format: Format, plan: &DeletionPlan, by: &str) -> String {
    let about = AboutReceipt {
        started_at: now(),
        written_at: now(),
        source: "https://auth.example.com",
        by: Some(by),
        counts: plan.counts(),
    };
    let mut out = String::new();
    let mut receipt = ReceiptWriter::new(format, text::deletion::reason);
    receipt.head(&about, &mut out);
    for (target, done) in plan.lines() {
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
        let mut plan = DeletionPlan::new(targets.collect());
        let mut authentik = Authentik::of(&plan);
        run(&mut plan, &mut authentik, &fates);
        let by = names[0].as_str();

        let csv = receipt(Format::Csv, &plan, by);
        let csv = csv.strip_prefix('\u{feff}').unwrap();
        let all = records(csv);
        let columns = all[13].clone();
        prop_assert!(all.iter().all(|record| record.len() == columns.len()));
        prop_assert_eq!(&all[0][..2], ["# tokenscope_receipt", "1"]);
        prop_assert_eq!(unguarded(&all[4][1]), by);
        let json: Value = serde_json::from_str(&receipt(Format::Json, &plan, by)).unwrap();
        let lines = json["tokens"].as_array().unwrap();
        prop_assert_eq!(lines.len(), names.len());
        prop_assert_eq!(all.len(), 14 + names.len());
        for ((record, line), (target, done)) in all[14..].iter().zip(lines).zip(plan.lines()) {
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
    let mut plan = DeletionPlan::new(all);
    let mut authentik = Authentik::of(&plan);
    let first = plan.next_request().unwrap();
    assert_eq!(plan.target(first.place()).unwrap().kind, Kind::RefreshTokens);
    assert_eq!(plan.next_request(), None, "there would be room for another request");
    let (answer, sees) = authentik.fare(first, Fate::DroppedBefore);
    plan.answered(first, answer, sees, 10, now());
    assert_eq!(plan.next_request(), Some(DeletionRequest::Look(first.place())));
    assert_eq!(plan.next_request(), None);
    plan.answered(DeletionRequest::Look(first.place()), Ok(None), Some(true), 10, now());
    let again = plan.next_request().unwrap();
    assert_eq!((again, plan.next_request()), (first, None));
    plan.answered(again, authentik.answer(again), Some(true), 10, now());
    assert!(plan.next_request().is_some() && plan.next_request().is_some());
}
