//! Which row on the page shows which token. Rows are made once and show one token after another, so that nothing is drawn or
//! moved that need not be.

/// Assigns the existing rows to the wanted tokens, from first to last. Every row stays where it
/// is and shows what belongs there now, except one: the row with the focus keeps showing its token, so that the focus
/// does not move by itself.
pub struct RowSlots<S> {
    free: Vec<Option<S>>,
    wanted: usize,
    kept: Option<(usize, S)>,
}

impl<S> RowSlots<S> {
    /// All these rows are free to show one of `wanted` tokens.
    pub fn new(rows: impl Iterator<Item = S>, wanted: usize) -> Self {
        Self {
            free: rows.map(Some).collect(),
            wanted,
            kept: None,
        }
    }

    /// Keeps the row that has the focus for its token, which is wanted at this place.
    pub fn keep(&mut self, place: usize, has_focus: impl Fn(&S) -> bool) {
        let row = self.free.iter_mut().find(|row| row.as_ref().is_some_and(&has_focus));
        self.kept = row.and_then(Option::take).map(|row| (place, row));
    }

    /// The row for the token at a place. None where a new one has to be made.
    pub fn take(&mut self, place: usize) -> Option<S> {
        if let Some((_, row)) = self.kept.take_if(|(kept, _)| *kept == place) {
            return Some(row);
        }
        let there = self.free.get_mut(place).and_then(Option::take);
        // Rows after the last place are hidden and can be reused.
        there.or_else(|| self.free.iter_mut().skip(self.wanted).find_map(Option::take))
    }

    /// The rows that no token needed, to be put out of sight.
    pub fn spare(self) -> impl Iterator<Item = S> {
        self.free.into_iter().flatten()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// For each token that is wanted, the row that shows it, by its place before; and the rows that are spare. `None` in
    /// `wanted` is a row that cannot be read and needs none, `None` in `shown` a row out of sight.
    fn assign(wanted: &[Option<u64>], shown: &[Option<u64>], focused: Option<u64>) -> (Vec<Option<usize>>, Vec<usize>) {
        let mut slots = RowSlots::new(0..shown.len(), wanted.len());
        if let Some(pk) = focused
            && let Some(place) = wanted.iter().position(|wanted| *wanted == Some(pk))
        {
            slots.keep(place, |row| shown[*row] == Some(pk));
        }
        let rows = wanted.iter().enumerate();
        let rows = rows.map(|(place, wanted)| wanted.and_then(|_| slots.take(place)));
        let rows = rows.collect();
        (rows, slots.spare().collect())
    }

    fn some(pks: &[u64]) -> Vec<Option<u64>> {
        pks.iter().copied().map(Some).collect()
    }

    #[test]
    fn the_first_rows_are_all_new() {
        assert_eq!(assign(&some(&[3, 2, 1]), &[], None), (vec![None, None, None], vec![]));
    }

    #[test]
    fn a_row_stays_where_it_stands_and_shows_another_token() {
        let (rows, _) = assign(&some(&[9, 8]), &some(&[3, 2]), None);
        assert_eq!(rows, [Some(0), Some(1)]);
    }

    #[test]
    fn the_row_that_has_the_focus_moves_with_its_token() {
        // A new token came before the others.
        let (rows, spare) = assign(&some(&[4, 3, 2, 1]), &some(&[3, 2, 1]), Some(2));
        assert_eq!(rows, [Some(0), None, Some(1), None]);
        assert_eq!(spare, [2]);
    }

    #[test]
    fn a_focus_on_a_token_that_is_gone_keeps_nothing() {
        let (rows, spare) = assign(&some(&[3, 1]), &some(&[3, 2, 1]), Some(2));
        assert_eq!(rows, [Some(0), Some(1)]);
        assert_eq!(spare, [2]);
    }

    #[test]
    fn what_is_not_needed_is_spare_and_comes_back_before_anything_is_made() {
        let (_, spare) = assign(&some(&[1]), &some(&[3, 2, 1]), None);
        assert_eq!(spare, [1, 2]);
        let (rows, _) = assign(&some(&[5, 4, 3]), &[Some(1), None, None], None);
        assert_eq!(rows, [Some(0), Some(1), Some(2)]);
    }

    #[test]
    fn a_row_that_cannot_be_read_takes_none() {
        let (rows, spare) = assign(&[Some(3), None, Some(1)], &some(&[3, 2, 1]), None);
        assert_eq!(rows, [Some(0), None, Some(2)]);
        assert_eq!(spare, [1]);
    }

    proptest! {
        #[test]
        fn each_row_is_used_once_or_spare_and_the_focus_keeps_its_row(
            wanted in proptest::collection::vec(proptest::option::weighted(0.9, 0..30_u64), 0..20),
            shown in proptest::collection::vec(proptest::option::weighted(0.9, 0..30_u64), 0..20),
            focused in proptest::option::of(0..30_u64),
        ) {
            let (rows, spare) = assign(&wanted, &shown, focused);
            let mut all: Vec<usize> = rows.iter().flatten().chain(&spare).copied().collect();
            all.sort_unstable();
            prop_assert_eq!(all, (0..shown.len()).collect::<Vec<_>>());
            if let Some(pk) = focused
                && let Some(at) = wanted.iter().position(|wanted| *wanted == Some(pk))
                && let Some(row) = shown.iter().position(|shown| *shown == Some(pk))
            {
                prop_assert_eq!(rows[at], Some(row));
            }
        }
    }
}
