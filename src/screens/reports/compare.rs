//! The tokens of now beside those of an earlier export: the dialog, and the file that is chosen in it.

use std::sync::Arc;

use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, HtmlInputElement, KeyboardEvent};

use super::comparison_view::{Compared, ComparisonView};
use crate::components::when::When;
use crate::model::kind::Kind;
use crate::platform::clock::now;
use crate::screens::catalog::CatalogState;
use crate::text;
use crate::text::comparison as words;
use crate::tokens::comparison::{EarlierExport, compare};

/// A larger file would not fit into memory beside the tokens.
const MOST_MEGABYTES: u32 = 200;

/// A comparison, as far as it is.
#[derive(Clone, Copy)]
pub struct Comparing {
    state: CatalogState,
    dialog: NodeRef<html::Dialog>,
    title: NodeRef<html::H2>,
    /// What came of it.
    done: RwSignal<Option<Compared>>,
    /// Why nothing did, or that it is under way.
    said: RwSignal<String>,
}

impl Comparing {
    /// Nothing is compared yet.
    pub fn new() -> Self {
        let state = expect_context::<CatalogState>();
        let comparing = Self {
            state,
            dialog: NodeRef::new(),
            title: NodeRef::new(),
            done: RwSignal::new(None),
            said: RwSignal::new(String::new()),
        };
        // What was compared is of one kind.
        Effect::new(move |before: Option<Kind>| {
            let kind = state.kind.get();
            if before.is_some_and(|before| before != kind) {
                comparing.forget();
            }
            kind
        });
        comparing
    }

    /// Brings the dialog up.
    pub fn open(self) {
        let Some(dialog) = self.dialog.try_get_untracked().flatten() else {
            return;
        };
        if !dialog.open() {
            // Only a dialog that is not on the page refuses.
            let _ = dialog.show_modal();
        }
        if let Some(title) = self.title.try_get_untracked().flatten() {
            // Only what is not on the page cannot take it.
            let _ = title.focus();
        }
    }

    fn close(self) {
        if let Some(dialog) = self.dialog.try_get_untracked().flatten() {
            dialog.close();
        }
    }

    fn forget(self) {
        self.done.set(None);
        self.said.set(String::new());
    }

    /// Whether everybody's tokens are in memory, tracked.
    fn is_ready(self) -> bool {
        self.state.reader().follow();
        self.state.whole(|_| ()).is_some()
    }

    /// Has them loaded, and leads to where that may be asked about.
    fn load(self) {
        self.close();
        self.state.want_all();
    }

    /// Reads a file and compares.
    fn read(self, file: &File) {
        self.forget();
        if file.size() > f64::from(MOST_MEGABYTES) * 1e6 {
            self.said.set(words::too_large(MOST_MEGABYTES.into()));
            return;
        }
        self.said.set(words::COMPARING.to_owned());
        let reading = JsFuture::from(file.text());
        spawn_local(async move {
            let text = reading.await.ok().and_then(|text| text.as_string());
            // The console may be gone by then.
            let Some(kind) = self.state.kind.try_get_untracked() else {
                return;
            };
            match text {
                Some(text) => self.compare(&text, kind),
                None => self.said.set(words::NOT_READ.to_owned()),
            }
        });
    }

    fn compare(self, text: &str, kind: Kind) {
        let earlier = match EarlierExport::parse(text, kind) {
            Ok(earlier) => earlier,
            Err(why) => return self.said.set(words::refused(why, kind)),
        };
        let comparison = untrack(|| {
            self.state.whole(|catalog| {
                let tokens = (0..).zip(catalog.rows()).filter_map(|(at, _)| catalog.token(at));
                compare(&earlier, kind, tokens, now())
            })
        });
        let Some(comparison) = comparison else {
            return self.said.set(words::LOAD_FIRST.to_owned());
        };
        self.said.set(words::compared(&comparison));
        self.done.set(Some(Compared {
            kind,
            earlier: Arc::new(earlier),
            comparison: Arc::new(comparison),
        }));
    }
}

/// Where it is shown.
#[component]
pub fn CompareDialog(
    /// What is shown.
    comparing: Comparing,
) -> impl IntoView {
    let view = move || {
        let compared = comparing.done.get()?;
        let close = Callback::new(move |()| comparing.close());
        Some(view! { <ComparisonView compared close/> })
    };
    view! {
        <dialog
            class="dialog compare"
            part="dialog"
            aria-label=words::TITLE
            node_ref=comparing.dialog
            on:keydown=|event: KeyboardEvent| event.stop_propagation()
        >
            <div class="dialog-frame">
                <header class="dialog-head"><h2 tabindex="-1" node_ref=comparing.title>{words::TITLE}</h2></header>
                <div class="dialog-body">
                    <When holds=Signal::derive(move || comparing.is_ready())>
                        <FileChoice comparing/>
                    </When>
                    <When holds=Signal::derive(move || !comparing.is_ready())>
                        <NotReady comparing/>
                    </When>
                    <p role="status">{comparing.said}</p>
                    {view}
                </div>
                <footer class="compare-actions">
                    <button type="button" class="button" on:click=move |_| comparing.close()>
                        {text::buttons::CLOSE}
                    </button>
                </footer>
            </div>
        </dialog>
    }
}

/// Which file.
#[component]
fn FileChoice(
    /// What it is for.
    comparing: Comparing,
) -> impl IntoView {
    let choose = move |input: HtmlInputElement| {
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            comparing.read(&file);
        }
    };
    view! {
        <p class="quiet">{move || words::about(comparing.state.kind.get())}</p>
        <label class="compare-file">
            <span>{words::FILE}</span>
            <input
                type="file"
                accept=".json,application/json"
                // The same file may be chosen again, when it has changed.
                on:click:target=|event| event.target().set_value("")
                on:change:target=move |event| choose(event.target())
            />
        </label>
    }
}

/// What has to be loaded before.
#[component]
fn NotReady(
    /// What it is for.
    comparing: Comparing,
) -> impl IntoView {
    let state = comparing.state;
    let is_filtered = move || {
        let source = state.source.get();
        source.user.is_some() || source.provider.is_some()
    };
    let why = move || {
        if is_filtered() {
            words::WITHOUT_FILTER
        } else if state.is_reading() {
            words::LOADING
        } else {
            words::LOAD_FIRST
        }
    };
    let can_load = move || !is_filtered() && !state.has_all();
    view! {
        <p>{why}</p>
        <When holds=Signal::derive(can_load)>
            <button type="button" class="button button-primary" on:click=move |_| comparing.load()>
                {text::buttons::READ_ALL}
            </button>
        </When>
    }
}
