//! How much is asked for at once of a server that may be slow.

/// So many pages have to come in time before more rows are asked for at once.
const FIRST_TRIAL: u32 = 4;

/// How many rows are asked for at once.
#[derive(Debug)]
pub struct Patience {
    /// That many at most.
    pub most: u64,
    /// So many pages of that size came in time.
    pub good: u32,
    /// So many have to before more is asked for.
    pub trial: u32,
    /// Whether a larger size is being tried again that has not succeeded often enough yet.
    pub has_grown: bool,
}

impl Patience {
    pub fn new(most: u64) -> Self {
        Self {
            most,
            good: 0,
            trial: FIRST_TRIAL,
            has_grown: false,
        }
    }
}
