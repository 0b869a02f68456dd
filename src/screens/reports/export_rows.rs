//! An export under way: its rows are written some at a time.

use std::rc::Rc;
use std::time::Duration;

use js_sys::{Array, JsString};
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::components::file;
use crate::model::token::Token;
use crate::platform::clock::now;
use crate::screens::catalog::CatalogState;
use crate::screens::catalog::reader::Reader;
use crate::screens::token_list::columns::Column;
use crate::state::settings;
use crate::text;
use crate::tokens::export::{About, ExportWriter, Format, Layout, file_name};

/// So many rows are written before the page gets its turn.
const AT_ONCE: usize = 2_000;

/// What an export of the selection says that was asked.
const SELECTED: &str = "selected";

/// Which rows are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum RowChoice {
    /// Those of the page; where all stand below each other, those in sight.
    Page,
    /// Those that are selected.
    Selected,
    /// All that match.
    Matching,
}

/// An export, as it is chosen and as it goes on.
#[derive(Clone, Copy)]
pub struct ExportJob {
    state: CatalogState,
    /// The rows that a person chose.
    pub rows: RwSignal<Option<RowChoice>>,
    pub all_columns: RwSignal<bool>,
    pub format: RwSignal<Format>,
    /// Whether a CSV file says about itself what it holds.
    pub about_lines: RwSignal<bool>,
    /// Rows written, of how many; `None` when nothing is under way.
    pub done: RwSignal<Option<(usize, usize)>>,
    pub said: RwSignal<String>,
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

impl RowChoice {
    /// All of them, in order.
    pub const ALL: [Self; 3] = [Self::Page, Self::Selected, Self::Matching];
}

impl ExportJob {
    /// Nothing is chosen yet.
    pub fn new(state: CatalogState) -> Self {
        Self {
            state,
            rows: RwSignal::new(None),
            all_columns: RwSignal::new(true),
            format: RwSignal::new(Format::Csv),
            about_lines: RwSignal::new(settings::remembered_about_lines()),
            done: RwSignal::new(None),
            said: RwSignal::new(String::new()),
        }
    }

    /// How many rows a choice has, where there is such a choice, tracked.
    pub fn count(&self, choice: RowChoice) -> Option<u64> {
        match choice {
            RowChoice::Page => Some(0),
            RowChoice::Selected => {
                let list = self.state.list;
                let selected = list.selection.numbers.with(|selection| selection.len());
                // Before the part that knows them is there, a file would lack them.
                let are_known = list.slots.selection.with(Option::is_some);
                (selected > 0 && are_known).then_some(selected as u64)
            }
            RowChoice::Matching => self.state.matching(),
        }
    }

    /// The choice that counts: a person's, or else as much as there is. Tracked.
    pub fn choice(&self) -> RowChoice {
        let is_there = |choice: &RowChoice| self.count(*choice).is_some();
        let usual = || Some(RowChoice::Matching).filter(is_there);
        let chosen = self.rows.get().filter(is_there);
        chosen.or_else(usual).unwrap_or(RowChoice::Page)
    }
}

/// Writes what is chosen, unless that is being done.
pub fn start(job: ExportJob) {
    if job.done.get_untracked().is_some() {
        return;
    }
    let state = job.state;
    let list = state.list;
    let format = job.format.get_untracked();
    let (kind, query, has_all, choice) = untrack(|| (list.kind(), list.query(), state.has_all(), job.choice()));
    let reader = untrack(|| state.reader());
    let rows = rows_of(state, reader, choice);
    let shown = untrack(|| list.shown());
    let count = shown.as_ref().map_or(0, |shown| shown.answer.pagination.count);
    let (read, of, unreadable) = if has_all {
        let progress = reader.progress_untracked();
        let unreadable = state.with_catalog(reader, |catalog| catalog.unreadable().len() as u64);
        (progress.read, progress.of, unreadable)
    } else {
        (rows.len() as u64, count.max(rows.len() as u64), 0)
    };
    let source = window().location().origin().unwrap_or_default();
    let asked = query.to_query();
    let about = About {
        kind,
        exported_at: now(),
        source: &source,
        asked: if choice == RowChoice::Selected {
            SELECTED
        } else {
            &asked
        },
        rows: rows.len() as u64,
        matching: if choice == RowChoice::Page {
            count
        } else {
            rows.len() as u64
        },
        read,
        of,
        unreadable,
        read_at: untrack(|| reader.read_at()).filter(|_| has_all),
    };
    let columns: Vec<&str> = untrack(|| list.columns().into_iter().map(Column::id).collect());
    let layout = Layout {
        format,
        columns: (!job.all_columns.get_untracked()).then_some(&columns),
        about_lines: job.about_lines.get_untracked(),
    };
    let export = ExportWriter::new(layout, kind);
    let mut head = String::new();
    export.head(&about, &mut head);
    let running = ExportRun {
        reader,
        export,
        rows,
        next: 0,
        parts: Array::of1(&JsString::from(head)),
        name: file_name(format, &about),
        format,
    };
    job.said.set(String::new());
    job.done.set(Some((0, running.rows.len())));
    spawn_local(async move {
        // What is not known by then is left out.
        let at_hand = running.rows.iter().filter_map(|row| match row {
            ExportedRow::Token(token) => Some(Rc::clone(token)),
            ExportedRow::At(_) => None,
        });
        state.row_providers.load_for(&at_hand.collect::<Vec<_>>()).await;
        go_on(job, running);
    });
}

fn rows_of(state: CatalogState, reader: Reader, choice: RowChoice) -> Vec<ExportedRow> {
    match choice {
        RowChoice::Matching => {
            let asked = state.question.get_untracked();
            let found = state.with_catalog(reader, |catalog| catalog.find(&asked, now()));
            found.rows.iter().copied().map(ExportedRow::At).collect()
        }
        RowChoice::Page => untrack(|| in_sight(state))
            .into_iter()
            .map(ExportedRow::Token)
            .collect(),
        RowChoice::Selected => selected(state, reader),
    }
}

/// The selected tokens, in order of their number. The selection knows those that are neither on the page nor in memory.
fn selected(state: CatalogState, reader: Reader) -> Vec<ExportedRow> {
    let pks = state
        .list
        .selection
        .numbers
        .with_untracked(|selection| selection.pks().to_vec());
    let kept = state.list.slots.selection.get_untracked().map(|hooks| hooks.token);
    let row = |pk: u64| {
        let position = state.with_catalog(reader, |catalog| catalog.position(pk));
        if let Some(position) = position.and_then(|position| u32::try_from(position).ok()) {
            return Some(ExportedRow::At(position));
        }
        let token = kept.as_ref()?(pk)?;
        Some(ExportedRow::Token(Rc::new(token)))
    };
    pks.into_iter().filter_map(row).collect()
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
fn go_on(job: ExportJob, mut running: ExportRun) {
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
                    export.row(&job.state.row_providers.complete_untracked(token), time, &mut piece)
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
        job.done.set(None);
        let said = match file::save(&running.name, running.format.media_type(), &running.parts) {
            Ok(()) => text::export::saved(end as u64, &running.name),
            Err(_) => text::export::NOT_SAVED.to_owned(),
        };
        job.said.set(said);
        return;
    }
    running.parts.push(&JsString::from(piece));
    job.done.set(Some((end, running.rows.len())));
    set_timeout(move || go_on(job, running), Duration::ZERO);
}
