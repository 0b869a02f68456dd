//! Tokenscope: every OAuth2 token that an authentik installation has issued.

pub mod authentik;
pub mod text;
pub mod tokens;
