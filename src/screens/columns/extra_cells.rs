//! What stands in the cells of the extra columns.

use leptos::prelude::*;
use serde_json::Value;

use crate::model::token::Token;
use crate::model::user::UserKind;
use crate::screens::catalog::CatalogState;
use crate::screens::token_list::cells::line;
use crate::screens::token_list::columns::Column;
use crate::screens::token_list::row_content::RowContent;
use crate::state::app::app;
use crate::text;

/// What a cell says: one line, or a dash.
pub fn extra_cell(column: Column, row: &RowContent, with_titles: bool) -> AnyView {
    let token = &*row.token;
    let (class, said) = match column {
        Column::Email => ("line", token.user.email.clone()),
        Column::UserType => return user_type(token),
        Column::Application => {
            let application = token.provider.application.as_ref();
            ("line", application.map(|application| application.name.clone()))
        }
        Column::ClientId => ("line line-machine", client_id(token)),
        Column::Issuer => ("line", claim(token, "iss")),
        Column::Jti => ("line line-machine", claim(token, "jti")),
        _ => ("line", None),
    };
    match said.filter(|said| !said.trim().is_empty()) {
        Some(said) => line(class, &said, row, with_titles),
        None => not_told(),
    }
}

/// In the words of the facet.
fn user_type(token: &Token) -> AnyView {
    match token.user.kind.as_ref().map(UserKind::as_str) {
        Some(kind) if !kind.is_empty() => {
            view! { <span class="line">{text::facets::user_type(kind).to_owned()}</span> }.into_any()
        }
        _ => not_told(),
    }
}

/// Since authentik 2026.8 rows leave it out; then it is known once the providers are.
fn client_id(token: &Token) -> Option<String> {
    let told = &token.provider.client_id;
    told.clone().or_else(|| {
        // Until then nobody asks for the providers.
        app().modules.catalog.track();
        use_context::<CatalogState>()?.client_id(token)
    })
}

fn claim(token: &Token, name: &str) -> Option<String> {
    match token.claims.as_ref()?.get(name)? {
        Value::String(text) => Some(text.clone()),
        Value::Null => None,
        other => Some(other.to_string()),
    }
}

fn not_told() -> AnyView {
    view! { <span class="quiet">{text::table::NOT_TOLD}</span> }.into_any()
}
