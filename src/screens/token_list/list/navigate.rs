//! Where a person goes from the list: another order, another question, a token.

use std::rc::Rc;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::List;
use crate::screens::token_list::columns::Column;
use crate::state::location::HistoryStep;
use crate::tokens::query::{Address, ListQuery, SortOrder, SortTerm};

impl List {
    /// Orders by a column, or turns its order round; `add` keeps the others before it.
    pub fn order_by(&self, column: Column, add: bool) {
        let (kind, has_all) = untrack(|| (self.kind(), self.has_all()));
        let Some(key) = column.sort_key(kind, has_all) else {
            return;
        };
        self.change_query(|query| {
            let mut term = SortTerm {
                key,
                // Nobody looks for the tokens without findings first.
                descending: column == Column::Findings,
            };
            let before = query.order.terms();
            term.descending ^= before.contains(&term);
            let mut terms = if add { before.to_vec() } else { Vec::new() };
            terms.retain(|term| Column::ordered_by(term.key) != column);
            terms.push(term);
            query.with_order(SortOrder::by(terms))
        });
    }

    /// Asks another question; its first page unless the change says otherwise.
    pub fn change_query(&self, change: impl FnOnce(&ListQuery) -> ListQuery) {
        self.location
            .change(HistoryStep::Push, |address| address.query = change(&address.query));
    }

    /// The link to a token, with the list kept as it is.
    pub fn href_of(&self, pk: u64) -> Option<String> {
        self.location.href(&Address {
            open: Some(pk),
            ..self.location.address()
        })
    }

    /// Opens a token. From one open token to the next, Back leads to the list.
    pub fn open_token(&self, pk: u64) {
        let step = match self.location.address_untracked().open {
            Some(_) => HistoryStep::Replace,
            None => HistoryStep::Push,
        };
        self.location.change(step, |address| address.open = Some(pk));
    }

    /// Closes the drawer.
    pub fn close_token(&self) {
        self.location.change(HistoryStep::Push, |address| address.open = None);
    }

    /// The columns that are shown, in order, tracked.
    pub fn columns(&self) -> Vec<Column> {
        let kind = self.kind();
        let chosen = self.settings.columns();
        let known = chosen.iter().filter_map(|id| Column::of(id));
        known.filter(|column| column.is_for(kind)).collect()
    }

    /// Asks for the rows afresh.
    pub fn refresh(&self) {
        self.refreshed.notify();
        match self.slots.catalog.get_untracked() {
            Some(catalog) => (catalog.refresh)(),
            None => self.loader.again(),
        }
    }

    /// The token so many rows from the open one, tracked.
    pub fn neighbour(&self, pk: u64, steps: isize) -> Option<u64> {
        if self.is_endless() {
            // All rows stand below each other, and most of them are not on the page.
            let neighbour = self
                .slots
                .catalog
                .with(|catalog| Some(Rc::clone(&catalog.as_ref()?.neighbour)))?;
            return neighbour(pk, steps);
        }
        let tokens = self.tokens();
        let here = tokens.iter().position(|token| token.pk == pk)?;
        tokens.get(here.checked_add_signed(steps)?).map(|token| token.pk)
    }

    /// Moves the focus to the search box.
    pub fn focus_search(&self) {
        if let Some(input) = self.search.input.get_untracked() {
            // Only what is not on the page cannot take it.
            let _ = input.focus();
        }
    }

    /// Moves the focus to the row of a token or, where there is none, to the table.
    pub fn focus_row(&self, pk: u64) {
        let link = self.table.try_get_untracked().flatten().and_then(|table| {
            let link = table.query_selector(&format!("[data-token='{pk}']:not([hidden]) .row-link"));
            link.ok().flatten()?.dyn_into::<web_sys::HtmlElement>().ok()
        });
        if link.is_none_or(|link| link.focus().is_err()) {
            self.focus_table();
        }
    }

    /// Moves the focus to the table, where what had it is gone.
    pub fn focus_table(&self) {
        let table = self.frame.try_get_untracked().flatten().and_then(|frame| {
            // Where there are groups, their table comes first.
            frame
                .query_selector("table")
                .ok()
                .flatten()?
                .dyn_into::<web_sys::HtmlElement>()
                .ok()
        });
        if let Some(table) = table {
            // Only what is not on the page cannot take it.
            let _ = table.focus();
        }
    }
}
