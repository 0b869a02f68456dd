//! When a row was issued. The first number that its claims draw says so.

use super::providers::Provider;
use super::random::Dice;
use super::row::{Kind, NEVER, Row};
use super::time::{DAY, MINUTE, Micros, SECOND};

/// The stream of [`Dice`] that claims draw from.
pub(super) const SORT: u64 = 40;

/// When a row was issued, for who does not want its claims.
pub(super) fn issued_at(seed: u64, now: Micros, kind: Kind, row: &Row, provider: &Provider) -> Micros {
    let mut dice = Dice::of(seed, SORT + kind as u64, u64::from(row.pk));
    issued(&mut dice, kind, now, row, provider)
}

/// When a row was issued: as long before its end as its provider gives, but never later than now. Some are from a time when
/// their provider gave a day more.
pub(super) fn issued(dice: &mut Dice, kind: Kind, now: Micros, row: &Row, provider: &Provider) -> Micros {
    let latest = now - SECOND;
    if row.expires == NEVER {
        return latest - dice.below(90 * DAY as u64) as Micros;
    }
    // One number is drawn for every row, whether it is used or not: those after it stay the same.
    let earlier = DAY + dice.below(DAY as u64) as Micros;
    let lifetime = match kind {
        Kind::Access => provider.access_lifetime,
        Kind::Refresh => 30 * DAY,
        Kind::Code => MINUTE,
    };
    let issued = (row.expires - lifetime).min(latest);
    if row.pk % 20 == 4 { issued - earlier } else { issued }
}
