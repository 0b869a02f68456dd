//! Having all tokens read: asking first, watching, pausing, giving up; and what was read when.

use std::iter;

use leptos::prelude::*;

use super::export::ExportMenu;
use super::facets::Facets;
use super::measured::measured;
use super::name_search::{MOST_TOKENS, NameSearchResult};
use super::reader::{PAGE, Reader, ReaderPhase};
use super::state::{CatalogState, FEW};
use super::timeline::TimelineChart;
use crate::components::announcer;
use crate::components::format::{clock, relative};
use crate::components::icon::{FUNNEL, Icon, Picture, drawn};
use crate::components::notice::{Info, NoticeText, Warning};
use crate::components::progress::ProgressBar;
use crate::components::when::{When, each};
use crate::model::kind::Kind;
use crate::screens::failure_panel::FailurePanel;
use crate::text;
use crate::text::catalog::StandsStill;
use crate::text::name_search as words;
use crate::text::numbers::grouped;
use crate::tokens::catalog::{Chosen, Facet, Unasked, Unreadable};
use crate::tokens::query::{CatalogFilter, ListQuery};

/// No quarter of anything: nothing is being read.
const IDLE: u64 = u64::MAX;

/// Buttons beside those of the list.
#[component]
pub fn CatalogTools() -> impl IntoView {
    let state = expect_context::<CatalogState>();
    view! {
        <div class="catalog-tools">
            <When holds=Signal::derive(move || !state.has_all())>
                <button type="button" class="button" node_ref=state.read_all on:click=move |_| state.want_all()>
                    <Picture icon=Icon::Stack/>
                    {text::buttons::READ_ALL}
                </button>
            </When>
            <ExportMenu/>
        </div>
    }
}

/// What there is to choose from, how far reading is, and what a search covered.
#[component]
pub fn Strip() -> impl IntoView {
    let state = expect_context::<CatalogState>();
    // Where there is little room, what there is to choose from waits behind one button.
    let open = RwSignal::new(false);
    let chosen = move || {
        let query = state.list.query();
        let chosen = Chosen::of(&query);
        let facets: usize = Facet::ALL.iter().map(|facet| chosen.count(*facet)).sum();
        let has_span = !query.filters.get(CatalogFilter::Expires).is_empty();
        let many = facets + usize::from(has_span);
        if many > 0 { grouped(many as u64) } else { String::new() }
    };
    view! {
        <div class="strip" class:strip-open=open>
            <button
                type="button"
                class="button strip-toggle"
                aria-expanded=move || if open.get() { "true" } else { "false" }
                on:click=move |_| open.update(|open| *open = !*open)
            >
                {drawn(FUNNEL)}
                {text::facets::FILTERS}
                <span class="facet-badge">{chosen}</span>
            </button>
            <Facets/>
            <TimelineChart/>
            <div class="notices">
                <ReadAllQuestion/>
                <IgnoredParts/>
                <QuickAnswer/>
                <ReadingUnderWay/>
                <ReadingStopped/>
                <RowsEnd/>
                <UnreadableTokens/>
                <NotAsked/>
            </div>
            <WhatWasRead/>
        </div>
    }
}

/// Many requests are not made without asking.
#[component]
fn ReadAllQuestion() -> impl IntoView {
    let state = expect_context::<CatalogState>();
    let said = move || match state.count() {
        // How long it may take, by what was measured.
        Some(count) => text::catalog::read_all(count, PAGE, measured(count).seconds_for(count)),
        None => text::catalog::READ_ALL_UNCOUNTED.to_owned(),
    };
    let not_now = move || {
        state.keep_focus(state.asked_from.get_value());
        state.stop_asking();
        // Without them, there is no answer to what only they can tell.
        if untrack(|| state.list.query().needs_catalog()) {
            state.list.change_query(ListQuery::without_catalog);
        }
    };
    view! {
        <When holds=Signal::derive(move || state.is_asking())>
            <Info attr:role="group" attr:aria-labelledby="ts-read-all">
                <div>
                    <h2 class="notice-title" id="ts-read-all">{text::catalog::READ_ALL_QUESTION}</h2>
                    <p role="status">{said}</p>
                    <div class="panel-actions">
                        <button type="button" class="button button-primary" on:click=move |_| state.read()>
                            {text::catalog::START_READING}
                        </button>
                        <button type="button" class="button" on:click=move |_| not_now()>{text::catalog::NOT_NOW}</button>
                    </div>
                </div>
            </Info>
        </When>
    }
}

/// Nonsense in that part of the address that is understood here.
#[component]
fn IgnoredParts() -> impl IntoView {
    let state = expect_context::<CatalogState>();
    let parts = move || {
        state.ignored.with(|ignored| {
            let parts = ignored
                .iter()
                .map(|ignored| format!("{}={}", ignored.name, ignored.value));
            parts.collect::<Vec<_>>().join(", ")
        })
    };
    view! {
        <When holds=Signal::derive(move || state.has_all() && !state.ignored.with(Vec::is_empty))>
            <Warning>
                <NoticeText>{text::list::ADDRESS_IGNORED}<bdi translate="no">{parts}</bdi></NoticeText>
            </Warning>
        </When>
    }
}

/// What a search by names covered, and what it did not.
#[component]
fn QuickAnswer() -> impl IntoView {
    let state = expect_context::<CatalogState>();
    let search = move || state.list.query().search;
    move || match state.name_search.outcome() {
        NameSearchResult::Nothing => ().into_any(),
        NameSearchResult::Looking => {
            let [before, after] = words::LOOKING;
            view! { <Info><NoticeText>{before}<bdi translate="no">{search}</bdi>{after}</NoticeText></Info> }.into_any()
        }
        NameSearchResult::Found { users, providers, word } => {
            // How many match a part of the text is not what was asked.
            let [before, between, after] = words::found(word.is_none().then_some((users, providers)));
            view! {
                <Info>
                    <NoticeText>{before}<bdi translate="no">{search}</bdi>{between}<ReadAll/>{after}</NoticeText>
                </Info>
            }
            .into_any()
        }
        NameSearchResult::AllRead { of, with_clients } => {
            let [before, after] = words::all_read(of, with_clients);
            view! { <Info><NoticeText>{before}<bdi translate="no">{search}</bdi>{after}</NoticeText></Info> }.into_any()
        }
        NameSearchResult::TooMany {
            users,
            providers,
            word,
            tokens,
        } => {
            let most = tokens.then_some(MOST_TOKENS);
            let [before, between, after] = words::too_many(users, providers, word.is_some(), most);
            let matched = move || word.clone().unwrap_or_else(search);
            view! {
                <Warning>
                    <NoticeText>{before}<bdi translate="no">{matched}</bdi>{between}<ReadAll/>{after}</NoticeText>
                </Warning>
            }
            .into_any()
        }
        NameSearchResult::NotByNames => {
            let [before, between, after] = words::NOT_BY_NAMES;
            view! {
                <Warning>
                    <NoticeText>{before}<bdi translate="no">{search}</bdi>{between}<ReadAll/>{after}</NoticeText>
                </Warning>
            }
            .into_any()
        }
        NameSearchResult::Failed(failure) => {
            let [before, after] = words::failed(&text::failures::failure(&failure).title);
            view! { <Warning><NoticeText>{before}<ReadAll/>{after}</NoticeText></Warning> }.into_any()
        }
    }
}

/// The way to an answer that covers everything, in the middle of a sentence.
#[component]
fn ReadAll() -> impl IntoView {
    let state = expect_context::<CatalogState>();
    let label = move || match state.count() {
        Some(count) => text::name_search::read_all(count),
        None => text::buttons::READ_ALL.to_owned(),
    };
    view! { <button type="button" class="link" on:click=move |_| state.want_all()>{label}</button> }
}

/// How far it is.
#[component]
fn ReadingUnderWay() -> impl IntoView {
    let state = expect_context::<CatalogState>();
    let is_under_way =
        move || state.has_all() && !matches!(state.reader().phase(), ReaderPhase::Done | ReaderPhase::Idle);
    let how_far = move || {
        let reader = state.reader();
        reader.follow();
        reader.phase();
        reader.progress()
    };
    let words = move || {
        let reader = state.reader();
        // While nothing comes, time passes.
        state.clock.second.track();
        let progress = how_far();
        let stands_still = match reader.phase() {
            // What does not run has no rate, and no end in sight.
            ReaderPhase::Paused => Some(StandsStill::Paused),
            ReaderPhase::Stopped(_) => Some(StandsStill::Stopped),
            ReaderPhase::Running if progress.waits => Some(StandsStill::Waits),
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

/// Stands in what comes and goes, and sees to it that the focus goes elsewhere, not away.
#[component]
fn FocusKeeper() -> impl IntoView {
    let state = expect_context::<CatalogState>();
    on_cleanup(move || state.keep_focus(None));
}

/// Says how far it is to those who do not see the bar: at each quarter, where that takes a while, and in the end.
fn say_how_far(state: CatalogState) {
    Effect::new(move |before: Option<(Kind, u64)>| {
        let reader = state.reader();
        reader.follow();
        let (kind, phase) = (state.list.kind(), reader.phase());
        let quarters = match phase {
            ReaderPhase::Running | ReaderPhase::Paused if state.has_all() => {
                let progress = reader.progress();
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
        if before != IDLE && quarters != IDLE && quarters > before {
            let progress = reader.progress();
            announcer::say(&text::catalog::read_aloud(progress.read, progress.of, kind));
        }
        if before != IDLE && phase == ReaderPhase::Done {
            let news = untrack(|| news(reader));
            announcer::say(&text::catalog::read_to_the_end(
                reader.progress().read,
                kind,
                news.as_deref(),
            ));
        }
        (kind, quarters)
    });
}

/// It cannot go on by itself; what was read stays.
#[component]
fn ReadingStopped() -> impl IntoView {
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

/// A browser has an end to what it can scroll through, and says nothing of it.
#[component]
fn RowsEnd() -> impl IntoView {
    let state = expect_context::<CatalogState>();
    let said = move || {
        let (most, count) = (state.below.get() as u64, state.matching.get());
        (state.list.is_endless() && state.has_all() && count > most).then(|| text::catalog::rows_end(most, count))
    };
    move || said().map(|said| view! { <Warning><NoticeText>{said}</NoticeText></Warning> }.into_any())
}

/// Tokens that are there and cannot be read are counted, and named as far as they can be.
#[component]
fn UnreadableTokens() -> impl IntoView {
    let state = expect_context::<CatalogState>();
    let rows = move || {
        if !state.has_all() {
            return Vec::new();
        }
        let reader = state.reader();
        reader.follow();
        reader.phase();
        state.with_catalog(reader, |catalog| catalog.unreadable().to_vec())
    };
    let row = |row: Unreadable| {
        let [lead, place] = text::catalog::unreadable_token(row.pk, &row.problem);
        let request = row
            .request_id
            .map(|id| view! { {text::catalog::REQUEST_ID}<code translate="no">{id}</code> });
        view! { <li><strong>{lead}</strong>{place}{request}</li> }.into_any()
    };
    move || {
        let rows = rows();
        if rows.is_empty() {
            return None;
        }
        let title = text::catalog::unreadable(rows.len() as u64);
        Some(view! {
            <Warning>
                <div>
                    <NoticeText>{title}</NoticeText>
                    <details>
                        <summary>{text::catalog::WHICH}</summary>
                        <ul class="unreadable">{each(rows, row)}</ul>
                    </details>
                </div>
            </Warning>
        })
    }
}

/// What is not known of users and providers.
#[component]
fn NotAsked() -> impl IntoView {
    let state = expect_context::<CatalogState>();
    let said = move || {
        if !state.has_all() {
            return [text::catalog::untold_providers(state.row_providers.untold()), None];
        }
        let reader = state.reader();
        let unasked = reader.unasked();
        let untold = match reader.phase() {
            ReaderPhase::Done => state.with_catalog(reader, |catalog| catalog.brief_providers()),
            _ => 0,
        };
        let unasked = Unasked {
            providers: unasked.providers && untold == 0,
            ..unasked
        };
        [text::catalog::untold_providers(untold), text::catalog::unasked(unasked)]
    };
    let warning = |said: String| view! { <Warning><NoticeText>{said}</NoticeText></Warning> };
    move || said().map(|said| said.map(warning)).into_iter().collect_view()
}

/// What was read, when, and what was different.
#[component]
fn WhatWasRead() -> impl IntoView {
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
    let progress = reader.progress();
    let at = reader.read_at()?;
    let ago = ((now - at).num_seconds() >= 60).then(|| relative(at, now));
    let (kind, own) = (state.list.kind(), state.list.sees_own_only());
    let words = text::catalog::read_at(kind, progress.read, own, &clock(at), ago.as_deref());
    Some(text::catalog::side_by_side(iter::once(words).chain(news(reader))))
}

/// What was different from before, in words. Not tracked.
fn news(reader: Reader) -> Option<String> {
    let requests = reader.is_refresh().then(|| reader.requests());
    text::catalog::news(reader.changed(), requests)
}
