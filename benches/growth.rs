//! How the time grows with the size of a text, and what texts made to be slow take.
//!
//! Run by `cargo xtask bench`. Prints the exponent of time against size that fits the texts of the corpus, one after
//! another up to 10 MB, and for each text of [`HOSTILE`] how many times as long a byte takes as in them on the average,
//! each read by itself.

mod corpus;

use std::fs;
use std::time::Instant;

use eosin::extract::{Context, analyse, read};

/// Sizes that are timed, in bytes.
const SIZES: [usize; 7] = [10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000];
/// Size of a hostile text, in bytes.
const HOSTILE_SIZE: usize = 300_000;

/// What hostile texts repeat; `#` is a number that counts up, `@` letters that do.
const HOSTILE: &[&str] = &[
    "dose of Zorb-@ and ",
    "treated with QLV@-@ (QLV@), ",
    "QLV-# ",
    "QLV-# (Zorb@), formerly QLV-# and ",
    "Zorb@®, ",
    "the drug Zorb ",
    "a",
    "A-",
    "(",
    ")",
    "[(\"",
    ".",
    ". A",
    "- ",
    "1",
    "1 ",
    "1,",
    "1-",
    "1/",
    "1.",
    "# ",
    "$",
    "$1 to ",
    "$1,000 and ",
    "million ",
    "5 mg/",
    "5 mg, ",
    "5 mg and 10 ",
    "mg ",
    "5 × 10^",
    "Nov. ",
    "Nov. 17, 2016 to ",
    "2024-01-",
    "quarter of ",
    "the second ",
    "Inc. ",
    "Zorb Inc. (Nasdaq: ",
    "the QUINCE-# study, ",
    "Phase ",
    "Phase 1/2/",
    "p < 0.05, ",
    "95% CI ",
    "QLV 1700 and 1900, ",
    "177Lu-",
    "[177Lu]",
    "®",
    "\u{ad}",
    "é",
    "µ",
    "²",
    "\n",
    "\r\n\r\n- ",
    "a\tb\n",
    "x (y, ",
    "’s ",
    "https://",
    "@",
    "<",
    "* ",
    "\\$",
];

fn main() {
    let releases = corpus::texts();
    let mut points = Vec::new();
    for size in SIZES {
        let text: String = releases
            .iter()
            .cycle()
            .flat_map(|text| [text.as_str(), "\n\n"])
            .scan(0, |length, part| {
                let before = *length;
                *length += part.len();
                (before < size).then_some(part)
            })
            .collect();
        let taken = time(&[text.as_str()]);
        println!("size\t{}\t{:.1}", text.len(), text.len() as f64 / 1e6 / taken);
        points.push(((text.len() as f64).ln(), taken.ln()));
    }
    println!("exponent\t{:.3}", slope(&points));
    let mean = |texts: &[&str]| time(texts) / texts.iter().map(|text| text.len()).sum::<usize>() as f64;
    let all: Vec<&str> = releases.iter().map(String::as_str).collect();
    let usual = (0..5).map(|_| mean(&all)).fold(f64::INFINITY, f64::min);
    println!("mean\t{:.1}", 1e-6 / usual);
    let mut worst: (f64, &str) = (0.0, "");
    for unit in HOSTILE {
        let ratio = mean(&[&hostile(unit, HOSTILE_SIZE)]) / usual;
        println!("hostile\t{unit:?}\t{ratio:.2}");
        worst = if ratio > worst.0 { (ratio, unit) } else { worst };
    }
    println!("worst\t{:?}\t{:.2}", worst.1, worst.0);
}

/// The mean of some times that texts take, in seconds: as many as the coarse clock needs.
fn time(texts: &[&str]) -> f64 {
    let begin = Instant::now();
    let start = seconds(begin);
    let mut times = 0;
    loop {
        for document in texts.iter().filter_map(|text| read(text.as_bytes(), "text.txt").ok()) {
            std::hint::black_box(analyse(document, &Context::default()));
        }
        times += 1;
        let passed = seconds(begin) - start;
        if passed > 0.2 {
            return passed / f64::from(times);
        }
    }
}

/// The time that this thread has run, where Linux tells it: others do not count then. Else time as it goes by.
fn seconds(begin: Instant) -> f64 {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let run = told.and_then(|told| told.split(' ').next()?.parse::<f64>().ok());
    run.map_or_else(|| begin.elapsed().as_secs_f64(), |nanoseconds| nanoseconds / 1e9)
}

/// The slope of the line that fits best.
fn slope(points: &[(f64, f64)]) -> f64 {
    let count = points.len() as f64;
    let mean = |of: fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / count;
    let (x, y) = (mean(|point| point.0), mean(|point| point.1));
    let (mut both, mut square) = (0.0, 0.0);
    for point in points {
        both += (point.0 - x) * (point.1 - y);
        square += (point.0 - x).powi(2);
    }
    both / square
}

fn hostile(unit: &str, size: usize) -> String {
    let mut text = String::with_capacity(size + 64);
    let mut count = 100u32;
    while text.len() < size {
        count += 1;
        for character in unit.chars() {
            match character {
                '#' => text.push_str(&count.to_string()),
                '@' => text.extend(count.to_string().bytes().map(|digit| char::from(b'A' + (digit - b'0')))),
                other => text.push(other),
            }
        }
    }
    text
}
