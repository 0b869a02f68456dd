//! Ending tokens: what is to be ended, the plan by which it is done, and the receipt of what became of each. Pure: no
//! request is made here.

pub mod besides;
mod done;
mod summary;
mod target;
mod work;

pub use done::{Done, Outcome, Reason};
pub use summary::{Share, Summary, Whom};
pub use target::{Id, Target};
pub use work::{Counts, Phase, Step, Stopped, Work};
