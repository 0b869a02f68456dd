//! All tokens at hand: what is there to read them, to choose among them and to take them along. Fetched after the first
//! view.

mod collate;
mod export;
mod facets;
mod findings_badge;
mod lend;
mod local;
mod measured;
mod overview;
mod people;
mod progress;
mod quick;
pub mod reader;
mod row_providers;
mod timeline;

pub use collate::ranks;
pub use local::page;

use std::rc::Rc;
use std::time::Duration;

use leptos::html;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use self::overview::Overview;
use self::progress::{CatalogTools, Strip};
use self::quick::Quick;
use self::reader::{Phase, Reader, Source};
use self::row_providers::RowProviders;
use super::token_list::list::{Catalog as Hooks, FindingsBadge, List};
use super::token_list::question::SearchOutcome;
use crate::components::focus::{focus_quietly, focused};
use crate::model::kind::Kind;
use crate::platform::clock::Clock;
use crate::platform::signals::set_if_changed;
use crate::state::app::app;
use crate::state::lazy_modules::CatalogSlots;
use crate::state::location::Step;
use crate::text;
use crate::tokens::catalog::{Asked, Catalog};
use crate::tokens::ending::Id;
use crate::tokens::findings::findings;
use crate::tokens::paging::most_below;
use crate::tokens::query::{Ignored, ListQuery};
use crate::tokens::terms::{Completion, complete};

/// Up to so many tokens are read without asking first.
const FEW: u64 = 3_000;

/// What is typed stands in the address this long after the last letter.
const SETTLED: Duration = Duration::from_millis(400);

/// The state behind all of it. Cheap to copy; found in the context.
#[derive(Clone, Copy)]
pub struct Desk {
    list: List,
    clock: Clock,
    /// One for each kind of token.
    readers: [Reader; 3],
    row_providers: RowProviders,
    quick: Quick,
    /// The kind on screen: much follows it that need not follow the rest of the address.
    kind: Memo<Kind>,
    /// The tokens that the address is about, as far as authentik itself can tell them apart.
    source: Memo<Source>,
    /// Whether what is read, or being read, holds all that the address may ask for.
    all: Memo<bool>,
    /// What is typed and not yet in the address.
    typed: RwSignal<Option<String>>,
    /// Whether a person was asked to have all tokens read, and did not answer yet.
    asked: RwSignal<bool>,
    /// How many match what is asked.
    matching: RwSignal<u64>,
    /// What is asked, as it was understood last.
    question: RwSignal<Rc<Asked>, LocalStorage>,
    /// What in the address made no sense.
    ignored: RwSignal<Vec<Ignored>>,
    /// Which rows are in sight where all stand below each other: the first, and how many.
    window: RwSignal<(usize, usize)>,
    /// How many rows can stand below each other.
    below: RwSignal<usize>,
    /// Writes what is typed to the address, soon.
    timer: StoredValue<Option<TimeoutHandle>>,
    /// What had the focus when it was asked whether to read all.
    asked_from: StoredValue<Option<HtmlElement>, LocalStorage>,
    /// The button that has all read.
    read_all: NodeRef<html::Button>,
    /// The button that has reading pause, and go on.
    pause: NodeRef<html::Button>,
}

/// Starts it, under the current owner.
pub fn start() -> CatalogSlots {
    let list = expect_context::<List>();
    let readers = [Reader::new(), Reader::new(), Reader::new()];
    let kind = Memo::new(move |_| list.kind());
    let source = Memo::new(move |_| {
        let ListQuery { user, provider, .. } = list.query();
        let kind = list.kind();
        Source { kind, user, provider }
    });
    let all = Memo::new(move |_| {
        let wanted = source.get();
        let read = reader_of(readers, kind.get()).source();
        read.is_some_and(|read| read.holds(wanted))
    });
    let desk = Desk {
        list,
        clock: app().clock,
        readers,
        row_providers: RowProviders::new(list),
        quick: Quick::new(),
        kind,
        source,
        all,
        typed: RwSignal::new(None),
        asked: RwSignal::new(false),
        matching: RwSignal::new(0),
        question: RwSignal::new_local(Rc::new(Asked::default())),
        ignored: RwSignal::new(Vec::new()),
        window: RwSignal::new((0, 0)),
        below: RwSignal::new(most_below(local::ROW)),
        timer: StoredValue::new(None),
        asked_from: StoredValue::new_local(None),
        read_all: NodeRef::new(),
        pause: NodeRef::new(),
    };
    provide_context(desk);
    list.let_go.set(Some(Rc::new(move |gone: &[Id]| desk.let_go(gone))));
    desk.take_over();
    desk.judge();
    desk.answer();
    desk.read_when_needed();
    app().session.on_change_of_person(Box::new(move || desk.forget()));
    desk.quick.follow(desk);
    local::follow_scrolling(desk);
    on_cleanup(move || desk.stop_timer());
    CatalogSlots {
        overview: || view! { <Overview/> }.into_any(),
        tools: || view! { <CatalogTools/> }.into_any(),
        strip: || view! { <Strip/> }.into_any(),
    }
}

fn reader_of([access, refresh, codes]: [Reader; 3], kind: Kind) -> Reader {
    match kind {
        Kind::AccessTokens => access,
        Kind::RefreshTokens => refresh,
        Kind::AuthorizationCodes => codes,
    }
}

impl Desk {
    /// The reader of the kind on screen, tracked.
    fn reader(&self) -> Reader {
        reader_of(self.readers, self.kind.get())
    }

    /// Lets go of tokens that were ended, in whatever was read.
    fn let_go(self, gone: &[Id]) {
        for reader in self.readers {
            // Tokens are ended over a while, at whose end the console may be gone.
            let Some(kind) = reader.catalog().try_with_untracked(Catalog::kind) else {
                return;
            };
            let pks: Vec<u64> = gone.iter().filter(|id| id.kind == kind).map(|id| id.pk).collect();
            reader.let_go(&pks);
        }
    }

    /// Lets go of all that was read: it is not for whoever is signed in now.
    fn forget(self) {
        for reader in self.readers {
            reader.forget();
        }
        self.row_providers.forget();
        self.asked.set(false);
    }

    /// Whether what is read, or being read, holds all that the address may ask for, tracked.
    fn has_all(&self) -> bool {
        self.all.get()
    }

    /// How many tokens there are to read, where authentik has told, tracked.
    fn count(&self) -> Option<u64> {
        let answered = self.list.loader.current()?;
        let question = &answered.question;
        let asked = Source {
            kind: question.kind,
            user: question.query.user,
            provider: question.query.provider,
        };
        (asked == self.source.get()).then_some(answered.answer.pagination.count)
    }

    /// The text that is searched for, tracked.
    fn text(&self) -> String {
        self.typed.get().unwrap_or_else(|| self.list.query().search)
    }

    /// Has all tokens read: at once where they are few, else after asking.
    fn want_all(self) {
        untrack(|| {
            if self.has_all() {
                self.reader().go_on();
                return;
            }
            match self.count() {
                Some(count) if count <= FEW => self.read(),
                _ => {
                    self.asked_from.set_value(self.focused());
                    self.asked.set(true);
                }
            }
        });
    }

    /// Reads all tokens.
    fn read(self) {
        self.asked.set(false);
        self.keep_focus(None);
        untrack(|| self.reader().read(self.source.get(), self.count()));
    }

    /// What in the console has the focus.
    fn focused(self) -> Option<HtmlElement> {
        let focused = focused(&*self.list.frame.try_get_untracked().flatten()?)?;
        focused
            .dyn_into()
            .ok()
            .filter(|focused: &HtmlElement| focused.tag_name() != "BODY")
    }

    /// What has the focus may be about to go. Where it does, the focus goes `back`, or to what comes in its place.
    fn keep_focus(self, back: Option<HtmlElement>) {
        if self.focused().is_none() {
            return;
        }
        let keep = move || {
            let button = |button: NodeRef<html::Button>| button.try_get_untracked().flatten().map(HtmlElement::from);
            let places = [back, button(self.pause), button(self.read_all)];
            for place in places.into_iter().flatten() {
                if self.focused().is_none() {
                    // What is out of sight does not take it.
                    let _ = place.focus();
                }
            }
            let table = self.list.table.try_get_untracked().flatten();
            if let (None, Some(table)) = (self.focused(), table) {
                focus_quietly(&table);
            }
        };
        set_timeout(keep, Duration::ZERO);
    }

    /// A question in the address that only the whole set can answer has it read.
    fn read_when_needed(self) {
        // The page searches the rows at hand where they are all there are, but not by what they leave out.
        let short_of_clients = Memo::new(move |_| {
            let shown = self.list.loader.current()?;
            let lack_clients = matches!(shown.answer.search, SearchOutcome::Ignored { lack_clients: true, .. });
            let is_short = lack_clients && shown.answer.pagination.total_pages <= 1;
            is_short.then(|| shown.question.query.search.clone())
        });
        Effect::new(move || {
            if short_of_clients.get().is_some() {
                self.want_all();
            }
        });
        Effect::new(move || {
            if self.list.query().needs_all() && !self.has_all() && self.count().is_some() {
                untrack(|| self.want_all());
            }
        });
        // Another list is another question.
        Effect::new(move |before: Option<Source>| {
            let source = self.source.get();
            if before.is_some_and(|before| before != source) {
                set_if_changed(self.asked, false);
                set_if_changed(self.typed, None);
            }
            source
        });
    }

    /// While all tokens are at hand, the list asks here and not authentik.
    fn take_over(self) {
        Effect::new(move || {
            let hooks = self.has_all().then(|| {
                let reader = self.reader();
                Hooks {
                    refresh: Rc::new(move || reader.refresh()),
                    type_text: Rc::new(move |text: &str| self.type_text(text)),
                    complete: Rc::new(|text: &str| completions(text)),
                    neighbour: Rc::new(move |pk, steps| self.neighbour(pk, steps)),
                    is_reading: reader.phase() == Phase::Running,
                }
            });
            self.list.catalog.set(hooks);
        });
    }

    /// What is risky about the rows on screen, and anew once more is known of their providers.
    fn judge(self) {
        self.row_providers.follow_rows();
        Effect::new(move || {
            self.row_providers.track();
            self.list.findings.set(Some(FindingsBadge {
                of: Rc::new(move |token, kind, now| findings(&self.row_providers.complete(token), kind, now)),
                view: findings_badge::badge,
            }));
        });
    }

    /// The rows for what is asked, whenever that or what is read changes.
    fn answer(self) {
        Effect::new(move || {
            let local = if self.has_all() {
                let reader = self.reader();
                reader.follow();
                reader.phase();
                local::answer(self, reader)
            } else {
                self.quick.answer(self)
            };
            if local.is_some() || self.list.local.with_untracked(Option::is_some) {
                self.list.local.set(local);
            }
        });
        // The address has caught up with what was typed.
        Effect::new(move || {
            let search = self.list.query().search;
            let is_search = |typed: &Option<String>| typed.as_ref().is_some_and(|typed| typed.trim() == search);
            if self.typed.with_untracked(is_search) {
                self.typed.set(None);
            }
        });
    }

    fn type_text(self, text: &str) {
        self.typed.set(Some(text.to_owned()));
        self.stop_timer();
        let keep = move || {
            if let Some(text) = self.typed.try_get_untracked().flatten() {
                self.list.location.change(Step::Replace, |address| {
                    address.query = address.query.with_search(&text);
                });
            }
        };
        self.timer.set_value(set_timeout_with_handle(keep, SETTLED).ok());
    }

    fn stop_timer(self) {
        self.timer.update_value(|timer| {
            if let Some(timer) = timer.take() {
                timer.clear();
            }
        });
    }

    /// Looks at all that was read, as it is now.
    fn with_catalog<T>(&self, reader: Reader, look: impl FnOnce(&mut Catalog) -> T) -> T {
        reader.catalog().update_untracked(look)
    }
}

/// What may be typed next, as the whole text that it would make.
fn completions(text: &str) -> Vec<Completion> {
    let completions = complete(text, text.len()).into_iter();
    completions
        .map(|mut completion| {
            let mut whole = text.to_owned();
            if whole.get(completion.replace.clone()).is_some() {
                whole.replace_range(completion.replace.clone(), &completion.text);
            }
            completion.text = whole;
            completion
        })
        .collect()
}

/// "of the 4,300 of 9,995 read so far", where not all was read.
fn so_far(reader: Reader) -> Option<String> {
    (!reader.is_complete()).then(|| {
        let told = reader.told();
        text::catalog::so_far(told.read, told.of)
    })
}
