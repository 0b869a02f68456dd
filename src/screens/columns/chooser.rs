//! The menu of the columns.

use leptos::html;
use leptos::prelude::*;

use super::drag::LineDrag;
use super::layout::ColumnLayout;
use super::line::ColumnLine;
use crate::components::announcer;
use crate::components::when::each;
use crate::screens::token_list::columns::Column;
use crate::text::columns as words;

/// The columns in their order, the density, and the way back.
#[component]
pub fn ColumnChoices() -> impl IntoView {
    let layout = expect_context::<ColumnLayout>();
    let lines = NodeRef::<html::Ol>::new();
    let drag = LineDrag::new(layout, lines);
    let line = move |at: usize| view! { <ColumnLine at drag/> }.into_any();
    let reset = move |_| {
        layout.reset();
        announcer::say(words::WERE_RESET);
    };
    view! {
        <div class="column-choices">
            <fieldset class="choices">
                <legend>{words::SHOWN}</legend>
                <ol class="column-lines" node_ref=lines>{each((0..Column::ALL.len()).collect(), line)}</ol>
            </fieldset>
            <p class="column-hint">{words::HOW_TO_MOVE}</p>
            <DensityChoices/>
            <div class="action-group">
                <button type="button" class="action" on:click=reset>{words::RESET}</button>
            </div>
        </div>
    }
}

#[component]
fn DensityChoices() -> impl IntoView {
    let layout = expect_context::<ColumnLayout>();
    let choice = move |compact: bool| {
        let label = if compact { words::COMPACT } else { words::COMFORTABLE };
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="ts-density"
                    prop:checked=move || layout.is_compact.get() == compact
                    on:change=move |_| layout.set_compact(compact)
                />
                {label}
            </label>
        }
        .into_any()
    };
    view! {
        <fieldset class="choices action-group density-choices">
            <legend>{words::DENSITY}</legend>
            {each(vec![false, true], choice)}
        </fieldset>
    }
}
