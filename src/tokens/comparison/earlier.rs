//! An export as it was written earlier, read again.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Deserializer};

use crate::model::kind::Kind;
use crate::tokens::export::VERSION;
use crate::tokens::findings::Finding;

/// Why a file cannot be compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotComparable {
    /// It is no export of ours, or no longer whole.
    NoExport,
    /// It is of a format that is newer than this program.
    Newer,
    /// It holds tokens of another kind.
    OtherKind(Kind),
}

/// An export that was made earlier.
#[derive(Clone, Debug, PartialEq)]
pub struct EarlierExport {
    /// When it was written.
    pub exported_at: DateTime<Utc>,
    /// Where authentik was.
    pub source: String,
    /// What was asked then; "" for everything.
    pub asked: String,
    /// How many tokens it left out of those that there were.
    pub left_out: u64,
    /// In order of their number.
    pub tokens: Vec<EarlierToken>,
}

/// A token as it was. What the file leaves out is not compared.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Eq)]
pub struct EarlierToken {
    /// Its number.
    pub pk: u64,
    /// The word for its status.
    pub status: Option<String>,
    /// When it expires; the inner one is none for never.
    #[serde(default, deserialize_with = "there")]
    pub expires: Option<Option<String>>,
    /// What it allows.
    pub scopes: Option<Vec<String>>,
    /// Whose it is.
    pub user_pk: Option<u64>,
    /// The name that they sign in with.
    pub user_username: Option<String>,
    /// Whether they may sign in.
    pub user_is_active: Option<bool>,
    /// Who issued it.
    pub provider_pk: Option<u64>,
    /// What that is called.
    pub provider_name: Option<String>,
    /// The IDs of what was risky about it.
    pub findings: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct AboutEarlier {
    tokenscope_export: u64,
    kind: String,
    exported_at: DateTime<Utc>,
    source: String,
    asked: String,
    rows: u64,
    tokens_in_set: u64,
}

/// What tells whether the rest can be read.
#[derive(Deserialize)]
struct Head {
    about: AboutEarlier,
}

#[derive(Deserialize)]
struct Tokens {
    tokens: Vec<EarlierToken>,
}

/// A value that is there, be it null.
fn there<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Option<String>>, D::Error> {
    Option::deserialize(from).map(Some)
}

impl EarlierExport {
    /// Reads a file in JSON, to be compared with tokens of this kind.
    pub fn parse(text: &str, kind: Kind) -> Result<Self, NotComparable> {
        let text = text.trim_start_matches('\u{feff}');
        let Ok(Head { about }) = serde_json::from_str(text) else {
            return Err(NotComparable::NoExport);
        };
        if about.tokenscope_export > VERSION {
            return Err(NotComparable::Newer);
        }
        match Kind::from_path_segment(&about.kind) {
            Some(other) if other == kind => {}
            Some(other) => return Err(NotComparable::OtherKind(other)),
            None => return Err(NotComparable::NoExport),
        }
        let Ok(Tokens { mut tokens }) = serde_json::from_str(text) else {
            return Err(NotComparable::NoExport);
        };
        for token in &mut tokens {
            token.status = token.status.take().map(|word| status_of_old(&word).to_owned());
            for id in token.findings.iter_mut().flatten() {
                if let Some(finding) = Finding::of_id(id) {
                    finding.id().clone_into(id);
                }
            }
        }
        tokens.sort_by_key(|token| token.pk);
        tokens.dedup_by_key(|token| token.pk);
        Ok(Self {
            exported_at: about.exported_at,
            source: about.source,
            asked: about.asked,
            left_out: about.tokens_in_set.saturating_sub(about.rows),
            tokens,
        })
    }
}

/// The word of now for one of the first format, which had those of the screen.
fn status_of_old(word: &str) -> &str {
    match word {
        "Active" | "Expires soon" => "active",
        "Expired" => "expired",
        "Revoked" => "revoked",
        "Never expires" => "never",
        "End unknown" => "unknown",
        word => word,
    }
}
