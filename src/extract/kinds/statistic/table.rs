//! Rows only: words that wake the kind, and what is measured.

use crate::extract::lex::Lexicon;
use crate::extract::lex::lexicon;

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
pub static MEASURES: &[(&[&str], &str)] = &[
    (&["objective", "response", "rate"], "ORR"),
    (&["overall", "response", "rate"], "ORR"),
    (&["orr"], "ORR"),
    (&["complete", "response", "rate"], "CR"),
    (&["complete", "response"], "CR"),
    (&["complete", "remission"], "CR"),
    (&["cr"], "CR"),
    (&["partial", "response"], "PR"),
    (&["disease", "control", "rate"], "DCR"),
    (&["dcr"], "DCR"),
    (&["clinical", "benefit", "rate"], "CBR"),
    (&["free", "survival"], "PFS"),
    (&["pfs"], "PFS"),
    (&["overall", "survival"], "OS"),
    (&["response", "rate"], "response rate"),
    (&["survival", "rate"], "survival rate"),
    (&["hazard", "ratio"], "hazard ratio"),
    (&["hr"], "hazard ratio"),
    (&["odds", "ratio"], "odds ratio"),
    (&["relative", "risk"], "relative risk"),
    (&["p"], "p"),
    (&["hba1c"], "HbA1c"),
];
