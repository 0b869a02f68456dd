//! What the thief has, and how it fares.

use serde::Serialize;

/// What was taken, of whom.
#[derive(Clone, Debug)]
pub struct Thief {
    /// Whom it was taken from.
    pub from: From,
    /// Which client the tokens are of, with its secret.
    pub(super) client: (String, String),
    pub(super) session: Option<String>,
    pub(super) access_tokens: Vec<String>,
    /// Whether there ever was an access token.
    pub(super) had_any: bool,
    pub(super) refresh_token: Option<String>,
    /// The refresh token before that one.
    pub(super) spent: Option<String>,
    pub(super) api_token: Option<String>,
    /// A username and an app password.
    pub(super) app_password: Option<(String, String)>,
    pub(super) tries: u32,
}

/// Whom something was taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum From {
    /// A user, with this pk.
    User(u32),
    /// A client: its secret. The pk is its provider's.
    Client(u32),
}

/// How a credential fares.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Tried {
    /// Whether it still opens the door.
    pub r#in: bool,
    /// What was answered.
    pub status: u16,
}

/// What the thief found out: null for what was not there to take.
#[derive(Clone, Debug, Serialize)]
pub struct Trial {
    /// Whether anything at all was taken.
    pub stolen: bool,
    /// Whether any of it works.
    pub r#in: bool,
    /// How often it was tried.
    pub tries: u32,
    /// The cookie of a browser.
    pub session: Option<Tried>,
    /// Any access token: the first one, or one that was got since then by refreshing or by app password.
    pub access_token: Option<Tried>,
    /// How many of those still work.
    pub access_tokens_held: usize,
    /// Each try is a real one, and gets new tokens.
    pub refresh_token: Option<Tried>,
    /// A key to authentik's API.
    pub api_token: Option<Tried>,
    /// A password for programs.
    pub app_password: Option<Tried>,
    /// Getting tokens by the client's secret alone.
    pub client_secret: Option<Tried>,
    /// Asking by the client's secret what an access token is.
    pub introspection: Option<Tried>,
}

impl Trial {
    /// Where nothing was taken.
    pub const NOTHING: Trial = Trial {
        stolen: false,
        r#in: false,
        tries: 0,
        session: None,
        access_token: None,
        access_tokens_held: 0,
        refresh_token: None,
        api_token: None,
        app_password: None,
        client_secret: None,
        introspection: None,
    };
}

impl Tried {
    pub(super) fn by(status: u16) -> Self {
        Tried {
            r#in: status == 200,
            status,
        }
    }
}
