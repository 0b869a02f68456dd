//! The page, element by element, over Leptos' signals.
//!
//! Leptos' `view!` gives each element, attribute and closure a type of its own, and code for each: this console came to
//! 274 kB of brotli that way. Here there is one type, [`El`], made as it is written; what may change later watches the
//! signals that it reads, and is let go of together with the owner that it was made under. See docs/size.md.

mod follow;
mod listen;

use std::pin::Pin;

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, HtmlElement, HtmlInputElement, Node, Selection, ShadowRoot, Text};

pub use follow::{Item, arrange, end_of, item, keep_watching, under};
pub use listen::is_plain_click;

const SVG: &str = "http://www.w3.org/2000/svg";

/// An element of the page. Cloning it gives another name to the same element.
#[derive(Clone)]
pub struct El(Element);

/// A new element.
pub fn el(tag: &str) -> El {
    El(made(|document| document.create_element(tag)))
}

/// A new element of a picture.
pub fn svg(tag: &str) -> El {
    El(made(|document| document.create_element_ns(Some(SVG), tag)))
}

/// A `<span>` of this class.
pub fn span(class: &str) -> El {
    el("span").class(class)
}

/// Somebody else's words: their direction does not spill into ours.
pub fn bdi(text: &str) -> El {
    el("bdi").text(text)
}

/// A button that does something here, and submits nothing.
pub fn button(class: &str, act: impl Fn() + 'static) -> El {
    el("button")
        .attr("type", "button")
        .class(class)
        .on("click", move |_| act())
}

/// A text that changes where it stands. For the browser that is far less work than another text in its place.
pub struct Wording(Text);

impl Wording {
    /// Nothing said yet, behind all that is in `parent`.
    pub fn new(parent: &El) -> Self {
        let text = document().create_text_node("");
        parent.add(&text);
        Self(text)
    }

    /// Says this.
    pub fn say(&self, text: &str) {
        self.0.set_data(text);
    }

    /// Takes it from the page.
    pub fn remove(&self) {
        self.0.remove();
    }
}

fn made(make: impl Fn(&Document) -> Result<Element, JsValue>) -> Element {
    // Only a name that is no name can fail, and all names stand in this program.
    make(&document()).unwrap_or_else(|_| {
        document()
            .body()
            .unwrap_or_else(|| JsValue::NULL.unchecked_into())
            .into()
    })
}

impl El {
    /// The element itself.
    pub fn element(&self) -> &Element {
        &self.0
    }

    /// The first element inside that a selector finds.
    pub fn find(&self, selector: &str) -> Option<El> {
        self.0.query_selector(selector).ok().flatten().map(El)
    }

    /// Moves the focus here. False where the element cannot take it.
    pub fn focus(&self) -> bool {
        self.0.unchecked_ref::<HtmlElement>().focus().is_ok()
    }

    /// Whether the focus is in the same shadow root. Where there is none, the document has it in any case.
    pub fn has_focus_near(&self) -> bool {
        let root = self.0.get_root_node();
        let shadow = root.dyn_ref::<ShadowRoot>();
        shadow.is_none_or(|shadow| shadow.active_element().is_some())
    }

    /// Whether `node` is this element or inside it.
    pub fn holds(&self, node: Option<web_sys::EventTarget>) -> bool {
        node.and_then(|node| node.dyn_into::<Node>().ok())
            .is_some_and(|node| self.0.contains(Some(&node)))
    }

    // What is set once

    /// Sets the classes.
    pub fn class(self, names: &str) -> Self {
        self.attr("class", names)
    }

    /// Sets an attribute.
    pub fn attr(self, name: &str, value: &str) -> Self {
        set_attribute(&self.0, name, Some(value));
        self
    }

    /// Sets an attribute that has no value, or leaves it out.
    pub fn flag(self, name: &str, on: bool) -> Self {
        set_attribute(&self.0, name, on.then_some(""));
        self
    }

    /// Adds text. Text is only ever text.
    pub fn text(self, text: &str) -> Self {
        self.add(&document().create_text_node(text));
        self
    }

    /// Adds an element.
    #[expect(
        clippy::needless_pass_by_value,
        reason = "most elements are made where they are added"
    )]
    pub fn child(self, child: El) -> Self {
        self.add(&child.0);
        self
    }

    /// Adds elements.
    pub fn children(self, children: impl IntoIterator<Item = El>) -> Self {
        for child in children {
            self.add(&child.0);
        }
        self
    }

    fn add(&self, node: &Node) {
        // An element that has just been made is nobody's ancestor, which is all that can go wrong here.
        let _ = self.0.append_child(node);
    }

    // What is set again and again

    /// Sets an attribute, or takes it away.
    pub fn put(&self, name: &str, value: Option<&str>) {
        set_attribute(&self.0, name, value);
    }

    /// Adds a class, or takes it away.
    pub fn put_class(&self, name: &str, on: bool) {
        let _ = self.0.class_list().toggle_with_force(name, on);
    }

    /// Ticks a box, or not.
    pub fn put_ticked(&self, on: bool) {
        self.0.unchecked_ref::<HtmlInputElement>().set_checked(on);
    }

    /// Exchanges all that is inside for this text.
    pub fn say(&self, text: &str) {
        self.0.set_text_content(Some(text));
    }

    /// Takes it from the page.
    pub fn remove(&self) {
        self.0.remove();
    }

    /// Whether the focus is here or inside.
    pub fn has_focus(&self) -> bool {
        self.0.matches(":focus-within").unwrap_or(false)
    }
}

#[wasm_bindgen]
extern "C" {
    /// A document, or a shadow root: Chromium tells what is selected in one, others at the window alone.
    type Root;

    #[wasm_bindgen(method, catch, js_name = getSelection)]
    fn get_selection(this: &Root) -> Result<Option<Selection>, JsValue>;
}

/// What is selected where `element` is.
pub fn selection_near(element: &Element) -> Option<Selection> {
    let root = element.get_root_node().unchecked_into::<Root>();
    root.get_selection()
        .or_else(|_| window().get_selection())
        .ok()
        .flatten()
}

fn set_attribute(element: &Element, name: &str, value: Option<&str>) {
    // Only a name that is no name can fail.
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

/// Runs a task beside the page.
pub fn spawn(task: impl Future<Output = ()> + 'static) {
    run(Box::pin(task));
}

fn run(task: Pin<Box<dyn Future<Output = ()>>>) {
    wasm_bindgen_futures::spawn_local(task);
}
