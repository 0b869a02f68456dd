//! Places for what is fetched after the first view.

use leptos::prelude::*;

/// Makes a view of a part that is fetched later. It is a plain function, so the first view can hold it without depending on
/// what it makes.
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
