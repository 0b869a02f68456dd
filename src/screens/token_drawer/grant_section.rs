//! What else the same user holds for the same client: as long as a refresh token lives, ending an access token alone does
//! little.

use leptos::prelude::*;

use crate::app::app;
use crate::authentik::client::Stretch;
use crate::authentik::token::Token;
use crate::loader::Loader;
use crate::location::Step;
use crate::screens::choosing::{Choice, Whose, button_for};
use crate::screens::token_list::list::List;
use crate::text;
use crate::tokens::kind::Kind;
use crate::tokens::query::{Address, ListQuery};
use crate::ui::dom::{El, button, el, keep_watching};
use crate::ui::way::way;

/// The other tokens of the grant, counted, each kind with the way to it; and the way to end all of it.
pub fn grant_section(token: &Token, kind: Kind, list: List) -> Vec<El> {
    let client = app().client;
    let (user, provider) = (token.user.pk, token.provider.pk);
    let loader = Loader::new(move |of: &(u64, u64), call| {
        let ((user, provider), call) = (*of, call.clone());
        Box::pin(async move {
            let mut counts = Vec::new();
            for kind in Kind::ALL {
                let of = Stretch {
                    kind,
                    user: Some(user),
                    provider: Some(provider),
                    ordering: "pk",
                    page: 1,
                    size: 1,
                };
                let page = client.stretch(&of, &call).await?;
                counts.push((kind, page.pagination.count));
            }
            Ok(counts)
        })
    });
    loader.ask((user, provider));
    let before = std::cell::Cell::new(0);
    keep_watching(move || {
        let ended = list.ended.get();
        if before.replace(ended) < ended {
            untrack(|| loader.again());
        }
    });
    // This one is counted among its kind.
    let others = move || {
        let answered = loader.current()?;
        let others = answered.answer.iter().map(|&(other, count)| {
            let own = u64::from(other == kind);
            (other, count.saturating_sub(own))
        });
        Some(others.collect::<Vec<_>>())
    };
    let name = token.provider.name.clone();
    let said = move || match others() {
        None if loader.failure().is_some() => None,
        None => Some(el("p").class("quiet").text("Looking for them…")),
        Some(others) if others.iter().all(|(_, count)| *count == 0) => {
            Some(el("p").text("None: this is the only token that this user holds for this client."))
        }
        Some(others) => {
            let refresh = others.iter().find(|(kind, _)| *kind == Kind::RefreshTokens);
            let words = text::plan::grant(kind, refresh.map_or(0, |(_, count)| *count), &name);
            let links = others.iter().filter(|(_, count)| *count > 0);
            let links = links.map(|&(kind, count)| el("li").child(link(list, kind, user, provider, count)));
            Some(
                el("div")
                    .children(words.map(|words| el("p").class("grant-words").text(&words)))
                    .child(el("ul").class("id-list").children(links)),
            )
        }
    };
    let failed = move || {
        let title = text::failures::failure(&loader.failure()?).title;
        let again = button("link", move || loader.again()).text("Try again");
        Some(
            el("p")
                .attr("role", "alert")
                .text("What else there is could not be found out: ")
                .text(&title)
                .text(". ")
                .child(again),
        )
    };
    let whose = Whose {
        user: Some((user, token.user.username.clone())),
        provider: Some((provider, token.provider.name.clone())),
    };
    vec![
        el("div").class("grant").part(said).part(failed),
        end_all(list, "ts-why-grant", whose),
    ]
}

/// The button that leads to a plan, once that part of the program is there.
pub fn end_all(list: List, id: &'static str, whose: Whose) -> El {
    let owner = Owner::current();
    el("p").class("section-tools").part(move || {
        list.choosing.with(Option::is_some).then_some(())?;
        let choice = owner.as_ref()?.with(use_context::<Choice>)?;
        let whose = StoredValue::new_local(whose.clone());
        Some(button_for(choice, id, move || {
            whose.try_get_value().unwrap_or_default()
        }))
    })
}

fn link(list: List, kind: Kind, user: u64, provider: u64, count: u64) -> El {
    let address = Address {
        kind,
        query: ListQuery::default().with_user(Some(user)).with_provider(Some(provider)),
        ..Address::default()
    };
    let there = address.clone();
    way(
        move || list.location.href(&there),
        move || list.location.go(&address, Step::Push),
    )
    .class("grant-link")
    .text(&text::plan::counted(kind, count))
}
