//! Long lists, shown in portions: ten thousand lines at once would stop the page.

use std::sync::Arc;

use leptos::prelude::*;

use crate::text::components;

/// So many lines are shown at first, and so many more each time.
pub const PORTION: usize = 200;

type LineView = Arc<dyn Fn(usize) -> AnyView + Send + Sync>;

/// The lines of a list of `count`, made by `line`; and what shows more of them, which stands behind the list.
pub fn portions(count: usize, line: impl Fn(usize) -> AnyView + Send + Sync + 'static) -> (AnyView, AnyView) {
    let shown = RwSignal::new(PORTION);
    let more = (count > PORTION).then(|| more(count, shown));
    (portion(0, count, shown, Arc::new(line)), more.into_any())
}

/// One portion, and behind it the next once it is wanted. What is there already stays.
fn portion(from: usize, count: usize, shown: RwSignal<usize>, line: LineView) -> AnyView {
    let to = count.min(from + PORTION);
    let lines: Vec<AnyView> = (from..to).map(|at| line(at)).collect();
    let next = (to < count).then(|| {
        let is_wanted = Memo::new(move |_| to < shown.get());
        move || is_wanted.get().then(|| portion(to, count, shown, Arc::clone(&line)))
    });
    (lines, next).into_any()
}

fn more(count: usize, shown: RwSignal<usize>) -> AnyView {
    let left = move || count.saturating_sub(shown.get());
    let words = move || components::show_more(left().min(PORTION));
    let so_far = move || components::are_shown(shown.get().min(count), count);
    view! {
        <p class="portions" hidden=move || left() == 0>
            <button type="button" class="link" on:click=move |_| shown.update(|shown| *shown += PORTION)>
                {words}
            </button>
            " "
            <span class="quiet" role="status">{so_far}</span>
        </p>
    }
    .into_any()
}
