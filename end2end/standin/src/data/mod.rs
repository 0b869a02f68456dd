//! The made-up installation: who and what is in it.

pub mod applications;
pub mod cascade;
pub mod claims;
pub mod consents;
pub mod core_tokens;
pub mod events;
pub mod grants;
mod issued;
mod machines;
mod names;
pub mod order;
pub mod providers;
pub mod random;
pub mod row;
mod scopes;
pub mod sessions;
mod sorting;
pub mod time;
pub mod users;
pub mod victim;

use crate::release::Release;
use applications::Application;
use consents::Consents;
use core_tokens::CoreToken;
use events::store::Events;
use grants::{Grants, Maker};
use providers::Provider;
use row::Kind;
use sessions::AuthenticatedSessions;
use time::Micros;
use users::{Group, Role, User};

/// What a world is made from.
#[derive(Clone, Copy, Debug)]
pub struct Recipe {
    /// How many access tokens; a fifth as many refresh tokens, a hundredth as many codes.
    pub tokens: u32,
    /// Same seed, same world.
    pub seed: u64,
    /// The release whose shape is spoken.
    pub release: Release,
}

/// Everything there is.
#[derive(Debug)]
pub struct World {
    /// What it was made from.
    pub seed: u64,
    /// The release whose shape is spoken.
    pub release: Release,
    /// When it was made: dates are relative to this.
    pub made_at: Micros,
    /// By pk, from 1.
    pub providers: Vec<Provider>,
    /// By pk, from 1.
    pub users: Vec<User>,
    /// By their place.
    pub groups: Vec<Group>,
    /// By their place.
    pub roles: Vec<Role>,
    /// What people open.
    pub applications: Vec<Application>,
    /// Who is signed in where.
    pub sessions: AuthenticatedSessions,
    /// API tokens, app passwords and the like.
    pub core_tokens: Vec<CoreToken>,
    /// What people consented to.
    pub consents: Consents,
    grants: [Grants; 3],
    /// What authentik wrote down.
    pub events: Events,
    /// How many lists were asked for: what makes the next one unstable.
    pub turns: u64,
}

impl World {
    /// Makes a world whose dates are relative to `now`.
    pub fn make(recipe: Recipe, now: Micros) -> Self {
        let Recipe { tokens, seed, release } = recipe;
        let providers = providers::make(seed);
        let users = users::make(seed, users::how_many(tokens), now);
        let sessions = AuthenticatedSessions::make(seed, &users, now);
        let applications = applications::make(seed, &providers);
        let maker = Maker {
            seed,
            release,
            now,
            providers: &providers,
            users: &users,
            sessions: sessions.rows(),
        };
        let grants = [
            Grants::make(Kind::Access, tokens, &maker),
            Grants::make(Kind::Refresh, tokens / 5, &maker),
            Grants::make(Kind::Code, tokens / 100, &maker),
        ];
        let [access, refresh, _] = &grants;
        let core_tokens = core_tokens::make(seed, &users, now);
        let events = Events::make(&maker, &core_tokens, &access.rows, &refresh.rows);
        World {
            seed,
            release,
            made_at: now,
            core_tokens,
            consents: Consents::make(seed, &users, &applications, now),
            applications,
            sessions,
            providers,
            users,
            groups: users::groups(seed),
            roles: users::roles(seed),
            grants,
            events,
            turns: 0,
        }
    }

    /// The rows of a kind.
    pub fn grants(&self, kind: Kind) -> &Grants {
        let [access, refresh, codes] = &self.grants;
        match kind {
            Kind::Access => access,
            Kind::Refresh => refresh,
            Kind::Code => codes,
        }
    }

    /// The rows of a kind, to change.
    pub fn grants_mut(&mut self, kind: Kind) -> &mut Grants {
        let [access, refresh, codes] = &mut self.grants;
        match kind {
            Kind::Access => access,
            Kind::Refresh => refresh,
            Kind::Code => codes,
        }
    }

    /// The user with this pk.
    pub fn user(&self, pk: u32) -> Option<&User> {
        self.users.get((pk as usize).checked_sub(1)?)
    }

    /// The provider with this pk.
    pub fn provider(&self, pk: u32) -> Option<&Provider> {
        self.providers.get((pk as usize).checked_sub(1)?)
    }

    /// Whether one of their groups makes them a superuser.
    pub fn is_superuser(&self, user: &User) -> bool {
        user.groups
            .iter()
            .filter_map(|&at| self.groups.get(usize::from(at)))
            .any(|group| group.is_superuser)
    }
}
