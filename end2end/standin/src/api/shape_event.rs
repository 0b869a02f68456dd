//! How an event looks on the wire.

use crate::data::World;
use crate::data::events::store::Event;
use crate::data::events::told::{Account, Context, Record};
use crate::data::time::{DAY, iso};
use crate::json;
use serde::Serialize;

/// An event.
#[derive(Serialize)]
pub struct EventShape<'a> {
    pk: String,
    user: &'a Account,
    action: &'static str,
    app: &'static str,
    context: &'a Context,
    client_ip: &'a str,
    created: String,
    expires: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    brand: Option<Brand>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant: Option<Brand>,
}

/// Under whose colours it happened.
#[derive(Clone, Copy, Serialize)]
struct Brand {
    pk: &'static str,
    app: &'static str,
    name: &'static str,
    model_name: &'static str,
}

/// An event, as it was told.
pub fn event<'a>(world: &World, it: &Event, told: &'a Record) -> EventShape<'a> {
    let brand = Brand {
        pk: "0fa9ba0f908c41308198821dc9b681c8",
        app: "authentik_brands",
        name: "Default brand",
        model_name: "brand",
    };
    let has_brands = world.release.events_have_brands();
    EventShape {
        pk: world.events.pk(it),
        user: &told.user,
        action: told.action,
        app: told.app,
        context: &told.context,
        client_ip: &told.client_ip,
        created: iso(it.created),
        expires: iso(it.created + 365 * DAY),
        brand: has_brands.then_some(brand),
        tenant: (!has_brands).then_some(Brand {
            app: "authentik_tenants",
            name: "Default tenant",
            model_name: "tenant",
            ..brand
        }),
    }
}

/// Who did it, and all the rest: what a search looks at.
pub fn as_text(told: &Record) -> [String; 2] {
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap_or_default();
    [text(json::bytes(&told.user)), text(json::bytes(&told.context))]
}

/// What the search language of events knows, in short: the real one tells several models.
#[derive(Serialize)]
pub struct Autocomplete {
    current_model: &'static str,
    models: EventModels,
}

#[derive(Serialize)]
struct EventModels {
    #[serde(rename = "authentik_events.event")]
    event: Fields,
}

#[derive(Serialize)]
struct Fields {
    action: Field,
    event_uuid: Field,
    app: Field,
    client_ip: Field,
    user: Field,
    brand: Field,
    context: Field,
    created: Field,
}

#[derive(Clone, Copy, Serialize)]
struct Field {
    #[serde(rename = "type")]
    kind: &'static str,
    nullable: bool,
    options: Option<&'static [&'static str]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    relation: Option<&'static str>,
}

impl Autocomplete {
    /// The same for everybody.
    pub fn new() -> Self {
        let text = Field {
            kind: "str",
            nullable: false,
            options: None,
            relation: None,
        };
        let to = |relation: &'static str| Field {
            kind: "relation",
            relation: Some(relation),
            ..text
        };
        let event = Fields {
            action: Field {
                options: Some(&[
                    "login",
                    "login_failed",
                    "logout",
                    "user_write",
                    "suspicious_request",
                    "password_set",
                ]),
                ..text
            },
            event_uuid: text,
            app: text,
            client_ip: text,
            user: to("authentik_events.event_user"),
            brand: to("authentik_events.event_brand"),
            context: to("authentik_events.event_context"),
            created: Field {
                kind: "datetime",
                options: Some(&[]),
                ..text
            },
        };
        Autocomplete {
            current_model: "authentik_events.event",
            models: EventModels { event },
        }
    }
}
