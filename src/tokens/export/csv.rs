//! RFC 4180, and the guard against formulas. What is decided here is explained in the module above.

use chrono::SecondsFormat;

use super::field::{Field, NamedFields, iso};

const BYTE_ORDER_MARK: char = '\u{feff}';

const END_OF_RECORD: &str = "\r\n";

/// What the file says about the guard, for those who open it without knowing.
const GUARD: &str = "an apostrophe stands before text that a spreadsheet could take for a formula";

/// Writes what the file says about itself, if anything, and the names of the columns.
pub(super) fn head(about: Option<&mut NamedFields>, columns: &[&'static str], out: &mut String) {
    out.push(BYTE_ORDER_MARK);
    if let Some(about) = about {
        about_records(about, columns.len(), out);
    }
    for (at, column) in columns.iter().enumerate() {
        separate(at, out);
        out.push_str(column);
    }
    out.push_str(END_OF_RECORD);
}

/// Writes what the file says about itself, a record each.
fn about_records(about: &mut NamedFields, columns: usize, out: &mut String) {
    for (name, value) in about {
        let value = match value {
            // People read this cell, and would take an empty one for a mistake.
            Field::Text(Some("")) if name == "asked" => Field::Text(Some("(everything)")),
            value => value,
        };
        about_record(name, value, columns, out);
    }
    about_record("guard", Field::Text(Some(GUARD)), columns, out);
}

/// Writes a name and a value, and as many empty fields as the columns ask for.
fn about_record(name: &'static str, value: Field, columns: usize, out: &mut String) {
    out.push_str("# ");
    out.push_str(name);
    out.push(',');
    write_field(value, out);
    for _ in 2..columns {
        out.push(',');
    }
    out.push_str(END_OF_RECORD);
}

/// Writes a token.
pub(super) fn row(fields: &mut NamedFields, out: &mut String) {
    for (at, (_, field)) in fields.enumerate() {
        separate(at, out);
        write_field(field, out);
    }
    out.push_str(END_OF_RECORD);
}

fn separate(at: usize, out: &mut String) {
    if at > 0 {
        out.push(',');
    }
}

fn write_field(field: Field, out: &mut String) {
    match field {
        Field::Number(number) => out.push_str(&number.to_string()),
        Field::Flag(Some(true)) => out.push_str("true"),
        Field::Flag(Some(false)) => out.push_str("false"),
        // Before the year 0 and after the year 9999 there is a sign, which asks for the guard.
        Field::Time(Some(at)) => write_text(&iso(at, SecondsFormat::AutoSi), out),
        Field::Text(Some(text)) => write_text(text, out),
        Field::List(texts) => write_text(&texts.join(" "), out),
        Field::Flag(None) | Field::Time(None) | Field::Text(None) => {}
    }
}

/// Writes a text, guarded and, where it has to be, in quotes. Blanks at either end are kept by quotes alone.
pub(super) fn write_text(text: &str, out: &mut String) {
    let is_quoted = text.contains([',', '"', ';', '\t', '\r', '\n']) || text.trim().len() != text.len();
    if is_quoted {
        out.push('"');
    }
    if is_formula(text, true) {
        out.push('\'');
    }
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        out.push(letter);
        if letter == '"' {
            out.push('"');
        }
        if is_part_end(letter) && is_formula(letters.as_str(), false) {
            out.push('\'');
        }
    }
    if is_quoted {
        out.push('"');
    }
}

/// Whether a spreadsheet may begin a cell behind this letter, quotes or not.
fn is_part_end(letter: char) -> bool {
    matches!(letter, ';' | '\t' | '\r' | '\n')
}

/// Whether a text begins like a formula, or like something that was guarded. A tab or a line break makes it one at the
/// beginning of the whole text; further on, it is the part behind it that counts.
fn is_formula(text: &str, is_whole: bool) -> bool {
    if text.starts_with('\'') {
        return true;
    }
    for letter in text.chars() {
        match letter {
            '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠' => return true,
            '\t' | '\r' | '\n' => return is_whole,
            '"' | '\'' => {}
            letter if is_invisible(letter) => {}
            _ => return false,
        }
    }
    false
}

/// Blanks, control characters, and letters of no width or that only turn the direction of writing.
fn is_invisible(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
