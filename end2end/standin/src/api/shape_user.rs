//! How users look on the wire, release by release: in a list, in a row, and to themselves.

use crate::avatar;
use crate::data::World;
use crate::data::random::Dice;
use crate::data::time::{DAY, HOUR, Micros, iso};
use crate::data::users::{Group, Role, User};
use crate::json::Nothing;
use serde::Serialize;

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

/// A user on the wire.
#[derive(Serialize)]
pub struct UserShape<'a> {
    pk: u32,
    username: &'a str,
    name: &'a str,
    is_active: bool,
    last_login: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_joined: Option<String>,
    is_superuser: bool,
    groups: Vec<&'a str>,
    groups_obj: Option<Vec<GroupShape<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    roles: Option<Vec<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    roles_obj: Option<Option<Vec<RoleShape<'a>>>>,
    email: &'a str,
    avatar: String,
    attributes: Attributes,
    uid: &'a str,
    path: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    uuid: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    password_change_date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_updated: Option<String>,
}

/// A user.
pub fn user<'a>(world: &'a World, it: &'a User, around: Around<'_>) -> UserShape<'a> {
    let release = world.release;
    let groups_in_full = around.groups || !release.groups_may_be_left_out();
    let role = |role: &'a Role| RoleShape {
        pk: &role.pk,
        name: role.name,
    };
    let mut dice = Dice::of(world.seed, 60, u64::from(it.pk));
    let age = (world.made_at - it.joined).max(DAY) as u64;
    let password_changed = it.joined + dice.below(age) as Micros;
    let last_updated = it.last_login.unwrap_or(it.joined + HOUR);
    UserShape {
        pk: it.pk,
        username: &it.username,
        name: &it.name,
        is_active: it.is_active,
        last_login: it.last_login.map(iso),
        date_joined: release.has_date_joined().then(|| iso(it.joined)),
        is_superuser: world.is_superuser(it),
        groups: groups_of(world, it).map(|group| group.pk.as_str()).collect(),
        groups_obj: groups_in_full.then(|| groups_of(world, it).map(|it| group(world, it)).collect()),
        roles: release
            .has_roles()
            .then(|| roles_of(world, it).map(|role| role.pk.as_str()).collect()),
        roles_obj: release
            .has_roles()
            .then(|| around.roles.then(|| roles_of(world, it).map(role).collect())),
        email: &it.email,
        avatar: avatar::of(it, around.origin),
        attributes: attributes(it.pk),
        uid: &it.uid,
        path: it.kind.path(),
        kind: it.kind.as_str(),
        uuid: &it.uuid,
        password_change_date: release.has_password_change_date().then(|| iso(password_changed)),
        last_updated: release.has_last_updated().then(|| iso(last_updated)),
    }
}

fn groups_of<'a>(world: &'a World, it: &'a User) -> impl Iterator<Item = &'a Group> {
    it.groups.iter().filter_map(|&at| world.groups.get(usize::from(at)))
}

fn roles_of<'a>(world: &'a World, it: &'a User) -> impl Iterator<Item = &'a Role> {
    it.roles.iter().filter_map(|&at| world.roles.get(usize::from(at)))
}

#[derive(Serialize)]
struct RoleShape<'a> {
    pk: &'a str,
    name: &'static str,
}

#[derive(Serialize)]
struct GroupShape<'a> {
    pk: &'a str,
    num_pk: u32,
    name: &'static str,
    is_superuser: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent: Option<Option<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parent_name: Option<Option<&'static str>>,
    attributes: GroupAttributes,
}

/// What somebody wrote down about a group: at most on which floor it sits.
#[derive(Serialize)]
struct GroupAttributes {
    #[serde(skip_serializing_if = "Option::is_none")]
    floor: Option<u8>,
}

fn group<'a>(world: &'a World, it: &'a Group) -> GroupShape<'a> {
    let release = world.release;
    let parent = it.parent.and_then(|at| world.groups.get(usize::from(at)));
    let names_parent = release.groups_have_parents() && (parent.is_some() || release.groups_may_be_left_out());
    GroupShape {
        pk: &it.pk,
        num_pk: it.num_pk,
        name: it.name,
        is_superuser: it.is_superuser,
        parent: release
            .groups_have_parents()
            .then_some(parent.map(|parent| parent.pk.as_str())),
        parent_name: names_parent.then_some(parent.map(|parent| parent.name)),
        attributes: GroupAttributes {
            floor: (it.name == "Engineering").then_some(3),
        },
    }
}

/// What somebody wrote down about a user: nothing, a little, or a tree.
#[derive(Serialize)]
#[serde(untagged)]
enum Attributes {
    Tree {
        nested: Nested,
        department: &'static str,
    },
    Little {
        phone: &'static str,
        #[serde(rename = "goauthentik.io/user/can-change-email")]
        can_change_email: bool,
        office: Office,
    },
    Odd {
        note: &'static str,
        ldap_uniq: &'static str,
        tags: [&'static str; 3],
    },
    Nothing {},
}

#[derive(Serialize)]
struct Nested {
    a: (u8, u8, Leaf),
    settings: Settings,
}

#[derive(Serialize)]
struct Leaf {
    /// Null.
    b: (),
}

#[derive(Serialize)]
struct Settings {
    locale: &'static str,
}

#[derive(Serialize)]
struct Office {
    city: &'static str,
    floor: u8,
}

fn attributes(pk: u32) -> Attributes {
    match pk % 12 {
        0 => Attributes::Tree {
            nested: Nested {
                a: (1, 2, Leaf { b: () }),
                settings: Settings { locale: "de" },
            },
            department: "R&D",
        },
        4 => Attributes::Little {
            phone: "+49 30 901820",
            can_change_email: false,
            office: Office {
                city: "Zürich",
                floor: 3,
            },
        },
        7 => Attributes::Odd {
            note: "<b>not bold</b> & \"quoted\"",
            ldap_uniq: "uid=someone,ou=people,dc=example,dc=com",
            tags: ["vip", "日本", "🦊"],
        },
        _ => Attributes::Nothing {},
    }
}

/// The answer of `users/me`.
#[derive(Serialize)]
pub struct CallerShape<'a> {
    user: Me<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    users: Option<[Me<'a>; 1]>,
}

#[derive(Clone, Serialize)]
struct Me<'a> {
    pk: u32,
    username: &'a str,
    name: &'a str,
    is_active: bool,
    is_superuser: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_current: Option<bool>,
    groups: Vec<Belongs<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    roles: Option<Vec<Belongs<'a>>>,
    email: &'a str,
    avatar: String,
    uid: &'a str,
    settings: Nothing,
    #[serde(rename = "type")]
    kind: &'static str,
    system_permissions: &'static [&'static str],
}

/// A group or a role, as it is told to those who are in it.
#[derive(Clone, Serialize)]
struct Belongs<'a> {
    name: &'static str,
    pk: &'a str,
}

/// Who is calling, as `users/me` tells it.
pub fn caller<'a>(world: &'a World, it: &'a User, origin: &str) -> CallerShape<'a> {
    let superuser = world.is_superuser(it);
    let groups = groups_of(world, it).map(|Group { name, pk, .. }| Belongs { name, pk });
    let roles = || {
        roles_of(world, it)
            .map(|Role { name, pk }| Belongs { name, pk })
            .collect()
    };
    let has_accounts = world.release.has_accounts();
    let user = Me {
        pk: it.pk,
        username: &it.username,
        name: &it.name,
        is_active: it.is_active,
        is_superuser: superuser,
        is_current: has_accounts.then_some(true),
        groups: groups.collect(),
        roles: world.release.has_roles().then(roles),
        email: &it.email,
        avatar: avatar::of(it, origin),
        uid: &it.uid,
        settings: Nothing {},
        kind: it.kind.as_str(),
        system_permissions: if superuser { &SYSTEM_PERMISSIONS } else { &[] },
    };
    // Nobody else ever is signed in in the same browser here.
    let users = has_accounts.then(|| [user.clone()]);
    CallerShape { user, users }
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
