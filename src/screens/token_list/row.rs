//! A row of the token table.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use chrono::{DateTime, Utc};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, Event, HtmlInputElement, MouseEvent};

use super::cells::Content;
use super::columns::Column;
use super::list::List;
use super::words::Mark;
use crate::authentik::decode::DecodeError;
use crate::authentik::token::Token;
use crate::text;
use crate::tokens::kind::Kind;
use crate::ui::dom::{El, el, selection_near};
use crate::ui::way::{lead, led};

/// A row, which shows one token after the other. Nothing in it follows a signal: whoever keeps the rows says what changed.
pub struct TokenRow {
    /// The element.
    pub place: El,
    list: List,
    link: El,
    tick: El,
    contents: Rc<[Content]>,
    tools: El,
    tool: RefCell<Option<El>>,
    shown: Shown,
    /// Whether titles say what is cut off, as they do while a pointer is on the row: they would cost more than all else
    /// that changes when another token is shown.
    explained: Rc<Cell<bool>>,
    mark: RefCell<Mark>,
    kind: Cell<Kind>,
    /// Whether it is the open one, and whether it is selected, as it looks.
    looks: Cell<(bool, bool)>,
}

/// The token that a row shows.
type Shown = Rc<RefCell<Option<Rc<Token>>>>;

impl TokenRow {
    /// A row of these columns, with nothing in it yet.
    pub fn new(list: List, columns: &[Column]) -> Self {
        let shown = Shown::default();
        let with = |act: fn(List, &Rc<Token>)| {
            let shown = Rc::clone(&shown);
            move || {
                // What is done may change what the row shows.
                let token = shown.borrow().clone();
                if let Some(token) = token {
                    act(list, &token);
                }
            }
        };
        let open = with(|list, token| list.open_token(token.pk));
        let open_by_link = open.clone();
        let link = led(open_by_link).class("row-link");
        let selected = Rc::clone(&shown);
        let tick = tick_box(move |select, shift| {
            let token = selected.borrow().clone();
            if let Some(token) = token {
                list.select(&token, select, shift);
            }
        });
        let place = el("tr")
            .class("row")
            .attr("role", "row")
            .on("click", move |event| {
                if !is_for_a_control(event) {
                    open();
                }
            })
            .child(td("cell-select").child(el("label").class("tick").child(tick.clone())));
        let contents = columns.iter().map(|&column| {
            let cell = td(column.class()).attr("data-label", column.label());
            let _ = place.clone().child(cell.clone());
            Content::new(column, &cell, &link)
        });
        let contents: Rc<[Content]> = contents.collect();
        let explained = Rc::new(Cell::new(false));
        let explain = |on: bool| {
            let (shown, contents, explained) = (Rc::clone(&shown), Rc::clone(&contents), Rc::clone(&explained));
            move |_: &Event| {
                if let Some(token) = shown.borrow().as_ref().filter(|_| explained.replace(on) != on) {
                    contents.iter().for_each(|content| content.explain(token, on));
                }
            }
        };
        let place = place
            .on("pointerover", explain(true))
            .on("pointerleave", explain(false));
        let tools = td("cell-tools");
        let row = Self {
            place: place.child(tools.clone()),
            list,
            link,
            tick,
            contents,
            tools,
            tool: RefCell::new(None),
            shown,
            explained,
            mark: RefCell::new(None),
            kind: Cell::new(Kind::default()),
            looks: Cell::new((false, false)),
        };
        row.equip();
        row
    }

    /// Adds what can be done with the token, once that part of the program is there; under the owner of the row.
    pub fn equip(&self) {
        let Some(choosing) = self.list.choosing.now().filter(|_| self.tool.borrow().is_none()) else {
            return;
        };
        let shown = Rc::clone(&self.shown);
        let tool = (choosing.row)(Rc::new(move || shown.borrow().clone()));
        let _ = self.tools.clone().child(tool);
        self.tool.replace(self.tools.find("button"));
        self.name_tool();
    }

    fn name_tool(&self) {
        if let (Some(tool), Some(pk)) = (&*self.tool.borrow(), self.pk()) {
            let name = text::kinds::delete_one(self.kind.get(), pk);
            tool.put("aria-label", Some(&name));
        }
    }

    /// The number of the token that is shown.
    pub fn pk(&self) -> Option<u64> {
        self.shown.borrow().as_ref().map(|token| token.pk)
    }

    /// Shows nothing from now on. While it stands nowhere it follows nothing, so whatever it shows next is new to it.
    pub fn forget(&self) {
        self.shown.replace(None);
    }

    /// Shows `token`, with what was found in it marked.
    pub fn show(&self, token: &Rc<Token>, mark: &Mark, now: DateTime<Utc>) {
        let before = self.shown.replace(Some(Rc::clone(token)));
        let is_same = before.as_ref().is_some_and(|before| Rc::ptr_eq(before, token));
        let is_marked_alike = *self.mark.borrow() == *mark;
        if is_same && is_marked_alike {
            return;
        }
        self.mark.replace(mark.clone());
        let (pk, kind) = (token.pk, self.list.kind());
        if self.kind.replace(kind) != kind || before.is_none_or(|before| before.pk != pk) {
            self.place.put("data-token", Some(&pk.to_string()));
            self.tick.put("aria-label", Some(&format!("Select token {pk}")));
            self.link
                .put("aria-label", Some(&format!("{} {pk}", text::kinds::one(kind))));
            self.name_tool();
            self.lead();
            self.stand_out();
        }
        for content in &*self.contents {
            content.show(token, mark);
            if self.explained.get() {
                content.explain(token, true);
            }
        }
        self.tick(now);
    }

    /// The link follows the address.
    pub fn lead(&self) {
        if let Some(pk) = self.pk() {
            lead(&self.link, self.list.href_of(pk).as_deref());
        }
    }

    /// Whether it is the open one, and whether it is selected.
    pub fn stand_out(&self) {
        let Some(pk) = self.pk() else { return };
        let looks = (self.list.open() == Some(pk), self.list.is_selected(pk));
        let before = self.looks.replace(looks);
        if before.0 != looks.0 {
            self.place.put_class("row-open", looks.0);
        }
        if before.1 != looks.1 {
            self.place.put_class("row-selected", looks.1);
        }
        // A click has ticked it already, whatever came of that.
        self.tick.put_ticked(looks.1);
    }

    /// Shows what follows from the time.
    pub fn tick(&self, now: DateTime<Utc>) {
        if let Some(token) = &*self.shown.borrow() {
            for content in &*self.contents {
                content.tick(token, self.list, now);
            }
        }
    }
}

/// A row that authentik sent and nobody can read: marked as such, and never left out.
pub fn unreadable_row(pk: Option<u64>, problem: &DecodeError) -> El {
    let title = match pk {
        Some(pk) => format!("Token {pk} cannot be read."),
        None => "This token cannot be read.".to_owned(),
    };
    odd_row(
        &title,
        " authentik’s answer is not what it should be: ",
        &problem.to_string(),
        ". Nothing else on this page is affected.",
    )
}

/// A token that authentik itself cannot read.
pub fn broken_row(place: &str, id: &str) -> El {
    let said = format!(" It stands {place}. Request id: ");
    odd_row("authentik cannot read this token.", &said, id, "")
}

fn odd_row(title: &str, before: &str, code: &str, after: &str) -> El {
    let list = expect_context::<List>();
    let width = move || 2 + Column::ALL.into_iter().filter(|&column| list.shows(column)).count();
    let cell = td("")
        .attr_of("colspan", move || Some(width().to_string()))
        .child(el("strong").text(title))
        .text(before)
        .child(el("code").text(code))
        .text(after);
    el("tr").class("row row-unreadable").attr("role", "row").child(cell)
}

/// A box to tick, in a target that a finger can hit. It is told what the box becomes, and whether Shift is held.
pub fn tick(name: &str, is_ticked: impl Fn() -> bool + 'static, set: impl Fn(bool, bool) + 'static) -> El {
    let input = tick_box(set).attr("aria-label", name).checked_of(is_ticked);
    el("label").class("tick").child(input)
}

fn tick_box(set: impl Fn(bool, bool) + 'static) -> El {
    // The space bar clicks, too, and says whether Shift was held; `change` does not.
    el("input").attr("type", "checkbox").on("click", move |event| {
        if let Some(target) = event.target() {
            let ticked = target.unchecked_ref::<HtmlInputElement>().checked();
            set(ticked, event.unchecked_ref::<MouseEvent>().shift_key());
        }
    })
}

/// A cell. Its role is spelled out because narrow layouts take the table apart.
pub fn td(class: &str) -> El {
    el("td").class(class).attr("role", "cell")
}

/// Whether a click means a link, a box or a selection of text rather than the row.
fn is_for_a_control(event: &Event) -> bool {
    let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
        return false;
    };
    let on_control = matches!(element.closest("a, button, label, input"), Ok(Some(_)));
    on_control || selection_near(&element).is_some_and(|selection| !selection.is_collapsed())
}

/// Puts the focus on the link of a row, if it is there.
pub fn focus_row(table: &El, pk: u64) -> bool {
    table
        .find(&format!("[data-token='{pk}'] .row-link"))
        .is_some_and(|link| link.focus())
}
