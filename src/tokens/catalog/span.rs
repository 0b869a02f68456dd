//! A span of time that tokens end in.

/// A span of time, from its first moment up to but without its last, in microseconds since 1970.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The first moment; `None` for the beginning of time.
    pub from: Option<i64>,
    /// The moment after the last; `None` for the end of time, which takes in what never ends.
    pub to: Option<i64>,
}

impl Span {
    /// Whether a token that ends then ends in it.
    pub fn holds(self, expires: i64) -> bool {
        self.from.is_none_or(|from| expires >= from) && self.to.is_none_or(|to| expires < to)
    }
}
