//! A page of its own: the address is the browser's. public/boot.js keeps the title in step with it.

use js_sys::{Array, Promise};
use leptos::prelude::*;
use leptos_router::location::{BrowserUrl, LocationProvider, Url};
use wasm_bindgen::prelude::*;
use web_sys::{AbortController, HtmlElement};

use crate::authentik::call::Early;
use crate::mount::start;
use crate::state::location::{HistoryStep, Location};

/// Starts the console in `place`, for as long as the page lives.
///
/// `base` is the path that the page lives under, from `/` to `/`. `early` are questions asked while this module was on
/// its way: `[url, promise of a Response, AbortController]` each.
#[wasm_bindgen]
#[expect(clippy::needless_pass_by_value, reason = "what JavaScript hands over is owned")]
pub fn standalone(place: HtmlElement, base: String, early: Vec<Array>) {
    let early = early.iter().filter_map(early_question).collect();
    let here = BrowserUrl::current().ok();
    let (path, query) = here.map_or_else(Default::default, |here| below(&base, &here));
    let address = [&*path, "?", &query].concat();
    start(&place, &address, early, |location| keep_in_browser(location, base));
}

/// Keeps the browser's address the same as the console's, and follows it back and forward. leptos_router reads it and knows
/// when it changes; it panics where the browser refuses a change, so those are made here.
fn keep_in_browser(location: Location, base: String) {
    // A page always has an address, so this cannot fail.
    let Ok(browser) = BrowserUrl::new() else { return };
    browser.init(Some(base.clone().into()));
    let url = browser.as_url().clone();
    let root = base.clone();
    location.kept_by(move |text, step| {
        let to = [&*root, text].concat();
        write(&to, step).is_ok()
    });
    // It changes only when a person goes back or forward. It is not told of the writes above, because the console
    // may have moved on by the time this runs.
    Effect::new(move |is_told: Option<bool>| {
        let (path, query) = url.with(|url| below(&base, url));
        if is_told.is_some() && !location.is_at_untracked(&path, &query) {
            untrack(|| location.arrive(&[&*path, "?", &query].concat(), true));
        }
        true
    });
}

/// Writes an address into the browser's bar. It may refuse: Safari takes a hundred changes in ten seconds.
fn write(to: &str, step: HistoryStep) -> Result<(), JsValue> {
    let here = window().location();
    if [here.pathname()?, here.search()?, here.hash()?].concat() == to {
        return Ok(());
    }
    let history = window().history()?;
    match step {
        HistoryStep::Push => history.push_state_with_url(&JsValue::NULL, "", Some(to)),
        HistoryStep::Replace => history.replace_state_with_url(&JsValue::NULL, "", Some(to)),
    }
}

/// Path and query below the base.
fn below(base: &str, url: &Url) -> (String, String) {
    let path = url.path().strip_prefix(base).unwrap_or_default();
    (path.to_owned(), url.search().to_owned())
}

fn early_question(parts: &Array) -> Option<Early> {
    Some(Early {
        url: parts.get(0).as_string()?,
        answer: parts.get(1).dyn_into::<Promise>().ok()?,
        controller: parts.get(2).dyn_into::<AbortController>().ok()?,
        asked: parts.get(3).as_f64()?,
    })
}
