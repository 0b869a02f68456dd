//! Where the address is kept. Nothing else holds a copy of it.

use std::rc::Rc;

use leptos::prelude::*;
use leptos_router::location::{BrowserUrl, LocationChange, LocationProvider, Url};

use crate::settings::remembered_page_size;
use crate::state::State;
use crate::tokens::query::{Address, Ignored, PageSize};

/// Whether a step can be taken back.
#[derive(Clone, Copy, PartialEq)]
pub enum Step {
    /// Back returns to where one was.
    Push,
    /// The address is corrected, or flipped through; Back skips it.
    Replace,
}

type Go = Rc<dyn Fn(&str, Step)>;

/// The address: read as a value, changed by going somewhere.
#[derive(Clone, Copy)]
pub struct Location {
    url: RwSignal<Url>,
    base: State<String>,
    go: State<Option<Go>>,
    /// The last address that was read, and what it said: a table asks hundreds of times between two changes.
    read: State<Read>,
}

/// Path and query, and what they say.
type Read = (String, Option<(Address, Vec<Ignored>)>);

impl Location {
    /// The browser's own address, below `base` (which begins and ends with `/`). `None` in a browser without one.
    pub fn of_browser(base: String) -> Option<Self> {
        let browser = BrowserUrl::new().ok()?;
        browser.init(Some(base.clone().into()));
        let url = RwSignal::from(browser.as_url().clone());
        let go = move |to: &str, step: Step| {
            let Ok(there) = BrowserUrl::parse(to) else { return };
            browser.as_url().set(there);
            browser.complete_navigation(&LocationChange {
                value: to.to_owned(),
                replace: step == Step::Replace,
                scroll: false,
                ..LocationChange::default()
            });
        };
        Some(Self {
            url,
            base: State::new(base),
            go: State::new(Some(Rc::new(go))),
            read: State::new(Read::default()),
        })
    }

    /// The path below the base, tracked.
    fn path(&self) -> String {
        let base = self.base.now();
        self.url
            .with(|url| url.path().strip_prefix(base.as_str()).unwrap_or_default().to_owned())
    }

    fn with<T>(&self, look: impl FnOnce(Option<&(Address, Vec<Ignored>)>) -> T) -> T {
        self.url.with(|url| {
            let is_known = |(whole, _): &Read| whole.strip_prefix(url.path()).is_some_and(|rest| rest == url.search());
            if !self.read.with_now(is_known) {
                let path = self
                    .base
                    .with_now(|base| url.path().strip_prefix(base.as_str()).unwrap_or_default().to_owned());
                let read = ([url.path(), url.search()].concat(), Address::parse(&path, url.search()));
                self.read.update_quietly(|kept| *kept = read);
            }
        });
        self.read.with_now(|(_, parsed)| look(parsed.as_ref()))
    }

    /// The address, tracked.
    pub fn address(&self) -> Address {
        self.with(|parsed| parsed.map(|(address, _)| address.clone()).unwrap_or_default())
    }

    /// A part of the address, tracked.
    pub fn look<T: Default>(&self, look: impl FnOnce(&Address) -> T) -> T {
        self.with(|parsed| parsed.map(|(address, _)| look(address)).unwrap_or_default())
    }

    /// The address, not tracked.
    pub fn address_now(&self) -> Address {
        untrack(|| self.address())
    }

    /// What in the address made no sense, tracked.
    pub fn ignored(&self) -> Vec<Ignored> {
        self.with(|parsed| parsed.map(|(_, ignored)| ignored.clone()).unwrap_or_default())
    }

    /// False for a path that leads nowhere, tracked.
    pub fn is_known(&self) -> bool {
        self.path().is_empty() || self.with(|parsed| parsed.is_some())
    }

    /// Whether the address names no kind of token at all, not tracked.
    pub fn is_bare(&self) -> bool {
        untrack(|| self.path().is_empty())
    }

    /// Whether the address says how many rows a page has, not tracked.
    pub fn names_page_size(&self) -> bool {
        self.url.with_untracked(|url| url.search().contains("page_size="))
    }

    /// The address as a link.
    pub fn href(&self, address: &Address) -> String {
        let mut href = self.base.now();
        href.push_str(&address.to_path_and_query());
        // The usual number of rows goes without saying, but not where this person usually wants another.
        let usual = PageSize::default();
        if address.query.page_size == usual && remembered_page_size().is_some_and(|size| size != usual) {
            href.push(if href.contains('?') { '&' } else { '?' });
            href.push_str("page_size=");
            href.push_str(&usual.get().to_string());
        }
        href
    }

    /// Goes to `address`.
    pub fn go(&self, address: &Address, step: Step) {
        let href = self.href(address);
        if let Some(go) = self.go.now() {
            go(&href, step);
        }
    }

    /// Changes a part of the address.
    pub fn change(&self, step: Step, change: impl FnOnce(&mut Address)) {
        let mut address = self.address_now();
        change(&mut address);
        self.go(&address, step);
    }
}
