//! Ending tokens: what is to be ended, the plan by which it is done, and the receipt of what became of each. Pure: no
//! request is made here.

pub mod besides;
mod done;
mod plan;
mod summary;
mod target;

pub use done::{Done, Outcome, Reason};
pub use plan::{Counts, Phase, Step, Stopped, Work};
pub use summary::{Share, Summary, Whom};
pub use target::{Id, Target};
