//! The search box, which takes free text. What it suggests is fetched after the first view; see `screens/suggestions`.

use std::cell::RefCell;

use leptos::prelude::*;

use super::list::List;
use crate::state::State;
use crate::ui::dom::{El, el};
use crate::ui::icon::{Icon, picture};
use crate::ui::landmark::landmark;

const ERROR_ID: &str = "ts-search-error";

/// The box, for its parts and for what comes later.
#[derive(Clone)]
pub struct SearchBox {
    /// All of it.
    pub form: El,
    /// Where one types.
    pub input: El,
    /// What stands there.
    pub typed: State<String>,
}

/// The box.
pub fn search_box() -> El {
    let list = expect_context::<List>();
    let typed = State::new(String::new());
    let errors = move || {
        let failure = list.loader.failure().filter(|_| !list.has_all());
        failure.map_or_else(|| list.problem.get(), |failure| failure.message_for("search").join(" "))
    };
    // The address is the state: Back, a chip let go of, or a chosen suggestion shows in the box.
    let searched = RefCell::new(None);
    let input = el("input")
        .class("search-input")
        .attr("type", "search")
        .attr("aria-label", "Search tokens")
        .attr("placeholder", "Search by user, provider, or any text…")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("enterkeyhint", "search")
        .attr("aria-describedby", ERROR_ID)
        .watch(move |_| {
            let text = Some(list.query().search);
            if *searched.borrow() != text {
                let wanted = text.clone().unwrap_or_default();
                // What is being typed may end in a blank, which no address keeps.
                if typed.with_now(|typed| typed.trim() != wanted) {
                    typed.set(wanted);
                }
                searched.replace(text);
            }
        })
        .value_of(move || typed.get())
        .on_value("input", move |text| {
            if let Some(catalog) = list.catalog.now() {
                (catalog.type_text)(&text);
            }
            typed.set(text);
        })
        // Escape empties the box, which the browser does, and closes nothing else.
        .on_key(move |event| {
            if event.key() == "Escape" && typed.with_now(|typed| !typed.is_empty()) {
                event.stop_propagation();
            }
        });
    let form = el("form")
        .class("search")
        .attr("part", "search")
        .attr("role", "search")
        .attr("aria-label", &landmark("Tokens"))
        .on("submit", move |event| {
            event.prevent_default();
            list.change_query(|query| query.with_search(typed.now().trim()));
            typed.set(list.location.address_now().query.search);
        })
        .child(picture(Icon::Search))
        .child(input.clone())
        .child(el("span").class("field-error").attr("id", ERROR_ID).text_of(errors));
    list.search_box.set(Some(SearchBox {
        form: form.clone(),
        input,
        typed,
    }));
    form
}
