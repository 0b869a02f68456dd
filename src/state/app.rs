//! The context that all parts of a console share.

use leptos::prelude::*;

use super::lazy_modules::LazyModules;
use super::location::Location;
use super::session::Session;
use super::settings::Settings;
use crate::authentik::client::Client;
use crate::platform::clock::Clock;

/// Provided once, at the top; cheap to copy.
#[derive(Clone, Copy)]
pub struct App {
    /// The way to authentik.
    pub client: Client,
    /// Who is signed in.
    pub session: Session,
    /// The address.
    pub location: Location,
    /// What the person prefers.
    pub settings: Settings,
    /// The time.
    pub clock: Clock,
    /// What is fetched after the first view.
    pub modules: LazyModules,
}

/// What is shared here.
pub fn app() -> App {
    expect_context()
}
