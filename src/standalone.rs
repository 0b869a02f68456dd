//! A page of its own: the address is the browser's, and the title says where one is.

use js_sys::{Array, Promise};
use leptos::mount::mount_to;
use leptos::prelude::*;
use leptos_router::components::Router;
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, HtmlElement};

use crate::authentik::client::{Client, Early};
use crate::location::{Location, Step};
use crate::screens::console::console;
use crate::text;

/// Starts the console in `place`, for as long as the page lives.
///
/// `base` is the path that the page lives under, from `/` to `/`. `early` are questions asked while this module was on
/// its way: `[url, promise of a Response, AbortController]` each.
#[wasm_bindgen]
pub fn standalone(place: HtmlElement, base: String, early: Vec<Array>) {
    let early = early.iter().filter_map(early_question).collect();
    let root = place.clone();
    let page = move || view! { <Page place base early /> };
    mount_to(root, page).forget();
}

fn early_question(parts: &Array) -> Option<Early> {
    Some(Early {
        url: parts.get(0).as_string()?,
        answer: parts.get(1).dyn_into::<Promise>().ok()?,
        controller: parts.get(2).dyn_into::<AbortController>().ok()?,
    })
}

#[component]
fn Page(place: HtmlElement, base: String, early: Vec<Early>) -> impl IntoView {
    view! {
        <Router base=base.trim_end_matches('/').to_owned()>
            <Routed place base early />
        </Router>
    }
}

#[component]
fn Routed(place: HtmlElement, base: String, early: Vec<Early>) -> impl IntoView {
    let location = Location::of_browser(base);
    provide_context(location);
    provide_context(Client::new(early));
    // The bare address means the access tokens, and says so.
    if location.is_bare() {
        let address = location.address_now();
        location.go(&address, Step::Replace);
    }
    Effect::new(move || {
        let address = location.address();
        let name = match address.open {
            Some(pk) => format!("{} {pk}", text::kinds::one(address.kind)),
            None => text::kinds::many(address.kind).to_owned(),
        };
        document().set_title(&format!("{name} · Tokenscope"));
    });
    // The page has nothing else in it, so nothing can stand in the way.
    let _ = place.append_child(console().element());
}
