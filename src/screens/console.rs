//! The whole console: the bar at the top, the list, the drawer beside it.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::KeyboardEvent;

use super::person::{Portrait, user_tags};
use super::token_list::TokenList;
use super::token_list::list::List;
use crate::authentik::links;
use crate::components::announcer::AnnouncerRegion;
use crate::components::icon::Icon;
use crate::components::keys::{self, is_command, is_typed, key_of};
use crate::components::landmark::landmark;
use crate::components::lazy::LazySlot;
use crate::components::link::Link;
use crate::components::menu::Menu;
use crate::components::when::{When, each};
use crate::model::caller::Caller;
use crate::model::caller::Who;
use crate::model::kind::Kind;
use crate::platform::host::is_guest;
use crate::state::app::{App, app};
use crate::state::location::HistoryStep;
use crate::state::settings::usual_list;
use crate::text;
use crate::tokens::query::Address;

/// The console. Needs an [`App`] in the context.
#[component]
pub fn Console() -> impl IntoView {
    let App {
        session,
        settings,
        modules,
        ..
    } = app();
    let list = List::new();
    provide_context(list);
    modules.keep_owner();
    spawn_local(async move {
        session.ask_who().await;
        session.ask_version().await;
    });
    // The first rows come first, unless a link leads to a token right away.
    Effect::new(move || {
        if list.open().is_some() {
            modules.fetch();
        } else if !list.loader.is_busy() {
            after_paint(move || modules.fetch());
        }
    });
    let with_drawer = move || list.open().is_some();
    keys::on_bare_page(move |event| shortcut(event, list));
    // A guest's theme is up to its host.
    let theme = move || (!is_guest()).then(|| settings.theme().as_str());
    let content = view! {
        <TokenList/>
        <When holds=Signal::derive(with_drawer)>
            <LazySlot view=Signal::derive(move || modules.drawer.get())/>
        </When>
    };
    // A page has one `main` and one banner; in somebody else's page those are not the console's.
    let main = if is_guest() {
        view! { <div class="main" class:main-with-drawer=with_drawer>{content}</div> }.into_any()
    } else {
        view! { <main class="main" class:main-with-drawer=with_drawer>{content}</main> }.into_any()
    };
    view! {
        <div
            class="console"
            data-theme=theme
            on:keydown:capture=|event| keys::note(&event)
            on:keyup:capture=|event| keys::note(&event)
            on:pointerdown:capture=|_| keys::note_pointer()
            on:keydown=move |event| shortcut(&event, list)
        >
            <TopBar/>
            {main}
            <LazySlot view=Signal::derive(move || modules.deletion.get())/>
            <LazySlot view=Signal::derive(move || modules.tools.get().map(|tools| tools.shortcuts))/>
            <AnnouncerRegion/>
        </div>
    }
}

/// Runs something once the changes are painted. A hidden page is never painted, and nobody waits for it.
fn after_paint(act: impl FnOnce() + 'static) {
    if document().hidden() {
        act();
    } else {
        request_animation_frame(move || set_timeout(act, Duration::ZERO));
    }
}

/// "/" leads to the search box; Escape closes the drawer from wherever the focus is.
fn shortcut(event: &KeyboardEvent, list: List) {
    if event.default_prevented() || is_command(event) {
        return;
    }
    match key_of(event).as_str() {
        "/" if !is_typed(event) => {
            event.prevent_default();
            list.focus_search();
        }
        "Escape" if list.is_open_untracked() => {
            event.prevent_default();
            list.close_token();
        }
        _ => {}
    }
}

#[component]
fn TopBar() -> impl IntoView {
    let session = app().session;
    let own = !is_guest();
    let list = expect_context::<List>();
    let tabs = Kind::ALL.into_iter().map(Some).chain([None]).collect();
    let version = move || session.version().get().map(|version| text::console::version(&version));
    let content = view! {
        {own.then(|| skip_link(list))}
        {own.then(brand)}
        <nav class="tabs" aria-label=landmark(text::console::KINDS)>
            {each(tabs, |kind| view! { <Tab kind/> }.into_any())}
        </nav>
        <div class="topbar-end">
            <span class="version">{version}</span>
            <SignedIn/>
            {own.then(|| view! { <ThemeChooser/> }.into_any())}
        </div>
    };
    if own {
        view! { <header class="topbar" part="bar">{content}</header> }.into_any()
    } else {
        view! { <div class="topbar" part="bar">{content}</div> }.into_any()
    }
}

/// The way past all that stands before the tokens. Seen while it has the focus.
fn skip_link(list: List) -> AnyView {
    let skip = move |_| list.focus_row(list.current.get_untracked());
    view! { <button type="button" class="button visually-hidden skip" on:click=skip>{text::console::SKIP}</button> }
        .into_any()
}

fn brand() -> AnyView {
    view! { <span class="brand"><span class={"brand-mark"}></span>{text::console::PRODUCT}</span> }.into_any()
}

#[component]
fn Tab(
    /// Whose list it leads to; `None`: all kinds.
    kind: Option<Kind>,
) -> impl IntoView {
    let App { location, modules, .. } = app();
    let label = kind.map_or(text::all_kinds::TAB, text::kinds::many);
    let (first, rest) = label.split_once(' ').unwrap_or((label, ""));
    let address = move || match kind {
        Some(kind) => usual_list(kind),
        // It is about the same user, provider and text.
        None => Address {
            all_kinds: true,
            query: location.look(|address| address.query.for_all_kinds()),
            ..Address::default()
        },
    };
    let is_here = move || match kind {
        Some(kind) => location.look(|address| address.kind == kind && !address.all_kinds),
        None => location.look(|address| address.all_kinds),
    };
    let count = move || kind.zip(modules.tools.get()).map(|(kind, tools)| (tools.count)(kind));
    view! {
        <Link
            class="tab"
            href=Signal::derive(move || location.href(&address()))
            go=move |()| location.go(&untrack(address), HistoryStep::Push)
            current=Signal::derive(is_here)
        >
            // On a phone there is room for the first word.
            <span>
                {first}
                <span class="tab-tokens">" "{rest}<LazySlot view=Signal::derive(count)/></span>
            </span>
        </Link>
    }
}

#[component]
fn ThemeChooser() -> impl IntoView {
    let tools = app().modules.tools;
    view! {
        <Menu name=text::console::THEME icon=Icon::Theme.path() compact=true>
            <LazySlot view=Signal::derive(move || tools.get().map(|tools| tools.theme))/>
        </Menu>
    }
}

/// Who is signed in.
#[component]
fn SignedIn() -> impl IntoView {
    let session = app().session;
    let who = move || match session.who().get() {
        Who::Asking | Who::Unknown => ().into_any(),
        Who::Nobody => view! { <SignIn/> }.into_any(),
        Who::KeyRefused => text::console::KEY_REFUSED.into_any(),
        Who::Known(caller) => view! { <SignedInPerson caller/> }.into_any(),
    };
    view! { <span class="caller">{who}</span> }
}

#[component]
fn SignIn() -> impl IntoView {
    let location = app().location;
    // The way back changes with the address.
    let way = move || {
        location.follow_told();
        links::sign_in()
    };
    view! { <a class="caller-link" rel="external" href=way>{text::console::NOT_SIGNED_IN}</a> }
}

#[component]
fn SignedInPerson(caller: Caller) -> impl IntoView {
    let initials = caller.initials();
    let (lead, title) = text::rights::signed_in(&caller);
    let acting = caller.impersonated_by.clone().map(|by| {
        let [before, after] = text::console::SIGNED_IN_AS;
        view! { <span class="caller-by">{before}<bdi translate="no">{text::cut(&by)}</bdi>{after}</span> }.into_any()
    });
    let lead_class = if acting.is_some() {
        "caller-by"
    } else {
        "visually-hidden"
    };
    view! {
        <span class="caller-person" title=text::cut(&title)>
            <Portrait picture=caller.avatar.picture() initials/>
            <span class=lead_class>{lead}</span>
            <bdi translate="no" class="caller-name">{text::cut(&caller.username)}</bdi>
            {acting}
            {user_tags(None, Some(caller.is_superuser))}
        </span>
    }
}
