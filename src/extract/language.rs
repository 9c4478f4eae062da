//! Which language a text is in, by its most common words.
//!
//! In: a text. Out: the name of a language; one other than English only where its words are clearly more. What
//! is found rests on English words; a reader of another language is to know that.

/// A language, and words that are common in it and rare in the others.
static LANGUAGES: &[(&str, &[&str])] = &[
    (ENGLISH, &["the", "of", "and", "with", "for", "that", "was", "has", "its", "from", "this", "are"]),
    ("German", &["der", "und", "das", "mit", "für", "auf", "ist", "von", "eine", "wurde", "nicht", "sich"]),
    ("French", &["les", "des", "une", "dans", "pour", "est", "sur", "avec", "par", "cette", "aux", "qui"]),
    ("Spanish", &["los", "las", "una", "del", "por", "con", "para", "como", "más", "fue", "esta", "sus"]),
    ("Italian", &["gli", "della", "che", "con", "per", "una", "nel", "delle", "sono", "alla", "dei", "questo"]),
    ("Dutch", &["het", "een", "van", "met", "voor", "zijn", "niet", "werd", "deze", "naar", "aan", "ook"]),
    ("Portuguese", &["dos", "uma", "para", "com", "não", "pela", "foi", "são", "mais", "sobre", "nos", "essa"]),
];
/// Words that are looked at.
const MOST: usize = 2000;
/// With fewer common words nothing is said.
const LEAST: usize = 8;

/// The one that what is found rests on.
pub const ENGLISH: &str = "English";

/// The language, if it can be told.
///
/// ```
/// use eosin::extract::language::language;
/// let german = "Der Umsatz wurde mit 5 Millionen Euro angegeben, und das Ergebnis ist für die Gruppe nicht \
///     von Bedeutung.";
/// assert_eq!(language(german), Some("German"));
/// let english = "The company has the results of its trial, and that was with the drug for this and that.";
/// assert_eq!(language(english), Some("English"));
/// assert_eq!(language("Imatinib, 300 mg"), None);
/// ```
pub fn language(text: &str) -> Option<&'static str> {
    let words = text.split(|character: char| !character.is_alphabetic()).filter(|word| !word.is_empty());
    let words: Vec<String> = words.take(MOST).map(str::to_lowercase).collect();
    let count = |known: &[&str]| words.iter().filter(|word| known.contains(&word.as_str())).count();
    let counts = LANGUAGES.iter().map(|(name, known)| (*name, count(known)));
    let english = LANGUAGES.first().map_or(0, |(_, known)| count(known));
    let (name, most) = counts.max_by_key(|(_, count)| *count)?;
    (most >= LEAST && (name == ENGLISH || most > 2 * english)).then_some(name)
}
