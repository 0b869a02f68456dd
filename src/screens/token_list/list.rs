//! What the parts of the list share.

use std::collections::BTreeSet;
use std::sync::Arc;

use leptos::prelude::*;

use super::columns::Column;
use super::question::{self, ListAnswer, Question};
use crate::authentik::client::Client;
use crate::authentik::token::Token;
use crate::loader::{Answered, Loader};
use crate::location::{Location, Step};
use crate::settings::{Settings, remembered_page_size};
use crate::tokens::kind::Kind;
use crate::tokens::query::{Address, ListQuery};

/// The list's state, for its parts. Cheap to copy; found in the context.
#[derive(Clone, Copy)]
pub struct List {
    /// The question and its answer.
    pub loader: Loader<Question, ListAnswer>,
    /// The address.
    pub location: Location,
    settings: Settings,
    selected: RwSignal<BTreeSet<u64>>,
    kind: Memo<Kind>,
    query: Memo<ListQuery>,
    open: Memo<Option<u64>>,
}

impl List {
    /// A list that follows the address.
    pub fn new() -> Self {
        let client = expect_context::<Client>();
        let location = expect_context::<Location>();
        let works = StoredValue::new(None);
        let selected = RwSignal::new(BTreeSet::new());
        let kind = Memo::new(move |_| location.address().kind);
        let query = Memo::new(move |_| location.address().query);
        let open = Memo::new(move |_| location.address().open);
        let loader = Loader::new(move |asked: &Question, call| question::ask(client, works, asked, call))
            .refined(|new: ListAnswer, old: &ListAnswer| new.keeping(&old.rows));
        Effect::new(move || {
            let (kind, query) = (kind.get(), query.get());
            // An address without a page size means the remembered one; it is written out, so that the link says so.
            let names_size = location.names_page_size();
            match remembered_page_size().filter(|&size| !names_size && size != query.page_size) {
                Some(size) => location.change(Step::Replace, |address| address.query.page_size = size),
                None => loader.ask(Question { kind, query }),
            }
        });
        // Other tokens have other numbers.
        Effect::new(move |before: Option<Kind>| {
            let kind = kind.get();
            if before.is_some_and(|before| before != kind) {
                selected.update(BTreeSet::clear);
            }
            kind
        });
        // A page that is gone led to the last one: the address says so, without asking again.
        Effect::new(move || {
            let Some(answered) = loader.current() else { return };
            if answered.answer.instead_of.is_none() {
                return;
            }
            let page = answered.answer.pagination.current;
            let mut question = answered.question;
            if question.query.page != page {
                question.query = question.query.with_page(page);
                let query = question.query.clone();
                loader.adopt(question);
                location.change(Step::Replace, |address| address.query = query);
            }
        });
        Self {
            loader,
            location,
            settings: expect_context(),
            selected,
            kind,
            query,
            open,
        }
    }

    /// The kind on screen, tracked.
    pub fn kind(&self) -> Kind {
        self.kind.get()
    }

    /// The question in the address, tracked.
    pub fn query(&self) -> ListQuery {
        self.query.get()
    }

    /// The token whose drawer is open, tracked.
    pub fn open(&self) -> Option<u64> {
        self.open.get()
    }

    /// Whether a drawer is open, not tracked.
    pub fn is_open_now(&self) -> bool {
        self.open.get_untracked().is_some()
    }

    /// The answer whose rows may be shown: that to the question on screen or, while it is awaited, the one before.
    pub fn shown(&self) -> Option<Answered<Question, ListAnswer>> {
        let last = self.loader.last()?;
        let fits = self.loader.wanted().is_some_and(|wanted| wanted == last.question);
        let waits = self.loader.is_busy()
            && self
                .loader
                .wanted()
                .is_some_and(|wanted| wanted.kind == last.question.kind);
        (fits || waits).then_some(last)
    }

    /// Asks another question; its first page unless the change says otherwise.
    pub fn change_query(&self, change: impl FnOnce(&ListQuery) -> ListQuery) {
        self.location
            .change(Step::Push, |address| address.query = change(&address.query));
    }

    /// The link to a token, with the list kept as it is.
    pub fn href_of(&self, pk: u64) -> String {
        self.location.href(&Address {
            open: Some(pk),
            ..self.location.address()
        })
    }

    /// Opens a token. From one open token to the next, Back leads to the list.
    pub fn open_token(&self, pk: u64) {
        let step = match self.open.get_untracked() {
            Some(_) => Step::Replace,
            None => Step::Push,
        };
        self.location.change(step, |address| address.open = Some(pk));
    }

    /// Closes the drawer.
    pub fn close_token(&self) {
        self.location.change(Step::Push, |address| address.open = None);
    }

    /// The tokens on screen, in order, tracked.
    pub fn tokens(&self) -> Vec<Arc<Token>> {
        self.shown()
            .map(|shown| shown.answer.tokens().cloned().collect())
            .unwrap_or_default()
    }

    /// The token so many rows from the open one.
    pub fn neighbour(&self, pk: u64, steps: isize) -> Option<u64> {
        let tokens = self.tokens();
        let here = tokens.iter().position(|token| token.pk == pk)?;
        tokens.get(here.checked_add_signed(steps)?).map(|token| token.pk)
    }

    /// Whether a column is shown, tracked.
    pub fn shows(&self, column: Column) -> bool {
        column.is_for(self.kind.get()) && (!column.may_hide() || self.settings.shows_column(column.id()))
    }

    /// Shows or hides a column.
    pub fn show(&self, column: Column, show: bool) {
        self.settings.show_column(column.id(), show);
    }

    /// Whether a token is selected, tracked.
    pub fn is_selected(&self, pk: u64) -> bool {
        self.selected.with(|selected| selected.contains(&pk))
    }

    /// Selects a token, or lets go of it. The selection is by number and outlives pages and filters.
    pub fn select(&self, pk: u64, select: bool) {
        self.selected.update(|selected| {
            if select {
                selected.insert(pk);
            } else {
                selected.remove(&pk);
            }
        });
    }

    /// Everything selected, tracked.
    pub fn selected(&self) -> BTreeSet<u64> {
        self.selected.get()
    }

    /// Everything selected, not tracked.
    pub fn selected_now(&self) -> BTreeSet<u64> {
        self.selected.get_untracked()
    }

    /// Lets go of everything selected.
    pub fn clear_selection(&self) {
        self.selected.set(BTreeSet::new());
    }
}
