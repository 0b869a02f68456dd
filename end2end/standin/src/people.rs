//! The people one can be, and what each has a right to.

use crate::data::row::Kind;
use crate::rights::{Model, Right};

/// Somebody who can sign in to the stand-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Person {
    /// Sees and ends everything.
    Superuser,
    /// Owns tokens, has no rights.
    Member,
    /// Owns tokens, may look at and delete their own.
    Viewer,
    /// Owns nothing.
    Empty,
    /// May lock people out, but is no superuser.
    Helpdesk,
    /// May look at nearly everything, and change nothing.
    Auditor,
}

impl Person {
    /// All of them.
    pub const ALL: [Person; 6] = [
        Person::Superuser,
        Person::Member,
        Person::Viewer,
        Person::Empty,
        Person::Helpdesk,
        Person::Auditor,
    ];

    /// The word they are known by here, such as `superuser`.
    pub fn word(self) -> &'static str {
        match self {
            Person::Superuser => "superuser",
            Person::Member => "member",
            Person::Viewer => "viewer",
            Person::Empty => "empty",
            Person::Helpdesk => "helpdesk",
            Person::Auditor => "auditor",
        }
    }

    /// The person known by that word.
    pub fn by_word(word: &str) -> Option<Person> {
        Person::ALL.into_iter().find(|person| person.word() == word)
    }

    /// The person whose bearer token this is: `standin-superuser` and so on.
    pub fn by_bearer(token: &str) -> Option<Person> {
        token.strip_prefix("standin-").and_then(Person::by_word)
    }

    /// The person who is that user.
    pub fn by_pk(pk: u32) -> Option<Person> {
        Person::ALL.into_iter().find(|person| person.pk() == pk)
    }

    /// Their user's pk. The last two are among the other users, so that there are as many of those as ever.
    pub fn pk(self) -> u32 {
        match self {
            Person::Superuser => 1,
            Person::Member => 2,
            Person::Viewer => 3,
            Person::Empty => 4,
            Person::Helpdesk => 20,
            Person::Auditor => 22,
        }
    }

    /// Their username.
    pub fn username(self) -> &'static str {
        match self {
            Person::Superuser => "akadmin",
            person => person.word(),
        }
    }

    /// Their name.
    pub fn name(self) -> &'static str {
        match self {
            Person::Superuser => "authentik Default Admin",
            Person::Member => "Mira Member",
            Person::Viewer => "Viktor Viewer",
            Person::Empty => "Emil Empty",
            Person::Helpdesk => "Hedda Helpdesk",
            Person::Auditor => "Arthur Auditor",
        }
    }

    /// What they are there to show.
    pub fn meaning(self) -> &'static str {
        match self {
            Person::Superuser => "sees every token and may delete any",
            Person::Member => "owns some tokens and may not delete them",
            Person::Viewer => "owns some tokens and may delete those",
            Person::Empty => "owns no token",
            Person::Helpdesk => "may deactivate users and end their sessions, but sees no OAuth2 token of theirs",
            Person::Auditor => {
                "sees users, sessions and API tokens, but no OAuth2 token of others, and may change nothing"
            }
        }
    }

    /// Whether one of their roles gives them this. Superusers need none.
    pub fn has(self, right: Right) -> bool {
        use Model::{CoreToken, Event, Grant, Provider, Session, User, UserConsent};
        use Right::{Change, Delete, View};
        match self {
            Person::Superuser => true,
            Person::Member | Person::Empty => false,
            Person::Viewer => matches!(right, Delete(Grant(_))),
            Person::Helpdesk => matches!(
                right,
                View(User | Session | CoreToken | UserConsent | Grant(Kind::Access | Kind::Refresh))
                    | Change(User)
                    | Delete(Session | CoreToken | UserConsent | Grant(Kind::Access | Kind::Refresh))
            ),
            Person::Auditor => matches!(
                right,
                View(User | Provider | Session | CoreToken | UserConsent | Event | Grant(_))
            ),
        }
    }
}
