//! How far it is, and then the receipt.

use super::receipt::{after, receipt};
use super::runner::Told;
use super::{Desk, bar, title};
use crate::app::app;
use crate::authentik::client::Who;
use crate::authentik::links;
use crate::clock::now;
use crate::text;
use crate::text::catalog::{grouped, time_left};
use crate::tokens::ending::{Outcome, Phase, Stopped};
use crate::ui::dom::{El, bdi, button, el, span};
use crate::ui::icon::{Icon, picture};
use crate::ui::notice::warning;

/// The run, or the last one.
pub fn run(desk: Desk) -> El {
    let runner = desk.runner;
    let what = move || {
        let (of, kind) = runner
            .with_work(|work| {
                let mut kinds: Vec<_> = work.lines().map(|(target, _)| target.kind).collect();
                kinds.dedup();
                (work.len(), kinds.first().copied().filter(|_| kinds.len() == 1))
            })
            .unwrap_or_default();
        (kind, of)
    };
    let heading = move || {
        let (kind, of) = what();
        let counted = text::ending::counted(kind, of);
        match runner.phase() {
            Some(Phase::Done) | None => format!("Receipt: {counted}"),
            Some(Phase::Running) => format!("Deleting {}", text::ending::tokens(kind, of)),
            Some(Phase::Stopping) => format!("Stopping: {counted}"),
            Some(Phase::Paused) => format!("Paused: {counted}"),
            Some(Phase::Stopped(_)) => format!("Standing still: {counted}"),
        }
    };
    let is_busy = move || runner.is_busy();
    let close = button("icon-button", move || desk.close())
        .attr("aria-label", "Close")
        .attr_of("title", move || {
            Some(
                if is_busy() {
                    "Close; it goes on meanwhile"
                } else {
                    "Close"
                }
                .to_owned(),
            )
        })
        .child(picture(Icon::Cross));
    el("div")
        .class("end-frame end-frame-wide")
        .child(el("header").class("end-head").child(title(heading)).child(close))
        .child(
            el("div")
                .class("end-body")
                .part_if(is_busy, move || progress(desk))
                .part(move || standing(desk))
                .child(no_right(desk))
                .child(receipt(desk)),
        )
        .part_if(move || runner.phase() == Some(Phase::Done), move || after(desk))
}

/// What is told beside the bar.
pub fn words(desk: Desk) -> String {
    let runner = desk.runner;
    runner.follow();
    let phase = runner.phase();
    let told = runner.told();
    let done = told.counts.settled();
    let mut words = format!("{} of {}", grouped(done as u64), grouped(told.of as u64));
    match phase {
        Some(Phase::Running) => {}
        Some(Phase::Paused) => words += " · paused",
        Some(Phase::Stopped(_)) => words += " · standing still",
        Some(Phase::Stopping) => words += " · stopping, waiting for what is under way",
        Some(Phase::Done) | None => return text::ending::counts(&told.counts),
    }
    if phase == Some(Phase::Running) {
        words += &speed(&told);
    }
    words
}

fn speed(told: &Told) -> String {
    let mut words = String::new();
    if let Some(until) = told.waits_until {
        let seconds = (until - now()).num_seconds().max(0);
        if seconds > 0 {
            return format!(" · waiting {seconds} s, as authentik cannot take more now");
        }
    }
    if let Some(rate) = told.rate.filter(|rate| *rate > 0) {
        words = format!(" · {} a second", grouped(rate));
    }
    if let Some(seconds) = told.seconds_left {
        words = format!("{words} · {} left", time_left(seconds));
    }
    words
}

fn progress(desk: Desk) -> El {
    let runner = desk.runner;
    let second = app().clock.second;
    let told = move || {
        // A wait is counted down.
        if runner.told().waits_until.is_some() {
            second.get();
        }
        words(desk)
    };
    let share = move || {
        runner.follow();
        runner.phase();
        let told_now = runner.told();
        (told_now.counts.settled(), told_now.of, told())
    };
    let is = move |phase: fn(&Phase) -> bool| runner.phase().as_ref().is_some_and(phase);
    el("div")
        .class("end-progress")
        .child(bar(share))
        .child(el("p").class("end-words").text_of(told))
        .child(
            el("div")
                .class("end-tools")
                .part_if(
                    move || is(|phase| *phase == Phase::Running),
                    move || button("button", move || runner.pause()).text("Pause"),
                )
                .part_if(
                    move || is(|phase| *phase == Phase::Paused),
                    move || button("button button-primary", move || runner.go_on()).text("Resume"),
                )
                .part_if(
                    move || is(|phase| *phase != Phase::Stopping && *phase != Phase::Done),
                    move || button("button", move || runner.stop()).text("Stop"),
                ),
        )
}

/// Why it stands still, and what to do.
fn standing(desk: Desk) -> Option<El> {
    let runner = desk.runner;
    let Some(Phase::Stopped(why)) = runner.phase() else {
        return None;
    };
    let left = runner.told().counts.left;
    let kept = format!(
        "Nothing is forgotten: {} still to do, and what is done stays done.",
        match left {
            1 => "1 token is".to_owned(),
            left => format!("{} tokens are", grouped(left as u64)),
        }
    );
    let mut body = el("div").attr("role", "alert");
    let needs_sign_in = match why {
        Stopped::Failure(failure) => {
            let words = text::failures::failure(&failure);
            let needs_sign_in = failure.needs_sign_in();
            body = body.child(el("p").child(el("strong").text(&words.title)));
            if needs_sign_in {
                body = body.child(el("p").text(
                    "Sign in in another tab, so that this page keeps what it knows. Then come back and continue.",
                ));
            } else {
                body = body.child(el("p").text(&words.what_to_do));
            }
            // To nobody, authentik says that there is no such token, which would only mislead.
            if let Some(said) = failure.details.first().filter(|_| !needs_sign_in) {
                let said = el("q").child(bdi(said));
                body = body.child(el("p").class("quiet").text("authentik says: ").child(said));
            }
            needs_sign_in
        }
        Stopped::SomebodyElse => {
            let by = runner.begun().1.unwrap_or_default();
            let other = match runner.who() {
                Who::Known(caller) => caller.username,
                _ => String::new(),
            };
            body = body
                .child(el("p").child(el("strong").text("Somebody else is signed in now")))
                .child(
                    el("p")
                        .child(bdi(&other))
                        .text(" does not see these tokens, so authentik calls them missing. Sign in as ")
                        .child(bdi(&by))
                        .text(" in another tab, then come back and continue."),
                );
            true
        }
    };
    let sign_in = needs_sign_in.then(links::sign_in).flatten().map(|href| {
        el("a")
            .class("button button-primary")
            .attr("href", &href)
            .attr("target", "_blank")
            .attr("rel", "external noopener")
            .text("Sign in in a new tab")
            .child(picture(Icon::External))
    });
    let look = if sign_in.is_some() {
        "button"
    } else {
        "button button-primary"
    };
    Some(warning(
        body.child(el("p").text(&kept)).child(
            el("div")
                .class("panel-actions end-standing")
                .children(sign_in)
                .child(button(look, move || runner.go_on()).text("Continue")),
        ),
    ))
}

/// A missing right is explained once, however often it was met.
fn no_right(desk: Desk) -> El {
    let runner = desk.runner;
    let refused = move || {
        runner.follow();
        runner.phase();
        runner.told().counts.of(Outcome::Refused)
    };
    el("div").class("end-no-right").part_if(
        move || refused() > 0,
        move || {
            let words = "authentik lets superusers delete any token, and others their own where they have the permission, \
                         which is given by kind of token. Once the first three of a kind are refused and none is deleted, \
                         the rest of that kind is not asked for.";
            warning(
                el("div")
                    .child(
                        el("p").child(el("strong").text_of(move || match refused() {
                            1 => "You may not delete 1 of these tokens".to_owned(),
                            count => format!("You may not delete {} of these tokens", grouped(count as u64)),
                        })),
                    )
                    .child(el("p").text(words))
                    .child(span("quiet").text("Ask an administrator of authentik for the permission.")),
            )
        },
    )
}
