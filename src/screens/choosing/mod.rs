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
pub use self::plan::PlanButton;

use self::bar::SelectionBar;
use self::gather::Gather;
use self::kept::Kept;
use self::plan::FilterTools;
use self::row::RowTools;
use self::view::SelectionNotice;
use super::catalog::Desk;
use super::token_list::list::{Choosing, List};
use crate::components::announcer;
use crate::state::app::{App, app};
use crate::text;
use crate::tokens::rights::{self, Part};

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
    /// Why tokens of the kind on screen may not be ended, in words. Every row asks for it.
    reason: Memo<Option<String>>,
    /// The tokens that are looked at by themselves, while they are: those that were selected when that began.
    shown: RwSignal<Option<Rc<[u64]>>, LocalStorage>,
}

/// Starts it, under the current owner, where the catalog was started before.
pub fn start() {
    let list = expect_context::<List>();
    let app = app();
    let reason = Memo::new(move |_| reason(app, list));
    let choice = Choice {
        app,
        list,
        desk: expect_context::<Desk>(),
        kept: Kept::new(),
        gather: Gather::new(),
        reason,
        shown: RwSignal::new_local(None),
    };
    provide_context(choice);
    choice.kept.follow(choice);
    choice.follow_view();
    choice.gather.follow();
    choice.tell();
    app.session.on_change_of_person(Box::new(move || choice.let_go()));
    list.choosing.set(Some(Choosing {
        extend: Rc::new(move |pk| choice.extend(pk)),
        row: |row| view! { <RowTools row/> }.into_any(),
        bar: || view! { <SelectionBar/> }.into_any(),
        notice: || view! { <SelectionNotice/> }.into_any(),
        filters: || view! { <FilterTools/> }.into_any(),
    }));
    // Somebody was faster.
    if let Some(pk) = list.awaited_range.try_update_value(Option::take).flatten() {
        choice.extend(pk);
    }
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
        self.list.picked.update_untracked(|picked| picked.extend(tokens));
        self.list.selection.update(|selection| selection.extend(pk, &on_screen));
        self.note_missing();
    }

    /// Lets go of what is shown, kept and planned: it is not for whoever is signed in now.
    fn let_go(self) {
        self.leave_view();
        self.kept.clear();
        plan::close(self);
    }

    /// Why tokens of the kind on screen may not be ended, in words, tracked.
    pub fn why_not(&self) -> Option<String> {
        self.reason.get()
    }

    fn part(&self) -> Part {
        part(self.app, self.list)
    }

    /// Says how many are selected, whenever that changes.
    fn tell(self) {
        Effect::new(move |before: Option<usize>| {
            let count = self.list.selection.with(|selection| selection.len());
            if before.unwrap_or_default() != count {
                let elsewhere = untrack(|| self.elsewhere());
                let words = text::selection::selected(count as u64, elsewhere as u64);
                announcer::say(&words);
            }
            count
        });
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

fn reason(app: App, list: List) -> Option<String> {
    rights::bar(
        &app.session.who().get(),
        part(app, list),
        list.kind(),
        list.refused.get(),
    )
    .map(text::rights::bar)
}

fn part(app: App, list: List) -> Part {
    if list.can_end() {
        Part::There
    } else if app.modules.failed.get() {
        Part::Missing
    } else {
        Part::Loading
    }
}
