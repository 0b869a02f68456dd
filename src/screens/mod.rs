//! What an administrator sees.

pub mod catalog;
pub mod choosing;
pub mod console;
pub mod end_tokens;
mod failure_panel;
mod finding_look;
mod lives_on;
mod person;
mod status_pill;
mod suggestions;
pub mod token_drawer;
mod token_list;
pub mod tools;
