//! Views: what a list is filtered and ordered by, under a name.

use super::cut;
use crate::tokens::views::{BuiltInView, MOST, NameProblem};

/// The menu; and while one of them is on screen, what stands before its name: "View: Never expire".
pub const VIEWS: &str = "Views";
pub const VIEW: &str = "View: ";

/// What those that are always there are called together, and a person's own.
pub const BUILT_IN: &str = "Built-in views";
pub const OWN: &str = "Your views";

/// The name of one that is always there.
pub fn built_in(view: BuiltInView) -> &'static str {
    match view {
        BuiltInView::ExpiringSoon => "Expires in the next 24 hours",
        BuiltInView::NeverExpiring => "Never expire",
        BuiltInView::DeactivatedUsers => "Deactivated people",
        BuiltInView::AuthentikApi => "Can use authentik’s own API",
        BuiltInView::HighFindings => "High findings",
    }
}

/// The button that begins to save what is on screen, the field that it opens, and the button that saves.
pub const SAVE_THIS: &str = "Save this view…";
pub const NAME: &str = "Name of the view";
pub const SAVE: &str = "Save";

/// Why a name cannot be had.
pub fn problem(problem: NameProblem, name: &str) -> String {
    match problem {
        NameProblem::Empty => "A view needs a name.".to_owned(),
        NameProblem::IsToken => {
            "This looks like a token. Names stay in this browser, so choose another one.".to_owned()
        }
        NameProblem::TooLong => "This name is too long.".to_owned(),
        NameProblem::BuiltIn => format!("“{name}” is a built-in view. Choose another name."),
        NameProblem::Taken(_) => format!("There is a view called “{name}” already."),
    }
}

/// The button that saves all the same, in place of the view that has this name.
pub const REPLACE: &str = "Replace it";

/// In place of the button that saves, where there are as many as there may be.
pub fn too_many() -> String {
    format!("{MOST} views are the most there can be. Delete one to save another.")
}

/// Where the browser or the host does not want anything to be kept.
pub const NOT_KEPT: &str = "Nothing can be stored here, so your views last until this page is closed.";

/// The buttons of a view, by its name.
pub fn copy_link(name: &str) -> String {
    format!("Copy link to {}", cut(name))
}

pub fn rename(name: &str) -> String {
    format!("Rename {}", cut(name))
}

pub fn delete(name: &str) -> String {
    format!("Delete view {}", cut(name))
}

/// What is said once it is done.
pub fn saved(name: &str) -> String {
    format!("View “{name}” saved.")
}

pub fn renamed(name: &str) -> String {
    format!("View renamed to “{name}”.")
}

pub fn deleted(name: &str) -> String {
    format!("View “{name}” deleted.")
}

pub fn restored(name: &str) -> String {
    format!("View “{name}” is back.")
}

/// The button that brings a deleted one back.
pub const UNDO: &str = "Undo";
