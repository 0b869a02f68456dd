//! Starts a console, sends it to an address, ends it. The only place that names everything a console is made of.

mod lazy_modules;

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
use crate::components::format::number;
use crate::model::kind::Kind;
use crate::platform::clock::Clock;
use crate::platform::host;
use crate::screens::console::Console;
use crate::state::app::App;
use crate::state::lazy_modules::LazyModules;
use crate::state::location::{HistoryStep, Location};
use crate::state::session::Session;
use crate::state::settings::{Settings, usual_list};
use crate::state::shutdown;
use crate::text::numbers::write_numbers;

/// A console that was started.
struct RunningConsole {
    console: UnmountHandle<AnyViewState>,
    /// Everything that follows a signal, listens or waits is under it.
    owner: Owner,
    place: HtmlElement,
    location: Location,
    session: Session,
}

thread_local! {
    /// The console of this instance, while there is one.
    static RUNNING: RefCell<Option<RunningConsole>> = const { RefCell::new(None) };
}

/// Starts the console at `address` in `place`, which is empty. `early` are questions already asked; `keep` makes
/// sure that the address is stored somewhere before it changes for the first time.
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
        let session = Session::new(client);
        provide_context(App {
            client,
            session,
            location,
            settings: Settings::remembered(),
            clock: Clock::start(),
            modules: LazyModules::new(lazy_modules::fetch),
        });
        // The bare address means the access tokens, and says so.
        if location.is_bare_untracked() {
            location.go(&usual_list(Kind::default()), HistoryStep::Replace);
        }
        location.take_tokens_out();
        tell.set(Owner::current().map(|owner| (owner, location, session)));
        view! { <Console/> }.into_any()
    });
    let place = place.clone();
    RUNNING.set(started.take().map(|(owner, location, session)| RunningConsole {
        console,
        owner,
        place,
        location,
        session,
    }));
}

/// Leads the console to another address.
pub fn navigate(address: &str) {
    let look = |running: &RunningConsole| (running.location, has_focus_near(&running.place));
    if let Some((location, has_focus)) = RUNNING.with_borrow(|running| running.as_ref().map(look)) {
        location.arrive(address, has_focus);
    }
}

/// A person came back to the tab, or to the page as it was left (`restored`).
pub fn returned(restored: bool) {
    let session = RUNNING.with_borrow(|running| running.as_ref().map(|running| running.session));
    if let Some(session) = session {
        spawn_local(session.check_return(restored));
    }
}

/// Whether the focus is in the same shadow root. Where there is none, the document has it in any case.
fn has_focus_near(place: &HtmlElement) -> bool {
    let root = place.get_root_node();
    let shadow = root.dyn_ref::<ShadowRoot>();
    shadow.is_none_or(|shadow| shadow.active_element().is_some())
}

/// Ends the console, if there is one.
pub fn leave() {
    if let Some(running) = RUNNING.take() {
        running.location.settle();
        // Dropping it is not enough: what lives under the owner holds it as well, so it would never be cleaned up.
        running.owner.cleanup();
        shutdown::forget();
        drop(running.console);
    }
}
