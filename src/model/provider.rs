//! The provider that issued a token. Its `client_secret`, which authentik sends in every row, ends while decoding.

use serde_json::Value;

use super::decode::{Decode, DecodeError, Fields, JsonType, More, words};

/// An OAuth2 or OpenID provider. Which fields there are depends on authentik's release.
#[derive(Clone, Debug, PartialEq)]
pub struct Provider {
    /// Its number.
    pub pk: u64,
    /// Its name; authentik requires one.
    pub name: String,
    /// The flow that authenticates a person who is not signed in.
    pub authentication_flow: Option<String>,
    /// The flow that asks for consent.
    pub authorization_flow: Option<String>,
    /// The flow that ends a session. Since 2024.10.
    pub invalidation_flow: Option<String>,
    /// The property mappings that may fill claims, by UUID.
    pub property_mappings: Vec<String>,
    /// The part of authentik's admin interface that edits it.
    pub component: Option<String>,
    /// The application that it serves.
    pub application: Option<Application>,
    /// The application that it serves in the background.
    pub backchannel_application: Option<Application>,
    /// What kind of provider it is, in words.
    pub verbose_name: Option<String>,
    /// The same for several.
    pub verbose_name_plural: Option<String>,
    /// The same for authentik's code.
    pub meta_model_name: Option<String>,
    /// Whether the client can keep a secret.
    pub client_type: Option<ClientType>,
    /// The ways in which the client may get tokens, in the words of RFC 6749 and RFC 8628; `None` where authentik does not
    /// tell. Since 2026.5.
    pub grant_types: Option<Vec<String>>,
    /// The name by which the client presents itself.
    pub client_id: Option<String>,
    /// Whether there is a client secret; `None` where authentik does not tell. The secret itself is not kept.
    pub has_client_secret: Option<bool>,
    /// How long codes last; see [`crate::tokens::duration`].
    pub access_code_validity: Option<String>,
    /// How long access tokens last.
    pub access_token_validity: Option<String>,
    /// How long refresh tokens last.
    pub refresh_token_validity: Option<String>,
    /// A refresh token with less time left than this is replaced on use. Since 2025.10.
    pub refresh_token_threshold: Option<String>,
    /// Whether claims of the scopes stand in the `id_token`, or only in the user info.
    pub include_claims_in_id_token: Option<bool>,
    /// The certificate that signs, by UUID; without one the client secret does.
    pub signing_key: Option<String>,
    /// The certificate that encrypts, by UUID. Since 2024.10.
    pub encryption_key: Option<String>,
    /// Where a person may be sent back to; `None` where authentik does not tell.
    pub redirect_uris: Option<Vec<RedirectUri>>,
    /// Where the client is told that a session ended. Since 2025.10.
    pub logout_uri: Option<String>,
    /// How the client is told. Since 2025.10.
    pub logout_method: Option<String>,
    /// What `sub` holds.
    pub sub_mode: Option<SubMode>,
    /// What `iss` holds.
    pub issuer_mode: Option<IssuerMode>,
    /// Sources whose tokens the client may present in place of its own, by UUID. Since 2024.12.
    pub jwt_federation_sources: Vec<String>,
    /// Providers whose tokens it may present, by number. Since 2024.12.
    pub jwt_federation_providers: Vec<u64>,
    /// The sources, as they were called before 2024.12.
    pub jwks_sources: Vec<String>,
    /// What `logout_uri` was called in 2025.8.
    pub backchannel_logout_uri: Option<String>,
    /// All else.
    pub more: More,
}

/// An application: what people see of a provider. Where authentik names only one of the two, it stands for both.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Application {
    /// Its name in addresses.
    pub slug: String,
    /// Its name.
    pub name: String,
}

/// Where a person may be sent back to.
#[derive(Clone, Debug, PartialEq)]
pub struct RedirectUri {
    /// How a given address is compared with it. Releases before 2024.8.5 do not say.
    pub matching_mode: Option<MatchingMode>,
    /// The address, or the pattern.
    pub url: String,
    /// What it is for. Since 2026.5.
    pub kind: Option<String>,
    /// All else.
    pub more: More,
}

words! {
    /// Whether a client can keep a secret.
    ClientType {
        /// It can: it runs on a server.
        Confidential = "confidential",
        /// It cannot: it runs in a browser or on a device.
        Public = "public",
    }
}

words! {
    /// What the claim `sub` holds.
    SubMode {
        /// A hash of the user's id.
        HashedUserId = "hashed_user_id",
        /// The user's id.
        UserId = "user_id",
        /// The user's UUID.
        UserUuid = "user_uuid",
        /// The username.
        UserUsername = "user_username",
        /// The e-mail address.
        UserEmail = "user_email",
        /// The user principal name.
        UserUpn = "user_upn",
    }
}

words! {
    /// What the claim `iss` holds.
    IssuerMode {
        /// The same for every provider.
        Global = "global",
        /// An address of the provider's own.
        PerProvider = "per_provider",
    }
}

words! {
    /// How a redirect URI is compared.
    MatchingMode {
        /// Letter by letter.
        Strict = "strict",
        /// As a regular expression.
        Regex = "regex",
    }
}

impl Decode for Provider {
    fn decode(value: Value) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(value)?;
        // First, so that nothing that goes wrong below can let the secret through.
        let has_client_secret = fields.has_secret("client_secret");
        Ok(Self {
            pk: fields.pk()?,
            name: fields.text("name").unwrap_or_default(),
            authentication_flow: fields.text("authentication_flow"),
            authorization_flow: fields.text("authorization_flow"),
            invalidation_flow: fields.text("invalidation_flow"),
            property_mappings: fields.texts("property_mappings"),
            component: fields.text("component"),
            application: application(&mut fields, "assigned_application_slug", "assigned_application_name"),
            backchannel_application: application(
                &mut fields,
                "assigned_backchannel_application_slug",
                "assigned_backchannel_application_name",
            ),
            verbose_name: fields.text("verbose_name"),
            verbose_name_plural: fields.text("verbose_name_plural"),
            meta_model_name: fields.text("meta_model_name"),
            client_type: fields.text("client_type").map(ClientType::of),
            grant_types: fields.texts_if_told("grant_types"),
            client_id: fields.text("client_id"),
            has_client_secret,
            access_code_validity: fields.text("access_code_validity"),
            access_token_validity: fields.text("access_token_validity"),
            refresh_token_validity: fields.text("refresh_token_validity"),
            refresh_token_threshold: fields.text("refresh_token_threshold"),
            include_claims_in_id_token: fields.flag("include_claims_in_id_token"),
            signing_key: fields.text("signing_key"),
            encryption_key: fields.text("encryption_key"),
            redirect_uris: redirect_uris(&mut fields),
            logout_uri: fields.text("logout_uri"),
            logout_method: fields.text("logout_method"),
            sub_mode: fields.text("sub_mode").map(SubMode::of),
            issuer_mode: fields.text("issuer_mode").map(IssuerMode::of),
            jwt_federation_sources: fields.texts("jwt_federation_sources"),
            jwt_federation_providers: fields.numbers("jwt_federation_providers"),
            jwks_sources: fields.texts("jwks_sources"),
            backchannel_logout_uri: fields.text("backchannel_logout_uri"),
            more: fields.rest(),
        })
    }
}

impl Provider {
    /// Whether nothing of the client is told, as in the rows of tokens since 2026.8: only what providers of every kind have.
    pub fn is_brief(&self) -> bool {
        self.client_id.is_none() && self.client_type.is_none() && self.redirect_uris.is_none()
    }

    /// The same with what `whole` has beyond it.
    pub fn completed_by(&self, whole: &Self) -> Self {
        let brief = self.clone();
        Self {
            pk: brief.pk,
            name: brief.name,
            authentication_flow: brief.authentication_flow,
            authorization_flow: brief.authorization_flow,
            invalidation_flow: brief.invalidation_flow,
            property_mappings: brief.property_mappings,
            component: brief.component,
            application: brief.application,
            backchannel_application: brief.backchannel_application,
            verbose_name: brief.verbose_name,
            verbose_name_plural: brief.verbose_name_plural,
            meta_model_name: brief.meta_model_name,
            ..whole.clone()
        }
    }

    /// Whether the client may exchange a refresh token for new tokens; assumed where authentik does not say.
    pub fn may_refresh(&self) -> bool {
        let grants = self.grant_types.as_ref();
        grants.is_none_or(|grants| grants.iter().any(|grant| grant == "refresh_token"))
    }
}

/// Without an application, releases leave the keys out, or send null, or "".
fn application(fields: &mut Fields, slug: &str, name: &str) -> Option<Application> {
    match (fields.text(slug), fields.text(name)) {
        (None, None) => None,
        (slug, name) => Some(Application {
            slug: slug.clone().or_else(|| name.clone()).unwrap_or_default(),
            name: name.or(slug).unwrap_or_default(),
        }),
    }
}

/// A list since 2024.8.5 and 2024.10.3; before, one text with a line for each.
fn redirect_uris(fields: &mut Fields) -> Option<Vec<RedirectUri>> {
    match fields.value("redirect_uris") {
        Value::String(lines) => {
            let lines = lines.lines().map(str::trim).filter(|line| !line.is_empty());
            Some(lines.map(RedirectUri::plain).collect())
        }
        other => {
            fields.keep("redirect_uris", other);
            fields.objects("redirect_uris")
        }
    }
}

impl RedirectUri {
    fn plain(url: &str) -> Self {
        Self {
            matching_mode: None,
            url: url.to_owned(),
            kind: None,
            more: More::new(),
        }
    }
}

impl Decode for RedirectUri {
    fn decode(value: Value) -> Result<Self, DecodeError> {
        if let Value::String(url) = value {
            return Ok(Self::plain(&url));
        }
        let mut fields = Fields::of(value)?;
        let url = fields.value("url");
        let Value::String(url) = url else {
            return Err(DecodeError::new(JsonType::Text, &url).inside("url"));
        };
        Ok(Self {
            matching_mode: fields.text("matching_mode").map(MatchingMode::of),
            url,
            kind: fields.text("redirect_uri_type"),
            more: fields.rest(),
        })
    }
}
