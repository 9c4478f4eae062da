//! Whether a quantity is a dose.
//!
//! In: a quantity and the words around it. Out: sure, unsure, or the rule that turns it down. Units
//! decide most: nobody is dosed in mg/dL. Where the unit leaves it open, words in the same sentence do.
//!
//! | rule | turns down |
//! |---|---|
//! | `dose.not-lab-value` | `70 mg/dL`, `40 U/L`, FEV1 up `120 mL`, `30 mg%` |
//! | `dose.not-concentration` | plasma above `50 ng/mL` |
//! | `dose.not-exposure` | `1,200 ng·h/mL`, `0.8 Gy/GBq` |
//! | `dose.not-potency` | an IC50 of `10 nM` |
//! | `dose.not-viral-load` | `50 copies/mL`, `100,000 CFU/mL` of urine |
//! | `dose.not-cell-count` | `200 cells/mm3`, `37 trillion cells` in a body |
//! | `dose.not-sample` | a `5 mL` blood sample, a prostate of `40 mL` |
//! | `dose.not-body-weight` | `70 kg` |
//! | `dose.not-bulk` | `2,000 L` bioreactors, `2 kg` of product, `10.5 g/t` gold, `39 MBq/μAh` |
//! | `dose.not-food` | `5 g` of fat |
//! | `dose.not-mass`, `dose.not-volume` | a `300 g` device, a `30 mL` flask: no word of dosing |
//! | `dose.not-units-of-trade` | `1,000,000 units` at $1.00, `3 U.S. sites` |
//! | `dose.not-count` | `10 GC` columns |
//! | `dose.not-disease` | a Phase `3 MG` trial |
//! | `dose.not-money` | `$10 mg` |
//! | `dose.not-a-number` | pore volume of 0.5 cm`3 g`−1 |

use super::amount::Quantity;
use super::table::{CUES, Class, FORMS, PerSort, cue::*};
use crate::extract::decimal::Decimal;
use crate::extract::lex::{Case, Class as Lex, Gap, Likely, List, Tokens, number, w, words};
use crate::extract::mention::Certainty;

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
    // "m2 g−1", "F5U": a letter behind a digit behind a letter.
    let first = tokens.get(quantity.first);
    let letter = tokens.get(unit.end.wrapping_sub(1)).len() == 1 && unit.pers.is_empty();
    let small = tokens.is_any(quantity.first.wrapping_sub(1), words!["of", "at", "to", "by", "with", "and"]);
    if letter && first.is_glued() && before.is_word() && !small {
        return Not("dose.not-a-number");
    }
    if is_exposure(tokens, unit.end) {
        return Not("dose.not-exposure");
    }
    // "mg%" is a laboratory's milligrams in a decilitre.
    if tokens.get(unit.end).is('%') && tokens.get(unit.end).is_glued() {
        return Not("dose.not-lab-value");
    }
    match unit.atom.class {
        // "39 MBq/μAh": what a cyclotron makes.
        Class::Activity if unit.open => Not("dose.not-bulk"),
        Class::Activity => activity(tokens, quantity),
        // "0.8 Gy/GBq": what an activity comes to, not what is given.
        Class::Absorbed if unit.pers.iter().any(|(code, _)| code.ends_with("Bq") || code.ends_with("Ci")) => {
            Not("dose.not-exposure")
        }
        Class::Absorbed => SURE,
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

/// Curies and becquerels: a dose, unless somebody makes or ships them.
fn activity(tokens: &Tokens<'_>, quantity: &Quantity) -> Verdict {
    let around = around(tokens, quantity);
    let near = around.before | around.behind;
    let made = near & TRADE != 0 && around.all & GIVE == 0 && !quantity.unit.per(PerSort::Body);
    if made { UNSURE } else { SURE }
}

/// Milligrams and less. A dose unless it is dissolved in blood or leaves the body.
///
/// `150 mg/mL` is the strength of a syringe, `50 ng/mL` a concentration in plasma; `500 mg of
/// cholesterol` is food.
fn mass(tokens: &Tokens<'_>, quantity: &Quantity) -> Verdict {
    if is_disease(tokens, quantity) {
        return Not("dose.not-disease");
    }
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
    // "25 ng BRV/mL": the substance stands between the mass and its volume.
    let slash = quantity.end + 1;
    if tokens.get(slash).is('/') && tokens.get(slash).is_glued() && tokens.is_any(slash + 1, words!["ml", "dl", "l"]) {
        return Not("dose.not-concentration");
    }
    if food_follows(tokens, quantity) {
        return Not("dose.not-food");
    }
    if quantity.unit.per(PerSort::Time)
        && around.before & (ANALYTE | SAMPLE) != 0
        && (around.before | around.behind) & GIVE == 0
    {
        return Not("dose.not-lab-value");
    }
    // "(62.5 mcg=147 mL; 125 mcg=138 mL)": what each dose came to.
    let key = tokens.get(quantity.end).is('=') && tokens.get(quantity.end + 1).is_number();
    if quantity.unit.atom.code != "mg"
        && !key
        && around.all & GIVE == 0
        && (around.before | around.behind) & (FLUID | ANALYTE | SAMPLE) != 0
    {
        return Not("dose.not-lab-value");
    }
    SURE
}

/// Whether a time multiplies the unit, as in the exposure `1,200 ng·h/mL`.
fn is_exposure(tokens: &Tokens<'_>, end: usize) -> bool {
    let times = ['·', '*', '•', '∙', '⋅', '×', '.'].iter().any(|&sign| tokens.get(end).is(sign))
        || tokens.get(end).class == Lex::Dash
        || tokens.is(end, w!("x"));
    let hour = |at: usize| tokens.is_any(at, words!["h", "hr", "hrs", "hour", "hours", "min", "day", "d"]);
    let divided = |at: usize| tokens.get(at).is('/') || tokens.is(at, w!("per"));
    times && tokens.get(end + 1).gap <= Gap::Space && hour(end + 1) && divided(end + 2) || hour(end) && divided(end + 1)
}

/// Whether "MG" is myasthenia gravis: `a Phase 3 MG trial`, but `10 MG TABLETS`.
fn is_disease(tokens: &Tokens<'_>, quantity: &Quantity) -> bool {
    let at = quantity.end.wrapping_sub(1);
    if tokens.str(at) != "MG" {
        return false;
    }
    let before = quantity.first.wrapping_sub(1);
    let capitals = tokens.get(before).case == Case::Upper || tokens.get(at + 1).case == Case::Upper;
    let product = CUES.find(tokens, at + 1).is_some_and(|&cues| cues & (GIVE | PRODUCT) != 0);
    super::table::LABELS.find(tokens, before).is_some() || !(capitals || product || tokens.get(at).is_glued())
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
        // "1 g/10 mL vial"
        let composite = quantity.unit.pers.iter().any(|(code, _)| code.starts_with('{'));
        let product = (around.before | around.behind) & PRODUCT != 0;
        return if composite && product { SURE } else { Not("dose.not-concentration") };
    }
    if food_follows(tokens, quantity) {
        return Not("dose.not-food");
    }
    // "5 g per serving", "4 g/day"
    let regular = quantity.unit.per(PerSort::Time) || quantity.unit.per(PerSort::Given);
    if regular && around.before & FOOD != 0 {
        return Not("dose.not-food");
    }
    if regular && (around.before | around.behind) & ANALYTE == 0 && around.before & WEIGHT == 0 {
        return SURE;
    }
    if around.before & FOOD == 0 && list_per_time(tokens, quantity.end) {
        return SURE;
    }
    // "2 g q8h", "2.5 g every 8 hours"
    if tokens.is_any(quantity.end, words!["q", "every"]) {
        return SURE;
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
    if (around.before | around.behind) & GIVE != 0 {
        return SURE;
    }
    if around.all & (GIVE | TOPIC) != 0 || after_combination(tokens, quantity.first) {
        UNSURE
    } else {
        Not("dose.not-mass")
    }
}

/// Whether a combination stands right before: "piperacillin/tazobactam 4.5 g",
/// "meropenem-vaborbactam 4 g". Near miss: "protein/creatinine 0.5 g".
fn after_combination(tokens: &Tokens<'_>, first: usize) -> bool {
    let name = |at: usize| tokens.get(at).is_word() && tokens.get(at).len() >= 7 && CUES.find(tokens, at).is_none();
    let (second, slash) = (first.wrapping_sub(1), first.wrapping_sub(2));
    (tokens.get(slash).is('/') || tokens.get(slash).class == Lex::Dash)
        && tokens.get(slash).is_glued()
        && tokens.get(second).is_glued()
        && name(second)
        && name(slash.wrapping_sub(1))
}

/// Whether the list that a gram begins is said per time or dose at its end: "4.5 g, 6 g, and 9 g per
/// night".
fn list_per_time(tokens: &Tokens<'_>, end: usize) -> bool {
    let mut at = end;
    for _ in 0..6 {
        let comma = tokens.get(at).is(',');
        let next = at + usize::from(comma);
        let next = next + usize::from(tokens.is_any(next, words!["and", "or"]));
        if next == at {
            break;
        }
        let Some(other) = number(tokens, next) else { return false };
        if !tokens.is_any(other.end, words!["g", "grams"]) {
            return false;
        }
        at = other.end + 1;
    }
    at > end
        && (tokens.get(at).is('/') || tokens.is(at, w!("per")))
        && tokens.is_any(at + 1, words!["day", "night", "d", "dose", "week"])
        || at > end && tokens.is_any(at, words!["daily", "nightly"])
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
    if ['>', '<', '≥', '≤'].iter().any(|&than| sign.is(than)) && near & GIVE == 0
        || (sign.is('+') || sign.class == Lex::Dash) && sign.gap > Gap::None
        || quantity.unit.pers.iter().any(|(code, _)| code == "min")
    {
        return Not("dose.not-lab-value");
    }
    // "5 mL of whole blood"
    let after = quantity.end + usize::from(tokens.is(quantity.end, w!("of")));
    let after = after + usize::from(tokens.is_any(after, words!["whole", "venous", "peripheral", "arterial"]));
    let taken = tokens.is_any(after, words!["blood", "plasma", "urine", "serum", "csf"]);
    if near & SAMPLE != 0 || taken {
        return Not("dose.not-sample");
    }
    if holds_a_mass(tokens, quantity.first) {
        return UNSURE;
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

/// Whether "in" or a bracket stands right before and a mass or a count of units shortly before that:
/// "15 µg per strain in 0.5 mL", "8 mg (0.07 mL)". Near miss: "grown in 50 mL".
fn holds_a_mass(tokens: &Tokens<'_>, first: usize) -> bool {
    if tokens.get(first.wrapping_sub(1)).is('(') {
        let mass = first.wrapping_sub(2);
        return tokens.is_any(mass, words!["mg", "mcg", "ug", "µg", "μg", "iu", "units"])
            && tokens.get(mass.wrapping_sub(1)).is_number();
    }
    if !tokens.is(first.wrapping_sub(1), w!("in")) {
        return false;
    }
    for at in (first.saturating_sub(2 + NEAR)..first.saturating_sub(1)).rev() {
        if ends_sentence(tokens, at) || tokens.get(at + 1).gap == Gap::Paragraph {
            return false;
        }
        let numbered = tokens.get(at.wrapping_sub(1)).is_number();
        if numbered && tokens.is_any(at, words!["mg", "mcg", "ug", "µg", "μg", "iu", "units", "vg", "pfu", "cells"]) {
            return true;
        }
    }
    false
}

/// International units. `2,000 IU per day` is given; `40 IU/mL` is measured unless a vial holds it.
fn international(tokens: &Tokens<'_>, quantity: &Quantity) -> Verdict {
    let around = around(tokens, quantity);
    if quantity.unit.per(PerSort::Strength) {
        // "300 IU/0.36 mL" is what a pen holds.
        if quantity.unit.pers.iter().any(|(code, _)| code.starts_with('{')) {
            return SURE;
        }
        let near = around.before | around.behind;
        return if near & (PRODUCT | UNIT_DRUG) != 0 && around.all & (FLUID | ANALYTE) == 0 {
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
    // "100u/m2"; a small letter by itself is none.
    let small = !quantity.unit.per(PerSort::Body) && (quantity.first..end).any(|at| tokens.str(at) == "u");
    if small || quantity.unit.open {
        return Not("dose.not-lab-value");
    }
    let around = around(tokens, quantity);
    if quantity.unit.per(PerSort::Body) || quantity.unit.atom.times > 1 && around.all & TRADE == 0 {
        return SURE;
    }
    if quantity.unit.per(PerSort::Strength) {
        // "insulin rose to 92 ± 9 U/ml": a mean was measured.
        let mean = (quantity.first..end).any(|at| tokens.get(at).is('±'));
        let product = around.all & (PRODUCT | UNIT_DRUG) != 0 && around.all & ANALYTE == 0 && !mean;
        return if product { SURE } else { Not("dose.not-lab-value") };
    }
    let near = around.before | around.behind;
    if near & UNIT_DRUG != 0 && (near & TRADE == 0 || near & GIVE != 0)
        || around.all & TRADE == 0 && parts_patients(tokens, end)
    {
        return SURE;
    }
    if near & TRADE != 0 || around.all & TRADE != 0 && near & GIVE == 0 {
        return Not("dose.not-units-of-trade");
    }
    if near & GIVE != 0 {
        return if around.all & TRADE == 0 { SURE } else { UNSURE };
    }
    // "50 units of VLR-2": a name follows.
    let named = tokens.is(end, w!("of"))
        && matches!(tokens.get(end + 1).case, Case::Capital | Case::Upper | Case::Mixed)
        && tokens.get(end + 1).len() > 1;
    let named = named && unit_word(tokens, end);
    let lettered = letter && quantity.largest >= Decimal::from_int(10) && !is_rack(tokens, end);
    if named || lettered || around.all & (GIVE | UNIT_DRUG) != 0 { UNSURE } else { Not("dose.not-units-of-trade") }
}

/// Whether the sentence tells of groups by their units: `24 weeks for the 40-unit group (60 units: not provided)`.
/// Near miss: `a 20-unit group of flats`.
fn parts_patients(tokens: &Tokens<'_>, end: usize) -> bool {
    let part = |at: usize| {
        tokens.is(at, w!("unit"))
            && tokens.get(at.wrapping_sub(1)).class == Lex::Dash
            && tokens.is_any(at + 1, words!["group", "groups", "arm", "arms", "cohort", "cohorts"])
            && !tokens.is(at + 2, w!("of"))
    };
    let before = (end.saturating_sub(SENTENCE)..end).rev().take_while(|&at| !ends_sentence(tokens, at));
    let behind = (end..end + SENTENCE).take_while(|&at| !ends_sentence(tokens, at));
    before.into_iter().any(part) || behind.into_iter().any(part)
}

/// How far groups are looked for in a sentence, in tokens.
const SENTENCE: usize = 40;

/// Whether what is counted in the letter U is a height of cabinets or a street: `42U racks`, `1200 U Street`.
fn is_rack(tokens: &Tokens<'_>, end: usize) -> bool {
    const NOT: &List =
        words!["rack", "racks", "server", "servers", "cabinet", "cabinets", "chassis", "street", "st", "of"];
    tokens.is_any(end, NOT) || tokens.get(end).is_glued() && tokens.get(end).is_number()
}

fn unit_word(tokens: &Tokens<'_>, end: usize) -> bool {
    tokens.is_any(end.wrapping_sub(1), words!["units", "unit", "u"])
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
        (quantity.first..quantity.end).any(|at| tokens.is_any(at, words!["red", "white", "blood", "cancer", "tumor"]));
    if blood || quantity.unit.per(PerSort::Strength) && near & GIVE == 0 {
        return Not("dose.not-cell-count");
    }
    if near & BIOLOGY != 0 && near & GIVE == 0 {
        return Not("dose.not-cell-count");
    }
    if near & GIVE != 0 {
        return SURE;
    }
    // "CAR", "NK", "CD34": cells that are given.
    let named = (quantity.first..quantity.end).any(|at| {
        let capitals = tokens.get(at).is_word() && tokens.get(at).case == Case::Upper;
        capitals || tokens.is_any(at, words!["stem", "stromal", "autologous", "allogeneic", "viable"])
    });
    if near & (FLUID | SAMPLE) != 0 || !quantity.scaled || near & TRADE != 0 && !named {
        return if around.all & GIVE != 0 { UNSURE } else { Not("dose.not-cell-count") };
    }
    if near & TRADE == 0 && (named || around.all & (GIVE | PRODUCT) != 0) { SURE } else { UNSURE }
}

/// Moles and equivalents: `20 mmol of potassium` beside words of dosing.
fn molar(tokens: &Tokens<'_>, quantity: &Quantity) -> Verdict {
    let around = around(tokens, quantity);
    if quantity.unit.open || quantity.unit.per(PerSort::Strength) {
        return Not("dose.not-lab-value");
    }
    // "40 MBq/400 pmol": the same dose by its substance.
    let slash = quantity.first.wrapping_sub(1);
    let paired = tokens.get(slash).is('/') && tokens.get(slash.wrapping_sub(1)).is_word();
    if quantity.unit.per(PerSort::Body) || paired && tokens.is_any(slash.wrapping_sub(1), words!["mbq", "gbq", "mci"]) {
        return SURE;
    }
    let near = around.before | around.behind;
    if near & (FLUID | ANALYTE | SAMPLE) != 0 {
        return Not("dose.not-lab-value");
    }
    let measured = around.all & (FLUID | ANALYTE | SAMPLE) != 0;
    if near & GIVE != 0 || around.all & GIVE != 0 && !measured { UNSURE } else { Not("dose.not-lab-value") }
}

/// Whether "(of) fat", "of total dietary fiber" follows.
fn food_follows(tokens: &Tokens<'_>, quantity: &Quantity) -> bool {
    // "5 µg of protein antigen": nobody eats micrograms of what is counted so.
    if matches!(quantity.unit.atom.code, "ug" | "ng" | "pg") {
        return false;
    }
    for at in quantity.end..quantity.end + 4 {
        if let Some(&cues) = CUES.find(tokens, at)
            && cues & (FOOD | NUTRIENT) != 0
        {
            // "sodium" may begin the name of a salt.
            let salt = tokens.is(at, w!("sodium")) && tokens.get(at + 1).is_word() && tokens.get(at + 1).len() > 7;
            return !salt;
        }
        let goes_on = tokens.get(at).is_word()
            && tokens.get(at).gap <= Gap::Line
            && (tokens.is_any(
                at,
                words!["of", "net", "total", "added", "dietary", "saturated", "less", "or", "high", "quality"],
            ));
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
pub(super) fn strength(tokens: &Tokens<'_>, first: usize, end: usize) -> Option<Certainty> {
    let mut at = end;
    let (mut names, mut others) = (0, 0);
    while names < 5 && others < 8 {
        let token = tokens.get(at);
        if token.gap > Gap::Line {
            break;
        }
        if FORMS.find(tokens, at).is_some() || names == 0 && is_scheduled(tokens, at) {
            return Some(Certainty::Sure);
        }
        // "0.01%/tazarotene 0.045% lotion": the partner's name and strength.
        if token.is('/')
            && token.is_glued()
            && tokens.get(at + 1).is_word()
            && let Some(other) = number(tokens, at + 2)
            && tokens.get(other.end).is('%')
        {
            at = other.end + 1;
            others += 1;
            continue;
        }
        // "0.5%, 1% and 2% cream": the others of a list.
        let joint = token.is(',') || token.is('/') || tokens.is_any(at, words!["and", "or", "versus", "vs"]);
        if joint {
            let next = at + 1 + usize::from(tokens.is_any(at + 1, words!["and", "or"]));
            if let Some(other) = number(tokens, next)
                && tokens.get(other.end).is('%')
            {
                at = other.end + 1;
                others += 1;
                continue;
            }
        }
        // "(w/w)"
        let weight = token.is('(') || token.is(')') || token.is('/') || tokens.is_any(at, words!["w", "v"]);
        let name = token.is_word() && super::table::BREAKS.find(tokens, at).is_none();
        let hyphen = token.class == Lex::Dash && token.is_glued();
        if !(weight || name || hyphen) {
            break;
        }
        at += 1;
        names += 1;
    }
    let mut back = first.wrapping_sub(1);
    if tokens.get(back).is(',') || tokens.get(back).is('(') {
        back = back.wrapping_sub(1);
    }
    let result = tokens.is_any(end, words!["of", "in", "were", "was", "had"])
        || super::table::BREAKS.find(tokens, end).is_some()
            && !tokens.is_any(end, words!["and", "or", "for", "to", "vs", "versus", "with", "is", "has"]);
    if result || tokens.get(first).gap > Gap::Line {
        return None;
    }
    if FORMS.find(tokens, back).is_some() {
        return Some(Certainty::Sure);
    }
    (is_code(tokens, first) && !tokens.get(end).is('.')).then_some(Certainty::Unsure)
}

/// `0.25% once daily`, `the 0.02% dose group`
fn is_scheduled(tokens: &Tokens<'_>, at: usize) -> bool {
    let often = tokens.is_any(at, words!["once", "twice"])
        && tokens.is_any(at + 1 + usize::from(tokens.get(at + 1).class == Lex::Dash), words!["daily", "weekly", "a"]);
    // "40% dose increments", "a 95% dose-dependent reduction"
    let next = at + 1 + usize::from(tokens.get(at + 1).class == Lex::Dash);
    let step = tokens.is(at, w!("dose"))
        && tokens.is_any(
            next,
            words![
                "increment",
                "increments",
                "increase",
                "increases",
                "reduction",
                "reductions",
                "dependent",
                "dependently",
                "related",
                "proportional",
                "response"
            ],
        );
    often || tokens.is_any(at, words!["bid", "qd", "tid", "qid", "dose", "doses", "strength", "formulation"]) && !step
}

/// Whether a development code stands right before: `VLR-001 0.1%`.
fn is_code(tokens: &Tokens<'_>, first: usize) -> bool {
    let number = first.wrapping_sub(1);
    let dash = first.wrapping_sub(2);
    let letters = first.wrapping_sub(3);
    tokens.get(first).gap == Gap::Space
        && tokens.get(number).is_number()
        && tokens.get(number).is_glued()
        && tokens.get(dash).class == Lex::Dash
        && tokens.get(dash).is_glued()
        && tokens.get(letters).case == Case::Upper
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
        let cues = cues(tokens, at);
        around.all |= cues;
        if step < NEAR {
            around.before |= cues;
        }
    }
    for (step, at) in (quantity.end..quantity.end + REACH).enumerate() {
        if tokens.get(at).gap == Gap::Paragraph || ends_sentence(tokens, at) {
            break;
        }
        let cues = cues(tokens, at);
        around.all |= cues;
        if step < NEAR {
            around.behind |= cues;
        }
    }
    around
}

static LIKELY_CUES: Likely<128> = Likely::of(CUES.words());

/// Cues of the word at `at`.
fn cues(tokens: &Tokens<'_>, at: usize) -> u16 {
    if !LIKELY_CUES.has(tokens.get(at)) {
        return 0;
    }
    CUES.find(tokens, at).map_or(0, |&cues| meant(tokens, at, cues))
}

/// What a cue means here: "Phase IV" isn't a route, "dose level" no level.
fn meant(tokens: &Tokens<'_>, at: usize, cues: u16) -> u16 {
    let short = tokens.get(at).len() <= 3;
    if short && tokens.is_any(at, words!["iv", "im", "sc", "ast", "alt"]) {
        let phase = tokens.is_any(at.wrapping_sub(1), words!["phase", "stage", "grade", "type"]);
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
        || tokens.is_any(at.wrapping_sub(1), words!["vs", "approx", "e", "i", "inc", "dr", "no", "ca", "fig"]);
    !abbreviation && (next.class != Lex::Word || matches!(next.case, Case::Capital | Case::Upper | Case::Mixed))
}
