//! How things look on the wire, release by release.

use crate::avatar;
use crate::data::World;
use crate::data::grants::{Kind, NEVER, Row};
use crate::data::providers::{Matching, Provider};
use crate::data::random::Dice;
use crate::data::time::{DAY, HOUR, Micros, iso};
use crate::data::users::{Group, Role, User};
use crate::json::{Json, object};

/// What surrounds a thing when it is written.
#[derive(Clone, Copy, Debug)]
pub struct Around<'a> {
    /// The host that was asked: some avatars are images there.
    pub host: &'a str,
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

/// A user.
pub fn user(world: &World, it: &User, around: Around<'_>) -> Json {
    let release = world.release;
    let groups: Vec<&Group> = it
        .groups
        .iter()
        .filter_map(|&at| world.groups.get(usize::from(at)))
        .collect();
    let roles: Vec<&Role> = it
        .roles
        .iter()
        .filter_map(|&at| world.roles.get(usize::from(at)))
        .collect();
    let mut out: Vec<(&'static str, Json)> = vec![
        ("pk", it.pk.into()),
        ("username", it.username.as_str().into()),
        ("name", it.name.as_str().into()),
        ("is_active", it.is_active.into()),
        ("last_login", it.last_login.map(iso).into()),
    ];
    if release.has_date_joined() {
        out.push(("date_joined", iso(it.joined).into()));
    }
    out.push(("is_superuser", world.is_superuser(it).into()));
    out.push((
        "groups",
        groups.iter().map(|group| &group.pk).collect::<Vec<_>>().into(),
    ));
    let in_full = around.groups || !release.groups_may_be_left_out();
    let groups = in_full.then(|| Json::List(groups.iter().map(|g| group(world, g)).collect()));
    out.push(("groups_obj", groups.into()));
    if release.has_roles() {
        out.push(("roles", roles.iter().map(|role| &role.pk).collect::<Vec<_>>().into()));
        out.push((
            "roles_obj",
            around
                .roles
                .then(|| Json::List(roles.iter().map(|r| role(r)).collect()))
                .into(),
        ));
    }
    out.extend([
        ("email", it.email.as_str().into()),
        ("avatar", avatar::of(it, around.host).into()),
        ("attributes", attributes(it.pk)),
        ("uid", it.uid.as_str().into()),
        ("path", it.kind.path().into()),
        ("type", it.kind.as_str().into()),
        ("uuid", it.uuid.as_str().into()),
    ]);
    let mut dice = Dice::of(world.seed, 60, u64::from(it.pk));
    let age = (world.made_at - it.joined).max(DAY) as u64;
    if release.has_password_change_date() {
        out.push((
            "password_change_date",
            iso(it.joined + dice.below(age) as Micros).into(),
        ));
    }
    if release.has_last_updated() {
        let last = it.last_login.unwrap_or(it.joined + HOUR);
        out.push(("last_updated", iso(last).into()));
    }
    Json::Object(out)
}

fn group(world: &World, it: &Group) -> Json {
    let mut out: Vec<(&'static str, Json)> = vec![
        ("pk", it.pk.as_str().into()),
        ("num_pk", it.num_pk.into()),
        ("name", it.name.into()),
        ("is_superuser", it.is_superuser.into()),
    ];
    if world.release.groups_have_parents() {
        let parent = it.parent.and_then(|at| world.groups.get(usize::from(at)));
        out.push(("parent", parent.map(|parent| &parent.pk).into()));
        if parent.is_some() || world.release.groups_may_be_left_out() {
            out.push(("parent_name", parent.map(|parent| parent.name).into()));
        }
    }
    let attributes = if it.name == "Engineering" {
        object([("floor", 3i64.into())])
    } else {
        object([])
    };
    out.push(("attributes", attributes));
    Json::Object(out)
}

fn role(it: &Role) -> Json {
    object([("pk", it.pk.as_str().into()), ("name", it.name.into())])
}

/// What somebody wrote down about a user: nothing, a little, or a tree.
fn attributes(pk: u32) -> Json {
    match pk % 12 {
        0 => object([
            (
                "nested",
                object([
                    (
                        "a",
                        Json::List(vec![1i64.into(), 2i64.into(), object([("b", Json::Null)])]),
                    ),
                    ("settings", object([("locale", "de".into())])),
                ]),
            ),
            ("department", "R&D".into()),
        ]),
        4 => object([
            ("phone", "+49 30 901820".into()),
            ("goauthentik.io/user/can-change-email", false.into()),
            ("office", object([("city", "Zürich".into()), ("floor", 3i64.into())])),
        ]),
        7 => object([
            ("note", "<b>not bold</b> & \"quoted\"".into()),
            ("ldap_uniq", "uid=someone,ou=people,dc=example,dc=com".into()),
            ("tags", vec!["vip", "日本", "🦊"].into()),
        ]),
        _ => object([]),
    }
}

/// Who is calling, as `users/me` tells it.
pub fn caller(world: &World, it: &User, host: &str) -> Json {
    let superuser = world.is_superuser(it);
    let groups = it
        .groups
        .iter()
        .filter_map(|&at| world.groups.get(usize::from(at)))
        .map(|group| object([("name", group.name.into()), ("pk", group.pk.as_str().into())]));
    let mut out: Vec<(&'static str, Json)> = vec![
        ("pk", it.pk.into()),
        ("username", it.username.as_str().into()),
        ("name", it.name.as_str().into()),
        ("is_active", it.is_active.into()),
        ("is_superuser", superuser.into()),
        ("groups", Json::List(groups.collect())),
    ];
    if world.release.has_roles() {
        let roles = it
            .roles
            .iter()
            .filter_map(|&at| world.roles.get(usize::from(at)))
            .map(|role| object([("name", role.name.into()), ("pk", role.pk.as_str().into())]));
        out.push(("roles", Json::List(roles.collect())));
    }
    let permissions: &[&str] = if superuser { &SYSTEM_PERMISSIONS } else { &[] };
    out.extend([
        ("email", it.email.as_str().into()),
        ("avatar", avatar::of(it, host).into()),
        ("uid", it.uid.as_str().into()),
        ("settings", object([])),
        ("type", it.kind.as_str().into()),
        ("system_permissions", permissions.into()),
    ]);
    object([("user", Json::Object(out))])
}

const SYSTEM_PERMISSIONS: [&str; 16] = [
    "edit_system_settings",
    "view_system_info",
    "delete_initialpermissions",
    "manage_media_files",
    "change_initialpermissions",
    "view_media_files",
    "view_role",
    "add_role",
    "delete_role",
    "unassign_role_permissions",
    "assign_role_permissions",
    "view_system_settings",
    "access_admin_interface",
    "add_initialpermissions",
    "change_role",
    "view_initialpermissions",
];

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
