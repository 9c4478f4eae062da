//! Groups the mentions of one thing.
//!
//! In: resolved mentions. Out: entities in the order of their first mention; every mention is in
//! exactly one. Two mentions are of one thing when kind and value are equal, names without regard to
//! case, hyphen or space. The text is not read again.

use std::collections::HashMap;

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
pub fn group(mentions: &[Mention]) -> Vec<Entity> {
    let mut entities: Vec<Entity> = Vec::new();
    // Made large enough for most releases at once: growing is a fifth of the work.
    let room = mentions.len().min(64);
    let mut index_of: HashMap<(KindId, Key<'_>), usize, FxBuildHasher> =
        HashMap::with_capacity_and_hasher(room, FxBuildHasher);
    // Most mentions of a name spell it as one before does, and then its key need not be made.
    let mut spelled: HashMap<(KindId, &str), usize, FxBuildHasher> =
        HashMap::with_capacity_and_hasher(room, FxBuildHasher);
    for (index, mention) in mentions.iter().enumerate() {
        let next = entities.len();
        let mut by_key = || *index_of.entry((mention.kind, key(&mention.value))).or_insert(next);
        let at = match &mention.value {
            Value::Name { name } => *spelled.entry((mention.kind, name)).or_insert_with(by_key),
            _ => by_key(),
        };
        match entities.get_mut(at) {
            Some(entity) => entity.mentions.push(index),
            None => entities.push(Entity { kind: mention.kind, value: mention.value.clone(), mentions: vec![index] }),
        }
    }
    entities
}

/// What two mentions of one thing share.
#[derive(PartialEq, Eq, Hash)]
enum Key<'a> {
    Name(String),
    Amount(&'a Amount, &'a str),
    Time(&'a str, Option<Modifier>),
}

fn key(value: &Value) -> Key<'_> {
    match value {
        Value::Name { name } => Key::Name(name_key(name)),
        Value::Quantity { amount, unit } => Key::Amount(amount, unit),
        Value::Money { amount, currency, .. } => Key::Amount(amount, currency),
        Value::Time { timex, modifier, .. } => Key::Time(timex, *modifier),
    }
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
        let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
        let mut key = String::with_capacity(name.len());
        key.extend(letters.map(|letter| char::from(letter.to_ascii_lowercase())));
        return key;
    }
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
