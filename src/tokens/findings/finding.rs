//! What a finding is, how much it may matter, and what it may be about.

/// Something risky. Its place here is its bit in [`Findings`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Finding {
    /// A live token of a user who may not sign in any more.
    InactiveUser,
    /// It has no end.
    NeverExpires,
    /// It speaks for somebody who may do everything.
    Superuser,
    /// It can act on authentik itself.
    AuthentikApi,
    /// A client that cannot keep a secret may renew it for ever.
    OfflinePublic,
    /// Nobody sees what it is for.
    NoApplication,
    /// It may be sent to more hosts than one.
    BroadRedirect,
    /// It lasts far longer than its provider says now.
    LongLived,
    /// It is past its end, and authentik accepts it all the same.
    Overdue,
    /// It can act on authentik itself, and neither rights, nor time, nor revocation limit it.
    UnlimitedApi,
}

/// How much a finding matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// This token is to be dealt with now.
    High,
    /// This token is to be looked at.
    Medium,
    /// To be known. It mostly says something about the user or the provider, and so about all of their tokens.
    Low,
}

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FindingGroup {
    /// The user.
    User,
    /// How long it lasts.
    Lifetime,
    /// What it may do.
    Power,
    /// The client and its provider.
    Client,
}

/// The state a token must be in for a rule to count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum While {
    /// It is neither revoked nor past its end.
    Usable,
    /// It is not past its end, revoked or not.
    Unexpired,
}

impl Finding {
    /// All of them.
    pub const ALL: [Self; 10] = [
        Self::InactiveUser,
        Self::NeverExpires,
        Self::Superuser,
        Self::AuthentikApi,
        Self::OfflinePublic,
        Self::NoApplication,
        Self::BroadRedirect,
        Self::LongLived,
        Self::Overdue,
        Self::UnlimitedApi,
    ];

    pub(super) fn bit(self) -> u16 {
        1 << self as u16
    }

    /// The word in addresses and exports.
    pub fn id(self) -> &'static str {
        match self {
            Self::InactiveUser => "deactivated-user",
            Self::NeverExpires => "never-expires",
            Self::Superuser => "superuser",
            Self::AuthentikApi => "authentik-api",
            Self::OfflinePublic => "offline-public",
            Self::NoApplication => "no-application",
            Self::BroadRedirect => "broad-redirect",
            Self::LongLived => "long-lived",
            Self::Overdue => "overdue",
            Self::UnlimitedApi => "unlimited-api",
        }
    }

    /// The finding of a word, also of one in links of earlier releases.
    pub fn of_id(id: &str) -> Option<Self> {
        let id = if id == "inactive-user" { "deactivated-user" } else { id };
        Self::ALL.into_iter().find(|finding| finding.id() == id)
    }
}

impl Severity {
    /// All of them, the worst first.
    pub const ALL: [Self; 3] = [Self::High, Self::Medium, Self::Low];

    /// The word in addresses, searches and exports.
    pub fn id(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }

    /// The severity of a word.
    pub fn of_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|severity| severity.id() == id)
    }
}

impl FindingGroup {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::User, Self::Lifetime, Self::Power, Self::Client];

    /// The word in a search.
    pub fn id(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Lifetime => "lifetime",
            Self::Power => "power",
            Self::Client => "client",
        }
    }
}
