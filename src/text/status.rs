//! The statuses, in words.

use crate::tokens::status::Status;

/// "Expires soon".
pub fn label(status: Status) -> &'static str {
    match status {
        Status::Active => "Active",
        Status::ExpiresSoon => "Expires soon",
        Status::Expired => "Expired",
        Status::Revoked => "Revoked",
        Status::NeverExpires => "Never expires",
    }
}

/// What it means that a token has this status.
pub fn meaning(status: Status) -> &'static str {
    match status {
        Status::Active => "authentik accepts this token until it expires.",
        Status::ExpiresSoon => "authentik accepts this token, for less than a day more.",
        Status::Expired => "authentik no longer accepts this token, and will purge it.",
        Status::Revoked => "authentik answers an introspection of this token with “not active”.",
        Status::NeverExpires => "authentik accepts this token until somebody ends it.",
    }
}
