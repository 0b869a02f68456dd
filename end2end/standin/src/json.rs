//! Writing JSON as authentik does. What it says are derived structs, since those keep the order of their fields as
//! Django does; `serde_json`'s own maps are sorted.

use serde::Serialize;

/// `{}`
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Nothing {}

/// Compact, UTF-8, as authentik answers.
pub fn bytes(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

/// Indented by four spaces and plain ASCII: what Python makes of an `id_token`.
pub fn indented(value: &impl Serialize) -> String {
    let mut out = Vec::new();
    let formatter = serde_json::ser::PrettyFormatter::with_indent(b"    ");
    let mut serializer = serde_json::Serializer::with_formatter(&mut out, formatter);
    if value.serialize(&mut serializer).is_err() {
        return String::new();
    }
    let text = String::from_utf8(out).unwrap_or_default();
    if text.is_ascii() {
        return text;
    }
    let mut ascii = String::with_capacity(text.len() * 2);
    for c in text.chars() {
        if c.is_ascii() {
            ascii.push(c);
        } else {
            let mut units = [0u16; 2];
            for unit in c.encode_utf16(&mut units) {
                ascii.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    ascii
}
