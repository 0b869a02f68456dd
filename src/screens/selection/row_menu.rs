//! What can be done with one token, from its row: one menu for all rows. It stands outside of the table, which would cut it
//! off where it scrolls.

use std::rc::Rc;
use std::time::Duration;

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlAnchorElement, HtmlElement, Node, PointerEvent};

use super::state::SelectionState;
use crate::components::action_menu::{ActionMenu, MenuAction, focus_first};
use crate::components::copy::copy;
use crate::components::focus::focus_quietly;
use crate::model::token::Token;
use crate::platform::signals::set_if_changed;
use crate::screens::token_list::list::List;
use crate::screens::token_list::names::Subject;
use crate::text;
use crate::text::row_menu as words;
use crate::tokens::deletion::Target;
use crate::tokens::query::CatalogFilter;

/// Its id.
pub const MENU_ID: &str = "ts-row-menu";

/// Between the button and the menu, in pixels.
const GAP: f64 = 4.0;

/// How long a button says that something was copied.
const SAID: Duration = Duration::from_secs(2);

/// Which menu is open. Cheap to copy; found in the context.
#[derive(Clone, Copy)]
pub struct RowMenuState {
    /// The token whose menu is open; 0 for none.
    pub open: RwSignal<u64>,
    /// The token of which something has just been copied; 0 for none.
    pub copied: RwSignal<u64>,
    /// Whether the menu was open when its button was pressed: the press has closed it.
    was_open: StoredValue<bool>,
    list: List,
}

impl RowMenuState {
    /// None is open.
    pub fn new(list: List) -> Self {
        Self {
            open: RwSignal::new(0),
            copied: RwSignal::new(0),
            was_open: StoredValue::new(false),
            list,
        }
    }

    /// The button of a row goes down.
    pub fn press(self, pk: u64) {
        self.was_open.set_value(self.open.get_untracked() == pk);
    }

    /// The button of a row was pressed.
    pub fn toggle(self, pk: u64) {
        let was_open = self.was_open.try_update_value(std::mem::take) == Some(true);
        self.open.set(if was_open { 0 } else { pk });
    }

    fn close(self, pk: u64, focus_back: bool) {
        if focus_back {
            let table = || self.list.table.try_get_untracked().flatten().map(HtmlElement::from);
            if let Some(place) = self.in_row(pk, ".row-more").or_else(table) {
                focus_quietly(&place);
            }
        }
        // The focus may have gone to the button of another row, which has opened its own.
        if self.open.try_get_untracked() == Some(pk) {
            self.open.set(0);
        }
    }

    /// What stands in the row of a token, if it is on the page.
    fn in_row<T: JsCast>(self, pk: u64, selector: &str) -> Option<T> {
        let frame = self.list.frame.try_get_untracked().flatten()?;
        let row = frame.query_selector(&format!("[data-token='{pk}']:not([hidden])"));
        row.ok()??.query_selector(selector).ok()??.dyn_into().ok()
    }

    /// Whether the table is scrolled to where the row is.
    fn is_in_sight(self, pk: u64) -> bool {
        let frame = self.list.frame.try_get_untracked().flatten();
        let Some((frame, button)) = frame.zip(self.in_row::<HtmlElement>(pk, ".row-more")) else {
            return false;
        };
        let (frame, button) = (frame.get_bounding_client_rect(), button.get_bounding_client_rect());
        button.top() < frame.bottom() && button.bottom() > frame.top()
    }

    fn copy(self, pk: u64, text: &str) {
        copy(text, move |is_copied| {
            if is_copied && self.copied.try_set(pk).is_none() {
                let over = move || {
                    if self.copied.try_get_untracked() == Some(pk) {
                        self.copied.set(0);
                    }
                };
                set_timeout(over, SAID);
            }
        });
    }
}

/// The menu of the row whose button was pressed.
#[component]
pub fn RowMenu() -> impl IntoView {
    let menu = expect_context::<RowMenuState>();
    move || {
        let pk = menu.open.get();
        let token = untrack(|| menu.list.tokens()).into_iter().find(|token| token.pk == pk);
        token.map(|token| untrack(|| view! { <OpenMenu token/> }.into_any()))
    }
}

#[component]
fn OpenMenu(
    /// The token whose it is.
    token: Rc<Token>,
) -> impl IntoView {
    let state = expect_context::<SelectionState>();
    let menu = expect_context::<RowMenuState>();
    let list = state.list;
    let pk = token.pk;
    let element = NodeRef::<html::Div>::new();
    let (top, end) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let place = move || {
        if let Some((at, from_end)) = place_of(menu, pk, element) {
            set_if_changed(top, at);
            set_if_changed(end, from_end);
        }
    };
    Effect::new(move || {
        if let Some(element) = element.get() {
            place();
            focus_first(&element);
        }
    });
    // Rows move while others come and go.
    Effect::new(move |before: Option<()>| {
        let is_there = list.tokens().iter().any(|token| token.pk == pk);
        if !is_there {
            menu.close(pk, true);
        } else if before.is_some() {
            request_animation_frame(place);
        }
    });
    let scroll = move || {
        if menu.is_in_sight(pk) {
            place();
        } else {
            menu.close(pk, true);
        }
    };
    let press = move |event: PointerEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<Node>().ok());
        let menu_element = element.try_get_untracked().flatten();
        if menu_element.is_some_and(|element| !element.contains(target.as_ref())) {
            menu.close(pk, false);
        }
    };
    let frame = list.frame.get_untracked();
    let console = frame
        .as_ref()
        .and_then(|frame| frame.closest(".console").ok().flatten());
    let listeners = (
        // Not every press takes the focus away.
        console.map(|console| console.on(ev::pointerdown, press)),
        frame.map(|frame| frame.on(ev::scroll, move |_| scroll())),
    );
    // They listen until they are dropped.
    on_cleanup(move || drop(listeners));
    let name = words::more_for(list.kind(), pk);
    let groups = groups(state, menu, &token);
    view! {
        <div class="action-place" style=("--top", top) style=("--end", end)>
            <ActionMenu name id=MENU_ID groups element close=move |focus_back| menu.close(pk, focus_back)/>
        </div>
    }
}

/// Where it stands: below its button or, without room, above; from the top and from the end of the list.
fn place_of(menu: RowMenuState, pk: u64, element: NodeRef<html::Div>) -> Option<(String, String)> {
    let element = element.try_get_untracked().flatten()?;
    let around = element.offset_parent()?.get_bounding_client_rect();
    let button = menu.in_row::<HtmlElement>(pk, ".row-more")?.get_bounding_client_rect();
    let height = element.get_bounding_client_rect().height() + GAP;
    let seen = window().inner_height().ok()?.as_f64()?;
    let fits_below = button.bottom() + height <= seen || button.top() < height;
    let top = if fits_below {
        button.bottom() + GAP
    } else {
        button.top() - height
    };
    let is_mirrored = element.matches(":dir(rtl)") == Ok(true);
    let end = if is_mirrored {
        button.left() - around.left()
    } else {
        around.right() - button.right()
    };
    #[expect(clippy::cast_possible_truncation, reason = "pixels")]
    let pixels = |length: f64| format!("{}px", length as i32);
    Some((pixels(top - around.top()), pixels(end)))
}

/// What can be done with the token.
fn groups(state: SelectionState, menu: RowMenuState, token: &Rc<Token>) -> Vec<Vec<MenuAction>> {
    let list = state.list;
    let pk = token.pk;
    let link = menu.in_row::<HtmlAnchorElement>(pk, ".row-link");
    // Elements know their whole address.
    let address = link.map(|link| link.href()).filter(|address| !address.is_empty());
    let target = Target::of(list.kind(), token);
    let tools = state.app.modules.tools.get_untracked();
    let shortcuts = tools.map(|tools| action(text::shortcuts::SHORTCUTS, None, move || tools.show_shortcuts.run(())));
    vec![
        vec![action(words::OPEN, None, move || list.open_token(pk))],
        filters(state, token),
        [
            Some(action(words::COPY_ID, None, move || menu.copy(pk, &pk.to_string()))),
            address.map(|address| action(words::COPY_LINK, None, move || menu.copy(pk, &address))),
        ]
        .into_iter()
        .flatten()
        .collect(),
        vec![MenuAction {
            why_not: state.reason.into(),
            ..action(words::DELETE, None, move || list.ask_to_delete(vec![target.clone()]))
        }],
        shortcuts.into_iter().collect(),
    ]
}

/// What leaves others out, where they are not left out already.
fn filters(state: SelectionState, token: &Rc<Token>) -> Vec<MenuAction> {
    let list = state.list;
    let query = list.query();
    let mut filters = Vec::new();
    if query.user.is_none() {
        let user = Rc::clone(&token.user);
        let only = move || {
            list.names.learn(Subject::User, user.pk, &user.username);
            list.change_query(|query| query.with_user(Some(user.pk)));
        };
        filters.push(action(words::ONLY_USER, Some(&token.user.username), only));
    }
    if query.provider.is_none() {
        let provider = Rc::clone(&token.provider);
        let only = move || {
            list.names.learn(Subject::Provider, provider.pk, &provider.name);
            list.change_query(|query| query.with_provider(Some(provider.pk)));
        };
        filters.push(action(words::ONLY_PROVIDER, Some(&token.provider.name), only));
    }
    let scopes = token.scope.iter().filter(|scope| text::scopes::is_powerful(scope));
    for scope in scopes {
        let chosen = query.filters.get(CatalogFilter::Scope);
        if !chosen.split(' ').any(|chosen| chosen == scope) {
            let name = scope.clone();
            filters.push(action(words::ONLY_SCOPE, Some(scope), move || {
                list.change_query(|query| {
                    let mut filters = query.filters.clone();
                    filters.set(CatalogFilter::Scope, &name);
                    query.with_filters(filters)
                });
            }));
        }
        let term = format!("-scope:{scope}");
        // Only the catalog understands it.
        if list.has_all() && !query.search.contains(&term) {
            filters.push(action(words::NOT_SCOPE, Some(scope), move || {
                list.change_query(|query| query.with_search(&[&query.search, " ", &term].concat()));
            }));
        }
    }
    filters
}

fn action(label: &'static str, about: Option<&str>, act: impl Fn() + 'static) -> MenuAction {
    MenuAction {
        label,
        about: about.map(text::cut),
        why_not: Signal::stored(None),
        act: Rc::new(act),
    }
}
