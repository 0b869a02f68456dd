//! The program's two entry points, called from JavaScript: on a page of its own, and in somebody else's page.

mod embedded;
mod standalone;
