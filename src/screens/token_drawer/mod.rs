//! One token, whole: what it is, who issued it, whom it speaks for, what it claims.

mod claims_section;
mod delete;
mod facts;
mod findings_section;
mod grant_section;
mod provider_section;
mod token_section;
mod user_section;

use std::cell::Cell;
use std::rc::Rc;

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use claims_section::claims_section;
use delete::delete_button;
use findings_section::findings_section;
use grant_section::{end_all, grant_section};
use provider_section::provider_section;
use token_section::token_section;
use user_section::user_section;

use super::choosing::Whose;
use super::failure_panel::failure_panel;
use super::token_list::list::List;
use crate::app::{App, app};
use crate::authentik::failure::FailureKind;
use crate::authentik::token::Token;
use crate::loader::Loader;
use crate::text;
use crate::tokens::kind::Kind;
use crate::ui::dom::{El, Item, button, el, item, keep_watching, span, spawn};
use crate::ui::icon::{Icon, picture};

const TITLE_ID: &str = "ts-drawer-title";

/// Which token is asked for.
#[derive(Clone, Copy, PartialEq)]
struct Question {
    kind: Kind,
    pk: u64,
}

/// The drawer. It stays while one token after another is looked at.
pub fn token_drawer() -> El {
    let list = expect_context::<List>();
    let App { client, location, .. } = app();
    let loader = Loader::new(move |asked: &Question, call| client.token(asked.kind, asked.pk, call));
    let question = move || list.open().map(|pk| Question { kind: list.kind(), pk });
    let token = move || shown_token(list, loader, question()?);
    let name = move || question().map(name).unwrap_or_default();
    let heading = el("h2")
        .attr("id", TITLE_ID)
        .attr("tabindex", "-1")
        .child(span("title-kind").text_of(move || text::kinds::one(list.kind()).to_owned()))
        .text(" ")
        .child(span("title-number").text_of(move || list.open().map(|pk| pk.to_string()).unwrap_or_default()));
    let title = heading.clone();
    let before = Cell::new(None);
    keep_watching(move || {
        let question = question();
        if let Some(question) = question.filter(|_| before.replace(question) != question) {
            untrack(|| loader.ask(question));
            if location.takes_focus() {
                let title = title.clone();
                // A moment later, when the drawer is on the page.
                spawn(async move {
                    title.focus();
                });
            }
        }
    });
    let step = move |name: &str, icon: Icon, steps: isize| {
        icon_button(name, icon, move || go(list, steps)).attr_of("aria-disabled", move || {
            let there = list.open().and_then(|pk| list.neighbour(pk, steps));
            there.is_none().then(|| "true".to_owned())
        })
    };
    let tools = el("div")
        .class("drawer-tools")
        .child(delete_button(list, token))
        .child(step("Previous token", Icon::Previous, -1))
        .child(step("Next token", Icon::Next, 1))
        .child(icon_button("Refresh token", Icon::Refresh, move || loader.again()))
        .child(icon_button("Close", Icon::Cross, move || list.close_token()));
    let waiting = move || {
        let title = text::failures::failure(&loader.waiting()?.failure).title;
        let note = el("p").class("drawer-waiting").attr("role", "status");
        Some(note.text(&title).text(". Trying again…"))
    };
    let failed = move || {
        let failure = loader.failure()?;
        Some(match failure.kind {
            FailureKind::NotFound => missing(list, &name()),
            _ => failure_panel(failure, &[], move || loader.again()),
        })
    };
    let body = el("div")
        .class("drawer-body")
        .part(waiting)
        .part(failed)
        .each(move || token().into_iter().map(|token| whole(token, list)).collect())
        .part_if(move || token().is_none() && loader.failure().is_none(), skeleton);
    el("dialog")
        .class("drawer")
        .attr("part", "drawer")
        .flag("open", true)
        .attr("aria-labelledby", TITLE_ID)
        .state_of("aria-busy", move || loader.is_busy())
        .on_key(move |event| press(event, list))
        .child(el("header").class("drawer-head").child(heading).child(tools))
        .child(body)
}

fn name(question: Question) -> String {
    format!("{} {}", text::kinds::one(question.kind), question.pk)
}

/// The answer; until it is there the row, which is the same token as it was a moment ago.
fn shown_token(list: List, loader: Loader<Question, Token>, question: Question) -> Option<Rc<Token>> {
    if loader.failure().is_some() {
        return None;
    }
    let answer = loader.current().map(|answered| answered.answer);
    answer.or_else(|| list.tokens().into_iter().find(|token| token.pk == question.pk))
}

fn press(event: &KeyboardEvent, list: List) {
    if event.default_prevented() || event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    match event.key().as_str() {
        "Escape" => list.close_token(),
        "j" | "J" | "ArrowRight" => go(list, 1),
        "k" | "K" | "ArrowLeft" => go(list, -1),
        _ => return,
    }
    event.prevent_default();
}

fn go(list: List, steps: isize) {
    let there = untrack(|| list.open().and_then(|pk| list.neighbour(pk, steps)));
    if let Some(pk) = there {
        list.open_token(pk);
    }
}

fn icon_button(name: &str, icon: Icon, act: impl Fn() + 'static) -> El {
    button("icon-button", act)
        .attr("aria-label", name)
        .attr("title", name)
        .child(picture(icon))
}

fn whole(token: Rc<Token>, list: List) -> Item {
    let key = Rc::as_ptr(&token).addr().to_string();
    item(key, move || sections(&token, list.kind(), list))
}

fn sections(token: &Rc<Token>, kind: Kind, list: List) -> El {
    let claims = kind
        .has_claims()
        .then(|| section("Claims", Icon::Key, claims_section(token.claims.as_ref())));
    let all_of = |id, whose| end_all(list, id, whose);
    let mut provider = provider_section(&token.provider);
    provider.push(all_of(
        "ts-why-provider",
        Whose {
            user: None,
            provider: Some((token.provider.pk, token.provider.name.clone())),
        },
    ));
    let mut user = user_section(&token.user);
    user.push(all_of(
        "ts-why-user",
        Whose {
            user: Some((token.user.pk, token.user.username.clone())),
            provider: None,
        },
    ));
    el("div")
        .child(section("Token", Icon::Clock, token_section(token, kind)))
        .child(section("Findings", Icon::Warning, findings_section(token, kind)))
        .child(section(
            "Same user and client",
            Icon::Stack,
            grant_section(token, kind, list),
        ))
        .child(section("Provider", Icon::Provider, provider))
        .child(section("User", Icon::User, user))
        .children(claims)
}

fn section(title: &str, icon: Icon, content: Vec<El>) -> El {
    let id = format!("ts-section-{}", title.to_ascii_lowercase().replace(' ', "-"));
    el("section")
        .class("drawer-section")
        .attr("aria-labelledby", &id)
        .child(el("h3").attr("id", &id).child(picture(icon)).text(title))
        .children(content)
}

fn missing(list: List, name: &str) -> El {
    el("div")
        .class("panel panel-empty")
        .attr("role", "alert")
        .child(span("panel-icon").child(picture(Icon::Empty)))
        .child(el("h3").text(&format!("{name} is not there")))
        .child(el("p").text(
            "It was ended, it expired and was purged, or it belongs to somebody else and you are not a superuser. \
             authentik does not say which.",
        ))
        .child(
            el("div")
                .class("panel-actions")
                .child(button("button", move || list.close_token()).text("Back to the list")),
        )
}

fn skeleton() -> El {
    el("div")
        .class("drawer-skeleton")
        .attr("aria-hidden", "true")
        .children((0..8).map(|_| el("i")))
}
