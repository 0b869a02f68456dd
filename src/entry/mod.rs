//! The two doors into the program: a page of its own, and somebody else's page. A script calls what is here.

mod embedded;
mod standalone;
