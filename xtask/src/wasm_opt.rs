//! Making modules smaller with wasm-opt.
//!
//! It takes half a minute for each module, longer than compiling what has changed. So what it made is kept, one file for
//! each name, and taken again where the module, the words and the program are the same.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};

use crate::{command, single_file, tools};

/// For what is fetched later. What it goes through again, twice, makes it nearly a hundredth smaller, for half as much
/// time again. The lowest memory is the end of the stack, of which none gets there but to overflow: so sums of addresses
/// are left to what loads and stores, 0.4 % smaller and 1 % faster.
pub const LATER: &[&str] = &["-Os", "-Os", "-Os", "--low-memory-unused"];

/// For the page's own module, whose every byte is waited for. The two functions are called in many places.
pub const FIRST: &[&str] = &[
    "--no-inline=*state::update_else*",
    "--no-inline=*Shell::perform::*",
    "-O",
    "-Oz",
    "-Oz",
    "-Oz",
    "--reorder-functions",
    "--reorder-globals",
];

/// What wasm-opt may use, which is what the compiler uses, and what nobody needs to load.
const ALWAYS: &[&str] = &[
    "--enable-bulk-memory",
    "--enable-reference-types",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-multivalue",
    "--enable-simd",
    "--strip-debug",
    "--strip-producers",
];

/// Writes a module smaller, as `words` say to wasm-opt; as it is where that is not installed. Under its name no other is
/// kept.
pub fn optimise(name: &str, words: &[&str], from: &Path, to: &Path) -> Result<()> {
    if !tools::has_wasm_opt()? {
        return copy(from, to);
    }
    let program = tools::program("wasm-opt")?;
    let kept = kept(name, words, &program, from)?;
    if !kept.is_file() {
        let folder = kept.parent().context("a file stands in a folder")?;
        // Of the same name, and made of something else.
        let _ = fs::remove_dir_all(folder);
        fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
        let part = folder.join("part");
        command::run(Command::new(program).args(words).args(ALWAYS).arg(from).arg("-o").arg(&part))?;
        fs::rename(&part, &kept).with_context(|| format!("{} cannot be written", kept.display()))?;
    }
    copy(&kept, to)
}

/// Where what is made of this is kept. The program's folder names its version.
fn kept(name: &str, words: &[&str], program: &Path, from: &Path) -> Result<PathBuf> {
    let module = fs::read(from).with_context(|| format!("{} cannot be read", from.display()))?;
    let mut digest = Sha256::new_with_prefix(&module);
    digest.update(program.as_os_str().as_encoded_bytes());
    words.iter().chain(ALWAYS).for_each(|word| digest.update(format!(" {word}")));
    Ok(command::target()
        .join("wasm-opt")
        .join(name)
        .join(format!("{}.wasm", single_file::hexadecimal(&digest.finalize()))))
}

/// Copies a module.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::copy(from, to).with_context(|| format!("{} cannot be copied", from.display()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_for_the_same_module_words_and_program() {
        let from = std::env::temp_dir().join(format!("eosin-wasm-opt-{}", std::process::id()));
        let place = |module: &str, words: &[&str], program: &str| {
            fs::write(&from, module).unwrap();
            kept("pdf", words, Path::new(program), &from).unwrap()
        };
        let one = place("a", &["-Os"], "/1/wasm-opt");
        assert_eq!(one, place("a", &["-Os"], "/1/wasm-opt"));
        for other in [
            place("b", &["-Os"], "/1/wasm-opt"),
            place("a", &["-O"], "/1/wasm-opt"),
            place("a", &["-Os"], "/2/wasm-opt"),
        ] {
            assert_ne!(one, other);
            assert_eq!(one.parent(), other.parent());
        }
        fs::remove_file(from).unwrap();
    }
}
