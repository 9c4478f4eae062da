//! `--rules`: a file of rules of one's own.

use std::io;
use std::path::Path;
use std::time::Instant;

use eosin::export::rules;
use eosin::extract::Analysis;
use eosin::extract::rules::{Example, Pack, Text, applied, check, look};

/// The rules of a file; none where none was given.
pub struct Rules {
    pack: Pack,
    start: Instant,
}

impl Rules {
    /// Reads the file. Rules whose own tests fail are refused, as the page refuses to save them.
    pub fn read(path: Option<&Path>) -> io::Result<Rules> {
        let pack = match path {
            None => Pack::default(),
            Some(path) => {
                let named = |error: &dyn std::fmt::Display| io::Error::other(format!("{}: {error}", path.display()));
                let text = std::fs::read_to_string(path).map_err(|error| named(&error))?;
                rules::read(&text).map_err(|error| named(&error))?
            }
        };
        let rules = Rules { pack, start: Instant::now() };
        for rule in rules.pack.rules.iter().filter(|rule| rule.on) {
            let texts: Vec<Text> = rule.tests.iter().map(|line| Example::of(line).to_text()).collect();
            for looked in look(std::slice::from_ref(rule), &texts, &|| rules.milliseconds()) {
                let problem = looked.fault.as_ref().map(ToString::to_string);
                let wrong = || rule.tests.iter().zip(check(rule, &looked)).find_map(|(line, said)| Some((line, said?)));
                let problem =
                    problem.or_else(|| wrong().map(|(line, said)| format!("its test “{line}” fails. {said}")));
                if let Some(problem) = problem {
                    return Err(io::Error::other(format!("the rule “{}”: {problem}", rule.name)));
                }
            }
        }
        Ok(rules)
    }

    fn milliseconds(&self) -> f64 {
        self.start.elapsed().as_secs_f64() * 1000.0
    }

    /// Uses them. One that cannot be used on this document is reported, and the others go on.
    pub fn apply(&self, analysis: Analysis) -> Analysis {
        let (analysis, faults) = applied(analysis, &self.pack.rules, &|| self.milliseconds());
        for (at, fault) in faults {
            let name = self.pack.rules.get(at).map_or("", |rule| &rule.name);
            eprintln!("eosin: {}: the rule “{name}”: {fault}", analysis.document.name);
        }
        analysis
    }
}
