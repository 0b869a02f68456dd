//! A thief, who took everything that somebody is signed in with, and tries over and over whether it still works.
//!
//! The thief is no part of authentik, and asks it as anybody does; only not by network, so that what is asked is in no
//! list of requests and meets no fault.

mod asking;
pub mod loot;
mod stealing;
mod trying;
