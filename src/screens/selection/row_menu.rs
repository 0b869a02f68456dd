//! What can be done with one token, from its row.

use std::rc::Rc;
use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use web_sys::HtmlAnchorElement;

use super::row_popup::RowPopup;
use super::state::SelectionState;
use crate::components::action_menu::{ActionMenu, MenuAction, focus_first};
use crate::components::copy::copy;
use crate::model::token::Token;
use crate::screens::token_list::list::List;
use crate::screens::token_list::names::Subject;
use crate::text;
use crate::text::row_menu as words;
use crate::tokens::deletion::Target;
use crate::tokens::query::CatalogFilter;

/// Its id.
pub const MENU_ID: &str = "ts-row-menu";

/// How long a button says that something was copied.
const SAID: Duration = Duration::from_secs(2);

/// Which menu is open. Cheap to copy; found in the context.
#[derive(Clone, Copy)]
pub struct RowMenuState {
    pub popup: RowPopup,
    /// The token of which something has just been copied; 0 for none.
    pub copied: RwSignal<u64>,
    list: List,
}

impl RowMenuState {
    /// None is open.
    pub fn new(list: List) -> Self {
        Self {
            popup: RowPopup::new(list, ".row-more"),
            copied: RwSignal::new(0),
            list,
        }
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
        let pk = menu.popup.open.get();
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
    let popup = menu.popup;
    let pk = token.pk;
    let element = NodeRef::<html::Div>::new();
    let name = words::more_for(state.list.kind(), pk);
    let groups = groups(state, menu, &token);
    let (top, end) = popup.keep_in_place(pk, element, |menu| focus_first(menu));
    view! {
        <div style=("--top", top) style=("--end", end)>
            <ActionMenu name id=MENU_ID groups element close=move |focus_back| popup.close(pk, focus_back)/>
        </div>
    }
}

/// What can be done with the token.
fn groups(state: SelectionState, menu: RowMenuState, token: &Rc<Token>) -> Vec<Vec<MenuAction>> {
    let list = state.list;
    let pk = token.pk;
    let link = menu.popup.in_row::<HtmlAnchorElement>(pk, ".row-link");
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
