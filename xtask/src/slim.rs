//! Scripts and styles of a release, without what only their authors read: comments and indentation.
//!
//! That is a fifth of them as downloaded, and all that is taken away: whoever looks into the page still reads
//! it line by line. Instead: Trunk's `minify`, whose reader of JavaScript gives up on `www/outside.js` and which
//! leaves out the `</head>` that the modules are linked at; or a compiler of JavaScript, for as much again.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha384};

/// Slims every script and style in the folder, and changes their hashes in the page that names them.
pub fn slim(folder: &Path, html: &mut String) -> Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))? {
        let path = entry?.path();
        if !path.extension().is_some_and(|end| end == "js" || end == "css") {
            continue;
        }
        let whole = fs::read_to_string(&path).with_context(|| format!("{} cannot be read", path.display()))?;
        let slim = lines(&whole);
        *html = html.replace(&integrity(&whole), &integrity(&slim));
        fs::write(&path, slim)?;
    }
    Ok(())
}

/// A file's hash, as a page names it: <https://www.w3.org/TR/SRI/>.
fn integrity(text: &str) -> String {
    format!("sha384-{}", STANDARD.encode(Sha384::digest(text)))
}

/// The lines that are no comment, without the blanks before them. A text in which a string may go on over a
/// line's end stays as it is.
fn lines(text: &str) -> String {
    if text.lines().any(|line| line.matches('`').count() % 2 == 1 || line.ends_with('\\')) {
        return text.into();
    }
    let mut slim = String::with_capacity(text.len());
    let mut is_comment = false;
    for line in text.lines().map(str::trim) {
        is_comment |= line.starts_with("/*");
        if is_comment {
            // What follows a comment on its last line is kept.
            let Some((_, rest)) = line.split_once("*/") else { continue };
            is_comment = false;
            add(&mut slim, rest.trim_start());
        } else if !line.starts_with("//") {
            add(&mut slim, line);
        }
    }
    slim
}

fn add(slim: &mut String, line: &str) {
    if !line.is_empty() {
        slim.push_str(line);
        slim.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_blanks_before_lines_go_and_nothing_else() {
        let script = "// Adds.\n\"use strict\";\n/**\n * @param {number} a\n */\nfunction add(a) {\n    // One more.\n    \
                      const page = `http://${a}/`; // stays\n\n    return a + 1;\n}\n";
        let slim = "\"use strict\";\nfunction add(a) {\nconst page = `http://${a}/`; // stays\nreturn a + 1;\n}\n";
        assert_eq!(lines(script), slim);
        assert_eq!(lines("/* A page.\n   All of it. */ a {\n  b: c;\n}\n/* d */\n"), "a {\nb: c;\n}\n");
        let over_lines = "const text = `one\n  // two`;\n";
        assert_eq!(lines(over_lines), over_lines);
    }

    #[test]
    fn the_page_names_the_hash_of_what_is_sent() {
        let folder = std::env::temp_dir().join(format!("eosin-slim-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        fs::write(folder.join("a.css"), "/* a */\n  b {\n}\n").unwrap();
        fs::write(folder.join("a.txt"), "  stays\n").unwrap();
        let mut html = format!("<link href=\"a.css\" integrity=\"{}\">", integrity("/* a */\n  b {\n}\n"));
        slim(&folder, &mut html).unwrap();
        let sent = fs::read_to_string(folder.join("a.css")).unwrap();
        assert_eq!(
            (sent.as_str(), html),
            ("b {\n}\n", format!("<link href=\"a.css\" integrity=\"{}\">", integrity(&sent)))
        );
        assert_eq!(fs::read_to_string(folder.join("a.txt")).unwrap(), "  stays\n");
        fs::remove_dir_all(&folder).unwrap();
    }
}
