//! What the person prefers, and searched for lately, remembered by the browser. Never a secret: a view is what one filters by.
//!
//! Each preference is a plain string under a key of its own, no JSON: `public/boot.js` reads the theme and the page size
//! before the wasm is there, and the first view needs no more code for it.

use crate::model::kind::Kind;
use crate::platform::host::storage;
use crate::tokens::auto_refresh::RefreshInterval;
use crate::tokens::query::{Address, PageSize};
use leptos::prelude::*;

/// How light or dark the console looks.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
    #[default]
    Auto,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// Every theme, in the order of the chooser.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// The word under which it is remembered.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }
}

/// The preferences, as signals that remember what they are set to.
#[derive(Clone, Copy)]
pub struct Settings {
    theme: RwSignal<Theme>,
    columns: RwSignal<Vec<String>>,
}

/// The columns, by their IDs, until somebody chooses others.
const USUAL_COLUMNS: &str = "token,user,provider,scopes,status,findings,expires,issued";

impl Settings {
    /// What the browser remembers.
    pub fn remembered() -> Self {
        let theme = recall("theme");
        let theme = Theme::ALL
            .into_iter()
            .find(|choice| Some(choice.as_str()) == theme.as_deref());
        Self {
            theme: RwSignal::new(theme.unwrap_or(Theme::Auto)),
            columns: RwSignal::new(listed(&recall("columns").unwrap_or_else(|| USUAL_COLUMNS.to_owned()))),
        }
    }

    /// The chosen theme, tracked.
    pub fn theme(&self) -> Theme {
        self.theme.get()
    }

    /// Chooses a theme.
    pub fn set_theme(&self, theme: Theme) {
        self.theme.set(theme);
        remember("theme", theme.as_str());
    }

    /// The columns by their IDs, in order, with a minus before those that are hidden; tracked.
    pub fn columns(&self) -> Vec<String> {
        self.columns.get()
    }

    /// Chooses the columns; those that are usual are not remembered.
    pub fn set_columns(&self, columns: Option<Vec<String>>) {
        match &columns {
            Some(columns) => remember("columns", &columns.join(",")),
            None => forget("columns"),
        }
        self.show_columns(columns);
    }

    /// Shows these columns, or the usual ones, and remembers nothing.
    pub fn show_columns(&self, columns: Option<Vec<String>>) {
        self.columns.set(columns.unwrap_or_else(|| listed(USUAL_COLUMNS)));
    }

    /// Reads what earlier versions remembered, the hidden columns alone, and forgets it.
    pub fn take_hidden_columns(&self) -> Option<Vec<String>> {
        let hidden = recall("hidden_columns")?;
        forget("hidden_columns");
        Some(listed(&hidden))
    }
}

fn listed(ids: &str) -> Vec<String> {
    ids.split(',').map(Into::into).collect()
}

/// The widths of columns that were chosen: "user:240px,status:120px".
pub fn column_widths() -> String {
    recall("column_widths").unwrap_or_default()
}

/// What the table was last told because of them, for the next first view.
pub fn told_widths() -> String {
    recall("told_widths").unwrap_or_default()
}

/// Remembers the widths of columns, and what the table was told.
pub fn remember_column_widths(chosen: &str, told: &str) {
    remember_or_forget("column_widths", chosen);
    remember_or_forget("told_widths", told);
}

/// The remembered density of the table; empty where it is as usual.
pub fn density() -> String {
    recall("density").unwrap_or_default()
}

/// Remembers the density of the table.
pub fn remember_density(density: &str) {
    remember_or_forget("density", density);
}

/// The remembered number of rows per page, for an address that names none.
pub fn remembered_page_size() -> Option<PageSize> {
    PageSize::new(recall("page_size")?.parse().ok()?)
}

/// The list of a kind, with as many rows per page as this person likes.
pub fn usual_list(kind: Kind) -> Address {
    let mut address = Address {
        kind,
        ..Address::default()
    };
    address.query.page_size = remembered_page_size().unwrap_or_default();
    address
}

/// Remembers the number of rows per page.
pub fn remember_page_size(size: PageSize) {
    remember("page_size", &size.get().to_string());
}

/// The remembered width of the drawer, in pixels of the page.
pub fn drawer_width() -> Option<i32> {
    recall("drawer_width")?.parse().ok()
}

/// Remembers the width of the drawer.
pub fn remember_drawer_width(width: i32) {
    remember("drawer_width", &width.to_string());
}

/// Whether an export as CSV says at its top what it holds.
pub fn remembered_about_lines() -> bool {
    recall("export_about_lines").as_deref() == Some("yes")
}

/// Remembers whether it does.
pub fn remember_about_lines(wanted: bool) {
    remember("export_about_lines", if wanted { "yes" } else { "no" });
}

/// The views of this person's own, as `tokens::views` writes them; `None` where nothing can be stored.
pub fn remembered_views() -> Option<String> {
    let kept = storage()?.get_item(&key("views")).ok()?;
    Some(kept.unwrap_or_default())
}

/// Remembers them; says whether that was possible.
pub fn remember_views(views: &str) -> bool {
    storage().is_some_and(|storage| storage.set_item(&key("views"), views).is_ok())
}

/// How often the rows are refreshed by themselves, if they are.
pub fn remembered_interval() -> Option<RefreshInterval> {
    RefreshInterval::of_seconds(&recall("auto_refresh")?)
}

/// Remembers how often.
pub fn remember_interval(interval: Option<RefreshInterval>) {
    let seconds = interval.map_or_else(|| "off".to_owned(), |interval| interval.seconds().to_string());
    remember("auto_refresh", &seconds);
}

/// The remembered searches, as [`RecentSearches`](crate::tokens::recent_searches::RecentSearches) writes them. `None` where
/// there are none, or nothing may be stored.
pub fn remembered_searches() -> Option<String> {
    recall("recent_searches")
}

/// Remembers these searches.
pub fn remember_searches(written: &str) {
    remember("recent_searches", written);
}

// A browser may refuse to store anything, and so may a host; then preferences last as long as the page.

fn recall(name: &str) -> Option<String> {
    storage()?.get_item(&key(name)).ok()?
}

fn remember(name: &str, value: &str) {
    if let Some(storage) = storage() {
        // Storage is full or switched off: the user can do nothing about it here, and only a preference is lost.
        let _ = storage.set_item(&key(name), value);
    }
}

fn remember_or_forget(name: &str, value: &str) {
    if value.is_empty() {
        forget(name);
    } else {
        remember(name, value);
    }
}

fn forget(name: &str) {
    if let Some(storage) = storage() {
        // As above.
        let _ = storage.remove_item(&key(name));
    }
}

fn key(name: &str) -> String {
    format!("tokenscope.{name}")
}
