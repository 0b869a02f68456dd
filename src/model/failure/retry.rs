//! When a failed request is sent again automatically.

use super::{Failure, FailureKind, Method};

/// The first pause before a request is sent again, in milliseconds. Each further one is twice as long.
const FIRST_PAUSE: u32 = 500;

/// No pause of our own is longer.
const LONGEST_PAUSE: u32 = 8_000;

/// The longest pause requested by a server that is honoured, in seconds.
pub const LONGEST_WAIT: u32 = 120;

/// How often a request is sent automatically before a person has to decide.
pub const TRIES: u32 = 5;

/// The pause after so many failures in a row, from 1, in milliseconds, where the server asks for none.
pub fn back_off(failures: u32) -> u32 {
    let doublings = failures.saturating_sub(1).min(5);
    (FIRST_PAUSE << doublings).min(LONGEST_PAUSE)
}

impl Failure {
    /// How long to wait, in milliseconds, before the same is asked again without a person's doing; `None` to leave it
    /// to them. `attempt` is the number of the try that failed, from 1.
    pub fn retry_pause(&self, attempt: u32) -> Option<u32> {
        if self.asked.method != Method::Get || !(1..TRIES).contains(&attempt) {
            return None;
        }
        let own = back_off(attempt);
        match self.kind {
            FailureKind::TooManyRequests { retry_after } | FailureKind::Starting { retry_after } => match retry_after {
                None | Some(0) => Some(own),
                Some(seconds) if seconds <= LONGEST_WAIT => Some(seconds * 1_000),
                Some(_) => None,
            },
            FailureKind::Network | FailureKind::TimedOut { .. } | FailureKind::BadGateway | FailureKind::Truncated => {
                Some(own)
            }
            // A broken row fails every time; once more is enough to tell it from an accident.
            FailureKind::Server if attempt == 1 => Some(own),
            _ => None,
        }
    }
}
