//! Slots for what is not part of the first view: it is fetched right after that, or earlier if needed.

use leptos::prelude::*;

use crate::components::lazy::LazyView;
use crate::model::failure::Failure;
use crate::model::kind::Kind;
use crate::platform::signals::set_if_changed;

/// What the buttons of the first view open.
#[derive(Clone, Copy)]
pub struct Tools {
    /// The choice of columns.
    pub columns: LazyView,
    /// The choice of light or dark.
    pub theme: LazyView,
    /// All kinds of token on one page.
    pub all_kinds: LazyView,
    /// How many tokens of a kind there are.
    pub count: fn(Kind) -> LazyView,
    /// The views.
    pub views: LazyView,
    /// The button that copies the details of a failure.
    pub copy_details: fn(Failure) -> AnyView,
    /// The sheet of keyboard shortcuts.
    pub shortcuts: LazyView,
    /// Shows it.
    pub show_shortcuts: Callback<()>,
}

/// What the page shows where all tokens are at hand.
#[derive(Clone, Copy)]
pub struct CatalogSlots {
    /// The counts of what matches.
    pub overview: LazyView,
    /// The lists to choose from.
    pub facets: LazyView,
    /// What is chosen in them.
    pub chips: LazyView,
    /// The way around rows that authentik cannot read.
    pub leave_out: LazyView,
    /// Buttons beside those of the list.
    pub tools: LazyView,
    /// The timeline, and how far reading is.
    pub strip: LazyView,
    /// Groups, in place of rows.
    pub groups: LazyView,
    /// What was loaded, and when.
    pub foot: LazyView,
}

/// The parts of the program that came, or are on their way. Cheap to copy.
#[derive(Clone, Copy)]
pub struct LazyModules {
    /// Makes the drawer, once it is there.
    pub drawer: RwSignal<Option<LazyView>>,
    /// What the buttons of the first view open, once it is there.
    pub tools: RwSignal<Option<Tools>>,
    /// What there is where all tokens are at hand, once it is there.
    pub catalog: RwSignal<Option<CatalogSlots>>,
    /// Makes the menu of files, once it is there.
    pub export: RwSignal<Option<LazyView>>,
    /// Shows when tokens expire, once it is there.
    pub timeline: RwSignal<Option<LazyView>>,
    /// Makes the place where tokens are deleted, once it is there.
    pub deletion: RwSignal<Option<LazyView>>,
    /// Whether something did not come.
    pub failed: RwSignal<bool>,
    /// Fetches what is not there.
    fetch: fn(Self),
    /// What they live under.
    owner: StoredValue<Option<Owner>>,
    /// Whether the selection has started.
    has_selection: StoredValue<bool>,
    asked: StoredValue<bool>,
}

impl LazyModules {
    /// Nothing is fetched yet; `fetch` fetches what is not there.
    pub fn new(fetch: fn(Self)) -> Self {
        Self {
            drawer: RwSignal::new(None),
            tools: RwSignal::new(None),
            catalog: RwSignal::new(None),
            export: RwSignal::new(None),
            timeline: RwSignal::new(None),
            deletion: RwSignal::new(None),
            failed: RwSignal::new(false),
            fetch,
            owner: StoredValue::new(None),
            has_selection: StoredValue::new(false),
            asked: StoredValue::new(false),
        }
    }

    /// A part of what the page shows where all tokens are at hand, once it is there.
    pub fn catalog_view(self, part: fn(CatalogSlots) -> LazyView) -> Signal<Option<LazyView>> {
        Signal::derive(move || self.catalog.get().map(part))
    }

    /// What comes later lives as long as what is made here and now.
    pub fn keep_owner(&self) {
        self.owner.set_value(Owner::current());
    }

    /// Fetches what is not there and not on its way.
    pub fn fetch(self) {
        // A page may be gone before it is painted.
        if self.asked.try_get_value() != Some(false) {
            return;
        }
        self.asked.set_value(true);
        set_if_changed(self.failed, false);
        (self.fetch)(self);
    }

    /// Something did not come; it may be fetched again.
    pub fn fetch_failed(self) {
        self.asked.set_value(false);
        self.failed.set(true);
    }

    /// Starts a module unless it is running: if a later one failed to load, all are requested again.
    pub fn start<T: Clone + Send + Sync + 'static>(self, part: RwSignal<Option<T>>, start: fn() -> T) {
        if let (Some(Some(owner)), Some(None)) = (self.owner.try_get_value(), part.try_get_untracked()) {
            part.set(Some(owner.with(|| untrack(start))));
        }
    }

    /// The selection depends on the catalog, so it starts after it.
    pub fn start_selection(self, start: fn()) {
        if let (Some(Some(owner)), Some(false)) = (self.owner.try_get_value(), self.has_selection.try_get_value()) {
            self.has_selection.set_value(true);
            owner.with(|| untrack(start));
        }
    }
}
