//! A failure for somebody who investigates it: the lines that "Copy details" copies, and what could not be decoded.

use chrono::SecondsFormat;

use crate::model::decode::{DecodeError, JsonType};
use crate::model::failure::{Failure, FailureKind};

/// Whose words [`Failure::details`] are.
pub fn who_says(failure: &Failure) -> &'static str {
    if failure.in_front {
        "The server in front of authentik says"
    } else {
        "authentik says"
    }
}

/// Everything needed to investigate it, as lines of text, without secrets or bodies. `version` is
/// authentik's release, where it is known.
pub fn report(failure: &Failure, version: Option<&str>) -> String {
    let mut text = String::new();
    let mut line = |name: &str, value: &str| {
        text.push_str(name);
        text.push_str(": ");
        text.push_str(value);
        text.push('\n');
    };
    line("Failure", failure.kind.name());
    if let FailureKind::Shape(problem) = &failure.kind {
        line("Problem", &self::problem(problem));
    }
    let asked = [failure.asked.method.as_str(), " ", &failure.asked.path].concat();
    line("Request", &asked);
    let status = failure.status.map(|status| status.to_string());
    line("Status", status.as_deref().unwrap_or("no answer"));
    for (name, value) in [("Code", &failure.code), ("Request ID", &failure.request_id)] {
        if let Some(value) = value {
            line(name, value);
        }
    }
    for said in &failure.details {
        line(who_says(failure), said);
    }
    if let FailureKind::Invalid(invalid) = &failure.kind {
        for said in &invalid.general {
            line("authentik says", said);
        }
        for (name, said) in &invalid.fields {
            line(name, &said.join(" "));
        }
    }
    line("Time", &failure.at.to_rfc3339_opts(SecondsFormat::Secs, true));
    line("authentik", version.unwrap_or("release not known"));
    text
}

/// What could not be read, and why: "user.pk: expected a whole number, found text".
pub fn problem(error: &DecodeError) -> String {
    let problem = format!(
        "expected {}, found {}",
        json_type(error.expected),
        json_type(error.found)
    );
    match error.path.as_str() {
        "" => problem,
        path => format!("{path}: {problem}"),
    }
}

fn json_type(json_type: JsonType) -> &'static str {
    match json_type {
        JsonType::Nothing => "nothing",
        JsonType::Flag => "true or false",
        JsonType::Number => "a number",
        JsonType::WholeNumber => "a whole number",
        JsonType::Text => "text",
        JsonType::List => "a list",
        JsonType::Object => "an object",
        JsonType::Answer => "what was asked for",
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::model::failure::{Invalid, Method, RequestInfo};

    #[test]
    fn a_report_has_all_that_is_needed_and_no_secret() {
        let asked = RequestInfo {
            method: Method::Get,
            path: "/api/v3/oauth2/access_tokens/?provider=9&token=(hidden)".into(),
            csrf_sent: false,
        };
        let mut failure = Failure::new(FailureKind::Network, asked, DateTime::UNIX_EPOCH);
        assert!(report(&failure, None).contains("Status: no answer\n"));
        failure.kind = FailureKind::Invalid(Invalid {
            general: Vec::new(),
            fields: vec![("provider".to_owned(), vec!["No such choice.".to_owned()])],
        });
        failure.status = Some(400);
        failure.code = Some("invalid".to_owned());
        failure.request_id = Some("0123abcd".to_owned());
        failure.details = vec!["Look again.".to_owned()];
        assert_eq!(
            report(&failure, Some("2026.5.0")),
            "Failure: invalid request\n\
             Request: GET /api/v3/oauth2/access_tokens/?provider=9&token=(hidden)\n\
             Status: 400\n\
             Code: invalid\n\
             Request ID: 0123abcd\n\
             authentik says: Look again.\n\
             provider: No such choice.\n\
             Time: 1970-01-01T00:00:00Z\n\
             authentik: 2026.5.0\n"
        );
        failure.in_front = true;
        assert!(report(&failure, None).contains("\nThe server in front of authentik says: Look again.\n"));
    }

    #[test]
    fn what_cannot_be_read_is_named_by_its_place() {
        let error = DecodeError::new(JsonType::WholeNumber, &serde_json::json!("canary"));
        assert_eq!(problem(&error), "expected a whole number, found text");
        assert_eq!(
            problem(&error.inside("pk").inside("user")),
            "user.pk: expected a whole number, found text"
        );
    }
}
