//! What the parts of the list share.

mod follow;
mod navigate;
mod select_and_delete;

use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;

use crate::model::caller::Who;
use crate::model::kind::Kind;
use crate::model::token::Token;
use crate::screens::token_list::list_selection::ListSelection;
use crate::screens::token_list::names::SubjectNames;
use crate::screens::token_list::request;
use crate::screens::token_list::scopes::ROOM;
use crate::screens::token_list::search_state::SearchBox;
use crate::screens::token_list::slots::ListSlots;
use crate::state::app::app;
use crate::state::loader::{Answered, Loader};
use crate::state::location::Location;
use crate::state::session::Session;
use crate::state::settings::Settings;
use crate::tokens::list_answer::{ListAnswer, ListQuestion};
use crate::tokens::query::ListQuery;
use crate::tokens::rights::Refused;

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
    pub table: NodeRef<html::Table>,
    /// How many characters there is room for in the column of scopes.
    pub scope_room: RwSignal<u64>,
    /// What is added by parts that are fetched later.
    pub slots: ListSlots,
    /// The token whose row Tab leads to; arrow keys lead from there to the others. 0 until that part of the program is there:
    /// Tab then leads through all rows.
    pub current: RwSignal<u64>,
    /// What is selected.
    pub selection: ListSelection,
    /// The kinds of token that authentik refused to let the caller delete.
    pub refused: RwSignal<Refused>,
    /// How often tokens were deleted here.
    pub deleted: RwSignal<u64>,
    /// Whether some are being deleted.
    pub deleting: RwSignal<bool>,
    /// Moves when a person has everything asked for afresh.
    pub refreshed: RwSignal<()>,
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
            scope_room: RwSignal::new(ROOM),
            slots: ListSlots::empty(),
            current: RwSignal::new(0),
            selection: ListSelection::empty(),
            refused: RwSignal::new(Refused::default()),
            deleted: RwSignal::new(0),
            deleting: RwSignal::new(false),
            refreshed: RwSignal::new(()),
        };
        list.follow_person();
        list.follow_address();
        list.follow_vanished_pages();
        list
    }

    /// The kind on screen, tracked.
    pub fn kind(&self) -> Kind {
        self.location.look(|address| address.kind)
    }

    /// Whether all kinds are shown in place of the list, tracked.
    pub fn is_all_kinds(&self) -> bool {
        self.location.look(|address| address.all_kinds)
    }

    /// The question in the address, tracked.
    pub fn query(&self) -> ListQuery {
        self.location.look(|address| address.query.clone())
    }

    /// The token whose drawer is open, tracked.
    pub fn open(&self) -> Option<u64> {
        self.location.look(|address| address.open)
    }

    /// Whether a drawer is open.
    pub fn is_open_untracked(&self) -> bool {
        self.location.address_untracked().open.is_some()
    }

    /// The answer whose rows may be shown: that to the question on screen or, while it is awaited, the one before.
    pub fn shown(&self) -> Option<Answered<ListQuestion, ListAnswer>> {
        if let Some(local) = self.slots.selected_alone.get().or_else(|| self.slots.answer.get()) {
            return Some(local);
        }
        let last = self.loader.last()?;
        if self.location.look(|address| address.query.needs_catalog()) {
            // Where it is needed for the order alone, these are the right rows, and stay until all are there.
            let (kind, query) = self.location.look(|address| (address.kind, address.query.clone()));
            let asked = &last.question;
            let is_the_same =
                (kind, query.user, query.provider) == (asked.kind, asked.query.user, asked.query.provider);
            let fits = query.needs_catalog_to_order() && is_the_same && asked.query.search.is_empty();
            return fits.then_some(last);
        }
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

    /// Whether the caller is known to see only their own tokens, tracked.
    pub fn sees_own_only(&self) -> bool {
        self.session.sees_own_only()
    }

    /// The filtered user, if the caller may not see that user's tokens because only superusers may. Tracked.
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
            && self.location.look(|address| address.query.is_endless())
    }

    /// Whether the rows on screen are in another order than is asked for, since nobody has all of them yet. Tracked.
    pub fn awaits_order(&self) -> bool {
        !self.has_all() && self.location.look(|address| address.query.needs_catalog_to_order())
    }

    /// The tokens on screen, in order, tracked.
    pub fn tokens(&self) -> Vec<Rc<Token>> {
        self.shown()
            .map(|shown| shown.answer.tokens().cloned().collect())
            .unwrap_or_default()
    }
}
