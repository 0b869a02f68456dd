//! What a person may write in the search box once the whole set is in memory: words, all of which have to be found,
//! `"an exact phrase"`, `-without`, and the fields: `user:`, `provider:`, `scope:`, `status:`, `severity:`, `finding:`,
//! `expires:`, and the claims `sub:`, `jti:`, `sid:`, `uid:` and `nonce:`.
//!
//! A quote counts where a term or a value begins, so `o"brien` is a word. What has a colon is a word as well, unless a
//! field stands before it: `urn:ietf:params` and `https://grafana.example` are looked for as they are. What looks like
//! a misspelt field, or cannot be understood, is an error: silently searching for something else would be worse.

mod complete;
mod example;
mod expires;
mod letters;
mod parse;

use std::ops::Range;

pub use complete::{Completion, CompletionMeaning, complete, complete_with};
pub use example::{FieldExample, example};
pub use expires::{Expires, Period};
pub use parse::parse;

use super::findings::{Finding, Severity};
use super::status::Status;

/// What is searched for.
///
/// ```
/// use tokenscope::tokens::terms::{Term, What, parse};
///
/// let terms = parse("Łukasz -scope:openid").map(|terms| terms.all).unwrap_or_default();
/// let term = |without, what| Term { without, what };
/// assert_eq!(
///     terms,
///     [
///         term(false, What::Anywhere("lukasz".into())),
///         term(true, What::Scope("openid".into())),
///     ]
/// );
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// All of them have to hold. None at all holds for everything.
    pub all: Vec<Term>,
}

/// One thing that is searched for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Term {
    /// Whether tokens are wanted for which it does not hold.
    pub without: bool,
    /// What has to hold.
    pub what: What,
}

/// What has to hold of a token. Texts are folded by [`fold`](super::local_match::fold).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum What {
    /// A word or a phrase, somewhere within one field.
    Anywhere(String),
    /// Contained in the user's names or e-mail address.
    User(String),
    /// Contained in the provider's name, application or client id.
    Provider(String),
    /// Contained in a scope.
    Scope(String),
    /// The token has one of these.
    Status(Vec<Status>),
    /// The worst of the token's findings is as severe as this.
    Severity(Severity),
    /// The token has at least one of these.
    Finding(Vec<Finding>),
    /// When it ends.
    Expires(Expires),
    /// Contained in the claim `sub`.
    Subject(String),
    /// This claim is just this.
    Id(IdClaim, String),
}

/// A claim that is an id. Ids are found whole: the catalog keeps hashes of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum IdClaim {
    /// The token’s.
    Jti,
    /// The session’s.
    Sid,
    /// The token’s, as authentik has it besides `jti`.
    Uid,
    /// What the client sent along when it asked.
    Nonce,
}

impl IdClaim {
    /// Every one.
    pub const ALL: [Self; 4] = [Self::Jti, Self::Sid, Self::Uid, Self::Nonce];

    /// The claim, and the field that searches it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Jti => "jti",
            Self::Sid => "sid",
            Self::Uid => "uid",
            Self::Nonce => "nonce",
        }
    }
}

impl Terms {
    /// What is to be marked in the rows: the texts that are looked for, not those that are excluded, as they come.
    pub fn marks(&self) -> Vec<String> {
        let wanted = self.all.iter().filter(|term| !term.without);
        wanted.filter_map(|term| term.what.text().cloned()).collect()
    }

    /// Whether plain words are all there is, which authentik's own searches can help with. The words are then
    /// [`marks`](Self::marks). No terms at all are plain as well.
    pub fn is_plain(&self) -> bool {
        self.all.iter().all(|term| match &term.what {
            What::Anywhere(text) => !term.without && !text.contains(char::is_whitespace),
            _ => false,
        })
    }
}

impl What {
    /// The text that is looked for.
    fn text(&self) -> Option<&String> {
        match self {
            Self::Anywhere(text) | Self::User(text) | Self::Provider(text) | Self::Scope(text) => Some(text),
            Self::Status(_)
            | Self::Severity(_)
            | Self::Finding(_)
            | Self::Expires(_)
            | Self::Subject(_)
            | Self::Id(..) => None,
        }
    }
}

/// What may stand before a colon, and what it takes as a value, in the order in which they are offered.
pub const FIELDS: [&str; 12] = [
    "user", "provider", "scope", "status", "severity", "finding", "expires", "sub", "jti", "sid", "uid", "nonce",
];

/// What may stand behind `status:`, and which tokens it means: the statuses under the names that the rows and the facet
/// have for them, and one word for all that work.
pub const STATUSES: [(&str, &[Status]); 6] = [
    ("live", &Status::WORKING),
    ("active", &[Status::Active]),
    ("never", &[Status::NeverExpires]),
    ("unknown", &[Status::EndUnknown]),
    ("expired", &[Status::Expired]),
    ("revoked", &[Status::Revoked]),
];

/// What stands behind `finding:` for tokens with any finding at all.
const ANY_FINDING: &str = "any";

/// Where the text cannot be understood, and why. Nothing is guessed at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermError {
    /// Which bytes of the text.
    pub at: Range<usize>,
    /// What a person should know. [`problem`](crate::text::terms::problem) says it in words.
    pub problem: Problem,
}

/// Why a text cannot be understood. Texts in it are as they were written, without what cannot be seen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Problem {
    /// A quote is opened and not closed, or not yet.
    OpenQuote,
    /// Nothing to leave out stands directly behind a minus, or not yet.
    NothingExcluded,
    /// Nothing stands behind the colon of this field, or not yet.
    NoValue(&'static str),
    /// This is not a field, but close to the one that comes second.
    NoField(String, &'static str),
    /// This is not a status.
    NoStatus(String),
    /// This is not a severity.
    NoSeverity(String),
    /// This is neither a finding nor a group of findings.
    NoFinding(String),
    /// This is not a time that `expires:` understands.
    NoTime(String),
}

#[cfg(test)]
mod tests;
