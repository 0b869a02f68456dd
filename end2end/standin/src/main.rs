//! A stand-in authentik.
fn main() {}
