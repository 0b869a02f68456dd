//! The names behind the ids in the address.

use leptos::prelude::*;

use crate::model::token::Token;
use crate::tokens::query::ListQuery;

/// What a filter is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Whom the tokens speak for.
    User,
    /// Who issued them.
    Provider,
}

/// The names behind the ids in the address: from rows, from suggestions, or asked for once that part of the program is there.
/// Cheap to copy.
#[derive(Clone, Copy)]
pub struct SubjectNames(RwSignal<Vec<SubjectName>>);

struct SubjectName {
    subject: Subject,
    pk: u64,
    name: String,
}

impl SubjectNames {
    /// No name known yet.
    pub fn new() -> Self {
        Self(RwSignal::new(Vec::new()))
    }

    /// Keeps a name.
    pub fn learn(&self, subject: Subject, pk: u64, name: &str) {
        let named = SubjectName {
            subject,
            pk,
            name: name.to_owned(),
        };
        self.0.update(|names| {
            names.retain(|named| named.subject != subject || named.pk != pk);
            names.push(named);
        });
    }

    /// Learns the names of what is filtered by from a token that came.
    pub fn learn_from(&self, token: &Token, query: &ListQuery) {
        if query.user.is_some() {
            self.learn(Subject::User, token.user.pk, &token.user.username);
        }
        if query.provider.is_some() {
            self.learn(Subject::Provider, token.provider.pk, &token.provider.name);
        }
    }

    /// The name, or the number where no name is known, tracked.
    pub fn named(&self, subject: Subject, pk: u64) -> String {
        let name = self
            .0
            .with(|names| find(names, subject, pk).map(|named| named.name.clone()));
        name.unwrap_or_else(|| format!("#{pk}"))
    }

    /// Whether a name is known.
    pub fn knows_untracked(&self, subject: Subject, pk: u64) -> bool {
        self.0.with_untracked(|names| find(names, subject, pk).is_some())
    }

    /// Drops all names: the current caller may not be allowed to know them.
    pub fn forget(&self) {
        self.0.update(Vec::clear);
    }
}

fn find(names: &[SubjectName], subject: Subject, pk: u64) -> Option<&SubjectName> {
    names.iter().find(|named| named.subject == subject && named.pk == pk)
}
