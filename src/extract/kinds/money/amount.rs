//! Reads one amount or range around a number.
//!
//! In: the index of a number's first token. Out: a draft of a mention, a reasoned refusal, or
//! nothing. A mark may stand before the number (`US$`, `EUR`, `Rs.`), after it (`€`, `USD`,
//! `Canadian dollars`), or both. Nothing here knows the rest of the document.

use super::{Currency, Draft, Form, Noun, Word, currency, table};
use crate::extract::decimal::Decimal;
use crate::extract::lex::{Case, Class, Gap, Likely, List, Number, Roles, Token, Tokens, number, w, words};
use crate::extract::mention::{Amount, Certainty};

/// What came of a number.
pub(super) enum Outcome {
    /// Money.
    Money(Draft),
    /// It looked like money.
    Rejected {
        /// First token of the look-alike.
        first: usize,
        /// Token after it.
        end: usize,
        /// Why it is none.
        rule: &'static str,
    },
    /// A number of something else, up to `end`.
    Nothing {
        /// Token after the number.
        end: usize,
    },
}

/// A number with what belongs to it on both sides.
#[derive(Clone, Copy, Debug)]
struct Atom {
    first: usize,
    end: usize,
    value: Decimal,
    power: Option<i32>,
    currency: Option<Currency>,
    prefixed: bool,
    rule: &'static str,
    certainty: Certainty,
    refused: Option<&'static str>,
    grouped: bool,
}

impl Atom {
    fn scaled(&self, inherited: Option<i32>) -> Option<Decimal> {
        self.value.shift(self.power.or(inherited).unwrap_or(0))
    }
}

/// What a code or noun wants beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Risk {
    /// Nothing.
    None,
    /// A magnitude, groups or hundredths, and no thing counted after it.
    Some,
    /// A magnitude.
    High,
}

/// A mark before a number.
#[derive(Clone, Copy, Debug)]
pub(super) struct Prefix {
    pub(super) first: usize,
    pub(super) currency: Currency,
    power: Option<i32>,
    /// How much more it takes to be money.
    risk: Risk,
    /// The number stands in brackets after the mark: `$(0.02)`.
    pub(super) bracket: bool,
    /// A minus stands between or before.
    pub(super) minus: bool,
    rule: &'static str,
}

/// Reads the amount or range whose first number starts at `at`. Nothing before `floor` is touched.
pub(super) fn read(tokens: &Tokens<'_>, at: usize, floor: usize) -> Outcome {
    let Some(digits) = number(tokens, at) else { return Outcome::Nothing { end: at + 1 } };
    // "in €000" tells of a scale.
    if tokens.get(at).len() == 3 && tokens.get(at).number() == Some(0) && digits.end == at + 1 {
        return Outcome::Nothing { end: digits.end };
    }
    let before = if may_precede(tokens, at) { prefix(tokens, at, floor) } else { None };
    if before.is_none() && !may_follow(tokens, digits.end) {
        return not_money(tokens, at, digits.end);
    }
    let Some(first) = atom(tokens, at, before, digits) else { return Outcome::Nothing { end: digits.end } };
    if let Some(rule) = first.refused {
        return Outcome::Rejected { first: first.first, end: first.end, rule };
    }
    match range(tokens, &first) {
        Some(draft) => Outcome::Money(draft),
        None => match single(tokens, &first) {
            Some(draft) => Outcome::Money(draft),
            None => Outcome::Nothing { end: digits.end },
        },
    }
}

/// What is counted beside money.
const COUNTED: &List = words!["shares", "warrants"];

/// A number without a mark: a percentage, a count of shares, or nothing that looks like money.
fn not_money(tokens: &Tokens<'_>, at: usize, end: usize) -> Outcome {
    let next = tokens.get(end);
    if next.is('%') && next.is_glued() {
        return Outcome::Rejected { first: at, end: end + 1, rule: "money.not-percent" };
    }
    if next.is_word() && next.gap == Gap::Space && tokens.is_any(end, COUNTED) {
        return Outcome::Rejected { first: at, end: end + 1, rule: "money.not-count" };
    }
    Outcome::Nothing { end }
}

fn single(tokens: &Tokens<'_>, atom: &Atom) -> Option<Draft> {
    let currency = atom.currency?;
    let inherited = if atom.power.is_none() { shared_magnitude(tokens, atom) } else { None };
    let (value, end) = with_cents(tokens, atom).unwrap_or((atom.scaled(inherited)?, atom.end));
    Some(Draft {
        first: atom.first,
        end,
        amount: Amount::One(value),
        currency,
        rule: atom.rule,
        certainty: atom.certainty,
        large: atom.power.is_some() || inherited.is_some() || atom.grouped,
        cell: None,
    })
}

/// "3 dollars 50 cents", "3 dollars and 50 cents": one price. Near miss: "3 dollars, 50 cents of it
/// postage".
fn with_cents(tokens: &Tokens<'_>, atom: &Atom) -> Option<(Decimal, usize)> {
    let noun = |at: usize, hundredth: bool| matches!(table::WORDS.find(tokens, at), Some(Word::Noun(noun)) if noun.hundredth == hundredth);
    if atom.prefixed || atom.power.is_some() || !noun(atom.end.wrapping_sub(1), false) {
        return None;
    }
    let at = atom.end + usize::from(tokens.is(atom.end, w!("and")));
    let cents = tokens.get(at).number().filter(|&cents| cents < 100)?;
    if tokens.get(at).gap > Gap::Line || !noun(at + 1, true) {
        return None;
    }
    let sum = atom.value.plus(Decimal::from_parts(i128::from(cents), 2)?)?;
    Some((sum, at + 2))
}

/// Takes the brackets that fill a cell for the sign: "| ($954,466) |".
///
/// Near miss: "Revenue ($5 million) | rose", where words share the cell.
pub(super) fn brackets_of_cells(tokens: &Tokens<'_>, drafts: &mut [Draft]) {
    for draft in drafts.iter_mut().filter(|draft| draft.cell.is_none()) {
        let (open, close) = (draft.first.wrapping_sub(1), draft.end);
        let filled = tokens.get(open).is('(')
            && tokens.get(open.wrapping_sub(1)).is('|')
            && tokens.get(close).is(')')
            && tokens.get(close + 1).is('|');
        if let Amount::One(value) = draft.amount
            && filled
        {
            (draft.first, draft.end, draft.amount) = (open, close + 1, Amount::One(value.negated()));
        }
    }
}

/// Whether a note at `at` says that all amounts of the text are so many: "(Dollar amounts in thousands unless
/// otherwise noted)". Near miss: "(in thousands)", which heads a table.
pub(super) fn scales_all(tokens: &Tokens<'_>, at: usize) -> bool {
    let after = at + 1 + usize::from(tokens.get(at + 1).is(','));
    tokens.is(at.wrapping_sub(1), w!("in"))
        && tokens.is_any(after, words!["unless", "except"])
        && (2..5).any(|back| tokens.is(at.wrapping_sub(back), w!("amounts")))
        && (3..8).any(|back| tokens.get(at.wrapping_sub(back)).is('('))
}

/// Lends that scale to the bare amounts behind the note. Near misses: prices with a fraction, amounts with a magnitude
/// of their own.
pub(super) fn scale_all(tokens: &Tokens<'_>, after: usize, power: i32, drafts: &mut [Draft]) {
    let bare = |draft: &Draft| {
        draft.first > after
            && draft.cell.is_none()
            && draft.rule == "money.symbol-prefix"
            && tokens.get(draft.end.wrapping_sub(1)).is_number()
            && (draft.first..draft.end).all(|at| !tokens.get(at).is('.'))
    };
    for draft in drafts.iter_mut().filter(|draft| bare(draft)) {
        if let Amount::One(value) = draft.amount
            && let Some(value) = value.shift(power)
        {
            (draft.amount, draft.large) = (Amount::One(value), true);
        }
    }
}

/// Lends the magnitude of an amount to one compared with it: "DKK 492 million (DKK 523)".
///
/// Hard because a bracket may hold anything; only the same mark, nothing else in the bracket and a
/// number of like size will do. Near misses: "EUR 12.3 million (EUR 0.21 per share)", "(EUR 1)".
pub(super) fn compare_in_brackets(tokens: &Tokens<'_>, drafts: &mut [Draft]) {
    for index in 1..drafts.len() {
        let Some([left, right]) = drafts.get_mut(index - 1..=index) else { continue };
        let alone = tokens.get(left.end).is('(') && right.first == left.end + 1 && tokens.get(right.end).is(')');
        if !alone || right.large || left.currency != right.currency || left.cell.is_some() || right.cell.is_some() {
            continue;
        }
        let Some(power) = table::MAGNITUDES.find(tokens, left.end - 1).map(|magnitude| magnitude.power) else {
            continue;
        };
        let (Amount::One(known), Amount::One(bare)) = (&left.amount, &right.amount) else { continue };
        let (Some(value), Some(ten)) = (bare.shift(power), known.shift(1)) else { continue };
        let like = value <= ten && value.shift(1).is_some_and(|most| most >= *known);
        if like && power >= 6 {
            (right.amount, right.large) = (Amount::One(value), true);
        }
    }
}

/// Whether what wakes the kind may tell of money: a number beside which something does, a word that does, or a mark.
#[inline]
pub(super) fn may_wake(tokens: &Tokens<'_>, at: usize) -> bool {
    let token = tokens.get(at);
    if token.is_number() { !is_idle(tokens, at) } else { !token.is_word() | (BESIDE.of(&token) & PRECEDES != 0) }
}

/// Whether a glance is enough to pass over a number: nothing beside it has to do with money, as in "of 12 patients" and
/// "in 2024, the".
///
/// Hard because what stands beside a number is not to be foretold: so all that tells is gathered without a branch. What it
/// lets through is looked at again: [`may_precede`] says of what stands before the same, and why.
#[inline]
fn is_idle(tokens: &Tokens<'_>, at: usize) -> bool {
    let around = tokens.list().get(at.wrapping_sub(3)..).and_then(<[Token]>::first_chunk::<6>);
    let Some(around @ [_, _, first, token, next, after]) = around else { return false };
    let open = usize::from(first.is('('));
    let Some([led, mark, near]) = around.get(1 - open..).and_then(<[Token]>::first_chunk) else { return false };
    let behind = BESIDE.of(next);
    let apart = !after.is_glued();
    let symbol = (next.class == Class::Symbol) & ((next.payload() < 128) | (next.payload() == '’' as u32));
    let point = u8::from(apart | !after.is_number()) * POINT;
    let ends = next.is_word() & (behind & FOLLOWS == 0)
        | next.is_number() & (next.len() != 3)
        | (next.class == Class::Dash) & after.is_word() & (BESIDE.of(after) & FOLLOWS == 0)
        | symbol & (behind & (ENDS | (u8::from(apart) * ENDS_APART) | point) != 0);
    let marked = BESIDE.of(mark) & PRECEDES != 0;
    let precedes = mark.is_word() & (marked | mark.is_glued() & led.is('$'))
        | (mark.class == Class::Symbol) & (marked | (mark.payload() >= 128))
        | (mark.class == Class::Dash)
            & near.is_glued()
            & ((led.class == Class::Symbol) | led.is_word() & !mark.is_glued());
    // "$000", "'000": a heading's scale.
    let scale = (token.len() == 3) & (token.payload() == 0);
    ends & !precedes & !scale
}

/// What tokens beside a number may be to it.
static BESIDE: Roles = Roles::NONE
    .words(table::WORDS.words(), PRECEDES | FOLLOWS)
    .words(table::MAGNITUDES.words(), FOLLOWS)
    .words(table::PREFIXES.words(), FOLLOWS)
    .list(COUNTED, FOLLOWS)
    .list(words!["to", "and", "new", "hong", "south", "united"], FOLLOWS)
    .symbols(&['(', '*', '_', '\\', '.', '|', '$'], PRECEDES)
    .symbols(&['+', '/', ':', ';', '*', '|', '=', '&', ']', '"'], ENDS)
    .symbols(&[',', ')'], ENDS_APART)
    .symbols(&['.', '’', '\''], POINT);

/// It is a word that has to do with money, or may stand between a mark and its number.
const PRECEDES: u8 = 1;
/// It is a word that may make money of the number before it.
const FOLLOWS: u8 = 2;
/// It ends a number that is no money.
const ENDS: u8 = 4;
/// It does where a blank follows it.
const ENDS_APART: u8 = 8;
/// It does where no digits follow it.
const POINT: u8 = 16;

/// Whether a mark may come before a number, or before the bracket that it stands in: the short way out.
fn may_precede(tokens: &Tokens<'_>, at: usize) -> bool {
    let at = at - usize::from(at > 0 && tokens.get(at - 1).is('('));
    let before = at.wrapping_sub(1);
    let token = tokens.get(before);
    match token.class {
        Class::Word => BESIDE.of(&token) & PRECEDES != 0 || token.is_glued() && tokens.get(at.wrapping_sub(2)).is('$'),
        Class::Symbol => {
            matches!(token.symbol(), Some('(' | '*' | '_' | '\\' | '.' | '|')) || symbol(tokens, before).is_some()
        }
        // "-$5", but not "ABC-5" and "12-15"
        Class::Dash => {
            let led = tokens.get(before.wrapping_sub(1));
            tokens.get(at).is_glued() && (led.class == Class::Symbol || led.is_word() && !token.is_glued())
        }
        _ => false,
    }
}

/// Words of a mark or magnitude after a number, or that may be.
pub(super) static BEHIND: Likely<128> = Likely::of(table::WORDS.words())
    .and(table::MAGNITUDES.words())
    .and(table::PREFIXES.words())
    .with(COUNTED)
    .with(words!["to", "and", "new", "hong", "south", "united"]);

/// Whether a mark may come after a number that has none before: the short way out.
fn may_follow(tokens: &Tokens<'_>, end: usize) -> bool {
    let token = tokens.get(end);
    match token.class {
        Class::Word if !BEHIND.has(token) || token.gap > Gap::Line => false,
        Class::Word if tokens.is_any(end, words!["to", "and"]) => may_end_range(tokens, end + 1),
        Class::Word => {
            table::MAGNITUDES.find(tokens, end).is_some()
                || table::WORDS.find(tokens, end).is_some()
                || table::PREFIXES.find(tokens, end).is_some() && tokens.get(end + 1).is('$')
                || tokens.is_any(end, words!["new", "hong", "south"])
        }
        Class::Symbol => {
            token.is(')') && bracketed_hundredths(tokens, end)
                || token.gap <= Gap::Space && (symbol(tokens, end).is_some() || token.is('¢'))
                || token.is(',') && tokens.get(end + 1).len() == 2 && tokens.get(end + 1).is_glued()
        }
        // "7-million-dollar", "$15-to-$17"
        Class::Dash if tokens.get(end + 1).is_word() => BEHIND.has(tokens.get(end + 1)),
        Class::Dash => may_end_range(tokens, end + 1),
        Class::Number => tokens.get(end).gap == Gap::Space && token.len() == 3,
        _ => false,
    }
}

/// Whether the number at `start` may be the end of a range that bears the mark of both. Near miss: "12 to 15
/// patients".
fn may_end_range(tokens: &Tokens<'_>, start: usize) -> bool {
    let token = tokens.get(start);
    match number(tokens, start) {
        Some(high) if token.is_number() => {
            let next = tokens.get(high.end);
            match next.class {
                Class::Word => BEHIND.has(next),
                Class::Symbol => symbol(tokens, high.end).is_some() || next.is('¢') || next.is(','),
                Class::Dash | Class::Number => true,
                _ => false,
            }
        }
        // "10 to **15** million dollars"
        _ => matches!(token.symbol(), Some('(' | '\\' | '*' | '_' | '~')),
    }
}

/// Whether a bracket closes a negative number of pence or cents: "(3.4)p".
fn bracketed_hundredths(tokens: &Tokens<'_>, close: usize) -> bool {
    let letter = tokens.get(close + 1);
    tokens.get(close).is_glued()
        && letter.is_glued()
        && matches!(table::WORDS.find(tokens, close + 1), Some(Word::Pence | Word::LetterCent))
}

pub(super) fn symbol(tokens: &Tokens<'_>, index: usize) -> Option<Currency> {
    let character = tokens.get(index).symbol()?;
    if character.is_ascii() && character != '$' {
        return None;
    }
    table::SYMBOLS.iter().find_map(|(mark, currency)| (*mark == character).then_some(*currency))
}

/// The mark before the number at `number_at`, with brackets and signs between.
///
/// Hard because `$` takes letters on either side ("US$", "$US", "U.S. $"), may be glued to the word
/// before ("of$3.1 million") and be followed by a bracket ("$ (5,358)"). Near miss: "in the US $5
/// million was raised", where US is a country.
pub(super) fn prefix(tokens: &Tokens<'_>, number_at: usize, floor: usize) -> Option<Prefix> {
    if let Some(mark) = mark_of_cell(tokens, number_at, floor) {
        return Some(mark);
    }
    let mut at = number_at;
    let (mut bracket, mut minus) = (false, false);
    let mut markup = 0;
    let mark = loop {
        if tokens.get(at).gap > Gap::Line || at <= floor {
            return None;
        }
        let before = at - 1;
        let token = tokens.get(before);
        match token.class {
            Class::Symbol if token.is('(') && !bracket => bracket = true,
            Class::Dash if !minus && tokens.get(at).is_glued() => minus = true,
            Class::Symbol if (token.is('*') || token.is('_')) && markup < 2 => markup += 1,
            Class::Symbol if symbol(tokens, before).is_some() => break before,
            Class::Symbol if is_yen(tokens, before) => {
                let (currency, rule) = (Currency::Is("JPY"), "money.symbol-prefix");
                return Some(Prefix { first: before, currency, power: None, risk: Risk::High, bracket, minus, rule });
            }
            Class::Symbol
                if token.is('.')
                    && tokens.is_any(before.wrapping_sub(1), words!["rs", "fr", "sfr", "kr"])
                    && token.is_glued() =>
            {
                break before - 1;
            }
            Class::Word => break before,
            _ => return None,
        }
        at = before;
    };
    let token = tokens.get(mark);
    let direct = !bracket && !minus;
    let made = |first, currency, rule| Prefix { first, currency, power: None, risk: Risk::None, bracket, minus, rule };
    if let Some(currency) = symbol(tokens, mark) {
        let mut made = made(mark, currency, "money.symbol-prefix");
        if let Some((first, code)) = letters_before(tokens, mark, floor) {
            made.first = first;
            made.currency = Currency::Is(code);
        }
        // "T€ 850", "k€ 12", "M€ 4.5"
        let letter = mark.wrapping_sub(1);
        if currency == Currency::Is("EUR")
            && tokens.get(mark).is_glued()
            && tokens.get(letter).is_word()
            && !tokens.get(letter).is_glued()
            && letter >= floor
            && let Some(power) = match tokens.str(letter) {
                "T" | "k" | "K" => Some(3),
                "M" | "m" => Some(6),
                _ => None,
            }
        {
            made.first = letter;
            made.power = Some(power);
        }
        // "-$5.2 million"; a dash between two amounts is not a sign.
        let sign = tokens.get(made.first.wrapping_sub(1));
        if sign.class == Class::Dash
            && tokens.get(made.first).is_glued()
            && !sign.is_glued()
            && made.first > floor
            && !tokens.get(made.first.wrapping_sub(2)).is_number()
        {
            made.first -= 1;
            made.minus = true;
        }
        return Some(made);
    }
    // A minus after a word is a hyphen: "EUR-5".
    if minus && tokens.get(mark + 1).is_glued() || markup > 0 {
        return None;
    }
    let word = table::WORDS.find(tokens, mark);
    // "$US5 million", "$CAD 5"
    let dollar = mark.wrapping_sub(1);
    if token.is_glued() && tokens.get(dollar).is('$') && mark > floor {
        let code = table::PREFIXES.find(tokens, mark).copied().or(match word {
            Some(Word::Code(code) | Word::RiskyCode(code)) => Some(code),
            _ => None,
        })?;
        return Some(made(dollar, Currency::Is(code), "money.symbol-prefix"));
    }
    let word = word?;
    // "EUR/USD 1.08": a rate.
    let slash = tokens.get(mark.wrapping_sub(1));
    let rate = slash.is('/')
        && slash.is_glued()
        && token.is_glued()
        && matches!(table::WORDS.find(tokens, mark.wrapping_sub(2)), Some(Word::Code(_) | Word::RiskyCode(_)));
    if rate || heads_years(tokens, number_at) {
        return None;
    }
    let case = token.case;
    let rule = "money.code-prefix";
    // "US26 billion"
    if direct && case == Case::Upper && tokens.get(number_at).is_glued() && tokens.is(mark, w!("us")) {
        let scaled = number(tokens, number_at).is_some_and(|number| magnitude(tokens, number.end, true).is_some());
        return scaled.then(|| made(mark, Currency::Is("USD"), rule));
    }
    match word {
        // "GBp 120": a stock exchange's pence.
        Word::Code("GBP") if tokens.str(mark) == "GBp" => {
            Some(Prefix { power: Some(-2), ..made(mark, Currency::Is("GBP"), rule) })
        }
        Word::Code(code) => Some(made(mark, Currency::Is(code), rule)),
        // "Rp 500,000", "Rm5.4mil"
        Word::RiskyCode(code @ ("IDR" | "MYR")) if case == Case::Capital && direct => {
            Some(Prefix { risk: Risk::Some, ..made(mark, Currency::Is(code), rule) })
        }
        Word::RiskyCode(code) if case == Case::Upper || case == Case::Mixed => {
            Some(Prefix { risk: Risk::Some, ..made(mark, Currency::Is(code), rule) })
        }
        // One letter is a capital like any other: "R45 million".
        Word::RareCode(code) if case == Case::Upper || case == Case::Capital && token.len() == 1 => {
            Some(Prefix { risk: Risk::High, ..made(mark, Currency::Is(code), rule) })
        }
        Word::Rupees if case == Case::Capital && direct => Some(made(mark, Currency::Usually("INR"), rule)),
        Word::Rupee if case == Case::Capital && direct && tokens.get(number_at).number() == Some(1) => {
            Some(made(mark, Currency::Usually("INR"), rule))
        }
        Word::Francs if case == Case::Capital && direct && tokens.get(mark + 1).is('.') => {
            Some(Prefix { risk: Risk::Some, ..made(mark, Currency::Is("CHF"), rule) })
        }
        Word::Crowns if direct => Some(Prefix { risk: Risk::Some, ..made(mark, Currency::Krona, rule) }),
        Word::Scaled(code, power) if case != Case::Lower || is_crowns(tokens, mark) => {
            Some(Prefix { power: Some(*power), ..made(mark, Currency::Is(code), rule) })
        }
        // "Canadian dollars 5 million"
        Word::Noun(noun) if !noun.hundredth && direct && tokens.str(mark).ends_with('s') => {
            let (first, country) = currency::adjective_before(tokens, mark)?;
            let currency = currency::of_country(noun.currency, country)?;
            (first >= floor).then(|| Prefix { risk: Risk::High, ..made(first, currency, rule) })
        }
        // "Euro 2.5 million"
        Word::Noun(noun) if !noun.risky && !noun.hundredth && case != Case::Lower && direct => {
            let singular = matches!(noun.currency, Currency::Is("EUR" | "JPY"));
            singular.then(|| Prefix { risk: Risk::Some, ..made(mark, noun.currency, rule) })
        }
        _ => None,
    }
}

/// "\45,039 million": the sign that shares its code with the yen in Japan, where the text tells of yen.
fn is_yen(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.get(at).is('\\') && tokens.get(at + 1).is_number() && tokens.get(at + 1).is_glued() && {
        let text = tokens.text();
        text.contains(" yen") || text.contains("Yen") || text.contains("JPY")
    }
}

/// `mkr`, `tkr`: written small.
fn is_crowns(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is_any(at, words!["mkr", "tkr"])
}

/// The mark that stands in a cell of its own before the number's: `| $ | 2.75 |`. It lies outside the
/// mention, for a bar is no part of an amount.
fn mark_of_cell(tokens: &Tokens<'_>, number_at: usize, floor: usize) -> Option<Prefix> {
    let bar = number_at.checked_sub(1).filter(|&bar| tokens.get(bar).is('|') && bar > floor)?;
    let mark = bar - 1;
    let currency = symbol(tokens, mark)?;
    let letters = letters_before(tokens, mark, floor);
    let first = letters.map_or(mark, |(first, _)| first);
    let alone = tokens.get(first.wrapping_sub(1)).is('|') || tokens.get(first).gap >= Gap::Line;
    let currency = letters.map_or(currency, |(_, code)| Currency::Is(code));
    let rule = "money.symbol-prefix";
    let made = Prefix { first: number_at, currency, power: None, risk: Risk::None, bracket: false, minus: false, rule };
    alone.then_some(made)
}

/// Whether the number is a year that heads a column beside a code: "SEKm   2024   2023".
fn heads_years(tokens: &Tokens<'_>, at: usize) -> bool {
    let year =
        |at: usize| tokens.get(at).len() == 4 && tokens.get(at).number().is_some_and(|n| (1980..2060).contains(&n));
    year(at) && year(at + 1) && tokens.get(at).gap == Gap::Space && tokens.get(at + 1).gap == Gap::Space
}

/// Letters before `$` that name its country: where they start, and the code.
pub(super) fn letters_before(tokens: &Tokens<'_>, dollar: usize, floor: usize) -> Option<(usize, &'static str)> {
    let at = dollar.checked_sub(1)?;
    let glued = tokens.get(dollar).is_glued();
    if tokens.get(dollar).gap > Gap::Space || at < floor {
        return None;
    }
    // "U.S.$5", "U.S. $5"
    if tokens.get(at).is('.') && tokens.is(at.wrapping_sub(1), w!("s")) {
        let first = at.checked_sub(3)?;
        let spelled = tokens.is(first, w!("u")) && tokens.get(first + 1).is('.') && first >= floor;
        return (spelled && (glued || !follows_place(tokens, first))).then_some((first, "USD"));
    }
    let word = tokens.get(at);
    if !word.is_word() || !BEHIND.has(word) {
        return None;
    }
    if let Some(Word::Code(code) | Word::RiskyCode(code)) = table::WORDS.find(tokens, at)
        && (word.case == Case::Upper || glued)
    {
        return Some((at, code));
    }
    let code = *table::PREFIXES.find(tokens, at)?;
    let written = word.case != Case::Lower || glued && tokens.is(at, w!("us"));
    // A single letter only where it touches: "Class A $5".
    let near = glued || word.len() > 1 && word.case == Case::Upper && !follows_place(tokens, at);
    (written && near).then_some((at, code))
}

/// "in the US", "across the U.S.": a place, not the country of a dollar.
fn follows_place(tokens: &Tokens<'_>, first: usize) -> bool {
    tokens.is_any(
        first.wrapping_sub(1),
        words!["the", "in", "our", "across", "outside", "its", "and", "within", "to", "through", "non"],
    )
}

/// Builds the amount around a number.
fn atom(tokens: &Tokens<'_>, number_at: usize, before: Option<Prefix>, digits: Number) -> Option<Atom> {
    let mut end = digits.end;
    let mut value = digits.value;
    let mut grouped = digits.grouped;
    let mut certainty = Certainty::Sure;
    if let Some((longer, longer_end)) = indian_groups(tokens, number_at, before) {
        (value, end, grouped) = (longer, longer_end, true);
    } else if !grouped && let Some((longer, longer_end)) = spaced_groups(tokens, number_at, before) {
        (value, end, grouped) = (longer, longer_end, true);
    } else if let Some((longer, longer_end)) = before.and_then(|_| parted_point(tokens, number_at, &digits)) {
        (value, end) = (longer, longer_end);
    } else if let Some(longer) = point_group(tokens, number_at, before, &digits) {
        (value, grouped, certainty) = (longer, true, Certainty::Unsure);
    }
    let mut power = before.and_then(|prefix| prefix.power);
    let mut closed = !before.is_some_and(|prefix| prefix.bracket);
    let mut negative = before.is_some_and(|prefix| prefix.minus || prefix.bracket);
    let close = |end: &mut usize, closed: &mut bool| {
        if !*closed && tokens.get(*end).is(')') && tokens.get(*end).gap <= Gap::Space {
            *end += 1;
            *closed = true;
        }
    };
    close(&mut end, &mut closed);
    let hundredths = before.is_none()
        && tokens.get(number_at.wrapping_sub(1)).is('(')
        && tokens.get(end).is(')')
        && bracketed_hundredths(tokens, end);
    end += usize::from(hundredths);
    let marked = before.map(|prefix| prefix.currency);
    if power.is_none()
        && let Some((found, after)) = magnitude(tokens, end, marked.is_some())
    {
        power = Some(found);
        end = after;
        close(&mut end, &mut closed);
    }
    if !closed {
        return None;
    }
    // "$100+ million"
    if power.is_none()
        && marked.is_some()
        && tokens.get(end).is('+')
        && tokens.get(end).is_glued()
        && tokens.is_any(end + 1, words!["million", "billion", "thousand", "trillion"])
        && let Some((found, after)) = magnitude(tokens, end + 1, true)
    {
        power = Some(found);
        end = after;
    }
    // "**$5** million"
    if power.is_none()
        && marked.is_some()
        && tokens.get(end).is_glued()
        && let bold = past_markup(tokens, end)
        && bold > end
        && tokens.is_any(bold, words!["million", "billion", "thousand", "trillion"])
        && let Some((found, after)) = magnitude(tokens, bold, true)
    {
        power = Some(found);
        end = after;
    }
    let mut result = Atom {
        first: before.map_or(number_at, |prefix| prefix.first),
        end,
        value,
        power,
        currency: marked,
        prefixed: marked.is_some(),
        rule: before.map_or("money.number-suffix", |prefix| prefix.rule),
        certainty,
        refused: None,
        grouped,
    };
    let cents = digits.fraction && tokens.get(digits.end.wrapping_sub(1)).len() == 2;
    // "CHF 12.–", "CHF 12 per share"
    let round =
        || tokens.get(end).is('.') && tokens.get(end + 1).class == Class::Dash && tokens.get(end + 1).is_glued();
    let priced = || {
        tokens.is(end, w!("per")) && tokens.is_any(end + 1, words!["share", "ordinary", "registered", "bearer", "ads"])
    };
    let strong = || power.is_some() || round() || priced() || (grouped || cents) && !counts_things(tokens, end);
    match suffix(tokens, end, Before { marked, scaled: power.is_some(), shaped: grouped || cents }) {
        Some(Suffix::Mark(mark)) => {
            // A mark before the number that names its country says more than "dollars" after it.
            let vague = mark.currency == Currency::Dollar && matches!(marked, Some(Currency::Is(_)));
            result.end = mark.end;
            result.currency = if vague { marked } else { Some(mark.currency) };
            result.power = mark.power.or(result.power);
            if mark.hundredth {
                result.power = Some(result.power.unwrap_or(0) - 2);
                // "US98 cents"
                let letters = number_at.wrapping_sub(1);
                if before.is_none()
                    && tokens.get(number_at).is_glued()
                    && tokens.get(letters).case == Case::Upper
                    && let Some(code) = table::PREFIXES.find(tokens, letters)
                {
                    (result.first, result.currency) = (letters, Some(Currency::Is(code)));
                }
            }
            result.certainty = result.certainty.min(mark.certainty);
        }
        Some(Suffix::Said(currency)) => result.currency = Some(currency),
        Some(Suffix::Refused { end, rule }) if marked.is_none() => {
            result.end = end;
            result.refused = Some(rule);
        }
        Some(Suffix::Refused { .. }) | None => {}
    }
    let enough = match before.map_or(Risk::None, |prefix| prefix.risk) {
        Risk::None => true,
        Risk::Some => strong() || is_paid(tokens, result.first) && !counts_things(tokens, end),
        Risk::High => power.is_some(),
    };
    if !enough && result.currency == marked && !range_vouches(tokens, result.end) {
        result.refused = Some("money.not-code");
    }
    if result.power.is_none() && before.is_some() {
        result.power = magnitude_after_comparison(tokens, result.end);
    }
    // "-25.7 MSEK"
    let sign = result.first.wrapping_sub(1);
    if before.is_none()
        && result.currency.is_some()
        && tokens.get(sign).class == Class::Dash
        && tokens.get(number_at).is_glued()
        && !tokens.get(sign).is_glued()
        && !tokens.get(sign.wrapping_sub(1)).is_number()
    {
        result.first = sign;
        negative = true;
    }
    // "a loss of ($0.82) per share": brackets that are a sign and not a parenthesis.
    // Or "Net loss ($2.1M)", as a row of a table is written.
    let open = result.first.wrapping_sub(1);
    let signed = || {
        let word = open.wrapping_sub(1);
        // "($0.10) to ($0.12)"
        let (joint, other) = (result.end + 1, result.end + 2);
        let ranges = (tokens.is(joint, w!("to")) || tokens.get(joint).class == Class::Dash)
            && tokens.get(other).is('(')
            && symbol(tokens, other + 1).is_some();
        if ranges {
            return true;
        }
        tokens.is_any(word, SIGNED) || tokens.is_any(word, SIGNED_NOUNS) && is_label(tokens, word)
    };
    if before.is_some_and(|prefix| !prefix.bracket)
        && tokens.get(open).is('(')
        && tokens.get(result.end).is(')')
        && signed()
        && (result.power.is_none() || !tokens.is_any(open.wrapping_sub(1), words!["or", "and"]))
    {
        result.first = open;
        result.end += 1;
        negative = true;
        if result.power.is_none()
            && let Some((found, after)) = magnitude(tokens, result.end, true)
        {
            result.power = Some(found);
            result.end = after;
        }
    }
    if hundredths && result.currency.is_some() {
        result.first = number_at - 1;
        negative = true;
    }
    if negative {
        result.value = result.value.negated();
    }
    Some(result)
}

/// Whether the words before speak of a price: "a fee of RM 42", "costs SAR 20".
fn is_paid(tokens: &Tokens<'_>, first: usize) -> bool {
    const PRICES: &List = words![
        "paid", "pay", "pays", "paying", "cost", "costs", "costing", "worth", "fee", "fees", "price", "priced",
        "prices", "charge", "charges", "charged", "sells", "sold", "dividend", "salary"
    ];
    let word = first.wrapping_sub(1);
    let word = if tokens.is_any(word, words!["of", "at", "for", "is", "was"]) { word.wrapping_sub(1) } else { word };
    tokens.is_any(word, PRICES)
}

/// Whether a plain noun follows, so that a grouped number counts things: "CAD 1,250 patients".
fn counts_things(tokens: &Tokens<'_>, end: usize) -> bool {
    let next = tokens.get(end);
    next.is_word()
        && next.gap == Gap::Space
        && next.case == Case::Lower
        && !tokens.is_any(
            end,
            words![
                "per",
                "in",
                "of",
                "for",
                "to",
                "and",
                "or",
                "at",
                "as",
                "from",
                "on",
                "with",
                "was",
                "were",
                "is",
                "are",
                "by",
                "a",
                "each",
                "upon",
                "plus",
                "which",
                "cash",
                "upfront",
                "payable",
                "net",
                "annually",
                "through",
                "will",
                "respectively"
            ],
        )
}

/// "CHF 45 to 50 million", "CHF 45 to CHF 50 million": the magnitude after the second number vouches for a code before
/// the first.
/// Near miss: "INR 2 to 3", a clotting test.
fn range_vouches(tokens: &Tokens<'_>, end: usize) -> bool {
    let joint = tokens.get(end);
    let joined = joint.class == Class::Dash || tokens.is_any(end, words!["to", "and"]);
    let high = end + 1 + usize::from(matches!(table::WORDS.find(tokens, end + 1), Some(Word::RiskyCode(_))));
    if !joined || joint.gap > Gap::Line || !tokens.get(high).is_number() {
        return false;
    }
    number(tokens, high)
        .and_then(|high| magnitude(tokens, high.end, true))
        .is_some_and(|(power, after)| power >= 3 && !counts_things(tokens, after))
}

/// "SEK 12.3 (10.1) million": the magnitude comes after the figure compared with.
fn magnitude_after_comparison(tokens: &Tokens<'_>, end: usize) -> Option<i32> {
    if !tokens.get(end).is('(') {
        return None;
    }
    let mut at = end + 1;
    if tokens.is_any(at, words!["vs", "versus", "against"]) {
        at += 1 + usize::from(tokens.get(at + 1).is('.'));
    }
    at += usize::from(tokens.get(at).class == Class::Dash);
    let compared = number(tokens, at)?;
    if !tokens.get(compared.end).is(')') {
        return None;
    }
    magnitude(tokens, compared.end + 1, true).map(|(power, _)| power)
}

/// Words before brackets that are a sign: in "a loss of ($0.82)" they can't be a parenthesis.
const SIGNED: &List =
    words!["of", "was", "were", "is", "to", "at", "versus", "vs", "and", "or", "from", "than", "with", "by", "against"];

/// Whether the words up to `last` are the label of a row: they begin a line or a cell, and as labels do.
fn is_label(tokens: &Tokens<'_>, last: usize) -> bool {
    const HEADS: &List = words![
        "net",
        "operating",
        "adjusted",
        "total",
        "loss",
        "losses",
        "income",
        "earnings",
        "ebitda",
        "ebit",
        "eps",
        "basic",
        "diluted",
        "comprehensive",
        "accumulated",
        "pretax",
        "gross"
    ];
    let starts = |at: usize| tokens.get(at).gap >= Gap::Line || tokens.get(at.wrapping_sub(1)).is('|');
    (last.saturating_sub(4)..=last).any(|at| starts(at) && tokens.is_any(at, HEADS))
}

/// Nouns before brackets that are a sign.
const SIGNED_NOUNS: &List =
    words!["loss", "losses", "income", "earnings", "ebitda", "ebit", "eps", "result", "deficit"];

/// "12,34,567": groups of two before the last three, where the currency is the rupee.
fn indian_groups(tokens: &Tokens<'_>, first: usize, before: Option<Prefix>) -> Option<(Decimal, usize)> {
    let pair = |at: usize| {
        tokens.get(at).is(',')
            && tokens.get(at).is_glued()
            && tokens.get(at + 1).is_number()
            && tokens.get(at + 1).is_glued()
            && tokens.get(at + 1).len() <= 3
    };
    if tokens.get(first).len() > 2 || !pair(first + 1) || tokens.get(first + 2).len() != 2 {
        return None;
    }
    let mut value = i128::from(tokens.get(first).number()?);
    let mut at = first + 1;
    let mut last = 0;
    while pair(at) {
        let token = tokens.get(at + 1);
        value = value.checked_mul(10i128.pow(token.len() as u32))? + i128::from(token.number()?);
        last = token.len();
        at += 2;
        if last == 3 {
            break;
        }
    }
    let rupees = before.is_some_and(|prefix| matches!(prefix.currency, Currency::Is("INR") | Currency::Usually("INR")))
        || tokens.is_any(at, words!["rupees", "inr"]);
    let mut amount = Decimal::from_parts(value, 0)?;
    if tokens.get(at).is('.')
        && tokens.get(at).is_glued()
        && tokens.get(at + 1).is_number()
        && tokens.get(at + 1).is_glued()
    {
        let fraction = tokens.get(at + 1);
        amount = amount.plus(Decimal::from_parts(i128::from(fraction.number()?), fraction.len() as u32)?)?;
        at += 2;
    }
    let rupees = rupees || tokens.is_any(at, words!["rupees", "inr"]);
    (last == 3 && rupees).then_some((amount, at))
}

/// Most groups of three that are read behind plain blanks; a row of zeros would go on for ever.
const MOST_GROUPS: usize = 6;

/// "SEK 1 250 000", "10 000 dollars": groups divided by plain blanks, where a code or a noun but no
/// dollar sign vouches for them. Near miss: "$ 1,637 500", two cells.
fn spaced_groups(tokens: &Tokens<'_>, first: usize, before: Option<Prefix>) -> Option<(Decimal, usize)> {
    let head = tokens.get(first);
    let comma = tokens.get(first + 1).is(',');
    if head.len() > 3 || !head.is_number() || !comma && before.is_some_and(|prefix| prefix.currency == Currency::Dollar)
    {
        return None;
    }
    let mut value = i128::from(head.number()?);
    let mut at = first + 1;
    // "Rs 10 ,000 ,000": a conversion set a blank before the commas.
    while tokens.get(at).is(',')
        && tokens.get(at).gap == Gap::Space
        && tokens.get(at + 1).is_glued()
        && tokens.get(at + 1).len() == 3
        && at <= first + 2 * MOST_GROUPS
    {
        value = value.checked_mul(1000)?.checked_add(i128::from(tokens.get(at + 1).number()?))?;
        at += 2;
    }
    if at > first + 1 {
        return before.is_some().then_some((Decimal::from_parts(value, 0)?, at));
    }
    while at <= first + MOST_GROUPS {
        let token = tokens.get(at);
        let blank = token.span().start.saturating_sub(tokens.get(at - 1).span().end);
        if !(token.is_number() && token.len() == 3 && token.gap == Gap::Space && blank == 1) {
            break;
        }
        value = value.checked_mul(1000)?.checked_add(i128::from(token.number()?))?;
        at += 1;
    }
    if at == first + 1 {
        return None;
    }
    let vouched = match before {
        Some(prefix) => prefix.rule == "money.code-prefix" || prefix.currency != Currency::Dollar,
        None => {
            matches!(
                table::WORDS.find(tokens, at),
                Some(Word::Code(_) | Word::Noun(super::Noun { risky: false, .. }) | Word::Crowns)
            ) || symbol(tokens, at).is_some() && !tokens.get(at + 1).is_number()
        }
    };
    vouched.then_some((Decimal::from_parts(value, 0)?, at))
}

/// "Rs. 12. 7 billion": a conversion set a blank behind the point. Near miss: "paid $12. 7 million people".
fn parted_point(tokens: &Tokens<'_>, first: usize, digits: &Number) -> Option<(Decimal, usize)> {
    let (point, tenths) = (tokens.get(first + 1), tokens.get(first + 2));
    if digits.end != first + 1 || !point.is('.') || !point.is_glued() || tenths.gap != Gap::Space || tenths.len() > 2 {
        return None;
    }
    let (_, after) = magnitude(tokens, first + 3, true).filter(|&(_, after)| !counts_things(tokens, after))?;
    let tenths = Decimal::from_parts(i128::from(tenths.number()?), tenths.len() as u32)?;
    (after > first + 3).then_some((digits.value.plus(tenths)?, first + 3))
}

/// "EUR 25.000": a point before three digits is a group on the continent, where no magnitude says
/// otherwise. Near miss: "EUR 1.250 million", "$0.125".
fn point_group(tokens: &Tokens<'_>, first: usize, before: Option<Prefix>, digits: &Number) -> Option<Decimal> {
    if !digits.fraction || digits.grouped || digits.end != first + 3 || !tokens.get(first + 1).is('.') {
        return None;
    }
    let currency = match before {
        Some(prefix) => prefix.currency,
        None => symbol(tokens, digits.end).or(match table::WORDS.find(tokens, digits.end) {
            Some(Word::Code(code)) => Some(Currency::Is(code)),
            _ => None,
        })?,
    };
    let continental = matches!(currency, Currency::Is("EUR" | "SEK" | "DKK" | "NOK" | "BRL"));
    let head = tokens.get(first);
    if !continental {
        return None;
    }
    if tokens.get(first + 2).len() != 3 || head.len() > 3 || head.number() == Some(0) {
        return None;
    }
    // A price of one share may have three decimals.
    let end = digits.end + usize::from(before.is_none());
    if magnitude(tokens, end, true).is_some() || tokens.is(end, w!("per")) || tokens.get(end).is('/') {
        return None;
    }
    digits.value.shift(3)
}

/// A magnitude after a number: its power of ten and the token after it.
///
/// Hard because a single letter is also a metre, a molar or a vitamin: it counts where it touches
/// the number, or as a capital after a mark. Near miss: "$5 M&A fee".
fn magnitude(tokens: &Tokens<'_>, at: usize, marked: bool) -> Option<(i32, usize)> {
    let token = tokens.get(at);
    if token.class == Class::Dash {
        let word = tokens.get(at + 1);
        // "$12-million", and with a line's end behind the hyphen.
        if !token.is_glued() || !(word.is_glued() || word.gap == Gap::Line && marked) {
            return None;
        }
        let found = table::MAGNITUDES.find(tokens, at + 1)?;
        return (found.form == Form::Word && found.power != 2).then_some((found.power, at + 2));
    }
    if !token.is_word() || !BEHIND.has(token) {
        return None;
    }
    let found = table::MAGNITUDES.find(tokens, at)?;
    let next = tokens.get(at + 1);
    match found.form {
        Form::Word => {
            // A page break may part the number from its magnitude.
            if token.gap == Gap::Paragraph && !(marked && token.case == Case::Lower) {
                return None;
            }
            let second = table::MAGNITUDES.find(tokens, at + 1).filter(|m| m.form == Form::Word);
            if let Some(second) = second
                && next.gap == Gap::Space
                && matches!(found.power, 2 | 3 | 5)
            {
                return Some((found.power + second.power, at + 2));
            }
            (found.power != 2).then_some((found.power, at + 1))
        }
        Form::Short => {
            // "5 mio. EUR"
            let point = next.is('.')
                && next.is_glued()
                && !marked
                && (symbol(tokens, at + 2).is_some()
                    || matches!(
                        table::WORDS.find(tokens, at + 2),
                        Some(Word::Code(_) | Word::RiskyCode(_) | Word::Noun(Noun { risky: false, .. }))
                    ));
            (token.gap <= Gap::Line).then_some((found.power, at + 1 + usize::from(point)))
        }
        Form::Letter => {
            let letter_goes_on = next.is_glued() && (next.is('&') || next.is('\'') || next.is('’'));
            let glued = token.is_glued();
            let capital = token.case != Case::Lower;
            let before_mark = next.is_glued() && symbol(tokens, at + 1).is_some()
                || capital && matches!(table::WORDS.find(tokens, at + 1), Some(Word::Code(_) | Word::Noun(_)));
            let hyphened = next.class == Class::Dash && next.is_glued() && tokens.get(at + 2).is_word();
            let spaced = token.gap == Gap::Space
                && found.power < 12
                && (marked && (capital || found.power == 6) && !hyphened || before_mark);
            if found.power == 12 && !capital || letter_goes_on {
                return None;
            }
            (glued || spaced).then_some((found.power, at + 1))
        }
    }
}

/// What stands after a number.
enum Suffix {
    /// A mark of the amount.
    Mark(Mark),
    /// Said in brackets, outside the span: "$5 million (CAD)".
    Said(Currency),
    /// It only looks like one.
    Refused { end: usize, rule: &'static str },
}

/// A mark after a number.
struct Mark {
    end: usize,
    currency: Currency,
    power: Option<i32>,
    hundredth: bool,
    certainty: Certainty,
}

impl Mark {
    const fn new(end: usize, currency: Currency) -> Mark {
        Mark { end, currency, power: None, hundredth: false, certainty: Certainty::Sure }
    }
}

/// What is known of the number when its suffix is read.
#[derive(Clone, Copy)]
struct Before {
    /// The mark before it.
    marked: Option<Currency>,
    /// It has a magnitude.
    scaled: bool,
    /// It has groups or hundredths.
    shaped: bool,
}

/// The mark, code or noun after a number and its magnitude.
fn suffix(tokens: &Tokens<'_>, at: usize, before: Before) -> Option<Suffix> {
    let token = tokens.get(at);
    if token.gap > Gap::Line {
        return None;
    }
    match token.class {
        Class::Symbol => match before.marked {
            Some(marked) => said_in_brackets(tokens, at, marked).map(Suffix::Said),
            None => symbol_suffix(tokens, at).map(Suffix::Mark),
        },
        // "7-million-dollar", "25-cent"
        Class::Dash if token.is_glued() && tokens.get(at + 1).is_glued() => noun_suffix(tokens, at + 1, before),
        // Most words behind an amount have nothing to do with money.
        Class::Word if !BEHIND.has(token) => None,
        Class::Word => word_suffix(tokens, at, before)
            .or_else(|| country_suffix(tokens, at, before).map(Suffix::Mark))
            .or_else(|| noun_suffix(tokens, at, before)),
        _ => None,
    }
}

/// Whether the mark that ends here belongs to a number after it.
fn number_follows(tokens: &Tokens<'_>, end: usize) -> bool {
    let next = tokens.get(end);
    next.is_number() && next.gap <= Gap::Space || next.is('(') && tokens.get(end + 1).is_number()
}

/// "$5 million (CAD)", "(Cdn)", "(US)".
fn said_in_brackets(tokens: &Tokens<'_>, at: usize, marked: Currency) -> Option<Currency> {
    if !tokens.get(at).is('(') || !tokens.get(at + 2).is(')') || tokens.get(at + 1).case == Case::Lower {
        return None;
    }
    let said = match table::WORDS.find(tokens, at + 1)? {
        Word::Code(code) | Word::RiskyCode(code) => Currency::Is(code),
        Word::Country(country) => currency::of_country(marked, country)?,
        _ => return None,
    };
    matches!(said, Currency::Is(code) if goes_with(marked, code)).then_some(said)
}

/// "45 €", "800$", "3.25 ¢". Near miss: "1,637 $ -", where the sign belongs to the cell after it, and
/// "200 million $ABCD tokens".
fn symbol_suffix(tokens: &Tokens<'_>, at: usize) -> Option<Mark> {
    let (token, next) = (tokens.get(at), tokens.get(at + 1));
    if token.is('¢') {
        return Some(Mark { hundredth: true, ..Mark::new(at + 1, Currency::Dollar) });
    }
    let currency = symbol(tokens, at)?;
    let ticker = next.is_word() && next.is_glued();
    let empty_cell = !token.is_glued() && next.class == Class::Dash && !next.is_glued();
    // "2030 £'000", "March 31, 2030 $": the unit of the column.
    let dated = tokens.get(at.wrapping_sub(1)).len() == 4 && tokens.get(at.wrapping_sub(2)).is(',');
    let unit = (next.is('’') || next.is('\'')) && tokens.get(at + 2).number() == Some(0) || dated;
    let empty_cell = empty_cell || unit;
    if token.gap > Gap::Space || number_follows(tokens, at + 1) || ticker || empty_cell {
        return None;
    }
    Some(Mark::new(at + 1, currency))
}

/// A code or abbreviation after a number: `5 million USD`, `30 MUSD`, `10 US$`, `5.2p` per share.
///
/// Hard because many codes are also diseases, tests and words. Near miss: "1,250 AUD patients".
fn word_suffix(tokens: &Tokens<'_>, at: usize, before: Before) -> Option<Suffix> {
    let Before { marked, scaled, shaped } = before;
    let unmarked = marked.is_none();
    let case = tokens.get(at).case;
    let end = at + 1;
    // "10 US$", "3.14US$"
    if unmarked
        && tokens.get(end).is('$')
        && tokens.get(end).is_glued()
        && case != Case::Lower
        && !number_follows(tokens, end + 1)
        && let Some(code) = table::PREFIXES.find(tokens, at)
    {
        // "2031", line end, "US$’000": the unit of the column.
        let next = tokens.get(end + 1);
        if (next.is('’') || next.is('\'')) && tokens.get(end + 2).number() == Some(0) {
            return None;
        }
        return Some(Suffix::Mark(Mark::new(end + 1, Currency::Is(code))));
    }
    let refused = Some(Suffix::Refused { end, rule: "money.not-code" });
    // "Q1 2030", line end, "DKK million" or "MSEK | 2030 |": the unit of the table below.
    let heads = tokens.get(at).gap == Gap::Line
        && (tokens.get(end).is('|') || table::MAGNITUDES.find(tokens, end).is_some() || number_follows(tokens, end));
    let heads = heads && unmarked && !scaled;
    let mark = match *table::WORDS.find(tokens, at)? {
        Word::Code(code) if !number_follows(tokens, end) && marked.is_none_or(|m| goes_with(m, code)) => {
            if heads {
                return None;
            }
            // "75 USD million"
            let after = magnitude(tokens, end, true).filter(|_| unmarked && !scaled && !shaped);
            let (power, end) = after.map_or((None, end), |(power, end)| (Some(power), end));
            Mark { power, ..Mark::new(end, Currency::Is(code)) }
        }
        Word::RiskyCode(code) if case != Case::Lower && !number_follows(tokens, end) => {
            let fits = match marked {
                Some(marked) => goes_with(marked, code) && case == Case::Upper,
                None => {
                    let paid = || is_paid(tokens, number_start(tokens, at, 0));
                    case != Case::Capital && (scaled || (shaped || paid()) && !counts_things(tokens, end))
                }
            };
            match fits {
                true => Mark::new(end, Currency::Is(code)),
                false => return refused.filter(|_| unmarked),
            }
        }
        Word::RareCode(code) if unmarked && case == Case::Upper && tokens.get(at).len() > 1 => {
            match scaled && !counts_things(tokens, end) {
                true => Mark::new(end, Currency::Is(code)),
                false => return refused,
            }
        }
        Word::Pence if unmarked && tokens.get(at).is_glued() && case == Case::Lower => {
            // "1p/19q" and "17p-" are chromosomes.
            if !of_a_share(tokens, at, end) {
                return None;
            }
            Mark { hundredth: true, certainty: Certainty::Unsure, ..Mark::new(end, Currency::Is("GBP")) }
        }
        Word::LetterCent if unmarked && tokens.get(at).is_glued() && case == Case::Lower => {
            if !of_a_share(tokens, at, end) {
                return None;
            }
            Mark { hundredth: true, certainty: Certainty::Unsure, ..Mark::new(end, Currency::Dollar) }
        }
        Word::Rupees if unmarked && case == Case::Capital && !number_follows(tokens, end) => {
            Mark::new(end, Currency::Usually("INR"))
        }
        Word::Crowns if unmarked && (scaled || shaped) => Mark::new(end, Currency::Krona),
        Word::Scaled(code, power) if unmarked && !heads && (case != Case::Lower || is_crowns(tokens, at)) => {
            Mark { power: Some(power), ..Mark::new(end, Currency::Is(code)) }
        }
        _ => return None,
    };
    Some(Suffix::Mark(mark))
}

/// Whether a glued letter is a hundredth, for the words around tell of a share's price: "closed at
/// 143p", "exercisable at 25c". Near miss: "a 17p deletion", "Rule 14c".
fn of_a_share(tokens: &Tokens<'_>, letter: usize, end: usize) -> bool {
    let next = tokens.get(end);
    let goes_on = next.is_glued() && (next.is_number() || next.class == Class::Dash || next.is('+') || next.is('('));
    let chromosome = next.is('/') && tokens.get(end + 1).is_number();
    let chromosome =
        chromosome || tokens.is_any(end, words!["deletion", "deletions", "arm", "codeletion", "loss", "gain"]);
    if goes_on || chromosome {
        return false;
    }
    let told = |at: usize| table::OF_SHARES.find(tokens, at).is_some();
    let near = |at: usize| tokens.get(at).gap < Gap::Paragraph;
    let behind = (end..end + 4).take_while(|&at| near(at) && !tokens.get(at).is('.')).any(told);
    let first = letter.saturating_sub(18);
    let mut at = letter;
    while at > first && near(at) {
        at -= 1;
        if tokens.is_any(
            at,
            words![
                "rule",
                "section",
                "item",
                "article",
                "schedule",
                "chromosome",
                "del",
                "grade",
                "stage",
                "phase",
                "type"
            ],
        ) {
            return false;
        }
        if told(at) {
            return true;
        }
        if tokens.get(at).is('.') && !tokens.get(at + 1).is_glued() {
            break;
        }
    }
    behind
}

/// "$5 million Canadian." at the end of a phrase. Near miss: "$5 million Canadian government grant".
fn country_suffix(tokens: &Tokens<'_>, at: usize, before: Before) -> Option<Mark> {
    let Some(Word::Country(country)) = table::WORDS.find(tokens, at) else { return None };
    let next = tokens.get(at + 1);
    let phrase_ends = next.class == Class::Symbol || next.gap > Gap::Line;
    if before.marked != Some(Currency::Dollar) || !phrase_ends || matches!(*country, "US" | "U") {
        return None;
    }
    Some(Mark::new(at + 1, currency::of_country(Currency::Dollar, country)?))
}

/// A noun, with or without an adjective: "dollars", "U.S. dollars", "new Israeli shekels", "euro
/// cents". Near miss: "20 pounds", a weight.
fn noun_suffix(tokens: &Tokens<'_>, at: usize, before: Before) -> Option<Suffix> {
    // It is the noun, or begins its adjective.
    if !BEHIND.has(tokens.get(at)) {
        return None;
    }
    if table::WORDS.find(tokens, at).is_none() && !tokens.is_any(at, words!["new", "hong", "south", "united"]) {
        return None;
    }
    let (noun_at, noun) = (at..at + 5).find_map(|index| match table::WORDS.find(tokens, index) {
        Some(Word::Noun(noun)) => Some((index, *noun)),
        _ => None,
    })?;
    let mut settled = false;
    let mut currency = noun.currency;
    if noun_at > at {
        let (first, country) = currency::adjective_before(tokens, noun_at)?;
        if first != at {
            return None;
        }
        currency = currency::of_country(noun.currency, country)?;
        settled = true;
    }
    let mut end = noun_at + 1;
    if tokens.is_any(noun_at, words!["pound", "pounds"]) && tokens.is(end, w!("sterling")) {
        (end, settled) = (end + 1, true);
    }
    if let Some(marked) = before.marked {
        // "$100 million dollars"
        let fits = match (marked, currency) {
            (Currency::Dollar, Currency::Is(code)) | (Currency::Is(code), Currency::Dollar) => {
                goes_with(Currency::Dollar, code)
            }
            (a, b) => a == b,
        };
        // "RMB9.64 cents"
        if noun.hundredth && marked == Currency::Is("CNY") {
            return Some(Suffix::Mark(Mark { hundredth: true, ..Mark::new(end, marked) }));
        }
        return (fits && !noun.hundredth).then_some(Suffix::Mark(Mark::new(end, currency)));
    }
    let euro_cents = tokens.is(noun_at, w!("euro")) && tokens.is_any(end, words!["cent", "cents"]);
    if euro_cents {
        end += 1;
    }
    let hundredth = noun.hundredth || euro_cents;
    if hundredth && on_the_dollar(tokens, end) {
        return Some(Suffix::Refused { end, rule: "money.not-idiom" });
    }
    if noun.risky && !settled {
        return risky_noun(tokens, noun_at, end, currency, before.scaled || before.shaped);
    }
    Some(Suffix::Mark(Mark { hundredth, ..Mark::new(end, currency) }))
}

/// "pounds", "won", "rand": weights, verbs and methods unless a magnitude stands before and nothing
/// after tells of them. Near miss: "43 million pounds of ore", "2 million won the right to".
fn risky_noun(tokens: &Tokens<'_>, noun: usize, end: usize, currency: Currency, strong: bool) -> Option<Suffix> {
    let weight = tokens.is_any(noun, words!["pound", "pounds"]);
    // "a 4-trillion-won agreement"
    let dash = tokens.get(noun.wrapping_sub(1)).class == Class::Dash && tokens.get(noun).is_glued();
    let before = noun.wrapping_sub(1 + usize::from(dash));
    let power = table::MAGNITUDES.find(tokens, before).map(|magnitude| magnitude.power);
    let magnitude = power.is_some();
    let next = tokens.get(end);
    // "a 450 billion won contract": nobody wins billions of what is not counted.
    let deal =
        tokens.is_any(end, words!["contract", "deal", "worth", "investment", "payment", "upfront", "project", "loan"]);
    let stops = tokens.is(noun, w!("won")) && (power.is_some_and(|power| power >= 9) || deal)
        || next.gap > Gap::Line
        || matches!(next.class, Class::Symbol | Class::End)
        || tokens.is(end, w!("a")) && tokens.is(end + 1, w!("year"))
        || tokens.is_any(end, words!["in", "from", "to", "for", "on", "last", "this", "and", "or", "over", "by", "as"]);
    let said = tokens.is_any(noun, words!["pounds", "won", "rand", "crowns"]);
    // "rose to 41,300 won": what is counted in thousands and stood at is a price.
    if strong && !magnitude && tokens.is(noun, w!("won")) && stops_as_price(tokens, noun, end) {
        return Some(Suffix::Mark(Mark { certainty: Certainty::Unsure, ..Mark::new(end, currency) }));
    }
    if strong && magnitude && said && stops {
        return Some(Suffix::Mark(Mark { certainty: Certainty::Unsure, ..Mark::new(end, currency) }));
    }
    weight.then_some(Suffix::Refused { end, rule: "money.not-weight" })
}

/// Whether grouped digits before "won" are a price, by the words on both sides. Near miss: "to 1,250 won over".
fn stops_as_price(tokens: &Tokens<'_>, noun: usize, end: usize) -> bool {
    let first = number_start(tokens, noun, 0);
    let led = tokens.is_any(first.wrapping_sub(1), words!["to", "at", "of", "for", "from", "by", "s", "paid", "worth"]);
    let next = tokens.get(end);
    let stops = next.gap >= Gap::Line
        || matches!(next.class, Class::Symbol | Class::End)
        || tokens.is_any(end, words!["as", "on", "per", "a", "at", "in", "from", "and", "each"]);
    // "30 percent, or 164,000 won, to 711,000 won"
    let before = first.wrapping_sub(1);
    let aside = next.is(',') && tokens.is(before, w!("or")) && tokens.get(before.wrapping_sub(1)).is(',');
    (led && stops || aside) && first + 2 < noun
}

/// "50 cents on the dollar": a ratio.
pub(super) fn on_the_dollar(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.is(at, w!("on")) && tokens.is(at + 1, w!("the")) && tokens.is_any(at + 2, words!["dollar", "pound", "euro"])
}

/// Whether a code may follow a number with that mark before: "$5 million USD", "EUR 5 EUR".
fn goes_with(marked: Currency, code: &str) -> bool {
    match marked {
        Currency::Is(own) | Currency::Usually(own) => own == code,
        Currency::Dollar => table::COUNTRIES.iter().any(|(noun, _, own)| *noun == "dollar" && *own == code),
        Currency::Yen => matches!(code, "JPY" | "CNY"),
        Currency::Krona => matches!(code, "SEK" | "NOK" | "DKK"),
        Currency::House => false,
    }
}

/// Skips marks of Markdown and TeX between the ends of a range.
fn past_markup(tokens: &Tokens<'_>, mut at: usize) -> usize {
    for _ in 0..4 {
        let token = tokens.get(at);
        if token.is('\\') || token.is('*') || token.is('_') || token.is('~') {
            at += 1;
        } else {
            break;
        }
    }
    at
}

/// The amount that starts at token `first`, mark included.
fn atom_at(tokens: &Tokens<'_>, first: usize) -> Option<Atom> {
    for number_at in first..first + 8 {
        let token = tokens.get(number_at);
        if token.class == Class::End || token.gap > Gap::Line && number_at > first {
            return None;
        }
        let point = token.is('.') && tokens.get(number_at + 1).is_number() && tokens.get(number_at + 1).is_glued();
        if !(token.is_number() || point && number_at > first && symbol(tokens, number_at - 1).is_some()) {
            continue;
        }
        let digits = number(tokens, number_at)?;
        let before = prefix(tokens, number_at, first);
        let start = before.map_or(number_at, |prefix| prefix.first);
        // A bracket before the mark may turn out to be the sign.
        let bracket = tokens.get(first).is('(') && start == first + 1;
        if start != first && !bracket {
            return None;
        }
        return atom(tokens, number_at, before, digits).filter(|atom| atom.refused.is_none() && atom.first == first);
    }
    None
}

/// How two amounts are joined.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    Dash { glued: bool },
    To,
    And,
}

/// The joint after a token, and where the second amount starts.
fn joint(tokens: &Tokens<'_>, end: usize) -> Option<(Joint, usize)> {
    let mut at = past_markup(tokens, end);
    // "$15-to-$17"
    let hyphens = tokens.is(at + 1, w!("to")) && [at, at + 2].iter().all(|&at| tokens.get(at).class == Class::Dash);
    at += usize::from(hyphens);
    let token = tokens.get(at);
    if token.gap > Gap::Line {
        return None;
    }
    let joint = match token.class {
        Class::Dash => Joint::Dash { glued: token.is_glued() && tokens.get(at + 1).is_glued() },
        Class::Word if tokens.is(at, w!("to")) => Joint::To,
        Class::Word if tokens.is(at, w!("and")) => Joint::And,
        _ => return None,
    };
    let start = past_markup(tokens, at + 1 + usize::from(hyphens));
    // A page may break after "to".
    (joint == Joint::To || tokens.get(start).gap <= Gap::Line).then_some((joint, start))
}

/// A range: `$13.96 to $26.96`, `$2,900 to $3,050 million`, `between $10 million and $15 million`,
/// `€5–10 million`, `10 to 15 million dollars`.
///
/// Hard because the same words tell of change ("rose from $3 million to $5 million": two mentions)
/// and of two things ("$10 million and $15 million"), and because mark and magnitude may be said at
/// one end only. Near miss: "paid $5 million to 3 investors".
fn range(tokens: &Tokens<'_>, low: &Atom) -> Option<Draft> {
    let (joint, start) = joint(tokens, low.end)?;
    // "EUR -55 to -65 million"
    let zero = Decimal::default();
    let minus = tokens.get(start).class == Class::Dash
        && tokens.get(start + 1).is_glued()
        && low.scaled(None).is_some_and(|value| value < zero);
    let high = atom_at(tokens, start + usize::from(minus))?;
    let currency = match (low.currency, high.currency) {
        (Some(a), Some(b)) => same_currency(a, b)?,
        (Some(a), None) => a,
        // The mark of the second amount alone stands after both: "10 to 15 million dollars".
        (None, Some(b)) if !high.prefixed => b,
        _ => return None,
    };
    let marked_alone = low.currency.is_some() && high.currency.is_none();
    if marked_alone {
        let bare = high.power.is_none();
        match joint {
            Joint::Dash { glued: true } => {}
            Joint::Dash { glued: false } if !bare && low.power.is_none() => {}
            Joint::To if !bare => {}
            Joint::To if tokens.is(high.end, w!("per")) || tokens.get(high.end).is('/') => {}
            Joint::And if !bare && low.power.is_none() => {}
            _ => return None,
        }
    }
    let opening = opening(tokens, low.first);
    match joint {
        Joint::And if opening != Some(Opening::Between) => return None,
        Joint::To if low.currency.is_some() && opening == Some(Opening::From) => return None,
        Joint::To if opening == Some(Opening::Changed) && low.currency.is_some() && high.currency.is_some() => {
            return None;
        }
        _ => {}
    }
    let inherited = high.power.filter(|_| low.power.is_none());
    let high_value = high.scaled(low.power.filter(|_| joint != Joint::And && !high.prefixed))?;
    let high_value = if minus { high_value.negated() } else { high_value };
    let mut low_value = low.scaled(inherited)?;
    // "€ -105 to € -115 million"
    if inherited.is_some() && low_value > high_value && high_value >= zero {
        low_value = low.scaled(None)?;
    }
    // "$(0.10) to $(0.12)": the smaller loss is said first.
    let losses = low_value < zero && high_value < zero;
    let (low_value, high_value) =
        if losses && low_value > high_value { (high_value, low_value) } else { (low_value, high_value) };
    if low_value > high_value {
        return None;
    }
    Some(Draft {
        first: low.first,
        end: high.end,
        amount: Amount::Range { low: low_value, high: high_value },
        currency,
        rule: "money.range",
        certainty: low.certainty.min(high.certainty),
        large: high.power.is_some() || low.grouped || high.grouped,
        cell: None,
    })
}

fn same_currency(a: Currency, b: Currency) -> Option<Currency> {
    match (a, b) {
        (a, b) if a == b => Some(a),
        (Currency::Dollar, Currency::Is(code)) | (Currency::Is(code), Currency::Dollar) => {
            goes_with(Currency::Dollar, code).then_some(Currency::Is(code))
        }
        (Currency::Usually(a), Currency::Is(b)) | (Currency::Is(b), Currency::Usually(a)) if a == b => {
            Some(Currency::Is(b))
        }
        _ => None,
    }
}

/// The words before a possible range.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Opening {
    Between,
    /// "from", but not "ranging from".
    From,
    /// "increased by".
    Changed,
}

fn opening(tokens: &Tokens<'_>, first: usize) -> Option<Opening> {
    let mut at = first.wrapping_sub(1);
    for _ in 0..5 {
        if tokens.get(at.wrapping_add(1)).gap == Gap::Paragraph {
            return None;
        }
        if tokens.get(at).is('\\')
            || tokens.get(at).is('*')
            || tokens.get(at).is('~')
            || tokens.get(at).is('(')
            || tokens.is_any(
                at,
                words!["approximately", "about", "around", "roughly", "some", "an", "the", "estimated", "nearly"],
            )
        {
            at = at.wrapping_sub(1);
            continue;
        }
        break;
    }
    if tokens.is(at, w!("between")) {
        return Some(Opening::Between);
    }
    if tokens.is(at, w!("from")) {
        let spread = tokens.is_any(
            at.wrapping_sub(1),
            words![
                "range", "ranges", "ranged", "ranging", "vary", "varies", "varied", "varying", "anywhere", "span",
                "spans", "spanning", "spanned", "run", "runs", "running"
            ],
        );
        // "expects $685 million to $695 million, updated from $680 million to $700 million"
        let comma = at.wrapping_sub(2);
        let renewed = tokens.is_any(
            at.wrapping_sub(1),
            words![
                "updated",
                "revised",
                "narrowed",
                "raised",
                "increased",
                "lowered",
                "up",
                "down",
                "reduced",
                "changed"
            ],
        ) && (tokens.get(comma).is(',') || tokens.get(comma).is('('))
            && (2..=6).any(|back| {
                let joint = comma.wrapping_sub(back);
                tokens.is(joint, w!("to")) || tokens.get(joint).class == Class::Dash
            });
        return if spread || renewed { None } else { Some(Opening::From) };
    }
    // "from the previous forecast of $5 million to $7 million"
    if tokens.is(at, w!("of"))
        && tokens.is_any(at.wrapping_sub(1), STOOD)
        && (2..=6).any(|back| {
            // "$390 million, up from the earlier guidance of $360 million to $380 million" tells the new one before.
            let from = at.wrapping_sub(back);
            tokens.is(from, w!("from")) && !tokens.is_any(from.wrapping_sub(1), words!["up", "down"])
        })
    {
        return Some(Opening::From);
    }
    // "an increase of $1.2 million to $5.6 million"
    let verb = if tokens.is_any(at, words!["by", "of"]) { at.wrapping_sub(1) } else { at };
    tokens.is_any(verb, CHANGED).then_some(Opening::Changed)
}

/// What stands at one amount before it stands at another.
const STOOD: &List = words![
    "forecast", "guidance", "estimate", "outlook", "target", "loss", "profit", "income", "price", "value", "level"
];

const CHANGED: &List = words![
    "increase",
    "decrease",
    "increased",
    "decreased",
    "rose",
    "fell",
    "grew",
    "declined",
    "dropped",
    "increases",
    "decreases",
    "up",
    "down",
    "rising",
    "falling",
    "increasing",
    "decreasing",
    "improved",
    "climbed",
    "reduced",
    "lowered",
    "raised",
    "cut",
    "expanded",
    "narrowed",
    "widened"
];

/// The magnitude that a later amount lends to one without: "from $2.9 to $3.1 million",
/// "$1.2 and $3.4 million, respectively". Near miss: "$0.23 and $5 million".
fn shared_magnitude(tokens: &Tokens<'_>, low: &Atom) -> Option<i32> {
    low.currency?;
    if let Some(power) = list_magnitude(tokens, low) {
        return Some(power);
    }
    let (joint, start) = joint(tokens, low.end)?;
    let high = atom_at(tokens, start)?;
    let power = high.power?;
    if high.currency.is_some_and(|b| low.currency.and_then(|a| same_currency(a, b)).is_none()) {
        return None;
    }
    let opened = matches!(opening(tokens, low.first), Some(Opening::From | Opening::Changed)) && joint == Joint::To;
    // Nobody writes a sum with one decimal but in millions: "$1.0 and $2.0 million".
    let one_decimal = tokens.get(low.end.wrapping_sub(2)).is('.') && tokens.get(low.end.wrapping_sub(1)).len() == 1;
    let respectively =
        joint == Joint::And && (one_decimal || (high.end..high.end + 3).any(|at| tokens.is(at, w!("respectively"))));
    // "Rs 3774 and Rs 11174 crore": lakhs and crores are counted in thousands too.
    let crore = joint == Joint::And && matches!(power, 5 | 7) && high.currency.is_some();
    let limit = Decimal::from_int(if crore { 100_000 } else { 1000 });
    let respectively = respectively || crore && low.value >= Decimal::from_int(100);
    let small = low.value < limit && low.value > Decimal::from_int(0);
    ((opened || respectively) && small && low.scaled(Some(power))? < Decimal::from_int(1_000_000_000_000))
        .then_some(power)
}

/// The second of two amounts that share the mark of the first: "CHF 10 and 12 million, respectively".
///
/// Hard because what stands behind may count other things. Near miss: "CHF 10 million and 12 million
/// patients".
pub(super) fn sharing_mark(tokens: &Tokens<'_>, at: usize, last: &Draft) -> Option<Draft> {
    let joined = last.end + 1 == at && tokens.is_any(last.end, words!["and", "or"]) && tokens.get(at).gap <= Gap::Line;
    let own = table::MAGNITUDES.find(tokens, last.end.wrapping_sub(1)).is_some();
    if !joined || own || last.cell.is_some() || !last.large || !tokens.get(last.end.wrapping_sub(1)).is_number() {
        return None;
    }
    let digits = number(tokens, at)?;
    let (power, end) = magnitude(tokens, digits.end, true)?;
    let amount = Amount::One(digits.value.shift(power)?);
    let same = matches!(last.amount, Amount::One(_)) && !counts_things(tokens, end);
    same.then(|| Draft { first: at, end, amount, rule: "money.shared-mark", ..last.clone() })
}

/// What an amount is compared with, in brackets and without its mark: "MSEK 22.0 (37.4)", "SEK -0.54 (-1.67)".
///
/// Hard because brackets hold notes and counts too; only a number alone, written with as many decimals, will do.
/// Near misses: "SEK 22.0 (2)", "SEK 22.0 (37.4%)", "USD 22.0 (n = 3)".
pub(super) fn bracketed(tokens: &Tokens<'_>, at: usize, last: &Draft) -> Option<Draft> {
    let minus = tokens.get(at.wrapping_sub(1)).class == Class::Dash;
    let first = at - usize::from(minus);
    if first != last.end + 1 || !tokens.get(last.end).is('(') {
        return None;
    }
    let digits = number(tokens, at)?;
    let decimals = |end: usize| tokens.get(end.wrapping_sub(2)).is('.').then(|| tokens.get(end.wrapping_sub(1)).len());
    let magnitude = |at: usize| table::MAGNITUDES.find(tokens, at).map(|magnitude| magnitude.power);
    let own = magnitude(last.end.wrapping_sub(1));
    // "SEK 12.3 (10.1) million"
    let both = magnitude(digits.end + 1);
    // "MSEK 0 (-14.0)"
    let same = decimals(digits.end) == decimals(last.end - usize::from(own.is_some()));
    // "SEK 22.0 (37.4*)"
    let close = digits.end + usize::from(tokens.get(digits.end).is('*'));
    let alone = tokens.get(close).is(')');
    let same = same || matches!(last.amount, Amount::One(zero) if zero == Decimal::default());
    // "MSEK 0 (0)"
    let nothing =
        digits.value == Decimal::default() && matches!(last.amount, Amount::One(zero) if zero == digits.value);
    if !alone || !same || !(digits.fraction || nothing) || last.cell.is_some() || !matches!(last.amount, Amount::One(_))
    {
        return None;
    }
    let scaled = match table::WORDS.find(tokens, last.first) {
        Some(Word::Scaled(_, power)) => *power,
        _ => own.or(both).unwrap_or(0),
    };
    let value = digits.value.shift(scaled)?;
    let amount = Amount::One(if minus { value.negated() } else { value });
    Some(Draft { first, end: digits.end, amount, rule: "money.shared-mark", ..last.clone() })
}

/// An amount and what it is compared with, whose mark stands behind both: `-3,2 (-2,9) MSEK`.
///
/// Near misses: `3 (2) patients`, `12.5 (10.1) million patients`.
pub(super) fn compared(tokens: &Tokens<'_>, at: usize) -> Option<[Draft; 2]> {
    let signed = |at: usize| {
        let dash = tokens.get(at.wrapping_sub(1));
        let free = !dash.is_glued() || tokens.get(at.wrapping_sub(2)).is('(');
        let minus = dash.class == Class::Dash && tokens.get(at).is_glued() && free;
        (at - usize::from(minus), minus)
    };
    let (first, minus) = signed(at);
    let digits = number(tokens, at)?;
    let open = digits.end;
    let other = open + 1 + usize::from(tokens.get(open + 1).class == Class::Dash);
    let second = number(tokens, other)?;
    let mark = second.end + 1;
    let bracketed = tokens.get(open).is('(') && tokens.get(second.end).is(')') && tokens.get(mark).gap <= Gap::Space;
    let Some(&Word::Scaled(code, power)) = table::WORDS.find(tokens, mark).filter(|_| bracketed) else { return None };
    if tokens.get(mark).case == Case::Lower {
        return None;
    }
    let draft = |first: usize, end: usize, value: Decimal, minus: bool| {
        let value = value.shift(power)?;
        Some(Draft {
            first,
            end,
            amount: Amount::One(if minus { value.negated() } else { value }),
            currency: Currency::Is(code),
            rule: "money.shared-mark",
            certainty: Certainty::Sure,
            large: true,
            cell: None,
        })
    };
    let (inner, inner_minus) = signed(other);
    Some([draft(first, digits.end, digits.value, minus)?, draft(inner, second.end, second.value, inner_minus)?])
}

/// The first token of the number that ends before `end`, with its groups and its point.
fn number_start(tokens: &Tokens<'_>, end: usize, floor: usize) -> usize {
    let mut first = end;
    while first > floor {
        let (before, here) = (tokens.get(first - 1), tokens.get(first));
        let digits = before.is_number() && (first == end || here.is_glued());
        let mark = (before.is(',') || before.is('.')) && first < end && before.is_glued() && here.is_glued();
        if !(digits || mark) {
            break;
        }
        first -= 1;
    }
    first
}

/// The earlier members of a list that leave mark and magnitude to its last: `240` and `333` in "240, 333 and 552
/// USD", `5` and `10` in "5, 10 and 15 million euros".
///
/// Hard because numbers of other things stand in lists too. Near misses: "in 2019, 2020 and 552 USD", "Phase 1, 2
/// and 300 USD", whose members are no such sums.
pub(super) fn sharing_last_mark(tokens: &Tokens<'_>, last: &Draft, floor: usize) -> Vec<Draft> {
    let Amount::One(most) = last.amount else { return Vec::new() };
    let Some(digits) = number(tokens, last.first) else { return Vec::new() };
    let power = magnitude(tokens, digits.end, false).map_or(0, |(power, _)| power);
    let mut list: Vec<Draft> = Vec::new();
    let mut end = last.first;
    let mut closing = true;
    while list.len() < LONGEST_LIST {
        let joint = end.wrapping_sub(1);
        let word = closing && tokens.is_any(joint, words!["and", "or"]);
        let comma = if word { joint.wrapping_sub(1) } else { joint };
        let listed = tokens.get(comma).is(',') && tokens.get(comma).is_glued() && !tokens.get(comma + 1).is_glued();
        if !(word || listed && !closing) {
            break;
        }
        closing = false;
        let stop = if listed { comma } else { joint };
        let first = number_start(tokens, stop, floor);
        let Some(member) = number(tokens, first).filter(|member| member.end == stop) else { break };
        let year = tokens.get(first).len() == 4
            && !member.fraction
            && (1980..2060).contains(&tokens.get(first).number().unwrap_or(0));
        let Some(value) = member.value.shift(power) else { break };
        let like = value.shift(2).is_some_and(|value| value >= most) && most.shift(2).is_some_and(|most| most >= value);
        if year || !like {
            return Vec::new();
        }
        list.push(Draft { first, end: stop, amount: Amount::One(value), rule: "money.shared-mark", ..last.clone() });
        end = first;
    }
    let led = tokens.get(end.wrapping_sub(1));
    let named = led.is_word() && led.case != Case::Lower && led.gap < Gap::Line || led.class == Class::Dash;
    if list.len() < 2 || named || symbol(tokens, end.wrapping_sub(1)).is_some() {
        return Vec::new();
    }
    list.reverse();
    list
}

/// Most members of a list that share a magnitude.
const LONGEST_LIST: usize = 8;

/// The magnitude that the last of a list lends to the others: "$5, $10 and $15 million".
///
/// Hard because sums of one share stand in lists too. Near miss: "$2.50, $5 and $15 million", where
/// cents are said, and "$5, $10 million and $15 million", where a member in between has its own.
fn list_magnitude(tokens: &Tokens<'_>, first: &Atom) -> Option<i32> {
    let small = |atom: &Atom| !atom.grouped && atom.value > Decimal::default() && atom.value < Decimal::from_int(1000);
    let cents = |end: usize| tokens.get(end.wrapping_sub(1)).len() == 2 && tokens.get(end.wrapping_sub(2)).is('.');
    if !tokens.get(first.end).is(',') || !small(first) || cents(first.end) {
        return list_tail(tokens, first, small, cents);
    }
    let (mut last, mut end) = (first.value, first.end);
    for _ in 0..LONGEST_LIST {
        let comma = tokens.get(end).is(',');
        let at = end + usize::from(comma);
        let closing = tokens.is_any(at, words!["and", "or"]);
        if !comma && !closing {
            return None;
        }
        let member = list_member(tokens, at + usize::from(closing), first)?;
        if member.power.is_some() {
            return member.power.filter(|_| closing && small(&member) && last <= member.value);
        }
        if closing || !small(&member) || cents(member.end) {
            return None;
        }
        (last, end) = (member.value, member.end);
    }
    None
}

/// A member in the middle of such a list, `$10` in "$5, $10 and $15 million".
fn list_tail(
    tokens: &Tokens<'_>,
    member: &Atom,
    small: impl Fn(&Atom) -> bool,
    cents: impl Fn(usize) -> bool,
) -> Option<i32> {
    let before = member.first.checked_sub(2)?;
    let listed = tokens.get(before + 1).is(',')
        && tokens.get(before).is_number()
        && tokens.is_any(member.end, words!["and", "or"]);
    if !listed || !small(member) || cents(member.end) || cents(before + 1) {
        return None;
    }
    let last = list_member(tokens, member.end + 1, member)?;
    last.power.filter(|_| small(&last) && member.value <= last.value)
}

/// The amount at `at`, if it bears the same mark as `first`.
fn list_member(tokens: &Tokens<'_>, at: usize, first: &Atom) -> Option<Atom> {
    if !first.prefixed || tokens.get(at).gap > Gap::Line {
        return None;
    }
    let member = atom_at(tokens, at)?;
    (member.prefixed && member.currency == first.currency).then_some(member)
}
