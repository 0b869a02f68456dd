//! How far reading is, pausing it and giving it up; and what was read when.

use std::iter;

use leptos::prelude::*;

use super::reader::{Reader, ReaderPhase};
use super::state::{CatalogState, FEW};
use crate::components::announcer;
use crate::components::format::{clock, relative};
use crate::components::icon::{Icon, Picture};
use crate::components::progress::ProgressBar;
use crate::components::when::When;
use crate::model::kind::Kind;
use crate::platform::clock::now;
use crate::screens::failure_panel::FailurePanel;
use crate::text;
use crate::text::catalog::NotRunning;

/// No quarter of anything: nothing is being read.
const IDLE: u64 = u64::MAX;

/// So many seconds at least lie between two announcements of how far it is.
const BETWEEN: i64 = 5;

/// How far it is.
#[component]
pub fn ReadingUnderWay() -> impl IntoView {
    let state = expect_context::<CatalogState>();
    let is_under_way =
        move || state.has_all() && !matches!(state.reader().phase(), ReaderPhase::Done | ReaderPhase::Idle);
    let how_far = move || {
        let reader = state.reader();
        reader.follow();
        reader.phase();
        reader.progress_untracked()
    };
    let words = move || {
        let reader = state.reader();
        // While nothing comes, time passes.
        state.clock.second.track();
        let progress = how_far();
        let stands_still = match reader.phase() {
            // While nothing runs there is no rate and no time left to show.
            ReaderPhase::Paused => Some(NotRunning::Paused),
            ReaderPhase::Stopped(_) => Some(NotRunning::Stopped),
            ReaderPhase::Running if progress.waits => Some(NotRunning::Waits),
            _ => None,
        };
        if let Some(why) = stands_still {
            return text::catalog::stands_still(progress.read, progress.of, why);
        }
        let words = if reader.phase() == ReaderPhase::Running && reader.is_refresh() {
            text::catalog::looking(progress.answered, progress.left, progress.seconds_left)
        } else {
            text::catalog::reading(progress.read, progress.of, progress.rate, progress.seconds_left)
        };
        let slow = progress.slow.map(|(slow, seconds)| text::catalog::slow(slow, seconds));
        text::catalog::side_by_side(iter::once(words).chain(slow))
    };
    let is_paused = move || state.reader().phase() == ReaderPhase::Paused;
    let can_pause = move || matches!(state.reader().phase(), ReaderPhase::Running | ReaderPhase::Paused);
    let pause = move |_| {
        let reader = untrack(|| state.reader());
        if untrack(is_paused) {
            reader.go_on();
        } else {
            reader.pause();
        }
    };
    say_how_far(state);
    view! {
        <When holds=Signal::derive(is_under_way)>
            <FocusKeeper/>
            <div class="reading" role="region" aria-label=text::catalog::CATALOG>
                <ProgressBar
                    label=text::catalog::READING
                    done=Signal::derive(move || how_far().read)
                    of=Signal::derive(move || how_far().of)
                    text=Signal::derive(words)
                />
                <p class="reading-words">{words}</p>
                <div class="reading-tools">
                    // One button for both: it keeps the focus of whoever has just pressed it.
                    <When holds=Signal::derive(can_pause)>
                        <FocusKeeper/>
                        <button type="button" class="button" node_ref=state.pause on:click=pause>
                            {move || if is_paused() { text::buttons::RESUME } else { text::buttons::PAUSE }}
                        </button>
                    </When>
                    <button type="button" class="button" on:click=move |_| untrack(|| state.reader()).cancel()>
                        {text::buttons::CANCEL}
                    </button>
                </div>
            </div>
        </When>
    }
}

/// Sits in content that comes and goes, and moves the focus elsewhere when it disappears.
#[component]
fn FocusKeeper() -> impl IntoView {
    let state = expect_context::<CatalogState>();
    on_cleanup(move || state.keep_focus(None));
}

/// Says how far it is to those who do not see the bar: at each quarter, but not too often, and in the end.
fn say_how_far(state: CatalogState) {
    let said_at = StoredValue::new(now());
    Effect::new(move |before: Option<(Kind, u64)>| {
        let reader = state.reader();
        reader.follow();
        let (kind, phase) = (state.list.kind(), reader.phase());
        let quarters = match phase {
            ReaderPhase::Running | ReaderPhase::Paused if state.has_all() => {
                let progress = reader.progress_untracked();
                // The last quarter is told of when it is there.
                let quarters = (progress.read * 4 / progress.of.max(1)).min(3);
                if reader.is_refresh() || progress.of <= FEW {
                    0
                } else {
                    quarters
                }
            }
            _ => IDLE,
        };
        let before = before
            .filter(|(before, _)| *before == kind)
            .map_or(IDLE, |(_, quarters)| quarters);
        if before == IDLE {
            said_at.set_value(now());
        } else if quarters != IDLE && quarters > before {
            if (now() - said_at.get_value()).num_seconds() < BETWEEN {
                return (kind, before);
            }
            said_at.set_value(now());
            let progress = reader.progress_untracked();
            announcer::say(&text::catalog::read_aloud(progress.read, progress.of, kind));
        }
        if before != IDLE && phase == ReaderPhase::Done {
            let news = untrack(|| news_untracked(reader));
            announcer::say(&text::catalog::read_to_the_end(
                reader.progress_untracked().read,
                kind,
                news.as_deref(),
            ));
        }
        (kind, quarters)
    });
}

/// It cannot go on by itself; what was read stays.
#[component]
pub fn ReadingStopped() -> impl IntoView {
    let state = expect_context::<CatalogState>();
    move || {
        let reader = state.reader();
        let ReaderPhase::Stopped(failure) = reader.phase() else {
            return None;
        };
        let panel = || view! { <FailurePanel failure shown_elsewhere=&[] retry=move |()| reader.go_on()/> };
        state.has_all().then(panel)
    }
}

/// What was read, when, and what was different.
#[component]
pub fn WhatWasRead() -> impl IntoView {
    let state = expect_context::<CatalogState>();
    let is_read = move || state.has_all() && state.reader().phase() == ReaderPhase::Done;
    view! {
        <When holds=Signal::derive(is_read)>
            <div class="catalog-state" role="region" aria-label=text::catalog::CATALOG>
                <Picture icon=Icon::Check/>
                // It is said when it is new; that it grows older need not be.
                <p>{move || what_was_read(state)}</p>
            </div>
        </When>
    }
}

/// The same in words, tracked.
fn what_was_read(state: CatalogState) -> Option<String> {
    let reader = state.reader();
    reader.follow();
    let now = state.clock.ten_seconds.get();
    let progress = reader.progress_untracked();
    let at = reader.read_at()?;
    let ago = ((now - at).num_seconds() >= 60).then(|| relative(at, now));
    let (kind, own) = (state.list.kind(), state.list.sees_own_only());
    let words = text::catalog::read_at(kind, progress.read, own, &clock(at), ago.as_deref());
    Some(text::catalog::side_by_side(
        iter::once(words).chain(news_untracked(reader)),
    ))
}

/// What was different from before, in words.
fn news_untracked(reader: Reader) -> Option<String> {
    let requests = reader.is_refresh().then(|| reader.requests_untracked());
    text::catalog::news(reader.changed_untracked(), requests)
}
