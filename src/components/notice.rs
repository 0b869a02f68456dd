//! A sentence about the page, in a band of its own. It is part of the page; failures have a panel of their own.

use leptos::prelude::*;

use super::icon::{Icon, Picture};

/// Something good to know.
#[component]
pub fn Info(children: Children) -> impl IntoView {
    view! { <Notice class="notice" icon=Icon::Info>{children()}</Notice> }
}

/// Something that is not as the user asked.
#[component]
pub fn Warning(children: Children) -> impl IntoView {
    view! { <Notice class="notice notice-warning" icon=Icon::Warning>{children()}</Notice> }
}

#[component]
fn Notice(class: &'static str, icon: Icon, children: Children) -> impl IntoView {
    view! {
        <div class=class>
            <Picture icon/>
            <div class="notice-body">{children()}</div>
        </div>
    }
}

/// A paragraph that is also read out when it appears.
#[component]
pub fn NoticeText(children: Children) -> impl IntoView {
    view! { <p role="status">{children()}</p> }
}
