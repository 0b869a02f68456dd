//! The head of the drawer: whose token it is and for what, whether it works, and the way to others like it.

use leptos::ev::ErrorEvent;
use leptos::prelude::*;

use super::facts::ShownToken;
use super::list_link::ListLink;
use crate::components::format::relative;
use crate::model::kind::Kind;
use crate::screens::person::{is_broken_picture, portrait_of, user_tags};
use crate::screens::status_pill::StatusPill;
use crate::screens::token_list::list::List;
use crate::state::app::app;
use crate::text;
use crate::text::drawer as words;
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
            <OthersLink kind user=Some(user.pk) provider=None/>
            <ListLink kind all_kinds=true user=Some(user.pk) provider=None>{words::ALL_KINDS}</ListLink>
            <OthersLink kind user=None provider=Some(token.provider.pk)/>
        </p>
    }
}

/// The way to all tokens of a user, or of a provider.
#[component]
fn OthersLink(kind: Kind, user: Option<u64>, provider: Option<u64>) -> impl IntoView {
    let list = expect_context::<List>();
    // How many there are is known where all of them are in memory.
    let count = move || {
        list.slots
            .catalog
            .with(|catalog| catalog.as_ref().map(|catalog| (catalog.held)(user, provider)))
    };
    view! { <ListLink kind user provider>{move || words::others(user.is_some(), count())}</ListLink> }
}
