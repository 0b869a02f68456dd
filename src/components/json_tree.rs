//! Any JSON, as a tree that opens and closes.

use std::cell::Cell;

use leptos::prelude::*;
use serde_json::Value;

use super::copy::copy_whole;
use super::portions::{PORTION, portions};
use crate::text::{components, cut};

/// How deep a tree stands open at first.
const OPEN_DEPTH: usize = 2;

/// Beyond this depth nothing is shown: hostile nesting must not exhaust the page or the stack.
const DEEPEST: usize = 24;

/// Shows `value`.
pub fn json_tree(value: &Value) -> AnyView {
    let room = Cell::new(PORTION);
    view! { <div class="json">{branch(value, 0, &room)}</div> }.into_any()
}

/// `room`: how many lines are made before anybody has asked for them. Beyond that a branch is closed, and empty until it is
/// opened.
fn branch(value: &Value, depth: usize, room: &Cell<usize>) -> AnyView {
    if depth >= DEEPEST {
        return leaf("json-word", components::NESTED_TOO_DEEPLY);
    }
    match value {
        Value::Null => leaf("json-word", "null"),
        Value::Bool(yes) => leaf("json-word", &yes.to_string()),
        Value::Number(number) => leaf("json-number", &number.to_string()),
        Value::String(text) => leaf("json-text", text),
        Value::Array(items) if items.is_empty() => leaf("json-word", "[ ]"),
        Value::Object(fields) if fields.is_empty() => leaf("json-word", "{ }"),
        Value::Array(items) => fold(components::items, value, items.len(), depth, room),
        Value::Object(fields) => fold(components::fields, value, fields.len(), depth, room),
    }
}

fn leaf(class: &'static str, text: &str) -> AnyView {
    view! { <bdi translate="no" class=class>{cut(text)}</bdi>{copy_whole(text)} }.into_any()
}

fn entry(name: &str, value: &Value, depth: usize, room: &Cell<usize>) -> AnyView {
    let value = branch(value, depth + 1, room);
    view! { <li><bdi translate="no" class="json-name">{cut(name)}</bdi>{value}</li> }.into_any()
}

fn fold(counted: fn(usize) -> String, value: &Value, count: usize, depth: usize, room: &Cell<usize>) -> AnyView {
    let has_room = count <= room.get();
    room.set(room.get().saturating_sub(count));
    // The outermost level is what the user wanted to see; a control to close it would only be in the way.
    if depth == 0 {
        return list(value, count, depth, room);
    }
    let title = counted(count);
    if has_room {
        let list = list(value, count, depth, room);
        return view! { <details open=depth < OPEN_DEPTH><summary>{title}</summary>{list}</details> }.into_any();
    }
    let opened = RwSignal::new(false);
    let value = value.clone();
    let list = move || opened.get().then(|| list(&value, count, depth, &Cell::new(PORTION)));
    let open = move |is_open: bool| {
        if is_open && !opened.get_untracked() {
            opened.set(true);
        }
    };
    view! {
        <details on:toggle:target=move |event| open(event.target().open())>
            <summary>{title}</summary>
            {list}
        </details>
    }
    .into_any()
}

fn list(value: &Value, count: usize, depth: usize, room: &Cell<usize>) -> AnyView {
    if count <= PORTION {
        let entries: Vec<AnyView> = match value {
            Value::Array(items) => {
                let items = items.iter().enumerate();
                items
                    .map(|(at, item)| entry(&at.to_string(), item, depth, room))
                    .collect()
            }
            Value::Object(fields) => fields
                .iter()
                .map(|(name, value)| entry(name, value, depth, room))
                .collect(),
            _ => Vec::new(),
        };
        return view! { <ul>{entries}</ul> }.into_any();
    }
    let entries: Vec<(String, Value)> = match value.clone() {
        Value::Array(items) => {
            let items = items.into_iter().enumerate();
            items.map(|(at, item)| (at.to_string(), item)).collect()
        }
        Value::Object(fields) => fields.into_iter().collect(),
        _ => Vec::new(),
    };
    let line = move |at: usize| {
        let found = entries.get(at);
        let line = found.map(|(name, value)| entry(name, value, depth, &Cell::new(0)));
        line.into_any()
    };
    let (lines, more) = portions(count, line);
    view! { <ul>{lines}</ul>{more} }.into_any()
}
