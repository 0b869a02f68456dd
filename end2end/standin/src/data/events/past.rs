//! What happened before the world was made.

use super::told::{SORT, Subject};
use crate::data::core_tokens::CoreToken;
use crate::data::grants::Maker;
use crate::data::issued::issued_at;
use crate::data::random::Dice;
use crate::data::row::{Kind, Row};
use crate::data::time::{DAY, HOUR, MINUTE, Micros, SECOND};
use crate::data::users::UserKind;
use crate::people::Person;

/// What happened, to whom.
#[derive(Clone, Copy, Debug)]
pub(super) enum Past {
    /// A user let an application act for them; the access token that came of it.
    Authorized { user: u32, provider: u16, token: u32 },
    /// A user signed in.
    Login { user: u32 },
    /// Somebody typed a wrong password for a user.
    LoginFailed { user: u32 },
    /// A refresh token was used that had been used before: by whom else?
    Reused { user: u32, provider: u16, token: u32 },
    /// The superuser changed a user.
    Updated { user: u32 },
    /// The superuser looked at a key: which of those there are.
    SecretView { which: usize },
}

/// Only so many access tokens are looked at; of nearly half of them, the event is still there.
const LOOKED_AT: usize = 50_000;
/// Only so many users have signed in where events were kept.
const USERS: usize = 600;
/// Whose first keys were looked at.
const VIEWED: [Person; 2] = [Person::Viewer, Person::Member];

/// Everything that happened, in no order.
pub(super) fn make(maker: &Maker<'_>, access: &[Row], refresh: &[Row]) -> Vec<(Micros, Past)> {
    let mut past = Vec::new();
    let mut dice = Dice::of(maker.seed, SORT + 1, 0);
    let users = maker.users;
    let step = access.len().div_ceil(LOOKED_AT).max(1);
    let own = |row: &Row| row.user == Person::Member.pk() || row.user == Person::Viewer.pk();
    for (at, row) in access.iter().enumerate() {
        let Some(provider) = maker.providers.get(usize::from(row.provider).saturating_sub(1)) else {
            continue;
        };
        if provider.application.is_none() || !(at % step == 0 || own(row)) || !dice.percent(40) {
            continue;
        }
        let issued = issued_at(maker.seed, maker.now, Kind::Access, row, provider);
        let before = SECOND + dice.below(2 * SECOND as u64) as Micros;
        let (user, provider, token) = (row.user, row.provider, row.pk);
        past.push((issued - before, Past::Authorized { user, provider, token }));
    }
    for user in users.iter().take(USERS) {
        let Some(last) = user.last_login else { continue };
        past.push((last, Past::Login { user: user.pk }));
        for earlier in 1..=dice.below(3) as Micros {
            let at = last - earlier * DAY - dice.below(DAY as u64) as Micros;
            past.push((at, Past::Login { user: user.pk }));
        }
        if dice.percent(12) && user.kind == UserKind::Internal {
            past.push((last - 20 * SECOND, Past::LoginFailed { user: user.pk }));
        }
    }
    // Somebody guesses the member's password, an hour ago.
    for minute in 0..4 {
        let user = Person::Member.pk();
        past.push((maker.now - HOUR + minute * MINUTE, Past::LoginFailed { user }));
    }
    for (turn, row) in (1..).zip(reused(refresh)) {
        let (user, provider, token) = (row.user, row.provider, row.pk);
        past.push((maker.now - turn * 25 * MINUTE, Past::Reused { user, provider, token }));
    }
    for user in users.iter().filter(|user| !user.is_active).take(5) {
        let at = maker.now - DAY - dice.below(60 * DAY as u64) as Micros;
        past.push((at, Past::Updated { user: user.pk }));
    }
    past
}

/// The keys that somebody looked at.
pub(super) fn viewed(core_tokens: &[CoreToken]) -> Vec<Subject> {
    let first = |person: Person| core_tokens.iter().find(|token| token.user == person.pk());
    let found = VIEWED.into_iter().filter_map(first);
    found
        .map(|token| Subject::core_token(&token.pk, &token.identifier))
        .collect()
}

/// That somebody looked at so many keys.
pub(super) fn views(now: Micros, count: usize) -> impl Iterator<Item = (Micros, Past)> {
    let views = (0..count).map(|which| Past::SecretView { which });
    (1..).map(move |turn| now - turn * 50 * HOUR).zip(views)
}

/// Revoked refresh tokens: the first of the member or the viewer, and two of others.
fn reused(refresh: &[Row]) -> Vec<&Row> {
    let people = [Person::Member.pk(), Person::Viewer.pk()];
    let revoked = |from: usize| {
        let rest = refresh.get(from..).unwrap_or_default();
        rest.iter().filter(|row| row.revoked)
    };
    let first = revoked(0).find(|row| people.contains(&row.user));
    let others = [refresh.len() / 3, refresh.len() / 3 * 2].map(|from| revoked(from).find(|row| row.user > 4));
    let mut found: Vec<&Row> = first.into_iter().chain(others.into_iter().flatten()).collect();
    found.dedup_by_key(|row| row.pk);
    found
}

impl Past {
    pub(super) fn action(self) -> &'static str {
        match self {
            Past::Authorized { .. } => "authorize_application",
            Past::Login { .. } => "login",
            Past::LoginFailed { .. } => "login_failed",
            Past::Reused { .. } => "suspicious_request",
            Past::Updated { .. } => "model_updated",
            Past::SecretView { .. } => "secret_view",
        }
    }

    /// By whose name it is found.
    pub(super) fn whose(self) -> u32 {
        match self {
            Past::Authorized { user, .. }
            | Past::Login { user }
            | Past::LoginFailed { user }
            | Past::Reused { user, .. } => user,
            Past::Updated { .. } | Past::SecretView { .. } => Person::Superuser.pk(),
        }
    }
}
