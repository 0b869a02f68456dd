//! Views: what a list is filtered and ordered by, under a name. Which page, how many rows and which token is open are no
//! part of one.
//!
//! Those of a person's own are kept as text, one to a line: the name, percent-encoded, a blank, and the address.

use super::pasted::looks_like_token;
use super::query::{Address, CatalogFilter, CatalogFilters, ListQuery, PageSize, SortOrder};
use crate::model::kind::Kind;
use crate::model::percent_encoding::{decode, encode};

/// So many of their own a person may have.
pub const MOST: usize = 50;

/// The characters that a name may have.
pub const LONGEST_NAME: usize = 100;

/// A view that is always there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BuiltInView {
    /// What works and expires within a day, the soonest first.
    ExpiringSoon,
    /// What never expires.
    NeverExpiring,
    /// What works although its user is deactivated.
    DeactivatedUsers,
    /// What can act on authentik itself.
    AuthentikApi,
    /// What has a finding of high severity.
    HighFindings,
}

impl BuiltInView {
    /// All of them, in the order of the menu.
    pub const ALL: [Self; 5] = [
        Self::ExpiringSoon,
        Self::NeverExpiring,
        Self::DeactivatedUsers,
        Self::AuthentikApi,
        Self::HighFindings,
    ];

    /// Whether it makes sense for a kind of token: a code is gone within a minute or so, whatever is found about it.
    pub fn is_for(self, kind: Kind) -> bool {
        kind != Kind::AuthorizationCodes || !matches!(self, Self::AuthentikApi | Self::HighFindings)
    }

    /// The part of the address that shows it.
    fn filters(self) -> &'static [(CatalogFilter, &'static str)] {
        match self {
            Self::ExpiringSoon => &[(CatalogFilter::Status, "active"), (CatalogFilter::Expires, "<1d")],
            Self::NeverExpiring => &[(CatalogFilter::Status, "never")],
            Self::DeactivatedUsers => &[
                (CatalogFilter::Status, "active,never,unknown"),
                (CatalogFilter::ActiveUser, "no"),
            ],
            Self::AuthentikApi => &[(CatalogFilter::Finding, "authentik-api")],
            Self::HighFindings => &[(CatalogFilter::Severity, "high")],
        }
    }

    /// Where it is, for a kind of token.
    pub fn address(self, kind: Kind) -> Address {
        let mut query = ListQuery::default();
        for (filter, value) in self.filters() {
            query.filters.set(*filter, value);
        }
        if self == Self::ExpiringSoon {
            query.order = SortOrder::parse("expires").unwrap_or_default();
        }
        Address {
            kind,
            all_kinds: false,
            open: None,
            query,
        }
    }
}

/// A view of a person's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedView {
    /// What they call it.
    pub name: String,
    /// Where it is.
    pub address: Address,
}

/// Why a name cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameProblem {
    /// It says nothing.
    Empty,
    /// It looks like a token, and names are kept.
    IsToken,
    /// It has too many characters.
    TooLong,
    /// A view that is always there has it.
    BuiltIn,
    /// Another one of their own has it: the one at this place.
    Taken(usize),
}

/// What a name is once it is kept: without blanks around it.
pub fn tidy(name: &str) -> &str {
    name.trim()
}

/// Why a view cannot have this name. `own` are those that there are, without the one that it may replace; `built_in` are
/// the names of those that are always there.
pub fn name_problem<'a>(
    name: &str,
    own: impl Iterator<Item = (usize, &'a str)>,
    built_in: &[&str],
) -> Option<NameProblem> {
    let name = tidy(name);
    let folded = name.to_lowercase();
    let is_it = |other: &str| other.to_lowercase() == folded;
    if name.is_empty() {
        return Some(NameProblem::Empty);
    }
    if looks_like_token(name) {
        return Some(NameProblem::IsToken);
    }
    if name.chars().count() > LONGEST_NAME {
        return Some(NameProblem::TooLong);
    }
    if built_in.iter().any(|other| is_it(other)) {
        return Some(NameProblem::BuiltIn);
    }
    let mut own = own;
    own.find(|(_, other)| is_it(other))
        .map(|(at, _)| NameProblem::Taken(at))
}

/// What of an address is a view.
pub fn view_of(address: &Address) -> Address {
    Address {
        open: None,
        query: ListQuery {
            page: 1,
            page_size: PageSize::default(),
            all_rows: false,
            ..address.query.clone()
        },
        ..address.clone()
    }
}

/// Where a view is for somebody who has so many rows per page now.
pub fn with_rows_of(view: &Address, here: &Address) -> Address {
    let mut address = view.clone();
    address.query.page_size = here.query.page_size;
    address.query.all_rows = here.query.all_rows;
    address
}

/// Whether two addresses are the same view, in whatever order their filters were chosen.
pub fn is_same_view(one: &Address, other: &Address) -> bool {
    let without_filters = |address: &Address| {
        let mut view = view_of(address);
        view.query.filters = CatalogFilters::default();
        view
    };
    let words = |address: &Address, filter: CatalogFilter| {
        let between = if filter == CatalogFilter::Scope { ' ' } else { ',' };
        let value = address.query.filters.get(filter);
        let mut words: Vec<String> = value
            .split(between)
            .filter(|word| !word.is_empty())
            .map(str::to_owned)
            .collect();
        words.sort_unstable();
        words.dedup();
        words
    };
    without_filters(one) == without_filters(other)
        && CatalogFilter::ALL
            .iter()
            .all(|&filter| words(one, filter) == words(other, filter))
}

/// Reads what is kept. Lines that make no sense, or that hold what looks like a token, are left out; what is there twice
/// counts once.
pub fn read_views(text: &str) -> Vec<SavedView> {
    let mut views = Vec::new();
    for view in text.lines().filter_map(read_view) {
        if !views.contains(&view) {
            views.push(view);
        }
    }
    views
}

fn read_view(line: &str) -> Option<SavedView> {
    let (name, address) = line.split_once(' ')?;
    let name = decode(name);
    let name = tidy(&name);
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let (address, ignored) = Address::parse(path, query)?;
    // Without a part of its filters a view would show more than it is named for.
    let makes_sense = ignored.is_empty() && !name.is_empty() && !looks_like_token(name);
    makes_sense.then(|| SavedView {
        name: name.to_owned(),
        address: view_of(&address),
    })
}

/// What is to be kept, for [`read_views`] to read.
pub fn write_views(views: &[SavedView]) -> String {
    let line = |view: &SavedView| [&*encode(&view.name), " ", &view_of(&view.address).to_path_and_query()].concat();
    views.iter().map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    const JWT: &str = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIiwianRpIjoiYSJ9.c2ln";

    fn at(text: &str) -> Address {
        let (path, query) = text.split_once('?').unwrap_or((text, ""));
        Address::parse(path, query).unwrap().0
    }

    #[test]
    fn built_in_views_are_addresses() {
        let written = |view: BuiltInView| view.address(Kind::RefreshTokens).to_path_and_query();
        assert_eq!(
            BuiltInView::ALL.map(written),
            [
                "refresh-tokens?status=active&expires=%3C1d&ordering=expires",
                "refresh-tokens?status=never",
                "refresh-tokens?status=active%2Cnever%2Cunknown&active=no",
                "refresh-tokens?finding=authentik-api",
                "refresh-tokens?severity=high",
            ]
        );
        let of_codes = BuiltInView::ALL
            .into_iter()
            .filter(|view| view.is_for(Kind::AuthorizationCodes));
        assert_eq!(of_codes.count(), 3);
    }

    #[test]
    fn a_view_is_neither_a_page_nor_an_open_token() {
        let here = at("access-tokens/7?active=no&status=unknown,active,never&page=3&page_size=50&rows=all");
        assert!(is_same_view(
            &here,
            &BuiltInView::DeactivatedUsers.address(Kind::AccessTokens)
        ));
        assert!(!is_same_view(
            &here,
            &BuiltInView::DeactivatedUsers.address(Kind::RefreshTokens)
        ));
        for other in [
            "active=no&status=active",
            "active=no&status=active,never,unknown&ordering=expires",
            "user=3",
        ] {
            assert!(!is_same_view(&here, &at(&format!("access-tokens?{other}"))), "{other}");
        }
        assert_eq!(
            with_rows_of(&at("access-tokens?status=never"), &here).to_path_and_query(),
            "access-tokens?status=never&rows=all&page_size=50"
        );
    }

    #[test]
    fn what_makes_no_sense_is_left_out() {
        let kept = "Weekly%20check access-tokens?status=never\nB refresh-tokens/7?page=3&user=2\n";
        let views = read_views(kept);
        let names: Vec<&str> = views.iter().map(|view| &*view.name).collect();
        assert_eq!(names, ["Weekly check", "B"]);
        assert_eq!(
            write_views(&views),
            "Weekly%20check access-tokens?status=never\nB refresh-tokens?user=2"
        );
        let twice = kept.repeat(2);
        assert_eq!(read_views(&twice), views);
        let long = format!("C access-tokens?search={JWT}");
        let named = format!("{JWT} access-tokens");
        for odd in [
            "",
            "x",
            "%20 access-tokens",
            "C nowhere?user=2",
            "C access-tokens?user=x",
            "C",
            &long,
            &named,
        ] {
            assert_eq!(read_views(&format!("{odd}\n{kept}")), views, "{odd}");
        }
    }

    #[test]
    fn names_are_told_apart() {
        let own = ["Weekly check", "Ünlü"];
        let problem = |name: &str| name_problem(name, own.into_iter().enumerate(), &["Never expire"]);
        assert_eq!(problem("Weekly"), None);
        assert_eq!(problem(" \t"), Some(NameProblem::Empty));
        assert_eq!(problem(JWT), Some(NameProblem::IsToken));
        assert_eq!(problem(&"佐".repeat(LONGEST_NAME)), None);
        assert_eq!(problem(&"佐".repeat(LONGEST_NAME + 1)), Some(NameProblem::TooLong));
        assert_eq!(problem("never EXPIRE "), Some(NameProblem::BuiltIn));
        assert_eq!(problem("ünlü"), Some(NameProblem::Taken(1)));
    }
}
