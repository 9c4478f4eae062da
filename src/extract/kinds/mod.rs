//! The registry of kinds. A new kind is one folder here and two lines: `mod` and a row of the table.
//!
//! A kind is two statics: what it is called ([`Kind`]), which every program needs that shows mentions, and what
//! finds it ([`Recogniser`]), which the page has in a module apart. `find` sees the whole document and adds what it
//! found. It cannot fail.

pub mod compound;
pub mod date;
pub mod dose;
pub mod issuer;
pub mod money;
pub mod statistic;
pub mod trial;
pub mod wake;

use std::sync::OnceLock;

use serde::{Deserialize, Serialize};

use super::calendar::Date;
use super::document::Document;
use super::lex::Tokens;
use super::mention::{Attribute, Certainty, Mention, Rejection, RuleId, Value};
use super::span::Span;
use wake::{Awake, Wakes};

/// Every kind, in the order in which the page shows them. Where mentions of two kinds overlap and
/// are of one length, the earlier row wins, and any kind wins over one that [yields](Standing). `find`
/// runs from the last row to the first, so that an earlier row may look at what the later ones found;
/// kinds that yield run after all others, which never see them. Rules of a reader's own come after all of
/// this and win over it: [`super::rules::ruled`].
macro_rules! table {
    ($($kind:ident,)+) => {
        /// Every kind.
        pub static ALL: [&Kind; COUNT] = [$(&$kind::KIND),+];

        /// What finds each.
        static RECOGNISERS: [&Recogniser; COUNT] = [$(&$kind::RECOGNISER),+];

        const COUNT: usize = [$(stringify!($kind)),+].len();
    };
}

table! {
    compound,
    dose,
    date,
    money,
    issuer,
    trial,
    statistic,
}

/// A kind of mention.
#[derive(Debug)]
pub struct Kind {
    /// Stable name, for CSS, standoff and case files.
    pub id: &'static str,
    /// Heading, in the singular.
    pub title: &'static str,
    /// Heading, in the plural.
    pub plural: &'static str,
    /// One character that stands for it where colour cannot.
    pub glyph: &'static str,
    /// Whether the page shows it, and whether it gives way.
    pub standing: Standing,
}

/// What finds the mentions of a kind.
#[derive(Debug)]
pub struct Recogniser {
    /// Says which tokens wake it: [`Scan::awake`]. For one that looks at every token, nothing.
    pub wakes: fn(&mut Wakes),
    /// Finds all mentions of it.
    pub find: fn(&Scan<'_>, &mut Found),
}

/// How a kind stands to the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Shown.
    Main,
    /// Shown; it yields to a main kind where they overlap.
    Beside,
    /// Shown when asked for; it yields likewise.
    OnDemand,
}

impl Standing {
    /// Whether the page shows it from the start.
    pub const fn is_shown(self) -> bool {
        !matches!(self, Standing::OnDemand)
    }

    /// Whether it gives way to main kinds.
    pub const fn yields(self) -> bool {
        !matches!(self, Standing::Main)
    }
}

/// A row of [`ALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct KindId(u8);

impl KindId {
    /// How many there are.
    pub const COUNT: usize = COUNT;

    /// The kind with this id.
    pub fn of(id: &str) -> Option<KindId> {
        ALL.iter().position(|kind| kind.id == id).map(|row| KindId(row as u8))
    }

    /// The first row of [`ALL`].
    pub const fn first() -> KindId {
        KindId(0)
    }

    /// Every kind, in the order of [`ALL`].
    pub fn all() -> impl DoubleEndedIterator<Item = KindId> {
        (0..ALL.len()).map(|row| KindId(row as u8))
    }

    /// Its place in [`ALL`].
    pub fn row(self) -> usize {
        usize::from(self.0)
    }

    /// The kind itself.
    pub fn kind(self) -> &'static Kind {
        ALL.get(usize::from(self.0)).copied().unwrap_or(&compound::KIND)
    }
}

/// Some of the kinds: a bit for each row of [`ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Kinds(u32);

const _: () = assert!(ALL.len() <= u32::BITS as usize);

impl Kinds {
    /// Whether a kind is among them.
    pub const fn contains(self, kind: KindId) -> bool {
        self.0 & (1 << kind.0) != 0
    }

    /// Puts a kind in where it is not, and takes it out where it is.
    pub const fn toggle(&mut self, kind: KindId) {
        self.0 ^= 1 << kind.0;
    }

    /// Takes a kind out, and says whether it was in.
    pub const fn remove(&mut self, kind: KindId) -> bool {
        let was = self.contains(kind);
        self.0 &= !(1 << kind.0);
        was
    }

    /// They, in the order of [`ALL`].
    pub fn iter(self) -> impl Iterator<Item = KindId> {
        KindId::all().filter(move |&kind| self.contains(kind))
    }
}

impl FromIterator<KindId> for Kinds {
    fn from_iter<T: IntoIterator<Item = KindId>>(kinds: T) -> Kinds {
        Kinds(kinds.into_iter().fold(0, |bits, kind| bits | 1 << kind.0))
    }
}

impl From<KindId> for String {
    fn from(id: KindId) -> String {
        id.kind().id.to_string()
    }
}

impl TryFrom<String> for KindId {
    type Error = String;

    fn try_from(id: String) -> Result<KindId, String> {
        KindId::of(&id).ok_or_else(|| format!("no kind is called {id}"))
    }
}

/// What is known of a document from outside.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Context {
    /// The day that relative expressions resolve against where the text has no dateline.
    pub reference: Option<Date>,
}

/// A document as the kinds see it.
#[derive(Debug)]
pub struct Scan<'a> {
    /// Text and structure.
    pub document: &'a Document,
    /// Its tokens.
    pub tokens: Tokens<'a>,
    /// Which of them wake which kind.
    pub awake: Awake,
    /// What is known from outside.
    pub context: &'a Context,
}

/// What the kinds have found so far.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// Mentions, in any order.
    pub mentions: Vec<Mention>,
    /// Look-alikes turned down.
    pub rejections: Vec<Rejection>,
    current: Option<KindId>,
}

impl Found {
    /// Makes room for so many mentions that are about to be added.
    pub fn expect(&mut self, mentions: usize) {
        self.mentions.reserve_exact(mentions);
    }

    /// Adds a mention of the kind that is running.
    pub fn add(
        &mut self,
        span: Span,
        value: Value,
        rule: &'static str,
        certainty: Certainty,
        attributes: Vec<Attribute>,
    ) {
        let kind = self.current.unwrap_or(KindId(0));
        make_room(&mut self.mentions);
        self.mentions.push(Mention { span, kind, value, rule: RuleId::new(rule), certainty, attributes });
    }

    /// Notes a look-alike of the kind that is running.
    pub fn reject(&mut self, span: Span, rule: &'static str) {
        let kind = self.current.unwrap_or(KindId(0));
        make_room(&mut self.rejections);
        self.rejections.push(Rejection { span, kind, rule: RuleId::new(rule) });
    }
}

/// Makes room for one more, and for a quarter of them where there is none: a book's mentions are a third of all that
/// is held while it is analysed, and twice as much room as they need would be too.
fn make_room<T>(list: &mut Vec<T>) {
    if list.len() == list.capacity() {
        list.reserve_exact(list.len() / 4 + 16);
    }
}

impl<'a> Scan<'a> {
    /// Makes a document ready for the kinds.
    pub fn new(document: &'a Document, context: &'a Context) -> Scan<'a> {
        Scan::of(document, Tokens::new(&document.text), context)
    }

    /// The same with tokens that were made of this document's text before.
    pub(super) fn of(document: &'a Document, tokens: Tokens<'a>, context: &'a Context) -> Scan<'a> {
        let awake = Awake::new(&tokens);
        Scan { document, tokens, awake, context }
    }
}

/// Makes the recognisers' tables ready, once; the first text does it otherwise.
pub fn ready() {
    wake::ready();
}

/// Runs every kind.
pub fn find_all(scan: &Scan<'_>) -> Found {
    // About one in so many tokens tells of something: room for all that a release says, which are not moved time and
    // again then; a book's are.
    let room = (scan.tokens.len() / 32).min(128);
    let mut found = Found { mentions: Vec::with_capacity(room), rejections: Vec::with_capacity(room), current: None };
    for kind in ORDER {
        find(kind, scan, &mut found);
    }
    found
}

/// All kinds, as they run: from the last row to the first, those that yield behind the others.
#[allow(clippy::indexing_slicing)] // runs in the compiler
const ORDER: [KindId; COUNT] = {
    let (mut order, mut next, mut row) = ([KindId(0); COUNT], 0, 2 * COUNT);
    while row > 0 {
        row -= 1;
        if ALL[row % COUNT].standing.yields() == (row < COUNT) {
            order[next] = KindId((row % COUNT) as u8);
            next += 1;
        }
    }
    assert!(next == COUNT);
    order
};

/// Runs one kind. Another may look at what it found.
pub fn find(kind: KindId, scan: &Scan<'_>, found: &mut Found) {
    found.current = Some(kind);
    if let Some(recogniser) = RECOGNISERS.get(kind.row()) {
        (recogniser.find)(scan, found);
    }
}

/// Finds the mentions in a few words, in a program that has the recognisers in a module apart.
pub type FindIn = fn(&str, &Context) -> Vec<Mention>;

static ELSEWHERE: OnceLock<FindIn> = OnceLock::new();

/// Says how, once; [`find_in`] finds nothing before.
pub fn elsewhere(find: FindIn) {
    ELSEWHERE.get_or_init(|| find);
}

/// Runs every kind over a few words: here, or where the program has its recognisers.
pub fn find_in(words: &str, context: &Context) -> Vec<Mention> {
    #[cfg(feature = "recognisers")]
    return find_all(&Scan::new(&Document::new("", words), context)).mentions;
    #[cfg(not(feature = "recognisers"))]
    return ELSEWHERE.get().map_or_else(Vec::new, |find| find(words, context));
}
