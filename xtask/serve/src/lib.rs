//! Serves the built console: [`site`] alone, as the stand-in and any good static server would, or behind
#![cfg_attr(feature = "proxy", doc = "[`proxy`] in front of a real authentik.")]
#![cfg_attr(
    not(feature = "proxy"),
    doc = "a proxy in front of a real authentik (feature `proxy`)."
)]

mod site;

#[cfg(feature = "proxy")]
pub mod proxy;

pub use site::{
    BACKEND_PREFIXES, CONTENT_SECURITY_POLICY, Embedded, Files, Site, Unpacked, is_backend_path, public_path, site,
    site_with_policy,
};
