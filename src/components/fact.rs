//! A fact in a list of them: its name, and what is known.

use leptos::prelude::*;

use crate::text::cut_short;

/// One fact, in a `<dl>` of them.
#[component]
pub fn Fact(
    /// What it is: "Client ID".
    #[prop(into)]
    name: String,
    /// Its name in the API, where that differs.
    #[prop(optional)]
    field: Option<&'static str>,
    /// What is known.
    known: AnyView,
) -> impl IntoView {
    view! {
        <div class="fact">
            <dt title=field>{cut_short(name)}</dt>
            <dd>{known}</dd>
        </div>
    }
}
