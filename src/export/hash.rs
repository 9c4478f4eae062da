//! The hash by which a text is known again.
//!
//! ```
//! use eosin::export::hash::sha256;
//! assert_eq!(&sha256(b"")[..8], "e3b0c442");
//! ```

use sha2::{Digest as _, Sha256};

/// SHA-256, in hexadecimal digits.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}
