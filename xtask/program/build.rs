//! Makes the console part of the program: the folder in `TOKENSCOPE_SITE`, which `cargo xtask build` filled.

use std::collections::BTreeMap;
use std::env;
use std::fmt::Write;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

const VARIABLE: &str = "TOKENSCOPE_SITE";

fn main() {
    println!("cargo::rerun-if-env-changed={VARIABLE}");
    let table = match env::var_os(VARIABLE).filter(|folder| !folder.is_empty()) {
        Some(folder) => table_of(Path::new(&folder)),
        None => Ok("&[]".to_owned()),
    };
    let written = table.and_then(|table| {
        let out = env::var_os("OUT_DIR").ok_or("cargo did not say where to write to")?;
        let file = Path::new(&out).join("files.rs");
        fs::write(&file, table).map_err(|error| format!("could not write {}: {error}", file.display()))
    });
    if let Err(why) = written {
        println!("cargo::error={why}");
    }
}

/// The files as a Rust expression.
fn table_of(folder: &Path) -> Result<String, String> {
    println!("cargo::rerun-if-changed={}", folder.display());
    let here = || format!("{VARIABLE} names {}", folder.display());
    if !folder.is_absolute() || !folder.join("index.html").is_file() {
        return Err(format!(
            "{}, which is not the whole path of a folder that `cargo xtask build` filled",
            here()
        ));
    }
    let mut files = BTreeMap::new();
    collect(folder, "", &mut files).map_err(|error| format!("{}, which cannot be read: {error}", here()))?;
    let mut table = "&[\n".to_owned();
    for (name, path) in &files {
        // What is packed goes with the file itself.
        let is_packed = [".br", ".gz"]
            .iter()
            .any(|end| name.strip_suffix(end).is_some_and(|name| files.contains_key(name)));
        if is_packed {
            continue;
        }
        let brotli = files.get(&format!("{name}.br"));
        let length = fs::metadata(path)
            .map_err(|error| format!("{}: {error}", path.display()))?
            .len();
        let unpacked = brotli.map(|_| length);
        let Some(kept) = brotli.unwrap_or(path).to_str() else {
            return Err(format!("{}, which is no text", here()));
        };
        let _ = writeln!(
            table,
            "Embedded {{ name: {name:?}, bytes: include_bytes!({kept:?}), unpacked: {unpacked:?} }},"
        );
    }
    Ok(table + "]")
}

fn collect(folder: &Path, below: &str, files: &mut BTreeMap<String, PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            collect(&entry.path(), &format!("{name}/"), files)?;
        } else {
            files.insert(name, entry.path());
        }
    }
    Ok(())
}
