//! Tokens by when they expire, as bars that can be walked through, clicked and brushed; and as a table.

use leptos::prelude::*;

use super::chart::{Chart, PARTS};
use super::segment::Segment;
use super::timeline_bar::TimelineBar;
use super::timeline_words::{tick, words};
use crate::components::landmark::landmark;
use crate::components::link::Link;
use crate::components::when::{When, each};
use crate::screens::catalog::{CatalogState, local_time, zone_words};
use crate::state::location::HistoryStep;
use crate::text::numbers::grouped;
use crate::text::timeline as text;
use crate::tokens::catalog::{Span, TimeRange, Timeline};
use crate::tokens::query::Address;

/// The bars, once the button of the toolbar brings them up.
#[component]
pub fn TimelineChart() -> impl IntoView {
    let state = expect_context::<CatalogState>();
    let chart = Chart::new(state);
    view! {
        <When holds=Signal::derive(move || state.timeline_open.get() && state.has_all())>
            <section class="timeline" aria-label=landmark(text::TIMELINE)>
                <TimelineBody chart/>
            </section>
        </When>
    }
}

/// The bars and what belongs to them; or a sentence, where there are none.
#[component]
fn TimelineBody(
    /// The timeline.
    chart: Chart,
) -> impl IntoView {
    let line = chart.line;
    let is_empty = move || line.with(Timeline::is_empty);
    view! {
        <div class="timeline-body" class:timeline-empty=is_empty>
            <div class="timeline-top">
                <RangeChoices chart/>
                <When holds=Signal::derive(is_empty)>
                    <p class="quiet">{move || without_bars(line)}</p>
                </When>
                <p class="timeline-links">
                    <SpanLink chart span=Span::NEVER count=|line| line.never label=text::never_expires/>
                    <SpanLink chart span=Span::UNKNOWN count=|line| line.unknown label=text::expiry_unknown/>
                </p>
            </div>
            <When holds=Signal::derive(move || !is_empty())>
                <Bars chart/>
                <BarsTable line/>
            </When>
        </div>
    }
}

/// Why there is no bar.
fn without_bars(line: Memo<Timeline>) -> &'static str {
    let (never, unknown) = line.with(|line| (line.never, line.unknown));
    if unknown > 0 {
        text::NONE_KNOWN
    } else if never > 0 {
        text::NONE_EXPIRES
    } else {
        text::NO_TOKEN
    }
}

/// How much time is shown.
#[component]
fn RangeChoices(
    /// The timeline.
    chart: Chart,
) -> impl IntoView {
    let segment = move |range: TimeRange| {
        view! {
            <Segment
                group="ts-timeline-range"
                chosen=Signal::derive(move || chart.line.with(|line| line.range) == range)
                choose=move |()| chart.choose_range(range)
                label=text::range(range)
            />
        }
    };
    view! {
        <form class="timeline-ranges" hidden=move || chart.line.with(Timeline::is_empty) on:submit=|event| event.prevent_default()>
            <fieldset class="segmented">
                <legend class="visually-hidden">{text::RANGE}</legend>
                <div class="segments">{TimeRange::ALL.map(segment)}</div>
            </fieldset>
        </form>
    }
}

/// Leads to the tokens without a bar.
#[component]
fn SpanLink(
    /// The timeline.
    chart: Chart,
    /// Which tokens.
    span: Span,
    /// How many of them there are.
    count: fn(&Timeline) -> usize,
    /// What it says.
    label: fn(u64) -> String,
) -> impl IntoView {
    let location = chart.state.list.location;
    let address = move || {
        let here = location.address();
        Address {
            open: None,
            query: Span::write(Some(span), &here.query),
            ..here
        }
    };
    let count = move || chart.line.with(count) as u64;
    view! {
        <When holds=Signal::derive(move || { count() > 0 })>
            <Link
                class="link"
                href=Signal::derive(move || location.href(&address()))
                go=move |()| location.go(&untrack(address), HistoryStep::Push)
                current=Signal::derive(move || chart.span.get() == Some(span))
            >
                {move || label(count())}
            </Link>
        </When>
    }
}

/// The bars between their scales, and what their patterns mean.
#[component]
fn Bars(
    /// The timeline.
    chart: Chart,
) -> impl IntoView {
    let Chart {
        state, line, brushing, ..
    } = chart;
    let top = Memo::new(move |_| line.with(Timeline::top));
    let ticks = move || {
        line.with(|line| {
            let count = line.buckets.len().max(1);
            let ticks = line.ticks(local_time()).into_iter();
            let ticks = ticks.map(|(at, from)| (at * 1_000 / count, tick(line, from)));
            // Without room behind it, a word would stand out.
            ticks.filter(|(place, _)| *place < 930).collect::<Vec<_>>()
        })
    };
    let tick_mark = |(place, words): (usize, String)| {
        view! { <span class="chart-tick" style=("inset-inline-start", tenths(place))>{words}</span> }.into_any()
    };
    let now_mark = move || {
        let now = state.clock.ten_seconds.get().timestamp_micros();
        let place = usize::try_from(line.with(|line| line.place(now))?).ok()?;
        Some(
            view! { <span class="now-mark" aria-hidden="true" style=("inset-inline-start", tenths(place))><span>{text::NOW}</span></span> },
        )
    };
    let outside = move || {
        let outside = line.with(|line| line.outside);
        (outside > 0).then(|| text::outside(outside as u64))
    };
    view! {
        <div class="chart">
            <p class="chart-scale" aria-hidden="true">
                <span>{move || grouped(top.get() as u64)}</span>
                <span>{move || grouped(top.get() as u64 / 2)}</span>
                <span>{grouped(0)}</span>
            </p>
            <div class="chart-plot">
                <ol
                    class="bars"
                    aria-label=text::BARS
                    on:pointerup=move |_| brushing.set_value(false)
                    on:pointerleave=move |_| brushing.set_value(false)
                >
                    <For
                        each=move || 0..line.with(|line| line.buckets.len())
                        key=|at| *at
                        children=move |at| view! { <TimelineBar chart at top/> }
                    />
                </ol>
                {now_mark}
                <p class="chart-ticks" aria-hidden="true">{move || each(ticks(), tick_mark)}</p>
            </div>
        </div>
        <div class="timeline-foot">
            <Legend line/>
            <p class="quiet">{outside}</p>
            <p class="quiet timeline-zone">{zone_words()}</p>
        </div>
    }
}

/// Thousandths as CSS has them.
fn tenths(place: usize) -> String {
    format!("{}.{}%", place / 10, place % 10)
}

/// What the parts of the bars mean, and how many there are of each.
#[component]
fn Legend(
    /// The bars.
    line: Memo<Timeline>,
) -> impl IntoView {
    let entry = |(part, (status, count)): (&'static str, (&'static str, usize))| {
        (count > 0).then(|| {
            view! {
                <li>
                    <span class=["swatch ", part].concat() aria-hidden="true"></span>
                    {text::legend(status, count)}
                </li>
            }
        })
    };
    let entries = move || {
        let statuses = text::statuses(line.with(Timeline::counts));
        PARTS.into_iter().zip(statuses).map(entry).collect::<Vec<_>>()
    };
    view! { <ul class="legend">{entries}</ul> }
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
            let rows = buckets.map(|bucket| (words(*bucket), bucket.counts.total() as u64));
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
                <thead><tr><th scope="col">{text::EXPIRES}</th><th scope="col">{text::TOKENS_COLUMN}</th></tr></thead>
                <tbody>{move || each(rows(), row)}</tbody>
            </table>
        </details>
    }
}
