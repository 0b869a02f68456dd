//! What the parts of the list share.

use std::cell::Cell;
use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::columns::Column;
use super::list_selection::ListSelection;
use super::names::SubjectNames;
use super::request;
use super::search_state::SearchBox;
use super::slots::ListSlots;
use crate::model::caller::Who;
use crate::model::kind::Kind;
use crate::model::token::Token;
use crate::state::app::app;
use crate::state::loader::{Answered, Loader};
use crate::state::location::{HistoryStep, Location};
use crate::state::session::Session;
use crate::state::settings::{Settings, remembered_page_size};
use crate::tokens::deletion::{Id, Target};
use crate::tokens::list_answer::{ListAnswer, ListQuestion};
use crate::tokens::query::{Address, ListQuery, SortOrder, SortTerm};
use crate::tokens::rights::{Refused, may_be_of_another};

/// What is counted in a list, and how many there were.
type Counted = ((Kind, Option<u64>, Option<u64>, String), u64);

/// The list's state, for its parts. Cheap to copy; found in the context.
#[derive(Clone, Copy)]
pub struct List {
    /// The question and its answer.
    pub loader: Loader<ListQuestion, ListAnswer>,
    /// The address.
    pub location: Location,
    /// The names behind the ids in the address.
    pub names: SubjectNames,
    /// The search box.
    pub search: SearchBox,
    /// What the table scrolls in.
    pub frame: NodeRef<html::Div>,
    /// The table.
    pub table: NodeRef<html::Table>,
    /// What is added by parts that are fetched later.
    pub slots: ListSlots,
    /// What is selected.
    pub selection: ListSelection,
    /// The kinds of token of which authentik has refused to let the caller delete one.
    pub refused: RwSignal<Refused>,
    /// How often tokens were deleted here.
    pub deleted: RwSignal<u64>,
    session: Session,
    settings: Settings,
}

impl List {
    /// A list that follows the address.
    pub fn new() -> Self {
        let client = app().client;
        let works = RwSignal::new(None);
        let loader = Loader::refined(
            move |asked: &ListQuestion, call| request::ask(client, works, asked, call),
            |new, older: &ListAnswer| new.keeping(&older.rows),
        );
        let list = Self {
            loader,
            location: app().location,
            session: app().session,
            settings: app().settings,
            names: SubjectNames::new(),
            search: SearchBox::new(),
            frame: NodeRef::new(),
            table: NodeRef::new(),
            slots: ListSlots::empty(),
            selection: ListSelection::empty(),
            refused: RwSignal::new(Refused::default()),
            deleted: RwSignal::new(0),
        };
        list.follow_person();
        list.follow_address();
        list.follow_vanished_pages();
        list
    }

    fn follow_address(self) {
        let before = Cell::new(None);
        Effect::new(move || {
            let Address { kind, query, .. } = self.location.address();
            // Tokens of another kind have numbers of their own.
            if before.replace(Some(kind)).is_some_and(|before| before != kind) {
                self.selection.clear();
            }
            // An address without a page size means the remembered one; it is written out, so that the link says so.
            let names_size = self.location.names_page_size();
            match remembered_page_size().filter(|&size| !names_size && size != query.page_size) {
                Some(size) => self
                    .location
                    .change(HistoryStep::Replace, |address| address.query.page_size = size),
                None if self.has_all() => {}
                None => self.ask(kind, query),
            }
        });
    }

    fn ask(self, kind: Kind, query: ListQuery) {
        let query = query.server_part();
        self.loader.ask(ListQuestion { kind, query });
    }

    /// What was loaded for one person is not for the next. And a list that is suddenly much shorter or longer than a moment
    /// ago may be another person's, so it is asked who that is.
    fn follow_person(self) {
        let session = self.session;
        session.on_change_of_person(Box::new(move || {
            self.selection.forget();
            self.refused.set(Refused::default());
            self.names.forget();
            self.loader.clear();
            let Address { kind, query, .. } = self.location.address();
            self.ask(kind, query);
        }));
        Effect::new(move |before: Option<Option<Counted>>| {
            let shown = self.loader.current().map(|shown| {
                let ListQuestion { kind, query } = &*shown.question;
                let asked = (*kind, query.user, query.provider, query.search.clone());
                (asked, shown.answer.pagination.count)
            });
            let before = before.flatten();
            if let (Some((asked, count)), Some((asked_before, count_before))) = (&shown, &before)
                && asked == asked_before
                && may_be_of_another(*count_before, *count)
            {
                spawn_local(async move {
                    session.is_still_same_person().await;
                });
            }
            shown.or(before)
        });
    }

    /// A page that is gone led to the last one: the address says so, without asking again.
    fn follow_vanished_pages(self) {
        Effect::new(move || {
            let Some(answered) = self.loader.current() else { return };
            let page = answered.answer.pagination.current;
            let ListQuestion { kind, query } = &*answered.question;
            if answered.answer.requested_page.is_some() && query.page != page {
                let (kind, query) = (*kind, query.with_page(page));
                untrack(|| {
                    self.loader.adopt(ListQuestion {
                        kind,
                        query: query.clone(),
                    });
                    self.location
                        .change(HistoryStep::Replace, |address| address.query = query);
                });
            }
        });
    }

    /// Moves the focus to the search box.
    pub fn focus_search(&self) {
        if let Some(input) = self.search.input.get_untracked() {
            // Only what is not on the page cannot take it.
            let _ = input.focus();
        }
    }

    /// Moves the focus to the table, where what had it is gone.
    pub fn focus_table(&self) {
        if let Some(table) = self.table.try_get_untracked().flatten() {
            // Only what is not on the page cannot take it.
            let _ = table.focus();
        }
    }

    /// The kind on screen, tracked.
    pub fn kind(&self) -> Kind {
        self.location.look(|address| address.kind)
    }

    /// The question in the address, tracked.
    pub fn query(&self) -> ListQuery {
        self.location.look(|address| address.query.clone())
    }

    /// The token whose drawer is open, tracked.
    pub fn open(&self) -> Option<u64> {
        self.location.look(|address| address.open)
    }

    /// Whether a drawer is open, not tracked.
    pub fn is_open_untracked(&self) -> bool {
        self.location.address_untracked().open.is_some()
    }

    /// The answer whose rows may be shown: that to the question on screen or, while it is awaited, the one before.
    pub fn shown(&self) -> Option<Answered<ListQuestion, ListAnswer>> {
        if let Some(local) = self.slots.selected_alone.get().or_else(|| self.slots.answer.get()) {
            return Some(local);
        }
        if self.location.look(|address| address.query.needs_catalog()) {
            return None;
        }
        let last = self.loader.last()?;
        let is_busy = self.loader.is_busy();
        let fits = |wanted: &ListQuestion| *wanted == *last.question || (is_busy && wanted.kind == last.question.kind);
        self.loader.wants(fits).then_some(last)
    }

    /// Whether all tokens that may be asked for are in memory, or on their way there, tracked.
    pub fn has_all(&self) -> bool {
        self.slots.catalog.with(Option::is_some)
    }

    /// What in the search text cannot be understood, in words, tracked.
    pub fn problem(&self) -> String {
        let problem = self
            .slots
            .catalog
            .with(|catalog| catalog.as_ref().map(|catalog| catalog.problem));
        problem.map(|problem| problem.get()).unwrap_or_default()
    }

    /// Whether whoever is signed in is known to be shown only their own tokens, tracked.
    pub fn sees_own_only(&self) -> bool {
        self.session.sees_own_only()
    }

    /// The user whose tokens are asked for and shown to superusers only, of which whoever is signed in is none. Tracked.
    pub fn hidden_user(&self) -> Option<u64> {
        let user = self.query().user?;
        let who = self.session.who();
        let may_not = |who: &Who| matches!(who, Who::Known(caller) if !caller.is_superuser && caller.pk != user);
        who.with(may_not).then_some(user)
    }

    /// Whether rows are on their way, tracked.
    pub fn is_busy(&self) -> bool {
        let reading = self
            .slots
            .catalog
            .with(|catalog| catalog.as_ref().map(|catalog| catalog.is_reading));
        reading.unwrap_or_else(|| self.loader.is_busy())
    }

    /// Whether all rows stand below each other, and the table scrolls, tracked.
    pub fn is_endless(&self) -> bool {
        self.slots.answer.with(Option::is_some)
            && self.slots.selected_alone.with(Option::is_none)
            && self.location.look(|address| address.query.all_rows)
    }

    /// Asks for the rows afresh.
    pub fn refresh(&self) {
        match self.slots.catalog.get_untracked() {
            Some(catalog) => (catalog.refresh)(),
            None => self.loader.again(),
        }
    }

    /// Orders by a column, or turns its order round; `add` keeps the others before it.
    pub fn order_by(&self, column: Column, add: bool) {
        let (kind, has_all) = untrack(|| (self.kind(), self.has_all()));
        self.change_query(|query| {
            let mut term = SortTerm {
                key: column.sort_key(kind, has_all),
                descending: false,
            };
            let before = query.order.terms();
            term.descending = before.contains(&term);
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

    /// The tokens on screen, in order, tracked.
    pub fn tokens(&self) -> Vec<Rc<Token>> {
        self.shown()
            .map(|shown| shown.answer.tokens().cloned().collect())
            .unwrap_or_default()
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

    /// Whether a column is shown, tracked.
    pub fn shows(&self, column: Column) -> bool {
        column.is_for(self.kind()) && (!column.may_hide() || self.settings.shows_column(column.id()))
    }

    /// Shows or hides a column.
    pub fn show(&self, column: Column, show: bool) {
        self.settings.show_column(column.id(), show);
    }

    /// Whether tokens can be deleted: not before that part of the program is there, tracked.
    pub fn can_delete(&self) -> bool {
        self.slots.deletion.with(Option::is_some)
    }

    /// Asks whether these tokens are to be deleted, and deletes them.
    pub fn ask_to_delete(&self, targets: Vec<Target>) {
        if let Some(end) = self.slots.deletion.get_untracked() {
            end(targets);
        }
    }

    /// Lets go of tokens that are gone, and shows what is left.
    pub fn are_gone(&self, gone: &[Id]) {
        let kind = untrack(|| self.kind());
        let mut here: Vec<u64> = gone.iter().filter(|id| id.kind == kind).map(|id| id.pk).collect();
        here.sort_unstable();
        let is_gone = |pk: &u64| here.binary_search(pk).is_ok();
        self.selection.numbers.update(|selection| {
            selection.forget(&here);
        });
        let open = self.location.address_untracked().open;
        if open.is_some_and(|pk| is_gone(&pk)) {
            self.close_token();
        }
        self.deleted.update(|ended| *ended += 1);
        // A host that was told of it may have ended the console.
        if let Some(forget_deleted) = self.slots.forget_deleted.try_get_untracked().flatten() {
            forget_deleted(gone);
        }
        if !here.is_empty() && self.slots.catalog.try_with_untracked(Option::is_none) == Some(true) {
            self.loader.again();
        }
    }

    /// authentik does not let the caller delete tokens of this kind.
    pub fn was_refused(&self, kind: Kind) {
        self.refused.update(|refused| *refused = refused.with(kind));
    }

    /// Selects a token, or lets go of it; with Shift, everything from the last one to it.
    pub fn select(&self, token: &Rc<Token>, on: bool, shift: bool) {
        match self.slots.selection.get_untracked() {
            Some(selecting) if shift => (selecting.extend)(token.pk),
            None if shift => self.selection.awaited_range.set_value(Some(token.pk)),
            _ => self.selection.set(std::slice::from_ref(token), on),
        }
    }

    /// Selects every token on the page, or lets go of them.
    pub fn select_page(&self, on: bool) {
        self.selection.set(&untrack(|| self.tokens()), on);
    }
}
