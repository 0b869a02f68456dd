//! What a key press means, whatever the browser and the input method make of it.

use std::cell::Cell;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, MouseEvent};

use crate::platform::host::is_guest;

/// Keys of an input method have this code, in browsers that do not say so in words, too.
const OF_INPUT_METHOD: u32 = 229;

/// The name of the key that was pressed; none while an input method is composing a text: that key belongs to the method,
/// be it Enter, Escape or an arrow.
pub fn key_of(event: &KeyboardEvent) -> String {
    if event.is_composing() || event.key_code() == OF_INPUT_METHOD {
        return String::new();
    }
    #[expect(clippy::disallowed_methods, reason = "here it is asked for everybody")]
    event.key()
}

/// Whether the key comes with Ctrl, Meta or Alt, and so is a command of the browser's or of the system's.
pub fn is_command(event: &KeyboardEvent) -> bool {
    event.ctrl_key() || event.meta_key() || event.alt_key()
}

/// Whether the key is typed into a field, or chooses in a list.
pub fn is_typed(event: &KeyboardEvent) -> bool {
    matches!(
        target(event).map(|target| target.matches("input:not([type=checkbox], [type=radio]), select, textarea")),
        Some(Ok(true))
    )
}

/// Has `act` see the keys that are pressed while nothing on the page has the focus, for as long as the current owner lives.
/// A page of its own has them to itself, unless a dialog waits for an answer; a guest's page has not.
pub fn on_bare_page(act: impl Fn(&KeyboardEvent) + 'static) {
    if is_guest() {
        return;
    }
    let listener = window_event_listener(ev::keydown, move |event| {
        let is_bare = target(&event).is_none_or(|target| matches!(&*target.tag_name(), "BODY" | "HTML"));
        let is_asked = || matches!(document().query_selector("dialog:modal"), Ok(Some(_)));
        if is_bare && !is_asked() {
            act(&event);
        }
    });
    on_cleanup(move || listener.remove());
}

fn target(event: &KeyboardEvent) -> Option<Element> {
    event.target().and_then(|target| target.dyn_into().ok())
}

thread_local! {
    /// An instance of the program has one console, so there is one of these.
    static LAST: Cell<Last> = const { Cell::new(Last { shift: false, repeats: false }) };
}

/// What the last key event said.
#[derive(Clone, Copy)]
struct Last {
    shift: bool,
    repeats: bool,
}

/// Takes note of a key that goes down or up anywhere in the console, before anybody else sees it.
pub fn note(event: &KeyboardEvent) {
    LAST.set(Last {
        shift: event.shift_key(),
        repeats: event.type_() == "keydown" && event.repeat(),
    });
}

/// Takes note of a press of the pointer: from here on, nothing is the doing of a key.
pub fn note_pointer() {
    LAST.set(Last {
        shift: false,
        repeats: false,
    });
}

/// Whether what happens now is the doing of a key that is being held down.
pub fn is_held() -> bool {
    LAST.get().repeats
}

/// Whether Shift was held for a click. Of a click that a key makes, Firefox does not say so; the key has.
pub fn with_shift(click: &MouseEvent) -> bool {
    click.shift_key() || (click.detail() == 0 && LAST.get().shift)
}
