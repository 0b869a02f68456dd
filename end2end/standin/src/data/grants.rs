//! The rows: access tokens, refresh tokens, authorization codes.
//!
//! A row is a few numbers; scopes and claims are made from its pk when somebody asks.
//! A million of them fit in 32 MB and are made in well under a second.

use super::order::Orders;
use super::providers::Provider;
use super::random::Dice;
use super::row::{Kind, NEVER, Row, Said};
use super::time::{DAY, HOUR, MINUTE, Micros};
use crate::release::Release;
use std::collections::HashMap;

/// What rows are made from.
pub struct Maker<'a> {
    pub(super) seed: u64,
    pub(super) release: Release,
    pub(super) now: Micros,
    pub(super) providers: &'a [Provider],
    pub(super) users: u32,
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
        let rows = (0..count)
            .map(|at| make_row(kind, at, shares.owner(at), maker))
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
    let others = maker.users.saturating_sub(4);
    let user = owner.unwrap_or_else(|| match dice.below(40) {
        0 => 1,
        _ => 5 + (lean_user.powf(1.5) * f64::from(others)) as u32,
    });
    let user = if user > maker.users || user == 0 { 1 } else { user };

    let turn = at % 25;
    let mut row = Row {
        pk,
        user,
        provider: provider.map_or(1, |provider| provider.pk as u16),
        revoked: kind != Kind::Code && matches!(turn, 9 | 23),
        expiring: true,
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
