//! One object, written a line at a time.

use chrono::SecondsFormat;

use super::{Field, Named, iso};

/// Writes what the file says about itself, and begins the list of tokens.
pub(super) fn head(about: &mut Named, out: &mut String) {
    out.push_str("{\"about\":");
    write_object(about, out);
    out.push_str(",\n\"tokens\":[");
}

/// Writes a token; `is_next` unless it is the first.
pub(super) fn row(fields: &mut Named, is_next: bool, out: &mut String) {
    out.push_str(if is_next { ",\n" } else { "\n" });
    write_object(fields, out);
}

/// Ends the list and the whole.
pub(super) fn end(out: &mut String) {
    out.push_str("\n]}\n");
}

fn write_object(fields: &mut Named, out: &mut String) {
    let mut before = '{';
    for (name, field) in fields {
        out.push(before);
        before = ',';
        // The names are the console's own and need no escapes.
        out.push('"');
        out.push_str(name);
        out.push_str("\":");
        write_field(field, out);
    }
    out.push('}');
}

fn write_field(field: Field, out: &mut String) {
    match field {
        Field::Number(number) => out.push_str(&number.to_string()),
        Field::Flag(Some(true)) => out.push_str("true"),
        Field::Flag(Some(false)) => out.push_str("false"),
        Field::Time(Some(at)) => write_text(&iso(at, SecondsFormat::AutoSi), out),
        Field::Text(Some(text)) => write_text(text, out),
        Field::List(texts) => write_list(&texts, out),
        Field::Flag(None) | Field::Time(None) | Field::Text(None) => out.push_str("null"),
    }
}

fn write_list(texts: &[&str], out: &mut String) {
    out.push('[');
    for (at, text) in texts.iter().enumerate() {
        if at > 0 {
            out.push(',');
        }
        write_text(text, out);
    }
    out.push(']');
}

fn write_text(text: &str, out: &mut String) {
    // Text is always writable, but the type does not know that.
    match serde_json::to_string(text) {
        Ok(text) => out.push_str(&text),
        Err(_) => out.push_str("null"),
    }
}
