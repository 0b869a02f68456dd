//! Components that know no token.

pub mod action_menu;
pub mod announcer;
pub mod arrow_keys;
pub mod chip;
pub mod copy;
pub mod explained_button;
pub mod fact;
pub mod file;
pub mod focus;
pub mod format;
pub mod full_time;
pub mod icon;
pub mod icon_button;
pub mod json_tree;
pub mod keys;
pub mod landmark;
pub mod lazy;
pub mod link;
pub mod menu;
pub mod notice;
pub mod pager;
pub mod portions;
pub mod progress;
pub mod selected_text;
pub mod sort_header;
pub mod when;
