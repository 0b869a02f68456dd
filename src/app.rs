//! What all parts of a console share.

use leptos::prelude::*;

use crate::authentik::client::Client;
use crate::clock::Clock;
use crate::later::Later;
use crate::location::Location;
use crate::settings::Settings;
use crate::ui::announce::Announcer;

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

impl App {
    /// Provides it to everything that is made from here on under the current owner.
    pub fn provide(client: Client, location: Location) {
        provide_context(Self {
            client,
            location,
            settings: Settings::remembered(),
            clock: Clock::start(),
            announcer: Announcer::new(),
            later: Later::new(),
        });
    }
}

/// What is shared here.
pub fn app() -> App {
    expect_context()
}
