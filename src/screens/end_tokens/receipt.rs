//! What became of each token.

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use super::{Desk, save};
use crate::state::State;
use crate::text;
use crate::text::catalog::grouped;
use crate::tokens::ending::{Counts, Done, Outcome, Phase, Target};
use crate::tokens::export::Format;
use crate::ui::dom::{El, Item, bdi, button, el, item, span};
use crate::ui::format::clock;
use crate::ui::landmark::landmark;

/// So many lines are shown at once: ten thousand would stop the page.
const LINES: usize = 50;

/// Which lines are shown.
#[derive(Clone, Copy)]
struct View {
    only: State<Option<Outcome>>,
    page: State<usize>,
}

/// The receipt, which grows while tokens are being ended.
pub fn receipt(desk: Desk) -> El {
    let view = View {
        only: State::new(None),
        page: State::new(0),
    };
    let is_done = move || desk.runner.phase() == Some(Phase::Done);
    let has_lines = move || {
        desk.runner.follow();
        desk.runner.phase();
        desk.runner.told().counts.settled() > 0
    };
    el("section")
        .class("receipt")
        .attr("aria-label", &landmark("Receipt"))
        // Anew for each run that is taken up.
        .part(move || is_done().then(|| total(desk)))
        .part(move || is_done().then(|| earlier(desk, view)).flatten())
        .part_if(has_lines, move || {
            el("div")
                .class("receipt-lines")
                .child(filter(desk, view))
                .child(table(desk, view))
                .child(pages(desk, view))
        })
}

fn total(desk: Desk) -> El {
    let runner = desk.runner;
    let words = move || {
        runner.phase();
        text::ending::counts(&runner.told().counts)
    };
    let (at, by) = runner.begun();
    let mut line = el("p").class("receipt-total").child(el("strong").text_of(words));
    if let Some(at) = at {
        line = line.text(&format!(", begun at {}", clock(at)));
    }
    match by {
        Some(by) => line.text(" by ").child(bdi(&by)),
        None => line,
    }
}

/// The runs before this one, behind a fold.
fn earlier(desk: Desk, view: View) -> Option<El> {
    let runs = desk.runner.earlier();
    let count = runs.len();
    let of = |(place, (at, counts)): (usize, (Option<DateTime<Utc>>, Counts))| {
        let take_up = move || {
            view.only.set(None);
            view.page.set(0);
            desk.runner.take_up(place);
            desk.bring_up();
        };
        let words = text::ending::run_of(&at.map(clock).unwrap_or_default(), &counts);
        el("li").child(button("button", take_up).text(&words))
    };
    (count > 0).then(|| {
        el("details")
            .class("receipt-earlier")
            .child(el("summary").text(&format!("Earlier runs ({count})")))
            // The last one first.
            .child(el("ul").children(runs.into_iter().enumerate().rev().map(of)))
    })
}

/// Lines that are shown: a place in the plan each.
fn places(desk: Desk, view: View) -> Vec<usize> {
    let only = view.only.get();
    desk.runner.follow();
    desk.runner.phase();
    desk.runner
        .with_work(|work| {
            let lines = work.lines().enumerate();
            lines
                .filter_map(|(place, (_, done))| {
                    let done = done?;
                    only.is_none_or(|only| only == done.outcome).then_some(place)
                })
                .collect()
        })
        .unwrap_or_default()
}

fn filter(desk: Desk, view: View) -> El {
    let runner = desk.runner;
    let counts = move || {
        runner.follow();
        runner.phase();
        runner.told().counts
    };
    let choice = move |only: Option<Outcome>| {
        let words = move || {
            let counts = counts();
            let (name, count) = match only {
                None => ("All", counts.settled()),
                Some(outcome) => (text::ending::outcome(outcome), counts.of(outcome)),
            };
            format!("{name} {}", grouped(count as u64))
        };
        let is_empty = move || only.is_some_and(|only| counts().of(only) == 0);
        button("receipt-choice", move || {
            view.only.set(only);
            view.page.set(0);
        })
        .flag_of("hidden", move || is_empty() && view.only.get() != only)
        .state_of("aria-pressed", move || view.only.get() == only)
        .text_of(words)
    };
    let is_mixed = move || {
        let counts = counts();
        counts.by_outcome.iter().filter(|count| **count > 0).count() > 1
    };
    el("div")
        .class("receipt-filter")
        .flag_of("hidden", move || !is_mixed() && view.only.get().is_none())
        .attr("role", "group")
        .attr("aria-label", "Results shown")
        .child(choice(None))
        .children(Outcome::ALL.map(|outcome| choice(Some(outcome))))
}

fn table(desk: Desk, view: View) -> El {
    let lines = move || {
        let from = view.page.get() * LINES;
        let places = places(desk, view);
        let shown = places.into_iter().skip(from).take(LINES);
        shown.filter_map(|place| line(desk, place)).collect::<Vec<Item>>()
    };
    let head = ["Token", "User", "Provider", "Result", "Time"];
    el("div")
        .class("receipt-frame")
        .attr("tabindex", "0")
        .attr("role", "group")
        .attr("aria-label", "Lines of the receipt")
        .child(
            // The roles are spelled out because narrow layouts take the table apart.
            el("table")
                .class("receipt-table")
                .attr("role", "table")
                .attr("aria-label", "Receipt")
                .child(el("thead").attr("role", "rowgroup").child(
                    el("tr").attr("role", "row").children(
                        head.map(|name| el("th").attr("role", "columnheader").attr("scope", "col").text(name)),
                    ),
                ))
                .child(el("tbody").attr("role", "rowgroup").each(lines)),
        )
}

fn line(desk: Desk, place: usize) -> Option<Item> {
    let key = desk.runner.with_work(|work| {
        let done = work.done(place)?;
        Some(format!(
            "{place} {} {}",
            done.outcome.word(),
            done.at.timestamp_micros()
        ))
    })??;
    let made = desk
        .runner
        .with_work(|work| Some((work.target(place)?.clone(), work.done(place)?.clone())))??;
    Some(item(key, move || row(&made.0, &made.1)))
}

fn row(target: &Target, done: &Done) -> El {
    let name = format!("{} {}", text::kinds::one(target.kind), target.pk);
    let cell = |class: &str| el("td").attr("role", "cell").class(class);
    let mut result = cell("receipt-result").child(
        span(match done.outcome {
            Outcome::Deleted | Outcome::AlreadyGone => "result result-good",
            Outcome::Refused | Outcome::Failed => "result result-bad",
            Outcome::NotTried => "result result-dull",
        })
        .text(text::ending::outcome(done.outcome)),
    );
    if let Some(reason) = text::ending::reason(done) {
        result = result.child(el("p").child(bdi(&reason)));
    }
    if let Some(id) = &done.request_id {
        result = result.child(el("p").class("quiet").text("Request id ").child(el("code").text(id)));
    }
    el("tr")
        .attr("role", "row")
        .child(el("th").attr("role", "rowheader").attr("scope", "row").text(&name))
        .child(cell("").child(bdi(&target.user.username)))
        .child(cell("").child(bdi(&target.provider.name)))
        .child(result)
        .child(cell("receipt-time").text(&clock(done.at)))
}

fn pages(desk: Desk, view: View) -> El {
    let count = move || places(desk, view).len();
    let step = move |name: &str, by: isize| {
        let there = move || {
            let page = view.page.get().checked_add_signed(by)?;
            (page * LINES < count()).then_some(page)
        };
        button("button", move || {
            if let Some(page) = untrack(there) {
                view.page.set(page);
            }
        })
        .attr_of("aria-disabled", move || there().is_none().then(|| "true".to_owned()))
        .text(name)
    };
    let words = move || {
        let (from, count) = (view.page.get() * LINES, count());
        let until = (from + LINES).min(count);
        let [from, until, count] = [from + 1, until, count].map(|number| grouped(number as u64));
        format!("{from}–{until} of {count}")
    };
    el("div").class("receipt-pages").part_if(
        move || count() > LINES,
        move || {
            el("div")
                .class("receipt-steps")
                .child(step("Previous lines", -1))
                .child(el("span").text_of(words))
                .child(step("Next lines", 1))
        },
    )
}

/// What can be done now.
pub fn after(desk: Desk) -> El {
    let runner = desk.runner;
    let counts = move || {
        runner.phase();
        runner.told().counts
    };
    let again = move |outcome: Outcome| {
        button("button", move || runner.retry(outcome))
            .flag_of("hidden", move || counts().of(outcome) == 0)
            .text_of(move || text::ending::again(outcome, counts().of(outcome)))
    };
    let said = State::new(String::new());
    let save =
        move |format: Format, name: &str| button("button", move || said.set(save::save(desk, format))).text(name);
    el("footer")
        .class("end-actions")
        .child(
            el("p")
                .class("quiet receipt-said")
                .attr("role", "status")
                .text_of(move || said.get()),
        )
        .children([Outcome::Failed, Outcome::Refused, Outcome::NotTried].map(again))
        .child(save(Format::Csv, "Save as CSV"))
        .child(save(Format::Json, "Save as JSON"))
        .child(button("button button-primary", move || desk.close()).text("Done"))
}
