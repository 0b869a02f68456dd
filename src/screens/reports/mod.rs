//! What can be taken from the tokens in one piece: a file, and a picture of when they expire. A part of its own beside
//! the catalog, so that neither gets too large.

mod chart;
mod export;
mod export_rows;
mod segment;
mod timeline;
mod timeline_bar;
mod timeline_words;

use leptos::prelude::*;

use self::export::ExportMenu;
use self::timeline::TimelineChart;
use crate::components::lazy::LazyView;

/// The views, for their places among the catalog's.
#[derive(Clone, Copy)]
pub struct Reports {
    /// Files.
    pub export: LazyView,
    /// When tokens expire.
    pub timeline: LazyView,
}

/// What makes them.
pub fn reports() -> Reports {
    Reports {
        export: || view! { <ExportMenu/> }.into_any(),
        timeline: || view! { <TimelineChart/> }.into_any(),
    }
}
