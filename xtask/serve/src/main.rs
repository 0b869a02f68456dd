//! The console in front of a real authentik.
fn main() {}
