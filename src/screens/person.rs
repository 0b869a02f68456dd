//! A person in a line: picture, name, marks.

use std::cell::RefCell;

use crate::authentik::user::{Avatar, User};
use crate::ui::dom::{El, el, span};

thread_local! {
    /// Pictures that did not load, and are not asked for again on this page: a row would change once more each time that it
    /// shows such a person.
    static BROKEN: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

fn is_broken(source: &str) -> bool {
    BROKEN.with_borrow(|all| all.iter().any(|broken| broken == source))
}

/// A picture that changes: the one that authentik names, or initials where it names none, or where it does not load.
pub struct Portrait {
    /// The element.
    pub place: El,
    image: El,
    shown: RefCell<Option<(Avatar, String)>>,
}

impl Portrait {
    /// Nobody shown yet. It goes on showing people for as long as the current owner lives.
    pub fn new() -> Self {
        let image = el("img")
            .attr("alt", "")
            .attr("loading", "lazy")
            .attr("referrerpolicy", "no-referrer");
        let broken = image.clone();
        let image = image.on("error", move |_| {
            broken.put("hidden", Some(""));
            BROKEN.with_borrow_mut(|all| all.extend(broken.element().get_attribute("src")));
        });
        Self {
            place: span("portrait").attr("aria-hidden", "true"),
            image,
            shown: RefCell::new(None),
        }
    }

    /// Shows somebody.
    pub fn show(&self, avatar: &Avatar, initials: impl FnOnce() -> String) {
        let initials = initials();
        if matches!(&*self.shown.borrow(), Some(shown) if shown.0 == *avatar && shown.1 == initials) {
            return;
        }
        // Another text, in place of one that changes: in the middle of its frame, that would have moved.
        self.place.say(&initials);
        match avatar {
            Avatar::Image(source) if !is_broken(source) => {
                let _ = self.place.clone().child(self.image.clone());
                self.image.put("src", Some(source));
                self.image.put("hidden", None);
            }
            Avatar::Image(_) | Avatar::Initials | Avatar::None => {}
        }
        self.shown.replace(Some((avatar.clone(), initials)));
    }
}

/// The portrait of somebody.
pub fn portrait(avatar: &Avatar, initials: &str) -> El {
    let portrait = Portrait::new();
    portrait.show(avatar, || initials.to_owned());
    portrait.place
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
