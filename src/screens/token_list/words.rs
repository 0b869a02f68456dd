//! Texts in a row: set only where they are others than before, with what was found in them marked.

use std::cell::RefCell;
use std::rc::Rc;

use crate::tokens::local_match::{Needle, highlights};
use crate::ui::dom::{El, Wording, el};

/// What is marked, where something is.
pub type Mark = Option<Rc<Needle>>;

/// An element whose text changes.
pub struct Words {
    /// The element.
    pub place: El,
    /// What it says: plain and marked by turns, the first plain. Each keeps its place in the page while it is there.
    pieces: RefCell<Vec<Piece>>,
}

struct Piece {
    said: String,
    wording: Wording,
    /// What marks it, where it is marked.
    mark: Option<El>,
}

impl Words {
    /// Nothing said yet.
    pub fn new(place: El) -> Self {
        Self {
            place,
            pieces: RefCell::new(Vec::new()),
        }
    }

    /// Says `text`. Returns whether it is another than before.
    pub fn say(&self, text: &str, mark: &Mark) -> bool {
        let texts = by_turns(match mark {
            Some(needle) => highlights(needle, text),
            None => vec![(false, text.to_owned())],
        });
        let mut pieces = self.pieces.borrow_mut();
        let mut is_other = pieces.len() != texts.len();
        while pieces.len() > texts.len() {
            pieces.pop().inspect(Piece::remove);
        }
        for (at, text) in texts.into_iter().enumerate() {
            if pieces.len() == at {
                pieces.push(Piece::new(&self.place, at % 2 == 1));
            }
            if let Some(piece) = pieces.get_mut(at).filter(|piece| piece.said != text) {
                piece.wording.say(&text);
                piece.said = text;
                is_other = true;
            }
        }
        is_other
    }

    /// The text is its title as well, since it may be cut off; or is not.
    pub fn explain(&self, on: bool) {
        let text = || {
            self.pieces
                .borrow()
                .iter()
                .map(|piece| &*piece.said)
                .collect::<String>()
        };
        self.place.put("title", on.then(text).as_deref());
    }
}

impl Piece {
    fn new(place: &El, is_marked: bool) -> Self {
        let mark = is_marked.then(|| el("mark"));
        if let Some(mark) = &mark {
            // An element is the page's; what is handed back is but another name for it.
            let _ = place.clone().child(mark.clone());
        }
        Self {
            said: String::new(),
            wording: Wording::new(mark.as_ref().unwrap_or(place)),
            mark,
        }
    }

    fn remove(&self) {
        match &self.mark {
            Some(mark) => mark.remove(),
            None => self.wording.remove(),
        }
    }
}

/// Plain and marked texts by turns, the first plain, though it may be empty.
fn by_turns(parts: Vec<(bool, String)>) -> Vec<String> {
    let mut texts = vec![String::new()];
    for (is_marked, part) in parts {
        let is_last_marked = texts.len() % 2 == 0;
        match texts.last_mut().filter(|_| is_marked == is_last_marked) {
            Some(last) => last.push_str(&part),
            None => texts.push(part),
        }
    }
    texts
}
