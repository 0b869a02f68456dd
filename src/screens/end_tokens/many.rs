//! Several tokens, counted.

use crate::text;
use crate::text::catalog::grouped;
use crate::tokens::ending::{Share, Summary, Target};
use crate::ui::dom::{El, bdi, el, span};

/// So many users and providers are named before the rest is counted.
const NAMED: usize = 4;

/// What they are, and what deleting them does not do.
pub fn many(targets: &[Target], summary: &Summary) -> El {
    let kinds: Vec<El> = summary
        .kinds
        .iter()
        .map(|(kind, count)| line(el("span").text(text::kinds::many(*kind)), *count))
        .collect();
    let notes = summary
        .kinds
        .iter()
        .map(|(kind, _)| el("li").text(text::ending::does_not_to_many(*kind)));
    el("div")
        .child(
            el("p")
                .class("end-lead")
                .text("authentik forgets each of them at once. This cannot be undone."),
        )
        .child(
            el("div")
                .class("end-counts")
                .child(counts("Kind", kinds))
                .child(counts("User", shares(&summary.users)))
                .child(counts("Provider", shares(&summary.providers))),
        )
        .child(el("ul").class("end-notes").children(notes))
        .children(expiry(targets))
}

fn counts(name: &str, lines: Vec<El>) -> El {
    let id = format!("ts-ending-{}", name.to_ascii_lowercase());
    el("section")
        .attr("aria-labelledby", &id)
        .child(el("h3").attr("id", &id).text(name))
        .child(el("ul").children(lines))
}

fn shares(shares: &[Share]) -> Vec<El> {
    // One more is named rather than counted: it takes the same room.
    let named = if shares.len() == NAMED + 1 { NAMED + 1 } else { NAMED };
    let lines = shares
        .iter()
        .take(named)
        .map(|share| line(bdi(&share.name).attr("title", &share.name), share.count));
    let rest = shares.get(named..).unwrap_or_default();
    let more = (!rest.is_empty()).then(|| {
        let words = format!("{} more", grouped(rest.len() as u64));
        line(span("quiet").text(&words), rest.iter().map(|share| share.count).sum())
    });
    lines.chain(more).collect()
}

fn line(name: El, count: usize) -> El {
    el("li")
        .child(name.class("end-name"))
        .child(span("end-count").text(&grouped(count as u64)))
}

/// Until when a service that asks nobody may accept the last of them.
fn expiry(targets: &[Target]) -> Option<El> {
    let access = targets
        .iter()
        .filter(|target| target.kind == crate::tokens::kind::Kind::AccessTokens);
    let ends: Vec<_> = access.map(|target| target.expires).collect();
    let words = if ends.iter().any(Option::is_none) {
        "At least one of these access tokens never expires.".to_owned()
    } else {
        let last = ends
            .into_iter()
            .flatten()
            .max()
            .filter(|last| *last > crate::clock::now())?;
        format!(
            "The last of these access tokens expires {}.",
            crate::ui::format::moment(last)
        )
    };
    Some(el("p").class("quiet").text(&words))
}
