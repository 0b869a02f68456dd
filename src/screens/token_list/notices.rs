//! What a person should know about the rows on screen.

use leptos::prelude::*;

use super::list::List;
use super::question::SearchOutcome;
use crate::app::app;
use crate::authentik::client::{Client, Who};
use crate::clock::Clock;
use crate::loader::TRIES;
use crate::text;
use crate::ui::dom::{El, bdi, button, el};
use crate::ui::format::number;
use crate::ui::notice::{info, told, warning};

/// All notices, in order of urgency.
pub fn notices() -> El {
    let list = expect_context::<List>();
    let client = app().client;
    let clock = app().clock;
    el("div")
        .class("notices")
        .part(move || waiting(list, clock))
        .part(part_missing)
        .part(move || address(list))
        .part(move || own_tokens_only(client))
        .part(move || page_moved(list))
        .part(move || page_clamped(list))
        .part(move || search_ignored(list))
}

/// The pause between two tries.
fn waiting(list: List, clock: Clock) -> Option<El> {
    let waiting = list.loader.waiting()?;
    let title = text::failures::failure(&waiting.failure).title;
    let left = move || {
        let when = match (waiting.until - clock.second.get()).num_seconds().max(0) {
            0 => "now".to_owned(),
            1 => "in 1 second".to_owned(),
            more => format!("in {more} seconds"),
        };
        format!("Trying again {when} (try {} of {TRIES}). ", waiting.attempt)
    };
    let now = button("link", move || list.loader.again()).text("Try now");
    let body = el("div")
        .child(told("").child(el("strong").text(&title)))
        .child(el("p").text_of(left).child(now));
    Some(warning(body))
}

/// What is fetched after the first view did not come.
fn part_missing() -> Option<El> {
    let later = app().later;
    later.has_failed().then(|| {
        let again = button("link", move || later.fetch()).text("Try again");
        warning(told("A part of Tokenscope could not be fetched, so not everything works. ").child(again))
    })
}

/// Nonsense in the address is left out, and named.
fn address(list: List) -> Option<El> {
    if !list.location.is_known() {
        return Some(warning(told("There is no such page here, so this one is shown.")));
    }
    let ignored = list.location.ignored();
    let parts = ignored.iter().map(|ignored| match ignored.value.as_str() {
        "" => ignored.name.clone(),
        value => format!("{}={value}", ignored.name),
    });
    let parts = parts.collect::<Vec<_>>().join(", ");
    (!parts.is_empty()).then(|| {
        let said = told("Part of the address makes no sense here and was ignored: ");
        warning(said.child(bdi(&parts)))
    })
}

/// authentik gives everyone but superusers their own tokens, and no hint of it.
fn own_tokens_only(client: Client) -> Option<El> {
    let Who::Known(caller) = client.who().get() else {
        return None;
    };
    if caller.is_superuser {
        return None;
    }
    let name = el("strong").child(bdi(&caller.username));
    Some(info(el("p").text("You are signed in as ").child(name).text(
        ", who is not a superuser: authentik shows you only your own tokens. Others may exist all the same.",
    )))
}

fn page_moved(list: List) -> Option<El> {
    let shown = list.shown()?;
    let gone = number(shown.answer.instead_of?);
    let here = number(shown.answer.pagination.current);
    Some(info(told(&format!(
        "There is no page {gone} any more. This is the last one, page {here}."
    ))))
}

/// An installation may allow fewer rows a page than asked for; authentik does not say so.
fn page_clamped(list: List) -> Option<El> {
    let shown = list.shown()?;
    let page = &shown.answer.pagination;
    let asked = shown.question.query.page_size.get();
    let got = (page.end_index + 1).saturating_sub(page.start_index);
    (page.next.is_some() && got < asked).then(|| {
        info(told(&format!(
            "This authentik gives at most {} rows a page, not the {} asked for.",
            number(got),
            number(asked)
        )))
    })
}

/// authentik accepts a search and returns everything; the page says what it made of that.
fn search_ignored(list: List) -> Option<El> {
    let Some(shown) = list.shown() else {
        let search = list.query().search;
        let is_first = !search.is_empty() && list.loader.is_busy();
        return is_first.then(|| info(el("p").text("Searching for “").child(bdi(&search)).text("”…")));
    };
    let SearchOutcome::Ignored { matching, of } = shown.answer.search else {
        return None;
    };
    let page = &shown.answer.pagination;
    let rest = if page.total_pages > 1 {
        "The other pages were not looked at. For a complete answer, choose a user or a provider from the suggestions."
    } else {
        "All of them are on this page, so nothing is missing."
    };
    let verb = if matching == 1 { "matches" } else { "match" };
    let counted = el("strong").text(&format!("{matching} of the {of} on this page"));
    let said = told("")
        .child(counted)
        .text(&format!(" {verb} “"))
        .child(bdi(&shown.question.query.search))
        .text(&format!(
            "”. authentik does not search tokens: it ignored the text and returned all {}. {rest}",
            number(page.count)
        ));
    Some(warning(said))
}
