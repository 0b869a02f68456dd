//! What there is to know about tokens without asking anybody: the question in the address, pages, status, claims,
//! validities, and which token a text matches. Pure: no browser, no clock, no network.

pub mod auto_refresh;
pub mod catalog;
pub mod column_layout;
pub mod comparison;
pub mod deletion;
pub mod duration;
pub mod export;
pub mod findings;
mod fold;
pub mod groups;
pub mod kind_counts;
pub mod list_answer;
pub mod local_match;
pub mod local_time;
pub mod name_search;
pub mod pace;
pub mod paging;
pub mod pasted;
pub mod query;
pub mod recent_searches;
pub mod rights;
pub mod selection;
pub mod status;
pub mod terms;
pub mod views;
