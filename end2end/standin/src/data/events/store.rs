//! All events, oldest first.

use super::past::{self, Past};
use super::told::{Record, SORT, Subject};
use crate::data::core_tokens::CoreToken;
use crate::data::grants::Maker;
use crate::data::random::Dice;
use crate::data::row::Row;
use crate::data::time::Micros;

/// One event.
#[derive(Clone, Debug)]
pub struct Event {
    /// From 1, never used twice; its pk is made from it.
    pub number: u64,
    /// When.
    pub created: Micros,
    pub(super) what: What,
}

/// What happened.
#[derive(Clone, Debug)]
pub(super) enum What {
    /// It happened before the world was made.
    Past(Past),
    /// It happened here.
    Live(Box<Record>),
}

/// All events, oldest first.
#[derive(Debug)]
pub struct Events {
    seed: u64,
    events: Vec<Event>,
    next: u64,
    /// The keys that somebody looked at, before they may have gone.
    pub(super) viewed: Vec<Subject>,
}

impl Events {
    /// What happened before.
    pub fn make(maker: &Maker<'_>, core_tokens: &[CoreToken], access: &[Row], refresh: &[Row]) -> Self {
        let mut past = past::make(maker, access, refresh);
        let viewed = past::viewed(core_tokens);
        past.extend(past::views(maker.now, viewed.len()));
        past.sort_by_key(|(created, _)| *created);
        let events: Vec<Event> = (1u64..)
            .zip(past)
            .map(|(number, (created, past))| Event {
                number,
                created,
                what: What::Past(past),
            })
            .collect();
        Events {
            seed: maker.seed,
            next: events.len() as u64 + 1,
            events,
            viewed,
        }
    }

    /// Writes one down.
    pub fn write(&mut self, created: Micros, record: Record) {
        self.events.push(Event {
            number: self.next,
            created,
            what: What::Live(Box::new(record)),
        });
        self.next += 1;
    }

    /// All of them, oldest first.
    pub fn all(&self) -> &[Event] {
        &self.events
    }

    /// A UUID.
    pub fn pk(&self, event: &Event) -> String {
        Dice::of(self.seed, SORT, event.number).uuid()
    }

    /// The one with this pk.
    pub fn find(&self, pk: &str) -> Option<&Event> {
        let pk = pk.to_ascii_lowercase();
        self.events.iter().find(|event| self.pk(event) == pk)
    }

    /// Forgets one, as a superuser can have it.
    pub fn delete(&mut self, number: u64) {
        self.events.retain(|event| event.number != number);
    }
}
