//! Amounts in words: `five million dollars`, `half a billion euros`, `fifty cents`.
//!
//! In: the index of a noun of currency that no number in digits precedes. Out: a draft. The words
//! are read backwards from the noun. "Low double-digit million euros" is a range, all that has so many
//! digits. "A million-dollar idea", "multi-billion dollar markets",
//! "millions of dollars" and "billion-dollar" alone name no amount.

use super::{Currency, Draft, Form, Noun, amount, currency, table};
use crate::extract::decimal::Decimal;
use crate::extract::lex::{Case, Class, Folded, Gap, SPELLED, Tokens, w, words};
use crate::extract::mention::{Amount, Certainty};

/// How many digits a word names.
const DIGITS: &[(Folded, u32)] =
    &[(w!("single"), 1), (w!("double"), 2), (w!("triple"), 3), (w!("one"), 1), (w!("two"), 2), (w!("three"), 3)];

/// `low double-digit million euros`, `mid-triple-digit million USD`: from 10 to 99 million, from 100 to 999.
///
/// The value is all that has so many digits: what is "low" among them nobody says. `mark` is the noun or
/// code. Near misses: `double-digit growth`, `low double-digit royalties`.
pub(super) fn digits(tokens: &Tokens<'_>, mark: usize, currency: Currency, floor: usize) -> Option<Draft> {
    let back = |at: usize| match tokens.get(at.wrapping_sub(1)).class {
        Class::Dash => at.checked_sub(2),
        _ => at.checked_sub(1),
    };
    let large = back(mark)?;
    let magnitude = table::MAGNITUDES.find(tokens, large).filter(|magnitude| magnitude.form == Form::Word)?;
    let digit = back(large).filter(|&at| tokens.is_any(at, words!["digit", "digits"]))?;
    let count = back(digit)?;
    let &(_, digits) = DIGITS.iter().find(|(word, _)| tokens.is(count, *word))?;
    let mut first = count;
    if let Some(level) = back(count).filter(|&at| tokens.is_any(at, words!["low", "mid", "high"])) {
        first = level;
    }
    if first < floor {
        return None;
    }
    let power = magnitude.power;
    let low = Decimal::from_int(10i64.pow(digits - 1)).shift(power)?;
    let high = Decimal::from_int(10i64.pow(digits) - 1).shift(power)?;
    Some(Draft {
        first,
        end: mark + 1,
        amount: Amount::Range { low, high },
        currency,
        rule: "money.so-many-digits",
        certainty: Certainty::Unsure,
        large: true,
        cell: None,
    })
}

/// `USD four per share`, `EUR five million`: a number in words behind a code. Near miss: `USD two offices`.
pub(super) fn after_code(tokens: &Tokens<'_>, code_at: usize, code: &'static str) -> Option<Draft> {
    let number = code_at + 1;
    let value = Decimal::from_int(i64::from(*SPELLED.find(tokens, number)?));
    let upper = tokens.get(code_at).case == Case::Upper;
    let large = table::MAGNITUDES.find(tokens, number + 1).filter(|found| found.form == Form::Word && found.power > 2);
    let end = number + 1 + usize::from(large.is_some());
    let next = tokens.get(end);
    let closed = large.is_some() || next.gap >= Gap::Line || next.class == Class::Symbol || tokens.is(end, w!("per"));
    if !upper || !closed || tokens.get(number).gap > Gap::Line {
        return None;
    }
    Some(Draft {
        first: code_at,
        end,
        amount: Amount::One(value.shift(large.map_or(0, |found| found.power))?),
        currency: Currency::Is(code),
        rule: "money.in-words",
        certainty: Certainty::Sure,
        large: large.is_some(),
        cell: None,
    })
}

/// Reads the amount that ends in the noun at `noun_at`. Nothing before `floor` is touched.
pub(super) fn read(tokens: &Tokens<'_>, noun_at: usize, noun: Noun, floor: usize) -> Option<Draft> {
    let adjective = currency::adjective_before(tokens, noun_at);
    let words_end = adjective.map_or(noun_at, |(start, _)| start);
    // The way out for the many nouns without a number before them.
    let last = words_end.checked_sub(1)?;
    let last = if tokens.get(last).class == Class::Dash { last.checked_sub(1)? } else { last };
    let magnitude = table::MAGNITUDES.find(tokens, last).is_some_and(|m| m.form == Form::Word);
    if magnitude
        && adjective.is_none()
        && !noun.hundredth
        && let Some(draft) = digits(tokens, noun_at, noun.currency, floor)
    {
        return Some(draft);
    }
    if !magnitude && spelled(tokens, last).is_none() {
        return None;
    }
    let currency = match adjective {
        Some((_, country)) => currency::of_country(noun.currency, country)?,
        None => noun.currency,
    };
    let certainty = if noun.risky && adjective.is_none() { Certainty::Unsure } else { Certainty::Sure };
    if noun.risky && adjective.is_none() && !magnitude {
        return None;
    }
    let mut end = noun_at + 1;
    if tokens.is(noun_at, w!("pounds")) && tokens.is(end, w!("sterling")) {
        end += 1;
    }
    if noun.hundredth && amount::on_the_dollar(tokens, end) {
        return None;
    }
    let plural = !tokens.is_any(noun_at, words!["dollar", "euro", "pound", "cent"]);
    let high = words(tokens, words_end, floor, plural)?;
    let power = if noun.hundredth { -2 } else { 0 };
    let mut draft = Draft {
        first: high.first,
        end,
        amount: Amount::One(high.value.shift(power)?),
        currency,
        rule: "money.in-words",
        certainty,
        large: true,
        cell: None,
    };
    // "between fifteen thousand and thirty thousand dollars", "two to three million dollars"
    let joint = high.first.wrapping_sub(1);
    let joined = tokens.is(joint, w!("to"))
        || tokens.is(joint, w!("and")) && (1..8).any(|back| tokens.is(joint.wrapping_sub(back), w!("between")));
    if joined && let Some(low) = words(tokens, joint, floor, true) {
        let mut value = low.value;
        if !low.magnitude && high.magnitude {
            value = low.value.shift(high.power)?;
        }
        if value < high.value {
            draft.first = low.first;
            draft.amount = Amount::Range { low: value.shift(power)?, high: high.value.shift(power)? };
        }
    }
    Some(draft)
}

/// A number in words.
struct Words {
    first: usize,
    value: Decimal,
    /// Whether it holds "thousand", "million", …
    magnitude: bool,
    /// Power of ten of the last magnitude.
    power: i32,
}

/// A small number in words; "a couple" is two of them.
fn spelled(tokens: &Tokens<'_>, at: usize) -> Option<u16> {
    SPELLED.find(tokens, at).copied().or_else(|| tokens.is(at, w!("couple")).then_some(2))
}

/// The number in words that ends before token `end`.
fn words(tokens: &Tokens<'_>, end: usize, floor: usize, article_will_do: bool) -> Option<Words> {
    let spelled = |at: usize| spelled(tokens, at);
    let magnitude = |at: usize| table::MAGNITUDES.find(tokens, at).filter(|m| m.form == Form::Word && m.power != 2);
    let limit = end.saturating_sub(12).max(floor);
    let mut first = end;
    let (mut counted, mut large, mut power) = (false, false, 0);
    let mut half = false;
    while first > limit {
        if first < end && tokens.get(first).gap > Gap::Line {
            break;
        }
        let before = first - 1;
        if let Some(found) = magnitude(before) {
            if !large {
                power = found.power;
            }
            large = true;
            first = before;
        } else if spelled(before).is_some() {
            counted = true;
            first = before;
        } else if tokens.get(before).class == Class::Dash && before > limit && tokens.get(first).is_glued() {
            // "thirty-five", "five-million-dollar", but not "2030 -- Five million dollars"
            if spelled(before - 1).is_none() && magnitude(before - 1).is_none() {
                // "multi-million dollar"
                if first < end {
                    return None;
                }
                break;
            }
            first = before;
        } else if tokens.is(before, w!("and")) && first < end && before > limit {
            // "one hundred and five thousand", "two thousand and five"; not "ten thousand and five
            // thousand"
            let goes_on = tokens.is(before - 1, w!("hundred")) || !large && tokens.is(before - 1, w!("thousand"));
            if !goes_on {
                break;
            }
            first = before;
        } else if tokens.is(before, w!("point"))
            && first < end
            && counted
            && before > limit
            && spelled(before - 1).is_some()
        {
            first = before;
        } else if tokens.is(before, w!("half")) && tokens.is(before.wrapping_sub(1), w!("a")) && before >= limit + 3 {
            // "three and a half million"
            if !(tokens.is(before - 2, w!("and")) && spelled(before - 3).is_some()) {
                break;
            }
            half = true;
            first = before - 2;
        } else {
            break;
        }
    }
    // "a few hundred thousand dollars" names no amount.
    if tokens.is_any(first.wrapping_sub(1), words!["few", "several", "many", "some"])
        && spelled(first).is_none_or(|n| n >= 100)
    {
        return None;
    }
    if first >= end || tokens.get(first.wrapping_sub(1)).is_number() || tokens.get(first).class == Class::Dash {
        return None;
    }
    let mut value = value(tokens, first, end)?;
    if half {
        value = value.plus(Decimal::from_parts(5, 1)?.shift(power)?)?;
    }
    if !counted {
        let article = first.wrapping_sub(1);
        // "a quarter million dollars", "half million dollars"; not "in the third quarter million-dollar sales"
        let part = match (tokens.is(article, w!("quarter")), tokens.is(article, w!("half"))) {
            (true, _) => Some(25),
            (_, true) => Some(50),
            _ => None,
        };
        let ordinal = words!["first", "second", "third", "fourth", "last", "next", "this", "the"];
        if let Some(part) = part.filter(|_| article >= floor && !tokens.is_any(article.wrapping_sub(1), ordinal)) {
            let value = value.times(Decimal::from_parts(part, 2)?)?;
            return Some(Words { first: article, value, magnitude: large, power });
        }
        if !tokens.is(article, w!("a")) || article < floor {
            return None;
        }
        if tokens.is(article.wrapping_sub(1), w!("half")) && article > floor {
            // "half a million dollars"
            first = article - 1;
            value = value.times(Decimal::from_parts(5, 1)?)?;
        } else if tokens.is(article.wrapping_sub(1), w!("of"))
            && tokens.is(article.wrapping_sub(2), w!("quarter"))
            && article > floor + 1
        {
            // "a quarter of a million dollars"
            first = article - 2;
            value = value.times(Decimal::from_parts(25, 2)?)?;
        } else if !article_will_do {
            return None;
        }
    }
    Some(Words { first, value, magnitude: large, power })
}

/// The value of number words read forwards.
fn value(tokens: &Tokens<'_>, first: usize, end: usize) -> Option<Decimal> {
    let (mut total, mut group, mut point) = (0i128, 0i128, None::<(i128, u32)>);
    let mut any = false;
    let mut sum = Decimal::default();
    for at in first..end {
        if tokens.is(at, w!("point")) {
            point = Some((0, 0));
        } else if let Some(number) = spelled(tokens, at) {
            any = true;
            match (&mut point, number) {
                (Some((digits, count)), number) if number < 10 => {
                    *digits = *digits * 10 + i128::from(number);
                    *count += 1;
                }
                (Some(_), _) => return None,
                (None, 100) => group = group.max(1) * 100,
                (None, number) => group += i128::from(number),
            }
        } else if let Some(magnitude) = table::MAGNITUDES.find(tokens, at) {
            let count = if any { group } else { 1 };
            if let Some((digits, scale)) = point.take() {
                let whole = Decimal::from_parts(count, 0)?.plus(Decimal::from_parts(digits, scale)?)?;
                sum = sum.plus(whole.shift(magnitude.power)?)?;
            } else {
                let unit = 10i128.checked_pow(u32::try_from(magnitude.power).ok()?)?;
                total = total.checked_add(count.checked_mul(unit)?)?;
            }
            group = 0;
            any = true;
        }
    }
    if let Some((digits, scale)) = point {
        sum = sum.plus(Decimal::from_parts(digits, scale)?)?;
    }
    sum.plus(Decimal::from_parts(total.checked_add(group)?, 0)?)
}
