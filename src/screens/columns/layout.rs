//! What was chosen for the columns, and how the table is told.

use leptos::prelude::*;
use web_sys::{Element, Event};

use crate::platform::resize::on_resize;
use crate::platform::signals::set_if_changed;
use crate::screens::token_list::columns::Column;
use crate::screens::token_list::dress::{dress, fit_frame};
use crate::screens::token_list::list::List;
use crate::screens::token_list::measured_room;
use crate::state::app::app;
use crate::state::settings::{self, Settings};
use crate::tokens::column_layout::{ColumnPlace, ColumnWidths, arranged, read_widths, words, write_widths};

/// The word for dense rows.
const COMPACT: &str = "compact";

/// What was chosen. Cheap to copy; found in the context.
#[derive(Clone, Copy)]
pub struct ColumnLayout {
    pub list: List,
    settings: Settings,
    /// Every column, in its place.
    pub places: Memo<Vec<ColumnPlace>>,
    /// The columns on screen.
    pub shown: Memo<Vec<Column>>,
    /// The widths that were chosen.
    widths: RwSignal<ColumnWidths>,
    /// All widths while one is dragged: the others are not to give way before it is where it should be.
    held: RwSignal<ColumnWidths>,
    /// The widths that were chosen before that.
    before: StoredValue<ColumnWidths>,
    pub is_compact: RwSignal<bool>,
    /// How wide each is on screen.
    seen: RwSignal<ColumnWidths>,
    /// The column whose edge Tab leads to; the last where it is not on screen.
    pub current: RwSignal<Option<Column>>,
    /// Whether the table is drawn only to be measured: the scopes keep the room that they have for that.
    is_fitting: StoredValue<bool>,
    /// The widths that the browser remembers, and what it remembers of what the table was told.
    remembered: StoredValue<(String, String)>,
}

/// The columns until somebody arranges them.
pub fn usual() -> Vec<ColumnPlace> {
    let place = |column: Column| ColumnPlace {
        id: column.id(),
        is_shown: !column.is_extra(),
    };
    Column::ALL.into_iter().map(place).collect()
}

/// How wide an extra column is until somebody changes that.
fn usual_width(column: Column) -> Option<i32> {
    match column {
        Column::Email | Column::Issuer | Column::Jti => Some(184),
        Column::UserType | Column::Application | Column::ClientId => Some(144),
        _ => None,
    }
}

/// How narrow a column gets before the table scrolls, where nobody chose its width; the style sheet has those of most.
fn least_width(column: Column) -> i32 {
    match column {
        Column::Token => 96,
        Column::User => 216,
        Column::Provider | Column::Scopes => 152,
        Column::Status => 148,
        Column::Findings => 100,
        _ => 128,
    }
}

/// The part of the table, in hundredths, that a column takes where there is room.
fn share(column: Column) -> i32 {
    match column {
        Column::User => 21,
        Column::Provider => 15,
        _ => 0,
    }
}

/// Room for all scopes of a token.
const ALL_SCOPES: u64 = 400;

/// The boxes at the start, and the menus at the end.
const AROUND: i32 = 88;

impl ColumnLayout {
    /// What is remembered.
    pub fn new(list: List) -> Self {
        let settings = app().settings;
        if let Some(hidden) = settings.take_hidden_columns() {
            let mut places = usual();
            for place in &mut places {
                place.is_shown &= !hidden.iter().any(|id| id == place.id);
            }
            settings.set_columns(Some(words(&places)));
        }
        Self {
            list,
            settings,
            places: Memo::new(move |_| arranged(settings.columns().iter().map(String::as_str), &usual())),
            shown: Memo::new(move |_| list.columns()),
            widths: RwSignal::new(read_widths(&settings::column_widths(), &usual())),
            held: RwSignal::new(ColumnWidths::new()),
            before: StoredValue::new(ColumnWidths::new()),
            is_compact: RwSignal::new(settings::density() == COMPACT),
            seen: RwSignal::new(ColumnWidths::new()),
            current: RwSignal::new(None),
            is_fitting: StoredValue::new(false),
            remembered: StoredValue::new((settings::column_widths(), settings::told_widths())),
        }
    }

    /// Keeps the table as it was chosen, from here on.
    pub fn follow(self) {
        // The first view takes what is remembered as it is; from here on it makes sense.
        let places = self.places.get_untracked();
        if words(&places) != self.settings.columns() {
            self.settings.show_columns(self.unless_usual(&places));
        }
        Effect::new(move || {
            self.shown.track();
            self.widths.track();
            self.held.track();
            self.is_compact.track();
            self.list.table.track();
            // The headers are drawn by then, and nothing is painted yet.
            request_animation_frame(move || self.dress());
        });
        on_resize(self.list.table, move |_| self.measure());
        on_resize(self.list.frame, move |_| self.dress());
    }

    fn dress(self) {
        let Some(table) = self.list.table.try_get_untracked().flatten() else {
            return;
        };
        let Some(told) = self.told(&table) else { return };
        let density = if self.is_compact.get_untracked() { COMPACT } else { "" };
        dress(&table, &told, density);
        if self.held.with_untracked(Vec::is_empty) {
            self.remember(&told);
        }
        self.measure();
    }

    /// Only what has changed, since another window may have remembered something else meanwhile.
    fn remember(self, told: &str) {
        let is_set = |word: &&str| !word.ends_with(':');
        let told: Vec<&str> = told.split(',').filter(is_set).collect();
        let now = (write_widths(&self.widths.get_untracked()), told.join(","));
        if self.remembered.with_value(|remembered| *remembered != now) {
            settings::remember_column_widths(&now.0, &now.1);
            self.remembered.set_value(now);
        }
    }

    /// The widths of everything, as the table is told; nothing for those that are as the style sheet says.
    fn told(self, table: &Element) -> Option<String> {
        let mut columns = self.shown.try_get_untracked()?;
        // There are some that the style sheet leaves out where there is no room for them.
        columns.retain(|column| {
            header(table, *column).is_none_or(|header| header.get_bounding_client_rect().width() > 0.0)
        });
        let is_held = !self.held.with_untracked(Vec::is_empty);
        let is_arranged =
            is_held || !self.widths.with_untracked(Vec::is_empty) || columns.iter().any(|column| column.is_extra());
        if !is_arranged {
            let all = Column::ALL.into_iter().map(|column| [column.id(), ":"].concat());
            return Some(all.chain(["tools:,table:".to_owned()]).collect::<Vec<_>>().join(","));
        }
        let set = |column: Column| self.chosen(column).or(usual_width(column));
        let least: i32 = columns
            .iter()
            .map(|column| set(*column).unwrap_or_else(|| least_width(*column)))
            .sum::<i32>()
            + AROUND;
        // What is left is shared by those that take a part of the table.
        let frame = table.parent_element().map_or(0, |frame| frame.client_width());
        let sharing = columns.iter().filter(|column| set(**column).is_none());
        let shares: i32 = sharing.map(|column| share(*column)).sum();
        let shared = |column: Column| {
            let most = frame * share(column) / 100 - least_width(column);
            let part = (frame - least) * share(column) / shares.max(1);
            (share(column) > 0).then(|| least_width(column) + part.min(most).max(0))
        };
        let mut told = Vec::new();
        for column in Column::ALL {
            let width = columns
                .contains(&column)
                .then(|| set(column).or_else(|| shared(column)));
            let width = width.flatten().map_or_else(String::new, |width| format!("{width}px"));
            told.push([column.id(), ":", &width].concat());
        }
        // The scopes take the rest, and where they do not, the end of the row does.
        let takes_rest = columns.contains(&Column::Scopes) && set(Column::Scopes).is_none();
        told.push(["tools:", if takes_rest { "" } else { "auto" }].concat());
        told.push(format!("table:{least}px"));
        Some(told.join(","))
    }

    /// The width that was chosen for a column.
    fn chosen(self, column: Column) -> Option<i32> {
        let of = |widths: &ColumnWidths| {
            widths
                .iter()
                .find(|(id, _)| *id == column.id())
                .map(|(_, width)| *width)
        };
        self.held.with_untracked(of).or_else(|| self.widths.with_untracked(of))
    }

    /// Sees how wide everything is.
    fn measure(self) {
        let Some(table) = self.list.table.try_get_untracked().flatten() else {
            return;
        };
        if self.is_fitting.get_value() {
            return;
        }
        if self.held.with_untracked(Vec::is_empty) {
            fit_frame(&table);
        }
        if let Some(room) = measured_room(&table) {
            set_if_changed(self.list.scope_room, room);
        }
        let seen = self.shown.get_untracked().into_iter().filter_map(|column| {
            let header = header(&table, column)?;
            Some((column.id(), pixels(header.get_bounding_client_rect().width())))
        });
        set_if_changed(self.seen, seen.collect());
    }

    /// How wide a column is on screen, tracked.
    pub fn width(self, column: Column) -> i32 {
        self.seen.with(|seen| {
            let found = seen.iter().find(|(id, _)| *id == column.id());
            found.map_or(0, |(_, width)| *width)
        })
    }

    /// Gives the scopes room for all of them until they are measured, or no longer.
    pub fn set_fitting(self, is_fitting: bool) {
        self.is_fitting.try_set_value(is_fitting);
        if is_fitting {
            self.list.scope_room.try_set(ALL_SCOPES);
        }
    }

    /// A column is about to be dragged. Where what takes the rest stands before it, all stay as wide as they are.
    pub fn hold(self, column: Column) {
        self.before.set_value(self.widths.get_untracked());
        let columns = self.shown.get_untracked();
        let at = |column: Column| columns.iter().position(|other| *other == column);
        let gives_way = self.chosen(Column::Scopes).is_none() && at(Column::Scopes) > at(column);
        if !gives_way {
            self.held.set(self.seen.get_untracked());
        }
        self.mark_dragged(true);
    }

    /// Makes a column so wide.
    pub fn set_width(self, column: Column, width: i32) {
        let set = |widths: &mut ColumnWidths| {
            widths.retain(|(id, _)| *id != column.id());
            widths.push((column.id(), width));
        };
        if self.held.with_untracked(Vec::is_empty) {
            self.widths.update(set);
        } else {
            self.held.update(set);
        }
        // What is told of it follows at once; the table with the next frame.
        self.seen.update(set);
    }

    /// It is as wide as it shall be.
    pub fn let_go(self, column: Column) {
        self.mark_dragged(false);
        let width = self.chosen(column);
        if let (Some(width), false) = (width, self.held.with_untracked(Vec::is_empty)) {
            self.held.set(ColumnWidths::new());
            self.set_width(column, width);
        }
    }

    /// It stays as wide as it was.
    pub fn give_up(self) {
        self.mark_dragged(false);
        self.held.set(ColumnWidths::new());
        self.widths.set(self.before.get_value());
    }

    fn mark_dragged(self, is_dragged: bool) {
        if let Some(frame) = self.list.frame.get_untracked() {
            // A good name.
            let _ = frame.class_list().toggle_with_force("table-frame-dragged", is_dragged);
        }
    }

    /// Shows or hides a column.
    pub fn show(self, column: Column, is_shown: bool) {
        let mut places = self.places.get_untracked();
        if let Some(place) = places.iter_mut().find(|place| place.id == column.id()) {
            place.is_shown = is_shown;
        }
        self.arrange(&places);
    }

    /// Puts the columns into their places.
    pub fn arrange(self, places: &[ColumnPlace]) {
        self.settings.set_columns(self.unless_usual(places));
    }

    fn unless_usual(self, places: &[ColumnPlace]) -> Option<Vec<String>> {
        (places != usual()).then(|| words(places))
    }

    /// Makes rows dense, or as usual.
    pub fn set_compact(self, is_compact: bool) {
        let frame = self.list.frame.get_untracked();
        let before = frame.as_ref().and_then(|frame| row_height(frame));
        self.is_compact.set(is_compact);
        settings::remember_density(if is_compact { COMPACT } else { "" });
        self.dress();
        // The same rows stay in sight, and those that there is more room for are drawn.
        if let Some(frame) = frame {
            if let (Some(before), Some(now)) = (before, row_height(&frame)) {
                let top = f64::from(frame.scroll_top()) * now / before;
                frame.set_scroll_top(pixels(top));
            }
            if let Ok(event) = Event::new("scroll") {
                // It is not one that can be cancelled.
                let _ = frame.dispatch_event(&event);
            }
        }
    }

    /// All as it was before anybody chose anything.
    pub fn reset(self) {
        self.settings.set_columns(None);
        self.widths.set(ColumnWidths::new());
        self.set_compact(false);
    }
}

/// The header of a column.
pub fn header(table: &Element, column: Column) -> Option<Element> {
    let selector = ["thead .", column.class()].concat();
    table.query_selector(&selector).ok().flatten()
}

fn row_height(frame: &Element) -> Option<f64> {
    let row = frame.query_selector(".row:not([hidden])").ok().flatten()?;
    Some(f64::from(row.client_height())).filter(|height| *height > 0.0)
}

/// A length in whole pixels.
pub fn pixels(length: f64) -> i32 {
    #[expect(clippy::cast_possible_truncation, reason = "pixels")]
    let pixels = length.round() as i32;
    pixels
}
