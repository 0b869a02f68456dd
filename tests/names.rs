//! One name means one thing: in each crate of ours, no two types are called the same.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The folders of the crates, from the root.
const CRATES: [&str; 4] = ["src", "end2end/standin/src", "xtask/src", "xtask/serve/src"];

#[test]
fn no_two_types_are_called_the_same() {
    for folder in CRATES {
        let mut places: BTreeMap<String, Vec<PathBuf>> = BTreeMap::new();
        for file in files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)) {
            let text = fs::read_to_string(&file).unwrap();
            for name in text.lines().filter_map(type_named) {
                places.entry(name.to_owned()).or_default().push(file.clone());
            }
        }
        assert!(places.len() > 10, "{folder}: types are no longer found");
        places.retain(|_, files| files.len() > 1);
        assert!(places.is_empty(), "{folder}: {places:#?}");
    }
}

/// The name of the type that a line begins to define, at the top level of a file.
fn type_named(line: &str) -> Option<&str> {
    let line = line.strip_prefix("pub").map_or(line, |rest| {
        let rest = rest
            .strip_prefix('(')
            .map_or(rest, |rest| rest.split_once(')').map_or(rest, |(_, rest)| rest));
        rest.trim_start()
    });
    let rest = ["struct ", "enum ", "trait ", "type "]
        .iter()
        .find_map(|keyword| line.strip_prefix(keyword))?;
    rest.split(|letter: char| !letter.is_alphanumeric() && letter != '_')
        .next()
}

/// The Rust files in a folder, but for those that hold only tests.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<PathBuf>, Vec<PathBuf>) = entries.partition(|path| path.is_dir());
    let product = folders.iter().filter(|folder| !folder.ends_with("tests"));
    let below = product.flat_map(|folder| self::files(folder));
    let counts =
        |path: &PathBuf| path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs");
    files.into_iter().filter(counts).chain(below).collect()
}

#[test]
fn a_type_is_found_whoever_may_use_it() {
    for line in [
        "pub struct Page<T> {",
        "pub(super) enum Page {",
        "struct Page;",
        "pub type Page = u64;",
        "trait Page: Sized {",
    ] {
        assert_eq!(type_named(line), Some("Page"), "{line}");
    }
    assert_eq!(type_named("    type Item = u64;"), None);
    assert_eq!(type_named("pub fn page() {"), None);
}
