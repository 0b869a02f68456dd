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
use crate::location::Step;
use crate::settings::{Theme, usual_list};
use crate::text;
use crate::tokens::kind::Kind;
use crate::ui::dom::{El, bdi, el, is_plain_click, keep_watching, span, spawn};
use crate::ui::icon::Icon;
use crate::ui::menu::menu;

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
    let root = el("div").class("console");
    let main = el("main")
        .class("main")
        .class_if("main-with-drawer", move || list.open().is_some())
        .child(token_list())
        .part_if(
            move || list.open().is_some() && later.drawer().is_some(),
            move || later.drawer().map_or_else(|| el("div"), |drawer| drawer()),
        );
    root.attr_of("data-theme", move || Some(settings.theme().as_str().to_owned()))
        .on_key(move |event| shortcut(event, list))
        .child(top_bar())
        .child(main)
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
        el("a")
            .class("tab")
            .attr("href", &location.href(&usual_list(kind)))
            .attr_of("aria-current", move || {
                (location.address().kind == kind).then(|| "page".to_owned())
            })
            .on("click", move |event| {
                if is_plain_click(event) {
                    event.prevent_default();
                    location.go(&usual_list(kind), Step::Push);
                }
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
    el("header")
        .class("topbar")
        .child(span("brand").child(span("brand-mark")).text("Tokenscope"))
        .child(
            el("nav")
                .class("tabs")
                .attr("aria-label", "Kinds of tokens")
                .children(kinds.map(tab)),
        )
        .child(
            el("div")
                .class("topbar-end")
                .child(span("version").text_of(version))
                .child(caller())
                .child(theme_chooser()),
        )
}

fn theme_chooser() -> El {
    let settings = app().settings;
    let choice = |theme: Theme| {
        let label = match theme {
            Theme::Auto => "As the system",
            Theme::Light => "Light",
            Theme::Dark => "Dark",
        };
        let radio = el("input")
            .attr("type", "radio")
            .attr("name", "ts-theme")
            .checked_of(move || settings.theme() == theme)
            .on_checked(move |_| settings.set_theme(theme));
        el("label").class("choice").child(radio).text(label)
    };
    let choices = el("fieldset")
        .class("choices")
        .child(el("legend").text("Theme"))
        .children(Theme::ALL.map(choice));
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
                Some(links::sign_in())
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
