//! What authentik makes of a browser's name for itself.

use serde::Serialize;

/// A `User-Agent`, taken apart.
#[derive(Serialize)]
pub struct AgentShape<'a> {
    string: &'a str,
    user_agent: Browser<'a>,
    os: System<'a>,
    device: Device<'a>,
}

#[derive(Serialize)]
struct Browser<'a> {
    family: &'a str,
    major: Option<&'a str>,
    minor: Option<&'a str>,
    patch: Option<&'a str>,
}

#[derive(Serialize)]
struct System<'a> {
    family: &'a str,
    major: Option<&'a str>,
    minor: Option<&'a str>,
    patch: Option<&'a str>,
    /// Null.
    patch_minor: (),
}

#[derive(Serialize)]
struct Device<'a> {
    family: &'a str,
    brand: Option<&'a str>,
    model: Option<&'a str>,
}

/// The word before a version in the text, and what the family is called; of several, the first counts.
const BROWSERS: [(&str, &str); 7] = [
    ("Edg/", "Edge"),
    ("Firefox/", "Firefox"),
    ("HeadlessChrome/", "HeadlessChrome"),
    ("Chrome/", "Chrome"),
    ("Version/", "Safari"),
    ("curl/", "curl"),
    ("python-requests/", "Python Requests"),
];

const SYSTEMS: [(&str, &str); 5] = [
    ("Windows NT ", "Windows"),
    ("iPhone OS ", "iOS"),
    ("Android ", "Android"),
    ("Mac OS X ", "Mac OS X"),
    ("Linux", "Linux"),
];

/// Takes it apart.
pub fn agent(text: &str) -> AgentShape<'_> {
    let (mut browser, browser_is) = family(text, &BROWSERS);
    let (system, system_is) = family(text, &SYSTEMS);
    let [major, minor, patch] = browser_is;
    if text.contains("Mobile") {
        browser = match browser {
            "Safari" => "Mobile Safari",
            "Chrome" => "Chrome Mobile",
            other => other,
        };
    }
    let device = match system {
        "iOS" => ("iPhone", Some("Apple"), Some("iPhone")),
        "Mac OS X" => ("Mac", Some("Apple"), Some("Mac")),
        "Android" => match text.split_once("; Pixel ").and_then(|(_, rest)| rest.split_once(')')) {
            Some(_) => ("Pixel 9", Some("Google"), Some("Pixel 9")),
            None => ("Generic Smartphone", Some("Generic"), Some("Smartphone")),
        },
        _ => ("Other", None, None),
    };
    let [os_major, os_minor, os_patch] = system_is;
    AgentShape {
        string: text,
        user_agent: Browser {
            family: browser,
            major,
            minor,
            patch,
        },
        os: System {
            family: system,
            major: os_major,
            // Windows has but one number.
            minor: os_minor.filter(|_| system != "Windows"),
            patch: os_patch,
            patch_minor: (),
        },
        device: Device {
            family: device.0,
            brand: device.1,
            model: device.2,
        },
    }
}

fn family<'a>(text: &'a str, known: &[(&str, &'a str)]) -> (&'a str, [Option<&'a str>; 3]) {
    let found = known
        .iter()
        .find_map(|(before, family)| Some((*family, text.split_once(before)?.1)));
    let Some((family, rest)) = found else {
        return ("Other", [None; 3]);
    };
    let version = rest
        .split(|c: char| !(c.is_ascii_digit() || c == '.' || c == '_'))
        .next()
        .unwrap_or("");
    let mut parts = version.split(['.', '_']).filter(|part| !part.is_empty());
    (family, [parts.next(), parts.next(), parts.next()])
}
