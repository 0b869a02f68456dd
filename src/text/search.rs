//! The search box, and what it suggests.

use super::numbers::{counted, plural};

/// What the form is called among the other parts of the page, and what the box in it.
pub const FORM: &str = "Tokens";
pub const BOX: &str = "Search tokens";
/// In the box while it is empty.
pub const PLACEHOLDER: &str = "Search by user, provider, or any text…";

/// What the list of suggestions is called.
pub const SUGGESTIONS: &str = "Suggestions";

/// What an empty box suggests: earlier searches, with a button that clears them, and the fields.
pub const RECENT: &str = "Recent searches";
pub const CLEAR_RECENT: &str = "Clear recent searches";
pub const FIELDS: &str = "Fields";

/// Before the example of a field, for those who do not see that it is one.
pub const FOR_EXAMPLE: &str = "for example";

/// Below that: what a search covers. First while names alone can be looked up, then for those who see their own tokens only,
/// then with all tokens loaded.
pub const COVERS_NAMES: &str = "Searched now: users by name, username and email, and providers by name. Accents matter \
    (ü ≠ u). Fields and all else are searched once all tokens are loaded.";
pub const COVERS_OWN: &str = "Searched now: your own tokens. Fields are searched once all of them are loaded.";
pub const COVERS_ALL: &str = "Searched now: all loaded tokens, by ID, user, provider, client ID, scope and sub, and by a \
    whole jti, sid, uid or nonce.";

/// The first suggestion, around the text that was typed.
pub const SEARCH_FOR: [&str; 2] = ["Search for “", "”"];

/// Beside a suggestion: what it is.
pub const A_USER: &str = "User";
pub const A_PROVIDER: &str = "Provider";

/// Below the suggestions.
pub const LOOKING: &str = "Looking for users and providers…";
pub const MAY_NOT_LOOK: &str = "authentik does not let you look up users and providers, so none are suggested.";

/// The same where something failed, by the title of the failure.
pub fn none_now(failure: &str) -> String {
    format!("Suggestions unavailable: {failure}.")
}

/// How many suggestions there are, for those who do not see them.
pub const NO_SUGGESTIONS: &str = "No suggestions.";
pub const NOBODY_MATCHES: &str = "No user or provider matches. Enter searches the text.";

pub fn suggestions(count: usize) -> String {
    let suggestions = counted(count as u64, plural("suggestion", "suggestions"));
    format!("{suggestions}. Use the arrow keys to choose.")
}

/// Beside a search box that holds a token.
pub const TOKEN_TYPED: &str = "This looks like a token: it is not sent, stored or put into the address.";

/// Below a token that contains no readable claims.
pub const TOKEN_WITHOUT_CLAIMS: &str = "Nothing can be read from it, and authentik shows no token’s value, so it cannot be \
    looked up. Search for its user or its provider instead.";

/// Above what a token says about itself.
pub const TOKEN_READ: &str =
    "What this token says about itself. It was read in this page; its signature was not checked.";

/// What a token says about itself.
pub const TOKEN_USER: &str = "User";
pub const TOKEN_CLIENT: &str = "Client";
pub const TOKEN_ISSUER: &str = "Issuer";
pub const TOKEN_ISSUED: &str = "Issued";
pub const TOKEN_EXPIRES: &str = "Expires";

/// The button below that.
pub const FIND_TOKEN: &str = "Find this token";
