//! Users, groups and roles.

use super::names::{NAMES, TROUBLE};
use super::random::Dice;
use super::time::{DAY, HOUR, Micros};
use crate::people::Person;

/// The streams of [`Dice`] that users, groups and roles draw from.
const SORT: u64 = 2;
const GROUPS: u64 = 3;
const ROLES: u64 = 4;

/// What kind of user; authentik's four.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum UserKind {
    /// A person of the house.
    #[default]
    Internal,
    /// A person from outside.
    External,
    /// A machine that somebody made.
    ServiceAccount,
    /// A machine that authentik made, for an outpost.
    InternalServiceAccount,
}

impl UserKind {
    /// All four.
    pub const ALL: [UserKind; 4] = [
        UserKind::Internal,
        UserKind::External,
        UserKind::ServiceAccount,
        UserKind::InternalServiceAccount,
    ];

    /// The word on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            UserKind::Internal => "internal",
            UserKind::External => "external",
            UserKind::ServiceAccount => "service_account",
            UserKind::InternalServiceAccount => "internal_service_account",
        }
    }

    /// Where such users are kept.
    pub fn path(self) -> &'static str {
        match self {
            UserKind::Internal => "users",
            UserKind::External => "users/external",
            UserKind::ServiceAccount => "goauthentik.io/service-accounts",
            UserKind::InternalServiceAccount => "goauthentik.io/outposts",
        }
    }
}

/// One user. What is long and rarely looked at is made when it is asked for.
#[derive(Clone, Debug)]
pub struct User {
    /// From 1.
    pub pk: u32,
    /// Unique.
    pub username: String,
    /// The display name, maybe empty.
    pub name: String,
    /// Maybe empty.
    pub email: String,
    /// Kind of user.
    pub kind: UserKind,
    /// Whether they may sign in.
    pub is_active: bool,
    /// Places in the list of groups.
    pub groups: Vec<u8>,
    /// Places in the list of roles.
    pub roles: Vec<u8>,
    /// When they last signed in.
    pub last_login: Option<Micros>,
    /// When they were made.
    pub joined: Micros,
    /// 64 hexadecimal digits.
    pub uid: String,
    /// A UUID.
    pub uuid: String,
}

/// One group.
#[derive(Clone, Debug)]
pub struct Group {
    /// A UUID.
    pub pk: String,
    /// The other id it has.
    pub num_pk: u32,
    /// Its name.
    pub name: &'static str,
    /// Whether its members are superusers.
    pub is_superuser: bool,
    /// Place of the group above it.
    pub parent: Option<u8>,
}

/// One role.
#[derive(Clone, Debug)]
pub struct Role {
    /// A UUID.
    pub pk: String,
    /// Its name.
    pub name: &'static str,
}

/// Name, superuser, parent.
const GROUP_SPECS: [(&str, bool, Option<u8>); 14] = [
    ("authentik Admins", true, None),
    ("Engineering", false, None),
    ("Backend <script>alert(1)</script>", false, Some(1)),
    ("Platform", false, Some(1)),
    ("On-call", false, Some(3)),
    ("Büro München 🍺", false, None),
    ("Cross-team", false, None),
    ("Security", false, None),
    ("Break-glass administrators", true, Some(7)),
    ("営業部", false, None),
    ("قسم المالية", false, None),
    ("Contractors", false, None),
    (
        "Contractors / a subsidiary with quite a long name that will not fit on one line of a drawer",
        false,
        Some(11),
    ),
    ("Everybody", false, None),
];

const ROLE_SPECS: [&str; 4] = ["Token viewers", "Token janitors", "Help desk", "監査"];

/// Place of the group that makes superusers.
const ADMINS: u8 = 0;
/// Place of the role that may look at tokens, of the one that may delete them, of those who help and of those who check.
const VIEWERS: u8 = 0;
const JANITORS: u8 = 1;
const HELPERS: u8 = 2;
const CHECKERS: u8 = 3;

/// Makes the groups.
pub fn groups(seed: u64) -> Vec<Group> {
    (0u64..)
        .zip(&GROUP_SPECS)
        .map(|(at, &(name, is_superuser, parent))| {
            let mut dice = Dice::of(seed, GROUPS, at);
            Group {
                pk: dice.uuid(),
                num_pk: 10_000 + dice.below(90_000) as u32,
                name,
                is_superuser,
                parent,
            }
        })
        .collect()
}

/// Makes the roles.
pub fn roles(seed: u64) -> Vec<Role> {
    (0u64..)
        .zip(&ROLE_SPECS)
        .map(|(at, &name)| Role {
            pk: Dice::of(seed, ROLES, at).uuid(),
            name,
        })
        .collect()
}

/// How many users belong to so many tokens.
pub fn how_many(tokens: u32) -> u32 {
    (tokens / 20).max(30)
}

/// Makes `count` users, pks from 1; the first are the people one can be.
pub fn make(seed: u64, count: u32, now: Micros) -> Vec<User> {
    (1..=count).map(|pk| user(seed, pk, now)).collect()
}

fn user(seed: u64, pk: u32, now: Micros) -> User {
    let mut dice = Dice::of(seed, SORT, u64::from(pk));
    let (uid, uuid) = (dice.uid(), dice.uuid());
    let joined = now - 40 * DAY - dice.below(1_200 * DAY as u64) as Micros;
    let seen = (!dice.percent(20)).then(|| now - dice.below(150 * DAY as u64) as Micros);
    if let Some(person) = Person::by_pk(pk) {
        let (groups, roles) = match person {
            Person::Superuser => (vec![ADMINS, 13], vec![]),
            Person::Member => (vec![1, 3, 4, 13], vec![]),
            Person::Viewer => (vec![13], vec![VIEWERS, JANITORS]),
            Person::Empty => (vec![], vec![]),
            Person::Helpdesk => (vec![13], vec![HELPERS]),
            Person::Auditor => (vec![7, 13], vec![CHECKERS]),
        };
        return User {
            pk,
            username: person.username().to_owned(),
            name: person.name().to_owned(),
            email: format!("{}@example.com", person.username()),
            kind: UserKind::Internal,
            is_active: true,
            groups,
            roles,
            last_login: (person != Person::Empty).then_some(now - 2 * HOUR),
            joined,
            uid,
            uuid,
        };
    }
    let kind = match pk % 10 {
        5 => UserKind::ServiceAccount,
        8 => UserKind::External,
        9 if pk % 20 == 9 => UserKind::InternalServiceAccount,
        _ => UserKind::Internal,
    };
    // Trouble comes spread out, from pk 6 on, so that small data has some and large data is not all.
    let trouble = (pk >= 6 && pk.is_multiple_of(3))
        .then(|| TROUBLE.get((pk as usize - 6) / 3))
        .flatten();
    let (username, name) = match (trouble, kind) {
        (Some(&(username, name)), _) => (username.to_owned(), name.to_owned()),
        (None, UserKind::ServiceAccount) => {
            let job = dice.pick(&["backup", "deploy", "monitoring", "sync", "mailer"]);
            (format!("svc-{job}-{pk}"), format!("Service account {job} {pk}"))
        }
        (None, UserKind::InternalServiceAccount) => (
            format!("ak-outpost-{}", uuid.replace('-', "")),
            format!("Outpost {pk} Service-Account"),
        ),
        (None, _) => (format!("user{pk:03}"), person_name(&mut dice)),
    };
    let mut groups: Vec<u8> = Vec::new();
    if kind == UserKind::Internal {
        for group in 1..GROUP_SPECS.len() as u8 {
            let chance = match group {
                8 => 3,
                13 => 60,
                _ => 14,
            };
            if dice.percent(chance) {
                groups.push(group);
            }
        }
    }
    if kind == UserKind::External {
        groups.push(11 + (pk % 2) as u8);
    }
    let mut roles: Vec<u8> = Vec::new();
    if dice.percent(6) {
        roles.push(dice.below(ROLE_SPECS.len() as u64) as u8);
    }
    let email = match pk % 11 {
        4 => String::new(),
        7 => format!("{}@subsidiary.example.org", plain(&username)),
        _ => format!("{}@example.com", plain(&username)),
    };
    User {
        pk,
        username,
        name,
        email,
        kind,
        is_active: !pk.is_multiple_of(13),
        groups,
        roles,
        last_login: seen.filter(|_| kind != UserKind::ServiceAccount),
        joined,
        uid,
        uuid,
    }
}

fn person_name(dice: &mut Dice) -> String {
    // Half the house writes in Latin letters.
    let script = if dice.percent(50) {
        dice.below(2)
    } else {
        dice.below(NAMES.len() as u64)
    };
    let Some((given, family)) = NAMES.get(script as usize) else {
        return String::new();
    };
    let space = if (6..=8).contains(&script) { "" } else { " " };
    format!("{}{space}{}", dice.pick(given), dice.pick(family))
}

/// What of a username may stand before an `@`.
fn plain(username: &str) -> String {
    let plain: String = username
        .chars()
        .filter(|c| c.is_ascii_alphanumeric() || *c == '-' || *c == '.')
        .take(60)
        .collect();
    if plain.is_empty() { "someone".to_owned() } else { plain }
}
