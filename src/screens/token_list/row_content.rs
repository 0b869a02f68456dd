//! What a row shows, as values. They are compared before the row is told, so that a row is drawn again only where something
//! in it is another than before.

use std::rc::Rc;

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use super::list::List;
use crate::components::format::relative;
use crate::model::kind::Kind;
use crate::model::token::{End, Token};
use crate::tokens::findings::Findings;
use crate::tokens::local_match::Needle;
use crate::tokens::status::{Status, status_of};

/// What is marked, where something is.
pub type Mark = Option<Rc<Needle>>;

/// What a row shows now.
pub type RowSignal = RwSignal<RowContent, LocalStorage>;

/// All that is seen in a row.
#[derive(Clone)]
pub struct RowContent {
    /// The token.
    pub token: Rc<Token>,
    /// Its kind.
    pub kind: Kind,
    /// What was found in it.
    pub mark: Mark,
    /// The link to it.
    pub href: Option<String>,
    /// Whether its drawer is open.
    pub is_open: bool,
    /// Whether it is selected.
    pub is_selected: bool,
    /// What follows from the time.
    pub timely: Timely,
}

impl PartialEq for RowContent {
    fn eq(&self, other: &Self) -> bool {
        // A token that did not change is the very one: see `ListAnswer::keeping`.
        Rc::ptr_eq(&self.token, &other.token)
            && self.kind == other.kind
            && self.mark == other.mark
            && self.href == other.href
            && self.is_open == other.is_open
            && self.is_selected == other.is_selected
            && self.timely == other.timely
    }
}

/// What follows from the time.
#[derive(Clone, PartialEq)]
pub struct Timely {
    /// Its status.
    pub status: Status,
    /// What is risky about it, once that part of the program is there.
    pub findings: Findings,
    /// "in 3 hours".
    pub expires: String,
    /// "2 days ago"; `None` where the claims do not say.
    pub issued: Option<String>,
}

impl Timely {
    fn of(token: &Token, kind: Kind, list: List, now: DateTime<Utc>) -> Self {
        let issued_at = token.claims.as_ref().and_then(|claims| claims.issued_at());
        Self {
            status: status_of(token, now),
            findings: list.findings.with_untracked(|findings| {
                let findings = findings.as_ref();
                findings.map_or_else(Findings::default, |findings| (findings.of)(token, kind, now))
            }),
            expires: match token.expires {
                End::At(at) => relative(at, now),
                End::NotApplied(at) => format!("{}, not applied", relative(at, now)),
                End::Never => "Never".to_owned(),
                End::Unknown => "Unknown".to_owned(),
            },
            issued: issued_at.map(|at| relative(at, now)),
        }
    }
}

impl RowContent {
    /// What a row shows of `token`.
    pub fn of(token: &Rc<Token>, mark: Mark, list: List, now: DateTime<Utc>) -> Self {
        let kind = untrack(|| list.kind());
        Self {
            token: Rc::clone(token),
            kind,
            mark,
            href: untrack(|| list.href_of(token.pk)),
            is_open: untrack(|| list.open()) == Some(token.pk),
            is_selected: untrack(|| list.is_selected(token.pk)),
            timely: Timely::of(token, kind, list, now),
        }
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
        let is_selected = untrack(|| list.is_selected(content.token.pk));
        std::mem::replace(&mut content.is_selected, is_selected) != is_selected
    });
}

/// Time has passed.
pub fn follow_time(row: RowSignal, list: List, now: DateTime<Utc>) {
    row.maybe_update(|content| {
        let timely = Timely::of(&content.token, content.kind, list, now);
        let changes = content.timely != timely;
        content.timely = timely;
        changes
    });
}
