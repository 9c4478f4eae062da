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
    let usual = (0..5).map(|_| mean(&all)).fold(f64::INFINITY, f64::min);
    println!("mean\t{:.1}", 1e-6 / usual);
    let mut worst: (f64, &str) = (0.0, "");
    for unit in hostile::UNITS {
        let text = hostile::text(unit, HOSTILE_SIZE);
        let ratio = (0..3).map(|_| mean(&[&text])).fold(f64::INFINITY, f64::min) / usual;
        println!("hostile\t{unit:?}\t{ratio:.2}");
        worst = if ratio > worst.0 { (ratio, unit) } else { worst };
    }
    println!("worst\t{:?}\t{:.2}", worst.1, worst.0);
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
