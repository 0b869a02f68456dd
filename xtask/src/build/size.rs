//! What a first view costs over the wire.

use std::fmt::{self, Display, Formatter};
use std::fs;
use std::path::Path;

use super::split;
use crate::problem::{Context, Outcome, problem};

/// What HTML, CSS, JavaScript and wasm of a first view may come to, in bytes, compressed with brotli at its strongest.
pub const BUDGET: u64 = 268_000;

/// What a part of the program that is fetched afterwards may come to.
const PART_BUDGET: u64 = 120_000;

/// The style sheets of what is fetched afterwards.
const LATER_SHEETS: [&str; 6] = [
    "later.css",
    "deletion.css",
    "later-guest.css",
    "deletion-guest.css",
    // For older browsers only.
    "older.css",
    "older-guest.css",
];

/// What the custom element may add to the module that it makes an element of.
const ELEMENT_BUDGET: u64 = 3_000;

/// What a guest loads first, besides the two files that it shares with the first view; the last one only as an element.
const OF_GUESTS: &[&str] = &["tokenscope.js", "tokenscope-guest.css", ELEMENT];
const ELEMENT: &str = "tokenscope-element.js";
const SHARED: [&str; 2] = ["tokenscope_bg.js", "tokenscope_bg.wasm"];

/// The files of a first view.
pub struct Report {
    files: Vec<Size>,
    /// What guests load in place of the page's own files.
    of_guests: Vec<Size>,
    /// What is fetched afterwards, and not counted.
    later: Vec<Size>,
}

struct Size {
    name: String,
    raw: u64,
    brotli: u64,
}

impl Report {
    /// Weighs the page, the styles and scripts that it names, the module's glue with its snippets, and the wasm.
    pub fn of(dist: &Path, public_url: &str) -> Outcome<Self> {
        let html = fs::read_to_string(dist.join("index.html")).or_could_not("read the built index.html")?;
        let mut names = vec!["index.html".to_owned()];
        names.extend(loaded_by(&html, public_url));
        for always in SHARED {
            if !names.iter().any(|name| name == always) {
                names.push(always.to_owned());
            }
        }
        names.extend(snippets(dist, &dist.join("snippets")));
        let mut files = Vec::new();
        for name in names {
            files.push(Size::of(dist, name)?);
        }
        let sheets = LATER_SHEETS.map(str::to_owned).into_iter();
        let later = sheets
            .filter(|name| dist.join(name).exists())
            .chain(split::parts(dist)?);
        let later = later.map(|name| Size::of(dist, name));
        let of_guests = OF_GUESTS.iter().map(|&name| Size::of(dist, name.to_owned()));
        Ok(Self {
            files,
            of_guests: of_guests.collect::<Outcome<_>>()?,
            later: later.collect::<Outcome<_>>()?,
        })
    }

    fn total(&self) -> u64 {
        self.files.iter().map(|file| file.brotli).sum()
    }

    /// All that the element loads before its first rows.
    fn as_element(&self) -> u64 {
        let shared = self.files.iter().filter(|file| SHARED.contains(&file.name.as_str()));
        shared.chain(&self.of_guests).map(|file| file.brotli).sum()
    }

    /// An error when the first view is over budget, or what the element loads instead of it.
    pub fn judge(&self) -> Outcome {
        let total = self.total();
        let element = self.of_guests.iter().find(|file| file.name == ELEMENT);
        if let Some(over) = element.and_then(|element| element.brotli.checked_sub(ELEMENT_BUDGET + 1)) {
            return problem(format!(
                "{ELEMENT} is {} bytes over its budget of {ELEMENT_BUDGET}.",
                over + 1
            ));
        }
        let as_element = self.as_element();
        if as_element > BUDGET + ELEMENT_BUDGET {
            return problem(format!(
                "what the element loads before its first rows is {} bytes over its budget of {}.",
                grouped(as_element - BUDGET - ELEMENT_BUDGET),
                grouped(BUDGET + ELEMENT_BUDGET)
            ));
        }
        if let Some(part) = self.later.iter().find(|part| part.brotli > PART_BUDGET) {
            return problem(format!(
                "{}, which is fetched after the first view, is {} bytes over its budget of {}.",
                part.name,
                grouped(part.brotli - PART_BUDGET),
                grouped(PART_BUDGET)
            ));
        }
        if total <= BUDGET {
            return Ok(());
        }
        problem(format!(
            "the first view is {} bytes over its budget of {}. The table above tells which file it is.",
            grouped(total - BUDGET),
            grouped(BUDGET)
        ))
    }
}

impl Size {
    fn of(dist: &Path, name: String) -> Outcome<Self> {
        let weigh = |name: &str| {
            let found =
                fs::metadata(dist.join(name)).or_could_not(format_args!("weigh {name} in {}", dist.display()))?;
            Ok(found.len())
        };
        Ok(Self {
            raw: weigh(&name)?,
            brotli: weigh(&format!("{name}.br"))?,
            name,
        })
    }
}

impl Display for Report {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let width = self.files.iter().map(|file| file.name.len()).max().unwrap_or(0).max(24);
        let mut row = |name: &str, raw: &str, brotli: &str| writeln!(out, "  {name:width$} {raw:>11} {brotli:>11}");
        row("First view over the wire", "raw", "brotli")?;
        for file in &self.files {
            row(&file.name, &grouped(file.raw), &grouped(file.brotli))?;
        }
        row(
            "total",
            &grouped(self.files.iter().map(|file| file.raw).sum()),
            &grouped(self.total()),
        )?;
        row("budget", "", &grouped(BUDGET))?;
        row("Guests, in place of page and boot", "", "")?;
        for file in &self.of_guests {
            row(&file.name, &grouped(file.raw), &grouped(file.brotli))?;
        }
        row("together with the two of above", "", &grouped(self.as_element()))?;
        row("budget", "", &grouped(BUDGET + ELEMENT_BUDGET))?;
        row("Fetched afterwards", "", "")?;
        for file in &self.later {
            row(&file.name, &grouped(file.raw), &grouped(file.brotli))?;
        }
        Ok(())
    }
}

/// The styles and scripts that the page names, as paths in `dist/`.
fn loaded_by(html: &str, public_url: &str) -> Vec<String> {
    let mut names = Vec::new();
    for part in ["href=", "src="]
        .iter()
        .flat_map(|attribute| html.split(attribute).skip(1))
    {
        // Trunk's minifier leaves quotes out where HTML can do without.
        let value = match part.strip_prefix('"') {
            Some(quoted) => quoted.split('"').next(),
            None => part.split([' ', '>', '\n']).next(),
        };
        let Some(name) = value.and_then(|value| value.strip_prefix(public_url)) else {
            continue;
        };
        if (name.ends_with(".css") || name.ends_with(".js")) && !names.iter().any(|known| known == name) {
            names.push(name.to_owned());
        }
    }
    names
}

/// What wasm-bindgen writes beside the glue for JavaScript that a crate brings along; the glue imports it.
fn snippets(dist: &Path, folder: &Path) -> Vec<String> {
    let Ok(entries) = fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut names = Vec::new();
    for path in entries.flatten().map(|entry| entry.path()) {
        if path.is_dir() {
            names.extend(snippets(dist, &path));
        } else if path.extension().is_some_and(|extension| extension == "js") {
            names.extend(path.strip_prefix(dist).ok().and_then(Path::to_str).map(str::to_owned));
        }
    }
    names.sort();
    names
}

/// 1234567 as 1,234,567.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    const HTML: &str = r#"<!doctype html><link rel="stylesheet" href="/t/theme.css"><link rel=stylesheet href=/t/page.css>
        <link rel=icon href=/t/icon.svg><a href="https://example.com/x.js"></a><script type="module" src="/t/boot.js"></script>"#;

    fn write(dist: &Path, name: &str, raw: usize, brotli: usize) {
        fs::write(dist.join(name), vec![b' '; raw]).unwrap();
        fs::write(dist.join(format!("{name}.br")), vec![b' '; brotli]).unwrap();
    }

    fn report(wasm: usize, element: usize) -> Report {
        report_with_part(wasm, element, 17_017)
    }

    fn report_with_part(wasm: usize, element: usize, part: usize) -> Report {
        let dist = tempfile::tempdir().unwrap();
        for name in [
            "theme.css",
            "page.css",
            "boot.js",
            "tokenscope_bg.js",
            "tokenscope.js",
            "tokenscope-guest.css",
        ] {
            write(dist.path(), name, 2_000, 500);
        }
        write(dist.path(), ELEMENT, 2_000, element);
        write(dist.path(), "tokenscope_bg.wasm", 400_000, wasm);
        write(dist.path(), "split_drawer.wasm", 40_000, part);
        fs::write(dist.path().join("index.html"), HTML).unwrap();
        fs::write(dist.path().join("index.html.br"), "0123456789").unwrap();
        Report::of(dist.path(), "/t/").unwrap()
    }

    #[test]
    fn what_the_page_names_is_what_it_loads() {
        assert_eq!(loaded_by(HTML, "/t/"), ["theme.css", "page.css", "boot.js"]);
    }

    #[test]
    fn the_first_view_is_all_that_is_loaded_and_nothing_else() {
        let report = report(100_000, 500);
        assert_eq!(report.total(), 10 + 4 * 500 + 100_000);
        let text = report.to_string();
        assert!(text.contains("102,010") && text.contains(&grouped(BUDGET)), "{text}");
        assert!(text.contains("split_drawer.wasm") && text.contains("17,017"), "{text}");
    }

    #[test]
    fn one_byte_over_budget_is_over_budget() {
        let most = usize::try_from(BUDGET).unwrap() - (10 + 4 * 500);
        assert!(report(most, 3_000).judge().is_ok());
        assert!(report(most + 1, 3_000).judge().is_err());
        assert!(report(most, 3_001).judge().is_err());
        assert!(report_with_part(100_000, 500, 120_000).judge().is_ok());
        assert!(report_with_part(100_000, 500, 120_001).judge().is_err());
    }

    #[test]
    fn digits_stand_in_threes() {
        let numbers = [0, 999, 1_000, 160_000, 1_234_567];
        assert_eq!(numbers.map(grouped), ["0", "999", "1,000", "160,000", "1,234,567"]);
    }
}
