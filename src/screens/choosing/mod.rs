//! Choosing what to end: what is selected, what can be done with it, and whether it may be. Comes together with the
//! catalog, after the first view.

mod bar;
mod gather;
mod kept;
mod plan;
mod row;
mod view;

use std::rc::Rc;

use leptos::prelude::*;

pub use self::gather::Whose;
pub use self::plan::button_for;

use self::gather::Gather;
use self::kept::Kept;
use super::catalog::Desk;
use super::token_list::list::{Choosing, List};
use crate::app::{App, app};
use crate::state::State;
use crate::text;
use crate::tokens::rights::{self, Bar, Part};
use crate::ui::dom::keep_watching;

/// The state behind it. Cheap to copy; found in the context.
#[derive(Clone, Copy)]
pub struct Choice {
    app: App,
    list: List,
    desk: Desk,
    /// What the selected tokens are, since the selection is but numbers.
    kept: Kept,
    /// What is gathered of somebody, to end all of it.
    gather: Gather,
    /// The tokens that are looked at by themselves, while they are: those that were selected when that began.
    shown: State<Option<Rc<[u64]>>>,
}

/// Starts it, under the current owner, where the catalog was started before.
pub fn start() {
    let list = expect_context::<List>();
    let choice = Choice {
        app: app(),
        list,
        desk: expect_context::<Desk>(),
        kept: Kept::new(),
        gather: Gather::new(),
        shown: State::new(None),
    };
    provide_context(choice);
    choice.kept.follow(choice);
    choice.follow_view();
    choice.gather.follow();
    choice.tell();
    list.choosing.set(Some(Choosing {
        extend: Rc::new(move |pk| choice.extend(pk)),
        row: row::tools,
        bar: bar::bar,
        notice: view::notice,
        filters: plan::filters,
    }));
}

impl Choice {
    /// Selects from the box that was ticked last to this one, in the order on screen.
    fn extend(self, pk: u64) {
        let on_screen = untrack(|| {
            if self.list.is_endless() {
                // All rows stand below each other, whether they are in sight or not.
                return self.desk.matching_pks();
            }
            self.list.tokens().iter().map(|token| token.pk).collect()
        });
        // A click with Shift selects text, too.
        if let Ok(Some(selection)) = window().get_selection() {
            // It fails where there is nothing to let go of.
            let _ = selection.remove_all_ranges();
        }
        let tokens = untrack(|| self.list.tokens());
        self.list.picked.update_quietly(|picked| picked.extend(tokens));
        self.list.selection.update(|selection| selection.extend(pk, &on_screen));
        self.note_missing();
    }

    /// Why tokens of the kind on screen may not be ended, in words, tracked.
    pub fn why_not(&self) -> Option<String> {
        self.bar().map(text::rights::bar)
    }

    fn bar(&self) -> Option<Bar> {
        rights::bar(
            &self.app.client.who().get(),
            self.part(),
            self.list.kind(),
            self.list.refused.get(),
        )
    }

    fn part(&self) -> Part {
        if self.list.can_end() {
            Part::There
        } else if self.app.later.has_failed() {
            Part::Missing
        } else {
            Part::Loading
        }
    }

    /// Says how many are selected, whenever that changes.
    fn tell(self) {
        let before = std::cell::Cell::new(0);
        keep_watching(move || {
            let count = self.list.selection.with(|selection| selection.len());
            if before.replace(count) != count {
                let words = text::selection::selected(count as u64, self.elsewhere_now() as u64);
                untrack(|| self.app.announcer.say(&words));
            }
        });
    }

    fn elsewhere_now(&self) -> usize {
        untrack(|| self.elsewhere())
    }

    /// How many of the selected tokens are not among the rows on screen, tracked.
    fn elsewhere(&self) -> usize {
        let tokens = self.list.tokens();
        self.list.selection.with(|selection| {
            let here = tokens.iter().filter(|token| selection.contains(token.pk)).count();
            selection.len().saturating_sub(here)
        })
    }
}
