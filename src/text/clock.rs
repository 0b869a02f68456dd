//! What is said of clocks that differ.

use super::numbers::{MINUTES, counted, plural};

/// The server's clock is so many seconds ahead of this computer's, or behind it where that is below 0.
pub fn apart(seconds: i64) -> String {
    let which = if seconds > 0 { "behind" } else { "ahead of" };
    format!(
        "This computer’s clock is {} {which} the server’s. Tokenscope goes by the server’s clock, as authentik does when \
         it decides what has expired.",
        roughly(seconds.unsigned_abs())
    )
}

fn roughly(seconds: u64) -> String {
    let (amount, unit) = match seconds {
        0..5_400 => ((seconds + 30) / 60, MINUTES),
        5_400..172_800 => ((seconds + 1_800) / 3_600, plural("hour", "hours")),
        _ => ((seconds + 43_200) / 86_400, plural("day", "days")),
    };
    counted(amount, unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_difference_is_told_as_people_do() {
        assert!(apart(26 * 3_600).starts_with("This computer’s clock is 26 hours behind the server’s."));
        assert!(apart(-26 * 3_600).starts_with("This computer’s clock is 26 hours ahead of the server’s."));
        for (seconds, words) in [
            (61, "1 minute"),
            (150, "3 minutes"),
            (3_600, "60 minutes"),
            (5_400, "2 hours"),
            (400_000, "5 days"),
        ] {
            assert!(apart(seconds).contains(words), "{seconds}");
        }
    }
}
