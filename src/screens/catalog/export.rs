//! Tokens as a file: those on screen, or all that match.

use std::rc::Rc;
use std::time::Duration;

use js_sys::{Array, JsString};
use leptos::prelude::*;

use super::Desk;
use crate::authentik::token::Token;
use crate::clock::now;
use crate::state::State;
use crate::text::catalog::grouped;
use crate::tokens::export::{About, Export, Format, file_name};
use crate::ui::dom::{El, el};
use crate::ui::file;
use crate::ui::icon::Icon;
use crate::ui::menu;

/// So many rows are written before the page gets its turn.
const AT_ONCE: usize = 2_000;

/// An export under way.
#[derive(Clone, Copy)]
struct Work {
    desk: Desk,
    all: State<bool>,
    format: State<Option<Format>>,
    /// Rows written, of how many; `None` when nothing is under way.
    done: State<Option<(usize, usize)>>,
    said: State<String>,
}

/// The button and its choices.
pub fn menu() -> El {
    let work = Work {
        desk: expect_context::<Desk>(),
        all: State::new(true),
        format: State::new(Some(Format::Csv)),
        done: State::new(None),
        said: State::new(String::new()),
    };
    let radio = |group: &str, label: &dyn Fn(El) -> El, is: Box<dyn Fn() -> bool>, set: Box<dyn Fn()>| {
        let input = el("input")
            .attr("type", "radio")
            .attr("name", group)
            .checked_of(is)
            .on_checked(move |_| set());
        label(el("label").class("choice").child(input))
    };
    let has_all = move || work.desk.has_all();
    let this = radio(
        "ts-export-rows",
        &|label| label.text("The rows on screen"),
        Box::new(move || !work.all.get() || !has_all()),
        Box::new(move || work.all.set(false)),
    );
    let all = radio(
        "ts-export-rows",
        &|label| {
            label.child(el("span").text_of(move || format!("All {} that match", grouped(work.desk.matching.get()))))
        },
        Box::new(move || work.all.get() && has_all()),
        Box::new(move || work.all.set(true)),
    );
    let format = |format: Format, name: &'static str| {
        radio(
            "ts-export-format",
            &move |label| label.text(name),
            Box::new(move || work.format.get() == Some(format)),
            Box::new(move || work.format.set(Some(format))),
        )
    };
    let rows = el("fieldset")
        .class("choices")
        .child(el("legend").text("Rows"))
        .child(this)
        .child(all.flag_of("hidden", move || !has_all()));
    let formats = el("fieldset")
        .class("choices")
        .child(el("legend").text("Format"))
        .child(format(Format::Csv, "CSV, for a spreadsheet"))
        .child(format(Format::Json, "JSON, for a script"));
    let progress = move || {
        let (done, of) = work.done.get()?;
        Some(
            el("progress")
                .attr("aria-label", "Exporting")
                .attr("max", &of.max(1).to_string())
                .attr("value", &done.to_string()),
        )
    };
    // Radio buttons that are in no form belong to the root around them, and Chromium's shadow roots never forget one that
    // was taken away, nor what was around it: the whole console. A form keeps them to itself.
    let panel = el("form")
        .class("export")
        .on("submit", move |event| {
            event.prevent_default();
            start(work);
        })
        .child(rows)
        .child(formats)
        .child(el("button").class("button button-primary").text("Save the file"))
        .part(progress)
        .child(
            el("p")
                .class("quiet")
                .attr("role", "status")
                .text_of(move || work.said.get()),
        );
    menu::menu("Export", Icon::Download, false, panel)
}

/// What is still to be written.
struct Running {
    export: Export,
    rows: Vec<Written>,
    next: usize,
    parts: Array,
    name: String,
    format: Format,
}

/// A row: a position in the catalog, or a token at hand.
enum Written {
    At(u32),
    Token(Rc<Token>),
}

fn start(work: Work) {
    if work.done.now().is_some() {
        return;
    }
    let desk = work.desk;
    let list = desk.list;
    let format = work.format.now().unwrap_or(Format::Csv);
    let (kind, query, has_all) = untrack(|| (list.kind(), list.query(), desk.has_all()));
    let reader = untrack(|| desk.reader());
    let is_all = has_all && work.all.now();
    let rows: Vec<Written> = if is_all {
        let asked = desk.question.now();
        let found = desk.with_catalog(reader, |catalog| catalog.find(&asked, now()));
        found.rows.iter().copied().map(Written::At).collect()
    } else {
        untrack(|| in_sight(desk)).into_iter().map(Written::Token).collect()
    };
    let shown = untrack(|| list.shown());
    let count = shown.as_ref().map_or(0, |shown| shown.answer.pagination.count);
    let (read, of, unreadable) = if has_all {
        let told = reader.told();
        let unreadable = desk.with_catalog(reader, |catalog| catalog.unreadable().len() as u64);
        (told.read, told.of, unreadable)
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
    let mut export = Export::new(format, kind);
    let mut head = String::new();
    export.head(&about, &mut head);
    let parts = Array::of1(&JsString::from(head));
    work.said.set(String::new());
    work.done.set(Some((0, rows.len())));
    go_on(
        work,
        Running {
            export,
            rows,
            next: 0,
            parts,
            name: file_name(format, kind, now()),
            format,
        },
    );
}

/// The rows of the page; where all stand below each other, those that are in sight and not the spare ones around them.
fn in_sight(desk: Desk) -> Vec<Rc<Token>> {
    let tokens = desk.list.tokens();
    let Some(shown) = desk.list.shown().filter(|_| desk.list.is_endless()) else {
        return tokens;
    };
    let (first, length) = desk.window.now();
    let spare = first.saturating_sub(shown.answer.window.0);
    tokens.into_iter().skip(spare).take(length).collect()
}

/// Writes some rows, and the rest after the page had its turn. Each piece leaves this program's memory at once.
fn go_on(work: Work, mut running: Running) {
    let reader = untrack(|| work.desk.reader());
    let mut piece = String::new();
    let time = now();
    let end = (running.next + AT_ONCE).min(running.rows.len());
    for row in running.rows.get(running.next..end).unwrap_or_default() {
        match row {
            Written::At(position) => {
                let token = work.desk.with_catalog(reader, |catalog| catalog.token(*position));
                if let Some(token) = token {
                    running.export.row(&token, time, &mut piece);
                }
            }
            Written::Token(token) => running.export.row(token, time, &mut piece),
        }
    }
    running.next = end;
    if end == running.rows.len() {
        running.export.end(&mut piece);
        running.parts.push(&JsString::from(piece));
        work.done.set(None);
        let said = match file::save(&running.name, running.format.media_type(), &running.parts) {
            Ok(()) => format!("{} tokens saved as {}", grouped(end as u64), running.name),
            Err(_) => "The browser did not take the file.".to_owned(),
        };
        work.said.set(said);
        return;
    }
    running.parts.push(&JsString::from(piece));
    work.done.set(Some((end, running.rows.len())));
    set_timeout(move || go_on(work, running), Duration::ZERO);
}
