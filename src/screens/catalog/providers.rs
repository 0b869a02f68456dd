//! Providers as authentik tells of them on their own. Since 2026.8, and since late patches before it, a token's row tells of its
//! provider only what providers of every kind have: nothing of the client, by which much is found, judged and exported.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use chrono::{DateTime, TimeDelta, Utc};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Desk;
use super::people;
use crate::app::app;
use crate::authentik::call::Call;
use crate::authentik::client::Client;
use crate::authentik::provider::Provider;
use crate::authentik::token::Token;
use crate::clock::now;
use crate::text;
use crate::ui::notice::{Told, Warning};

/// What is older is asked for again when a row needs it.
const FRESH: TimeDelta = TimeDelta::minutes(1);

/// What is known of them. Cheap to copy.
#[derive(Clone, Copy)]
pub struct Providers {
    client: Client,
    /// As authentik told last, by pk.
    known: RwSignal<Rc<HashMap<u64, Provider>>, LocalStorage>,
    /// Those of which a row left out the client, by pk.
    brief: RwSignal<HashSet<u64>>,
    request: StoredValue<Request, LocalStorage>,
}

/// The last request for them.
#[derive(Default)]
struct Request {
    /// When it was made; `None` where there is none, or it does not count any more.
    at: Option<DateTime<Utc>>,
    under_way: Option<Call>,
    /// Tells late answers of one that was called off.
    generation: u64,
}

impl Providers {
    /// Nothing asked yet.
    pub fn new() -> Self {
        let providers = Self {
            client: app().client,
            known: RwSignal::new_local(Rc::default()),
            brief: RwSignal::new(HashSet::new()),
            request: StoredValue::new_local(Request::default()),
        };
        on_cleanup(move || providers.call_off());
        providers
    }

    /// What authentik told last, tracked: it moves with every answer, and where there was none.
    pub fn known(&self) -> Vec<Provider> {
        self.known.with(|known| known.values().cloned().collect())
    }

    /// Whether they are being asked for. Not tracked.
    pub fn is_asking(&self) -> bool {
        self.request.try_with_value(|request| request.under_way.is_some()) == Some(true)
    }

    /// Of how many the rows leave out the client, and authentik told nothing else either. Tracked.
    pub fn untold(&self) -> usize {
        let known = self.known.get();
        let is_untold = |pk: &&u64| !known.contains_key(pk);
        if self.is_asking() {
            return 0;
        }
        self.brief.with(|brief| brief.iter().filter(is_untold).count())
    }

    /// What is known is from before; it is used until authentik tells anew, when the next row needs it.
    pub fn renew(self) {
        self.call_off();
    }

    /// What is known is not for whoever is signed in now.
    pub fn forget(self) {
        self.call_off();
        self.brief.set(HashSet::new());
        self.known.set(Rc::default());
    }

    /// Has authentik tell of them, where these tokens leave out a client, and it was not asked lately.
    pub fn ask_for<'a>(self, tokens: impl Iterator<Item = &'a Token>) {
        let before = self.request.try_with_value(|request| request.at).flatten();
        if before.is_some_and(|before| now() - before > FRESH) && !self.is_asking() {
            self.renew();
        }
        self.note(tokens);
    }

    /// Tells these tokens all that is known of their providers, and has authentik tell where nothing is yet.
    pub fn complete_all(self, tokens: &mut [Token]) {
        self.note(tokens.iter());
        for token in tokens {
            if let Some(whole) = self.completed(&token.provider) {
                token.provider = Rc::new(whole);
            }
        }
    }

    /// A token with all that is known of its provider. Not tracked.
    pub fn complete<'a>(&self, token: &'a Token) -> Cow<'a, Token> {
        match self.completed(&token.provider) {
            Some(whole) => Cow::Owned(Token {
                provider: Rc::new(whole),
                ..token.clone()
            }),
            None => Cow::Borrowed(token),
        }
    }

    /// A provider with what its row left out, where that is known.
    fn completed(&self, provider: &Provider) -> Option<Provider> {
        if !provider.is_brief() {
            return None;
        }
        let complete = |known: &Rc<HashMap<u64, Provider>>| Some(provider.completed_by(known.get(&provider.pk)?));
        self.known.try_with_untracked(complete).flatten()
    }

    fn note<'a>(self, tokens: impl Iterator<Item = &'a Token>) {
        let brief = tokens.filter(|token| token.provider.is_brief());
        let brief: HashSet<u64> = brief.map(|token| token.provider.pk).collect();
        if brief.is_empty() {
            return;
        }
        if self.brief.try_with_untracked(|before| brief.is_subset(before)) == Some(false) {
            self.brief.update(|before| before.extend(brief));
        }
        if self.request.try_with_value(|request| request.at.is_none()) == Some(true) {
            self.ask();
        }
    }

    fn ask(self) {
        let call = Call::default();
        let generation = self.request.try_update_value(|request| {
            request.at = Some(now());
            request.under_way = Some(call.clone());
            request.generation
        });
        spawn_local(async move {
            let told = people::all(&mut 0, |page| self.client.providers(page, &call)).await;
            if self.request.try_with_value(|request| request.generation) != generation {
                return;
            }
            self.request.update_value(|request| request.under_way = None);
            let known = match told {
                Ok(told) => {
                    let providers = told.rows.into_iter();
                    Rc::new(providers.map(|provider: Provider| (provider.pk, provider)).collect())
                }
                // What was known before is still the best there is.
                Err(_) => self.known.try_get_untracked().unwrap_or_default(),
            };
            self.known.set(known);
        });
    }

    fn call_off(self) {
        let call = self.request.try_update_value(|request| {
            request.at = None;
            request.generation += 1;
            request.under_way.take()
        });
        if let Some(call) = call.flatten() {
            call.off();
        }
    }
}

/// What is not known of clients is missing from findings, searches and exports.
#[component]
pub fn UntoldProviders() -> impl IntoView {
    let desk = expect_context::<Desk>();
    move || {
        let said = text::catalog::untold_providers(desk.providers.untold())?;
        Some(view! { <Warning><Told>{said}</Told></Warning> }.into_any())
    }
}
