//! What a host is told of, besides the address. No secret is in it: that never gets past the decoders.

use js_sys::Array;
use wasm_bindgen::JsValue;

use crate::authentik::failure::Failure;
use crate::host::{is_guest, object, tell};
use crate::text;
use crate::tokens::ending::{Outcome, Work};

/// A question failed for good, and a person is told so on the page.
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

/// A run that ended tokens is at its end: which are deleted, and what became of how many.
pub fn ended(work: &Work) {
    if !is_guest() {
        return;
    }
    let tokens = Array::new();
    for (target, done) in work.lines() {
        if done.is_some_and(|done| done.outcome == Outcome::Deleted) {
            let (user, provider) = (&target.user, &target.provider);
            let user = object(&[("pk", number(user.pk)), ("username", user.username.as_str().into())]);
            let provider = object(&[("pk", number(provider.pk)), ("name", provider.name.as_str().into())]);
            let token = object(&[
                ("kind", target.kind.path_segment().into()),
                ("pk", number(target.pk)),
                ("user", user.into()),
                ("provider", provider.into()),
            ]);
            tokens.push(&token.into());
        }
    }
    let counts = work.counts();
    let count = |outcome: Outcome| number(counts.of(outcome) as u64);
    let counts = object(&[
        ("deleted", count(Outcome::Deleted)),
        ("alreadyGone", count(Outcome::AlreadyGone)),
        ("refused", count(Outcome::Refused)),
        ("failed", count(Outcome::Failed)),
        ("notTried", count(Outcome::NotTried)),
    ]);
    tell("ended", &[("tokens", tokens.into()), ("counts", counts.into())]);
}

/// As JavaScript has numbers.
#[expect(clippy::cast_precision_loss, reason = "no installation has 2^53 of anything")]
fn number(number: u64) -> JsValue {
    JsValue::from_f64(number as f64)
}
