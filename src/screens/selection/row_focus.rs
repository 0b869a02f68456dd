//! The keyboard in the table. One row, the current one, is a Tab stop with all that it holds; arrow keys lead from there to the
//! others. The focus is kept where rows come, go and show other tokens.

use std::rc::Rc;

use leptos::ev;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent, HtmlElement, KeyboardEvent};

use super::row_scopes;
use super::state::SelectionState;
use crate::components::announcer;
use crate::components::arrow_keys::step_along;
use crate::components::focus::focused;
use crate::components::keys::{is_command, key_of, on_bare_page};
use crate::model::token::Token;
use crate::platform::signals::set_if_changed;
use crate::tokens::deletion::Target;

/// What can have the focus in a row.
#[derive(Clone, Copy, PartialEq)]
enum RowControl {
    Tick,
    Link,
    Scopes,
    More,
}

impl RowControl {
    /// From the start of a row to its end.
    const ALL: [Self; 4] = [Self::Tick, Self::Link, Self::Scopes, Self::More];

    fn selector(self) -> &'static str {
        match self {
            Self::Tick => "input",
            Self::Link => ".row-link",
            Self::Scopes => row_scopes::BUTTON,
            Self::More => ".row-more",
        }
    }

    fn of(element: &Element) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|control| element.matches(control.selector()) == Ok(true))
    }

    /// The one so many steps further along the row.
    fn beside(self, steps: isize) -> Option<Self> {
        let at = Self::ALL.iter().position(|control| *control == self)?;
        Self::ALL.get(at.checked_add_signed(steps)?).copied()
    }
}

/// Which row is the current one, and where the focus is in it. Cheap to copy.
#[derive(Clone, Copy)]
struct RowFocus {
    state: SelectionState,
    /// The place of the current row among those on the page.
    place: StoredValue<usize>,
    /// What has the focus, while something in a row has.
    control: StoredValue<Option<RowControl>>,
}

/// Starts it, under the current owner.
pub fn start(state: SelectionState) {
    let rows = RowFocus {
        state,
        place: StoredValue::new(0),
        control: StoredValue::new(None),
    };
    let list = state.list;
    // One listener for all rows.
    Effect::new(move || {
        if let Some(table) = list.table.get() {
            if let Some(row) = focused(&table).and_then(|focused| rows.row_of(&focused)) {
                rows.has_come(row);
            }
            let listeners = (
                table.clone().on(ev::focusin, move |event| {
                    if let Some(row) = target(&event).and_then(|target| rows.row_of(&target)) {
                        rows.has_come(row);
                    }
                }),
                table.clone().on(ev::focusout, move |event| rows.has_left(&event)),
                table.on(ev::keydown, move |event| rows.press(&event)),
            );
            // They listen until they are dropped.
            on_cleanup(move || drop(listeners));
        }
    });
    Effect::new(move || {
        let pks: Vec<u64> = list.tokens().iter().map(|token| token.pk).collect();
        rows.follow(&pks);
    });
    on_bare_page(move |event| {
        if let Some(control) = rows.control.get_value() {
            // The row went away under the focus, and the next one is not drawn yet: keys come faster than that.
            rows.act(event, list.current.get_untracked(), control);
            return;
        }
        let leads_to_rows = matches!(key_of(event).as_str(), "j" | "k");
        if leads_to_rows && !event.default_prevented() && !is_command(event) && !list.is_open_untracked() {
            rows.focus(RowControl::Link);
        }
    });
}

impl RowFocus {
    /// The token of a row, and what in the row this is.
    fn row_of(self, element: &Element) -> Option<(u64, RowControl)> {
        let control = RowControl::of(element)?;
        let row = element.closest("[data-token]:not([hidden])").ok()??;
        Some((row.get_attribute("data-token")?.parse().ok()?, control))
    }

    fn has_come(self, (pk, control): (u64, RowControl)) {
        self.control.set_value(Some(control));
        self.make_current(pk);
    }

    fn has_left(self, event: &FocusEvent) {
        // Where the row went away under the focus, the focus is brought back.
        if target(event).and_then(|target| self.row_of(&target)).is_none() {
            return;
        }
        if event.related_target().is_some() {
            self.control.set_value(None);
            return;
        }
        // A row that is moved on the page loses the focus, too, and has it back a frame later. Keys may come before that.
        let is_still_elsewhere = move || {
            let table = self.state.list.table.try_get_untracked().flatten();
            let focused = table.and_then(|table| focused(&table));
            if focused.and_then(|focused| self.row_of(&focused)).is_none() {
                self.control.try_update_value(|control| *control = None);
            }
        };
        request_animation_frame(move || request_animation_frame(is_still_elsewhere));
    }

    fn make_current(self, pk: u64) {
        let tokens = untrack(|| self.state.list.tokens());
        if let Some(place) = tokens.iter().position(|token| token.pk == pk) {
            self.place.set_value(place);
        }
        set_if_changed(self.state.list.current, pk);
    }

    /// Other rows are on the page.
    fn follow(self, pks: &[u64]) {
        let current = self.state.list.current;
        let has_focus = self.control.with_value(Option::is_some);
        let place = pks.iter().position(|pk| *pk == current.get_untracked());
        // Where its token is gone, the focus stays at its place.
        let kept = if has_focus { self.place.get_value() } else { 0 };
        let place = place.unwrap_or(kept.min(pks.len().saturating_sub(1)));
        self.place.set_value(place);
        if let Some(pk) = pks.get(place) {
            set_if_changed(current, *pk);
        }
        if has_focus {
            // They are drawn by then.
            request_animation_frame(move || self.keep_focus());
        }
    }

    /// The element that had the focus shows another token by now, or none.
    fn keep_focus(self) {
        let frame = self.state.list.frame.try_get_untracked().flatten();
        let (Some(frame), Some(control)) = (frame, self.control.try_get_value().flatten()) else {
            return;
        };
        let focused = focused(&frame).filter(|focused| {
            let is_hidden = || matches!(focused.closest("[hidden]"), Ok(Some(_)));
            focused.tag_name() != "BODY" && !is_hidden()
        });
        match focused {
            Some(focused) => match self.row_of(&focused) {
                // The current one is elsewhere on the page: keys have led there meanwhile.
                Some((pk, _)) if pk != self.state.list.current.get_untracked() && self.focus(control) => {}
                Some(row) => self.has_come(row),
                None => self.control.set_value(None),
            },
            None if self.focus(control) => {}
            None => self.state.list.focus_table(),
        }
    }

    /// What stands in the current row, if it is on the page.
    fn find(self, control: RowControl) -> Option<HtmlElement> {
        let pk = self.state.list.current.try_get_untracked()?;
        let frame = self.state.list.frame.try_get_untracked().flatten()?;
        let row = frame.query_selector(&format!("[data-token='{pk}']:not([hidden])"));
        let found = row.ok()??.query_selector(control.selector()).ok()??;
        found.dyn_into().ok()
    }

    /// Puts the focus into the current row, if it is on the page: there, or else on its link.
    fn focus(self, control: RowControl) -> bool {
        let found = self.find(control).or_else(|| self.find(RowControl::Link));
        found.is_some_and(|found| found.focus().is_ok())
    }

    fn press(self, event: &KeyboardEvent) {
        let Some(target) = target(event) else { return };
        // A row that went away keeps the focus until the page is drawn anew: keys come faster than that.
        let in_gone_row = || {
            let control = RowControl::of(&target)?;
            let is_gone = matches!(target.closest("[data-token][hidden]"), Ok(Some(_)));
            is_gone.then(|| (self.state.list.current.get_untracked(), control))
        };
        if let Some((pk, control)) = self.row_of(&target).or_else(in_gone_row) {
            self.act(event, pk, control);
        }
    }

    /// What a key does in the row of a token.
    fn act(self, event: &KeyboardEvent, pk: u64, control: RowControl) {
        if event.default_prevented() || is_command(event) {
            return;
        }
        let shift = event.shift_key();
        let list = self.state.list;
        match key_of(event).to_lowercase().as_str() {
            "arrowdown" | "j" => self.step(1, control, shift),
            "arrowup" | "k" => self.step(-1, control, shift),
            "home" => self.go(self.ends().0, control),
            "end" => self.go(self.ends().1, control),
            "x" => self.turn(pk, shift),
            // A box is turned and a button pressed by the browser itself.
            " " if control == RowControl::Link => self.turn(pk, shift),
            "enter" if control == RowControl::Tick => list.open_token(pk),
            "delete" | "#" => self.delete(pk),
            _ => {
                let Some(steps) = step_along(event) else { return };
                // Not every row has all of them.
                let mut beside = std::iter::successors(control.beside(steps), |control| control.beside(steps));
                if !beside.any(|beside| self.find(beside).is_some_and(|found| found.focus().is_ok())) {
                    return;
                }
            }
        }
        event.prevent_default();
    }

    /// To the row so many further down; `select`: and selects all from the row that was ticked last, or from this one.
    fn step(self, steps: isize, control: RowControl, select: bool) {
        let list = self.state.list;
        // Keys are pressed faster than rows are drawn.
        let from = list.current.get_untracked();
        let to = untrack(|| list.neighbour(from, steps));
        if let (true, Some(to)) = (select, to) {
            if let Some(token) = self.token(from).filter(|_| !self.is_selected(from)) {
                list.selection.set(&[token], true);
            }
            self.state.extend(to);
        }
        self.go(to, control);
    }

    /// The first row and the last one.
    fn ends(self) -> (Option<u64>, Option<u64>) {
        untrack(|| {
            let list = self.state.list;
            if list.is_endless() {
                let pks = self.state.catalog.matching_pks_untracked();
                return (pks.first().copied(), pks.last().copied());
            }
            let tokens = list.tokens();
            let pk = |token: &Rc<Token>| token.pk;
            (tokens.first().map(pk), tokens.last().map(pk))
        })
    }

    fn go(self, to: Option<u64>, control: RowControl) {
        let Some(pk) = to else { return };
        self.make_current(pk);
        if untrack(|| self.state.list.is_endless()) {
            self.state.catalog.show_row(pk);
        }
        if !self.focus(control) {
            // It is drawn by then.
            request_animation_frame(move || {
                self.focus(control);
            });
        }
    }

    fn turn(self, pk: u64, shift: bool) {
        if let Some(token) = self.token(pk) {
            self.state.list.select(&token, !self.is_selected(pk), shift);
        }
    }

    fn delete(self, pk: u64) {
        match (self.state.reason.get_untracked(), self.token(pk)) {
            (Some(reason), _) => announcer::say(&reason),
            (None, Some(token)) => {
                let kind = untrack(|| self.state.list.kind());
                self.state.list.ask_to_delete(vec![Target::of(kind, &token)]);
            }
            (None, None) => {}
        }
    }

    fn is_selected(self, pk: u64) -> bool {
        untrack(|| self.state.list.selection.contains(pk))
    }

    fn token(self, pk: u64) -> Option<Rc<Token>> {
        let tokens = untrack(|| self.state.list.tokens());
        tokens.into_iter().find(|token| token.pk == pk)
    }
}

fn target(event: &ev::Event) -> Option<Element> {
    event.target()?.dyn_into().ok()
}
