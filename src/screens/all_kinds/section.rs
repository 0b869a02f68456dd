//! The tokens of one kind among those of all.

use std::rc::Rc;

use leptos::prelude::*;
use web_sys::{KeyboardEvent, MouseEvent};

use crate::components::keys::key_of;
use crate::components::link::{Link, is_plain_click};
use crate::components::when::each;
use crate::model::failure::Failure;
use crate::model::kind::Kind;
use crate::model::token::Token;
use crate::screens::token_list::cells::cell;
use crate::screens::token_list::columns::Column;
use crate::screens::token_list::list::List;
use crate::screens::token_list::row_content::RowContent;
use crate::screens::token_list::row_update::timely;
use crate::screens::token_list::{Scope, in_order};
use crate::state::app::app;
use crate::state::loader::Loader;
use crate::state::location::HistoryStep;
use crate::text;
use crate::text::all_kinds as words;
use crate::text::table;
use crate::tokens::list_answer::{ListAnswer, ListQuestion, SearchOutcome};
use crate::tokens::query::{Address, ListQuery};
use crate::tokens::terms::parse;

/// So many tokens stand here; its list has all of them.
const SHOWN: usize = 5;

/// For so many characters there is room in two lines of scopes.
const SCOPES_ROOM: usize = 72;

/// Asks for the tokens of a kind.
pub type KindLoader = Loader<ListQuestion, ListAnswer>;

/// Whether authentik can search for the text: not for fields, nor for what is to be left out.
pub fn is_searchable(query: &ListQuery) -> bool {
    parse(&query.search).is_ok_and(|terms| terms.is_plain())
}

/// What is asked for a kind.
pub fn question(kind: Kind, query: &ListQuery) -> ListQuestion {
    ListQuestion {
        kind,
        query: query.clone(),
    }
}

/// How many there are, where that is known: authentik may have returned every token, whatever was searched for. Tracked.
pub fn count(loader: KindLoader) -> Option<u64> {
    let answer = loader.current()?.answer;
    (!is_ignored(&answer)).then_some(answer.pagination.count)
}

/// The newest, and the way to all of them.
#[component]
pub fn KindSection(kind: Kind, loader: KindLoader) -> impl IntoView {
    let list = expect_context::<List>();
    let id = format!("ts-kind-{}", kind.path_segment());
    let heading = id.clone();
    let answer = move || loader.current().map(|current| current.answer);
    let count = move || count(loader);
    let leads_on = move || match count() {
        Some(count) if count > SHOWN as u64 => words::show_all(count),
        _ => words::SHOW_LIST.to_owned(),
    };
    let content = move || {
        if !is_searchable(&list.query()) {
            return quiet(words::NEEDS_ALL);
        }
        if let Some(failure) = loader.failure() {
            return failed(&failure, loader);
        }
        match answer() {
            None => quiet(words::LOADING),
            Some(answer) if is_ignored(&answer) => quiet(words::NOT_SEARCHED),
            Some(answer) if answer.pagination.count == 0 => quiet(words::NONE),
            Some(answer) => view! { <Tokens kind tokens=answer.tokens().take(SHOWN).cloned().collect()/> }.into_any(),
        }
    };
    view! {
        <section class="kind" aria-labelledby=id>
            <header class="kind-head">
                <h2 id=heading>{text::kinds::many(kind)}</h2>
                <strong>{move || count().map(text::numbers::grouped)}</strong>
                <KindLink kind>{leads_on}</KindLink>
            </header>
            {content}
        </section>
    }
}

fn is_ignored(answer: &ListAnswer) -> bool {
    matches!(answer.search, SearchOutcome::Ignored { .. })
}

fn quiet(said: &'static str) -> AnyView {
    view! { <p class="quiet">{said}</p> }.into_any()
}

fn failed(failure: &Failure, loader: KindLoader) -> AnyView {
    let words = text::failures::failure(failure);
    view! {
        <p role="alert">
            {words.title.to_string()}". "{words.what_to_do.to_string()}" "
            <button type="button" class="link" on:click=move |_| loader.again()>{text::buttons::TRY_AGAIN}</button>
        </p>
    }
    .into_any()
}

/// The way to the list of a kind, with the same filters.
#[component]
fn KindLink(kind: Kind, children: Children) -> impl IntoView {
    let list = expect_context::<List>();
    let location = app().location;
    let address = move || Address {
        kind,
        query: list.query(),
        ..Address::default()
    };
    view! {
        <Link
            class="grant-link"
            href=Signal::derive(move || location.href(&address()))
            go=move |()| location.go(&untrack(address), HistoryStep::Push)
        >
            {children()}
        </Link>
    }
}

/// What is shown of each.
const COLUMNS: [Column; 7] = [
    Column::Token,
    Column::User,
    Column::Provider,
    Column::Scopes,
    Column::Status,
    Column::Findings,
    Column::Expires,
];

#[component]
fn Tokens(kind: Kind, tokens: Vec<Rc<Token>>) -> impl IntoView {
    let header = |column: Column| {
        view! { <th class=column.class() role="columnheader" scope="col">{column.label()}</th> }.into_any()
    };
    view! {
        <div class="table-frame">
            <table class="tokens" role="table" aria-label=text::kinds::many(kind)>
                <thead role="rowgroup"><tr role="row">{each(COLUMNS.to_vec(), header)}</tr></thead>
                <tbody role="rowgroup">{each(tokens, |token| view! { <TokenLine kind token/> }.into_any())}</tbody>
            </table>
        </div>
    }
}

/// A token, as its row in the list has it, but for what can be done there.
#[component]
fn TokenLine(kind: Kind, token: Rc<Token>) -> impl IntoView {
    let list = expect_context::<List>();
    let (location, clock) = (app().location, app().clock);
    let pk = token.pk;
    let token = StoredValue::new_local(token);
    let address = move || Address {
        kind,
        open: Some(pk),
        query: list.query(),
        ..Address::default()
    };
    let open = move || location.go(&untrack(address), HistoryStep::Push);
    let cells = move || {
        list.slots.findings.track();
        let token = token.get_value();
        let row = RowContent {
            token: Rc::clone(&token),
            kind,
            mark: None,
            href: location.href(&address()),
            is_open: false,
            is_selected: false,
            is_current: true,
            timely: timely(&token, kind, list, clock.ten_seconds.get()),
        };
        let cell = |column| match column {
            Column::Scopes => some_scopes(&row.token),
            column => cell(column, &row, list, true),
        };
        each(COLUMNS.to_vec(), cell)
    };
    let on_click = move |event: MouseEvent| {
        if is_plain_click(&event) {
            event.prevent_default();
            open();
        }
    };
    let on_key = move |event: KeyboardEvent| {
        if key_of(&event) == "Enter" && location.href(&untrack(address)).is_none() {
            event.prevent_default();
            open();
        }
    };
    view! {
        <tr class="row" role="row" on:click=on_click on:keydown=on_key>
            {cells}
        </tr>
    }
}

/// There are few rows, so there is room for two lines of them.
fn some_scopes(token: &Token) -> AnyView {
    let named = in_order(&token.scope, &None);
    let lengths: Vec<usize> = named.iter().map(|name| name.chars().count()).collect();
    let shown = text::scopes::fitting(&lengths, SCOPES_ROOM);
    let left = named.len() - shown;
    let left = (left > 0).then(|| view! { <li class="quiet">{table::more_scopes(left)}{table::MORE_SCOPES}</li> });
    let named = named.into_iter().take(shown).cloned().collect();
    let scope = |name: String| view! { <li><Scope name/></li> }.into_any();
    let none = token
        .scope
        .is_empty()
        .then(|| view! { <li class="quiet">{table::NO_SCOPES}</li> });
    view! {
        <td class=Column::Scopes.class() role="cell" data-label=Column::Scopes.label()>
            <ul class="scopes">{none}{each(named, scope)}{left}</ul>
        </td>
    }
    .into_any()
}
