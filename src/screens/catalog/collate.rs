//! Names in the order of a language: the host's, or else the person's, which the browser knows.

use js_sys::{Array, Function, Intl, JsString, Object};
use wasm_bindgen::{JsCast, JsValue};

use crate::platform::host::lang;

/// The rank of each name; only names that are the very same have the same. The browser sorts, in one call: asking it about
/// each pair would take longer than all the rest.
pub fn collated_ranks(names: &[&str]) -> Vec<u32> {
    let langs = Array::new();
    let lang = lang();
    if !lang.is_empty() {
        langs.push(&JsString::from(lang));
    }
    let collator = Intl::Collator::new(&langs, &Object::new());
    let compare: Function = collator.compare();
    let distinct = Array::new();
    let mut sorted = names.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    for name in &sorted {
        distinct.push(&JsValue::from_str(name));
    }
    let ordered: Vec<String> = distinct
        .sort_by_function(&compare)
        .iter()
        .filter_map(|name| name.as_string())
        .collect();
    let mut rank_of: Vec<(String, u32)> = ordered.into_iter().zip(0..).collect();
    rank_of.sort_unstable();
    let find = |name: &str| {
        let at = rank_of.binary_search_by(|(other, _)| other.as_str().cmp(name)).ok()?;
        rank_of.get(at).map(|(_, rank)| *rank)
    };
    names.iter().map(|name| find(name).unwrap_or(u32::MAX)).collect()
}

trait SortBy {
    fn sort_by_function(&self, compare: &Function) -> Array;
}

impl SortBy for Array {
    fn sort_by_function(&self, compare: &Function) -> Array {
        let sort = js_sys::Reflect::get(self, &"sort".into())
            .ok()
            .and_then(|sort| sort.dyn_into::<Function>().ok());
        let sorted = sort.and_then(|sort| sort.call1(self, compare).ok());
        sorted
            .and_then(|sorted| sorted.dyn_into().ok())
            .unwrap_or_else(|| self.clone())
    }
}
