//! What is risky about a token, as a badge in its row.

use leptos::prelude::*;

use crate::components::icon::drawn;
use crate::screens::finding_look::look;
use crate::text;
use crate::tokens::findings::Findings;

/// How many findings there are, in the colour and the picture of the worst; all that in words for those who do not see it.
pub fn badge(findings: Findings) -> AnyView {
    let severity = findings.worst();
    let worst = severity.map(look);
    let titles = findings.iter().map(|finding| text::findings::finding(finding).title);
    let titles: Vec<_> = titles.collect();
    // What is hidden says nothing.
    let count = if titles.is_empty() {
        String::new()
    } else {
        titles.len().to_string()
    };
    let told = severity.map(|severity| text::findings::summary(&titles, severity));
    view! {
        <span class=worst.map_or("", |(class, _)| class) hidden=worst.is_none() title=worst.map(|_| titles.join("\n"))>
            {drawn(worst.map_or("", |(_, icon)| icon.path()))}
            <span class="finding-count" aria-hidden="true">{count}</span>
            <span class="visually-hidden">{told.unwrap_or_default()}</span>
        </span>
    }
    .into_any()
}
