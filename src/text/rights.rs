//! Why something may not be done, in words.

use crate::model::caller::Caller;
use crate::text::kinds;
use crate::tokens::rights::DisabledReason;

/// The words before the signed-in user's name, and the tooltip about them.
pub fn signed_in(caller: &Caller) -> (&'static str, String) {
    let mut about = caller.name.clone();
    if !caller.others.is_empty() {
        let others = caller.others.join(", ");
        about = format!("{about}\nAlso signed in in this browser: {others}")
            .trim_start()
            .to_owned();
    }
    match caller.impersonated_by {
        Some(_) => ("as ", about),
        None => ("Signed in as ", about),
    }
}

/// That somebody else is signed in now, or the same person with other rights, and what that meant for the page: words and
/// names in turn.
pub fn replaced(before: &Caller, now: &Caller) -> [String; 5] {
    let [lead, name, then, other, end] = if before.pk != now.pk {
        let (name, other) = (now.username.as_str(), before.username.as_str());
        [
            "You are now signed in as ",
            name,
            ". Everything loaded as ",
            other,
            " was discarded.",
        ]
    } else if now.is_superuser {
        [
            "You are a superuser now, and authentik shows you all tokens.",
            "",
            " Everything loaded before was discarded.",
            "",
            "",
        ]
    } else {
        let lead = "You are no longer a superuser, and authentik shows you only your own tokens.";
        [lead, "", " Everything loaded before was discarded.", "", ""]
    };
    [lead, name, then, other, end].map(str::to_owned)
}

/// Why tokens may not be deleted, and what to do about it.
pub fn disabled(reason: DisabledReason) -> String {
    match reason {
        DisabledReason::Loading => "The part of Tokenscope that deletes is still loading.".to_owned(),
        DisabledReason::Missing => {
            "The part of Tokenscope that deletes could not be fetched. Try again above.".to_owned()
        }
        DisabledReason::Asking => "authentik is still being asked who you are.".to_owned(),
        DisabledReason::NotSignedIn => "You are not signed in. Sign in to authentik to delete tokens.".to_owned(),
        DisabledReason::KeyRefused => {
            "authentik does not accept the API token. Make a new one to delete tokens.".to_owned()
        }
        DisabledReason::NoRight(kind) => format!(
            "You are not a superuser, and authentik refused to let you delete {}. Once you have the permission, \
             reload this page.",
            kinds::in_sentence(kind).other
        ),
        DisabledReason::Gone => {
            "It no longer exists: it was deleted, or it expired and authentik removed it.".to_owned()
        }
        DisabledReason::Awaited => "This token is still loading.".to_owned(),
        DisabledReason::NotShown => {
            "This token could not be loaded, so you would not see what you delete. Try again, or delete it \
                          in authentik."
                .to_owned()
        }
    }
}
