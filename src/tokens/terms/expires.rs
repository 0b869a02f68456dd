//! When a token ends, as it is searched for. Days are those of whoever searches.

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use crate::model::token::End;
use crate::tokens::local_time::LocalTime;

/// When a token ends. One without an end is after every limit, and before none; one whose end is not known is neither. A
/// date that authentik does not apply ends nothing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expires {
    /// It has no end.
    Never,
    /// It is not known when.
    Unknown,
    /// On this day, be it over already or not.
    On(CalendarDay),
    /// From Monday to Sunday of the week that it is, be it over already or not.
    ThisWeek,
    /// From six in the evening, or from now where that is past, until six in the morning. Before six in the morning it is
    /// still the night that began the evening before.
    Tonight,
    /// `<`: before the limit.
    Before(Limit),
    /// `<=`: before the limit or on its day.
    UpTo(Limit),
    /// `>`: after the limit.
    After(Limit),
    /// `>=`: after the limit or on its day.
    From(Limit),
}

/// What an end is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limit {
    /// So long from now; the moment itself belongs to both sides. A token that has already ended is on neither: who
    /// asks what ends within seven days does not mean what ended last year. Whether it was revoked is another question.
    Ahead(TimeDelta),
    /// A day. A token that ended before it is before it, as in a calendar.
    Day(CalendarDay),
}

/// A day by the calendar of whoever searches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalendarDay {
    /// This one.
    Date(NaiveDate),
    /// The day that it is.
    Today,
    /// The day after it.
    Tomorrow,
}

/// The ends that are meant, once it is known what time it is and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Period {
    /// The first moment, in microseconds since 1970.
    from: i64,
    /// The moment after the last.
    to: i64,
    or_never: bool,
    or_unknown: bool,
}

/// What `expires:` is offered with; it understands other numbers and any day besides.
pub(super) const EXAMPLES: [&str; 10] = [
    "<12h",
    "<1d",
    "<7d",
    ">30d",
    "today",
    "tonight",
    "tomorrow",
    "this-week",
    "never",
    "unknown",
];

/// The largest amount of a unit: more is a slip, or `never`.
const LARGEST: u32 = 99_999;

/// The units of time, in minutes.
const UNITS: [(&str, i64); 4] = [("min", 1), ("h", 60), ("d", 24 * 60), ("w", 7 * 24 * 60)];

/// The hours at which a night begins and ends.
const EVENING: u32 = 18;
const MORNING: u32 = 6;

impl Expires {
    /// Ends within a day from now.
    pub const WITHIN_A_DAY: Self = Self::Before(Limit::Ahead(TimeDelta::days(1)));

    /// Which ends are meant at the time `now`, by this clock.
    pub fn period(self, now: DateTime<Utc>, clock: LocalTime) -> Period {
        let ends = |from: i64, to: i64| Period {
            from,
            to,
            or_never: false,
            or_unknown: false,
        };
        let midnight = |day: NaiveDate| clock.midnight(day).timestamp_micros();
        let today = clock.at(now).date();
        match self {
            Self::Never => Period {
                or_never: true,
                ..ends(0, 0)
            },
            Self::Unknown => Period {
                or_unknown: true,
                ..ends(0, 0)
            },
            Self::On(day) => {
                let day = day.date(today);
                ends(midnight(day), midnight(next(day)))
            }
            Self::ThisWeek => {
                let since_monday = TimeDelta::days(today.weekday().num_days_from_monday().into());
                let monday = today.checked_sub_signed(since_monday).unwrap_or(today);
                let next_monday = monday.checked_add_signed(TimeDelta::days(7)).unwrap_or(monday);
                ends(midnight(monday), midnight(next_monday))
            }
            Self::Tonight => {
                let at = |day: NaiveDate, hour| clock.when(at_hour(day, hour)).timestamp_micros();
                let morning = at(today, MORNING);
                let now = now.timestamp_micros();
                if now < morning {
                    ends(now + 1, morning)
                } else {
                    ends(at(today, EVENING).max(now + 1), at(next(today), MORNING))
                }
            }
            Self::Before(limit) | Self::UpTo(limit) | Self::After(limit) | Self::From(limit) => {
                let (from, to) = match limit {
                    Limit::Day(day) => {
                        let day = day.date(today);
                        let (begins, is_over) = (midnight(day), midnight(next(day)));
                        match self {
                            Self::Before(_) => (i64::MIN, begins),
                            Self::UpTo(_) => (i64::MIN, is_over),
                            Self::After(_) => (is_over, i64::MAX),
                            _ => (begins, i64::MAX),
                        }
                    }
                    Limit::Ahead(time) => {
                        let now = now.timestamp_micros();
                        let limit = now.saturating_add(time.num_microseconds().unwrap_or(i64::MAX));
                        match self {
                            Self::Before(_) | Self::UpTo(_) => (now + 1, limit.saturating_add(1)),
                            _ => (limit.max(now + 1), i64::MAX),
                        }
                    }
                };
                let or_never = matches!(self, Self::After(_) | Self::From(_));
                Period {
                    or_never,
                    ..ends(from, to)
                }
            }
        }
    }

    /// Reads a folded text.
    pub fn read(text: &str) -> Option<Self> {
        match text {
            "never" => return Some(Self::Never),
            "unknown" => return Some(Self::Unknown),
            "this-week" => return Some(Self::ThisWeek),
            "tonight" => return Some(Self::Tonight),
            _ => {}
        }
        if let Some(limit) = text.strip_prefix("<=") {
            Limit::read(limit).map(Self::UpTo)
        } else if let Some(limit) = text.strip_prefix('<') {
            Limit::read(limit).map(Self::Before)
        } else if let Some(limit) = text.strip_prefix(">=") {
            Limit::read(limit).map(Self::From)
        } else if let Some(limit) = text.strip_prefix('>') {
            Limit::read(limit).map(Self::After)
        } else {
            CalendarDay::read(text).map(Self::On)
        }
    }
}

impl Period {
    /// Whether a token that ends then is meant.
    pub fn holds(self, end: End) -> bool {
        match end {
            End::At(end) => (self.from..self.to).contains(&end.timestamp_micros()),
            End::Never | End::NotApplied(_) => self.or_never,
            End::Unknown => self.or_unknown,
        }
    }
}

impl Limit {
    fn read(text: &str) -> Option<Self> {
        if let Some(day) = CalendarDay::read(text) {
            return Some(Self::Day(day));
        }
        let unit = text.find(|letter: char| !letter.is_ascii_digit())?;
        let (amount, unit) = text.split_at_checked(unit)?;
        let (_, minutes) = UNITS.into_iter().find(|(name, _)| *name == unit)?;
        let amount = i64::from(number(amount).filter(|amount| *amount <= LARGEST)?);
        TimeDelta::try_minutes(amount.checked_mul(minutes)?).map(Self::Ahead)
    }
}

impl CalendarDay {
    fn date(self, today: NaiveDate) -> NaiveDate {
        match self {
            Self::Date(day) => day,
            Self::Today => today,
            Self::Tomorrow => next(today),
        }
    }

    /// Reads `today`, `tomorrow` and `2026-11-24`.
    fn read(text: &str) -> Option<Self> {
        match text {
            "today" => return Some(Self::Today),
            "tomorrow" => return Some(Self::Tomorrow),
            _ => {}
        }
        let (year, text) = text.split_once('-')?;
        let (month, day) = text.split_once('-')?;
        if (year.len(), month.len(), day.len()) != (4, 2, 2) {
            return None;
        }
        NaiveDate::from_ymd_opt(i32::try_from(number(year)?).ok()?, number(month)?, number(day)?).map(Self::Date)
    }
}

fn next(day: NaiveDate) -> NaiveDate {
    day.succ_opt().unwrap_or(day)
}

fn at_hour(day: NaiveDate, hour: u32) -> NaiveDateTime {
    day.and_time(NaiveTime::from_hms_opt(hour, 0, 0).unwrap_or_default())
}

fn number(text: &str) -> Option<u32> {
    // `parse` would take a leading plus.
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}
