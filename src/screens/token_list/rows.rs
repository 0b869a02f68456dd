//! The rows of the table. They are made once and show one token after the other: making elements anew with each letter
//! that is typed would cost more than finding the tokens does.
//!
//! A row stays where it stands and shows what stands there. The one that has the focus keeps its token, and moves with it:
//! whoever is on it would otherwise be somewhere else without having moved.

use std::cell::RefCell;
use std::rc::Rc;

use leptos::prelude::*;
use leptos::reactive::owner::Owner;

use super::columns::Column;
use super::list::List;
use super::question::ListAnswer;
use super::row::{TokenRow, unreadable_row};
use crate::app::app;
use crate::authentik::decode::DecodeError;
use crate::authentik::page::Row;
use crate::authentik::token::Token;
use crate::ui::dom::{El, arrange, end_of, keep_watching, under};

/// A row on the page.
enum Line {
    Token(Rc<TokenRow>),
    /// One that cannot be read, and its key.
    Odd(String, El, Owner),
}

impl Line {
    fn place(&self) -> &El {
        match self {
            Self::Token(row) => &row.place,
            Self::Odd(_, place, _) => place,
        }
    }

    /// Whether this row shows that already.
    fn shows(&self, wanted: &Row<Rc<Token>>) -> bool {
        match (self, wanted) {
            (Self::Token(row), Row::Read(token)) => row.pk() == Some(token.pk),
            (Self::Odd(key, ..), Row::Unreadable { pk, problem }) => *key == key_of(*pk, problem),
            _ => false,
        }
    }

    fn remove(&self) {
        self.place().remove();
        if let Self::Odd(_, _, owner) = self {
            owner.cleanup();
        }
    }
}

struct Rows {
    list: List,
    body: El,
    end: web_sys::Node,
    owner: Option<Owner>,
    made: RefCell<Made>,
}

/// What was made, and for which columns.
#[derive(Default)]
struct Made {
    columns: Vec<Column>,
    lines: Vec<Line>,
    /// Rows that nothing is to be shown in at the moment.
    spare: Vec<Rc<TokenRow>>,
    /// What lives as long as the rows of these columns.
    owner: Option<Owner>,
}

/// Puts the rows into the table, and keeps them true.
pub fn rows(body: El) -> El {
    let list = expect_context::<List>();
    let clock = app().clock;
    let rows = Rc::new(Rows {
        list,
        end: end_of(&body),
        body: body.clone(),
        owner: Owner::current(),
        made: RefCell::new(Made::default()),
    });
    let follow = |act: fn(&Rows)| {
        let rows = Rc::clone(&rows);
        keep_watching(move || act(&rows));
    };
    follow(|rows| {
        let columns: Vec<Column> = Column::ALL
            .into_iter()
            .filter(|&column| rows.list.shows(column))
            .collect();
        let shown = rows.list.shown();
        untrack(|| rows.show(columns, shown.as_ref().map(|shown| &*shown.answer)));
    });
    follow(|rows| {
        rows.list.location.look(|_| ());
        rows.each(TokenRow::lead);
    });
    follow(|rows| {
        rows.list.open();
        rows.list.follow_selection();
        rows.each(TokenRow::stand_out);
    });
    follow(|rows| {
        rows.list.choosing.with(|_| ());
        let owner = rows.made.borrow().owner.clone();
        if let Some(owner) = owner {
            owner.with(|| rows.each(TokenRow::equip));
        }
    });
    let all = Rc::clone(&rows);
    keep_watching(move || {
        let now = clock.ten_seconds.get();
        list.marks.get();
        all.each(|row| row.tick(now));
    });
    body
}

impl Rows {
    fn each(&self, act: impl Fn(&TokenRow)) {
        untrack(|| {
            for line in &self.made.borrow().lines {
                if let Line::Token(row) = line {
                    act(row);
                }
            }
        });
    }

    fn show(&self, columns: Vec<Column>, answer: Option<&ListAnswer>) {
        let mut made = self.made.take();
        if made.columns != columns || made.owner.is_none() {
            made.let_go();
            made = Made {
                columns,
                owner: Some(under(self.owner.as_ref())),
                ..Made::default()
            };
        }
        let focused = self.body.find(":focus");
        made.show(self, answer);
        arrange(&self.body, &self.end, made.lines.iter().map(Line::place));
        // An element that is moved loses the focus.
        if let Some(focused) = focused.filter(|element| !element.has_focus()) {
            focused.focus();
        }
        self.made.replace(made);
    }
}

impl Made {
    fn let_go(&mut self) {
        for line in self.lines.drain(..) {
            line.remove();
        }
        if let Some(owner) = self.owner.take() {
            owner.cleanup();
        }
    }

    fn show(&mut self, rows: &Rows, answer: Option<&ListAnswer>) {
        let wanted = answer.map(|answer| answer.rows.as_slice()).unwrap_or_default();
        let mark = answer.and_then(|answer| answer.needle.clone());
        let now = app().clock.ten_seconds.now();
        let mut older: Vec<Option<Line>> = self.lines.drain(..).map(Some).collect();
        // A row goes on showing its token where somebody is on it, or where it is no token …
        let focused = rows.body.find(":focus").is_some();
        let has_focus = |row: &TokenRow| focused && row.place.has_focus();
        let stays = |line: &Line| matches!(line, Line::Odd(..)) || matches!(line, Line::Token(row) if has_focus(row));
        let kept: Vec<Option<Line>> = wanted
            .iter()
            .map(|wanted| {
                let is_it =
                    |line: &&mut Option<Line>| line.as_ref().is_some_and(|line| line.shows(wanted) && stays(line));
                older.iter_mut().find(is_it).and_then(Option::take)
            })
            .collect();
        let is_free = |line: &Line| matches!(line, Line::Token(row) if !has_focus(row));
        // … and all others stay where they stand and show what stands there now, so that none is moved.
        for (at, (wanted, kept)) in wanted.iter().zip(kept).enumerate() {
            let line = match (kept, wanted) {
                (Some(line), _) => line,
                (None, Row::Unreadable { pk, problem }) => {
                    let owner = under(rows.owner.as_ref());
                    let place = owner.with(|| unreadable_row(*pk, problem));
                    Line::Odd(key_of(*pk, problem), place, owner)
                }
                (None, Row::Read(_)) => {
                    let there = older.get_mut(at).and_then(|line| line.take_if(|line| is_free(line)));
                    let row = match there {
                        Some(Line::Token(row)) => Some(row),
                        _ => self.spare.pop(),
                    };
                    Line::Token(row.unwrap_or_else(|| self.make(rows.list)))
                }
            };
            if let (Line::Token(row), Row::Read(token)) = (&line, wanted) {
                row.show(token, &mark, now);
            }
            self.lines.push(line);
        }
        for line in older.into_iter().flatten() {
            line.remove();
            if let Line::Token(row) = line {
                row.forget();
                self.spare.push(row);
            }
        }
    }

    fn make(&self, list: List) -> Rc<TokenRow> {
        let make = || Rc::new(TokenRow::new(list, &self.columns));
        match &self.owner {
            Some(owner) => owner.with(make),
            None => make(),
        }
    }
}

fn key_of(pk: Option<u64>, problem: &DecodeError) -> String {
    format!("{} {problem}", pk.unwrap_or_default())
}
