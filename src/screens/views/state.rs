//! A person's own views, and what is being done with them.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::components::announcer;
use crate::components::focus::focus_quietly;
use crate::platform::signals::set_if_changed;
use crate::screens::token_list::list::List;
use crate::state::location::HistoryStep;
use crate::state::settings::{remember_views, remembered_views};
use crate::text;
use crate::tokens::query::Address;
use crate::tokens::views::{
    BuiltInView, MOST, NameProblem, SavedView, is_same_view, name_problem, read_views, tidy, view_of, with_rows_of,
    write_views,
};

/// What leads to the button that takes a deletion back, and to the one that begins to save.
const UNDO: &str = ".views-undo";
pub(super) const SAVE_THIS: &str = ".views-save > button";

/// A person's own views. Cheap to copy; found in the context.
#[derive(Clone, Copy)]
pub struct Views {
    pub list: List,
    /// All of them, in the order in which they were saved.
    pub own: RwSignal<Vec<SavedView>>,
    /// Whether they outlive the page.
    pub is_kept: RwSignal<bool>,
    /// The one that was deleted last, and where it stood.
    pub deleted: RwSignal<Option<(usize, SavedView)>>,
    /// Whether a name is being typed for what is on screen.
    pub is_saving: RwSignal<bool>,
    /// The one that is getting another name.
    pub renaming: RwSignal<Option<SavedView>>,
    /// What the menu holds.
    pub panel: NodeRef<html::Div>,
}

impl Views {
    /// What the browser remembers.
    pub fn remembered(list: List) -> Self {
        let kept = remembered_views();
        Self {
            list,
            is_kept: RwSignal::new(kept.is_some()),
            own: RwSignal::new(read_views(&kept.unwrap_or_default())),
            deleted: RwSignal::new(None),
            is_saving: RwSignal::new(false),
            renaming: RwSignal::new(None),
            panel: NodeRef::new(),
        }
    }

    /// The name of the view on screen, and whether it is one of their own; tracked.
    pub fn current(self) -> Option<(String, bool)> {
        let here = self.list.location.address();
        let own = self.own.with(|own| {
            let view = own.iter().find(|view| is_same_view(&view.address, &here));
            view.map(|view| (view.name.clone(), true))
        });
        own.or_else(|| {
            let mut built_in = BuiltInView::ALL.into_iter();
            let view = built_in.find(|view| view.is_for(here.kind) && is_same_view(&view.address(here.kind), &here))?;
            Some((text::views::built_in(view).to_owned(), false))
        })
    }

    /// Where a view is, with as many rows per page as here; tracked.
    pub fn address_of(self, view: &Address) -> Address {
        with_rows_of(view, &self.list.location.address())
    }

    /// Goes to a view; the menu is done with.
    pub fn go(self, address: &Address) {
        self.list.location.go(address, HistoryStep::Push);
        let menu = self
            .panel
            .get_untracked()
            .and_then(|panel| panel.closest("details").ok().flatten());
        let Some(menu) = menu else { return };
        if let Ok(Some(button)) = menu.query_selector("summary")
            && let Ok(button) = button.dyn_into::<HtmlElement>()
        {
            focus_quietly(&button);
        }
        // Only an attribute with an impossible name cannot be removed.
        let _ = menu.remove_attribute("open");
    }

    /// Another tab may have saved some.
    pub fn reload(self) {
        if let Some(kept) = remembered_views().filter(|_| self.is_kept.get_untracked()) {
            set_if_changed(self.own, read_views(&kept));
        }
    }

    /// The menu is closed: nothing is being done any more.
    pub fn put_away(self) {
        set_if_changed(self.is_saving, false);
        set_if_changed(self.renaming, None);
        set_if_changed(self.deleted, None);
    }

    /// Opens the field for the name of what is on screen.
    pub fn begin_to_save(self) {
        self.hold_focus();
        self.deleted.set(None);
        self.is_saving.set(true);
    }

    /// Opens the field for another name.
    pub fn begin_to_rename(self, view: SavedView) {
        self.hold_focus();
        self.deleted.set(None);
        self.renaming.set(Some(view));
    }

    /// Saves what is on screen under this name, in place of another one if that is wanted; or says why not.
    pub fn save(self, name: &str, replaces: bool) -> Result<(), NameProblem> {
        self.reload();
        let problem = self.problem(name, None);
        let view = SavedView {
            name: tidy(name).to_owned(),
            address: view_of(&self.list.location.address_untracked()),
        };
        match problem {
            Some(NameProblem::Taken(at)) if replaces => self.change(|own| {
                if let Some(replaced) = own.get_mut(at) {
                    *replaced = view;
                }
            }),
            Some(problem) => return Err(problem),
            None => self.change(|own| own.push(view)),
        }
        announcer::say(&text::views::saved(tidy(name)));
        self.is_saving.set(false);
        self.then_focus(SAVE_THIS);
        Ok(())
    }

    /// Gives a view another name; or says why not.
    pub fn rename(self, view: &SavedView, name: &str) -> Result<(), NameProblem> {
        self.reload();
        if let Some(problem) = self.problem(name, Some(view)) {
            return Err(problem);
        }
        self.change(|own| {
            if let Some(renamed) = own.iter_mut().find(|other| *other == view) {
                tidy(name).clone_into(&mut renamed.name);
            }
        });
        announcer::say(&text::views::renamed(tidy(name)));
        self.renaming.set(None);
        let at = self.place(|other| other.name == tidy(name));
        self.then_focus(&link_at(at));
        Ok(())
    }

    /// Deletes a view, which can be taken back.
    pub fn delete(self, view: &SavedView) {
        self.reload();
        let at = self.place(|other| other == view);
        self.change(|own| own.retain(|other| other != view));
        self.deleted.set(Some((at, view.clone())));
        announcer::say(&text::views::deleted(&view.name));
        self.then_focus(UNDO);
    }

    /// Takes the last deletion back.
    pub fn undo(self) {
        let Some((at, view)) = self.deleted.get_untracked() else {
            return;
        };
        self.reload();
        let at = at.min(self.own.with_untracked(Vec::len));
        announcer::say(&text::views::restored(&view.name));
        self.change(|own| own.insert(at, view));
        self.then_focus(&link_at(at));
    }

    /// Moves the focus to a view.
    pub fn focus_view(self, view: &SavedView) {
        self.then_focus(&link_at(self.place(|other| other == view)));
    }

    /// Whether there are as many as there may be, tracked.
    pub fn is_full(self) -> bool {
        self.own.with(|own| own.len() >= MOST)
    }

    fn problem(self, name: &str, apart_from: Option<&SavedView>) -> Option<NameProblem> {
        self.own.with_untracked(|own| {
            let others = own.iter().enumerate().filter(|(_, view)| Some(*view) != apart_from);
            let built_in = BuiltInView::ALL.map(text::views::built_in);
            name_problem(name, others.map(|(at, view)| (at, &*view.name)), &built_in)
        })
    }

    fn place(self, is_it: impl Fn(&SavedView) -> bool) -> usize {
        self.own
            .with_untracked(|own| own.iter().position(is_it))
            .unwrap_or_default()
    }

    fn change(self, change: impl FnOnce(&mut Vec<SavedView>)) {
        self.hold_focus();
        self.deleted.set(None);
        self.own.update(change);
        let is_kept = self.own.with_untracked(|own| remember_views(&write_views(own)));
        set_if_changed(self.is_kept, is_kept);
    }

    /// What has the focus is about to go, and a focus that is nowhere would close the menu.
    fn hold_focus(self) {
        if let Some(panel) = self.panel.get_untracked() {
            focus_quietly(&panel);
        }
    }

    /// Moves the focus within the menu, once what was changed is on the page.
    pub(super) fn then_focus(self, selector: &str) {
        self.hold_focus();
        let selector = selector.to_owned();
        let focus = move || {
            let panel = self.panel.try_get_untracked().flatten();
            let found = panel.and_then(|panel| panel.query_selector(&selector).ok().flatten());
            if let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
                // Only what is not on the page cannot take it.
                let _ = found.focus();
            }
        };
        set_timeout(focus, Duration::ZERO);
    }
}

/// The link of the view at a place, from 0.
fn link_at(at: usize) -> String {
    [".own-view:nth-child(", &(at + 1).to_string(), ") a"].concat()
}
