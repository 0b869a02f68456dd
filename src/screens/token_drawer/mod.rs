//! One token, whole: what it is, who issued it, whom it speaks for, what it claims.

mod claims_section;
mod delete;
mod edge;
mod facts;
mod findings_section;
mod give_way;
mod grant_section;
mod head;
mod list_link;
mod provider_section;
mod token_section;
mod user_section;

use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use claims_section::ClaimsSection;
use delete::DeleteMenu;
use edge::{DrawerEdge, remembered_width, tell_width};
use facts::ShownToken;
use findings_section::FindingsSection;
use give_way::give_way;
use grant_section::GrantSection;
use head::TokenHead;
use provider_section::ProviderSection;
use token_section::TokenSection;
use user_section::UserSection;

use super::copy_link::CopyLink;
use super::failure_panel::FailurePanel;
use super::token_list::list::List;
use crate::authentik::call::Call;
use crate::authentik::client::{Asking, Client};
use crate::components::arrow_keys::step_along;
use crate::components::focus::{focus_in_place, focused};
use crate::components::icon::{Icon, Picture};
use crate::components::icon_button::IconButton;
use crate::components::keys::{is_command, is_typed, key_of, on_bare_page, takes_keys};
use crate::components::when::When;
use crate::model::failure::FailureKind;
use crate::model::kind::Kind;
use crate::model::token::Token;
use crate::state::app::{App, app};
use crate::state::loader::Loader;
use crate::text;
use crate::text::drawer as words;

const TITLE_ID: &str = "ts-drawer-title";

/// Which token is asked for.
#[derive(Clone, Copy, PartialEq)]
struct DrawerQuestion {
    kind: Kind,
    pk: u64,
}

/// The drawer. It stays while one token after another is looked at.
#[component]
pub fn TokenDrawer() -> impl IntoView {
    let list = expect_context::<List>();
    let App {
        client,
        session,
        location,
        ..
    } = app();
    let loader = Loader::new(move |asked: &DrawerQuestion, call| whole_token(client, *asked, call.clone()));
    let question = move || list.open().map(|pk| DrawerQuestion { kind: list.kind(), pk });
    let token = move || shown_token(list, loader, question()?);
    let title = NodeRef::<html::H2>::new();
    Effect::new(move |before: Option<Option<DrawerQuestion>>| {
        let question = question();
        if let Some(question) = question.filter(|question| before.flatten() != Some(*question)) {
            untrack(|| loader.ask(question));
            if location.takes_focus_untracked()
                && let Some(title) = title.get_untracked()
                // Whoever began to type before the drawer was there goes on.
                && !focused(&title).is_some_and(|focused| takes_keys(&focused))
            {
                focus_in_place(&title);
            }
        }
        question
    });
    session.on_change_of_person(Box::new(move || {
        loader.clear();
        if let Some(question) = question() {
            loader.ask(question);
        }
    }));
    on_bare_page(move |event| press(event, list));
    let number = move || list.open().map(|pk| pk.to_string()).unwrap_or_default();
    let waiting = move || {
        let title = text::failures::failure(&loader.waiting()?.failure).title;
        Some(view! { <p class="drawer-waiting" role="status">{words::waiting(&title)}</p> })
    };
    let failed = move || {
        let failure = loader.failure()?;
        Some(match failure.kind {
            FailureKind::NotFound => {
                let name = question()
                    .map(|asked| text::kinds::named(asked.kind, asked.pk))
                    .unwrap_or_default();
                view! { <TokenMissing name/> }.into_any()
            }
            _ => view! { <FailurePanel failure shown_elsewhere=&[] retry=move |()| loader.again()/> }.into_any(),
        })
    };
    // The token by where it is in memory, which is its own for as long as it is shown.
    let shown = Memo::new(move |_| token().map(|token| Rc::as_ptr(&token).addr()));
    let sections = move |_| untrack(|| token().map(|token| view! { <Sections token kind=list.kind()/> }));
    let head = move |_| {
        let token = untrack(token)?;
        Some(view! { <TokenHead token=StoredValue::new_local(token) kind=untrack(|| list.kind())/> })
    };
    let width = RwSignal::new(remembered_width());
    let drawer = NodeRef::<html::Dialog>::new();
    give_way(list, drawer);
    tell_width(drawer, width);
    view! {
        <dialog
            class="drawer"
            part="drawer"
            open=true
            node_ref=drawer
            aria-labelledby=TITLE_ID
            aria-busy=move || if loader.is_busy() { "true" } else { "false" }
            on:keydown=move |event| press(&event, list)
        >
            <DrawerEdge width/>
            <header class="drawer-head">
                <h2 id=TITLE_ID tabindex="-1" node_ref=title>
                    {move || text::kinds::one(list.kind())}
                    " "
                    {number}
                </h2>
                <div class="drawer-tools">
                    <StepButton name=words::PREVIOUS icon=Icon::ChevronUp steps=-1/>
                    <StepButton name=words::NEXT icon=Icon::ChevronDown steps=1/>
                    <CopyLink address=Signal::derive(move || location.address())/>
                    <IconButton name=words::REFRESH icon=Icon::Refresh act=move |()| loader.again()/>
                    <DeleteMenu token failure=move || loader.failure()/>
                    <IconButton name=text::buttons::CLOSE icon=Icon::Cross act=move |()| list.close_token()/>
                </div>
                <For each=move || shown.get() key=|&at| at children=head/>
            </header>
            <div class="drawer-body">
                {waiting}
                {failed}
                <For each=move || shown.get() key=|&at| at children=sections/>
                <When holds=Signal::derive(move || shown.get().is_none() && loader.failure().is_none())>
                    <DrawerSkeleton/>
                </When>
            </div>
        </dialog>
    }
}

/// The token, with all that authentik tells of its provider, as far as the caller may see that.
fn whole_token(client: Client, asked: DrawerQuestion, call: Call) -> Asking<Token> {
    Box::pin(async move {
        let mut token = client.token(asked.kind, asked.pk, &call).await?;
        if token.provider.is_brief()
            && let Ok(provider) = client.provider(token.provider.pk, &call).await
        {
            token.provider = Rc::new(provider);
        }
        Ok(token)
    })
}

/// The answer; until it is there the row, which is the same token as it was a moment ago.
fn shown_token(list: List, loader: Loader<DrawerQuestion, Token>, question: DrawerQuestion) -> Option<Rc<Token>> {
    if loader.failure().is_some() {
        return None;
    }
    // The address may be a moment ahead of what is asked.
    let answered = loader.current().filter(|answered| *answered.question == question);
    let answer = answered.map(|answered| answered.answer);
    answer.or_else(|| list.tokens().into_iter().find(|token| token.pk == question.pk))
}

fn press(event: &KeyboardEvent, list: List) {
    if event.default_prevented() || is_command(event) || is_typed(event) {
        return;
    }
    match key_of(event).as_str() {
        "Escape" => list.close_token(),
        "j" | "J" => go(list, 1),
        "k" | "K" => go(list, -1),
        _ => match step_along(event) {
            Some(step) => go(list, step),
            None => return,
        },
    }
    event.prevent_default();
}

fn go(list: List, steps: isize) {
    let there = untrack(|| list.open().and_then(|pk| list.neighbour(pk, steps)));
    if let Some(pk) = there {
        list.open_token(pk);
    }
}

/// Leads to a neighbour of the open token, while there is one.
#[component]
fn StepButton(
    /// What it is called.
    name: &'static str,
    /// What it shows.
    icon: Icon,
    /// How many rows further down the neighbour is.
    steps: isize,
) -> impl IntoView {
    let list = expect_context::<List>();
    let is_last = move || list.open().and_then(|pk| list.neighbour(pk, steps)).is_none();
    view! { <IconButton name icon act=move |()| go(list, steps) disabled=Signal::derive(is_last)/> }
}

/// All that is known of one token.
#[component]
fn Sections(token: Rc<Token>, kind: Kind) -> impl IntoView {
    let token: ShownToken = StoredValue::new_local(token);
    let claims = kind.has_claims().then(|| {
        view! {
            <Section title=words::claims::SECTION icon=Icon::Key>
                <ClaimsSection token/>
            </Section>
        }
    });
    view! {
        <div>
            <Section title=words::token::SECTION icon=Icon::Clock>
                <TokenSection token kind/>
            </Section>
            <Section title=words::findings::SECTION icon=Icon::Warning>
                <FindingsSection token kind/>
            </Section>
            <Section title=words::grant::SECTION icon=Icon::Stack>
                <GrantSection token kind/>
            </Section>
            <Section title=words::provider::SECTION icon=Icon::Provider>
                <ProviderSection token/>
            </Section>
            <Section title=words::user::SECTION icon=Icon::User>
                <UserSection token/>
            </Section>
            {claims}
        </div>
    }
}

/// A part of what is known, under a heading.
#[component]
fn Section(
    /// What the heading says.
    title: &'static str,
    /// What stands before it.
    icon: Icon,
    children: Children,
) -> impl IntoView {
    let id = format!("ts-section-{}", title.to_ascii_lowercase().replace(' ', "-"));
    view! {
        <section class="drawer-section" aria-labelledby=id>
            <h3 id=id.clone()>
                <Picture icon/>
                {title}
            </h3>
            {children()}
        </section>
    }
}

/// authentik has no such token, or shows it to others only.
#[component]
fn TokenMissing(
    /// What the token is called.
    name: String,
) -> impl IntoView {
    let list = expect_context::<List>();
    view! {
        <div class="panel panel-empty" role="alert">
            <span class="panel-icon"><Picture icon=Icon::Empty/></span>
            <h3>{words::missing(&name)}</h3>
            <p>{words::WHY_MISSING}</p>
            <div class="panel-actions">
                <button type="button" class="button" on:click=move |_| list.close_token()>{text::buttons::BACK_TO_LIST}</button>
            </div>
        </div>
    }
}

/// While nothing is known yet.
#[component]
fn DrawerSkeleton() -> impl IntoView {
    let lines = (0..8).map(|_| view! { <i></i> }).collect_view();
    view! { <div class="drawer-skeleton" aria-hidden="true">{lines}</div> }
}
