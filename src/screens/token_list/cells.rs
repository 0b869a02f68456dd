//! What stands in the cells of a row: plain functions of what the row shows. See [`super::row::TokenRow`].

use leptos::prelude::*;

use super::columns::Column;
use super::highlighted::highlighted;
use super::list::List;
use super::row_content::RowContent;
use super::scopes::scopes;
use crate::components::format::{iso, moment_and_utc};
use crate::model::token::Token;
use crate::screens::person::{portrait_of, user_tags};
use crate::screens::status_pill::pill;
use crate::text;

/// The cell of a column. `with_titles`: what may be cut off, and what is said in short, is said whole in titles.
pub fn cell(column: Column, row: &RowContent, list: List, with_titles: bool) -> AnyView {
    let token = &*row.token;
    let content = match column {
        Column::Token => link(row),
        Column::User => user(row, with_titles),
        Column::Provider => provider(row, with_titles),
        Column::Scopes => scopes(&token.scope, &row.mark, list.scope_room.get(), row.tab_stop()),
        Column::Status => pill(row.timely.status),
        Column::Findings => findings(row, list),
        Column::Expires => expires(row, with_titles),
        Column::Issued => issued(row, with_titles),
        _ => {
            let hooks = list.slots.columns.get();
            hooks.map(|hooks| (hooks.cell)(column, row, with_titles)).into_any()
        }
    };
    let title =
        (column == Column::Scopes && with_titles).then(|| text::cut_all(token.scope.iter().map(String::as_str), "\n"));
    if column == Column::Token {
        return view! { <th class=column.class() role="rowheader" scope="row">{content}</th> }.into_any();
    }
    view! {
        <td class=column.class() role="cell" data-label=column.label() title=title>{content}</td>
    }
    .into_any()
}

/// The link that opens the token. In a host that has no addresses for tokens it is a link all the same, to the keyboard and
/// to readers. The row listens to it.
fn link(row: &RowContent) -> AnyView {
    let pk = row.token.pk;
    let is_bare = row.href.is_none();
    view! {
        <a
            class="row-link"
            href=row.href.clone()
            role=is_bare.then_some("link")
            tabindex=row.tab_stop()
            aria-label=text::kinds::named(row.kind, pk)
        >
            {highlighted(&pk.to_string(), &row.mark)}
        </a>
    }
    .into_any()
}

/// Whom it speaks for: picture, name, tags, username.
fn user(row: &RowContent, with_titles: bool) -> AnyView {
    let user = &row.token.user;
    let name = user.display_name();
    view! {
        <span class="person">
            {portrait_of(user.avatar.picture(), user.initials())}
            <span class="two-lines">
                <span class="line line-marked">
                    <bdi translate="no" class="line-main" title=with_titles.then(|| text::cut(name))>{highlighted(name, &row.mark)}</bdi>
                    {user_tags(user.is_active, user.is_superuser)}
                </span>
                {line("line line-quiet", &user.username, row, with_titles)}
            </span>
        </span>
    }
    .into_any()
}

/// Who issued it.
fn provider(row: &RowContent, with_titles: bool) -> AnyView {
    let provider = &row.token.provider;
    let application = match &provider.application {
        Some(application) => line("line line-quiet", &application.name, row, with_titles),
        None => view! { <bdi class="line line-quiet">{text::table::NO_APPLICATION}</bdi> }.into_any(),
    };
    view! {
        <span class="two-lines">
            {line("line line-main", &provider.name, row, with_titles)}
            {application}
        </span>
    }
    .into_any()
}

/// A text of the token's, which may be cut off.
pub fn line(class: &'static str, said: &str, row: &RowContent, with_titles: bool) -> AnyView {
    let title = with_titles.then(|| text::cut(said));
    view! { <bdi translate="no" class=class title=title>{highlighted(said, &row.mark)}</bdi> }.into_any()
}

/// What is risky about it, once that part of the program is there.
fn findings(row: &RowContent, list: List) -> AnyView {
    let shown = list
        .slots
        .findings
        .get_untracked()
        .map(|findings| (findings.view)(row.timely.findings));
    view! { <span class="findings">{shown}</span> }.into_any()
}

fn expires(row: &RowContent, with_titles: bool) -> AnyView {
    let words = row.timely.expires.clone();
    let Some(at) = row.token.expires.date() else {
        return view! { <span class="quiet">{words}</span> }.into_any();
    };
    view! { <time datetime=iso(at) title=with_titles.then(|| moment_and_utc(at))>{words}</time> }.into_any()
}

fn issued(row: &RowContent, with_titles: bool) -> AnyView {
    let Some((at, words)) = issued_at(&row.token).zip(row.timely.issued.clone()) else {
        return view! { <span class="quiet" title=text::table::WHY_ISSUE_UNKNOWN>{text::table::ISSUE_UNKNOWN}</span> }
            .into_any();
    };
    view! { <time datetime=iso(at) title=with_titles.then(|| moment_and_utc(at))>{words}</time> }.into_any()
}

fn issued_at(token: &Token) -> Option<chrono::DateTime<chrono::Utc>> {
    token.claims.as_ref().and_then(|claims| claims.issued_at())
}
