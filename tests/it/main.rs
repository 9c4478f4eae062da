//! The integration tests: one binary.

mod cases;
