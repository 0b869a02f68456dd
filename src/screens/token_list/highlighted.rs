//! Texts in a row, with what was found in them marked.

use leptos::prelude::*;

use super::row_content::Highlight;
use crate::text::cut;
use crate::tokens::local_match::highlights;

/// `text`, plain and marked by turns. Each piece keeps its node while it is there: for the browser, changing a text is
/// far less work than replacing it. The class distinguishes our marks from others: see public/foreign_text.js.
pub fn highlighted(text: &str, mark: &Highlight) -> AnyView {
    // `None`, not an empty list: Leptos makes a new placeholder each time an empty list is drawn.
    let Some(needle) = mark else {
        return (cut(text), None::<Vec<AnyView>>).into_any();
    };
    let mut pieces = by_turns(highlights(needle, &cut(text))).into_iter();
    let first = pieces.next().unwrap_or_default();
    let mut marked = Vec::new();
    while let (Some(found), plain) = (pieces.next(), pieces.next()) {
        marked.push(view! { <mark class="found">{found}</mark>{plain.unwrap_or_default()} }.into_any());
    }
    (first, (!marked.is_empty()).then_some(marked)).into_any()
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
