//! What follows signals: attributes, texts, parts and lists that change by themselves, for as long as the owner lives that
//! they were made under.

use std::cell::RefCell;

use leptos::prelude::*;
use leptos::reactive::effect::RenderEffect;
use leptos::reactive::owner::Owner;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlInputElement, Node};

use super::{El, Wording, set_attribute};

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
}

// The rest exists once, however many elements use it.

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
    let wording = Wording::new(&El(element.clone()));
    let last = RefCell::new(String::new());
    watch(Box::new(move || {
        let text = text();
        if *last.borrow() != text {
            wording.say(&text);
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
    let parent = El(element.clone());
    let end = end_of(&parent);
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
        arrange(&parent, &end, newer.iter().map(|(_, element, _)| element));
        shown.replace(newer);
    }));
}

/// A mark behind all that is in `parent`, to arrange a list before it.
pub fn end_of(parent: &El) -> Node {
    let end: Node = document().create_comment("").into();
    parent.add(&end);
    end
}

/// Has these stand in order before `end`.
pub fn arrange<'a>(parent: &El, end: &Node, elements: impl DoubleEndedIterator<Item = &'a El>) {
    let mut next = end.clone();
    for El(element) in elements.rev() {
        // Moving an element would cost it the focus, so only what stands elsewhere is moved.
        if element.next_sibling().as_ref() != Some(&next) {
            let _ = parent.0.insert_before(element, Some(&next));
        }
        next = element.clone().into();
    }
}

fn watch(act: Box<dyn Fn()>) {
    let effect = RenderEffect::new(move |_| act());
    StoredValue::new_local(effect);
}

/// An owner that lives no longer than `owner`.
pub fn under(owner: Option<&Owner>) -> Owner {
    match owner {
        Some(owner) => owner.child(),
        None => Owner::new(),
    }
}
