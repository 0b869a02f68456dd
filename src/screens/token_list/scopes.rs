//! The scopes of a token in its row: the first few by name, the others as a number.

use std::cell::Cell;

use super::words::{Mark, Words};
use crate::text;
use crate::ui::dom::{El, bdi, el, span};

/// So many scopes are shown before they are counted.
const SHOWN: usize = 2;

/// The scopes of one token after the other. All that any of them needs is made once; the style sheet hides what says
/// nothing.
pub struct Scopes {
    list: El,
    named: [Named; SHOWN],
    /// How many are left where only the first is named, and where both are. The style sheet knows which is true.
    left: [Left; SHOWN],
}

/// A scope by its name.
struct Named {
    name: Words,
    class: Cell<&'static str>,
}

/// How many more there are.
struct Left {
    item: El,
    count: Words,
    words: Words,
}

impl Scopes {
    /// In `cell`, where nothing else stands.
    pub fn new(cell: &El) -> Self {
        let list = el("ul").class("scopes");
        let item = |class: &str| {
            let item = el("li").class(class);
            let _ = list.clone().child(item.clone());
            item
        };
        let named = [(); SHOWN].map(|()| Named {
            name: Words::new(item("").attr("dir", "auto")),
            class: Cell::new(""),
        });
        let left = ["scope-more-narrow", "scope-more"].map(|class| {
            let item = item(class).flag("hidden", true);
            let (count, words) = (span(""), span("visually-hidden"));
            Left {
                item: item.child(count.clone()).child(words.clone()),
                count: Words::new(count),
                words: Words::new(words),
            }
        });
        let _ = cell.clone().child(list.clone());
        Self { list, named, left }
    }

    /// Shows these.
    pub fn show(&self, scopes: &[String], mark: &Mark) {
        // First what was searched for, then what gives power: neither may hide behind a number.
        let rank = |name: &str| match (mark, text::scopes::is_powerful(name)) {
            (Some(needle), _) if needle.is_in(name) => 0,
            (_, true) => 1,
            (_, false) => 2,
        };
        let in_order = (0..3).flat_map(|wanted| scopes.iter().filter(move |name| rank(name) == wanted));
        let mut in_order = in_order.map(|name| (&**name, class(name)));
        // What stands behind another name than before is put there anew: it would have jumped.
        let mut is_other = false;
        let again = |item: &El| drop(self.list.clone().child(item.clone()));
        for (at, named) in self.named.iter().enumerate() {
            let none = if at == 0 { ("None", "quiet") } else { ("", "") };
            let (name, class) = in_order.next().unwrap_or(none);
            if is_other {
                again(&named.name.place);
            }
            if named.class.replace(class) != class {
                named.name.place.put("class", Some(class));
            }
            is_other |= named.name.say(name, mark);
        }
        for (at, left) in self.left.iter().enumerate() {
            if is_other {
                again(&left.item);
            }
            let (count, words) = match scopes.len().saturating_sub(at + 1) {
                0 => (String::new(), ""),
                more => (format!("+{more}"), " more scopes"),
            };
            left.count.say(&count, &None);
            if left.words.say(words, &None) {
                left.item.put("hidden", words.is_empty().then_some(""));
            }
        }
    }
}

/// The frame of a scope's name; one that gives power stands out.
pub fn scope(name: &str) -> El {
    bdi("").class(class(name))
}

fn class(name: &str) -> &'static str {
    if text::scopes::is_powerful(name) {
        "scope scope-powerful"
    } else {
        "scope"
    }
}
