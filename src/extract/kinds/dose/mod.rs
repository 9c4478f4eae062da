//! Dose: amounts of a substance given, planned or contained.
//!
//! In: tokens. Out: mentions valued as a quantity with a UCUM unit, and what is said of each nearby.
//!
//! | text | value | attributes |
//! |---|---|---|
//! | `25mCi/m²` | 25 mCi/m2 | |
//! | `12.5 mCi/m² to 31.25 mCi/m²` | 12.5..31.25 mCi/m2 | |
//! | `5, 10 and 20 mg/kg` | 5,10,20 mg/kg | |
//! | `5.7x1014 vg/kg` | 570000000000000 {vg}/kg | |
//! | `450 million CAR-T cells` | 450000000 {cells} | |
//! | `40 mg/0.8 mL` | 40 mg/{0.8mL} | |
//! | up to `60 mg` once daily | 60 mg | bound, schedule |
//! | `0.5%` ophthalmic solution | 0.5 % | route |
//! | LDL below 70 mg/dL | rejected: `dose.not-lab-value` | |
//!
//! ```
//! use eosin::extract::{Context, Document, analyse, standoff};
//! let text = "Cohort 5 received 15.625 mCi/m² of VLR 7 twice over seven days.";
//! let analysis = analyse(Document::new("note", text), &Context::default());
//! let dose = analysis.mentions.iter().find(|mention| mention.kind.kind().id == "dose").unwrap();
//! assert_eq!(standoff::notation(&dose.value), "15.625 mCi/m2");
//! assert!(dose.attributes.iter().any(|a| a.name == "schedule" && a.value == "twice over 7 days"));
//! ```
//!
//! Invariant: a mention starts at a digit or a number word and ends with its unit; bounds,
//! approximators, schedule and route lie outside.

mod amount;
mod attributes;
mod judge;
mod table;
mod unit;

use super::{Found, Kind, Recogniser, Scan, Standing};
use crate::extract::lex::{Addresses, Gap, SPELLED, Tokens, number, w, words};
use crate::extract::mention::{Amount, Attribute, Certainty, Value};
use crate::extract::span::Span;
use amount::{Ahead, Glance, Quantity};
use judge::Verdict;

/// Registry row.
pub static KIND: Kind = Kind { id: "dose", title: "Dose", plural: "Doses", glyph: "⚗", standing: Standing::Main };

/// Finds them.
pub static RECOGNISER: Recogniser = Recogniser {
    wakes: |wakes| {
        wakes.numbers();
        wakes.words(&SPELLED);
    },
    find,
};

/// A dose before its attributes are known.
struct Dose {
    span: Span,
    first: usize,
    end: usize,
    value: Value,
    rule: &'static str,
    certainty: Certainty,
}

/// What is known of the text from one number to the next.
struct Known<'a> {
    /// Up to this token nothing begins; see [`amount::ahead`].
    quiet: usize,
    addresses: Addresses<'a>,
}

fn find(scan: &Scan<'_>, found: &mut Found) {
    let tokens = &scan.tokens;
    let mut doses: Vec<Dose> = Vec::new();
    let mut known = Known { quiet: 0, addresses: Addresses::new(tokens) };
    let mut at = 0;
    let mut anchors = scan.awake.of(&KIND).sift(|at| !amount::is_idle(tokens, at));
    while at < tokens.len() {
        let woken = anchors.from(at);
        // ".5 mg"
        let (digits, mark) = (tokens.get(woken), tokens.get(woken.wrapping_sub(1)));
        let point = (woken > at) & digits.is_number() & digits.is_glued() & mark.is('.') & !mark.is_glued();
        at = woken - usize::from(point);
        let token = tokens.get(at);
        let glance = if at < known.quiet { Glance::Look } else { amount::glance(tokens, at) };
        let next = match glance {
            Glance::Idle => None,
            _ if !(token.is_number() | point) && SPELLED.find(tokens, at).is_none() => None,
            Glance::Look => anchor(tokens, at, &mut known, &mut doses, found),
            Glance::Percent if starts(tokens, at) => percent(tokens, at, &mut doses),
            Glance::Percent => None,
        };
        at = next.unwrap_or(at + 1);
    }
    let mut said: Vec<Vec<Attribute>> = Vec::with_capacity(doses.len());
    let mut floor = 0;
    for (index, dose) in doses.iter().enumerate() {
        let ceiling = doses.get(index + 1).map_or(tokens.len(), |behind| behind.first);
        let (list, end) = attributes::attributes(tokens, dose.first, dose.end, floor, ceiling);
        said.push(list);
        floor = end;
    }
    share(tokens, &doses, &mut said);
    for (dose, said) in doses.into_iter().zip(said) {
        found.add(dose.span, dose.value, dose.rule, dose.certainty, said);
    }
}

/// `30 mg and 40 mg twice daily`, `7.4 GBq (200 mCi) every 6 weeks`: what follows the last of several
/// holds for those before it too.
fn share(tokens: &Tokens<'_>, doses: &[Dose], said: &mut [Vec<Attribute>]) {
    for index in (1..doses.len()).rev() {
        let (Some(one), Some(other)) = (doses.get(index - 1), doses.get(index)) else { continue };
        let joined = other.first <= one.end + 2
            && (one.end..other.first).all(|at| {
                let token = tokens.get(at);
                token.gap <= Gap::Line
                    && (tokens.is_any(at, words!["and", "or"]) || token.is(',') || token.is('(') || token.is('/'))
            });
        if !joined {
            continue;
        }
        let behind = other.span.end;
        let shared: Vec<Attribute> = said
            .get(index)
            .into_iter()
            .flatten()
            .filter(|attribute| {
                matches!(attribute.name.as_ref(), "schedule" | "route" | "duration" | "cohort")
                    && attribute.span.is_some_and(|span| span.start >= behind)
            })
            .cloned()
            .collect();
        if let Some(mine) = said.get_mut(index - 1) {
            for attribute in shared {
                if !mine.iter().any(|known| known.name == attribute.name) {
                    mine.push(attribute);
                }
            }
        }
    }
}

/// Reads and judges what starts at a number. Returns the token to go on with.
#[inline(never)]
fn anchor(
    tokens: &Tokens<'_>,
    at: usize,
    known: &mut Known<'_>,
    doses: &mut Vec<Dose>,
    found: &mut Found,
) -> Option<usize> {
    if !starts(tokens, at) {
        return None;
    }
    let ahead = amount::ahead(tokens, at, &mut known.quiet);
    if ahead == Ahead::Unit
        && let Some(quantity) = amount::quantity(tokens, at)
    {
        if known.addresses.have(at, quantity.end) {
            return Some(quantity.end);
        }
        let Quantity { span, first, end, .. } = quantity;
        match judge::judge(tokens, &quantity) {
            Verdict::Dose(certainty) => {
                let value = Value::Quantity { amount: quantity.amount, unit: quantity.unit.code() };
                doses.push(Dose { span, first, end, value, rule: quantity.rule, certainty });
            }
            Verdict::Not(rule) => found.reject(span, rule),
        }
        return Some(end);
    }
    if ahead != Ahead::Nothing
        && let Some(Quantity { span, first, end, amount, unit, rule, .. }) = amount::understood(tokens, at)
    {
        let value = Value::Quantity { amount, unit: unit.code() };
        doses.push(Dose { span, first, end, value, rule, certainty: Certainty::Unsure });
        return Some(end);
    }
    percent(tokens, at, doses)
}

/// Whether a number may start here: not in the fraction of another, nor in a version or an address.
fn starts(tokens: &Tokens<'_>, at: usize) -> bool {
    let token = tokens.get(at);
    let before = tokens.get(at.wrapping_sub(1));
    // "4 log10 PFU/mL", "10^7.5 PFU"
    if before.reads(w!("log")) || before.is('^') && token.is_glued() {
        return false;
    }
    if !token.is_glued() || !(before.is('.') || before.is(',')) {
        return true;
    }
    !(before.is_glued() && tokens.get(at.wrapping_sub(2)).is_number())
}

/// Finds the strength of a preparation in percent.
///
/// Hard because most percentages are results: `0.5% ophthalmic solution` and `velorin cream, 1.5%` are
/// strengths, `45% in the cream arm` is not.
fn percent(tokens: &Tokens<'_>, at: usize, doses: &mut Vec<Dose>) -> Option<usize> {
    // Most numbers have no such sign behind them, and reading one costs more than a look.
    let sign = (at + 1..at + 6).find(|&index| {
        let token = tokens.get(index);
        !(token.is_number() || token.is('.') || token.is(','))
    })?;
    let percent = |at: usize| {
        let token = tokens.get(at);
        token.is('%') || token.reads(w!("percent")) && token.gap <= Gap::Line
    };
    if !percent(sign) {
        return None;
    }
    let value = number(tokens, at)?;
    if !percent(value.end) {
        return None;
    }
    let end = value.end + 1;
    let Some(certainty) = judge::strength(tokens, at, end) else { return Some(end) };
    doses.push(Dose {
        span: tokens.span(at, end),
        first: at,
        end,
        value: Value::Quantity { amount: Amount::One(value.value), unit: "%".into() },
        rule: "dose.percent-strength",
        certainty,
    });
    Some(end)
}

#[cfg(test)]
mod tests {
    use super::table::{PERS, PHRASES, UNITS};

    #[test]
    fn every_code_is_ucum() {
        let atoms = UNITS.rows().map(|(_, atom)| atom.code).chain(PHRASES.iter().map(|row| row.atom.code));
        let pers: Vec<&str> = PERS.rows().map(|(_, per)| per.code).chain(["m2", "mm3", "{0.8mL}"]).collect();
        for atom in atoms {
            assert_eq!(ucum::validate(atom), Ok(()), "{atom}");
            for per in &pers {
                let code = format!("{atom}/{per}");
                assert_eq!(ucum::validate(&code), Ok(()), "{code}");
            }
        }
        assert_eq!(ucum::validate("%"), Ok(()));
    }
}
