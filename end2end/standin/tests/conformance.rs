//! Replays what a real authentik 2026.5 was asked, and compares what it answered.
//!
//! The recordings are not part of this repository. Where they are not beside it, this test says
//! so and has nothing to do; what matters of them stands in the other tests as well.
//!
//! The recorded installation held other people and other rows, so some things are mapped:
//!
//! | recorded | here |
//! |---|---|
//! | `admin`, `user`, `viewer`, `nothing` | superuser, member, viewer, empty |
//! | `bad`, and a token that had expired | bearer tokens that are none |
//! | an OAuth access token (a JWT) as bearer | `standin-oauth-<pk>` of a revoked row with the API's scope |
//! | tokens 6601 and 9201, which `user` owns | the member's first |
//! | token 10002, and user 206 who owns it: a broken row | the fault `broken-row` |
//! | token 10003, whose claims are only `acr` | token 31 |
//! | provider 5 with user 206: no rows | the user who owns none |
//! | page 170 of provider 5, just past the end | a page far past it |
//! | a search for `<b>x</b>` | for `<b>` |
//!
//! Everything else is sent as recorded: 10,000 tokens there and here.

use serde_json::{Value, json};
use std::path::{Path, PathBuf};

use crate::common::{Got, Standin, cookie};

#[tokio::test]
async fn answers_as_recorded() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/authentik/recorded");
    let Ok(entries) = std::fs::read_dir(&folder) else {
        println!("No recordings beside this repository: nothing to replay.");
        return;
    };
    let mut files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("a file").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "json"))
        .collect();
    files.sort();
    assert!(!files.is_empty(), "the folder of recordings is empty");
    let standin = Standin::new(10_000);
    let mut problems: Vec<String> = Vec::new();
    for file in &files {
        let name = file.file_stem().and_then(|name| name.to_str()).expect("a name");
        let recorded: Value = serde_json::from_slice(&std::fs::read(file).expect("readable")).expect("JSON");
        let got = replay(&standin, name, &recorded).await;
        for problem in compare(name, &recorded, &got) {
            problems.push(format!("{name}: {problem}"));
        }
    }
    assert!(
        problems.is_empty(),
        "{} problems:\n{}",
        problems.len(),
        problems.join("\n")
    );
    println!("{} recordings replayed.", files.len());
}

async fn replay(standin: &Standin, name: &str, recorded: &Value) -> Got {
    standin.post("reset", Value::Null).await;
    let request = &recorded["request"];
    let method = request["method"].as_str().expect("a method");
    let mut path = request["path"].as_str().expect("a path").to_owned();
    let own = standin.get("member", "oauth2/access_tokens/?ordering=pk").await.pks()[0];
    path = path
        .replace("/6601/", &format!("/{own}/"))
        .replace("/9201/", &format!("/{own}/"))
        .replace("/10002/", "/1002/")
        .replace("/10003/", "/31/")
        .replace("%3Cb%3Ex%3C/b%3E", "%3Cb%3E");
    match name {
        "error_500_list_with_broken_row" => {
            path = path.replace("user=206", "user=2");
            standin.faults(json!({"kind": "broken-row"})).await;
        }
        "error_500_broken_id_token_retrieve" => {
            standin.faults(json!({"kind": "broken-row", "pk": 1002})).await;
        }
        "access_tokens_empty_result_page_2" => path = path.replace("user=206", "user=4"),
        "access_tokens_page_and_filter_past_end" => path = path.replace("page=170", "page=9999"),
        "access_token_delete_again" | "access_token_retrieve_after_delete" => {
            let got = standin.delete("superuser", "oauth2/access_tokens/2/").await;
            assert_eq!(got.status, 204);
        }
        _ => {}
    }
    let cookies = standin.sign_in("superuser").await;
    let mut headers: Vec<(String, String)> = Vec::new();
    for (header, value) in request["headers"].as_object().into_iter().flatten() {
        let value = value.as_str().expect("text");
        let value = match header.as_str() {
            // Cut short in the recordings; only the cookie that was no session has one pair.
            "Cookie" if name == "session_bad_cookie" => "authentik_session=long-gone".to_owned(),
            "Cookie" => cookies.clone(),
            "X-authentik-CSRF" | "X-CSRFToken" => cookie(&cookies, "authentik_csrf").to_owned(),
            "Authorization" if value == "Bearer <JWT redacted>" => oauth_bearer(standin).await,
            _ => value.to_owned(),
        };
        headers.push((header.clone(), value));
    }
    let bearer = match request["auth"].as_str().expect("who asked") {
        "admin" => Some("standin-superuser"),
        "user" => Some("standin-member"),
        "viewer" => Some("standin-viewer"),
        "nothing" => Some("standin-empty"),
        "bad" => Some("no-such-token"),
        "none" | "session" | "oauth access token (JWT), revoked=true" => None,
        other => panic!("{name}: who is {other}?"),
    };
    if let Some(bearer) = bearer {
        headers.push(("Authorization".to_owned(), format!("Bearer {bearer}")));
    }
    let headers: Vec<(&str, &str)> = headers.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    let body = request["body"].as_str().unwrap_or("");
    standin.send(method, &path, &headers, body).await
}

/// A revoked access token that may call authentik's API, of somebody with no rights.
async fn oauth_bearer(standin: &Standin) -> String {
    let body = json!({"action": "add", "user": 2, "revoked": true, "scope": ["goauthentik.io/api"]});
    let added = standin.post("change", body).await.json();
    format!("Bearer standin-oauth-{}", added["pks"][0])
}

fn compare(name: &str, recorded: &Value, got: &Got) -> Vec<String> {
    let mut problems = Vec::new();
    let status = recorded["status"].as_u64().expect("a status");
    if u64::from(got.status) != status {
        problems.push(format!("{} instead of {status}: {}", got.status, got.text()));
        return problems;
    }
    for (header, value) in recorded["headers"].as_object().expect("headers") {
        let wanted = value.as_str().expect("text");
        let ours = got.header(header);
        let fits = match header.as_str() {
            "x-authentik-id" => ours.is_some_and(|id| id.len() == 32 && id.chars().all(|c| c.is_ascii_hexdigit())),
            // Where the body cannot be the same, its length cannot either; 204 needs none.
            "content-length" if status == 200 || status == 204 => true,
            _ => ours == Some(wanted),
        };
        if !fits {
            problems.push(format!("{header}: {ours:?} instead of {wanted:?}"));
        }
    }
    for header in got.headers.keys() {
        let header = header.as_str();
        let known = recorded["headers"].get(header).is_some() || header == "content-length";
        if !known {
            problems.push(format!("an extra header {header}"));
        }
    }
    let body = &recorded["body"];
    if body.is_null() {
        if !got.body.is_empty() {
            problems.push("a body where there was none".to_owned());
        }
    } else if body.as_str().is_some_and(|body| body.starts_with("<!DOCTYPE html>")) {
        if !got.text().starts_with("<!DOCTYPE html>") {
            problems.push("no HTML".to_owned());
        }
    } else if status == 200 {
        shape("", body, &got.json(), &mut problems);
        if body.get("results").is_some() {
            page(name, recorded, got, &mut problems);
        }
    } else if *body != got.json() {
        // Errors are the same to the letter.
        problems.push(format!("{} instead of {body}", got.json()));
    }
    problems
}

/// The same keys and the same types, as far down as both go.
pub fn shape(at: &str, recorded: &Value, ours: &Value, problems: &mut Vec<String>) {
    // What administrators write is theirs; and a pagination's numbers are compared elsewhere.
    if at.ends_with(".attributes") || at.ends_with(".settings") {
        return;
    }
    if at == ".autocomplete" && recorded != ours {
        problems.push(format!("{at}: {ours} instead of {recorded}"));
    }
    match (recorded, ours) {
        (Value::Null, _) | (_, Value::Null) => {}
        (Value::Object(recorded), Value::Object(ours)) => {
            for key in recorded.keys().filter(|key| !ours.contains_key(*key)) {
                problems.push(format!("{at}.{key} is missing"));
            }
            for (key, ours) in ours {
                match recorded.get(key) {
                    Some(recorded) => shape(&format!("{at}.{key}"), recorded, ours, problems),
                    None => problems.push(format!("{at}.{key} is extra")),
                }
            }
        }
        (Value::Array(recorded), Value::Array(ours)) => {
            if let Some(first) = recorded.first() {
                for (place, ours) in ours.iter().enumerate() {
                    shape(&format!("{at}[{place}]"), first, ours, problems);
                }
            }
        }
        (Value::String(_), Value::String(text)) if at.ends_with(".id_token") => claims(at, text, problems),
        (Value::String(recorded), Value::String(ours)) if is_time(recorded) => {
            if !is_time(ours) {
                problems.push(format!("{at}: {ours:?} is no time"));
            }
        }
        (recorded, ours) => {
            if std::mem::discriminant(recorded) != std::mem::discriminant(ours) {
                problems.push(format!("{at}: {ours} instead of {recorded}"));
            }
        }
    }
}

/// `2026-12-17T09:56:38.726167Z`
fn is_time(text: &str) -> bool {
    let pattern = "dddd-dd-ddTdd:dd:dd.ddddddZ";
    text.len() == pattern.len()
        && text.chars().zip(pattern.chars()).all(|(c, wanted)| match wanted {
            'd' => c.is_ascii_digit(),
            wanted => c == wanted,
        })
}

fn claims(at: &str, text: &str, problems: &mut Vec<String>) {
    let object = serde_json::from_str::<Value>(text).is_ok_and(|claims| claims.is_object());
    let indented = text == "{}" || text.starts_with("{\n    \"");
    if !object || !indented || !text.is_ascii() {
        problems.push(format!("{at}: {text:?}"));
    }
}

/// The same page: same number, same size. How many rows there are in all is nobody's business
/// but the data's.
fn page(name: &str, recorded: &Value, got: &Got, problems: &mut Vec<String>) {
    let (body, ours) = (&recorded["body"], got.json());
    let rows = |body: &Value| body["results"].as_array().map_or(0, Vec::len);
    for key in ["current", "previous", "start_index"] {
        if body["pagination"][key] != ours["pagination"][key] && rows(body) > 0 && rows(&ours) > 0 {
            problems.push(format!(
                "{key}: {} instead of {}",
                ours["pagination"][key], body["pagination"][key]
            ));
        }
    }
    let note = recorded["note"].as_str().unwrap_or("");
    let wanted = match note.rsplit_once("the real response had ") {
        Some((_, number)) => number.parse().expect("a number"),
        None => rows(body),
    };
    let same_data = name.starts_with("access_tokens") && !body["pagination"]["next"].eq(&json!(0));
    if same_data && rows(&ours) != wanted {
        problems.push(format!("{} rows instead of {wanted}", rows(&ours)));
    }
}
