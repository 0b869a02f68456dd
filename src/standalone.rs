//! A page of its own: the address is the browser's, and the title says where one is.

use js_sys::{Array, Promise};
use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, HtmlElement};

use crate::app::App;
use crate::authentik::call::Early;
use crate::authentik::client::Client;
use crate::location::{Location, Step};
use crate::screens::console::console;
use crate::settings::usual_list;
use crate::text;
use crate::tokens::kind::Kind;
use crate::ui::dom::keep_watching;

/// Starts the console in `place`, for as long as the page lives.
///
/// `base` is the path that the page lives under, from `/` to `/`. `early` are questions asked while this module was on
/// its way: `[url, promise of a Response, AbortController]` each.
#[wasm_bindgen]
#[expect(clippy::needless_pass_by_value, reason = "what JavaScript hands over is owned")]
pub fn standalone(place: HtmlElement, base: String, early: Vec<Array>) {
    let early = early.iter().filter_map(early_question).collect();
    let root = place.clone();
    mount_to(root, move || start(&place, base, early)).forget();
}

fn early_question(parts: &Array) -> Option<Early> {
    Some(Early {
        url: parts.get(0).as_string()?,
        answer: parts.get(1).dyn_into::<Promise>().ok()?,
        controller: parts.get(2).dyn_into::<AbortController>().ok()?,
    })
}

fn start(place: &HtmlElement, base: String, early: Vec<Early>) {
    let Some(location) = Location::of_browser(base) else {
        return;
    };
    App::provide(Client::new(early), location);
    // The bare address means the access tokens, and says so.
    if location.is_bare() {
        location.go(&usual_list(Kind::default()), Step::Replace);
    }
    keep_watching(move || {
        let address = location.address();
        let name = match address.open {
            Some(pk) => format!("{} {pk}", text::kinds::one(address.kind)),
            None => text::kinds::many(address.kind).to_owned(),
        };
        document().set_title(&format!("{name} · Tokenscope"));
    });
    // The place is empty, so nothing can stand in the way.
    let _ = place.append_child(console().element());
}
