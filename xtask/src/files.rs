//! Files and folders as wholes.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io;
use std::path::{Path, PathBuf};

use crate::problem::{Context, Outcome};

/// One text for the names and contents of these files, and of all below these folders; what is missing counts as that.
pub fn fingerprint(paths: impl IntoIterator<Item = PathBuf>) -> Outcome<String> {
    let mut hasher = DefaultHasher::new();
    for path in paths {
        feed(&path, &mut hasher).or_could_not(format_args!("read {}", path.display()))?;
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn feed(path: &Path, hasher: &mut DefaultHasher) -> io::Result<()> {
    path.file_name().hash(hasher);
    if path.is_dir() {
        sorted(path)?.iter().try_for_each(|entry| feed(entry, hasher))
    } else {
        path.exists().then(|| fs::read(path)).transpose()?.hash(hasher);
        Ok(())
    }
}

fn sorted(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder)?.map(|entry| Ok(entry?.path()));
    let mut paths = entries.collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

/// The folder as it was when it was made of the same; otherwise filled anew, from empty.
pub fn kept(folder: PathBuf, made_of: &str, fill: impl FnOnce(&Path) -> Outcome) -> Outcome<PathBuf> {
    let note = folder.with_extension("made-of");
    if folder.is_dir() && fs::read_to_string(&note).is_ok_and(|noted| noted == made_of) {
        return Ok(folder);
    }
    let _ = fs::remove_file(&note);
    clear(&folder)?;
    fs::create_dir_all(&folder).or_could_not(format_args!("make {}", folder.display()))?;
    fill(&folder)?;
    fs::write(&note, made_of).or_could_not(format_args!("write {}", note.display()))?;
    Ok(folder)
}

/// Copies the folder, in place of what is there.
pub fn replace(from: &Path, to: &Path) -> Outcome {
    clear(to)?;
    copy(from, to)
}

/// Copies all that is in the folder.
pub fn copy(from: &Path, to: &Path) -> Outcome {
    fn every(from: &Path, to: &Path) -> io::Result<()> {
        fs::create_dir_all(to)?;
        for path in sorted(from)? {
            let target = to.join(path.file_name().unwrap_or_default());
            if path.is_dir() {
                every(&path, &target)?;
            } else {
                fs::copy(&path, target)?;
            }
        }
        Ok(())
    }
    every(from, to).or_could_not(format_args!("copy {} to {}", from.display(), to.display()))
}

/// Takes it away, where it is there.
pub fn clear(folder: &Path) -> Outcome {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        cleared => cleared.or_could_not(format_args!("empty {}", folder.display())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_change_of_name_or_content_is_seen() {
        let folder = tempfile::tempdir().unwrap();
        let [src, page] = ["src", "index.html"].map(|name| folder.path().join(name));
        let now = || fingerprint([src.clone(), page.clone()]).unwrap();
        fs::create_dir(&src).unwrap();
        fs::write(src.join("lib.rs"), "one").unwrap();
        let first = now();
        assert_eq!(now(), first);
        fs::write(src.join("lib.rs"), "two").unwrap();
        let changed = now();
        assert_ne!(changed, first);
        fs::rename(src.join("lib.rs"), src.join("main.rs")).unwrap();
        let renamed = now();
        assert_ne!(renamed, changed);
        fs::write(&page, "").unwrap();
        assert_ne!(now(), renamed);
    }

    #[test]
    fn a_folder_is_filled_anew_when_it_is_made_of_something_else_or_was_not_finished() {
        let folder = tempfile::tempdir().unwrap();
        let kept_in = |made_of: &str, content: &str| {
            kept(folder.path().join("a"), made_of, |into| {
                fs::write(into.join(content), "").or_could_not("write")?;
                if content == "broken" {
                    crate::problem::problem("broke off")
                } else {
                    Ok(())
                }
            })
        };
        let there = |name: &str| folder.path().join("a").join(name).exists();
        kept_in("1", "first").unwrap();
        kept_in("1", "second").unwrap();
        assert!(there("first") && !there("second"));
        kept_in("2", "third").unwrap();
        assert!(there("third") && !there("first"));
        assert!(kept_in("3", "broken").is_err());
        kept_in("3", "fourth").unwrap();
        assert!(there("fourth") && !there("broken"));
    }

    #[test]
    fn a_copy_replaces_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let (from, to) = (folder.path().join("from"), folder.path().join("deep/to"));
        fs::create_dir_all(from.join("themes")).unwrap();
        fs::write(from.join("themes/new.css"), "new").unwrap();
        fs::create_dir_all(&to).unwrap();
        fs::write(to.join("old.js"), "old").unwrap();
        replace(&from, &to).unwrap();
        assert!(!to.join("old.js").exists());
        assert_eq!(fs::read_to_string(to.join("themes/new.css")).unwrap(), "new");
    }
}
