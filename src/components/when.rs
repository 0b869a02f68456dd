//! What comes and goes.

use leptos::prelude::*;

/// `<Show>` without a type of its own for each condition and each content: compiled once, however many there are.
#[component]
pub fn When(
    /// Whether it is there.
    #[prop(into)]
    holds: Signal<bool>,
    children: ChildrenFn,
) -> impl IntoView {
    view! { <Show when=move || holds.get()>{children()}</Show> }
}

/// A view for each of these.
pub fn each<T>(all: Vec<T>, view: impl Fn(T) -> AnyView) -> Vec<AnyView> {
    all.into_iter().map(view).collect()
}
