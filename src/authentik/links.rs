//! Links into authentik's own pages. A host may point them elsewhere, or nowhere: then there is no link.

use crate::model::percent_encoding::encode;
use crate::platform::host::{LinkTarget, base, here, link};

/// authentik's sign-in, coming back to this page.
pub fn sign_in() -> Option<String> {
    let path = format!("flows/-/default/authentication/?next={}", encode(&here()));
    link(&LinkTarget::Authentik("sign-in", "", &path))
}

/// Where a picture is: a path is one at authentik, which need not be where the page is.
pub fn picture(source: String) -> String {
    if !source.starts_with('/') {
        return source;
    }
    let base = base();
    let host = base.split_once("://").and_then(|(_, rest)| rest.find('/'));
    let origin = host.and_then(|end| base.get(..base.find("://")? + 3 + end));
    [origin.unwrap_or_default(), &source].concat()
}

/// A user in authentik's admin interface.
pub fn user(pk: u64) -> Option<String> {
    let path = format!("if/admin/#/identity/users/{pk}");
    link(&LinkTarget::Authentik("user", &pk.to_string(), &path))
}

/// A provider in authentik's admin interface.
pub fn provider(pk: u64) -> Option<String> {
    let path = format!("if/admin/#/core/providers/{pk}");
    link(&LinkTarget::Authentik("provider", &pk.to_string(), &path))
}

/// An application in authentik's admin interface.
pub fn application(slug: &str) -> Option<String> {
    let path = format!("if/admin/#/core/applications/{slug}");
    link(&LinkTarget::Authentik("application", slug, &path))
}
