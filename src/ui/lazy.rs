//! Places for what is fetched after the first view.

use leptos::prelude::*;

/// Makes a view. What is fetched later hands out these, and nothing else that is seen: plain functions, so that the first
/// view has a place for them and knows nothing of what they make.
pub type LazyView = fn() -> AnyView;

/// Shows what `view` makes, once that part of the program is there.
#[component]
pub fn LazySlot(
    /// What makes it, once it is there.
    #[prop(into)]
    view: Signal<Option<LazyView>>,
) -> impl IntoView {
    move || view.get().map(untrack)
}
