//! Providers for the rows on screen. Since authentik 2026.8, and since late patches before it, a token's row tells of its
//! provider only what providers of every kind have, and nothing of the client. So all providers are asked for besides.

use std::borrow::Cow;
use std::rc::Rc;

use chrono::{DateTime, TimeDelta, Utc};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::owners;
use crate::authentik::call::Call;
use crate::authentik::client::Client;
use crate::model::provider::Provider;
use crate::model::token::Token;
use crate::platform::clock::now;
use crate::screens::token_list::list::List;
use crate::state::app::app;
use crate::state::task::latest_call::LatestCall;

/// Providers are asked for again with the next rows when what is known is older than this.
const FRESH: TimeDelta = TimeDelta::minutes(1);

/// The providers that authentik told of last, a few hundred at most.
type KnownProviders = Rc<Vec<Provider>>;

fn find(known: &KnownProviders, pk: u64) -> Option<&Provider> {
    known.iter().find(|provider| provider.pk == pk)
}

/// What is known of the providers of the rows on screen. Cheap to copy.
#[derive(Clone, Copy)]
pub struct RowProviders {
    client: Client,
    list: List,
    known: RwSignal<KnownProviders, LocalStorage>,
    is_asking: RwSignal<bool>,
    asked_at: StoredValue<Option<DateTime<Utc>>>,
    calls: LatestCall,
}

impl RowProviders {
    /// Nothing is known yet.
    pub fn new(list: List) -> Self {
        Self {
            client: app().client,
            list,
            known: RwSignal::new_local(KnownProviders::default()),
            is_asking: RwSignal::new(false),
            asked_at: StoredValue::new(None),
            calls: LatestCall::until_cleanup(),
        }
    }

    /// Asks whenever rows come that leave out their client, once a minute at most.
    pub fn follow_rows(self) {
        Effect::new(move || {
            let Some(shown) = self.list.loader.current() else {
                return;
            };
            let is_old = self.asked_at.get_value().is_none_or(|asked| now() - asked > FRESH);
            if is_old && shown.answer.tokens().any(|token| token.provider.is_brief()) {
                untrack(|| self.ask());
            }
        });
    }

    /// Forgets everything: it was told to somebody else.
    pub fn forget(self) {
        self.calls.abort();
        self.is_asking.set(false);
        self.asked_at.set_value(None);
        self.known.set(KnownProviders::default());
    }

    /// Follows what is known.
    pub fn track(&self) {
        self.known.track();
    }

    /// How many providers on screen have no known client details, with no request for them in flight. Tracked.
    pub fn untold(&self) -> usize {
        let known = self.known.get();
        let Some(shown) = self.list.shown().filter(|_| !self.is_asking.get()) else {
            return 0;
        };
        let is_untold = |provider: &Provider| provider.is_brief() && find(&known, provider.pk).is_none();
        let untold = shown.answer.tokens().filter(|token| is_untold(&token.provider));
        let mut untold: Vec<u64> = untold.map(|token| token.provider.pk).collect();
        untold.sort_unstable();
        untold.dedup();
        untold.len()
    }

    /// The token with all that is known of its provider.
    pub fn complete_untracked<'a>(&self, token: &'a Token) -> Cow<'a, Token> {
        let provider = &token.provider;
        let completed = |known: &KnownProviders| Some(provider.completed_by(find(known, provider.pk)?));
        let completed = provider
            .is_brief()
            .then(|| self.known.try_with_untracked(completed).flatten());
        match completed.flatten() {
            Some(provider) => Cow::Owned(Token {
                provider: Rc::new(provider),
                ..token.clone()
            }),
            None => Cow::Borrowed(token),
        }
    }

    /// Asks at once, unless the providers of all these tokens are known.
    pub async fn load_for(self, tokens: &[Rc<Token>]) {
        let is_known = |known: &KnownProviders| {
            let mut brief = tokens.iter().filter(|token| token.provider.is_brief());
            brief.all(|token| find(known, token.provider.pk).is_some())
        };
        if self.known.try_with_untracked(is_known) == Some(false) {
            self.load(self.begin()).await;
        }
    }

    fn ask(self) {
        let call = self.begin();
        spawn_local(self.load(call));
    }

    fn begin(self) -> Call {
        let call = self.calls.begin();
        self.asked_at.set_value(Some(now()));
        self.is_asking.set(true);
        call
    }

    /// If authentik does not answer, what was known before stays.
    async fn load(self, call: Call) {
        let list = owners::all(&mut 0, |page| self.client.providers(page, &call)).await;
        // Another request, or somebody else, has taken its place.
        if !self.calls.is(&call) {
            return;
        }
        if let Ok(list) = list {
            self.known.set(Rc::new(list.rows));
        }
        self.is_asking.set(false);
    }
}
