//! The receipt as a file.

use js_sys::{Array, JsString};
use leptos::prelude::*;

use super::state::DeleteDialog;
use crate::components::file;
use crate::platform::clock::now;
use crate::text;
use crate::tokens::export::{AboutReceipt, Format, ReceiptWriter};

/// So many lines are one piece of the file, which leaves this program's memory when it is whole.
const PIECE: usize = 2_000;

/// Saves it; says what came of that.
pub fn save(dialog: DeleteDialog, format: Format) -> String {
    let source = window().location().origin().unwrap_or_default();
    let (started_at, by) = dialog.runner.begun();
    let about = AboutReceipt {
        started_at: started_at.unwrap_or_else(now),
        written_at: now(),
        source: &source,
        by: by.as_deref(),
        counts: dialog.runner.progress_untracked().counts,
    };
    let mut receipt = ReceiptWriter::new(format, text::deletion::reason);
    let name = receipt.file_name(now());
    let parts = Array::new();
    let mut piece = String::new();
    receipt.head(&about, &mut piece);
    dialog.runner.with_plan(|plan| {
        for (at, (target, done)) in plan.lines().enumerate() {
            receipt.line(target, done, &mut piece);
            if at % PIECE == PIECE - 1 {
                parts.push(&JsString::from(std::mem::take(&mut piece)));
            }
        }
    });
    receipt.end(&mut piece);
    parts.push(&JsString::from(piece));
    match file::save(&name, format.media_type(), &parts) {
        Ok(()) => text::receipt::saved(&name),
        Err(_) => text::export::NOT_SAVED.to_owned(),
    }
}
