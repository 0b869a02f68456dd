//! Somebody to lock out: a user who has some of everything, always as much.

use super::World;
use super::core_tokens::{CoreToken, Intent, token};
use super::random::Dice;
use super::row::{Kind, Row, Said};
use super::sessions::{Session, uuid};
use super::time::{DAY, HOUR, MINUTE, Micros};
use super::users::{User, UserKind};
use serde::Serialize;

/// The stream of [`Dice`] that the victim draws from.
const SORT: u64 = 90;
/// Unique; nobody else can have it.
const USERNAME: &str = "ada.novak";

/// Browser, address, and for how long it was not used.
const BROWSERS: [(&str, &str, Micros); 3] = [
    (
        "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0",
        "10.1.2.3",
        10 * MINUTE,
    ),
    (
        "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
        "203.0.113.7",
        3 * HOUR,
    ),
    (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36",
        "198.51.100.200",
        2 * MINUTE,
    ),
];

/// Providers that she used, and the one whose client uses her app password.
const PROVIDERS: [u16; 8] = [1, 2, 3, 6, 7, 8, 10, 12];
const MACHINE: u16 = 4;

/// Who it is, and what there is of them.
#[derive(Debug, Serialize)]
pub struct Victim {
    /// The user's pk.
    pub pk: u32,
    /// The username.
    pub username: &'static str,
    /// The name.
    pub name: &'static str,
    /// UUIDs.
    pub authenticated_sessions: Vec<String>,
    /// Identifiers: two API tokens, then two app passwords.
    pub core_tokens: Vec<String>,
    /// Pks.
    pub user_consents: Vec<u32>,
    /// Pks: 30 issued in a session, 12 by refreshing, 6 to a machine; the sixth may call authentik's API.
    pub access_tokens: Vec<u32>,
    /// Pks; the last three belong to no session.
    pub refresh_tokens: Vec<u32>,
    /// Pks.
    pub authorization_codes: Vec<u32>,
}

impl World {
    /// Makes that user, or brings back all that they had.
    pub fn prepare_victim(&mut self, now: Micros) -> Victim {
        let pk = self.victims_user(now);
        let mut dice = Dice::of(self.seed, SORT, 0);
        for kind in Kind::ALL {
            self.grants_mut(kind).delete_where(|row| row.user == pk);
        }
        self.sessions.remove(|row| row.user == pk);
        self.core_tokens.retain(|token| token.user != pk);
        self.consents.remove(|row| row.user == pk);

        let numbers = BROWSERS.map(|(agent, ip, unused)| {
            self.sessions.add(Session {
                number: 0,
                id: 0,
                user: pk,
                agent: agent.into(),
                ip: ip.to_owned(),
                last_used: now - unused,
                expires: now + 14 * DAY,
                place: None,
                network: None,
            })
        });
        let ids = numbers
            .iter()
            .filter_map(|number| Some(uuid(self.sessions.get(*number)?.id)));
        let authenticated_sessions = ids.collect();

        let made = [
            (Intent::Api, "ada-novak-laptop", None),
            (Intent::Api, "ada-novak-dashboards", Some(now + 60 * DAY)),
            (Intent::AppPassword, "ada-novak-mail", None),
            (Intent::AppPassword, "ada-novak-calendar", None),
        ];
        for (intent, identifier, expires) in made {
            self.core_tokens.push(CoreToken {
                expires,
                expiring: expires.is_some(),
                ..token(&mut dice, pk, intent, identifier.to_owned())
            });
        }
        let user_consents = self.consents.made_up(pk, 3, &self.applications, &mut dice, now);

        let session_of = |at: usize, most: usize| {
            let number = numbers.get(at % numbers.len()).copied();
            number.filter(|_| at < most).unwrap_or_default()
        };
        let access_tokens = (0..48)
            .map(|at| {
                let scope: &[&str] = match at {
                    5 => &["openid", "goauthentik.io/api"],
                    0..30 => &["openid", "profile", "email"],
                    30..42 => &["openid", "profile", "email", "offline_access"],
                    _ => &["openid", "profile"],
                };
                let provider = (at >= 42).then_some(MACHINE);
                let expires = now + 30 * MINUTE + at as Micros * MINUTE;
                self.give(Kind::Access, pk, at, provider, session_of(at, 30), expires, scope)
            })
            .collect();
        let offline: &[&str] = &["openid", "profile", "email", "offline_access"];
        let refresh_tokens = (0..12)
            .map(|at| self.give(Kind::Refresh, pk, at, None, session_of(at, 9), now + 20 * DAY, offline))
            .collect();
        let authorization_codes = (0..2)
            .map(|at| self.give(Kind::Code, pk, at, None, session_of(at, 2), now + 10 * MINUTE, offline))
            .collect();
        Victim {
            pk,
            username: USERNAME,
            name: "Ada Novak",
            authenticated_sessions,
            core_tokens: made.map(|(_, identifier, _)| identifier.to_owned()).to_vec(),
            user_consents,
            access_tokens,
            refresh_tokens,
            authorization_codes,
        }
    }

    /// The victim's user, active; made where there is none yet, as the last of all.
    fn victims_user(&mut self, now: Micros) -> u32 {
        if let Some(user) = self.users.iter_mut().find(|user| user.username == USERNAME) {
            user.is_active = true;
            return user.pk;
        }
        let mut dice = Dice::of(self.seed, SORT, 1);
        let pk = self.users.len() as u32 + 1;
        self.users.push(User {
            pk,
            username: USERNAME.to_owned(),
            name: "Ada Novak".to_owned(),
            email: format!("{USERNAME}@example.com"),
            kind: UserKind::Internal,
            is_active: true,
            groups: vec![1, 13],
            roles: Vec::new(),
            last_login: Some(now - 2 * MINUTE),
            joined: now - 400 * DAY,
            uid: dice.uid(),
            uuid: dice.uuid(),
        });
        pk
    }

    #[expect(clippy::too_many_arguments, reason = "a row, field by field")]
    fn give(
        &mut self,
        kind: Kind,
        user: u32,
        at: usize,
        provider: Option<u16>,
        session: u32,
        expires: Micros,
        scope: &[&str],
    ) -> u32 {
        let row = Row {
            pk: 0,
            user,
            provider: provider.or(PROVIDERS.get(at % PROVIDERS.len()).copied()).unwrap_or(1),
            revoked: false,
            expiring: true,
            session,
            expires,
        };
        let words = Said {
            scope: Some(scope.iter().map(|&scope| scope.to_owned()).collect()),
            claims: None,
        };
        self.grants_mut(kind).add(row, words)
    }
}
