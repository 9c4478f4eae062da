//! Small words around a name, and what each is good for.
//!
//! A word may serve several times, so it stands here once, with a set of uses: one look-up tells all of
//! them.

use crate::extract::lex::{Folded, Lexicon, Likely, Tokens, lexicon};

/// Stands between a cue and the name.
pub const BETWEEN: u64 = 1 << 0;
/// Before "for" and the name of a product; after other words a disease follows.
pub const FILED: u64 = 1 << 1;
/// Says that a name is a company's.
pub const COMPANIES: u64 = 1 << 2;
/// `of`, `for`, `in`, `to`, `on`, `into`.
pub const PREPOSITION: u64 = 1 << 3;
/// `of`
pub const OF: u64 = 1 << 4;
/// `for`
pub const FOR: u64 = 1 << 5;
/// `in`
pub const IN: u64 = 1 << 6;
/// `as`
pub const AS: u64 = 1 << 7;
/// `is`
pub const IS: u64 = 1 << 8;
/// `and`
pub const AND: u64 = 1 << 9;
/// `with`, `by`
pub const BY: u64 = 1 << 10;
/// Before "as" and another name.
pub const KNOWN: u64 = 1 << 11;
/// `program`, `product`
pub const PROGRAM: u64 = 1 << 12;
/// Before the name of whatever comes before it.
pub const CALLED: u64 = 1 << 13;
/// Before names in brackets.
pub const CANDIDATES: u64 = 1 << 14;
/// A trial.
pub const TRIAL: u64 = 1 << 15;
/// Between "NAME's" and what is said of drugs.
pub const POTENTIAL: u64 = 1 << 16;
/// Before what a name is, or what was done with it.
pub const BE: u64 = 1 << 17;
/// After "NAME in".
pub const PATIENTS: u64 = 1 << 18;
/// `phase`
pub const PHASE: u64 = 1 << 19;
/// The number of a phase.
pub const ROMAN: u64 = 1 << 20;
/// Between a name and "trial".
pub const RANDOMIZED: u64 = 1 << 21;
/// `therapy`
pub const THERAPY: u64 = 1 << 22;
/// Between "was" and "approved".
pub const ADVERB: u64 = 1 << 23;
/// What is done with drugs alone.
pub const GIVEN: u64 = 1 << 24;
/// Before what a name is said to be.
pub const ARTICLE: u64 = 1 << 25;
/// `the`, `our`, `its`
pub const OWN: u64 = 1 << 26;
/// Ends what a name is said to be.
pub const RELATIVE: u64 = 1 << 27;
/// Says that a name is that of something else.
pub const THING: u64 = 1 << 28;
/// Between the first name of a receptor and "receptor".
pub const PROTEIN: u64 = 1 << 29;
/// `biologics license application`
pub const LICENSE: u64 = 1 << 30;
/// What is said of genes and proteins alone.
pub const EXPRESSED: u64 = 1 << 31;
/// Between "generic" and "of" a brand.
pub const VERSION: u64 = 1 << 32;
/// `product`, `net`: before "sales".
pub const NET: u64 = 1 << 33;
/// What companies do.
pub const PLANS: u64 = 1 << 34;
/// May tell what a name is said to be, with the words beside it.
pub const DEFINES: u64 = 1 << 35;
/// Says that a thing has another name.
pub const RENAMED: u64 = 1 << 36;
/// Between such words and the other name.
pub const UNDER: u64 = 1 << 37;
/// The last of both before the name.
pub const NAMING: u64 = 1 << 38;
/// Between a name and its short form.
pub const SAYS: u64 = 1 << 39;
/// After the name of an exchange, or before it.
pub const MARKET: u64 = 1 << 40;

/// The uses of small words: all but the eight above.
pub const SMALL: u64 = NET - 1;

static WORDS: Lexicon<u64, 512> = lexicon!(u64; ROWS);

const ROWS: &[(&str, u64)] = &[
    ("a", ARTICLE),
    ("abbreviated", SAYS),
    ("activator", PROTEIN),
    ("adjunctive", BETWEEN),
    ("administered", GIVEN),
    ("adults", PATIENTS),
    ("agreed", PLANS),
    ("aka", RENAMED | NAMING),
    ("alpha", PROTEIN),
    ("already", ADVERB),
    ("also", ADVERB | RENAMED | SAYS),
    ("american", MARKET),
    ("amplified", EXPRESSED),
    ("an", ARTICLE),
    ("and", AND | SAYS),
    ("anda", FILED),
    ("anticipates", PLANS),
    ("antitumor", POTENTIAL),
    ("application", FILED),
    ("applications", FILED),
    ("approval", FILED),
    ("approvals", FILED),
    ("approved", GIVEN),
    ("arca", MARKET),
    ("are", BE),
    ("as", AS | RENAMED | NAMING | SAYS),
    ("authorization", FILED),
    ("be", UNDER),
    ("been", ADVERB),
    ("being", ADVERB),
    ("believes", PLANS),
    ("beta", PROTEIN),
    ("biologics", LICENSE),
    ("biotech", COMPANIES),
    ("bla", FILED),
    ("brand", UNDER),
    ("branded", BETWEEN),
    ("by", BY),
    ("ca", MARKET),
    ("called", CALLED | RENAMED | NAMING),
    ("candidate", CANDIDATES),
    ("candidates", CANDIDATES),
    ("capital", MARKET),
    ("capsule", DEFINES),
    ("car", DEFINES),
    ("center", COMPANIES),
    ("chemically", RENAMED),
    ("children", PATIENTS),
    ("clearance", FILED),
    ("clinical", POTENTIAL | RANDOMIZED),
    ("cm", MARKET),
    ("combination", PATIENTS),
    ("commercially", UNDER),
    ("commonly", UNDER | SAYS),
    ("company", COMPANIES | THING),
    ("compound", CANDIDATES),
    ("compounds", CANDIDATES),
    ("confirmatory", RANDOMIZED),
    ("corporation", COMPANIES),
    ("cream", DEFINES),
    ("currently", ADVERB),
    ("daily", BETWEEN),
    ("data", FILED),
    ("designated", KNOWN),
    ("designation", FILED),
    ("disease", THING),
    ("disorder", THING),
    ("dose", BETWEEN),
    ("dosed", GIVEN),
    ("downregulated", EXPRESSED),
    ("drug", CANDIDATES | LICENSE),
    ("drugs", CANDIDATES),
    ("dubbed", CALLED),
    ("encoded", EXPRESSED),
    ("eu", UNDER),
    ("exclusivity", FILED),
    ("equivalent", VERSION),
    ("expects", PLANS),
    ("expressed", EXPRESSED),
    ("factor", PROTEIN),
    ("filing", FILED),
    ("first", ADVERB),
    ("flagship", DEFINES),
    ("for", PREPOSITION | FOR | RELATIVE),
    ("firm", COMPANIES),
    ("drugmaker", COMPANIES),
    ("formerly", RENAMED | NAMING),
    ("foundation", COMPANIES),
    ("fully", ADVERB),
    ("fusion", DEFINES),
    ("gel", DEFINES),
    ("generally", ADVERB),
    ("generic", BETWEEN | UNDER),
    ("given", GIVEN),
    ("global", RANDOMIZED | MARKET),
    ("growth", PROTEIN),
    ("has", BE),
    ("have", BE),
    ("healthy", PATIENTS),
    ("high", BETWEEN),
    ("holder", DEFINES),
    ("hormone", PROTEIN),
    ("human", BETWEEN),
    ("i", ROMAN),
    ("ii", ROMAN),
    ("iii", ROMAN),
    ("in", PREPOSITION | IN),
    ("ind", FILED),
    ("indicated", GIVEN),
    ("infused", GIVEN),
    ("inhaled", BETWEEN),
    ("injected", GIVEN),
    ("institute", COMPANIES),
    ("intends", PLANS),
    ("into", PREPOSITION),
    ("intranasal", BETWEEN),
    ("intrathecal", BETWEEN),
    ("intratumoral", BETWEEN),
    ("intravenous", BETWEEN),
    ("intravesical", BETWEEN),
    ("intravitreal", BETWEEN),
    ("investigational", BETWEEN),
    ("is", IS | BE | SAYS),
    ("its", BETWEEN | ARTICLE | OWN),
    ("kit", DEFINES),
    ("known", KNOWN | RENAMED | SAYS),
    ("label", FILED | RANDOMIZED),
    ("lead", BETWEEN | DEFINES),
    ("leader", THING),
    ("license", LICENSE),
    ("licensee", DEFINES),
    ("like", PROTEIN),
    ("liposomal", BETWEEN),
    ("low", BETWEEN),
    ("maa", FILED),
    ("maker", DEFINES),
    ("market", MARKET),
    ("marketed", KNOWN | GIVEN | RENAMED),
    ("marketing", LICENSE),
    ("molecules", CANDIDATES),
    ("multicenter", RANDOMIZED),
    ("mutated", EXPRESSED),
    ("name", UNDER | NAMING),
    ("named", CALLED | RENAMED | NAMING),
    ("names", UNDER | NAMING),
    ("nda", FILED),
    ("net", NET),
    ("new", LICENSE),
    ("not", ADVERB),
    ("novel", BETWEEN),
    ("now", ADVERB),
    ("of", PREPOSITION | OF),
    ("often", SAYS),
    ("on", PREPOSITION),
    ("ongoing", RANDOMIZED),
    ("open", BETWEEN | RANDOMIZED),
    ("oral", BETWEEN),
    ("our", BETWEEN | ARTICLE | OWN),
    ("overall", POTENTIAL),
    ("overexpressed", EXPRESSED),
    ("owner", DEFINES),
    ("patients", PATIENTS),
    ("pegylated", BETWEEN),
    ("peptide", PROTEIN),
    ("pharma", COMPANIES),
    ("phase", PHASE),
    ("pivotal", RANDOMIZED),
    ("plans", PLANS),
    ("plasminogen", PROTEIN),
    ("potential", POTENTIAL),
    ("preclinical", POTENTIAL),
    ("prescribed", GIVEN),
    ("previously", RENAMED | NAMING),
    ("product", PROGRAM | NET),
    ("program", FILED | PROGRAM | CANDIDATES),
    ("programs", CANDIDATES),
    ("proprietary", UNDER),
    ("randomized", RANDOMIZED),
    ("readout", FILED),
    ("recombinant", BETWEEN),
    ("referred", RENAMED | SAYS),
    ("related", PROTEIN),
    ("releasing", PROTEIN),
    ("results", FILED),
    ("rights", FILED),
    ("safely", ADVERB),
    ("sales", FILED),
    ("sbla", FILED),
    ("select", MARKET),
    ("single", BETWEEN),
    ("snda", FILED),
    ("sold", KNOWN | RENAMED),
    ("solution", DEFINES),
    ("stimulating", PROTEIN),
    ("startup", COMPANIES),
    ("studies", FILED | TRIAL),
    ("study", FILED | TRIAL | THING | DEFINES),
    ("subcutaneous", BETWEEN),
    ("submission", FILED),
    ("submissions", FILED),
    ("supplemental", LICENSE),
    ("suspension", DEFINES),
    ("tablet", DEFINES),
    ("termed", CALLED),
    ("that", RELATIVE),
    ("the", BETWEEN | ARTICLE | OWN | UNDER),
    ("their", ARTICLE),
    ("therapies", THERAPY),
    ("therapy", THERAPY),
    ("to", PREPOSITION | RENAMED | SAYS),
    ("tolerated", GIVEN),
    ("topical", BETWEEN),
    ("trade", UNDER),
    ("tradename", UNDER | NAMING),
    ("treatment", DEFINES),
    ("trial", FILED | TRIAL | THING | DEFINES),
    ("trials", FILED | TRIAL),
    ("type", PROTEIN),
    ("under", UNDER),
    ("university", COMPANIES),
    ("update", FILED),
    ("upregulated", EXPRESSED),
    ("us", UNDER),
    ("v", MARKET),
    ("version", VERSION),
    ("virus", THING),
    ("was", BE),
    ("weekly", BETWEEN),
    ("well", ADVERB),
    ("were", BE),
    ("which", RELATIVE),
    ("who", RELATIVE),
    ("with", BY | RELATIVE),
    ("your", ARTICLE),
];

/// The uses of the word at `at`; none for other words.
#[inline]
pub fn uses(tokens: &Tokens<'_>, at: usize) -> u64 {
    static LIKELY: Likely<64> = likely(u64::MAX);
    if LIKELY.has(tokens.get(at)) { WORDS.find(tokens, at).copied().unwrap_or(0) } else { 0 }
}

/// Calls back with the hash of each word, and its uses.
pub fn each_use(mut see: impl FnMut(u32, u64)) {
    WORDS.hashes().for_each(|(hash, &uses)| see(hash, uses));
}

/// The words that serve any of these uses.
pub const fn likely<const BLOCKS: usize>(uses: u64) -> Likely<BLOCKS> {
    let (mut row, mut words) = (0, Likely::NONE);
    #[allow(clippy::indexing_slicing)] // below the length
    while row < ROWS.len() {
        if ROWS[row].1 & uses != 0 {
            words = words.word(Folded::of(ROWS[row].0));
        }
        row += 1;
    }
    words
}
