//! All scopes of a token, from the number in its row that counts those without room there.

use std::rc::Rc;

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent, KeyboardEvent, Node};

use super::row_popup::RowPopup;
use crate::components::focus::focus_quietly;
use crate::components::keys::key_of;
use crate::components::when::each;
use crate::model::token::Token;
use crate::screens::token_list::list::List;
use crate::screens::token_list::{Scope, in_order};
use crate::text;

/// The number in a row.
pub const BUTTON: &str = ".scope-more";

/// The scopes of the row whose number was pressed.
#[component]
pub fn RowScopes() -> impl IntoView {
    let list = expect_context::<List>();
    let popup = RowPopup::new(list, BUTTON);
    // The numbers are drawn with the cells, so the table listens on their behalf.
    Effect::new(move || {
        if let Some(table) = list.table.get() {
            let listeners = (
                table.clone().on(ev::pointerdown, move |event| {
                    if let Some(pk) = token_of(&event) {
                        popup.press(pk);
                    }
                }),
                table.on(ev::click, move |event| {
                    if let Some(pk) = token_of(&event) {
                        popup.toggle(pk);
                    }
                }),
            );
            // They listen until they are dropped.
            on_cleanup(move || drop(listeners));
        }
    });
    move || {
        let pk = popup.open.get();
        let token = untrack(|| list.tokens()).into_iter().find(|token| token.pk == pk);
        token.map(|token| {
            untrack(|| view! { <AllScopes popup token name=text::scopes::of(list.kind(), pk)/> }.into_any())
        })
    }
}

/// The token in whose row the number was pressed.
fn token_of(event: &ev::Event) -> Option<u64> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    let row = target.closest(BUTTON).ok()??.closest("[data-token]").ok()??;
    row.get_attribute("data-token")?.parse().ok()
}

#[component]
fn AllScopes(
    popup: RowPopup,
    /// The token whose they are.
    token: Rc<Token>,
    /// Of what they are the scopes.
    name: String,
) -> impl IntoView {
    let pk = token.pk;
    let element = NodeRef::<html::Div>::new();
    let on_key = move |event: KeyboardEvent| {
        let key = key_of(&event);
        if matches!(key.as_str(), "Escape" | "Tab") {
            // Tab goes on from the number.
            if key == "Escape" {
                event.prevent_default();
            }
            popup.close(pk, true);
        }
    };
    let on_leave = move |event: FocusEvent| {
        let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
        let panel = element.try_get_untracked().flatten();
        if panel.is_some_and(|panel| !panel.contains(to.as_ref())) {
            popup.close(pk, false);
        }
    };
    let scope = |name: String| view! { <li><Scope name/></li> }.into_any();
    let names = in_order(&token.scope, &None).into_iter().cloned().collect();
    let (top, end) = popup.keep_in_place(pk, element, focus_quietly);
    view! {
        <div style=("--top", top) style=("--end", end)>
            <div
                class="menu-panel row-popup"
                role="dialog"
                aria-label=name
                tabindex="-1"
                node_ref=element
                on:keydown=on_key
                on:focusout=on_leave
            >
                <ul class="scopes scopes-all">{each(names, scope)}</ul>
            </div>
        </div>
    }
}
