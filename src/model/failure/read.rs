//! From an HTTP answer to a failure. Total: any status, any headers, any body.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime, Utc};
use serde_json::Value;

use super::invalid::{BodyMessages, shortened};
use super::{Failure, FailureKind, RequestInfo};
use crate::model::decode::{DecodeError, JsonType};

/// An answer that is not what was asked for.
#[derive(Clone, Copy, Debug)]
pub struct Answer<'a> {
    /// The HTTP status; 0 for a redirect that the browser did not follow.
    pub status: u16,
    /// The header `Content-Type`.
    pub content_type: Option<&'a str>,
    /// The header `x-authentik-id`, which every answer of authentik's carries and no other. Empty where it cannot be
    /// known whether it was there.
    pub request_id: Option<&'a str>,
    /// The header `Retry-After`.
    pub retry_after: Option<&'a str>,
    /// The body. Nothing of it is kept but short texts from well-known places.
    pub body: &'a str,
}

/// authentik's code for a change that its license does not allow.
const READ_ONLY: &str = "denied_license";

/// What authentik says of an API token that it does not recognise. It has no code for that, and its other 403s look the
/// same; but unlike most of its texts, this one is never translated.
const BAD_KEY: &str = "Token invalid/expired";

/// How much of a failure's body is read, in bytes. authentik's own need a fraction of that.
const MOST_OF_BODY: usize = 64 * 1024;

/// What an answer means. A 403 stays [`FailureKind::Forbidden`] until [`Failure::told_apart`].
pub fn read_failure(asked: RequestInfo, answer: &Answer<'_>, at: DateTime<Utc>) -> Failure {
    let answer = &Answer {
        body: within(answer),
        ..*answer
    };
    let json: Result<Value, serde_json::Error> = serde_json::from_str(answer.body);
    let mut said = match &json {
        Ok(body) if answer.status >= 300 => BodyMessages::of(body),
        _ => BodyMessages::default(),
    };
    let retry_after = answer.retry_after.and_then(|header| wait(header, at));
    let in_front = answer.request_id.is_none();
    let kind = match answer.status {
        200..=299 => instead_of_data(answer, &json),
        // These say the same, whoever says it.
        408 | 502 | 504 => FailureKind::BadGateway,
        429 => FailureKind::TooManyRequests { retry_after },
        503 => FailureKind::Starting { retry_after },
        other if other < 400 => FailureKind::Redirected,
        401 if in_front => FailureKind::SignInInFront,
        404 | 410 if in_front => FailureKind::NotRouted,
        501 if in_front => FailureKind::Blocked,
        other if in_front && other < 500 => FailureKind::Blocked,
        _ if in_front => FailureKind::BadGateway,
        400 if said.code.as_deref() == Some(READ_ONLY) => FailureKind::ReadOnly,
        400 => FailureKind::Invalid(std::mem::take(&mut said.invalid)),
        401 => FailureKind::NotSignedIn,
        403 if said.details.iter().any(|detail| detail == BAD_KEY) => FailureKind::KeyRefused,
        403 => FailureKind::Forbidden,
        // An HTML 404 comes from a server that knows no such list, whatever the page.
        404 if asked.is_for_later_page() && matches!(json, Ok(Value::Object(_))) => FailureKind::PageGone,
        // A list may be empty, but it is there.
        404 | 410 if asked.is_for_list() => FailureKind::NotRouted,
        404 | 410 => FailureKind::NotFound,
        405 | 501 => FailureKind::NotAllowed,
        409 | 412 => FailureKind::Conflict,
        other if other < 500 => FailureKind::Rejected,
        _ => FailureKind::Server,
    };
    let (mut details, code) = said.into_details();
    if json.is_err() && answer.status >= 400 && has_type(answer, "text/plain") {
        let text = answer.body.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.is_empty() {
            details.push(shortened(&text));
        }
    }
    Failure {
        status: (answer.status != 0).then_some(answer.status),
        details,
        code,
        request_id: answer.request_id.map(shortened).filter(|id| !id.is_empty()),
        in_front,
        ..Failure::new(kind, asked, at)
    }
}

/// The part of the body that is read. For a successful status that includes the end, which shows whether it broke off.
fn within<'a>(answer: &Answer<'a>) -> &'a str {
    if answer.status < 300 || answer.body.len() <= MOST_OF_BODY {
        return answer.body;
    }
    let end = (0..=MOST_OF_BODY).rev().find(|end| answer.body.is_char_boundary(*end));
    answer.body.get(..end.unwrap_or(0)).unwrap_or_default()
}

/// What came with a status that says all is well, and yet is not what was asked for.
fn instead_of_data(answer: &Answer<'_>, json: &Result<Value, serde_json::Error>) -> FailureKind {
    if has_type(answer, "text/html") || answer.body.trim_start().starts_with('<') {
        return FailureKind::SignInPage;
    }
    match json {
        Err(error) if error.is_eof() && has_type(answer, "application/json") => FailureKind::Truncated,
        Ok(body) if has_type(answer, "application/json") => {
            FailureKind::Shape(DecodeError::new(JsonType::Answer, body))
        }
        _ => FailureKind::NotJson,
    }
}

fn has_type(answer: &Answer<'_>, wanted: &str) -> bool {
    let sent = answer.content_type.unwrap_or_default().trim_start();
    sent.get(..wanted.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(wanted))
}

/// The seconds that a `Retry-After` asks for, given as such or as the moment when they are over.
fn wait(header: &str, now: DateTime<Utc>) -> Option<u32> {
    let header = header.trim();
    if header.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number too large for u32 means "do not come back".
        return (!header.is_empty()).then(|| header.parse().unwrap_or(u32::MAX));
    }
    let left = http_date(header)?.signed_duration_since(now);
    // Up, not down: not to be early.
    let seconds = left.num_seconds() + i64::from(left.subsec_nanos() > 0);
    Some(u32::try_from(seconds.max(0)).unwrap_or(u32::MAX))
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`, the one form that servers still write.
fn http_date(text: &str) -> Option<DateTime<Utc>> {
    const MONTHS: [&str; 12] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let mut words = text.split_ascii_whitespace().skip(1);
    let day = words.next()?.parse().ok()?;
    let month = words.next()?;
    let month = MONTHS.iter().zip(1..).find(|(name, _)| **name == month)?.1;
    let year = words.next()?.parse().ok()?;
    let mut time = words.next()?.split(':').map(|part| part.parse().ok());
    let mut part = || time.next().flatten();
    let time = NaiveTime::from_hms_opt(part()?, part()?, part()?)?;
    let date = NaiveDate::from_ymd_opt(year, month, day)?;
    (words.next() == Some("GMT")).then(|| NaiveDateTime::new(date, time).and_utc())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_are_seconds_or_a_moment() {
        let now = http_date("Sun, 06 Nov 1994 08:49:37 GMT").unwrap();
        assert_eq!(now.timestamp(), 784_111_777);
        let wait = |header| wait(header, now);
        assert_eq!(wait("5"), Some(5));
        assert_eq!(wait(" 120 "), Some(120));
        assert_eq!(wait("99999999999"), Some(u32::MAX));
        assert_eq!(wait("Sun, 06 Nov 1994 08:50:00 GMT"), Some(23));
        assert_eq!(wait("Sun, 06 Nov 1994 08:00:00 GMT"), Some(0));
        for odd in [
            "",
            "soon",
            "-5",
            "1.5",
            "Sun, 06 Nov 1994 08:50 GMT",
            "Sun, 06 Nov 1994 08:50:00 CET",
            "Sun, 31 Nov 1994 08:50:00 GMT",
            "Sun, 06 Nov 999999999999 08:50:00 GMT",
            "Sun, 06 Foo 1994 08:50:00 GMT",
        ] {
            assert_eq!(wait(odd), None, "{odd}");
        }
        let later = now + chrono::TimeDelta::milliseconds(500);
        assert_eq!(super::wait("Sun, 06 Nov 1994 08:49:40 GMT", later), Some(3));
    }
}
