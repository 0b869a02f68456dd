//! The user whom the token speaks for.

use chrono::{DateTime, Utc};
use leptos::ev::ErrorEvent;
use leptos::prelude::*;
use serde_json::{Map, Value};

use super::facts::{Details, MoreFacts, ShownToken, identifier, identifiers, lines, moment, text_or, words, yes_no};
use super::provider_section::outward;
use crate::authentik::links;
use crate::components::copy::copy_whole;
use crate::components::fact::Fact;
use crate::components::json_tree::json_tree;
use crate::model::user::{Group, User};
use crate::screens::person::{is_broken_picture, portrait_of, user_tags};
use crate::text;
use crate::text::drawer::{fact, user as names};
use crate::tokens::groups::{GroupNode, group_tree};

/// Beyond this depth groups are not set further in.
const DEEPEST: usize = 5;

/// Everything that authentik tells of the user.
#[component]
pub fn UserSection(token: ShownToken) -> impl IntoView {
    let person = view! { <UserHead token/> };
    let token = token.get_value();
    let user = &*token.user;
    let kind = user.kind.as_ref().map_or(fact::NOT_TOLD, text::modes::user_kind);
    let has_roles = user.roles_obj.is_some() || !user.roles.is_empty();
    let roles = has_roles.then(|| view! { <Fact name=names::ROLES field="roles" known=roles(user)/> });
    let last_login = moment_or(user.last_login, names::NO_LOGIN);
    let inner = inner_facts(user);
    view! {
        {person}
        <dl class="facts">
            <Fact name=names::NAME field="name" known=text_or(Some(&user.name), fact::NONE)/>
            <Fact name=names::USERNAME field="username" known=identifier(names::USERNAME_TO_COPY, Some(&user.username))/>
            <Fact name=names::EMAIL field="email" known=identifier(names::EMAIL_TO_COPY, user.email.as_deref())/>
            <Fact name=names::TYPE field="type" known=words(kind)/>
            <Fact name=names::ACTIVE field="is_active" known=yes_no(user.is_active)/>
            <Fact name=names::SUPERUSER field="is_superuser" known=yes_no(user.is_superuser)/>
            <Fact name=names::LAST_LOGIN field="last_login" known=last_login/>
            <Fact name=names::GROUPS field="groups" known=groups(user)/>
            {roles}
            <Fact name=names::PATH field="path" known=text_or(user.path.as_deref(), fact::NONE)/>
            <Fact name=names::ATTRIBUTES field="attributes" known=attributes(&user.attributes)/>
        </dl>
        <Details title=names::INNER>{inner}</Details>
        <MoreFacts fields=user.more.clone()/>
    }
}

/// Picture, name, tags, username.
#[component]
fn UserHead(token: ShownToken) -> impl IntoView {
    let token = token.get_value();
    let user = &*token.user;
    let (picture, initials) = (user.avatar.picture(), user.initials());
    let broken = RwSignal::new(());
    let portrait = move || {
        broken.track();
        portrait_of(picture.clone(), initials.clone())
    };
    view! {
        <div
            class="person person-large"
            on:error:capture=move |event: ErrorEvent| if is_broken_picture(&event) { broken.notify() }
        >
            {portrait}
            <span class="two-lines">
                <span class="line line-marked">
                    {outward(links::user(user.pk), user.display_name())}
                    {user_tags(user.is_active, user.is_superuser)}
                </span>
                <bdi translate="no" class="line line-quiet">{text::cut(&user.username)}</bdi>
            </span>
        </div>
    }
}

fn inner_facts(user: &User) -> AnyView {
    let changed = moment_or(user.password_change_date, fact::NOT_TOLD);
    view! {
        <dl class="facts">
            <Fact name=names::NUMBER field="pk" known=identifier(names::NUMBER_TO_COPY, Some(&user.pk.to_string()))/>
            <Fact name=names::UID field="uid" known=identifier(names::UID, user.uid.as_deref())/>
            <Fact name=names::UUID field="uuid" known=identifier(names::UUID, user.uuid.as_deref())/>
            <Fact name=names::JOINED field="date_joined" known=moment_or(user.date_joined, fact::NOT_TOLD)/>
            <Fact name=names::PASSWORD_CHANGED field="password_change_date" known=changed/>
            <Fact name=names::LAST_UPDATED field="last_updated" known=moment_or(user.last_updated, fact::NOT_TOLD)/>
        </dl>
    }
    .into_any()
}

fn moment_or(at: Option<DateTime<Utc>>, absent: &'static str) -> AnyView {
    at.map_or_else(|| text_or(None, absent), moment)
}

fn attributes(attributes: &Map<String, Value>) -> AnyView {
    if attributes.is_empty() {
        return text_or(None, fact::NONE);
    }
    json_tree(&Value::Object(attributes.clone()))
}

/// Groups by name where authentik tells names, else by id.
fn groups(user: &User) -> AnyView {
    let groups = match user.groups_obj.as_deref() {
        None | Some([]) => return identifiers(&user.groups),
        Some(groups) => group_tree(groups),
    };
    lines("group-list", groups, |node: &GroupNode| {
        let below = node.parent_elsewhere.as_deref();
        let below = below.map(
            |parent| view! { <span class="quiet">{names::BELOW}<bdi translate="no">{text::cut(parent)}</bdi></span> },
        );
        view! {
            <li class=format!("group-level-{}", node.depth.min(DEEPEST))>
                {group(node.group.clone())}
                {below}
            </li>
        }
        .into_any()
    })
}

/// A group's name, and behind it what else authentik tells of it.
fn group(group: Group) -> AnyView {
    let mut detail = Map::new();
    detail.insert("pk".into(), group.pk.into());
    if let Some(number) = group.num_pk {
        detail.insert("num_pk".into(), number.into());
    }
    if !group.attributes.is_empty() {
        detail.insert("attributes".into(), Value::Object(group.attributes));
    }
    detail.extend(group.more);
    let mark = group.is_superuser == Some(true);
    let mark = mark.then(|| view! { <span class="tag tag-superuser">{names::SUPERUSERS}</span> });
    view! {
        <details class="group-detail">
            <summary>
                <bdi translate="no">{text::cut(&group.name)}</bdi>
                " "
                {mark}
            </summary>
            {copy_whole(&group.name)}
            {json_tree(&Value::Object(detail))}
        </details>
    }
    .into_any()
}

fn roles(user: &User) -> AnyView {
    let roles = match user.roles_obj.as_deref() {
        None | Some([]) => return identifiers(&user.roles),
        Some(roles) => roles,
    };
    lines("id-list", roles.to_vec(), |role| {
        let name = text::cut(&role.name);
        view! { <li title=text::cut(&role.pk)><bdi translate="no">{name}</bdi>{copy_whole(&role.name)}</li> }.into_any()
    })
}
