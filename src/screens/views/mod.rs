//! The menu of views: those that are always there, and a person's own. Fetched after the first view.

mod name_field;
mod own_view;
mod save_this;
mod state;
mod view_link;

use leptos::prelude::*;

use own_view::OwnView;
use save_this::SaveThis;
pub use state::Views;
use view_link::ViewLink;

use crate::components::icon::BOOKMARK;
use crate::components::menu::Menu;
use crate::components::when::{When, each};
use crate::text;
use crate::tokens::views::{BuiltInView, SavedView};

/// The menu. Its button says which view is on screen.
#[component]
pub fn ViewsMenu() -> impl IntoView {
    let views = expect_context::<Views>();
    let current = Memo::new(move |_| views.current());
    let label = move || match current.get() {
        None => text::views::VIEWS.into_any(),
        Some((name, is_own)) => view! {
            {text::views::VIEW}
            <bdi translate=is_own.then_some("no")>{text::cut(&name)}</bdi>
        }
        .into_any(),
    };
    let key = |view: &SavedView| [&*view.name, " ", &*view.address.to_path_and_query()].concat();
    view! {
        <div class="views">
            <Menu
                name=text::views::VIEWS
                icon=BOOKMARK
                label=label.into_any()
                on_toggle=move |open| if open { views.reload() } else { views.put_away() }
            >
                <div class="views-panel" role="group" aria-label=text::views::VIEWS tabindex="-1" node_ref=views.panel>
                    <p class="views-title" aria-hidden="true">{text::views::BUILT_IN}</p>
                    <ul class="views-list" aria-label=text::views::BUILT_IN>
                        {each(BuiltInView::ALL.to_vec(), |view| view! { <BuiltIn view/> }.into_any())}
                    </ul>
                    <When holds=Signal::derive(move || views.own.with(|own| !own.is_empty()))>
                        <p class="views-title" aria-hidden="true">{text::views::OWN}</p>
                        <ul class="views-list" aria-label=text::views::OWN>
                            <For each=move || views.own.get() key=key children=|view| view! { <OwnView view/> }/>
                        </ul>
                    </When>
                    <JustDeleted/>
                    <SaveThis/>
                    <When holds=Signal::derive(move || !views.is_kept.get())>
                        <p class="views-note quiet">{text::views::NOT_KEPT}</p>
                    </When>
                </div>
            </Menu>
        </div>
    }
}

/// A view that is always there, for the kind of token on screen.
#[component]
fn BuiltIn(view: BuiltInView) -> impl IntoView {
    let list = expect_context::<Views>().list;
    let name = text::views::built_in(view);
    view! {
        <li hidden=move || !view.is_for(list.kind())>
            <ViewLink name=name.to_owned() is_own=false of=Signal::derive(move || view.address(list.kind()))/>
        </li>
    }
}

/// That a view was deleted, and the way back.
#[component]
fn JustDeleted() -> impl IntoView {
    let views = expect_context::<Views>();
    move || {
        views.deleted.get().map(|(_, view)| {
            view! {
                <p class="views-deleted">
                    <span>{text::views::deleted(&text::cut(&view.name))}</span>
                    <button type="button" class="link views-undo" on:click=move |_| views.undo()>{text::views::UNDO}</button>
                </p>
            }
        })
    }
}
