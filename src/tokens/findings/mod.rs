//! What is risky about a token. The rules stand in [`rules`], as data; docs/findings.md explains each.

mod finding;
mod redirects;
mod rules;

use chrono::{DateTime, Utc};

pub use finding::{Finding, FindingGroup, Severity, While};
pub use rules::{RULES, Rule};

use super::status::{Status, status};
use crate::model::kind::Kind;
use crate::model::token::{End, Token};

/// Several findings; a bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Findings(u16);

impl Findings {
    /// The bits, to be kept.
    pub fn bits(self) -> u16 {
        self.0
    }

    /// The findings of kept bits.
    pub fn of_bits(bits: u16) -> Self {
        Self(bits)
    }

    /// Whether this one is among them.
    pub fn contains(self, finding: Finding) -> bool {
        self.0 & finding.bit() != 0
    }

    /// Whether there is none.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Each, the most severe first.
    pub fn iter(self) -> impl Iterator<Item = Finding> {
        Severity::ALL.into_iter().flat_map(move |severity| {
            let all = Finding::ALL.into_iter();
            all.filter(move |&finding| self.contains(finding) && finding.severity() == severity)
        })
    }

    /// How many there are of a severity.
    pub fn count(self, severity: Severity) -> u32 {
        let of = match severity {
            Severity::High => HIGH,
            Severity::Medium => MEDIUM,
            Severity::Low => LOW,
        };
        (self.0 & of).count_ones()
    }

    /// The severity of the worst.
    pub fn worst(self) -> Option<Severity> {
        Severity::ALL.into_iter().find(|&severity| self.count(severity) > 0)
    }
}

/// What does not change with time: what the rules find, whatever state the token is in. To be kept with it.
pub fn timeless(token: &Token, kind: Kind) -> Findings {
    let held = RULES.iter().filter(|rule| (rule.holds)(token, kind));
    Findings(held.fold(0, |bits, rule| bits | rule.finding.bit()))
}

/// The rules that count while a token is in one state, as bits.
const fn counting(usable: bool, unexpired: bool) -> u16 {
    let mut bits = 0;
    let mut left: &[Rule] = &RULES;
    while let [rule, rest @ ..] = left {
        let counts = match rule.counts_while {
            While::Usable => usable,
            While::Unexpired => unexpired,
        };
        if counts {
            bits |= 1 << rule.finding as u16;
        }
        left = rest;
    }
    bits
}

/// The rules of one severity, as bits.
const fn of_severity(severity: u8) -> u16 {
    let mut bits = 0;
    let mut left: &[Rule] = &RULES;
    while let [rule, rest @ ..] = left {
        if rule.severity as u8 == severity {
            bits |= 1 << rule.finding as u16;
        }
        left = rest;
    }
    bits
}

const HIGH: u16 = of_severity(Severity::High as u8);
const MEDIUM: u16 = of_severity(Severity::Medium as u8);
const LOW: u16 = of_severity(Severity::Low as u8);

const USABLE: u16 = counting(true, true);
const REVOKED: u16 = counting(false, true);
const ENDED: u16 = counting(false, false);

/// Those of `timeless` that count at a given time, given what authentik says about the token.
pub fn at(
    timeless: Findings,
    expires: End,
    is_expired: Option<bool>,
    revoked: Option<bool>,
    now: DateTime<Utc>,
) -> Findings {
    // Expiry matters more here than revocation.
    let is_over = status(expires, is_expired, None, now) == Status::Expired;
    in_state(timeless, is_over, revoked)
}

/// The same for a token of which it is known whether its time is over.
pub fn in_state(timeless: Findings, is_over: bool, revoked: Option<bool>) -> Findings {
    let counting = match (is_over, revoked) {
        (true, _) => ENDED,
        (false, Some(true)) => REVOKED,
        (false, _) => USABLE,
    };
    Findings(timeless.0 & counting)
}

/// What is risky about `token` at the time `now`.
pub fn findings(token: &Token, kind: Kind, now: DateTime<Utc>) -> Findings {
    at(
        timeless(token, kind),
        token.expires,
        token.is_expired,
        token.revoked,
        now,
    )
}

#[cfg(test)]
mod tests;
