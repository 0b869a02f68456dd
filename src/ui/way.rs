//! A link that leads to another place in the console.

use std::rc::Rc;

use web_sys::Element;

use super::dom::{El, el, is_plain_click};

/// A link that goes there by `go`, without leaving the page. Its address, for copying it and for a tab of its own, is
/// `href`; in a host that has no addresses for the console's places it is a link all the same, to the keyboard and to
/// readers.
pub fn way(href: impl Fn() -> Option<String> + 'static, go: impl Fn() + 'static) -> El {
    made(Box::new(href), Rc::new(go))
}

fn made(href: Box<dyn Fn() -> Option<String>>, go: Rc<dyn Fn()>) -> El {
    listening(go).watch(move |link| point(link, href().as_deref()))
}

/// The same, whose address is said by [`lead`].
pub fn led(go: impl Fn() + 'static) -> El {
    listening(Rc::new(go))
}

/// Has a link lead to this address.
pub fn lead(link: &El, href: Option<&str>) {
    point(link.element(), href);
}

fn point(link: &Element, href: Option<&str>) {
    let bare = href.is_none();
    for (name, value) in [
        ("href", href),
        ("role", bare.then_some("link")),
        ("tabindex", bare.then_some("0")),
    ] {
        // Only a name that is no name can fail.
        let _ = match value {
            Some(value) => link.set_attribute(name, value),
            None => link.remove_attribute(name),
        };
    }
}

fn listening(go: Rc<dyn Fn()>) -> El {
    let press = Rc::clone(&go);
    let link = el("a");
    let pressed = link.clone();
    link.on("click", move |event| {
        if is_plain_click(event) {
            event.prevent_default();
            go();
        }
    })
    .on_key(move |event| {
        // Of a link with an address the browser itself makes a click.
        if event.key() == "Enter" && !pressed.element().has_attribute("href") {
            event.prevent_default();
            press();
        }
    })
}
