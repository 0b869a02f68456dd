//! The edge of the drawer, which makes it wider or narrower: by dragging, or with the arrow keys.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent, PointerEvent};

use crate::components::keys::key_of;
use crate::state::settings::{drawer_width, remember_drawer_width};
use crate::text::drawer as words;

/// The narrowest and the widest, in pixels of the page. The style sheet leaves some of the list in sight in any case.
const NARROWEST: i32 = 352;
const WIDEST: i32 = 960;

/// What it is as long as nobody has changed it.
const USUAL: i32 = 480;

/// So many pixels a key moves it.
const STEP: i32 = 16;

/// The width that is remembered, or the usual one.
pub fn remembered_width() -> i32 {
    drawer_width().map_or(USUAL, |width| width.clamp(NARROWEST, WIDEST))
}

/// Tells the style sheet how wide it is: what stands at the end of the list makes room for it.
pub fn tell_width(drawer: NodeRef<html::Dialog>, width: RwSignal<i32>) {
    Effect::new(move || {
        let pixels = format!("{}px", width.get());
        let console = drawer
            .get()
            .and_then(|drawer| drawer.closest(".console").ok().flatten());
        if let Some(console) = console.and_then(|console| console.dyn_into::<HtmlElement>().ok()) {
            // A plain length is always taken.
            let _ = HtmlElement::style(&console).set_property("--drawer-width", &pixels);
        }
    });
}

/// The edge.
#[component]
pub fn DrawerEdge(
    /// How wide the drawer is.
    width: RwSignal<i32>,
) -> impl IntoView {
    let edge = NodeRef::<html::Div>::new();
    let set = move |wanted: i32| width.set(wanted.clamp(NARROWEST, WIDEST));
    let drag = move |event: PointerEvent| {
        let Some(edge) = edge.get_untracked() else { return };
        if !edge.has_pointer_capture(event.pointer_id()) {
            return;
        }
        let Some(drawer) = edge.parent_element() else { return };
        let place = drawer.get_bounding_client_rect();
        let pointer = f64::from(event.client_x());
        let wanted = if is_right_to_left(&edge) {
            pointer - place.left()
        } else {
            place.right() - pointer
        };
        #[expect(clippy::cast_possible_truncation, reason = "pixels")]
        set(wanted.round() as i32);
    };
    let take = move |event: PointerEvent| {
        if let Some(edge) = edge.get_untracked() {
            event.prevent_default();
            // A pointer that is gone already cannot be captured, and drags nothing.
            let _ = edge.set_pointer_capture(event.pointer_id());
        }
    };
    let press = move |event: KeyboardEvent| {
        let is_mirrored = edge.get_untracked().is_some_and(|edge| is_right_to_left(&edge));
        let wider = if is_mirrored { "ArrowRight" } else { "ArrowLeft" };
        let now = width.get_untracked();
        let wanted = match key_of(&event).as_str() {
            "Home" => NARROWEST,
            "End" => WIDEST,
            key if key == wider => now + STEP,
            "ArrowLeft" | "ArrowRight" => now - STEP,
            _ => return,
        };
        // The arrows also lead from one token to the next.
        event.prevent_default();
        event.stop_propagation();
        set(wanted);
        remember_drawer_width(width.get_untracked());
    };
    view! {
        <div
            class="drawer-edge"
            role="separator"
            tabindex="0"
            aria-orientation="vertical"
            aria-label=words::WIDTH
            aria-valuemin=NARROWEST
            aria-valuemax=WIDEST
            aria-valuenow=width
            node_ref=edge
            on:pointerdown=take
            on:pointermove=drag
            on:pointerup=move |_| remember_drawer_width(width.get_untracked())
            on:dblclick=move |_| {
                set(USUAL);
                remember_drawer_width(USUAL);
            }
            on:keydown=press
        ></div>
    }
}

fn is_right_to_left(edge: &Element) -> bool {
    matches!(edge.matches(":dir(rtl)"), Ok(true))
}
