//! What a person should know about what was read, and about what was searched.

use leptos::prelude::*;

use super::reader::{PAGE, ReaderPhase};
use super::request_times::measured;
use super::state::CatalogState;
use crate::components::notice::{Info, NoticeText, Warning};
use crate::components::when::{When, each};
use crate::text;
use crate::text::name_search as words;
use crate::tokens::catalog::{NotUpdated, Unreadable};
use crate::tokens::name_search::{MOST_TOKENS, NameSearchResult};
use crate::tokens::query::ListQuery;

/// Many requests are not made without asking.
#[component]
pub fn ReadAllQuestion() -> impl IntoView {
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
pub fn IgnoredParts() -> impl IntoView {
    let state = expect_context::<CatalogState>();
    let parts = move || state.ignored.with(|ignored| text::list::ignored_parts(ignored.iter()));
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
pub fn NameSearchNotice() -> impl IntoView {
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

/// A browser silently limits how far it can scroll.
#[component]
pub fn RowsEnd() -> impl IntoView {
    let state = expect_context::<CatalogState>();
    let said = move || {
        let (most, count) = (state.below.get() as u64, state.matching.get());
        (state.list.is_endless() && state.has_all() && count > most).then(|| text::catalog::rows_end(most, count))
    };
    move || said().map(|said| view! { <Warning><NoticeText>{said}</NoticeText></Warning> }.into_any())
}

/// Tokens that are there and cannot be read are counted, and named as far as they can be.
#[component]
pub fn UnreadableTokens() -> impl IntoView {
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
pub fn NotUpdatedNotice() -> impl IntoView {
    let state = expect_context::<CatalogState>();
    let said = move || {
        if !state.has_all() {
            return [text::catalog::untold_providers(state.row_providers.untold()), None];
        }
        let reader = state.reader();
        let not_updated = reader.not_updated();
        let untold = match reader.phase() {
            ReaderPhase::Done => state.with_catalog(reader, |catalog| catalog.brief_providers()),
            _ => 0,
        };
        let not_updated = NotUpdated {
            providers: not_updated.providers && untold == 0,
            ..not_updated
        };
        [
            text::catalog::untold_providers(untold),
            text::catalog::not_updated(not_updated),
        ]
    };
    let warning = |said: String| view! { <Warning><NoticeText>{said}</NoticeText></Warning> };
    move || said().map(|said| said.map(warning)).into_iter().collect_view()
}
