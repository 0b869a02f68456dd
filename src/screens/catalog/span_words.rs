//! Spans of time, in the person's language and time zone.

use chrono::{DateTime, Utc};
use js_sys::Date;
use wasm_bindgen::JsValue;

use crate::components::format::{Teller, range_teller, teller};
use crate::text::timeline as text;
use crate::tokens::catalog::Span;
use crate::tokens::query::ListQuery;
use crate::tokens::terms::Expires;

type RangeTeller = Box<dyn Fn(DateTime<Utc>, DateTime<Utc>) -> String>;

thread_local! {
    static DAYS: Teller = Box::new(teller(&[("dateStyle", "medium")]));
    static MOMENTS: Teller = Box::new(teller(&[("dateStyle", "medium"), ("timeStyle", "short")]));
    static DAY_RANGES: RangeTeller = Box::new(range_teller(&[("dateStyle", "medium")]));
    static MOMENT_RANGES: RangeTeller =
        Box::new(range_teller(&[("dateStyle", "medium"), ("timeStyle", "short")]));
}

/// The chosen time range, as a value of the filter by when tokens expire.
pub fn chosen_span_words(query: &ListQuery) -> Option<String> {
    if let Some(expires) = Expires::text_in(query) {
        return Some(text::expires_as(&expires));
    }
    match Span::of(query)? {
        Span::NEVER => Some(text::IS_NEVER.to_owned()),
        Span::UNKNOWN => Some(text::IS_UNKNOWN.to_owned()),
        span => span_words(span, text::within),
    }
}

/// A span: "28 Nov 2026, 23:00 – 23:59", "24 Nov 2026", "24 Nov – 7 Dec 2026"; or what is said where it has one end only.
pub fn span_words(span: Span, within: impl Fn(Option<&str>, Option<&str>) -> Option<String>) -> Option<String> {
    let (Some(from), Some(to)) = (span.from, span.to_date()) else {
        return within(span.from.map(moment).as_deref(), span.to_date().map(moment).as_deref());
    };
    let are_days = is_midnight(from) && is_midnight(to);
    // The last moment belongs to what comes next.
    let (from, to) = (at(from), at(to - 1));
    let tell = if are_days { &DAY_RANGES } else { &MOMENT_RANGES };
    Some(tell.with(|tell| tell(from, to)))
}

/// "24 Nov 2026, 10:00", or the day alone at midnight.
fn moment(micros: i64) -> String {
    let tell = if is_midnight(micros) { &DAYS } else { &MOMENTS };
    tell.with(|tell| tell(at(micros)))
}

/// Whether a day begins then, where one is.
pub fn is_midnight(micros: i64) -> bool {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 stay below 2^53")]
    let date = Date::new(&JsValue::from_f64(at(micros).timestamp_millis() as f64));
    date.get_hours() == 0 && date.get_minutes() == 0
}

/// The moment that is so many microseconds after the beginning of 1970.
pub fn at(micros: i64) -> DateTime<Utc> {
    DateTime::<Utc>::from_timestamp_micros(micros).unwrap_or_default()
}
