//! The four people one can be.

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
}

impl Person {
    /// All four.
    pub const ALL: [Person; 4] = [Person::Superuser, Person::Member, Person::Viewer, Person::Empty];

    /// The word they are known by here: `superuser`, `member`, `viewer`, `empty`.
    pub fn word(self) -> &'static str {
        match self {
            Person::Superuser => "superuser",
            Person::Member => "member",
            Person::Viewer => "viewer",
            Person::Empty => "empty",
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

    /// Their user's pk.
    pub fn pk(self) -> u32 {
        match self {
            Person::Superuser => 1,
            Person::Member => 2,
            Person::Viewer => 3,
            Person::Empty => 4,
        }
    }

    /// Their username.
    pub fn username(self) -> &'static str {
        match self {
            Person::Superuser => "akadmin",
            Person::Member => "member",
            Person::Viewer => "viewer",
            Person::Empty => "empty",
        }
    }

    /// Their name.
    pub fn name(self) -> &'static str {
        match self {
            Person::Superuser => "authentik Default Admin",
            Person::Member => "Mira Member",
            Person::Viewer => "Viktor Viewer",
            Person::Empty => "Emil Empty",
        }
    }

    /// What they are there to show.
    pub fn meaning(self) -> &'static str {
        match self {
            Person::Superuser => "sees every token and may delete any",
            Person::Member => "owns some tokens and may not delete them",
            Person::Viewer => "owns some tokens and may delete those",
            Person::Empty => "owns no token",
        }
    }
}
