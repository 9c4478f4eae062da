//! Rows only: words that wake the kind, and what is measured.

use crate::extract::lex::{Lexicon, List, lexicon, words};

/// What a word begins or ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wake {
    /// Ends a percentage: "43 percent".
    Percent,
    /// Begins a ratio: "p = 0.03".
    Measure,
    /// Begins an interval: "CI 1.2-3.4".
    Interval,
}

/// Words that wake the kind.
pub static WAKES: Lexicon<Wake, 32> = lexicon!(Wake; [
    ("percent", Wake::Percent),
    ("p", Wake::Measure),
    ("hr", Wake::Measure),
    ("hazard", Wake::Measure),
    ("odds", Wake::Measure),
    ("relative", Wake::Measure),
    ("ci", Wake::Interval),
    ("confidence", Wake::Interval),
]);

/// What is measured, and how it is called; the longer words first.
pub static MEASURES: &[(&List, &str)] = &[
    (words!["objective", "response", "rate"], "ORR"),
    (words!["overall", "response", "rate"], "ORR"),
    (words!["orr"], "ORR"),
    (words!["complete", "response", "rate"], "CR"),
    (words!["complete", "response"], "CR"),
    (words!["complete", "remission"], "CR"),
    (words!["cr"], "CR"),
    (words!["partial", "response"], "PR"),
    (words!["disease", "control", "rate"], "DCR"),
    (words!["dcr"], "DCR"),
    (words!["clinical", "benefit", "rate"], "CBR"),
    (words!["free", "survival"], "PFS"),
    (words!["pfs"], "PFS"),
    (words!["overall", "survival"], "OS"),
    (words!["response", "rate"], "response rate"),
    (words!["survival", "rate"], "survival rate"),
    (words!["hazard", "ratio"], "hazard ratio"),
    (words!["hr"], "hazard ratio"),
    (words!["odds", "ratio"], "odds ratio"),
    (words!["relative", "risk"], "relative risk"),
    (words!["p"], "p"),
    (words!["hba1c"], "HbA1c"),
];
