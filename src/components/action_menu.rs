//! A menu of actions that a button opens, with the keys that menus have. Where it stands is up to whoever opens it.

use std::rc::Rc;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, FocusEvent, HtmlElement, KeyboardEvent, Node};

use super::focus::{focus_quietly, focused};
use super::keys::{is_command, key_of};
use super::when::each;

/// An action in a menu.
#[derive(Clone)]
pub struct MenuAction {
    /// What it says.
    pub label: &'static str,
    /// What it is about: a name, which is not translated.
    pub about: Option<String>,
    /// Why it cannot be chosen, in words; `None` while it can.
    pub why_not: Signal<Option<String>>,
    /// What it does.
    pub act: Rc<dyn Fn()>,
}

/// The menu, while it is open.
#[component]
pub fn ActionMenu(
    /// What it is called.
    name: String,
    /// An id that no other element has.
    id: &'static str,
    /// The actions, in groups.
    groups: Vec<Vec<MenuAction>>,
    /// The menu, to be put in its place.
    element: NodeRef<html::Div>,
    /// Closes it; `true`: and moves the focus back to the button.
    #[prop(into)]
    close: Callback<bool>,
) -> impl IntoView {
    let item = move |action: MenuAction| view! { <Action action close/> }.into_any();
    let groups = groups.into_iter().filter(|group| !group.is_empty()).collect();
    let group = move |group: Vec<MenuAction>| {
        view! { <div class="action-group" role="group">{each(group, item)}</div> }.into_any()
    };
    let on_key = move |event: KeyboardEvent| {
        if let Some(menu) = element.get_untracked()
            && press(&menu, &event, close)
        {
            event.prevent_default();
        }
    };
    let on_leave = move |event: FocusEvent| {
        let to = event.related_target().and_then(|to| to.dyn_into::<Node>().ok());
        let menu = element.try_get_untracked().flatten();
        if menu.is_some_and(|menu| !menu.contains(to.as_ref())) {
            close.run(false);
        }
    };
    view! {
        <div
            class="menu-panel action-menu"
            id=id
            role="menu"
            aria-label=name
            tabindex="-1"
            node_ref=element
            on:keydown=on_key
            on:focusout=on_leave
        >
            {each(groups, group)}
        </div>
    }
}

#[component]
fn Action(action: MenuAction, close: Callback<bool>) -> impl IntoView {
    let MenuAction {
        label,
        about,
        why_not,
        act,
    } = action;
    let is_disabled = move || why_not.with(Option::is_some);
    let choose = move |_| {
        if !untrack(is_disabled) {
            close.run(true);
            act();
        }
    };
    view! {
        <button
            type="button"
            class="action"
            role="menuitem"
            tabindex="-1"
            aria-disabled=move || is_disabled().then_some("true")
            on:click=choose
        >
            <span>{label}</span>
            {about.map(|about| view! { {" "}<bdi translate="no" class="line-quiet">{about}</bdi> })}
            {move || why_not.get().map(|why_not| view! { {" "}<span class="action-why">{why_not}</span> })}
        </button>
    }
}

/// Whether the key is one of the menu's.
fn press(menu: &Element, event: &KeyboardEvent, close: Callback<bool>) -> bool {
    let actions = actions(menu);
    let focused = focused(menu);
    let at = actions
        .iter()
        .position(|action| focused.as_ref() == Some(action.unchecked_ref()));
    let last = actions.len().saturating_sub(1);
    let to = match key_of(event).as_str() {
        "ArrowDown" => at.map_or(0, |at| if at == last { 0 } else { at + 1 }),
        "ArrowUp" => at.map_or(last, |at| if at == 0 { last } else { at - 1 }),
        "Home" => 0,
        "End" => last,
        "Escape" => {
            close.run(true);
            return true;
        }
        // The browser goes on from the button.
        "Tab" => {
            close.run(true);
            return false;
        }
        // A letter leads to the next action that begins with it.
        letter if letter.chars().count() == 1 && letter != " " && !is_command(event) => {
            let behind = at.map_or(0, |at| at + 1);
            let mut in_turn = (behind..=last).chain(0..behind);
            let begins = |at: &usize| {
                let text = actions.get(*at).and_then(|action| action.text_content());
                text.is_some_and(|text| text.to_lowercase().starts_with(&letter.to_lowercase()))
            };
            match in_turn.find(begins) {
                Some(to) => to,
                None => return false,
            }
        }
        _ => return false,
    };
    focus(&actions, to);
    true
}

/// Moves the focus to the first action. Nothing scrolls: the menu may not have come to its place yet.
pub fn focus_first(menu: &Element) {
    if let Some(first) = actions(menu).first() {
        focus_quietly(first);
    }
}

fn focus(actions: &[HtmlElement], at: usize) {
    if let Some(action) = actions.get(at) {
        // Only what is not on the page cannot take it.
        let _ = action.focus();
    }
}

fn actions(menu: &Element) -> Vec<HtmlElement> {
    let Ok(found) = menu.query_selector_all("[role=menuitem]") else {
        return Vec::new();
    };
    (0..found.length())
        .filter_map(|at| found.get(at)?.dyn_into().ok())
        .collect()
}
