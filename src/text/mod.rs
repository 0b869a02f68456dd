//! Every text that the product shows. The rest of the code holds facts; this module puts them into words.
//!
//! Fixed texts are constants; texts with a value in them are functions. A sentence that contains
//! an element, such as a name or a button, is an array of the pieces around it: `let [before, after] = …`.

#![expect(missing_docs, reason = "what a constant says stands right behind its name")]

pub mod all_kinds;
pub mod auto_refresh;
pub mod buttons;
pub mod catalog;
pub mod claims;
pub mod clock;
pub mod columns;
pub mod comparison;
pub mod components;
pub mod console;
mod cut;
pub mod deletion;
pub mod drawer;
pub mod durations;
pub mod export;
pub mod facets;
pub mod failure_report;
pub mod failures;
pub mod findings;
pub mod groups;
pub mod kinds;
pub mod list;
pub mod modes;
pub mod name_search;
pub mod numbers;
pub mod overview;
pub mod pager;
pub mod person;
pub mod plan;
pub mod receipt;
pub mod rights;
pub mod row_menu;
pub mod run;
pub mod scopes;
pub mod search;
pub mod selection;
pub mod shortcuts;
pub mod status;
pub mod table;
pub mod terms;
pub mod timeline;
pub mod typed;
pub mod views;

pub use cut::{cut, cut_all, cut_short, is_cut};
