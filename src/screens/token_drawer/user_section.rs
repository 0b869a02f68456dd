//! The user whom the token speaks for.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::facts::{NOT_TOLD, fact, facts, folded, identifier, identifiers, more, text_or, words, yes_no};
use super::provider_section::outward;
use crate::authentik::links;
use crate::authentik::user::{Group, User, group_tree};
use crate::screens::person::{marks_of, portrait};
use crate::text;
use crate::ui::dom::{El, bdi, el, span};
use crate::ui::json_tree::json_tree;
use crate::ui::time::full_time;

/// Beyond this depth groups are not set further in.
const DEEPEST: usize = 5;

/// Everything that authentik tells of the user.
pub fn user_section(user: &User) -> Vec<El> {
    let name = span("line line-marked")
        .child(outward(links::user(user.pk), user.display_name()))
        .children(marks_of(user));
    let person = el("div")
        .class("person person-large")
        .child(portrait(&user.avatar, &user.initials()))
        .child(
            span("two-lines")
                .child(name)
                .child(bdi(&user.username).class("line line-quiet")),
        );
    let kind = user.kind.as_ref().map_or(NOT_TOLD, text::modes::user_kind);
    let has_roles = user.roles_obj.is_some() || !user.roles.is_empty();
    let list = facts()
        .child(fact("Name", "name", text_or(Some(&user.name), "None")))
        .child(fact(
            "Username",
            "username",
            identifier("username", Some(&user.username)),
        ))
        .child(fact("E-mail", "email", identifier("e-mail", user.email.as_deref())))
        .child(fact("Type", "type", words(kind)))
        .child(fact("Active", "is_active", yes_no(user.is_active)))
        .child(fact("Superuser", "is_superuser", yes_no(user.is_superuser)))
        .child(fact(
            "Last login",
            "last_login",
            moment(user.last_login, "Never, or not told"),
        ))
        .child(fact("Groups", "groups", groups(user)))
        .children(has_roles.then(|| fact("Roles", "roles", roles(user))))
        .child(fact("Path", "path", text_or(user.path.as_deref(), "None")))
        .child(fact("Attributes", "attributes", attributes(&user.attributes)));
    let inner = facts()
        .child(fact(
            "Number",
            "pk",
            identifier("user number", Some(&user.pk.to_string())),
        ))
        .child(fact("UID", "uid", identifier("UID", user.uid.as_deref())))
        .child(fact("UUID", "uuid", identifier("UUID", user.uuid.as_deref())))
        .child(fact("Joined", "date_joined", moment(user.date_joined, NOT_TOLD)))
        .child(fact(
            "Password changed",
            "password_change_date",
            moment(user.password_change_date, NOT_TOLD),
        ))
        .child(fact(
            "Last updated",
            "last_updated",
            moment(user.last_updated, NOT_TOLD),
        ));
    [person, list, folded("Identifiers and dates", inner)]
        .into_iter()
        .chain(more(&user.more))
        .collect()
}

fn moment(at: Option<DateTime<Utc>>, absent: &str) -> El {
    at.map_or_else(|| text_or(None, absent), full_time)
}

fn attributes(attributes: &Map<String, Value>) -> El {
    if attributes.is_empty() {
        return text_or(None, "None");
    }
    json_tree(&Value::Object(attributes.clone()))
}

/// Groups by name where authentik tells names, else by id.
fn groups(user: &User) -> El {
    match user.groups_obj.as_deref() {
        None | Some([]) => identifiers(&user.groups),
        Some(groups) => {
            let lines = group_tree(groups).into_iter().map(|node| {
                let line = el("li")
                    .class(&format!("group-level-{}", node.depth.min(DEEPEST)))
                    .child(group(&node.group));
                match node.parent_elsewhere {
                    Some(parent) => line.child(span("quiet").text("below ").child(bdi(&parent))),
                    None => line,
                }
            });
            el("ul").class("group-list").children(lines)
        }
    }
}

/// A group's name, and behind it what else authentik tells of it.
fn group(group: &Group) -> El {
    let mut detail = Map::new();
    detail.insert("pk".into(), group.pk.as_str().into());
    if let Some(number) = group.num_pk {
        detail.insert("num_pk".into(), number.into());
    }
    if !group.attributes.is_empty() {
        detail.insert("attributes".into(), Value::Object(group.attributes.clone()));
    }
    detail.extend(group.more.iter().cloned());
    let mark = (group.is_superuser == Some(true)).then(|| span("tag tag-superuser").text("Superusers"));
    el("details")
        .class("group-detail")
        .child(el("summary").child(bdi(&group.name)).text(" ").children(mark))
        .child(json_tree(&Value::Object(detail)))
}

fn roles(user: &User) -> El {
    match user.roles_obj.as_deref() {
        None | Some([]) => identifiers(&user.roles),
        Some(roles) => {
            let lines = roles
                .iter()
                .map(|role| el("li").attr("title", &role.pk).child(bdi(&role.name)));
            el("ul").class("id-list").children(lines)
        }
    }
}
