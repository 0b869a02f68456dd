//! A line of the menu: a column, with what shows, hides and moves it.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::drag::{Control, LineDrag};
use crate::components::icon::{GRIP, Icon, drawn};
use crate::components::keys::key_of;
use crate::screens::token_list::columns::Column;
use crate::text::columns as words;

/// The line at a place. Lines stay, and columns move from one to another: so nothing that has the focus leaves the page.
#[component]
pub fn ColumnLine(at: usize, drag: LineDrag) -> impl IntoView {
    let layout = drag.layout;
    let list = layout.list;
    let place = move || layout.places.with(|places| places.get(at).copied());
    let column = Memo::new(move |_| place().and_then(|place| Column::of(place.id)).unwrap_or(Column::Token));
    let label = move || column.get().label();
    let press = move |event: KeyboardEvent| {
        let steps = match key_of(&event).as_str() {
            "ArrowUp" if event.alt_key() => -1,
            "ArrowDown" if event.alt_key() => 1,
            "Escape" if drag.is_dragged_untracked() => {
                drag.give_up();
                0
            }
            _ => return,
        };
        event.prevent_default();
        event.stop_propagation();
        if steps != 0 {
            drag.step(at, steps, Control::of(&event));
        }
    };
    let movable = move || {
        let mover = move |control: Control| {
            let steps = if control == Control::Up { -1 } else { 1 };
            let name = move || match control {
                Control::Up => words::move_up(label()),
                _ => words::move_down(label()),
            };
            let icon = if control == Control::Up {
                Icon::ChevronUp
            } else {
                Icon::ChevronDown
            };
            view! {
                <button
                    type="button"
                    class="icon-button column-move"
                    class=(control.class(), true)
                    aria-label=name
                    aria-disabled=move || drag.target(at, steps).is_none().then_some("true")
                    on:click=move |_| drag.step(at, steps, Some(control))
                >
                    {drawn(icon.path())}
                </button>
            }
            .into_any()
        };
        (mover(Control::Up), mover(Control::Down))
    };
    let grip = move || {
        view! {
            <span
                class="column-grip"
                on:pointerdown=move |event| drag.take(at, &event)
                on:pointermove=move |event| drag.pull(&event)
                on:pointerup=move |_| drag.drop()
                on:lostpointercapture=move |_| drag.give_up()
            >
                {drawn(GRIP)}
            </span>
        }
    };
    view! {
        <li
            class="column-line"
            class:column-line-dragged=move || drag.is_dragged(at)
            hidden=move || !column.get().is_for(list.kind())
            style=("--shift", move || format!("{}px", drag.shift(at)))
            on:keydown=press
        >
            <label class="choice">
                <input
                    type="checkbox"
                    disabled=move || !column.get().may_hide()
                    prop:checked=move || place().is_some_and(|place| place.is_shown)
                    on:change:target=move |event| layout.show(column.get_untracked(), event.target().checked())
                />
                {label}
            </label>
            {(at > 0).then(|| (movable(), grip()))}
        </li>
    }
}
