//! Folders as wholes.

use std::fs;
use std::path::Path;

use crate::problem::{Context, Outcome, problem};

/// Puts the finished folder where it is wanted, in one step where the file system can.
pub fn publish(stage: &Path, dist: &Path) -> Outcome {
    clear(dist)?;
    if let Some(parent) = dist.parent() {
        fs::create_dir_all(parent).or_could_not(format_args!("make {}", parent.display()))?;
    }
    if fs::rename(stage, dist).is_ok() {
        return Ok(());
    }
    copy(stage, dist).or_could_not(format_args!("copy the build to {}", dist.display()))
}

fn copy(from: &Path, to: &Path) -> std::io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let target = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &target)?;
        } else {
            fs::copy(entry.path(), target)?;
        }
    }
    Ok(())
}

/// Takes it away, where it is there.
pub fn clear(folder: &Path) -> Outcome {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            problem(format!("could not empty {}: {error}", folder.display()))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finished_build_replaces_the_old_one() {
        let folder = tempfile::tempdir().unwrap();
        let (stage, dist) = (folder.path().join("stage"), folder.path().join("deep/dist"));
        fs::create_dir_all(stage.join("snippets")).unwrap();
        fs::write(stage.join("snippets/new.js"), "new").unwrap();
        fs::create_dir_all(&dist).unwrap();
        fs::write(dist.join("old.js"), "old").unwrap();
        publish(&stage, &dist).unwrap();
        assert!(!dist.join("old.js").exists() && !stage.exists());
        assert_eq!(fs::read_to_string(dist.join("snippets/new.js")).unwrap(), "new");
    }
}
