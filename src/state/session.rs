//! Who is signed in: asked, kept, and noticed when it is somebody else.

use std::rc::Rc;

use leptos::prelude::*;

use super::host_events;
use crate::authentik::client::Client;
use crate::model::caller::{Caller, Who};
use crate::model::failure::Asker;
use crate::platform::signals::set_if_changed;

/// A tab that comes back says so in several ways, all within so many milliseconds.
const AT_ONCE: f64 = 100.0;

/// The person whose credentials the requests carry. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Session {
    client: Client,
    who: RwSignal<Who>,
    /// How often it was asked who is calling, and the latest of these questions that was answered.
    asks: RwSignal<u64>,
    answered: RwSignal<u64>,
    /// The person authentik named last, even if nobody is signed in any more.
    named: RwSignal<Option<Caller>>,
    /// The person they replaced, until the notice about it is dismissed.
    replaced: RwSignal<Option<Caller>>,
    changes: RwSignal<u64>,
    /// Since when who is calling is being checked, by this computer's clock; whether it has to be checked once more, and
    /// whether the page was restored meanwhile.
    checking: StoredValue<Option<f64>>,
    check_again: StoredValue<bool>,
    restored: StoredValue<bool>,
    version: RwSignal<Option<String>>,
}

impl Session {
    /// Nobody is known yet. From here on `client` learns who is calling from here.
    pub fn new(client: Client) -> Self {
        let session = Self {
            client,
            who: RwSignal::new(Who::Asking),
            asks: RwSignal::new(0),
            answered: RwSignal::new(0),
            named: RwSignal::new(None),
            replaced: RwSignal::new(None),
            changes: RwSignal::new(0),
            checking: StoredValue::new(None),
            check_again: StoredValue::new(false),
            restored: StoredValue::new(false),
            version: RwSignal::new(None),
        };
        client.ask_who_by(Rc::new(move || Box::pin(session.ask_who())));
        session
    }

    /// Who is calling, as far as is known.
    pub fn who(&self) -> RwSignal<Who> {
        self.who
    }

    /// Whether the caller is known to see only their own tokens, tracked.
    pub fn sees_own_only(&self) -> bool {
        let sees_own = |who: &Who| matches!(who, Who::Known(caller) if !caller.is_superuser);
        self.who.with(sees_own)
    }

    /// The person whom the current one replaced, until the notice about it is dismissed.
    pub fn replaced(&self) -> RwSignal<Option<Caller>> {
        self.replaced
    }

    /// The person authentik named last, tracked.
    pub fn named(&self) -> Option<Caller> {
        self.named.get()
    }

    /// Runs `act` whenever the loaded data is not for the person who is signed in now.
    pub fn on_change_of_person(self, act: Box<dyn Fn()>) {
        Effect::new(move |before: Option<u64>| {
            let changes = self.changes.get();
            if before.is_some_and(|before| before != changes) {
                untrack(&act);
            }
            changes
        });
    }

    /// authentik's release, where the caller may know it.
    pub fn version(&self) -> RwSignal<Option<String>> {
        self.version
    }

    /// Asks who is calling, and keeps the answer, unless a later question was answered before: somebody else may have signed
    /// in between the two.
    pub async fn ask_who(self) -> Asker {
        self.asks.update(|asks| *asks += 1);
        let ask = self.asks.try_get_untracked();
        let answer = self.client.caller().await;
        let named = self.named.try_get_untracked().flatten();
        let who = Who::of(answer, named.as_ref());
        let asker = who.asker(named.is_some());
        if self.answered.try_get_untracked() < ask {
            // What could not be found out is no answer.
            if who != Who::Unknown {
                self.answered.set(ask.unwrap_or_default());
            }
            self.keep(who);
        }
        asker
    }

    fn keep(self, who: Who) {
        if let Who::Known(caller) = &who {
            self.note(caller);
        }
        let is_nobody = |who: &Who| matches!(who, Who::Nobody | Who::KeyRefused);
        let was_somebody = self.who.try_with_untracked(|before| !is_nobody(before));
        if is_nobody(&who) && was_somebody == Some(true) {
            host_events::signed_out();
        }
        set_if_changed(self.who, who);
    }

    /// A person came back, so it is asked who is calling, to notice that it is somebody else. `restored`: the page was left,
    /// and came back as it was; then nobody may see what it shows but the same person.
    pub async fn check_return(self, restored: bool) {
        if restored {
            self.restored.set_value(true);
        }
        let Some(checking) = self.checking.try_get_value() else {
            return;
        };
        if let Some(since) = checking {
            // The check that is under way may be answered for the person before, so another follows it.
            if js_sys::Date::now() - since > AT_ONCE {
                self.check_again.set_value(true);
            }
            return;
        }
        loop {
            self.check_again.set_value(false);
            self.checking.set_value(Some(js_sys::Date::now()));
            self.is_still_same_person().await;
            if self.check_again.try_get_value() != Some(true) {
                break;
            }
        }
        self.checking.set_value(None);
        let restored = self.restored.try_update_value(std::mem::take) == Some(true);
        let is_nobody = self.who.try_with_untracked(|who| *who == Who::Nobody) == Some(true);
        if restored && is_nobody {
            self.changes.update(|changes| *changes += 1);
        }
    }

    /// Asks who is calling although nothing went wrong. A failed check changes nothing, and is no sign of a change.
    pub async fn is_still_same_person(self) -> bool {
        let changes = self.changes.try_get_untracked();
        let before = self.who.try_get_untracked();
        let is = self.ask_who().await;
        if let (Asker::Unknown, Some(before @ Who::Known(_))) = (is, before) {
            set_if_changed(self.who, before);
        }
        self.changes.try_get_untracked() == changes
    }

    /// The person whom `caller` replaces, if authentik shows the two different tokens.
    fn replacing(self, caller: &Caller) -> Option<Caller> {
        let named = self.named.try_get_untracked().flatten()?;
        (!named.sees_the_same_as(caller)).then_some(named)
    }

    fn note(self, caller: &Caller) {
        let before = self.replacing(caller);
        self.named.set(Some(caller.clone()));
        if let Some(before) = before {
            // What was asked for the person before is not for this one.
            self.client.forget_early();
            self.replaced.set(Some(before));
            self.changes.update(|changes| *changes += 1);
        }
    }

    /// Asks for authentik's release, for the details of a failure.
    pub async fn ask_version(self) {
        if let Some(version) = self.client.version().await {
            self.version.set(Some(version));
        }
    }
}
