//! Why something may not be done, in words.

use crate::text::kinds;
use crate::tokens::rights::Bar;

/// Why tokens may not be ended, and what to do about it.
pub fn bar(bar: Bar) -> String {
    match bar {
        Bar::Loading => "The part of Tokenscope that deletes is still on its way.".to_owned(),
        Bar::Missing => "The part of Tokenscope that deletes could not be fetched. Try again above.".to_owned(),
        Bar::Asking => "authentik is still being asked who you are.".to_owned(),
        Bar::NotSignedIn => "You are not signed in. Sign in to authentik to delete tokens.".to_owned(),
        Bar::NoRight(kind) => format!(
            "You are not a superuser, and authentik refused to let you delete {}. Once you were given the permission, \
             reload this page.",
            kinds::many(kind).to_ascii_lowercase()
        ),
        Bar::Gone => "It is no longer there: it was deleted, or it expired and authentik removed it.".to_owned(),
        Bar::Awaited => "This token is still being read.".to_owned(),
        Bar::NotShown => "This token could not be read, so you would not see what you delete. Try again, or delete it \
                          in authentik."
            .to_owned(),
    }
}
