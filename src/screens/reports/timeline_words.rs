//! The moments of the timeline, in the person's language and time zone.

use crate::components::format::{Teller, teller};
use crate::screens::catalog::{at, is_midnight, span_words};
use crate::text::timeline as text;
use crate::tokens::catalog::{Bucket, Timeline};

const DAY: i64 = 86_400_000_000;
const YEAR: i64 = 365 * DAY;

thread_local! {
    static CLOCK: Teller = Box::new(teller(&[("timeStyle", "short")]));
    static SHORT_DAYS: Teller = Box::new(teller(&[("month", "short"), ("day", "numeric")]));
    static MONTHS: Teller = Box::new(teller(&[("month", "short"), ("year", "numeric")]));
}

/// What stands below a bar: the time of day, and the day at midnight; for long bars the day or the month.
pub fn tick(line: &Timeline, micros: i64) -> String {
    let at = at(micros);
    let last = line.buckets.last().and_then(|last| last.span.from).unwrap_or(micros);
    let first = line
        .buckets
        .iter()
        .find_map(|bucket| bucket.span.from)
        .unwrap_or(micros);
    if last - first > YEAR {
        MONTHS.with(|tell| tell(at))
    } else if line.unit < DAY && !is_midnight(micros) {
        CLOCK.with(|tell| tell(at))
    } else {
        SHORT_DAYS.with(|tell| tell(at))
    }
}

/// The time that a bar stands for.
pub fn words(bucket: Bucket) -> String {
    span_words(bucket.span, |from, to| Some(text::stretch(from, to))).unwrap_or_default()
}
