//! The scopes of a token in its row: the first few by name, the others as a number.

use leptos::prelude::*;
use web_sys::Element;

use super::highlighted::highlighted;
use super::row_content::Highlight;
use crate::text;

/// So many scopes are shown before they are counted; the style sheet knows whether there is room for the second.
const SHOWN: usize = 2;

/// The scopes of a token, with what was found in them marked.
pub fn scopes(scopes: &[String], mark: &Highlight) -> AnyView {
    // First what was searched for, then what gives power: neither may hide behind a number.
    let rank = |name: &str| match (mark, text::scopes::is_powerful(name)) {
        (Some(needle), _) if needle.is_in(name) => 0,
        (_, true) => 1,
        (_, false) => 2,
    };
    let in_order = (0..3).flat_map(|wanted| scopes.iter().filter(move |name| rank(name) == wanted));
    let mut named = in_order.map(|name| (&**name, class(name))).take(SHOWN);
    let first = named.next().unwrap_or((text::table::NO_SCOPES, "quiet"));
    let second = named.next().unwrap_or(("", ""));
    view! {
        <ul class="scopes">
            {named_scope(first, mark)}
            {named_scope(second, mark)}
            {left("scope-more-narrow", scopes.len().saturating_sub(1))}
            {left("scope-more", scopes.len().saturating_sub(2))}
        </ul>
    }
    .into_any()
}

/// Re-inserts the lists of scopes in `body` where they are. A scope behind one whose name changed moves sideways, which
/// counts as a layout shift; an element that has just been inserted has no earlier position to shift from.
pub fn reinsert(body: &Element) {
    let Ok(lists) = body.query_selector_all(".scopes") else {
        return;
    };
    for at in 0..lists.length() {
        if let Some((list, parent)) = lists.get(at).and_then(|list| Some((list.clone(), list.parent_node()?))) {
            // The list is a child of this parent already, so this cannot fail.
            let _ = parent.append_child(&list);
        }
    }
}

fn named_scope((name, class): (&str, &'static str), mark: &Highlight) -> AnyView {
    view! { <li class=class dir="auto">{highlighted(name, mark)}</li> }.into_any()
}

/// How many more there are.
fn left(class: &'static str, count: usize) -> AnyView {
    // What is hidden says nothing.
    let (counted, words) = match count {
        0 => (String::new(), ""),
        more => (text::table::more_scopes(more), text::table::MORE_SCOPES),
    };
    view! {
        <li class=class hidden=count == 0>
            <span>{counted}</span>
            <span class="visually-hidden">{words}</span>
        </li>
    }
    .into_any()
}

fn class(name: &str) -> &'static str {
    if text::scopes::is_powerful(name) {
        "scope scope-powerful"
    } else {
        "scope"
    }
}

/// A scope by its name; one that gives power stands out.
#[component]
pub fn Scope(name: String) -> impl IntoView {
    let class = class(&name);
    view! { <bdi translate="no" class=class>{text::cut_short(name)}</bdi> }
}
