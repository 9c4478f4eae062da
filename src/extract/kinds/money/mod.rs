//! Money: amounts of any currency, with their magnitude and sign.
//!
//! In: the tokens of a document. Out: mentions of shape [`Value::Money`], in whole units of an ISO
//! 4217 currency, and look-alikes turned down.
//!
//! ```
//! use eosin::extract::{Context, Document, KindId, analyse, standoff::notation};
//! let text = "Net loss was $3.1 million, or $(0.23) per share, against US$2,900 to $3,050 million.";
//! let analysis = analyse(Document::new("note.txt", text), &Context::default());
//! let money: Vec<String> = analysis
//!     .mentions
//!     .iter()
//!     .filter(|mention| Some(mention.kind) == KindId::of("money"))
//!     .map(|mention| notation(&mention.value))
//!     .collect();
//! assert_eq!(money, ["3100000 USD", "-0.23 USD", "2900000000..3050000000 USD"]);
//! ```
//!
//! | written | read |
//! |---|---|
//! | `US$10 million`, `$10-million`, `$10MM` | 10000000 USD |
//! | `0,5 MEur`, `500 KEUR` | 500000 EUR |
//! | `$(0.02)` | -0.02: the brackets are its sign |
//! | `$10 to $15 million` | both ends in millions |
//! | `from $10 to $15 million` | a change: two mentions, both in millions |
//! | `5.0 million dollars`, `fifty cents` | words count as much as marks |
//! | `5,355` under `(in thousands)` | a cell: 5355000 |
//!
//! Invariant: every mention holds a number and a mark, code or word of a currency, or is a cell of a
//! table whose heading gives them. Not here: what the money is for, and whether it came in.

mod amount;
mod attributes;
mod currency;
mod table;

use super::{Found, Kind, Scan};
use crate::extract::lex::{Class, Tokens};
use crate::extract::mention::{Amount, Certainty, Decimal, Value};
use currency::Evidence;

/// Registry row.
pub static KIND: Kind = Kind { id: "money", title: "Money", plural: "Money", glyph: "$", find };

/// Which currency a mark names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Currency {
    /// This one.
    Is(&'static str),
    /// This one unless more is said; an assumption.
    Usually(&'static str),
    /// A dollar of some country.
    Dollar,
    /// `¥`: yen or yuan.
    Yen,
    /// A crown of some northern country.
    Krona,
}

/// A noun of currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Noun {
    currency: Currency,
    /// More often something else: wants a magnitude or a country before it.
    risky: bool,
    /// A hundredth of the unit.
    hundredth: bool,
}

impl Noun {
    const fn plain(currency: Currency) -> Noun {
        Noun { currency, risky: false, hundredth: false }
    }
    const fn risky(currency: Currency) -> Noun {
        Noun { currency, risky: true, hundredth: false }
    }
    const fn hundredth(currency: Currency) -> Noun {
        Noun { currency, risky: false, hundredth: true }
    }
}

/// What a word has to do with money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    /// An ISO 4217 code, or what stands for one.
    Code(&'static str),
    /// A code that is also something else.
    RiskyCode(&'static str),
    /// `Rs`, with or without a point.
    Rupees,
    /// `kr`.
    Crowns,
    /// A code with its magnitude, as a power of ten: `MEUR`.
    Scaled(&'static str, i32),
    /// A noun: `dollars`.
    Noun(Noun),
    /// An adjective: `Canadian`.
    Country(&'static str),
    /// A place or exchange that hints at the issuer's currency.
    Exchange(&'static str),
    /// `thousands`, in the heading of a table.
    Scale(i32),
}

/// A magnitude after a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Magnitude {
    /// Power of ten.
    power: i32,
    form: Form,
}

/// How a magnitude is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// In full.
    Word,
    /// Two letters or more.
    Short,
    /// One letter: also metres, molar, a vitamin.
    Letter,
}

impl Magnitude {
    const fn word(power: i32) -> Magnitude {
        Magnitude { power, form: Form::Word }
    }
    const fn short(power: i32) -> Magnitude {
        Magnitude { power, form: Form::Short }
    }
    const fn letter(power: i32) -> Magnitude {
        Magnitude { power, form: Form::Letter }
    }
}

/// A mention before its currency is settled, in token numbers.
#[derive(Clone, Debug)]
struct Draft {
    first: usize,
    end: usize,
    amount: Amount,
    currency: Currency,
    rule: &'static str,
    certainty: Certainty,
}

fn find(scan: &Scan<'_>, found: &mut Found) {
    let tokens = &scan.tokens;
    let mut evidence = Evidence::default();
    let mut drafts: Vec<Draft> = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        let token = tokens.get(at);
        let mut next = at + 1;
        match token.class {
            Class::Number => next = at_number(tokens, at, &mut drafts, found),
            Class::Symbol if token.is('.') && tokens.get(at + 1).is_number() && tokens.get(at + 1).is_glued() => {
                next = at_number(tokens, at, &mut drafts, found);
            }
            Class::Symbol if token.is('$') => not_tag(tokens, at, found),
            Class::Word => {
                if let Some(word) = table::WORDS.find(tokens, at) {
                    let taken = drafts.last().map_or(0, |draft| draft.end);
                    if let Word::Noun(noun) = word
                        && let Some(draft) = spelled(tokens, at, *noun, taken)
                    {
                        next = draft.end;
                        drafts.push(draft);
                    } else {
                        evidence.weigh(tokens, at, *word, at < taken);
                    }
                }
            }
            _ => {}
        }
        at = next;
    }
    for draft in &drafts {
        evidence.count(draft.currency);
    }
    for (index, draft) in drafts.iter().enumerate() {
        let floor = index.checked_sub(1).and_then(|before| drafts.get(before)).map_or(0, |before| before.end);
        let (code, assumed) = evidence.settle(draft.currency);
        let value = Value::Money { amount: draft.amount.clone(), currency: code.to_string(), assumed };
        let attributes = attributes::read(tokens, draft, floor);
        found.add(tokens.span(draft.first, draft.end), value, draft.rule, draft.certainty, attributes);
    }
}

/// Reads what a number belongs to; the index to go on from.
///
/// Hard because the mark may stand on either side, a range has it once or twice, and most numbers
/// are no money at all, so that the way out must be short.
fn at_number(tokens: &Tokens<'_>, at: usize, drafts: &mut Vec<Draft>, found: &mut Found) -> usize {
    let floor = drafts.last().map_or(0, |draft| draft.end);
    match amount::read(tokens, at, floor) {
        amount::Outcome::Money(draft) => {
            if in_address(tokens, draft.first) {
                found.reject(tokens.span(draft.first, draft.end), "money.not-address");
                return draft.end;
            }
            let end = draft.end;
            drafts.push(draft);
            end
        }
        amount::Outcome::Rejected { first, end, rule } => {
            found.reject(tokens.span(first, end), rule);
            end.max(at + 1)
        }
        amount::Outcome::Nothing { end } => end.max(at + 1),
    }
}

/// A dollar sign that marks no amount: `$-free`, `$ABCD` the ticker or token.
fn not_tag(tokens: &Tokens<'_>, at: usize, found: &mut Found) {
    let next = tokens.get(at + 1);
    let word = next.is_word() || next.class == Class::Dash && tokens.get(at + 2).is_word();
    if next.is_glued() && word {
        found.reject(tokens.span(at, if next.is_word() { at + 2 } else { at + 3 }), "money.not-tag");
    }
}

/// Amounts in words: `five million dollars`, `a billion dollars`, `fifty cents`.
///
/// Hard because it reads backwards from the noun, and "million-dollar idea", "multi-billion dollar"
/// and "millions of dollars" name no amount. Near miss: "the dollars".
fn spelled(tokens: &Tokens<'_>, noun_at: usize, noun: Noun, floor: usize) -> Option<Draft> {
    let adjective = currency::adjective_before(tokens, noun_at);
    let mut first = adjective.map_or(noun_at, |(start, _)| start);
    let mut end = noun_at + 1;
    if tokens.is(noun_at, "pounds") && tokens.is(end, "sterling") {
        end += 1;
    }
    let currency = match adjective {
        Some((_, country)) => currency::of_country(noun.currency, country)?,
        None => noun.currency,
    };
    let mut seen = false;
    let mut digits = false;
    // Back over the number's words; "and" and hyphens only between two of them.
    let limit = first.saturating_sub(12).max(floor);
    while first > limit {
        let before = first - 1;
        let joint = tokens.is(before, "and") || tokens.get(before).class == Class::Dash;
        let candidate = if joint { before.saturating_sub(1) } else { before };
        if joint && candidate < limit || tokens.get(first).gap > crate::extract::lex::Gap::Line {
            break;
        }
        let magnitude = table::MAGNITUDES.find(tokens, candidate).filter(|m| m.form == Form::Word);
        let number = table::SPELLED.find(tokens, candidate);
        if number.is_none() && magnitude.is_none() {
            digits = tokens.get(before).is_number();
            break;
        }
        seen |= number.is_some_and(|&n| n != 100);
        first = candidate;
    }
    if digits || first >= adjective.map_or(noun_at, |(start, _)| start) {
        return None;
    }
    let article = tokens.is_any(first.wrapping_sub(1), &["a", "one"]);
    let half = tokens.is(first.wrapping_sub(1), "a") && tokens.is(first.wrapping_sub(2), "half");
    let multi = tokens.get(first.wrapping_sub(1)).class == Class::Dash;
    let plural = !tokens.is_any(noun_at, &["dollar", "euro", "pound", "cent"]);
    if multi || !seen && !(article && plural) {
        return None;
    }
    let words_end = adjective.map_or(noun_at, |(start, _)| start);
    let mut value = spelled_value(tokens, first, words_end)?;
    if half {
        value = value.times(Decimal::from_parts(5, 1)?)?;
        first = first.checked_sub(2)?;
    }
    if noun.risky && adjective.is_none() && table::MAGNITUDES.find(tokens, words_end.wrapping_sub(1)).is_none() {
        return None;
    }
    if noun.hundredth {
        if amount::on_the_dollar(tokens, end) {
            return None;
        }
        value = value.shift(-2)?;
    }
    let certainty = if noun.risky && adjective.is_none() { Certainty::Unsure } else { Certainty::Sure };
    Some(Draft { first, end, amount: Amount::One(value), currency, rule: "money.in-words", certainty })
}

fn spelled_value(tokens: &Tokens<'_>, first: usize, end: usize) -> Option<Decimal> {
    let (mut total, mut group) = (0i128, 0i128);
    let mut any = false;
    for at in first..end {
        if let Some(&number) = table::SPELLED.find(tokens, at) {
            group = match number {
                100 => group.max(1) * 100,
                number => group + i128::from(number),
            };
            any = true;
        } else if let Some(magnitude) = table::MAGNITUDES.find(tokens, at) {
            let power = u32::try_from(magnitude.power).ok()?;
            let before = if any { group.max(1) } else { 1 };
            total += before.checked_mul(10i128.checked_pow(power)?)?;
            group = 0;
            any = true;
        }
    }
    Decimal::from_parts(total.checked_add(group)?, 0)
}

/// Whether a token lies in a web or mail address: no blank between it and `://`, `www.` or `@`.
fn in_address(tokens: &Tokens<'_>, index: usize) -> bool {
    let mut at = index;
    for _ in 0..200 {
        let token = tokens.get(at);
        let address = token.is('@')
            || tokens.is_any(at, &["www", "http", "https"])
            || token.is('/') && tokens.get(at + 1).is('/') && tokens.get(at + 1).is_glued();
        if address {
            return true;
        }
        if !token.is_glued() || at == 0 {
            return false;
        }
        at -= 1;
    }
    false
}
