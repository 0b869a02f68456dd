//! Replays what a real authentik 2026.5 was asked about sessions, API tokens, consents and rights, and compares what it
//! answered. The recordings are in `recorded_incident.json`, one a line, cut short: long lists to their first row, answers of
//! the same shape to one of them.
//!
//! The recorded installation held other people and rows. Here its superusers are ours; what belonged to somebody else is the
//! viewer's, or the member's where the viewer asks; the user that was to be locked out is 14, the internal one 9.

use serde_json::{Value, json};

use crate::common::{Got, Standin};
use crate::conformance::shape;

const RECORDED: &str = include_str!("recorded_incident.json");

#[tokio::test]
async fn an_incident_goes_as_recorded() {
    let recorded: Vec<Value> = serde_json::from_str(RECORDED).expect("recordings");
    let standin = Standin::new(1_000);
    let mut problems: Vec<String> = Vec::new();
    for recorded in &recorded {
        standin.post("reset", Value::Null).await;
        let text = |key: &str| recorded[key].as_str().expect("a text");
        let (name, person) = (text("name"), text("as"));
        let path = here(&standin, name, person, text("path")).await;
        let bearer = format!("Bearer standin-{person}");
        let headers = [("authorization", bearer.as_str()), ("content-type", "application/json")];
        let body = recorded.get("json").map_or_else(String::new, Value::to_string);
        let got = standin.send(text("method"), &path, &headers, &body).await;
        for problem in compare(recorded, &got) {
            problems.push(format!("{name} ({path}): {problem}"));
        }
    }
    assert!(
        problems.is_empty(),
        "{} of {}:\n{}",
        problems.len(),
        recorded.len(),
        problems.join("\n")
    );
}

/// The same address here.
async fn here(standin: &Standin, name: &str, person: &str, path: &str) -> String {
    let (address, query) = path.split_once('?').unwrap_or((path, ""));
    let parts: Vec<&str> = address.trim_matches('/').split('/').skip(2).collect();
    let owner = match (name.contains("own"), person) {
        (true, person) => person,
        (false, "viewer") => "member",
        (false, _) => "viewer",
    };
    let address = match *parts.as_slice() {
        ["core", "users", "211"] => "/api/v3/core/users/14/".to_owned(),
        ["core", "users", "129"] => "/api/v3/core/users/9/".to_owned(),
        ["core", "users", "9" | "3"] => "/api/v3/core/users/1/".to_owned(),
        ["core", list, key] if list != "users" && key != "bulk_delete" => {
            format!(
                "/api/v3/core/{list}/{}/",
                first_of(standin, owner, &format!("core/{list}/")).await
            )
        }
        ["oauth2", list, "1"] => format!("/api/v3/oauth2/{list}/1/"),
        ["oauth2", list, _] => {
            format!(
                "/api/v3/oauth2/{list}/{}/",
                first_of(standin, owner, &format!("oauth2/{list}/")).await
            )
        }
        _ => address.to_owned(),
    };
    let mut query = query.replace("user=4", "user=2").replace("user_pks=211", "user_pks=2");
    if query.contains("application=") {
        let all = standin.get("superuser", "core/applications/").await.json();
        let pk = all["results"][0]["pk"].as_str().expect("a pk").to_owned();
        query = format!("application={pk}&page_size=1");
    }
    format!("{address}?{query}")
}

/// What the address of somebody's first row ends in.
async fn first_of(standin: &Standin, owner: &str, list: &str) -> String {
    let rows = standin.get(owner, list).await.json()["results"].clone();
    let username = |row: &Value| {
        let user = row.get("user_obj").unwrap_or(&row["user"]);
        user["username"].as_str().map(str::to_owned)
    };
    let all = rows.as_array().expect("rows");
    let own = all
        .iter()
        .find(|row| username(row).is_none_or(|username| username == owner));
    let row = own.unwrap_or_else(|| panic!("{owner} has none of {list}"));
    ["identifier", "uuid"]
        .into_iter()
        .find_map(|key| row[key].as_str().map(str::to_owned))
        .unwrap_or_else(|| row["pk"].to_string())
}

fn compare(recorded: &Value, got: &Got) -> Vec<String> {
    let mut problems = Vec::new();
    let status = recorded["status"].as_u64().expect("a status");
    if u64::from(got.status) != status {
        return vec![format!("{} instead of {status}: {}", got.status, got.text())];
    }
    if let Some(allow) = recorded["allow"].as_str()
        && got.header("allow") != Some(allow)
    {
        problems.push(format!("allow: {:?} instead of {allow}", got.header("allow")));
    }
    let Some(body) = recorded.get("body") else {
        return problems;
    };
    if status == 200 {
        let ours = got.json();
        shape("", body, &ours, &mut problems);
        let rows = |body: &Value| body["results"].as_array().map(Vec::len);
        if rows(body) != rows(&ours) {
            problems.push(format!("{:?} rows instead of {:?}", rows(&ours), rows(body)));
        }
    } else if body.is_null() {
        if !got.body.is_empty() {
            problems.push("a body where there was none".to_owned());
        }
    } else if *body != got.json() {
        // Errors are the same to the letter.
        problems.push(format!("{} instead of {body}", got.json()));
    }
    problems
}

#[test]
fn the_recordings_hold_no_secret_but_canaries() {
    let recorded: Vec<Value> = serde_json::from_str(RECORDED).expect("recordings");
    assert!(recorded.len() > 100, "{}", recorded.len());
    for recorded in recorded.iter().filter(|recorded| recorded["status"] == json!(200)) {
        let places = ["/body/client_secret", "/body/results/0/client_secret"];
        let secrets = places.iter().filter_map(|place| recorded.pointer(place)?.as_str());
        for secret in secrets {
            assert_eq!(secret, "canary-client-secret");
        }
    }
}
