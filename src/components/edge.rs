//! The edge of something, which makes it wider or narrower: by dragging, or with the arrow keys.

use leptos::html;
use leptos::prelude::*;
use web_sys::{Element, KeyboardEvent, PointerEvent};

use super::focus::focus_quietly;
use super::keys::{is_command, key_of};

/// So many pixels a key moves it.
const STEP: i32 = 16;

/// Where the edge is of what it makes wider, along the text.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum EdgeSide {
    /// Where it begins.
    Start,
    /// Where it ends.
    End,
}

/// What a person does with an edge.
#[derive(Clone, Copy)]
pub enum EdgeMove {
    /// Takes hold of it.
    Taken,
    /// Moves it: so wide, in pixels of the page.
    To(i32),
    /// Lets go of it, or presses a key: that is what it shall be.
    Done,
    /// Presses Escape, or lets go of it where it was; it is as wide as it was.
    GivenUp,
    /// Clicks it twice.
    Doubled,
}

/// While it is dragged.
#[derive(Clone, Copy)]
struct EdgeDrag {
    /// Where the pointer was, and how wide it was.
    from: (i32, i32),
}

/// The edge.
#[component]
pub fn Edge(
    /// Its class.
    class: &'static str,
    /// What it is called.
    name: String,
    /// Where it is.
    side: EdgeSide,
    /// The narrowest and the widest, in pixels of the page.
    bounds: (i32, i32),
    /// How wide it is.
    #[prop(into)]
    width: Signal<i32>,
    /// Whether Tab leads to it.
    #[prop(into)]
    tab_stop: Signal<bool>,
    /// Whether it takes the focus when it is taken hold of.
    #[prop(optional)]
    takes_focus: bool,
    /// Told what is done with it.
    #[prop(into)]
    act: Callback<EdgeMove>,
    /// What other keys do.
    #[prop(optional, into)]
    on_key: Option<Callback<KeyboardEvent>>,
) -> impl IntoView {
    let edge = NodeRef::<html::Div>::new();
    let dragged = RwSignal::new(None::<EdgeDrag>);
    let (narrowest, widest) = bounds;
    // Whether a step to the right makes it wider.
    let grows_right = move || {
        let is_mirrored = edge.get_untracked().is_some_and(|edge| is_right_to_left(&edge));
        (side == EdgeSide::End) != is_mirrored
    };
    let to = move |wanted: i32| act.run(EdgeMove::To(wanted.min(widest).max(narrowest)));
    let take = move |event: PointerEvent| {
        let Some(edge) = edge.get_untracked().filter(|_| event.button() == 0) else {
            return;
        };
        event.prevent_default();
        // A pointer that is gone already cannot be captured, and drags nothing.
        if edge.set_pointer_capture(event.pointer_id()).is_err() {
            return;
        }
        if takes_focus {
            focus_quietly(&edge);
        }
        act.run(EdgeMove::Taken);
        let from = (event.client_x(), width.get_untracked());
        dragged.set(Some(EdgeDrag { from }));
    };
    let drag = move |event: PointerEvent| {
        if let Some(EdgeDrag { from: (x, width) }) = dragged.get_untracked() {
            let right = event.client_x() - x;
            to(width + if grows_right() { right } else { -right });
        }
    };
    let drop = move || {
        if let Some(EdgeDrag { from }) = dragged.get_untracked() {
            dragged.set(None);
            let is_moved = width.get_untracked() != from.1;
            act.run(if is_moved { EdgeMove::Done } else { EdgeMove::GivenUp });
        }
    };
    let press = move |event: KeyboardEvent| {
        if is_command(&event) {
            return;
        }
        let now = width.get_untracked();
        let right = if grows_right() { STEP } else { -STEP };
        let drag = dragged.get_untracked();
        let wanted = match (key_of(&event).as_str(), drag) {
            ("Escape", Some(EdgeDrag { from })) => from.1,
            ("Home", _) => narrowest,
            ("End", _) => widest,
            ("ArrowRight", _) => now + right,
            ("ArrowLeft", _) => now - right,
            _ => {
                if let Some(on_key) = on_key {
                    on_key.run(event);
                }
                return;
            }
        };
        // The arrows also lead from one token to the next, and Escape closes what is open.
        event.prevent_default();
        event.stop_propagation();
        dragged.set(None);
        to(wanted);
        let is_given_up = drag.is_some_and(|drag| drag.from.1 == wanted);
        act.run(if is_given_up { EdgeMove::GivenUp } else { EdgeMove::Done });
    };
    view! {
        <div
            class=class
            class:edge-dragged=move || dragged.with(Option::is_some)
            role="separator"
            tabindex=move || if tab_stop.get() { "0" } else { "-1" }
            aria-orientation="vertical"
            aria-label=name
            aria-valuemin=narrowest
            aria-valuemax=widest
            aria-valuenow=width
            node_ref=edge
            on:pointerdown=take
            on:pointermove=drag
            on:pointerup=move |_| drop()
            on:lostpointercapture=move |_| drop()
            on:click=|event| event.stop_propagation()
            on:dblclick=move |_| act.run(EdgeMove::Doubled)
            on:keydown=press
        ></div>
    }
}

/// Whether the text there runs from right to left.
pub fn is_right_to_left(edge: &Element) -> bool {
    matches!(edge.matches(":dir(rtl)"), Ok(true))
}
