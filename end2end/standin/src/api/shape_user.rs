//! How users look on the wire, release by release: in a list, in a row, and to themselves.

use super::shape::Around;
use crate::avatar;
use crate::data::World;
use crate::data::random::Dice;
use crate::data::time::{DAY, HOUR, Micros, iso};
use crate::data::users::{Group, Role, User};
use crate::json::{Json, object};

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
        ("avatar", avatar::of(it, around.origin).into()),
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
pub fn caller(world: &World, it: &User, origin: &str) -> Json {
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
        ("avatar", avatar::of(it, origin).into()),
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
