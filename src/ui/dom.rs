//! The page, element by element, over Leptos' signals.
//!
//! Leptos' `view!` gives each element, attribute and closure a type of its own, and code for each: this console came to
//! 274 kB of brotli that way. Here there is one type, [`El`], made as it is written; what may change later watches the
//! signals that it reads, and is let go of together with the owner that it was made under. See docs/size.md.

use std::cell::RefCell;
use std::pin::Pin;

use leptos::prelude::*;
use leptos::reactive::effect::RenderEffect;
use leptos::reactive::owner::Owner;
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, Event, HtmlElement, HtmlInputElement, Node};

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

fn made(make: impl Fn(&Document) -> Result<Element, JsValue>) -> Element {
    // Only a name that is no name can fail, and all names stand in this program.
    make(&document()).unwrap_or_else(|_| {
        document()
            .body()
            .unwrap_or_else(|| JsValue::NULL.unchecked_into())
            .into()
    })
}

/// A member of a list.
pub struct Item {
    key: String,
    make: Box<dyn FnOnce() -> El>,
}

/// A member of a list, made when no member with this key is on the page yet.
pub fn item(key: String, make: impl FnOnce() -> El + 'static) -> Item {
    Item {
        key,
        make: Box::new(make),
    }
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

    // What follows signals

    /// Does something with the element whenever a signal that is read in doing so changes.
    pub fn watch(self, act: impl Fn(&Element) + 'static) -> Self {
        let element = self.0.clone();
        watch(Box::new(move || act(&element)));
        self
    }

    /// An attribute that comes and goes, and changes.
    pub fn attr_of(self, name: &'static str, value: impl Fn() -> Option<String> + 'static) -> Self {
        bind_attribute(&self.0, name, Box::new(value));
        self
    }

    /// An attribute that is `true` or `false`.
    pub fn state_of(self, name: &'static str, on: impl Fn() -> bool + 'static) -> Self {
        self.attr_of(name, move || Some(if on() { "true" } else { "false" }.to_owned()))
    }

    /// An attribute that has no value.
    pub fn flag_of(self, name: &'static str, on: impl Fn() -> bool + 'static) -> Self {
        self.attr_of(name, move || on().then(String::new))
    }

    /// A class that comes and goes.
    pub fn class_if(self, name: &'static str, on: impl Fn() -> bool + 'static) -> Self {
        self.watch(move |element| {
            let _ = element.class_list().toggle_with_force(name, on());
        })
    }

    /// Text that changes.
    pub fn text_of(self, text: impl Fn() -> String + 'static) -> Self {
        bind_text(&self.0, Box::new(text));
        self
    }

    /// The value of an input or a select.
    pub fn value_of(self, value: impl Fn() -> String + 'static) -> Self {
        // `HTMLSelectElement` has the same property.
        self.watch(move |element| {
            let input = element.unchecked_ref::<HtmlInputElement>();
            let value = value();
            if input.value() != value {
                input.set_value(&value);
            }
        })
    }

    /// Whether a box is ticked.
    pub fn checked_of(self, checked: impl Fn() -> bool + 'static) -> Self {
        self.watch(move |element| element.unchecked_ref::<HtmlInputElement>().set_checked(checked()))
    }

    /// A part that comes and goes, and is made anew whenever a signal that is read in making it changes.
    pub fn part(self, part: impl Fn() -> Option<El> + 'static) -> Self {
        bind_part(&self.0, Box::new(part));
        self
    }

    /// A part that comes and goes with a condition, and stays as it is while the condition holds.
    pub fn part_if(self, on: impl Fn() -> bool + 'static, part: impl Fn() -> El + 'static) -> Self {
        bind_conditional(&self.0, Box::new(on), Box::new(part));
        self
    }

    /// A list. What has the same key as before keeps its element, and with it the focus.
    pub fn each(self, items: impl Fn() -> Vec<Item> + 'static) -> Self {
        bind_list(&self.0, Box::new(items));
        self
    }

    // What people do

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

// The rest exists once, however many elements use it.

fn set_attribute(element: &Element, name: &str, value: Option<&str>) {
    // Only a name that is no name can fail.
    let _ = match value {
        Some(value) => element.set_attribute(name, value),
        None => element.remove_attribute(name),
    };
}

fn bind_attribute(element: &Element, name: &'static str, value: Box<dyn Fn() -> Option<String>>) {
    let element = element.clone();
    let last = RefCell::new(None::<String>);
    watch(Box::new(move || {
        let value = value();
        if *last.borrow() != value {
            set_attribute(&element, name, value.as_deref());
            last.replace(value);
        }
    }));
}

fn bind_text(element: &Element, text: Box<dyn Fn() -> String>) {
    let node = document().create_text_node("");
    let _ = element.append_child(&node);
    let last = RefCell::new(String::new());
    watch(Box::new(move || {
        let text = text();
        if *last.borrow() != text {
            node.set_data(&text);
            last.replace(text);
        }
    }));
}

fn bind_part(element: &Element, part: Box<dyn Fn() -> Option<El>>) {
    let place = document().create_comment("");
    let _ = element.append_child(&place);
    let parent = element.clone();
    let shown = RefCell::new(None::<El>);
    watch(Box::new(move || {
        let part = part();
        if let Some(part) = &part {
            let _ = parent.insert_before(&part.0, Some(&place));
        }
        if let Some(old) = shown.replace(part) {
            old.0.remove();
        }
    }));
}

fn bind_conditional(element: &Element, on: Box<dyn Fn() -> bool>, part: Box<dyn Fn() -> El>) {
    let place = document().create_comment("");
    let _ = element.append_child(&place);
    let parent = element.clone();
    let outer = Owner::current();
    let shown = RefCell::new(None::<(El, Owner)>);
    watch(Box::new(move || {
        let on = on();
        if on == shown.borrow().is_some() {
            return;
        }
        if let Some((old, owner)) = shown.take() {
            old.0.remove();
            owner.cleanup();
        }
        if on {
            let owner = under(outer.as_ref());
            let part = owner.with(|| untrack(&part));
            let _ = parent.insert_before(&part.0, Some(&place));
            shown.replace(Some((part, owner)));
        }
    }));
}

/// Acts now, and again whenever what it reads changes, until the current owner is cleaned up.
pub fn keep_watching(act: impl Fn() + 'static) {
    watch(Box::new(act));
}

fn bind_list(element: &Element, items: Box<dyn Fn() -> Vec<Item>>) {
    let end: Node = document().create_comment("").into();
    let _ = element.append_child(&end);
    let parent = element.clone();
    let outer = Owner::current();
    let shown = RefCell::new(Vec::<(String, El, Owner)>::new());
    watch(Box::new(move || {
        let items = items();
        let mut older = shown.take();
        let newer = items.into_iter().map(|Item { key, make }| {
            if let Some(at) = older.iter().position(|(old, ..)| *old == key) {
                return older.swap_remove(at);
            }
            let owner = under(outer.as_ref());
            let element = owner.with(|| untrack(make));
            (key, element, owner)
        });
        let newer: Vec<_> = newer.collect();
        for (_, element, owner) in older {
            element.0.remove();
            owner.cleanup();
        }
        let mut next = end.clone();
        for (_, element, _) in newer.iter().rev() {
            // Moving an element would cost it the focus, so only what stands elsewhere is moved.
            if element.0.next_sibling().as_ref() != Some(&next) {
                let _ = parent.insert_before(&element.0, Some(&next));
            }
            next = element.0.clone().into();
        }
        shown.replace(newer);
    }));
}

/// Runs a task beside the page.
pub fn spawn(task: impl Future<Output = ()> + 'static) {
    run(Box::pin(task));
}

fn run(task: Pin<Box<dyn Future<Output = ()>>>) {
    wasm_bindgen_futures::spawn_local(task);
}

fn watch(act: Box<dyn Fn()>) {
    let effect = RenderEffect::new(move |_| act());
    StoredValue::new_local(effect);
}

fn under(owner: Option<&Owner>) -> Owner {
    match owner {
        Some(owner) => owner.child(),
        None => Owner::new(),
    }
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
