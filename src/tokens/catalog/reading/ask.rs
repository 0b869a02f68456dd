//! What a plan is asked and told.

use super::known_tokens::Seen;

/// In what order a page is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageOrder {
    /// By number.
    Pk,
    /// By number, the newest first: `-pk`.
    Newest,
    /// Revoked ones first, the newest of them first, then the newest of the others: `-revoked,-pk`.
    RevokedFirst,
    /// By their end: `expires,pk`.
    Expires,
}

impl PageOrder {
    /// The value of authentik's parameter `ordering`.
    pub fn ordering(self) -> &'static str {
        match self {
            Self::Pk => "pk",
            Self::Newest => "-pk",
            Self::RevokedFirst => "-revoked,-pk",
            Self::Expires => "expires,pk",
        }
    }
}

/// A page to ask for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageRequest {
    /// In what order.
    pub order: PageOrder,
    /// Which page, from 1.
    pub page: u64,
    /// How many rows a page has.
    pub size: u64,
}

impl PageRequest {
    /// The rank of its first row, from 0.
    pub(super) fn rank(&self) -> u64 {
        (self.page - 1) * self.size
    }
}

/// What came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageOutcome {
    /// A page.
    Page {
        /// Its rows, in order.
        rows: Vec<Seen>,
        /// How many rows the set has now.
        count: u64,
        /// Whether another page follows.
        has_next: bool,
    },
    /// authentik cannot render the page: some row in it is broken.
    Broken {
        /// Under which the request is found in authentik's log.
        request_id: Option<String>,
    },
    /// There is no such page any more.
    Gone,
}

/// A row that authentik cannot render.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BrokenRow {
    /// Its place, from 0, when it was met.
    pub position: u64,
    /// The readable token before it.
    pub after: Option<u64>,
    /// The readable token behind it.
    pub before: Option<u64>,
    /// Under which the request is found in authentik's log.
    pub request_id: Option<String>,
}

/// What is known when a refresh begins.
#[derive(Clone, Debug, Default)]
pub struct KnownSet {
    /// All rows.
    pub rows: Vec<Seen>,
    /// Whether the kind of token has a revoked flag to go by.
    pub has_revoked: bool,
    /// Rows that are there and could not be read.
    pub unreadable: u64,
    /// When they were read, in microseconds since 1970: a token whose end was before that but had not expired stays.
    pub since: i64,
}

/// How far it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ReadingProgress {
    /// Rows in the set, as last told.
    pub of: Option<u64>,
    /// Requests that were answered.
    pub answered: u64,
    /// Requests that are likely left.
    pub expected_left: u64,
    /// Rows that those would bring.
    pub rows_left: u64,
    /// What is done about a page that took longer than is waited for.
    pub slow: Option<Slow>,
}

/// What is done about a page that took longer than is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Slow {
    /// So many rows are asked for at once.
    Fewer(u64),
    /// Whole pages are being tried again, and have not succeeded often enough yet.
    Trial,
}

/// Why a reading would never end: the answers are not what was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stuck {
    /// The rows of a page are those of another one.
    OtherPage {
        /// The page asked for.
        asked: u64,
        /// The page that came.
        got: u64,
    },
    /// The rows do not stand in the order that was asked for.
    OtherOrder,
    /// There is always a further page.
    Endless,
}

/// What is different from before, as far as noticed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changed {
    /// Tokens that came.
    pub came: u64,
    /// Tokens that went.
    pub went: u64,
    /// Tokens that were revoked.
    pub revoked: u64,
    /// The set changed faster than it could be followed, so some of it may be missing or be gone.
    pub unsettled: bool,
}
