//! One object, written a line at a time.

use serde::Serializer;

use super::field::NamedFields;

/// Writes what the file says about itself, and begins the list of tokens.
pub(super) fn head(about: &mut NamedFields, out: &mut String) {
    out.push_str("{\"about\":");
    write_object(about, out);
    out.push_str(",\n\"tokens\":[");
}

/// Writes a token; `is_next` unless it is the first.
pub(super) fn row(fields: &mut NamedFields, is_next: bool, out: &mut String) {
    out.push_str(if is_next { ",\n" } else { "\n" });
    write_object(fields, out);
}

/// Ends the list and the whole.
pub(super) fn end(out: &mut String) {
    out.push_str("\n]}\n");
}

fn write_object(fields: &mut NamedFields, out: &mut String) {
    let mut json = Vec::new();
    let written = serde_json::Serializer::new(&mut json).collect_map(fields);
    // Such fields can always be written, and as text, but the types do not know that.
    match String::from_utf8(json) {
        Ok(json) if written.is_ok() => out.push_str(&json),
        _ => out.push_str("null"),
    }
}
