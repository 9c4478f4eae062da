//! The integration tests: one binary.

mod cases;
mod invariants;
mod tidy;
