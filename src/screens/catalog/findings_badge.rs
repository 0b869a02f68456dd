//! What is risky about a token, as a badge in its row.

use leptos::prelude::*;

use crate::components::icon::drawn;
use crate::screens::finding_look::look;
use crate::text;
use crate::tokens::findings::Findings;

/// How many findings there are, in the colour and the picture of the worst; their names for those who do not see it.
pub fn badge(findings: Findings) -> AnyView {
    let worst = findings.worst().map(look);
    let titles = findings.iter().map(|finding| text::findings::finding(finding).title);
    let titles: Vec<_> = titles.collect();
    // What is hidden says nothing.
    let count = if titles.is_empty() {
        String::new()
    } else {
        titles.len().to_string()
    };
    view! {
        <span class=worst.map_or("", |(class, _)| class) hidden=worst.is_none() title=worst.map(|_| titles.join("\n"))>
            {drawn(worst.map_or("", |(_, icon)| icon.path()))}
            <span class="finding-count" aria-hidden="true">{count}</span>
            <span class="visually-hidden">{titles.join(", ")}</span>
        </span>
    }
    .into_any()
}
