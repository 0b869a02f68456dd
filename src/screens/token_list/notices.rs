//! What a person should know about the rows on screen.

use leptos::prelude::*;

use super::list::List;
use crate::components::notice::{Info, NoticeText, Warning};
use crate::components::when::When;
use crate::model::caller::Who;
use crate::model::failure::retry::TRIES;
use crate::state::app::app;
use crate::state::loader::RetryPause;
use crate::text;
use crate::tokens::list_answer::{SearchOutcome, Unsearched};
use crate::tokens::query::Ignored;

/// All notices, in order of urgency.
#[component]
pub fn Notices() -> impl IntoView {
    view! {
        <div class="notices">
            <RetryNotice/>
            <PartMissing/>
            <IgnoredAddressParts/>
            <ClocksApart/>
            <SomebodyElse/>
            <OwnTokensOnly/>
            <PageMoved/>
            <PageClamped/>
            <SearchIgnored/>
        </div>
    }
}

/// The pause between two tries.
#[component]
fn RetryNotice() -> impl IntoView {
    let list = expect_context::<List>();
    move || {
        list.loader
            .waiting()
            .map(|waiting| view! { <WaitingNotice waiting/> }.into_any())
    }
}

#[component]
fn WaitingNotice(waiting: RetryPause) -> impl IntoView {
    let list = expect_context::<List>();
    let second = app().clock.second;
    let RetryPause {
        failure,
        attempt,
        until,
    } = waiting;
    let left = move || {
        let seconds = (until - second.get()).num_seconds().max(0);
        text::list::trying_again(seconds.unsigned_abs(), attempt, TRIES)
    };
    view! {
        <Warning>
            <div>
                <NoticeText><strong>{text::failures::failure(&failure).title}</strong></NoticeText>
                <p>
                    {left}
                    " "
                    <button type="button" class="link" on:click=move |_| list.loader.again()>{text::list::TRY_NOW}</button>
                </p>
            </div>
        </Warning>
    }
}

/// A lazy module failed to load.
#[component]
fn PartMissing() -> impl IntoView {
    let modules = app().modules;
    let [before, after] = text::list::PART_MISSING;
    view! {
        <When holds=Signal::derive(move || modules.failed.get())>
            <Warning>
                <NoticeText>
                    {before}
                    <button type="button" class="link" on:click=move |_| modules.fetch()>{text::buttons::TRY_AGAIN}</button>
                    {after}
                </NoticeText>
            </Warning>
        </When>
    }
}

/// Nonsense in the address is left out, and named.
#[component]
fn IgnoredAddressParts() -> impl IntoView {
    let location = app().location;
    let odd = move || {
        let ignored = location.ignored();
        text::list::ignored_parts(ignored.iter().filter(|ignored| !ignored.is_token()))
    };
    let had_token = move || location.ignored().iter().any(Ignored::is_token);
    view! {
        <When holds=Signal::derive(had_token)>
            <Warning>
                <NoticeText>{text::list::TOKEN_IN_ADDRESS}</NoticeText>
            </Warning>
        </When>
        <When holds=Signal::derive(move || !location.is_known())>
            <Warning><NoticeText>{text::list::NO_SUCH_PAGE}</NoticeText></Warning>
        </When>
        <When holds=Signal::derive(move || location.is_known() && !odd().is_empty())>
            <Warning>
                <NoticeText>{text::list::ADDRESS_IGNORED}<bdi translate="no">{odd}</bdi></NoticeText>
            </Warning>
        </When>
    }
}

/// Somebody else is signed in now, and what was loaded for the person before is gone.
#[component]
fn SomebodyElse() -> impl IntoView {
    let session = app().session;
    let replaced = session.replaced();
    let said = move || {
        let [lead, now, then, before, end] = text::rights::replaced(&replaced.get()?, &session.named()?);
        Some(view! { {lead}<bdi translate="no">{now}</bdi>{then}<bdi translate="no">{before}</bdi>{end} }.into_any())
    };
    view! {
        <When holds=Signal::derive(move || replaced.with(Option::is_some))>
            <Warning>
                <NoticeText>
                    {said}
                    " "
                    <button type="button" class="link" on:click=move |_| replaced.set(None)>{text::buttons::DISMISS}</button>
                </NoticeText>
            </Warning>
        </When>
    }
}

/// authentik gives everyone but superusers their own tokens, and no hint of it.
#[component]
fn OwnTokensOnly() -> impl IntoView {
    let session = app().session;
    let name = move || match session.who().get() {
        Who::Known(caller) if !caller.is_superuser => Some(text::cut(&caller.username)),
        _ => None,
    };
    let [before, after] = text::list::OWN_ONLY;
    view! {
        <When holds=Signal::derive(move || name().is_some())>
            <Info>
                <p>
                    {before}
                    <strong><bdi translate="no">{name}</bdi></strong>
                    {after}
                </p>
            </Info>
        </When>
    }
}

/// A sentence, while there is one.
#[component]
fn Remark(said: Signal<Option<String>>) -> impl IntoView {
    move || {
        said.get()
            .map(|said| view! { <Info><NoticeText>{said}</NoticeText></Info> }.into_any())
    }
}

/// This computer's clock and the server's differ.
#[component]
fn ClocksApart() -> impl IntoView {
    let apart = app().clock.apart;
    view! { <Remark said=Signal::derive(move || apart.get().map(text::clock::apart))/> }
}

#[component]
fn PageMoved() -> impl IntoView {
    let list = expect_context::<List>();
    let said = move || {
        let shown = list.shown()?;
        let gone = shown.answer.requested_page?;
        Some(text::list::page_gone(gone, shown.answer.pagination.current))
    };
    view! { <Remark said=Signal::derive(said)/> }
}

/// An installation may allow fewer rows a page than asked for; authentik does not say so.
#[component]
fn PageClamped() -> impl IntoView {
    let list = expect_context::<List>();
    let said = move || {
        let shown = list.shown()?;
        let page = &shown.answer.pagination;
        let asked = shown.question.query.page_size.get();
        let got = (page.end_index + 1).saturating_sub(page.start_index);
        (page.next.is_some() && got < asked).then(|| text::list::page_clamped(got, asked))
    };
    view! { <Remark said=Signal::derive(said)/> }
}

/// authentik accepts a search and returns everything; the page says what it made of that.
#[component]
fn SearchIgnored() -> impl IntoView {
    let list = expect_context::<List>();
    let session = app().session;
    let is_first = move || list.shown().is_none() && !list.query().search.is_empty() && list.loader.is_busy();
    let said = move || {
        let shown = list.shown()?;
        let SearchOutcome::Ignored {
            matching,
            of,
            lack_clients,
        } = shown.answer.search
        else {
            return None;
        };
        let page = &shown.answer.pagination;
        let unsearched = Unsearched::by(page.total_pages, lack_clients, session.sees_own_only());
        let [lead, before, after] = text::list::search_ignored(matching, of, page.count, unsearched);
        let search = shown.question.query.search.clone();
        let view = view! {
            <Warning>
                <NoticeText>
                    <strong>{lead}</strong>
                    {before}
                    <bdi translate="no">{search}</bdi>
                    {after}
                </NoticeText>
            </Warning>
        };
        Some(view.into_any())
    };
    let [before, after] = text::list::SEARCHING;
    view! {
        <When holds=Signal::derive(is_first)>
            <Info><p>{before}<bdi translate="no">{move || list.query().search}</bdi>{after}</p></Info>
        </When>
        {said}
    }
}
