//! Which try of a request counts, and whether a failed one is followed by another.

use crate::model::failure::Failure;

/// Tells by which try an answer was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ticket(u64);

/// The tries of a request, of which only the latest counts; or of several requests that are begun and called off together.
#[derive(Debug, Default)]
pub struct Attempts {
    latest: u64,
    failures: u32,
}

/// Another try, after a pause.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Retry {
    /// The pause, in milliseconds.
    pub pause: u32,
    /// The number of the try, from 2.
    pub attempt: u32,
}

impl Attempts {
    /// The first try of something new. Whatever was asked before is late from now on.
    pub fn begin(&mut self) -> Ticket {
        self.failures = 0;
        self.again()
    }

    /// Another try of the same; the one before is late from now on.
    pub fn again(&mut self) -> Ticket {
        self.call_off();
        self.ticket()
    }

    /// Nobody waits for an answer any more.
    pub fn call_off(&mut self) {
        self.latest += 1;
    }

    /// A ticket for requests that belong to the latest try.
    pub fn ticket(&self) -> Ticket {
        Ticket(self.latest)
    }

    /// Whether nobody waits for what was asked with this ticket.
    pub fn is_late(&self, ticket: Ticket) -> bool {
        ticket != self.ticket()
    }

    /// An answer came: the failures before it say nothing any more.
    pub fn succeeded(&mut self) {
        self.failures = 0;
    }

    /// A failure came. The try that follows it, or `None` where a person has to say.
    pub fn failed(&mut self, failure: &Failure) -> Option<Retry> {
        self.failures += 1;
        let pause = failure.retry_pause(self.failures)?;
        Some(Retry {
            pause,
            attempt: self.failures + 1,
        })
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use proptest::prelude::*;

    use super::*;
    use crate::model::failure::retry::TRIES;
    use crate::model::failure::{FailureKind, Method, RequestInfo};

    fn failure(kind: FailureKind) -> Failure {
        let asked = RequestInfo {
            method: Method::Get,
            path: "/api/v3/oauth2/access_tokens/".to_owned(),
            csrf_sent: false,
        };
        Failure::new(kind, asked, DateTime::UNIX_EPOCH)
    }

    #[test]
    fn an_answer_to_what_was_asked_before_is_late() {
        let mut attempts = Attempts::default();
        let first = attempts.begin();
        assert!(!attempts.is_late(first));
        let second = attempts.begin();
        assert!(attempts.is_late(first));
        assert!(!attempts.is_late(second));
    }

    #[test]
    fn an_answer_to_the_try_before_is_late() {
        let mut attempts = Attempts::default();
        let first = attempts.begin();
        let again = attempts.again();
        assert!(attempts.is_late(first));
        assert!(!attempts.is_late(again));
    }

    #[test]
    fn what_was_called_off_is_late_for_ever() {
        let mut attempts = Attempts::default();
        let ticket = attempts.begin();
        attempts.call_off();
        assert!(attempts.is_late(ticket));
        attempts.begin();
        assert!(attempts.is_late(ticket));
    }

    #[test]
    fn parts_of_a_try_share_its_ticket() {
        let mut attempts = Attempts::default();
        let ticket = attempts.begin();
        assert_eq!(attempts.ticket(), ticket);
        attempts.succeeded();
        assert!(!attempts.is_late(ticket));
    }

    #[test]
    fn what_passes_is_tried_again_a_few_times_with_longer_and_longer_pauses() {
        let mut attempts = Attempts::default();
        attempts.begin();
        let gone = failure(FailureKind::Network);
        let tries: Vec<Option<Retry>> = (0..TRIES).map(|_| attempts.failed(&gone)).collect();
        let retry = |pause, attempt| Some(Retry { pause, attempt });
        assert_eq!(
            tries,
            [retry(500, 2), retry(1_000, 3), retry(2_000, 4), retry(4_000, 5), None]
        );
    }

    #[test]
    fn what_does_not_pass_is_left_to_a_person_at_once() {
        let mut attempts = Attempts::default();
        attempts.begin();
        assert_eq!(attempts.failed(&failure(FailureKind::MissingRight)), None);
    }

    #[test]
    fn the_server_says_how_long_it_wants_to_be_left_alone() {
        let mut attempts = Attempts::default();
        attempts.begin();
        let busy = failure(FailureKind::TooManyRequests { retry_after: Some(7) });
        assert_eq!(
            attempts.failed(&busy),
            Some(Retry {
                pause: 7_000,
                attempt: 2
            })
        );
    }

    proptest! {
        #[test]
        fn an_answer_or_a_new_question_gives_all_tries_back(failures in 0..TRIES, is_new: bool) {
            let mut attempts = Attempts::default();
            attempts.begin();
            let gone = failure(FailureKind::Network);
            for _ in 0..failures {
                attempts.failed(&gone);
            }
            if is_new {
                attempts.begin();
            } else {
                attempts.succeeded();
            }
            prop_assert_eq!(attempts.failed(&gone), Some(Retry { pause: 500, attempt: 2 }));
        }

        #[test]
        fn of_all_tickets_only_the_last_is_not_late(steps in proptest::collection::vec(0..3u8, 1..40)) {
            let mut attempts = Attempts::default();
            let mut tickets = vec![attempts.begin()];
            let mut is_off = false;
            for step in steps {
                is_off = step == 2;
                match step {
                    0 => tickets.push(attempts.begin()),
                    1 => tickets.push(attempts.again()),
                    _ => attempts.call_off(),
                }
            }
            let last = tickets.pop();
            prop_assert!(tickets.iter().all(|ticket| attempts.is_late(*ticket)));
            prop_assert_eq!(last.map(|ticket| attempts.is_late(ticket)), Some(is_off));
        }
    }
}
