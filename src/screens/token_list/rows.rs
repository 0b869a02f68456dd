//! The rows of the table. They are made once and show one token after the other: recreating elements with each letter
//! that is typed would cost more than finding the tokens does. [`crate::state::row_slots`] says which row shows which
//! token.

use leptos::html;
use leptos::prelude::*;
use leptos::reactive::owner::Owner;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::columns::Column;
use super::list::List;
use super::row::{TokenRow, UnreadableRow};
use super::row_content::{RowContent, RowSignal};
use super::row_update::{follow_address, follow_current, follow_selection, follow_time, row_content};
use super::scopes::reinsert;
use crate::model::page::Row;
use crate::platform::clock::Clock;
use crate::platform::signals::set_if_changed;
use crate::state::app::app;
use crate::state::row_slots::RowSlots;
use crate::text;
use crate::tokens::list_answer::ListAnswer;

/// A row on the page.
#[derive(Clone, PartialEq)]
enum TableLine {
    Token(Slot),
    /// One that cannot be read, and its place.
    Unreadable(Option<u64>, String, u64),
}

/// The row of one token after the other. While it is not in use it stays on the page, out of sight.
#[derive(Clone, Copy, PartialEq)]
struct Slot {
    id: usize,
    /// How often the columns had changed when it was made: different columns need a different row.
    columns: usize,
    row: RowSignal,
    in_use: RwSignal<bool>,
    /// Its place among all rows of the table; 0 where that is not known.
    place: RwSignal<u64>,
}

impl TableLine {
    fn key(&self) -> (usize, usize, String) {
        match self {
            Self::Token(slot) => (slot.id, slot.columns, String::new()),
            Self::Unreadable(pk, problem, place) => {
                (usize::MAX, 0, format!("{}-{place}-{problem}", pk.unwrap_or_default()))
            }
        }
    }

    fn slot(&self) -> Option<Slot> {
        match self {
            Self::Token(slot) => Some(*slot),
            Self::Unreadable(..) => None,
        }
    }
}

/// The rows, kept true.
#[component]
pub fn Rows(
    /// The columns on screen. Other columns are other rows.
    columns: Memo<Vec<Column>>,
    /// Where the rows stand.
    body: NodeRef<html::Tbody>,
) -> impl IntoView {
    let list = expect_context::<List>();
    let clock = app().clock;
    let keeper = RowKeeper {
        list,
        clock,
        lines: RwSignal::new(Vec::new()),
        made: StoredValue::new(0),
        other_columns: StoredValue::new(0),
        body,
        owner: StoredValue::new(Owner::current()),
    };
    Effect::new(move |before: Option<Vec<Column>>| {
        let columns = columns.get();
        if before.is_some_and(|before| before != columns) {
            keeper.other_columns.update_value(|times| *times += 1);
        }
        let shown = list.shown();
        untrack(|| keeper.show(shown.as_ref().map(|shown| &*shown.answer)));
        columns
    });
    Effect::new(move || {
        list.location.look(|_| ());
        // Usually the tokens change along with the address, and those rows have their new links already. Waiting for the
        // next frame saves drawing the others twice.
        request_animation_frame(move || keeper.each(|row| follow_address(row, list)));
    });
    Effect::new(move || {
        list.selection.numbers.track();
        keeper.each(|row| follow_selection(row, list));
    });
    Effect::new(move || {
        list.current.track();
        keeper.each(|row| follow_current(row, list));
    });
    Effect::new(move || {
        let now = clock.ten_seconds.get();
        list.slots.findings.track();
        keeper.each(|row| follow_time(row, list, now));
    });
    let line = move |line: TableLine| match line {
        TableLine::Token(Slot { row, in_use, place, .. }) => {
            let columns = columns.get_untracked();
            view! { <TokenRow row in_use place columns/> }.into_any()
        }
        TableLine::Unreadable(pk, problem, place) => view! { <UnreadableRow pk problem place/> }.into_any(),
    };
    view! { <For each=move || keeper.lines.get() key=TableLine::key children=line/> }
}

/// Makes sure that there is a row for each token.
#[derive(Clone, Copy)]
struct RowKeeper {
    list: List,
    clock: Clock,
    lines: RwSignal<Vec<TableLine>>,
    /// How many slots were made.
    made: StoredValue<usize>,
    /// How often there were other columns.
    other_columns: StoredValue<usize>,
    body: NodeRef<html::Tbody>,
    /// What slots are made under, since they outlive the effect that makes them.
    owner: StoredValue<Option<Owner>>,
}

impl RowKeeper {
    fn each(self, act: impl Fn(RowSignal)) {
        let slots = |lines: &Vec<TableLine>| lines.iter().filter_map(TableLine::slot).collect::<Vec<_>>();
        for slot in self.lines.try_with_untracked(slots).unwrap_or_default() {
            if slot.in_use.get_untracked() {
                act(slot.row);
            }
        }
    }

    fn show(self, answer: Option<&ListAnswer>) {
        let wanted = answer.map(|answer| answer.rows.as_slice()).unwrap_or_default();
        let first = answer.and_then(ListAnswer::first_place);
        let mark = answer.and_then(|answer| answer.needle.clone());
        let now = self.clock.ten_seconds.get_untracked();
        let columns = self.other_columns.get_value();
        let mut slots = self.lines.with_untracked(|lines| {
            let slots = lines.iter().filter_map(TableLine::slot);
            RowSlots::new(slots.map(|slot| Slot { columns, ..slot }), wanted.len())
        });
        let focus = self.focus();
        if let Some((pk, _)) = focus
            && let Some(place) = wanted
                .iter()
                .position(|row| row.read().is_some_and(|token| token.pk == pk))
        {
            slots.keep(place, |slot| slot.shows_untracked(pk));
        }
        let mut lines = Vec::with_capacity(wanted.len());
        let mut changes = false;
        for (at, row) in wanted.iter().enumerate() {
            let place = first.map_or(0, |first| first + at as u64);
            lines.push(match row {
                Row::Unreadable { pk, problem } => {
                    TableLine::Unreadable(*pk, text::failure_report::problem(problem), place)
                }
                Row::Read(token) => {
                    let slot = slots.take(at);
                    let content = row_content(token, mark.clone(), self.list, now);
                    changes |= slot.is_some_and(|slot| slot.row.with_untracked(|before| *before != content));
                    let slot = self.fill(slot, content);
                    set_if_changed(slot.place, place);
                    TableLine::Token(slot)
                }
            });
        }
        for slot in slots.spare() {
            set_if_changed(slot.in_use, false);
            lines.push(TableLine::Token(slot));
        }
        if changes {
            // The rows draw themselves in tasks that were queued above, so this runs after them and before the next frame.
            spawn_local(async move {
                if let Some(body) = self.body.try_get_untracked().flatten() {
                    reinsert(&body);
                }
            });
        }
        if self.lines.with_untracked(|before| *before != lines) {
            self.lines.set(lines);
            // An element that is moved loses the focus.
            if let Some((_, focused)) = focus {
                request_animation_frame(move || {
                    if !focused.matches(":focus").unwrap_or(true) {
                        // What is not on the page any more cannot take it.
                        let _ = focused.focus();
                    }
                });
            }
        }
    }

    /// Has `slot` show this, or a new one where there is none.
    fn fill(self, slot: Option<Slot>, content: RowContent) -> Slot {
        if let Some(slot) = slot {
            set_if_changed(slot.row, content);
            set_if_changed(slot.in_use, true);
            return slot;
        }
        let id = self.made.get_value();
        self.made.set_value(id + 1);
        let make = || Slot {
            id,
            columns: self.other_columns.get_value(),
            row: RowSignal::new_local(content),
            in_use: RwSignal::new(true),
            place: RwSignal::new(0),
        };
        match self.owner.get_value() {
            Some(owner) => owner.with(make),
            None => make(),
        }
    }

    /// The token whose row has the focus, and what in it has.
    fn focus(self) -> Option<(u64, HtmlElement)> {
        let focused = self
            .body
            .get_untracked()?
            .query_selector("[data-token] :focus")
            .ok()??;
        let row = focused.closest("[data-token]").ok()??;
        Some((row.get_attribute("data-token")?.parse().ok()?, focused.dyn_into().ok()?))
    }
}

impl Slot {
    /// Whether it shows this token.
    fn shows_untracked(self, pk: u64) -> bool {
        self.in_use.get_untracked() && self.row.with_untracked(|content| content.token.pk == pk)
    }
}
