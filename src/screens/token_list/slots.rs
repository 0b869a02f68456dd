//! What parts that are fetched later add to the list. Each has its slot, which is empty until that part is there.

use std::rc::Rc;

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use super::columns::Column;
use super::row_content::{RowContent, RowSignal};
use crate::components::lazy::LazyView;
use crate::model::kind::Kind;
use crate::model::token::Token;
use crate::state::loader::Answered;
use crate::tokens::deletion::{Id, Target};
use crate::tokens::findings::Findings;
use crate::tokens::list_answer::{ListAnswer, ListQuestion};

/// What is risky about a token at a time.
type Judge = Rc<dyn Fn(&Token, Kind, DateTime<Utc>) -> Findings>;

/// What is risky about a token, and how it is shown in its row.
#[derive(Clone)]
pub struct FindingsBadge {
    /// What is risky.
    pub of: Judge,
    /// Shows it.
    pub view: fn(Findings) -> AnyView,
}

/// Drops deleted tokens.
type ForgetDeleted = Rc<dyn Fn(&[Id])>;

/// Asks whether tokens are to be deleted, and deletes them.
type AskToDelete = Rc<dyn Fn(Vec<Target>)>;

/// Selects tokens, by pk.
type SelectAll = Rc<dyn Fn(&[u64])>;

/// What is known of a token.
type RecordedToken = Rc<dyn Fn(u64) -> Option<Token>>;

/// The token so many rows from another, among all that match, tracked.
type Neighbour = Rc<dyn Fn(u64, isize) -> Option<u64>>;

/// How many tokens a user or a provider has, by pk, or everyone: of those in memory, tracked.
type Held = Rc<dyn Fn(Option<u64>, Option<u64>) -> u64>;

/// What changes where all tokens are in memory.
#[derive(Clone)]
pub struct CatalogHooks {
    /// Reads afresh.
    pub refresh: Rc<dyn Fn()>,
    /// Answers while somebody types.
    pub type_text: Rc<dyn Fn(&str)>,
    /// The token that steps from a given one lead to, whether it is in view or not.
    pub neighbour: Neighbour,
    /// How many tokens somebody has.
    pub held: Held,
    /// Whether tokens are on their way.
    pub is_reading: bool,
    /// What in the search text cannot be understood, in words.
    pub problem: Memo<String>,
}

/// What the selection adds to the list, once that part of the program is there.
#[derive(Clone)]
pub struct SelectionHooks {
    /// Selects everything from the box that was ticked last to this one.
    pub extend: Rc<dyn Fn(u64)>,
    /// Selects all of these, of those in memory.
    pub select: SelectAll,
    /// A token that is selected, as far as anything is known of it.
    pub token: RecordedToken,
    /// What can be done with a token, in its row.
    pub row: fn(RowSignal) -> AnyView,
    /// What is selected, and what can be done with it.
    pub bar: LazyView,
    /// That only what is selected is on screen, while that is so.
    pub notice: LazyView,
    /// The actions for everything that belongs to the filtered user or client.
    pub filters: LazyView,
}

/// What is added to columns, once that part of the program is there.
#[derive(Clone, Copy)]
pub struct ColumnHooks {
    /// What stands in a cell of an extra column; told whether with titles.
    pub cell: fn(Column, &RowContent, bool) -> AnyView,
    /// The edge of a header, which makes the column wider or narrower.
    pub edge: fn(Column) -> AnyView,
}

/// What is added to the list. Cheap to copy.
#[derive(Clone, Copy)]
pub struct ListSlots {
    /// Answers in place of authentik: from the tokens in memory, or from those that a name led to.
    pub answer: RwSignal<Option<Answered<ListQuestion, ListAnswer>>, LocalStorage>,
    /// Stands in for every other answer while a person looks at the selection alone.
    pub selected_alone: RwSignal<Option<Answered<ListQuestion, ListAnswer>>, LocalStorage>,
    /// What the catalog does in place of authentik's list, where it does.
    pub catalog: RwSignal<Option<CatalogHooks>, LocalStorage>,
    /// Shows what is risky about a token.
    pub findings: RwSignal<Option<FindingsBadge>, LocalStorage>,
    /// Deletes tokens.
    pub deletion: RwSignal<Option<AskToDelete>, LocalStorage>,
    /// Drops deleted tokens from memory.
    pub forget_deleted: RwSignal<Option<ForgetDeleted>, LocalStorage>,
    /// What the selection adds.
    pub selection: RwSignal<Option<SelectionHooks>, LocalStorage>,
    /// What is added to columns.
    pub columns: RwSignal<Option<ColumnHooks>, LocalStorage>,
}

impl ListSlots {
    /// Nothing is there yet.
    pub fn empty() -> Self {
        Self {
            answer: RwSignal::new_local(None),
            selected_alone: RwSignal::new_local(None),
            catalog: RwSignal::new_local(None),
            findings: RwSignal::new_local(None),
            deletion: RwSignal::new_local(None),
            forget_deleted: RwSignal::new_local(None),
            selection: RwSignal::new_local(None),
            columns: RwSignal::new_local(None),
        }
    }
}
