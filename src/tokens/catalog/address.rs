//! A question to the catalog, as the address has it.

use chrono::{DateTime, SecondsFormat, Utc};

use super::facets::{Chosen, Facet};
use super::query::CatalogQuery;
use super::row::{NEVER, UNKNOWN};
use super::span::Span;
use crate::tokens::findings::{Finding, Severity};
use crate::tokens::local_time::LocalTime;
use crate::tokens::query::{CatalogFilter, CatalogFilters, Ignored, ListQuery};
use crate::tokens::status::Status;
use crate::tokens::terms::{Expires, TermError, Terms, parse};

/// The word for tokens without any scope: no name of one looks like that.
const NO_SCOPE: &str = "(none)";

/// The words for statuses.
const STATUSES: [(&str, Status); 5] = [
    ("active", Status::Active),
    ("never", Status::NeverExpires),
    ("unknown", Status::EndUnknown),
    ("expired", Status::Expired),
    ("revoked", Status::Revoked),
];

/// The word of a status that there once was: of tokens that work and end within a day.
const EXPIRING: &str = "expiring";

/// What [`Expires::WITHIN_A_DAY`] is in the address.
const WITHIN_A_DAY: &str = "<1d";

/// The word for users whose type authentik does not report.
const UNKNOWN_TYPE: &str = "unknown";

impl CatalogQuery {
    /// Reads the question of an address, with `text` as what is searched for; days are those of `clock`. What makes no sense
    /// is reported and left out; a text that cannot be understood searches for nothing.
    pub fn read(query: &ListQuery, text: &str, clock: LocalTime) -> (Self, Vec<Ignored>, Option<TermError>) {
        let (terms, error) = match parse(text) {
            Ok(terms) => (terms, None),
            Err(error) => (Terms::default(), Some(error)),
        };
        let FiltersRead {
            chosen,
            span,
            expires,
            ignored,
        } = read_filters(&query.filters);
        let asked = Self {
            terms,
            chosen,
            span,
            expires,
            user: query.user,
            provider: query.provider,
            only: None,
            order: query.order.distinct_terms(),
            clock,
        };
        (asked, ignored, error)
    }
}

/// What the filters say.
#[derive(Default)]
struct FiltersRead {
    chosen: Chosen,
    span: Option<Span>,
    expires: Option<Expires>,
    /// What makes no sense.
    ignored: Vec<Ignored>,
}

fn read_filters(filters: &CatalogFilters) -> FiltersRead {
    let FiltersRead {
        mut chosen,
        mut span,
        mut expires,
        mut ignored,
    } = FiltersRead::default();
    for (filter, value) in translated(filters).iter() {
        let odd = match filter {
            CatalogFilter::Status => words(value, ',', |word| {
                let known = STATUSES.iter().find(|(name, _)| *name == word);
                let set = |(_, status): &(&str, Status)| chosen.statuses = chosen.statuses.with(*status, true);
                known.map(set).is_some()
            }),
            CatalogFilter::Provider => words(value, ',', |word| keep(&mut chosen.providers, word.parse().ok())),
            CatalogFilter::Scope => words(value, ' ', |word| {
                let word = if word == NO_SCOPE { "" } else { word };
                keep(&mut chosen.scopes, Some(word.to_owned()))
            }),
            CatalogFilter::UserType => words(value, ',', |word| {
                let word = if word == UNKNOWN_TYPE { "" } else { word };
                keep(&mut chosen.user_types, Some(word.to_owned()))
            }),
            CatalogFilter::ActiveUser => words(value, ',', |word| {
                chosen.active = match word {
                    "yes" => Some(true),
                    "no" => Some(false),
                    _ => return false,
                };
                true
            }),
            CatalogFilter::Severity => words(value, ',', |word| keep(&mut chosen.severities, Severity::of_id(word))),
            CatalogFilter::Finding => words(value, ',', |word| keep(&mut chosen.findings, Finding::of_id(word))),
            CatalogFilter::Expires => {
                span = Span::parse(value);
                if span.is_none() {
                    expires = Expires::read(value);
                }
                let is_understood = span.is_some() || expires.is_some();
                if is_understood {
                    Vec::new()
                } else {
                    vec![value.to_owned()]
                }
            }
        };
        let name = filter.parameter();
        ignored.extend(odd.into_iter().map(|value| Ignored::new(name.to_owned(), value)));
    }
    chosen.put_in_order();
    FiltersRead {
        chosen,
        span,
        expires,
        ignored,
    }
}

/// The filters as they are written today. Links of earlier releases may name a status [`EXPIRING`]: alone, it is what works
/// and ends within a day; beside others, or another time, it is what works.
fn translated(filters: &CatalogFilters) -> CatalogFilters {
    let mut filters = filters.clone();
    let statuses = filters.get(CatalogFilter::Status);
    let words = statuses.split(',').filter(|word| *word != EXPIRING);
    let others = joined(words, ",");
    if others == statuses {
        return filters;
    }
    if others.is_empty() && filters.get(CatalogFilter::Expires).is_empty() {
        filters.set(CatalogFilter::Expires, WITHIN_A_DAY);
    }
    let separator = if others.is_empty() { "" } else { "," };
    filters.set(CatalogFilter::Status, &["active", separator, &others].concat());
    filters
}

/// Takes up each word. Returns those that made no sense.
fn words(value: &str, between: char, mut take: impl FnMut(&str) -> bool) -> Vec<String> {
    let words = value.split(between).filter(|word| !word.is_empty());
    words.filter(|word| !take(word)).map(str::to_owned).collect()
}

/// False where there is nothing to keep.
fn keep<T>(list: &mut Vec<T>, item: Option<T>) -> bool {
    let is_there = item.is_some();
    list.extend(item);
    is_there
}

impl Chosen {
    fn put_in_order(&mut self) {
        fn order<T: Ord>(list: &mut Vec<T>) {
            list.sort_unstable();
            list.dedup();
        }
        order(&mut self.providers);
        order(&mut self.scopes);
        order(&mut self.user_types);
        order(&mut self.severities);
        order(&mut self.findings);
    }

    /// What is chosen in the facets of a question.
    pub fn of(query: &ListQuery) -> Self {
        read_filters(&query.filters).chosen
    }

    /// Writes what is chosen into a question, which then begins at its first page.
    pub fn write(&self, query: &ListQuery) -> ListQuery {
        let mut query = query.with_page(1);
        query.filters = translated(&query.filters);
        for facet in Facet::ALL {
            query.filters.set(facet.filter(), &self.words(facet));
        }
        query
    }

    /// What is chosen in a facet, as the address has it; "" for nothing.
    fn words(&self, facet: Facet) -> String {
        match facet {
            Facet::Status => {
                let chosen = STATUSES.iter().filter(|(_, status)| self.statuses.contains(*status));
                joined(chosen.map(|(word, _)| *word), ",")
            }
            Facet::Provider => {
                let numbers: Vec<String> = self.providers.iter().map(u64::to_string).collect();
                joined(numbers.iter().map(String::as_str), ",")
            }
            Facet::Scope => {
                let scopes = self.scopes.iter().map(String::as_str);
                joined(scopes.map(|name| if name.is_empty() { NO_SCOPE } else { name }), " ")
            }
            Facet::UserType => {
                let types = self.user_types.iter().map(String::as_str);
                joined(types.map(|word| if word.is_empty() { UNKNOWN_TYPE } else { word }), ",")
            }
            Facet::ActiveUser => match self.active {
                Some(true) => "yes".to_owned(),
                Some(false) => "no".to_owned(),
                None => String::new(),
            },
            Facet::Severity => joined(self.severities.iter().map(|severity| severity.id()), ","),
            Facet::Finding => joined(self.findings.iter().map(|finding| finding.id()), ","),
        }
    }
}

fn joined<'a>(words: impl Iterator<Item = &'a str>, between: &str) -> String {
    words.collect::<Vec<_>>().join(between)
}

impl Facet {
    /// The filter that holds what is chosen in it.
    fn filter(self) -> CatalogFilter {
        match self {
            Self::Status => CatalogFilter::Status,
            Self::Provider => CatalogFilter::Provider,
            Self::Scope => CatalogFilter::Scope,
            Self::UserType => CatalogFilter::UserType,
            Self::ActiveUser => CatalogFilter::ActiveUser,
            Self::Severity => CatalogFilter::Severity,
            Self::Finding => CatalogFilter::Finding,
        }
    }
}

impl Expires {
    /// What a question says of the end as `expires:` would, as its address has it.
    pub fn text_in(query: &ListQuery) -> Option<String> {
        let filters = translated(&query.filters);
        let text = filters.get(CatalogFilter::Expires);
        let is_span = Span::parse(text).is_some();
        Self::read(text).filter(|_| !is_span).map(|_| text.to_owned())
    }
}

impl Span {
    /// All that never ends.
    pub const NEVER: Self = Self {
        from: Some(NEVER),
        to: None,
    };

    /// Everything whose end is unknown.
    pub const UNKNOWN: Self = Self {
        from: Some(UNKNOWN),
        to: Some(NEVER),
    };

    /// Its last moment plus one, where that is a date.
    pub fn to_date(self) -> Option<i64> {
        self.to.filter(|&to| to < UNKNOWN)
    }

    /// The span of time that a question names, where it is one.
    pub fn of(query: &ListQuery) -> Option<Self> {
        read_filters(&query.filters).span
    }

    /// Writes a span of time into a question, or takes it out. The question then begins at its first page.
    pub fn write(span: Option<Self>, query: &ListQuery) -> ListQuery {
        let mut query = query.with_page(1);
        query.filters = translated(&query.filters);
        query
            .filters
            .set(CatalogFilter::Expires, &span.map(Self::to_text).unwrap_or_default());
        query
    }

    /// Reads `2026-11-24T10:00:00Z..2026-11-25T10:00:00Z`, of which either end may be left out, `never` or `unknown`.
    fn parse(text: &str) -> Option<Self> {
        match text {
            "never" => return Some(Self::NEVER),
            "unknown" => return Some(Self::UNKNOWN),
            _ => {}
        }
        let (from, to) = text.split_once("..")?;
        let moment = |text: &str| match text {
            "" => Some(None),
            text => DateTime::parse_from_rfc3339(text)
                .ok()
                .map(|at| Some(at.timestamp_micros())),
        };
        let (from, to) = (moment(from)?, moment(to)?);
        if from.is_none() && to.is_none() {
            return None;
        }
        Some(Self {
            from,
            // Tokens that never end are not "after" anything here: they have a bar of their own. So do unknown ends.
            to: to.or(Some(UNKNOWN)),
        })
    }

    /// The same as text. Moments are told to the second.
    fn to_text(self) -> String {
        match self {
            Self::NEVER => return "never".to_owned(),
            Self::UNKNOWN => return "unknown".to_owned(),
            _ => {}
        }
        let moment = |micros: Option<i64>| {
            let at = micros
                .filter(|&micros| micros < UNKNOWN)
                .and_then(DateTime::from_timestamp_micros);
            at.map(|at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Secs, true))
                .unwrap_or_default()
        };
        [&*moment(self.from), "..", &*moment(self.to)].concat()
    }
}
