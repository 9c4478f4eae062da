//! Groups the mentions of one thing.
//!
//! In: resolved mentions. Out: entities in the order of their first mention; every mention is in
//! exactly one. Two mentions are of one thing when kind and value are equal, names without regard to
//! case, hyphen or space. The text is not read again.

use serde::{Deserialize, Serialize};

use super::few::Few;
use super::kinds::KindId;
use super::mention::{Amount, Mention, Modifier, Value};
use super::room::Room;
use super::text::{LETTERS, Text};

/// One thing and where it is mentioned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Entity {
    /// Kind of all its mentions.
    pub kind: KindId,
    /// Its value: that of its first mention.
    pub value: Value,
    /// Indices of its mentions, ascending; never empty.
    pub mentions: Few<usize>,
}

/// Most releases have no more mentions.
const USUAL: usize = 64;

/// Groups mentions.
pub fn group(mentions: &[Mention]) -> Vec<Entity> {
    let (mut slots, mut places, mut order) =
        (Room::<u32, { 2 * USUAL }>::new(), Room::<u32, USUAL>::new(), Room::<usize, USUAL>::new());
    let mut known = Known::of(mentions, slots.of((mentions.len() * 2).next_power_of_two()));
    let (places, order) = (places.of(mentions.len()), order.of(mentions.len()));
    // Most names were written so before: the last of those that are written nearly so, and the place of its thing.
    let mut written: [Option<(KindId, &Text, usize)>; WRITTEN] = [None; WRITTEN];
    for (mention, slot) in mentions.iter().zip(&mut *places) {
        let place = if let Value::Name { name } = &mention.value
            && let Some(before) = written.get_mut(as_written(name.as_bytes()))
        {
            match *before {
                Some((kind, other, place)) if (kind == mention.kind) & (other == name) => place,
                _ => {
                    let place = known.place(mention);
                    *before = Some((mention.kind, name, place));
                    place
                }
            }
        } else {
            known.place(mention)
        };
        if let Some(thing) = known.things.get_mut(place) {
            thing.count += 1;
        }
        *slot = place as u32;
    }
    // The mentions of each one behind the other, those of the first first.
    let mut end = 0;
    for thing in &mut known.things {
        (thing.end, end) = (end, end + thing.count);
    }
    for (index, &mut place) in places.iter_mut().enumerate() {
        if let Some(thing) = known.things.get_mut(place as usize)
            && let Some(slot) = order.get_mut(thing.end)
        {
            *slot = index;
            thing.end += 1;
        }
    }
    let entity = |thing: &Thing<'_>| Entity {
        kind: thing.mention.kind,
        value: thing.mention.value.clone(),
        mentions: order.get(thing.end - thing.count..thing.end).unwrap_or_default().into(),
    };
    known.things.iter().map(entity).collect()
}

/// The things met so far.
struct Known<'a> {
    things: Vec<Thing<'a>>,
    /// One more than their places, by the lower bits of their digests; nothing is 0. At least twice as many as things.
    slots: &'a mut [u32],
}

/// One of them: its first mention, how many it has, and where they end among those of all.
struct Thing<'a> {
    digest: u64,
    mention: &'a Mention,
    count: usize,
    end: usize,
}

impl<'a> Known<'a> {
    fn of(mentions: &[Mention], slots: &'a mut [u32]) -> Known<'a> {
        // Room for the things of most releases, which are not moved then.
        Known { things: Vec::with_capacity(mentions.len().min(USUAL)), slots }
    }

    /// The place of what is mentioned, which is added where it is new.
    fn place(&mut self, mention: &'a Mention) -> usize {
        let digest = digest(&mention.value);
        let last = self.slots.len() - 1;
        let mut slot = digest as usize & last;
        while let Some(place) = self.slots.get(slot).and_then(|place| (*place as usize).checked_sub(1)) {
            if self.things.get(place).is_some_and(|thing| thing.digest == digest && is_same(thing.mention, mention)) {
                return place;
            }
            slot = (slot + 1) & last;
        }
        self.things.push(Thing { digest, mention, count: 0, end: 0 });
        if let Some(slot) = self.slots.get_mut(slot) {
            *slot = self.things.len() as u32;
        }
        self.things.len() - 1
    }
}

/// So many names are told apart by how they are written.
const WRITTEN: usize = 32;

/// A number below [`WRITTEN`], by how long a name is and how it begins and ends.
fn as_written(name: &[u8]) -> usize {
    let (first, last) = (name.first_chunk(), name.last_chunk());
    let [first, last] = [first, last].map(|four| four.map_or(0, |&four| u32::from_le_bytes(four)));
    let both = (u64::from(first) << 32 | u64::from(last)) ^ name.len() as u64;
    (both.wrapping_mul(STEP) >> 32) as usize % WRITTEN
}

/// Whether two mentions are of one thing.
fn is_same(a: &Mention, b: &Mention) -> bool {
    a.kind == b.kind
        && match (&a.value, &b.value) {
            (Value::Name { name: a }, Value::Name { name: b }) => is_same_name(a, b),
            (a, b) => key(a) == key(b),
        }
}

/// What two mentions of one thing share.
#[derive(PartialEq)]
enum Key<'a> {
    Name(&'a [u8]),
    Amount(&'a Amount, &'a [u8]),
    Time(&'a [u8], Option<Modifier>),
}

#[inline]
fn key(value: &Value) -> Key<'_> {
    match value {
        Value::Name { name } => Key::Name(name.as_bytes()),
        Value::Quantity { amount, unit } => Key::Amount(amount, unit.as_bytes()),
        Value::Money { amount, currency, .. } => Key::Amount(amount, currency.as_bytes()),
        Value::Time { timex, modifier, .. } => Key::Time(timex.as_bytes(), *modifier),
    }
}

/// Whether the [`name_key`]s of two names are equal, which need not be made for it.
fn is_same_name(a: &Text, b: &Text) -> bool {
    // Most mentions of a name spell it as one before does.
    a == b
        || if a.is_ascii() && b.is_ascii() { ascii_letters(a).eq(ascii_letters(b)) } else { letters(a).eq(letters(b)) }
}

/// Odd and large, the golden ratio's: with a small one `an` and `c0` would be the same in any name.
const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

/// A number that is the same for two values of one thing.
fn digest(value: &Value) -> u64 {
    let digest = match value {
        Value::Name { name } => return name_digest(name),
        Value::Quantity { amount, unit: of } | Value::Money { amount, currency: of, .. } => {
            let numbers = match amount {
                Amount::One(one) => one.digest(),
                Amount::Range { low, high } => low.digest().wrapping_mul(STEP) ^ high.digest(),
                Amount::List(all) => all.iter().fold(0u64, |digest, one| digest.wrapping_mul(STEP) ^ one.digest()),
            };
            // Few things differ in the unit alone.
            numbers ^ (of.len() as u64) << 56
        }
        // The first day and the last.
        Value::Time { timex, .. } => match (timex.as_bytes().first_chunk(), timex.as_bytes().last_chunk()) {
            (Some(&first), Some(&last)) => u64::from_le_bytes(first).wrapping_mul(STEP) ^ u64::from_le_bytes(last),
            _ => timex.as_bytes().iter().fold(0, |digest, &byte| digest << 8 | u64::from(byte)),
        },
    };
    let digest = digest.wrapping_mul(STEP);
    digest ^ digest >> 32
}

/// A number that is the same for such names.
#[allow(clippy::indexing_slicing)] // a byte has a place
fn name_digest(name: &Text) -> u64 {
    let with = |digest: u64, letter: u32| digest.wrapping_mul(STEP).wrapping_add(letter.into());
    let (mut digest, mut all) = (0, 0);
    for &byte in name.as_bytes() {
        // What does not count is passed over without a jump: how long words are nobody foresees.
        let letter = LETTERS[usize::from(byte)];
        digest = if letter == 0 { digest } else { with(digest, letter.into()) };
        all |= byte;
    }
    if all.is_ascii() { digest } else { letters(name).fold(0, |digest, letter| with(digest, letter.into())) }
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
