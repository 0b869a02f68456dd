//! What is risky about the token, why that matters, and what to do.

use leptos::prelude::*;

use super::facts::ShownToken;
use crate::components::icon::Picture;
use crate::model::kind::Kind;
use crate::screens::finding_look::look;
use crate::state::app::app;
use crate::text;
use crate::tokens::findings::{Finding, findings};

/// Each finding, the most severe first; or that there is none.
#[component]
pub fn FindingsSection(token: ShownToken, kind: Kind) -> impl IntoView {
    let clock = app().clock;
    let list = move || {
        let now = clock.ten_seconds.get();
        let found = token.with_value(|token| findings(token, kind, now));
        if found.is_empty() {
            return view! { <p class="quiet">{text::drawer::findings::NONE}</p> }.into_any();
        }
        view! { <ul class="finding-list">{found.iter().map(finding).collect_view()}</ul> }.into_any()
    };
    view! { <div>{list}</div> }
}

fn finding(finding: Finding) -> AnyView {
    let words = text::findings::finding(finding);
    let severity = finding.severity();
    let (class, icon) = look(severity);
    view! {
        <li>
            <h4 class=class>
                <Picture icon/>
                {words.title}
                <span class="quiet finding-severity">{text::findings::severity(severity)}</span>
            </h4>
            <p>{words.why}</p>
            <p class="finding-do">{words.what_to_do}</p>
        </li>
    }
    .into_any()
}
