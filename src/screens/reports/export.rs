//! Tokens as a file: which rows, which columns, in which format.

use leptos::prelude::*;
use web_sys::SubmitEvent;

use super::compare::Comparing;
use super::export_rows::{self, ExportJob, RowChoice};
use super::segment::Segment;
use crate::components::icon::Icon;
use crate::components::menu::Menu;
use crate::screens::catalog::CatalogState;
use crate::state::settings;
use crate::text::export as text;
use crate::tokens::export::Format;

/// The button and its choices.
#[component]
pub fn ExportMenu(
    /// What can be done with an earlier file.
    comparing: Comparing,
) -> impl IntoView {
    let state = expect_context::<CatalogState>();
    let job = ExportJob::new(state);
    let progress = move || {
        let (done, of) = job.done.get()?;
        Some(
            view! { <progress aria-label=text::EXPORTING max=of.max(1).to_string() value=done.to_string()></progress> },
        )
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        export_rows::start(job);
    };
    let keep_about_lines = move |keeps| {
        job.about_lines.set(keeps);
        settings::remember_about_lines(keeps);
    };
    view! {
        <Menu name=text::EXPORT icon=Icon::Download.path()>
            <form class="export" on:submit=submit>
                <RowChoices job/>
                <fieldset class="segmented">
                    <legend>{text::COLUMNS}</legend>
                    <div class="segments">
                        <Segment
                            group="ts-export-columns"
                            chosen=Signal::derive(move || !job.all_columns.get())
                            choose=move |()| job.all_columns.set(false)
                            label=text::COLUMNS_VISIBLE
                        />
                        <Segment
                            group="ts-export-columns"
                            chosen=job.all_columns.into()
                            choose=move |()| job.all_columns.set(true)
                            label=text::COLUMNS_ALL
                        />
                    </div>
                </fieldset>
                <fieldset class="segmented">
                    <legend>{text::FORMAT}</legend>
                    <div class="segments">
                        <Segment
                            group="ts-export-format"
                            chosen=Signal::derive(move || job.format.get() == Format::Csv)
                            choose=move |()| job.format.set(Format::Csv)
                            label=text::CSV
                        />
                        <Segment
                            group="ts-export-format"
                            chosen=Signal::derive(move || job.format.get() == Format::Json)
                            choose=move |()| job.format.set(Format::Json)
                            label=text::JSON
                        />
                    </div>
                </fieldset>
                <label class="choice" hidden=move || job.format.get() != Format::Csv>
                    <input
                        type="checkbox"
                        prop:checked=job.about_lines
                        on:change:target=move |event| keep_about_lines(event.target().checked())
                    />
                    {text::ABOUT_LINES}
                </label>
                <button class="button button-primary">{text::DOWNLOAD}</button>
                {progress}
                <p class="quiet" role="status">{job.said}</p>
            </form>
            <button type="button" class="link export-compare" on:click=move |_| comparing.open()>
                {text::COMPARE}
            </button>
        </Menu>
    }
}

/// Which rows, of those that there are.
#[component]
fn RowChoices(
    /// What they are chosen for.
    job: ExportJob,
) -> impl IntoView {
    let segment = move |choice: RowChoice| {
        let label = move || match (choice, job.count(choice)) {
            (RowChoice::Page, _) => text::ROWS_PAGE.to_owned(),
            (RowChoice::Selected, count) => text::rows_selected(count.unwrap_or(0)),
            (RowChoice::Matching, count) => text::rows_matching(count.unwrap_or(0)),
        };
        view! {
            <Segment
                group="ts-export-rows"
                chosen=Signal::derive(move || job.choice() == choice)
                choose=move |()| job.rows.set(Some(choice))
                hidden=Signal::derive(move || job.count(choice).is_none())
                label=Signal::derive(label)
            />
        }
    };
    view! {
        <fieldset class="segmented">
            <legend>{text::ROWS}</legend>
            <div class="segments">{RowChoice::ALL.map(segment)}</div>
        </fieldset>
    }
}
