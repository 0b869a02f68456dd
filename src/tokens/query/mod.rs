//! The question in the address: which tokens, in what order, which page.

mod address;
mod filters;
mod grouping;
mod order;
mod page_size;

pub use address::Address;
pub use filters::{CatalogFilter, CatalogFilters};
pub use grouping::Grouping;
pub use order::{SortKey, SortOrder, SortTerm};
pub use page_size::PageSize;

use super::pasted::looks_like_token;
use crate::model::kind::Kind;
use crate::model::percent_encoding::{decode, encode};

/// Which tokens are asked for. Reads from an address and writes to it; the two are each other's inverse.
///
/// ```
/// use tokenscope::model::kind::Kind;
/// use tokenscope::tokens::query::ListQuery;
///
/// let (query, ignored) = ListQuery::parse("?user=7&ordering=expires&page=3");
/// assert!(ignored.is_empty());
/// assert_eq!(query.to_query(), "user=7&ordering=expires&page=3");
/// assert_eq!(
///     query.api_query(Kind::AccessTokens),
///     "ordering=expires,pk&page=3&page_size=20&user=7"
/// );
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListQuery {
    /// Free text; "" for none. Without blanks at either end.
    pub search: String,
    /// Only this user's tokens.
    pub user: Option<u64>,
    /// Only this provider's tokens.
    pub provider: Option<u64>,
    /// In what order.
    pub order: SortOrder,
    /// Which page, from 1.
    pub page: u64,
    /// How many rows a page has.
    pub page_size: PageSize,
    /// Whether all rows stand below each other, whatever the page. Only the catalog has them all.
    pub all_rows: bool,
    /// What is filtered by besides, which only the catalog can answer.
    pub filters: CatalogFilters,
    /// What stands in place of the rows: groups of them. Only the catalog can tell.
    pub group: Option<Grouping>,
}

impl Default for ListQuery {
    fn default() -> Self {
        Self {
            search: String::new(),
            user: None,
            provider: None,
            order: SortOrder::default(),
            page: 1,
            page_size: PageSize::default(),
            all_rows: false,
            filters: CatalogFilters::default(),
            group: None,
        }
    }
}

/// Something in the address that made no sense and was ignored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ignored {
    /// The parameter.
    pub name: String,
    /// What it was set to.
    pub value: String,
}

/// Shown in place of what looks like a token.
const A_TOKEN: &str = "(a token)";

impl Ignored {
    /// This parameter made no sense.
    pub fn new(name: String, value: String) -> Self {
        let shown = |text: String| {
            if looks_like_token(&text) {
                A_TOKEN.to_owned()
            } else {
                text
            }
        };
        Self {
            name: shown(name),
            value: shown(value),
        }
    }

    /// Whether it was a token.
    pub fn is_token(&self) -> bool {
        self.name == A_TOKEN || self.value == A_TOKEN
    }
}

impl ListQuery {
    /// Reads the query of an address, with or without the leading `?`. Nonsense is reported, and affects nothing
    /// else. If a parameter is given twice, the last valid value counts; an empty one counts as absent.
    pub fn parse(query: &str) -> (Self, Vec<Ignored>) {
        let mut read = Self::default();
        let mut ignored = Vec::new();
        let query = query.strip_prefix('?').unwrap_or(query);
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let (name, value) = (decode(name), decode(value));
            if !read.set(&name, &value) {
                ignored.push(Ignored::new(name, value));
            }
        }
        (read, ignored)
    }

    /// False for a name or a value that makes no sense.
    fn set(&mut self, name: &str, value: &str) -> bool {
        // A token is a secret, and what is kept here stays in the address.
        if looks_like_token(value) {
            return false;
        }
        let trimmed = value.trim();
        match name {
            "search" => {
                self.search = searchable(value);
                true
            }
            "user" => set(&mut self.user, trimmed, None, |text| number(text).map(Some)),
            "provider" => set(&mut self.provider, trimmed, None, |text| number(text).map(Some)),
            "ordering" => set(&mut self.order, trimmed, SortOrder::default(), SortOrder::parse),
            "page" => set(&mut self.page, trimmed, 1, |text| number(text).filter(|page| *page > 0)),
            "page_size" => set(&mut self.page_size, trimmed, PageSize::default(), |text| {
                number(text).and_then(PageSize::new)
            }),
            "rows" => set(&mut self.all_rows, trimmed, false, |text| {
                (text == "all").then_some(true)
            }),
            "group" => set(&mut self.group, trimmed, None, |text| Grouping::parse(text).map(Some)),
            _ => match CatalogFilter::from_parameter(name) {
                Some(filter) => {
                    self.filters.set(filter, trimmed);
                    true
                }
                None => false,
            },
        }
    }

    /// Whether only the catalog can answer it.
    pub fn needs_catalog(&self) -> bool {
        self.all_rows || !self.filters.is_empty() || self.group.is_some() || self.order.server_term().is_none()
    }

    /// Whether all rows are to stand below each other. Groups never do.
    pub fn is_endless(&self) -> bool {
        self.all_rows && self.group.is_none()
    }

    /// Whether the catalog is needed for the order alone: authentik has the tokens that are asked for, in another order.
    pub fn needs_catalog_to_order(&self) -> bool {
        let is_whole = !self.all_rows && self.filters.is_empty() && self.group.is_none() && self.search.is_empty();
        is_whole && self.order.server_term().is_none()
    }

    /// Whether tokens are left out by anything but the search.
    pub fn is_filtered(&self) -> bool {
        self.user.is_some() || self.provider.is_some() || !self.filters.is_empty()
    }

    /// The part that authentik can answer: all of it or, if it needs the catalog, how many tokens there are to read.
    #[must_use]
    pub fn server_part(self) -> Self {
        if !self.needs_catalog() {
            return self;
        }
        Self {
            user: self.user,
            provider: self.provider,
            page_size: self.page_size,
            ..Self::default()
        }
    }

    /// The same without what only the catalog can answer, from the first page.
    #[must_use]
    pub fn without_catalog(&self) -> Self {
        let order = self.order.server_term().map(|term| SortOrder::by(vec![term]));
        Self {
            order: order.unwrap_or_default(),
            all_rows: false,
            filters: CatalogFilters::default(),
            group: None,
            ..self.with_page(1)
        }
    }

    /// The same without any filter but the search, from the first page.
    #[must_use]
    pub fn without_filters(&self) -> Self {
        Self {
            user: None,
            provider: None,
            filters: CatalogFilters::default(),
            ..self.with_page(1)
        }
    }

    /// The same as far as every kind of token can be asked for it.
    #[must_use]
    pub fn for_all_kinds(&self) -> Self {
        Self {
            search: self.search.clone(),
            user: self.user,
            provider: self.provider,
            page_size: self.page_size,
            ..Self::default()
        }
    }

    /// The query for an address, without `?`. What is as by default is left out, so a plain list has "".
    pub fn to_query(&self) -> String {
        let mut query = String::new();
        self.push_filters(&mut query);
        for (filter, value) in self.filters.iter() {
            push(&mut query, filter.parameter(), &encode(value));
        }
        if let Some(group) = self.group {
            push(&mut query, "group", group.word());
        }
        if self.all_rows {
            push(&mut query, "rows", "all");
        }
        if self.order != SortOrder::default() {
            push(&mut query, "ordering", &encode(&self.order.to_text()));
        }
        if self.page != 1 {
            push(&mut query, "page", &self.page.to_string());
        }
        if self.page_size != PageSize::default() {
            push(&mut query, "page_size", &self.page_size.get().to_string());
        }
        query
    }

    /// The query for authentik's list of `kind`.
    pub fn api_query(&self, kind: Kind) -> String {
        self.api_query_of(kind, &self.page.to_string())
    }

    /// The same for the page that is the last one now, for a page that is gone.
    pub fn api_query_of_last_page(&self, kind: Kind) -> String {
        self.api_query_of(kind, "last")
    }

    fn api_query_of(&self, kind: Kind, page: &str) -> String {
        let mut query = String::new();
        push(&mut query, "ordering", &self.api_ordering(kind));
        push(&mut query, "page", page);
        push(&mut query, "page_size", &self.page_size.get().to_string());
        if let Some(user) = self.user {
            push(&mut query, "user", &user.to_string());
        }
        if let Some(provider) = self.provider {
            push(&mut query, "provider", &provider.to_string());
        }
        if !self.search.is_empty() {
            push(&mut query, "search", &encode(&self.search));
        }
        query
    }

    /// The ordering for authentik: that of the question where authentik has it for this kind, else the usual one. It always
    /// ends in `pk`: without it authentik's pages overlap and leave gaps.
    pub fn api_ordering(&self, kind: Kind) -> String {
        let term = self.order.server_term().filter(|term| term.key.is_for(kind));
        let term = term.unwrap_or_default();
        let mut text = term.to_text();
        if term.key != SortKey::Pk {
            text.push_str(",pk");
        }
        text
    }

    fn push_filters(&self, query: &mut String) {
        if !self.search.is_empty() {
            push(query, "search", &encode(&self.search));
        }
        if let Some(user) = self.user {
            push(query, "user", &user.to_string());
        }
        if let Some(provider) = self.provider {
            push(query, "provider", &provider.to_string());
        }
    }

    /// The same, searching for `text`, from the first page.
    #[must_use]
    pub fn with_search(&self, text: &str) -> Self {
        Self {
            search: searchable(text),
            ..self.with_page(1)
        }
    }

    /// The same, for this user's tokens or everyone's, from the first page.
    #[must_use]
    pub fn with_user(&self, user: Option<u64>) -> Self {
        Self {
            user,
            ..self.with_page(1)
        }
    }

    /// The same, for this provider's tokens or every one's, from the first page.
    #[must_use]
    pub fn with_provider(&self, provider: Option<u64>) -> Self {
        Self {
            provider,
            ..self.with_page(1)
        }
    }

    /// The same in another order, from the first page.
    #[must_use]
    pub fn with_order(&self, order: SortOrder) -> Self {
        Self {
            order,
            ..self.with_page(1)
        }
    }

    /// The same with other filters of the catalog, from the first page.
    #[must_use]
    pub fn with_filters(&self, filters: CatalogFilters) -> Self {
        Self {
            filters,
            ..self.with_page(1)
        }
    }

    /// The same in these groups, or in none, from the first page.
    #[must_use]
    pub fn with_group(&self, group: Option<Grouping>) -> Self {
        Self {
            group,
            ..self.with_page(1)
        }
    }

    /// The same with more or fewer rows, from the first page.
    #[must_use]
    pub fn with_page_size(&self, page_size: PageSize) -> Self {
        Self {
            page_size,
            ..self.with_page(1)
        }
    }

    /// Another page of the same.
    #[must_use]
    pub fn with_page(&self, page: u64) -> Self {
        Self {
            page: page.max(1),
            ..self.clone()
        }
    }
}

/// A search text without what cannot be searched for: blanks around it, and NUL, which no database column holds. A token
/// is a secret: none is searched for, as the text stands in the address and is sent to authentik.
fn searchable(text: &str) -> String {
    let text = text.replace('\0', "");
    if looks_like_token(&text) {
        return String::new();
    }
    text.trim().to_owned()
}

/// Sets `place` to what `value` says, or to `empty` where it says nothing. False, and unchanged, for nonsense.
fn set<T>(place: &mut T, value: &str, empty: T, read: fn(&str) -> Option<T>) -> bool {
    let read = if value.is_empty() { Some(empty) } else { read(value) };
    match read {
        Some(value) => {
            *place = value;
            true
        }
        None => false,
    }
}

fn number(text: &str) -> Option<u64> {
    // `parse` would take a leading plus.
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok()
}

fn push(query: &mut String, name: &str, value: &str) {
    if !query.is_empty() {
        query.push('&');
    }
    query.push_str(name);
    query.push('=');
    query.push_str(value);
}

#[cfg(test)]
mod tests;
