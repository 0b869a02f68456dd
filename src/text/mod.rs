//! Every word that the product says. The rest of the code holds facts; what they mean to a person is written here.

pub mod catalog;
pub mod claims;
pub mod clock;
mod cut;
pub mod deletion;
pub mod durations;
pub mod failures;
pub mod findings;
pub mod kinds;
pub mod modes;
pub mod plan;
pub mod rights;
pub mod scopes;
pub mod selection;
pub mod status;
pub mod terms;
pub mod typed;

pub use cut::{cut, cut_all, cut_short, is_cut};
