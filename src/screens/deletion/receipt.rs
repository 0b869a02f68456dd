//! What became of each token.

use leptos::html;
use leptos::prelude::*;

use super::deletion_runner::DeletionRunner;
use super::save;
use super::state::DeleteDialog;
use crate::components::format::clock;
use crate::components::landmark::landmark;
use crate::components::when::{When, each};
use crate::screens::remaining_access::remaining_access;
use crate::text;
use crate::text::receipt as words;
use crate::tokens::deletion::{OutcomeKind, Summary, Target, TokenOutcome};
use crate::tokens::export::Format;

/// So many lines are shown at once: ten thousand would stop the page.
const LINES: usize = 50;

/// Which lines are shown.
#[derive(Clone, Copy)]
struct ShownLines {
    only: RwSignal<Option<OutcomeKind>>,
    page: RwSignal<usize>,
}

/// A line: the place in the plan, and what distinguishes the target's outcome from later ones.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct ReceiptLine {
    place: usize,
    outcome: &'static str,
    at: i64,
}

impl ShownLines {
    /// Shows the first lines of those that ended like this.
    fn show(self, only: Option<OutcomeKind>) {
        self.only.set(only);
        self.page.set(0);
    }

    /// How many lines there are, on all pages, tracked.
    fn count(self, runner: DeletionRunner) -> usize {
        let counts = runner.progress().counts;
        match self.only.get() {
            Some(only) => counts.of(only),
            None => counts.settled(),
        }
    }

    /// The lines of this page, tracked.
    fn lines(self, runner: DeletionRunner) -> Vec<ReceiptLine> {
        let only = self.only.get();
        let from = self.page.get() * LINES;
        runner.progress();
        let lines = runner.with_plan(|plan| {
            let all = plan.lines().enumerate();
            let settled = all.filter_map(|(place, (_, done))| Some((place, done?)));
            let wanted = settled.filter(|(_, done)| only.is_none_or(|only| only == done.outcome));
            let lines = wanted.skip(from).take(LINES).map(|(place, done)| ReceiptLine {
                place,
                outcome: done.outcome.word(),
                at: done.at.timestamp_micros(),
            });
            lines.collect()
        });
        lines.unwrap_or_default()
    }
}

/// The receipt, which grows while tokens are being deleted.
#[component]
pub fn Receipt() -> impl IntoView {
    let runner = expect_context::<DeleteDialog>().runner;
    let shown = ShownLines {
        only: RwSignal::new(None),
        page: RwSignal::new(0),
    };
    view! {
        <section class="receipt" aria-label=landmark(words::RECEIPT)>
            // Anew for each run that is taken up.
            {move || runner.is_done().then(|| total(runner))}
            {move || runner.is_done().then(|| remaining_access_of(runner)).flatten()}
            <When holds=Signal::derive(move || runner.is_done() && runner.has_earlier())>
                <EarlierRuns shown/>
            </When>
            <When holds=Signal::derive(move || { runner.progress().counts.settled() > 0 })>
                <div class="receipt-lines">
                    <ReceiptFilter shown/>
                    <Table shown/>
                    <ReceiptPager shown/>
                </div>
            </When>
        </section>
    }
}

fn total(runner: DeletionRunner) -> AnyView {
    let counts = text::deletion::counts(&runner.progress_untracked().counts);
    let (at, by) = runner.begun();
    let at = at.map(|at| words::begun(&clock(at)));
    let by = by.map(|by| view! { {words::BY}<bdi translate="no">{text::cut(&by)}</bdi> });
    view! { <p class="receipt-total"><strong>{counts}</strong>{at}{by}</p> }.into_any()
}

/// What was not deleted, if there was more than a token or two: after deleting all of somebody's tokens, one may think
/// that nothing is left.
fn remaining_access_of(runner: DeletionRunner) -> Option<AnyView> {
    let is_gone = |done: Option<&TokenOutcome>| done.is_some_and(|done| done.outcome.is_gone());
    let gone: Vec<Target> = runner.with_plan(|plan| {
        let gone = plan.lines().filter(|(_, done)| is_gone(*done));
        gone.map(|(target, _)| target.clone()).collect()
    })?;
    let summary = Summary::of(&gone);
    (gone.len() > 1).then(|| remaining_access(summary.whom(), summary.only_user(), true))
}

/// The runs before this one, behind a fold.
#[component]
fn EarlierRuns(
    /// Goes back to the first lines of all, where another run is taken up.
    shown: ShownLines,
) -> impl IntoView {
    let dialog = expect_context::<DeleteDialog>();
    let runner = dialog.runner;
    let fold = NodeRef::<html::Details>::new();
    let take_up = move |place: usize| {
        shown.show(None);
        runner.take_up(place);
        if let Some(fold) = fold.get_untracked() {
            fold.set_open(false);
        }
        dialog.bring_up();
    };
    // The last one first.
    let runs = move || runner.earlier().into_iter().enumerate().rev().collect::<Vec<_>>();
    view! {
        <details class="receipt-earlier" node_ref=fold>
            <summary>{move || words::earlier_runs(runner.earlier().len())}</summary>
            <ul>
                {move || each(runs(), |(place, (at, counts))| {
                    let run = text::deletion::run_of(&at.map(clock).unwrap_or_default(), &counts);
                    view! {
                        <li><button type="button" class="button" on:click=move |_| take_up(place)>{run}</button></li>
                    }
                    .into_any()
                })}
            </ul>
        </details>
    }
}

/// Which results are shown, where there is more than one.
#[component]
fn ReceiptFilter(
    /// What it changes.
    shown: ShownLines,
) -> impl IntoView {
    let runner = expect_context::<DeleteDialog>().runner;
    let is_mixed = move || {
        let counts = runner.progress().counts;
        counts.by_outcome.iter().filter(|count| **count > 0).count() > 1
    };
    view! {
        <div
            class="receipt-filter"
            hidden=move || !is_mixed() && shown.only.get().is_none()
            role="group"
            aria-label=words::RESULTS_SHOWN
        >
            <FilterButton shown only=None/>
            {OutcomeKind::ALL.map(|outcome| view! { <FilterButton shown only=Some(outcome)/> })}
        </div>
    }
}

#[component]
fn FilterButton(
    /// What it changes.
    shown: ShownLines,
    /// The one result that it shows; `None` for all.
    only: Option<OutcomeKind>,
) -> impl IntoView {
    let runner = expect_context::<DeleteDialog>().runner;
    let name = move || {
        let counts = runner.progress().counts;
        words::results(
            only,
            only.map_or_else(|| counts.settled(), |outcome| counts.of(outcome)),
        )
    };
    let is_empty = move || only.is_some_and(|only| runner.progress().counts.of(only) == 0);
    let is_chosen = move || shown.only.get() == only;
    view! {
        <button
            type="button"
            class="receipt-choice"
            hidden=move || is_empty() && !is_chosen()
            aria-pressed=move || if is_chosen() { "true" } else { "false" }
            on:click=move |_| shown.show(only)
        >
            {name}
        </button>
    }
}

#[component]
fn Table(
    /// Which lines.
    shown: ShownLines,
) -> impl IntoView {
    let runner = expect_context::<DeleteDialog>().runner;
    let row = move |line: ReceiptLine| {
        let row = runner.with_plan(|plan| Some(row(plan.target(line.place)?, plan.done(line.place)?)));
        row.flatten()
    };
    view! {
        <div class="receipt-frame" tabindex="0" role="group" aria-label=words::LINES>
            // The roles are spelled out because narrow layouts take the table apart.
            <table class="receipt-table" role="table" aria-label=words::RECEIPT>
                <thead role="rowgroup">
                    <tr role="row">
                        {words::COLUMNS.map(|name| view! { <th role="columnheader" scope="col">{name}</th> })}
                    </tr>
                </thead>
                <tbody role="rowgroup">
                    <For each=move || shown.lines(runner) key=|line| *line children=row/>
                </tbody>
            </table>
        </div>
    }
}

fn row(target: &Target, done: &TokenOutcome) -> AnyView {
    let name = text::kinds::named(target.kind, target.pk);
    let look = match done.outcome {
        OutcomeKind::Deleted | OutcomeKind::AlreadyGone => "result result-good",
        OutcomeKind::Refused | OutcomeKind::Failed => "result result-bad",
        OutcomeKind::NotTried => "result result-dull",
    };
    let reason = text::deletion::reason(done).map(|reason| view! { <p><bdi>{text::cut(&reason)}</bdi></p> });
    let request_id = done.request_id.clone();
    let request_id =
        request_id.map(|id| view! { <p class="quiet">{words::REQUEST_ID}<code translate="no">{id}</code></p> });
    view! {
        <tr role="row">
            <th role="rowheader" scope="row">{name}</th>
            <td role="cell"><bdi translate="no">{text::cut(&target.user.username)}</bdi></td>
            <td role="cell"><bdi translate="no">{text::cut(&target.provider.name)}</bdi></td>
            <td class="receipt-result" role="cell">
                <span class=look>{text::deletion::outcome(done.outcome)}</span>
                {reason}
                {request_id}
            </td>
            <td class="receipt-time" role="cell">{clock(done.at)}</td>
        </tr>
    }
    .into_any()
}

/// The pages, where there is more than one.
#[component]
fn ReceiptPager(
    /// What it changes.
    shown: ShownLines,
) -> impl IntoView {
    let runner = expect_context::<DeleteDialog>().runner;
    let range = move || {
        let (from, count) = (shown.page.get() * LINES, shown.count(runner));
        words::range(from + 1, (from + LINES).min(count), count)
    };
    view! {
        <div class="receipt-pages">
            <When holds=Signal::derive(move || { shown.count(runner) > LINES })>
                <div class="receipt-steps">
                    <ReceiptStep shown name=words::PREVIOUS_LINES by={-1}/>
                    <span>{range}</span>
                    <ReceiptStep shown name=words::NEXT_LINES by={1}/>
                </div>
            </When>
        </div>
    }
}

#[component]
fn ReceiptStep(
    /// What it changes.
    shown: ShownLines,
    /// What it is called.
    name: &'static str,
    /// How many pages it goes.
    by: isize,
) -> impl IntoView {
    let runner = expect_context::<DeleteDialog>().runner;
    let there = move || {
        let page = shown.page.get().checked_add_signed(by)?;
        (page * LINES < shown.count(runner)).then_some(page)
    };
    let go = move |_| {
        if let Some(page) = untrack(there) {
            shown.page.set(page);
        }
    };
    view! {
        <button
            type="button"
            class="button"
            aria-disabled=move || there().is_none().then_some("true")
            on:click=go
        >
            {name}
        </button>
    }
}

/// What can be done now.
#[component]
pub fn Actions() -> impl IntoView {
    let dialog = expect_context::<DeleteDialog>();
    let said = RwSignal::new(String::new());
    let save = move |format: Format| said.set(save::save(dialog, format));
    view! {
        <footer class="deletion-actions">
            <p class="quiet receipt-said" role="status">{said}</p>
            <RetryButton outcome=OutcomeKind::Failed/>
            <RetryButton outcome=OutcomeKind::Refused/>
            <RetryButton outcome=OutcomeKind::NotTried/>
            <button type="button" class="button" on:click=move |_| save(Format::Csv)>{words::SAVE_AS_CSV}</button>
            <button type="button" class="button" on:click=move |_| save(Format::Json)>{words::SAVE_AS_JSON}</button>
            <button type="button" class="button button-primary" on:click=move |_| dialog.close()>{words::DONE}</button>
        </footer>
    }
}

/// Takes up again what ended like this.
#[component]
fn RetryButton(
    /// How it ended.
    outcome: OutcomeKind,
) -> impl IntoView {
    let runner = expect_context::<DeleteDialog>().runner;
    let count = move || runner.progress().counts.of(outcome);
    view! {
        <button type="button" class="button" hidden=move || count() == 0 on:click=move |_| runner.retry(outcome)>
            {move || text::deletion::again(outcome, count())}
        </button>
    }
}
