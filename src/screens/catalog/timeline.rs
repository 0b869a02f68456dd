//! Tokens by when they end, as bars that can be walked through, clicked and brushed; and as a table.

use chrono::{DateTime, Utc};
use js_sys::Date;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlElement, KeyboardEvent, MouseEvent};

use super::Desk;
use crate::app::app;
use crate::clock::now;
use crate::state::State;
use crate::text::catalog::grouped;
use crate::tokens::catalog::{Asked, Bucket, Span, Timeline};
use crate::ui::dom::{El, button, el, item, keep_watching, span};
use crate::ui::format::teller;
use crate::ui::icon::{Icon, picture};
use crate::ui::landmark::landmark;

const DAY: i64 = 86_400_000_000;

#[derive(Clone, Copy)]
struct View {
    desk: Desk,
    line: State<Timeline>,
    /// Where a brush or a walk with Shift began.
    anchor: State<Option<usize>>,
    /// The bar that Tab leads to.
    current: State<usize>,
    brushing: State<bool>,
}

/// The bars, behind a button.
pub fn timeline() -> El {
    let desk = expect_context::<Desk>();
    let open = State::new(false);
    let view = View {
        desk,
        line: State::new(Timeline::default()),
        anchor: State::new(None),
        current: State::new(0),
        brushing: State::new(false),
    };
    keep_watching(move || {
        if !open.get() || !desk.has_all() {
            return;
        }
        let reader = desk.reader();
        reader.follow();
        reader.phase();
        let asked = desk.question.get();
        let line = desk.with_catalog(reader, |catalog| catalog.timeline(&asked, now(), zone()));
        untrack(|| view.line.set_if_new(line));
    });
    let toggle = move || {
        let opens = !open.now();
        open.set(opens);
        if opens {
            desk.want_all();
        }
    };
    let switch = button("button", toggle)
        .state_of("aria-expanded", move || open.get())
        .child(picture(Icon::Chart))
        .text("Timeline");
    el("section")
        .class("timeline")
        .attr("aria-label", &landmark("Timeline"))
        .child(
            el("div")
                .class("timeline-head")
                .child(switch)
                .part(move || chosen(view)),
        )
        .part_if(move || open.get() && desk.has_all(), move || bars(view))
}

/// The minutes that this place is ahead of UTC.
fn zone() -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "less than a day")]
    let minutes = -Date::new_0().get_timezone_offset() as i32;
    minutes
}

/// What is brushed, with a way to let go of it.
fn chosen(view: View) -> Option<El> {
    let span = Asked::read(&view.desk.list.query(), "").0.span?;
    let words = match (span, span.from, span.to.filter(|&to| to != i64::MAX)) {
        (Span::NEVER, ..) => "Never ends".to_owned(),
        (_, Some(from), Some(to)) => format!("Ends from {} to {}", moment(from), moment(to)),
        (_, Some(from), None) => format!("Ends after {}", moment(from)),
        (_, None, Some(to)) => format!("Ends before {}", moment(to)),
        (_, None, None) => return None,
    };
    let clear = button("icon-button chip-remove", move || choose(view, None))
        .attr("aria-label", "Remove the span of time")
        .child(picture(Icon::Cross));
    Some(el("span").class("chip").child(el("span").text(&words)).child(clear))
}

fn choose(view: View, span: Option<Span>) {
    view.desk.list.change_query(|query| {
        let mut query = query.with_page(1);
        query.set_wide("expires", &span.map(Span::write).unwrap_or_default());
        query
    });
}

fn bars(view: View) -> El {
    let line = view.line;
    let most = move || line.with(|line| line.buckets.iter().map(|bucket| bucket.count).max().unwrap_or(0).max(1));
    let list = el("ol")
        .class("bars")
        .attr(
            "aria-label",
            "Tokens by when they end; choose one, or several side by side with Shift",
        )
        .each(move || {
            let buckets = line.with(|line| line.buckets.len());
            (0..buckets)
                .map(|at| item(at.to_string(), move || bar(view, at, most)))
                .collect()
        })
        .on("pointerup", move |_| view.brushing.set(false))
        .on("pointerleave", move |_| view.brushing.set(false));
    let scale = el("p")
        .class("bars-scale quiet")
        .attr("aria-hidden", "true")
        .child(span("").text_of(move || {
            line.with(|line| line.buckets.first().map(|first| start(line, *first)))
                .unwrap_or_default()
        }))
        .child(span("").text_of(move || {
            line.with(|line| line.buckets.last().map(|last| moment(last.span.from.unwrap_or(0))))
                .unwrap_or_default()
        }));
    let never = button("button", move || choose(view, Some(Span::NEVER)))
        .class_if("button-on", move || {
            Asked::read(&view.desk.list.query(), "").0.span == Some(Span::NEVER)
        })
        .text_of(move || format!("Never ends: {}", grouped(line.with(|line| line.never) as u64)));
    let rows = move || {
        line.with(|line| {
            let unit = line.unit;
            let rows = line
                .buckets
                .iter()
                .map(|bucket| (words(*bucket, unit), bucket.count as u64));
            let rows = rows.chain([("Never".to_owned(), line.never as u64)]);
            rows.filter(|(_, count)| *count > 0)
                .map(|(words, count)| {
                    item(format!("{words} {count}"), move || {
                        el("tr")
                            .child(el("th").attr("scope", "row").text(&words))
                            .child(el("td").text(&grouped(count)))
                    })
                })
                .collect()
        })
    };
    let head = el("tr")
        .child(el("th").attr("scope", "col").text("Ends"))
        .child(el("th").attr("scope", "col").text("Tokens"));
    let table = el("table")
        .class("timeline-table")
        .child(el("thead").child(head))
        .child(el("tbody").each(rows));
    let as_table = el("details")
        .class("timeline-details")
        .child(el("summary").text("As a table"))
        .child(table);
    let nothing = move || line.with(|line| line.buckets.is_empty());
    let place = el("div")
        .class("bars-place")
        .class_if("bars-none", nothing)
        .child(list)
        .child(scale)
        .part_if(nothing, move || {
            el("p").class("quiet").text_of(move || without_bars(line))
        });
    el("div")
        .class("timeline-body")
        .child(el("div").class("timeline-chart").child(place).child(never))
        .child(as_table)
}

/// Why there is no bar.
fn without_bars(line: State<Timeline>) -> String {
    let never = line.with(|line| line.never);
    let why = if never > 0 {
        "None of these tokens ever ends."
    } else {
        "No token matches what is asked, so there is nothing to draw."
    };
    why.to_owned()
}

fn bar(view: View, at: usize, most: impl Fn() -> usize + Copy + 'static) -> El {
    let bucket = move || view.line.with(|line| line.buckets.get(at).copied());
    let is_chosen = move || {
        let span = Asked::read(&view.desk.list.query(), "").0.span;
        let (Some(span), Some(bucket)) = (span, bucket()) else {
            return false;
        };
        span.holds(bucket.span.from.unwrap_or(i64::MIN))
            || span.holds(bucket.span.to.unwrap_or(i64::MAX).saturating_sub(1))
    };
    let is_now = move || {
        let now = app().clock.ten_seconds.get().timestamp_micros();
        bucket().is_some_and(|bucket| bucket.span.holds(now))
    };
    let label = move || {
        let bucket = bucket()?;
        let unit = view.line.with(|line| line.unit);
        let tokens = if bucket.count == 1 { "token" } else { "tokens" };
        Some(format!(
            "{}{}: {} {tokens}",
            if is_now() { "Now, " } else { "" },
            words(bucket, unit),
            grouped(bucket.count as u64)
        ))
    };
    let share = el("span").class("bar-share").watch(move |element| {
        let (count, most) = (bucket().map_or(0, |bucket| bucket.count), most());
        // A token is never so few that nothing is to be seen of it.
        let share = if count == 0 { 0 } else { (count * 100 / most).max(3) };
        let style = element.unchecked_ref::<HtmlElement>().style();
        // A property that exists, and a value that is one.
        let _ = style.set_property("block-size", &format!("{share}%"));
    });
    let press = el("button")
        .attr("type", "button")
        .class("bar")
        .attr_of("aria-label", label)
        .attr_of("title", label)
        .state_of("aria-pressed", is_chosen)
        .attr_of("tabindex", move || {
            Some(if view.current.get() == at { "0" } else { "-1" }.to_owned())
        })
        .class_if("bar-now", is_now)
        .child(share)
        .child(el("span").class("bar-now-word").attr("aria-hidden", "true").text("now"))
        .on("pointerdown", move |event| {
            let extends = event.unchecked_ref::<MouseEvent>().shift_key();
            view.brushing.set(true);
            pick(view, at, extends);
        })
        .on("pointerenter", move |_| {
            if view.brushing.now() {
                pick(view, at, true);
            }
        })
        .on("click", move |event| {
            // The pointer has been dealt with; what is left are Enter and Space.
            if event.unchecked_ref::<MouseEvent>().detail() == 0 {
                pick(view, at, false);
            }
        })
        .on_key(move |event| walk(view, at, event));
    el("li").child(press)
}

/// Chooses a bar, or all from where one began up to it.
fn pick(view: View, at: usize, extends: bool) {
    let from = view.anchor.now().filter(|_| extends).unwrap_or(at);
    if !extends {
        view.anchor.set(Some(at));
    }
    view.current.set_if_new(at);
    let span = view.line.with_now(|line| {
        let (first, last) = (line.buckets.get(from.min(at))?, line.buckets.get(from.max(at))?);
        Some(Span {
            from: first.span.from,
            to: last.span.to,
        })
    });
    if span.is_some() {
        choose(view, span);
    }
}

fn walk(view: View, at: usize, event: &KeyboardEvent) {
    let last = view.line.with_now(|line| line.buckets.len()).saturating_sub(1);
    let to = match event.key().as_str() {
        "ArrowRight" => (at + 1).min(last),
        "ArrowLeft" => at.saturating_sub(1),
        "Home" => 0,
        "End" => last,
        _ => return,
    };
    event.prevent_default();
    event.stop_propagation();
    if event.shift_key() {
        if view.anchor.now().is_none() {
            view.anchor.set(Some(at));
        }
        pick(view, to, true);
    } else {
        view.anchor.set(None);
        view.current.set(to);
    }
    let bars = event
        .target()
        .and_then(|target| target.dyn_into::<web_sys::Element>().ok())
        .and_then(|bar| bar.closest("ol").ok().flatten());
    if let Some(bars) = bars
        && let Ok(Some(bar)) = bars.query_selector(&format!("li:nth-child({}) button", to + 1))
    {
        let _ = bar.unchecked_ref::<HtmlElement>().focus();
    }
}

fn start(line: &Timeline, first: Bucket) -> String {
    match (first.span.from, first.span.to) {
        (Some(from), _) => moment(from),
        (None, Some(to)) => format!("before {}", moment(to.min(to.saturating_sub(line.unit)))),
        (None, None) => String::new(),
    }
}

fn words(bucket: Bucket, unit: i64) -> String {
    match (bucket.span.from, bucket.span.to.filter(|&to| to != i64::MAX)) {
        (Some(from), Some(_)) if unit == DAY => day(from),
        (Some(from), Some(to)) => format!("{} to {}", moment(from), moment(to)),
        (Some(from), None) => format!("From {}", moment(from)),
        (None, Some(to)) => format!("Before {}", moment(to)),
        (None, None) => "At some time".to_owned(),
    }
}

thread_local! {
    static DAYS: Box<dyn Fn(DateTime<Utc>) -> String> = Box::new(teller(&[("dateStyle", "medium")]));
    static MOMENTS: Box<dyn Fn(DateTime<Utc>) -> String> =
        Box::new(teller(&[("dateStyle", "medium"), ("timeStyle", "short")]));
}

/// "24 Nov 2026, 10:00", or the day alone at midnight.
fn moment(micros: i64) -> String {
    let at = at(micros);
    #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 stay below 2^53")]
    let date = Date::new(&JsValue::from_f64(at.timestamp_millis() as f64));
    if date.get_hours() == 0 && date.get_minutes() == 0 {
        return day(micros);
    }
    MOMENTS.with(|tell| tell(at))
}

fn day(micros: i64) -> String {
    DAYS.with(|tell| tell(at(micros)))
}

fn at(micros: i64) -> DateTime<Utc> {
    DateTime::<Utc>::from_timestamp_micros(micros).unwrap_or_default()
}
