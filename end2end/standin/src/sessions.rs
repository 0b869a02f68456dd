//! Cookie sessions: every browser has its own. Each has a row among authentik's sessions, and is worth nothing without.

use crate::data::random::Dice;
use std::collections::HashMap;

/// The session cookie.
pub const SESSION: &str = "authentik_session";
/// The cookie of a browser that signed out, so that it is not signed in again by itself.
pub const SIGNED_OUT: &str = "standin_signed_out";

/// What a new session sends to its browser.
#[derive(Debug)]
pub struct Started {
    /// The `Set-Cookie` headers.
    pub cookies: [String; 3],
}

/// What a cookie stands for.
#[derive(Clone, Copy, Debug)]
pub struct Open {
    /// Which session this was since the start.
    pub nth: u64,
    /// The number of its row.
    pub row: u32,
}

/// Who is signed in where.
#[derive(Debug)]
pub struct Sessions {
    /// Marks cookies of this run: those of another are as good as none.
    run: String,
    dice: Dice,
    open: HashMap<String, Open>,
    started: u64,
}

impl Sessions {
    /// No sessions. `salt` differs between runs.
    pub fn new(salt: u64) -> Self {
        let mut dice = Dice::of(salt, 50, 0);
        Sessions {
            run: dice.word(8),
            dice,
            open: HashMap::new(),
            started: 0,
        }
    }

    /// Starts the session of that row, with the cookies that authentik sets.
    pub fn start(&mut self, row: u32) -> Started {
        let session = format!("{}{}", self.run, self.dice.word(32));
        let csrf = format!("{}{}", self.run, self.dice.word(24));
        self.started += 1;
        let nth = self.started;
        self.open.insert(session.clone(), Open { nth, row });
        Started {
            cookies: [
                format!("{SESSION}={session}; HttpOnly; Path=/; SameSite=Lax"),
                format!("authentik_csrf={csrf}; Max-Age=31449600; Path=/; SameSite=Lax"),
                gone(SIGNED_OUT),
            ],
        }
    }

    /// Signs out, and says so to the browser, which remembers.
    pub fn end(&mut self, session: Option<&str>) -> [String; 2] {
        if let Some(session) = session {
            self.open.remove(session);
        }
        [taken_away(), format!("{SIGNED_OUT}={}; Path=/; SameSite=Lax", self.run)]
    }

    /// What that cookie stands for.
    pub fn open(&self, session: &str) -> Option<Open> {
        self.open.get(session).copied()
    }

    /// How many sessions were ever started: what tells older ones from newer ones.
    pub fn count(&self) -> u64 {
        self.started
    }

    /// Ends a session that was started no later than as number `upto`; its row, where it did.
    pub fn expire(&mut self, session: &str, upto: u64) -> Option<u32> {
        let old = self.open(session).filter(|open| open.nth <= upto)?;
        self.open.remove(session);
        Some(old.row)
    }

    /// Whether a browser with these cookies was never here in this run.
    pub fn is_fresh(&self, cookies: [Option<&str>; 3]) -> bool {
        cookies.into_iter().flatten().all(|value| !value.starts_with(&self.run))
    }
}

/// How authentik takes a session cookie away.
pub fn taken_away() -> String {
    format!("{SESSION}=\"\"; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; SameSite=Lax")
}

fn gone(cookie: &str) -> String {
    format!("{cookie}=; expires=Thu, 01 Jan 1970 00:00:00 GMT; Max-Age=0; Path=/; SameSite=Lax")
}
