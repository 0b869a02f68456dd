//! How many rows a page has.

/// How many rows a page has: 10 to 100. Above that authentik would clamp, without a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageSize(u8);

impl PageSize {
    /// The fewest rows.
    pub const SMALLEST: Self = Self(10);

    /// What a person may choose from. An address may hold any number between.
    pub const CHOICES: [u64; 4] = [10, 20, 50, 100];

    /// A page size, if `rows` is one.
    pub fn new(rows: u64) -> Option<Self> {
        match u8::try_from(rows) {
            Ok(rows @ 10..=100) => Some(Self(rows)),
            _ => None,
        }
    }

    /// The remembered size, if it replaces this one because the address names none.
    pub fn replaced_by(self, remembered: Option<Self>, query: &str) -> Option<Self> {
        remembered.filter(|&size| size != self && !is_named(query))
    }

    /// The number of rows.
    pub fn get(self) -> u64 {
        self.0.into()
    }
}

impl Default for PageSize {
    fn default() -> Self {
        Self(20)
    }
}

/// Whether the query of an address says how many rows a page has.
fn is_named(query: &str) -> bool {
    query.contains("page_size=")
}
