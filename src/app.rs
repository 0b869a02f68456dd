//! What all parts of a console share, and how it begins and ends.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use leptos::mount::{UnmountHandle, mount_to};
use leptos::prelude::*;
use leptos::tachys::view::any_view::AnyViewState;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, ShadowRoot};

use crate::authentik::call::Early;
use crate::authentik::client::Client;
use crate::clock::Clock;
use crate::host;
use crate::later::Later;
use crate::location::{Location, Step};
use crate::model::kind::Kind;
use crate::screens::console::Console;
use crate::settings::{Settings, usual_list};
use crate::text::catalog::write_numbers;
use crate::ui::announce::Announcer;
use crate::ui::format::number;

type WindUp = Rc<dyn Fn() -> Option<bool>>;

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
    console: UnmountHandle<AnyViewState>,
    /// Everything that follows a signal, listens or waits is under it.
    owner: Owner,
    place: HtmlElement,
    location: Location,
    client: Client,
}

thread_local! {
    /// The console of this instance, while there is one.
    static RUNNING: RefCell<Option<Running>> = const { RefCell::new(None) };

    /// What the part has for [`wind_up`] that deletes, once it is there.
    static WIND_UP: RefCell<Option<WindUp>> = const { RefCell::new(None) };
}

/// Starts the console in `place`, which is empty, at `address`. `early` are questions that were asked already; `keep` sees
/// to it that the address is kept somewhere, before it changes for the first time.
pub fn start(place: &HtmlElement, address: &str, early: Vec<Early>, keep: impl FnOnce(Location) + 'static) {
    leave();
    host::tell_of_panics();
    write_numbers(number);
    let address = address.to_owned();
    let started = Rc::new(Cell::new(None));
    let tell = Rc::clone(&started);
    let console = mount_to(place.clone(), move || {
        let location = Location::starting_at(&address);
        keep(location);
        let client = Client::new(early);
        provide_context(App {
            client,
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
        location.take_tokens_out();
        tell.set(Owner::current().map(|owner| (owner, location, client)));
        view! { <Console/> }.into_any()
    });
    let place = place.clone();
    RUNNING.set(started.take().map(|(owner, location, client)| Running {
        console,
        owner,
        place,
        location,
        client,
    }));
}

/// Leads the console to another address.
pub fn lead(address: &str) {
    let look = |running: &Running| (running.location, has_focus_near(&running.place));
    if let Some((location, has_focus)) = RUNNING.with_borrow(|running| running.as_ref().map(look)) {
        location.arrive(address, has_focus);
    }
}

/// A person came back to the tab, or to the page as it was left (`restored`).
pub fn returned(restored: bool) {
    let client = RUNNING.with_borrow(|running| running.as_ref().map(|running| running.client));
    if let Some(client) = client {
        spawn_local(client.check_who(restored));
    }
}

/// Whether the focus is in the same shadow root. Where there is none, the document has it in any case.
fn has_focus_near(place: &HtmlElement) -> bool {
    let root = place.get_root_node();
    let shadow = root.dyn_ref::<ShadowRoot>();
    shadow.is_none_or(|shadow| shadow.active_element().is_some())
}

/// From here on [`wind_up`] is this.
pub fn wind_up_by(wind_up: impl Fn() -> Option<bool> + 'static) {
    WIND_UP.set(Some(Rc::new(wind_up)));
}

/// Has no more tokens deleted than are under way. `None` where none were deleted at all, and so there is no receipt;
/// otherwise whether something is still under way.
pub fn wind_up() -> Option<bool> {
    let wind_up = WIND_UP.with_borrow(Clone::clone)?;
    wind_up()
}

/// Ends the console, if there is one.
pub fn leave() {
    if let Some(running) = RUNNING.take() {
        running.location.settle();
        // Dropping it is not enough: what lives under the owner holds it as well, so it would never be cleaned up.
        running.owner.cleanup();
        WIND_UP.set(None);
        drop(running.console);
    }
}
