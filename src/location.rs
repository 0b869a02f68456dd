//! Where the address is kept. Nothing else holds a copy of it.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_location, use_navigate};

use crate::tokens::query::{Address, Ignored};

/// Whether a step can be taken back.
#[derive(Clone, Copy, PartialEq)]
pub enum Step {
    /// Back returns to where one was.
    Push,
    /// The address is corrected, or flipped through; Back skips it.
    Replace,
}

/// The address: read as a value, changed by going somewhere.
#[derive(Clone, Copy)]
pub struct Location {
    here: Memo<Here>,
    base: StoredValue<String>,
    go: StoredValue<Box<dyn Fn(&str, Step)>, LocalStorage>,
}

#[derive(Clone, PartialEq)]
struct Here {
    address: Address,
    ignored: Vec<Ignored>,
    known: bool,
    names_page_size: bool,
    bare: bool,
}

impl Location {
    /// The browser's own address, below `base` (which begins and ends with `/`). Call inside a router.
    pub fn of_browser(base: String) -> Self {
        let browser = use_location();
        let navigate = use_navigate();
        let below = base.clone();
        let here = Memo::new(move |_| {
            let path = browser.pathname.get();
            let path = path.strip_prefix(below.as_str()).unwrap_or_default();
            let query = browser.search.get();
            match Address::parse(path, &query) {
                Some((address, ignored)) => Here {
                    address,
                    ignored,
                    known: true,
                    names_page_size: query.contains("page_size="),
                    bare: false,
                },
                None => Here {
                    address: Address::default(),
                    ignored: Vec::new(),
                    known: path.is_empty(),
                    names_page_size: false,
                    bare: path.is_empty(),
                },
            }
        });
        let go = move |to: &str, step: Step| {
            let options = NavigateOptions {
                resolve: false,
                replace: step == Step::Replace,
                scroll: false,
                ..NavigateOptions::default()
            };
            navigate(to, options);
        };
        Self {
            here,
            base: StoredValue::new(base),
            go: StoredValue::new_local(Box::new(go)),
        }
    }

    /// The address, tracked.
    pub fn address(&self) -> Address {
        self.here.with(|here| here.address.clone())
    }

    /// The address, not tracked.
    pub fn address_now(&self) -> Address {
        self.here.with_untracked(|here| here.address.clone())
    }

    /// What in the address made no sense, tracked.
    pub fn ignored(&self) -> Vec<Ignored> {
        self.here.with(|here| here.ignored.clone())
    }

    /// False for a path that leads nowhere, tracked.
    pub fn is_known(&self) -> bool {
        self.here.with(|here| here.known)
    }

    /// Whether the address names no kind of token at all, not tracked.
    pub fn is_bare(&self) -> bool {
        self.here.with_untracked(|here| here.bare)
    }

    /// Whether the address says how many rows a page has, not tracked.
    pub fn names_page_size(&self) -> bool {
        self.here.with_untracked(|here| here.names_page_size)
    }

    /// The address as a link.
    pub fn href(&self, address: &Address) -> String {
        let mut href = self.base.get_value();
        href.push_str(&address.to_path_and_query());
        href
    }

    /// Goes to `address`.
    pub fn go(&self, address: &Address, step: Step) {
        let href = self.href(address);
        self.go.with_value(|go| go(&href, step));
    }

    /// Changes a part of the address.
    pub fn change(&self, step: Step, change: impl FnOnce(&mut Address)) {
        let mut address = self.address_now();
        change(&mut address);
        self.go(&address, step);
    }
}
