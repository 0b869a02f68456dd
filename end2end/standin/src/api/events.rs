//! What authentik wrote down.

use super::answer::Answer;
use super::call::Call;
use super::lists::{Compare, exact, page, refuse, sort};
use super::search;
use super::shape_event::{self, Autocomplete};
use super::text::Say;
use crate::data::World;
use crate::data::events::store::Event;
use crate::data::events::told::{Record, Subject, SubjectPk};
use crate::rights::{Model, Right};
use std::cmp::Ordering;

/// An event, and what it says.
type Found<'a> = (&'a Event, Record);

/// Who has it not may not look, not even at what they did themselves.
const VIEW: Right = Right::View(Model::Event);

/// A page of events. As by authentik, a filter that is not known is not looked at, `created__gte` among them.
pub fn list(call: &Call<'_>) -> Answer {
    if let Some(refused) = refuse(call, VIEW) {
        return refused;
    }
    let asked = Asked::of(call);
    let world = &*call.world;
    let newest_first = world.events.all().iter().rev();
    let found: Vec<Found<'_>> = newest_first
        .filter(|event| asked.lets(world, event))
        .map(|event| (event, world.told(event)))
        .filter(|(event, told)| asked.lets_told(world, event, told))
        .collect();
    let mut rows: Vec<&Found<'_>> = found.iter().collect();
    if let Some(ordering) = call.ask.last("ordering") {
        sort(&mut rows, Some(ordering), column);
    }
    page(call, &rows, Autocomplete::new(), |(event, told)| {
        shape_event::event(world, event, told)
    })
}

/// One event.
pub fn one(call: &Call<'_>, pk: &str) -> Answer {
    match find(call, pk) {
        Ok(event) => {
            let told = call.world.told(event);
            Answer::json(200, &shape_event::event(call.world, event, &told))
        }
        Err(answer) => answer,
    }
}

/// Forgets one: what a superuser can have, and what tells that a log like this proves nothing against them.
pub fn delete(call: &mut Call<'_>, pk: &str) -> Answer {
    let number = match find(call, pk) {
        Ok(_) if !call.caller.is_superuser(call.world) => return Answer::say(403, &Say::NotAllowed, call.language),
        Ok(event) => event.number,
        Err(answer) => return answer,
    };
    call.world.events.delete(number);
    Answer::nothing()
}

fn find<'a>(call: &'a Call<'_>, pk: &str) -> Result<&'a Event, Answer> {
    if let Some(refused) = refuse(call, VIEW) {
        return Err(refused);
    }
    let is_uuid = pk.replace('-', "").len() == 32 && pk.chars().all(|c| c.is_ascii_hexdigit() || c == '-');
    if !is_uuid {
        return Err(Answer::say(404, &Say::NotFound, call.language));
    }
    let found = call.world.events.find(pk);
    found.ok_or_else(|| Answer::say(404, &Say::NoMatch("Event"), call.language))
}

/// The filters that are known.
struct Asked<'a> {
    action: Option<&'a str>,
    actions: Vec<&'a str>,
    username: Option<&'a str>,
    authorized_app: Option<&'a str>,
    model_app: Option<&'a str>,
    model_name: Option<&'a str>,
    model_pk: Option<&'a str>,
    client_ip: Option<&'a str>,
    search: &'a str,
}

impl<'a> Asked<'a> {
    fn of(call: &'a Call<'_>) -> Self {
        let exact = |name: &str| exact(call, name);
        let mut actions = call.ask.every("actions");
        actions.retain(|action| !action.is_empty());
        Asked {
            action: exact("action"),
            actions,
            username: exact("username"),
            authorized_app: exact("context_authorized_app"),
            model_app: exact("context_model_app"),
            model_name: exact("context_model_name"),
            model_pk: exact("context_model_pk"),
            client_ip: exact("client_ip"),
            search: call.ask.last("search").unwrap_or(""),
        }
    }

    /// What can be said before an event is told.
    fn lets(&self, world: &World, event: &Event) -> bool {
        let action = world.action(event);
        // A part of the word is enough: `login` finds `login_failed` as well.
        self.action.is_none_or(|wanted| action.contains(&wanted.to_lowercase()))
            && (self.actions.is_empty() || self.actions.contains(&action))
            && self.username.is_none_or(|wanted| world.is_by(event, wanted))
    }

    fn lets_told(&self, world: &World, event: &Event, told: &Record) -> bool {
        let is_app = |wanted: &str| match &told.context.authorized_application {
            // Compared as text with what is stored, which has no dashes.
            Some(Subject {
                pk: SubjectPk::Hex(pk), ..
            }) => pk == wanted,
            _ => false,
        };
        let model = |is: &dyn Fn(&Subject) -> bool| told.context.model.as_ref().is_some_and(is);
        self.authorized_app.is_none_or(is_app)
            && self.model_app.is_none_or(|wanted| model(&|it| it.app == wanted))
            && self
                .model_name
                .is_none_or(|wanted| model(&|it| it.model_name == wanted))
            && self.model_pk.is_none_or(|wanted| model(&|it| it.pk.is(wanted)))
            && self.client_ip.is_none_or(|wanted| told.client_ip == wanted)
            && (self.search.trim().is_empty() || self.is_found(world, event, told))
    }

    /// Words, each somewhere in what an event says. The language that authentik knows besides is not spoken here.
    fn is_found(&self, world: &World, event: &Event, told: &Record) -> bool {
        let pk = world.events.pk(event);
        let [user, context] = shape_event::as_text(told);
        search::all_words(
            self.search,
            &[&pk, &user, told.action, told.app, &context, &told.client_ip],
        )
    }
}

fn column<'a>(name: &str) -> Option<Compare<Found<'a>>> {
    Some(match name {
        "" | "created" | "expires" => |(a, _), (b, _)| a.created.cmp(&b.created),
        "pk" | "event_uuid" => |(a, _), (b, _)| a.number.cmp(&b.number),
        "action" => |(_, a), (_, b)| a.action.cmp(b.action),
        "app" => |(_, a), (_, b)| a.app.cmp(b.app),
        "client_ip" => |(_, a), (_, b)| a.client_ip.cmp(&b.client_ip),
        "user" => |(_, a), (_, b)| match a.user.pk.cmp(&b.user.pk) {
            Ordering::Equal => a.user.username.cmp(&b.user.username),
            order => order,
        },
        _ => return None,
    })
}
