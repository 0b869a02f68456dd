//! The files of the console.

use std::path::PathBuf;

use tokenscope_serve::{Embedded, Files, Site};

/// What the program was built with; nothing where nobody named a built console.
static FILES: &[Embedded] = include!(concat!(env!("OUT_DIR"), "/files.rs"));

/// The files that are part of the program.
pub fn embedded() -> Result<Files, String> {
    match Files::new(FILES) {
        files if files.is_empty() => Err("this program was built without the console. In a checkout of Tokenscope, \
             `cargo xtask package` makes one that has it; or name a folder that `cargo xtask build` filled: --dist FOLDER"
            .to_owned()),
        files => Ok(files),
    }
}

/// The files in this folder, or those that are part of the program.
pub fn site(folder: Option<PathBuf>) -> Result<Site, String> {
    folder.map_or_else(|| embedded().map(Site::Embedded), |folder| Ok(Site::Folder(folder)))
}
