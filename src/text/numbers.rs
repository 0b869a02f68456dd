//! Numbers, as everything on the page writes them.

use std::cell::Cell;

thread_local! {
    /// How numbers are written. These texts do not know the user's language; whoever displays them does.
    static WRITES: Cell<fn(u64) -> String> = const { Cell::new(by_commas) };
}

/// Sets how numbers are written from now on: the page formats them for its language.
pub fn write_numbers(write: fn(u64) -> String) {
    WRITES.set(write);
}

/// A number for people to read; "9,995" by default. A token's ID is a name, so its digits are not grouped.
pub fn grouped(number: u64) -> String {
    WRITES.get()(number)
}

/// The forms of a word by number. English has two of CLDR's plural categories; a language with more needs a field for
/// each, and its rule in [`Plural::form`].
#[derive(Clone, Copy, Debug)]
pub struct Plural {
    /// For 1.
    pub one: &'static str,
    /// For every other number.
    pub other: &'static str,
}

impl Plural {
    /// The form for this number.
    pub fn form(self, count: u64) -> &'static str {
        if count == 1 { self.one } else { self.other }
    }
}

pub const TOKENS: Plural = plural("token", "tokens");
pub const USERS: Plural = plural("user", "users");
pub const PROVIDERS: Plural = plural("provider", "providers");
pub const FINDINGS: Plural = plural("finding", "findings");
pub const REQUESTS: Plural = plural("request", "requests");
pub const SECONDS: Plural = plural("second", "seconds");
pub const MINUTES: Plural = plural("minute", "minutes");

pub const fn plural(one: &'static str, other: &'static str) -> Plural {
    Plural { one, other }
}

/// "1 token", "9,995 tokens".
pub fn counted(count: u64, what: Plural) -> String {
    [&grouped(count), " ", what.form(count)].concat()
}

fn by_commas(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + 4);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_the_page_has_them() {
        assert_eq!(counted(1, TOKENS), "1 token");
        assert_eq!(counted(0, TOKENS), "0 tokens");
        write_numbers(|number| format!("<{number}>"));
        assert_eq!(counted(9_995, TOKENS), "<9995> tokens");
        write_numbers(by_commas);
        assert_eq!(grouped(1_234_567), "1,234,567");
    }
}
