//! The scopes of a token in its row: as many by name as there is room for, the others as a number.

use leptos::prelude::*;
use web_sys::Element;

use super::highlighted::highlighted;
use super::row_content::Highlight;
use crate::text;

/// The room while nobody has measured it.
pub const ROOM: u64 = 26;

/// How wide a character of a name is, by the size of its type; and that size, by the size of all other types.
const CHARACTER: f64 = 0.605;
const NAME_SIZE: f64 = 0.71875 / 0.875;

/// The scopes of a token, with what was found in them marked. There is room for so many characters.
///
/// `tab_stop`: the `tabindex` of the number, with which all of them can be opened.
pub fn scopes(scopes: &[String], mark: &Highlight, room: u64, tab_stop: Option<&'static str>) -> AnyView {
    if scopes.is_empty() {
        return view! { <ul class="scopes"><li class="quiet">{text::table::NO_SCOPES}</li></ul> }.into_any();
    }
    let named = in_order(scopes, mark);
    let lengths: Vec<usize> = named.iter().map(|name| name.chars().count()).collect();
    let shown = text::scopes::fitting(&lengths, usize::try_from(room).unwrap_or(usize::MAX));
    let names = named.iter().take(shown).map(|name| named_scope(name, mark));
    view! { <ul class="scopes">{names.collect::<Vec<_>>()}{left(named.len() - shown, tab_stop)}</ul> }.into_any()
}

/// First what was searched for, then what gives power: neither may hide behind a number.
pub fn in_order<'a>(scopes: &'a [String], mark: &Highlight) -> Vec<&'a String> {
    let rank = |name: &str| match (mark, text::scopes::is_powerful(name)) {
        (Some(needle), _) if needle.is_in(name) => 0,
        (_, true) => 1,
        (_, false) => 2,
    };
    let of_rank = |wanted| scopes.iter().filter(move |name| rank(name) == wanted);
    (0..3).flat_map(of_rank).collect()
}

/// How many characters there is room for in the rows of a table; while it has none, below the header of the column.
pub fn measured_room(table: &Element) -> Option<u64> {
    let find = |selector: &str| table.query_selector(selector).ok().flatten();
    let (element, share) = match find(".row:not([hidden]) .scopes") {
        Some(list) => (list, 1.0),
        None => (find("th.cell-scopes")?, NAME_SIZE),
    };
    let style = window().get_computed_style(&element).ok()??;
    let pixels = |property: &str| {
        // Reading decimals in Rust would be 10 kB more.
        let value = js_sys::parse_float(&style.get_property_value(property).ok()?);
        (!value.is_nan()).then_some(value)
    };
    let inside = f64::from(element.client_width()) - 2.0 * pixels("padding-inline-start")?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "characters on a screen"
    )]
    let room = (inside / (pixels("font-size")? * share * CHARACTER)) as u64;
    (room > 0).then_some(room)
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

fn named_scope(name: &str, mark: &Highlight) -> AnyView {
    view! { <li class=class(name) dir="auto">{highlighted(name, mark)}</li> }.into_any()
}

/// How many more there are: a button, for whoever has no pointer to rest on it.
fn left(count: usize, tab_stop: Option<&'static str>) -> Option<AnyView> {
    (count > 0).then(|| {
        view! {
            <li>
                <button type="button" class="scope-more" aria-haspopup="dialog" tabindex=tab_stop>
                    <span dir="ltr">{text::table::more_scopes(count)}</span>
                    <span class="visually-hidden">{text::table::MORE_SCOPES}</span>
                </button>
            </li>
        }
        .into_any()
    })
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
