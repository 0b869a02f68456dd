//! What changes its size.

use leptos::html::ElementType;
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Element, ResizeObserver};

/// Runs something when an element has a size, and whenever that changes, for as long as the current owner lives.
pub fn on_resize<E>(element: NodeRef<E>, act: impl Fn(&Element) + Clone + 'static)
where
    E: ElementType + 'static,
    E::Output: JsCast + AsRef<Element> + Clone + 'static,
{
    Effect::new(move || {
        let Some(element) = element.get() else { return };
        let element: &Element = element.as_ref();
        let act = act.clone();
        let observed = element.clone();
        let changed = Closure::<dyn Fn()>::new(move || act(&observed));
        // A browser without it leaves everything as it is.
        let Ok(observer) = ResizeObserver::new(changed.as_ref().unchecked_ref()) else {
            return;
        };
        observer.observe(element);
        let kept = StoredValue::new_local((observer, changed));
        on_cleanup(move || {
            kept.try_with_value(|(observer, _)| observer.disconnect());
        });
    });
}
