//! A link from a token to a list.

use leptos::prelude::*;

use crate::components::link::Link;
use crate::model::kind::Kind;
use crate::state::app::app;
use crate::state::location::HistoryStep;
use crate::tokens::query::{Address, ListQuery};

/// The way to the tokens of a kind, or of all kinds: of a user, of a provider, or of both, by pk.
#[component]
pub fn ListLink(
    kind: Kind,
    #[prop(optional)] all_kinds: bool,
    user: Option<u64>,
    provider: Option<u64>,
    children: Children,
) -> impl IntoView {
    let location = app().location;
    let address = Address {
        kind: if all_kinds { Kind::default() } else { kind },
        all_kinds,
        query: ListQuery::default().with_user(user).with_provider(provider),
        ..Address::default()
    };
    let there = address.clone();
    view! {
        <Link
            class="grant-link"
            href=Signal::derive(move || location.href(&there))
            go=move |()| location.go(&address, HistoryStep::Push)
        >
            {children()}
        </Link>
    }
}
