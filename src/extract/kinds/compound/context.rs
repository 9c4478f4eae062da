//! What the words around a place say of it.
//!
//! In: a place, as token indices. Out: a number, above 0 for a compound, below 0 against; and for the
//! latter the rule that says so.
//!
//! A name is looked at from both sides. "dose of NAME", "NAME tablets", "NAME, an oral inhibitor" and a
//! dose beside it speak for it; "NAME gene", "Form NAME", "NAME-positive" speak against.

use super::super::wake::Anchors;
use super::super::{Found, KindId, Scan};
use super::alias_table::CARRIERS;
use super::beside::Beside;
use super::code;
use super::table::{CUES, Cue, EXTENSIONS, OTHER_PREFIXES, TAILS, Tag};
use super::vocabulary::{Section, vocabulary};
use super::words::*;
use crate::extract::lex::{Case, Class, Gap, Likely, List, Tokens, w, words};
use crate::extract::room::Room;
use crate::extract::sort;
use crate::extract::span::Span;

/// Most releases have no more dates, doses and amounts of money.
pub const USUAL: usize = 64;

/// The tokens, and the places that other kinds found.
pub struct View<'a> {
    /// The text.
    pub tokens: &'a Tokens<'a>,
    /// Which of them may say something of a name beside them.
    pub saying: Anchors<'a>,
    beside: &'static Beside,
    doses: &'a [Span],
    others: &'a [Span],
}

impl<'a> View<'a> {
    /// Sorts what the other kinds found.
    pub fn new(scan: &'a Scan<'a>, found: &Found, room: &'a mut Room<Span, USUAL>) -> View<'a> {
        let dose = KindId::of("dose");
        // The doses, which are few, from the last on.
        let spans = room.of(found.mentions.len());
        let (mut first, mut last) = (0, spans.len());
        for mention in &found.mentions {
            let is_dose = Some(mention.kind) == dose;
            last -= usize::from(is_dose);
            if let Some(span) = spans.get_mut(if is_dose { last } else { first }) {
                *span = mention.span;
            }
            first += usize::from(!is_dose);
        }
        let (others, doses) = spans.split_at_mut_checked(first).unwrap_or_default();
        sort::plain(doses);
        sort::plain(others);
        View { tokens: &scan.tokens, saying: scan.awake.beside(), beside: Beside::get(), doses, others }
    }

    /// Whether a date, an amount of money or a dose covers a part of these tokens.
    pub fn is_taken(&self, first: usize, end: usize) -> bool {
        let span = self.tokens.span(first, end);
        [&self.others, &self.doses].into_iter().any(|list| {
            let next = list.partition_point(|other| other.end <= span.start);
            list.get(next).is_some_and(|other| other.overlaps(span))
        })
    }

    /// Whether a date or an amount of money is just these tokens, or more.
    pub fn is_other(&self, first: usize, end: usize) -> bool {
        let span = self.tokens.span(first, end);
        let next = self.others.partition_point(|other| other.end < span.end);
        self.others.get(next).is_some_and(|other| other.start <= span.start)
    }

    /// The token before the dose that a token ends: "NAME 40 mg is approved"; the token itself where it ends none.
    pub fn before_dose(&self, last: usize) -> usize {
        let end = self.tokens.span(last, last + 1).end;
        let dose = self.doses.binary_search_by_key(&end, |dose| dose.end).ok().and_then(|at| self.doses.get(at));
        dose.map_or(last, |dose| back(self.tokens.at(dose.start), 1))
    }

    fn dose_beside(&self, first: usize, end: usize) -> bool {
        let (name, next) = (self.tokens.get(first), self.tokens.get(end));
        let spaced = name.gap == Gap::Space || next.gap == Gap::Space;
        if self.doses.is_empty() || !(spaced || next.is('®') || next.is('™')) {
            return false;
        }
        let span = self.tokens.span(first, end);
        let after = self.doses.partition_point(|dose| dose.start < span.end);
        let near_after = self.doses.get(after).is_some_and(|dose| {
            matches!(
                self.tokens.slice(Span::new(span.end, dose.start)).trim_start_matches(['®', '™']),
                " " | " (" | " at "
            )
        });
        // Between the two are at most those that the name overlaps.
        let mut before = self.doses.iter().take(after).rev().skip_while(|dose| dose.end > span.start);
        let near_before = before.next().is_some_and(|dose| {
            matches!(self.tokens.slice(Span::new(dose.end, span.start)), " of " | " " | " doses of " | " dose of ")
        });
        near_after || near_before
    }
}

/// What the neighbours say.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// For, above 0; against, below.
    pub score: i32,
    /// The rule that speaks against.
    pub against: Option<&'static str>,
    /// Whether "trial" or "study" follows, or stands before it and a comma.
    pub trial: bool,
    /// Whether it is one trial, so that the name may be the trial's.
    pub one_trial: bool,
    /// Whether it is what patients have: "patients with NAME".
    pub had: bool,
    /// Whether it is part of the name of a company.
    pub company: bool,
    /// Whether a word with a capital stands right beside it, as in the name of a person.
    pub named: bool,
    /// Whether it is the short form of words before it.
    pub abbreviation: bool,
    /// Whether it stands where a ticker does.
    pub ticker: bool,
}

/// Reads both sides of a place.
pub fn evidence(view: &View<'_>, first: usize, end: usize) -> Evidence {
    let tokens = view.tokens;
    let before = || tokens.get(first).gap == Gap::Space && is_capital(tokens, back(first, 1));
    Evidence {
        named: tokens.get(end).gap == Gap::Space && is_capital(tokens, end) || before(),
        abbreviation: is_abbreviation(tokens, first),
        ..evidence_of_name(view, first, end)
    }
}

/// [`evidence`] but for what counts for [words](super::discover::Form::word) alone.
pub fn evidence_of_name(view: &View<'_>, first: usize, end: usize) -> Evidence {
    let tokens = view.tokens;
    let mut all = Evidence::default();
    if !view.beside.is_silent_before(tokens, first) {
        left(tokens, first, end, &mut all);
    }
    if !view.beside.is_silent_behind(tokens, end) {
        right(tokens, end, &mut all);
    }
    if all.trial && all.score > 0 && is_begun(tokens, first) {
        all.score = 0;
    }
    all.ticker = !view.beside.is_no_market(tokens.get(back(first, 1))) && is_ticker(tokens, first);
    if view.dose_beside(first, end) {
        all.score += 3;
    }
    all
}

/// Whether something begins with the name: "initiate its NAME Phase 3 study", where the study does.
fn is_begun(tokens: &Tokens<'_>, first: usize) -> bool {
    let before = (1..4).map(|step| back(first, step)).find(|&at| !has(tokens, BETWEEN, at));
    before.is_some_and(|at| tokens.is_any(at, words!["initiate", "initiating", "initiates", "initiated"]))
}

/// Whether a word with a capital stands there, of which nothing else is known.
fn is_capital(tokens: &Tokens<'_>, at: usize) -> bool {
    tokens.get(at).case == Case::Capital
        && tokens.get(at).len() > 2
        && CUES.find(tokens, at).is_none()
        && EXTENSIONS.find(tokens, at).is_none()
}

/// Whether initials stand behind a name that may belong to it, as those of a form do: `Zorvanta® QD`.
///
/// Near miss: `Zorvatech QLV204`, where they begin a code.
pub fn initials_at(tokens: &Tokens<'_>, at: usize) -> bool {
    let (token, next) = (tokens.get(at), tokens.get(at + 1));
    let alone = !(next.is_glued() && matches!(next.class, Class::Word | Class::Number | Class::Dash));
    token.case == Case::Upper
        && token.gap == Gap::Space
        && (2..=4).contains(&token.len())
        && alone
        && CUES.find(tokens, at).is_none()
        && OTHER_PREFIXES.find(tokens, at).is_none()
}

/// A trial by itself, whose name may stand beside it.
pub const ONE_TRIAL: &List = words!["trial", "study"];

/// What a comma may part from a company's name.
pub const INC: &List = words!["inc", "ltd", "llc", "corp", "limited", "incorporated"];

/// What makes of a drug its maker: "NAME, a specialty vaccine company".
const MAKERS: &List = words![
    "development",
    "discovery",
    "developer",
    "maker",
    "company",
    "firm",
    "specialist",
    "producer",
    "manufacturer",
    "giant"
];

/// What a company does after "also", beside what it [plans](PLANS); without it that may be done with a drug: "NAME
/// presented at the meeting".
const DONE: &List = words![
    "presented",
    "announced",
    "reported",
    "acquired",
    "licensed",
    "filed",
    "plans",
    "intends",
    "expects",
    "agreed"
];

/// What a cue for an exchange says of a name behind it, or less.
pub const EXCHANGE: i8 = -8;

/// Exchanges, and what else the word before says as surely that a place is none of a name.
static MARKETS: Likely<8> = Likely::NONE.with(words![
    "aim",
    "amex",
    "asx",
    "cse",
    "euronext",
    "frankfurt",
    "id",
    "lse",
    "nasdaq",
    "nyse",
    "nyseamerican",
    "otc",
    "otcqb",
    "otcqx",
    "tsx",
    "tsxv"
]);

/// Endings of diseases.
const DISEASES: &[&str] = &["algia", "emia", "itis", "oma", "osis", "pathy", "penia", "philia", "trophy"];

/// Those who have a disease.
pub const PEOPLE: &List =
    words!["patients", "patient", "people", "persons", "individuals", "subjects", "adults", "children", "women", "men"];

/// Whether the word at `at` has one of these uses.
#[inline]
fn has(tokens: &Tokens<'_>, set: u64, at: usize) -> bool {
    uses(tokens, at) & set != 0
}

fn cue(tokens: &Tokens<'_>, at: usize) -> Option<&'static Cue> {
    CUES.find(tokens, at)
}

fn left(tokens: &Tokens<'_>, first: usize, end: usize, all: &mut Evidence) {
    if tokens.get(first).gap == Gap::Paragraph {
        return;
    }
    let mut at = back(first, 1);
    let mut word = uses(tokens, at);
    let mut bracket = false;
    while matches!(tokens.get(at).symbol(), Some('“' | '"' | '‘' | '(' | '[')) {
        bracket |= tokens.get(at).is('(');
        at = back(at, 1);
        word = uses(tokens, at);
    }
    for _ in 0..3 {
        if word & BETWEEN == 0 {
            break;
        }
        at = back(at, 1);
        // "once-weekly"
        if tokens.get(at).class == Class::Dash && tokens.get(at).is_glued() && tokens.get(at + 1).is_glued() {
            at = back(at, 2);
        }
        word = uses(tokens, at);
    }
    let token = tokens.get(at);
    if !token.is_word() && (left_of_mark(tokens, (first, end), at, bracket, all) || !bracket) {
        return;
    }
    let number = tokens.get(first + 1);
    // "Quill's QLV5004"
    let owned = token.reads(w!("s")) && matches!(tokens.get(back(at, 1)).symbol(), Some('\'' | '’'));
    if owned && at == back(first, 1) && number.is_number() && number.is_glued() && number.len() >= 3 {
        all.score += 1;
        return;
    }
    // "a study of Quill's NAME"
    if owned && at == back(first, 1) && tokens.get(back(at, 2)).is_word() && has(tokens, OF, back(at, 3)) {
        at = back(at, 3);
        word = uses(tokens, at);
    }
    let token = tokens.get(at);
    // "the Phase 1/2 (QLV-206) and Phase 3 (QLV-210) studies"
    let phase = bracket && (token.is_number() || word & ROMAN != 0);
    if phase && (1..4).any(|step| has(tokens, PHASE, back(at, step))) || bracket && word & TRIAL != 0 {
        add(all, -4, "compound.not-trial");
        return;
    }
    if word & IN != 0 && at == back(first, 1) && tokens.get(first).case == Case::Upper && tokens.get(first).len() >= 5 {
        all.score -= 2;
    }
    if word & PREPOSITION != 0 {
        let head = match back(at, 1) {
            genitive if tokens.is(genitive, w!("s")) => back(at, 3),
            // "(NDA) for"
            close if tokens.get(close).is(')') && tokens.get(back(at, 3)).is('(') => back(at, 2),
            word => word,
        };
        if let Some(cue) = cue(tokens, head) {
            let dosed = tokens.is_any(back(head, 1), words!["dose", "dosage"]) && cue.of == -3;
            let score = if word & OF != 0 && dosed {
                // "three dose levels of NAME"
                3
            } else if word & OF != 0 && cue.tag == Tag::Head && cue.after <= -3 {
                // "inhibitor of NAME": what is inhibited.
                -6
            } else if word & OF != 0 && tokens.is(back(head, 1), w!("generic")) && has(tokens, VERSION, head) {
                // "a generic version of Quill's NAME": not the owner.
                if is_capital(tokens, end) || matches!(tokens.get(end).symbol(), Some('\'' | '’')) { 0 } else { 5 }
            } else if cue.of == 2 && word & OF != 0 && tokens.get(first).case == Case::Mixed && has(tokens, FOR, end) {
                // "development of ZorMulsion for gout"
                3
            } else if cue.of < 0 || word & OF != 0 {
                cue.of
            } else if word & FOR != 0 {
                // "programs for its QLV 052", not "programs for HZ1"
                let own = at != back(first, 1) && tokens.get(end - 1).is_number() && tokens.get(end - 1).len() >= 3;
                if own && has(tokens, CANDIDATES, head) {
                    3
                } else if has(tokens, FILED, head) {
                    cue.of
                } else {
                    0
                }
            } else {
                cue.of.min(2)
            };
            add_of(all, score, cue.tag);
        }
    } else if word & BY != 0 {
        let people = tokens.is_any(back(at, 1), PEOPLE) && tokens.is(at, w!("with"));
        all.had = people && !tokens.is_any(back(at, 2), words!["treat", "treating", "treated", "dosed", "dosing"]);
        if let Some(cue) = cue(tokens, back(at, 1)) {
            add_of(all, cue.with, cue.tag);
        }
    } else if word & AS != 0 {
        if has(tokens, KNOWN, back(at, 1)) {
            named_thing(tokens, back(at, 1), first, all);
        }
    } else if word & IS != 0 {
        // "our lead candidate is NAME"
        if cue(tokens, back(at, 1)).is_some_and(|cue| cue.tag == Tag::Head && cue.before >= 3)
            || has(tokens, PROGRAM, back(at, 1))
        {
            all.score += 4;
        }
    } else if token.reads(w!("name")) && tokens.is_any(back(at, 1), words!["brand", "trade", "proprietary"]) {
        // "(brand name NAME®)"
        all.score += 3;
    } else if word & CALLED != 0 {
        named_thing(tokens, at, first, all);
    } else if bracket && word & CANDIDATES != 0 {
        // "our vaccine candidate (QSVpreF)"
        let mixed = tokens.is(at, w!("candidate")) && tokens.get(first).case == Case::Mixed;
        all.score += 2 + i32::from(mixed);
    } else if word & COMPANIES != 0 && is_company_of(tokens, at, first) {
        add(all, -6, "compound.not-company");
    } else if at == back(first, 1)
        && is_numbered(tokens, first)
        && tokens.is_any(at, words!["study", "trial", "protocol"])
    {
        add(all, -5, "compound.not-trial");
    } else if token.reads(w!("stage")) && tokens.get(back(at, 1)).class == Class::Dash {
        // "phase II-stage QLV-131"
        all.score += i32::from(tokens.get(end - 1).is_number());
    } else if let Some(cue) = cue(tokens, at) {
        // "a medical device (NAME)"
        if bracket && matches!(cue.tag, Tag::Device | Tag::Platform) {
            add_of(all, -4, cue.tag);
        }
        let beside = at == back(first, 1);
        // "approval of OTC Zorvanta"
        let sold = token.reads(w!("otc")) && !bracket;
        // "this month zelquorin failed", "in year Zorvanta rose": only a number or initials go with them.
        let time = words!["day", "days", "week", "weeks", "month", "months", "year", "years"];
        let word = tokens.get(first).case == Case::Lower && tokens.get(first).len() >= 5;
        let sold = sold || cue.before < 0 && word && end == first + 1 && tokens.is_any(at, time);
        if beside && cue.tag == Tag::Given && approves(tokens, at) {
            // "the FDA approved NAME for adults"; other words may follow what is no name: "approved Medicare coverage"
            let ends = matches!(tokens.get(end).symbol(), Some('(' | ',' | '®' | '™'));
            let goes_on = tokens.is_any(end, words!["for", "to", "as", "in", "based", "following", "under"]);
            all.score += if ends || goes_on { 4 } else { 1 };
        } else if (beside || cue.before > 0 && !bracket) && !sold {
            // "cell therapy QLV-02", "the antibody QLV-02": a number makes it the name of what stands before.
            let named = cue.tag == Tag::Head && cue.before >= 1 && (first..end).any(|at| tokens.get(at).is_number());
            add_of(all, if named { (cue.before + 2).max(3) } else { cue.before }, cue.tag);
        }
    }
}

/// Reads a mark, and what stands before it, on the left of a place; whether it settles what that side says.
fn left_of_mark(
    tokens: &Tokens<'_>,
    (first, end): (usize, usize),
    at: usize,
    bracket: bool,
    all: &mut Evidence,
) -> bool {
    let token = tokens.get(at);
    if token.class == Class::Dash && tokens.get(first).is_glued() {
        if tokens.is(back(at, 1), w!("anti")) {
            add(all, -6, "compound.not-target");
        }
        return true;
    }
    // "Abstract #: QL-108", "Abstract No. QL-108"
    let mut labelled = back(at, 1);
    if matches!(token.symbol(), Some(':' | '#' | '.')) {
        while tokens.get(labelled).is('#') || tokens.is_any(labelled, words!["no", "number", "id"]) {
            labelled = back(labelled, 1);
        }
        if labelled != back(at, 1) || token.is('#') {
            if let Some(cue) = cue(tokens, labelled).filter(|cue| cue.before <= -7) {
                add_of(all, cue.before, cue.tag);
            }
            return true;
        }
    }
    if matches!(token.symbol(), Some(',' | ':')) || token.class == Class::Dash {
        let apposed = token.is(',') && matches!(tokens.get(skip_marks(tokens, end)).symbol(), Some(',' | '.'));
        if apposed && tokens.is_any(back(at, 1), ONE_TRIAL) {
            // "our second trial, NAME, which"
            all.trial = true;
            all.one_trial = true;
        }
        // "its heat stabilization technology, NAME, as a"
        if apposed && tokens.is_any(back(at, 1), words!["technology", "platform"]) {
            add(all, -8, "compound.not-platform");
            return true;
        }
        if let Some(cue) = cue(tokens, back(at, 1)) {
            if cue.tag == Tag::Head && cue.before >= 1 && !bracket {
                // "our vaccine, NAME, was": divided on both sides.
                all.score += i32::from(cue.before.max(3)) + 2 * i32::from(apposed);
            } else if cue.before <= -7 && !(token.is(',') && tokens.is(back(at, 1), w!("form"))) {
                add_of(all, cue.before, cue.tag);
            }
        }
        return true;
    }
    false
}

/// Whether a regulator does what the verb at `verb` says: "the FDA has approved", "Health Canada approved".
pub fn approves(tokens: &Tokens<'_>, verb: usize) -> bool {
    if !tokens.is(verb, w!("approved")) {
        return false;
    }
    let mut who = back(verb, 1);
    while tokens.is_any(
        who,
        words!["has", "have", "had", "also", "recently", "just", "today", "fully", "already", "conditionally"],
    ) {
        who = back(who, 1);
    }
    // "Food and Drug Administration (FDA) approved"
    if tokens.get(who).is(')') {
        who = back(who, 1);
    }
    tokens.is_any(who, words!["fda", "ema", "pmda", "mhra", "tga", "nmpa", "swissmedic", "anvisa", "administration"])
        || tokens.is(who, w!("commission")) && tokens.is(back(who, 1), w!("european"))
        || tokens.is(who, w!("canada")) && tokens.is(back(who, 1), w!("health"))
}

/// Whether the word before a name says whose it is: "biotech company Quillexine".
fn is_company_of(tokens: &Tokens<'_>, at: usize, first: usize) -> bool {
    let kind = tokens.is_any(at, words!["company", "biotech", "firm", "drugmaker", "startup"]);
    let small = tokens.get(at).case == Case::Lower && tokens.get(back(at, 1)).case == Case::Lower;
    kind && small && at == back(first, 1) && matches!(tokens.get(first).case, Case::Capital | Case::Mixed)
}

/// Whether letters, letters and a number are joined by hyphens, as in the number of a trial: `QLV-C-201`.
fn is_numbered(tokens: &Tokens<'_>, first: usize) -> bool {
    let dash = |at: usize| tokens.get(at).class == Class::Dash && tokens.get(at).is_glued();
    dash(first + 1) && dash(first + 3)
}

/// "a trial called NAME": what is named decides.
fn named_thing(tokens: &Tokens<'_>, at: usize, first: usize, all: &mut Evidence) {
    // "the therapy for the disease called QLV14618": no disease has such a name.
    let number = tokens.get(first + 1);
    let dashed = number.class == Class::Dash && number.is_glued();
    let number = if dashed { tokens.get(first + 2) } else { number };
    let code = tokens.get(first).case == Case::Upper && number.is_glued() && number.is_number() && number.len() >= 3;
    // "a study of the drug, called NAME"
    let of = |step: usize| has(tokens, TRIAL, back(at, step)) && has(tokens, OF, back(at, step - 1));
    if tokens.get(back(at, 1)).is(',') && (3..8).any(of) {
        add(all, -5, "compound.not-trial");
        return;
    }
    // "the drug studied in the QUILL trial will be known as QLV5004": the trial is where it was studied.
    let clause = code && (has(tokens, BE, back(at, 1)) || tokens.is(back(at, 1), w!("be")));
    let within = |trial: usize| (1..6).any(|step| has(tokens, IN, back(trial, step)));
    for step in 1..if clause { 16 } else { 5 } {
        let Some(cue) = cue(tokens, back(at, step)) else { continue };
        if tokens.is_any(back(at, step), words!["medicine", "medicines"]) || code && cue.tag == Tag::Disease {
            continue;
        }
        if clause && cue.tag == Tag::Plain && within(back(at, step)) {
            continue;
        }
        let trial = tokens.is_any(back(at, step), words!["trial", "trials", "study", "studies", "program"]);
        match cue.tag {
            _ if trial => add(all, -5, "compound.not-trial"),
            Tag::Platform | Tag::Device | Tag::Biology | Tag::Disease | Tag::Company | Tag::Event => {
                add_of(all, -5, cue.tag);
            }
            Tag::Head => all.score += 4,
            _ => continue,
        }
        return;
    }
    all.score += 2;
}

fn right(tokens: &Tokens<'_>, end: usize, all: &mut Evidence) {
    let token = tokens.get(end);
    if !token.is_word() {
        right_of_mark(tokens, end, all);
    } else if token.gap != Gap::Paragraph {
        right_at(tokens, end, end, all);
    }
}

/// Reads what stands on the right of a place where that is no word.
fn right_of_mark(tokens: &Tokens<'_>, end: usize, all: &mut Evidence) {
    let mut at = skip_marks(tokens, end);
    if tokens.get(at).class == Class::Dash && tokens.get(at).is_glued() && tokens.get(at + 1).is_glued() {
        if let Some(&score) = TAILS.find(tokens, at + 1) {
            // "patients with NAME-resistant disease"
            all.had &= score <= 0;
            add(all, score, "compound.not-target");
        }
        return;
    }
    if matches!(tokens.get(at).symbol(), Some('\'' | '’')) && tokens.is(at + 1, w!("s")) {
        at += 2;
        // "NAME's Zorvanta®", "NAME's ZRX-301": the owner's name.
        let close = (at..at + 8).find(|&index| tokens.get(at).is('(') && tokens.get(index).is(')'));
        if is_owned(tokens, close.map_or(at, |close| close + 1)) {
            add(all, -6, "compound.not-company");
            return;
        }
        // "NAME's first oral candidate": the owner's name, unless a code's.
        let made = (at..at + 5)
            .take_while(|&at| tokens.get(at).case == Case::Lower || tokens.get(at).class == Class::Dash)
            .any(|at| cue(tokens, at).is_some_and(|cue| cue.tag == Tag::Head && cue.before >= 3));
        if made && !tokens.get(end - 1).is_number() && tokens.get(end - 1).case != Case::Lower {
            add(all, -8, "compound.not-company");
            return;
        }
        // "NAME's clinical efficacy" says what "efficacy of NAME" does.
        let mut skipped = usize::from(has(tokens, POTENTIAL, at));
        while has(tokens, LICENSE, at + skipped) {
            skipped += 1;
        }
        if let Some(cue) = cue(tokens, at + skipped)
            && (cue.of >= 3 || skipped >= 2 && has(tokens, FILED, at + skipped))
        {
            all.score += 3;
            return;
        }
    }
    if tokens.get(at).is_glued() && tokens.get(at).is('+') {
        add(all, -5, "compound.not-target");
        return;
    }
    if tokens.get(at).gap == Gap::Paragraph {
        return;
    }
    if tokens.get(at).is('(') {
        // "NAME(TM) (our typing assay)"
        if has(tokens, ARTICLE, at + 1) {
            definition(tokens, at + 1, all);
            return;
        }
        let close = (at..at + 14).find(|&index| tokens.get(index).is(')'));
        // "NAME® (gout)", a heading of a pipeline
        let last = close.map_or(0, |close| close - 1);
        if at > end && last > at && last <= at + 5 && is_disease(tokens, last) {
            all.score += 1;
            return;
        }
        if let Some(close) = close {
            at = close + 1;
        }
    }
    let token = tokens.get(at);
    if matches!(token.symbol(), Some(',')) || token.class == Class::Dash && !token.is_glued() {
        // "NAME, which is on the market"
        let sold = words!["approved", "available", "indicated", "marketed", "sold"];
        let market = tokens.is(at + 3, w!("on")) && tokens.is(at + 5, w!("market"));
        if token.is(',') && tokens.is(at + 1, w!("which")) && (tokens.is_any(at + 3, sold) || market) {
            all.score += if uses(tokens, at + 2) & BE != 0 { 3 } else { 0 };
            return;
        }
        // "NAME, MA – December 13": the place of a dateline.
        let state = tokens.get(at + 1).case == Case::Upper && tokens.get(at + 1).len() == 2;
        let dash = tokens.get(at + 2).class == Class::Dash && tokens.get(at + 2).gap == Gap::Space;
        if token.is(',') && tokens.get(at + 1).gap == Gap::Space && state && (dash || tokens.get(at + 2).is(',')) {
            add(all, -8, "compound.not-label");
            return;
        }
        // "NAME, Inc."
        if token.is(',') && tokens.get(at + 1).case == Case::Capital && tokens.is_any(at + 1, INC) {
            all.company = true;
            add(all, -8, "compound.not-company");
            return;
        }
        if token.is(',')
            && has(tokens, IN, at + 1)
            && tokens.is(at + 2, w!("combination"))
            && tokens.is(at + 3, w!("with"))
        {
            all.score += 4;
            return;
        }
        // After the place of a dateline a sentence begins: "BOSTON — The drug".
        if token.is(',') || tokens.get(at + 1).case == Case::Lower || !has(tokens, ARTICLE, at + 1) {
            definition(tokens, at + 1, all);
        }
        return;
    }
    if token.is_word() || at > end {
        right_at(tokens, end, at, all);
    }
}

/// Uses of words that say something behind a name.
pub const ASKED: u64 = BE | IN | FOR | NET | AND | ADVERB | PLANS | PHASE | RANDOMIZED | PROTEIN;

/// Reads the words that begin at `at`, behind a place and its marks.
fn right_at(tokens: &Tokens<'_>, end: usize, at: usize, all: &mut Evidence) {
    let word = uses(tokens, at);
    // Most words are asked nothing but whether they are a cue.
    let asked = word & ASKED != 0 || at > end || tokens.get(at + 1).class == Class::Dash;
    if asked && right_by_uses(tokens, end, at, word, all) {
        return;
    }
    if let Some(cue) = cue(tokens, at) {
        if word & TRIAL != 0 {
            all.trial = true;
            all.one_trial |= tokens.is_any(at, ONE_TRIAL);
        }
        if cue.tag == Tag::Company {
            let capital = !matches!(tokens.get(at).case, Case::Lower) && at == end;
            if capital {
                all.company = true;
                add(all, cue.after, "compound.not-company");
            }
            return;
        }
        let therapy = cue.tag == Tag::Biology && has(tokens, THERAPY, at + 1);
        add_of(all, if therapy { 2 } else { cue.after }, cue.tag);
    }
}

/// Reads what the words that begin at `at` say by their uses; whether they settle what that side says.
fn right_by_uses(tokens: &Tokens<'_>, end: usize, at: usize, word: u64, all: &mut Evidence) -> bool {
    if word & BE != 0 {
        if is_expressed(tokens, at + 1) {
            add(all, -8, "compound.not-target");
        } else if is_given(tokens, at + 1) {
            all.score += 4;
        } else if has(tokens, IN, at + 1) && has(tokens, PHASE, at + 2) {
            // "NAME is in Phase 3 for"
            all.score += 3;
        } else if is_brand_name(tokens, at + 1) {
            all.score += 4;
        } else {
            definition(tokens, at + 1, all);
        }
        return true;
    }
    if word & IN != 0 && tokens.is(at + 1, w!("combination")) && tokens.is(at + 2, w!("with")) {
        all.score += 4;
        return true;
    }
    if word & IN != 0 && has(tokens, PATIENTS, at + 1) {
        all.score += 2;
        return true;
    }
    if word & FOR != 0 && tokens.is(at + 1, w!("the")) && tokens.is_any(at + 2, words!["treatment", "prevention"]) {
        all.score += 2;
        return true;
    }
    // "NAME™ manufacturing process", not "the NAME manufacturing process"
    if at > end
        && tokens.is_any(at, words!["manufacturing", "production"])
        && tokens.is_any(at + 1, words!["process", "processes", "method"])
    {
        add(all, -5, "compound.not-platform");
        return true;
    }
    // "NAME® transdermal technology"
    let small = |&at: &usize| tokens.get(at).case == Case::Lower && tokens.get(at).gap == Gap::Space;
    let technology = |at: usize| tokens.is_any(at, words!["technology", "technologies", "platform"]);
    if at > end && tokens.get(at).case == Case::Lower && (at + 1..at + 4).take_while(small).any(technology) {
        add(all, -5, "compound.not-platform");
        return true;
    }
    // "NAME 2000 devices", "NAME 3PQ smart device"
    if at > end && is_model(tokens, at) {
        add(all, -5, "compound.not-device");
        return true;
    }
    if word & NET != 0 && tokens.is_any(at + 1, words!["sales", "revenue", "revenues"]) {
        all.score += 2;
        return true;
    }
    // "NAME for posterior uveitis"
    if word & FOR != 0
        && (at + 1..at + 5).take_while(|&at| tokens.get(at).case == Case::Lower).any(|at| is_disease(tokens, at))
    {
        all.score += 1;
        return true;
    }
    // "NAME brand-level sales"
    let brand = tokens.get(at + 1).class == Class::Dash && tokens.is(at, w!("brand"));
    if brand || word & AND != 0 && tokens.get(at).gap != Gap::None {
        return true;
    }
    // "NAME also presented", "NAME plans to": what companies do.
    let plans = if word & ADVERB != 0 { tokens.is_any(at + 1, DONE) } else { word & PLANS != 0 };
    if plans {
        add(all, -6, "compound.not-company");
        return true;
    }
    // "NAME randomized Phase 3 trial"
    let mut beyond = at;
    for _ in 0..4 {
        let word = if beyond == at { word } else { uses(tokens, beyond) };
        let phase = word & PHASE != 0 && (tokens.get(beyond + 1).is_number() || has(tokens, ROMAN, beyond + 1));
        if phase {
            beyond += 2;
            while tokens.get(beyond).is_glued()
                && !matches!(tokens.get(beyond).symbol(), Some('.' | ',' | ')'))
                && beyond < tokens.len()
            {
                beyond += 1;
            }
        } else if word & RANDOMIZED != 0 {
            beyond += 1;
        } else {
            break;
        }
    }
    if beyond > at {
        // "escalation in QLV6000 Phase 1 trial": glued to its letters it is no trial's name.
        let (number, letters) = (tokens.get(end - 1), tokens.get(back(end, 2)));
        let long = number.len() >= 3 || number.len() == 2 && tokens.str(end - 1).starts_with('0');
        let glued = number.is_number() && number.is_glued() && long && letters.case == Case::Upper;
        // Trials have names that can be said: "QLV-RISE Phase 3 study", but "QLV-VSP Phase 3 study".
        let initials = number.case == Case::Upper
            && (3..5).contains(&number.len())
            && tokens.get(back(end, 2)).class == Class::Dash;
        let unsaid = initials && !tokens.str(end - 1).contains(['A', 'E', 'I', 'O', 'U', 'Y']);
        // Nor have trials of their own four digits: "QV-1211 Phase 2b study".
        let dash = back(end, 2);
        let four = number.is_number() && number.len() >= 4 && tokens.get(dash).class == Class::Dash;
        let unsaid =
            unsaid || four && tokens.get(back(dash, 1)).case == Case::Upper && !tokens.get(back(dash, 1)).is_glued();
        if (glued || unsaid) && word & PHASE != 0 {
            return true;
        }
        if has(tokens, TRIAL, beyond) {
            all.trial = true;
            all.one_trial |= tokens.is_any(beyond, ONE_TRIAL);
            return true;
        }
    }
    // "NAME growth factor receptor"
    if word & PROTEIN != 0 {
        let mut last = at + 1;
        while last < at + 4 && has(tokens, PROTEIN, last) {
            last += 1;
        }
        if tokens.is_any(last, words!["receptor", "receptors"]) {
            add(all, -8, "compound.not-target");
            return true;
        }
    }
    false
}

/// Whether a word names a disease.
fn is_disease(tokens: &Tokens<'_>, at: usize) -> bool {
    let known = tokens.is_any(at, words!["cancer", "disease", "disorder", "disorders", "syndrome"]);
    known || tokens.get(at).len() >= 6 && DISEASES.iter().any(|ending| tokens.str(at).ends_with(ending))
}

/// Whether the number of a model stands at a token and a device after it, small words between.
fn is_model(tokens: &Tokens<'_>, at: usize) -> bool {
    if !tokens.get(at).is_number() || tokens.get(at).gap != Gap::Space {
        return false;
    }
    let next = if tokens.get(at + 1).is_glued() && tokens.get(at + 1).is_word() { at + 2 } else { at + 1 };
    let noun = (next..next + 3).find(|&at| cue(tokens, at).is_some());
    noun.is_some_and(|noun| cue(tokens, noun).is_some_and(|cue| cue.tag == Tag::Device))
}

/// Whether the name of a product begins at a token: one on record, with a mark or with a number.
fn is_owned(tokens: &Tokens<'_>, at: usize) -> bool {
    let token = tokens.get(at);
    if token.gap != Gap::Space || !token.is_word() || token.case == Case::Lower || CUES.find(tokens, at).is_some() {
        return false;
    }
    let (first, end) = code::chunk(tokens, at);
    let number = (first..end).any(|at| tokens.get(at).is_number() && tokens.get(at).len() >= 2);
    let marked = skip_marks(tokens, end) > end;
    number && token.case == Case::Upper && OTHER_PREFIXES.find(tokens, at).is_none()
        || marked
        || vocabulary().longest(tokens, at).is_some_and(|known| known.section == Section::Brand)
}

/// "NAME was well tolerated", "NAME has been approved": what is done with drugs alone.
pub fn is_given(tokens: &Tokens<'_>, from: usize) -> bool {
    let mut at = from;
    // "NAME has approved"
    if tokens.is_any(back(from, 1), words!["has", "have"]) && !(from..from + 3).any(|at| tokens.is(at, w!("been"))) {
        return false;
    }
    let done = |at: usize| if DONE_OR_HOW.has(tokens.get(at)) { uses(tokens, at) } else { 0 };
    let mut word = done(at);
    while word & ADVERB != 0 && at < from + 3 {
        at += 1;
        word = done(at);
    }
    word & GIVEN != 0
}

/// What is done with drugs alone, and what stands before that.
static DONE_OR_HOW: Likely<8> = likely(GIVEN | ADVERB);

/// "NAME is highly expressed": what is said of genes and proteins alone.
fn is_expressed(tokens: &Tokens<'_>, from: usize) -> bool {
    let mut small = (from..from + 4).take_while(|&at| at == from || tokens.get(at - 1).case == Case::Lower);
    small.any(|at| IS_EXPRESSED.has(tokens.get(at)) && has(tokens, EXPRESSED, at))
}

/// What is said of genes.
static IS_EXPRESSED: Likely<8> = likely(EXPRESSED);

/// "NAME is its owner's proposed brand name for the combination": but not the one for a pump.
fn is_brand_name(tokens: &Tokens<'_>, from: usize) -> bool {
    let ends = |at: &usize| {
        let token = tokens.get(*at);
        token.gap != Gap::Paragraph && !token.is('.') && !token.is(';')
    };
    let near = tokens.list().get(from..).unwrap_or(&[]).iter().take(13);
    if !near.fold(false, |any, token| any | (token.payload() == w!("name").hash())) {
        return false;
    }
    let mut words = (from..from + 12).take_while(ends);
    let named = words
        .find(|&at| tokens.get(at + 1).reads(w!("name")) && tokens.is_any(at, words!["brand", "trade", "proprietary"]))
        .filter(|&at| has(tokens, FOR | OF, at + 2));
    named.is_some_and(|named| {
        let thing = |at: usize| cue(tokens, at).is_some_and(|cue| matches!(cue.tag, Tag::Platform | Tag::Device));
        !(named + 3..named + 9).take_while(ends).any(thing)
    })
}

/// What a name is said to be: "NAME, an oral small molecule inhibitor of …". The first noun that tells
/// decides: "NAME, a company developing inhibitors" is a company.
fn definition(tokens: &Tokens<'_>, from: usize, all: &mut Evidence) {
    let article = MAY_DEFINE.has(tokens.get(from)) && has(tokens, ARTICLE, from);
    let owner = tokens.get(from).case != Case::Lower && matches!(tokens.get(from + 1).symbol(), Some('\'' | '’'));
    if !article && !owner {
        return;
    }
    let beside = Beside::get();
    let mut of = false;
    for at in from + 1..from + 16 {
        let token = tokens.get(at);
        if token.gap == Gap::Paragraph || matches!(token.symbol(), Some('.' | ';' | ':')) {
            return;
        }
        if !token.is_word() {
            continue;
        }
        // "NAME, a long-acting interferon"
        let substance = |of: bool| {
            let small = !of && token.case == Case::Lower && token.len() >= 6 && vocabulary().begins(token.hash());
            small && vocabulary().longest(tokens, at).is_some_and(|known| known.section != Section::Brand)
        };
        if beside.is_dull(token) {
            if substance(of) && cue(tokens, at).is_none() {
                all.score += 4;
                return;
            }
            continue;
        }
        let word = uses(tokens, at);
        if word & RELATIVE != 0 {
            return;
        }
        // "NAME, an oral form of zelquorin"
        of |= word & OF != 0 && CARRIERS.find(tokens, at - 1).is_none();
        if word & DEFINES != 0 {
            if tokens.is(at, w!("fusion")) && tokens.is_any(at + 1, words!["protein", "proteins"]) {
                all.score += 4;
                return;
            }
            if tokens.is(at, w!("car")) && tokens.is(at + 2, w!("t"))
                || tokens.is(at, w!("car")) && tokens.is(at + 1, w!("t"))
            {
                all.score += 4;
                return;
            }
            // "combined with NAME, a study known as ABC": no definition of it.
            if tokens.is_any(at, words!["study", "trial"]) && tokens.is_any(at + 1, words!["called", "known", "named"])
            {
                return;
            }
            // "NAME, the holder of the application", "NAME, the maker of Zorvanta"
            if tokens.is_any(at, words!["holder", "owner", "maker", "licensee"]) && has(tokens, OF, at + 1) {
                add(all, -6, "compound.not-company");
                return;
            }
            // "NAME, a kit for the preparation of Ga 68 zorbetide"
            if tokens.is(at, w!("kit")) && has(tokens, FOR, at + 1) && tokens.is(at + 3, w!("preparation")) {
                all.score += 4;
                return;
            }
            if tokens.is_any(at, words!["lead", "flagship"]) && has(tokens, PROGRAM, at + 1) {
                all.score += 4;
                return;
            }
            // "NAME, a solution for intravenous administration"
            let form = tokens.is_any(at, words!["solution", "suspension", "tablet", "capsule", "gel", "cream"]);
            let used = |at: usize| tokens.is_any(at, words!["administration", "injection", "infusion", "inhalation"]);
            if form && has(tokens, FOR, at + 1) && (at + 2..at + 7).any(used) {
                all.score += 4;
                return;
            }
            // "NAME, a topical treatment for pain"
            if tokens.is(at, w!("treatment")) && has(tokens, OF | FOR, at + 1) {
                all.score += 4;
                return;
            }
        }
        let Some(cue) = cue(tokens, at) else {
            if substance(of) {
                all.score += 4;
                return;
            }
            continue;
        };
        match cue.tag {
            Tag::Head if modifies(tokens, at) || is_of_platform(tokens, at) => continue,
            // "NAME, a drug development firm"
            Tag::Head if tokens.is_any(at + 1, MAKERS) => continue,
            Tag::Head => {
                all.score += 4;
                return;
            }
            Tag::Company if word & COMPANIES != 0 => {
                if has(tokens, OWN, from) || matches!(tokens.get(at + 1).symbol(), Some('\'' | '’')) {
                    continue;
                }
                add(all, -6, "compound.not-company");
                return;
            }
            // "a patented method using a peptide" may be a drug, "a method for producing" is none.
            Tag::Platform if tokens.is(at, w!("method")) && !has(tokens, FOR, at + 1) => {}
            // "a diagnostic kit for the preparation of", "a diagnostic imaging agent"
            Tag::Device if tokens.is(at, w!("diagnostic")) && cue_after(tokens, at + 1) => {}
            // "a proton pump inhibitor"
            Tag::Device if tokens.is_any(at + 1, words!["inhibitor", "inhibitors", "blocker"]) => {}
            // "patent-pending" says that something is new, not what it is.
            Tag::Patent if tokens.get(at + 1).class == Class::Dash => {}
            Tag::Platform | Tag::Device | Tag::Event | Tag::Scale | Tag::Patent => {
                add_of(all, -5, cue.tag);
                return;
            }
            _ if word & THING != 0 => {
                add_of(all, -3, cue.tag);
                return;
            }
            _ => {}
        }
    }
}

/// Stands before what a name is said to be.
static MAY_DEFINE: Likely<8> = likely(ARTICLE);

/// Whether a kit or an agent follows, small words between.
fn cue_after(tokens: &Tokens<'_>, at: usize) -> bool {
    (at..at + 3).any(|at| tokens.is_any(at, words!["kit", "agent", "radiopharmaceutical", "tracer"]))
}

fn add(all: &mut Evidence, score: i8, rule: &'static str) {
    all.score += i32::from(score);
    if score < -1 {
        all.against = Some(rule);
    }
}

/// The same for what a cue says.
fn add_of(all: &mut Evidence, score: i8, tag: Tag) {
    all.score += i32::from(score);
    if score < -1 {
        all.against = Some(rule_of(tag));
    }
}

fn rule_of(tag: Tag) -> &'static str {
    match tag {
        Tag::Class | Tag::Head => "compound.not-class",
        Tag::Biology => "compound.not-target",
        Tag::Disease => "compound.not-disease",
        Tag::Scale => "compound.not-scale",
        Tag::Platform => "compound.not-platform",
        Tag::Device => "compound.not-device",
        Tag::Event => "compound.not-conference",
        Tag::Patent => "compound.not-patent",
        Tag::Finance => "compound.not-finance",
        Tag::Company => "compound.not-company",
        Tag::Plain | Tag::Given => "compound.not-trial",
        Tag::Stop | Tag::Address => "compound.not-label",
    }
}

/// Whether a hyphen makes the word at `at` part of a modifier: "a drug-focused company".
#[inline]
pub fn modifies(tokens: &Tokens<'_>, at: usize) -> bool {
    let (dash, next) = (tokens.get(at + 1), at + 2);
    dash.class == Class::Dash
        && dash.is_glued()
        && tokens.get(next).is_glued()
        && tokens.is_any(next, words!["focused", "focussed", "centric", "oriented", "stage"])
}

/// Whether the word at `at` only says what a platform is for: "vaccine heat stabilization technology".
fn is_of_platform(tokens: &Tokens<'_>, at: usize) -> bool {
    let goes_on = |&at: &usize| {
        let token = tokens.get(at);
        token.case == Case::Lower
            && token.gap == Gap::Space
            && cue(tokens, at).is_none_or(|cue| cue.tag != Tag::Stop)
            && uses(tokens, at) & (PREPOSITION | RELATIVE | BY | AS) == 0
    };
    let mut next = (at + 1..at + 5).take_while(goes_on);
    next.any(|at| cue(tokens, at).is_some_and(|cue| cue.tag == Tag::Platform))
}

/// Whether the token is ®, ™ or ℠.
#[inline]
pub fn is_mark(tokens: &Tokens<'_>, at: usize) -> bool {
    matches!(tokens.get(at).symbol(), Some('®' | '™' | '℠'))
}

/// The index after ®, ™, (R), (TM) at `at`.
#[inline]
pub fn skip_marks(tokens: &Tokens<'_>, at: usize) -> usize {
    static MARKS: Likely<16> = Likely::NONE.symbol('®').symbol('™').symbol('℠').symbol('(');
    // Mostly a word stands there, or a point or comma.
    if tokens.list().get(at).is_some_and(|&token| MARKS.has(token)) { after_marks(tokens, at) } else { at }
}

/// [`skip_marks`] where such a mark or a bracket stands.
#[inline(never)]
fn after_marks(tokens: &Tokens<'_>, at: usize) -> usize {
    if is_mark(tokens, at) {
        return at + 1;
    }
    if tokens.get(at).is('(') && tokens.get(at + 2).is(')') && tokens.is_any(at + 1, words!["r", "tm", "sm"]) {
        return at + 3;
    }
    at
}

/// `n` tokens back; before the first token it is a place far past the end, where sums do not overflow.
pub fn back(at: usize, n: usize) -> usize {
    at.checked_sub(n).unwrap_or(usize::MAX / 2)
}

/// Whether the place stands where a ticker does: "(Nasdaq: ABCD)", "NYSE American: ABCD".
fn is_ticker(tokens: &Tokens<'_>, first: usize) -> bool {
    // An exchange, the rest of its name, a bracket or a dash, and a colon.
    let near = tokens.list().get(first.saturating_sub(4)..first).unwrap_or(&[]);
    let market = match *near {
        [a, b, c, d] => MARKETS.has(a) | MARKETS.has(b) | MARKETS.has(c) | MARKETS.has(d),
        _ => near.iter().any(|&token| MARKETS.has(token)),
    };
    if !market {
        return false;
    }
    let colon = back(first, 1);
    let marked = tokens.get(colon).is(':');
    // "Aim", a heading over "Zelquotide, …"
    if !marked && tokens.get(first).gap >= Gap::Line {
        return false;
    }
    let mut at = if marked { back(colon, 1) } else { colon };
    let token = tokens.get(at);
    if !token.is_word() && token.class != Class::Dash && !token.is(')') {
        return false;
    }
    if token.is(')') || uses(tokens, at) & MARKET != 0 {
        at = back(at, 1);
    }
    if tokens.get(at).class == Class::Dash {
        at = back(at, 1);
    }
    // "approval of OTC Zorvanta"
    let sold = || !marked && tokens.is(at, w!("otc")) && !tokens.get(back(at, 1)).is('(');
    cue(tokens, at).is_some_and(|cue| cue.before <= EXCHANGE) && !sold()
}

/// Whether the letters at `at`, in brackets, stand for the words before: "chronic heart failure (CHF)".
pub fn is_abbreviation(tokens: &Tokens<'_>, at: usize) -> bool {
    let mut open = back(at, 1);
    if matches!(tokens.get(open).symbol(), Some('“' | '"' | '‘')) {
        open = back(open, 1);
    }
    if !tokens.get(open).is('(') {
        return false;
    }
    let letters = tokens.str(at).chars().filter(|c| c.is_uppercase());
    let mut word = back(open, 1);
    let (mut hits, mut misses, mut total) = (0, 0, 0);
    for letter in letters.rev() {
        total += 1;
        let mut found = false;
        for _ in 0..2 {
            while tokens.get(word).class == Class::Dash {
                word = back(word, 1);
            }
            let initial = tokens.str(word).chars().next();
            if initial.is_some_and(|initial| initial.eq_ignore_ascii_case(&letter)) {
                found = true;
                word = back(word, 1);
                break;
            }
            if tokens.is_any(word, words!["of", "and", "the", "in", "for", "to", "with"]) {
                word = back(word, 1);
            } else {
                break;
            }
        }
        if found {
            hits += 1;
        } else {
            misses += 1;
        }
    }
    total >= 2 && hits > misses && (misses == 0 || total >= 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ticker_is_looked_for_beside_each_exchange() {
        for (word, _) in CUES.rows().filter(|(_, cue)| cue.before <= EXCHANGE) {
            assert!(MARKETS.has(Tokens::new(word).get(0)), "{word}");
        }
    }
}
