//! The drawer, which shows one token whole.

use chrono::{DateTime, Utc};

use super::numbers::grouped;
use crate::model::token::End;

/// The buttons at its top, besides the one that closes it.
pub const DELETE: &str = "Delete this token…";
pub const PREVIOUS: &str = "Previous token";
pub const NEXT: &str = "Next token";
pub const REFRESH: &str = "Refresh token";

/// Its edge, which makes it wider or narrower.
pub const WIDTH: &str = "Width of the details";

/// Between whose token it is and which provider issued it.
pub const ISSUED_FOR: &str = "→";

/// Beside the status: "expires in 12 minutes".
pub fn expires(end: End, relative: impl Fn(DateTime<Utc>) -> String) -> String {
    match end {
        End::At(at) => format!("expires {}", relative(at)),
        End::NotApplied(_) => String::new(),
        End::Never => "never expires".to_owned(),
        End::Unknown => "expiry unknown".to_owned(),
    }
}

/// The way to the other tokens of its user, or of its provider: "All 14 of this user".
pub fn others(of_user: bool, count: Option<u64>) -> String {
    let whose = if of_user { "of this user" } else { "of this provider" };
    match count {
        Some(count) => format!("All {} {whose}", grouped(count)),
        None => format!("All {whose}"),
    }
}

/// The way to the tokens of the user, whatever their kind.
pub const ALL_KINDS: &str = "This user, all kinds";

/// The menu of what can be deleted.
pub const DELETE_MENU: &str = "Delete";

/// While authentik is asked once more, by the title of the failure.
pub fn waiting(failure: &str) -> String {
    format!("{failure}. Trying again…")
}

/// In place of a token that is not there, by its name, and why that may be.
pub fn missing(token: &str) -> String {
    format!("{token} not found")
}

pub const WHY_MISSING: &str = "It was deleted, has expired, or belongs to someone else. authentik does not say which.";

/// What is said in all sections.
pub mod fact {
    use crate::text::numbers::grouped;

    pub const YES: &str = "Yes";
    pub const NO: &str = "No";
    pub const NONE: &str = "None";
    /// authentik does not tell.
    pub const NOT_TOLD: &str = "Unknown";

    /// Behind an identifier, by what it is: "Copy client ID".
    pub fn copy(what: &str) -> String {
        format!("Copy {what}")
    }

    /// Behind the name of something that leads into authentik, for those who do not see the arrow.
    pub const NEW_TAB: &str = " (in authentik, new tab)";

    /// The handle of the last facts, and what stands above them.
    pub fn more(count: usize) -> String {
        format!("More ({})", grouped(count as u64))
    }

    pub const MORE_IS: &str = "Fields that this version of Tokenscope does not know, as authentik sent them.";
}

/// The token itself.
pub mod token {
    pub const SECTION: &str = "Token";
    pub const NUMBER: &str = "ID";
    pub const NUMBER_TO_COPY: &str = "ID";
    pub const STATUS: &str = "Status";
    pub const EXPIRES: &str = "Expires";
    pub const EXPIRES_NEVER: &str = "Never, according to authentik";
    pub const EXPIRES_UNKNOWN: &str = "Unknown: authentik sent no readable date";
    pub const ISSUED: &str = "Issued";
    pub const REVOKED: &str = "Revoked";
    pub const EXPIRED_WHEN_READ: &str = "Expired when loaded";
    pub const SCOPES: &str = "Scopes";
    /// After a scope that Tokenscope does not know.
    pub const OWN_SCOPE: &str = "Custom scope";
}

/// What is risky about it.
pub mod findings {
    pub const SECTION: &str = "Findings";
    pub const NONE: &str = "No findings. This is not proof that the token is safe.";
}

/// What else the same user holds for the same provider.
pub mod grant {
    pub const SECTION: &str = "Same user and provider";
    pub const LOOKING: &str = "Looking for them…";
    pub const NONE: &str = "This is the user’s only token for this provider.";

    /// In place of them, by the title of the failure. A button follows that tries again.
    pub fn failed(failure: &str) -> String {
        format!("Other tokens could not be loaded: {failure}.")
    }
}

/// The provider that issued it, and the client that holds it.
pub mod provider {
    pub const SECTION: &str = "Provider";
    pub const NAME: &str = "Name";
    pub const NUMBER: &str = "ID";
    pub const NUMBER_TO_COPY: &str = "provider ID";
    pub const TYPE: &str = "Type";
    pub const APPLICATION: &str = "Application";
    pub const NO_APPLICATION: &str = "None: this provider has no application";
    pub const BACKCHANNEL_APPLICATION: &str = "Back-channel application";
    pub const CLIENT_ID: &str = "Client ID";
    pub const CLIENT_ID_TO_COPY: &str = "client ID";
    pub const CLIENT_TYPE: &str = "Client type";
    pub const GRANT_TYPES: &str = "Grant types";
    pub const CLIENT_SECRET: &str = "Client secret";
    pub const HAS_SECRET: &str = "Set (never shown)";
    pub const ACCESS_TOKEN_LIFETIME: &str = "Access token lifetime";
    pub const REFRESH_TOKEN_LIFETIME: &str = "Refresh token lifetime";
    pub const REFRESH_TOKENS_RENEWED: &str = "Refresh token rotation";
    pub const CODE_LIFETIME: &str = "Code lifetime";
    pub const REDIRECT_URIS: &str = "Redirect URIs";
    pub const SUBJECT: &str = "Subject";
    pub const ISSUER: &str = "Issuer";
    pub const CLAIMS_IN_ID_TOKEN: &str = "User’s claims in the ID token";
    pub const LOGOUT_URI: &str = "Logout URI";
    pub const LOGOUT_NOTIFICATION: &str = "Logout notification";

    /// The handle of what follows.
    pub const INNER: &str = "Flows, keys and mappings";
    pub const AUTHENTICATION_FLOW: &str = "Authentication flow";
    pub const AUTHORIZATION_FLOW: &str = "Authorization flow";
    pub const INVALIDATION_FLOW: &str = "Invalidation flow";
    pub const SIGNING_KEY: &str = "Signing key";
    pub const ENCRYPTION_KEY: &str = "Encryption key";
    pub const PROPERTY_MAPPINGS: &str = "Property mappings";
    pub const FEDERATED_SOURCES: &str = "Federated sources";
    pub const FEDERATED_PROVIDERS: &str = "Federated providers";
    pub const JWKS_SOURCES: &str = "JWKS sources";
    pub const TYPE_IN_PLURAL: &str = "Type, in the plural";
    pub const COMPONENT: &str = "Component";
    pub const MODEL: &str = "Model";
}

/// The user whom it speaks for.
pub mod user {
    pub const SECTION: &str = "User";
    pub const NAME: &str = "Name";
    pub const USERNAME: &str = "Username";
    pub const USERNAME_TO_COPY: &str = "username";
    pub const EMAIL: &str = "Email";
    pub const EMAIL_TO_COPY: &str = "email";
    pub const TYPE: &str = "Type";
    pub const ACTIVE: &str = "Active";
    pub const SUPERUSER: &str = "Superuser";
    pub const LAST_LOGIN: &str = "Last login";
    pub const NO_LOGIN: &str = "Never or unknown";
    pub const GROUPS: &str = "Groups";
    /// Before a parent group's name, if that group is not itself in the list.
    pub const BELOW: &str = "below ";
    /// Beside a group whose members are all superusers.
    pub const SUPERUSERS: &str = "Superusers";
    pub const ROLES: &str = "Roles";
    pub const PATH: &str = "Path";
    pub const ATTRIBUTES: &str = "Attributes";

    /// The handle of what follows.
    pub const INNER: &str = "Identifiers and dates";
    pub const NUMBER: &str = "ID";
    pub const NUMBER_TO_COPY: &str = "user ID";
    pub const UID: &str = "UID";
    pub const UUID: &str = "UUID";
    pub const JOINED: &str = "Joined";
    pub const PASSWORD_CHANGED: &str = "Password changed";
    pub const LAST_UPDATED: &str = "Last updated";
}

/// What the ID token said that went with it.
pub mod claims {
    pub const SECTION: &str = "Claims";
    pub const NONE: &str = "authentik sent no claims with this token.";
    pub const UNREADABLE: &str = "The claims that authentik keeps for this token cannot be read.";
    pub const EMPTY: &str = "The claims are empty.";
    pub const OTHERS: &str = "Other claims";
}
