//! Which row on the page shows which token. Rows are made once and show one token after another, so that nothing is drawn or
//! moved that need not be.

/// Where each row that is wanted comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SlotAssignment {
    /// For each token that is wanted, in order: the slot that shows it, or `None` where a new one has to be made. Of rows
    /// without a token (`None` in `wanted`) nothing is said.
    pub slots: Vec<Option<usize>>,
    /// The slots that show nothing.
    pub spare: Vec<usize>,
}

/// Assigns slots to the tokens in `wanted`, by pk; `None` is a row that cannot be read and needs no slot. `shown` is what each
/// slot shows now, `None` where it is not in use. The slot of the token that has the focus goes on showing it, so that
/// nobody is moved who did not move; every other slot stays where it stands and shows what stands there now.
pub fn assign(wanted: &[Option<u64>], shown: &[Option<u64>], focused: Option<u64>) -> SlotAssignment {
    let mut free: Vec<Option<usize>> = (0..shown.len()).map(Some).collect();
    let focused = focused.and_then(|pk| {
        let at = wanted.iter().position(|wanted| *wanted == Some(pk))?;
        let slot = shown.iter().position(|shown| *shown == Some(pk))?;
        free.get_mut(slot)?.take()?;
        Some((at, slot))
    });
    let mut slots = Vec::with_capacity(wanted.len());
    for (at, wanted_here) in wanted.iter().enumerate() {
        let slot = match focused {
            _ if wanted_here.is_none() => None,
            Some((place, slot)) if place == at => Some(slot),
            _ => free
                .get_mut(at)
                .and_then(Option::take)
                // What stands behind the last row is out of sight, and can come forward.
                .or_else(|| free.iter_mut().skip(wanted.len()).find_map(Option::take)),
        };
        slots.push(slot);
    }
    SlotAssignment {
        slots,
        spare: free.into_iter().flatten().collect(),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn some(pks: &[u64]) -> Vec<Option<u64>> {
        pks.iter().copied().map(Some).collect()
    }

    #[test]
    fn the_first_rows_are_all_new() {
        let made = assign(&some(&[3, 2, 1]), &[], None);
        assert_eq!(made.slots, [None, None, None]);
        assert!(made.spare.is_empty());
    }

    #[test]
    fn a_slot_stays_where_it_stands_and_shows_another_token() {
        let made = assign(&some(&[9, 8]), &some(&[3, 2]), None);
        assert_eq!(made.slots, [Some(0), Some(1)]);
    }

    #[test]
    fn the_row_that_has_the_focus_moves_with_its_token() {
        // A new token came before the others.
        let made = assign(&some(&[4, 3, 2, 1]), &some(&[3, 2, 1]), Some(2));
        assert_eq!(made.slots, [Some(0), None, Some(1), None]);
        assert_eq!(made.spare, [2]);
    }

    #[test]
    fn a_focus_on_a_token_that_is_gone_keeps_nothing() {
        let made = assign(&some(&[3, 1]), &some(&[3, 2, 1]), Some(2));
        assert_eq!(made.slots, [Some(0), Some(1)]);
        assert_eq!(made.spare, [2]);
    }

    #[test]
    fn what_is_not_needed_is_spare_and_comes_back_before_anything_is_made() {
        let fewer = assign(&some(&[1]), &some(&[3, 2, 1]), None);
        assert_eq!(fewer.spare, [1, 2]);
        let more = assign(&some(&[5, 4, 3]), &[Some(1), None, None], None);
        assert_eq!(more.slots, [Some(0), Some(1), Some(2)]);
    }

    #[test]
    fn a_row_that_cannot_be_read_takes_no_slot() {
        let made = assign(&[Some(3), None, Some(1)], &some(&[3, 2, 1]), None);
        assert_eq!(made.slots, [Some(0), None, Some(2)]);
        assert_eq!(made.spare, [1]);
    }

    proptest! {
        #[test]
        fn each_slot_is_used_once_or_spare_and_the_focus_keeps_its_row(
            wanted in proptest::collection::vec(proptest::option::weighted(0.9, 0..30_u64), 0..20),
            shown in proptest::collection::vec(proptest::option::weighted(0.9, 0..30_u64), 0..20),
            focused in proptest::option::of(0..30_u64),
        ) {
            let made = assign(&wanted, &shown, focused);
            prop_assert_eq!(made.slots.len(), wanted.len());
            let mut all: Vec<usize> = made.slots.iter().flatten().chain(&made.spare).copied().collect();
            all.sort_unstable();
            prop_assert_eq!(all, (0..shown.len()).collect::<Vec<_>>());
            for (wanted, slot) in wanted.iter().zip(&made.slots) {
                prop_assert!(wanted.is_some() || slot.is_none());
            }
            if let Some(pk) = focused
                && let Some(at) = wanted.iter().position(|wanted| *wanted == Some(pk))
                && let Some(slot) = shown.iter().position(|shown| *shown == Some(pk))
            {
                prop_assert_eq!(made.slots[at], Some(slot));
            }
        }
    }
}
