//! What the console is shown in: a page of its own, or somebody else's page. The script beside this module is its other
//! half (public/boot.js for a page of its own, public/tokenscope.js for a guest) and answers what is asked here, so that
//! no more than these functions differ between the two.
//!
//! Each console has its own instance of the wasm module, and each instance one host, so these are functions and not
//! a value that would have to be passed around.

use js_sys::{JsString, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use web_sys::{Request, Storage};

/// Somewhere that a link may lead to.
pub enum LinkTarget<'a> {
    /// A place in the console, as its address says it.
    Console(&'a str),
    /// A page of authentik's: of which sort, which one of them, and its path below authentik's own.
    Authentik(&'static str, &'a str, &'a str),
}

#[wasm_bindgen]
extern "C" {
    /// Where authentik is as seen from the page, with a slash at the end.
    #[wasm_bindgen(js_namespace = host)]
    pub fn base() -> String;

    /// Sends a request with whatever credentials the host has for it; a promise of the response. Where they were a token
    /// of the host's, it has a property `byToken`.
    #[wasm_bindgen(js_namespace = host)]
    pub fn send(request: &Request) -> Promise;

    /// Applies a style sheet that is stored beside the program; a promise that resolves once it applies.
    #[wasm_bindgen(js_namespace = host)]
    pub fn sheet(name: &str) -> Promise;

    /// The page's own path and query, to come back to.
    #[wasm_bindgen(js_namespace = host)]
    pub fn here() -> String;

    /// Where preferences are kept; none where the browser or the host does not want any to be.
    #[wasm_bindgen(js_namespace = host)]
    pub fn storage() -> Option<Storage>;

    /// The language in which names are sorted. Empty: the browser's.
    #[wasm_bindgen(js_namespace = host)]
    pub fn lang() -> String;

    /// The language in which numbers and words such as "in 3 hours" are written: the host's, or else the English that the
    /// browser names, as the words around them are English.
    #[wasm_bindgen(js_namespace = host)]
    pub fn locale() -> String;

    /// The language in which dates are written: the host's, or else the first that the browser names.
    #[wasm_bindgen(js_namespace = host)]
    pub fn dates() -> String;

    /// A label that distinguishes this console from others on the page. Empty: not needed.
    #[wasm_bindgen(js_namespace = host)]
    pub fn label() -> String;

    /// Whether the page is somebody else's.
    #[wasm_bindgen(js_namespace = host, js_name = isGuest)]
    pub fn is_guest() -> bool;

    /// The console is at an address now. `step` says how it came there: `push` and `replace` by a person's doing, empty
    /// by the host's.
    #[wasm_bindgen(js_namespace = host)]
    pub fn at(address: &str, title: &str, step: &str);

    #[wasm_bindgen(js_namespace = host)]
    fn panicked(place: &str);

    #[wasm_bindgen(js_namespace = host, js_name = link)]
    fn link_to(to: &str, id: &str, path: &str) -> Option<String>;

    /// Tells the host of `event`, with these details. Nothing secret is ever among them.
    #[wasm_bindgen(js_namespace = host, js_name = tell)]
    pub fn tell_of(event: &str, detail: &Object);
}

/// Where a link leads; `None` where the host wants none.
pub fn link(target: &LinkTarget) -> Option<String> {
    match target {
        LinkTarget::Console(address) => link_to("console", "", address),
        LinkTarget::Authentik(to, id, path) => link_to(to, id, path),
    }
}

/// From here on the host learns where in this program a panic happened; it notices the crash itself. The panic's
/// message is not passed on: it may contain something from an answer.
pub fn tell_of_panics() {
    std::panic::set_hook(Box::new(|panic| {
        if let Some(at) = panic.location() {
            panicked(&[at.file(), ":", &at.line().to_string()].concat());
        }
    }));
}

/// Tells the host of `event`, as [`tell_of`] does, with details of a name and a value each.
pub fn tell(event: &str, detail: &[(&str, JsValue)]) {
    tell_of(event, &object(detail));
}

/// A plain object of these.
fn object(properties: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in properties {
        // Setting a property of a fresh plain object cannot fail.
        let _ = Reflect::set(&object, &JsString::from(*name), value);
    }
    object
}
