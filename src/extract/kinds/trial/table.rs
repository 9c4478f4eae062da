//! Rows only: registers of trials, words beside the name of a trial.
//!
//! Source of the registers: the list of primary registries of the World Health Organization.

use crate::extract::lex::Lexicon;
use crate::extract::lex::lexicon;

/// Letters before the number of a trial, and how many digits it has at least.
pub static REGISTERS: Lexicon<usize, 32> = lexicon!(usize; [
    ("nct", 8),
    ("isrctn", 8),
    ("actrn", 14),
    ("chictr", 8),
    ("jrct", 10),
    ("umin", 9),
    ("drks", 8),
    ("ntr", 4),
    ("irct", 10),
    ("pactr", 14),
]);

/// Words that a trial's name stands beside.
pub static TRIALS: Lexicon<(), 8> = lexicon!((); [("trial", ()), ("trials", ()), ("study", ()), ("studies", ())]);

/// Words between a trial's name and "trial".
pub static BETWEEN: Lexicon<(), 64> = lexicon!((); [
    ("phase", ()),
    ("clinical", ()),
    ("pivotal", ()),
    ("registrational", ()),
    ("randomized", ()),
    ("randomised", ()),
    ("confirmatory", ()),
    ("ongoing", ()),
    ("extension", ()),
    ("open", ()),
    ("label", ()),
    ("global", ()),
    ("i", ()),
    ("ii", ()),
    ("iii", ()),
    ("replication", ()),
    ("platform", ()),
    ("basket", ()),
    ("main", ()),
]);

/// Words in capitals that are no name of a trial.
pub static NOT_NAMES: Lexicon<(), 128> = lexicon!((); [
    ("adhd", ()),
    ("aids", ()),
    ("asco", ()),
    ("barda", ()),
    ("cmv", ()),
    ("copd", ()),
    ("covid", ()),
    ("crispr", ()),
    ("ebola", ()),
    ("emea", ()),
    ("esmo", ()),
    ("form", ()),
    ("glp", ()),
    ("hbv", ()),
    ("hcv", ()),
    ("hiv", ()),
    ("hpv", ()),
    ("hsv", ()),
    ("kras", ()),
    ("mash", ()),
    ("mdma", ()),
    ("mhra", ()),
    ("mrna", ()),
    ("nasdaq", ()),
    ("nash", ()),
    ("nmibc", ()),
    ("nsclc", ()),
    ("nyse", ()),
    ("pdufa", ()),
    ("ptsd", ()),
    ("rmat", ()),
    ("rsv", ()),
    ("sars", ()),
    ("sclc", ()),
    ("sirna", ()),
    ("tnbc", ()),
    ("this", ()),
    ("that", ()),
    ("with", ()),
    ("from", ()),
    ("week", ()),
    ("part", ()),
    ("cohort", ()),
    ("stage", ()),
    ("type", ()),
    ("item", ()),
    ("section", ()),
    ("table", ()),
    ("figure", ()),
    ("january", ()),
    ("february", ()),
    ("march", ()),
    ("april", ()),
    ("may", ()),
    ("june", ()),
    ("july", ()),
]);
