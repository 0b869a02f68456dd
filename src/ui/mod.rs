//! Parts that know no token. A part is a function that makes an [`dom::El`].

pub mod announce;
pub mod barred;
pub mod chip;
pub mod copy;
pub mod dom;
pub mod file;
pub mod format;
pub mod icon;
pub mod json_tree;
pub mod landmark;
pub mod menu;
pub mod notice;
pub mod pager;
pub mod sort_header;
pub mod time;
pub mod way;
