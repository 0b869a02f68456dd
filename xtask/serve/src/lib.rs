//! Serves the built console: [`site`] alone, as the stand-in and any good static server would, or behind `proxy` in
//! front of a real authentik.

mod site;

pub use site::{BACKEND_PREFIXES, CONTENT_SECURITY_POLICY, is_backend_path, site};
