//! Whether tokens are to be deleted: what they are, and what that does and does not do.

use leptos::prelude::*;
use web_sys::KeyboardEvent;

use super::confirm_form::ConfirmForm;
use super::confirm_many::many;
use super::confirm_one::ConfirmOne;
use super::state::DeleteDialog;
use super::title::Title;
use crate::components::keys::key_of;
use crate::components::when::When;
use crate::text;
use crate::tokens::deletion::Summary;

/// From so many on, the number is to be typed.
const MANY: usize = 50;

/// The question.
#[component]
pub fn Confirm() -> impl IntoView {
    let dialog = expect_context::<DeleteDialog>();
    let form = ConfirmForm {
        also: RwSignal::new_local(Vec::new()),
        typed: RwSignal::new(String::new()),
    };
    let targets = dialog.asked.get_value();
    let summary = Summary::of(&targets);
    let kind = summary.only_kind();
    let count = targets.len();
    let how_many = move || count + form.also.with(Vec::len);
    let name = move || {
        // What is taken along may be of another kind.
        let kind = kind.filter(|kind| form.also.with(|also| also.iter().all(|other| other.kind == *kind)));
        text::deletion::delete(kind, how_many())
    };
    let body = match (&*targets, kind) {
        ([target], _) => view! { <ConfirmOne target=target.clone() form/> }.into_any(),
        _ => many(&targets, &summary),
    };
    let is_confirmed = move || how_many() < MANY || form.typed.with(|typed| is_number(typed, how_many()));
    let why_not = move || (!is_confirmed()).then(|| text::deletion::type_first(how_many()));
    // Delete exactly what was shown, whatever the dialog is asked about next.
    let targets = StoredValue::new_local(targets);
    let confirm = Callback::new(move |()| {
        if untrack(is_confirmed) {
            let all = targets.with_value(|targets| [targets.to_vec(), form.also.get_untracked()].concat());
            dialog.start(all);
        }
    });
    view! {
        <div class="dialog-frame">
            <header class="dialog-head"><Title text=Signal::derive(name)/></header>
            <div class="dialog-body">
                {body}
                <When holds=Signal::derive(move || { how_many() >= MANY })>
                    <CountField how_many typed=form.typed confirm/>
                </When>
            </div>
            <footer class="deletion-actions">
                <button type="button" class="button" on:click=move |_| dialog.close()>{text::buttons::CANCEL}</button>
                <button
                    type="button"
                    class="button button-danger"
                    aria-disabled=move || (!is_confirmed()).then_some("true")
                    title=why_not
                    on:click=move |_| confirm.run(())
                >
                    {name}
                </button>
            </footer>
        </div>
    }
}

/// The number, to be typed.
#[component]
fn CountField(
    /// The number.
    how_many: impl Fn() -> usize + Send + 'static,
    /// What is typed.
    typed: RwSignal<String>,
    /// What Enter does.
    confirm: Callback<()>,
) -> impl IntoView {
    let on_key = move |event: KeyboardEvent| {
        if key_of(&event) == "Enter" {
            confirm.run(());
        }
    };
    view! {
        <label class="deletion-typing">
            <span>{move || text::deletion::type_number(how_many())}</span>
            <input
                class="field"
                inputmode="numeric"
                autocomplete="off"
                prop:value=typed
                on:input:target=move |event| typed.set(event.target().value())
                on:keydown=on_key
            />
        </label>
    }
}

/// People may write it as they see it elsewhere on the page.
fn is_number(typed: &str, number: usize) -> bool {
    text::typed::number(typed) == Some(number as u64)
}
