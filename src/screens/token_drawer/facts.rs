//! A list of facts: names on one side, what is known on the other.

use std::rc::Rc;

use chrono::{DateTime, Utc};
use leptos::prelude::*;

use crate::components::copy::{CopyButton, copy_whole};
use crate::components::fact::Fact;
use crate::components::full_time::FullTime;
use crate::components::json_tree::json_tree;
use crate::components::portions::portions;
use crate::model::decode::More;
use crate::model::token::Token;
use crate::state::app::app;
use crate::text::cut;
use crate::text::drawer::fact;

/// The token that is shown, in a form that closures in views may hold: they have to be `Send`.
pub type ShownToken = StoredValue<Rc<Token>, LocalStorage>;

/// A text of ours.
pub fn words(text: &str) -> AnyView {
    view! { <span>{cut(text)}</span>{copy_whole(text)} }.into_any()
}

/// A text of authentik's, or the word for its absence.
pub fn text_or(text: Option<&str>, absent: &'static str) -> AnyView {
    match text.filter(|text| !text.trim().is_empty()) {
        Some(text) => view! { <bdi translate="no" class="value">{cut(text)}</bdi>{copy_whole(text)} }.into_any(),
        None => view! { <span class="quiet">{absent}</span> }.into_any(),
    }
}

/// An identifier: in the type of machines, with a button that copies it.
pub fn identifier(name: &str, text: Option<&str>) -> AnyView {
    let Some(text) = text.filter(|text| !text.is_empty()) else {
        return text_or(None, fact::NONE);
    };
    let text = text.to_owned();
    view! {
        <span class="identifier">
            <code translate="no">{cut(&text)}</code>
            <CopyButton name=fact::copy(name) text=move |()| text.clone()/>
        </span>
    }
    .into_any()
}

/// Identifiers, one a line.
pub fn identifiers(ids: &[String]) -> AnyView {
    if ids.is_empty() {
        return text_or(None, fact::NONE);
    }
    lines("id-list", ids.to_vec(), |id| {
        view! { <li><code translate="no">{cut(id)}</code>{copy_whole(id)}</li> }.into_any()
    })
}

/// A list of whatever authentik sent several of, in portions.
pub fn lines<T: Send + Sync + 'static>(class: &'static str, all: Vec<T>, line: fn(&T) -> AnyView) -> AnyView {
    let count = all.len();
    let (lines, more) = portions(count, move |at| all.get(at).map(line).into_any());
    view! { <ul class=class>{lines}</ul>{more} }.into_any()
}

/// "Yes", "No", or that authentik does not tell.
pub fn yes_no(value: Option<bool>) -> AnyView {
    words(match value {
        Some(true) => fact::YES,
        Some(false) => fact::NO,
        None => fact::NOT_TOLD,
    })
}

/// A moment, as a date and from now.
pub fn moment(at: DateTime<Utc>) -> AnyView {
    view! { <FullTime at now=app().clock.second/> }.into_any()
}

/// What is looked at less often, behind a handle.
#[component]
pub fn Details(
    /// What the handle says.
    #[prop(into)]
    title: String,
    children: Children,
) -> impl IntoView {
    view! {
        <details class="more">
            <summary>{title}</summary>
            {children()}
        </details>
    }
}

/// Fields that nobody knew when this was written; nothing where there are none.
#[component]
pub fn MoreFacts(fields: More) -> impl IntoView {
    if fields.is_empty() {
        return None;
    }
    let title = fact::more(fields.len());
    let count = fields.len();
    let fact = move |at: usize| {
        let fact = fields.get(at);
        fact.map(|(name, value)| view! { <Fact name=name.clone() known=json_tree(value)/> })
            .into_any()
    };
    let (facts, more) = portions(count, fact);
    Some(view! {
        <Details title>
            <div>
                <p class="quiet">{fact::MORE_IS}</p>
                <dl class="facts">{facts}</dl>
                {more}
            </div>
        </Details>
    })
}
