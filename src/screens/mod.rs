//! What an administrator sees. A component is a function that makes an [`crate::ui::dom::El`].

pub mod catalog;
pub mod console;
mod failure_panel;
mod finding_look;
mod person;
mod status_pill;
pub mod token_drawer;
mod token_list;
