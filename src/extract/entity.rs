//! Groups the mentions of one thing.
//!
//! In: resolved mentions. Out: entities in the order of their first mention; every mention is in
//! exactly one. Two mentions are of one thing when kind and value are equal, names without regard to
//! case, hyphen or space. The text is not read again.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};

use rustc_hash::FxBuildHasher;
use serde::{Deserialize, Serialize};

use super::kinds::KindId;
use super::mention::{Amount, Mention, Modifier, Value};

/// One thing and where it is mentioned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// Kind of all its mentions.
    pub kind: KindId,
    /// Its value: that of its first mention.
    pub value: Value,
    /// Indices of its mentions, ascending; never empty.
    pub mentions: Vec<usize>,
}

/// Groups mentions.
pub fn group<'a>(mentions: &'a [Mention]) -> Vec<Entity> {
    // Made large enough for most releases at once: growing is a fifth of the work.
    let room = mentions.len().min(112);
    let mut known: HashMap<(KindId, Key<'a>), usize, FxBuildHasher> =
        HashMap::with_capacity_and_hasher(room, FxBuildHasher);
    // The first mention of each entity, and how many it has: a list that grows while it is filled costs more.
    let mut entities: Vec<(&'a Mention, usize)> = Vec::with_capacity(room);
    // A name is often the one before it again.
    let mut last: (Option<KindId>, &'a str, usize) = (None, "", 0);
    let mut entity_of = |mention: &'a Mention| {
        let (kind, next) = (mention.kind, entities.len());
        let at = match &mention.value {
            Value::Name { name } if last.0 == Some(kind) && last.1 == name => last.2,
            // Most mentions of a name spell it as one before does, and then its letters need not be folded.
            Value::Name { name } => match known.get(&(kind, Key::Spelled(name))) {
                Some(&at) => at,
                None => {
                    let at = *known.entry((kind, Key::Name(Plain(name)))).or_insert(next);
                    known.insert((kind, Key::Spelled(name)), at);
                    at
                }
            },
            value => *known.entry((kind, key(value))).or_insert(next),
        };
        if let Value::Name { name } = &mention.value {
            last = (Some(kind), name, at);
        }
        match entities.get_mut(at) {
            Some((_, count)) => *count += 1,
            None => entities.push((mention, 1)),
        }
        at
    };
    let places: Vec<usize> = mentions.iter().map(&mut entity_of).collect();
    let entity = |(first, count): (&Mention, usize)| Entity {
        kind: first.kind,
        value: first.value.clone(),
        mentions: Vec::with_capacity(count),
    };
    let mut entities: Vec<Entity> = entities.into_iter().map(entity).collect();
    for (index, at) in places.into_iter().enumerate() {
        if let Some(entity) = entities.get_mut(at) {
            entity.mentions.push(index);
        }
    }
    entities
}

/// What two mentions of one thing share.
#[derive(PartialEq, Eq, Hash)]
enum Key<'a> {
    Spelled(&'a str),
    Name(Plain<'a>),
    Amount(&'a Amount, &'a str),
    Time(&'a str, Option<Modifier>),
}

fn key(value: &Value) -> Key<'_> {
    match value {
        Value::Name { name } => Key::Name(Plain(name)),
        Value::Quantity { amount, unit } => Key::Amount(amount, unit),
        Value::Money { amount, currency, .. } => Key::Amount(amount, currency),
        Value::Time { timex, modifier, .. } => Key::Time(timex, *modifier),
    }
}

/// A name that equals another where their [`name_key`]s do, which need not be made for it.
struct Plain<'a>(&'a str);

impl PartialEq for Plain<'_> {
    fn eq(&self, other: &Plain<'_>) -> bool {
        if self.0.is_ascii() && other.0.is_ascii() {
            ascii_letters(self.0).eq(ascii_letters(other.0))
        } else {
            letters(self.0).eq(letters(other.0))
        }
    }
}

impl Eq for Plain<'_> {}

impl Hash for Plain<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        if self.0.is_ascii() {
            ascii_letters(self.0).for_each(|letter| state.write_u32(letter.into()));
        } else {
            letters(self.0).for_each(|letter| state.write_u32(letter.into()));
        }
    }
}

/// What of a name counts where it is all ASCII.
fn ascii_letters(name: &str) -> impl Iterator<Item = u8> {
    name.bytes().filter(u8::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase())
}

/// What of any name counts.
fn letters(name: &str) -> impl Iterator<Item = char> {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase)
}

/// A name without regard to case, hyphen, space or apostrophe.
///
/// ```
/// use eosin::extract::entity::name_key;
/// assert_eq!(name_key("QLV-131"), name_key("qlv 131"));
/// assert_ne!(name_key("QLV 1602-PTX"), name_key("QLV 1602"));
/// ```
pub fn name_key(name: &str) -> String {
    if name.is_ascii() {
        let mut key = String::with_capacity(name.len());
        key.extend(ascii_letters(name).map(char::from));
        return key;
    }
    letters(name).collect()
}
