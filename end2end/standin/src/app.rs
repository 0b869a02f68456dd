//! The running stand-in: its world, who is signed in, what is broken, what was asked.

use crate::api::ask::{client_ip, cookie};
use crate::data::random::mix;
use crate::data::sessions::Session;
use crate::data::time::{DAY, Micros, now};
use crate::data::users::User;
use crate::data::{Recipe, World};
use crate::faults::Faults;
use crate::oauth::values::Values;
use crate::requests::Requests;
use crate::sessions::{SESSION, Sessions, Started};
use crate::thief::loot::Thief;
use axum::http::HeaderMap;
use std::path::PathBuf;
use std::str::FromStr;
use std::sync::{Mutex, MutexGuard, PoisonError};
use tokenscope_serve::Site;

/// A folder, and the path that it is served below.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Also {
    /// Such as `/portal/react`, without a slash at the end.
    pub path: String,
    /// What is served there.
    pub folder: PathBuf,
}

impl FromStr for Also {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let understood = text.split_once('=').and_then(|(path, folder)| {
            let path = path.strip_suffix('/').unwrap_or(path);
            let named = path.strip_prefix('/').is_some_and(|name| !name.is_empty());
            (named && !path.contains(['{', '}', '*']) && !folder.is_empty()).then(|| Also {
                path: path.to_owned(),
                folder: PathBuf::from(folder),
            })
        });
        understood.ok_or_else(|| "it is a path, =, and a folder: /portal/=some/folder".to_owned())
    }
}

/// How a stand-in is set up.
#[derive(Clone, Debug)]
pub struct Options {
    /// The files of the built console.
    pub site: Site,
    /// Further sites on the same origin, such as portals that show the console as a guest.
    pub also: Vec<Also>,
    /// What the data are made from.
    pub recipe: Recipe,
}

/// What changes while it runs.
#[derive(Debug)]
pub struct State {
    /// The made-up installation.
    pub world: World,
    /// What it was made from.
    pub recipe: Recipe,
    /// Who is signed in.
    pub sessions: Sessions,
    /// The values of what was issued here.
    pub values: Values,
    /// Who stole what.
    pub thieves: Vec<Thief>,
    /// What goes wrong.
    pub faults: Faults,
    /// What was asked.
    pub requests: Requests,
}

/// A stand-in.
#[derive(Debug)]
pub struct App {
    /// As it was started.
    pub options: Options,
    state: Mutex<State>,
}

impl App {
    /// Makes the data; that takes a moment for a million tokens.
    pub fn new(options: Options) -> Self {
        let state = Mutex::new(State::new(options.recipe, now()));
        App { options, state }
    }

    /// The state, for a moment. Never held across an await.
    pub fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// All as at the start, or by another recipe; dates are relative to now.
    pub fn reset(&self, recipe: Recipe) {
        let fresh = State::new(recipe, now());
        *self.state() = fresh;
    }
}

impl State {
    /// Signs a user in with the browser that sent these headers.
    pub fn sign_in(&mut self, user: u32, headers: &HeaderMap) -> Started {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
        let now = now();
        let row = self.world.sessions.add(Session {
            number: 0,
            id: 0,
            user,
            agent: text("user-agent").unwrap_or_default().to_owned().into(),
            ip: client_ip(headers),
            last_used: now,
            expires: now + 14 * DAY,
            place: None,
            network: None,
        });
        self.sessions.start(row)
    }

    /// Signs out the browser that sent these headers; the cookies that tell it so.
    pub fn sign_out(&mut self, headers: &HeaderMap) -> [String; 2] {
        let session = cookie(headers, SESSION);
        if let Some(open) = session.and_then(|session| self.sessions.open(session)) {
            self.world.log_out(open.row);
        }
        self.sessions.end(session)
    }

    /// Who is signed in with the browser that sent these headers.
    pub fn signed_in(&self, headers: &HeaderMap) -> Option<&User> {
        let open = self.sessions.open(cookie(headers, SESSION)?)?;
        let user = self.world.user(self.world.sessions.get(open.row)?.user)?;
        user.is_active.then_some(user)
    }

    fn new(recipe: Recipe, now: Micros) -> Self {
        State {
            world: World::make(recipe, now),
            recipe,
            // Not by the seed: cookies of an earlier run must not be taken for this one's.
            sessions: Sessions::new(mix(now.unsigned_abs())),
            values: Values::new(mix(now.unsigned_abs() ^ 2)),
            thieves: Vec::new(),
            faults: Faults::default(),
            requests: Requests::new(mix(now.unsigned_abs() ^ 1)),
        }
    }
}
