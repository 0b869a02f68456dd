//! What can be taken from the tokens in one piece: a file, a picture of when they expire, and a comparison with an earlier
//! file. A part of its own beside the catalog, so that neither gets too large.

mod chart;
mod compare;
mod comparison_view;
mod export;
mod export_rows;
mod segment;
mod timeline;
mod timeline_bar;
mod timeline_words;

use leptos::prelude::*;

use self::compare::CompareDialog;
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
        export: || view! { <ExportTools/> }.into_any(),
        timeline: || view! { <TimelineChart/> }.into_any(),
    }
}

/// The menu, and the dialog that it leads to.
#[component]
fn ExportTools() -> impl IntoView {
    let comparing = compare::Comparing::new();
    view! {
        <ExportMenu comparing/>
        <CompareDialog comparing/>
    }
}
