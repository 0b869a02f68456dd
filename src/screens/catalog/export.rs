//! Tokens as a file: those on screen, or all that match.

use std::rc::Rc;
use std::time::Duration;

use js_sys::{Array, JsString};
use leptos::prelude::*;
use leptos::task::spawn_local;
use web_sys::SubmitEvent;

use super::reader::Reader;
use super::state::CatalogState;
use crate::components::file;
use crate::components::icon::Icon;
use crate::components::menu::Menu;
use crate::model::token::Token;
use crate::platform::clock::now;
use crate::text;
use crate::tokens::export::{About, ExportWriter, Format, file_name};

/// So many rows are written before the page gets its turn.
const AT_ONCE: usize = 2_000;

/// An export under way.
#[derive(Clone, Copy)]
struct ExportJob {
    state: CatalogState,
    all: RwSignal<bool>,
    format: RwSignal<Format>,
    /// Rows written, of how many; `None` when nothing is under way.
    done: RwSignal<Option<(usize, usize)>>,
    said: RwSignal<String>,
}

/// The button and its choices.
#[component]
pub fn ExportMenu() -> impl IntoView {
    let state = expect_context::<CatalogState>();
    let (all, format) = (RwSignal::new(true), RwSignal::new(Format::Csv));
    let (done, said) = (RwSignal::new(None), RwSignal::new(String::new()));
    let work = ExportJob {
        state,
        all,
        format,
        done,
        said,
    };
    let takes_all = move || all.get() && state.has_all();
    let all_that_match = move || text::export::all_that_match(state.matching.get());
    let progress = move || {
        let (done, of) = done.get()?;
        Some(
            view! { <progress aria-label=text::export::EXPORTING max=of.max(1).to_string() value=done.to_string()></progress> },
        )
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        start(work);
    };
    // Radio buttons outside a form belong to the root around them, and Chromium's shadow roots never release one that
    // was removed, nor what was around it: the whole console. Inside a form that does not happen.
    view! {
        <Menu name=text::export::EXPORT icon=Icon::Download.path()>
            <form class="export" on:submit=submit>
                <fieldset class="choices">
                    <legend>{text::export::ROWS}</legend>
                    <Radio
                        group="ts-export-rows"
                        chosen=Signal::derive(move || !takes_all())
                        choose=move |()| all.set(false)
                    >
                        {text::export::ROWS_ON_SCREEN}
                    </Radio>
                    <Radio
                        group="ts-export-rows"
                        chosen=Signal::derive(takes_all)
                        choose=move |()| all.set(true)
                        hidden=Signal::derive(move || !state.has_all())
                    >
                        <span>{all_that_match}</span>
                    </Radio>
                </fieldset>
                <fieldset class="choices">
                    <legend>{text::export::FORMAT}</legend>
                    <Radio
                        group="ts-export-format"
                        chosen=Signal::derive(move || format.get() == Format::Csv)
                        choose=move |()| format.set(Format::Csv)
                    >
                        {text::export::CSV}
                    </Radio>
                    <Radio
                        group="ts-export-format"
                        chosen=Signal::derive(move || format.get() == Format::Json)
                        choose=move |()| format.set(Format::Json)
                    >
                        {text::export::JSON}
                    </Radio>
                </fieldset>
                <button class="button button-primary">{text::export::SAVE}</button>
                {progress}
                <p class="quiet" role="status">{said}</p>
            </form>
        </Menu>
    }
}

/// One of several choices, of which one is taken.
#[component]
fn Radio(
    /// What it is a choice of.
    group: &'static str,
    /// Whether it is taken.
    chosen: Signal<bool>,
    /// Takes it.
    #[prop(into)]
    choose: Callback<()>,
    /// Whether there is no such choice.
    #[prop(optional)]
    hidden: Signal<bool>,
    children: Children,
) -> impl IntoView {
    view! {
        <label class="choice" hidden=hidden>
            <input type="radio" name=group prop:checked=chosen on:change=move |_| choose.run(())/>
            {children()}
        </label>
    }
}

/// What is still to be written.
struct ExportRun {
    /// The reader that the positions refer to.
    reader: Reader,
    export: ExportWriter,
    rows: Vec<ExportedRow>,
    next: usize,
    parts: Array,
    name: String,
    format: Format,
}

/// A row: a position in the catalog, or a token at hand.
enum ExportedRow {
    At(u32),
    Token(Rc<Token>),
}

fn start(work: ExportJob) {
    if work.done.get_untracked().is_some() {
        return;
    }
    let state = work.state;
    let list = state.list;
    let format = work.format.get_untracked();
    let (kind, query, has_all) = untrack(|| (list.kind(), list.query(), state.has_all()));
    let reader = untrack(|| state.reader());
    let is_all = has_all && work.all.get_untracked();
    let rows: Vec<ExportedRow> = if is_all {
        let asked = state.question.get_untracked();
        let found = state.with_catalog(reader, |catalog| catalog.find(&asked, now()));
        found.rows.iter().copied().map(ExportedRow::At).collect()
    } else {
        untrack(|| in_sight(state))
            .into_iter()
            .map(ExportedRow::Token)
            .collect()
    };
    let shown = untrack(|| list.shown());
    let count = shown.as_ref().map_or(0, |shown| shown.answer.pagination.count);
    let (read, of, unreadable) = if has_all {
        let progress = reader.progress_untracked();
        let unreadable = state.with_catalog(reader, |catalog| catalog.unreadable().len() as u64);
        (progress.read, progress.of, unreadable)
    } else {
        (rows.len() as u64, count, 0)
    };
    let matching = if is_all { rows.len() as u64 } else { count };
    let source = window().location().origin().unwrap_or_default();
    let about = About {
        kind,
        exported_at: now(),
        source: &source,
        asked: &query.to_query(),
        rows: rows.len() as u64,
        matching,
        read,
        of,
        unreadable,
        read_at: untrack(|| reader.read_at()).filter(|_| has_all),
    };
    let export = ExportWriter::new(format, kind, text::status::label);
    let mut head = String::new();
    export.head(&about, &mut head);
    let parts = Array::of1(&JsString::from(head));
    work.said.set(String::new());
    work.done.set(Some((0, rows.len())));
    let running = ExportRun {
        reader,
        export,
        rows,
        next: 0,
        parts,
        name: file_name(format, kind, now()),
        format,
    };
    spawn_local(async move {
        // What is not known by then is left out.
        let at_hand = running.rows.iter().filter_map(|row| match row {
            ExportedRow::Token(token) => Some(Rc::clone(token)),
            ExportedRow::At(_) => None,
        });
        state.row_providers.load_for(&at_hand.collect::<Vec<_>>()).await;
        go_on(work, running);
    });
}

/// The rows of the page; where all stand below each other, those that are in sight and not the spare ones around them.
fn in_sight(state: CatalogState) -> Vec<Rc<Token>> {
    let tokens = state.list.tokens();
    let Some(shown) = state.list.shown().filter(|_| state.list.is_endless()) else {
        return tokens;
    };
    let (first, length) = state.window.get_untracked();
    let spare = first.saturating_sub(shown.answer.window.0);
    tokens.into_iter().skip(spare).take(length).collect()
}

/// Writes some rows, and the rest after the page had its turn. Each piece leaves this program's memory at once.
fn go_on(work: ExportJob, mut running: ExportRun) {
    let mut piece = String::new();
    let time = now();
    let end = (running.next + AT_ONCE).min(running.rows.len());
    let export = &mut running.export;
    let rows = running.rows.get(running.next..end).unwrap_or_default();
    let written = running.reader.catalog().try_with_untracked(|catalog| {
        for row in rows {
            match row {
                ExportedRow::At(position) => {
                    if let Some(token) = catalog.token(*position) {
                        export.row(&token, time, &mut piece);
                    }
                }
                ExportedRow::Token(token) => {
                    export.row(&work.state.row_providers.complete_untracked(token), time, &mut piece)
                }
            }
        }
    });
    if written.is_none() {
        // The console is gone, and nobody wants the file any more.
        return;
    }
    running.next = end;
    if end == running.rows.len() {
        running.export.end(&mut piece);
        running.parts.push(&JsString::from(piece));
        work.done.set(None);
        let said = match file::save(&running.name, running.format.media_type(), &running.parts) {
            Ok(()) => text::export::saved(end as u64, &running.name),
            Err(_) => text::export::NOT_SAVED.to_owned(),
        };
        work.said.set(said);
        return;
    }
    running.parts.push(&JsString::from(piece));
    work.done.set(Some((end, running.rows.len())));
    set_timeout(move || go_on(work, running), Duration::ZERO);
}
