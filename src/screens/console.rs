//! The whole console: the bar at the top, the list, the drawer beside it.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent};

use super::person::{portrait, user_marks};
use super::token_list::list::List;
use super::token_list::token_list;
use crate::app::{App, app};
use crate::authentik::client::Who;
use crate::authentik::links;
use crate::host::is_guest;
use crate::location::Step;
use crate::settings::usual_list;
use crate::text;
use crate::tokens::kind::Kind;
use crate::ui::dom::{El, bdi, el, keep_watching, span, spawn};
use crate::ui::icon::Icon;
use crate::ui::landmark::landmark;
use crate::ui::menu::menu;
use crate::ui::way::way;

/// The console. Needs an [`App`] in the context.
pub fn console() -> El {
    let App {
        client,
        settings,
        announcer,
        later,
        ..
    } = app();
    let list = List::new();
    provide_context(list);
    let root = el("div").class("console");
    later.live_here();
    spawn(async move {
        client.ask_who().await;
        client.ask_version().await;
    });
    // The first rows come first, unless a link leads to a token right away.
    keep_watching(move || {
        if list.open().is_some() || !list.loader.is_busy() {
            untrack(|| later.fetch());
        }
    });
    // A page has one main part and one banner, and in somebody else's they are not the console's.
    let main = el(if is_guest() { "div" } else { "main" })
        .class("main")
        .class_if("main-with-drawer", move || list.open().is_some())
        .child(token_list())
        .part_if(
            move || list.open().is_some() && later.drawer().is_some(),
            move || later.drawer().map_or_else(|| el("div"), |drawer| drawer()),
        );
    // What a guest looks like is for its host to say.
    let theme = move || (!is_guest()).then(|| settings.theme().as_str().to_owned());
    root.attr_of("data-theme", theme)
        .on_key(move |event| shortcut(event, list))
        .child(top_bar())
        .child(main)
        .part(move || Some((later.ending()?)()))
        .child(announcer.region())
}

/// "/" leads to the search box; Escape closes the drawer from wherever the focus is.
fn shortcut(event: &KeyboardEvent, list: List) {
    if event.default_prevented() || event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let typing = event
        .target()
        .and_then(|target| target.dyn_into::<Element>().ok())
        .is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "SELECT" | "TEXTAREA"));
    match event.key().as_str() {
        "/" if !typing => {
            event.prevent_default();
            list.focus_search();
        }
        "Escape" if list.is_open_now() => {
            event.prevent_default();
            list.close_token();
        }
        _ => {}
    }
}

fn top_bar() -> El {
    let location = app().location;
    let client = app().client;
    let tab = |kind: Kind| {
        let there = move || usual_list(kind);
        way(
            move || location.href(&there()),
            move || location.go(&there(), Step::Push),
        )
        .class("tab")
        .attr_of("aria-current", move || {
            (location.address().kind == kind).then(|| "page".to_owned())
        })
        .text(text::kinds::many(kind))
    };
    let kinds = [Kind::AccessTokens, Kind::RefreshTokens, Kind::AuthorizationCodes];
    let version = move || {
        client
            .version()
            .get()
            .map(|version| format!("authentik {version}"))
            .unwrap_or_default()
    };
    let own = !is_guest();
    let brand = || span("brand").child(span("brand-mark")).text("Tokenscope");
    el(if own { "header" } else { "div" })
        .class("topbar")
        .attr("part", "bar")
        .children(own.then(brand))
        .child(
            el("nav")
                .class("tabs")
                .attr("aria-label", &landmark("Kinds of tokens"))
                .children(kinds.map(tab)),
        )
        .child(
            el("div")
                .class("topbar-end")
                .child(span("version").text_of(version))
                .child(caller())
                .children(own.then(theme_chooser)),
        )
}

fn theme_chooser() -> El {
    let later = app().later;
    let choices = el("div").part(move || Some((later.tools()?.theme)()));
    menu("Theme", Icon::Theme, true, choices)
}

/// Who is signed in.
fn caller() -> El {
    let client = app().client;
    let location = app().location;
    span("caller").part(move || match client.who().get() {
        Who::Asking | Who::Unknown => None,
        Who::Nobody => {
            let sign_in = move || {
                // The way back changes with the address.
                let _ = location.address();
                links::sign_in()
            };
            let link = el("a").class("caller-link").attr("rel", "external");
            Some(link.attr_of("href", sign_in).text("Not signed in"))
        }
        Who::Known(caller) => Some(
            span("caller-person")
                .attr("title", &caller.name)
                .child(portrait(&caller.avatar, &caller.initials()))
                .child(span("visually-hidden").text("Signed in as "))
                .child(bdi(&caller.username).class("caller-name"))
                .children(user_marks(None, Some(caller.is_superuser))),
        ),
    })
}
