//! Asks what the plan says, and tells it what came.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::DeletionRunner;
use crate::authentik::call::Call;
use crate::model::caller::Who;
use crate::model::failure::Failure;
use crate::platform::clock::{Stopwatch, now};
use crate::platform::timer::Timer;
use crate::tokens::deletion::{DeletionRequest, Id};

impl DeletionRunner {
    /// Asks as much as may be asked at once.
    pub(super) fn pump(self) {
        loop {
            if self.running.try_with_value(|running| running.wait.is_on()) != Some(false) {
                break;
            }
            let next = self.plan.try_update_value(|plan| {
                let plan = plan.as_mut()?;
                let request = plan.next_request()?;
                let target = plan.target(request.place())?;
                Some((request, target.id(), target.user.pk))
            });
            let Some((request, id, owner)) = next.flatten() else {
                break;
            };
            self.ask(request, id, owner);
        }
        self.show_phase();
    }

    fn ask(self, request: DeletionRequest, id: Id, owner: u64) {
        let client = self.app.client;
        let call = Call::default();
        let name = self.name_untracked();
        self.running
            .update_value(|running| running.calls.push((request, call.clone())));
        spawn_local(async move {
            let stopwatch = Stopwatch::start();
            let answer = match request {
                DeletionRequest::Delete(_) => client.delete(id.kind, id.pk, &call).await,
                DeletionRequest::Look(_) => client.token(id.kind, id.pk, &call).await.map(|_| None),
            };
            let took = stopwatch.milliseconds();
            self.running
                .update_value(|running| running.calls.retain(|(other, _)| *other != request));
            // "Not found" was said to the previous caller, and means nothing for somebody else who would see the token.
            let sees = self.sees(owner).filter(|sees| !sees || self.name_untracked() == name);
            if matches!((request, &answer), (DeletionRequest::Delete(_), Ok(_))) {
                self.note_name(name);
            }
            self.take(request, id, answer, sees, took);
        });
    }

    fn take(
        self,
        request: DeletionRequest,
        id: Id,
        answer: Result<Option<String>, Failure>,
        sees: Option<bool>,
        took: u64,
    ) {
        let taken = self.plan.try_update_value(|plan| {
            let plan = plan.as_mut()?;
            let pause = plan.answered(request, answer, sees, took, now());
            let is_gone = plan.done(request.place()).is_some_and(|done| done.outcome.is_gone());
            Some((pause, is_gone))
        });
        // The console is gone, and what was asked with it.
        let Some((pause, is_gone)) = taken.flatten() else {
            return;
        };
        if is_gone {
            self.running.update_value(|running| running.gone.push(id));
            self.follow_soon();
        }
        if let Some(pause) = pause {
            self.wait(pause);
        }
        self.pulse.soon();
        self.pump();
    }

    /// Something was deleted in the name of the person who was signed in when the request was sent.
    fn note_name(self, name: Option<String>) {
        let Some(name) = name else { return };
        self.running.update_value(|running| {
            if !running.by.contains(&name) {
                running.by.push(name.clone());
            }
            running.name = Some(name);
        });
    }

    /// Whether the caller would see a token of `owner`, if it is known who the caller is.
    fn sees(self, owner: u64) -> Option<bool> {
        match self.who_untracked() {
            Who::Known(caller) => Some(caller.is_superuser || caller.pk == owner),
            Who::Nobody | Who::KeyRefused => Some(false),
            Who::Asking | Who::Unknown => None,
        }
    }

    /// Nothing is asked for so many milliseconds.
    fn wait(self, milliseconds: u32) {
        let pause = Duration::from_millis(milliseconds.into());
        let over = move || {
            self.running.update_value(|running| running.wait.end());
            self.pulse.soon();
            self.pump();
        };
        self.running.update_value(|running| {
            running.wait.extend(now() + pause, || Timer::after(pause, over));
        });
    }
}
