//! Looking at the selected tokens by themselves.
//!
//! A selection is not in the address, so neither is this: it is a way to look at the list, marked as such, which the next
//! question in the address ends. Its rows are those that were selected when it began; a box that is emptied meanwhile
//! keeps its row, so that it can be ticked again. Order and page are those in the address; search and filters do not
//! apply, since what they leave out may be selected as well.

use std::rc::Rc;
use std::sync::Arc;

use leptos::prelude::*;

use super::state::SelectionState;
use crate::components::announcer;
use crate::components::notice::Info;
use crate::components::when::When;
use crate::model::kind::Kind;
use crate::platform::clock::now;
use crate::state::loader::Answered;
use crate::text;
use crate::tokens::catalog::{CatalogQuery, list_page};
use crate::tokens::list_answer::{ListAnswer, ListQuestion};
use crate::tokens::query::{ListQuery, PageSize, SortOrder};

/// Says so above the rows, with the way back.
#[component]
pub fn SelectionNotice() -> impl IntoView {
    let state = expect_context::<SelectionState>();
    view! {
        <div class="notices">
            <When holds=Signal::derive(move || state.is_shown())>
                <Info>
                    <p>
                        {text::selection::SHOWN_ONLY}
                        " "
                        <button type="button" class="link" on:click=move |_| state.leave_view()>{text::buttons::BACK_TO_LIST}</button>
                    </p>
                </Info>
            </When>
        </div>
    }
}

impl SelectionState {
    /// Whether the selected tokens are looked at by themselves, tracked.
    pub fn is_shown(&self) -> bool {
        self.shown.with(Option::is_some)
    }

    /// Begins to look at the selected tokens by themselves, or ends that.
    pub fn toggle_view(self) {
        if self.shown.with_untracked(Option::is_some) {
            self.leave_view();
            return;
        }
        let pks = self
            .list
            .selection
            .numbers
            .with_untracked(|selection| selection.pks().to_vec());
        self.shown.set(Some(pks.into()));
        announcer::say(text::selection::SHOWN);
    }

    /// Back to the list.
    pub fn leave_view(self) {
        if self.shown.with_untracked(Option::is_some) {
            self.shown.set(None);
        }
    }

    /// Makes the rows, for as long as the address asks the same.
    pub(super) fn follow_view(self) {
        Effect::new(move |before: Option<(Kind, ListQuery)>| {
            let asked = (self.list.kind(), question(&self.list.query()));
            if before.is_some_and(|before| before != asked) {
                self.leave_view();
            }
            asked
        });
        Effect::new(move || {
            let view = self.shown.get().map(|pks| {
                // What is gone leaves its row.
                self.list.selection.numbers.track();
                self.kept.settled();
                self.app.clock.ten_seconds.track();
                let (kind, query) = (self.list.kind(), self.list.query());
                untrack(|| self.rows(&pks, kind, query))
            });
            untrack(|| {
                if view.is_some() || self.list.slots.selected_alone.with_untracked(Option::is_some) {
                    self.list.slots.selected_alone.set(view);
                }
            });
        });
    }

    fn rows(self, pks: &Arc<[u64]>, kind: Kind, query: ListQuery) -> Answered<ListQuestion, ListAnswer> {
        let asked = CatalogQuery {
            only: Some(Arc::clone(pks)),
            order: query.order.distinct_terms(),
            ..CatalogQuery::default()
        };
        let answer = self
            .kept
            .with(|catalog| list_page(catalog, &asked, &query, None, now()));
        let older = self.list.slots.selected_alone.get_untracked();
        let answer = match older {
            Some(older) => answer.keeping(&older.answer.rows),
            None => answer,
        };
        Answered {
            question: Rc::new(ListQuestion { kind, query }),
            answer: Rc::new(answer),
            at: now(),
        }
    }
}

/// What the address asks for, but for order and page.
fn question(query: &ListQuery) -> ListQuery {
    ListQuery {
        order: SortOrder::default(),
        page_size: PageSize::default(),
        all_rows: false,
        ..query.with_page(1)
    }
}
