//! What can go wrong, on purpose: the list of faults that are on, and which request they hit.
//!
//! README.md beside this crate tells how to use them; [`kinds`] is the same in brief, for the page.

pub mod effect;
pub mod kinds;
pub mod rewrite;

pub use effect::Effect;
use serde::Serialize;
use serde_json::{Map, Value};

/// One fault that is on.
#[derive(Clone, Debug)]
pub struct Fault {
    id: u64,
    kind: String,
    effect: Effect,
    path: String,
    query: String,
    method: Option<String>,
    times: Option<u64>,
    after: u64,
    seen: u64,
    hits: u64,
    /// As it was asked for.
    said: Map<String, Value>,
}

/// All faults that are on.
#[derive(Debug, Default)]
pub struct Faults {
    on: Vec<Fault>,
    next_id: u64,
}

/// The parameters that every fault knows.
const COMMON: [&str; 6] = ["kind", "path", "query", "method", "times", "after"];

impl Faults {
    /// Puts these on instead of what was on: one fault or a list of them.
    ///
    /// # Errors
    /// Says what is wrong with the first that cannot be; then nothing is changed.
    pub fn replace(&mut self, said: &Value, sessions: u64) -> Result<(), String> {
        let made = self.read(said, sessions)?;
        self.on = made;
        Ok(())
    }

    /// Puts these on as well.
    ///
    /// # Errors
    /// As [`Faults::replace`].
    pub fn add(&mut self, said: &Value, sessions: u64) -> Result<(), String> {
        let made = self.read(said, sessions)?;
        self.on.extend(made);
        Ok(())
    }

    fn read(&mut self, said: &Value, sessions: u64) -> Result<Vec<Fault>, String> {
        let list = match said {
            Value::Array(list) => list.as_slice(),
            one => std::slice::from_ref(one),
        };
        list.iter()
            .map(|said| {
                self.next_id += 1;
                Fault::read(self.next_id, said, sessions)
            })
            .collect()
    }

    /// Takes one away; whether it was on.
    pub fn remove(&mut self, id: u64) -> bool {
        let before = self.on.len();
        self.on.retain(|fault| fault.id != id);
        self.on.len() < before
    }

    /// Takes all away.
    pub fn clear(&mut self) {
        self.on.clear();
    }

    /// How many are on.
    pub fn len(&self) -> usize {
        self.on.len()
    }

    /// Whether none is on.
    pub fn is_empty(&self) -> bool {
        self.on.is_empty()
    }

    /// What a request runs into, in the order in which faults were put on.
    pub fn meet(&mut self, method: &str, path: &str, query: &str) -> Vec<(u64, String, Effect)> {
        let mut met = Vec::new();
        for fault in &mut self.on {
            let fits = path.starts_with(&fault.path)
                && query.contains(&fault.query)
                && fault.method.as_deref().is_none_or(|wanted| wanted == method);
            if !fits || fault.times.is_some_and(|times| fault.hits >= times) {
                continue;
            }
            fault.seen += 1;
            if fault.seen <= fault.after {
                continue;
            }
            // What depends on the answer is counted once the answer is known.
            if !fault.effect.needs_answer() {
                fault.hits += 1;
            }
            met.push((fault.id, fault.kind.clone(), fault.effect.clone()));
            if fault.effect.is_the_answer() {
                break;
            }
        }
        met
    }

    /// Counts an effect that depended on the answer and came true. Where it was on "the first
    /// row", that row is the one from now on.
    pub fn hit(&mut self, id: u64, pk: Option<String>) {
        if let Some(fault) = self.on.iter_mut().find(|fault| fault.id == id) {
            fault.hits += 1;
            if let Some(pk) = pk {
                fault.effect.settle_on(pk);
            }
        }
    }

    /// Takes a hit back that nobody noticed.
    pub fn unhit(&mut self, id: u64) {
        if let Some(fault) = self.on.iter_mut().find(|fault| fault.id == id) {
            fault.hits = fault.hits.saturating_sub(1);
        }
    }

    /// What is on, in the order in which it was put on.
    pub fn on(&self) -> Vec<On<'_>> {
        let on = self.on.iter().map(|fault| On {
            said: &fault.said,
            id: fault.id,
            seen: fault.seen,
            hits: fault.hits,
            left: fault.times.map(|times| times.saturating_sub(fault.hits)),
        });
        on.collect()
    }
}

/// A fault that is on, for who asks.
#[derive(Debug, Serialize)]
pub struct On<'a> {
    #[serde(flatten)]
    said: &'a Map<String, Value>,
    id: u64,
    seen: u64,
    hits: u64,
    left: Option<u64>,
}

impl Fault {
    /// Reads what was asked for. By hand, not derived: every kind has parameters of its own, of more than one type, and
    /// who mistypes one is to be told which word is wrong and which there are.
    fn read(id: u64, said: &Value, sessions: u64) -> Result<Self, String> {
        let Value::Object(entries) = said else {
            return Err("a fault is an object such as {\"kind\": \"delay\", \"ms\": 3000}".to_owned());
        };
        let kind = entries
            .get("kind")
            .and_then(Value::as_str)
            .ok_or("a fault needs a \"kind\"")?;
        let known = kinds::find(kind).ok_or_else(|| {
            let names: Vec<&str> = kinds::KINDS.iter().map(|kind| kind.name).collect();
            format!("there is no fault {kind:?}; there are {}", names.join(", "))
        })?;
        for name in entries.keys() {
            if !COMMON.contains(&name.as_str()) && !known.takes.contains(&name.as_str()) {
                return Err(format!("the fault {kind:?} knows no {name:?}"));
            }
        }
        let text = |name: &str| match entries.get(name) {
            None | Some(Value::Null) => Ok(String::new()),
            Some(Value::String(text)) => Ok(text.clone()),
            Some(_) => Err(format!("{name:?} is a text")),
        };
        let number = |name: &str| match entries.get(name) {
            None | Some(Value::Null) => Ok(None),
            Some(value) => value
                .as_u64()
                .map(Some)
                .ok_or_else(|| format!("{name:?} is a whole number")),
        };
        let path = text("path")?;
        Ok(Fault {
            id,
            kind: kind.to_owned(),
            effect: Effect::read(kind, entries, sessions)?,
            path: if path.is_empty() { "/api/".to_owned() } else { path },
            query: text("query")?,
            method: Some(text("method")?.to_ascii_uppercase()).filter(|method| !method.is_empty()),
            times: number("times")?,
            after: number("after")?.unwrap_or(0),
            seen: 0,
            hits: 0,
            said: entries.clone(),
        })
    }
}
