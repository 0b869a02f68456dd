//! Tokens in groups: how many stand in each, what is worst about them, and which expires next.

use std::cmp::Reverse;

use chrono::{DateTime, Utc};

use super::facets::{Chosen, STATUSES};
use super::intern::NONE;
use super::order::plainly;
use super::query::CatalogQuery;
use super::row::{CatalogRow, StatusSet};
use super::store::Catalog;
use crate::tokens::findings::Severity;
use crate::tokens::query::{Grouping, ListQuery, SortKey, SortOrder, SortTerm};
use crate::tokens::status::Status;

/// The tokens that have something in common.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenGroup {
    /// What they have in common: the number of a user, a provider or a scope in the catalog, or the place of a status.
    /// [`NONE`] is no scope at all.
    place: u32,
    /// How many there are.
    pub tokens: usize,
    /// The worst that is risky about any of them, and about how many.
    pub worst: Option<(Severity, usize)>,
    /// When the next of them expires.
    pub next: NextExpiry,
}

/// When the next token of a group expires, of those that work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NextExpiry {
    /// At this moment, in microseconds since 1970.
    At(i64),
    /// Nobody knows.
    Unknown,
    /// None ever does.
    Never,
    /// None works.
    NoneLive,
}

/// The groups of what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenGroups {
    /// What they were grouped by.
    pub by: Grouping,
    /// All groups, in order.
    pub all: Vec<TokenGroup>,
    /// How many tokens stand in them, each counted once.
    pub tokens: usize,
}

/// What the tokens of a group have in common.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum GroupKey {
    /// Whose they are, by pk.
    User(u64),
    /// Who issued them, by pk.
    Provider(u64),
    /// What they allow; "" for nothing.
    Scope(String),
    /// Whether they still work.
    Status(Status),
}

/// What groups can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GroupColumn {
    /// What their tokens have in common.
    Name,
    /// How many tokens they have.
    Tokens,
    /// The worst that is risky about one.
    Findings,
    /// When the next one expires.
    Expires,
}

/// The order of groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GroupOrder {
    /// By what.
    pub column: GroupColumn,
    /// From the highest down.
    pub descending: bool,
}

impl Catalog {
    /// The groups of what matches, in the order that the question has for them. Where scopes are chosen, tokens are grouped by
    /// these alone, so that each group is what choosing it finds.
    pub fn groups(&mut self, by: Grouping, asked: &CatalogQuery, now: DateTime<Utc>) -> TokenGroups {
        let found = self.find(asked, now).rows;
        let micros = now.timestamp_micros();
        let status_place = |row: &CatalogRow| STATUSES.iter().position(|&one| one == row.status(micros)).unwrap_or(0);
        let (len, place): (usize, &dyn Fn(&CatalogRow) -> usize) = match by {
            Grouping::User => (self.users.len(), &|row| row.user as usize),
            Grouping::Provider => (self.providers.len(), &|row| row.provider as usize),
            Grouping::Scope => (self.scopes.iter().count(), &|row| row.scopes as usize),
            Grouping::Status => (STATUSES.len(), &status_place),
        };
        let mut tallies = vec![GroupTally::default(); len];
        for row in found.iter().filter_map(|&at| self.rows.get(at as usize)) {
            if let Some(tally) = tallies.get_mut(place(row)) {
                tally.add(row, micros);
            }
        }
        let mut without_scopes = GroupTally::default();
        if by == Grouping::Scope {
            (tallies, without_scopes) = self.by_scope(&tallies, &asked.chosen);
        }
        let groups = (0..).zip(tallies).chain([(NONE, without_scopes)]);
        let groups = groups.filter(|(_, tally)| tally.tokens > 0);
        let mut all: Vec<TokenGroup> = groups.map(|(place, tally)| tally.group(place)).collect();
        self.put_in_order(&mut all, by, GroupOrder::of(by, &asked.order));
        TokenGroups {
            by,
            all,
            tokens: found.len(),
        }
    }

    /// What the tokens of a group have in common.
    pub fn group_key(&self, by: Grouping, group: &TokenGroup) -> Option<GroupKey> {
        Some(match by {
            Grouping::User => GroupKey::User(self.users.get(group.place)?.value.pk),
            Grouping::Provider => GroupKey::Provider(self.providers.get(group.place)?.value.pk),
            Grouping::Scope => GroupKey::Scope(self.scopes.names.get(group.place).unwrap_or_default().to_owned()),
            Grouping::Status => GroupKey::Status(*STATUSES.get(group.place as usize)?),
        })
    }

    /// Adds up sets of scopes for each scope, and for none at all.
    fn by_scope(&self, sets: &[GroupTally], chosen: &Chosen) -> (Vec<GroupTally>, GroupTally) {
        let mut without = GroupTally::default();
        let mut scopes = vec![GroupTally::default(); self.scopes.names.len()];
        for (set, tally) in self.scopes.iter().zip(sets) {
            for (at, &name) in set.iter().enumerate() {
                // A scope that stands twice in a token counts once.
                let is_first = set.iter().position(|&other| other == name) == Some(at);
                if let Some(scope) = scopes.get_mut(name as usize).filter(|_| is_first) {
                    scope.join(tally);
                }
            }
            if set.is_empty() {
                without.join(tally);
            }
        }
        if !chosen.scopes.is_empty() {
            let names = self.scopes.names.iter().chain([""]);
            for (name, scope) in names.zip(scopes.iter_mut().chain([&mut without])) {
                if !chosen.scopes.iter().any(|chosen| chosen == name) {
                    *scope = GroupTally::default();
                }
            }
        }
        (scopes, without)
    }

    /// Of groups that are alike, the one with more tokens comes first; then whichever has the lower ID or name.
    fn put_in_order(&mut self, all: &mut [TokenGroup], by: Grouping, order: GroupOrder) {
        let by_name = order.column == GroupColumn::Name;
        let ids: Vec<u64> = match by {
            Grouping::User if by_name => {
                self.rank_names();
                self.order.names.users.iter().copied().map(u64::from).collect()
            }
            Grouping::Provider if by_name => {
                self.rank_names();
                self.order.names.providers.iter().copied().map(u64::from).collect()
            }
            Grouping::User => self.users.iter().map(|kept| kept.value.pk).collect(),
            Grouping::Provider => self.providers.iter().map(|kept| kept.value.pk).collect(),
            Grouping::Scope => {
                let names: Vec<&str> = self.scopes.names.iter().collect();
                plainly(&names).into_iter().map(u64::from).collect()
            }
            Grouping::Status => (0..).take(STATUSES.len()).collect(),
        };
        let id = |group: &TokenGroup| ids.get(group.place as usize).copied().unwrap_or(u64::MAX);
        all.sort_unstable_by(|one, other| {
            let by_column = match order.column {
                GroupColumn::Name => id(one).cmp(&id(other)),
                GroupColumn::Tokens => one.tokens.cmp(&other.tokens),
                GroupColumn::Findings => one.weight().cmp(&other.weight()),
                GroupColumn::Expires => one.next.cmp(&other.next),
            };
            let by_column = if order.descending {
                by_column.reverse()
            } else {
                by_column
            };
            let rest = |group: &TokenGroup| (Reverse(group.tokens), id(group), group.place);
            by_column.then_with(|| rest(one).cmp(&rest(other)))
        });
    }
}

impl TokenGroups {
    /// How many of them have a name: tokens without any scope are a group, and no scope.
    pub fn named(&self) -> usize {
        self.all.iter().filter(|group| group.place != NONE).count()
    }
}

impl TokenGroup {
    /// The worse its worst finding, and the more tokens have it, the higher.
    fn weight(&self) -> Option<(Reverse<Severity>, usize)> {
        self.worst.map(|(severity, tokens)| (Reverse(severity), tokens))
    }
}

impl NextExpiry {
    fn of(row: &CatalogRow, status: Status) -> Self {
        match status {
            Status::Active => Self::At(row.expires),
            Status::EndUnknown => Self::Unknown,
            Status::NeverExpires => Self::Never,
            Status::Expired | Status::Revoked => Self::NoneLive,
        }
    }
}

impl GroupKey {
    /// The list of what is in the group: what the same question finds with one more filter. An order that is one of groups
    /// alone is left behind.
    pub fn list(&self, query: &ListQuery) -> ListQuery {
        let mut query = query.with_group(None);
        if query.order.terms().first().is_some_and(|term| term.key == SortKey::Pk) {
            query.order = SortOrder::default();
        }
        let mut chosen = Chosen::of(&query);
        match self {
            Self::User(pk) => return query.with_user(Some(*pk)),
            Self::Provider(pk) => return query.with_provider(Some(*pk)),
            Self::Scope(name) => chosen.scopes = vec![name.clone()],
            Self::Status(status) => chosen.statuses = StatusSet::of(&[*status]),
        }
        chosen.write(&query)
    }
}

impl GroupColumn {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Name, Self::Tokens, Self::Findings, Self::Expires];

    /// The order of tokens that is the order of groups, too.
    fn sort_key(self, by: Grouping) -> SortKey {
        match (self, by) {
            (Self::Name, Grouping::User) => SortKey::UserName,
            (Self::Name, Grouping::Provider) => SortKey::ProviderName,
            (Self::Name, Grouping::Scope) => SortKey::Scopes,
            (Self::Name, Grouping::Status) => SortKey::Status,
            // The usual order: of tokens the newest come first, of groups the largest.
            (Self::Tokens, _) => SortKey::Pk,
            (Self::Findings, _) => SortKey::Findings,
            (Self::Expires, _) => SortKey::Expires,
        }
    }
}

impl GroupOrder {
    /// The order of groups for an order of tokens; by default the largest come first.
    pub fn of(by: Grouping, order: &[SortTerm]) -> Self {
        let usual = Self {
            column: GroupColumn::Tokens,
            descending: true,
        };
        let Some(term) = order.first() else {
            return usual;
        };
        let mut columns = GroupColumn::ALL.into_iter();
        columns
            .find(|column| column.sort_key(by) == term.key)
            .map_or(usual, |column| Self {
                column,
                descending: term.descending,
            })
    }

    /// The order after a click on the header of a column: by that, or the other way round.
    pub fn clicked(self, column: GroupColumn, by: Grouping) -> SortOrder {
        let descending = if self.column == column {
            !self.descending
        } else {
            matches!(column, GroupColumn::Tokens | GroupColumn::Findings)
        };
        SortOrder::by(vec![SortTerm {
            key: column.sort_key(by),
            descending,
        }])
    }
}

/// What is counted of a group.
#[derive(Clone, Copy)]
struct GroupTally {
    tokens: usize,
    /// How many have a worst finding of each severity.
    severities: [usize; Severity::ALL.len()],
    next: NextExpiry,
}

impl Default for GroupTally {
    fn default() -> Self {
        Self {
            tokens: 0,
            severities: [0; Severity::ALL.len()],
            next: NextExpiry::NoneLive,
        }
    }
}

impl GroupTally {
    fn add(&mut self, row: &CatalogRow, now: i64) {
        self.tokens += 1;
        if let Some(count) = row
            .findings(now)
            .worst()
            .and_then(|worst| self.severities.get_mut(worst as usize))
        {
            *count += 1;
        }
        self.next = self.next.min(NextExpiry::of(row, row.status(now)));
    }

    fn join(&mut self, other: &Self) {
        self.tokens += other.tokens;
        for (count, more) in self.severities.iter_mut().zip(other.severities) {
            *count += more;
        }
        self.next = self.next.min(other.next);
    }

    fn group(self, place: u32) -> TokenGroup {
        let mut severities = Severity::ALL.into_iter().zip(self.severities);
        TokenGroup {
            place,
            tokens: self.tokens,
            worst: severities.find(|(_, tokens)| *tokens > 0),
            next: self.next,
        }
    }
}
