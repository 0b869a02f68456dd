//! The plan of a reading, against a server that shifts under it.

use proptest::prelude::*;
use proptest::test_runner::TestCaseResult;
use tokenscope::tokens::catalog::reading::{KnownSet, PageOrder, PageOutcome, PageRequest, Reading, Seen, Slow, Stuck};

const NOW: i64 = 1_000;

#[derive(Clone, Copy, Debug, PartialEq)]
struct Row {
    pk: u64,
    revoked: bool,
    expires: i64,
    broken: bool,
}

/// Offset paging over a set, as authentik does it.
struct Server {
    rows: Vec<Row>,
    /// What a page may have at most.
    limit: u64,
    requests: usize,
}

impl Server {
    fn new(rows: Vec<Row>) -> Self {
        Self {
            rows,
            limit: 100,
            requests: 0,
        }
    }

    fn answer(&mut self, request: &PageRequest) -> PageOutcome {
        self.requests += 1;
        let mut rows = self.rows.clone();
        // As authentik does, by the text of its parameter.
        for term in request.order.ordering().split(',').rev() {
            let (field, descending) = term.strip_prefix('-').map_or((term, false), |field| (field, true));
            rows.sort_by(|one, other| {
                let ascending = match field {
                    "pk" => one.pk.cmp(&other.pk),
                    "revoked" => one.revoked.cmp(&other.revoked),
                    "expires" => one.expires.cmp(&other.expires),
                    unknown => unreachable!("authentik does not sort by {unknown}"),
                };
                if descending { ascending.reverse() } else { ascending }
            });
        }
        let size = request.size.min(self.limit) as usize;
        let from = (request.page as usize - 1) * size;
        if from >= rows.len() && request.page > 1 {
            return PageOutcome::Gone;
        }
        let to = rows.len().min(from + size);
        let page = &rows[from..to];
        if page.iter().any(|row| row.broken) {
            return PageOutcome::Broken {
                request_id: Some(format!("{}-{}", request.page, request.size)),
            };
        }
        PageOutcome::Page {
            rows: page.iter().map(seen).collect(),
            count: rows.len() as u64,
            has_next: to < rows.len(),
        }
    }

    fn readable(&self) -> Vec<u64> {
        self.rows.iter().filter(|row| !row.broken).map(|row| row.pk).collect()
    }
}

fn seen(row: &Row) -> Seen {
    Seen {
        pk: Some(row.pk),
        revoked: row.revoked,
        expires: row.expires,
        is_expired: row.expires < NOW,
    }
}

/// What a catalog would hold.
#[derive(Default)]
struct Held(Vec<u64>);

impl Held {
    fn take(&mut self, outcome: &PageOutcome) {
        if let PageOutcome::Page { rows, .. } = outcome {
            self.0.extend(rows.iter().filter_map(|row| row.pk));
            self.0.sort_unstable();
            self.0.dedup();
        }
    }

    fn drop_all(&mut self, gone: &[u64]) {
        self.0.retain(|pk| !gone.contains(pk));
    }
}

/// Runs a reading to its end, with up to four requests at once, each answered whenever `choose` says; between answers
/// `meddle` may change the set.
fn run(
    reading: &mut Reading,
    held: &mut Held,
    server: &mut Server,
    mut choose: impl FnMut(usize) -> usize,
    mut meddle: impl FnMut(&mut Server),
) -> TestCaseResult {
    // A request is worked off by the server at one moment, and its answer arrives at a later one.
    let mut waiting: Vec<(PageRequest, Option<PageOutcome>)> = Vec::new();
    for _ in 0..3_000 {
        while waiting.len() < 4 {
            match reading.next() {
                Some(request) => waiting.push((request, None)),
                None => break,
            }
        }
        if waiting.is_empty() {
            prop_assert!(reading.is_done());
            return Ok(());
        }
        let at = choose(waiting.len());
        match waiting[at].1.take() {
            None => waiting[at].1 = Some(server.answer(&waiting[at].0)),
            Some(outcome) => {
                let (request, _) = waiting.remove(at);
                held.take(&outcome);
                held.drop_all(&reading.answered(&request, outcome));
                meddle(server);
            }
        }
    }
    Err(TestCaseError::fail("it does not end"))
}

fn whole(server: &mut Server) -> (Reading, Held) {
    let mut held = Held::default();
    let mut reading = Reading::whole(100, Some(server.rows.len() as u64), NOW);
    run(&mut reading, &mut held, server, |_| 0, |_| ()).unwrap();
    (reading, held)
}

fn a_set(most: usize, broken: bool) -> impl Strategy<Value = Vec<Row>> {
    let row = (
        1_u64..4,
        prop::bool::weighted(0.1),
        prop::bool::weighted(0.2),
        prop::bool::weighted(0.02),
    );
    proptest::collection::vec(row, 0..most).prop_map(move |rows| {
        let mut pk = 0;
        rows.into_iter()
            .map(|(step, revoked, expired, is_broken)| {
                pk += step;
                Row {
                    pk,
                    revoked,
                    expires: if expired { NOW - 1 } else { i64::MAX },
                    broken: broken && is_broken,
                }
            })
            .collect()
    })
}

/// A row to drop, by a share of the length; or a row to add at the tail.
fn changes(most: usize) -> impl Strategy<Value = Vec<Option<prop::sample::Index>>> {
    proptest::collection::vec(proptest::option::weighted(0.7, any::<prop::sample::Index>()), 0..most)
}

fn apply(server: &mut Server, change: Option<prop::sample::Index>) {
    match change {
        Some(index) if !server.rows.is_empty() => {
            let at = index.index(server.rows.len());
            server.rows.remove(at);
        }
        _ => {
            let pk = server.rows.last().map_or(0, |row| row.pk) + 1_000;
            server.rows.push(Row {
                pk,
                revoked: false,
                expires: i64::MAX,
                broken: false,
            });
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_set_that_keeps_still_is_read_as_it_is(rows in a_set(700, true), limit in 10_u64..=100, order in any::<Vec<u8>>()) {
        let mut server = Server::new(rows);
        server.limit = limit;
        let mut held = Held::default();
        let mut reading = Reading::whole(100, None, NOW);
        let mut order = order.into_iter().cycle();
        // A server that clamps pages tells so by the first that it can render; broken ones are met on a full-size server.
        if limit < 100 {
            server.rows.iter_mut().for_each(|row| row.broken = false);
        }
        run(&mut reading, &mut held, &mut server, |of| usize::from(order.next().unwrap_or(0)) % of, |_| ())?;
        prop_assert!(held.0 == server.readable());
        let broken = server.rows.iter().filter(|row| row.broken).count();
        prop_assert_eq!(reading.broken().len(), broken);
        prop_assert!(!reading.changed().unsettled);
        for row in reading.broken() {
            let between = |row: &Row, pk: u64| row.pk > pk;
            let at = &server.rows[row.position as usize];
            prop_assert!(at.broken);
            prop_assert!(row.after.is_none_or(|after| between(at, after)));
            prop_assert!(row.before.is_none_or(|before| before > at.pk));
        }
    }

    #[test]
    fn nothing_that_stays_is_missed_while_others_go(
        rows in a_set(900, false), changes in changes(12), order in any::<Vec<u8>>(),
    ) {
        let mut server = Server::new(rows.clone());
        let mut held = Held::default();
        let mut reading = Reading::whole(100, Some(rows.len() as u64), NOW);
        let mut order = order.into_iter().chain(std::iter::repeat(0));
        let mut changes = changes.into_iter();
        run(
            &mut reading,
            &mut held,
            &mut server,
            |of| usize::from(order.next().unwrap_or(0)) % of,
            |server| if let Some(change) = changes.next() { apply(server, change) },
        )?;
        if !reading.changed().unsettled {
            for row in rows.iter().filter(|row| server.rows.contains(row)) {
                prop_assert!(held.0.contains(&row.pk), "{} is missed", row.pk);
            }
            if changes.len() == 0 {
                // Whatever changed after the last look cannot be known; nobody was let in since, so nothing is too much.
                for pk in &held.0 {
                    prop_assert!(*pk <= server.rows.last().map_or(u64::MAX, |row| row.pk) || rows.iter().any(|row| row.pk == *pk));
                }
            }
        }
    }

    #[test]
    fn a_refresh_comes_to_what_reading_everything_comes_to(
        rows in a_set(900, false), changes in changes(40), revoked in any::<Vec<prop::sample::Index>>(),
        has_revoked in any::<bool>(),
    ) {
        let mut server = Server::new(rows);
        let (_, mut held) = whole(&mut server);
        let known = KnownSet {
            rows: server.rows.iter().map(seen).collect(),
            has_revoked,
            unreadable: 0,
            since: NOW - 1_000_000,
        };
        for change in changes {
            apply(&mut server, change);
        }
        for index in revoked.iter().take(5) {
            if !server.rows.is_empty() {
                let at = index.index(server.rows.len());
                server.rows[at].revoked = true;
            }
        }
        let mut reading = Reading::refresh(&known, 100, NOW);
        let full = server.rows.len().div_ceil(100);
        server.requests = 0;
        run(&mut reading, &mut held, &mut server, |_| 0, |_| ())?;
        prop_assert!(held.0 == server.readable());
        prop_assert!(!reading.changed().unsettled);
        // The lists of revoked and expired ones come on top of every page once.
        prop_assert!(server.requests <= 2 * full + 16, "{} requests for {} pages", server.requests, full);
    }
}

#[test]
fn a_refresh_costs_a_tenth_of_the_first_reading() {
    // 10,000 tokens, some 3 % of them revoked; a hundred have expired and are still there.
    let rows = |pk: u64| Row {
        pk,
        revoked: pk.is_multiple_of(33),
        expires: if pk % 100 == 7 { NOW - 1 } else { i64::MAX },
        broken: false,
    };
    let mut server = Server::new((1..=10_000).map(rows).collect());
    let (_, mut held) = whole(&mut server);
    let first = server.requests;
    // Every page, and the tail once more: nothing changed meanwhile.
    assert_eq!(first, 101);
    let known = KnownSet {
        rows: server.rows.iter().map(seen).collect(),
        has_revoked: true,
        unreadable: 0,
        since: NOW - 1_000_000,
    };
    let mut purged = 0;
    server.rows.retain(|row| {
        let goes = row.expires < NOW && row.pk % 3 == 0 && purged < 30;
        purged += usize::from(goes);
        !goes
    });
    assert_eq!(purged, 30);
    server.rows.extend((10_001..=10_050).map(rows));
    for pk in [5, 1_234, 4_444, 7_071, 9_998] {
        server
            .rows
            .iter_mut()
            .filter(|row| row.pk == pk)
            .for_each(|row| row.revoked = true);
    }
    server.requests = 0;
    let mut reading = Reading::refresh(&known, 100, NOW);
    run(&mut reading, &mut held, &mut server, |_| 0, |_| ()).unwrap();
    assert!(held.0 == server.readable());
    let changed = reading.changed();
    assert_eq!((changed.came, changed.went, changed.revoked), (50, 30, 5));
    assert!(server.requests * 10 <= first, "{} requests", server.requests);
}

fn plain(count: u64) -> Vec<Row> {
    let row = |pk| Row {
        pk,
        revoked: pk % 10 == 0,
        expires: i64::MAX,
        broken: false,
    };
    (1..=count).map(row).collect()
}

/// Reads on as long as there is something to ask, each time answered by `answer`; how many requests that were.
fn ask_on(reading: &mut Reading, mut answer: impl FnMut(&PageRequest) -> PageOutcome) -> usize {
    let mut requests = 0;
    while let Some(request) = reading.next() {
        requests += 1;
        assert!(requests < 10_000, "there is no end");
        let outcome = answer(&request);
        reading.answered(&request, outcome);
    }
    requests
}

#[test]
fn one_page_in_place_of_every_other_is_noticed_at_once() {
    let mut server = Server::new(plain(2_000));
    for count in [None, Some(2_000)] {
        let mut reading = Reading::whole(100, count, NOW);
        let requests = ask_on(&mut reading, |request| {
            server.answer(&PageRequest {
                page: 1,
                ..request.clone()
            })
        });
        assert!(requests <= 3, "{requests}");
        assert!(matches!(
            reading.stuck(),
            Some(Stuck::OtherPage { .. } | Stuck::Endless)
        ));
        assert!(!reading.is_done());
    }
    // Where it says of itself that it is the last one, too.
    let mut reading = Reading::whole(100, Some(2_000), NOW);
    let requests = ask_on(&mut reading, |request| {
        match server.answer(&PageRequest {
            page: 1,
            ..request.clone()
        }) {
            PageOutcome::Page { rows, count, .. } => PageOutcome::Page {
                rows,
                count,
                has_next: request.page < 20,
            },
            other => other,
        }
    });
    assert_eq!(
        (requests, reading.stuck()),
        (2, Some(Stuck::OtherPage { asked: 19, got: 20 }))
    );
}

#[test]
fn rows_in_another_order_are_no_page_of_the_set() {
    let mut server = Server::new(plain(2_000));
    let mut reading = Reading::whole(100, Some(2_000), NOW);
    let requests = ask_on(&mut reading, |request| {
        server.answer(&PageRequest {
            order: PageOrder::Newest,
            ..request.clone()
        })
    });
    assert_eq!((requests, reading.stuck()), (1, Some(Stuck::OtherOrder)));
}

#[test]
fn a_last_page_that_never_comes_is_not_waited_for() {
    let server = std::cell::RefCell::new(Server::new(plain(2_000)));
    let known = KnownSet {
        rows: plain(2_000).iter().map(seen).collect(),
        has_revoked: true,
        unreadable: 0,
        since: NOW - 1,
    };
    let readings: [&dyn Fn() -> Reading; 3] = [
        &|| Reading::whole(100, None, NOW),
        &|| Reading::whole(100, Some(2_000), NOW),
        &|| Reading::refresh(&known, 100, NOW),
    ];
    // There is always one more page, with nothing on it, with new tokens on it, or with more to be counted.
    let new = |page: u64| (0..100).map(move |at| 1_000_000 + page * 100 + at);
    let lies: [&dyn Fn(&PageRequest) -> PageOutcome; 4] = [
        &|request| PageOutcome::Page {
            rows: Vec::new(),
            count: request.page * request.size + 1,
            has_next: true,
        },
        &|request| PageOutcome::Page {
            rows: new(request.page).map(|pk| seen(&plain(1).remove(0)).with(pk)).collect(),
            count: request.page * request.size + 1,
            has_next: true,
        },
        &|request| PageOutcome::Page {
            rows: new(request.page).map(|pk| seen(&plain(1).remove(0)).with(pk)).collect(),
            count: u64::MAX / 2,
            has_next: true,
        },
        &|request| match server.borrow_mut().answer(request) {
            PageOutcome::Page { rows, count, .. } => PageOutcome::Page {
                rows,
                count,
                has_next: true,
            },
            other => other,
        },
    ];
    for (which, reading) in readings.iter().enumerate() {
        for (lie, answer) in lies.iter().enumerate() {
            let mut reading = reading();
            let requests = ask_on(&mut reading, answer);
            assert!(requests <= 12 * 21 + 102, "{which} {lie}: {requests}");
            assert!(reading.stuck().is_some() || reading.is_done(), "{which} {lie}");
        }
    }
}

trait With {
    fn with(self, pk: u64) -> Self;
}

impl With for Seen {
    fn with(self, pk: u64) -> Self {
        Self { pk: Some(pk), ..self }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn whatever_is_answered_there_is_an_end(
        is_refresh in any::<bool>(),
        many in 0_u64..1_500,
        lies in proptest::collection::vec((0_u8..9, any::<u64>(), any::<bool>()), 1..60),
    ) {
        let rows = plain(many);
        let known = KnownSet {
            rows: rows.iter().map(seen).collect(),
            has_revoked: true,
            unreadable: 0,
            since: NOW - 1,
        };
        let mut reading = match is_refresh {
            true => Reading::refresh(&known, 100, NOW),
            false => Reading::whole(100, None, NOW),
        };
        let mut server = Server::new(rows);
        let mut lies = lies.into_iter().cycle();
        let mut broken = 0;
        let requests = ask_on(&mut reading, |request| {
            let (lie, number, flag) = lies.next().unwrap();
            let near = |from: u64| PageOutcome::Page {
                rows: (from..from.saturating_add(number % 101)).map(|pk| seen(&plain(1)[0]).with(pk)).collect(),
                count: number % 3_000,
                has_next: flag,
            };
            match lie {
                0 => PageOutcome::Gone,
                1 => near(number),
                2 => near(request.page * request.size),
                3 => PageOutcome::Page { rows: Vec::new(), count: number, has_next: flag },
                4 if broken < 40 => {
                    broken += 1;
                    PageOutcome::Broken { request_id: None }
                }
                5 => server.answer(&PageRequest { page: number % 20 + 1, ..request.clone() }),
                _ => server.answer(request),
            }
        });
        prop_assert!(reading.is_done() || reading.stuck().is_some());
        // Each page a few times, and what breaks in parts.
        prop_assert!(requests <= 12 * 15 * 20 + 100 + 40 * 16 + 3_000 * 12, "{requests}");
    }

    #[test]
    fn a_slow_server_is_asked_for_less_and_everything_is_read(
        many in 1_u64..1_500,
        in_time in 5_u64..=100,
        told in any::<bool>(),
        is_refresh in any::<bool>(),
        gone in proptest::collection::btree_set(1_u64..1_500, 0..6),
    ) {
        let mut server = Server::new(plain(many));
        let mut held = Held(server.readable());
        let known = KnownSet {
            rows: server.rows.iter().map(seen).collect(),
            has_revoked: true,
            unreadable: 0,
            since: NOW - 1,
        };
        server.rows.retain(|row| !gone.contains(&row.pk));
        let mut reading = match is_refresh {
            true => Reading::refresh(&known, 100, NOW),
            false => {
                held = Held::default();
                Reading::whole(100, told.then_some(many), NOW)
            }
        };
        let mut late = 0;
        let mut under_way = Vec::new();
        for _ in 0..2_000 {
            under_way.extend((under_way.len()..3).map_while(|_| reading.next()));
            let Some(request) = (!under_way.is_empty()).then(|| under_way.remove(0)) else { break };
            if request.size > in_time {
                late += 1;
                prop_assert!(reading.timed_out(&request), "{request:?}");
                continue;
            }
            let outcome = server.answer(&request);
            held.take(&outcome);
            held.drop_all(&reading.answered(&request, outcome));
        }
        prop_assert!(reading.is_done() && reading.stuck().is_none());
        prop_assert!(held.0 == server.readable());
        // Three steps down, for each of those under way; then a trial now and then.
        prop_assert!(late <= 9 + 3 * many / 40, "{late}");
    }
}

#[test]
fn more_is_asked_for_again_when_a_slow_server_recovers() {
    let mut server = Server::new(plain(5_000));
    let mut reading = Reading::whole(100, Some(5_000), NOW);
    let (mut sizes, mut trials) = (Vec::new(), 0);
    while let Some(request) = reading.next() {
        sizes.push(request.size);
        if sizes.len() < 4 {
            assert!(reading.timed_out(&request) || request.size == 5);
            continue;
        }
        trials += usize::from(reading.progress().slow == Some(Slow::Trial));
        let outcome = server.answer(&request);
        reading.answered(&request, outcome);
    }
    assert!(reading.is_done());
    assert_eq!(trials, 4);
    assert_eq!(sizes[..4], [100, 50, 25, 5]);
    let at = |size| sizes[3..].iter().position(|other| *other == size).unwrap();
    assert!(at(25) < at(50) && at(50) < at(100), "{sizes:?}");
    assert!(at(100) < 40, "{sizes:?}");
    assert_eq!(reading.progress().slow, None);

    // What takes too long even so is not asked for in smaller parts for ever.
    let mut reading = Reading::whole(100, Some(5_000), NOW);
    let mut smaller = 0;
    while let Some(request) = reading.next()
        && reading.timed_out(&request)
    {
        smaller += 1;
    }
    assert_eq!((smaller, reading.progress().slow), (3, Some(Slow::Fewer(5))));
}
