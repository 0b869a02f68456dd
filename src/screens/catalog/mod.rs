//! All tokens at hand: what is there to read them, to choose among them and to take them along. Fetched after the first
//! view.

mod collate;
mod export;
mod facets;
mod lend;
mod local;
mod marks;
mod overview;
mod people;
mod progress;
mod quick;
pub mod reader;
mod timeline;

pub use collate::ranks;
pub use local::page;

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;

use self::quick::Quick;
use self::reader::{Phase, Reader, Source};
use super::token_list::list::{Catalog as Hooks, List, Marks};
use crate::location::Step;
use crate::state::State;
use crate::text;
use crate::tokens::catalog::{Asked, Catalog};
use crate::tokens::ending::Id;
use crate::tokens::findings::findings;
use crate::tokens::kind::Kind;
use crate::tokens::query::Ignored;
use crate::tokens::terms::{Completion, complete};
use crate::ui::dom::{El, keep_watching};

/// Up to so many tokens are read without asking first.
const FEW: u64 = 3_000;

/// What is typed stands in the address this long after the last letter.
const SETTLED: Duration = Duration::from_millis(400);

/// What the page shows of this part of the program.
#[derive(Clone, Copy)]
pub struct Doors {
    /// The counts at the top.
    pub overview: fn() -> El,
    /// Buttons beside those of the list.
    pub tools: fn() -> El,
    /// What there is to choose from, and how far reading is.
    pub strip: fn() -> El,
}

/// The state behind all of it. Cheap to copy; found in the context.
#[derive(Clone, Copy)]
pub struct Desk {
    list: List,
    /// One for each kind of token.
    readers: [Reader; 3],
    quick: Quick,
    /// The kind on screen: much follows it that need not follow the rest of the address.
    kind: State<Kind>,
    /// Whether what is asked for is all at hand, or on its way.
    all: State<bool>,
    /// The user and the provider that the address names.
    narrowed: State<(Option<u64>, Option<u64>)>,
    /// What is typed and not yet in the address.
    typed: State<Option<String>>,
    /// Whether a person was asked to have all tokens read, and did not answer yet.
    asked: State<bool>,
    /// How many match what is asked.
    matching: State<u64>,
    /// What is asked, as it was understood last.
    question: State<Rc<Asked>>,
    /// What in the address made no sense.
    ignored: State<Vec<Ignored>>,
    /// Which rows are in sight where all stand below each other: the first, and how many.
    window: State<(usize, usize)>,
    timer: State<Option<TimeoutHandle>>,
}

/// Starts it, under the current owner.
pub fn start() -> Doors {
    let list = expect_context::<List>();
    let desk = Desk {
        list,
        readers: [Reader::new(), Reader::new(), Reader::new()],
        quick: Quick::new(),
        kind: State::new(untrack(|| list.kind())),
        all: State::new(false),
        narrowed: State::new((None, None)),
        typed: State::new(None),
        asked: State::new(false),
        matching: State::new(0),
        question: State::new(Rc::new(Asked::default())),
        ignored: State::new(Vec::new()),
        window: State::new((0, 0)),
        timer: State::new(None),
    };
    provide_context(desk);
    list.marks.set(Some(Marks {
        of: findings,
        draw: marks::mark,
    }));
    list.let_go.set(Some(Rc::new(move |gone: &[Id]| desk.let_go(gone))));
    desk.take_over();
    desk.answer();
    desk.read_when_needed();
    local::follow_scrolling(desk);
    on_cleanup(move || desk.stop_timer());
    Doors {
        overview: overview::overview,
        tools: progress::tools,
        strip: progress::strip,
    }
}

impl Desk {
    /// The reader of the kind on screen, tracked.
    fn reader(&self) -> Reader {
        let [access, refresh, codes] = self.readers;
        match self.kind.get() {
            Kind::AccessTokens => access,
            Kind::RefreshTokens => refresh,
            Kind::AuthorizationCodes => codes,
        }
    }

    /// Lets go of tokens that were ended, in whatever was read.
    fn let_go(self, gone: &[Id]) {
        for reader in self.readers {
            let kind = reader.catalog().with_now(Catalog::kind);
            let pks: Vec<u64> = gone.iter().filter(|id| id.kind == kind).map(|id| id.pk).collect();
            reader.let_go(&pks);
        }
    }

    /// The tokens that the address is about, as far as authentik itself can tell them apart, tracked.
    fn source(&self) -> Source {
        let query = self.list.query();
        Source {
            kind: self.list.kind(),
            user: query.user,
            provider: query.provider,
        }
    }

    /// Whether what is read, or being read, holds all that the address may ask for, tracked.
    fn has_all(&self) -> bool {
        self.all.get()
    }

    fn holds_all(&self) -> bool {
        let wanted = self.source();
        self.reader().source().is_some_and(|read| {
            read.kind == wanted.kind
                && (read.user.is_none() || read.user == wanted.user)
                && (read.provider.is_none() || read.provider == wanted.provider)
        })
    }

    /// How many tokens there are to read, where authentik has told, tracked.
    fn count(&self) -> Option<u64> {
        let answered = self.list.loader.current()?;
        let question = &answered.question;
        let wanted = self.source();
        let fits = question.kind == wanted.kind
            && question.query.user == wanted.user
            && question.query.provider == wanted.provider;
        fits.then_some(answered.answer.pagination.count)
    }

    /// The text that is searched for, tracked.
    fn text(&self) -> String {
        self.typed.get().unwrap_or_else(|| self.list.query().search)
    }

    /// Has all tokens read: at once where they are few, else after asking.
    fn want_all(self) {
        if untrack(|| self.has_all()) {
            self.reader().go_on();
            return;
        }
        match untrack(|| self.count()) {
            Some(count) if count <= FEW => self.read(),
            _ => self.asked.set(true),
        }
    }

    /// Reads all tokens.
    fn read(self) {
        self.asked.set(false);
        let (source, count) = untrack(|| (self.source(), self.count()));
        untrack(|| self.reader()).read(source, count);
    }

    /// A question in the address that only the whole set can answer has it read.
    fn read_when_needed(self) {
        keep_watching(move || {
            if self.list.query().needs_all() && !self.has_all() && self.count().is_some() {
                untrack(|| self.want_all());
            }
        });
        // Another list is another question.
        let before = RefCell::new(None);
        keep_watching(move || {
            let source = self.source();
            if before.borrow().is_some_and(|before| before != source) {
                self.asked.set_if_new(false);
                self.typed.set_if_new(None);
            }
            before.replace(Some(source));
        });
    }

    /// While all tokens are at hand, the list asks here and not authentik.
    fn take_over(self) {
        keep_watching(move || {
            let kind = self.list.kind();
            untrack(|| self.kind.set_if_new(kind));
            let holds_all = self.holds_all();
            untrack(|| self.all.set_if_new(holds_all));
            let Source { user, provider, .. } = self.source();
            untrack(|| self.narrowed.set_if_new((user, provider)));
        });
        keep_watching(move || {
            let has_all = self.has_all();
            let reader = self.reader();
            let is_reading = reader.phase() == Phase::Running;
            let hooks = has_all.then(|| Hooks {
                refresh: Rc::new(move || reader.refresh()),
                type_text: Rc::new(move |text: &str| self.type_text(text)),
                complete: Rc::new(|text: &str| completions(text)),
                is_reading,
            });
            untrack(|| self.list.catalog.set(hooks));
        });
    }

    /// The rows for what is asked, whenever that or what is read changes.
    fn answer(self) {
        keep_watching(move || {
            let has_all = self.has_all();
            let local = if has_all {
                let reader = self.reader();
                reader.follow();
                reader.phase();
                local::answer(self, reader)
            } else {
                self.quick.answer(self)
            };
            untrack(|| {
                if local.is_some() || self.list.local.with_now(Option::is_some) {
                    self.list.local.set(local);
                }
            });
        });
        // The address has caught up with what was typed.
        keep_watching(move || {
            let search = self.list.query().search;
            if self
                .typed
                .with_now(|typed| typed.as_ref().is_some_and(|typed| typed.trim() == search))
            {
                self.typed.set(None);
            }
        });
    }

    fn type_text(self, text: &str) {
        self.typed.set(Some(text.to_owned()));
        self.stop_timer();
        let keep = move || {
            if let Some(text) = self.typed.now() {
                self.list.location.change(Step::Replace, |address| {
                    address.query = address.query.with_search(&text);
                });
            }
        };
        self.timer
            .update_quietly(|timer| *timer = set_timeout_with_handle(keep, SETTLED).ok());
    }

    fn stop_timer(self) {
        self.timer.update_quietly(|timer| {
            if let Some(timer) = timer.take() {
                timer.clear();
            }
        });
    }

    /// Looks at all that was read, as it is now.
    fn with_catalog<T>(&self, reader: Reader, look: impl FnOnce(&mut Catalog) -> T) -> T {
        reader.catalog().update_quietly(look)
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
