//! A place in the console: a kind of token, perhaps one of them, and the list that it stands in; or all kinds at once.

use super::{Ignored, ListQuery, SortOrder, decode};
use crate::model::kind::Kind;

/// Stands where another address has its kind.
const ALL_KINDS: &str = "all-tokens";

/// All that the address says.
///
/// ```
/// use tokenscope::tokens::query::Address;
///
/// let (address, _) = Address::parse("access-tokens/4711", "ordering=expires").unwrap();
/// assert_eq!(address.open, Some(4711));
/// assert_eq!(address.to_path_and_query(), "access-tokens/4711?ordering=expires");
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Address {
    /// Which kind of token is listed.
    pub kind: Kind,
    /// Whether all kinds are shown, some of each. There only user, provider and search count.
    pub all_kinds: bool,
    /// The token whose drawer is open.
    pub open: Option<u64>,
    /// Which tokens are listed.
    pub query: ListQuery,
}

impl Address {
    /// Reads an address below the console's base. `None` for a path that is not one of the console's; a token's number
    /// that is none, and an ordering that this kind does not know, are reported as ignored.
    pub fn parse(path: &str, query: &str) -> Option<(Self, Vec<Ignored>)> {
        let mut segments = path.trim_matches('/').split('/');
        let first = segments.next()?;
        let all_kinds = first == ALL_KINDS;
        let kind = if all_kinds {
            Kind::default()
        } else {
            Kind::from_path_segment(first)?
        };
        let token = segments.next();
        if segments.next().is_some() || (all_kinds && token.is_some()) {
            return None;
        }
        let (mut query, mut ignored) = ListQuery::parse(query);
        let open = token.and_then(super::number);
        if let (Some(token), None) = (token, open) {
            ignored.push(Ignored::new("token".into(), decode(token)));
        }
        let term = query.order.server_term();
        if let Some(term) = term.filter(|term| !term.key.is_for(kind)) {
            ignored.push(Ignored {
                name: "ordering".into(),
                value: term.to_text(),
            });
            query.order = SortOrder::default();
        }
        if all_kinds {
            let unknown = query
                .filters
                .iter()
                .map(|(filter, value)| Ignored::new(filter.parameter().into(), value.into()));
            ignored.extend(unknown);
            let group = query
                .group
                .map(|group| Ignored::new("group".into(), group.word().into()));
            ignored.extend(group);
            query = query.for_all_kinds();
        }
        Some((
            Self {
                kind,
                all_kinds,
                open,
                query,
            },
            ignored,
        ))
    }

    /// The address, to be put behind the base: `access-tokens/4711?ordering=expires`.
    pub fn to_path_and_query(&self) -> String {
        let mut text = String::from(if self.all_kinds {
            ALL_KINDS
        } else {
            self.kind.path_segment()
        });
        if let Some(pk) = self.open {
            text.push('/');
            text.push_str(&pk.to_string());
        }
        let query = self.query.to_query();
        if !query.is_empty() {
            text.push('?');
            text.push_str(&query);
        }
        text
    }
}
