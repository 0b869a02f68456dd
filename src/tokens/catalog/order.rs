//! The order that the rows were put in last, and how names compare in it.

use std::cmp::Ordering::{Equal, Greater, Less};
use std::rc::Rc;

use crate::tokens::fold::fold;
use crate::tokens::query::SortTerm;

/// How names compare: the language's order, which only the browser knows, or a plain one.
pub type Collate = fn(&[&str]) -> Vec<u32>;

/// The order that was asked for last, kept while nothing changes.
#[derive(Default)]
pub struct RowOrder {
    pub(super) terms: Vec<SortTerm>,
    pub(super) version: u64,
    /// The minute: statuses change with time.
    pub(super) minute: i64,
    pub(super) collate: Option<Collate>,
    pub(super) rows: Rc<Vec<u32>>,
    /// Another one for each order.
    pub(super) number: u64,
    pub(super) names: NameRanks,
}

#[derive(Default)]
pub(super) struct NameRanks {
    pub users: Vec<u32>,
    pub providers: Vec<u32>,
    pub of: u64,
}

impl RowOrder {
    /// The positions of all rows, in order.
    pub fn rows(&self) -> Rc<Vec<u32>> {
        Rc::clone(&self.rows)
    }

    /// Tells this order from those before it.
    pub fn number(&self) -> u64 {
        self.number
    }
}

/// Ranks by the folded text, then by the text itself.
pub fn plainly(names: &[&str]) -> Vec<u32> {
    let folded: Vec<String> = names.iter().map(|name| fold(name)).collect();
    ranks(names.len(), |one, other| {
        let by_fold = folded.get(one).cmp(&folded.get(other));
        by_fold.then_with(|| names.get(one).cmp(&names.get(other)))
    })
}

/// The rank of each of `len` things under an order; equal things have the same rank.
pub fn ranks(len: usize, compare: impl Fn(usize, usize) -> std::cmp::Ordering) -> Vec<u32> {
    let mut order: Vec<usize> = (0..len).collect();
    order.sort_unstable_by(|&one, &other| compare(one, other));
    let mut ranks = vec![0; len];
    let mut rank = 0;
    let mut before = None;
    for at in order {
        match before.map(|before| compare(before, at)) {
            Some(Less | Greater) => rank += 1,
            Some(Equal) | None => {}
        }
        before = Some(at);
        if let Some(place) = ranks.get_mut(at) {
            *place = rank;
        }
    }
    ranks
}
