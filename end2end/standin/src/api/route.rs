//! Which addresses there are, and what may be done with them.

use crate::data::row::Kind;

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
            ["admin", "version"] => Some(Route::Version),
            ["oauth2", kind] => Kind::by_segment(kind).map(Route::Grants),
            ["oauth2", kind, pk] if is_pk(pk) => Kind::by_segment(kind).map(|kind| Route::Grant(kind, pk)),
            ["oauth2", kind, pk, "used_by"] if is_pk(pk) => Kind::by_segment(kind).map(|kind| Route::UsedBy(kind, pk)),
            _ => None,
        }
    }

    /// As in the `allow` header. It names methods that authentik has and the stand-in has not.
    pub fn allow(self) -> &'static str {
        match self {
            Route::Grant(..) => "GET, DELETE, HEAD, OPTIONS",
            Route::Users | Route::Providers => "GET, POST, HEAD, OPTIONS",
            Route::User(_) | Route::Provider(_) => "GET, PUT, PATCH, DELETE, HEAD, OPTIONS",
            _ => "GET, HEAD, OPTIONS",
        }
    }

    /// Whether it is about one object: then rights are looked at when the object is found.
    pub fn is_one(self) -> bool {
        matches!(
            self,
            Route::Grant(..) | Route::UsedBy(..) | Route::User(_) | Route::Provider(_)
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
            Route::Version => return ("Version".to_owned(), "Get running and latest version.".to_owned()),
        };
        let name = match self {
            Route::Me => "Me".to_owned(),
            Route::UsedBy(..) => "Used by".to_owned(),
            Route::Grant(..) | Route::User(_) | Route::Provider(_) => format!("{spaced} Instance"),
            _ => format!("{spaced} List"),
        };
        (name, format!("{model} Viewset"))
    }
}
