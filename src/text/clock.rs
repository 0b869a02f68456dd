//! What is said of clocks that differ, and of the time zone.

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

/// "23 Nov 2026, 23:16:19 (2026-11-23 22:16:19 UTC)", of a local time and `2026-11-23T22:16:19Z`.
pub fn local_and_utc(local: &str, utc: &str) -> String {
    let (day, time) = utc.split_once('T').unwrap_or((utc, ""));
    [local, " (", day, " ", time.trim_end_matches('Z'), " UTC)"].concat()
}

/// The time zone of all times on the page, which is so many minutes ahead of UTC: "Times are in Europe/Berlin, UTC+1."
pub fn zone(name: &str, ahead: i32) -> String {
    let sign = if ahead < 0 { "−" } else { "+" };
    let (hours, minutes) = (ahead.unsigned_abs() / 60, ahead.unsigned_abs() % 60);
    let utc = match (hours, minutes) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
    };
    if name.is_empty() || name == utc {
        format!("Times are in {utc}.")
    } else {
        format!("Times are in {name}, {utc}.")
    }
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
    fn a_time_is_told_for_here_and_for_logs() {
        let told = local_and_utc("23 Nov 2026, 23:16:19", "2026-11-23T22:16:19Z");
        assert_eq!(told, "23 Nov 2026, 23:16:19 (2026-11-23 22:16:19 UTC)");
    }

    #[test]
    fn the_zone_is_named_with_its_difference_from_utc() {
        for (name, ahead, words) in [
            ("Europe/Berlin", 60, "Times are in Europe/Berlin, UTC+1."),
            ("Asia/Kolkata", 330, "Times are in Asia/Kolkata, UTC+5:30."),
            ("America/St_Johns", -210, "Times are in America/St_Johns, UTC−3:30."),
            ("UTC", 0, "Times are in UTC."),
            ("", -480, "Times are in UTC−8."),
        ] {
            assert_eq!(zone(name, ahead), words);
        }
    }

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
