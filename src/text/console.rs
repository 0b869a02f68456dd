//! The bar at the top.

use super::numbers::grouped;

pub const PRODUCT: &str = "Tokenscope";

/// The first button of the page, for the keyboard: past the bar, the search and the filters.
pub const SKIP: &str = "Skip to the tokens";

/// What the tabs are called together.
pub const KINDS: &str = "Kinds of tokens";

/// Behind the name of a tab, for those who hear it: "Refresh tokens, 2,000".
pub fn tab_count(count: u64) -> String {
    [", ", &grouped(count)].concat()
}

/// "authentik 2026.5.1".
pub fn version(version: &str) -> String {
    format!("authentik {version}")
}

/// In place of who is signed in. The first is a link that leads to signing in.
pub const NOT_SIGNED_IN: &str = "Not signed in";
pub const KEY_REFUSED: &str = "API token refused";

/// Around the name of who is signed in really, and acts for somebody else.
pub const SIGNED_IN_AS: [&str; 2] = ["(signed in as ", ")"];

/// The menu that chooses between light and dark, and its choices.
pub const THEME: &str = "Theme";
pub const THEME_OF_SYSTEM: &str = "System";
pub const THEME_LIGHT: &str = "Light";
pub const THEME_DARK: &str = "Dark";
