//! The consents: what people let applications know of them.

use super::applications::Application;
use super::random::Dice;
use super::time::{DAY, Micros};
use super::users::{User, UserKind};
use crate::people::Person;

/// The stream of [`Dice`] that consents draw from.
const SORT: u64 = 82;

/// What was consented to: scopes, parted by spaces; mostly nothing in particular.
const PERMISSIONS: [&str; 5] = [
    "",
    "",
    "openid email profile",
    "openid email profile offline_access",
    "openid goauthentik.io/api",
];

/// One consent.
#[derive(Clone, Debug)]
pub struct Consent {
    /// From 1, never used twice.
    pub pk: u32,
    /// The user's pk.
    pub user: u32,
    /// The place of the application.
    pub application: usize,
    /// When it ends; none where it never does.
    pub expires: Option<Micros>,
    /// Scopes, parted by spaces.
    pub permissions: &'static str,
}

/// All consents, by pk.
#[derive(Debug, Default)]
pub struct Consents {
    rows: Vec<Consent>,
    last: u32,
}

impl Consents {
    /// Makes those of the people among the users.
    pub fn make(seed: u64, users: &[User], applications: &[Application], now: Micros) -> Self {
        let mut all = Consents::default();
        for user in users {
            let mut dice = Dice::of(seed, SORT, u64::from(user.pk));
            let count = match Person::by_pk(user.pk) {
                Some(Person::Empty) => 0,
                Some(Person::Member) => 3,
                Some(_) => 1,
                None if !matches!(user.kind, UserKind::Internal | UserKind::External) => 0,
                None if dice.percent(25) => 1 + dice.below(3),
                None => 0,
            };
            all.made_up(user.pk, count, applications, &mut dice, now);
        }
        all
    }

    /// Adds so many of one user, each for another application.
    pub fn made_up(
        &mut self,
        user: u32,
        count: u64,
        applications: &[Application],
        dice: &mut Dice,
        now: Micros,
    ) -> Vec<u32> {
        let first = dice.below(applications.len() as u64);
        let mut pks = Vec::new();
        for step in 0..count.min(applications.len() as u64) {
            self.last += 1;
            let in_weeks = now + DAY + dice.below(27 * DAY as u64) as Micros;
            self.rows.push(Consent {
                pk: self.last,
                user,
                application: (first + step) as usize % applications.len(),
                expires: (!dice.percent(25)).then_some(in_weeks),
                permissions: dice.pick(&PERMISSIONS),
            });
            pks.push(self.last);
        }
        pks
    }

    /// All of them.
    pub fn rows(&self) -> &[Consent] {
        &self.rows
    }

    /// The one of that pk.
    pub fn get(&self, pk: u32) -> Option<&Consent> {
        let at = self.rows.binary_search_by_key(&pk, |row| row.pk).ok()?;
        self.rows.get(at)
    }

    /// Takes those out.
    pub(super) fn remove(&mut self, is_meant: impl Fn(&Consent) -> bool) {
        self.rows.retain(|row| !is_meant(row));
    }
}
