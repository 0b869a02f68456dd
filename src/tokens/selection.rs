//! Which tokens are selected: by number, so that the set outlives pages, orders and filters.
//!
//! A range works as in file managers. It goes from the box that was last ticked by itself, the anchor, to the one that is
//! clicked, in the order on screen, and makes all between them what the anchor is. Another range from the same anchor
//! replaces the previous one: what only that one had changed is changed back. What is not on screen stays as it
//! is, since nobody would see it change; so without the anchor on screen there is no range, and the click is an ordinary
//! one.

/// A set of tokens of one kind.
///
/// ```
/// use tokenscope::tokens::selection::Selection;
///
/// let on_screen = [9, 7, 5, 3];
/// let mut selection = Selection::default();
/// selection.set(7, true);
/// selection.extend(3, &on_screen);
/// assert_eq!(selection.pks(), [3, 5, 7]);
/// selection.extend(9, &on_screen);
/// assert_eq!(selection.pks(), [7, 9]);
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// In order.
    pks: Vec<u64>,
    anchor: Option<u64>,
    /// The numbers that ranges from this anchor have changed, in order.
    turned: Vec<u64>,
}

impl Selection {
    /// What is selected, in order of number.
    pub fn pks(&self) -> &[u64] {
        &self.pks
    }

    /// How many are selected.
    pub fn len(&self) -> usize {
        self.pks.len()
    }

    /// Whether none is selected.
    pub fn is_empty(&self) -> bool {
        self.pks.is_empty()
    }

    /// Whether this one is selected.
    pub fn contains(&self, pk: u64) -> bool {
        self.pks.binary_search(&pk).is_ok()
    }

    /// Selects or deselects one. The next range begins here.
    pub fn set(&mut self, pk: u64, on: bool) {
        match (self.pks.binary_search(&pk), on) {
            (Err(at), true) => self.pks.insert(at, pk),
            (Ok(at), false) => drop(self.pks.remove(at)),
            _ => {}
        }
        self.anchor = Some(pk);
        self.turned.clear();
    }

    /// Makes everything from the anchor to `pk` what the anchor is, in the order on screen. Where either is not on
    /// screen, `pk` is turned by itself.
    pub fn extend(&mut self, pk: u64, on_screen: &[u64]) {
        let place = |wanted: u64| on_screen.iter().position(|&pk| pk == wanted);
        let (Some(anchor), Some(to)) = (self.anchor, place(pk)) else {
            return self.turn(pk);
        };
        let Some(from) = place(anchor) else {
            return self.turn(pk);
        };
        let on = self.contains(anchor);
        let range = sorted(on_screen.get(from.min(to)..=from.max(to)).unwrap_or_default());
        let seen = sorted(on_screen);
        let turned = std::mem::take(&mut self.turned);
        let (back, kept): (Vec<u64>, Vec<u64>) = turned
            .into_iter()
            .partition(|pk| seen.binary_search(pk).is_ok() && range.binary_search(pk).is_err());
        self.put(&back, !on);
        let fresh: Vec<u64> = range.into_iter().filter(|&pk| self.contains(pk) != on).collect();
        self.put(&fresh, on);
        self.turned = sorted(&[kept, fresh].concat());
    }

    /// Selects or deselects all of these.
    pub fn set_all(&mut self, pks: &[u64], on: bool) {
        self.put(&sorted(pks), on);
        self.turned.clear();
    }

    /// Drops numbers that no longer exist. Returns how many of them were selected.
    pub fn forget(&mut self, gone: &[u64]) -> usize {
        let gone = sorted(gone);
        let before = self.pks.len();
        self.put(&gone, false);
        let is_gone = |pk: &u64| gone.binary_search(pk).is_ok();
        self.anchor = self.anchor.filter(|anchor| !is_gone(anchor));
        self.turned.retain(|pk| !is_gone(pk));
        before - self.pks.len()
    }

    /// Clears it.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    fn turn(&mut self, pk: u64) {
        let on = !self.contains(pk);
        self.set(pk, on);
    }

    /// `pks` stand in order.
    fn put(&mut self, pks: &[u64], on: bool) {
        if on {
            self.pks.extend_from_slice(pks);
            self.pks.sort_unstable();
            self.pks.dedup();
        } else {
            self.pks.retain(|pk| pks.binary_search(pk).is_err());
        }
    }
}

fn sorted(pks: &[u64]) -> Vec<u64> {
    let mut sorted = pks.to_vec();
    sorted.sort_unstable();
    sorted.dedup();
    sorted
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    fn selected(steps: impl FnOnce(&mut Selection)) -> Vec<u64> {
        let mut selection = Selection::default();
        steps(&mut selection);
        selection.pks().to_vec()
    }

    #[test]
    fn a_range_follows_the_order_on_screen() {
        let by_end = [4, 9, 1, 7, 3];
        let range = |to| {
            selected(|selection| {
                selection.set(9, true);
                selection.extend(to, &by_end);
            })
        };
        assert_eq!(range(3), [1, 3, 7, 9]);
        assert_eq!(range(4), [4, 9]);
        assert_eq!(range(9), [9]);
    }

    #[test]
    fn a_range_from_a_box_that_was_emptied_empties() {
        let left = selected(|selection| {
            selection.set_all(&[1, 2, 3, 4, 5], true);
            selection.set(2, false);
            selection.extend(4, &[1, 2, 3, 4, 5]);
        });
        assert_eq!(left, [1, 5]);
    }

    #[test]
    fn a_range_takes_the_place_of_the_one_before_and_of_nothing_else() {
        let left = selected(|selection| {
            selection.set(6, true);
            selection.set(2, true);
            selection.extend(5, &[1, 2, 3, 4, 5, 6]);
            selection.extend(3, &[1, 2, 3, 4, 5, 6]);
        });
        assert_eq!(left, [2, 3, 6], "6 was selected before");
    }

    #[test]
    fn without_the_anchor_on_screen_a_range_is_a_click() {
        let left = selected(|selection| {
            selection.set(1, true);
            selection.extend(12, &[11, 12, 13, 14]);
            selection.extend(14, &[11, 12, 13, 14]);
        });
        assert_eq!(left, [1, 12, 13, 14], "and that click begins the next one");
    }

    #[test]
    fn a_page_that_is_left_keeps_what_a_range_did_there() {
        let left = selected(|selection| {
            selection.set(3, true);
            selection.extend(1, &[1, 2, 3]);
            // Sorted otherwise, 1 and 2 went to another page.
            selection.extend(4, &[3, 4, 5]);
        });
        assert_eq!(left, [1, 2, 3, 4]);
    }

    #[test]
    fn what_is_gone_is_let_go_of_and_anchors_nothing() {
        let mut selection = Selection::default();
        selection.set(2, true);
        selection.extend(4, &[1, 2, 3, 4]);
        assert_eq!(selection.forget(&[2, 3, 77]), 2);
        assert_eq!(selection.pks(), [4]);
        selection.extend(1, &[1, 4]);
        assert_eq!(selection.pks(), [1, 4]);
    }

    #[derive(Clone, Debug)]
    enum Act {
        Set(u64, bool),
        /// A click with Shift, and what is on screen then.
        Extend(u64, Vec<u64>),
        SetAll(Vec<u64>, bool),
        Forget(Vec<u64>),
        Clear,
    }

    fn acts() -> impl Strategy<Value = Vec<Act>> {
        let pk = 0..24_u64;
        let some =
            || prop::collection::btree_set(0..24_u64, 0..14).prop_map(|some| some.into_iter().collect::<Vec<_>>());
        // Two orders of many tokens, so that the anchor often is on screen, and pages of any.
        let all: Vec<u64> = (0..20).collect();
        let backwards: Vec<u64> = all.iter().rev().copied().collect();
        let screen = prop_oneof![
            3 => Just(all),
            2 => Just(backwards),
            2 => some().prop_shuffle(),
        ];
        let act = prop_oneof![
            3 => (pk.clone(), any::<bool>()).prop_map(|(pk, on)| Act::Set(pk, on)),
            6 => (pk, screen).prop_map(|(pk, screen)| Act::Extend(pk, screen)),
            1 => (some(), any::<bool>()).prop_map(|(pks, on)| Act::SetAll(pks, on)),
            1 => some().prop_map(Act::Forget),
            1 => Just(Act::Clear),
        ];
        prop::collection::vec(act, 0..24)
    }

    /// The same, as one would say it: every row on screen is in the range and as the anchor, or as it was when the
    /// anchor was set.
    #[derive(Default)]
    struct Naive {
        set: BTreeSet<u64>,
        anchor: Option<u64>,
        before: BTreeSet<u64>,
    }

    impl Naive {
        fn put(&mut self, pk: u64, on: bool) {
            if on {
                self.set.insert(pk);
            } else {
                self.set.remove(&pk);
            }
        }

        fn act(&mut self, act: &Act) {
            match act {
                Act::Set(pk, on) => {
                    self.put(*pk, *on);
                    self.anchor = Some(*pk);
                }
                Act::Extend(pk, screen) => {
                    let anchor = self.anchor.filter(|anchor| screen.contains(anchor));
                    let Some(anchor) = anchor.filter(|_| screen.contains(pk)) else {
                        return self.act(&Act::Set(*pk, !self.set.contains(pk)));
                    };
                    let on = self.set.contains(&anchor);
                    let mut inside = false;
                    for row in screen {
                        let is_end = *row == anchor || row == pk;
                        let is_in_range = inside || is_end;
                        self.put(*row, if is_in_range { on } else { self.before.contains(row) });
                        inside ^= is_end && anchor != *pk;
                    }
                    return;
                }
                Act::SetAll(pks, on) => pks.iter().for_each(|pk| self.put(*pk, *on)),
                Act::Forget(gone) => {
                    for pk in gone {
                        self.set.remove(pk);
                        self.before.remove(pk);
                    }
                    self.anchor = self.anchor.filter(|anchor| !gone.contains(anchor));
                    return;
                }
                Act::Clear => *self = Self::default(),
            }
            self.before = self.set.clone();
        }
    }

    proptest! {
        #[test]
        fn the_set_is_what_a_naive_model_says(acts in acts()) {
            let (mut selection, mut naive) = (Selection::default(), Naive::default());
            for act in &acts {
                naive.act(act);
                match act {
                    Act::Set(pk, on) => selection.set(*pk, *on),
                    Act::Extend(pk, screen) => selection.extend(*pk, screen),
                    Act::SetAll(pks, on) => selection.set_all(pks, *on),
                    Act::Forget(gone) => {
                        let held = gone.iter().filter(|pk| selection.contains(**pk)).count();
                        prop_assert_eq!(selection.forget(gone), held);
                    }
                    Act::Clear => selection.clear(),
                }
                let expected: Vec<u64> = naive.set.iter().copied().collect();
                prop_assert_eq!(selection.pks(), &*expected, "after {:?}", act);
                prop_assert_eq!(selection.len(), expected.len());
                prop_assert!((0..24).all(|pk| selection.contains(pk) == naive.set.contains(&pk)));
            }
        }
    }
}
