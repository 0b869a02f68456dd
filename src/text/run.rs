//! A run that deletes tokens: how far it is, and why it stands still.

use super::catalog::{side_by_side, time_left};
use super::deletion;
use super::numbers::grouped;
use crate::model::kind::Kind;
use crate::tokens::deletion::{Counts, PlanPhase};

/// What the dialog is called meanwhile. `kind`: that of all tokens, where they have one.
pub fn heading(phase: Option<&PlanPhase>, kind: Option<Kind>, count: usize) -> String {
    let counted = deletion::counted(kind, count);
    match phase {
        Some(PlanPhase::Running) => format!("Deleting {}", deletion::tokens(kind, count)),
        Some(PlanPhase::Stopping) => format!("Stopping: {counted}"),
        Some(PlanPhase::Paused) => format!("Paused: {counted}"),
        Some(PlanPhase::Stopped(_)) => format!("Interrupted: {counted}"),
        Some(PlanPhase::Done) | None => format!("Receipt: {counted}"),
    }
}

/// Beside the button that closes the dialog, while it goes on without it.
pub const CLOSE_MEANWHILE: &str = "Close; it continues in the background";

/// The bar that shows how far it is, and the part of the page that it is in while the dialog is closed.
pub const BAR: &str = "Deleting tokens";
pub const DELETING: &str = "Deleting";

/// How fast a run is, as it is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RunSpeed {
    /// Seconds until the next request, because authentik asked for a pause.
    pub waits: Option<u64>,
    /// Tokens a second.
    pub rate: Option<u64>,
    /// Seconds to the end.
    pub left: Option<u64>,
}

/// How far it is: "37 of 1,200 · 12 a second · about 2 minutes left".
pub fn how_far(phase: &PlanPhase, done: usize, of: usize, speed: RunSpeed) -> String {
    let remarks = match (phase, speed.waits) {
        (PlanPhase::Running, Some(seconds)) => {
            [Some(format!("waiting {} s: authentik is busy", grouped(seconds))), None]
        }
        (PlanPhase::Running, None) => [
            speed.rate.map(|rate| format!("{} a second", grouped(rate))),
            speed.left.map(|seconds| format!("{} left", time_left(seconds))),
        ],
        (PlanPhase::Paused, _) => [Some("paused".to_owned()), None],
        (PlanPhase::Stopped(_), _) => [Some("interrupted".to_owned()), None],
        (PlanPhase::Stopping, _) => [Some("stopping, waiting for requests in progress".to_owned()), None],
        (PlanPhase::Done, _) => [None, None],
    };
    let done = format!("{} of {}", grouped(done as u64), grouped(of as u64));
    side_by_side([Some(done)].into_iter().chain(remarks).flatten())
}

/// The same at the end of the page, while the dialog is closed.
pub fn deleting(how_far: &str) -> String {
    format!("Deleting: {how_far}")
}

pub fn finished(result: &str) -> String {
    format!("Finished: {result}")
}

/// The same, said aloud.
pub fn finished_aloud(counts: &Counts) -> String {
    format!("Finished: {}.", deletion::counts(counts))
}

/// The buttons there: back to the dialog while tokens are being deleted, and to the receipt afterwards.
pub const SHOW: &str = "Show";
pub const LAST_RECEIPT: &str = "Last receipt";

/// The button beside those that pause and resume it.
pub const STOP: &str = "Stop";

/// Shown while a run is stopped, with the buttons below.
pub fn nothing_is_lost(left: usize) -> String {
    match left {
        1 => "1 token remains. Finished ones are not repeated.".to_owned(),
        _ => format!(
            "{} tokens remain. Finished ones are not repeated.",
            grouped(left as u64)
        ),
    }
}

pub const SIGN_IN_ELSEWHERE: &str = "Sign in in a new tab";
pub const CONTINUE: &str = "Continue";

/// What to do where nobody is signed in any more.
pub const SIGN_IN: &str = "Sign in in another tab, then come back and continue; this page keeps its progress.";

/// The person who started the run is signed in again: a heading, and what follows their name.
pub const CAN_CONTINUE: &str = "The run can continue";
pub const IS_BACK: &str = " is signed in again.";

/// Somebody else is signed in: a heading, the words after their name, and those after the name of who started the run.
pub const SOMEBODY_ELSE: &str = "Somebody else is signed in now";

pub fn somebody_else(sees_all: bool) -> [&'static str; 2] {
    let then = if sees_all {
        " can see these tokens as well, and would delete them in their own name. To continue as before, sign in as "
    } else {
        " does not see these tokens, so authentik calls them missing. Sign in as "
    };
    [then, " in another tab, then come back and continue."]
}

/// In place of their name.
pub const WHOEVER: &str = "Whoever is signed in";

/// Shown for tokens that the caller lacks the permission to delete: so many of a run of so many.
pub fn refused(count: usize, of: usize) -> String {
    match of {
        1 => "You are not allowed to delete this token".to_owned(),
        _ => format!(
            "You are not allowed to delete {} of these tokens",
            grouped(count as u64)
        ),
    }
}

pub const WHY_REFUSED: &str = "authentik lets superusers delete any token, and others their own where they have the \
    permission, which is given by kind of token. Once the first three of a kind are refused and none is deleted, the rest of \
    that kind is not attempted.";
pub const ASK_FOR_RIGHT: &str = "Ask an administrator of authentik for the permission.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_says_how_far_and_how_fast_it_is() {
        let mut speed = RunSpeed {
            rate: Some(12),
            left: Some(100),
            ..RunSpeed::default()
        };
        let said = |phase: &PlanPhase, speed| how_far(phase, 37, 1_200, speed);
        let running = &PlanPhase::Running;
        assert_eq!(said(running, speed), "37 of 1,200 · 12 a second · about 2 minutes left");
        assert_eq!(said(&PlanPhase::Paused, speed), "37 of 1,200 · paused");
        speed.waits = Some(3);
        assert_eq!(said(running, speed), "37 of 1,200 · waiting 3 s: authentik is busy");
        assert_eq!(said(running, RunSpeed::default()), "37 of 1,200");
    }

    #[test]
    fn what_is_left_is_not_lost() {
        assert!(nothing_is_lost(1).starts_with("1 token remains."));
        assert!(nothing_is_lost(1_200).starts_with("1,200 tokens remain."));
    }
}
