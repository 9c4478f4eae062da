//! The integration tests: one binary.

mod cases;
mod corpus;
mod exports;
mod files;
mod invariants;
mod laws;
mod tidy;
#[cfg(feature = "web")]
mod view;
