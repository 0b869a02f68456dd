//! How long authentik took for the lists that it was asked for, as the browser has measured it.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::tokens::pace::Measured;

/// So many of the last lists are looked at.
const LAST: usize = 5;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = performance, js_name = getEntriesByType)]
    fn entries_by_type(kind: &str) -> Array;

    type Entry;

    #[wasm_bindgen(method, getter)]
    fn name(this: &Entry) -> String;

    #[wasm_bindgen(method, getter)]
    fn duration(this: &Entry) -> f64;

    /// Not every browser reports it.
    #[wasm_bindgen(method, getter, js_name = responseStatus)]
    fn response_status(this: &Entry) -> Option<f64>;
}

/// What the last lists of tokens took, of which there are `count`.
pub fn measured(count: u64) -> Measured {
    let mut measured = Measured::default();
    let entries = entries_by_type("resource").into_iter().rev();
    let entries = entries.map(JsCast::unchecked_into::<Entry>);
    let is_list = |entry: &Entry| {
        let is_answer = entry.response_status().is_none_or(|status| status == 200.0);
        is_answer && entry.name().contains("/api/v3/oauth2/")
    };
    for entry in entries.filter(is_list).take(LAST) {
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "milliseconds that have passed"
        )]
        measured.add(&entry.name(), count, entry.duration() as u64);
    }
    measured
}
