//! Copies a link to what is on screen.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlAnchorElement;

use crate::components::copy::CopyButton;
use crate::state::app::app;
use crate::text::components::COPY_LINK;
use crate::tokens::query::Address;

/// The button; not there in a host that has no addresses for the console's places.
#[component]
pub fn CopyLink(
    /// Where the link leads.
    address: Signal<Address>,
    /// What the button is called.
    #[prop(default = COPY_LINK.to_owned(), into)]
    name: String,
) -> impl IntoView {
    let location = app().location;
    let href = move || location.href(&address.get());
    let has_address = Memo::new(move |_| href().is_some());
    let whole = move || {
        // The browser makes it whole.
        let anchor = document().create_element("a").ok()?;
        anchor.set_attribute("href", &href()?).ok()?;
        anchor.dyn_into::<HtmlAnchorElement>().ok().map(|anchor| anchor.href())
    };
    move || {
        let name = name.clone();
        let button =
            move || view! { <CopyButton name=name.clone() text=move |()| untrack(whole).unwrap_or_default()/> };
        has_address.get().then(button)
    }
}
