//! How many of the words of one text another has. Shared by the tests and by `cargo xtask zoo`.

use std::collections::BTreeMap;

/// The words of a text, without what marks lists and headings, and without the bars of tables.
pub fn words(text: &str) -> Vec<String> {
    let plain = text.replace("\\$", "$").replace(['*', '|', '#', '•', '\\'], " ");
    let words = plain.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_string());
    words.filter(|word| !word.is_empty()).collect()
}

/// The harmonic mean of precision and recall, of words with how often they occur.
pub fn f1(said: &[String], truth: &[String]) -> f64 {
    let mut counts: BTreeMap<&str, i64> = BTreeMap::new();
    for word in truth {
        *counts.entry(word).or_default() += 1;
    }
    let mut both = 0;
    for word in said {
        let count = counts.entry(word).or_default();
        both += i64::from(*count > 0);
        *count -= 1;
    }
    2.0 * both as f64 / (said.len() + truth.len()).max(1) as f64
}
