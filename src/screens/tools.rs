//! What the first view only has the buttons for: the choice of columns, of light or dark, and suggestions while one types.
//! Fetched after it.

use leptos::prelude::*;

use super::suggestions;
use super::token_list::columns::Column;
use super::token_list::list::List;
use crate::app::app;
use crate::settings::Theme;
use crate::ui::dom::{El, el};

/// What the buttons open.
#[derive(Clone, Copy)]
pub struct Tools {
    /// The choice of columns.
    pub columns: fn() -> El,
    /// The choice of light or dark.
    pub theme: fn() -> El,
}

/// Starts it, under the current owner.
pub fn start() -> Tools {
    suggestions::start();
    Tools { columns, theme }
}

fn columns() -> El {
    let list = expect_context::<List>();
    let choice = move |column: Column| {
        let tick = el("input")
            .attr("type", "checkbox")
            .flag("disabled", !column.may_hide())
            .checked_of(move || list.shows(column))
            .on_checked(move |show| list.show(column, show));
        el("label")
            .class("choice")
            .flag_of("hidden", move || !column.is_for(list.kind()))
            .child(tick)
            .text(column.label())
    };
    choices("Columns shown").children(Column::ALL.map(choice))
}

fn theme() -> El {
    let settings = app().settings;
    let choice = |theme: Theme| {
        let label = match theme {
            Theme::Auto => "As the system",
            Theme::Light => "Light",
            Theme::Dark => "Dark",
        };
        let radio = el("input")
            .attr("type", "radio")
            .attr("name", "ts-theme")
            .checked_of(move || settings.theme() == theme)
            .on_checked(move |_| settings.set_theme(theme));
        el("label").class("choice").child(radio).text(label)
    };
    choices("Theme").children(Theme::ALL.map(choice))
}

fn choices(of: &str) -> El {
    el("fieldset").class("choices").child(el("legend").text(of))
}
