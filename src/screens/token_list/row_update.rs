//! Makes what a row shows, and brings it up to date: when the address, the selection or the time changes.

use std::rc::Rc;

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use super::list::List;
use super::row_content::{Highlight, RowContent, RowSignal, TimeDependent};
use crate::components::format::relative;
use crate::model::kind::Kind;
use crate::model::token::{End, Token};
use crate::text::table;
use crate::tokens::findings::Findings;
use crate::tokens::status::status_of;

/// What follows from the time.
pub fn timely(token: &Token, kind: Kind, list: List, now: DateTime<Utc>) -> TimeDependent {
    let issued_at = token.claims.as_ref().and_then(|claims| claims.issued_at());
    TimeDependent {
        status: status_of(token, now),
        findings: list.slots.findings.with_untracked(|findings| {
            let findings = findings.as_ref();
            findings.map_or_else(Findings::default, |findings| (findings.of)(token, kind, now))
        }),
        expires: match token.expires {
            End::At(at) => relative(at, now),
            End::NotApplied(at) => table::not_applied(&relative(at, now)),
            End::Never => table::NEVER_EXPIRES.to_owned(),
            End::Unknown => table::END_UNKNOWN.to_owned(),
        },
        issued: issued_at.map(|at| relative(at, now)),
    }
}

/// What a row shows of `token`.
pub fn row_content(token: &Rc<Token>, mark: Highlight, list: List, now: DateTime<Utc>) -> RowContent {
    let kind = untrack(|| list.kind());
    RowContent {
        token: Rc::clone(token),
        kind,
        mark,
        href: untrack(|| list.href_of(token.pk)),
        is_open: untrack(|| list.open()) == Some(token.pk),
        is_selected: untrack(|| list.selection.contains(token.pk)),
        is_current: is_current(token.pk, list),
        timely: timely(token, kind, list, now),
    }
}

/// The address changed.
pub fn follow_address(row: RowSignal, list: List) {
    row.maybe_update(|content| {
        let href = untrack(|| list.href_of(content.token.pk));
        let is_open = untrack(|| list.open()) == Some(content.token.pk);
        let changes = (&content.href, content.is_open) != (&href, is_open);
        (content.href, content.is_open) = (href, is_open);
        changes
    });
}

/// The selection changed.
pub fn follow_selection(row: RowSignal, list: List) {
    row.maybe_update(|content| {
        let is_selected = untrack(|| list.selection.contains(content.token.pk));
        std::mem::replace(&mut content.is_selected, is_selected) != is_selected
    });
}

/// Another row is the one that Tab leads to.
pub fn follow_current(row: RowSignal, list: List) {
    row.maybe_update(|content| {
        let is_current = is_current(content.token.pk, list);
        std::mem::replace(&mut content.is_current, is_current) != is_current
    });
}

/// Until one is the current one, all are.
fn is_current(pk: u64, list: List) -> bool {
    let current = list.current.get_untracked();
    current == 0 || current == pk
}

/// Time has passed.
pub fn follow_time(row: RowSignal, list: List, now: DateTime<Utc>) {
    row.maybe_update(|content| {
        let timely = timely(&content.token, content.kind, list, now);
        let changes = content.timely != timely;
        content.timely = timely;
        changes
    });
}
