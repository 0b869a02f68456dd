//! Ways into authentik's own pages.

/// authentik's sign-in, coming back to this page.
#[cfg(target_arch = "wasm32")]
pub fn sign_in() -> String {
    let location = leptos::prelude::window().location();
    let here = [location.pathname(), location.search()]
        .map(Result::unwrap_or_default)
        .concat();
    format!(
        "/flows/-/default/authentication/?next={}",
        crate::tokens::query::encode(&here)
    )
}

/// A user in authentik's admin interface.
pub fn user(pk: u64) -> String {
    format!("/if/admin/#/identity/users/{pk}")
}

/// A provider in authentik's admin interface.
pub fn provider(pk: u64) -> String {
    format!("/if/admin/#/core/providers/{pk}")
}

/// An application in authentik's admin interface.
pub fn application(slug: &str) -> String {
    format!("/if/admin/#/core/applications/{slug}")
}
