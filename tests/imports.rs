//! The house has one direction. A folder of `src` imports only what stands below it, and no files import each other in a
//! circle, neither there nor in the stand-in.
//!
//! The files are read as text, so this sees what a compiler for one target does not: the parts for the browser as well.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

/// What each folder may import, from the top down.
const MAY_IMPORT: [(&str, &[&str]); 10] = [
    (
        "entry",
        &[
            "mount",
            "state",
            "components",
            "text",
            "tokens",
            "authentik",
            "model",
            "platform",
        ],
    ),
    (
        "mount",
        &[
            "screens",
            "state",
            "components",
            "text",
            "tokens",
            "authentik",
            "model",
            "platform",
        ],
    ),
    (
        "screens",
        &[
            "state",
            "components",
            "text",
            "tokens",
            "authentik",
            "model",
            "platform",
        ],
    ),
    (
        "state",
        &["components", "text", "tokens", "authentik", "model", "platform"],
    ),
    // These know no token.
    ("components", &["text", "platform"]),
    ("text", &["tokens", "model"]),
    ("tokens", &["model"]),
    ("authentik", &["model", "platform"]),
    ("model", &[]),
    ("platform", &[]),
];

#[test]
fn imports_go_down_only() {
    let crate_ = Crate::read("src");
    let mut wrong = Vec::new();
    for (from, to) in crate_.imports() {
        let (Some(above), Some(below)) = (folder(&from), folder(&to)) else {
            continue;
        };
        let (_, may_import) = MAY_IMPORT
            .into_iter()
            .find(|(name, _)| *name == above)
            .unwrap_or_else(|| panic!("{above} is new: say in MAY_IMPORT where it stands"));
        if above != below && !may_import.contains(&below) {
            wrong.push(format!("{from} imports {to}"));
        }
    }
    assert!(wrong.is_empty(), "imports that go up:\n{}", wrong.join("\n"));
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    for root in [
        "src",
        "end2end/standin/src",
        "xtask/src",
        "xtask/program/src",
        "xtask/serve/src",
    ] {
        let circles = circles(&Crate::read(root).imports());
        assert!(circles.is_empty(), "circles in {root}:\n{}", circles.join("\n"));
    }
}

#[test]
fn an_upward_import_and_a_circle_are_noticed() {
    let crate_ = Crate::of(&[
        ("model::token", "use crate::text::{status as words, kinds};"),
        (
            "text",
            "mod status;\npub use status::label;\npub use kinds::one;\nfn two() { label() }",
        ),
        ("text::status", "use super::kinds::{one, many};"),
        (
            "text::kinds",
            "fn one() -> &'static str { crate::text::label() } // crate::model::token",
        ),
    ]);
    let imports = crate_.imports();
    let pairs: Vec<(&str, &str)> = imports.iter().map(|(from, to)| (&**from, &**to)).collect();
    assert_eq!(
        pairs,
        [
            ("model::token", "text::kinds"),
            ("model::token", "text::status"),
            ("text", "text::status"),
            ("text::kinds", "text::status"),
            ("text::status", "text::kinds"),
        ]
    );
    assert_eq!(circles(&imports), ["text::kinds text::status"]);
}

/// The folder of `src` that a module is in; none for the crate itself.
fn folder(module: &str) -> Option<&str> {
    module.split("::").next().filter(|name| !name.is_empty())
}

/// The text of each module of a crate, by its path: `tokens::query`, and nothing for the crate itself.
struct Crate(BTreeMap<String, String>);

impl Crate {
    fn read(root: &str) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(root);
        let mut modules = BTreeMap::new();
        let mut folders = vec![root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(&folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
                    let below = path.strip_prefix(&root).unwrap().with_extension("");
                    let mut names: Vec<&str> = below.iter().map(|name| name.to_str().unwrap()).collect();
                    if matches!(names.last(), Some(&("mod" | "lib" | "main"))) {
                        names.pop();
                    }
                    let text = without_tests(&fs::read_to_string(&path).unwrap());
                    modules
                        .entry(names.join("::"))
                        .or_insert_with(String::new)
                        .push_str(&text);
                }
            }
        }
        Self(modules)
    }

    fn of(modules: &[(&str, &str)]) -> Self {
        Self(
            modules
                .iter()
                .map(|(path, text)| ((*path).to_owned(), without_tests(text)))
                .collect(),
        )
    }

    /// Which module names something of which other, be it in a `use` or elsewhere. What is exported again counts as an import
    /// of where it is written.
    fn imports(&self) -> BTreeSet<(String, String)> {
        let names: BTreeMap<&str, BTreeMap<String, Vec<String>>> = self
            .0
            .iter()
            .map(|(module, text)| (&**module, bound_names(text)))
            .collect();
        let mut imports = BTreeSet::new();
        for (module, text) in &self.0 {
            for path in paths(text) {
                let to = self.place_of(module, &path, &names, 0);
                if let Some(to) = to.filter(|to| to != module) {
                    imports.insert((module.clone(), to));
                }
            }
        }
        imports
    }

    /// The module in which the thing behind a path is written, as seen from `module`.
    fn place_of(
        &self,
        module: &str,
        path: &[String],
        names: &BTreeMap<&str, BTreeMap<String, Vec<String>>>,
        depth: usize,
    ) -> Option<String> {
        let mut at: Vec<&str> = module.split("::").filter(|name| !name.is_empty()).collect();
        let mut rest = path;
        let (first, behind) = path.split_first()?;
        match first.as_str() {
            "crate" => {
                at.clear();
                rest = behind;
            }
            "self" => rest = behind,
            "super" => {
                while let Some((_, behind)) = rest.split_first().filter(|(name, _)| *name == "super") {
                    at.pop();
                    rest = behind;
                }
            }
            name => {
                let is_child = self.0.contains_key(&[module, name].join("::")) || self.is_at_root(module, name);
                if !is_child && (depth > 8 || !names.get(module)?.contains_key(name)) {
                    return None;
                }
            }
        }
        // As far as there are modules of that name.
        while let Some((name, behind)) = rest.split_first() {
            let mut below = at.clone();
            below.push(name);
            if !self.0.contains_key(&below.join("::")) {
                break;
            }
            at = below;
            rest = behind;
        }
        let place = at.join("::");
        let bound = rest.first().and_then(|name| names.get(&*place)?.get(name));
        match bound {
            Some(path) if depth <= 8 => self.place_of(&place, path, names, depth + 1),
            _ => Some(place),
        }
    }

    fn is_at_root(&self, module: &str, name: &str) -> bool {
        module.is_empty() && self.0.contains_key(name)
    }
}

/// The text without comments, strings, what modules there are, and the tests at its end.
fn without_tests(text: &str) -> String {
    let end = text.find("\nmod tests {").unwrap_or(text.len());
    let mut plain = String::new();
    for line in text[..end].lines() {
        let code = line.split("//").next().unwrap_or_default();
        if code.ends_with(';') && code.contains("mod ") {
            continue;
        }
        // Every other piece stands in quotes.
        let pieces: Vec<&str> = code.split('"').step_by(2).collect();
        plain.push_str(&pieces.join("\"\""));
        plain.push('\n');
    }
    plain
}

/// All paths of two names or more, those in braces of a `use` written out. A name that is only exported again is no import.
fn paths(text: &str) -> Vec<Vec<String>> {
    let rest = without_uses(text);
    let is_part = |letter: char| letter.is_alphanumeric() || letter == '_' || letter == ':';
    let words = || rest.split(|letter| !is_part(letter));
    let is_used = |name: &str| words().flat_map(|word| word.split("::")).any(|word| word == name);
    let used = uses(text)
        .into_iter()
        .filter(|used| !used.is_public || is_used(&used.name));
    let mut found: Vec<Vec<String>> = used.map(|used| used.path).collect();
    for word in words() {
        let names: Vec<String> = word.split("::").map(str::to_owned).collect();
        if names.len() > 1 && names.iter().all(|name| !name.is_empty() && !name.contains(':')) {
            found.push(names);
        }
    }
    found
}

/// What each name of a module stands for that it has by a `use`.
fn bound_names(text: &str) -> BTreeMap<String, Vec<String>> {
    uses(text).into_iter().map(|used| (used.name, used.path)).collect()
}

/// A name that a `use` brings.
struct Used {
    name: String,
    path: Vec<String>,
    is_public: bool,
}

fn uses(text: &str) -> Vec<Used> {
    let mut all = Vec::new();
    for (is_public, declaration) in declarations(text) {
        let tree: String = declaration.split_whitespace().collect::<Vec<_>>().join(" ");
        let mut names = Vec::new();
        write_out(&mut Vec::new(), &tree, &mut names);
        all.extend(names.into_iter().map(|(name, path)| Used { name, path, is_public }));
    }
    all
}

fn write_out(before: &mut Vec<String>, tree: &str, all: &mut Vec<(String, Vec<String>)>) {
    let tree = tree.trim();
    let (head, inner) = match tree.split_once('{') {
        Some((head, inner)) => (head, inner.rsplit_once('}').map(|(inner, _)| inner)),
        None => (tree, None),
    };
    let (head, name) = head.split_once(" as ").unwrap_or((head, ""));
    let names = head.split("::").map(|name| name.trim().to_owned());
    let length = before.len();
    before.extend(names.filter(|name| !name.is_empty() && (name != "self" || length == 0)));
    match inner {
        Some(inner) => {
            let mut depth = 0;
            let is_between = |letter: char| {
                depth += i32::from(letter == '{') - i32::from(letter == '}');
                letter == ',' && depth == 0
            };
            for part in inner.split(is_between).filter(|part| !part.trim().is_empty()) {
                write_out(before, part, all);
            }
        }
        None => {
            let name = if name.is_empty() {
                before.last().cloned()
            } else {
                Some(name.to_owned())
            };
            all.extend(name.map(|name| (name, before.clone())));
        }
    }
    before.truncate(length);
}

/// What stands between `use` and the semicolon, and whether it is exported again.
fn declarations(text: &str) -> Vec<(bool, &str)> {
    let starts = text.split_inclusive('\n').scan(0, |at, line| {
        let start = *at;
        *at += line.len();
        Some((start, line))
    });
    let mut found = Vec::new();
    for (start, line) in starts {
        let code = line.trim_start();
        let visible = code.strip_prefix("pub").map_or(code, |rest| {
            let rest = rest.trim_start();
            rest.strip_prefix('(')
                .and_then(|rest| rest.split_once(')'))
                .map_or(rest, |(_, rest)| rest)
        });
        if let Some(rest) = visible.trim_start().strip_prefix("use ") {
            let from = start + line.len() - rest.len();
            if let Some(length) = text[from..].find(';') {
                found.push((visible.len() < code.len(), &text[from..from + length]));
            }
        }
    }
    found
}

fn without_uses(text: &str) -> String {
    let mut rest = text.to_owned();
    for (_, declaration) in declarations(text) {
        rest = rest.replacen(declaration, "", 1);
    }
    rest
}

/// Sets of modules that reach each other, in words.
fn circles(imports: &BTreeSet<(String, String)>) -> Vec<String> {
    let reach = |from: &str| {
        let mut reached = BTreeSet::new();
        let mut next = vec![from.to_owned()];
        while let Some(at) = next.pop() {
            for (_, to) in imports.iter().filter(|(one, _)| *one == at) {
                if reached.insert(to.clone()) {
                    next.push(to.clone());
                }
            }
        }
        reached
    };
    let modules: BTreeSet<&String> = imports.iter().map(|(from, _)| from).collect();
    let reached: BTreeMap<&String, BTreeSet<String>> = modules.iter().map(|module| (*module, reach(module))).collect();
    let mut circles = BTreeSet::new();
    for (module, below) in &reached {
        if below.contains(*module) {
            let is_in = |other: &&String| reached.get(*other).is_some_and(|back| back.contains(*module));
            let circle: Vec<&str> = below.iter().filter(is_in).map(String::as_str).collect();
            circles.insert(circle.join(" "));
        }
    }
    circles.into_iter().collect()
}
