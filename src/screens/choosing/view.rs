//! Looking at the selected tokens by themselves.
//!
//! A selection is not in the address, so neither is this: it is a way to look at the list, marked as such, which the next
//! question in the address ends. Its rows are those that were selected when it began; a box that is emptied meanwhile
//! keeps its row, so that it can be ticked again. Order and page are those in the address; search and filters do not
//! apply, since what they leave out may be selected as well.

use std::rc::Rc;

use leptos::prelude::*;

use super::Choice;
use crate::clock::now;
use crate::loader::Answered;
use crate::screens::catalog::page;
use crate::screens::token_list::question::ListAnswer;
use crate::screens::token_list::question::Question;
use crate::state::State;
use crate::text;
use crate::tokens::catalog::Asked;
use crate::tokens::kind::Kind;
use crate::tokens::query::{ListQuery, Ordering, PageSize};
use crate::ui::dom::{El, button, el, keep_watching};
use crate::ui::notice::info;

/// Says so above the rows, with the way back.
pub fn notice() -> El {
    let choice = expect_context::<Choice>();
    el("div").class("notices").part_if(
        move || choice.is_shown(),
        move || {
            let back = button("link", move || choice.leave_view()).text("Back to the list");
            info(el("p").text(text::selection::SHOWN_ONLY).text(" ").child(back))
        },
    )
}

impl Choice {
    /// Whether the selected tokens are looked at by themselves, tracked.
    pub fn is_shown(&self) -> bool {
        self.shown.with(Option::is_some)
    }

    /// Begins to look at the selected tokens by themselves, or ends it.
    pub fn toggle_view(self) {
        if self.shown.with_now(Option::is_some) {
            self.leave_view();
            return;
        }
        let pks = self.list.selection.with_now(|selection| selection.pks().to_vec());
        self.shown.set(Some(pks.into()));
        self.app.announcer.say(text::selection::SHOWN);
    }

    /// Back to the list.
    pub fn leave_view(self) {
        if self.shown.with_now(Option::is_some) {
            self.shown.set(None);
        }
    }

    /// Makes the rows, for as long as the address asks the same.
    pub(super) fn follow_view(self) {
        let before = State::new(None::<(Kind, ListQuery)>);
        keep_watching(move || {
            let asked = (self.list.kind(), question(&self.list.query()));
            let is_another = before.with_now(|before| before.as_ref().is_some_and(|before| *before != asked));
            before.update_quietly(|before| *before = Some(asked));
            if is_another {
                untrack(|| self.leave_view());
            }
        });
        keep_watching(move || {
            let view = self.shown.get().map(|pks| {
                // What is gone leaves its row.
                self.list.selection.with(|_| ());
                self.kept.settled();
                self.app.clock.ten_seconds.get();
                let (kind, query) = (self.list.kind(), self.list.query());
                untrack(|| self.rows(&pks, kind, query))
            });
            untrack(|| {
                if view.is_some() || self.list.view.with_now(Option::is_some) {
                    self.list.view.set(view);
                }
            });
        });
    }

    fn rows(self, pks: &Rc<[u64]>, kind: Kind, query: ListQuery) -> Answered<Question, ListAnswer> {
        let order = ListQuery::default().with_ordering(&query.ordering_text());
        let asked = Asked {
            only: Some(Rc::clone(pks)),
            ..Asked::read(&order, "").0
        };
        let (answer, _) = self.kept.with(|catalog| page(catalog, &asked, &query, None));
        let older = self.list.view.now();
        let answer = match older {
            Some(older) => answer.keeping(&older.answer.rows),
            None => answer,
        };
        Answered {
            question: Rc::new(Question { kind, query }),
            answer: Rc::new(answer),
            at: now(),
        }
    }
}

/// What the address asks for, but for order and page.
fn question(query: &ListQuery) -> ListQuery {
    let mut question = query.with_page(1);
    question.ordering = Ordering::default();
    question.page_size = PageSize::default();
    question.wide.retain(|(name, _)| name != "rows" && name != "ordering");
    question
}
