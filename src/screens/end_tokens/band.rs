//! What is left of the dialog while it is put aside: how far it is, and the way back to it and to the receipt.

use super::{Desk, Stage, bar, run};
use crate::tokens::ending::Phase;
use crate::ui::dom::{El, button, el};
use crate::ui::landmark::landmark;

/// At the end of the page, where it is in nobody's way.
pub fn band(desk: Desk) -> El {
    let runner = desk.runner;
    el("div").class("end-band-place").part_if(
        move || runner.phase().is_some() && desk.stage.get() == Stage::Closed,
        move || {
            let is_busy = move || runner.is_busy();
            let words = move || {
                let words = run::words(desk);
                match runner.phase() {
                    Some(Phase::Done) => format!("Finished: {words}"),
                    _ => format!("Deleting: {words}"),
                }
            };
            let share = move || {
                runner.follow();
                let told = runner.told();
                (told.counts.settled(), told.of, run::words(desk))
            };
            el("section")
                .class("end-band")
                .attr("aria-label", &landmark("Deleting"))
                .part_if(is_busy, move || bar(share))
                .child(el("p").class("end-words").text_of(words))
                .child(
                    button("button", move || desk.show(Stage::Run))
                        .text_of(move || if is_busy() { "Show" } else { "Last receipt" }.to_owned()),
                )
                .part_if(
                    move || !is_busy(),
                    move || button("button", move || runner.dismiss()).text("Dismiss"),
                )
        },
    )
}
