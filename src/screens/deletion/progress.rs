//! How far it is, and then the receipt.

use leptos::prelude::*;

use super::deletion_runner::{DeletionRunner, RunProgress};
use super::receipt::{Actions, Receipt};
use super::state::DeleteDialog;
use super::title::Title;
use crate::authentik::links;
use crate::components::icon::{Icon, Picture};
use crate::components::notice::Warning;
use crate::components::progress::ProgressBar;
use crate::components::when::When;
use crate::model::caller::Who;
use crate::model::failure::Failure;
use crate::platform::clock::now;
use crate::state::app::app;
use crate::text;
use crate::text::run::{self, RunSpeed};
use crate::tokens::deletion::{OutcomeKind, PlanPhase, StopReason};

/// The run, or the last one.
#[component]
pub fn RunView() -> impl IntoView {
    let dialog = expect_context::<DeleteDialog>();
    let runner = dialog.runner;
    let heading = move || heading(runner);
    let close_title = move || {
        if runner.is_busy() {
            run::CLOSE_MEANWHILE
        } else {
            text::buttons::CLOSE
        }
    };
    view! {
        <div class="dialog-frame deletion-frame-wide">
            <header class="dialog-head">
                <Title text=Signal::derive(heading)/>
                <button
                    type="button"
                    class="icon-button"
                    aria-label=text::buttons::CLOSE
                    title=close_title
                    on:click=move |_| dialog.close()
                >
                    <Picture icon=Icon::Cross/>
                </button>
            </header>
            <div class="dialog-body">
                <When holds=Signal::derive(move || runner.is_busy())>
                    <DeletionProgress/>
                </When>
                {move || standing(runner)}
                <NoRight/>
                <Receipt/>
            </div>
            <When holds=Signal::derive(move || runner.is_done())>
                <Actions/>
            </When>
        </div>
    }
}

/// What the dialog is called, tracked.
fn heading(runner: DeletionRunner) -> String {
    let (of, kind) = runner
        .with_plan(|plan| {
            let mut kinds: Vec<_> = plan.lines().map(|(target, _)| target.kind).collect();
            kinds.dedup();
            (plan.len(), kinds.first().copied().filter(|_| kinds.len() == 1))
        })
        .unwrap_or_default();
    run::heading(runner.phase().as_ref(), kind, of)
}

/// What is told beside the bar, tracked.
pub fn words(runner: DeletionRunner) -> String {
    let progress = runner.progress();
    match runner.phase() {
        Some(PlanPhase::Done) | None => text::deletion::counts(&progress.counts),
        Some(phase) => run::how_far(&phase, progress.counts.settled(), progress.of, speed(&progress)),
    }
}

fn speed(progress: &RunProgress) -> RunSpeed {
    let waits = progress.waits_until.map(|until| (until - now()).num_seconds());
    RunSpeed {
        waits: waits
            .and_then(|seconds| u64::try_from(seconds).ok())
            .filter(|seconds| *seconds > 0),
        rate: progress.rate.filter(|rate| *rate > 0),
        left: progress.seconds_left,
    }
}

/// How far it is, as a bar.
#[component]
pub fn RunBar(
    /// The same in words.
    text: Signal<String>,
) -> impl IntoView {
    let runner = expect_context::<DeleteDialog>().runner;
    view! {
        <ProgressBar
            label=run::BAR
            done=Signal::derive(move || runner.progress().counts.settled() as u64)
            of=Signal::derive(move || runner.progress().of as u64)
            text
        />
    }
}

#[component]
fn DeletionProgress() -> impl IntoView {
    let dialog = expect_context::<DeleteDialog>();
    let runner = dialog.runner;
    Effect::new(move || {
        runner.phase();
        dialog.keep_focus();
    });
    on_cleanup(move || dialog.keep_focus());
    let is_paused = move || runner.is(|phase| *phase == PlanPhase::Paused);
    let pause = move |_| {
        if untrack(is_paused) {
            runner.go_on();
        } else {
            runner.pause();
        }
    };
    let second = app().clock.second;
    let text = Signal::derive(move || {
        // A wait is counted down.
        if runner.progress().waits_until.is_some() {
            second.track();
        }
        words(runner)
    });
    let is = move |test: fn(&PlanPhase) -> bool| Signal::derive(move || runner.is(test));
    view! {
        <div class="deletion-progress">
            <RunBar text/>
            <p class="deletion-words">{text}</p>
            <div class="deletion-tools">
                // One button for both, so that it keeps the focus after being pressed.
                <When holds=is(|phase| matches!(phase, PlanPhase::Running | PlanPhase::Paused))>
                    <button type="button" class="button" class:button-primary=is_paused on:click=pause>
                        {move || if is_paused() { text::buttons::RESUME } else { text::buttons::PAUSE }}
                    </button>
                </When>
                <When holds=is(|phase| *phase != PlanPhase::Stopping && *phase != PlanPhase::Done)>
                    <button type="button" class="button" on:click=move |_| runner.stop()>{run::STOP}</button>
                </When>
            </div>
        </div>
    }
}

/// Why it stands still, and what to do; tracked.
fn standing(runner: DeletionRunner) -> Option<AnyView> {
    let Some(PlanPhase::Stopped(why)) = runner.phase() else {
        return None;
    };
    let (words, needs_sign_in) = match why {
        StopReason::Failure(failure) => (failed(&failure), failure.needs_sign_in()),
        StopReason::Refused(failure) => {
            let words = view! {
                {failed(&failure)}
                <p>{text::deletion::STOPPED_BY_REFUSALS}</p>
            };
            (words.into_any(), failure.needs_sign_in())
        }
        StopReason::SomebodyElse => somebody_else(runner),
    };
    let kept = run::nothing_is_lost(runner.progress_untracked().counts.left);
    let sign_in = needs_sign_in.then(links::sign_in).flatten();
    let look = if sign_in.is_some() {
        "button"
    } else {
        "button button-primary"
    };
    let sign_in = sign_in.map(|href| {
        view! {
            <a class="button button-primary" href=href target="_blank" rel="external noopener">
                {run::SIGN_IN_ELSEWHERE}
                <Picture icon=Icon::External/>
            </a>
        }
    });
    let notice = view! {
        <Warning>
            <div role="alert">
                {words}
                <p>{kept}</p>
                <div class="panel-actions deletion-standing">
                    {sign_in}
                    <button type="button" class=look on:click=move |_| runner.go_on_as_whoever_is_here()>{run::CONTINUE}</button>
                </div>
            </div>
        </Warning>
    };
    Some(notice.into_any())
}

/// Going on would fail in the same way.
fn failed(failure: &Failure) -> AnyView {
    let words = text::failures::failure(failure);
    let needs_sign_in = failure.needs_sign_in();
    let what_to_do = if needs_sign_in {
        run::SIGN_IN.to_owned()
    } else {
        words.what_to_do
    };
    // If nobody is signed in, authentik says that there is no such token, which would only mislead.
    let said = failure.details.first().filter(|_| !needs_sign_in).cloned();
    let said = said.map(|said| {
        view! { <p class="quiet">{text::failure_report::who_says(failure)}": "<q><bdi>{said}</bdi></q></p> }
    });
    view! {
        <p><strong>{words.title}</strong></p>
        <p>{what_to_do}</p>
        {said}
    }
    .into_any()
}

/// Somebody else is signed in than when something was deleted last; and whether to sign in. Tracked.
fn somebody_else(runner: DeletionRunner) -> (AnyView, bool) {
    let by = text::cut(&runner.in_the_name_of().unwrap_or_default());
    let (other, sees_all) = match app().session.who().get() {
        Who::Known(caller) => (Some(text::cut(&caller.username)), caller.is_superuser),
        _ => (None, false),
    };
    if other.as_ref() == Some(&by) {
        let words = view! {
            <p><strong>{run::CAN_CONTINUE}</strong></p>
            <p><bdi translate="no">{by}</bdi>{run::IS_BACK}</p>
        };
        return (words.into_any(), false);
    }
    let [then, end] = run::somebody_else(sees_all);
    let who = match other {
        Some(name) => view! { <bdi translate="no">{name}</bdi> }.into_any(),
        None => run::WHOEVER.into_any(),
    };
    let words = view! {
        <p><strong>{run::SOMEBODY_ELSE}</strong></p>
        <p>{who}{then}<bdi translate="no">{by}</bdi>{end}</p>
    };
    (words.into_any(), true)
}

/// A missing right is explained once, however often it was met.
#[component]
fn NoRight() -> impl IntoView {
    let runner = expect_context::<DeleteDialog>().runner;
    let refused = move || runner.progress().counts.of(OutcomeKind::Refused);
    let title = move || run::refused(refused(), runner.progress().of);
    view! {
        <div class="deletion-no-right">
            <When holds=Signal::derive(move || { refused() > 0 })>
                <Warning>
                    <div>
                        <p><strong>{title}</strong></p>
                        <p>{run::WHY_REFUSED}</p>
                        <span class="quiet">{run::ASK_FOR_RIGHT}</span>
                    </div>
                </Warning>
            </When>
        </div>
    }
}
