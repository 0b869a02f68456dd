//! Validities as authentik writes them: `hours=1;minutes=2;seconds=3`.

/// How long something is valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Validity {
    /// Whole seconds.
    pub seconds: u64,
    /// What comes on top, below a million.
    pub microseconds: u32,
}

const MICROSECONDS: u64 = 1_000_000;

/// The units that authentik knows, in microseconds.
const UNITS: [(&str, u64); 7] = [
    ("weeks", 7 * 86_400 * MICROSECONDS),
    ("days", 86_400 * MICROSECONDS),
    ("hours", 3_600 * MICROSECONDS),
    ("minutes", 60 * MICROSECONDS),
    ("seconds", MICROSECONDS),
    ("milliseconds", 1_000),
    ("microseconds", 1),
];

/// Reads a validity. Spaces and case do not matter, a fraction (`hours=1.5`) is fine, and of a unit named twice the
/// last counts, as in authentik. `None` for anything that authentik would not understand, and for what is negative or
/// longer than 500,000 years.
pub fn parse_validity(text: &str) -> Option<Validity> {
    let mut amounts = [None; UNITS.len()];
    for pair in text.split(';') {
        let (name, number) = pair.split_once('=')?;
        let name = name.trim();
        let at = UNITS.iter().position(|(unit, _)| unit.eq_ignore_ascii_case(name))?;
        let (_, unit) = UNITS.get(at)?;
        *amounts.get_mut(at)? = Some(multiply(number.trim(), *unit)?);
    }
    let mut total = 0_u64;
    for amount in amounts.into_iter().flatten() {
        total = total.checked_add(amount)?;
    }
    Some(Validity {
        seconds: total / MICROSECONDS,
        microseconds: u32::try_from(total % MICROSECONDS).ok()?,
    })
}

/// `number`, digits with at most one point, times `unit`. Done in whole numbers: a float parser weighs ten kilobytes.
fn multiply(number: &str, unit: u64) -> Option<u64> {
    let (whole, fraction) = number.split_once('.').unwrap_or((number, ""));
    if whole.is_empty() && fraction.is_empty() {
        return None;
    }
    let mut total = digits(whole)?.checked_mul(unit)?;
    let mut place = unit;
    for digit in fraction.chars() {
        let digit = u64::from(digit.to_digit(10)?);
        // Of a microsecond, nothing is kept.
        total = total.checked_add(place.saturating_mul(digit) / 10)?;
        place /= 10;
    }
    Some(total)
}

fn digits(text: &str) -> Option<u64> {
    if text.is_empty() {
        return Some(0);
    }
    // `parse` would take a leading plus.
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seconds(text: &str) -> Option<u64> {
        parse_validity(text).map(|validity| validity.seconds)
    }

    #[test]
    fn authentiks_own_defaults() {
        assert_eq!(seconds("minutes=1"), Some(60));
        assert_eq!(seconds("hours=1;minutes=2;seconds=3"), Some(3_723));
        assert_eq!(seconds("days=30"), Some(2_592_000));
        assert_eq!(seconds("seconds=0"), Some(0));
        assert_eq!(seconds("weeks=2"), Some(1_209_600));
    }

    #[test]
    fn spaces_case_fractions_and_repetitions() {
        assert_eq!(seconds(" Hours = 1 ; minutes=2"), Some(3_720));
        assert_eq!(seconds("hours=1.5"), Some(5_400));
        assert_eq!(seconds("days=.25"), Some(21_600));
        assert_eq!(seconds("hours=9;hours=1"), Some(3_600));
        let short = parse_validity("milliseconds=1500;microseconds=7");
        assert_eq!(
            short,
            Some(Validity {
                seconds: 1,
                microseconds: 500_007
            })
        );
    }

    #[test]
    fn nonsense_is_not_guessed_at() {
        for text in [
            "",
            "hours",
            "hours=",
            "hours=.",
            "hours=-1",
            "hours=+1",
            "hours=1e3",
            "years=1",
            "hours=1;",
            "hours=1,minutes=2",
            "hours=1.x",
            "weeks=99999999999999999999",
            "weeks=18446744073709551615",
            "días=1",
        ] {
            assert_eq!(parse_validity(text), None, "{text}");
        }
    }
}
