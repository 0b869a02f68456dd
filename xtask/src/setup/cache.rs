//! The folder where tools are kept for every checkout of this user.

use std::env;
use std::fs;
use std::path::PathBuf;

use crate::problem::{Context, Outcome, problem};

/// `$TOKENSCOPE_CACHE`, else `tokenscope` in the user's cache folder.
pub struct Cache {
    /// The folder, made if it was not there.
    pub folder: PathBuf,
}

impl Cache {
    /// Finds the folder and makes it.
    pub fn open() -> Outcome<Self> {
        let from = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let named = from("TOKENSCOPE_CACHE");
        let folder = named
            .or_else(|| from("XDG_CACHE_HOME").map(|folder| folder.join("tokenscope")))
            .or_else(|| from("LOCALAPPDATA").map(|folder| folder.join("tokenscope")))
            .or_else(|| env::home_dir().map(|home| home.join(".cache").join("tokenscope")));
        let Some(folder) = folder else {
            return problem("there is no home folder to keep tools in. Name one: TOKENSCOPE_CACHE=/some/folder");
        };
        fs::create_dir_all(&folder).or_could_not(format_args!(
            "make the folder {} to keep tools in (TOKENSCOPE_CACHE names another)",
            folder.display()
        ))?;
        // Cargo runs in the checkout, so a relative name must not depend on where the command was started.
        let folder = folder
            .canonicalize()
            .or_could_not(format_args!("find {}", folder.display()))?;
        Ok(Self { folder })
    }
}
