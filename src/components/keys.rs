//! What a key press means, whatever the browser and the input method make of it.

use std::cell::Cell;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, MouseEvent};

use crate::platform::host::is_guest;

/// Keys of an input method have this code, even in browsers that do not set `isComposing` for them.
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
    target(event).is_some_and(|target| takes_keys(&target))
}

/// Whether keys that are pressed there are typed into a field, or choose in a list.
pub fn takes_keys(element: &Element) -> bool {
    matches!(
        element.matches("input:not([type=checkbox], [type=radio]), select, textarea"),
        Ok(true)
    )
}

/// Calls `act` for keys pressed while nothing on the page has the focus, for as long as the current owner lives.
/// Only a page of its own does so, unless a dialog is open; a guest leaves such keys to its host.
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

/// Records a key going down or up anywhere in the console, before any other handler sees it.
pub fn note(event: &KeyboardEvent) {
    LAST.set(Last {
        shift: event.shift_key(),
        repeats: event.type_() == "keydown" && event.repeat(),
    });
}

/// Records a pointer press: what follows is no longer caused by a key.
pub fn note_pointer() {
    LAST.set(Last {
        shift: false,
        repeats: false,
    });
}

/// Whether the current event is caused by a key being held down.
pub fn is_held() -> bool {
    LAST.get().repeats
}

/// Whether Shift was held for a click. Firefox does not report it for clicks made by a key; the key event did.
pub fn with_shift(click: &MouseEvent) -> bool {
    click.shift_key() || (click.detail() == 0 && LAST.get().shift)
}
