//! The statuses, in words.

use crate::model::token::{End, Token};
use crate::tokens::status::Status;

/// "Never expires".
pub fn label(status: Status) -> &'static str {
    match status {
        Status::Active => "Active",
        Status::Expired => "Expired",
        Status::Revoked => "Revoked",
        Status::NeverExpires => "Never expires",
        Status::EndUnknown => "End unknown",
    }
}

/// What it means that a token has this status.
pub fn meaning(status: Status, token: &Token) -> &'static str {
    match status {
        Status::Active => "authentik accepts this token until it expires.",
        Status::Expired if token.is_expired == Some(true) => {
            "authentik no longer accepts this token, and will purge it."
        }
        Status::Expired => {
            "Its end has passed since authentik was asked, so authentik should no longer accept it. Refresh to be sure."
        }
        Status::Revoked => "authentik answers an introspection of this token with “not active”.",
        Status::NeverExpires if token.expires == End::Never => {
            "authentik accepts this token until somebody deletes it."
        }
        Status::NeverExpires => {
            "It is past its end, but authentik does not apply that date: it accepts this token until somebody deletes it."
        }
        Status::EndUnknown => "authentik sent no date that can be read, so treat it as a token that works.",
    }
}
