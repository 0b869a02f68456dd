//! What people do.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Element, Event, HtmlInputElement};

use super::El;

impl El {
    /// Listens to an event of this element, for as long as the current owner lives.
    pub fn on(self, event: &str, act: impl Fn(&Event) + 'static) -> Self {
        listen(&self.0, event, Box::new(act));
        self
    }

    /// Listens to a key.
    pub fn on_key(self, act: impl Fn(&web_sys::KeyboardEvent) + 'static) -> Self {
        self.on("keydown", move |event| act(event.unchecked_ref()))
    }

    /// Listens to what is typed or chosen.
    pub fn on_value(self, event: &str, act: impl Fn(String) + 'static) -> Self {
        self.on(event, move |event| {
            if let Some(target) = event.target() {
                act(target.unchecked_ref::<HtmlInputElement>().value());
            }
        })
    }

    /// Listens to a box being ticked, or not.
    pub fn on_checked(self, act: impl Fn(bool) + 'static) -> Self {
        self.on("change", move |event| {
            if let Some(target) = event.target() {
                act(target.unchecked_ref::<HtmlInputElement>().checked());
            }
        })
    }
}

/// A click that means "here", not "in a new tab": only those are the console's business.
pub fn is_plain_click(event: &Event) -> bool {
    let click = event.unchecked_ref::<web_sys::MouseEvent>();
    click.button() == 0 && !click.ctrl_key() && !click.meta_key() && !click.shift_key() && !click.alt_key()
}

/// A function of ours that an element calls. The element may outlive it, so it stops listening first.
struct Listener {
    element: Element,
    event: String,
    act: Closure<dyn Fn(Event)>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        let act = self.act.as_ref().unchecked_ref();
        let _ = self.element.remove_event_listener_with_callback(&self.event, act);
    }
}

fn listen(element: &Element, event: &str, act: Box<dyn Fn(&Event)>) {
    let act = Closure::<dyn Fn(Event)>::new(move |event: Event| act(&event));
    let _ = element.add_event_listener_with_callback(event, act.as_ref().unchecked_ref());
    StoredValue::new_local(Listener {
        element: element.clone(),
        event: event.to_owned(),
        act,
    });
}
