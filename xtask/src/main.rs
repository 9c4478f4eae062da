//! `cargo xtask …`: every habitual command of the project.

fn main() {}
