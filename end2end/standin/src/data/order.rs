//! Which rows, in which order: filters, orderings, and the instability that comes with them.

use super::row::{Kind, Row};
use std::cmp::Ordering;
use std::sync::Arc;

/// What rows can be sorted by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// The row's own id.
    Pk,
    /// The provider's id.
    Provider,
    /// The user's id.
    User,
    /// When it ends; none comes last.
    Expires,
    /// Whether it was revoked.
    Revoked,
}

/// Columns in turn, each with whether it runs down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order(pub(super) Vec<(Column, bool)>);

impl Order {
    /// Reads `ordering=`. What is not known is dropped, and nothing left means the default.
    pub fn parse(kind: Kind, text: Option<&str>) -> Self {
        let known: Vec<(Column, bool)> = text
            .unwrap_or("")
            .split(',')
            .filter_map(|term| {
                let term = term.trim();
                let (name, down) = term.strip_prefix('-').map_or((term, false), |name| (name, true));
                let column = match name {
                    "pk" => Column::Pk,
                    "provider" => Column::Provider,
                    "user" => Column::User,
                    "expires" => Column::Expires,
                    "revoked" if kind != Kind::Code => Column::Revoked,
                    _ => return None,
                };
                Some((column, down))
            })
            .collect();
        if known.is_empty() {
            Order(vec![(Column::Provider, false), (Column::Expires, false)])
        } else {
            Order(known)
        }
    }

    /// Whether no two rows are equal in it.
    pub(super) fn is_total(&self) -> bool {
        self.0.iter().any(|(column, _)| *column == Column::Pk)
    }

    pub(super) fn compare(&self, a: &Row, b: &Row) -> Ordering {
        for (column, down) in &self.0 {
            let order = match column {
                Column::Pk => a.pk.cmp(&b.pk),
                Column::Provider => a.provider.cmp(&b.provider),
                Column::User => a.user.cmp(&b.user),
                Column::Expires => a.expires.cmp(&b.expires),
                Column::Revoked => a.revoked.cmp(&b.revoked),
            };
            let order = if *down { order.reverse() } else { order };
            if order != Ordering::Equal {
                return order;
            }
        }
        Ordering::Equal
    }
}

/// Which rows are asked for; both must hold.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// Of this user.
    pub user: Option<u32>,
    /// Of this provider.
    pub provider: Option<u32>,
}

impl Filter {
    pub(super) fn lets(&self, row: &Row) -> bool {
        self.user.is_none_or(|user| row.user == user)
            && self.provider.is_none_or(|provider| u32::from(row.provider) == provider)
    }
}

/// Sorted pks that were asked for before: sorting a million rows takes a moment.
#[derive(Debug, Default)]
pub(super) struct Orders(pub(super) Vec<(Filter, Order, Arc<Vec<u32>>)>);

impl Orders {
    pub(super) fn forget_all(&mut self) {
        self.0.clear();
    }

    /// Takes one row out, which is far cheaper than sorting again.
    pub(super) fn forget_row(&mut self, pk: u32) {
        for (_, _, pks) in &mut self.0 {
            Arc::make_mut(pks).retain(|other| *other != pk);
        }
    }
}
