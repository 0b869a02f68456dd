//! Changes to what users have besides OAuth2 tokens: sessions, API tokens, consents come and go.

use crate::data::World;
use crate::data::core_tokens::{Intent, token};
use crate::data::random::Dice;
use crate::data::sessions::{parse_uuid, uuid};
use crate::data::time::{DAY, Micros};

/// The stream of [`Dice`] that these draw from.
const SORT: u64 = 91;

/// What a user can have.
#[derive(Clone, Copy, Debug)]
pub enum Belonging {
    /// Sessions, known by their UUIDs.
    Sessions,
    /// API tokens and app passwords, known by their identifiers.
    CoreTokens,
    /// Consents, known by their pks.
    Consents,
}

impl Belonging {
    /// As a change names it.
    pub fn by_word(word: &str) -> Option<Self> {
        match word {
            "authenticated_sessions" => Some(Belonging::Sessions),
            "core_tokens" => Some(Belonging::CoreTokens),
            "user_consents" => Some(Belonging::Consents),
            _ => None,
        }
    }

    /// Gives a user so many; what each is known by.
    pub fn add(self, world: &mut World, user: u32, count: u32, intent: Option<&str>, now: Micros) -> Vec<String> {
        // Numbered on, so that no two are the same.
        world.turns += 1;
        let turn = world.turns;
        let mut dice = Dice::of(world.seed, SORT, turn);
        let each = 0..count.min(1_000);
        match self {
            Belonging::Sessions => each
                .filter_map(|_| {
                    let number = world.sessions.made_up(user, &mut dice, now, now + 14 * DAY);
                    Some(uuid(world.sessions.get(number)?.id))
                })
                .collect(),
            Belonging::CoreTokens => {
                let intent = Intent::ALL.into_iter().find(|it| Some(it.as_str()) == intent);
                each.map(|at| {
                    let identifier = format!("added-{turn}-{}", at + 1);
                    let intent = intent.unwrap_or(Intent::Api);
                    world
                        .core_tokens
                        .push(token(&mut dice, user, intent, identifier.clone()));
                    identifier
                })
                .collect()
            }
            Belonging::Consents => {
                let count = u64::from(each.end);
                let pks = world.consents.made_up(user, count, &world.applications, &mut dice, now);
                pks.into_iter().map(|pk| pk.to_string()).collect()
            }
        }
    }

    /// What a user has.
    pub fn of_user(self, world: &World, user: u32) -> Vec<String> {
        match self {
            Belonging::Sessions => {
                let rows = world.sessions.rows().iter();
                rows.filter(|row| row.user == user).map(|row| uuid(row.id)).collect()
            }
            Belonging::CoreTokens => {
                let rows = world.core_tokens.iter();
                rows.filter(|row| row.user == user)
                    .map(|row| row.identifier.clone())
                    .collect()
            }
            Belonging::Consents => {
                let rows = world.consents.rows().iter();
                rows.filter(|row| row.user == user)
                    .map(|row| row.pk.to_string())
                    .collect()
            }
        }
    }

    /// Deletes one; whether there was one.
    pub fn delete(self, world: &mut World, key: &str) -> bool {
        match self {
            Belonging::Sessions => {
                let number = parse_uuid(key).and_then(|id| Some(world.sessions.by_id(id)?.number));
                number.is_some_and(|number| world.delete_session(number))
            }
            Belonging::CoreTokens => world.delete_core_token(key),
            Belonging::Consents => key.parse().is_ok_and(|pk| world.delete_consent(pk)),
        }
    }
}
