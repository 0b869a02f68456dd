//! The sheet of keyboard shortcuts. Fetched after the first view.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, KeyboardEvent, MouseEvent};

use crate::components::icon::Icon;
use crate::components::icon_button::IconButton;
use crate::components::keys::{is_command, is_typed, key_of, on_bare_page};
use crate::components::when::each;
use crate::text;
use crate::text::shortcuts::{ALL, SHORTCUTS, ShortcutGroup};

const TITLE_ID: &str = "ts-shortcuts-title";

/// The sheet, for what opens it. Found in the context.
#[derive(Clone, Copy)]
pub struct ShortcutSheetState(NodeRef<html::Dialog>);

impl ShortcutSheetState {
    /// No sheet is on the page yet.
    pub fn new() -> Self {
        Self(NodeRef::new())
    }

    /// Opens it.
    pub fn show(self) {
        if let Some(dialog) = self.0.try_get_untracked().flatten()
            && !dialog.open()
        {
            // Only a dialog that is not on the page refuses.
            let _ = dialog.show_modal();
        }
    }

    fn close(self) {
        if let Some(dialog) = self.0.try_get_untracked().flatten() {
            dialog.close();
        }
    }

    /// "?" opens it, unless it is typed or a question is to be answered first.
    fn press(self, event: &KeyboardEvent) {
        let is_asked = || {
            let console = self
                .0
                .try_get_untracked()
                .flatten()
                .and_then(|dialog| console_of(&dialog));
            console.is_some_and(|console| matches!(console.query_selector("dialog:modal"), Ok(Some(_))))
        };
        if key_of(event) == "?" && !event.default_prevented() && !is_command(event) && !is_typed(event) && !is_asked() {
            event.prevent_default();
            self.show();
        }
    }
}

/// The sheet. Where nothing has the focus, "?" is for the page; in a guest it is the host's.
#[component]
pub fn ShortcutSheet() -> impl IntoView {
    let state = expect_context::<ShortcutSheetState>();
    on_bare_page(move |event| state.press(event));
    Effect::new(move || {
        if let Some(console) = state.0.get().and_then(|dialog| console_of(&dialog)) {
            let listener = console.on(ev::keydown, move |event| state.press(&event));
            // It listens until it is dropped.
            on_cleanup(move || drop(listener));
        }
    });
    view! {
        <dialog
            class="dialog shortcuts"
            part="dialog"
            aria-labelledby=TITLE_ID
            node_ref=state.0
            // The keys of the page are not meant here: Escape would close the drawer behind.
            on:keydown=move |event: KeyboardEvent| event.stop_propagation()
        >
            <div class="dialog-frame">
                <header class="dialog-head">
                    <h2 id=TITLE_ID>{SHORTCUTS}</h2>
                    <IconButton name=text::buttons::CLOSE icon=Icon::Cross act=move |()| state.close()/>
                </header>
                <div class="dialog-body"><div class="shortcuts-groups">{each(ALL.iter().collect(), group)}</div></div>
            </div>
        </dialog>
    }
}

fn group(group: &ShortcutGroup) -> AnyView {
    let line = |(keys, meaning): (&'static [&'static str], &'static str)| {
        let key = |key: &'static str| view! { <kbd>{key}</kbd> }.into_any();
        view! {
            <div>
                <dt>{each(keys.to_vec(), key)}</dt>
                <dd>{meaning}</dd>
            </div>
        }
        .into_any()
    };
    view! {
        <section>
            <h3>{group.place}</h3>
            <dl>{each(group.keys.to_vec(), line)}</dl>
        </section>
    }
    .into_any()
}

/// The button that opens it, in a menu.
#[component]
pub fn ShortcutsButton() -> impl IntoView {
    let state = expect_context::<ShortcutSheetState>();
    let show = move |event: MouseEvent| {
        // The menu closes, and the focus is to come back to where it can be.
        let button = event
            .current_target()
            .and_then(|button| button.dyn_into::<Element>().ok());
        let menu = button.and_then(|button| button.closest("details").ok().flatten());
        let summary = menu.and_then(|menu| menu.query_selector("summary").ok().flatten());
        if let Some(summary) = summary.and_then(|summary| summary.dyn_into::<web_sys::HtmlElement>().ok()) {
            // It is on the page, so it takes it.
            let _ = summary.focus();
        }
        state.show();
    };
    view! { <button type="button" class="action" on:click=show>{SHORTCUTS}</button> }
}

fn console_of(element: &Element) -> Option<Element> {
    element.closest(".console").ok().flatten()
}
