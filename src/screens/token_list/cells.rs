//! What stands in the cells of a row. A cell is made once and shows one token after the other.

use std::cell::{Cell, OnceCell, RefCell};
use std::rc::Rc;

use chrono::{DateTime, Utc};

use super::columns::Column;
use super::list::List;
use super::scopes::Scopes;
use super::words::{Mark, Words};
use crate::authentik::token::Token;
use crate::screens::person::{Portrait, marks_of};
use crate::screens::status_pill::Pill;
use crate::tokens::findings::Findings;
use crate::tokens::status::status_of;
use crate::ui::dom::{El, bdi, span};
use crate::ui::time::RelativeTime;

/// What a cell holds.
pub enum Content {
    /// The link that opens the token.
    Link(Words),
    /// Whom it speaks for.
    User(Box<UserCell>),
    /// Who issued it.
    Provider { name: Words, application: Words },
    /// What it allows.
    Scopes { place: El, scopes: Box<Scopes> },
    /// Its status.
    Status(Pill),
    /// What is risky about it.
    Findings {
        place: El,
        shown: Cell<Findings>,
        /// What draws them, once that part of the program is there.
        draw: OnceCell<Draw>,
    },
    /// When it ends.
    Expires(RelativeTime),
    /// When it was issued.
    Issued(RelativeTime),
}

/// Shows findings where it was made.
pub type Draw = Box<dyn Fn(Findings)>;

/// A person: picture, name, marks, username.
pub struct UserCell {
    portrait: Portrait,
    name: Words,
    line: El,
    marks: RefCell<Vec<El>>,
    marked: Cell<(Option<bool>, Option<bool>)>,
    username: Words,
}

impl Content {
    /// The content of a cell in this column, put into `cell`; nothing is shown yet. `link` is that of the row.
    pub fn new(column: Column, cell: &El, link: &El) -> Self {
        let put = |child: &El| drop(cell.clone().child(child.clone()));
        match column {
            Column::Token => {
                put(link);
                Self::Link(Words::new(link.clone()))
            }
            Column::User => {
                let user = UserCell::new();
                put(&user.whole());
                Self::User(Box::new(user))
            }
            Column::Provider => {
                let name = Words::new(bdi("").class("line line-main"));
                let application = Words::new(bdi("").class("line line-quiet"));
                put(&span("two-lines")
                    .child(name.place.clone())
                    .child(application.place.clone()));
                Self::Provider { name, application }
            }
            Column::Scopes => Self::Scopes {
                place: cell.clone(),
                scopes: Box::new(Scopes::new(cell)),
            },
            Column::Status => {
                let pill = Pill::new();
                put(&pill.place);
                Self::Status(pill)
            }
            Column::Findings => {
                let place = span("findings");
                put(&place);
                Self::Findings {
                    place,
                    shown: Cell::new(Findings::default()),
                    draw: OnceCell::new(),
                }
            }
            Column::Expires => Self::Expires(RelativeTime::new(cell, "Never", None)),
            Column::Issued => Self::Issued(RelativeTime::new(
                cell,
                "Not told",
                Some("The claims hold no time of issue"),
            )),
        }
    }

    /// Shows `token`.
    pub fn show(&self, token: &Token, mark: &Mark) {
        match self {
            Self::Link(words) => {
                words.say(&token.pk.to_string(), mark);
            }
            Self::User(user) => user.show(token, mark),
            Self::Provider { name, application } => {
                name.say(&token.provider.name, mark);
                match &token.provider.application {
                    Some(named) => application.say(&named.name, mark),
                    None => application.say("No application", &None),
                };
            }
            Self::Scopes { scopes, .. } => scopes.show(&token.scope, mark),
            Self::Expires(moment) => moment.show(token.expires),
            Self::Issued(moment) => {
                moment.show(token.claims.as_ref().and_then(|claims| claims.issued_at()));
            }
            Self::Status(_) | Self::Findings { .. } => {}
        }
    }

    /// Says in titles what may be cut off, and what is said in short; or does not.
    pub fn explain(&self, token: &Token, on: bool) {
        match self {
            Self::User(user) => {
                user.name.explain(on);
                user.username.explain(on);
            }
            Self::Provider { name, application } => {
                name.explain(on);
                application.explain(on);
            }
            Self::Scopes { place, .. } => place.put("title", on.then(|| token.scope.join("\n")).as_deref()),
            Self::Expires(moment) | Self::Issued(moment) => moment.explain(on),
            Self::Link(_) | Self::Status(_) | Self::Findings { .. } => {}
        }
    }

    /// Shows what follows from the time as well.
    pub fn tick(&self, token: &Rc<Token>, list: List, now: DateTime<Utc>) {
        match self {
            Self::Status(pill) => pill.show(status_of(token, now)),
            Self::Findings { place, shown, draw } => {
                let Some(marks) = list.marks.now() else { return };
                let found = (marks.of)(token, list.kind(), now);
                if shown.replace(found) != found {
                    draw.get_or_init(|| (marks.draw)(place))(found);
                }
            }
            Self::Expires(moment) | Self::Issued(moment) => moment.tick(now),
            _ => {}
        }
    }
}

impl UserCell {
    fn new() -> Self {
        let name = Words::new(bdi("").class("line-main"));
        Self {
            portrait: Portrait::new(),
            line: span("line line-marked").child(name.place.clone()),
            name,
            marks: RefCell::new(Vec::new()),
            marked: Cell::new((None, None)),
            username: Words::new(bdi("").class("line line-quiet")),
        }
    }

    fn whole(&self) -> El {
        let lines = span("two-lines")
            .child(self.line.clone())
            .child(self.username.place.clone());
        span("person").child(self.portrait.place.clone()).child(lines)
    }

    fn show(&self, token: &Token, mark: &Mark) {
        let user = &token.user;
        self.portrait.show(&user.avatar, || user.initials());
        self.name.say(user.display_name(), mark);
        self.username.say(&user.username, mark);
        let marked = (user.is_active, user.is_superuser);
        if self.marked.replace(marked) != marked {
            let marks = marks_of(user);
            let _ = self.line.clone().children(marks.iter().cloned());
            for old in self.marks.replace(marks) {
                old.remove();
            }
        }
    }
}
