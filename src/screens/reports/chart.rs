//! What the parts of the timeline share.

use leptos::prelude::*;

use crate::platform::clock::now;
use crate::screens::catalog::CatalogState;
use crate::tokens::catalog::{Span, TimeRange, Timeline};

/// The looks of the parts of a bar, from the bottom up.
pub const PARTS: [&str; 3] = ["bar-active", "bar-revoked", "bar-expired"];

/// What the parts of the timeline share.
#[derive(Clone, Copy)]
pub struct Chart {
    pub state: CatalogState,
    pub line: Memo<Timeline>,
    /// The span of time in the address.
    pub span: Memo<Option<Span>>,
    /// The range that a person chose.
    range: RwSignal<Option<TimeRange>>,
    /// Where a brush or a walk with Shift began.
    pub anchor: StoredValue<Option<usize>>,
    /// The bar that Tab leads to.
    pub current: RwSignal<usize>,
    pub brushing: StoredValue<bool>,
}

impl Chart {
    /// The timeline of what is asked in the list.
    pub fn new(state: CatalogState) -> Self {
        let range = RwSignal::new(None);
        // The range that it opened with stays for a kind, whatever is asked next.
        let opened = StoredValue::new(None);
        Self {
            state,
            range,
            // Nothing is counted while nobody looks: only what is open reads it.
            line: Memo::new(move |_| {
                let reader = state.reader();
                reader.follow();
                reader.phase();
                let asked = state.question.get();
                let kind = state.kind.get();
                let opened_here = opened
                    .get_value()
                    .filter(|(other, _)| *other == kind)
                    .map(|(_, range)| range);
                let wanted = range.get().or(opened_here);
                let line = state.with_catalog(reader, |catalog| catalog.timeline(&asked, wanted, now()));
                if !line.is_empty() && reader.is_complete() {
                    opened.set_value(Some((kind, line.range)));
                }
                line
            }),
            span: Memo::new(move |_| Span::of(&state.list.query())),
            anchor: StoredValue::new(None),
            current: RwSignal::new(0),
            brushing: StoredValue::new(false),
        }
    }

    /// Shows more time, or less.
    pub fn choose_range(self, range: TimeRange) {
        self.range.set(Some(range));
        self.anchor.set_value(None);
        self.current.set(0);
    }

    /// Filters by a span of time, or by none.
    pub fn choose(self, span: Option<Span>) {
        self.state.list.change_query(|query| Span::write(span, query));
    }
}
