//! The state behind the catalog: what is read, what is asked, what is typed.

use std::sync::Arc;
use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::local_time::{local_time, zone_words};
use super::name_search::NameSearch;
use super::reader::{Reader, Source};
use super::row_providers::RowProviders;
use crate::components::focus::{focus_quietly, focused};
use crate::model::kind::Kind;
use crate::model::token::Token;
use crate::platform::clock::Clock;
use crate::platform::timer::Timer;
use crate::screens::token_list::list::List;
use crate::state::app::app;
use crate::state::location::HistoryStep;
use crate::text;
use crate::tokens::catalog::{Catalog, CatalogQuery, TokenGroups};
use crate::tokens::deletion::Id;
use crate::tokens::paging::most_below;
use crate::tokens::query::{Ignored, ListQuery};

/// Up to so many tokens are read without asking first.
pub const FEW: u64 = 3_000;

/// A row is about so high, in pixels, as long as none is there to be measured.
pub const ROW: f64 = 54.0;

/// What is typed stands in the address this long after the last letter.
const SETTLED: Duration = Duration::from_millis(400);

/// What is typed and not yet in the address.
#[derive(Clone, Debug, PartialEq)]
pub struct TypedText {
    text: String,
    /// What the address asked when it was typed. Once it asks something else, this is past.
    typed_over: (Source, String),
}

/// The state behind all of it. Cheap to copy; found in the context.
#[derive(Clone, Copy)]
pub struct CatalogState {
    pub list: List,
    pub clock: Clock,
    /// One for each kind of token.
    pub readers: [Reader; 3],
    pub row_providers: RowProviders,
    pub name_search: NameSearch,
    /// The kind on screen: much follows it that need not follow the rest of the address.
    pub kind: Memo<Kind>,
    /// The tokens that the address is about, as far as authentik itself can tell them apart.
    pub source: Memo<Source>,
    /// Whether what is read, or being read, holds all that the address may ask for.
    pub all: Memo<bool>,
    /// What is typed and not yet in the address.
    typed: RwSignal<Option<TypedText>>,
    /// The text that is searched for.
    pub text: Memo<String>,
    /// The source that a person was asked about reading, but has not answered for yet.
    asked: RwSignal<Option<Source>>,
    /// How many match what is asked.
    pub matching: Memo<u64>,
    /// The groups of what matches, where groups are asked for and all tokens are read, or being read.
    pub groups: Memo<Option<Arc<TokenGroups>>>,
    /// The group that was opened last, by its link: where the focus goes when a person comes back.
    pub opened_group: StoredValue<String>,
    /// What is asked, as it is understood.
    pub question: Memo<Arc<CatalogQuery>>,
    /// What in the address made no sense.
    pub ignored: Memo<Vec<Ignored>>,
    /// What in the search text cannot be understood, in words.
    pub problem: Memo<String>,
    /// Which rows are in sight where all stand below each other: the first, and how many.
    pub window: RwSignal<(usize, usize)>,
    /// How many rows can stand below each other.
    pub below: RwSignal<usize>,
    /// Writes what is typed to the address, soon.
    pub timer: StoredValue<Option<Timer>>,
    /// What had the focus when it was asked whether to read all.
    pub asked_from: StoredValue<Option<HtmlElement>, LocalStorage>,
    /// Whether the timeline is on screen.
    pub timeline_open: RwSignal<bool>,
    /// The button that has all read.
    pub read_all: NodeRef<html::Button>,
    /// The button that has reading pause, and go on.
    pub pause: NodeRef<html::Button>,
}

impl CatalogState {
    /// Nothing is read yet.
    pub fn new(list: List) -> Self {
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
        let typed = RwSignal::new(None::<TypedText>);
        let text = Memo::new(move |_| {
            let here = (source.get(), list.query().search);
            let typed = typed.get().filter(|typed| typed.typed_over == here);
            typed.map_or(here.1, |typed| typed.text)
        });
        let read = move || CatalogQuery::read(&list.query(), &text.get(), local_time());
        let clock = app().clock;
        let question = Memo::new(move |_| Arc::new(read().0));
        let groups = Memo::new(move |_| {
            let by = list
                .location
                .look(|address| address.query.group)
                .filter(|_| all.get())?;
            let reader = reader_of(readers, kind.get());
            reader.follow();
            reader.phase();
            let now = clock.ten_seconds.get();
            let asked = question.get();
            let groups = reader
                .catalog()
                .try_update_untracked(|catalog| catalog.groups(by, &asked, now))?;
            Some(Arc::new(groups))
        });
        Self {
            list,
            clock,
            readers,
            row_providers: RowProviders::new(list),
            name_search: NameSearch::new(),
            kind,
            source,
            all,
            typed,
            text,
            asked: RwSignal::new(None),
            matching: Memo::new(move |_| {
                list.slots
                    .answer
                    .with(|shown| shown.as_ref().map_or(0, |shown| shown.answer.matching()))
            }),
            groups,
            opened_group: StoredValue::new(String::new()),
            question,
            ignored: Memo::new(move |_| read().1),
            problem: Memo::new(move |_| {
                let error = read().2;
                error
                    .map(|error| text::terms::problem(&error.problem, &zone_words()))
                    .unwrap_or_default()
            }),
            window: RwSignal::new((0, 0)),
            below: RwSignal::new(most_below(ROW)),
            timer: StoredValue::new(None),
            asked_from: StoredValue::new_local(None),
            timeline_open: RwSignal::new(false),
            read_all: NodeRef::new(),
            pause: NodeRef::new(),
        }
    }

    /// The reader of the kind on screen, tracked.
    pub fn reader(&self) -> Reader {
        reader_of(self.readers, self.kind.get())
    }

    /// Drops deleted tokens from everything that was read.
    pub fn remove(self, gone: &[Id]) {
        for reader in self.readers {
            // Tokens are deleted over a while, at whose end the console may be gone.
            let Some(kind) = reader.catalog().try_with_untracked(Catalog::kind) else {
                return;
            };
            let pks: Vec<u64> = gone.iter().filter(|id| id.kind == kind).map(|id| id.pk).collect();
            reader.remove(&pks);
        }
    }

    /// Drops all that was read: it is not for the person who is signed in now.
    pub fn forget(self) {
        for reader in self.readers {
            reader.forget();
        }
        self.row_providers.forget();
        self.stop_asking();
    }

    /// Whether what is read, or being read, holds all that the address may ask for, tracked.
    pub fn has_all(&self) -> bool {
        self.all.get()
    }

    /// How many tokens there are to read, where authentik has told, tracked.
    pub fn count(&self) -> Option<u64> {
        let answered = self.list.loader.current()?;
        let question = &answered.question;
        let asked = Source {
            kind: question.kind,
            user: question.query.user,
            provider: question.query.provider,
        };
        (asked == self.source.get()).then_some(answered.answer.pagination.count)
    }

    /// Whether a person is asked to have all tokens read, tracked.
    pub fn is_asking(&self) -> bool {
        self.asked.get() == Some(self.source.get()) && !self.has_all()
    }

    /// They do not want that, or it is done.
    pub fn stop_asking(self) {
        self.asked.set(None);
    }

    /// Has all tokens read: at once where they are few, else after asking.
    pub fn want_all(self) {
        untrack(|| {
            if self.has_all() {
                self.reader().go_on();
                return;
            }
            match self.count() {
                Some(count) if count <= FEW => self.read(),
                _ => {
                    self.asked_from.set_value(self.focused());
                    self.asked.set(Some(self.source.get()));
                }
            }
        });
    }

    /// Reads all tokens.
    pub fn read(self) {
        self.stop_asking();
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

    /// The focused element may be about to disappear. If it does, the focus goes `back`, or to what replaces it.
    pub fn keep_focus(self, back: Option<HtmlElement>) {
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

    pub fn type_text(self, text: &str) {
        self.typed.set(Some(TypedText {
            text: text.to_owned(),
            typed_over: untrack(|| (self.source.get(), self.list.query().search)),
        }));
        let keep = move || {
            // The console may be gone by then.
            let Some(text) = self.text.try_get_untracked() else {
                return;
            };
            if text.trim() != untrack(|| self.list.query().search) {
                self.list.location.change(HistoryStep::Replace, |address| {
                    address.query = address.query.with_search(&text);
                });
            }
        };
        self.timer.set_value(Timer::after(SETTLED, keep));
    }

    /// The client that a token was issued to, as far as anything is known of it; tracked.
    pub fn client_id(&self, token: &Token) -> Option<String> {
        self.row_providers.track();
        self.row_providers.complete_untracked(token).provider.client_id.clone()
    }

    /// Looks at all that was read, as it is now.
    pub fn with_catalog<T>(&self, reader: Reader, look: impl FnOnce(&mut Catalog) -> T) -> T {
        reader.catalog().update_untracked(look)
    }
}

fn reader_of([access, refresh, codes]: [Reader; 3], kind: Kind) -> Reader {
    match kind {
        Kind::AccessTokens => access,
        Kind::RefreshTokens => refresh,
        Kind::AuthorizationCodes => codes,
    }
}

/// "of the 4,300 of 9,995 read so far", where not all was read.
pub fn so_far(reader: Reader) -> Option<String> {
    (!reader.is_complete()).then(|| {
        let progress = reader.progress_untracked();
        text::catalog::so_far(progress.read, progress.of)
    })
}
