//! What an administrator sees.

#![allow(missing_docs, reason = "a comment that only repeats a name helps nobody")]

mod absent_names;
mod all_kinds;
pub mod catalog;
mod columns;
pub mod console;
mod copy_link;
pub mod deletion;
mod failure_panel;
mod finding_look;
mod person;
mod remaining_access;
pub mod reports;
pub mod selection;
mod shortcuts;
mod status_pill;
mod suggestions;
mod tab_counts;
pub mod token_drawer;
mod token_list;
pub mod tools;
mod views;
