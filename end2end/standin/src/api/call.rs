//! What an endpoint is given, and what lists have in common.

use super::ask::Ask;
use super::caller::Caller;
use super::paging::{Page, Pagination};
use super::text::Language;
use crate::data::World;
use crate::data::time::Micros;
use serde::Serialize;

/// A request with all that bears on its answer.
pub struct Call<'a> {
    /// What was asked.
    pub ask: &'a Ask,
    /// Who asked.
    pub caller: Caller,
    /// In which language.
    pub language: Language,
    /// Of what.
    pub world: &'a mut World,
    /// When.
    pub now: Micros,
    /// Whether `search` works on tokens, as it does not at authentik.
    pub search_works: bool,
}

impl Call<'_> {
    /// What to search for, where a search is asked for and works.
    pub fn search_honoured(&self) -> Option<&str> {
        self.ask
            .last("search")
            .filter(|text| self.search_works && !text.trim().is_empty())
    }
}

/// A list's envelope.
#[derive(Serialize)]
pub struct Envelope<Row, Autocomplete> {
    pagination: Pagination,
    results: Vec<Row>,
    #[serde(skip_serializing_if = "Option::is_none")]
    autocomplete: Option<Autocomplete>,
}

impl<Row, Autocomplete> Envelope<Row, Autocomplete> {
    /// With words to complete, where the release sends them.
    pub fn new(world: &World, page: Page, results: Vec<Row>, autocomplete: Autocomplete) -> Self {
        Envelope {
            pagination: page.pagination(),
            results,
            autocomplete: world.release.has_autocomplete().then_some(autocomplete),
        }
    }
}

/// What is wrong with the filters that were asked for, each under its own key.
#[derive(Default, Serialize)]
pub struct BadFilters {
    #[serde(skip_serializing_if = "Option::is_none")]
    /// At `provider`.
    pub provider: Option<[String; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    /// At `user`.
    pub user: Option<[String; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    /// At `application`.
    pub application: Option<[String; 1]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    /// At `intent`.
    pub intent: Option<[String; 1]>,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    /// At `type`.
    pub kind: Option<[String; 1]>,
}

/// Whether a pk is a number at all; then it may still be nobody's.
pub fn is_number(pk: &str) -> bool {
    !pk.is_empty() && pk.chars().all(|c| c.is_ascii_digit())
}
