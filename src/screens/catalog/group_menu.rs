//! The menu that puts groups in place of the rows.

use leptos::prelude::*;

use super::state::CatalogState;
use crate::components::menu::Menu;
use crate::components::when::each;
use crate::text::groups as text;
use crate::tokens::query::Grouping;

/// What to group by, or nothing. The radio buttons stand in a form for the reason that those of the reports do.
#[component]
pub fn GroupMenu() -> impl IntoView {
    let state = expect_context::<CatalogState>();
    let list = state.list;
    let chosen = Memo::new(move |_| list.location.look(|address| address.query.group));
    let badge = move || match chosen.get() {
        None => String::new(),
        by => text::grouping(by).to_owned(),
    };
    let choice = move |by: Option<Grouping>| {
        let choose = move |_| list.change_query(|query| query.with_group(by));
        view! {
            <label class="choice">
                <input type="radio" name="ts-group" prop:checked=move || chosen.get() == by on:change=choose/>
                {text::grouping(by)}
            </label>
        }
        .into_any()
    };
    let choices = [None].into_iter().chain(Grouping::ALL.map(Some)).collect();
    view! {
        <div class="group-menu">
            <Menu name=text::GROUP_BY badge=Signal::derive(badge)>
                <form>
                    <fieldset class="choices">
                        <legend>{text::GROUP_BY}</legend>
                        {each(choices, choice)}
                    </fieldset>
                </form>
            </Menu>
        </div>
    }
}
