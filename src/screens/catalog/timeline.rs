//! Tokens by when they end, as bars that can be walked through, clicked and brushed; and as a table.

use chrono::{DateTime, Utc};
use js_sys::Date;
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{HtmlElement, KeyboardEvent};

use super::local_time::zone_words;
use super::state::CatalogState;
use crate::components::arrow_keys::step_along;
use crate::components::format::teller;
use crate::components::icon::{Icon, Picture};
use crate::components::keys::key_of;
use crate::components::landmark::landmark;
use crate::components::when::{When, each};
use crate::platform::clock::now;
use crate::platform::signals::set_if_changed;

use crate::text::numbers::grouped;
use crate::text::timeline as text;
use crate::tokens::catalog::{Bucket, Span, Timeline};
use crate::tokens::query::ListQuery;
use crate::tokens::terms::Expires;

const DAY: i64 = 86_400_000_000;

/// What the parts of the timeline share.
#[derive(Clone, Copy)]
struct Chart {
    state: CatalogState,
    line: Memo<Timeline>,
    /// The span of time in the address.
    span: Memo<Option<Span>>,
    /// Where a brush or a walk with Shift began.
    anchor: StoredValue<Option<usize>>,
    /// The bar that Tab leads to.
    current: RwSignal<usize>,
    brushing: StoredValue<bool>,
}

/// The button that brings up the bars.
#[component]
pub fn TimelineToggle() -> impl IntoView {
    let state = expect_context::<CatalogState>();
    let open = state.timeline_open;
    let toggle = move |_| {
        let opens = !open.get_untracked();
        open.set(opens);
        if opens {
            state.want_all();
        }
    };
    view! {
        <button
            type="button"
            class="button timeline-toggle"
            class:button-on=open
            aria-expanded=move || if open.get() { "true" } else { "false" }
            on:click=toggle
        >
            <Picture icon=Icon::Chart/>
            {text::TIMELINE}
        </button>
    }
}

/// The bars.
#[component]
pub fn TimelineChart() -> impl IntoView {
    let state = expect_context::<CatalogState>();
    let open = state.timeline_open;
    let chart = Chart {
        state,
        // Nothing is counted while nobody looks: only what is open reads it.
        line: Memo::new(move |_| {
            let reader = state.reader();
            reader.follow();
            reader.phase();
            let asked = state.question.get();
            state.with_catalog(reader, |catalog| catalog.timeline(&asked, now()))
        }),
        span: Memo::new(move |_| Span::of(&state.list.query())),
        anchor: StoredValue::new(None),
        current: RwSignal::new(0),
        brushing: StoredValue::new(false),
    };
    view! {
        <When holds=Signal::derive(move || open.get() && state.has_all())>
            <section class="timeline" aria-label=landmark(text::TIMELINE)>
                <Bars chart/>
            </section>
        </When>
    }
}

/// The chosen time range, in words.
pub fn span_words(query: &ListQuery) -> Option<String> {
    if let Some(expires) = Expires::text_in(query) {
        return Some(text::ends_as(&expires));
    }
    match Span::of(query)? {
        Span::NEVER => Some(text::NEVER_ENDS.to_owned()),
        Span::UNKNOWN => Some(text::END_UNKNOWN.to_owned()),
        span => text::ends(span.from.map(moment).as_deref(), span.to_date().map(moment).as_deref()),
    }
}

fn choose(state: CatalogState, span: Option<Span>) {
    state.list.change_query(|query| Span::write(span, query));
}

/// The bars, those that never end, and the same as a table.
#[component]
fn Bars(
    /// The timeline.
    chart: Chart,
) -> impl IntoView {
    let Chart {
        state, line, brushing, ..
    } = chart;
    let most = Memo::new(move |_| {
        let most = line.with(|line| line.buckets.iter().map(|bucket| bucket.count).max());
        most.unwrap_or(0).max(1)
    });
    let is_empty = move || line.with(|line| line.buckets.is_empty());
    let first = move || line.with(|line| line.buckets.first().map(|first| start(line, *first)));
    let last = move || line.with(|line| line.buckets.last().map(|last| end(*last)));
    let never = move || text::never_ends(line.with(|line| line.never) as u64);
    let has_unknown = move || line.with(|line| line.unknown > 0);
    let unknown = move || text::end_unknown(line.with(|line| line.unknown) as u64);
    view! {
        <div class="timeline-body">
            <div class="timeline-chart">
                <div class="bars-place" class:bars-none=is_empty>
                    <ol
                        class="bars"
                        aria-label=text::BARS
                        on:pointerup=move |_| brushing.set_value(false)
                        on:pointerleave=move |_| brushing.set_value(false)
                    >
                        <For
                            each=move || 0..line.with(|line| line.buckets.len())
                            key=|at| *at
                            children=move |at| view! { <TimelineBar chart at most/> }
                        />
                    </ol>
                    <p class="bars-scale quiet" aria-hidden="true"><span>{first}</span><span>{last}</span></p>
                    <When holds=Signal::derive(is_empty)>
                        <p class="quiet">{move || without_bars(line)}</p>
                    </When>
                </div>
                <button
                    type="button"
                    class="button"
                    class:button-on=move || chart.span.get() == Some(Span::NEVER)
                    on:click=move |_| choose(state, Some(Span::NEVER))
                >
                    {never}
                </button>
                <When holds=Signal::derive(has_unknown)>
                    <button
                        type="button"
                        class="button"
                        class:button-on=move || chart.span.get() == Some(Span::UNKNOWN)
                        on:click=move |_| choose(state, Some(Span::UNKNOWN))
                    >
                        {unknown}
                    </button>
                </When>
            </div>
            <BarsTable line/>
            <p class="quiet">{zone_words()}</p>
        </div>
    }
}

/// Why there is no bar.
fn without_bars(line: Memo<Timeline>) -> &'static str {
    let (never, unknown) = line.with(|line| (line.never, line.unknown));
    if unknown > 0 {
        text::NO_KNOWN_END
    } else if never > 0 {
        text::NO_END
    } else {
        text::NO_TOKEN
    }
}

/// What the bars say, in words and numbers.
#[component]
fn BarsTable(
    /// The bars.
    line: Memo<Timeline>,
) -> impl IntoView {
    let rows = move || {
        line.with(|line| {
            let buckets = line.buckets.iter();
            let rows = buckets.map(|bucket| (words(*bucket, line.unit), bucket.count as u64));
            let rows = rows.chain([
                (text::NEVER.to_owned(), line.never as u64),
                (text::NOT_KNOWN.to_owned(), line.unknown as u64),
            ]);
            rows.filter(|(_, count)| *count > 0).collect::<Vec<_>>()
        })
    };
    let row = |(words, count)| view! { <tr><th scope="row">{words}</th><td>{grouped(count)}</td></tr> }.into_any();
    view! {
        <details class="timeline-details">
            <summary>{text::AS_TABLE}</summary>
            <table class="timeline-table">
                <thead><tr><th scope="col">{text::ENDS}</th><th scope="col">{text::TOKENS_COLUMN}</th></tr></thead>
                <tbody>{move || each(rows(), row)}</tbody>
            </table>
        </details>
    }
}

/// The tokens that end in one stretch of time.
#[component]
fn TimelineBar(
    /// The timeline.
    chart: Chart,
    /// Its place among the bars.
    at: usize,
    /// How many tokens the highest bar stands for.
    most: Memo<usize>,
) -> impl IntoView {
    let Chart {
        state,
        line,
        span,
        current,
        brushing,
        ..
    } = chart;
    let bucket = move || line.with(|line| line.buckets.get(at).copied());
    let is_chosen = move || {
        let (Some(span), Some(bucket)) = (span.get(), bucket()) else {
            return false;
        };
        span.holds(bucket.span.from.unwrap_or(i64::MIN))
            || span.holds(bucket.span.to.unwrap_or(i64::MAX).saturating_sub(1))
    };
    let is_now = move || {
        let now = state.clock.ten_seconds.get().timestamp_micros();
        bucket().is_some_and(|bucket| bucket.span.holds(now))
    };
    let label = move || {
        let bucket = bucket()?;
        let unit = line.with(|line| line.unit);
        Some(text::bar(&words(bucket, unit), bucket.count as u64, is_now()))
    };
    let share = move || {
        let (count, most) = (bucket().map_or(0, |bucket| bucket.count), most.get());
        // A bar with any tokens at all stays visible.
        let share = if count == 0 { 0 } else { (count * 100 / most).max(3) };
        format!("{share}%")
    };
    view! {
        <li>
            <button
                type="button"
                class="bar"
                class:bar-now=is_now
                aria-label=label
                title=label
                aria-pressed=move || if is_chosen() { "true" } else { "false" }
                tabindex=move || if current.get() == at { "0" } else { "-1" }
                on:pointerdown=move |event| {
                    brushing.set_value(true);
                    pick(chart, at, event.shift_key());
                }
                on:pointerenter=move |_| if brushing.get_value() { pick(chart, at, true) }
                // The pointer has been dealt with; what is left are Enter and Space.
                on:click=move |event| if event.detail() == 0 { pick(chart, at, false) }
                on:keydown=move |event| walk(chart, at, &event)
            >
                <span class="bar-share" style=("block-size", share)></span>
                <span class="bar-now-word" aria-hidden="true">{text::NOW}</span>
            </button>
        </li>
    }
}

/// Chooses a bar, or all from where one began up to it.
fn pick(chart: Chart, at: usize, extends: bool) {
    let from = chart.anchor.get_value().filter(|_| extends).unwrap_or(at);
    if !extends {
        chart.anchor.set_value(Some(at));
    }
    set_if_changed(chart.current, at);
    let span = chart.line.with_untracked(|line| {
        let (first, last) = (line.buckets.get(from.min(at))?, line.buckets.get(from.max(at))?);
        Some(Span {
            from: first.span.from,
            to: last.span.to,
        })
    });
    if span.is_some() {
        choose(chart.state, span);
    }
}

fn walk(chart: Chart, at: usize, event: &KeyboardEvent) {
    let last = chart.line.with_untracked(|line| line.buckets.len()).saturating_sub(1);
    let to = match key_of(event).as_str() {
        "Home" => 0,
        "End" => last,
        _ => match step_along(event) {
            Some(step) => at.saturating_add_signed(step).min(last),
            None => return,
        },
    };
    event.prevent_default();
    event.stop_propagation();
    if event.shift_key() {
        if chart.anchor.get_value().is_none() {
            chart.anchor.set_value(Some(at));
        }
        pick(chart, to, true);
    } else {
        chart.anchor.set_value(None);
        chart.current.set(to);
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
        (None, Some(to)) => text::before(&moment(to.min(to.saturating_sub(line.unit)))),
        (None, None) => String::new(),
    }
}

/// What stands below the last bar, which may hold all that ends later.
fn end(last: Bucket) -> String {
    let from = moment(last.span.from.unwrap_or(0));
    match last.span.to {
        Some(i64::MAX) | None => text::and_later(&from),
        Some(_) => from,
    }
}

fn words(bucket: Bucket, unit: i64) -> String {
    match (bucket.span.from, bucket.span.to_date()) {
        (Some(from), Some(_)) if unit == DAY => day(from),
        (from, to) => text::stretch(from.map(moment).as_deref(), to.map(moment).as_deref()),
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
