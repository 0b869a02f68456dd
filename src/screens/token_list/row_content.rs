//! What a row shows, as values. They are compared before the row is told, so that a row is drawn again only where something
//! in it is another than before.

use std::rc::Rc;

use leptos::prelude::*;

use crate::model::kind::Kind;
use crate::model::token::Token;
use crate::tokens::findings::Findings;
use crate::tokens::local_match::Needle;
use crate::tokens::status::Status;

/// What is marked, where something is.
pub type Highlight = Option<Rc<Needle>>;

/// What a row shows now.
pub type RowSignal = RwSignal<RowContent, LocalStorage>;

/// All that is seen in a row.
#[derive(Clone)]
pub struct RowContent {
    pub token: Rc<Token>,
    pub kind: Kind,
    /// What was found in it.
    pub mark: Highlight,
    /// The link to it.
    pub href: Option<String>,
    /// Whether its drawer is open.
    pub is_open: bool,
    pub is_selected: bool,
    /// Whether its controls can be reached by Tab. See [`List::current`](super::list::List::current).
    pub is_current: bool,
    /// What follows from the time.
    pub timely: TimeDependent,
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
            && self.is_current == other.is_current
            && self.timely == other.timely
    }
}

impl RowContent {
    /// The `tabindex` of its controls.
    pub fn tab_stop(&self) -> Option<&'static str> {
        Some(if self.is_current { "0" } else { "-1" })
    }
}

/// What follows from the time.
#[derive(Clone, PartialEq)]
pub struct TimeDependent {
    pub status: Status,
    /// What is risky about it, once that part of the program is there.
    pub findings: Findings,
    /// "in 3 hours".
    pub expires: String,
    /// "2 days ago"; `None` where the claims do not say.
    pub issued: Option<String>,
}
