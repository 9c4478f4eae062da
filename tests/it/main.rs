//! The integration tests: one binary.

mod carried;
mod cases;
mod corpus;
mod damage;
mod exports;
mod files;
mod hostile;
mod invariants;
mod kept;
mod laws;
mod near;
mod programs;
mod tidy;
#[cfg(feature = "web")]
mod view;
mod words;
