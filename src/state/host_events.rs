//! The events that a host receives, besides the address. They hold no secrets: those never get past the decoders.

use js_sys::JSON;
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};

use crate::model::failure::Failure;
use crate::platform::host::{is_guest, tell, tell_of};
use crate::text;
use crate::tokens::deletion::{DeletionPlan, OutcomeKind, Target, TokenOutcome};

/// A question failed for good, and a person is told so on the page.
///
/// The first view sends it, so its details are built by hand: the code for derived ones comes with lazy modules.
pub fn failure(failure: &Failure) {
    let words = text::failures::failure(failure);
    tell(
        "failure",
        &[
            ("name", failure.kind.name().into()),
            ("message", words.title.into()),
            ("status", failure.status.map_or(JsValue::NULL, JsValue::from)),
            ("requestId", failure.request_id.clone().into()),
        ],
    );
}

/// Nobody is signed in, or nobody any more.
pub fn signed_out() {
    tell("signed-out", &[]);
}

/// A run that deleted tokens is at its end: which are deleted, and what became of how many.
pub fn ended(plan: &DeletionPlan) {
    if !is_guest() {
        return;
    }
    // Written by this program and read by the browser, so neither can fail; the types do not know that.
    let detail = serde_json::to_string(&Ended::of(plan)).map(|json| JSON::parse(&json));
    if let Ok(Ok(detail)) = detail {
        tell_of("ended", detail.unchecked_ref());
    }
}

/// What a host is told at the end of a run, as `EndedDetail` of public/tokenscope.d.ts has it.
#[derive(Serialize)]
struct Ended<'a> {
    tokens: Vec<Deleted<'a>>,
    counts: EndedCounts,
}

/// A token that was deleted.
#[derive(Serialize)]
struct Deleted<'a> {
    kind: &'static str,
    pk: u64,
    user: DeletedUser<'a>,
    provider: DeletedProvider<'a>,
}

#[derive(Serialize)]
struct DeletedUser<'a> {
    pk: u64,
    username: &'a str,
}

#[derive(Serialize)]
struct DeletedProvider<'a> {
    pk: u64,
    name: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct EndedCounts {
    deleted: usize,
    already_gone: usize,
    refused: usize,
    failed: usize,
    not_tried: usize,
}

impl<'a> Ended<'a> {
    fn of(plan: &'a DeletionPlan) -> Self {
        let is_deleted = |done: Option<&TokenOutcome>| done.is_some_and(|done| done.outcome == OutcomeKind::Deleted);
        let deleted = plan.lines().filter(|(_, done)| is_deleted(*done));
        let counts = plan.counts();
        Self {
            tokens: deleted.map(|(target, _)| Deleted::of(target)).collect(),
            counts: EndedCounts {
                deleted: counts.of(OutcomeKind::Deleted),
                already_gone: counts.of(OutcomeKind::AlreadyGone),
                refused: counts.of(OutcomeKind::Refused),
                failed: counts.of(OutcomeKind::Failed),
                not_tried: counts.of(OutcomeKind::NotTried),
            },
        }
    }
}

impl<'a> Deleted<'a> {
    fn of(target: &'a Target) -> Self {
        let (user, provider) = (&target.user, &target.provider);
        Self {
            kind: target.kind.path_segment(),
            pk: target.pk,
            user: DeletedUser {
                pk: user.pk,
                username: &user.username,
            },
            provider: DeletedProvider {
                pk: provider.pk,
                name: &provider.name,
            },
        }
    }
}
