//! Which users were deactivated and which providers changed while their tokens stayed the same.

use leptos::prelude::*;

use crate::authentik::call::Call;
use crate::authentik::client::{Asking, Client};
use crate::model::failure::Failure;
use crate::model::page::{Page, Row};
use crate::model::user::User;
use crate::tokens::catalog::{Catalog, NotUpdated};

/// More pages than these are not asked for, of either.
const PAGES: u64 = 5;

/// Brings users and providers up to date that came with no token since [`Catalog::begin_refresh`], or without their client.
/// Returns how many requests that took, and what could not be updated and stays as it is. The console may be
/// gone meanwhile.
pub async fn update_owners(client: Client, catalog: RwSignal<Catalog, LocalStorage>, call: &Call) -> (u64, NotUpdated) {
    let mut requests = 0;
    let mut not_updated = NotUpdated::default();
    // Those that did come with a token are updated for all their other tokens.
    catalog.try_update_untracked(|catalog| catalog.update_owners(&[], &[]));
    if catalog.try_with_untracked(Catalog::has_seen_all_users) == Some(false) {
        not_updated.users = !update_users(&mut requests, client, catalog, call).await;
    }
    if catalog.try_with_untracked(Catalog::has_seen_all_providers) == Some(false) {
        not_updated.providers = !update_providers(&mut requests, client, catalog, call).await;
    }
    (requests, not_updated)
}

/// Whether authentik told.
async fn update_users(
    requests: &mut u64,
    client: Client,
    catalog: RwSignal<Catalog, LocalStorage>,
    call: &Call,
) -> bool {
    let users: Vec<User> = match all(requests, |page| client.inactive_users(page, call)).await {
        Ok(list) if list.is_whole => list.rows,
        Ok(_) | Err(_) => return false,
    };
    // Whether or not the filter worked, each user's own field decides.
    let inactive = users.iter().filter(|user| user.is_active == Some(false));
    let inactive: Vec<u64> = inactive.map(|user| user.pk).collect();
    catalog.try_update_untracked(|catalog| {
        catalog.update_owners(&users, &[]);
        catalog.set_inactive(&inactive);
    });
    true
}

/// Whether authentik told of all.
async fn update_providers(
    requests: &mut u64,
    client: Client,
    catalog: RwSignal<Catalog, LocalStorage>,
    call: &Call,
) -> bool {
    let Ok(list) = all(requests, |page| client.providers(page, call)).await else {
        return false;
    };
    catalog.try_update_untracked(|catalog| catalog.update_owners(&[], &list.rows));
    list.is_whole
}

/// A whole list, or what of it can be read.
pub struct WholeList<T> {
    /// What can be read.
    pub rows: Vec<T>,
    /// Whether that is all there is.
    pub is_whole: bool,
}

/// A list, as far as so many pages hold it.
pub async fn all<T>(requests: &mut u64, ask: impl Fn(u64) -> Asking<Page<T>>) -> Result<WholeList<T>, Failure> {
    let mut rows = Vec::new();
    let mut is_whole = true;
    for page in 1..=PAGES {
        *requests += 1;
        let answer = ask(page).await?;
        for row in answer.rows {
            match row {
                Row::Read(row) => rows.push(row),
                Row::Unreadable { .. } => is_whole = false,
            }
        }
        if answer.pagination.next.is_none() {
            return Ok(WholeList { rows, is_whole });
        }
    }
    Ok(WholeList { rows, is_whole: false })
}
