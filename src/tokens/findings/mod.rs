//! What is risky about a token. The rules stand in [`rules`], as data; docs/findings.md explains each.

mod redirects;
mod rules;

use chrono::{DateTime, Utc};

pub use rules::{RULES, Rule};

use super::status::{Status, status};
use crate::model::kind::Kind;
use crate::model::token::{End, Token};

/// Something risky. Its place here is its bit in [`Findings`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// A live token of a user who may not sign in any more.
    InactiveUser,
    /// It has no end.
    NeverExpires,
    /// It speaks for somebody who may do everything.
    Superuser,
    /// It can act on authentik itself.
    AuthentikApi,
    /// A client that cannot keep a secret may renew it for ever.
    OfflinePublic,
    /// Nobody sees what it is for.
    NoApplication,
    /// It may be sent to more hosts than one.
    BroadRedirect,
    /// It lasts far longer than its provider says now.
    LongLived,
    /// It is past its end, and authentik accepts it all the same.
    Overdue,
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// To be looked at now.
    High,
    /// To be looked at.
    Medium,
    /// To be known.
    Low,
}

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Group {
    /// The user.
    User,
    /// How long it lasts.
    Lifetime,
    /// What it may do.
    Power,
    /// The client and its provider.
    Client,
}

/// While which state of the token a rule counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum While {
    /// It is neither revoked nor past its end.
    Usable,
    /// It is not past its end, revoked or not.
    Unexpired,
    /// In any state.
    Always,
}

impl Finding {
    /// All of them.
    pub const ALL: [Self; 9] = [
        Self::InactiveUser,
        Self::NeverExpires,
        Self::Superuser,
        Self::AuthentikApi,
        Self::OfflinePublic,
        Self::NoApplication,
        Self::BroadRedirect,
        Self::LongLived,
        Self::Overdue,
    ];

    fn bit(self) -> u16 {
        1 << self as u16
    }

    /// The word in addresses and exports.
    pub fn id(self) -> &'static str {
        match self {
            Self::InactiveUser => "inactive-user",
            Self::NeverExpires => "never-expires",
            Self::Superuser => "superuser",
            Self::AuthentikApi => "authentik-api",
            Self::OfflinePublic => "offline-public",
            Self::NoApplication => "no-application",
            Self::BroadRedirect => "broad-redirect",
            Self::LongLived => "long-lived",
            Self::Overdue => "overdue",
        }
    }

    /// The finding of a word.
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|finding| finding.id() == id)
    }

    /// How much it matters.
    pub fn severity(self) -> Severity {
        self.rule().map_or(Severity::Low, |rule| rule.severity)
    }

    /// What it is about.
    pub fn group(self) -> Group {
        self.rule().map_or(Group::Client, |rule| rule.group)
    }

    fn rule(self) -> Option<&'static Rule> {
        RULES.iter().find(|rule| rule.finding == self)
    }
}

impl Group {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::User, Self::Lifetime, Self::Power, Self::Client];

    /// The word in a search.
    pub fn id(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Lifetime => "lifetime",
            Self::Power => "power",
            Self::Client => "client",
        }
    }
}

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
        let severities = [Severity::High, Severity::Medium, Severity::Low].into_iter();
        severities.flat_map(move |severity| {
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
        self.iter().next().map(Finding::severity)
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
            While::Always => true,
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

/// Those of `timeless` that count at a time, for a token of which authentik says this.
pub fn at(
    timeless: Findings,
    expires: End,
    is_expired: Option<bool>,
    revoked: Option<bool>,
    now: DateTime<Utc>,
) -> Findings {
    // Whether it was revoked matters less here than whether its time is over.
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
