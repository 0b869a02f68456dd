//! The state behind the selection: what is selected, whether it may be deleted, and what is planned.

use std::sync::Arc;

use leptos::prelude::*;

use super::plan_loader::PlanLoader;
use super::selected_tokens::SelectedTokens;
use crate::model::kind::Kind;
use crate::screens::catalog::CatalogState;
use crate::screens::token_list::list::List;
use crate::state::app::{App, app};
use crate::text;
use crate::tokens::rights::{self, DeletionModule};

/// The state behind it. Cheap to copy; found in the context.
#[derive(Clone, Copy)]
pub struct SelectionState {
    pub app: App,
    pub list: List,
    pub catalog: CatalogState,
    /// What the selected tokens are, since the selection is but numbers.
    pub kept: SelectedTokens,
    /// What is loaded of somebody, to delete all of it.
    pub plan: PlanLoader,
    /// Why tokens of the kind on screen may not be deleted, in words. Every row asks for it.
    pub reason: Memo<Option<String>>,
    /// The tokens that are looked at by themselves, while they are: those that were selected when that began.
    pub shown: RwSignal<Option<Arc<[u64]>>>,
}

impl SelectionState {
    /// Nothing is selected yet.
    pub fn new() -> Self {
        let app = app();
        let list = expect_context::<List>();
        Self {
            app,
            list,
            catalog: expect_context::<CatalogState>(),
            kept: SelectedTokens::new(),
            plan: PlanLoader::new(),
            // Every row asks for it.
            reason: Memo::new(move |_| reason(app, list)),
            shown: RwSignal::new(None),
        }
    }

    /// Why tokens of the kind on screen may not be deleted, in words, tracked.
    pub fn why_not(&self) -> Option<String> {
        self.reason.get()
    }

    pub fn part(&self) -> DeletionModule {
        part(self.app, self.list)
    }

    /// How many of the selected tokens are not among the rows on screen, tracked. Where groups are shown, there is no saying.
    pub fn elsewhere(&self) -> usize {
        if self.list.shown().is_some_and(|shown| shown.answer.groups.is_some()) {
            return 0;
        }
        let tokens = self.list.tokens();
        self.list.selection.numbers.with(|selection| {
            let here = tokens.iter().filter(|token| selection.contains(token.pk)).count();
            selection.len().saturating_sub(here)
        })
    }

    /// Why nothing of any kind may be deleted, in words, tracked.
    pub fn why_not_any(&self) -> Option<String> {
        let who = self.app.session.who().get();
        let reasons = Kind::ALL.map(|kind| rights::disabled_reason(&who, self.part(), kind, self.list.refused.get()));
        // Where one kind may be tried, it is tried.
        let first = reasons.into_iter().collect::<Option<Vec<_>>>()?.first().copied()?;
        Some(text::rights::disabled(first))
    }

    /// Takes note of what was selected and is not on screen.
    pub fn note_missing(self) {
        let missing: Vec<u64> = self.list.selection.numbers.with_untracked(|selection| {
            self.kept.with(|catalog| {
                let missing = selection.pks().iter().copied();
                missing.filter(|&pk| catalog.position(pk).is_none()).collect()
            })
        });
        if !missing.is_empty() {
            self.kept.take_all(self.list, self.catalog, missing);
        }
    }
}

fn reason(app: App, list: List) -> Option<String> {
    rights::disabled_reason(
        &app.session.who().get(),
        part(app, list),
        list.kind(),
        list.refused.get(),
    )
    .map(text::rights::disabled)
}

fn part(app: App, list: List) -> DeletionModule {
    if list.can_delete() {
        DeletionModule::Ready
    } else if app.modules.failed.get() {
        DeletionModule::Missing
    } else {
        DeletionModule::Loading
    }
}
