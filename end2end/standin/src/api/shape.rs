//! How rows and providers look on the wire, release by release.
//!
//! Here and in [`shape_user`](super::shape_user), a field that a release does not have is `None` and left out. Where it
//! may be null besides, there is an option within the option.

use super::shape_user::{Around, UserShape, user};
use crate::data::World;
use crate::data::providers::{Matching, Provider};
use crate::data::row::{Kind, NEVER, Row};
use crate::data::time::iso;
use serde::Serialize;

/// A row on the wire.
#[derive(Serialize)]
pub struct GrantShape<'a> {
    pk: u32,
    provider: OfRow<'a>,
    user: UserShape<'a>,
    is_expired: bool,
    expires: Option<String>,
    scope: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    id_token: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    revoked: Option<bool>,
}

/// A row; none where its user or its provider is not there.
pub fn grant<'a>(world: &'a World, kind: Kind, row: &Row, around: Around<'_>) -> Option<GrantShape<'a>> {
    let (owner, issuer) = (world.user(row.user)?, world.provider(row.provider.into())?);
    let is_token = kind != Kind::Code;
    Some(GrantShape {
        pk: row.pk,
        provider: if world.release.rows_have_brief_providers() {
            OfRow::Brief(Box::new(brief(world, issuer)))
        } else {
            OfRow::Full(Box::new(provider(world, issuer)))
        },
        user: user(world, owner, around),
        is_expired: row.is_expired(around.now),
        expires: (row.expires != NEVER).then(|| iso(row.expires)),
        scope: world.scopes(kind, row.pk),
        id_token: is_token.then(|| world.id_token(kind, row, issuer, owner)),
        revoked: is_token.then_some(row.revoked),
    })
}

/// What a row tells of its provider.
#[derive(Serialize)]
#[serde(untagged)]
enum OfRow<'a> {
    Full(Box<ProviderShape<'a>>),
    Brief(Box<BriefShape<'a>>),
}

/// What providers of every kind have.
#[derive(Serialize)]
pub struct BriefShape<'a> {
    pk: u32,
    name: &'a str,
    authentication_flow: Option<&'a str>,
    authorization_flow: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    invalidation_flow: Option<&'a str>,
    property_mappings: &'a [String],
    component: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    assigned_application_slug: Option<Option<&'static str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    assigned_application_name: Option<Option<&'static str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    assigned_backchannel_application_slug: Option<Option<&'static str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    assigned_backchannel_application_name: Option<Option<&'static str>>,
    verbose_name: &'static str,
    verbose_name_plural: &'static str,
    meta_model_name: &'static str,
}

/// A provider on the wire.
#[derive(Serialize)]
pub struct ProviderShape<'a> {
    #[serde(flatten)]
    brief: BriefShape<'a>,
    client_type: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    grant_types: Option<Vec<&'static str>>,
    client_id: &'static str,
    client_secret: &'a str,
    access_code_validity: &'static str,
    access_token_validity: &'static str,
    refresh_token_validity: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    refresh_token_threshold: Option<&'static str>,
    include_claims_in_id_token: bool,
    signing_key: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    encryption_key: Option<Option<&'a str>>,
    redirect_uris: RedirectUris,
    #[serde(skip_serializing_if = "Option::is_none")]
    backchannel_logout_uri: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logout_uri: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logout_method: Option<&'static str>,
    sub_mode: &'static str,
    issuer_mode: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    jwt_federation_sources: Option<&'a [String]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    jwt_federation_providers: Option<&'a [u32]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    jwks_sources: Option<&'a [String]>,
}

/// A provider, without what only OAuth2 has.
pub fn brief<'a>(world: &World, it: &'a Provider) -> BriefShape<'a> {
    let release = world.release;
    let assigned = |what: Option<&'static str>| (what.is_some() || release.unassigned_is_null()).then_some(what);
    BriefShape {
        pk: it.pk,
        name: &it.name,
        authentication_flow: it.authentication_flow.as_deref(),
        authorization_flow: &it.authorization_flow,
        invalidation_flow: release.has_invalidation_flow().then_some(&it.invalidation_flow),
        property_mappings: &it.property_mappings,
        component: "ak-provider-oauth2-form",
        assigned_application_slug: assigned(it.application.map(|(slug, _)| slug)),
        assigned_application_name: assigned(it.application.map(|(_, name)| name)),
        assigned_backchannel_application_slug: assigned(it.backchannel.map(|(slug, _)| slug)),
        assigned_backchannel_application_name: assigned(it.backchannel.map(|(_, name)| name)),
        verbose_name: "OAuth2/OpenID Provider",
        verbose_name_plural: "OAuth2/OpenID Providers",
        meta_model_name: "authentik_providers_oauth2.oauth2provider",
    }
}

/// A provider, canary and all.
pub fn provider<'a>(world: &World, it: &'a Provider) -> ProviderShape<'a> {
    let release = world.release;
    let [code, access, refresh] = it.validities;
    ProviderShape {
        brief: brief(world, it),
        client_type: if it.confidential { "confidential" } else { "public" },
        grant_types: release.has_grant_types().then(|| grant_types(world, it)),
        client_id: it.client_id,
        client_secret: &it.client_secret,
        access_code_validity: code,
        access_token_validity: access,
        refresh_token_validity: refresh,
        refresh_token_threshold: release.has_logout_method().then_some(it.refresh_threshold),
        include_claims_in_id_token: it.claims_in_id_token,
        signing_key: it.signing_key.as_deref(),
        encryption_key: release.has_invalidation_flow().then_some(it.encryption_key.as_deref()),
        redirect_uris: redirect_uris(world, it),
        backchannel_logout_uri: release.has_backchannel_logout_uri().then_some(it.logout_uri),
        logout_uri: release.has_logout_method().then_some(it.logout_uri),
        logout_method: release.has_logout_method().then_some(it.logout_method),
        sub_mode: it.sub_mode,
        issuer_mode: it.issuer_mode,
        jwt_federation_sources: release.has_federation().then_some(&it.federation_sources),
        jwt_federation_providers: release.has_federation().then_some(&it.federation_providers),
        jwks_sources: (!release.has_federation()).then_some(&it.federation_sources),
    }
}

/// 2026.5 knows no exchange of tokens yet.
fn grant_types(world: &World, it: &Provider) -> Vec<&'static str> {
    let known = |grant: &&str| world.release.has_token_exchange() || !grant.ends_with("token-exchange");
    it.grant_types.iter().copied().filter(known).collect()
}

/// Where a browser may be sent back to.
#[derive(Serialize)]
#[serde(untagged)]
enum RedirectUris {
    Lines(String),
    List(Vec<RedirectUri>),
}

#[derive(Serialize)]
struct RedirectUri {
    matching_mode: &'static str,
    url: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect_uri_type: Option<&'static str>,
}

fn redirect_uris(world: &World, it: &Provider) -> RedirectUris {
    let release = world.release;
    if !release.redirect_uris_are_listed() {
        let lines: Vec<&str> = it.redirect_uris.iter().map(|(_, url)| *url).collect();
        return RedirectUris::Lines(lines.join("\n"));
    }
    let has_types = release.redirect_uris_have_types();
    let uris = it.redirect_uris.iter().filter_map(|&(matching, url)| {
        let logout = matching == Matching::StrictLogout;
        (has_types || !logout).then_some(RedirectUri {
            matching_mode: if matching == Matching::Regex { "regex" } else { "strict" },
            url,
            redirect_uri_type: has_types.then_some(if logout { "logout" } else { "authorization" }),
        })
    });
    RedirectUris::List(uris.collect())
}

/// A release on the wire.
#[derive(Serialize)]
pub struct VersionShape {
    version_current: String,
    version_latest: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    version_latest_valid: Option<bool>,
    build_hash: &'static str,
    outdated: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    outpost_outdated: Option<bool>,
}

/// Which release this is.
pub fn version(world: &World) -> VersionShape {
    let release = world.release;
    VersionShape {
        version_current: release.to_string(),
        version_latest: release.to_string(),
        version_latest_valid: release.has_version_latest_valid().then_some(true),
        build_hash: "",
        outdated: false,
        outpost_outdated: release.has_outpost_outdated().then_some(false),
    }
}
