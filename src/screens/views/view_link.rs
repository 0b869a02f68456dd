//! A link to a view.

use leptos::prelude::*;

use super::state::Views;
use crate::components::link::Link;
use crate::screens::copy_link::CopyLink;
use crate::text;
use crate::tokens::query::Address;
use crate::tokens::views::is_same_view;

/// The way to a view, and the button that copies it.
#[component]
pub fn ViewLink(
    /// What it is called.
    name: String,
    /// Whether a person called it that.
    is_own: bool,
    /// Where it is.
    of: Signal<Address>,
) -> impl IntoView {
    let views = expect_context::<Views>();
    let location = views.list.location;
    let copy = text::views::copy_link(&name);
    let address = Signal::derive(move || views.address_of(&of.get()));
    view! {
        <Link
            class="view-link"
            href=Signal::derive(move || location.href(&address.get()))
            go=move |()| views.go(&address.get_untracked())
            current=Signal::derive(move || is_same_view(&of.get(), &location.address()))
        >
            <bdi translate=is_own.then_some("no")>{text::cut(&name)}</bdi>
        </Link>
        <CopyLink address name=copy/>
    }
}
