//! A bar of the timeline, and how one gets from one to the next.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, KeyboardEvent};

use super::chart::{Chart, PARTS};
use super::timeline_words::words;
use crate::components::arrow_keys::step_along;
use crate::components::keys::key_of;
use crate::platform::signals::set_if_changed;
use crate::text::timeline as text;
use crate::tokens::catalog::Span;

/// The tokens that expire in one stretch of time.
#[component]
pub fn TimelineBar(
    /// The timeline.
    chart: Chart,
    /// Its place among the bars.
    at: usize,
    /// How many tokens the top of the scale stands for.
    top: Memo<usize>,
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
        Some(text::bar(&words(bucket), bucket.counts, is_now()))
    };
    let part = move |place: usize| {
        let share = move || {
            let counts = bucket().map(|bucket| bucket.counts).unwrap_or_default();
            let count = text::statuses(counts).get(place).map_or(0, |(_, count)| *count);
            let top = top.get().max(1);
            // A part with any tokens at all stays visible.
            let share = if count == 0 { 0 } else { (count * 100 / top).max(2) };
            format!("{share}%")
        };
        let look = PARTS.get(place).copied().unwrap_or_default();
        view! { <span class=["bar-part ", look].concat() style=("block-size", share)></span> }
    };
    // There may be fewer bars than there were.
    let is_current = move || line.with(|line| current.get().min(line.buckets.len().saturating_sub(1))) == at;
    view! {
        <li>
            <button
                type="button"
                class="bar"
                aria-label=label
                title=label
                aria-pressed=move || if is_chosen() { "true" } else { "false" }
                tabindex=move || if is_current() { "0" } else { "-1" }
                on:pointerdown=move |event| {
                    brushing.set_value(true);
                    pick(chart, at, event.shift_key());
                }
                on:pointerenter=move |_| if brushing.get_value() { pick(chart, at, true) }
                // The pointer has been dealt with; what is left are Enter and Space.
                on:click=move |event| if event.detail() == 0 { pick(chart, at, false) }
                on:keydown=move |event| walk(chart, at, &event)
            >
                {[part(2), part(1), part(0)]}
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
        chart.choose(span);
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
