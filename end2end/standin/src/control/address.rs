//! Where a person is sent to.

/// The address of the page, for somebody who wants to go on to another.
pub fn address(next: Option<&str>) -> String {
    match next {
        Some(next) if !next.is_empty() => {
            let next: String = form_urlencoded::byte_serialize(next.as_bytes()).collect();
            format!("/standin/?next={next}")
        }
        _ => "/standin/".to_owned(),
    }
}

/// A path on this server, or the page of the stand-in.
pub fn local_path(next: &str) -> String {
    let local = next.starts_with('/') && !next.starts_with("//") && !next.chars().any(|c| c == '\\' || c.is_control());
    if local { next.to_owned() } else { "/standin/".to_owned() }
}
