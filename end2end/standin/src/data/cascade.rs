//! What goes along with what: the writes of an incident, each in one place.
//!
//! Whatever else a write does, such as writing an event, belongs here: the API and the control interface both come by.

use super::World;
use super::row::Kind;

/// How a user was saved: authentik does more for one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Saved {
    /// By PATCH.
    InPart,
    /// By PUT.
    Whole,
}

impl World {
    /// Deletes a session, as by the API. The access tokens and codes that were issued in it go along; refresh tokens stay
    /// on purpose, and belong to no session from then on. Whether there was one.
    pub fn delete_session(&mut self, number: u32) -> bool {
        let found = self.sessions.get(number).is_some();
        if found {
            self.end_sessions(&[number], self.release.session_takes_tokens_along());
        }
        found
    }

    /// Deletes all sessions of these users, as by `bulk_delete`; how many objects went in all.
    pub fn delete_sessions_of(&mut self, users: &[u32]) -> usize {
        let theirs: Vec<u32> = self.sessions_of(users);
        self.end_sessions(&theirs, self.release.session_takes_tokens_along())
    }

    /// Somebody signs out by themselves. Unlike a deletion, this has ended access tokens for longer.
    pub fn log_out(&mut self, number: u32) {
        self.end_sessions(&[number], self.release.signing_out_takes_tokens_along());
    }

    /// A session is over in time: its row goes, and nothing with it.
    pub fn expire_session(&mut self, number: u32) {
        self.end_sessions(&[number], false);
    }

    /// Deletes an API token, an app password or the like; whether there was one. What was got with it stays.
    pub fn delete_core_token(&mut self, identifier: &str) -> bool {
        let before = self.core_tokens.len();
        self.core_tokens.retain(|token| token.identifier != identifier);
        self.core_tokens.len() < before
    }

    /// Deletes a consent; whether there was one. Tokens stay.
    pub fn delete_consent(&mut self, pk: u32) -> bool {
        let found = self.consents.get(pk).is_some();
        self.consents.remove(|consent| consent.pk == pk);
        found
    }

    /// Deletes an OAuth2 token or a code; whether there was one. None of the others goes along.
    pub fn delete_grant(&mut self, kind: Kind, pk: u32) -> bool {
        self.grants_mut(kind).delete(pk)
    }

    /// Saves a user, active or not; whether there is one. Each time an inactive user is saved, their OAuth2 tokens go, and
    /// by PATCH their sessions. API tokens and app passwords stay, and work again as soon as the user does.
    pub fn save_user(&mut self, pk: u32, is_active: bool, how: Saved) -> bool {
        let Some(user) = self.users.iter_mut().find(|user| user.pk == pk) else {
            return false;
        };
        user.is_active = is_active;
        if !is_active && self.release.deactivation_deletes() {
            self.deactivated(pk, how);
        }
        true
    }

    /// What an inactive user loses.
    fn deactivated(&mut self, pk: u32, how: Saved) {
        for kind in [Kind::Access, Kind::Refresh] {
            self.grants_mut(kind).delete_where(|row| row.user == pk);
        }
        if how == Saved::InPart {
            let theirs = self.sessions_of(&[pk]);
            self.end_sessions(&theirs, true);
        }
    }

    /// Gives a provider another secret; whether there is one. No token is worse off for it.
    pub fn change_secret(&mut self, provider: u32, secret: String) -> bool {
        let found = self.providers.iter_mut().find(|it| it.pk == provider);
        let is_there = found.is_some();
        if let Some(provider) = found {
            provider.client_secret = secret;
        }
        is_there
    }

    fn sessions_of(&self, users: &[u32]) -> Vec<u32> {
        let rows = self.sessions.rows().iter();
        rows.filter(|row| users.contains(&row.user))
            .map(|row| row.number)
            .collect()
    }

    /// Takes sessions out; how many rows went in all.
    fn end_sessions(&mut self, numbers: &[u32], tokens_too: bool) -> usize {
        let before = self.sessions.rows().len();
        self.sessions.remove(|row| numbers.contains(&row.number));
        let mut gone = before - self.sessions.rows().len();
        for kind in Kind::ALL {
            if tokens_too && kind != Kind::Refresh {
                gone += self.grants_mut(kind).delete_where(|row| numbers.contains(&row.session));
            } else {
                self.grants_mut(kind).leave_sessions(numbers);
            }
        }
        gone
    }
}
