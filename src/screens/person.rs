//! A person in a line: picture, name, marks.

use crate::authentik::user::{Avatar, User};
use crate::ui::dom::{El, el, span};

/// The picture that authentik names, or initials where it names none, or where it does not load.
pub fn portrait(avatar: &Avatar, initials: &str) -> El {
    let portrait = span("portrait").attr("aria-hidden", "true").text(initials);
    match avatar {
        Avatar::None => portrait,
        Avatar::Image(source) => {
            let image = el("img")
                .attr("src", source)
                .attr("alt", "")
                .attr("loading", "lazy")
                .attr("referrerpolicy", "no-referrer");
            let broken = image.clone();
            portrait.child(image.on("error", move |_| broken.element().remove()))
        }
    }
}

/// What an administrator should notice about a user.
pub fn user_marks(is_active: Option<bool>, is_superuser: Option<bool>) -> Vec<El> {
    let inactive = (is_active == Some(false)).then(|| span("tag tag-inactive").text("Inactive"));
    let superuser = (is_superuser == Some(true)).then(|| span("tag tag-superuser").text("Superuser"));
    inactive.into_iter().chain(superuser).collect()
}

/// The user's marks.
pub fn marks_of(user: &User) -> Vec<El> {
    user_marks(user.is_active, user.is_superuser)
}
