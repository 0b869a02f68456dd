//! The edge of the drawer, which makes it wider or narrower: by dragging, or with the arrow keys.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use crate::components::edge::{Edge, EdgeMove, EdgeSide};
use crate::state::settings::{drawer_width, remember_drawer_width};
use crate::text::drawer as words;

/// The narrowest and the widest, in pixels of the page. The style sheet leaves some of the list in sight in any case.
const NARROWEST: i32 = 352;
const WIDEST: i32 = 960;

/// What it is as long as nobody has changed it.
const USUAL: i32 = 480;

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
    let act = move |moved: EdgeMove| match moved {
        EdgeMove::Taken | EdgeMove::GivenUp => {}
        EdgeMove::To(wanted) => width.set(wanted),
        EdgeMove::Done => remember_drawer_width(width.get_untracked()),
        EdgeMove::Doubled => {
            width.set(USUAL);
            remember_drawer_width(USUAL);
        }
    };
    view! {
        <Edge
            class="drawer-edge"
            name=words::WIDTH.to_owned()
            side=EdgeSide::Start
            bounds=(NARROWEST, WIDEST)
            width
            tab_stop=true
            act
        />
    }
}
