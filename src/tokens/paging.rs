//! Page arithmetic.

use super::query::PageSize;

/// How many pages `count` rows fill. An empty list has one page, as authentik counts.
pub fn page_count(count: u64, size: PageSize) -> u64 {
    count.div_ceil(size.get()).max(1)
}

/// The page to show for one that was asked for: itself, or the last that exists.
pub fn existing_page(page: u64, count: u64, size: PageSize) -> u64 {
    page.clamp(1, page_count(count, size))
}

/// No element is higher than this, in pixels. Browsers end at other heights, without a word: Firefox at 17.9 million,
/// Chromium at 33.5 million.
const HIGHEST: f64 = 16_000_000.0;

/// How many rows of this height, in pixels, can stand below each other.
pub fn most_below(height: f64) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a number of rows, and what is too large stays the largest"
    )]
    let rows = (HIGHEST / height.max(1.0)) as usize;
    rows.max(1)
}

/// Which rows of how many are on screen: "41–60 of 9,995". Rows count from 1; all is 0 in an empty list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Range {
    /// The first row.
    pub first: u64,
    /// The last row.
    pub last: u64,
    /// How many rows there are.
    pub of: u64,
}

impl Range {
    /// What a page holds by arithmetic alone.
    pub fn of_page(page: u64, count: u64, size: PageSize) -> Self {
        let size = size.get();
        let before = page.saturating_sub(1).saturating_mul(size);
        if before >= count {
            return Self {
                first: 0,
                last: 0,
                of: count,
            };
        }
        Self {
            first: before + 1,
            last: count.min(before.saturating_add(size)),
            of: count,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_page_may_be_short() {
        let size = PageSize::default();
        assert_eq!(page_count(0, size), 1);
        assert_eq!(page_count(20, size), 1);
        assert_eq!(page_count(21, size), 2);
        let range = |page| {
            let range = Range::of_page(page, 45, size);
            (range.first, range.last, range.of)
        };
        assert_eq!(range(1), (1, 20, 45));
        assert_eq!(range(3), (41, 45, 45));
        assert_eq!(range(4), (0, 0, 45));
        assert_eq!(existing_page(9, 45, size), 3);
        assert_eq!(existing_page(0, 45, size), 1);
        assert_eq!(existing_page(2, 0, size), 1);
    }

    #[test]
    fn rows_below_each_other_end_before_any_browser_does() {
        assert_eq!(most_below(54.0), 296_296);
        assert_eq!(most_below(20_000.0), 800);
        for height in [0.0, 1.0, 54.0, 176.0, 1e9, f64::NAN] {
            let most = most_below(height);
            assert!(most == 1 || most as f64 * height.max(1.0) <= 16_000_000.0, "{height}");
        }
    }
}
