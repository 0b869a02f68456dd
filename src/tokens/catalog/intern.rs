//! What many tokens share, kept once and found by number.

use std::collections::HashMap;
use std::rc::Rc;

use crate::model::provider::Provider;
use crate::model::user::User;
use crate::tokens::fold::fold;

/// Which bytes a text holds, roughly: a bit for every sixty-fourth. A text can only hold another if it holds all its bytes,
/// which tells most apart without looking: no hash holds "alice".
#[derive(Clone, Copy, Debug, Default)]
struct Letters(u64);

impl Letters {
    fn of(text: &str) -> Self {
        Self(text.bytes().fold(0, |bits, byte| bits | 1 << (byte & 63)))
    }

    fn may_hold(self, other: Self) -> bool {
        other.0 & !self.0 == 0
    }
}

/// Whether a text holds another. The standard library prepares for long texts, which takes longer than looking through a
/// name.
fn holds(text: &str, wanted: &str) -> bool {
    let (text, wanted) = (text.as_bytes(), wanted.as_bytes());
    let Some((first, rest)) = wanted.split_first() else {
        return true;
    };
    let mut left = text;
    while let Some(at) = left.iter().position(|byte| byte == first) {
        left = left.get(at + 1..).unwrap_or_default();
        if left.starts_with(rest) {
            return true;
        }
    }
    false
}

/// Whether each text holds another.
fn holding<'a>(texts: impl Iterator<Item = (&'a str, Letters)>, wanted: &str) -> Vec<bool> {
    let letters = Letters::of(wanted);
    texts
        .map(|(text, held)| held.may_hold(letters) && holds(text, wanted))
        .collect()
}

/// Stands for "no text".
pub const NONE: u32 = u32::MAX;

/// Texts, each once.
#[derive(Default)]
pub struct Texts {
    all: Vec<Rc<str>>,
    /// The same texts as they are searched; most are the very same.
    folded: Vec<(Rc<str>, Letters)>,
    places: HashMap<Rc<str>, u32>,
}

impl Texts {
    /// The number of `text`, which is kept if it is new.
    pub fn number(&mut self, text: &str) -> u32 {
        if let Some(&place) = self.places.get(text) {
            return place;
        }
        let text: Rc<str> = text.into();
        let place = number_of(self.all.len());
        let searched = fold(&text);
        let letters = Letters::of(&searched);
        let searched = if searched == *text {
            Rc::clone(&text)
        } else {
            searched.into()
        };
        self.folded.push((searched, letters));
        self.all.push(Rc::clone(&text));
        self.places.insert(text, place);
        place
    }

    /// The text of a number.
    pub fn get(&self, number: u32) -> Option<&str> {
        self.all.get(number as usize).map(|text| &**text)
    }

    /// All texts, by number.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|text| &**text)
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether each of these holds a folded text, by number; the others are not looked at.
    pub fn holding_of(&self, text: &str, numbers: impl Iterator<Item = u32>) -> Vec<bool> {
        let letters = Letters::of(text);
        let mut holding = vec![false; self.all.len()];
        for number in numbers {
            let at = number as usize;
            if let (Some((folded, held)), Some(found)) = (self.folded.get(at), holding.get_mut(at)) {
                *found = held.may_hold(letters) && holds(folded, text);
            }
        }
        holding
    }

    /// Whether each holds a folded text, by number.
    pub fn holding(&self, text: &str) -> Vec<bool> {
        holding(self.folded.iter().map(|(folded, letters)| (&**folded, *letters)), text)
    }
}

/// Something that tokens share, with what it is found by.
pub struct Interned<T> {
    /// As it was read last.
    pub value: Rc<T>,
    /// What is searched in it, folded, a line each.
    pub folded: String,
    letters: Letters,
}

impl<T> Interned<T> {
    fn new(value: Rc<T>, lines: &[&str]) -> Self {
        let folded = folded(lines);
        let letters = Letters::of(&folded);
        Self { value, folded, letters }
    }
}

/// Users or providers, each once, by their pk.
pub struct Interner<T> {
    all: Vec<Interned<T>>,
    places: HashMap<u64, u32>,
    /// The numbers of those that have changed since they arrived.
    changed: Vec<u32>,
    /// Which came, by number, since that was forgotten last.
    seen: Vec<bool>,
}

impl<T> Default for Interner<T> {
    fn default() -> Self {
        Self {
            all: Vec::new(),
            places: HashMap::new(),
            changed: Vec::new(),
            seen: Vec::new(),
        }
    }
}

impl<T> Interner<T> {
    /// Forgets which came.
    pub fn forget_seen(&mut self) {
        self.seen.clear();
    }

    /// Whether it came since.
    pub fn was_seen(&self, number: u32) -> bool {
        self.seen.get(number as usize).copied().unwrap_or(false)
    }

    fn note_met(&mut self, number: u32) -> u32 {
        if self.seen.len() < self.all.len() {
            self.seen.resize(self.all.len(), false);
        }
        if let Some(seen) = self.seen.get_mut(number as usize) {
            *seen = true;
        }
        number
    }

    /// Which have changed since the last call, by number.
    pub fn take_changed(&mut self) -> Vec<bool> {
        let mut flags = vec![false; self.all.len()];
        for place in self.changed.drain(..) {
            if let Some(flag) = flags.get_mut(place as usize) {
                *flag = true;
            }
        }
        flags
    }

    /// What stands at a number.
    pub fn get(&self, number: u32) -> Option<&Interned<T>> {
        self.all.get(number as usize)
    }

    /// The number of what has this pk.
    pub fn find(&self, pk: u64) -> Option<u32> {
        self.places.get(&pk).copied()
    }

    /// All, by number.
    pub fn iter(&self) -> impl Iterator<Item = &Interned<T>> {
        self.all.iter()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether each holds a folded text, by number.
    pub fn holding(&self, text: &str) -> Vec<bool> {
        holding(self.all.iter().map(|kept| (&*kept.folded, kept.letters)), text)
    }

    fn keep(&mut self, pk: u64, kept: Interned<T>) -> u32 {
        let place = *self.places.entry(pk).or_insert_with(|| number_of(self.all.len()));
        match self.all.get_mut(place as usize) {
            Some(older) => {
                *older = kept;
                self.changed.push(place);
            }
            None => self.all.push(kept),
        }
        place
    }
}

impl Interner<User> {
    /// The number of `user`. What the list does not show of them is not kept.
    pub fn number(&mut self, user: &User) -> u32 {
        let place = self.find(user.pk);
        if let Some((place, kept)) = place.and_then(|place| Some((place, self.get(place)?)))
            && is_same(&kept.value, user)
        {
            return self.note_met(place);
        }
        let lines = [&*user.username, &*user.name, user.email.as_deref().unwrap_or_default()];
        let kept = Interned::new(Rc::new(slim(user)), &lines);
        let place = self.keep(user.pk, kept);
        self.note_met(place)
    }
}

impl Interner<Provider> {
    /// The number of `provider`. A brief one keeps the known client details, and does not count as seen.
    pub fn number(&mut self, provider: &Rc<Provider>) -> u32 {
        let place = self.place(provider);
        if provider.is_brief() {
            place
        } else {
            self.note_met(place)
        }
    }

    fn place(&mut self, provider: &Rc<Provider>) -> u32 {
        let place = self.find(provider.pk);
        let kept = place.and_then(|place| Some((place, &self.get(place)?.value)));
        let provider = match kept {
            Some((place, kept)) if kept == provider => return place,
            Some((place, kept)) if provider.is_brief() && !kept.is_brief() => {
                let completed = provider.completed_by(kept);
                if completed == **kept {
                    return place;
                }
                Rc::new(completed)
            }
            _ => Rc::clone(provider),
        };
        let mut lines = vec![&*provider.name, provider.client_id.as_deref().unwrap_or_default()];
        for application in [&provider.application, &provider.backchannel_application]
            .into_iter()
            .flatten()
        {
            lines.extend([&*application.name, &*application.slug]);
        }
        let kept = Interned::new(Rc::clone(&provider), &lines);
        self.keep(provider.pk, kept)
    }
}

/// One line each, so that nothing is found across two of them.
fn folded(lines: &[&str]) -> String {
    lines.iter().map(|line| fold(line)).collect::<Vec<_>>().join("\n")
}

fn is_same(kept: &User, user: &User) -> bool {
    kept.username == user.username
        && kept.name == user.name
        && kept.is_active == user.is_active
        && kept.is_superuser == user.is_superuser
        && kept.email == user.email
        && kept.avatar == user.avatar
        && kept.kind == user.kind
}

fn slim(user: &User) -> User {
    User {
        pk: user.pk,
        username: user.username.clone(),
        name: user.name.clone(),
        is_active: user.is_active,
        is_superuser: user.is_superuser,
        email: user.email.clone(),
        avatar: user.avatar.clone(),
        kind: user.kind.clone(),
        last_login: None,
        date_joined: None,
        password_change_date: None,
        last_updated: None,
        groups: Vec::new(),
        groups_obj: None,
        roles: Vec::new(),
        roles_obj: None,
        attributes: serde_json::Map::new(),
        uid: None,
        path: None,
        uuid: None,
        more: Vec::new(),
    }
}

/// Sets of scopes, each once, and the scopes themselves.
#[derive(Default)]
pub struct ScopeSets {
    /// The names.
    pub names: Texts,
    /// A set is the numbers of its names, in authentik's order.
    sets: Vec<Vec<u32>>,
    places: HashMap<Vec<u32>, u32>,
}

impl ScopeSets {
    /// The number of a set.
    pub fn number(&mut self, scopes: &[String]) -> u32 {
        // A scope without a name is none.
        let scopes = scopes.iter().filter(|scope| !scope.is_empty());
        let set: Vec<u32> = scopes.map(|scope| self.names.number(scope)).collect();
        if let Some(&place) = self.places.get(&set) {
            return place;
        }
        let place = number_of(self.sets.len());
        self.sets.push(set.clone());
        self.places.insert(set, place);
        place
    }

    /// Whether any name in each set is among these, by number of the set.
    pub fn holding_any(&self, names: &[bool]) -> Vec<bool> {
        let is_among = |name: &u32| names.get(*name as usize).copied().unwrap_or(false);
        self.sets.iter().map(|set| set.iter().any(is_among)).collect()
    }

    /// The names in a set, by number.
    pub fn get(&self, number: u32) -> &[u32] {
        self.sets.get(number as usize).map_or(&[], Vec::as_slice)
    }

    /// The names in a set.
    pub fn names_of(&self, number: u32) -> Vec<String> {
        let names = self.get(number).iter();
        names
            .filter_map(|&name| self.names.get(name).map(str::to_owned))
            .collect()
    }

    /// All sets, by number.
    pub fn iter(&self) -> impl Iterator<Item = &[u32]> {
        self.sets.iter().map(Vec::as_slice)
    }
}

/// Four thousand million of anything are more than a browser can hold.
fn number_of(len: usize) -> u32 {
    u32::try_from(len).unwrap_or(NONE)
}
