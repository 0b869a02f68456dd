//! The authenticated sessions: who is signed in with which browser.

use super::random::Dice;
use super::time::{DAY, HOUR, Micros};
use super::users::{User, UserKind};
use crate::people::Person;
use std::borrow::Cow;

/// The stream of [`Dice`] that sessions draw from.
const SORT: u64 = 80;

/// What browsers say that they are.
const AGENTS: [&str; 8] = [
    "Mozilla/5.0 (X11; Linux x86_64; rv:142.0) Gecko/20100101 Firefox/142.0",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Safari/605.1.15",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/139.0.0.0 Safari/537.36 Edg/139.0.0.0",
    "curl/8.5.0",
    "<b>bold</b>/1.0",
];

/// Where somebody is by their address, and whose address it is.
#[derive(Clone, Copy, Debug)]
pub struct Place {
    /// Two letters.
    pub continent: &'static str,
    /// Two letters.
    pub country: &'static str,
    /// North.
    pub lat: f64,
    /// East.
    pub long: f64,
    /// Maybe empty.
    pub city: &'static str,
}

/// The network that an address belongs to.
#[derive(Clone, Copy, Debug)]
pub struct Network {
    /// Its number.
    pub asn: u32,
    /// Who runs it.
    pub organisation: &'static str,
    /// Its addresses.
    pub network: &'static str,
}

#[rustfmt::skip]
const PLACES: [Place; 4] = [
    Place { continent: "EU", country: "DE", lat: 48.137, long: 11.575, city: "München" },
    Place { continent: "AS", country: "JP", lat: 35.689, long: 139.692, city: "Tokyo" },
    Place { continent: "NA", country: "US", lat: 37.751, long: -97.822, city: "" },
    Place { continent: "SA", country: "BR", lat: -23.547, long: -46.636, city: "São Paulo" },
];

#[rustfmt::skip]
const NETWORKS: [Network; 2] = [
    Network { asn: 64_496, organisation: "Example Telecom", network: "203.0.113.0/24" },
    Network { asn: 64_511, organisation: "Beispiel Mobilfunk GmbH & Co. KG", network: "198.51.100.0/24" },
];

/// One session of one browser.
#[derive(Clone, Debug)]
pub struct Session {
    /// From 1, never used twice. Tokens that were issued in it name it; authentik never shows it.
    pub number: u32,
    /// Its UUID.
    pub id: u128,
    /// The user's pk.
    pub user: u32,
    /// What the browser says that it is.
    pub agent: Cow<'static, str>,
    /// The address it came from.
    pub ip: String,
    /// When it was used.
    pub last_used: Micros,
    /// When it ends.
    pub expires: Micros,
    /// Where the address is, where that is known.
    pub place: Option<Place>,
    /// Whose address it is, where that is known.
    pub network: Option<Network>,
}

/// All sessions, by number.
#[derive(Debug, Default)]
pub struct AuthenticatedSessions {
    rows: Vec<Session>,
    last: u32,
    seed: u64,
}

impl AuthenticatedSessions {
    /// Makes those of the users; those who may not sign in and machines have none.
    pub fn make(seed: u64, users: &[User], now: Micros) -> Self {
        let mut all = AuthenticatedSessions {
            seed,
            ..AuthenticatedSessions::default()
        };
        for user in users {
            let mut dice = Dice::of(seed, SORT, u64::from(user.pk));
            let count = match Person::by_pk(user.pk) {
                Some(Person::Empty) => 0,
                Some(Person::Member) => 2,
                Some(_) => 1,
                None if !matches!(user.kind, UserKind::Internal | UserKind::External) => 0,
                None if dice.percent(35) => 1 + dice.below(3),
                None => 0,
            };
            for _ in 0..if user.is_active { count } else { 0 } {
                let used = now - HOUR - dice.below(14 * DAY as u64) as Micros;
                let expires = now + DAY + dice.below(27 * DAY as u64) as Micros;
                all.made_up(user.pk, &mut dice, used, expires);
            }
        }
        all
    }

    /// Adds one with a made-up browser; its number.
    pub fn made_up(&mut self, user: u32, dice: &mut Dice, last_used: Micros, expires: Micros) -> u32 {
        let agents = AGENTS.len() as u64;
        // Most browsers have a plain name.
        let agent = if dice.percent(4) {
            agents - 1
        } else {
            dice.below(agents - 1)
        };
        let last = 1 + dice.below(254);
        let ip = match dice.below(5) {
            0 => format!("10.1.{}.{last}", dice.below(8)),
            1 => format!("198.51.100.{last}"),
            2 => format!("192.0.2.{last}"),
            3 => format!("2001:db8:{:x}::{last:x}", dice.below(0xffff)),
            _ => format!("203.0.113.{last}"),
        };
        let is_known = !ip.starts_with("10.") && dice.percent(30);
        let place = PLACES.get(dice.below(PLACES.len() as u64) as usize).copied();
        let network = NETWORKS.get(dice.below(NETWORKS.len() as u64) as usize).copied();
        self.add(Session {
            number: 0,
            id: 0,
            user,
            agent: Cow::Borrowed(AGENTS.get(agent as usize).copied().unwrap_or_default()),
            ip,
            last_used,
            expires,
            place: place.filter(|_| is_known),
            network: network.filter(|_| is_known),
        })
    }

    /// Adds one, which gets a number and a UUID.
    pub fn add(&mut self, mut session: Session) -> u32 {
        self.last += 1;
        session.number = self.last;
        session.id = parse_uuid(&Dice::of(self.seed, SORT + 1_000, u64::from(self.last)).uuid()).unwrap_or_default();
        self.rows.push(session);
        self.last
    }

    /// All of them.
    pub fn rows(&self) -> &[Session] {
        &self.rows
    }

    /// The one of that number.
    pub fn get(&self, number: u32) -> Option<&Session> {
        let at = self.rows.binary_search_by_key(&number, |row| row.number).ok()?;
        self.rows.get(at)
    }

    /// The one of that UUID.
    pub fn by_id(&self, id: u128) -> Option<&Session> {
        self.rows.iter().find(|row| row.id == id)
    }

    /// Takes those out; what hangs on them is not looked at (see [`World::delete_session`](super::World::delete_session)).
    pub(super) fn remove(&mut self, is_meant: impl Fn(&Session) -> bool) {
        self.rows.retain(|row| !is_meant(row));
    }
}

/// Reads a UUID as Python does: dashes or none, in any case.
pub fn parse_uuid(text: &str) -> Option<u128> {
    let digits: String = text.chars().filter(|c| *c != '-').collect();
    (digits.len() == 32).then(|| u128::from_str_radix(&digits, 16).ok())?
}

/// Writes a UUID.
pub fn uuid(id: u128) -> String {
    format!(
        "{:08x}-{:04x}-{:04x}-{:04x}-{:012x}",
        id >> 96,
        (id >> 80) & 0xffff,
        (id >> 64) & 0xffff,
        (id >> 48) & 0xffff,
        id & 0xffff_ffff_ffff
    )
}
