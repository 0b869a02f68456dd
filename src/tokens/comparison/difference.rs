//! The tokens of now beside those of then.

use chrono::{DateTime, Utc};

use super::earlier::{EarlierExport, EarlierToken};
use crate::model::kind::Kind;
use crate::model::token::{End, Token};
use crate::tokens::export::status_word;
use crate::tokens::findings::{Finding, findings};
use crate::tokens::status::{Status, status_of};

/// What can change about a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// Its status.
    Status,
    /// What it allows.
    Scopes,
    /// When it expires.
    Expires,
    /// Whose it is, what they are called, and whether they may sign in.
    User,
    /// Who issued it, and what that is called.
    Provider,
}

/// The tokens about which something changed, by number and in order, for each thing that can.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes([Vec<u64>; 5]);

/// How many there were, and how many there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ThenAndNow {
    /// In the file.
    pub then: u64,
    /// In memory.
    pub now: u64,
}

/// A token that is no longer there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoneToken {
    /// Its number.
    pub pk: u64,
    /// The name that its user signs in with; "" where the file does not say.
    pub user: String,
    /// What its provider is called; "" where the file does not say.
    pub provider: String,
}

/// What became of the tokens of an earlier export.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// All tokens.
    pub all: ThenAndNow,
    /// Those that were not there, by number and in order.
    pub new: Vec<u64>,
    /// Those that are not there any more, in order of their number.
    pub gone: Vec<GoneToken>,
    /// Those about which anything changed, by number and in order.
    pub changed: Vec<u64>,
    /// The same for each thing that can change.
    pub changes: Changes,
    /// By status, if the file has it.
    pub statuses: Option<Vec<(Status, ThenAndNow)>>,
    /// By finding, if the file has them.
    pub findings: Option<Vec<(Finding, ThenAndNow)>>,
}

/// The statuses that are counted, in order.
const STATUSES: [Status; 5] = [
    Status::Active,
    Status::NeverExpires,
    Status::EndUnknown,
    Status::Expired,
    Status::Revoked,
];

impl Change {
    /// All of them, in order.
    pub const ALL: [Self; 5] = [Self::Status, Self::Scopes, Self::Expires, Self::User, Self::Provider];

    /// Whether this is not as it was. What the file leaves out did not change.
    fn is_between(self, then: &EarlierToken, now: &Token, word: &'static str) -> bool {
        fn differs<T: PartialEq + ?Sized>(then: Option<&T>, now: &T) -> bool {
            then.is_some_and(|then| then != now)
        }
        match self {
            Self::Status => differs(then.status.as_deref(), word),
            Self::Scopes => then.scopes.as_ref().is_some_and(|scopes| !are_same(scopes, &now.scope)),
            Self::Expires => then
                .expires
                .as_ref()
                .is_some_and(|end| !is_end(end.as_deref(), now.expires)),
            Self::User => {
                differs(then.user_pk.as_ref(), &now.user.pk)
                    || differs(then.user_username.as_deref(), &now.user.username)
                    || then
                        .user_is_active
                        .is_some_and(|then| now.user.is_active == Some(!then))
            }
            Self::Provider => {
                differs(then.provider_pk.as_ref(), &now.provider.pk)
                    || differs(then.provider_name.as_deref(), &now.provider.name)
            }
        }
    }
}

impl Changes {
    /// The tokens about which this changed.
    pub fn of(&self, change: Change) -> &[u64] {
        self.0.get(change as usize).map_or(&[], Vec::as_slice)
    }

    fn push(&mut self, change: Change, pk: u64) {
        if let Some(pks) = self.0.get_mut(change as usize) {
            pks.push(pk);
        }
    }
}

/// Whether both allow the same, in whatever order.
fn are_same(one: &[String], other: &[String]) -> bool {
    one.iter().all(|scope| other.contains(scope)) && other.iter().all(|scope| one.contains(scope))
}

/// Whether a file says the same of an end.
fn is_end(then: Option<&str>, now: End) -> bool {
    match (then, now) {
        (Some("unknown"), End::Unknown) | (None, End::Never) => true,
        (Some(text), End::At(at) | End::NotApplied(at)) => text.parse::<DateTime<Utc>>() == Ok(at),
        _ => false,
    }
}

/// Counts by what stands at the same place.
struct Tally<T>(Vec<(T, ThenAndNow)>);

impl<T: Copy> Tally<T> {
    fn new(all: &[T]) -> Self {
        Self(all.iter().map(|one| (*one, ThenAndNow::default())).collect())
    }

    fn add(&mut self, is: impl Fn(T) -> bool, add: fn(&mut ThenAndNow)) {
        for (one, count) in &mut self.0 {
            if is(*one) {
                add(count);
            }
        }
    }
}

/// Compares an export with the tokens of now, which come in order of their number.
pub fn compare(
    earlier: &EarlierExport,
    kind: Kind,
    tokens: impl Iterator<Item = Token>,
    now: DateTime<Utc>,
) -> Comparison {
    let mut statuses = Tally::new(&STATUSES);
    let mut risks = Tally::new(&Finding::ALL);
    let (mut new, mut changed, mut changes) = (Vec::new(), Vec::new(), Changes::default());
    let mut is_left = vec![true; earlier.tokens.len()];
    let mut all = ThenAndNow {
        then: earlier.tokens.len() as u64,
        now: 0,
    };
    for token in tokens {
        let word = status_word(status_of(&token, now));
        let found = findings(&token, kind, now);
        all.now += 1;
        statuses.add(|status| status_word(status) == word, |count| count.now += 1);
        risks.add(|finding| found.contains(finding), |count| count.now += 1);
        let Ok(place) = earlier.tokens.binary_search_by_key(&token.pk, |then| then.pk) else {
            new.push(token.pk);
            continue;
        };
        if let Some(is_left) = is_left.get_mut(place) {
            *is_left = false;
        }
        let Some(then) = earlier.tokens.get(place) else {
            continue;
        };
        let mut is_changed = false;
        for change in Change::ALL {
            if change.is_between(then, &token, word) {
                changes.push(change, token.pk);
                is_changed = true;
            }
        }
        if is_changed {
            changed.push(token.pk);
        }
    }
    for then in &earlier.tokens {
        let is = |status| then.status.as_deref() == Some(status_word(status));
        statuses.add(is, |count| count.then += 1);
        let had = |finding: Finding| then.findings.iter().flatten().any(|id| id == finding.id());
        risks.add(had, |count| count.then += 1);
    }
    let gone = earlier.tokens.iter().zip(is_left).filter(|(_, is_left)| *is_left);
    let gone = gone.map(|(then, _)| GoneToken {
        pk: then.pk,
        user: then.user_username.clone().unwrap_or_default(),
        provider: then.provider_name.clone().unwrap_or_default(),
    });
    let has_all = |has: fn(&EarlierToken) -> bool| earlier.tokens.iter().all(has);
    Comparison {
        all,
        new,
        gone: gone.collect(),
        changed,
        changes,
        statuses: has_all(|then| then.status.is_some()).then_some(statuses.0),
        findings: has_all(|then| then.findings.is_some()).then_some(risks.0),
    }
}
