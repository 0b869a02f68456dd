//! Answers of a running authentik, where a folder of them lies beside this project. They are not part of it; the cases
//! that matter stand in `releases.rs` and with the code as well.

use std::fs;
use std::path::Path;

use chrono::DateTime;
use serde_json::Value;
use tokenscope::model::caller::Caller;
use tokenscope::model::failure::{Answer, Asker, Failure, FailureKind, Method, RequestInfo, read_failure};
use tokenscope::model::page::{Decode, Row, decode_one, decode_page};
use tokenscope::model::provider::Provider;
use tokenscope::model::token::Token;
use tokenscope::model::user::User;
use tokenscope::text;

struct Recorded {
    name: String,
    method: String,
    path: String,
    who: String,
    status: u16,
    headers: Value,
    body: String,
}

fn recorded() -> Vec<Recorded> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/authentik/recorded");
    let Ok(files) = fs::read_dir(folder) else {
        println!("no recorded answers here; nothing to compare with");
        return Vec::new();
    };
    let paths = files.map(|file| file.unwrap().path());
    let recorded: Vec<Recorded> = paths
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .map(|path| read(&path))
        .collect();
    assert!(recorded.len() > 100, "the folder is there, but hardly anything in it");
    recorded
}

fn read(path: &Path) -> Recorded {
    let file: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let body = match &file["body"] {
        Value::Null => String::new(),
        Value::String(html) => html.clone(),
        json => json.to_string(),
    };
    Recorded {
        name: path.file_stem().unwrap().to_string_lossy().into_owned(),
        method: text(&file["request"]["method"]),
        path: text(&file["request"]["path"]),
        who: text(&file["request"]["auth"]),
        status: u16::try_from(file["status"].as_u64().unwrap()).unwrap(),
        headers: file["headers"].clone(),
        body,
    }
}

impl Recorded {
    fn failure(&self) -> Failure {
        let header = |name: &str| self.headers[name].as_str();
        let asked = RequestInfo {
            method: if self.method == "DELETE" {
                Method::Delete
            } else {
                Method::Get
            },
            path: self.path.clone(),
            csrf_sent: !self.name.contains("no_csrf"),
        };
        let answer = Answer {
            status: self.status,
            content_type: header("content-type"),
            request_id: header("x-authentik-id"),
            retry_after: header("retry-after"),
            body: &self.body,
        };
        read_failure(asked, &answer, DateTime::UNIX_EPOCH)
    }
}

fn nothing_is_lost<T: Decode + std::fmt::Debug>(answer: &Recorded, more: fn(&T) -> bool) {
    let shown = if answer.body.contains("\"results\":") {
        let sent: Value = serde_json::from_str(&answer.body).unwrap();
        let page = decode_page::<T>(&answer.body).unwrap();
        assert_eq!(
            page.rows.len(),
            sent["results"].as_array().unwrap().len(),
            "{}",
            answer.name
        );
        assert_eq!(
            Some(page.pagination.count),
            sent["pagination"]["count"].as_u64(),
            "{}",
            answer.name
        );
        for row in &page.rows {
            match row {
                Row::Read(read) => assert!(!more(read), "{}: {read:?}", answer.name),
                Row::Unreadable { problem, .. } => panic!("{}: {problem:?}", answer.name),
            }
        }
        format!("{page:?}")
    } else {
        let one = decode_one::<T>(&answer.body).unwrap();
        assert!(!more(&one), "{}: {one:?}", answer.name);
        format!("{one:?}")
    };
    assert!(!shown.contains("canary"), "{}", answer.name);
}

fn token_has_more(token: &Token) -> bool {
    let Token {
        more, provider, user, ..
    } = token;
    let groups = user.groups_obj.iter().flatten();
    !more.is_empty()
        || provider_has_more(provider)
        || !user.more.is_empty()
        || groups.into_iter().any(|group| !group.more.is_empty())
}

fn provider_has_more(provider: &Provider) -> bool {
    !provider.more.is_empty() || provider.redirect_uris.iter().flatten().any(|uri| !uri.more.is_empty())
}

#[test]
fn every_good_answer_is_read_and_no_field_is_a_stranger() {
    let mut read = [0; 4];
    for answer in recorded() {
        if answer.status != 200 || answer.method != "GET" {
            continue;
        }
        let path = answer.path.strip_prefix("/api/v3/").unwrap();
        if path.contains("/used_by/") || path.starts_with("admin/") {
            continue;
        }
        if path.starts_with("oauth2/") {
            nothing_is_lost::<Token>(&answer, token_has_more);
            read[0] += 1;
        } else if path.starts_with("core/users/me/") {
            decode_one::<Caller>(&answer.body).unwrap();
            read[1] += 1;
        } else if path.starts_with("core/users/") {
            nothing_is_lost::<User>(&answer, |user| !user.more.is_empty());
            read[2] += 1;
        } else if path.starts_with("providers/oauth2/") {
            nothing_is_lost::<Provider>(&answer, provider_has_more);
            read[3] += 1;
        } else {
            panic!("{} is of no known kind", answer.name);
        }
    }
    println!("read {read:?} answers: tokens, callers, users, providers");
}

#[test]
fn every_bad_answer_has_a_kind_and_keeps_the_servers_words() {
    for answer in recorded() {
        if answer.status < 300 {
            continue;
        }
        let failure = answer.failure();
        let is_json = answer.body.starts_with('{');
        let asks_for_page = answer.path.split(['?', '&']).any(|pair| pair.starts_with("page="));
        let right = match answer.status {
            400 => matches!(&failure.kind, FailureKind::Invalid(invalid) if !invalid.fields.is_empty()),
            403 if answer.body.contains("Token invalid/expired") => failure.kind == FailureKind::KeyRefused,
            403 => failure.kind == FailureKind::Forbidden,
            404 if is_json && asks_for_page => failure.kind == FailureKind::PageGone,
            404 if answer.path.contains("page_size=") => failure.kind == FailureKind::NotRouted,
            404 => failure.kind == FailureKind::NotFound,
            405 => failure.kind == FailureKind::NotAllowed,
            406 => failure.kind == FailureKind::Rejected,
            500 => failure.kind == FailureKind::Server,
            other => panic!("{}: {other} is new", answer.name),
        };
        assert!(right, "{}: {failure:?}", answer.name);
        assert_eq!(
            failure.details.is_empty(),
            !is_json || answer.status == 400,
            "{}",
            answer.name
        );
        assert!(failure.request_id.is_some() && !failure.in_front, "{}", answer.name);
        assert!(
            !text::failure_report::report(&failure, None).contains("DOCTYPE"),
            "{}",
            answer.name
        );
    }
}

#[test]
fn every_403_is_told_apart() {
    for answer in recorded() {
        if answer.status != 403 || !["GET", "DELETE"].contains(&answer.method.as_str()) {
            continue;
        }
        // What a person would see in the server's words; the code under test never looks at them.
        let (by, expected) = if answer.body.contains("CSRF") {
            let kind = if answer.name.contains("no_csrf") {
                FailureKind::CsrfHidden
            } else {
                FailureKind::Csrf
            };
            (Asker::Known { superuser: true }, kind)
        } else if answer.body.contains("permission") {
            (Asker::Known { superuser: false }, FailureKind::MissingRight)
        } else if answer.body.contains("Token invalid/expired") {
            (Asker::KeyRefused, FailureKind::KeyRefused)
        } else {
            (Asker::Nobody { was_known: false }, FailureKind::NotSignedIn)
        };
        let told = answer.failure().told_apart(&by);
        assert_eq!(told.kind, expected, "{} ({})", answer.name, answer.who);
    }
}
