//! What a person should know about the rows on screen.

use leptos::prelude::*;

use super::list::List;
use crate::components::format::number;
use crate::components::notice::{Info, NoticeText, Warning};
use crate::components::when::When;
use crate::model::caller::Who;
use crate::model::failure::retry::TRIES;
use crate::state::app::app;
use crate::state::loader::RetryPause;
use crate::text;
use crate::tokens::list_answer::SearchOutcome;
use crate::tokens::query::Ignored;

/// All notices, in order of urgency.
#[component]
pub fn Notices() -> impl IntoView {
    view! {
        <div class="notices">
            <RetryNotice/>
            <PartMissing/>
            <OddAddress/>
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
            .map(|waiting| view! { <OneWaiting waiting/> }.into_any())
    }
}

#[component]
fn OneWaiting(waiting: RetryPause) -> impl IntoView {
    let list = expect_context::<List>();
    let second = app().clock.second;
    let RetryPause {
        failure,
        attempt,
        until,
    } = waiting;
    let left = move || {
        let when = match (until - second.get()).num_seconds().max(0) {
            0 => "now".to_owned(),
            1 => "in 1 second".to_owned(),
            more => format!("in {more} seconds"),
        };
        format!("Trying again {when} (try {attempt} of {TRIES}). ")
    };
    view! {
        <Warning>
            <div>
                <NoticeText><strong>{text::failures::failure(&failure).title}</strong></NoticeText>
                <p>
                    {left}
                    <button type="button" class="link" on:click=move |_| list.loader.again()>"Try now"</button>
                </p>
            </div>
        </Warning>
    }
}

/// What is fetched after the first view did not come.
#[component]
fn PartMissing() -> impl IntoView {
    let modules = app().modules;
    view! {
        <When holds=Signal::derive(move || modules.failed.get())>
            <Warning>
                <NoticeText>
                    "A part of Tokenscope could not be fetched, so not everything works. "
                    <button type="button" class="link" on:click=move |_| modules.fetch()>"Try again"</button>
                    ". If that does not help, a newer version may have been installed: reload the page."
                </NoticeText>
            </Warning>
        </When>
    }
}

/// Nonsense in the address is left out, and named.
#[component]
fn OddAddress() -> impl IntoView {
    let location = app().location;
    let odd = move || {
        let ignored = location.ignored();
        let parts = ignored
            .iter()
            .filter(|ignored| !ignored.is_token())
            .map(|ignored| match ignored.value.as_str() {
                "" => ignored.name.clone(),
                value => format!("{}={value}", ignored.name),
            });
        parts.collect::<Vec<_>>().join(", ")
    };
    let had_token = move || location.ignored().iter().any(Ignored::is_token);
    view! {
        <When holds=Signal::derive(had_token)>
            <Warning>
                <NoticeText>
                    "The address held what looks like a token. It was removed and not searched for. It may be in server "
                    "logs by now, so treat it as leaked."
                </NoticeText>
            </Warning>
        </When>
        <When holds=Signal::derive(move || !location.is_known())>
            <Warning><NoticeText>"There is no such page here, so this one is shown."</NoticeText></Warning>
        </When>
        <When holds=Signal::derive(move || location.is_known() && !odd().is_empty())>
            <Warning>
                <NoticeText>"Part of the address makes no sense here and was ignored: "<bdi translate="no">{odd}</bdi></NoticeText>
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
                    <button type="button" class="link" on:click=move |_| replaced.set(None)>"Dismiss"</button>
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
    view! {
        <When holds=Signal::derive(move || name().is_some())>
            <Info>
                <p>
                    "You are signed in as "
                    <strong><bdi translate="no">{name}</bdi></strong>
                    ", who is not a superuser: authentik shows you only your own tokens. Others may exist all the same."
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
        let gone = number(shown.answer.requested_page?);
        let here = number(shown.answer.pagination.current);
        Some(format!(
            "There is no page {gone} any more. This is the last one, page {here}."
        ))
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
        (page.next.is_some() && got < asked).then(|| {
            format!(
                "This authentik gives at most {} rows a page, not the {} asked for.",
                number(got),
                number(asked)
            )
        })
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
        // Who may see nothing but their own tokens is hardly suggested anybody.
        let rest = if page.total_pages <= 1 && lack_clients {
            "Client IDs are not in these rows, and were not searched. For a complete answer, read all tokens."
        } else if page.total_pages <= 1 {
            "All of them are on this page, so nothing is missing."
        } else if session.sees_own_only() {
            "The other pages were not looked at. For a complete answer, read all tokens."
        } else {
            "The other pages were not looked at. For a complete answer, choose a user or a provider from the suggestions."
        };
        let verb = if matching == 1 { "matches" } else { "match" };
        let count = number(page.count);
        let search = shown.question.query.search.clone();
        let view = view! {
            <Warning>
                <NoticeText>
                    <strong>{format!("{matching} of the {of} on this page")}</strong>
                    {format!(" {verb} “")}
                    <bdi translate="no">{search}</bdi>
                    {format!("”. authentik does not search tokens: it ignored the text and returned all {count}. {rest}")}
                </NoticeText>
            </Warning>
        };
        Some(view.into_any())
    };
    view! {
        <When holds=Signal::derive(is_first)>
            <Info><p>"Searching for “"<bdi translate="no">{move || list.query().search}</bdi>"”…"</p></Info>
        </When>
        {said}
    }
}
