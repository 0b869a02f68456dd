//! Makes a column as wide as the widest of what stands in it in sight.

use leptos::prelude::*;

use super::layout::{ColumnLayout, header, pixels};
use crate::screens::token_list::columns::Column;
use crate::tokens::column_layout::{NARROWEST, WIDEST};

/// While it is on, the browser makes each column as wide as what stands in it.
const MEASURED: &str = "tokens-measured";

/// Fits the column.
pub fn fit(layout: ColumnLayout, column: Column) {
    let measure = move || {
        layout.set_fitting(false);
        let Some(table) = layout.list.table.try_get_untracked().flatten() else {
            return;
        };
        // A good name.
        let _ = table.class_list().add_1(MEASURED);
        let width = header(&table, column).map(|header| header.get_bounding_client_rect().width().ceil());
        let _ = table.class_list().remove_1(MEASURED);
        if let Some(width) = width {
            layout.set_width(column, pixels(width).clamp(NARROWEST, WIDEST));
        }
    };
    // What was done with the edge before is on screen by then.
    request_animation_frame(move || {
        if column == Column::Scopes {
            // As many as there is room for are in the cells, so there is room for all until they are measured.
            layout.set_fitting(true);
            request_animation_frame(measure);
        } else {
            measure();
        }
    });
}
