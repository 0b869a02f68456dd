//! How rows and providers look on the wire, release by release.

use super::shape_user::user;
use crate::data::World;
use crate::data::grants::{Kind, NEVER, Row};
use crate::data::providers::{Matching, Provider};
use crate::data::time::{Micros, iso};
use crate::json::Json;

/// What surrounds a thing when it is written.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// What was asked, such as `http://127.0.0.1:8080`: some avatars are images there.
    pub origin: &'a str,
    /// Whether groups are wanted in full.
    pub groups: bool,
    /// Whether roles are wanted in full.
    pub roles: bool,
    /// What the clock says.
    pub now: Micros,
}

/// A row.
pub fn grant(world: &World, kind: Kind, row: &Row, around: Around<'_>) -> Json {
    let (Some(owner), Some(issuer)) = (world.user(row.user), world.provider(row.provider.into())) else {
        return Json::Null;
    };
    let mut entries = vec![
        ("pk", row.pk.into()),
        ("provider", provider(world, issuer)),
        ("user", user(world, owner, around)),
        ("is_expired", row.is_expired(around.now).into()),
        ("expires", (row.expires != NEVER).then(|| iso(row.expires)).into()),
        ("scope", world.scopes(kind, row.pk).into()),
    ];
    if kind != Kind::Code {
        entries.push(("id_token", world.id_token(kind, row, issuer, owner).into()));
        entries.push(("revoked", row.revoked.into()));
    }
    Json::Object(entries)
}

/// A provider, canary and all.
pub fn provider(world: &World, it: &Provider) -> Json {
    let release = world.release;
    let mut out: Vec<(&'static str, Json)> = vec![
        ("pk", it.pk.into()),
        ("name", it.name.as_str().into()),
        ("authentication_flow", it.authentication_flow.as_ref().into()),
        ("authorization_flow", it.authorization_flow.as_str().into()),
    ];
    if release.has_invalidation_flow() {
        out.push(("invalidation_flow", it.invalidation_flow.as_str().into()));
    }
    out.push(("property_mappings", it.property_mappings.as_slice().into()));
    out.push(("component", "ak-provider-oauth2-form".into()));
    let assigned = [
        ("assigned_application_slug", it.application.map(|(slug, _)| slug)),
        ("assigned_application_name", it.application.map(|(_, name)| name)),
        (
            "assigned_backchannel_application_slug",
            it.backchannel.map(|(slug, _)| slug),
        ),
        (
            "assigned_backchannel_application_name",
            it.backchannel.map(|(_, name)| name),
        ),
    ];
    for (key, value) in assigned {
        if value.is_some() || release.unassigned_is_null() {
            out.push((key, value.into()));
        }
    }
    let [code, access, refresh] = it.validities;
    out.extend([
        ("verbose_name", "OAuth2/OpenID Provider".into()),
        ("verbose_name_plural", "OAuth2/OpenID Providers".into()),
        ("meta_model_name", "authentik_providers_oauth2.oauth2provider".into()),
        (
            "client_type",
            if it.confidential { "confidential" } else { "public" }.into(),
        ),
        ("client_id", it.client_id.into()),
        (
            "client_secret",
            format!("canary-client-secret-of-provider-{}", it.pk).into(),
        ),
        ("access_code_validity", code.into()),
        ("access_token_validity", access.into()),
        ("refresh_token_validity", refresh.into()),
    ]);
    if release.has_logout_method() {
        out.push(("refresh_token_threshold", it.refresh_threshold.into()));
    }
    out.push(("include_claims_in_id_token", it.claims_in_id_token.into()));
    out.push(("signing_key", it.signing_key.as_ref().into()));
    if release.has_invalidation_flow() {
        out.push(("encryption_key", it.encryption_key.as_ref().into()));
    }
    out.push(("redirect_uris", redirect_uris(world, it)));
    if release.has_backchannel_logout_uri() {
        out.push(("backchannel_logout_uri", it.logout_uri.into()));
    }
    if release.has_logout_method() {
        out.push(("logout_uri", it.logout_uri.into()));
        out.push(("logout_method", it.logout_method.into()));
    }
    out.push(("sub_mode", it.sub_mode.into()));
    out.push(("issuer_mode", it.issuer_mode.into()));
    if release.has_federation() {
        out.push(("jwt_federation_sources", it.federation_sources.as_slice().into()));
        out.push(("jwt_federation_providers", it.federation_providers.as_slice().into()));
    } else {
        out.push(("jwks_sources", it.federation_sources.as_slice().into()));
    }
    Json::Object(out)
}

fn redirect_uris(world: &World, it: &Provider) -> Json {
    if !world.release.redirect_uris_are_listed() {
        let lines: Vec<&str> = it.redirect_uris.iter().map(|(_, url)| *url).collect();
        return lines.join("\n").into();
    }
    let uris = it.redirect_uris.iter().filter_map(|&(matching, url)| {
        let logout = matching == Matching::StrictLogout;
        let mode = if matching == Matching::Regex { "regex" } else { "strict" };
        let mut uri = vec![("matching_mode", mode.into()), ("url", url.into())];
        if world.release.redirect_uris_have_types() {
            let kind = if logout { "logout" } else { "authorization" };
            uri.push(("redirect_uri_type", kind.into()));
        } else if logout {
            return None;
        }
        Some(Json::Object(uri))
    });
    Json::List(uris.collect())
}

/// Which release this is.
pub fn version(world: &World) -> Json {
    let version = world.release.to_string();
    let mut out: Vec<(&'static str, Json)> = vec![
        ("version_current", version.as_str().into()),
        ("version_latest", version.into()),
    ];
    if world.release.has_version_latest_valid() {
        out.push(("version_latest_valid", true.into()));
    }
    out.push(("build_hash", "".into()));
    out.push(("outdated", false.into()));
    if world.release.has_outpost_outdated() {
        out.push(("outpost_outdated", false.into()));
    }
    Json::Object(out)
}
