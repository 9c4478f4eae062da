//! What is said of a dose close by: schedule, route, duration, cohort, bound, role.
//!
//! In: a dose and the tokens around it. Out: attributes, each with the span of its words, none inside
//! the dose's own span. Only the same sentence is asked, and not beyond the next dose.

use super::judge::ends_sentence;
use super::table::{ANY_NUMBER, BOUNDS_AFTER, BOUNDS_BEFORE, SAYINGS, Saying};
use crate::extract::lex::{
    Case, Class as Lex, Gap, Lexicon, Likely, List, SPELLED, Tokens, fold_hash, lexicon, number, w, words,
};
use crate::extract::mention::Attribute;

/// How far behind a dose its attributes stand, in tokens.
const BEHIND: usize = 16;
/// How far before.
const BEFORE: usize = 10;

/// Words that begin a row of the tables, so that most tokens cost one look.
const STARTS_WORDS: &[&str] = &[
    "once",
    "twice",
    "thrice",
    "low",
    "mid",
    "medium",
    "high",
    "dose",
    "dl",
    "two",
    "three",
    "four",
    "six",
    "eight",
    "daily",
    "weekly",
    "monthly",
    "quarterly",
    "nightly",
    "biweekly",
    "bi",
    "qd",
    "qday",
    "od",
    "bid",
    "tid",
    "qid",
    "b",
    "t",
    "day",
    "qod",
    "qw",
    "biw",
    "tiw",
    "qm",
    "qhs",
    "at",
    "as",
    "q",
    "every",
    "each",
    "a",
    "single",
    "one",
    "in",
    "days",
    "weeks",
    "po",
    "on",
    "for",
    "x",
    "over",
    "intravenous",
    "intravenously",
    "iv",
    "oral",
    "orally",
    "by",
    "subcutaneous",
    "subcutaneously",
    "sc",
    "sq",
    "subq",
    "intramuscular",
    "intramuscularly",
    "im",
    "intravitreal",
    "intravitreally",
    "intrathecal",
    "intrathecally",
    "intradermal",
    "intradermally",
    "intranasal",
    "intranasally",
    "intratumoral",
    "intratumorally",
    "intraperitoneal",
    "intravesical",
    "intralesional",
    "intra",
    "intraarticular",
    "intracerebroventricular",
    "subretinal",
    "suprachoroidal",
    "inhaled",
    "nebulized",
    "topical",
    "topically",
    "transdermal",
    "sublingual",
    "buccal",
    "ophthalmic",
    "rectal",
    "epidural",
    "loading",
    "maintenance",
    "starting",
    "initial",
    "induction",
    "booster",
    "priming",
    "target",
    "total",
    "cumulative",
    "fractionated",
    "fixed",
    "flat",
    "recommended",
    "rp",
    "maximum",
    "mtd",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "cohort",
    "arm",
    "group",
    "part",
];

/// What begins with each: the rows of [`SAYINGS`] from the first that does up to the last.
static STARTS: Lexicon<(u8, u8), 256> = lexicon!((u8, u8); &STARTS_ROWS);

#[allow(clippy::indexing_slicing)] // runs in the compiler
const STARTS_ROWS: [(&str, (u8, u8)); STARTS_WORDS.len()] = {
    let mut rows = [("", (0, 0)); STARTS_WORDS.len()];
    let mut word = 0;
    while word < rows.len() {
        let (head, mut first, mut last, mut row) = (fold_hash(STARTS_WORDS[word]), 0, 0, 0);
        while row < SAYINGS.len() {
            if SAYINGS[row].head == head {
                first = if last == 0 { row } else { first };
                last = row + 1;
            }
            row += 1;
        }
        rows[word] = (STARTS_WORDS[word], (first as u8, last as u8));
        word += 1;
    }
    rows
};
const _: () = assert!(SAYINGS.len() <= u8::MAX as usize);

static LIKELY_STARTS: Likely<32> = Likely::of(STARTS.words());

/// Words behind a dose after which the next one is spoken of.
const TURNS: &List = words!["then", "followed", "versus", "vs", "compared", "plus", "while", "whereas", "combination"];

/// Collects the attributes of the dose between tokens `first` and `end`, looking no further back than
/// `floor` and no further on than `ceiling`. Returns the token after the last one used, too: what it
/// says is not said of the next dose.
pub(super) fn attributes(
    tokens: &Tokens<'_>,
    first: usize,
    end: usize,
    floor: usize,
    ceiling: usize,
) -> (Vec<Attribute>, usize) {
    let mut list: Vec<Attribute> = Vec::new();
    let mut used = end;
    bounds(tokens, first, end, &mut list);
    let mut at = end;
    let mut turned = false;
    while at < (end + BEHIND).min(ceiling) && tokens.get(at).gap != Gap::Paragraph && !ends_sentence(tokens, at) {
        let another = ceiling < tokens.len();
        if another && (tokens.is_any(at, TURNS) || tokens.get(at).is(';')) {
            break;
        }
        let opens = tokens.get(at).is('(') && !(at..ceiling).any(|index| tokens.get(index).is(')'));
        let joint = tokens.is_any(at, words!["and", "or"]) || tokens.get(at).is(',') || tokens.get(at).is(')');
        turned |= another && (joint || opens);
        let known = list.len();
        let next = said(tokens, at, first, ceiling, &mut list);
        // "Cohort 1 (10 mg), Cohort 2 (20 mg)": the next dose's own.
        let role = |attribute: &Attribute| matches!(attribute.name.as_ref(), "role" | "cohort");
        if turned && list.len() > known && list.last().is_some_and(role) {
            list.pop();
            break;
        }
        at = match next {
            Some(next) => {
                used = next;
                next
            }
            None => at + 1,
        };
    }
    let mut low = first;
    while low > floor && low + BEFORE > first && tokens.get(low).gap != Gap::Paragraph {
        if ends_sentence(tokens, low - 1) {
            break;
        }
        low -= 1;
    }
    while low < first {
        low = said(tokens, low, first, first, &mut list).unwrap_or(low + 1);
    }
    (list, used)
}

/// Adds what a phrase at `at` says that ends by `limit`, and returns the token after it.
fn said(tokens: &Tokens<'_>, at: usize, first: usize, limit: usize, list: &mut Vec<Attribute>) -> Option<usize> {
    let token = tokens.get(at);
    let starts = if LIKELY_STARTS.has(token) { STARTS.find(tokens, at) } else { None };
    if !token.is_number() && starts.is_none() {
        return None;
    }
    if let Some(next) = cohort(tokens, at, first, limit, list) {
        return Some(next);
    }
    // A number in words may begin a row by itself, too.
    let (from, to) = match starts {
        Some(&(from, to)) if !is_counted(tokens, at) => (usize::from(from), usize::from(to)),
        None if !is_counted(tokens, at) => return None,
        _ => (0, SAYINGS.len()),
    };
    for saying in SAYINGS.get(from..to).unwrap_or_default() {
        if let Some((value, next)) = read(tokens, at, saying)
            && next <= limit
        {
            if !misleads(tokens, at, next, first) {
                add(list, saying.name, value, tokens, at, next);
            }
            // "single oral dose" says two things.
            return Some(if tokens.is(at, w!("single")) { at + 1 } else { next });
        }
    }
    None
}

/// What is counted in phrases that begin with a number.
const COUNTED: &List = words!["days", "week", "weeks", "month", "months", "fractions"];

/// Whether a number begins at `at` that a phrase may begin with: most are the next dose's.
fn is_counted(tokens: &Tokens<'_>, at: usize) -> bool {
    let end = number_end(tokens, at);
    end.is_some_and(|end| tokens.is_any(end + usize::from(tokens.get(end).class == Lex::Dash), COUNTED))
}

/// The first attribute of a name counts: what stands behind the dose is read first.
fn add(list: &mut Vec<Attribute>, name: &'static str, value: String, tokens: &Tokens<'_>, at: usize, next: usize) {
    if !list.iter().any(|attribute| attribute.name == name) {
        list.push(Attribute::new(name, value, tokens.span(at, next)));
    }
}

/// "Phase IV" isn't a route, nor is "sc" in lower case.
fn misleads(tokens: &Tokens<'_>, at: usize, next: usize, first: usize) -> bool {
    // "a single 10 mg dose", but no "single centre".
    if next == at + 1 && tokens.is(at, w!("single")) {
        return next != first;
    }
    if next != at + 1
        || !tokens.is_any(at, words!["iv", "im", "sc", "sq", "od", "po", "target", "total", "over", "initial"])
    {
        return false;
    }
    if tokens.is_any(at, words!["target", "total", "initial"]) {
        let of_it = tokens.is(at + 1, w!("of")) && at + 2 == first;
        return !of_it && !tokens.is_any(at + 1, words!["dose", "doses", "daily", "weekly", "single"]);
    }
    tokens.get(at).case != Case::Upper || tokens.is_any(at.wrapping_sub(1), words!["phase", "stage", "grade", "type"])
}

/// `Cohort 3`, `Arm B`.
fn cohort(tokens: &Tokens<'_>, at: usize, first: usize, limit: usize, list: &mut Vec<Attribute>) -> Option<usize> {
    // "the sixth cohort"
    if tokens.is_any(at + 1, words!["cohort", "arm"])
        && at + 2 <= limit
        && let Some(number) = ORDINALS.iter().position(|ordinal| tokens.is(at, *ordinal))
    {
        let value = format!("{} {}", capital(tokens.str(at + 1)), number + 1);
        add(list, "cohort", value, tokens, at, at + 2);
        return Some(at + 2);
    }
    if !tokens.is_any(at, words!["cohort", "arm", "group", "part"]) {
        return None;
    }
    let mark = tokens.get(at + 1);
    let label = mark.number().is_some_and(|number| number < 100) || mark.case == Case::Capital && mark.len() == 1;
    if !label || at + 2 > limit || mark.gap != Gap::Space || !matches!(tokens.get(at).case, Case::Capital | Case::Lower)
    {
        return None;
    }
    // "10 mg, Cohort 2: 20 mg": the head of what follows.
    if at > first && tokens.get(at + 2).is(':') {
        return None;
    }
    let value = format!("{} {}", capital(tokens.str(at)), tokens.str(at + 1));
    add(list, "cohort", value, tokens, at, at + 2);
    Some(at + 2)
}

/// Ordinals before "cohort".
const ORDINALS: &List =
    words!["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];

fn capital(word: &str) -> String {
    let mut word = word.to_ascii_lowercase();
    if let Some(first) = word.get_mut(..1) {
        first.make_ascii_uppercase();
    }
    word
}

/// Reads a phrase: its value with the numbers filled in, and the token after it.
#[inline]
fn read(tokens: &Tokens<'_>, at: usize, saying: &Saying) -> Option<(String, usize)> {
    if saying.head != tokens.get(at).payload() && saying.head != ANY_NUMBER {
        return None;
    }
    read_on(tokens, at, saying)
}

/// Most numbers of a phrase.
const NUMBERS: usize = 3;

/// The same where the first word is likely to be there. Numbers are written down only when all of it is.
#[inline(never)]
fn read_on(tokens: &Tokens<'_>, at: usize, saying: &Saying) -> Option<(String, usize)> {
    let mut index = at;
    let (mut numbers, mut found) = ([at; NUMBERS], 0);
    for (place, &word) in saying.words.iter().enumerate() {
        // Hyphens are passed over, and so are the points of "q.d.".
        if place > 0 && tokens.get(index).class == Lex::Dash {
            index += 1;
        }
        let here = tokens.get(index);
        if place > 0 && here.gap > Gap::Line {
            return None;
        }
        if word == "#" {
            *numbers.get_mut(found)? = index;
            found += 1;
            index = number_end(tokens, index)?;
            continue;
        }
        let mut letters = word.chars();
        let same = match (letters.next(), letters.next()) {
            (Some(sign), None) if !sign.is_alphabetic() => here.is(sign),
            _ => tokens.reads(index, word),
        };
        if !same {
            return None;
        }
        index += 1;
    }
    let filled = |value: String, &at: &usize| Some(value.replacen('#', &count(tokens, at)?, 1));
    let value = numbers.iter().take(found).try_fold(saying.value.to_string(), filled)?;
    // "q1w"
    let value = match value.as_str() {
        "every 1 days" => "once daily".to_string(),
        "every 1 weeks" => "once weekly".to_string(),
        "every 1 months" => "once monthly".to_string(),
        _ => value,
    };
    Some((value, index))
}

/// Where a number ends, in digits or as a word.
fn number_end(tokens: &Tokens<'_>, at: usize) -> Option<usize> {
    match SPELLED.find(tokens, at) {
        Some(_) => Some(at + 1),
        None => Some(number(tokens, at)?.end),
    }
}

/// A small number in digits or as a word, in digits.
fn count(tokens: &Tokens<'_>, at: usize) -> Option<String> {
    match SPELLED.find(tokens, at) {
        Some(value) => Some(value.to_string()),
        None => Some(number(tokens, at)?.value.to_string()),
    }
}

/// Bounds touch the dose: `up to`, `≥`, `or greater`.
fn bounds(tokens: &Tokens<'_>, first: usize, end: usize, list: &mut Vec<Attribute>) {
    for saying in BOUNDS_BEFORE {
        let start = first.wrapping_sub(saying.words.len());
        if let Some((value, next)) = read(tokens, start, saying)
            && next == first
            && start < first
        {
            return add(list, saying.name, value, tokens, start, next);
        }
    }
    for saying in BOUNDS_AFTER {
        if let Some((value, next)) = read(tokens, end, saying) {
            return add(list, saying.name, value, tokens, end, next);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{ANY_NUMBER, COUNTED, NUMBERS, SAYINGS, STARTS_WORDS};
    use crate::extract::lex::Folded;

    #[test]
    fn every_phrase_can_start() {
        for saying in SAYINGS {
            let first = saying.words[0];
            let known = first == "#" || STARTS_WORDS.contains(&first);
            assert!(known, "{first}");
            assert!(saying.words.iter().filter(|&&word| word == "#").count() <= NUMBERS, "{first}");
            assert!(saying.head != ANY_NUMBER || COUNTED.contains(&Folded::of(saying.words[1])), "{first}");
        }
    }
}
