//! Eosin reads biotech press releases: every compound, dose, date and dollar figure, each with its
//! value and its sentence.
//!
//! ```
//! use eosin::extract::{Context, analyse, read};
//! let document = read(b"Hello.", "note.txt").unwrap();
//! let analysis = analyse(document, &Context::default());
//! assert_eq!(analysis.mentions.len(), 0);
//! ```

#[cfg(feature = "web")]
pub mod app;
pub mod export;
pub mod extract;
pub mod samples;
