//! Deleting tokens: what is to be deleted, the plan by which it is done, and the receipt of what became of each. Pure: no
//! request is made here.

mod done;
mod plan;
pub mod rest_of_grant;
mod summary;
mod target;

pub use done::{OutcomeKind, Reason, TokenOutcome};
pub use plan::{Counts, DeletionPlan, DeletionRequest, PlanPhase, StopReason};
pub use summary::{OwnerCount, Summary, Whom};
pub use target::{Id, Target};
