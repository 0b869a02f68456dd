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
    /// A filter value that is no UUID.
    BadUuid(String),
    /// A body that is no JSON. Never translated.
    NoJson,
    /// A body that is JSON, but no object; what Python calls it.
    NoFields(&'static str),
    /// A body of another type.
    NoMedia(String),
    /// A field that has to be there.
    Required,
    /// A field that is null.
    Null,
    /// A field that is neither true nor false.
    NoBoolean,
    /// A field that is no whole number.
    NoInteger,
    /// A field that is no text.
    NoText,
    /// A text that is longer than so many characters.
    TooLong(usize),
    /// A user that authentik looks after itself. Never translated.
    InternalUser,
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
            Say::BadUuid(text) => pick(
                &format!("“{text}” is not a valid UUID."),
                &format!("\"{text}\" ist keine gültige UUID."),
            ),
            Say::NoJson => "JSON parse error - Expecting value: line 1 column 1 (char 0)".to_owned(),
            Say::NoFields(kind) => pick(
                &format!("Invalid data. Expected a dictionary, but got {kind}."),
                &format!("Ungültige Daten. Dictionary erwartet, aber {kind} erhalten."),
            ),
            Say::NoMedia(media) => pick(
                &format!("Unsupported media type \"{media}\" in request."),
                &format!("Nicht unterstützter Medientyp \"{media}\" in der Anfrage."),
            ),
            Say::Required => pick("This field is required.", "Dieses Feld ist zwingend erforderlich."),
            Say::Null => pick("This field may not be null.", "Dieses Feld darf nicht null sein."),
            Say::NoBoolean => pick("Must be a valid boolean.", "Muss ein gültiger Wahrheitswert sein."),
            Say::NoInteger => pick(
                "A valid integer is required.",
                "Eine gültige Ganzzahl ist erforderlich.",
            ),
            Say::NoText => pick("Not a valid string.", "Kein gültiger String."),
            Say::TooLong(most) => pick(
                &format!("Ensure this field has no more than {most} characters."),
                &format!("Stelle sicher, dass dieses Feld nicht mehr als {most} Zeichen lang ist."),
            ),
            Say::InternalUser => "Can't modify internal service account users".to_owned(),
            Say::Csrf(reason) => format!("CSRF Failed: {reason}"),
            Say::Throttled(seconds) => pick(
                &format!("Request was throttled. Expected available in {seconds} seconds."),
                &format!("Die Anfrage wurde gedrosselt. Erwarte Verfügbarkeit in {seconds} Sekunden."),
            ),
        }
    }
}
