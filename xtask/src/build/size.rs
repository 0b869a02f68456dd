//! What a first view costs over the wire.

use std::fmt::{self, Display, Formatter};
use std::fs;
use std::path::Path;

use indicatif::HumanCount;

use crate::problem::{Context, Outcome, problem};

/// What HTML, CSS, JavaScript and wasm of a first view may come to, in bytes, compressed with brotli at its strongest.
pub const BUDGET: u64 = 272_500;

/// What a part of the program that is fetched afterwards may come to.
const PART_BUDGET: u64 = 120_000;

/// What the custom element may add to the module that it makes an element of.
const ELEMENT_BUDGET: u64 = 3_000;

/// What the custom element may load before its first rows.
const ELEMENT_VIEW_BUDGET: u64 = BUDGET + ELEMENT_BUDGET;

/// What a page and a guest both load first.
const SHARED: [&str; 2] = ["tokenscope_bg.js", "tokenscope_bg.wasm"];

/// What a guest loads first, besides; the last one only as an element.
const OF_GUESTS: [&str; 3] = ["tokenscope.js", "tokenscope-guest.css", ELEMENT];
const ELEMENT: &str = "tokenscope-element.js";

/// What is fetched afterwards, besides the parts of the program.
const LATER_SHEETS: [&str; 6] = [
    "later.css",
    "deletion.css",
    "later-guest.css",
    "deletion-guest.css",
    // For older browsers only.
    "older.css",
    "older-guest.css",
];

/// The files of a first view, of a guest in place of the page's own, and of what is fetched afterwards.
pub struct Report {
    first_view: Vec<Size>,
    of_guests: Vec<Size>,
    later: Vec<Size>,
}

struct Size {
    name: String,
    raw: u64,
    brotli: u64,
}

impl Report {
    /// Weighs what the folder holds.
    pub fn of(dist: &Path) -> Outcome<Self> {
        let page = fs::read_to_string(dist.join("index.html")).or_could_not("read the built index.html")?;
        let entries = fs::read_dir(dist).or_could_not(format_args!("read {}", dist.display()))?;
        let names = entries.flatten().map(|entry| entry.file_name());
        let mut parts: Vec<String> = names.filter_map(|name| name.into_string().ok()).collect();
        parts.retain(|name| name.ends_with(".wasm") && !SHARED.contains(&name.as_str()));
        parts.sort();
        let first_view = ["index.html"].into_iter().chain(loaded_by(&page)).chain(SHARED);
        let later = LATER_SHEETS.into_iter().chain(parts.iter().map(String::as_str));
        Ok(Self {
            first_view: first_view.map(|name| Size::of(dist, name)).collect::<Outcome<_>>()?,
            of_guests: OF_GUESTS
                .map(|name| Size::of(dist, name))
                .into_iter()
                .collect::<Outcome<_>>()?,
            later: later.map(|name| Size::of(dist, name)).collect::<Outcome<_>>()?,
        })
    }

    fn total(&self) -> u64 {
        self.first_view.iter().map(|file| file.brotli).sum()
    }

    /// All that the element loads before its first rows.
    fn as_element(&self) -> u64 {
        let first_view = self.first_view.iter();
        let shared = first_view.filter(|file| SHARED.contains(&file.name.as_str()));
        shared.chain(&self.of_guests).map(|file| file.brotli).sum()
    }

    /// An error when anything is over its budget.
    pub fn judge(&self) -> Outcome {
        let element_view = "what the element loads before its first rows";
        let mut weighed = vec![
            ("the first view", self.total(), BUDGET),
            (element_view, self.as_element(), ELEMENT_VIEW_BUDGET),
        ];
        let element = self.of_guests.iter().filter(|file| file.name == ELEMENT);
        weighed.extend(element.map(|file| (file.name.as_str(), file.brotli, ELEMENT_BUDGET)));
        let later = self.later.iter();
        weighed.extend(later.map(|file| (file.name.as_str(), file.brotli, PART_BUDGET)));
        match weighed.into_iter().find(|(_, size, budget)| size > budget) {
            None => Ok(()),
            Some((what, size, budget)) => problem(format!(
                "{what}: {} bytes over the budget of {}. The table above tells which file it is.",
                HumanCount(size - budget),
                HumanCount(budget)
            )),
        }
    }
}

impl Size {
    fn of(dist: &Path, name: &str) -> Outcome<Self> {
        let weigh = |name: &str| {
            let found = fs::metadata(dist.join(name)).map(|found| found.len());
            found.or_could_not(format_args!("weigh {name} in {}", dist.display()))
        };
        Ok(Self {
            name: name.to_owned(),
            raw: weigh(name)?,
            brotli: weigh(&format!("{name}.br"))?,
        })
    }
}

impl Display for Report {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        let count = |bytes: u64| HumanCount(bytes).to_string();
        let row = |name: &str, raw: &str, brotli: &str| format!("  {name:33} {raw:>9} {brotli:>9}\n");
        let budget = |bytes| row("budget", "", &count(bytes));
        let row_of = |file: &Size| row(&file.name, &count(file.raw), &count(file.brotli));
        let rows_of = |files: &[Size]| files.iter().map(row_of).collect::<String>();
        let raw = count(self.first_view.iter().map(|file| file.raw).sum());
        let rows = [
            row("First view over the wire", "raw", "brotli"),
            rows_of(&self.first_view),
            row("total", &raw, &count(self.total())),
            budget(BUDGET),
            row("Guests, in place of page and boot", "", ""),
            rows_of(&self.of_guests),
            row("together with the two of above", "", &count(self.as_element())),
            budget(ELEMENT_VIEW_BUDGET),
            row("Fetched afterwards", "", ""),
            rows_of(&self.later),
        ];
        rows.iter().try_for_each(|rows| out.write_str(rows))
    }
}

/// The styles and scripts that the page names, as files of its folder.
fn loaded_by(page: &str) -> impl Iterator<Item = &str> {
    let values = page.split("=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let files = values.filter(|value| value.ends_with(".css") || value.ends_with(".js"));
    files.filter_map(|path| path.rsplit('/').next())
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAGE: &str = r#"<!doctype html><link rel="stylesheet" href="/t/theme.css"><link rel="icon" href="/t/icon.svg">
        <script type="module" src="/t/boot.js"></script>"#;

    fn report(wasm: usize, element: usize, part: usize) -> Report {
        let dist = tempfile::tempdir().unwrap();
        let write = |name: &str, brotli: usize| {
            fs::write(dist.path().join(name), vec![b' '; 4 * brotli]).unwrap();
            fs::write(dist.path().join(format!("{name}.br")), vec![b' '; brotli]).unwrap();
        };
        for name in ["theme.css", "boot.js", SHARED[0], OF_GUESTS[0], OF_GUESTS[1]]
            .iter()
            .chain(&LATER_SHEETS)
        {
            write(name, 500);
        }
        write(ELEMENT, element);
        write(SHARED[1], wasm);
        write("split_drawer.wasm", part);
        fs::write(dist.path().join("index.html"), PAGE).unwrap();
        fs::write(dist.path().join("index.html.br"), "0123456789").unwrap();
        Report::of(dist.path()).unwrap()
    }

    #[test]
    fn the_first_view_is_all_that_is_loaded_and_nothing_else() {
        let report = report(100_000, 500, 17_017);
        assert_eq!(report.total(), 10 + 3 * 500 + 100_000);
        let text = report.to_string();
        assert!(
            text.contains("101,510") && text.contains(&HumanCount(BUDGET).to_string()),
            "{text}"
        );
        assert!(text.contains("split_drawer.wasm") && text.contains("17,017"), "{text}");
    }

    #[test]
    fn one_byte_over_budget_is_over_budget() {
        let most = usize::try_from(BUDGET).unwrap() - (10 + 3 * 500);
        assert!(report(most, 3_000, 120_000).judge().is_ok());
        for over in [
            report(most + 1, 500, 500),
            report(most, 3_001, 500),
            report(500, 500, 120_001),
        ] {
            assert!(over.judge().is_err());
        }
    }
}
