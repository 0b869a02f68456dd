//! The pictures. Each stands beside words or has a name of its own, so all are hidden from screen readers.

use leptos::prelude::*;

/// A picture on a 16 × 16 grid, drawn in strokes of the text's colour.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Icon {
    Search,
    Refresh,
    Columns,
    Check,
    Cross,
    Copy,
    External,
    ChevronDown,
    ChevronUp,
    First,
    Previous,
    Next,
    Last,
    Ascending,
    Descending,
    Unsorted,
    Info,
    Warning,
    Alert,
    Lock,
    Offline,
    User,
    Provider,
    Key,
    Clock,
    Theme,
    Empty,
    Stack,
    Chart,
    Download,
}

impl Icon {
    /// What is drawn, in the terms of SVG.
    pub fn path(self) -> &'static str {
        match self {
            Self::Search => "M7 12A5 5 0 1 0 7 2a5 5 0 0 0 0 10ZM10.7 10.7 14 14",
            Self::Refresh => "M13.5 8a5.5 5.5 0 1 1-1.7-4M13.5 1.8V4.5h-2.7",
            Self::Columns => "M2.5 3h11v10h-11zM6.2 3v10M9.8 3v10",
            Self::Check => "m3 8.5 3.2 3.2L13 4.8",
            Self::Cross => "m4 4 8 8M12 4l-8 8",
            Self::Copy => "M6 6h7.5v7.5H6zM10 6V2.5H2.5V10H6",
            Self::External => "M9.5 2.5h4v4M13.5 2.5 7.5 8.5M11.5 9.5v4h-9v-9h4",
            Self::ChevronDown => "m4 6.5 4 4 4-4",
            Self::ChevronUp => "m4 9.5 4-4 4 4",
            Self::First => "M12.5 3.5 8 8l4.5 4.5M8 3.5 3.5 8 8 12.5",
            Self::Previous => "M10 3.5 5.5 8l4.5 4.5",
            Self::Next => "M6 3.5 10.5 8 6 12.5",
            Self::Last => "M3.5 3.5 8 8l-4.5 4.5M8 3.5 12.5 8 8 12.5",
            Self::Ascending => "M8 13V3M4 7l4-4 4 4",
            Self::Descending => "M8 3v10M4 9l4 4 4-4",
            Self::Stack => "m8 2 6 3-6 3-6-3zM2 8l6 3 6-3M2 11l6 3 6-3",
            Self::Chart => "M2.5 13.5h11M4 11V8M7 11V4M10 11V6M13 11V9",
            Self::Download => "M8 2.5v8M4.5 7.5 8 11l3.5-3.5M2.5 13.5h11",
            Self::Unsorted => "m5 6 3-3 3 3M5 10l3 3 3-3",
            Self::Info => "M8 14.5a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM8 7.2v4M8 4.8v.1",
            Self::Warning => "M8 2 1.5 13.5h13zM8 6.5v3.2M8 11.6v.1",
            Self::Alert => "M5.3 1.5h5.4l3.8 3.8v5.4l-3.8 3.8H5.3l-3.8-3.8V5.3zM8 4.8v3.8M8 11v.1",
            Self::Lock => "M3.5 7.5h9v6h-9zM5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5",
            Self::Offline => {
                "M2 2l12 12M4.5 8.6A5 5 0 0 1 7 7.3M9.6 7.5a5 5 0 0 1 1.9 1.1M2 6a8.6 8.6 0 0 1 2.6-1.7M7.5 3.5A8.6 8.6 0 0 1 14 6M8 12.2v.1"
            }
            Self::User => "M8 8a2.8 2.8 0 1 0 0-5.6A2.8 2.8 0 0 0 8 8ZM2.8 13.8a5.2 5.2 0 0 1 10.4 0",
            Self::Provider => {
                "M2.5 2.5h4.3v4.3H2.5zM9.2 2.5h4.3v4.3H9.2zM2.5 9.2h4.3v4.3H2.5zM11.3 9.2v4.3M9.2 11.3h4.3"
            }
            Self::Key => "M5.2 13.3a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4ZM7.2 8.7 13.5 2.5M11 5l2 2",
            Self::Clock => "M8 14a6 6 0 1 0 0-12 6 6 0 0 0 0 12ZM8 4.8V8l2.2 1.6",
            Self::Theme => "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 2v12M8 5h3.200M8 8h5M8 11h4",
            Self::Empty => "M2 9.500 4.200 3h7.600L14 9.500v3.500H2zM2 9.500h3.500l1 1.800h3l1-1.800H14",
        }
    }
}

/// A bin. Only what is fetched after the first view draws it, so it is none of the icons.
pub const BIN: &str = "M2.5 4h11M6 4V2.500h4V4M4 4l.7 9.500h6.600L12 4M6.600 6.800v4M9.400 6.800v4";

/// A pencil. Like the bin, only lazy modules draw it.
pub const PENCIL: &str = "M2.500 13.500 3.300 10.500 10.800 3 13 5.200 5.500 12.700zM9.300 4.500l2.200 2.200";

/// A bookmark. Like the bin, only lazy modules draw it.
pub const BOOKMARK: &str = "M4 2.500h8v11L8 10.500 4 13.500z";

/// More. Like the bin, only lazy modules draw it.
pub const DOTS: &str = "M3 8a.500.500 0 1 0 1 0a.500.500 0 1 0-1 0M7.500 8a.500.500 0 1 0 1 0a.500.500 0 1 0-1 0M12 8a.500.500 0 1 0 1 0a.500.500 0 1 0-1 0";

/// A filter: lines that get shorter. Like the bin, only lazy modules draw it.
pub const FUNNEL: &str = "M2 4h12M4.500 8h7M7 12h2";

/// Something to drag by: six dots. Like the bin, only lazy modules draw it.
pub const GRIP: &str = "M6 4h.010M10 4h.010M6 8h.010M10 8h.010M6 12h.010M10 12h.010";

/// A path on the grid of the icons.
pub fn drawn(path: &'static str) -> AnyView {
    view! {
        <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
            <path d=path/>
        </svg>
    }
    .into_any()
}

/// Draws an icon.
#[component]
pub fn Picture(
    /// Which.
    icon: Icon,
) -> impl IntoView {
    drawn(icon.path())
}
