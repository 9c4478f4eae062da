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
//! | `low double-digit million euros` | 10 to 99 million: what has so many digits |
//! | `5,355` under `(in thousands)` | a cell: 5355000 |
//! | `342.7` in `Revenue € million 342.7 330.1` | a cell of a row with its own unit: 342700000 EUR |
//!
//! Turned down, each by its rule: `not-tag` ($-free, $TICKER), `not-code` (INR 2.5, CHF6001),
//! `not-weight` (20 pounds), `not-idiom` (50 cents on the dollar), `not-amount` (multi-billion-dollar),
//! `not-address` (inside a link), and in tables `not-count` (shares), `not-item` (numbers of rows) and
//! `not-percent`.
//!
//! Invariant: every mention holds a number and a mark, code or word of a currency, or is a cell of a
//! table whose heading or row gives them. Not here: what the money is for, and whether it came in.

mod amount;
mod attributes;
mod currency;
mod rows;
mod sheet;
mod table;
mod words;

use super::{Found, Kind, Recogniser, Scan, Standing};
use crate::extract::lex::{Addresses, Class, Tokens, w, words};
use crate::extract::mention::{Amount, Attribute, Certainty, Value};
use currency::Evidence;
use sheet::{Cell, Meaning};
use std::collections::VecDeque;

/// Registry row.
pub static KIND: Kind = Kind { id: "money", title: "Money", plural: "Money", glyph: "$", standing: Standing::Main };

/// Finds them.
pub static RECOGNISER: Recogniser = Recogniser {
    wakes: |wakes| {
        wakes.numbers();
        table::SYMBOLS.iter().for_each(|(symbol, _)| wakes.symbol(*symbol));
        let words = table::WORDS.hashes().filter(|(_, word)| word.tells());
        words.for_each(|(hash, _)| wakes.hash(hash));
    },
    find,
};

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
    /// A cell's: whichever the document uses most.
    House,
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
    /// A code that is far more often a word or another abbreviation: `TOP`, `ALL`.
    RareCode(&'static str),
    /// A glued `p` beside words of a share's price.
    Pence,
    /// A glued `c`, likewise.
    LetterCent,
    /// `Rs`, with or without a point.
    Rupees,
    /// `Re`, of one rupee.
    Rupee,
    /// `Fr.`, of Switzerland, before a large number.
    Francs,
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

impl Word {
    /// Whether it tells something wherever it stands: the others are looked at beside a number alone.
    fn tells(self) -> bool {
        match self {
            Word::Code(_) | Word::RiskyCode(_) | Word::Rupees | Word::Scaled(..) | Word::Noun(_) | Word::Scale(_) => {
                true
            }
            Word::Exchange("US") => true,
            Word::Exchange(place) | Word::Country(place) => currency::bears_on(place),
            Word::RareCode(_) | Word::Pence | Word::LetterCent | Word::Rupee | Word::Francs | Word::Crowns => false,
        }
    }
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
    /// Whether a magnitude or groups make it large: an amount of one share is neither.
    large: bool,
    /// For a cell of a table, what its row and column say; `None` in running text.
    cell: Option<Vec<Attribute>>,
}

fn find(scan: &Scan<'_>, found: &mut Found) {
    let tokens = &scan.tokens;
    let mut evidence = Evidence::default();
    let mut drafts: Vec<Draft> = Vec::new();
    let mut addresses = Addresses::new(tokens);
    let mut cells: VecDeque<Cell> = VecDeque::new();
    let mut next_cell = usize::MAX;
    let mut note = None;
    let mut region = sheet::Region::default();
    // Reads the table below, if the token belongs to its heading; whether there is one.
    let mut look_below = |at: usize, cells: &mut VecDeque<Cell>| match sheet::read(tokens, at, &mut region) {
        Some(below) => {
            *cells = below.into();
            true
        }
        None => false,
    };
    let mut at = 0;
    let mut anchors = scan.awake.of(&KIND).sift(|at| amount::may_wake(tokens, at));
    let mut awake = anchors.from(0);
    while at < tokens.len() {
        if awake < at {
            awake = anchors.from(at);
        }
        let mut anchor = awake;
        // What is compared with an amount right before it bears no mark of its own.
        if let Some(last) = drafts.last().filter(|last| at <= last.end + 2) {
            anchor = (at..anchor.min(last.end + 3)).find(|&at| tokens.get(at).is_number()).unwrap_or(anchor);
        }
        // ".5"
        let digits = tokens.get(anchor);
        let glued = (anchor > at) & digits.is_number() & digits.is_glued();
        let point = glued & tokens.get(anchor.wrapping_sub(1)).is('.');
        at = (anchor - usize::from(point)).min(next_cell);
        if at >= next_cell {
            let Some(cell) = cells.pop_front() else {
                next_cell = usize::MAX;
                continue;
            };
            next_cell = cells.front().map_or(usize::MAX, |cell| cell.first);
            if cell.first < at {
                continue;
            }
            at = cell.end;
            match cell.meaning {
                Meaning::Refused(rule) => found.reject(tokens.span(cell.first, cell.end), rule),
                Meaning::Money { amount, currency, attributes } => drafts.push(Draft {
                    first: cell.first,
                    end: cell.end,
                    amount,
                    currency,
                    rule: "money.cell",
                    certainty: Certainty::Sure,
                    large: false,
                    cell: Some(attributes),
                }),
            }
            continue;
        }
        let token = tokens.get(at);
        let mut next = at + 1;
        match token.class {
            Class::Number => {
                // "$000", "'000": a heading's scale.
                let scale = token.len() == 3 && token.number() == Some(0);
                if !(scale && look_below(at, &mut cells)) {
                    next = at_number(tokens, at, &mut addresses, &mut drafts, found);
                }
            }
            Class::Symbol if token.is('.') && tokens.get(at + 1).is_number() && tokens.get(at + 1).is_glued() => {
                next = at_number(tokens, at, &mut addresses, &mut drafts, found);
            }
            Class::Symbol if amount::symbol(tokens, at).is_some() => {
                not_tag(tokens, at, found);
                // "£m" heads a column, and so does "$" alone.
                if sheet::is_mark_alone(tokens, at) {
                    look_below(at, &mut cells);
                } else if tokens.get(at + 1).is_word() {
                    look_below(at + 1, &mut cells);
                } else if rows::scales_before(tokens, at) {
                    look_below(at, &mut cells);
                }
            }
            Class::Word => {
                if let Some(word) = table::WORDS.find(tokens, at) {
                    let taken = drafts.last().map_or(0, |draft| draft.end);
                    if let Word::Noun(noun) = word
                        && let Some(draft) = words::read(tokens, at, *noun, taken)
                    {
                        next = draft.end;
                        drafts.push(draft);
                    } else if let Word::Code(code) = word
                        && let Some(draft) = words::digits(tokens, at, Currency::Is(code), taken)
                            .or_else(|| words::after_code(tokens, at, code).filter(|_| at >= taken))
                    {
                        next = draft.end;
                        drafts.push(draft);
                    } else {
                        evidence.weigh(tokens, at, *word, at < taken);
                        if let Word::Scale(power) = word
                            && amount::scales_all(tokens, at)
                        {
                            note = Some((at, *power));
                        }
                        if matches!(word, Word::Noun(_)) {
                            not_amount(tokens, at, taken, found);
                        }
                        // "Rs. mn |" heads a table.
                        if *word == Word::Rupees {
                            look_below(at + 1 + usize::from(tokens.get(at + 1).is('.')), &mut cells);
                        }
                        if matches!(word, Word::Code(_) | Word::RiskyCode(_)) && tokens.get(at + 1).is_word() {
                            look_below(at + 1, &mut cells);
                        }
                        if matches!(
                            word,
                            Word::Scale(_) | Word::Noun(_) | Word::Code(_) | Word::RiskyCode(_) | Word::Scaled(..)
                        ) {
                            look_below(at, &mut cells);
                        }
                    }
                }
            }
            _ => {}
        }
        if !cells.is_empty() {
            next_cell = cells.front().map_or(usize::MAX, |cell| cell.first);
            // A cell's brackets and marks come before its number; do not run past them.
            if next_cell > at {
                next = next.min(next_cell);
            }
        }
        at = next;
    }
    amount::brackets_of_cells(tokens, &mut drafts);
    amount::compare_in_brackets(tokens, &mut drafts);
    if let Some((after, power)) = note {
        amount::scale_all(tokens, after, power, &mut drafts);
    }
    let is_cents = |draft: &Draft| {
        draft.currency == Currency::Dollar && tokens.is_any(draft.end.wrapping_sub(1), words!["cent", "cents"])
    };
    for draft in drafts.iter().filter(|draft| !is_cents(draft)) {
        evidence.count(draft.currency);
    }
    evidence.compare(tokens, &drafts);
    let all: Vec<Vec<Attribute>> = attributes::read_all(tokens, &drafts);
    for (draft, attributes) in drafts.into_iter().zip(all) {
        let currency = if is_cents(&draft) { evidence.of_cents() } else { draft.currency };
        let (code, assumed) = evidence.settle(currency);
        let value = Value::Money { amount: draft.amount, currency: code.into(), assumed };
        found.add(tokens.span(draft.first, draft.end), value, draft.rule, draft.certainty, attributes);
    }
}

/// Reads what a number belongs to; the index to go on from.
///
/// Hard because the mark may stand on either side, a range has it once or twice, and most numbers
/// are no money at all, so that the way out must be short.
fn at_number(
    tokens: &Tokens<'_>,
    at: usize,
    addresses: &mut Addresses<'_>,
    drafts: &mut Vec<Draft>,
    found: &mut Found,
) -> usize {
    let floor = drafts.last().map_or(0, |draft| draft.end);
    match amount::read(tokens, at, floor) {
        amount::Outcome::Money(draft) => {
            if addresses.have(draft.first, draft.end) {
                found.reject(tokens.span(draft.first, draft.end), "money.not-address");
                return draft.end;
            }
            let end = draft.end;
            if draft.rule == "money.number-suffix" && tokens.is_any(draft.first.wrapping_sub(1), words!["and", "or"]) {
                drafts.extend(amount::sharing_last_mark(tokens, &draft, floor));
            }
            drafts.push(draft);
            end
        }
        amount::Outcome::Rejected { first, end, rule } => {
            found.reject(tokens.span(first, end), rule);
            end.max(at + 1)
        }
        amount::Outcome::Nothing { end } => {
            if end < at + 4
                && tokens.get(end).is('(')
                && let Some([here, compared]) = amount::compared(tokens, at)
            {
                let end = compared.end;
                drafts.extend([here, compared]);
                return end;
            }
            let shared = |last| amount::sharing_mark(tokens, at, last).or_else(|| amount::bracketed(tokens, at, last));
            match drafts.last().filter(|last| at <= last.end + 2).and_then(shared) {
                Some(draft) => {
                    let end = draft.end;
                    drafts.push(draft);
                    end
                }
                None => end.max(at + 1),
            }
        }
    }
}

/// A dollar sign that marks no amount: `$-free`, `$ABCD` the ticker or token.
fn not_tag(tokens: &Tokens<'_>, at: usize, found: &mut Found) {
    let next = tokens.get(at + 1);
    let word = next.is_word() || next.class == Class::Dash && tokens.get(at + 2).is_word();
    let unit = || table::MAGNITUDES.find(tokens, at + 1).is_some() || table::PREFIXES.find(tokens, at + 1).is_some();
    if tokens.get(at).is('$') && next.is_glued() && word && !unit() {
        found.reject(tokens.span(at, if next.is_word() { at + 2 } else { at + 3 }), "money.not-tag");
    }
}

/// A magnitude with a noun and no number: "multi-billion-dollar markets", "millions of dollars".
fn not_amount(tokens: &Tokens<'_>, noun: usize, floor: usize, found: &mut Found) {
    let mut first = noun.wrapping_sub(1);
    if tokens.get(first).class == Class::Dash || tokens.is(first, w!("of")) {
        first = first.wrapping_sub(1);
    }
    let magnitude = table::MAGNITUDES.find(tokens, first).is_some_and(|magnitude| magnitude.form == Form::Word);
    if magnitude && first >= floor && noun > first {
        found.reject(tokens.span(first, noun + 1), "money.not-amount");
    }
}
