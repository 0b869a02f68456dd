//! Where the address is kept. Nothing else holds a copy of it.
//!
//! There are no `<Routes>`: the address is one value that the whole page is made of, and a guest has no router at all. Of
//! `leptos_router` only the keeper of the browser's address is in use, in `standalone`; its components would cost 37 to
//! 47 kB.
//!
//! Here it is a text below the console's base (`access-tokens/4711?ordering=expires`). A page of its own has it kept by
//! the browser (see `standalone`), and goes back and forward with it; a guest tells its host and leaves the rest to it.

use std::rc::Rc;
use std::time::Duration;

use leptos::prelude::*;

use crate::components::keys::is_held;
use crate::platform::host::{self, LinkTarget};
use crate::platform::timer::Timer;
pub use crate::state::address_throttle::HistoryStep;
use crate::state::address_throttle::{AddressThrottle, PACE};
use crate::state::settings::remembered_page_size;
use crate::text;
use crate::tokens::query::{Address, Ignored, PageSize};

/// Keeps an address that a person goes to; says whether that was possible.
type Keep = Rc<dyn Fn(&str, HistoryStep) -> bool>;

/// A browser that takes no more changes for now is asked again after this long.
const REFUSED: Duration = Duration::from_secs(1);

/// The address: read as a value, changed by going somewhere.
#[derive(Clone, Copy)]
pub struct Location {
    /// Path and query, and what they say: a table asks hundreds of times between two changes.
    place: RwSignal<ParsedAddress>,
    /// Whether the focus may follow: always where a person goes, and where the host leads, if it is in the console.
    takes_focus: StoredValue<bool>,
    keep: StoredValue<Option<Keep>, LocalStorage>,
    /// What the browser or the host has been told of it.
    telling: StoredValue<AddressThrottle>,
    timer: StoredValue<Option<Timer>>,
    /// Moves when they were told.
    told: RwSignal<()>,
}

#[derive(Default)]
struct ParsedAddress {
    path: String,
    query: String,
    read: Option<(Address, Vec<Ignored>)>,
}

impl ParsedAddress {
    fn of(text: &str) -> Self {
        let text = text.split('#').next().unwrap_or_default().trim_start_matches('/');
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        Self {
            read: Address::parse(path, query),
            path: path.to_owned(),
            query: query.to_owned(),
        }
    }
}

impl Location {
    /// The console begins at this address.
    pub fn starting_at(text: &str) -> Self {
        let location = Self {
            place: RwSignal::new(ParsedAddress::of(text)),
            takes_focus: StoredValue::new(!host::is_guest()),
            keep: StoredValue::new_local(None),
            telling: StoredValue::new(AddressThrottle::default()),
            timer: StoredValue::new(None),
            told: RwSignal::new(()),
        };
        location.say("");
        location
    }

    /// The host leads to this address. `has_focus` says whether the focus is in the console.
    pub fn arrive(&self, text: &str, has_focus: bool) {
        let place = ParsedAddress::of(text);
        // A host may well lead back to where a person has just gone.
        if self
            .place
            .with_untracked(|now| (&now.path, &now.query) != (&place.path, &place.query))
        {
            self.takes_focus.set_value(has_focus);
        }
        self.place.set(place);
        self.telling.update_value(AddressThrottle::forget);
        self.say("");
        self.told.notify();
        self.take_tokens_out();
    }

    /// Removes from the address what looks like a token; [`Self::ignored`] still tells that it was there.
    pub fn take_tokens_out(&self) {
        let holds_token = |place: &ParsedAddress| {
            let mut ignored = place.read.iter().flat_map(|(_, ignored)| ignored);
            ignored.any(Ignored::is_token)
        };
        if !self.place.with_untracked(holds_token) {
            return;
        }
        let text = text_of(&self.address_untracked());
        let ParsedAddress { path, query, .. } = ParsedAddress::of(&text);
        self.place.update(|place| (place.path, place.query) = (path, query));
        self.have_told(&text, HistoryStep::Replace);
        // The token must not stay there any longer than the browser's limit forces it to.
        self.settle();
    }

    /// Whether the focus may go along to what is at this address.
    pub fn takes_focus_untracked(&self) -> bool {
        self.takes_focus.get_value()
    }

    /// From here on `keep` is told where a person goes.
    pub fn kept_by(&self, keep: impl Fn(&str, HistoryStep) -> bool + 'static) {
        self.keep.set_value(Some(Rc::new(keep)));
    }

    /// Whether the console is at this path and query, as they were written.
    pub fn is_at_untracked(&self, path: &str, query: &str) -> bool {
        self.place
            .with_untracked(|place| place.path == path && place.query == query)
    }

    fn say(&self, step: &str) {
        let address = self.address_untracked();
        say(&text_of(&address), &address, step);
    }

    /// Has an address kept, and tells of it; says whether it was kept.
    fn tell(&self, text: &str, step: HistoryStep) -> bool {
        let keep = self.keep.try_get_value().flatten();
        let is_kept = keep.is_none_or(|keep| keep(text, step));
        let address = ParsedAddress::of(text)
            .read
            .map(|(address, _)| address)
            .unwrap_or_default();
        say(
            text,
            &address,
            if step == HistoryStep::Push { "push" } else { "replace" },
        );
        self.told.notify();
        is_kept
    }

    /// Follows the address as the browser has it, which may be a moment behind.
    pub fn follow_told(&self) {
        self.told.track();
    }

    /// Reports any pending address.
    pub fn settle(&self) {
        self.timer.set_value(None);
        let tell = |text: &str, step: HistoryStep| self.tell(text, step);
        self.telling
            .try_update_value(|telling| telling.pay(js_sys::Date::now(), tell));
    }

    /// Reports a pending address after a while.
    fn settle_in(self, pause: Duration) {
        let is_owing = self.telling.try_with_value(AddressThrottle::is_owing) == Some(true);
        if is_owing && self.timer.try_with_value(Option::is_none) == Some(true) {
            let settle = move || {
                self.settle();
                self.settle_in(REFUSED);
            };
            self.timer.set_value(Timer::after(pause, settle));
        }
    }

    fn with<T>(&self, look: impl FnOnce(Option<&(Address, Vec<Ignored>)>) -> T) -> T {
        self.place.with(|place| look(place.read.as_ref()))
    }

    /// The address, tracked.
    pub fn address(&self) -> Address {
        self.with(|parsed| parsed.map(|(address, _)| address.clone()).unwrap_or_default())
    }

    /// A part of the address, tracked.
    pub fn look<T: Default>(&self, look: impl FnOnce(&Address) -> T) -> T {
        self.with(|parsed| parsed.map(|(address, _)| look(address)).unwrap_or_default())
    }

    pub fn address_untracked(&self) -> Address {
        untrack(|| self.address())
    }

    /// What in the address made no sense, tracked.
    pub fn ignored(&self) -> Vec<Ignored> {
        self.with(|parsed| parsed.map(|(_, ignored)| ignored.clone()).unwrap_or_default())
    }

    /// False for a path that leads nowhere, tracked.
    pub fn is_known(&self) -> bool {
        self.place.with(|place| place.path.is_empty() || place.read.is_some())
    }

    /// Whether the address names no kind of token at all.
    pub fn is_bare_untracked(&self) -> bool {
        self.place.with_untracked(|place| place.path.is_empty())
    }

    /// The remembered page size, if it replaces `size` because the address names none.
    pub fn remembered_page_size_untracked(&self, size: PageSize) -> Option<PageSize> {
        self.place
            .with_untracked(|place| size.replaced_by(remembered_page_size(), &place.query))
    }

    /// The address as a link; `None` where the host has none for it.
    pub fn href(&self, address: &Address) -> Option<String> {
        host::link(&LinkTarget::Console(&text_of(address)))
    }

    /// Goes to `address`.
    pub fn go(&self, address: &Address, step: HistoryStep) {
        self.takes_focus.set_value(true);
        let text = text_of(address);
        self.place.set(ParsedAddress::of(&text));
        // While a key is held down, pages fly by: Back returns to where it was first pressed.
        let step = if is_held() { HistoryStep::Replace } else { step };
        self.have_told(&text, step);
    }

    /// Has an address told, now or a little later.
    fn have_told(&self, text: &str, step: HistoryStep) {
        let tell = |text: &str, step: HistoryStep| self.tell(text, step);
        self.telling
            .try_update_value(|telling| telling.go(text, step, js_sys::Date::now(), tell));
        self.settle_in(Duration::from_millis(PACE.into()));
    }

    /// Changes a part of the address.
    pub fn change(&self, step: HistoryStep, change: impl FnOnce(&mut Address)) {
        let mut address = self.address_untracked();
        change(&mut address);
        self.go(&address, step);
    }
}

fn say(text: &str, address: &Address, step: &str) {
    let title = match address.open {
        Some(pk) => text::kinds::named(address.kind, pk),
        None if address.all_kinds => text::all_kinds::TITLE.to_owned(),
        None => text::kinds::many(address.kind).to_owned(),
    };
    host::at(text, &title, step);
}

/// The default page size is left out, unless this person prefers another.
fn text_of(address: &Address) -> String {
    let mut text = address.to_path_and_query();
    let usual = PageSize::default();
    if address.query.page_size == usual && remembered_page_size().is_some_and(|size| size != usual) {
        text.push(if text.contains('?') { '&' } else { '?' });
        text.push_str("page_size=");
        text.push_str(&usual.get().to_string());
    }
    text
}
