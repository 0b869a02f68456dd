//! Validities, in words.

use super::numbers::{MINUTES, SECONDS, counted, plural};
use crate::tokens::duration::{Validity, parse_validity};

/// "1 hour 2 minutes" for authentik's `hours=1;minutes=2`. What is not understood is said as authentik wrote it.
pub fn validity_words(text: &str) -> String {
    parse_validity(text).map_or_else(|| text.to_owned(), words)
}

/// When a refresh token is renewed along with an access token, for authentik's `refresh_token_threshold`.
pub fn threshold_words(text: &str) -> String {
    match parse_validity(text) {
        Some(Validity {
            seconds: 0,
            microseconds: 0,
        }) => "On every use".to_owned(),
        Some(validity) => format!("When it has less than {} left", words(validity)),
        None => text.to_owned(),
    }
}

fn words(validity: Validity) -> String {
    let Validity { seconds, microseconds } = validity;
    let parts = [
        (seconds / 86_400, plural("day", "days")),
        (seconds / 3_600 % 24, plural("hour", "hours")),
        (seconds / 60 % 60, MINUTES),
        (seconds % 60, SECONDS),
        (u64::from(microseconds / 1_000), plural("millisecond", "milliseconds")),
        (u64::from(microseconds % 1_000), plural("microsecond", "microseconds")),
    ];
    let parts = parts.into_iter().filter(|(amount, _)| *amount > 0);
    let words: Vec<String> = parts.map(|(amount, unit)| counted(amount, unit)).collect();
    if words.is_empty() {
        return counted(0, SECONDS);
    }
    words.join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_people_say_it() {
        for (text, words) in [
            ("hours=1;minutes=2;seconds=3", "1 hour 2 minutes 3 seconds"),
            ("minutes=1", "1 minute"),
            ("days=30", "30 days"),
            ("days=3650", "3,650 days"),
            ("hours=36", "1 day 12 hours"),
            ("weeks=1;seconds=90", "7 days 1 minute 30 seconds"),
            ("seconds=0", "0 seconds"),
            ("milliseconds=1500", "1 second 500 milliseconds"),
            ("microseconds=1", "1 microsecond"),
            ("whenever", "whenever"),
            ("hours=-1", "hours=-1"),
            ("", ""),
        ] {
            assert_eq!(validity_words(text), words);
        }
    }
}
