//! Any JSON, as a tree that opens and closes.

use serde_json::Value;

use super::dom::{El, bdi, el};

/// How deep a tree stands open at first.
const OPEN_DEPTH: usize = 2;

/// Beyond this depth nothing is shown: no page, and no stack, should follow a hostile nesting.
const DEEPEST: usize = 24;

/// Shows `value`.
pub fn json_tree(value: &Value) -> El {
    el("div").class("json").child(branch(value, 0))
}

fn branch(value: &Value, depth: usize) -> El {
    if depth >= DEEPEST {
        return leaf("json-word", "nested too deeply to be shown");
    }
    match value {
        Value::Null => leaf("json-word", "null"),
        Value::Bool(yes) => leaf("json-word", if *yes { "true" } else { "false" }),
        Value::Number(number) => leaf("json-number", &number.to_string()),
        Value::String(text) => leaf("json-text", text),
        Value::Array(items) if items.is_empty() => leaf("json-word", "[ ]"),
        Value::Object(fields) if fields.is_empty() => leaf("json-word", "{ }"),
        Value::Array(items) => {
            let entries = items
                .iter()
                .enumerate()
                .map(|(at, item)| entry(&at.to_string(), item, depth));
            fold("item", items.len(), entries.collect(), depth)
        }
        Value::Object(fields) => {
            let entries = fields.iter().map(|(name, value)| entry(name, value, depth));
            fold("field", fields.len(), entries.collect(), depth)
        }
    }
}

fn leaf(class: &str, text: &str) -> El {
    bdi(text).class(class)
}

fn entry(name: &str, value: &Value, depth: usize) -> El {
    el("li")
        .child(bdi(name).class("json-name"))
        .child(branch(value, depth + 1))
}

fn fold(unit: &str, count: usize, entries: Vec<El>, depth: usize) -> El {
    let list = el("ul").children(entries);
    // The outermost level is what was asked for; a handle to close it would only be in the way.
    if depth == 0 {
        return list;
    }
    let plural = if count == 1 { "" } else { "s" };
    el("details")
        .flag("open", depth < OPEN_DEPTH)
        .child(el("summary").text(&format!("{count} {unit}{plural}")))
        .child(list)
}
