//! Words that a date may begin with, and the words that tell a number from a year.
//!
//! One row per word, folded. Months are in `calendar::written`. Source of the words: ordinary English
//! of company news; no outside table.

use crate::extract::calendar::written::MONTHS;
use crate::extract::lex::{Class, Lexicon, Likely, Roles, Token, Tokens, lexicon, words};
use crate::extract::mention::Modifier;

/// What a word can do at the start of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// `Friday`; Monday is 1.
    Weekday(u8),
    /// `third`, also `latter` and `back` in `latter half`.
    Ordinal(u8),
    /// `three` in `three months ended`.
    Cardinal(u8),
    /// `quarter ended`, `quarterly period ended`.
    Quarter,
    /// `half` in `half-year 2025`.
    Half,
    /// `year ended`, `year-end`, `year to date`.
    Year,
    /// `month of`, `week of`.
    Week,
    /// `period ended`, `transition period ended`.
    Period,
    /// `full` in `full year`.
    Full,
    /// `fiscal`, `financial`.
    Fiscal,
    /// `calendar`.
    Calendar,
    /// `FY` glued to its year.
    Fy,
    /// `CY`.
    Cy,
    /// `Q`.
    Q,
    /// `H`.
    H,
    /// `YTD`, and `LTM`, which wants its end.
    Ytd,
    /// `YE`, `EOY`: wants a year.
    YearEnd,
    /// `early`, `mid`, `late`: stands directly before.
    Part(Modifier),
    /// `end`, `beginning`: wants "of".
    Edge(Modifier),
    /// `later this year`, `earlier this month`.
    Shift(Modifier),
    /// `today`: days from the anchor.
    Day(i8),
    /// `this`, `last`, `next`: units from the anchor.
    Near(i8),
    /// `prior`, `previous`, `current`: likewise, and an article belongs to it.
    Said(i8),
    /// `the`: only before the former.
    The,
    /// Season, by its TIMEX3 code.
    Season(&'static str),
    /// `between 2015 and 2019`.
    Between,
    /// `noon`, `midnight`, before a day.
    Hour(u8),
    /// `http`, `www`: nothing up to the next blank.
    Address,
}

/// Words with a role.
pub static WORDS: Lexicon<Role, 256> = lexicon!(Role; ROLES);

const ROLES: &[(&str, Role)] = &[
    ("monday", Role::Weekday(1)),
    ("mon", Role::Weekday(1)),
    ("tuesday", Role::Weekday(2)),
    ("tues", Role::Weekday(2)),
    ("tue", Role::Weekday(2)),
    ("wednesday", Role::Weekday(3)),
    ("wed", Role::Weekday(3)),
    ("thursday", Role::Weekday(4)),
    ("thurs", Role::Weekday(4)),
    ("thu", Role::Weekday(4)),
    ("friday", Role::Weekday(5)),
    ("fri", Role::Weekday(5)),
    ("saturday", Role::Weekday(6)),
    ("sat", Role::Weekday(6)),
    ("sunday", Role::Weekday(7)),
    ("sun", Role::Weekday(7)),
    ("first", Role::Ordinal(1)),
    ("second", Role::Ordinal(2)),
    ("third", Role::Ordinal(3)),
    ("fourth", Role::Ordinal(4)),
    ("latter", Role::Ordinal(2)),
    ("back", Role::Ordinal(2)),
    ("one", Role::Cardinal(1)),
    ("two", Role::Cardinal(2)),
    ("three", Role::Cardinal(3)),
    ("four", Role::Cardinal(4)),
    ("five", Role::Cardinal(5)),
    ("six", Role::Cardinal(6)),
    ("seven", Role::Cardinal(7)),
    ("eight", Role::Cardinal(8)),
    ("nine", Role::Cardinal(9)),
    ("ten", Role::Cardinal(10)),
    ("eleven", Role::Cardinal(11)),
    ("twelve", Role::Cardinal(12)),
    ("thirteen", Role::Cardinal(13)),
    ("quarter", Role::Quarter),
    ("quarters", Role::Quarter),
    ("quarterly", Role::Quarter),
    ("half", Role::Half),
    ("year", Role::Year),
    ("years", Role::Year),
    ("yearend", Role::Year),
    ("period", Role::Period),
    ("transition", Role::Period),
    ("week", Role::Week),
    ("month", Role::Week),
    ("full", Role::Full),
    ("fiscal", Role::Fiscal),
    ("financial", Role::Fiscal),
    ("calendar", Role::Calendar),
    ("fy", Role::Fy),
    ("fye", Role::Fy),
    ("cy", Role::Cy),
    ("q", Role::Q),
    ("h", Role::H),
    ("hy", Role::H),
    ("fq", Role::Q),
    ("ytd", Role::Ytd),
    ("ltm", Role::Ytd),
    ("ttm", Role::Ytd),
    ("ye", Role::YearEnd),
    ("eoy", Role::YearEnd),
    ("early", Role::Part(Modifier::Start)),
    ("mid", Role::Part(Modifier::Mid)),
    ("midyear", Role::Part(Modifier::Mid)),
    ("late", Role::Part(Modifier::End)),
    ("end", Role::Edge(Modifier::End)),
    ("close", Role::Edge(Modifier::End)),
    ("beginning", Role::Edge(Modifier::Start)),
    ("start", Role::Edge(Modifier::Start)),
    ("middle", Role::Edge(Modifier::Mid)),
    ("later", Role::Shift(Modifier::End)),
    ("earlier", Role::Shift(Modifier::Start)),
    ("today", Role::Day(0)),
    ("tonight", Role::Day(0)),
    ("yesterday", Role::Day(-1)),
    ("tomorrow", Role::Day(1)),
    ("this", Role::Near(0)),
    ("last", Role::Near(-1)),
    ("next", Role::Near(1)),
    ("prior", Role::Said(-1)),
    ("previous", Role::Said(-1)),
    ("preceding", Role::Said(-1)),
    ("current", Role::Said(0)),
    ("coming", Role::Said(1)),
    ("following", Role::Said(1)),
    ("the", Role::The),
    ("spring", Role::Season("SP")),
    ("summer", Role::Season("SU")),
    ("autumn", Role::Season("FA")),
    ("fall", Role::Season("FA")),
    ("winter", Role::Season("WI")),
    ("between", Role::Between),
    ("noon", Role::Hour(12)),
    ("midnight", Role::Hour(0)),
    ("http", Role::Address),
    ("https", Role::Address),
    ("www", Role::Address),
];

/// What tokens that a date may begin at, and those beside them, may be.
pub static BESIDE: Roles = {
    let mut roles = Roles::NONE
        .words(WORDS.words(), BEHIND)
        .words(MONTHS.words(), BEHIND | ANY << WANTS | TAIL)
        .list(words!["midyear", "yearend"], ANY << WANTS)
        .list(words!["ended", "ending", "ago", "before", "of", "to", "in", "part"], BEHIND)
        .list(words!["morning", "afternoon", "evening", "night", "past"], BEHIND)
        .list(words!["year", "years", "month", "months", "week", "weeks", "day", "days"], LENGTH)
        .words(TAILS.words(), TAIL)
        .symbols(&['.', ':', '/', '&'], TAIL)
        .class(Class::Dash, TAIL)
        .list(words!["and"], JOINT)
        .symbols(&[',', '&'], JOINT);
    let mut row = 0;
    #[allow(clippy::indexing_slicing)] // runs in the compiler
    while row < ROLES.len() {
        roles = roles.word(ROLES[row].0, wants(ROLES[row].1) << WANTS);
        row += 1;
    }
    roles
};

/// It goes on with a word that begins a date.
pub const BEHIND: u8 = 1;
/// It is what a number in words counts in a length of time.
pub const LENGTH: u8 = 2;
/// What stands behind any word.
pub const ANY: u8 = 4;
/// How far up the bits are of what a word wants behind it.
pub const WANTS: u32 = 3;
/// It makes a date of the small number before it.
pub const TAIL: u8 = 64;
/// It joins the days of a list.
pub const JOINT: u8 = 128;

/// What a word with a role wants behind it, where a word stands there: without it, it begins no date.
const fn wants(role: Role) -> u8 {
    match role {
        Role::Cardinal(_) => LENGTH,
        Role::Near(_) | Role::Said(_) | Role::The | Role::Part(_) | Role::Edge(_) => BEHIND,
        Role::Full | Role::Fiscal | Role::Calendar | Role::Year | Role::Q | Role::H => BEHIND,
        _ => ANY,
    }
}

/// What may begin a date: a word with a role, or a month.
static LIKELY: Likely<64> = Likely::of(WORDS.words()).and(MONTHS.words());

/// Whether a word may begin a date. `false` is certain.
#[inline]
pub fn is_likely(token: Token) -> bool {
    token.is_word() && LIKELY.has(token)
}

/// What a word makes of the small number before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tail {
    /// `27th`
    Ordinal,
    /// `8 a.m.`, `12 noon`
    Hour,
    /// `3Q16`, `1H25`, `9M 2024`; `18h00` too
    Label,
    /// `22 months`
    Length,
    /// `17 of November`
    Of,
    /// `10 to 13 September`; `7 to 9 p.m.` too
    Joint,
}

/// Words, other than months, that make a date of the small number before them.
pub static TAILS: Lexicon<Tail, 64> = lexicon!(Tail; [
    ("st", Tail::Ordinal),
    ("nd", Tail::Ordinal),
    ("rd", Tail::Ordinal),
    ("th", Tail::Ordinal),
    ("am", Tail::Hour),
    ("pm", Tail::Hour),
    ("a", Tail::Hour),
    ("p", Tail::Hour),
    ("noon", Tail::Hour),
    ("q", Tail::Label),
    ("h", Tail::Label),
    ("m", Tail::Label),
    ("qfy", Tail::Label),
    ("mfy", Tail::Label),
    ("hfy", Tail::Label),
    ("hy", Tail::Label),
    ("year", Tail::Length),
    ("years", Tail::Length),
    ("month", Tail::Length),
    ("months", Tail::Length),
    ("week", Tail::Length),
    ("weeks", Tail::Length),
    ("day", Tail::Length),
    ("days", Tail::Length),
    ("of", Tail::Of),
    ("to", Tail::Joint),
    ("and", Tail::Joint),
    ("through", Tail::Joint),
]);

/// They and the months.
static LIKELY_TAIL: Likely<8> = Likely::of(TAILS.words()).and(MONTHS.words());

/// Whether a token may be a word that makes a date of the number before it. `false` is certain.
#[inline]
pub fn may_be_tail(token: Token) -> bool {
    token.is_word() && LIKELY_TAIL.has(token)
}

/// Why a number that looks like a year is none, by the word before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Before {
    /// `Room 2016`, `ISO 2000`: a name or a place.
    Number,
    /// `Act 2006`, and `Act of 1934`.
    Law,
    /// `approximately 2000`.
    About,
    /// `in 2016`: a year if anything.
    Year,
}

/// Words before a number.
pub static BEFORE: Lexicon<Before, 256> = lexicon!(Before; [
    ("room", Before::Number),
    ("suite", Before::Number),
    ("ste", Before::Number),
    ("booth", Before::Number),
    ("booths", Before::Number),
    ("box", Before::Number),
    ("floor", Before::Number),
    ("building", Before::Number),
    ("hall", Before::Number),
    ("unit", Before::Number),
    ("stand", Before::Number),
    ("abstract", Before::Number),
    ("abstracts", Before::Number),
    ("poster", Before::Number),
    ("session", Before::Number),
    ("page", Before::Number),
    ("pages", Before::Number),
    ("section", Before::Number),
    ("article", Before::Number),
    ("rule", Before::Number),
    ("item", Before::Number),
    ("no", Before::Number),
    ("nos", Before::Number),
    ("number", Before::Number),
    ("id", Before::Number),
    ("code", Before::Number),
    ("passcode", Before::Number),
    ("pin", Before::Number),
    ("ext", Before::Number),
    ("extension", Before::Number),
    ("iso", Before::Number),
    ("iec", Before::Number),
    ("form", Before::Number),
    ("figure", Before::Number),
    ("version", Before::Number),
    ("patent", Before::Number),
    ("publication", Before::Number),
    ("lot", Before::Number),
    ("cas", Before::Number),
    ("russell", Before::Number),
    ("fortune", Before::Number),
    ("people", Before::Number),
    ("vision", Before::Number),
    ("horizon", Before::Number),
    ("fund", Before::Number),
    ("france", Before::Number),
    ("agenda", Before::Number),
    ("plan", Before::Number),
    ("windows", Before::Number),
    ("office", Before::Number),
    ("global", Before::Number),
    ("level", Before::Number),
    ("tel", Before::Number),
    ("phone", Before::Number),
    ("fax", Before::Number),
    ("score", Before::Number),
    ("age", Before::Number),
    ("aged", Before::Number),
    ("postcode", Before::Number),
    ("act", Before::Law),
    ("acts", Before::Law),
    ("law", Before::Law),
    ("directive", Before::Law),
    ("regulation", Before::Law),
    ("regulations", Before::Law),
    ("statute", Before::Law),
    ("ordinance", Before::Law),
    ("treaty", Before::Law),
    ("amendments", Before::Law),
    ("approximately", Before::About),
    ("nearly", Before::About),
    ("roughly", Before::About),
    ("than", Before::About),
    ("least", Before::About),
    ("exceeding", Before::About),
    ("enrolled", Before::About),
    ("enrolling", Before::About),
    ("enroll", Before::About),
    ("randomized", Before::About),
    ("only", Before::About),
    ("in", Before::Year),
    ("since", Before::Year),
    ("by", Before::Year),
    ("of", Before::Year),
    ("during", Before::Year),
    ("until", Before::Year),
    ("till", Before::Year),
    ("through", Before::Year),
    ("throughout", Before::Year),
    ("for", Before::Year),
    ("from", Before::Year),
    ("to", Before::Year),
    ("into", Before::Year),
    ("and", Before::Year),
    ("or", Before::Year),
    ("versus", Before::Year),
    ("vs", Before::Year),
    ("the", Before::Year),
    ("entering", Before::Year),
    ("entire", Before::Year),
    ("before", Before::Year),
    ("after", Before::Year),
    ("beyond", Before::Year),
    ("late", Before::Year),
    ("due", Before::Year),
    ("with", Before::Year),
    ("comparable", Before::Year),
    ("our", Before::Year),
    ("its", Before::Year),
    ("closing", Before::Year),
    ("on", Before::Year),
]);

/// What the word after a number makes of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum After {
    /// `2016 patients`
    Count,
    /// `2024 Annual Meeting`: the head of an event's name.
    Event,
    /// `2024 Powell Street`
    Street,
    /// `2018 Equity Incentive Plan`
    Name,
    /// `2026 convertible notes`: a word between the year and the head of the name.
    Paper,
    /// `2024 ASCO`
    Congress,
    /// `Lugano 2014 criteria`
    Standard,
    /// `2024 Financial Results`: the year is a year.
    Report,
}

/// What the table says of the word at `at`: of most it says nothing.
pub fn after(t: &Tokens<'_>, at: usize) -> Option<&'static After> {
    if LIKELY_AFTER.has(t.get(at)) { AFTER.find(t, at) } else { None }
}

static LIKELY_AFTER: Likely<64> = Likely::of(AFTER.words());

/// Words after a number.
static AFTER: Lexicon<After, 512> = lexicon!(After; [
    ("patients", After::Count),
    ("patient", After::Count),
    ("subjects", After::Count),
    ("participants", After::Count),
    ("people", After::Count),
    ("persons", After::Count),
    ("individuals", After::Count),
    ("adults", After::Count),
    ("children", After::Count),
    ("women", After::Count),
    ("men", After::Count),
    ("infants", After::Count),
    ("volunteers", After::Count),
    ("cases", After::Count),
    ("deaths", After::Count),
    ("shares", After::Count),
    ("warrants", After::Count),
    ("units", After::Count),
    ("options", After::Count),
    ("employees", After::Count),
    ("samples", After::Count),
    ("sites", After::Count),
    ("centers", After::Count),
    ("hospitals", After::Count),
    ("cells", After::Count),
    ("copies", After::Count),
    ("genes", After::Count),
    ("compounds", After::Count),
    ("molecules", After::Count),
    ("mg", After::Count),
    ("ml", After::Count),
    ("kg", After::Count),
    ("iu", After::Count),
    ("nm", After::Count),
    ("liters", After::Count),
    ("litres", After::Count),
    ("square", After::Count),
    ("dollars", After::Count),
    ("million", After::Count),
    ("billion", After::Count),
    ("thousand", After::Count),
    ("times", After::Count),
    ("days", After::Count),
    ("hours", After::Count),
    ("minutes", After::Count),
    ("weeks", After::Count),
    ("months", After::Count),
    ("points", After::Count),
    ("countries", After::Count),
    ("members", After::Count),
    ("doses", After::Count),
    ("vials", After::Count),
    ("attendees", After::Count),
    ("physicians", After::Count),
    ("scientists", After::Count),
    ("meters", After::Count),
    ("miles", After::Count),
    ("conference", After::Event),
    ("conferences", After::Event),
    ("congress", After::Event),
    ("agm", After::Event),
    ("egm", After::Event),
    ("meeting", After::Event),
    ("meetings", After::Event),
    ("symposium", After::Event),
    ("symposia", After::Event),
    ("summit", After::Event),
    ("forum", After::Event),
    ("expo", After::Event),
    ("convention", After::Event),
    ("awards", After::Event),
    ("workshop", After::Event),
    ("seminar", After::Event),
    ("sessions", After::Event),
    ("showcase", After::Event),
    ("roundtable", After::Event),
    ("prize", After::Event),
    ("games", After::Event),
    ("olympics", After::Event),
    ("day", After::Event),
    ("week", After::Event),
    ("annual", After::Event),
    ("event", After::Event),
    ("street", After::Street),
    ("st", After::Street),
    ("avenue", After::Street),
    ("ave", After::Street),
    ("drive", After::Street),
    ("dr", After::Street),
    ("road", After::Street),
    ("rd", After::Street),
    ("boulevard", After::Street),
    ("blvd", After::Street),
    ("parkway", After::Street),
    ("pkwy", After::Street),
    ("lane", After::Street),
    ("court", After::Street),
    ("plaza", After::Street),
    ("way", After::Street),
    ("place", After::Street),
    ("highway", After::Street),
    ("plan", After::Name),
    ("plans", After::Name),
    ("notes", After::Name),
    ("debentures", After::Name),
    ("bonds", After::Name),
    ("convertible", After::Paper),
    ("exchangeable", After::Paper),
    ("senior", After::Paper),
    ("subordinated", After::Paper),
    ("secured", After::Paper),
    ("unsecured", After::Paper),
    ("equity", After::Paper),
    ("stock", After::Paper),
    ("share", After::Paper),
    ("option", After::Paper),
    ("incentive", After::Paper),
    ("inducement", After::Paper),
    ("omnibus", After::Paper),
    ("purchase", After::Paper),
    ("award", After::Event),
    // Congresses of medicine by their societies' abbreviations, as their own pages write them.
    ("aacr", After::Congress),
    ("aaic", After::Congress),
    ("aad", After::Congress),
    ("aan", After::Congress),
    ("aao", After::Congress),
    ("aasld", After::Congress),
    ("acc", After::Congress),
    ("acg", After::Congress),
    ("ada", After::Congress),
    ("aes", After::Congress),
    ("aha", After::Congress),
    ("arvo", After::Congress),
    ("asco", After::Congress),
    ("ascrs", After::Congress),
    ("asgct", After::Congress),
    ("ash", After::Congress),
    ("asn", After::Congress),
    ("asrs", After::Congress),
    ("astct", After::Congress),
    ("astro", After::Congress),
    ("ats", After::Congress),
    ("aua", After::Congress),
    ("croi", After::Congress),
    ("ctad", After::Congress),
    ("ddw", After::Congress),
    ("eacr", After::Congress),
    ("eanm", After::Congress),
    ("easd", After::Congress),
    ("easl", After::Congress),
    ("ebmt", After::Congress),
    ("eha", After::Congress),
    ("endo", After::Congress),
    ("ers", After::Congress),
    ("esgct", After::Congress),
    ("esmo", After::Congress),
    ("eular", After::Congress),
    ("iaslc", After::Congress),
    ("idsa", After::Congress),
    ("isth", After::Congress),
    ("jpm", After::Congress),
    ("sabcs", After::Congress),
    ("sitc", After::Congress),
    ("snmmi", After::Congress),
    ("sno", After::Congress),
    ("uegw", After::Congress),
    ("wclc", After::Congress),
    ("criteria", After::Standard),
    ("criterion", After::Standard),
    ("classification", After::Standard),
    ("guideline", After::Standard),
    ("guidelines", After::Standard),
    ("recommendations", After::Standard),
    ("consensus", After::Standard),
    ("response", After::Standard),
    ("staging", After::Standard),
    ("definition", After::Standard),
    ("scale", After::Standard),
    ("results", After::Report),
    ("result", After::Report),
    ("financial", After::Report),
    ("report", After::Report),
    ("highlights", After::Report),
    ("guidance", After::Report),
    ("update", After::Report),
    ("quarter", After::Report),
    ("year", After::Report),
    ("outlook", After::Report),
    ("business", After::Report),
    ("and", After::Report),
]);

/// How a time zone is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Zone {
    /// `ET`
    Short,
    /// `Eastern`, before "Standard Time" and the like.
    Long,
}

/// Time zones that releases name.
pub static ZONES: Lexicon<Zone, 128> = lexicon!(Zone; [
    ("et", Zone::Short),
    ("est", Zone::Short),
    ("edt", Zone::Short),
    ("pt", Zone::Short),
    ("pst", Zone::Short),
    ("pdt", Zone::Short),
    ("ct", Zone::Short),
    ("cst", Zone::Short),
    ("cdt", Zone::Short),
    ("mt", Zone::Short),
    ("mst", Zone::Short),
    ("mdt", Zone::Short),
    ("cet", Zone::Short),
    ("cest", Zone::Short),
    ("gmt", Zone::Short),
    ("utc", Zone::Short),
    ("bst", Zone::Short),
    ("aest", Zone::Short),
    ("aedt", Zone::Short),
    ("awst", Zone::Short),
    ("jst", Zone::Short),
    ("kst", Zone::Short),
    ("hkt", Zone::Short),
    ("sgt", Zone::Short),
    ("ist", Zone::Short),
    ("idt", Zone::Short),
    ("eet", Zone::Short),
    ("eest", Zone::Short),
    ("wib", Zone::Short),
    ("eastern", Zone::Long),
    ("pacific", Zone::Long),
    ("central", Zone::Long),
    ("mountain", Zone::Long),
    ("london", Zone::Long),
    ("local", Zone::Long),
    ("new", Zone::Long),
    ("greenwich", Zone::Long),
    ("israel", Zone::Long),
]);

/// Words before "May", "March", "April", "June" and "August" that tell a month.
pub static MONTH_LEADS: Lexicon<(), 128> = lexicon!((); [
    ("in", ()),
    ("of", ()),
    ("by", ()),
    ("until", ()),
    ("till", ()),
    ("since", ()),
    ("during", ()),
    ("early", ()),
    ("mid", ()),
    ("late", ()),
    ("last", ()),
    ("next", ()),
    ("this", ()),
    ("from", ()),
    ("to", ()),
    ("through", ()),
    ("and", ()),
    ("or", ()),
    ("for", ()),
    ("before", ()),
    ("after", ()),
    ("end", ()),
    ("on", ()),
    ("between", ()),
    ("beginning", ()),
    ("starting", ()),
    ("per", ()),
    ("ending", ()),
    ("ended", ()),
    ("around", ()),
    ("throughout", ()),
    ("upcoming", ()),
    ("into", ()),
    ("month", ()),
    ("later", ()),
    ("past", ()),
    ("previous", ()),
    ("each", ()),
    ("every", ()),
    ("with", ()),
]);

/// The fiscal year that is usual among the companies of an exchange.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// Its last month.
    pub end: u32,
    /// It bears the year it begins in.
    pub by_start: bool,
    /// The letters stand for nothing else, so that no colon need follow.
    pub alone: bool,
}

/// Exchanges of countries whose companies mostly have a fiscal year of their own: July to June in
/// Australia, April to March in India and Japan, as their tax years are or were.
pub static EXCHANGES: Lexicon<Exchange, 16> = lexicon!(Exchange; [
    ("asx", Exchange { end: 6, by_start: false, alone: true }),
    ("nse", Exchange { end: 3, by_start: false, alone: false }),
    ("bse", Exchange { end: 3, by_start: false, alone: false }),
    ("tse", Exchange { end: 3, by_start: true, alone: false }),
    ("tyo", Exchange { end: 3, by_start: true, alone: false }),
]);

/// Whether a word speaks of what is over or of what is to come, or sets one beside the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tense {
    /// `was`
    Back,
    /// `will`
    Ahead,
    /// `compared` with or to what was before
    Compared,
    /// `versus` what was before
    Beside,
    /// `rose` from what was before
    Changed,
}

/// Words that tell which April is meant.
static TENSES: Lexicon<Tense, 256> = lexicon!(Tense; [
    ("was", Tense::Back),
    ("were", Tense::Back),
    ("ended", Tense::Back),
    ("reported", Tense::Back),
    ("announced", Tense::Back),
    ("completed", Tense::Back),
    ("received", Tense::Back),
    ("since", Tense::Back),
    ("presented", Tense::Back),
    ("granted", Tense::Back),
    ("published", Tense::Back),
    ("initiated", Tense::Back),
    ("had", Tense::Back),
    ("appointed", Tense::Back),
    ("entered", Tense::Back),
    ("launched", Tense::Back),
    ("acquired", Tense::Back),
    ("previously", Tense::Back),
    ("closed", Tense::Back),
    ("raised", Tense::Back),
    ("opened", Tense::Back),
    ("signed", Tense::Back),
    ("secured", Tense::Back),
    ("dosed", Tense::Back),
    ("began", Tense::Back),
    ("started", Tense::Back),
    ("came", Tense::Back),
    ("back", Tense::Back),
    ("submitted", Tense::Back),
    ("filed", Tense::Back),
    ("approved", Tense::Back),
    ("accepted", Tense::Back),
    ("issued", Tense::Back),
    ("paid", Tense::Back),
    ("sold", Tense::Back),
    ("enrolled", Tense::Back),
    ("treated", Tense::Back),
    ("amended", Tense::Back),
    ("will", Tense::Ahead),
    ("come", Tense::Ahead),
    ("expects", Tense::Ahead),
    ("expected", Tense::Ahead),
    ("expect", Tense::Ahead),
    ("anticipate", Tense::Ahead),
    ("anticipates", Tense::Ahead),
    ("anticipated", Tense::Ahead),
    ("plan", Tense::Ahead),
    ("plans", Tense::Ahead),
    ("planned", Tense::Ahead),
    ("by", Tense::Ahead),
    ("until", Tense::Ahead),
    ("upcoming", Tense::Ahead),
    ("forward", Tense::Ahead),
    ("to", Tense::Ahead),
    ("scheduled", Tense::Ahead),
    ("intends", Tense::Ahead),
    ("target", Tense::Ahead),
    ("targeted", Tense::Ahead),
    ("into", Tense::Ahead),
    ("through", Tense::Ahead),
    ("begin", Tense::Ahead),
    ("beginning", Tense::Ahead),
    ("starting", Tense::Ahead),
    ("track", Tense::Ahead),
    ("may", Tense::Ahead),
    ("could", Tense::Ahead),
    ("opens", Tense::Ahead),
    ("compared", Tense::Compared),
    ("compares", Tense::Compared),
    ("comparing", Tense::Compared),
    ("versus", Tense::Beside),
    ("vs", Tense::Beside),
    ("against", Tense::Beside),
    ("than", Tense::Beside),
    ("down", Tense::Changed),
    ("up", Tense::Changed),
    ("increased", Tense::Changed),
    ("increase", Tense::Changed),
    ("increasing", Tense::Changed),
    ("decreased", Tense::Changed),
    ("decrease", Tense::Changed),
    ("decreasing", Tense::Changed),
    ("rose", Tense::Changed),
    ("grew", Tense::Changed),
    ("fell", Tense::Changed),
    ("declined", Tense::Changed),
    ("improved", Tense::Changed),
]);

/// Words that are likely to tell one.
static LIKELY_TENSE: Likely<16> = Likely::of(TENSES.words());

/// What the word at `at` tells of its tense.
#[inline]
pub fn tense(tokens: &Tokens<'_>, at: usize) -> Option<Tense> {
    if LIKELY_TENSE.has(tokens.get(at)) { TENSES.find(tokens, at).copied() } else { None }
}
