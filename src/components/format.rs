//! Numbers and times in words, by the browser's own `Intl`: no locale data in the wasm.

use chrono::{DateTime, SecondsFormat, Utc};
use js_sys::{Array, Date, Intl, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use crate::platform::host;
use crate::text;

thread_local! {
    // Creating a formatter is expensive, using it is not.
    static FORMATS: Formats = Formats::new();
}

struct Formats {
    number: Intl::NumberFormat,
    moment: Intl::DateTimeFormat,
    clock: Intl::DateTimeFormat,
    relative: Intl::RelativeTimeFormat,
}

impl Formats {
    fn new() -> Self {
        let locale = Array::of1(&host::locale().into());
        let dates = date_locale();
        Self {
            number: Intl::NumberFormat::new(&locale, &Object::new()),
            moment: Intl::DateTimeFormat::new(&dates, &options(&[("dateStyle", "medium"), ("timeStyle", "medium")])),
            clock: Intl::DateTimeFormat::new(&dates, &options(&[("timeStyle", "medium")])),
            relative: Intl::RelativeTimeFormat::new(&locale, &Object::new()),
        }
    }
}

fn date_locale() -> Array {
    Array::of1(&host::dates().into())
}

fn options(pairs: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (name, value) in pairs {
        // Setting a property of a fresh plain object cannot fail.
        let _ = Reflect::set(&object, &(*name).into(), &(*value).into());
    }
    object
}

/// "9,995", for `text::numbers`, by which everything writes its numbers.
pub fn number(value: u64) -> String {
    #[expect(clippy::cast_precision_loss, reason = "no installation has 2^53 tokens")]
    let value = JsValue::from_f64(value as f64);
    FORMATS.with(|formats| call(&formats.number.format(), &formats.number, &value))
}

/// "23 Nov 2026, 23:16:19", in the person's own time zone.
pub fn moment(at: DateTime<Utc>) -> String {
    FORMATS.with(|formats| call(&formats.moment.format(), &formats.moment, &date(at)))
}

/// "23:16:19", in the person's own time zone.
pub fn clock(at: DateTime<Utc>) -> String {
    FORMATS.with(|formats| call(&formats.clock.format(), &formats.clock, &date(at)))
}

/// The moment in the person's own time zone and in UTC, which logs are in: what a shortened time says in its title.
pub fn moment_and_utc(at: DateTime<Utc>) -> String {
    text::clock::local_and_utc(&moment(at), &iso(at))
}

/// Tells moments.
pub type Teller = Box<dyn Fn(DateTime<Utc>) -> String>;

/// Tells moments in a style of its own, in the same language. Making one is dear, using it is not.
pub fn teller(style: &[(&str, &str)]) -> impl Fn(DateTime<Utc>) -> String + use<> {
    let format = Intl::DateTimeFormat::new(&date_locale(), &options(style));
    move |at| call(&format.format(), &format, &date(at))
}

/// Tells the time from one moment to another in a style of its own: "28 – 30 Nov 2026". What both have in common is said
/// once.
pub fn range_teller(style: &[(&str, &str)]) -> impl Fn(DateTime<Utc>, DateTime<Utc>) -> String + use<> {
    let format = Intl::DateTimeFormat::new(&date_locale(), &options(style));
    let function = Reflect::get(&format, &"formatRange".into()).ok();
    let function = function.and_then(|function| function.dyn_into::<js_sys::Function>().ok());
    move |from, to| {
        let words = function
            .as_ref()
            .map(|function| function.call2(&format, &date(from), &date(to)));
        words
            .and_then(Result::ok)
            .and_then(|words| words.as_string())
            .unwrap_or_default()
    }
}

/// "in 3 hours", "2 days ago", "in 45 seconds".
pub fn relative(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let seconds = (at - now).num_seconds();
    let (value, unit) = match seconds.abs() {
        0..60 => (seconds, "second"),
        60..3600 => (seconds / 60, "minute"),
        3600..86_400 => (seconds / 3600, "hour"),
        86_400..2_592_000 => (seconds / 86_400, "day"),
        2_592_000..31_536_000 => (seconds / 2_592_000, "month"),
        _ => (seconds / 31_536_000, "year"),
    };
    #[expect(clippy::cast_precision_loss, reason = "a count of years or less")]
    FORMATS.with(|formats| formats.relative.format(value as f64, unit).into())
}

/// As machines read it.
pub fn iso(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn date(at: DateTime<Utc>) -> JsValue {
    #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 stay below 2^53")]
    Date::new(&JsValue::from_f64(at.timestamp_millis() as f64)).into()
}

fn call(format: &js_sys::Function, this: &JsValue, value: &JsValue) -> String {
    format
        .call1(this, value)
        .ok()
        .and_then(|text| text.dyn_into::<js_sys::JsString>().ok())
        .map(String::from)
        .unwrap_or_default()
}
