//! What a list can be ordered by, and how many rows a page has.

use crate::model::kind::Kind;

/// What authentik can order tokens by. It passes over anything else without a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SortColumn {
    /// The token's number; newer tokens have higher ones.
    Pk,
    /// The user's id, not the name.
    User,
    /// The provider's id, not the name.
    Provider,
    /// When the token ends. Those that never end come last, or first in descending order.
    Expires,
    /// Whether it was revoked. Not for authorization codes.
    Revoked,
}

impl SortColumn {
    /// Every column.
    pub const ALL: [Self; 5] = [Self::Pk, Self::User, Self::Provider, Self::Expires, Self::Revoked];

    /// The word that authentik and the address use.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Pk => "pk",
            Self::User => "user",
            Self::Provider => "provider",
            Self::Expires => "expires",
            Self::Revoked => "revoked",
        }
    }

    /// Whether tokens of this kind can be ordered by it.
    pub fn is_for(self, kind: Kind) -> bool {
        self != Self::Revoked || kind.has_revoked()
    }
}

/// An order of tokens. By default the newest come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ordering {
    /// By what.
    pub column: SortColumn,
    /// From the highest down.
    pub descending: bool,
}

impl Default for Ordering {
    fn default() -> Self {
        Self {
            column: SortColumn::Pk,
            descending: true,
        }
    }
}

impl Ordering {
    /// Reads `expires` or `-expires`; the `,pk` that authentik is sent may stand behind it.
    pub fn parse(text: &str) -> Option<Self> {
        let term = text.strip_suffix(",pk").unwrap_or(text);
        let (name, descending) = match term.strip_prefix('-') {
            Some(name) => (name, true),
            None => (term, false),
        };
        let column = SortColumn::ALL.into_iter().find(|column| column.as_str() == name)?;
        Some(Self { column, descending })
    }

    /// `expires` or `-expires`.
    pub fn to_text(self) -> String {
        let sign = if self.descending { "-" } else { "" };
        [sign, self.column.as_str()].concat()
    }

    /// The same for authentik, ending in `pk`.
    pub(super) fn to_api(self) -> String {
        let mut text = self.to_text();
        if self.column != SortColumn::Pk {
            text.push_str(",pk");
        }
        text
    }
}

/// What only the whole set can be ordered by; `tokens::catalog::By` knows what it means.
const WIDE: [&str; 6] = ["username", "provider_name", "scopes", "status", "issued", "findings"];

/// Whether this is an order that authentik does not know but the whole set has: `username,-expires`.
pub(super) fn is_wide_ordering(text: &str) -> bool {
    text.split(',').all(|term| {
        let name = term.strip_prefix('-').unwrap_or(term);
        WIDE.contains(&name) || SortColumn::ALL.into_iter().any(|column| column.as_str() == name)
    })
}

/// How many rows a page has: 10 to 100. Above that authentik would clamp, without a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageSize(u8);

impl PageSize {
    /// The fewest rows.
    pub const SMALLEST: Self = Self(10);

    /// What a person may choose from. An address may hold any number between.
    pub const CHOICES: [u64; 4] = [10, 20, 50, 100];

    /// A page size, if `rows` is one.
    pub fn new(rows: u64) -> Option<Self> {
        match u8::try_from(rows) {
            Ok(rows @ 10..=100) => Some(Self(rows)),
            _ => None,
        }
    }

    /// The number of rows.
    pub fn get(self) -> u64 {
        self.0.into()
    }
}

impl Default for PageSize {
    fn default() -> Self {
        Self(20)
    }
}
