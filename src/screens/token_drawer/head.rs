//! The head of the drawer: whose token it is and for what, whether it works, and the way to others like it.

use leptos::ev::ErrorEvent;
use leptos::prelude::*;

use super::facts::ShownToken;
use crate::components::format::relative;
use crate::components::link::Link;
use crate::model::kind::Kind;
use crate::screens::person::{is_broken_picture, portrait_of, user_tags};
use crate::screens::status_pill::StatusPill;
use crate::screens::token_list::list::List;
use crate::state::app::app;
use crate::state::location::HistoryStep;
use crate::text;
use crate::text::drawer as words;
use crate::tokens::query::{Address, ListQuery};
use crate::tokens::status::status_of;

/// All of it, once something is known of the token.
#[component]
pub fn TokenHead(token: ShownToken, kind: Kind) -> impl IntoView {
    let clock = app().clock;
    let status = move || token.with_value(|token| status_of(token, clock.second.get()));
    let token = token.get_value();
    let user = &token.user;
    let (picture, initials) = (user.avatar.picture(), user.initials());
    let broken = RwSignal::new(());
    let portrait = move || {
        broken.track();
        portrait_of(picture.clone(), initials.clone())
    };
    let end = token.expires;
    let expires = move || words::expires(end, |at| relative(at, clock.ten_seconds.get()));
    let (user_pk, provider_pk) = (user.pk, token.provider.pk);
    let [by, to] = [(Some(user_pk), None), (None, Some(provider_pk))];
    view! {
        <div class="drawer-whose" on:error:capture=move |event: ErrorEvent| if is_broken_picture(&event) { broken.notify() }>
            {portrait}
            <p class="drawer-names">
                <bdi translate="no">{text::cut(user.display_name())}</bdi>
                {user_tags(user.is_active, user.is_superuser)}
                <span class="drawer-arrow">{words::ISSUED_FOR}</span>
                <bdi translate="no">{text::cut(&token.provider.name)}</bdi>
            </p>
        </div>
        <p class="drawer-state">
            <StatusPill status/>
            <span class="quiet">{expires}</span>
        </p>
        <p class="drawer-others">
            <OthersLink kind of=by/>
            <OthersLink kind of=to/>
        </p>
    }
}

/// A user or a provider, by pk.
type Owner = (Option<u64>, Option<u64>);

/// The way to all tokens of a user, or of a provider.
#[component]
fn OthersLink(kind: Kind, of: Owner) -> impl IntoView {
    let list = expect_context::<List>();
    let location = app().location;
    let (user, provider) = of;
    let address = Address {
        kind,
        query: ListQuery::default().with_user(user).with_provider(provider),
        ..Address::default()
    };
    // How many there are is known where all of them are in memory.
    let count = move || {
        list.slots
            .catalog
            .with(|catalog| catalog.as_ref().map(|catalog| (catalog.held)(user, provider)))
    };
    let words = move || words::others(user.is_some(), count());
    let there = address.clone();
    view! {
        <Link
            class="grant-link"
            href=Signal::derive(move || location.href(&there))
            go=move |()| location.go(&address, HistoryStep::Push)
        >
            {words}
        </Link>
    }
}
