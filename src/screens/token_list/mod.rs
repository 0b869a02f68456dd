//! The list of tokens: search, filters, table, pages.

pub mod cells;
pub mod columns;
pub mod dress;
mod filters;
mod heading;
mod highlighted;
pub mod list;
mod list_selection;
pub mod names;
mod notices;
pub mod request;
mod return_focus;
mod row;
pub mod row_content;
pub mod row_update;
mod rows;
mod scopes;
mod search_field;
pub mod search_state;
pub mod slots;
mod table;

use leptos::prelude::*;

use heading::Heading;
use list::List;
use notices::Notices;
use return_focus::return_focus;
pub use scopes::{Scope, in_order, measured_room};
use search_field::SearchField;
use table::TokenTable;

use self::slots::SelectionHooks;
use crate::components::icon::{Icon, Picture};
use crate::components::lazy::{LazySlot, LazyView};
use crate::components::menu::Menu;
use crate::components::pager::{ALL, Pager, PagerPlace};
use crate::components::when::When;
use crate::state::app::app;
use crate::state::lazy_modules::CatalogSlots;
use crate::state::settings::remember_page_size;
use crate::text;
use crate::tokens::query::PageSize;

/// The list.
#[component]
pub fn TokenList() -> impl IntoView {
    let list = expect_context::<List>();
    let modules = app().modules;
    let all_kinds = move || list.is_all_kinds();
    return_focus(list);
    let catalog = move |part: fn(CatalogSlots) -> LazyView| modules.catalog_view(part);
    let selecting =
        move |part: fn(SelectionHooks) -> LazyView| Signal::derive(move || list.slots.selection.get().map(part));
    view! {
        // All kinds stand in place of what belongs to the list of one; the style sheet hides that.
        <div class=move || if all_kinds() { "list list-all-kinds" } else { "list" } part="list">
            // What is fetched later has its place from the beginning, so that nothing moves when it comes.
            <div class="toolbar">
                <SearchField/>
                <div class="facets-place"><LazySlot view=catalog(|slots| slots.facets)/></div>
                <div class="list-tools">
                    <div class="catalog-place"><LazySlot view=catalog(|slots| slots.tools)/></div>
                    <Refresh/>
                    <ColumnChooser/>
                </div>
                <Heading/>
            </div>
            <LazySlot view=catalog(|slots| slots.strip)/>
            <Notices/>
            <LazySlot view=selecting(|selecting| selecting.notice)/>
            <TokenTable/>
            <ListPager/>
            <LazySlot view=catalog(|slots| slots.foot)/>
            <LazySlot view=selecting(|selecting| selecting.bar)/>
            <When holds=Signal::derive(all_kinds)>
                <LazySlot view=Signal::derive(move || modules.tools.get().map(|tools| tools.all_kinds))/>
            </When>
        </div>
    }
}

#[component]
fn Refresh() -> impl IntoView {
    let list = expect_context::<List>();
    view! {
        <button
            type="button"
            class="button tool-plain"
            class:button-busy=move || list.is_busy()
            on:click=move |_| list.refresh()
        >
            <Picture icon=Icon::Refresh/>
            <span>{text::list::REFRESH}</span>
        </button>
    }
}

#[component]
fn ColumnChooser() -> impl IntoView {
    let tools = app().modules.tools;
    view! {
        <Menu name=text::list::COLUMNS icon=Icon::Columns.path()>
            <div>{move || tools.get().map(|tools| untrack(tools.columns))}</div>
        </Menu>
    }
}

#[component]
fn ListPager() -> impl IntoView {
    let list = expect_context::<List>();
    let place = move || {
        let shown = list.shown()?;
        let page = &shown.answer.pagination;
        let so_far = shown.answer.so_far.as_deref();
        let range = text::pager::range(page.start_index, page.end_index, page.count, so_far);
        Some(PagerPlace {
            page: page.current,
            pages: page.total_pages.max(1),
            range,
            moves: so_far.is_some(),
        })
    };
    let sizes = move || {
        let all = (list.has_all() && list.query().group.is_none()).then_some(ALL);
        PageSize::CHOICES.into_iter().chain(all).collect::<Vec<_>>()
    };
    let size = move || {
        let query = list.query();
        if query.is_endless() { ALL } else { query.page_size.get() }
    };
    let set_size = move |choice: u64| {
        let size = PageSize::new(choice);
        if let Some(size) = size {
            remember_page_size(size);
        }
        list.change_query(|query| {
            let mut query = query.with_page_size(size.unwrap_or(query.page_size));
            query.all_rows = choice == ALL;
            query
        });
    };
    // Where the first answer will end is not known; what appears below it moves nothing.
    let hidden = move || list.shown().is_none() && list.loader.is_busy();
    view! {
        <Pager
            place
            go=move |page| list.change_query(|query| query.with_page(page))
            sizes
            size=Signal::derive(size)
            set_size
            hidden=Signal::derive(hidden)
        />
    }
}
