//! What tokens can be grouped by.

/// What tokens can be grouped by. Only the catalog has all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grouping {
    /// Whose they are.
    User,
    /// Who issued them.
    Provider,
    /// What they allow; a token stands in the group of each of its scopes.
    Scope,
    /// Whether they still work.
    Status,
}

impl Grouping {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::User, Self::Provider, Self::Scope, Self::Status];

    /// The word in the address.
    pub fn word(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Provider => "provider",
            Self::Scope => "scope",
            Self::Status => "status",
        }
    }

    /// The grouping of a word.
    pub(super) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|group| group.word() == text)
    }
}
