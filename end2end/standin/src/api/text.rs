//! What authentik says, in the two languages that the stand-in knows.

use super::ask::Ask;

/// The language of an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Also for any language not known here.
    English,
    /// As `Accept-Language: de` gets it.
    German,
}

impl Language {
    /// The language that a caller prefers.
    pub fn of(ask: &Ask) -> Self {
        let mut best = (0.0, Language::English);
        for wish in ask.header("accept-language").unwrap_or("").split(',') {
            let mut parts = wish.split(';');
            let tag = parts.next().unwrap_or("").trim().to_ascii_lowercase();
            let weight = parts
                .find_map(|part| part.trim().strip_prefix("q=")?.parse().ok())
                .unwrap_or(1.0);
            let language = match tag.split('-').next() {
                Some("de") => Language::German,
                Some("en") => Language::English,
                _ => continue,
            };
            if weight > best.0 {
                best = (weight, language);
            }
        }
        best.1
    }

    /// As in `content-language`.
    pub fn tag(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::German => "de",
        }
    }
}

/// A sentence of authentik's.
#[derive(Clone, Debug)]
pub enum Say {
    /// Nobody is signed in.
    NotSignedIn,
    /// A bearer token that is none. Never translated.
    BadToken,
    /// A missing right.
    NotAllowed,
    /// Something that is no object's address.
    NotFound,
    /// No object with that pk. Never translated.
    NoMatch(&'static str),
    /// A page that is not there.
    NoPage,
    /// A method that is not there.
    NoMethod(String),
    /// HTML was wanted.
    NotAcceptable,
    /// A filter value that is no object.
    BadChoice,
    /// A filter value that is none of the words.
    BadWord(String),
    /// A CSRF check failed, and why. Never translated.
    Csrf(String),
    /// Asked too often.
    Throttled(u32),
}

impl Say {
    /// The sentence in that language.
    pub fn to(&self, language: Language) -> String {
        let german = language == Language::German;
        let pick = |english: &str, de: &str| if german { de } else { english }.to_owned();
        match self {
            Say::NotSignedIn => pick("Authentication credentials were not provided.", "Anmeldedaten fehlen."),
            Say::BadToken => "Token invalid/expired".to_owned(),
            Say::NotAllowed => pick(
                "You do not have permission to perform this action.",
                "Sie sind nicht berechtigt, diese Aktion durchzuführen.",
            ),
            Say::NotFound => pick("Not found.", "Nicht gefunden."),
            Say::NoMatch(model) => format!("No {model} matches the given query."),
            Say::NoPage => pick("Invalid page.", "Ungültige Seite."),
            Say::NoMethod(method) => pick(
                &format!("Method \"{method}\" not allowed."),
                &format!("Methode \"{method}\" nicht erlaubt."),
            ),
            Say::NotAcceptable => pick(
                "Could not satisfy the request Accept header.",
                "Kann die Accept Kopfzeile der Anfrage nicht erfüllen.",
            ),
            Say::BadChoice => pick(
                "Select a valid choice. That choice is not one of the available choices.",
                "Bitte eine gültige Auswahl treffen. Dies ist keine gültige Auswahl.",
            ),
            Say::BadWord(word) => pick(
                &format!("Select a valid choice. {word} is not one of the available choices."),
                &format!("Bitte eine gültige Auswahl treffen. {word} ist keine gültige Auswahl."),
            ),
            Say::Csrf(reason) => format!("CSRF Failed: {reason}"),
            Say::Throttled(seconds) => pick(
                &format!("Request was throttled. Expected available in {seconds} seconds."),
                &format!("Die Anfrage wurde gedrosselt. Erwarte Verfügbarkeit in {seconds} Sekunden."),
            ),
        }
    }
}
