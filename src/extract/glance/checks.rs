//! Checks: each a function of [`CHECKS`], from what is seen to what agrees and what does not.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::facts::{find_figure, ticker, timex};
use super::{Look, money, said, table};
use crate::extract::calendar::Date;
use crate::extract::decimal::Decimal;
use crate::extract::document::on_one_line;
use crate::extract::entity::{Entity, name_key};
use crate::extract::find::places;
use crate::extract::mention::Mention;
use crate::extract::sort;
use crate::extract::span::Span;

/// A check and what it came to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    /// Stable name.
    pub id: Cow<'static, str>,
    /// What it came to.
    pub verdict: Verdict,
    /// What was compared.
    pub words: String,
    /// The words it rests on; never empty.
    pub spans: Vec<Span>,
}

/// What a check came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Verdict {
    /// It is as it should be.
    Agrees,
    /// It contradicts itself.
    Differs,
    /// Something to look at.
    Notice,
}

/// Every check, in the order in which they are shown.
pub static CHECKS: &[fn(&Look<'_>) -> Vec<Check>] = &[sum, changes, weekdays, spellings, forms, spaces, numerals];

/// Findings of one check that are shown.
const MOST: usize = 4;
/// A name shorter than this is not compared with other words: too many are near it.
const SHORTEST: usize = 6;

/// R&D and G&A make the operating loss, if all three are said: 2.2 + 1.0 = 3.2, as far as they are
/// rounded.
fn sum(look: &Look<'_>) -> Vec<Check> {
    let figures = [&table::RESEARCH, &table::GENERAL, &table::OPERATING].map(|figure| find_figure(look, figure));
    let [Some((_, a)), Some((_, b)), Some((_, total))] = figures else { return Vec::new() };
    let (Some((x, one)), Some((y, two)), Some((z, three))) = (money(a), money(b), money(total)) else {
        return Vec::new();
    };
    // One in the text and one in a table may be of different periods.
    let cells = [a, b, total].iter().filter(|mention| said(mention, "row").is_some()).count();
    if one != two || two != three || !(cells == 0 || cells == 3) {
        return Vec::new();
    }
    let (Some(sum), slack) = (x.plus(y), slack(look, &[a, b, total])) else { return Vec::new() };
    let total_amount = if z < Decimal::default() { z.negated() } else { z };
    let agrees = within(sum, total_amount, slack);
    // Operating expenses of a company with sales hold more than the two.
    if !agrees && sum < total_amount {
        return Vec::new();
    }
    let words = format!("R&D {} + G&A {} = {}", short(x), short(y), short(sum));
    let words = if agrees { words } else { format!("{words}, stated {}", short(total_amount)) };
    vec![Check { id: "sum".into(), verdict: verdict(agrees), words, spans: vec![a.span, b.span, total.span] }]
}

/// "A, an increase of B from C": A is C and B.
fn changes(look: &Look<'_>) -> Vec<Check> {
    let mut list = Vec::new();
    for (index, change) in look.of("money").filter(|(_, mention)| said(mention, "change").is_some()) {
        let sentence = look.document.sentence(change.span);
        let level = |at: Option<usize>| {
            let mention = look.analysis.mentions.get(at?)?;
            let suits =
                mention.kind == change.kind && sentence.contains(mention.span) && said(mention, "change").is_none();
            suits.then_some(mention)
        };
        let next_money = |from: usize| {
            (from..from + 4)
                .find(|&at| look.analysis.mentions.get(at).is_some_and(|mention| mention.kind == change.kind))
        };
        let before = (index.saturating_sub(3)..index).rev().find(|&at| level(Some(at)).is_some());
        let (Some(now), Some(then)) = (level(before), level(next_money(index + 1))) else { continue };
        // What stands between must say that the second is what it was before.
        let link = look.document.slice(Span::new(change.span.end, then.span.start)).to_ascii_lowercase();
        if !(link.contains("from") || link.contains("compared") || link.contains("versus") || link.contains("over"))
            || link.contains(';')
        {
            continue;
        }
        let (Some((a, x)), Some((b, y)), Some((c, z))) = (money(now), money(change), money(then)) else { continue };
        if x != y || y != z {
            continue;
        }
        let Some(difference) = a.plus(c.negated()) else { continue };
        let difference = if difference < Decimal::default() { difference.negated() } else { difference };
        let agrees = within(difference, b, slack(look, &[now, change, then]));
        let words = format!("{} against {}: a change of {}", short(a), short(c), short(difference));
        let words = if agrees { words } else { format!("{words}, stated {}", short(b)) };
        list.push(Check {
            id: "change".into(),
            verdict: verdict(agrees),
            words,
            spans: vec![now.span, change.span, then.span],
        });
    }
    list.truncate(MOST);
    list
}

/// "Friday, November 11, 2016": it was one.
fn weekdays(look: &Look<'_>) -> Vec<Check> {
    let mut right: Vec<(String, Span)> = Vec::new();
    let mut list = Vec::new();
    let kind = crate::extract::KindId::of("date");
    for mention in look.analysis.mentions.iter().filter(|mention| Some(mention.kind) == kind).take(super::MOST) {
        let Some(date) = day(timex(mention)) else { continue };
        let Some((span, said)) = weekday_before(look, mention) else { continue };
        let is = date.weekday() as usize;
        let whole = span.to(mention.span);
        let name = |day: usize| table::WEEKDAYS.get(day).map_or(String::new(), |name| capital(name));
        if is == said + 1 {
            right.push((format!("{date} is a {}", name(said)), whole));
        } else {
            let words = format!("{date} is a {}, not a {}", name(is.wrapping_sub(1)), name(said));
            list.push(Check { id: "weekday".into(), verdict: Verdict::Differs, words, spans: vec![whole] });
        }
    }
    if let Some((words, _)) = right.first() {
        let words =
            if right.len() == 1 { words.clone() } else { format!("{} weekdays agree with their dates", right.len()) };
        list.push(Check {
            id: "weekday".into(),
            verdict: Verdict::Agrees,
            words,
            spans: right.iter().map(|(_, span)| *span).collect(),
        });
    }
    list
}

/// The day that a value is, if it is one day, with or without a time.
fn day(timex: &str) -> Option<Date> {
    // Most times are none.
    if timex.bytes().filter(|&byte| byte == b'-').count() < 2 {
        return None;
    }
    let day = timex.split('T').next()?;
    let mut parts = day.split('-');
    let (year, month, day) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    if timex.contains('/') || parts.next().is_some() { None } else { Date::new(year, month, day) }
}

/// The weekday that a date begins with or follows, from Monday, 0.
fn weekday_before(look: &Look<'_>, mention: &Mention) -> Option<(Span, usize)> {
    let find = |word: &str| {
        let word = word.trim_end_matches(['.', ',']);
        let is_day = |(day, short): (&&str, &&str)| word.eq_ignore_ascii_case(short) || word.eq_ignore_ascii_case(day);
        // The long form of each begins with the short one.
        let first = word.as_bytes().first_chunk::<3>()?;
        let day = table::SHORT_WEEKDAYS.iter().position(|short| short.as_bytes().eq_ignore_ascii_case(first))?;
        let forms = (table::WEEKDAYS.get(day)?, table::SHORT_WEEKDAYS.get(day)?);
        is_day(forms).then_some(day)
    };
    let surface = look.document.slice(mention.span);
    // A date by its weekday alone is settled by it.
    let has_digit = surface.contains(|c: char| c.is_ascii_digit());
    let inside = surface.split_whitespace().find_map(|word| find(word.trim_start_matches('(')));
    if let Some(day) = inside {
        return has_digit.then_some((mention.span, day));
    }
    let from = mention.span.start.saturating_sub(14);
    let before = (from..mention.span.start).find_map(|at| look.document.text.get(at..mention.span.start))?;
    let word = before.split_whitespace().next_back()?;
    let day = find(word)?;
    let start = mention.span.start - (before.len() - before.rfind(word)?);
    (has_digit && !before.get(before.rfind(word)? + word.len()..)?.contains('\n'))
        .then_some((Span::new(start, mention.span.start), day))
}

/// The issuer's name in other spellings: words that begin with the same letter and differ from it by
/// one or two letters.
fn spellings(look: &Look<'_>) -> Vec<Check> {
    let Some((name, _)) = ticker(look) else { return Vec::new() };
    let Some(first) = look.document.slice(name).split_whitespace().next() else { return Vec::new() };
    let first = first.trim_matches(|c: char| !c.is_alphanumeric());
    if first.chars().count() < SHORTEST || !first.chars().all(char::is_alphabetic) {
        return Vec::new();
    }
    let mut variants: Vec<(&str, Span, usize)> = Vec::new();
    let text = look.document.text.as_str();
    let Some(capital) = first.chars().next().filter(|c| c.is_uppercase()) else { return Vec::new() };
    for at in memchr::memchr_iter(*first.as_bytes().first().unwrap_or(&0), text.as_bytes()) {
        // A word of about as many letters goes on for so long.
        let goes_on = text
            .as_bytes()
            .get(at + first.len() - 3)
            .is_some_and(|&byte| byte.is_ascii_alphabetic() | !byte.is_ascii());
        let (true, Some(before), Some(rest)) = (goes_on, text.get(..at), text.get(at..)) else { continue };
        if !rest.starts_with(capital) || before.ends_with(char::is_alphabetic) {
            continue;
        }
        let word = rest.split(|c: char| !c.is_alphabetic()).next().unwrap_or("");
        let span = Span::new(at, at + word.len());
        if word.len().abs_diff(first.len()) > 2 || word.eq_ignore_ascii_case(first) || !near(word, first) {
            continue;
        }
        match variants.iter_mut().find(|(known, ..)| *known == word) {
            Some((_, _, count)) => *count += 1,
            None => variants.push((word, span, 1)),
        }
    }
    if variants.is_empty() {
        return Vec::new();
    }
    let listed: Vec<String> = variants.iter().take(MOST).map(|(word, _, count)| format!("{word} ({count})")).collect();
    let words = format!("{first} is also spelled {}", listed.join(", "));
    vec![Check {
        id: "spelling".into(),
        verdict: Verdict::Notice,
        words,
        spans: variants.iter().take(MOST).map(|(_, span, _)| *span).collect(),
    }]
}

/// Whether two words differ by one or two letters put in, left out or changed, not by an ending.
fn near(a: &str, b: &str) -> bool {
    if a.is_ascii() && b.is_ascii() {
        // One of two words that are near has at most two letters that the other has not.
        let letters = |word: &str| word.bytes().fold(0u64, |letters, letter| letters | 1 << (letter % 64));
        let (mine, others) = (letters(a), letters(b));
        return (mine & !others).count_ones() <= 2
            && (others & !mine).count_ones() <= 2
            && are_near(a.as_bytes(), b.as_bytes());
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    are_near(&a, &b)
}

fn are_near<T: PartialEq>(a: &[T], b: &[T]) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    // "Albas", "Alban": another word, not another spelling.
    if long.starts_with(short) {
        return false;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (at, one) in a.iter().enumerate() {
        let mut corner = at;
        let mut left = at + 1;
        let mut least = left;
        for (place, other) in row.iter_mut().zip(std::iter::once(None).chain(b.iter().map(Some))) {
            let Some(other) = other else {
                *place = left;
                continue;
            };
            let up = *place;
            left = (corner + usize::from(one != other)).min(left + 1).min(up + 1);
            (corner, *place) = (up, left);
            least = least.min(left);
        }
        // It grows from row to row.
        if least > 2 {
            return false;
        }
    }
    row.last().is_some_and(|&distance| (1..=2).contains(&distance))
}

/// A compound written in several ways that differ in hyphen, space or case only.
fn forms(look: &Look<'_>) -> Vec<Check> {
    let kind = crate::extract::KindId::of("compound");
    let mut list = Vec::new();
    let several = |entity: &&Entity| Some(entity.kind) == kind && entity.mentions.len() > 1;
    for entity in look.analysis.entities.iter().filter(several) {
        // (words, first place, times); names of one entity may be quite different words.
        let mut ways: Vec<(Cow<'_, str>, Span, usize)> = Vec::new();
        let mine = || entity.mentions.iter().filter_map(|&index| look.analysis.mentions.get(index)).take(super::MOST);
        // Most are written in one way, to the letter.
        let mut written = mine().map(|mention| look.document.slice(mention.span));
        let first = written.next().unwrap_or("");
        if written.all(|other| other.eq_ignore_ascii_case(first)) {
            continue;
        }
        for mention in mine() {
            let words = on_one_line(look.document.slice(mention.span));
            // A capital at a sentence's start, or all of them in a headline, is as it should be.
            match ways.iter_mut().find(|(known, ..)| known.eq_ignore_ascii_case(&words)) {
                Some((.., times)) => *times += 1,
                None => ways.push((words, mention.span, 1)),
            }
        }
        if ways.len() < 2 {
            continue;
        }
        let ways: Vec<_> =
            ways.into_iter().map(|(words, span, times)| (name_key(&words), words, span, times)).collect();
        let mut keys: Vec<&String> = ways.iter().map(|(key, ..)| key).collect();
        sort::plain(&mut keys);
        keys.dedup();
        for key in keys.into_iter().filter(|key| key.contains(|c: char| c.is_ascii_digit())) {
            let same: Vec<_> = ways.iter().filter(|(other, ..)| other == key).take(MOST).collect();
            if same.len() > 1 {
                let listed: Vec<String> =
                    same.iter().map(|(_, words, _, times)| format!("{words} ({times})")).collect();
                list.push(Check {
                    id: "form".into(),
                    verdict: Verdict::Notice,
                    words: format!("Written {}", listed.join(" and ")),
                    spans: same.iter().map(|(_, _, span, _)| *span).collect(),
                });
            }
        }
    }
    list.truncate(MOST);
    list
}

/// "25mCi/m²": a number without a space before its unit. Near miss: "5%", "10x".
fn spaces(look: &Look<'_>) -> Vec<Check> {
    let glued = |mention: &&Mention| {
        let surface = look.document.slice(mention.span);
        let rest = surface.trim_start_matches(|c: char| c.is_ascii_digit() || ".,".contains(c));
        rest.len() < surface.len()
            && rest.starts_with(|c: char| c.is_alphabetic() || c == 'µ' || c == 'μ')
            && !rest.starts_with(['x', 'X', 'e', 'E'])
    };
    let kind = crate::extract::KindId::of("dose");
    let found: Vec<&Mention> =
        look.analysis.mentions.iter().filter(|mention| Some(mention.kind) == kind).filter(glued).take(MOST).collect();
    if found.is_empty() {
        return Vec::new();
    }
    let listed: Vec<String> = found.iter().map(|mention| format!("“{}”", look.document.slice(mention.span))).collect();
    let words = format!("{} without a space before the unit", listed.join(", "));
    vec![Check {
        id: "space".into(),
        verdict: Verdict::Notice,
        words,
        spans: found.iter().map(|mention| mention.span).collect(),
    }]
}

/// "Phase I" beside "Phase 1".
fn numerals(look: &Look<'_>) -> Vec<Check> {
    let mut roman = None;
    let mut arabic = None;
    let text = look.document.text.as_str();
    for start in places(text.as_bytes(), "phase", super::MOST) {
        let behind = text.get(start + "phase".len()..).unwrap_or("");
        let rest = behind.trim_start();
        if rest.len() == behind.len() {
            continue;
        }
        let word = rest.split(|c: char| !c.is_alphanumeric()).next().unwrap_or("");
        let whole = Span::new(start, text.len() - rest.len() + word.len());
        if ["I", "II", "III", "IV"].contains(&word.trim_end_matches(['a', 'b'])) {
            roman = roman.or(Some(whole));
        } else if word.starts_with(['1', '2', '3', '4']) && word.len() <= 2 {
            arabic = arabic.or(Some(whole));
        }
        if roman.is_some() && arabic.is_some() {
            break;
        }
    }
    let (Some(a), Some(b)) = (roman, arabic) else { return Vec::new() };
    let words = format!("Both “{}” and “{}”", look.document.slice(a).trim(), look.document.slice(b).trim());
    vec![Check { id: "numeral".into(), verdict: Verdict::Notice, words, spans: vec![a, b] }]
}

// ---- amounts ----

/// How far a sum of these may be off for being rounded: half of the last digit of each.
fn slack(look: &Look<'_>, mentions: &[&Mention]) -> Decimal {
    let two = Decimal::from_int(2);
    let half =
        |mention: &&Mention| last_digit(look, mention).and_then(|unit| unit.divided(two, 20)).unwrap_or_default();
    mentions.iter().map(half).fold(Decimal::default(), |sum, half| sum.plus(half).unwrap_or(sum))
}

/// What one in the last digit of an amount is worth: 100,000 in "$2.2 million".
fn last_digit(look: &Look<'_>, mention: &Mention) -> Option<Decimal> {
    let (value, _) = money(mention)?;
    let surface = look.document.slice(mention.span);
    let figure: String = surface
        .chars()
        .skip_while(|c| !c.is_ascii_digit())
        .take_while(|c| c.is_ascii_digit() || ".,".contains(*c))
        .collect();
    let figure = figure.trim_end_matches(['.', ',']).replace(',', "");
    let decimals = figure.split_once('.').map_or(0, |(_, decimals)| decimals.len());
    let number: Decimal = figure.parse().ok()?;
    let scale = value.divided(number, 12)?;
    let unit = scale.shift(-i32::try_from(decimals).ok()?)?;
    Some(if unit < Decimal::default() { unit.negated() } else { unit })
}

fn within(a: Decimal, b: Decimal, slack: Decimal) -> bool {
    let Some(difference) = a.plus(b.negated()) else { return false };
    let difference = if difference < Decimal::default() { difference.negated() } else { difference };
    difference <= slack
}

/// 2.2M, 430K, 1.25B: as short as it is exact.
fn short(value: Decimal) -> String {
    for (power, sign) in [(9, "B"), (6, "M"), (3, "K")] {
        if let Some(scaled) = value.shift(-power) {
            let text = scaled.to_string();
            let whole = text.trim_start_matches('-').split('.').next().unwrap_or("0");
            let decimals = text.split_once('.').map_or(0, |(_, decimals)| decimals.len());
            if whole != "0" && decimals <= 3 {
                return format!("{text}{sign}");
            }
        }
    }
    value.to_string()
}

fn verdict(agrees: bool) -> Verdict {
    if agrees { Verdict::Agrees } else { Verdict::Differs }
}

fn capital(word: &str) -> String {
    let mut word = word.to_string();
    // Our own words: what capitals the whole of Unicode has would be 6 KB to load.
    if let Some(first) = word.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    word
}
