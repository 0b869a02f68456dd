//! What changes its size.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Element, ResizeObserver};

/// Runs something when the table has a size, and whenever that changes, for as long as the current owner lives.
pub fn on_resize(table: NodeRef<html::Table>, act: impl Fn(&Element) + Clone + 'static) {
    Effect::new(move || {
        let Some(table) = table.get() else { return };
        let act = act.clone();
        let observed = table.clone();
        let changed = Closure::<dyn Fn()>::new(move || act(&observed));
        // A browser without it leaves the table as it is.
        let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) else {
            return;
        };
        observer.observe(&table);
        let kept = StoredValue::new_local((observer, changed));
        on_cleanup(move || {
            kept.try_with_value(|(observer, _)| observer.disconnect());
        });
    });
}
