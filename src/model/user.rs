//! The user that a token was issued for, with groups and roles.

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};

use super::decode::{Decode, DecodeError, Fields, More, words};

/// A user. Which fields there are depends on authentik's release.
#[derive(Clone, Debug, PartialEq)]
pub struct User {
    /// Their number.
    pub pk: u64,
    /// The name they sign in with.
    pub username: String,
    /// Their name; may be blank.
    pub name: String,
    /// Whether they may sign in.
    pub is_active: Option<bool>,
    /// When they last did.
    pub last_login: Option<DateTime<Utc>>,
    /// When they were made. Since 2025.4.
    pub date_joined: Option<DateTime<Utc>>,
    /// When their password was last set. Since 2025.2.
    pub password_change_date: Option<DateTime<Utc>>,
    /// When anything about them last changed. Since 2025.8.
    pub last_updated: Option<DateTime<Utc>>,
    /// Whether they may do everything in authentik.
    pub is_superuser: Option<bool>,
    /// Their groups, by UUID.
    pub groups: Vec<String>,
    /// Their groups; `None` where authentik was asked to leave them out.
    pub groups_obj: Option<Vec<Group>>,
    /// Their roles, by UUID. Since 2025.12.
    pub roles: Vec<String>,
    /// Their roles; `None` where authentik was asked to leave them out.
    pub roles_obj: Option<Vec<Role>>,
    /// Their e-mail address.
    pub email: Option<String>,
    /// Their picture.
    pub avatar: Avatar,
    /// Whatever the installation keeps about them. What is called a secret or a password is hidden.
    pub attributes: Map<String, Value>,
    /// A hash that stands for them.
    pub uid: Option<String>,
    /// The folder that they are filed in.
    pub path: Option<String>,
    /// A person, or a machine.
    pub kind: Option<UserKind>,
    /// Their UUID.
    pub uuid: Option<String>,
    /// All else.
    pub more: More,
}

/// A group.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// Its UUID.
    pub pk: String,
    /// A number that authentik derives for systems that need one.
    pub num_pk: Option<i64>,
    /// Its name.
    pub name: String,
    /// Whether its members may do everything.
    pub is_superuser: Option<bool>,
    /// The group that it is part of, by UUID. Until 2025.10.
    pub parent: Option<String>,
    /// That group's name. Until 2025.10.
    pub parent_name: Option<String>,
    /// Whatever the installation keeps about it. What is called a secret or a password is hidden.
    pub attributes: Map<String, Value>,
    /// All else.
    pub more: More,
}

/// A role.
#[derive(Clone, Debug, PartialEq)]
pub struct Role {
    /// Its UUID.
    pub pk: String,
    /// Its name.
    pub name: String,
    /// All else.
    pub more: More,
}

words! {
    /// A person, or a machine.
    UserKind {
        /// Someone of the organisation.
        Internal = "internal",
        /// Someone from elsewhere.
        External = "external",
        /// A program.
        ServiceAccount = "service_account",
        /// A program of authentik's own, an outpost.
        InternalServiceAccount = "internal_service_account",
    }
}

/// A picture that is safe to point an `<img>` at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Avatar {
    /// A `data:image/…`, `http:` or `https:` address, or a path at authentik, which begins with a single slash.
    Image(String),
    /// Initials on a disc, which authentik draws for users without a picture. The console draws its own instead: a
    /// browser lays each of these drawings out as a document.
    Initials,
    /// Nothing of that sort.
    None,
}

/// How the drawings of authentik's begin, up to the colour of the disc.
const DRAWN: &str = "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSI2NHB4IiBoZWlnaHQ9IjY0cHgi\
                     IHZpZXdCb3g9IjAgMCA2NCA2NCIgdmVyc2lvbj0iMS4xIj48cmVjdCBmaWxsPSIj";

/// The longest picture address that is used, in bytes. Pictures are drawn at 32 pixels; megabytes in each row would
/// freeze the page.
const LONGEST_ADDRESS: usize = 64 * 1024;

impl Avatar {
    /// The picture behind an address, if it is an address of a picture.
    pub fn of(address: &str) -> Self {
        let address = address.trim();
        if address.len() > LONGEST_ADDRESS {
            return Self::None;
        }
        let starts_with = |scheme: &str| {
            address
                .get(..scheme.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        };
        if address.starts_with(DRAWN) {
            Self::Initials
        } else if ["data:image/", "https://", "http://"].into_iter().any(starts_with) || is_path(address) {
            Self::Image(address.to_owned())
        } else {
            Self::None
        }
    }

    /// Where the picture is, if there is one.
    pub fn picture(&self) -> Option<String> {
        match self {
            Self::Image(source) => Some(source.clone()),
            Self::Initials | Self::None => None,
        }
    }

    /// Takes the field `avatar`. An address that is not used stays, as text.
    pub(super) fn take(fields: &mut Fields) -> Self {
        let Some(address) = fields.text("avatar") else {
            return Self::None;
        };
        let avatar = Self::of(&address);
        if avatar == Self::None {
            fields.keep("avatar", address.into());
        }
        avatar
    }
}

/// Whether it is a path at authentik, as the files it stores have: `/files/…`, `/static/…`. With a second slash it
/// would be another host; browsers also accept a backslash there, and ignore tabs and line ends in between.
fn is_path(address: &str) -> bool {
    let is_odd = |letter: char| letter.is_control() || letter == '\\';
    address.starts_with('/') && !address.starts_with("//") && !address.contains(is_odd)
}

impl User {
    /// The name to show: the name, or the username where that is blank.
    pub fn display_name(&self) -> &str {
        display_name(&self.name, &self.username)
    }

    /// Up to two letters that stand for them.
    pub fn initials(&self) -> String {
        initials(self.display_name())
    }
}

pub(super) fn display_name<'a>(name: &'a str, username: &'a str) -> &'a str {
    if name.trim().is_empty() { username } else { name }
}

/// The first letters of the first and the last word. A single word gives one letter, or two where it is written in
/// characters that are words by themselves. The letters are as they stand in the name: capitals are a matter of style.
pub(super) fn initials(name: &str) -> String {
    let is_separator = |letter: char| letter.is_whitespace() || letter.is_control() || letter.is_ascii_punctuation();
    // A word that begins with a digit is a number, or made up by a machine.
    let first_letter = |word: &str| {
        word.chars()
            .find(|letter| letter.is_alphabetic() || letter.is_ascii_digit())
            .filter(|letter| letter.is_alphabetic())
    };
    let mut words = name
        .split(is_separator)
        .filter_map(|word| Some((first_letter(word)?, word)));
    let mut initials = String::new();
    match (words.next(), words.next_back()) {
        (Some((first, _)), Some((last, _))) => initials.extend([first, last]),
        (Some((first, word)), None) if is_ideograph(first) => {
            initials.extend(word.chars().filter(|letter| is_ideograph(*letter)).take(2));
        }
        (Some((first, _)), None) => initials.push(first),
        _ => initials.push(name.chars().find(|letter| !is_separator(*letter)).unwrap_or('?')),
    }
    initials
}

/// Chinese characters, kana and hangul.
fn is_ideograph(letter: char) -> bool {
    matches!(letter, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{20000}'..='\u{3ffff}')
}

impl Decode for User {
    fn decode(value: Value) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(value)?;
        Ok(Self {
            pk: fields.pk()?,
            username: fields.text("username").unwrap_or_default(),
            name: fields.text("name").unwrap_or_default(),
            is_active: fields.flag("is_active"),
            last_login: fields.time("last_login"),
            date_joined: fields.time("date_joined"),
            password_change_date: fields.time("password_change_date"),
            last_updated: fields.time("last_updated"),
            is_superuser: fields.flag("is_superuser"),
            groups: fields.texts("groups"),
            groups_obj: fields.objects("groups_obj"),
            roles: fields.texts("roles"),
            roles_obj: fields.objects("roles_obj"),
            email: fields.text("email"),
            avatar: Avatar::take(&mut fields),
            attributes: fields.object("attributes"),
            uid: fields.text("uid"),
            path: fields.text("path"),
            kind: fields.text("type").map(UserKind::of),
            uuid: fields.text("uuid"),
            more: fields.rest(),
        })
    }
}

impl Decode for Group {
    fn decode(value: Value) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(value)?;
        Ok(Self {
            pk: fields.text_pk()?,
            num_pk: fields.integer("num_pk"),
            name: fields.text("name").unwrap_or_default(),
            is_superuser: fields.flag("is_superuser"),
            parent: fields.text("parent"),
            parent_name: fields.text("parent_name"),
            attributes: fields.object("attributes"),
            more: fields.rest(),
        })
    }
}

impl Decode for Role {
    fn decode(value: Value) -> Result<Self, DecodeError> {
        let mut fields = Fields::of(value)?;
        Ok(Self {
            pk: fields.text_pk()?,
            name: fields.text("name").unwrap_or_default(),
            more: fields.rest(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_authentik_draws_is_known_by_how_it_begins() {
        let drawn = |colour: &str| [DRAWN, colour, "IiBjeD0iMzIiIGN5PSIzMiI="].concat();
        assert_eq!(Avatar::of(&drawn("NTRjOGM4")), Avatar::Initials);
        let other = "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciPjwvc3ZnPg==";
        assert_eq!(Avatar::of(other), Avatar::Image(other.to_owned()));
    }

    #[test]
    fn initials_in_any_script() {
        for (name, expected) in [
            ("Ada Lovelace", "AL"),
            ("ada", "a"),
            ("Jean-Luc Picard", "JP"),
            ("Ada Test 20", "AT"),
            ("ak-outpost-04f64d86", "ao"),
            ("José Mari\u{301}a Pérez", "JP"),
            ("e\u{301}mile zola", "ez"),
            ("佐藤", "佐藤"),
            ("佐藤 健", "佐健"),
            ("김철수", "김철"),
            ("محمد علي", "مع"),
            ("Дмитрий", "Д"),
            ("ßeta", "ß"),
            ("<b>x</b>", "bb"),
            ("\u{202e}olleh", "o"),
            ("4711", "4"),
            ("🦀", "🦀"),
            ("  ", "?"),
            ("", "?"),
        ] {
            assert_eq!(initials(name), expected, "{name:?}");
        }
    }

    #[test]
    fn only_pictures_are_pictures() {
        for address in [
            "https://a.example/x.png",
            " HTTP://a.example/x.png\n",
            "data:image/svg+xml;base64,AA==",
            "DATA:IMAGE/png;base64,AA==",
            "/files/media/public/ada.png?v=1",
            "/static/dist/assets/images/user_default.png",
        ] {
            assert_eq!(Avatar::of(address), Avatar::Image(address.trim().to_owned()));
        }
        for address in [
            "",
            "javascript:alert(1)",
            "data:text/html,<b>",
            "data:",
            "static/x.png",
            "//a.example/x.png",
            "/\\a.example/x.png",
            "/\t/a.example/x.png",
            "/\n/a.example/x.png",
            "\\/a.example/x.png",
            "blob:https://a.example/1",
            "java\nscript:https://",
            "ﬁle://x",
        ] {
            assert_eq!(Avatar::of(address), Avatar::None, "{address}");
        }
    }
    #[test]
    fn a_picture_of_megabytes_is_none_and_stays_as_text() {
        let of = |bytes: usize| ["data:image/png;base64,", &"A".repeat(bytes)].concat();
        assert!(matches!(Avatar::of(&of(60_000)), Avatar::Image(_)));
        let address = of(2_000_000);
        let mut fields = Fields::of(serde_json::json!({ "avatar": address })).unwrap();
        assert_eq!(Avatar::take(&mut fields), Avatar::None);
        assert_eq!(fields.rest(), [("avatar".to_owned(), address.into())]);
        let long = ["https://a.example/", &"a".repeat(70_000)].concat();
        assert_eq!(Avatar::of(&long), Avatar::None);
    }
}
