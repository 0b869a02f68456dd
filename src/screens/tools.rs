//! What the first view has only buttons and places for: choosing columns, choosing the theme, search suggestions, views,
//! the numbers on the tabs; and the sheet of keyboard shortcuts. Fetched after it.

use leptos::prelude::*;

use super::absent_names::AbsentNames;
use super::all_kinds::AllKinds;
use super::columns::{self, ColumnChoices};
use super::shortcuts::{ShortcutSheet, ShortcutSheetState, ShortcutsButton};
use super::suggestions;
use super::tab_counts::{TabCounts, tab_count};
use super::token_list::list::List;
use super::views::{Views, ViewsMenu};
use crate::components::copy::LabelledCopyButton;
use crate::components::when::each;
use crate::model::failure::Failure;
use crate::state::app::app;
use crate::state::lazy_modules::Tools;
use crate::state::settings::Theme;
use crate::text;

/// Starts it, under the current owner.
pub fn start() -> Tools {
    suggestions::start();
    columns::start();
    let sheet = ShortcutSheetState::new();
    provide_context(sheet);
    let list = expect_context::<List>();
    provide_context(AbsentNames::follow(list));
    provide_context(TabCounts::new(list));
    provide_context(Views::remembered(list));
    Tools {
        columns: || view! { <ColumnChoices/> }.into_any(),
        theme: || {
            view! {
                <ThemeChoices/>
                <div class="action-group"><ShortcutsButton/></div>
            }
            .into_any()
        },
        all_kinds: || view! { <AllKinds/> }.into_any(),
        count: tab_count,
        views: || view! { <ViewsMenu/> }.into_any(),
        copy_details: |failure| view! { <CopyDetails failure/> }.into_any(),
        shortcuts: || view! { <ShortcutSheet/> }.into_any(),
        show_shortcuts: Callback::new(move |()| sheet.show()),
    }
}

/// Copies all that is known of a failure, for whoever is asked about it.
#[component]
fn CopyDetails(failure: Failure) -> impl IntoView {
    let session = app().session;
    view! {
        <LabelledCopyButton
            name=text::failures::COPY_DETAILS
            text=move |()| text::failure_report::report(&failure, session.version().get_untracked().as_deref())
        />
    }
}

/// Light, dark, or as the system says.
#[component]
fn ThemeChoices() -> impl IntoView {
    let settings = app().settings;
    let choice = move |theme: Theme| {
        let label = match theme {
            Theme::Auto => text::console::THEME_OF_SYSTEM,
            Theme::Light => text::console::THEME_LIGHT,
            Theme::Dark => text::console::THEME_DARK,
        };
        view! {
            <label class="choice">
                <input
                    type="radio"
                    name="ts-theme"
                    prop:checked=move || settings.theme() == theme
                    on:change=move |_| settings.set_theme(theme)
                />
                {label}
            </label>
        }
        .into_any()
    };
    view! { <Choices of=text::console::THEME>{each(Theme::ALL.to_vec(), choice)}</Choices> }
}

/// Boxes or buttons that belong together.
#[component]
fn Choices(
    /// What there is to choose.
    of: &'static str,
    children: Children,
) -> impl IntoView {
    view! {
        <fieldset class="choices">
            <legend>{of}</legend>
            {children()}
        </fieldset>
    }
}
