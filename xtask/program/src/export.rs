//! `export-site`: the files of the console, for a web server that serves them itself.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use clap::Args;
use flate2::Compression;
use flate2::write::GzEncoder;
use tokenscope_serve::Files;

use crate::console;
use crate::say::say;

#[derive(Args)]
pub struct Export {
    /// The folder to write to: a new or an empty one, or one that this command has filled before
    #[arg(value_name = "DIR")]
    folder: PathBuf,
    /// The path below which people reach the page
    #[arg(long, value_name = "PATH", default_value = "/")]
    public_url: String,
}

pub fn run(options: &Export) -> Result<(), String> {
    let files = console::embedded()?.below(&options.public_url)?;
    export(&files, &options.folder)?;
    say(format_args!(
        "The files are in {}; .br and .gz beside a file are the same, compressed.",
        options.folder.display()
    ));
    Ok(())
}

fn export(files: &Files, folder: &Path) -> Result<(), String> {
    let filled = match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) if error.kind() == ErrorKind::NotFound => false,
        Err(error) => return Err(format!("{} cannot be used: {error}", folder.display())),
    };
    if filled && !folder.join("tokenscope_bg.wasm").is_file() {
        return Err(format!(
            "{} holds something else. Name an empty or a new folder",
            folder.display()
        ));
    }
    write_all(files, folder).map_err(|error| format!("{} could not be filled: {error}", folder.display()))
}

/// The page comes last: until then, whoever asks gets the one that was there, with its files as far as possible.
fn write_all(files: &Files, folder: &Path) -> io::Result<()> {
    let mut all: Vec<_> = files.each().collect::<io::Result<_>>()?;
    all.sort_by_key(|file| file.name == "index.html");
    for file in all {
        let path = folder.join(file.name);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let compresses = file.brotli.is_some() || file.name == "index.html";
        let gzip = compresses.then(|| gzipped(&file.plain)).transpose()?;
        // A server prefers these to the file itself, so none may be left from before.
        put(&beside(&path, ".br"), file.brotli.as_deref())?;
        put(&beside(&path, ".gz"), gzip.as_deref())?;
        put(&path, Some(file.plain.as_ref()))?;
    }
    Ok(())
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    name.into()
}

/// In one step, so that nobody is served half a file.
fn put(path: &Path, bytes: Option<&[u8]>) -> io::Result<()> {
    match bytes {
        Some(bytes) => {
            let next = beside(path, ".next");
            fs::write(&next, bytes)?;
            fs::rename(&next, path)
        }
        None => match fs::remove_file(path) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        },
    }
}

fn gzipped(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use tokenscope_serve::Embedded;

    use super::*;

    /// Brotli that says only: "plain script".
    const STORED: &[u8] = b"\xb0\x00\x10plain script\x03";

    fn files(page: &'static str) -> Files {
        let plain = |name, bytes| Embedded {
            name,
            bytes,
            unpacked: None,
        };
        Files::new(&[
            plain("index.html", page.as_bytes()),
            plain("tokenscope_bg.wasm", b"\0asm"),
            plain("themes/theme.css", b"a{}"),
            Embedded {
                name: "tokenscope.js",
                bytes: STORED,
                unpacked: Some(12),
            },
        ])
    }

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap();
        let mut names: Vec<_> = entries
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn every_file_is_there_as_it_is_and_compressed() {
        let folder = tempfile::tempdir().unwrap();
        let dir = folder.path().join("deep/site");
        let page = "<script src=/tokenscope.js>";
        export(&files(page).below("/tokens/").unwrap(), &dir).unwrap();
        assert_eq!(
            names(&dir),
            [
                "index.html",
                "index.html.gz",
                "themes",
                "tokenscope.js",
                "tokenscope.js.br",
                "tokenscope.js.gz",
                "tokenscope_bg.wasm"
            ]
        );
        let read = |name: &str| fs::read(dir.join(name)).unwrap();
        assert_eq!(read("index.html"), b"<script src=/tokens/tokenscope.js>");
        assert_eq!(
            (read("tokenscope.js"), read("tokenscope.js.br")),
            (b"plain script".to_vec(), STORED.to_vec())
        );
        assert_eq!(read("themes/theme.css"), b"a{}");
        let mut unpacked = String::new();
        flate2::read::GzDecoder::new(&read("tokenscope.js.gz")[..])
            .read_to_string(&mut unpacked)
            .unwrap();
        assert_eq!(unpacked, "plain script");
    }

    #[test]
    fn a_later_export_leaves_nothing_that_a_server_would_prefer() {
        let folder = tempfile::tempdir().unwrap();
        export(&files("old"), folder.path()).unwrap();
        fs::write(folder.path().join("index.html.br"), "old").unwrap();
        export(&files("new"), folder.path()).unwrap();
        assert!(!folder.path().join("index.html.br").exists());
        assert_eq!(fs::read(folder.path().join("index.html")).unwrap(), b"new");
    }

    #[test]
    fn what_is_not_its_own_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        let thesis = folder.path().join("thesis.txt");
        fs::write(&thesis, "years of work").unwrap();
        for taken in [folder.path(), &thesis] {
            let why = export(&files(""), taken).unwrap_err();
            assert!(why.contains(&*taken.to_string_lossy()), "{why}");
        }
        assert_eq!(names(folder.path()), ["thesis.txt"]);
    }
}
