//! A button with a panel below it that Escape, or a step outside, closes.

use wasm_bindgen::JsCast;
use web_sys::{FocusEvent, HtmlDetailsElement};

use super::dom::{El, el};
use super::icon::{Icon, picture};

/// A disclosure: native `<details>`, closed when the focus leaves it. A `compact` one hides its name from sight, not
/// from readers.
pub fn menu(name: &str, icon: Icon, compact: bool, panel: El) -> El {
    let label = el("span")
        .class(if compact { "visually-hidden" } else { "" })
        .text(name);
    let summary = el("summary")
        .class("button")
        .child(picture(icon))
        .child(label)
        .child(picture(Icon::ChevronDown));
    let details = el("details")
        .class("menu")
        .child(summary.clone())
        .child(el("div").class("menu-panel").attr("tabindex", "-1").child(panel));
    let (on_escape, on_leave) = (details.clone(), details.clone());
    details
        .on_key(move |event| {
            if event.key() == "Escape" && set_open(&on_escape, false) {
                event.prevent_default();
                summary.focus();
            }
        })
        .on("focusout", move |event| {
            if !on_leave.holds(event.unchecked_ref::<FocusEvent>().related_target()) {
                set_open(&on_leave, false);
            }
        })
}

/// Opens or closes; true if that changed anything.
fn set_open(details: &El, open: bool) -> bool {
    let details = details.element().unchecked_ref::<HtmlDetailsElement>();
    let changes = details.open() != open;
    details.set_open(open);
    changes
}
