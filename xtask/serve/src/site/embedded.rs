//! Files that are part of the program, each kept once: as brotli where that is smaller.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::future::{Ready, ready};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::{self, Cursor, ErrorKind, Read, SeekFrom};
use std::path::{Component, Path, PathBuf};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::{Duration, SystemTime};

use brotli_decompressor::Decompressor;
use tokio::io::{AsyncRead, AsyncSeek, ReadBuf};
use tower_http::services::fs::{Backend, File, Metadata};

/// A file as the program holds it.
#[derive(Clone, Copy, Debug)]
pub struct Embedded {
    /// Its path below the site, with slashes: `themes/material-3.css`.
    pub name: &'static str,
    /// What is kept of it.
    pub bytes: &'static [u8],
    /// How long it is itself, if `bytes` are brotli.
    pub unpacked: Option<u64>,
}

/// All files of a site that is part of the program.
#[derive(Clone, Debug, Default)]
pub struct Files(Arc<BTreeMap<String, Kept>>);

#[derive(Clone, Debug)]
struct Kept {
    bytes: Cow<'static, [u8]>,
    unpacked: Option<u64>,
}

impl Kept {
    fn plain(&self) -> io::Result<Cow<'static, [u8]>> {
        let Some(length) = self.unpacked else {
            return Ok(self.bytes.clone());
        };
        let mut plain = Vec::with_capacity(usize::try_from(length).unwrap_or_default());
        Decompressor::new(self.bytes.as_ref(), 64 * 1024).read_to_end(&mut plain)?;
        Ok(Cow::Owned(plain))
    }

    fn packed(&self) -> Option<Cow<'static, [u8]>> {
        self.unpacked.map(|_| self.bytes.clone())
    }
}

impl Files {
    /// These files, for a site at the root of its server.
    pub fn new(files: &[Embedded]) -> Self {
        let kept = files.iter().map(|file| {
            let kept = Kept {
                bytes: Cow::Borrowed(file.bytes),
                unpacked: file.unpacked,
            };
            (file.name.to_owned(), kept)
        });
        Self(Arc::new(kept.collect()))
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The same files for a site below this path, such as `/tokens/`. Only the page names others by whole paths.
    ///
    /// # Errors
    /// When the path is none, or the page cannot be read.
    pub fn below(&self, path: &str) -> Result<Self, String> {
        let path = public_path(path)?;
        let mut files = BTreeMap::clone(&self.0);
        if let Some(page) = files.get_mut(PAGE).filter(|_| path != "/") {
            let plain = page
                .plain()
                .map_err(|error| format!("{PAGE} cannot be read: {error}"))?;
            let text = std::str::from_utf8(&plain).map_err(|error| format!("{PAGE} is no text: {error}"))?;
            *page = Kept {
                bytes: Cow::Owned(moved(text, &path).into_bytes()),
                unpacked: None,
            };
        }
        Ok(Self(Arc::new(files)))
    }

    /// Every file by its name: itself, and as brotli where that is there.
    pub fn each(&self) -> impl Iterator<Item = io::Result<Unpacked<'_>>> {
        self.0.iter().map(|(name, kept)| {
            Ok(Unpacked {
                name,
                plain: kept.plain()?,
                brotli: kept.packed(),
            })
        })
    }

    fn find(&self, path: &Path) -> io::Result<Opened> {
        let name = name_of(path).ok_or(ErrorKind::NotFound)?;
        let found = match self.0.get(&name) {
            Some(kept) => Some((kept, kept.plain()?)),
            None => name
                .strip_suffix(".br")
                .and_then(|name| self.0.get(name))
                .and_then(|kept| Some((kept, kept.packed()?))),
        };
        let (kept, bytes) = found.ok_or(ErrorKind::NotFound)?;
        Ok(Opened {
            about: About::file(kept, bytes.len() as u64),
            bytes: Cursor::new(bytes),
        })
    }

    fn about(&self, path: &Path) -> io::Result<About> {
        let name = name_of(path).ok_or(ErrorKind::NotFound)?;
        let packed = || name.strip_suffix(".br").and_then(|name| self.0.get(name));
        if let Some(kept) = self.0.get(&name) {
            Ok(About::file(kept, kept.unpacked.unwrap_or(kept.bytes.len() as u64)))
        } else if let Some(kept) = packed().filter(|kept| kept.unpacked.is_some()) {
            Ok(About::file(kept, kept.bytes.len() as u64))
        } else if name.is_empty() || self.0.keys().any(|file| is_below(file, &name)) {
            Ok(About::default())
        } else {
            Err(ErrorKind::NotFound.into())
        }
    }
}

const PAGE: &str = "index.html";

/// A file of a site, and what may be served in its place.
#[derive(Clone, Debug)]
pub struct Unpacked<'a> {
    /// Its path below the site, with slashes.
    pub name: &'a str,
    /// The file itself.
    pub plain: Cow<'static, [u8]>,
    /// The same as brotli.
    pub brotli: Option<Cow<'static, [u8]>>,
}

/// The path of a site on its server, with a slash at both ends.
///
/// # Errors
/// When it is an address, or not a plain path.
pub fn public_path(path: &str) -> Result<String, String> {
    let inner = path.trim_matches('/');
    let plain = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte))
            && !part.bytes().all(|byte| byte == b'.')
    };
    if !path.starts_with('/') || path.starts_with("//") || !(inner.is_empty() || inner.split('/').all(plain)) {
        // Not repeated: an address may hold a password.
        return Err(
            "--public-url is a path on the page's own server, such as /tokens/, of letters, digits and -_.~".to_owned(),
        );
    }
    Ok(if inner.is_empty() {
        "/".to_owned()
    } else {
        format!("/{inner}/")
    })
}

/// The page with every path that begins at the root of the server put below this one.
fn moved(page: &str, path: &str) -> String {
    let mut moved = String::with_capacity(page.len() + 64);
    let mut rest = page;
    while let Some(at) = rest.find('=') {
        let (before, after) = rest.split_at(at + 1);
        moved.push_str(before);
        let value = after.trim_start_matches(['"', '\'']);
        let quote = after.len() - value.len();
        let names_a_file = [" href=", " src="].iter().any(|name| before.ends_with(name));
        rest = after;
        if let Some(below) = value
            .strip_prefix('/')
            .filter(|below| names_a_file && quote < 2 && !below.starts_with('/'))
        {
            moved.push_str(after.get(..quote).unwrap_or_default());
            moved.push_str(path);
            rest = below;
        }
    }
    moved + rest
}

/// The path with slashes, on every system, and without the `.` that it begins with.
fn name_of(path: &Path) -> Option<String> {
    let parts = path.components().filter(|part| *part != Component::CurDir);
    let parts: Option<Vec<&str>> = parts.map(|part| part.as_os_str().to_str()).collect();
    Some(parts?.join("/"))
}

fn is_below(file: &str, folder: &str) -> bool {
    file.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// What is known of a file, or of a folder: then there is no time.
#[derive(Clone, Copy, Debug, Default)]
pub struct About {
    length: u64,
    modified: Option<SystemTime>,
}

impl About {
    /// The entity tag is made of length and time. A time made of the content changes with it, and with nothing else; it
    /// is never sent as such.
    fn file(kept: &Kept, length: u64) -> Self {
        let mut hasher = DefaultHasher::new();
        kept.bytes.hash(&mut hasher);
        let hash = hasher.finish();
        let nanoseconds = Duration::from_nanos(hash & 0x1fff_ffff);
        let modified = SystemTime::UNIX_EPOCH + Duration::from_secs(hash >> 32) + nanoseconds;
        Self {
            length,
            modified: Some(modified),
        }
    }
}

impl Metadata for About {
    fn is_dir(&self) -> bool {
        self.modified.is_none()
    }

    fn modified(&self) -> io::Result<SystemTime> {
        self.modified.ok_or_else(|| ErrorKind::Unsupported.into())
    }

    fn len(&self) -> u64 {
        self.length
    }
}

/// A file that is being sent.
#[derive(Debug)]
pub struct Opened {
    about: About,
    bytes: Cursor<Cow<'static, [u8]>>,
}

impl AsyncRead for Opened {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.bytes).poll_read(context, into)
    }
}

impl AsyncSeek for Opened {
    fn start_seek(mut self: Pin<&mut Self>, position: SeekFrom) -> io::Result<()> {
        Pin::new(&mut self.bytes).start_seek(position)
    }

    fn poll_complete(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<u64>> {
        Pin::new(&mut self.bytes).poll_complete(context)
    }
}

impl File for Opened {
    type Metadata = About;
    type MetadataFuture<'a> = Ready<io::Result<About>>;

    fn metadata(&self) -> Self::MetadataFuture<'_> {
        ready(Ok(self.about))
    }
}

impl Backend for Files {
    type File = Opened;
    type Metadata = About;
    type OpenFuture = Ready<io::Result<Opened>>;
    type MetadataFuture = Ready<io::Result<About>>;

    fn open(&self, path: PathBuf) -> Self::OpenFuture {
        ready(self.find(&path))
    }

    fn metadata(&self, path: PathBuf) -> Self::MetadataFuture {
        ready(self.about(&path))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_names_its_files_below_its_path() {
        for (page, below) in [
            ("<link href=/a.css rel=x>", "<link href=/tokens/a.css rel=x>"),
            ("<script src=\"/b.js\" type=m>", "<script src=\"/tokens/b.js\" type=m>"),
            ("<a href='/'>", "<a href='/tokens/'>"),
            ("<a href=//other/x>", "<a href=//other/x>"),
            ("<a href=https://x/y data-href=/z>", "<a href=https://x/y data-href=/z>"),
            (
                "<a href=\"\" title=/x>src=/y</a> ü =",
                "<a href=\"\" title=/x>src=/y</a> ü =",
            ),
        ] {
            assert_eq!(moved(page, "/tokens/"), below);
            assert_eq!(moved(page, "/"), page);
        }
    }

    #[test]
    fn a_public_path_is_a_path_with_slashes_around() {
        for (given, kept) in [("/", "/"), ("/tokens", "/tokens/"), ("/a/b.c/", "/a/b.c/")] {
            assert_eq!(public_path(given).unwrap(), kept);
        }
        for refused in [
            "",
            "tokens",
            "//x",
            "https://x/",
            "/a//b",
            "/a/../b",
            "/<x>",
            "/a b",
            "/{a}",
            "/\u{fc}/",
        ] {
            assert!(public_path(refused).is_err(), "{refused}");
        }
    }
}
