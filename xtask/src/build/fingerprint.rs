//! Whether anything changed since the last build: what went in, and what came out.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

use crate::problem::{Context, Outcome};
use crate::project::Project;

/// Everything that determines the content of `dist/`.
const INPUTS: &[&str] = &[
    ".cargo/config.toml",
    "Cargo.lock",
    "Cargo.toml",
    "Trunk.toml",
    "end2end/package-lock.json",
    "index.html",
    "public",
    "rust-toolchain.toml",
    "src",
    "style",
    "xtask/src/build",
    "xtask/src/finish.mjs",
    "xtask/src/glue.js",
    "xtask/src/glue.mjs",
    "xtask/src/names.mjs",
    "xtask/src/older.mjs",
    "xtask/src/package.mjs",
    "LICENSE",
    "xtask/src/setup/install.rs",
];

/// A fingerprint of everything that a build is made from.
pub fn of_inputs(project: &Project, options: &str) -> Outcome<String> {
    let mut hasher = DefaultHasher::new();
    options.hash(&mut hasher);
    for name in INPUTS {
        let path = project.root.join(name);
        if path.exists() {
            feed(&path, &mut hasher).or_could_not(format_args!("read {}", path.display()))?;
        }
    }
    Ok(format!("{:016x}", hasher.finish()))
}

/// Whether `dist` was built from these inputs and nobody touched it since.
pub fn is_current(project: &Project, dist: &Path, inputs: &str) -> bool {
    let Ok(noted) = fs::read_to_string(note(project, dist)) else {
        return false;
    };
    of_folder(dist).is_ok_and(|outputs| noted == format!("{inputs} {outputs}"))
}

/// Notes what `dist` was built from and how it looks.
pub fn remember(project: &Project, dist: &Path, inputs: &str) -> Outcome {
    let outputs = of_folder(dist).or_could_not(format_args!("read {}", dist.display()))?;
    fs::write(note(project, dist), format!("{inputs} {outputs}")).or_could_not("note what was built")
}

/// From here on `dist` counts as not built.
pub fn forget(project: &Project, dist: &Path) {
    let _ = fs::remove_file(note(project, dist));
}

/// One note for each folder, outside of it: `dist/` is for publishing.
fn note(project: &Project, dist: &Path) -> PathBuf {
    let mut hasher = DefaultHasher::new();
    dist.hash(&mut hasher);
    project.notes.join(format!("built-{:016x}", hasher.finish()))
}

fn of_folder(folder: &Path) -> io::Result<String> {
    let mut hasher = DefaultHasher::new();
    feed(folder, &mut hasher)?;
    Ok(format!("{:016x}", hasher.finish()))
}

/// Names and contents, in the same order everywhere.
fn feed(path: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    path.file_name().hash(hasher);
    if !path.is_dir() {
        fs::read(path)?.hash(hasher);
        return Ok(());
    }
    let mut entries = fs::read_dir(path)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<io::Result<Vec<_>>>()?;
    entries.sort();
    entries.len().hash(hasher);
    entries.iter().try_for_each(|entry| feed(entry, hasher))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn project(root: &Path) -> Project {
        fs::create_dir_all(root.join("src")).unwrap();
        fs::create_dir_all(root.join("dist")).unwrap();
        fs::create_dir_all(root.join("notes")).unwrap();
        fs::write(root.join("src/lib.rs"), "one").unwrap();
        Project {
            root: root.into(),
            target: root.join("target"),
            notes: root.join("notes"),
        }
    }

    #[test]
    fn any_change_of_what_goes_in_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let project = project(folder.path());
        let first = of_inputs(&project, "a").unwrap();
        assert_eq!(of_inputs(&project, "a").unwrap(), first);
        assert_ne!(of_inputs(&project, "b").unwrap(), first);
        fs::write(folder.path().join("src/lib.rs"), "two").unwrap();
        let changed = of_inputs(&project, "a").unwrap();
        assert_ne!(changed, first);
        fs::rename(folder.path().join("src/lib.rs"), folder.path().join("src/main.rs")).unwrap();
        assert_ne!(of_inputs(&project, "a").unwrap(), changed);
        fs::write(folder.path().join("index.html"), "").unwrap();
        assert_ne!(of_inputs(&project, "a").unwrap(), changed);
    }

    #[test]
    fn a_build_is_current_until_either_end_changes() {
        let folder = tempfile::tempdir().unwrap();
        let project = project(folder.path());
        let dist = folder.path().join("dist");
        assert!(!is_current(&project, &dist, "inputs"));
        remember(&project, &dist, "inputs").unwrap();
        assert!(is_current(&project, &dist, "inputs"));
        assert!(!is_current(&project, &dist, "others"));
        assert!(!is_current(&project, &folder.path().join("elsewhere"), "inputs"));
        fs::write(dist.join("index.html"), "edited").unwrap();
        assert!(!is_current(&project, &dist, "inputs"));
        remember(&project, &dist, "inputs").unwrap();
        forget(&project, &dist);
        assert!(!is_current(&project, &dist, "inputs"));
    }
}
