//! The shapes of company codes.
//!
//! In: the index of a number. Out: the code it is part of, with a prior.
//!
//! | written | |
//! |---|---|
//! | `CYC065`, `BMS-986016`, `GR-MD-02`, `GEO-CM04S1`, `CG'806` | capitals and digits, glued |
//! | `QLV 131`, `TPI 287`, `BAY 94-9027`, `QLV 1602-PTX` | capitals, a blank, digits |
//! | `TNX-102 SL`, `ELI-002 7P` | with a formulation |
//! | `4D-150`, `9-ING-41` | a digit first |
//!
//! Two to five capitals with three or more digits are a code nearly always; with one or two digits
//! and nothing between they are a gene. Between the two the neighbours decide.

use super::context::{View, back};
use super::table::{
    CODE_PREFIXES, CUES, FOREIGN_PREFIXES, FORMULATIONS, NOT_CODES, NUMBERED_GENES, OTHER_PREFIXES, Other, TAILS,
};
use crate::extract::lex::{Case, Class, Gap, Likely, Token, Tokens, w, words};

/// A code, or something of its shape.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// First token.
    pub first: usize,
    /// Index of the token after it.
    pub end: usize,
    /// How much the shape alone says.
    pub prior: i32,
    /// What it is instead, where the letters tell.
    pub against: Option<&'static str>,
}

/// Most tokens of a run on either side of the one asked for. A longer run is no name, and walking all
/// of it from each of its numbers would take time by the square of its length.
const REACH: usize = 24;

/// The run of letters, digits, hyphens and inner apostrophes around a token, without blanks; the
/// token alone where the run is longer than any name.
pub fn chunk(tokens: &Tokens<'_>, at: usize) -> (usize, usize) {
    let named = |at: usize| matches!(tokens.get(at).class, Class::Word | Class::Number);
    // Where it begins and ends without the marks beyond, and where the walk has come.
    let (mut first, mut end) = (at, at + 1);
    let mut next = first;
    while tokens.get(next).is_glued() && joins(tokens, back(next, 1)) {
        next -= 1;
        if at - next > REACH {
            return (at, at + 1);
        }
        first = if named(next) { next } else { first };
    }
    next = end;
    while tokens.get(next).is_glued() && joins(tokens, next) {
        next += 1;
        if next - at > REACH {
            return (at, at + 1);
        }
        end = if named(next - 1) { next } else { end };
    }
    (first, end)
}

/// Whether a token may be a part of such a run behind another, whatever comes after it.
pub fn may_join(token: Token) -> bool {
    match token.class {
        Class::Word | Class::Number | Class::Dash => true,
        Class::Symbol => token.is('\'') || token.is('’'),
        _ => false,
    }
}

fn joins(tokens: &Tokens<'_>, at: usize) -> bool {
    let (token, next) = (tokens.get(at), tokens.get(at + 1));
    // "ALN-TQR--to treat": two are a dash of the sentence, and so is a long one between words.
    let dash = (token.class == Class::Dash) & (next.class != Class::Dash) & (!token.is('—') | next.is_number());
    // CG'806, but not "1800's".
    let apostrophe = (token.is('\'') | token.is('’')) & next.is_number();
    token.is_word() | token.is_number() | next.is_glued() & (dash | apostrophe)
}

/// Reads the code that the number at `at` is part of.
///
/// Hard, because genes, trials, forms, grants and cell lines have the same shape, and because a blank
/// may stand inside. `JNJ-68284528` is one; `CD19-positive` is turned down as a target, and in
/// `HER2-low` the part after the hyphen is not looked at.
pub fn read(view: &View<'_>, at: usize) -> Option<Code> {
    read_in(view, at, chunk(view.tokens, at))
}

/// [`read`] where the [`chunk`] around the number is known.
pub fn read_in(view: &View<'_>, at: usize, run: (usize, usize)) -> Option<Code> {
    if may_be(view.tokens, run) { read_letters(view, at, run) } else { None }
}

/// Whether a run around a number may be a code, or a part of one: there are letters in it that are no word, or a blank
/// before it and capitals before that.
fn may_be(tokens: &Tokens<'_>, (first, end): (usize, usize)) -> bool {
    let (number, before) = (tokens.get(first), tokens.get(back(first, 1)));
    let initials = before.case == Case::Upper && before.len() <= 5 || before.class == Class::Dash;
    let zero = || tokens.text().as_bytes().get(number.span().start) == Some(&b'0');
    let letters = |token: Token| token.is_word() & (token.len() <= 2 || token.case != Case::Lower);
    (first..end).any(|at| letters(tokens.get(at)))
        || number.is_number() && number.len() >= 2 && !number.is_glued() && (initials || zero())
}

fn read_letters(view: &View<'_>, at: usize, (mut first, mut end): (usize, usize)) -> Option<Code> {
    let tokens = view.tokens;
    // Words around that are no part of it: "anti-", "-treated".
    while first < at && tokens.get(first + 1).class == Class::Dash && is_ordinary(tokens, first) {
        first += 2;
    }
    while end > at + 2 && tokens.get(end - 2).class == Class::Dash && is_tail(tokens, end - 1) {
        end -= 2;
    }
    // A sentence glued on: "QLV105At the forefront".
    while end > at + 1
        && tokens.get(end - 1).is_glued()
        && tokens.get(end - 1).case == Case::Capital
        && tokens.get(end - 1).len() >= 2
        && tokens.get(end - 2).is_number()
    {
        end -= 1;
    }
    // A possessive whose apostrophe was lost: "QLV105s".
    if end > at + 1 && tokens.str(end - 1) == "s" && tokens.get(end - 1).is_glued() && tokens.get(end - 2).is_number() {
        end -= 1;
    }
    if first > at || end <= at || in_address(tokens, first, end) {
        return None;
    }
    // A number of a register: "2022/ETH01999".
    let slash = tokens.get(first).is_glued() && tokens.get(back(first, 1)).is('/');
    if slash && tokens.get(back(first, 2)).is_number() && tokens.get(back(first, 2)).len() == 4 {
        return None;
    }
    let mut spaced = false;
    if let Some(letters) = parted(tokens, first) {
        (first, _) = chunk(tokens, letters);
    } else if tokens.get(first).is_number() && !tokens.get(first).is_glued() {
        let before = tokens.get(back(first, 1));
        let counted = is_counted(tokens, first);
        let upper = (before.case == Case::Upper && before.len() <= 5 || counted) && before.class == Class::Word;
        if upper && tokens.get(first).len() >= 2 && tokens.get(first).gap <= Gap::Paragraph {
            spaced = true;
            first -= 1;
            let (whole, _) = chunk(tokens, first);
            first = whole;
        }
    }
    let shape = shape(tokens, first, end)?;
    // "Lu AQ35700"
    let before = back(first, 1);
    let house = tokens.get(before).case == Case::Capital && is_code_prefix(tokens, before);
    if house && shape.glued && shape.digits >= 4 && tokens.get(first).gap == Gap::Space {
        first = before;
    }
    // VB10.16
    let point =
        shape.letters >= 2 && tokens.get(end - 1).is_number() && tokens.get(end).is('.') && tokens.get(end).is_glued();
    let fraction = tokens.get(end + 1);
    let joined = shape.glued && fraction.len() == 2 || shape.dashes > 0 && fraction.len() == 3;
    if point
        && joined
        && fraction.is_number()
        && fraction.is_glued()
        && !(tokens.get(end + 2).is_glued() && matches!(tokens.get(end + 2).class, Class::Word | Class::Number))
    {
        end += 2;
    }
    let (mut prior, against) = prior(tokens, first, end, shape, spaced);
    if prior != -9 && NOT_CODES.contains(&tokens.slice(tokens.span(first, end))) {
        prior = -9;
    }
    let end = if against.is_none() || prior >= 1 { formulation(tokens, end) } else { end };
    if spaced && view.is_taken(first + 1, end) {
        return None;
    }
    Some(Code { first, end, prior, against })
}

#[derive(Clone, Copy, Debug, Default)]
struct Shape {
    letters: usize,
    upper: usize,
    digits: usize,
    groups: usize,
    parts: usize,
    dashes: usize,
    capital_word: bool,
    digit_first: bool,
    tail_letters: usize,
    glued: bool,
}

fn shape(tokens: &Tokens<'_>, first: usize, end: usize) -> Option<Shape> {
    let mut shape = Shape::default();
    if end - first < 2 || end - first > 9 {
        return None;
    }
    let mut seen_digit = false;
    for at in first..end {
        let token = tokens.get(at);
        match token.class {
            Class::Word => {
                if token.is_beyond_ascii() && !tokens.str(at).is_ascii() && tokens.str(at).chars().count() > 2 {
                    return None;
                }
                if token.case == Case::Lower && token.len() > 2 {
                    return None;
                }
                // An amino acid: "MFN2Arg94".
                if seen_digit && token.case == Case::Capital && token.len() == 3 && token.is_glued() {
                    return None;
                }
                if seen_digit {
                    shape.tail_letters += token.len();
                } else {
                    shape.letters += token.len();
                    shape.parts += 1;
                    shape.capital_word |= token.case == Case::Capital && token.len() > 2;
                    shape.upper +=
                        usize::from(token.case == Case::Upper || token.len() == 1 && token.case == Case::Capital);
                }
            }
            Class::Number => {
                shape.digit_first |= at == first;
                seen_digit = true;
                shape.digits = shape.digits.max(token.len());
                shape.groups += 1;
                shape.glued |= at > first && token.is_glued() && tokens.get(at - 1).is_word();
            }
            Class::Dash => shape.dashes += 1,
            _ => {}
        }
    }
    (shape.digits > 0 && shape.letters + shape.tail_letters > 0 && shape.digits <= 8).then_some(shape)
}

fn prior(tokens: &Tokens<'_>, first: usize, end: usize, shape: Shape, spaced: bool) -> (i32, Option<&'static str>) {
    if shape.digit_first {
        let letters = (first..end).find(|&at| tokens.get(at).is_word());
        let upper = letters.is_some_and(|at| matches!(tokens.get(at).case, Case::Upper) || tokens.get(at).len() == 1);
        let shaped = upper && shape.groups == 2 && shape.dashes >= 1 && tokens.get(end - 1).is_number();
        let long = tokens.get(end - 1).len() >= 3;
        // 9QW2821
        let glued = upper
            && shape.groups == 2
            && shape.dashes == 0
            && long
            && shape.tail_letters >= 2
            && tokens.get(first).len() == 1;
        return (
            if shaped {
                2 + i32::from(long)
            } else if glued {
                if tokens.get(end - 1).len() >= 4 { 3 } else { 1 }
            } else {
                -9
            },
            None,
        );
    }
    let lower_first = tokens.get(first).case == Case::Lower;
    let weak =
        |other: Other| matches!(other, Other::Place | Other::Misc | Other::Conference | Other::Patent | Other::Finance);
    // In "NV-HHV-1" the first letters are not those of Nevada.
    let other = OTHER_PREFIXES
        .find(tokens, first)
        .filter(|&&other| shape.parts < 2 || !matches!(other, Other::Place | Other::Patent))
        // "H3Q-6545": no quarter, no virus and no mark of a histone has so many digits behind a hyphen.
        .filter(|_| {
            let long = shape.dashes == 1 && shape.groups == 2 && tokens.get(end - 1).len() >= 3;
            !(shape.letters == 1 && shape.tail_letters > 0 && long && tokens.get(end - 1).is_number())
        })
        // "CT-Q44", not "LDL-C 70"
        .filter(|&&other| shape.parts < 2 || spaced || other != Other::Lab);
    if let Some(&other) = other {
        let weak = weak(other);
        let token = tokens.get(first);
        let dashed = tokens.get(first + 1).class == Class::Dash;
        let long = (3..6).contains(&shape.digits) && !spaced && token.case == Case::Upper;
        let number = (first..end).find_map(|at| tokens.get(at).number()).unwrap_or(0);
        let score = match other {
            Other::Place
                if (3..8).contains(&shape.digits) && !spaced && (shape.digits < 6 || !tokens.is(first, w!("ca"))) =>
            {
                3
            }
            _ if weak && (3..6).contains(&shape.digits) && !spaced => {
                2 + i32::from(tokens.get(first + 1).class == Class::Dash)
            }
            // Three capitals and three digits without a hyphen: "DAQ301".
            Other::Time if long && !dashed && token.case == Case::Upper => 1,
            // The markers are numbered up to 371.
            Other::Target if tokens.is(first, w!("cd")) && !spaced && number > 371 => 4,
            // Two letters are too few to tell, but for those of the commonest markers.
            // No cell line has letters after three digits, but for one or two: "HL161QKN".
            Other::CellLine if shape.glued && shape.digits == 3 && shape.tail_letters >= 3 => 3,
            // Standards have three digits: "ASQ41".
            Other::Form if shape.glued && shape.digits == 2 && shape.letters == 3 && !dashed && !spaced => -1,
            Other::Disease
            | Other::CellLine
            | Other::Place
            | Other::Time
            | Other::Form
            | Other::Finance
            | Other::Standard => -9,
            _ if tokens.get(first).len() == 2 && (3..8).contains(&shape.digits) && !spaced => {
                if tokens.is_any(first, words!["cd", "il", "sf", "ca", "ep"]) { -9 } else { 3 }
            }
            // A number of three digits is unusual for the others too: "PAX6" is a gene, "PAQ-101" may be a code.
            Other::Scale | Other::Lab | Other::Misc if long && token.len() >= 3 => 1,
            // Nor is one numbered 02.
            Other::Target if dashed && shape.digits == 2 && tokens.str(end - 1).starts_with('0') => -1,
            // No gene has four digits after a hyphen.
            Other::Target if long && dashed && shape.digits >= 4 => 4,
            Other::Target if long && shape.digits >= 4 && !tokens.is_any(first, NUMBERED_GENES) => 2,
            Other::Target if long && token.len() >= 3 && (dashed || !tokens.is_any(first, NUMBERED_GENES)) => -1,
            _ => -9,
        };
        // "US10234567B2"
        let patent = tokens.is(first, w!("us")) && shape.digits >= 6;
        return (score, Some(if patent { Other::Patent.rule() } else { other.rule() }));
    }
    // "IPR2021-00123", the number of a proceeding.
    let filed = shape.groups == 2 && shape.dashes == 1 && tokens.get(end - 1).len() >= 4 && {
        let number = (first..end).find(|&at| tokens.get(at).is_number()).map_or(Token::END, |at| tokens.get(at));
        number.is_glued() && number.len() == 4 && number.number().is_some_and(|year| (1990..2060).contains(&year))
    };
    if filed {
        return (-9, Some("compound.not-label"));
    }
    let year = spaced && shape.digits == 4 && {
        let number = (first..end).find_map(|at| tokens.get(at).number()).unwrap_or(0);
        (1900..2060).contains(&number)
    };
    if year {
        return (-4, Some("compound.not-conference"));
    }
    // T790M, G12C, V600E
    let mutation = shape.letters == 1 && shape.tail_letters == 1 && shape.groups == 1 && shape.dashes == 0;
    if mutation {
        return (-9, Some("compound.not-target"));
    }
    // "qv2121", but not "fy2024".
    let number = || (first..end).find_map(|at| tokens.get(at).number()).unwrap_or(0);
    let small = lower_first
        && end == first + 2
        && shape.glued
        && tokens.get(first).len() == 2
        && shape.digits >= 3
        && !(1900..2060).contains(&number());
    if small {
        return (0, None);
    }
    // "the Zorvameric-001 vaccine"
    let named = tokens.get(first).case == Case::Capital && end == first + 3 && tokens.is(end, w!("vaccine"));
    if named && shape.dashes == 1 && shape.digits == 3 && shape.letters > 5 {
        return (4, None);
    }
    if shape.groups > 4 || shape.letters > 8 || lower_first && shape.upper == 0 {
        return (-9, None);
    }
    let known = is_code_prefix(tokens, first);
    let mut score = match (shape.letters, shape.digits) {
        (1, 4..) => 1,
        (1, 3) if shape.glued && shape.dashes == 0 && shape.groups == 1 && shape.tail_letters == 0 => -1,
        (1, 3) if shape.dashes > 0 || shape.groups > 1 => -1,
        // "G1Q48", but for a mark of a histone and a receptor: "H3K27", "P2Y12".
        (1, 2)
            if shape.groups == 2
                && shape.dashes == 0
                && shape.tail_letters == 1
                && !tokens.is_any(first, words!["h", "p"])
                && tokens.get(end - 1).len() == 2 =>
        {
            -1
        }
        (1, _) => -3,
        (2..=5, 3..) => 4,
        // No gene is numbered 01: "PQL01".
        (3..=5, 2) if shape.glued && shape.dashes == 0 && !spaced && tokens.str(end - 1).starts_with('0') => 1,
        (2..=5, 2) if shape.glued && shape.dashes == 0 && !spaced => -1,
        (2..=5, 2) => 1,
        (2..=5, _) if shape.glued => -3,
        (2..=5, _) => -2,
        (_, 3..) => 1,
        _ => -2,
    };
    if shape.parts >= 2 && shape.letters >= 4 && shape.dashes > 0 && score < 1 {
        score = 1;
    }
    if shape.groups == 2 && shape.letters >= 2 && shape.digits == 2 && shape.tail_letters > 0 {
        score += if shape.letters >= 4 { 3 } else { 2 };
    }
    if shape.digits == 2 && shape.groups == 1 && (1..=2).contains(&shape.tail_letters) && shape.letters >= 3 {
        score += 1;
    }
    if known {
        score += 2;
    }
    // "QLC19CART"
    if tokens.is(end - 1, w!("cart")) {
        score += 4;
    }
    if spaced {
        // Nobody counts from 001: "QOLB 001".
        let zeros = tokens.str(end - 1).starts_with("00") && tokens.get(end - 1).len() == 3 && shape.letters >= 3
            || tokens.str(end - 1).starts_with('0') && tokens.get(end - 1).len() == 4;
        score -= if known || zeros { 0 } else { 3 };
        score -= if shape.digits == 2 && shape.groups == 1 { 2 } else { 0 };
    }
    if shape.capital_word {
        score -= 2;
    }
    if shape.dashes >= 2 && shape.groups >= 2 && tokens.get(end - 1).is_number() && !known {
        score -= 2;
    }
    if shape.tail_letters > 5 {
        score -= 2;
    }
    // Grants and references: ABC-16-DEFG-0001
    if shape.dashes >= 2 && shape.tail_letters >= 3 && shape.groups >= 2 {
        score -= 4;
    }
    if shape.letters == 5 && shape.parts == 1 && shape.digits == 3 && shape.dashes == 1 && !known {
        // "CLEAR-108": a trial's name, where it can be said.
        score -= if tokens.str(first).matches(['A', 'E', 'I', 'O', 'U']).count() >= 2 { 3 } else { 1 };
    }
    if shape.letters > 5 && shape.parts == 1 && shape.digits == 1 {
        score -= 2;
    }
    (score, None)
}

/// Whether a number begins with the digit that those of [`is_counted`] begin with.
#[inline]
pub fn may_be_counted(tokens: &Tokens<'_>, number: Token) -> bool {
    tokens.text().as_bytes().get(number.span().start) == Some(&b'0')
}

/// Whether the number after a blank begins with a zero as that of a code does, so that other words than initials may
/// stand before it: `QoLB 001`, `Quill 0932`.
///
/// Near miss: `Tel 0800 123`, `Room 0932`.
pub fn is_counted(tokens: &Tokens<'_>, number: usize) -> bool {
    if !may_be_counted(tokens, tokens.get(number)) {
        return false;
    }
    let (before, digits) = (tokens.get(back(number, 1)), tokens.str(number));
    let mixed = digits.starts_with("00") && before.case == Case::Mixed && before.len() <= 5;
    let house = || {
        digits.starts_with('0')
            && digits.len() == 4
            && matches!(before.case, Case::Capital | Case::Mixed)
            && (4..=7).contains(&before.len())
            && CUES.find(tokens, back(number, 1)).is_none()
            && !tokens.get(number + 1).is_number()
            && !(tokens.get(number + 1).class == Class::Dash && tokens.get(number + 1).is_glued())
    };
    mixed || house()
}

/// The letters of a code that a line's end or a blank parts from its number: `QLV- 1301`.
///
/// Near miss: `Phase 2- 300 patients`, `IL- 6`.
fn parted(tokens: &Tokens<'_>, number: usize) -> Option<usize> {
    let (token, dash) = (tokens.get(number), back(number, 1));
    let letters = back(dash, 1);
    let parted = token.is_number()
        && token.len() >= 3
        && matches!(token.gap, Gap::Space | Gap::Line)
        && tokens.get(dash).is('-')
        && tokens.get(dash).is_glued()
        && matches!(tokens.get(letters).case, Case::Upper | Case::Mixed)
        && (2..=5).contains(&tokens.get(letters).len());
    parted.then_some(letters)
}

/// A word in lower case, or a prefix such as "anti", before a hyphen.
fn is_ordinary(tokens: &Tokens<'_>, at: usize) -> bool {
    let token = tokens.get(at);
    // "bi-weekly", but "BI-204"
    let initials = token.case == Case::Upper && token.len() == 2;
    let foreign = || !initials && FOREIGN.has(token) && FOREIGN_PREFIXES.find(tokens, at).is_some();
    token.is_word() && (token.case == Case::Lower && token.len() > 2 || foreign())
}

static FOREIGN: Likely<4> = Likely::of(FOREIGN_PREFIXES.words());

/// Whether the letters are those of a company's codes.
fn is_code_prefix(tokens: &Tokens<'_>, at: usize) -> bool {
    static LIKELY: Likely<32> = Likely::of(CODE_PREFIXES.words());
    LIKELY.has(tokens.get(at)) && CODE_PREFIXES.find(tokens, at).is_some()
}

fn is_tail(tokens: &Tokens<'_>, at: usize) -> bool {
    let token = tokens.get(at);
    token.is_word() && (token.case == Case::Lower && token.len() > 2 || TAILS.find(tokens, at).is_some())
}

/// Whether the run is a part of a web or mail address.
pub fn in_address(tokens: &Tokens<'_>, first: usize, end: usize) -> bool {
    let (before, after) = (tokens.get(back(first, 1)), tokens.get(end));
    let glued = tokens.get(first).is_glued();
    // Nearly always neither stands there, but for a point.
    if !(glued & BEFORE.has(before) | after.is_glued() & BEHIND.has(after)) {
        return false;
    }
    glued && matches!(before.symbol(), Some('@' | '_' | '=' | '#' | '~' | '&' | '$'))
        || after.is_glued() && matches!(after.symbol(), Some('@' | '_' | '=' | '~' | '%'))
        || after.is_glued()
            && after.is('.')
            && tokens.get(end + 1).is_glued()
            && tokens.get(end + 1).case == Case::Lower
}

/// What stands before a part of an address, or of what is no name.
static BEFORE: Likely<4> =
    Likely::NONE.symbol('@').symbol('_').symbol('=').symbol('#').symbol('~').symbol('&').symbol('$');
/// What stands behind one.
static BEHIND: Likely<4> = Likely::NONE.symbol('@').symbol('_').symbol('=').symbol('~').symbol('%').symbol('.');

/// The end of the code with a formulation after it: `TNX-102 SL`, `ELI-002 7P`.
fn formulation(tokens: &Tokens<'_>, end: usize) -> usize {
    let next = tokens.get(end);
    let digit = next.is_number() & (next.len() == 1);
    if !((next.gap == Gap::Space) & ((next.case == Case::Upper) | digit)) {
        return end;
    }
    if tokens.get(end + 1).is_glued() && tokens.get(end + 1).is_word() && next.is_word() {
        return end;
    }
    if next.case == Case::Upper && FORMULATIONS.find(tokens, end).is_some() {
        return end + 1;
    }
    let letter = tokens.get(end + 1);
    let short =
        next.is_number() && next.len() == 1 && letter.is_glued() && letter.len() == 1 && letter.case == Case::Capital;
    let after = tokens.get(end + 2);
    let open = !after.is_glued() || !matches!(after.class, Class::Word | Class::Number | Class::Dash);
    if short && open { end + 2 } else { end }
}
