//! The rows: access tokens, refresh tokens, authorization codes.
//!
//! A row is a few numbers; scopes and claims are made from its pk when somebody asks.
//! A million of them fit in 32 MB and are made in well under a second.

use super::order::Orders;
use super::providers::Provider;
use super::random::Dice;
use super::row::{Kind, NEVER, Row, Said};
use super::sessions::Session;
use super::time::{DAY, HOUR, MINUTE, Micros};
use super::users::User;
use crate::release::Release;
use std::collections::HashMap;

/// What rows are made from.
pub struct Maker<'a> {
    pub(super) seed: u64,
    pub(super) release: Release,
    pub(super) now: Micros,
    pub(super) providers: &'a [Provider],
    pub(super) users: &'a [User],
    pub(super) sessions: &'a [Session],
}

/// All rows of a kind, by pk.
#[derive(Debug)]
pub struct Grants {
    /// Which of the three.
    pub kind: Kind,
    /// In the order of their pks.
    pub rows: Vec<Row>,
    /// What was said by hand.
    pub said: HashMap<u32, Said>,
    pub(super) orders: Orders,
    next_pk: u32,
}

impl Grants {
    /// Makes `count` rows, pks from 1.
    pub fn make(kind: Kind, count: u32, maker: &Maker<'_>) -> Self {
        let shares = Shares::of(kind, count);
        let sessions = SessionsByUser::of(maker);
        let rows = (0..count)
            .map(|at| {
                let mut row = make_row(kind, at, shares.owner(at), maker);
                row.session = sessions.pick(&row, kind, maker.seed);
                row
            })
            .collect();
        Grants {
            kind,
            rows,
            said: HashMap::new(),
            orders: Orders::default(),
            next_pk: count + 1,
        }
    }

    /// The row with this pk.
    pub fn get(&self, pk: u32) -> Option<&Row> {
        let at = self.rows.binary_search_by_key(&pk, |row| row.pk).ok()?;
        self.rows.get(at)
    }

    /// Ends a row; whether there was one.
    pub fn delete(&mut self, pk: u32) -> bool {
        let Ok(at) = self.rows.binary_search_by_key(&pk, |row| row.pk) else {
            return false;
        };
        self.rows.remove(at);
        self.said.remove(&pk);
        self.orders.forget_row(pk);
        true
    }

    /// Ends the rows that pass a test; how many there were.
    pub(super) fn delete_where(&mut self, test: impl Fn(&Row) -> bool) -> usize {
        let before = self.rows.len();
        let said = &mut self.said;
        self.rows.retain(|row| {
            let goes = test(row);
            if goes {
                said.remove(&row.pk);
            }
            !goes
        });
        let gone = before - self.rows.len();
        if gone > 0 {
            self.orders.forget_all();
        }
        gone
    }

    /// Lets the rows of these sessions belong to none.
    pub(super) fn leave_sessions(&mut self, numbers: &[u32]) {
        for row in &mut self.rows {
            if numbers.contains(&row.session) {
                row.session = 0;
            }
        }
    }

    /// Adds a row, whose pk is the next that was never used.
    pub fn add(&mut self, mut row: Row, said: Said) -> u32 {
        let pk = self.next_pk;
        self.next_pk += 1;
        row.pk = pk;
        self.rows.push(row);
        self.said.insert(pk, said);
        self.orders.forget_all();
        pk
    }

    /// Changes a row; whether there was one.
    pub fn change(&mut self, pk: u32, how: impl FnOnce(&mut Row)) -> bool {
        let row = self
            .rows
            .binary_search_by_key(&pk, |row| row.pk)
            .ok()
            .and_then(|at| self.rows.get_mut(at));
        let found = row.is_some();
        if let Some(row) = row {
            how(row);
            self.orders.forget_all();
        }
        found
    }
}

/// The sessions of each user: the number of the first, and how many follow each other.
struct SessionsByUser(Vec<(u32, u32)>);

/// The stream of [`Dice`] that says in which session a row was issued.
const ISSUED_IN: u64 = 84;

/// Providers whose clients are machines: nobody signs in for their tokens.
const MACHINES: [u16; 3] = [4, 21, 24];

impl SessionsByUser {
    fn of(maker: &Maker<'_>) -> Self {
        let mut all = vec![(0, 0); maker.users.len() + 1];
        for session in maker.sessions {
            if let Some((first, count)) = all.get_mut(session.user as usize) {
                if *count == 0 {
                    *first = session.number;
                }
                *count += 1;
            }
        }
        SessionsByUser(all)
    }

    /// Some were issued to machines, and some by refreshing after the session was over.
    fn pick(&self, row: &Row, kind: Kind, seed: u64) -> u32 {
        let (first, count) = self.0.get(row.user as usize).copied().unwrap_or_default();
        let mut dice = Dice::of(seed, ISSUED_IN + kind as u64, u64::from(row.pk));
        if count == 0 || MACHINES.contains(&row.provider) || dice.percent(20) {
            return 0;
        }
        first + dice.below(u64::from(count)) as u32
    }
}

/// Which rows belong to the people with shares of their own.
struct Shares {
    count: u64,
    member: u64,
    viewer: u64,
}

impl Shares {
    fn of(kind: Kind, count: u32) -> Self {
        let count = u64::from(count);
        // The member's 48 make three pages of 20; the viewer's 28 make two.
        let (member, viewer) = match kind {
            Kind::Access => (48, 28),
            Kind::Refresh => (12, 8),
            Kind::Code => (2, 1),
        };
        let member = count.min(member);
        Shares {
            count,
            member,
            viewer: (count - member).min(viewer),
        }
    }

    /// Spreads both shares evenly over all rows.
    fn owner(&self, at: u32) -> Option<u32> {
        let at = u64::from(at);
        let before = |at: u64, share: u64, of: u64| (at * share).checked_div(of).unwrap_or(0);
        let members = before(at, self.member, self.count);
        if before(at + 1, self.member, self.count) > members {
            return Some(crate::people::Person::Member.pk());
        }
        let (rest, others) = (at - members, self.count - self.member);
        (before(rest + 1, self.viewer, others) > before(rest, self.viewer, others))
            .then(|| crate::people::Person::Viewer.pk())
    }
}

/// A token that works does so for at least this long from the start.
const AT_LEAST: Micros = 10 * MINUTE;

/// A token that has ended is there for at most about this long.
const PURGED_AFTER: Micros = 20 * MINUTE;

/// What becomes of a row, in turns of 25, so that every page of that size has each.
fn make_row(kind: Kind, at: u32, owner: Option<u32>, maker: &Maker<'_>) -> Row {
    let pk = at + 1;
    let mut dice = Dice::of(maker.seed, kind.sort(), u64::from(pk));
    // Some providers and users have far more than others; the last provider has none at all.
    let (lean, lean_user) = (dice.unit(), dice.unit());
    let providers = maker.providers.len().saturating_sub(1);
    let place = (lean * lean * providers as f64) as usize;
    let provider = maker.providers.get(place);
    let lifetime = match (kind, provider) {
        (Kind::Access, Some(provider)) => provider.access_lifetime,
        (Kind::Refresh, _) => 30 * DAY,
        _ => MINUTE,
    };
    let users = maker.users.len() as u32;
    let others = users.saturating_sub(4);
    let user = owner.unwrap_or_else(|| match dice.below(40) {
        0 => 1,
        _ => 5 + (lean_user.powf(1.5) * f64::from(others)) as u32,
    });
    let user = if user > users || user == 0 { 1 } else { user };

    let turn = at % 25;
    let mut row = Row {
        pk,
        user,
        provider: provider.map_or(1, |provider| provider.pk as u16),
        revoked: kind != Kind::Code && matches!(turn, 9 | 23),
        expiring: true,
        session: 0,
        expires: 0,
    };
    let some = |dice: &mut Dice, most: Micros| dice.below(most.max(1) as u64) as Micros;
    let now = maker.now;
    row.expires = match turn {
        // Expired, and not purged yet: authentik purges every few minutes.
        3 | 17 => now - MINUTE - some(&mut dice, PURGED_AFTER),
        // A date that has passed, but that does not count.
        22 if (at / 25).is_multiple_of(4) => {
            row.expiring = false;
            now - HOUR - some(&mut dice, 200 * DAY)
        }
        // Never.
        14 if kind != Kind::Code => {
            row.expiring = false;
            if maker.release.expires_may_be_null() {
                NEVER
            } else {
                now - HOUR - some(&mut dice, 300 * DAY)
            }
        }
        _ if kind == Kind::Code => now + AT_LEAST + some(&mut dice, 20 * MINUTE),
        // Alive: issued at some time within what the provider gives, and at least for the test that looks at it.
        _ => now + AT_LEAST + some(&mut dice, (lifetime - AT_LEAST).max(5 * MINUTE)),
    };
    row
}
