//! What was asked of the stand-in, for tests to look at.

use crate::data::random::Dice;
use serde::Serialize;
use std::collections::VecDeque;
use std::time::Instant;

/// How many are remembered.
const KEPT: usize = 5_000;

/// One request.
#[derive(Debug)]
pub struct Seen {
    number: u64,
    method: String,
    path: String,
    query: String,
    began: Instant,
    took_ms: Option<u128>,
    status: Option<u16>,
    who: Option<String>,
    faults: Vec<String>,
    abandoned: bool,
}

/// One request, for who asks.
#[derive(Debug, Serialize)]
pub struct Told<'a> {
    number: u64,
    method: &'a str,
    path: &'a str,
    query: &'a str,
    at_ms: u128,
    took_ms: Option<u128>,
    status: Option<u16>,
    who: Option<&'a str>,
    faults: &'a [String],
    abandoned: bool,
}

/// The requests since the start or the last reset.
#[derive(Debug)]
pub struct Requests {
    began: Instant,
    dice: Dice,
    total: u64,
    seen: VecDeque<Seen>,
}

impl Requests {
    /// None yet.
    pub fn new(salt: u64) -> Self {
        Requests {
            began: Instant::now(),
            dice: Dice::of(salt, 51, 0),
            total: 0,
            seen: VecDeque::new(),
        }
    }

    /// A request came: its number, and the id that authentik would give it.
    pub fn begin(&mut self, method: &str, path: &str, query: &str) -> (u64, String) {
        self.total += 1;
        if self.seen.len() >= KEPT {
            self.seen.pop_front();
        }
        self.seen.push_back(Seen {
            number: self.total,
            method: method.to_owned(),
            path: path.to_owned(),
            query: query.to_owned(),
            began: Instant::now(),
            took_ms: None,
            status: None,
            who: None,
            faults: Vec::new(),
            abandoned: false,
        });
        (self.total, self.dice.uuid().replace('-', ""))
    }

    fn find(&mut self, number: u64) -> Option<&mut Seen> {
        self.seen.iter_mut().rev().find(|seen| seen.number == number)
    }

    /// It met these faults.
    pub fn met(&mut self, number: u64, faults: Vec<String>) {
        if let Some(seen) = self.find(number) {
            seen.faults = faults;
        }
    }

    /// It was answered; without a status, by closing the connection.
    pub fn end(&mut self, number: u64, status: Option<u16>, who: Option<String>) {
        if let Some(seen) = self.find(number) {
            seen.took_ms = Some(seen.began.elapsed().as_millis());
            seen.status = status;
            seen.who = who;
        }
    }

    /// The caller went away before it was answered.
    pub fn abandon(&mut self, number: u64) {
        if let Some(seen) = self.find(number) {
            seen.took_ms = Some(seen.began.elapsed().as_millis());
            seen.abandoned = true;
        }
    }

    /// How many there were.
    pub fn total(&self) -> u64 {
        self.total
    }

    /// Forgets them, for a test that counts from here on.
    pub fn clear(&mut self) {
        self.seen.clear();
    }

    /// Those whose path starts so, oldest first.
    pub fn told(&self, path: &str) -> Vec<Told<'_>> {
        let seen = self.seen.iter().filter(|seen| seen.path.starts_with(path));
        seen.map(|seen| Told {
            number: seen.number,
            method: &seen.method,
            path: &seen.path,
            query: &seen.query,
            at_ms: seen.began.duration_since(self.began).as_millis(),
            took_ms: seen.took_ms,
            status: seen.status,
            who: seen.who.as_deref(),
            faults: &seen.faults,
            abandoned: seen.abandoned,
        })
        .collect()
    }
}
