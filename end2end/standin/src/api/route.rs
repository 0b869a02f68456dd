//! Which addresses there are, and what may be done with them.

use crate::data::row::Kind;
use crate::release::Release;

/// A thing of the API.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Route<'a> {
    /// All rows of a kind.
    Grants(Kind),
    /// One row.
    Grant(Kind, &'a str),
    /// What uses a row.
    UsedBy(Kind, &'a str),
    /// Who is calling.
    Me,
    /// All users.
    Users,
    /// One user.
    User(&'a str),
    /// All providers.
    Providers,
    /// One provider.
    Provider(&'a str),
    /// All authenticated sessions.
    Sessions,
    /// One session, by its UUID.
    Session(&'a str),
    /// The sessions of some users at once.
    SessionsOfUsers,
    /// All API tokens, app passwords and the like.
    CoreTokens,
    /// One of them, by its identifier.
    CoreToken(&'a str),
    /// All consents.
    Consents,
    /// One consent.
    Consent(&'a str),
    /// All applications.
    Applications,
    /// One application, by its slug.
    Application(&'a str),
    /// What authentik wrote down.
    Events,
    /// One event.
    Event(&'a str),
    /// Which release this is.
    Version,
}

impl<'a> Route<'a> {
    /// Finds it. The slash at the end is required, as it is by Django.
    pub fn find(path: &'a str) -> Option<Self> {
        let parts: Vec<&str> = path.strip_prefix("/api/v3/")?.strip_suffix('/')?.split('/').collect();
        // Django's routes take anything for a pk that holds neither a slash nor a dot.
        let is_pk = |pk: &str| !pk.is_empty() && !pk.contains('.');
        match *parts.as_slice() {
            ["core", "users", "me"] => Some(Route::Me),
            ["core", "users"] => Some(Route::Users),
            ["core", "users", pk] if is_pk(pk) => Some(Route::User(pk)),
            ["providers", "oauth2"] => Some(Route::Providers),
            ["providers", "oauth2", pk] if is_pk(pk) => Some(Route::Provider(pk)),
            ["core", "authenticated_sessions"] => Some(Route::Sessions),
            ["core", "authenticated_sessions", id] if is_pk(id) => Some(Route::Session(id)),
            ["core", "tokens"] => Some(Route::CoreTokens),
            ["core", "tokens", identifier] if is_pk(identifier) => Some(Route::CoreToken(identifier)),
            ["core", "user_consent"] => Some(Route::Consents),
            ["core", "user_consent", pk] if is_pk(pk) => Some(Route::Consent(pk)),
            ["core", "applications"] => Some(Route::Applications),
            ["core", "applications", slug] if is_pk(slug) => Some(Route::Application(slug)),
            ["events", "events"] => Some(Route::Events),
            ["events", "events", pk] if is_pk(pk) => Some(Route::Event(pk)),
            ["admin", "version"] => Some(Route::Version),
            ["oauth2", kind] => Kind::by_segment(kind).map(Route::Grants),
            ["oauth2", kind, pk] if is_pk(pk) => Kind::by_segment(kind).map(|kind| Route::Grant(kind, pk)),
            ["oauth2", kind, pk, "used_by"] if is_pk(pk) => Kind::by_segment(kind).map(|kind| Route::UsedBy(kind, pk)),
            _ => None,
        }
    }

    /// What the address is in that release: before, `bulk_delete` is taken for a UUID.
    pub fn in_release(self, release: Release) -> Self {
        match self {
            Route::Session("bulk_delete") if release.has_bulk_delete_of_sessions() => Route::SessionsOfUsers,
            other => other,
        }
    }

    /// As in the `allow` header. It names methods that authentik has and the stand-in has not.
    pub fn allow(self) -> &'static str {
        match self {
            Route::Grant(..) | Route::Session(_) | Route::Consent(_) => "GET, DELETE, HEAD, OPTIONS",
            Route::SessionsOfUsers => "DELETE, OPTIONS",
            Route::Users | Route::Providers | Route::CoreTokens | Route::Applications | Route::Events => {
                "GET, POST, HEAD, OPTIONS"
            }
            Route::User(_) | Route::Provider(_) | Route::CoreToken(_) | Route::Application(_) | Route::Event(_) => {
                "GET, PUT, PATCH, DELETE, HEAD, OPTIONS"
            }
            _ => "GET, HEAD, OPTIONS",
        }
    }

    /// Whether it is about one object: then rights are looked at when the object is found.
    pub fn is_one(self) -> bool {
        matches!(
            self,
            Route::Grant(..)
                | Route::UsedBy(..)
                | Route::User(_)
                | Route::Provider(_)
                | Route::Session(_)
                | Route::CoreToken(_)
                | Route::Consent(_)
                | Route::Application(_)
                | Route::Event(_)
        )
    }

    /// What OPTIONS answers: a name and a description.
    pub fn described(self) -> (String, String) {
        let (model, spaced) = match self {
            Route::Grants(kind) | Route::Grant(kind, _) | Route::UsedBy(kind, _) => match kind {
                Kind::Access => ("AccessToken", "Access Token"),
                Kind::Refresh => ("RefreshToken", "Refresh Token"),
                Kind::Code => ("AuthorizationCode", "Authorization Code"),
            },
            Route::Me | Route::Users | Route::User(_) => ("User", "User"),
            Route::Providers | Route::Provider(_) => ("OAuth2Provider", "O Auth2 Provider"),
            Route::Sessions | Route::Session(_) | Route::SessionsOfUsers => {
                ("AuthenticatedSession", "Authenticated Session")
            }
            Route::CoreTokens | Route::CoreToken(_) => ("Token", "Token"),
            Route::Consents | Route::Consent(_) => ("UserConsent", "User Consent"),
            Route::Applications | Route::Application(_) => ("Application", "Application"),
            Route::Events | Route::Event(_) => ("Event", "Event"),
            Route::Version => return ("Version".to_owned(), "Get running and latest version.".to_owned()),
        };
        let name = match self {
            Route::Me => "Me".to_owned(),
            Route::SessionsOfUsers => "Bulk delete".to_owned(),
            Route::UsedBy(..) => "Used by".to_owned(),
            route if route.is_one() => format!("{spaced} Instance"),
            _ => format!("{spaced} List"),
        };
        (name, format!("{model} Viewset"))
    }
}
