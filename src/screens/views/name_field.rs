//! A field for the name of a view: Enter takes it, Escape gives up.

use leptos::html;
use leptos::prelude::*;
use web_sys::KeyboardEvent;

use crate::components::announcer;
use crate::components::keys::key_of;
use crate::text;
use crate::tokens::views::{LONGEST_NAME, NameProblem};

/// The field, and what is wrong with what stands in it.
#[component]
pub fn NameField(
    /// What stands in it at first.
    name: String,
    /// Takes the name, in place of another view if that is wanted; or says why not.
    #[prop(into)]
    take: Callback<(String, bool), Result<(), NameProblem>>,
    /// Whether a name that another one has may be taken from it.
    #[prop(optional)]
    may_replace: bool,
    /// Leaves everything as it is.
    #[prop(into)]
    give_up: Callback<()>,
) -> impl IntoView {
    let input = NodeRef::<html::Input>::new();
    let problem = RwSignal::new(None::<NameProblem>);
    let typed = move || input.get_untracked().map(|input| input.value()).unwrap_or_default();
    let words = move || {
        let name = typed();
        problem
            .get()
            .map(|problem| text::views::problem(problem, &text::cut(name.trim())))
    };
    let take = move |replaces: bool| {
        if let Err(why) = take.run((typed(), replaces)) {
            problem.set(Some(why));
            announcer::say(&untrack(words).unwrap_or_default());
            if let Some(input) = input.get_untracked() {
                // Only what is not on the page cannot take it.
                let _ = input.focus();
            }
        }
    };
    let on_key = move |event: KeyboardEvent| {
        match key_of(&event).as_str() {
            "Enter" => take(false),
            "Escape" => give_up.run(()),
            _ => return,
        }
        event.prevent_default();
        // The menu stays open.
        event.stop_propagation();
    };
    Effect::new(move || {
        if let Some(input) = input.get() {
            input.set_value(&name);
            // Only what is not on the page cannot take it.
            let _ = input.focus();
            input.select();
        }
    });
    let is_taken = move || may_replace && matches!(problem.get(), Some(NameProblem::Taken(_)));
    let replace = move || {
        let button = || view! { <button type="button" class="button" on:click=move |_| take(true)>{text::views::REPLACE}</button> };
        is_taken().then(button)
    };
    view! {
        <div class="view-name">
            <input
                type="text"
                node_ref=input
                aria-label=text::views::NAME
                placeholder=text::views::NAME
                aria-invalid=move || problem.get().map(|_| "true")
                aria-describedby="ts-view-problem"
                maxlength=LONGEST_NAME.to_string()
                autocomplete="off"
                on:input=move |_| problem.set(None)
                on:keydown=on_key
            />
            <button type="button" class="button button-primary" on:click=move |_| take(false)>{text::views::SAVE}</button>
            <button type="button" class="button" on:click=move |_| give_up.run(())>{text::buttons::CANCEL}</button>
            <p class="field-error" id="ts-view-problem">{words}</p>
            {replace}
        </div>
    }
}
