//! What people type.

/// The zero of each set of digits that some language uses; the other nine digits follow it in Unicode.
const ZEROS: [char; 15] = [
    '0',
    '\u{660}',
    '\u{6f0}',
    '\u{966}',
    '\u{9e6}',
    '\u{ae6}',
    '\u{e50}',
    '\u{f20}',
    '\u{1040}',
    '\u{17e0}',
    '\u{1c50}',
    '\u{a9d0}',
    '\u{11136}',
    '\u{1e950}',
    '\u{ff10}',
];

/// A whole number, in any language's digits and grouping: people copy numbers from elsewhere on the page.
pub fn number(text: &str) -> Option<u64> {
    let mut number: Option<u64> = None;
    for letter in text.chars() {
        if let Some(digit) = digit(letter) {
            number = Some(number.unwrap_or(0).checked_mul(10)?.checked_add(digit)?);
        } else if !groups(letter) {
            return None;
        }
    }
    number
}

fn digit(letter: char) -> Option<u64> {
    let after = |zero: char| u32::from(letter).checked_sub(zero.into()).filter(|digit| *digit < 10);
    ZEROS.into_iter().find_map(after).map(u64::from)
}

fn groups(letter: char) -> bool {
    letter.is_whitespace()
        || matches!(
            letter,
            ',' | '.' | '\'' | '’' | '\u{66c}' | '\u{200e}' | '\u{200f}' | '\u{61c}'
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_are_understood_as_they_are_written_on_the_page() {
        for text in [
            "12000",
            "12,000",
            "12.000",
            " 12 000 ",
            "12\u{202f}000",
            "12\u{a0}000",
            "12’000",
            "١٢٬٠٠٠",
            "१२,०००",
            "１２０００",
        ] {
            assert_eq!(number(text), Some(12_000), "{text}");
        }
        for text in [
            "",
            " ",
            ",",
            "-5",
            "+5",
            "5e3",
            "0x10",
            "five",
            "5%",
            "99999999999999999999",
        ] {
            assert_eq!(number(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn whatever_is_typed_is_a_number_or_none(text in ".*", value: u64) {
            let _ = number(&text);
            prop_assert_eq!(number(&value.to_string()), Some(value));
        }
    }
}
