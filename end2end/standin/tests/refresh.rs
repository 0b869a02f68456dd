//! A refresh of the console against the stand-in: it comes to what reading everything comes to, with fewer requests.

use proptest::prelude::*;
use serde_json::json;
use tokenscope::model::kind::Kind;
use tokenscope::model::page::{Row, decode_page};
use tokenscope::model::token::Token;
use tokenscope::tokens::catalog::reading::{KnownSet, PageOrder, PageOutcome, PageRequest, Reading, Seen};
use tokenscope::tokens::catalog::{Catalog, CatalogRow};

use crate::common::Standin;

/// What is known after a reading, as the console keeps it, and when that began.
struct Held(Catalog, i64);

impl Held {
    fn known(&self) -> KnownSet {
        KnownSet {
            rows: self.0.seen(),
            has_revoked: true,
            unreadable: 0,
            since: self.1,
        }
    }

    /// Number, revoked, end.
    fn rows(&self) -> Vec<(u64, bool, i64)> {
        let rows = self.0.rows().iter();
        rows.map(|row| (row.pk, row.revoked() == Some(true), row.expires))
            .collect()
    }
}

async fn page(standin: &Standin, asked: &PageRequest, held: &mut Held) -> PageOutcome {
    let ordering = match asked.order {
        PageOrder::Pk => "pk",
        PageOrder::Newest => "-pk",
        PageOrder::RevokedFirst => "-revoked,-pk",
        PageOrder::Expires => "expires,pk",
    };
    let path = format!(
        "oauth2/access_tokens/?ordering={ordering}&page={}&page_size={}&include_groups=false&include_roles=false",
        asked.page, asked.size
    );
    let got = standin.get("superuser", &path).await;
    if got.status == 404 {
        return PageOutcome::Gone;
    }
    let page = decode_page::<Token>(&got.text()).expect("a page");
    let tokens = page.rows.into_iter().map(|row| match row {
        Row::Read(token) => token,
        Row::Unreadable { .. } => unreachable!("the stand-in's rows can be read"),
    });
    let tokens: Vec<Token> = tokens.collect();
    held.0.put(&tokens);
    let rows = tokens.iter().map(|token| Seen {
        pk: Some(token.pk),
        revoked: token.revoked == Some(true),
        expires: CatalogRow::expires_of(token.expires),
        is_expired: token.is_expired == Some(true),
    });
    PageOutcome::Page {
        rows: rows.collect(),
        count: page.pagination.count,
        has_next: page.pagination.next.is_some(),
    }
}

/// Does what the plan says; how many requests that were.
async fn run(standin: &Standin, mut reading: Reading, held: &mut Held) -> u64 {
    let mut requests = 0;
    while let Some(asked) = reading.next() {
        requests += 1;
        let outcome = page(standin, &asked, held).await;
        held.0.remove(&reading.answered(&asked, outcome));
    }
    assert!(reading.is_done() && !reading.changed().unsettled);
    requests
}

/// A refresh; how many requests it took, those for users and providers among them.
async fn refresh(standin: &Standin, held: &mut Held) -> u64 {
    let known = held.known();
    held.0.begin_refresh();
    let requests = run(standin, Reading::refresh(&known, 100, now()), held).await;
    // Of either, a page is enough here.
    requests + u64::from(!held.0.has_seen_all_users()) + u64::from(!held.0.has_seen_all_providers())
}

fn now() -> i64 {
    chrono::DateTime::<chrono::Utc>::from(std::time::SystemTime::now()).timestamp_micros()
}

async fn whole(standin: &Standin) -> (Held, u64) {
    let mut held = Held(Catalog::new(Kind::AccessTokens), now());
    let requests = run(standin, Reading::whole(100, None, now()), &mut held).await;
    (held, requests)
}

/// So many came; those whose end is longest ago, and some others, went; some were revoked.
#[derive(Clone, Debug)]
struct Changes {
    came: u64,
    purged: usize,
    went: Vec<prop::sample::Index>,
    revoked: Vec<prop::sample::Index>,
}

fn changes() -> impl Strategy<Value = Changes> {
    let some = |most| proptest::collection::vec(any::<prop::sample::Index>(), 0..most);
    (0_u64..60, 0_usize..40, some(4), some(8)).prop_map(|(came, purged, went, revoked)| Changes {
        came,
        purged,
        went,
        revoked,
    })
}

async fn make(standin: &Standin, before: &[(u64, bool, i64)], changes: &Changes) {
    let mut by_end = before.to_vec();
    by_end.sort_by_key(|&(pk, _, expires)| (expires, pk));
    let expired = by_end.iter().filter(|(_, _, expires)| *expires < now());
    let mut gone: Vec<u64> = expired.take(changes.purged).map(|(pk, ..)| *pk).collect();
    gone.extend(changes.went.iter().map(|index| index.get(before).0));
    gone.sort_unstable();
    gone.dedup();
    let revoked = changes.revoked.iter().map(|index| index.get(before).0);
    let revoked: Vec<u64> = revoked.filter(|pk| !gone.contains(pk)).collect();
    let mut acts = Vec::new();
    if changes.came > 0 {
        acts.push(json!({"action": "add", "user": 2, "provider": 1, "count": changes.came}));
    }
    for (action, pks) in [("delete", gone), ("revoke", revoked)] {
        if !pks.is_empty() {
            acts.push(json!({"action": action, "pks": pks}));
        }
    }
    let got = standin.post("change", json!(acts)).await;
    assert_eq!(got.status, 200, "{}", got.text());
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .build()
        .expect("a runtime");
    runtime.block_on(future)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_refresh_comes_to_what_reading_everything_comes_to(changes in changes()) {
        block_on(async {
            let standin = Standin::new(1_000);
            let (mut held, first) = whole(&standin).await;
            let before = held.rows();
            make(&standin, &before, &changes).await;
            let revoked = before.iter().filter(|(_, revoked, _)| *revoked).count() as u64;
            let requests = refresh(&standin, &mut held).await;
            let (after, _) = whole(&standin).await;
            prop_assert!(held.rows() == after.rows());
            // Users, what is new, what expired, and that nothing came; each that went by hand, halving; every page of
            // revoked ones.
            let most = 4 + 4 * changes.went.len() as u64 + revoked.div_ceil(100) + 1;
            prop_assert!(requests <= most.min(first + 4), "{requests} requests, the first reading took {first}");
            Ok(())
        })?;
    }
}

/// 50 came, the first 30 by their ends among those that may go went, and five of those that work were revoked.
async fn refresh_costs(may_go: fn(&CatalogRow) -> bool, revoke: impl FnOnce(&[u64]) -> Vec<u64>) -> (u64, u64) {
    let standin = Standin::new(10_000);
    let (mut held, first) = whole(&standin).await;
    let live = held.0.rows().iter().filter(|row| row.revoked() == Some(false));
    let live: Vec<u64> = live.filter(|row| row.expires > now()).map(|row| row.pk).collect();
    let goes = held.0.rows().iter().filter(|row| may_go(row));
    let mut goes: Vec<(i64, u64)> = goes.map(|row| (row.expires, row.pk)).collect();
    goes.sort_unstable();
    let gone: Vec<u64> = goes.iter().take(30).map(|(_, pk)| *pk).collect();
    let revoked = revoke(&live);
    let mut wanted: Vec<(u64, bool)> = held.rows().iter().map(|&(pk, revoked, _)| (pk, revoked)).collect();
    wanted.retain(|(pk, _)| !gone.contains(pk));
    wanted.iter_mut().for_each(|(pk, is)| *is |= revoked.contains(pk));
    let acts = json!([
        {"action": "add", "user": 2, "provider": 1, "count": 50},
        {"action": "delete", "pks": gone},
        {"action": "revoke", "pks": revoked},
    ]);
    let touched = standin.post("change", acts).await.json();
    let came = touched["pks"].as_array().expect("pks").iter().take(50);
    wanted.extend(came.map(|pk| (pk.as_u64().expect("a pk"), false)));
    let requests = refresh(&standin, &mut held).await;
    let got: Vec<(u64, bool)> = held.rows().iter().map(|&(pk, revoked, _)| (pk, revoked)).collect();
    assert!(got == wanted);
    (requests, first)
}

/// What authentik removes.
fn has_expired(row: &CatalogRow) -> bool {
    row.is_expired() == Some(true)
}

/// In the set that the demo shows, where a twelfth is revoked and a twelfth has expired.
#[test]
#[ignore = "takes long: cargo xtask test --long"]
fn a_refresh_costs_a_tenth_of_the_first_reading() {
    block_on(async {
        // Five that stand together, as where somebody ends what one client holds; then five as far apart as can be.
        let (together, apart) = ([4_000, 4_001, 4_002, 4_003, 4_004], [0, 2_000, 4_000, 6_000, 7_999]);
        // And once those went that have an end that passed and do not expire, as somebody deletes them.
        for (may_go, picks) in [
            (has_expired as fn(&CatalogRow) -> bool, together),
            (has_expired, apart),
            (|_| true, together),
        ] {
            let (requests, first) = refresh_costs(may_go, |live| picks.map(|at| live[at]).to_vec()).await;
            assert!(requests * 10 <= first, "{requests} of {first} requests");
        }
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3, failure_persistence: None, ..ProptestConfig::default() })]

    /// Wherever five stand, all pages of revoked ones are one request more than the tenth.
    #[test]
    #[ignore = "takes long: cargo xtask test --long"]
    fn a_refresh_costs_hardly_more_at_worst(picks in proptest::array::uniform5(any::<prop::sample::Index>())) {
        block_on(async {
            let (requests, first) = refresh_costs(has_expired, |live| picks.map(|index| *index.get(live)).to_vec()).await;
            prop_assert!(requests <= first / 10 + 1, "{requests} of {first} requests");
            Ok(())
        })?;
    }
}
