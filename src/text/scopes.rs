//! What a scope lets a client do.

use super::kinds;
use crate::model::kind::Kind;

/// What lists all of a token's: "Scopes of access token 4711".
pub fn of(kind: Kind, pk: u64) -> String {
    format!("Scopes of {} {pk}", kinds::in_sentence(kind).one)
}

/// What the scope allows, in a sentence. `None` for one that is not known; an installation may define any.
pub fn scope(name: &str) -> Option<&'static str> {
    Some(match name {
        "openid" => "Signs the user in: the client receives an ID token that says who they are.",
        "profile" => "Lets the client read the user’s profile: the name, the username and the like.",
        "email" => "Lets the client read the user’s email address, and whether it was verified.",
        "address" => "Lets the client read the user’s postal address.",
        "phone" => "Lets the client read the user’s phone number, and whether it was verified.",
        "offline_access" => {
            "Gives the client a refresh token, with which it gets new access tokens while the user is away."
        }
        "groups" => "Lets the client read the names of the user’s groups.",
        "roles" => "Lets the client read the user’s roles.",
        "entitlements" => "Lets the client read what the user is entitled to in this application, with its roles.",
        "goauthentik.io/api" => "Lets the client use authentik’s own API as this user, with all that the user may do.",
        "ak_proxy" => "Gives an authentik proxy outpost what it passes on to the application behind it.",
        "user" => "GitHub’s name for reading and changing a profile; authentik gives the user’s profile.",
        "read:user" => "GitHub’s name for reading a profile; authentik gives the user’s profile.",
        "user:email" => "GitHub’s name for reading email addresses; authentik gives the user’s address.",
        "read:org" => "GitHub’s name for reading organizations; authentik gives the user’s groups.",
        _ => return None,
    })
}

/// Whether the scope lets its holder do more than read about the user, so that it should catch the eye.
pub fn is_powerful(name: &str) -> bool {
    matches!(name, "goauthentik.io/api" | "offline_access")
}

/// What a name takes besides its characters, in characters: edges, and the gap to the next.
const AROUND: usize = 3;

/// What the number of those left out takes.
const NUMBER: usize = 5;

/// How many names of these lengths stand whole in so much room, with a number behind them where they are not all. The
/// first one is there in any case.
pub fn fitting(lengths: &[usize], room: usize) -> usize {
    let width = |count: usize| lengths.iter().take(count).map(|length| length + AROUND).sum::<usize>();
    if width(lengths.len()) <= room {
        return lengths.len();
    }
    (1..lengths.len())
        .rev()
        .find(|&count| width(count) + NUMBER <= room)
        .unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_scopes_are_sentences_and_others_are_not_guessed() {
        for name in [
            "openid",
            "profile",
            "email",
            "offline_access",
            "goauthentik.io/api",
            "ak_proxy",
        ] {
            assert!(scope(name).is_some_and(|meaning| meaning.ends_with('.')), "{name}");
        }
        for name in ["", "OpenID", "goauthentik.io/api/x", "read:everything"] {
            assert_eq!(scope(name), None);
        }
    }

    #[test]
    fn names_stand_whole_or_are_counted() {
        assert_eq!(fitting(&[6], 3), 1, "one is there in any case");
        assert_eq!(fitting(&[6, 7], 19), 2, "all of them need no number");
        assert_eq!(fitting(&[6, 7], 18), 1);
        assert_eq!(fitting(&[6, 7, 5], 24), 2);
        assert_eq!(fitting(&[6, 7, 5], 23), 1);
        assert_eq!(fitting(&[20, 1, 1], 10), 1);
    }
}
