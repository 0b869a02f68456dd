//! What a refresh costs, and what it comes to while the set goes on changing.

use std::collections::{BTreeMap, BTreeSet};

use proptest::prelude::*;
use tokenscope::tokens::catalog::reading::{KnownSet, PageOrder, PageOutcome, PageRequest, Reading, Seen};

const NOW: i64 = 1_000_000_000_000_000;
const MINUTE: i64 = 60_000_000;
const DAY: i64 = 24 * 60 * MINUTE;

/// Rows by number.
type Rows = BTreeMap<u64, Seen>;

fn row(pk: u64, revoked: bool, expires: i64, is_expired: bool) -> Seen {
    Seen {
        pk: Some(pk),
        revoked,
        expires,
        is_expired,
    }
}

fn known(rows: &Rows) -> KnownSet {
    KnownSet {
        rows: rows.values().copied().collect(),
        has_revoked: true,
        unreadable: 0,
        since: NOW,
    }
}

/// Offset paging over a set, as authentik does it.
struct Server {
    rows: Rows,
    /// The rows in the orders that were asked for since they changed.
    sorted: Vec<(PageOrder, Vec<Seen>)>,
    /// What a page may have at most.
    limit: u64,
}

impl Server {
    fn new(rows: Rows) -> Self {
        Self {
            rows,
            sorted: Vec::new(),
            limit: 100,
        }
    }

    fn change(&mut self, change: impl FnOnce(&mut Rows)) {
        change(&mut self.rows);
        self.sorted.clear();
    }

    fn sorted(&mut self, order: PageOrder) -> &[Seen] {
        let at = self.sorted.iter().position(|(other, _)| *other == order);
        let at = at.unwrap_or_else(|| {
            let mut rows: Vec<Seen> = self.rows.values().copied().collect();
            match order {
                PageOrder::Pk => {}
                PageOrder::Newest => rows.reverse(),
                PageOrder::RevokedFirst => rows.sort_by_key(|row| (!row.revoked, row.pk.map(|pk| !pk))),
                PageOrder::Expires => rows.sort_by_key(|row| (row.expires, row.pk)),
            }
            self.sorted.push((order, rows));
            self.sorted.len() - 1
        });
        &self.sorted[at].1
    }

    fn answer(&mut self, request: &PageRequest) -> PageOutcome {
        let size = request.size.min(self.limit) as usize;
        let rows = self.sorted(request.order);
        let from = (request.page as usize - 1) * size;
        if from >= rows.len() && request.page > 1 {
            return PageOutcome::Gone;
        }
        let to = rows.len().min(from + size);
        PageOutcome::Page {
            rows: rows[from..to].to_vec(),
            count: rows.len() as u64,
            has_next: to < rows.len(),
        }
    }
}

/// Runs a reading to its end, and keeps in `held` what a catalog would; between answers `meddle` may change the set.
fn run(
    mut reading: Reading,
    held: &mut Rows,
    server: &mut Server,
    mut meddle: impl FnMut(&mut Server),
) -> (u64, Reading) {
    let mut requests = 0;
    while let Some(request) = reading.next() {
        requests += 1;
        assert!(requests < 2_000, "it does not end");
        let outcome = server.answer(&request);
        if let PageOutcome::Page { rows, .. } = &outcome {
            held.extend(rows.iter().map(|row| (row.pk.unwrap(), *row)));
        }
        for gone in reading.answered(&request, outcome) {
            held.remove(&gone);
            assert!(!server.rows.contains_key(&gone), "{gone} is there");
        }
        meddle(server);
    }
    assert!(reading.is_done());
    (requests, reading)
}

/// Numbers as by chance.
struct Dice(u64);

impl Dice {
    /// Less than `most`.
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % most
    }

    /// So many, each another.
    fn some(&mut self, mut of: Vec<u64>, many: usize) -> BTreeSet<u64> {
        let mut some = BTreeSet::new();
        while some.len() < many {
            let at = self.below(of.len() as u64) as usize;
            some.insert(of.swap_remove(at));
        }
        some
    }
}

/// 10,000 tokens, as the demo has them: so many of a thousand are revoked, eighty have expired within three days, ten have
/// an end that has passed and count as not expired.
fn a_set(dice: &mut Dice, revoked: u64) -> Rows {
    let rows = (1..=10_000).map(|pk| {
        let passed = |dice: &mut Dice, days: i64| NOW - MINUTE - dice.below((days * DAY) as u64) as i64;
        let is_revoked = dice.below(920) < revoked;
        let row = match dice.below(1_000) {
            0..80 => row(pk, false, passed(dice, 3), true),
            80..90 => row(pk, is_revoked, passed(dice, 200), false),
            90..130 => row(pk, is_revoked, i64::MAX, false),
            _ => row(pk, is_revoked, NOW + DAY + dice.below(30 * DAY as u64) as i64, false),
        };
        (pk, row)
    });
    rows.collect()
}

/// 50 come; of 30 that go, so many are deleted by hand, wherever they stand, and the others were the first to expire; five
/// that have not ended are revoked, wherever they stand. How many requests the refresh takes, for tokens alone.
fn cost(seed: u64, set: &Rows, by_hand: usize) -> u64 {
    let dice = &mut Dice(seed);
    let mut server = Server::new(set.clone());
    let expired: Vec<u64> = server
        .sorted(PageOrder::Expires)
        .iter()
        .filter(|row| row.is_expired)
        .map(|row| row.pk.unwrap())
        .collect();
    let mut gone: BTreeSet<u64> = expired.into_iter().take(30 - by_hand).collect();
    let live: Vec<u64> = set
        .values()
        .filter(|row| !row.is_expired)
        .map(|row| row.pk.unwrap())
        .collect();
    gone.extend(dice.some(live, by_hand));
    let fit = set
        .values()
        .filter(|row| !row.is_expired && !row.revoked && !gone.contains(&row.pk.unwrap()));
    let revoked = dice.some(fit.map(|row| row.pk.unwrap()).collect(), 5);
    server.change(|rows| {
        rows.retain(|pk, _| !gone.contains(pk));
        rows.iter_mut()
            .filter(|(pk, _)| revoked.contains(pk))
            .for_each(|(_, row)| row.revoked = true);
        rows.extend((10_001..=10_050).map(|pk| (pk, row(pk, false, NOW + DAY, false))));
    });
    let mut held = set.clone();
    let (requests, reading) = run(Reading::refresh(&known(set), 100, NOW), &mut held, &mut server, |_| ());
    assert!(held == server.rows);
    let changed = reading.changed();
    assert_eq!(
        (changed.came, changed.went, changed.revoked, changed.unsettled),
        (50, 30, 5, false)
    );
    requests
}

fn costs(seeds: u64, revoked: u64, by_hand: usize) -> Vec<u64> {
    let set = a_set(&mut Dice(revoked), revoked);
    let mut costs: Vec<u64> = (0..seeds).map(|seed| cost(seed, &set, by_hand)).collect();
    costs.sort_unstable();
    println!("{revoked} of 1,000 revoked, {by_hand} deleted by hand: {costs:?}");
    costs
}

/// The first reading takes 101 requests; besides tokens, a refresh asks once who is inactive.
const TENTH: u64 = 101 / 10 - 1;

#[test]
fn a_refresh_costs_a_tenth_of_the_first_reading() {
    // As many of the revoked ones as fill seven pages: whichever of these have to be read, the tenth is enough.
    for revoked in [0, 3, 10, 30, 55] {
        let costs = costs(10, revoked, 0);
        assert!(costs.last().unwrap() <= &TENTH);
    }
    // A twelfth is nine pages. Hardly ever do five new ones stand so that all have to be read.
    let costs = costs(60, 80, 0);
    let within = costs.iter().filter(|cost| **cost <= TENTH).count();
    assert!(within * 100 >= costs.len() * 95, "{within} of {}", costs.len());
    assert!(costs.last().unwrap() <= &(TENTH + 1));
}

#[test]
fn what_was_deleted_by_hand_is_found_by_halving() {
    // Seven halvings lead to one of a hundred pages; that nothing came meanwhile may have to be confirmed.
    for by_hand in [1, 2, 3] {
        let most = costs(10, 10, by_hand).pop().unwrap();
        assert!(most <= 3 + 7 * by_hand as u64 + 1, "{most}");
    }
}

/// A deactivated user's tokens stand anywhere. What one answer tells of one difference changes nothing about the others, so
/// nobody has to wait for it.
#[test]
fn what_is_gone_from_many_places_is_looked_for_at_once() {
    let set = a_set(&mut Dice(3), 10);
    let mut server = Server::new(set.clone());
    let live = set.values().filter(|row| !row.is_expired).map(|row| row.pk.unwrap());
    let gone: BTreeSet<u64> = Dice(7).some(live.collect(), 25).into_iter().collect();
    server.change(|rows| rows.retain(|pk, _| !gone.contains(pk)));
    let mut reading = Reading::refresh(&known(&set), 100, NOW);
    let (mut waits, mut requests, mut went) = (0, 0, Vec::new());
    while !reading.is_done() {
        waits += 1;
        let asked: Vec<_> = (0..4).map_while(|_| reading.next()).collect();
        assert!(!asked.is_empty() && waits < 100);
        let left = reading.progress().expected_left;
        assert!(left >= asked.len() as u64 && left <= 101, "{left}");
        requests += asked.len();
        for request in asked {
            let outcome = server.answer(&request);
            went.extend(reading.answered(&request, outcome));
        }
    }
    went.sort_unstable();
    assert!(went.into_iter().eq(gone) && !reading.changed().unsettled);
    // No more requests than halving one after the other takes, in a third of the time.
    assert!((30..=80).contains(&requests), "{requests}");
    assert!(waits * 3 <= requests + 12, "{waits} of {requests}");
}

#[test]
fn what_changed_beyond_all_measure_is_read_anew() {
    let set = a_set(&mut Dice(1), 80);
    let changes: [fn(&mut Rows); 4] = [
        |rows| rows.retain(|pk, _| *pk % 20 == 0),
        |rows| rows.retain(|_, row| !row.revoked),
        Rows::clear,
        |rows| rows.values_mut().for_each(|row| row.revoked = true),
    ];
    for change in changes {
        let mut server = Server::new(set.clone());
        server.change(change);
        let mut held = set.clone();
        let (requests, reading) = run(Reading::refresh(&known(&set), 100, NOW), &mut held, &mut server, |_| ());
        assert!(held == server.rows && !reading.changed().unsettled);
        assert!(requests <= 110, "{requests}");
    }
}

/// So many live tokens, that end one after the other.
fn live(pks: std::ops::RangeInclusive<u64>) -> Rows {
    pks.map(|pk| (pk, row(pk, false, NOW + DAY + pk as i64, false)))
        .collect()
}

fn revoke(rows: &mut Rows, pks: std::ops::RangeInclusive<u64>) {
    let rows = rows.iter_mut().filter(|(pk, _)| pks.contains(pk));
    rows.for_each(|(_, row)| row.revoked = true);
}

#[test]
fn an_installation_may_allow_one_row_a_page() {
    for revoked in [1, 2, 12] {
        let mut held = live(1..=20);
        revoke(&mut held, 1..=revoked);
        let mut server = Server::new(held.clone());
        server.limit = 1;
        server.change(|rows| {
            rows.remove(&15);
            revoke(rows, 17..=17);
            rows.extend(live(21..=22));
        });
        let (_, reading) = run(
            Reading::refresh(&known(&held), 100, NOW),
            &mut held,
            &mut server,
            |_| (),
        );
        assert!(held == server.rows && !reading.changed().unsettled);
    }
}

#[test]
fn what_comes_while_another_goes_is_noticed_behind_a_page_of_revoked_ones() {
    // Twelve were revoked, so that the first page of ten shows none that came; the one that was deleted is looked for by
    // halving.
    for (deleted, when) in [55, 110, 150, 190]
        .into_iter()
        .flat_map(|pk| (0..12).map(move |when| (pk, when)))
    {
        let mut held = live(1..=200);
        let mut server = Server::new(held.clone());
        server.change(|rows| {
            revoke(rows, 21..=32);
            rows.remove(&deleted);
        });
        let mut answers = 0;
        let reading = Reading::refresh(&known(&held), 10, NOW);
        // That nothing is dropped that is there, `run` looks after.
        run(reading, &mut held, &mut server, |server| {
            if answers == when {
                server.change(|rows| {
                    rows.pop_first();
                    rows.extend(live(201..=201));
                });
            }
            answers += 1;
        });
        let (_, reading) = run(Reading::refresh(&known(&held), 10, NOW), &mut held, &mut server, |_| ());
        assert!(held == server.rows && !reading.changed().unsettled, "{deleted}, {when}");
    }
}

#[test]
fn where_another_stands_for_one_that_was_revoked_everything_is_read() {
    for revoked in [5, 42] {
        let mut server = Server::new(live(1..=200));
        server.change(|rows| revoke(rows, 1..=revoked));
        let mut held = server.rows.clone();
        // As many are known as there are, but not the same.
        server.change(|rows| {
            rows.remove(&3);
        });
        held.remove(&150);
        let (requests, reading) = run(Reading::refresh(&known(&held), 10, NOW), &mut held, &mut server, |_| ());
        assert!(held == server.rows && !reading.changed().unsettled);
        assert!(requests <= 20 + 1 + 2 * (1 + 5), "{requests}");
    }
}

/// What is known after a reading, and how far without a gap.
fn refresh(held: &Rows, before: &Reading) -> Reading {
    Reading::refresh(&known(held), 10, NOW).unsure_behind(before.newest())
}

#[test]
fn what_slips_to_a_page_that_was_read_is_found_by_the_next_look() {
    for (revoked, deleted) in [(0, 345), (0, 340), (3, 345), (3, 2), (25, 345), (25, 7)] {
        let mut held = live(1..=50);
        revoke(&mut held, 1..=revoked);
        let mut server = Server::new(held.clone());
        server.change(|rows| rows.extend(live(51..=350)));
        let mut answers = 0;
        let reading = Reading::refresh(&known(&held), 10, NOW);
        let (_, reading) = run(reading, &mut held, &mut server, |server| {
            answers += 1;
            if answers == 2 {
                server.change(|rows| {
                    rows.remove(&deleted);
                });
            }
        });
        assert!(
            held == server.rows && !reading.changed().unsettled,
            "{revoked}, {deleted}"
        );
    }
}

#[test]
fn what_slips_again_and_again_is_found_by_the_next_refresh() {
    for each in 1..=12 {
        let mut held = live(1..=50);
        let mut server = Server::new(held.clone());
        server.change(|rows| rows.extend(live(51..=500)));
        let mut answers = 0;
        let reading = Reading::refresh(&known(&held), 10, NOW);
        let (_, reading) = run(reading, &mut held, &mut server, |server| {
            answers += 1;
            if answers % each == 0 {
                server.change(|rows| {
                    rows.pop_last();
                });
            }
        });
        let (_, reading) = run(refresh(&held, &reading), &mut held, &mut server, |_| ());
        assert!(held == server.rows && !reading.changed().unsettled, "{each}");
    }
}

#[test]
fn what_a_refresh_that_was_called_off_left_out_is_found_by_the_next() {
    let mut held = live(1..=50);
    let mut server = Server::new(held.clone());
    server.change(|rows| {
        rows.remove(&7);
        rows.extend(live(51..=71));
    });
    let mut reading = Reading::refresh(&known(&held), 10, NOW);
    for _ in 0..2 {
        let request = reading.next().unwrap();
        let outcome = server.answer(&request);
        if let PageOutcome::Page { rows, .. } = &outcome {
            held.extend(rows.iter().map(|row| (row.pk.unwrap(), *row)));
        }
        assert!(reading.answered(&request, outcome).is_empty());
    }
    // Twenty of the new ones are known, and as many tokens as there are.
    assert!(held.len() == server.rows.len() && held != server.rows);
    let (_, reading) = run(refresh(&held, &reading), &mut held, &mut server, |_| ());
    assert!(held == server.rows && !reading.changed().unsettled);
}

/// What somebody else does meanwhile.
#[derive(Clone, Copy, Debug)]
enum Act {
    Nothing,
    Add(bool),
    Delete(prop::sample::Index),
    Revoke(prop::sample::Index),
}

fn acts(most: usize) -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        2 => Just(Act::Nothing),
        2 => any::<bool>().prop_map(Act::Add),
        2 => any::<prop::sample::Index>().prop_map(Act::Delete),
        1 => any::<prop::sample::Index>().prop_map(Act::Revoke),
    ];
    proptest::collection::vec(act, 0..most)
}

fn apply(rows: &mut Rows, next: &mut u64, act: Act) {
    let at = |index: prop::sample::Index| rows.keys().nth(index.index(rows.len().max(1))).copied();
    match act {
        Act::Nothing => {}
        Act::Add(revoked) => {
            *next += 1;
            rows.insert(*next, row(*next, revoked, NOW + *next as i64, false));
        }
        Act::Delete(index) => {
            if let Some(pk) = at(index) {
                rows.remove(&pk);
            }
        }
        Act::Revoke(index) => {
            if let Some(row) = at(index).and_then(|pk| rows.get_mut(&pk)) {
                row.revoked = true;
            }
        }
    }
}

/// Refreshes while somebody else acts, once for each answer, and again when they are done. Whether nothing is left open.
fn refresh_twice(held: &mut Rows, server: &mut Server, mut next: u64, meanwhile: Vec<Act>) -> bool {
    let mut meanwhile = meanwhile.into_iter();
    let first = Reading::refresh(&known(held), 10, NOW);
    let (_, first) = run(first, held, server, |server| {
        if let Some(act) = meanwhile.next() {
            server.change(|rows| apply(rows, &mut next, act));
        }
    });
    // Tokens that came while it read may have been left out; a full reading would have, too.
    let (_, second) = run(refresh(held, &first), held, server, |_| ());
    !second.changed().unsettled
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever a refresh cannot know, as it happened meanwhile, the next one finds; and nothing that is there is dropped.
    #[test]
    fn nothing_is_lost_for_good_while_others_are_at_work(
        kinds in proptest::collection::vec(0_u8..12, 0..400), before in acts(30), meanwhile in acts(12),
    ) {
        let rows = (1..).zip(&kinds).map(|(pk, kind)| (pk, match kind {
            0 => row(pk, true, NOW + DAY, false),
            1 => row(pk, false, NOW - DAY, true),
            2 => row(pk, false, NOW - 2 * DAY, false),
            _ => row(pk, false, NOW + pk as i64, false),
        }));
        let mut held: Rows = rows.collect();
        let mut server = Server::new(held.clone());
        let mut next = 1_000;
        server.change(|rows| before.into_iter().for_each(|act| apply(rows, &mut next, act)));
        let is_settled = refresh_twice(&mut held, &mut server, next, meanwhile);
        prop_assert!(is_settled);
        prop_assert_eq!(held, server.rows);
    }

    /// So it is where so many came that they fill page after page, and some of these go.
    #[test]
    fn nothing_is_lost_for_good_among_many_that_came(
        kinds in proptest::collection::vec(0_u8..12, 0..60), came in 100_u64..400, is_revoked in prop::bool::weighted(0.3),
        meanwhile in acts(60),
    ) {
        let rows = (1..).zip(&kinds).map(|(pk, kind)| (pk, row(pk, *kind == 0, NOW + DAY + pk as i64, false)));
        let mut held: Rows = rows.collect();
        let mut server = Server::new(held.clone());
        let mut next = 1_000;
        server.change(|rows| (0..came).for_each(|at| apply(rows, &mut next, Act::Add(is_revoked && at % 3 == 0))));
        let is_settled = refresh_twice(&mut held, &mut server, next, meanwhile);
        prop_assert!(is_settled);
        prop_assert_eq!(held, server.rows);
    }
}
