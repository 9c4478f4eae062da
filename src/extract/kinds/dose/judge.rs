//! Whether a quantity is a dose.
//!
//! In: a quantity and the words around it. Out: sure, unsure, or the rule that turns it down. Units
//! decide most: nobody is dosed in mg/dL. Where the unit leaves it open, words in the same sentence do.

use super::amount::Quantity;
use super::table::{CUES, Class, FORMS, PerSort, cue::*};
use crate::extract::lex::{Case, Class as Lex, Gap, Tokens};
use crate::extract::mention::{Certainty, Decimal};

/// A verdict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// A dose.
    Dose(Certainty),
    /// Something else, by this rule.
    Not(&'static str),
}

use Verdict::{Dose, Not};

const SURE: Verdict = Dose(Certainty::Sure);
const UNSURE: Verdict = Dose(Certainty::Unsure);

/// How many tokens on either side are asked.
const REACH: usize = 24;
/// How many are near.
const NEAR: usize = 8;

/// The words around a quantity.
struct Around {
    /// Cues within the sentence.
    all: u16,
    /// Cues close before.
    before: u16,
    /// Cues close behind.
    behind: u16,
}

/// Judges a quantity.
pub(super) fn judge(tokens: &Tokens<'_>, quantity: &Quantity) -> Verdict {
    let unit = &quantity.unit;
    let before = tokens.get(quantity.first.wrapping_sub(1));
    if ['$', '€', '£', '¥'].iter().any(|&sign| before.is(sign)) {
        return Not("dose.not-money");
    }
    // A number glued to a point or to digits is part of a version or a page reference.
    match unit.atom.class {
        Class::Bulk => {
            let around = around(tokens, quantity);
            return Not(if around.all & TRADE != 0 { "dose.not-bulk" } else { "dose.not-body-weight" });
        }
        Class::Potency => return Not("dose.not-potency"),
        Class::Copies => return Not("dose.not-viral-load"),
        _ => {}
    }
    if unit.per(PerSort::Laboratory) {
        return Not(match unit.atom.class {
            Class::Cells => "dose.not-cell-count",
            _ => "dose.not-lab-value",
        });
    }
    match unit.atom.class {
        Class::Activity | Class::Absorbed => SURE,
        Class::Mass => mass(tokens, quantity),
        Class::Gram => gram(tokens, quantity),
        Class::Volume | Class::Litre => volume(tokens, quantity),
        Class::International => international(tokens, quantity),
        Class::Unit => units(tokens, quantity),
        Class::Count => count(tokens, quantity),
        Class::Cells => cells(tokens, quantity),
        Class::Molar => molar(tokens, quantity),
        Class::Bulk | Class::Potency | Class::Copies => Not("dose.not-lab-value"),
    }
}

/// Milligrams and less. A dose unless it is dissolved in blood or leaves the body.
///
/// `150 mg/mL` is the strength of a syringe, `50 ng/mL` a concentration in plasma; `500 mg of
/// cholesterol` is food.
fn mass(tokens: &Tokens<'_>, quantity: &Quantity) -> Verdict {
    let around = around(tokens, quantity);
    if quantity.unit.per(PerSort::Strength) {
        let composite = quantity.unit.pers.iter().any(|(code, _)| code.starts_with('{'));
        let product = (around.before | around.behind) & PRODUCT != 0;
        let fluid = around.all & (FLUID | ANALYTE) != 0;
        if quantity.unit.atom.code == "mg" {
            let blood = (around.before | around.behind) & FLUID != 0 && !product;
            return if blood && !composite { Not("dose.not-concentration") } else { SURE };
        }
        return if product && !fluid || composite { SURE } else { Not("dose.not-concentration") };
    }
    if quantity.unit.per(PerSort::Body) {
        return SURE;
    }
    if food_follows(tokens, quantity) {
        return Not("dose.not-food");
    }
    if quantity.unit.per(PerSort::Time) && around.before & ANALYTE != 0 && (around.before | around.behind) & GIVE == 0 {
        return Not("dose.not-lab-value");
    }
    if quantity.unit.atom.code != "mg"
        && around.all & GIVE == 0
        && (around.before | around.behind) & (FLUID | ANALYTE | SAMPLE) != 0
    {
        return Not("dose.not-lab-value");
    }
    SURE
}

/// Grams. `2 g/day` and `1 g IV` are doses; `5 g of fat` is food, `300 g` alone nothing in particular.
fn gram(tokens: &Tokens<'_>, quantity: &Quantity) -> Verdict {
    let around = around(tokens, quantity);
    if quantity.unit.open {
        return Not("dose.not-bulk");
    }
    if quantity.unit.per(PerSort::Body) {
        return SURE;
    }
    if quantity.unit.per(PerSort::Strength) {
        return Not("dose.not-concentration");
    }
    if food_follows(tokens, quantity) {
        return Not("dose.not-food");
    }
    if (around.before | around.behind) & ANALYTE != 0 {
        return Not("dose.not-lab-value");
    }
    if around.all & (FOOD | WEIGHT) != 0 && around.all & GIVE == 0 {
        return Not("dose.not-food");
    }
    if (around.before | around.behind) & TRADE != 0 && (around.before | around.behind) & GIVE == 0 {
        return Not("dose.not-bulk");
    }
    if (around.before | around.behind) & GIVE != 0
        || quantity.unit.per(PerSort::Time)
        || quantity.unit.per(PerSort::Given)
    {
        return SURE;
    }
    if around.all & GIVE != 0 { UNSURE } else { Not("dose.not-mass") }
}

/// Millilitres and litres. `0.5 mL dose` is given, `5 mL blood sample` taken, `120 mL` breathed,
/// `2,000 L` a vessel.
fn volume(tokens: &Tokens<'_>, quantity: &Quantity) -> Verdict {
    let around = around(tokens, quantity);
    let near = around.before | around.behind;
    if quantity.unit.atom.class == Class::Litre {
        let given = near & GIVE != 0 && near & TRADE == 0 && quantity.largest <= Decimal::from_int(10);
        return if given && around.all & (TRADE | SAMPLE | ANALYTE) == 0 { UNSURE } else { Not("dose.not-bulk") };
    }
    let sign = tokens.get(quantity.first.wrapping_sub(1));
    if (sign.is('+') || sign.class == Lex::Dash) && sign.gap > Gap::None
        || quantity.unit.pers.iter().any(|(code, _)| code == "min")
    {
        return Not("dose.not-lab-value");
    }
    if near & SAMPLE != 0 {
        return Not("dose.not-sample");
    }
    if near & ANALYTE != 0 {
        return Not("dose.not-lab-value");
    }
    if near & TRADE != 0 && near & GIVE == 0 {
        return Not("dose.not-bulk");
    }
    if near & (GIVE | PRODUCT) != 0 || quantity.unit.per(PerSort::Body) {
        return SURE;
    }
    if around.all & (GIVE | PRODUCT) != 0 { UNSURE } else { Not("dose.not-volume") }
}

/// International units. `2,000 IU per day` is given; `40 IU/mL` is measured unless a vial holds it.
fn international(tokens: &Tokens<'_>, quantity: &Quantity) -> Verdict {
    let around = around(tokens, quantity);
    if quantity.unit.per(PerSort::Strength) {
        let near = around.before | around.behind;
        return if near & PRODUCT != 0 && around.all & (FLUID | ANALYTE) == 0 {
            SURE
        } else {
            Not("dose.not-lab-value")
        };
    }
    SURE
}

/// Units without a system. `100 U/kg`, `20 units of botulinum toxin`; not `2,260,000 units at $3.10`,
/// `130 units in Texas`, `18 U.S. patents`.
fn units(tokens: &Tokens<'_>, quantity: &Quantity) -> Verdict {
    let end = quantity.unit.end;
    let letter = tokens.get(end.wrapping_sub(1)).len() == 1;
    // "U.S.", "U. S.", "U-Haul"
    let country =
        tokens.get(end).is('.') && tokens.get(end + 1).case == Case::Capital && tokens.get(end + 1).len() == 1
            || tokens.get(end).class == Lex::Dash && tokens.get(end).is_glued();
    if letter && quantity.unit.pers.is_empty() && country {
        return Not("dose.not-units-of-trade");
    }
    if quantity.unit.open {
        return Not("dose.not-lab-value");
    }
    let around = around(tokens, quantity);
    if quantity.unit.per(PerSort::Body) {
        return SURE;
    }
    if quantity.unit.per(PerSort::Strength) {
        let product = around.all & (PRODUCT | UNIT_DRUG) != 0 && around.all & ANALYTE == 0;
        return if product { SURE } else { Not("dose.not-lab-value") };
    }
    let near = around.before | around.behind;
    if around.all & TRADE != 0 && near & UNIT_DRUG == 0 {
        return Not("dose.not-units-of-trade");
    }
    if near & (GIVE | UNIT_DRUG) != 0 {
        return SURE;
    }
    if around.all & (GIVE | UNIT_DRUG) != 0 { UNSURE } else { Not("dose.not-units-of-trade") }
}

/// Vector genomes, particles, plaque-forming units: only large numbers, for "GC" and "TU" have other
/// meanings.
fn count(tokens: &Tokens<'_>, quantity: &Quantity) -> Verdict {
    if !quantity.scaled && quantity.largest < Decimal::from_int(1000) && quantity.unit.atom.code != "[PFU]" {
        return Not("dose.not-count");
    }
    let around = around(tokens, quantity);
    let near = around.before | around.behind;
    if near & (SAMPLE | FLUID) != 0 && near & GIVE == 0 {
        return Not("dose.not-viral-load");
    }
    if near & TRADE != 0 && around.all & GIVE == 0 && !quantity.unit.per(PerSort::Body) {
        return UNSURE;
    }
    SURE
}

/// Cells. `2 x 10^6 CAR-T cells/kg` is a dose; `37 trillion cells in the body` is biology.
fn cells(tokens: &Tokens<'_>, quantity: &Quantity) -> Verdict {
    if quantity.unit.per(PerSort::Body) || quantity.unit.per(PerSort::Given) {
        return SURE;
    }
    let around = around(tokens, quantity);
    let near = around.before | around.behind;
    let blood =
        (quantity.first..quantity.end).any(|at| tokens.is_any(at, &["red", "white", "blood", "cancer", "tumor"]));
    if blood || quantity.unit.per(PerSort::Strength) && near & GIVE == 0 {
        return Not("dose.not-cell-count");
    }
    if near & BIOLOGY != 0 && near & GIVE == 0 {
        return Not("dose.not-cell-count");
    }
    if near & GIVE != 0 || quantity.scaled && near & (FLUID | SAMPLE | TRADE) == 0 {
        return if around.all & GIVE != 0 || quantity.scaled { SURE } else { UNSURE };
    }
    if around.all & GIVE != 0 { UNSURE } else { Not("dose.not-cell-count") }
}

/// Moles and equivalents: `20 mmol of potassium` beside words of dosing.
fn molar(tokens: &Tokens<'_>, quantity: &Quantity) -> Verdict {
    let around = around(tokens, quantity);
    if quantity.unit.open || quantity.unit.per(PerSort::Strength) {
        return Not("dose.not-lab-value");
    }
    if quantity.unit.per(PerSort::Body) {
        return SURE;
    }
    let near = around.before | around.behind;
    if near & (FLUID | ANALYTE | SAMPLE) != 0 {
        return Not("dose.not-lab-value");
    }
    if near & GIVE != 0 { UNSURE } else { Not("dose.not-lab-value") }
}

/// Whether "(of) fat", "of total dietary fiber" follows.
fn food_follows(tokens: &Tokens<'_>, quantity: &Quantity) -> bool {
    for at in quantity.end..quantity.end + 4 {
        if let Some(&cues) = CUES.find(tokens, at)
            && cues & FOOD != 0
        {
            // "sodium" may begin the name of a salt.
            let salt = tokens.is(at, "sodium") && tokens.get(at + 1).is_word() && tokens.get(at + 1).len() > 7;
            return !salt;
        }
        let goes_on = tokens.get(at).is_word()
            && tokens.get(at).gap <= Gap::Line
            && (tokens
                .is_any(at, &["of", "net", "total", "added", "dietary", "saturated", "less", "or", "high", "quality"]));
        if !goes_on {
            return false;
        }
    }
    false
}

/// Whether a percentage is the strength of a preparation.
///
/// `0.5% ophthalmic solution`, `velorin cream, 1.5%`; not `45% in the cream arm`. Between the sign and
/// the preparation may stand a name, no small word.
pub(super) fn is_strength(tokens: &Tokens<'_>, first: usize, end: usize) -> bool {
    for at in end..end + 5 {
        let token = tokens.get(at);
        if FORMS.find(tokens, at).is_some() && token.gap <= Gap::Line {
            return true;
        }
        // "(w/w)"
        let weight = token.is('(') || token.is(')') || token.is('/') || tokens.is_any(at, &["w", "v"]);
        let name = token.is_word() && token.gap <= Gap::Line && super::table::BREAKS.find(tokens, at).is_none();
        let hyphen = token.class == Lex::Dash && token.is_glued();
        if !(weight || name || hyphen) {
            break;
        }
    }
    // "and 1% cream": the member before it in a list shares the preparation.
    let mut back = first.wrapping_sub(1);
    if tokens.get(back).is(',') || tokens.get(back).is('(') {
        back = back.wrapping_sub(1);
    }
    if tokens.get(back).is(')') || tokens.get(back).is('®') || tokens.get(back).is('™') {
        return false;
    }
    FORMS.find(tokens, back).is_some() && tokens.get(first).gap <= Gap::Line
}

/// Cues around a quantity, within its sentence.
fn around(tokens: &Tokens<'_>, quantity: &Quantity) -> Around {
    let mut around = Around { all: 0, before: 0, behind: 0 };
    let mut at = quantity.first;
    for step in 0..REACH {
        // Look for an end between this token and the one before.
        if tokens.get(at).gap == Gap::Paragraph {
            break;
        }
        let Some(before) = at.checked_sub(1) else { break };
        at = before;
        if ends_sentence(tokens, at) {
            break;
        }
        if let Some(&cues) = CUES.find(tokens, at) {
            let cues = meant(tokens, at, cues);
            around.all |= cues;
            if step < NEAR {
                around.before |= cues;
            }
        }
    }
    for (step, at) in (quantity.end..quantity.end + REACH).enumerate() {
        if tokens.get(at).gap == Gap::Paragraph || ends_sentence(tokens, at) {
            break;
        }
        if let Some(&cues) = CUES.find(tokens, at) {
            let cues = meant(tokens, at, cues);
            around.all |= cues;
            if step < NEAR {
                around.behind |= cues;
            }
        }
    }
    around
}

/// What a cue means here: "Phase IV" isn't a route, "dose level" no level.
fn meant(tokens: &Tokens<'_>, at: usize, cues: u16) -> u16 {
    let short = tokens.get(at).len() <= 3;
    if short && tokens.is_any(at, &["iv", "im", "sc", "ast", "alt"]) {
        let phase = tokens.is_any(at.wrapping_sub(1), &["phase", "stage", "grade", "type"]);
        if tokens.get(at).case != Case::Upper || phase {
            return 0;
        }
    }
    cues
}

/// Whether the token is a mark that ends a sentence.
pub(super) fn ends_sentence(tokens: &Tokens<'_>, at: usize) -> bool {
    let token = tokens.get(at);
    if !(token.is('.') || token.is('!') || token.is('?')) {
        return false;
    }
    let next = tokens.get(at + 1);
    if next.gap == Gap::None {
        return false;
    }
    let before = tokens.get(at.wrapping_sub(1));
    let abbreviation = before.len() == 1 && before.is_word()
        || tokens.is_any(at.wrapping_sub(1), &["vs", "approx", "e", "i", "inc", "dr", "no", "ca", "fig"]);
    !abbreviation && (next.class != Lex::Word || matches!(next.case, Case::Capital | Case::Upper | Case::Mixed))
}
