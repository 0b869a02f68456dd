//! Rows in an order, and a slice of them as a database would hand it out.

use super::grants::Grants;
use super::order::{Column, Filter, Order};
use super::random::mix;
use super::row::Row;
use std::cmp::Ordering;
use std::sync::Arc;

/// How many are kept.
const KEPT: usize = 12;

impl Grants {
    /// The pks of these rows in this order; equal rows by pk.
    pub fn sorted(&mut self, filter: Filter, order: &Order) -> Arc<Vec<u32>> {
        let kept = &self.orders.0;
        if let Some((_, _, pks)) = kept.iter().find(|(f, o, _)| *f == filter && o == order) {
            return Arc::clone(pks);
        }
        let pks = Arc::new(self.sort(order, |row| filter.lets(row)));
        if self.orders.0.len() >= KEPT {
            self.orders.0.remove(0);
        }
        self.orders.0.push((filter, order.clone(), Arc::clone(&pks)));
        pks
    }

    /// As [`Grants::sorted`], for rows that pass a test of one's own; not kept.
    pub fn sorted_by(&self, filter: Filter, order: &Order, test: impl Fn(&Row) -> bool) -> Vec<u32> {
        self.sort(order, |row| filter.lets(row) && test(row))
    }

    fn sort(&self, order: &Order, test: impl Fn(&Row) -> bool) -> Vec<u32> {
        let mut rows: Vec<&Row> = self.rows.iter().filter(|row| test(row)).collect();
        if order.0 != [(Column::Pk, false)] {
            rows.sort_unstable_by(|a, b| order.compare(a, b).then(a.pk.cmp(&b.pk)));
        }
        rows.into_iter().map(|row| row.pk).collect()
    }

    /// The pks at `start` up to `end`, as the database would hand them out this time.
    ///
    /// PostgreSQL promises no order among equal rows, and the measured one differs from page to
    /// page: a walk by `provider` alone missed 639 of 9,995 rows at 100 a page. So each run of
    /// equal rows is turned by a few places, anew for each `turn`; as two pages are turned
    /// differently, rows between them come twice or not at all, about as often as measured.
    pub fn slice(&self, pks: &[u32], order: &Order, start: usize, end: usize, turn: u64) -> Vec<u32> {
        if order.is_total() {
            return pks.get(start..end).unwrap_or_default().to_vec();
        }
        let mut out = Vec::with_capacity(end.saturating_sub(start));
        let mut at = start;
        while at < end {
            let Some(first) = pks.get(at).and_then(|pk| self.get(*pk)) else {
                break;
            };
            let compare = |pk: &u32| self.get(*pk).map_or(Ordering::Equal, |row| order.compare(row, first));
            let run_start = pks.partition_point(|pk| compare(pk) == Ordering::Less);
            let run_end = pks.partition_point(|pk| compare(pk) != Ordering::Greater);
            let length = run_end - run_start;
            let turned = (mix(turn) % (length as u64).min(MOST_TURNED)) as usize;
            let upto = end.min(run_end);
            for place in at..upto {
                let from = run_start + (place - run_start + turned) % length;
                out.extend(pks.get(from));
            }
            at = upto.max(at + 1);
        }
        out
    }
}

/// By how many places a run is turned, less one.
const MOST_TURNED: u64 = 32;
