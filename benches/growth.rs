//! How the time grows with the size of a text, and what texts made to be slow take.
//!
//! Run by `cargo xtask bench`. Prints the exponent of time against size that fits the texts of the corpus, one after
//! another, in parts of 10 KB to 10 MB, and for each text of [`hostile::UNITS`] how many times as long a byte takes as in
//! them on the average, each read by itself.

mod corpus;
mod hostile;

use std::fs;
use std::time::Instant;

use eosin::extract::{Context, analyse, read};

/// Sizes that are timed, in bytes.
const SIZES: [usize; 7] = [10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000];
/// Size of a hostile text, in bytes.
const HOSTILE_SIZE: usize = 300_000;
/// How many of them are timed again, the slowest first.
const SLOWEST: usize = 12;
/// How often they are.
const ROUNDS: usize = 6;

fn main() {
    let releases = corpus::texts();
    let mut points = Vec::new();
    // All that is read is as much each time: what is read over and over again the processor knows by heart.
    let whole: String = releases.iter().flat_map(|text| [text.as_str(), "\n\n"]).collect();
    let whole = whole.repeat(SIZES[SIZES.len() - 1].div_ceil(whole.len()));
    for size in SIZES {
        let parts = parts(&whole, size);
        let bytes = parts.iter().map(|text| text.len()).sum::<usize>();
        let taken = (0..3).map(|_| time(&parts)).fold(f64::INFINITY, f64::min);
        println!("size\t{size}\t{:.1}", bytes as f64 / 1e6 / taken);
        points.push(((size as f64).ln(), (taken / bytes as f64 * size as f64).ln()));
    }
    println!("exponent\t{:.3}", slope(&points));
    let mean = |texts: &[&str]| time(texts) / texts.iter().map(|text| text.len()).sum::<usize>() as f64;
    let all: Vec<&str> = releases.iter().map(String::as_str).collect();
    let usual = || mean(&all);
    let mut fastest = (0..5).map(|_| usual()).fold(f64::INFINITY, f64::min);
    let mut hostile: Vec<(f64, &str, String)> = hostile::UNITS
        .iter()
        .map(|unit| {
            let text = hostile::text(unit, HOSTILE_SIZE);
            ((0..3).map(|_| mean(&[&text])).fold(f64::INFINITY, f64::min), *unit, text)
        })
        .collect();
    hostile.sort_by(|one, other| other.0.total_cmp(&one.0));
    // The slowest again, in turn with the releases: over a minute a machine that others use is faster and slower.
    for _ in 0..ROUNDS {
        fastest = fastest.min(usual());
        hostile.iter_mut().take(SLOWEST).for_each(|(time, _, text)| *time = time.min(mean(&[text])));
    }
    println!("mean\t{:.1}", 1e-6 / fastest);
    hostile.sort_by(|one, other| other.0.total_cmp(&one.0));
    for (time, unit, _) in &hostile {
        println!("hostile\t{unit:?}\t{:.2}", time / fastest);
    }
    let Some((time, unit, _)) = hostile.first() else { return };
    println!("worst\t{unit:?}\t{:.2}", time / fastest);
}

/// A text in parts of so many bytes, cut at line ends.
fn parts(text: &str, size: usize) -> Vec<&str> {
    let (mut parts, mut rest) = (Vec::new(), text);
    while rest.len() >= size {
        let end = rest.floor_char_boundary(size);
        let end = rest[..end].rfind('\n').map_or(end, |line| line + 1);
        let (part, behind) = rest.split_at(end);
        parts.push(part);
        rest = behind;
    }
    parts
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
