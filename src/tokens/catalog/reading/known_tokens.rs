//! What a plan knows of each token.

use super::range_diff::Key;
use crate::tokens::catalog::make_room;

/// A token as a plan sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seen {
    /// Its number; `None` where not even that can be read.
    pub pk: Option<u64>,
    /// Whether it is revoked.
    pub revoked: bool,
    /// When it ends, in microseconds since 1970; `i64::MAX` for never.
    pub expires: i64,
    /// Whether authentik says that it has expired. There are tokens whose end has passed and that have not.
    pub is_expired: bool,
}

/// The same, of a token with a number, in 16 bytes: there is one for every token while they are read.
#[derive(Clone, Copy, Debug)]
pub(super) struct KnownToken {
    pub pk: u64,
    /// When it ends, and in the last two bits whether it is revoked and called expired. What authentik can tell, up to the
    /// year 9999, leaves five bits free.
    state: i64,
}

const REVOKED: i64 = 1;
const EXPIRED: i64 = 2;
const LATEST: i64 = i64::MAX >> 2;

/// All tokens that are known to be there, by number.
#[derive(Debug, Default)]
pub(super) struct KnownTokens(Vec<KnownToken>);

/// What a page changed.
pub(super) struct PageChanges {
    pub came: u64,
    pub revoked: u64,
    pub gone: Vec<u64>,
}

impl KnownTokens {
    pub fn of(rows: &[Seen]) -> Self {
        let mut marks = Self::default();
        marks.take(rows, false);
        marks
    }

    pub fn len(&self) -> u64 {
        self.0.len() as u64
    }

    /// Makes room for so many at once.
    pub fn reserve(&mut self, count: u64) {
        make_room(&mut self.0, count);
    }

    pub fn at(&self, place: u64) -> Option<u64> {
        let mark = self.0.get(usize::try_from(place).ok()?)?;
        Some(mark.pk)
    }

    pub fn newest(&self) -> Option<u64> {
        self.0.last().map(|mark| mark.pk)
    }

    /// All but these, which are in order.
    pub fn all_but(&self, others: &[u64]) -> Vec<u64> {
        let pks = self.0.iter().map(|mark| mark.pk);
        pks.filter(|pk| others.binary_search(pk).is_err()).collect()
    }

    /// All, by their ends.
    pub fn by_end(&self) -> Vec<Key> {
        let mut keys: Vec<Key> = self.0.iter().map(|mark| (mark.expires(), mark.pk)).collect();
        keys.sort_unstable();
        keys
    }

    /// Where so many would have stood by their ends that authentik removes first: what has expired at `now`, by the
    /// place of the first among those that stay, and the one behind the last. What had an end before `since` and is not
    /// called expired does not expire.
    pub fn likely_gone(&self, many: u64, since: i64, now: i64) -> Option<(u64, u64)> {
        let mut ended: Vec<&KnownToken> = self.0.iter().filter(|mark| mark.expires() <= now).collect();
        ended.sort_unstable_by_key(|mark| (mark.expires(), mark.pk));
        let (mut stay, mut gone, mut span) = (0, 0, None);
        for mark in ended {
            if !mark.is_expired() && mark.expires() <= since {
                stay += 1;
            } else if gone < many {
                gone += 1;
                span = Some((span.map_or(stay, |(first, _)| first), stay));
            }
        }
        span
    }

    /// How many are revoked.
    pub fn revoked(&self) -> u64 {
        self.0.iter().filter(|mark| mark.revoked()).count() as u64
    }

    /// The revoked ones but for these, which are in order; the newest first.
    pub fn revoked_but(&self, others: &[u64]) -> Vec<Key> {
        let revoked = self.0.iter().rev().filter(|mark| mark.revoked());
        let revoked = revoked.filter(|mark| others.binary_search(&mark.pk).is_err());
        revoked.map(|mark| newest_first(mark.pk)).collect()
    }

    /// Takes in the rows of a page. If it `settles` everything between its first and last row, known tokens in between
    /// that it does not list are gone.
    pub fn take(&mut self, rows: &[Seen], settles: bool) -> PageChanges {
        let mut fresh: Vec<KnownToken> = rows.iter().filter_map(KnownToken::of).collect();
        fresh.sort_unstable_by_key(|mark| mark.pk);
        fresh.dedup_by_key(|mark| mark.pk);
        let mut taken = PageChanges {
            came: 0,
            revoked: 0,
            gone: Vec::new(),
        };
        let (Some(first), Some(last)) = (fresh.first(), fresh.last()) else {
            return taken;
        };
        let from = self.0.partition_point(|mark| mark.pk < first.pk);
        let to = self.0.partition_point(|mark| mark.pk <= last.pk);
        let older = self.0.get(from..to).unwrap_or_default();
        for mark in &fresh {
            match older.binary_search_by_key(&mark.pk, |older| older.pk) {
                Ok(at) => {
                    let was_revoked = older.get(at).is_some_and(|older| older.revoked());
                    taken.revoked += u64::from(mark.revoked() && !was_revoked);
                }
                Err(_) => taken.came += 1,
            }
        }
        let left_out = older
            .iter()
            .filter(|mark| fresh.binary_search_by_key(&mark.pk, |fresh| fresh.pk).is_err());
        if settles {
            taken.gone = left_out.map(|mark| mark.pk).collect();
        } else {
            let left_out: Vec<KnownToken> = left_out.copied().collect();
            fresh.extend(left_out);
            fresh.sort_unstable_by_key(|mark| mark.pk);
        }
        self.0.splice(from..to, fresh);
        taken
    }

    /// Drops these, which are in order.
    pub fn drop_all(&mut self, gone: &[u64]) {
        self.0.retain(|mark| gone.binary_search(&mark.pk).is_err());
    }
}

impl KnownToken {
    fn of(seen: &Seen) -> Option<Self> {
        let flag = |is: bool, bit: i64| if is { bit } else { 0 };
        let flags = flag(seen.revoked, REVOKED) | flag(seen.is_expired, EXPIRED);
        Some(Self {
            pk: seen.pk?,
            state: seen.expires.clamp(i64::MIN >> 2, LATEST) << 2 | flags,
        })
    }

    fn expires(self) -> i64 {
        match self.state >> 2 {
            LATEST => i64::MAX,
            at => at,
        }
    }

    fn revoked(self) -> bool {
        self.state & REVOKED != 0
    }

    fn is_expired(self) -> bool {
        self.state & EXPIRED != 0
    }
}

/// The place of a number where higher ones come first.
pub(super) fn newest_first(pk: u64) -> Key {
    (0, !pk)
}

/// Its place by its end.
pub(super) fn by_end(row: &Seen) -> Option<Key> {
    Some((row.expires, row.pk?))
}

/// The places of the revoked ones, which come first in that order.
pub(super) fn revoked_on(rows: &[Seen]) -> Vec<Key> {
    let revoked = rows.iter().take_while(|row| row.revoked);
    revoked.filter_map(|row| row.pk.map(newest_first)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_keeps_what_was_seen() {
        for expires in [i64::MAX, 0, -1, 1_790_000_000_123_456, 253_402_300_799_999_999] {
            for (revoked, is_expired) in [(false, false), (false, true), (true, false), (true, true)] {
                let seen = Seen {
                    pk: Some(7),
                    revoked,
                    expires,
                    is_expired,
                };
                let mark = KnownToken::of(&seen).unwrap();
                assert_eq!(
                    (mark.expires(), mark.revoked(), mark.is_expired()),
                    (expires, revoked, is_expired)
                );
            }
        }
    }

    #[test]
    fn room_is_made_for_what_is_told_within_reason() {
        let mut marks = KnownTokens::default();
        marks.reserve(1_000);
        assert!((1_000..1_100).contains(&marks.0.capacity()));
        marks.reserve(u64::MAX);
        assert!(marks.0.capacity() < 1_100_000);
    }
}
