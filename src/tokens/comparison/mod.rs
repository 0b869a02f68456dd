//! What became of the tokens since an earlier export: which are new, which are gone, which changed, and whether there are
//! fewer of those that never expire. Pure: the file comes as text, the tokens of now from the catalog.

mod difference;
mod earlier;

pub use difference::{Change, Changes, Comparison, GoneToken, ThenAndNow, compare};
pub use earlier::{EarlierExport, EarlierToken, NotComparable};

#[cfg(test)]
mod tests;
