//! What somebody can have a right to, as authentik's roles give it.

use crate::data::row::Kind;

/// A permission on all objects of a model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Right {
    /// `view_…`
    View(Model),
    /// `change_…`
    Change(Model),
    /// `delete_…`
    Delete(Model),
}

/// What there are permissions on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Model {
    /// `authentik_core.user`
    User,
    /// `authentik_providers_oauth2.oauth2provider`
    Provider,
    /// `authentik_core.application`
    Application,
    /// `authentik_core.authenticatedsession`
    Session,
    /// `authentik_core.token`: API tokens and app passwords.
    CoreToken,
    /// `authentik_core.userconsent`
    UserConsent,
    /// `authentik_events.event`
    Event,
    /// OAuth2 tokens and codes. The right to view them widens nothing: everybody but a superuser sees their own.
    Grant(Kind),
}
