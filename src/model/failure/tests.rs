use super::*;

const JSON: Option<&str> = Some("application/json");
const HTML: Option<&str> = Some("text/html; charset=utf-8");
const LIST: &str = "/api/v3/oauth2/access_tokens/?ordering=-pk&page=4&page_size=20";

fn asked(method: Method, path: &str, csrf_sent: bool) -> RequestInfo {
    RequestInfo {
        method,
        path: path.to_owned(),
        csrf_sent,
    }
}

fn answer<'a>(status: u16, content_type: Option<&'a str>, body: &'a str) -> Answer<'a> {
    Answer {
        status,
        content_type,
        request_id: Some("0123abcd"),
        retry_after: None,
        body,
    }
}

fn read(path: &str, answer: &Answer<'_>) -> Failure {
    read_failure(asked(Method::Get, path, false), answer, DateTime::UNIX_EPOCH)
}

fn list(status: u16, content_type: Option<&str>, body: &str) -> Failure {
    read(LIST, &answer(status, content_type, body))
}

fn details(status: u16, body: &str) -> Vec<String> {
    list(status, JSON, body).details
}

#[test]
fn every_status_has_its_kind() {
    use FailureKind as K;
    for (status, kind) in [
        (0, K::Redirected),
        (302, K::Redirected),
        (401, K::NotSignedIn),
        (403, K::Forbidden),
        (404, K::PageGone),
        (405, K::NotAllowed),
        (406, K::Rejected),
        (408, K::BadGateway),
        (409, K::Conflict),
        (410, K::NotRouted),
        (418, K::Rejected),
        (429, K::TooManyRequests { retry_after: None }),
        (500, K::Server),
        (501, K::NotAllowed),
        (502, K::BadGateway),
        (503, K::Starting { retry_after: None }),
        (504, K::BadGateway),
        (599, K::Server),
        (999, K::Server),
    ] {
        assert_eq!(list(status, JSON, "{}").kind, kind, "{status}");
    }
    assert_eq!(list(0, None, "").status, None);
    assert_eq!(list(404, JSON, "{}").request_id.as_deref(), Some("0123abcd"));
}

#[test]
fn a_page_is_gone_only_where_a_list_says_so() {
    let kind = |path, content_type, body| read(path, &answer(404, content_type, body)).kind;
    let detail = r#"{"detail": "Ungültige Seite."}"#;
    assert_eq!(kind(LIST, JSON, detail), FailureKind::PageGone);
    // A list may be empty, but it is not missing.
    assert_eq!(kind(LIST, HTML, "<!DOCTYPE html>"), FailureKind::NotRouted);
    let first = LIST.replace("page=4", "page=1");
    let missing = read(&first, &answer(404, JSON, detail)).kind;
    assert_eq!(missing, FailureKind::NotRouted);
    for path in [
        "/api/v3/oauth2/access_tokens/7/",
        "/a/?page=1",
        "/a/?page=",
        "/a/?page=last",
    ] {
        assert_eq!(kind(path, JSON, detail), FailureKind::NotFound, "{path}");
    }
}

#[test]
fn a_good_status_with_something_else_in_it() {
    let kind = |content_type, body| list(200, content_type, body).kind;
    assert_eq!(kind(HTML, "<!DOCTYPE html>"), FailureKind::SignInPage);
    assert_eq!(kind(JSON, "  <html>"), FailureKind::SignInPage);
    assert_eq!(kind(None, "<html>"), FailureKind::SignInPage);
    assert_eq!(kind(JSON, "{\"results\": [{\"pk"), FailureKind::Truncated);
    assert_eq!(kind(JSON, ""), FailureKind::Truncated);
    assert_eq!(kind(Some("text/plain"), "ok"), FailureKind::NotJson);
    assert_eq!(kind(None, ""), FailureKind::NotJson);
    assert_eq!(kind(JSON, "nonsense"), FailureKind::NotJson);
    assert!(matches!(kind(JSON, "{}"), FailureKind::Shape(_)));
}

#[test]
fn the_servers_own_words_are_kept_in_any_language_and_shape() {
    assert_eq!(
        details(403, r#"{"detail": "Zugriff verweigert."}"#),
        ["Zugriff verweigert."]
    );
    assert_eq!(
        details(503, r#"{"error": "authentik starting"}"#),
        ["authentik starting"]
    );
    assert_eq!(
        details(409, r#"{"detail": ["a", {"b": "c"}], "name": ["taken"], "x": 7}"#),
        ["a", "[1].b: c", "name: taken", "x: 7"]
    );
    assert_eq!(details(500, r#""plain""#), ["plain"]);
    assert!(details(502, "<html>secret</html>").is_empty());
    let text = list(502, Some("text/plain"), " upstream\n gone ");
    assert_eq!(text.details, ["upstream gone"]);
    let long = ["{\"detail\": \"", &"ä".repeat(600), "\"}"].concat();
    assert_eq!(details(403, &long).concat().chars().count(), 501);
    assert_eq!(list(403, JSON, r#"{"code": "denied"}"#).code.as_deref(), Some("denied"));
}

#[test]
fn every_field_of_a_400_is_kept() {
    let failure = list(
        400,
        JSON,
        r#"{"non_field_errors": ["whole", {"x": 1}], "code": 17, "detail": "why", "provider": ["first", "second"],
            "user": "plain", "deep": {"a": {"b": [{"c": ["d"]}, "e"]}}, "flag": true, "none": null, "empty": []}"#,
    );
    let FailureKind::Invalid(invalid) = &failure.kind else {
        panic!("{:?}", failure.kind);
    };
    assert_eq!(invalid.general, ["whole", "[1].x: 1"]);
    let expected: [(&str, &[&str]); 7] = [
        ("deep.a.b", &["e"]),
        ("deep.a.b[0].c", &["d"]),
        ("empty", &[]),
        ("flag", &["true"]),
        ("none", &["null"]),
        ("provider", &["first", "second"]),
        ("user", &["plain"]),
    ];
    let fields: Vec<(&str, Vec<&str>)> = invalid
        .fields
        .iter()
        .map(|(name, messages)| (name.as_str(), messages.iter().map(String::as_str).collect()))
        .collect();
    assert_eq!(fields, expected.map(|(name, messages)| (name, messages.to_vec())));
    assert_eq!(failure.code.as_deref(), Some("17"));
    assert_eq!(failure.details, ["why"]);
    assert_eq!(failure.message_for("provider"), ["first", "second"]);
    assert!(failure.message_for("search").is_empty());
    assert!(list(404, JSON, "{}").message_for("provider").is_empty());
}

#[test]
fn a_400_of_another_shape_is_about_the_whole() {
    for (body, general) in [
        (r#"["a", "b"]"#, vec!["a", "b"]),
        (r#""a""#, vec!["a"]),
        ("7", vec!["7"]),
        ("<html>", vec![]),
        ("", vec![]),
        (r#"{"provider": "#, vec![]),
    ] {
        let FailureKind::Invalid(invalid) = list(400, JSON, body).kind else {
            panic!("{body}");
        };
        assert_eq!(invalid.general, general);
        assert!(invalid.fields.is_empty());
    }
}

/// All texts that are kept of an answer, names included.
fn kept(status: u16, body: &str) -> Vec<String> {
    let failure = read("/x/", &answer(status, JSON, body));
    let mut kept = failure.details;
    if let FailureKind::Invalid(invalid) = failure.kind {
        kept.extend(invalid.general);
        let fields = invalid.fields.into_iter();
        kept.extend(fields.flat_map(|(name, said)| std::iter::once(name).chain(said)));
    }
    kept
}

#[test]
fn of_a_body_that_says_too_much_little_is_kept() {
    let deep = |many: usize| {
        let name = "n".repeat(500);
        let (open, close) = (format!("{{\"{name}\": [").repeat(50), "]}".repeat(50));
        [open, vec!["[7]"; many].join(","), close].concat()
    };
    let bodies = [
        deep(10_000),
        serde_json::to_string(&vec!["x"; 15_000]).unwrap(),
        serde_json::to_string(&vec![Vec::<u8>::new(); 15_000]).unwrap(),
        serde_json::json!({"detail": vec![serde_json::json!({"a": "b"}); 5_000]}).to_string(),
        serde_json::to_string(
            &(0..5_000)
                .map(|at| (at.to_string(), "x"))
                .collect::<std::collections::HashMap<_, _>>(),
        )
        .unwrap(),
    ];
    for body in bodies {
        assert!((20_000..64 * 1024).contains(&body.len()), "{}", body.len());
        for status in [400, 403, 500] {
            let kept = kept(status, &body);
            assert!((1..=80).contains(&kept.len()), "{status}: {}", kept.len());
            let longest = kept.iter().map(String::len).max();
            assert!(longest.unwrap() <= 25_000, "{status}: {longest:?}");
            let all: usize = kept.iter().map(String::len).sum();
            assert!(all <= 50_000, "{status}: {all}");
        }
    }
}

#[test]
fn of_an_endless_body_only_the_beginning_is_looked_at() {
    let long = ["said ".repeat(20_000), "ä".repeat(2_000_000)].concat();
    let json = serde_json::json!({ "detail": long }).to_string();
    assert!(read("/x/", &answer(500, JSON, &json)).details.is_empty());
    let plain = read("/x/", &answer(500, Some("text/plain"), &long)).details.concat();
    assert!(plain.starts_with("said said ") && plain.len() < 600, "{plain}");
    // Where all should be well, a long answer is no broken one.
    let page = serde_json::json!({ "text": long }).to_string();
    assert!(matches!(
        read("/x/", &answer(206, JSON, &page)).kind,
        FailureKind::Shape(_)
    ));
}

fn told_apart(method: Method, csrf_sent: bool, by: &Asker) -> FailureKind {
    let answer = answer(403, JSON, r#"{"detail": "CSRF Failed: CSRF token missing."}"#);
    let failure = read_failure(asked(method, "/x/7/", csrf_sent), &answer, DateTime::UNIX_EPOCH);
    failure.told_apart(by).kind
}

#[test]
fn a_403_is_told_apart_by_who_asked_for_what() {
    use FailureKind as K;
    use Method::{Delete, Get};
    let superuser = Asker::Known { superuser: true };
    let member = Asker::Known { superuser: false };
    for (method, csrf_sent, by, kind) in [
        (Get, false, Asker::Nobody { was_known: true }, K::SessionEnded),
        (Delete, true, Asker::Nobody { was_known: true }, K::SessionEnded),
        (Get, false, Asker::Nobody { was_known: false }, K::NotSignedIn),
        (Get, false, member.clone(), K::MissingRight),
        (Delete, true, member.clone(), K::MissingRight),
        (Delete, false, member, K::CsrfHidden),
        (Delete, true, superuser.clone(), K::Csrf),
        (Delete, false, superuser.clone(), K::CsrfHidden),
        (Get, true, Asker::KeyRefused, K::KeyRefused),
        (Delete, true, Asker::KeyRefused, K::KeyRefused),
        (Get, false, superuser, K::Forbidden),
        (Get, false, Asker::Unknown, K::Forbidden),
    ] {
        assert_eq!(
            told_apart(method, csrf_sent, &by),
            kind,
            "{method:?} {csrf_sent} {by:?}"
        );
    }
}

#[test]
fn who_asked_changes_nothing_else_but_a_404_for_nobody() {
    let told = |status, by: Asker| {
        let answer = answer(status, JSON, "{}");
        read("/x/7/", &answer).told_apart(&by).kind
    };
    let nobody = Asker::Nobody { was_known: true };
    assert_eq!(told(404, nobody.clone()), FailureKind::SessionEnded);
    assert_eq!(told(404, Asker::Known { superuser: false }), FailureKind::NotFound);
    assert_eq!(told(500, nobody.clone()), FailureKind::Server);
    assert_eq!(told(401, nobody), FailureKind::SessionEnded);
}

fn pauses(method: Method, kind: &FailureKind) -> Vec<Option<u32>> {
    let failure = Failure::new(kind.clone(), asked(method, "/", true), DateTime::UNIX_EPOCH);
    (0..=5).map(|attempt| failure.retry_pause(attempt)).collect()
}

#[test]
fn reads_are_tried_again_where_that_helps() {
    use FailureKind as K;
    let growing = [None, Some(500), Some(1_000), Some(2_000), Some(4_000), None];
    let waits = |seconds| K::TooManyRequests {
        retry_after: Some(seconds),
    };
    for kind in [
        K::Network,
        K::TimedOut { after: 60 },
        K::BadGateway,
        K::Truncated,
        K::Starting { retry_after: None },
        waits(0),
    ] {
        assert_eq!(pauses(Method::Get, &kind), growing, "{kind:?}");
        assert_eq!(pauses(Method::Delete, &kind), [None; 6], "{kind:?}");
    }
    assert_eq!(
        pauses(Method::Get, &K::Server),
        [None, Some(500), None, None, None, None]
    );
    assert_eq!(pauses(Method::Get, &waits(7))[1..5], [Some(7_000); 4]);
    assert_eq!(pauses(Method::Get, &waits(120))[1], Some(120_000));
    for kind in [
        waits(121),
        waits(u32::MAX),
        K::Forbidden,
        K::NotFound,
        K::PageGone,
        K::SignInPage,
        K::NotJson,
        K::Invalid(Invalid::default()),
    ] {
        assert_eq!(pauses(Method::Get, &kind), [None; 6], "{kind:?}");
    }
}

#[test]
fn a_wait_is_read_where_it_belongs() {
    let read = |status, retry_after| {
        let answer = Answer {
            retry_after: Some(retry_after),
            ..answer(status, JSON, r#"{"error": "authentik starting"}"#)
        };
        read(LIST, &answer).kind
    };
    assert_eq!(read(503, "5"), FailureKind::Starting { retry_after: Some(5) });
    assert_eq!(
        read(429, "Thu, 01 Jan 1970 00:01:00 GMT"),
        FailureKind::TooManyRequests { retry_after: Some(60) }
    );
    assert_eq!(read(429, "x"), FailureKind::TooManyRequests { retry_after: None });
}

#[test]
fn signing_in_is_offered_where_it_helps() {
    use FailureKind as K;
    let needs = |kind| Failure::new(kind, asked(Method::Get, "/", false), DateTime::UNIX_EPOCH).needs_sign_in();
    assert!([K::NotSignedIn, K::SessionEnded, K::SignInPage].into_iter().all(needs));
    assert!(
        ![
            K::MissingRight,
            K::Forbidden,
            K::Csrf,
            K::Network,
            K::KeyRefused,
            K::SignInInFront,
            K::Blocked
        ]
        .into_iter()
        .any(needs)
    );
    let page = in_front(Method::Get, LIST, 200, HTML, "<html>");
    assert_eq!((&page.kind, page.needs_sign_in()), (&K::SignInPage, false));
}

/// An answer without authentik's mark.
fn in_front(method: Method, path: &str, status: u16, content_type: Option<&str>, body: &str) -> Failure {
    let answer = Answer {
        request_id: None,
        ..answer(status, content_type, body)
    };
    read_failure(asked(method, path, true), &answer, DateTime::UNIX_EPOCH)
}

#[test]
fn what_answers_in_front_of_authentik_is_told_from_it() {
    use FailureKind as K;
    let whoever = [
        Asker::Nobody { was_known: true },
        Asker::Nobody { was_known: false },
        Asker::KeyRefused,
        Asker::Known { superuser: true },
        Asker::Known { superuser: false },
        Asker::Unknown,
    ];
    for method in [Method::Get, Method::Delete] {
        for (status, kind) in [
            (0, K::Redirected),
            (302, K::Redirected),
            (400, K::Blocked),
            (401, K::SignInInFront),
            (403, K::Blocked),
            (404, K::NotRouted),
            (405, K::Blocked),
            (408, K::BadGateway),
            (409, K::Blocked),
            (410, K::NotRouted),
            (418, K::Blocked),
            (429, K::TooManyRequests { retry_after: None }),
            (500, K::BadGateway),
            (501, K::Blocked),
            (502, K::BadGateway),
            (503, K::Starting { retry_after: None }),
            (504, K::BadGateway),
            (522, K::BadGateway),
        ] {
            for (content_type, body) in [
                (HTML, "<html><h1>No</h1></html>"),
                (Some("text/plain"), "no"),
                (JSON, r#"{"detail": "Token invalid/expired", "code": "denied_license"}"#),
                (None, ""),
            ] {
                for path in [LIST, "/api/v3/oauth2/access_tokens/7/"] {
                    let failure = in_front(method, path, status, content_type, body);
                    assert_eq!(failure.kind, kind, "{method:?} {path} {status} {body}");
                    assert!(failure.in_front && !failure.says_nobody());
                    // It says nothing of who is signed in.
                    for by in &whoever {
                        assert_eq!(failure.clone().told_apart(by).kind, kind, "{status} {by:?}");
                    }
                }
            }
        }
    }
}

#[test]
fn where_the_mark_may_be_hidden_authentik_gets_the_benefit_of_the_doubt() {
    for (status, kind) in [
        (403, FailureKind::Forbidden),
        (404, FailureKind::NotFound),
        (500, FailureKind::Server),
    ] {
        let answer = Answer {
            request_id: Some(""),
            ..answer(status, JSON, "{}")
        };
        let failure = read("/x/7/", &answer);
        assert_eq!(
            (failure.kind, failure.in_front, failure.request_id),
            (kind, false, None)
        );
    }
}

#[test]
fn an_api_token_that_is_none_any_more_is_no_ended_session() {
    use FailureKind as K;
    let said = list(403, JSON, r#"{"detail": "Token invalid/expired"}"#);
    assert!(said.says_nobody());
    assert_eq!(said.kind, K::KeyRefused);
    assert_eq!(said.told_apart(&Asker::Nobody { was_known: true }).kind, K::KeyRefused);
    let nobody = list(
        403,
        JSON,
        r#"{"detail": "Authentication credentials were not provided."}"#,
    );
    assert!(nobody.says_nobody());
    assert_eq!(nobody.kind, K::Forbidden);
    // A host's token of another shape: authentik has other words for it, but it was a token that went along.
    assert_eq!(nobody.told_apart(&Asker::KeyRefused).kind, K::KeyRefused);
}

#[test]
fn a_license_that_allows_no_change_is_known_by_its_code() {
    let body = r#"{"detail": "Anfrage abgelehnt.", "code": "denied_license"}"#;
    let failure = list(400, JSON, body);
    assert_eq!(failure.kind, FailureKind::ReadOnly);
    assert_eq!(failure.details, ["Anfrage abgelehnt."]);
    assert!(matches!(
        list(400, JSON, r#"{"code": "invalid"}"#).kind,
        FailureKind::Invalid(_)
    ));
}
