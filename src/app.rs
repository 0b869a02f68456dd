//! What all parts of a console share, and how it begins and ends.

use std::cell::RefCell;

use any_spawner::Executor;
use leptos::prelude::*;
use leptos::reactive::owner::Owner;
use web_sys::HtmlElement;

use crate::authentik::call::Early;
use crate::authentik::client::Client;
use crate::clock::Clock;
use crate::host;
use crate::later::Later;
use crate::location::{Location, Step};
use crate::screens::console::console;
use crate::settings::{Settings, usual_list};
use crate::tokens::kind::Kind;
use crate::ui::announce::Announcer;
use crate::ui::dom::El;

/// Provided once, at the top; cheap to copy.
#[derive(Clone, Copy)]
pub struct App {
    /// The way to authentik.
    pub client: Client,
    /// The address.
    pub location: Location,
    /// What the person prefers.
    pub settings: Settings,
    /// The time.
    pub clock: Clock,
    /// What is said to those who do not see the page.
    pub announcer: Announcer,
    /// What is fetched after the first view.
    pub later: Later,
}

/// What is shared here.
pub fn app() -> App {
    expect_context()
}

/// A console that was started.
struct Running {
    /// Everything that follows a signal, listens or waits is under it.
    owner: Owner,
    element: El,
    location: Location,
}

thread_local! {
    /// The console of this instance, while there is one.
    static RUNNING: RefCell<Option<Running>> = const { RefCell::new(None) };
}

/// Starts the console in `place`, which is empty, at `address`. `early` are questions that were asked already; `keep` sees
/// to it that the address is kept somewhere, before it changes for the first time.
pub fn start(place: &HtmlElement, address: &str, early: Vec<Early>, keep: impl FnOnce(Location)) {
    leave();
    host::tell_of_panics();
    // It is there already where a console ran here before.
    let _ = Executor::init_wasm_bindgen();
    let owner = Owner::new();
    let (element, location) = owner.with(|| {
        let location = Location::starting_at(address);
        keep(location);
        provide_context(App {
            client: Client::new(early),
            location,
            settings: Settings::remembered(),
            clock: Clock::start(),
            announcer: Announcer::new(),
            later: Later::new(),
        });
        // The bare address means the access tokens, and says so.
        if location.is_bare() {
            location.go(&usual_list(Kind::default()), Step::Replace);
        }
        (console(), location)
    });
    // The place is empty, so nothing can stand in the way.
    let _ = place.append_child(element.element());
    RUNNING.set(Some(Running {
        owner,
        element,
        location,
    }));
}

/// Leads the console to another address.
pub fn lead(address: &str) {
    let look = |running: &Running| (running.location, running.element.has_focus_near());
    if let Some((location, has_focus)) = RUNNING.with_borrow(|running| running.as_ref().map(look)) {
        location.arrive(address, has_focus);
    }
}

/// Ends the console, if there is one.
pub fn leave() {
    if let Some(running) = RUNNING.take() {
        running.owner.cleanup();
        running.element.element().remove();
    }
}
