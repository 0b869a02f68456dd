//! Moves columns up and down in the menu: by dragging a line, or step by step.

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, PointerEvent};

use super::layout::ColumnLayout;
use crate::components::announcer;
use crate::components::focus::focus_quietly;
use crate::screens::token_list::columns::Column;
use crate::text::columns as words;
use crate::tokens::column_layout::moved;

/// What can have the focus in a line.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Control {
    Tick,
    Up,
    Down,
}

impl Control {
    pub fn class(self) -> &'static str {
        match self {
            Self::Tick => "column-tick",
            Self::Up => "column-up",
            Self::Down => "column-down",
        }
    }

    /// The one that a key was pressed on.
    pub fn of(event: &KeyboardEvent) -> Option<Self> {
        let target = event.target()?.dyn_into::<Element>().ok()?;
        let is = |control: &Self| target.class_list().contains(control.class());
        Some([Self::Up, Self::Down].into_iter().find(is).unwrap_or(Self::Tick))
    }
}

/// A line on its way.
#[derive(Clone, Copy, PartialEq)]
struct Pulled {
    from: usize,
    to: usize,
    /// Where the pointer took it, how far it is from there, and how high a line is.
    start: i32,
    by: i32,
    height: i32,
}

/// The line that is dragged, if one is. Cheap to copy.
#[derive(Clone, Copy)]
pub struct LineDrag {
    pub layout: ColumnLayout,
    lines: NodeRef<html::Ol>,
    pulled: RwSignal<Option<Pulled>>,
}

impl LineDrag {
    /// None is.
    pub fn new(layout: ColumnLayout, lines: NodeRef<html::Ol>) -> Self {
        Self {
            layout,
            lines,
            pulled: RwSignal::new(None),
        }
    }

    /// The pointer takes hold of a line.
    pub fn take(self, at: usize, event: &PointerEvent) {
        let grip = event.current_target().and_then(|grip| grip.dyn_into::<Element>().ok());
        let (Some(grip), Some(line), 0) = (grip, self.line(at), event.button()) else {
            return;
        };
        event.prevent_default();
        // A pointer that is gone already cannot be captured, and drags nothing.
        if grip.set_pointer_capture(event.pointer_id()).is_err() {
            return;
        }
        self.focus(at, Control::Tick);
        self.pulled.set(Some(Pulled {
            from: at,
            to: at,
            start: event.client_y(),
            by: 0,
            height: line.offset_height().max(1),
        }));
    }

    /// The pointer moves.
    pub fn pull(self, event: &PointerEvent) {
        let lines = self.on_screen();
        self.pulled.update(|pulled| {
            let Some(pulled) = pulled else { return };
            let Some(from) = lines.iter().position(|at| *at == pulled.from) else {
                return;
            };
            let Pulled { start, height, .. } = *pulled;
            let (up, down) = (count(from - 1) * height, count(lines.len() - 1 - from) * height);
            pulled.by = (event.client_y() - start).max(-up).min(down);
            // It changes places with a line that it covers by more than half.
            let steps = (pulled.by.abs() + height / 2) / height * pulled.by.signum();
            let to = from.checked_add_signed(steps.try_into().unwrap_or_default());
            pulled.to = to.and_then(|to| lines.get(to).copied()).unwrap_or(pulled.to);
        });
    }

    /// The pointer lets go.
    pub fn drop(self) {
        if let Some(pulled) = self.pulled.get_untracked() {
            self.pulled.set(None);
            self.move_column(pulled.from, pulled.to, Control::Tick);
        }
    }

    /// All stays as it was.
    pub fn give_up(self) {
        self.pulled.try_set(None);
    }

    pub fn is_dragged_untracked(self) -> bool {
        self.pulled.with_untracked(Option::is_some)
    }

    /// Whether it is this line, tracked.
    pub fn is_dragged(self, at: usize) -> bool {
        self.pulled.get().is_some_and(|pulled| pulled.from == at)
    }

    /// How far a line is from its place meanwhile, in pixels; tracked.
    pub fn shift(self, at: usize) -> i32 {
        let Some(Pulled {
            from, to, by, height, ..
        }) = self.pulled.get()
        else {
            return 0;
        };
        if at == from {
            by
        } else if from < at && at <= to {
            -height
        } else if to <= at && at < from {
            height
        } else {
            0
        }
    }

    /// The place so many steps further down, where there is one; tracked.
    pub fn target(self, at: usize, steps: isize) -> Option<usize> {
        let lines = self.on_screen();
        let here = lines.iter().position(|other| *other == at)?;
        lines.get(here.checked_add_signed(steps)?).copied().filter(|to| *to > 0)
    }

    /// Moves a column by so many steps.
    pub fn step(self, at: usize, steps: isize, control: Option<Control>) {
        if let (Some(to), true) = (untrack(|| self.target(at, steps)), at > 0) {
            self.move_column(at, to, control.unwrap_or(Control::Tick));
        }
    }

    fn move_column(self, from: usize, to: usize, control: Control) {
        if from != to {
            let places = moved(&self.layout.places.get_untracked(), from, to);
            let column = places.get(to).and_then(|place| Column::of(place.id));
            self.layout.arrange(&places);
            let lines = untrack(|| self.on_screen());
            let place = lines.iter().position(|at| *at == to).map_or(0, |at| at + 1);
            let label = column.map(Column::label).unwrap_or_default();
            announcer::say(&words::place(label, place, lines.len()));
        }
        // The lines say what they are by then.
        spawn_local(async move { self.focus(to, control) });
    }

    /// The places whose columns say anything of this kind of token, tracked.
    fn on_screen(self) -> Vec<usize> {
        let kind = self.layout.list.kind();
        self.layout.places.with(|places| {
            let is_there = |id: &str| Column::of(id).is_some_and(|column| column.is_for(kind));
            let places = places.iter().enumerate();
            places
                .filter(|(_, place)| is_there(place.id))
                .map(|(at, _)| at)
                .collect()
        })
    }

    fn line(self, at: usize) -> Option<HtmlElement> {
        let lines = self.lines.try_get_untracked().flatten()?;
        lines.children().item(at.try_into().ok()?)?.dyn_into().ok()
    }

    fn focus(self, at: usize, control: Control) {
        let selector = match control {
            Control::Tick => "input".to_owned(),
            other => [".", other.class()].concat(),
        };
        let found = self
            .line(at)
            .and_then(|line| line.query_selector(&selector).ok().flatten());
        if let Some(found) = found.and_then(|found| found.dyn_into::<HtmlElement>().ok()) {
            focus_quietly(&found);
            // Nearest, so that the menu scrolls no further than it takes.
            found.scroll_into_view_with_scroll_into_view_options(&nearest());
        }
    }
}

fn nearest() -> web_sys::ScrollIntoViewOptions {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    options
}

fn count(lines: usize) -> i32 {
    lines.try_into().unwrap_or(i32::MAX)
}
