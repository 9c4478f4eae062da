//! What a file is, by its first bytes. The name is never asked: `.txt` says nothing about content.

use super::error::Format;

/// How far from the start the marks of a format are looked for.
const HEAD: usize = 4096;
/// The names in an archive stand in its first and last bytes; this many are searched.
const DIRECTORY: usize = 1 << 16;

/// Header fields of which an e-mail has several.
const MAIL_FIELDS: &[&str] = &[
    "received",
    "from",
    "to",
    "subject",
    "date",
    "mime-version",
    "message-id",
    "return-path",
    "delivered-to",
    "content-type",
    "reply-to",
    "dkim-signature",
];

/// The format of these bytes, where it is one that is not text.
pub(super) fn sniff(bytes: &[u8]) -> Option<Format> {
    let start = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    let head = start.get(..HEAD).unwrap_or(start);
    // Some servers put a line or two before the mark; readers look for it in the first kilobyte.
    if head.starts_with(b"%PDF-") || is_pdf(head.get(..1024).unwrap_or(head)) {
        return Some(Format::Pdf);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Some(archive(bytes));
    }
    const ARCHIVES: &[&[u8]] = &[b"\x1f\x8b\x08", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07", b"BZh9", b"\xfd7zXZ"];
    if ARCHIVES.iter().any(|mark| bytes.starts_with(mark)) {
        return Some(Format::OtherArchive);
    }
    if bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return Some(if is_message(bytes) { Format::Outlook } else { Format::OldOffice });
    }
    if head.starts_with(b"{\\rtf") {
        return Some(Format::Rtf);
    }
    const IMAGES: &[&[u8]] = &[b"\x89PNG\r\n", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"II*\0", b"MM\0*"];
    if IMAGES.iter().any(|mark| bytes.starts_with(mark)) {
        return Some(Format::Image);
    }
    let plain: Vec<u8>;
    let head = if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        plain = head.iter().copied().filter(|byte| !matches!(byte, 0 | 0xfe | 0xff)).collect();
        &plain
    } else {
        head
    };
    let mut page = if head.starts_with(b"<!--") { start } else { head.trim_ascii_start() };
    while let Some(comment) = page.strip_prefix(b"<!--") {
        let Some(end) = places(comment, b"-->").next() else { break };
        page = comment.get(end + 3..).unwrap_or(&[]).trim_ascii_start();
    }
    let page = page.get(..HEAD).unwrap_or(page);
    if page.starts_with(b"<") && is_html(&page.to_ascii_lowercase()) {
        return Some(Format::Html);
    }
    // In a mailbox a line stands before each message that says when it came.
    let line = if head.starts_with(b"From ") { memchr::memchr(b'\n', head).map_or(0, |end| end + 1) } else { 0 };
    is_mail(head.get(line..).unwrap_or(&[])).then_some(Format::Eml)
}

/// Whether a file of the kind that Office wrote before 2007 is a message of Outlook: the names of its parts say so.
fn is_message(bytes: &[u8]) -> bool {
    let name: Vec<u8> = "__properties_version1.0".encode_utf16().flat_map(u16::to_le_bytes).collect();
    places(bytes, &name).next().is_some()
}

/// Where these bytes stand.
fn places<'a>(bytes: &'a [u8], wanted: &'a [u8]) -> impl Iterator<Item = usize> + 'a {
    let first = wanted.first().copied().unwrap_or(0);
    memchr::memchr_iter(first, bytes).filter(move |&at| bytes.get(at..).is_some_and(|rest| rest.starts_with(wanted)))
}

fn archive(bytes: &[u8]) -> Format {
    let first = bytes.get(..DIRECTORY).unwrap_or(bytes);
    let last = bytes.get(bytes.len().saturating_sub(DIRECTORY)..).unwrap_or(bytes);
    let names = |name: &[u8]| [first, last].iter().any(|part| part.windows(name.len()).any(|window| window == name));
    if names(b"word/document.xml") {
        Format::Docx
    } else if names(b"xl/workbook.xml") {
        Format::Xlsx
    } else if names(b"ppt/presentation.xml") {
        Format::Pptx
    } else if names(b"mimetypeapplication/vnd.oasis.opendocument") {
        Format::OpenDocument
    } else if names(b"[Content_Types].xml") && names(b"word/") {
        // Cut short before its text.
        Format::Docx
    } else if names(b"[Content_Types].xml") && !names(b"PK\x05\x06") {
        // Even before anything says which of the three it is.
        if names(b"xl/") {
            Format::Xlsx
        } else if names(b"ppt/") {
            Format::Pptx
        } else {
            Format::Docx
        }
    } else {
        Format::Zip
    }
}

/// Whether the mark of a PDF stands after something that is no text.
fn is_pdf(head: &[u8]) -> bool {
    let at = memchr::memchr_iter(b'%', head).find(|&at| head.get(at..).is_some_and(|rest| rest.starts_with(b"%PDF-")));
    at.is_some_and(|at| head.get(at + 5).is_some_and(u8::is_ascii_digit) && head.get(at + 6) == Some(&b'.'))
        && head.windows(4).any(|window| window == b" obj")
}

/// Begins with the tags a page begins with. Markdown with a tag further down is text.
fn is_html(head: &[u8]) -> bool {
    if head.starts_with(b"<?xml") {
        return head.windows(5).any(|window| window == b"<html");
    }
    const PAGES: &[&[u8]] = &[
        b"<!doctype html",
        b"<html",
        b"<head",
        b"<body",
        b"<meta ",
        b"<title",
        b"<style",
        b"<link ",
        b"<document>",
        b"<sec-document",
        b"<sec-header",
        b"<xbrl",
    ];
    if PAGES.iter().any(|tag| head.starts_with(tag)) {
        return true;
    }
    // A piece of a page: tags from the first character, and many of them. Markdown may begin with some too.
    const PIECES: &[&str] = &[
        "a",
        "article",
        "b",
        "blockquote",
        "center",
        "dialog",
        "div",
        "dl",
        "em",
        "font",
        "h1",
        "h2",
        "h3",
        "h4",
        "header",
        "i",
        "img",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "span",
        "strong",
        "table",
        "ul",
    ];
    const MARKS: &[&[u8]] = &[b"# ", b"## ", b"### ", b"#### ", b"```", b"![", b"[!["];
    let name = head.get(1..).unwrap_or(&[]);
    let name = name.split(|byte| !byte.is_ascii_alphanumeric()).next().unwrap_or(&[]);
    let is_marked = |line: &[u8]| MARKS.iter().any(|mark| line.starts_with(mark));
    PIECES.iter().any(|piece| piece.as_bytes() == name)
        && places(head, b"</").nth(2).is_some()
        && !head.split(|&byte| byte == b'\n').any(is_marked)
}

/// Begins with a block of header fields, `From:` and two more of [`MAIL_FIELDS`] among them. A release
/// may begin with "Contact:" or "Date:", but not with all of these.
fn is_mail(head: &[u8]) -> bool {
    let mut known: Vec<&str> = Vec::new();
    for line in head.split(|&byte| byte == b'\n') {
        if line.starts_with(b" ") || line.starts_with(b"\t") {
            continue;
        }
        let end = line.iter().position(|&byte| !(byte.is_ascii_alphanumeric() || byte == b'-'));
        let Some((field, [b':', ..])) = end.filter(|&end| end > 0).and_then(|end| line.split_at_checked(end)) else {
            break;
        };
        let field = MAIL_FIELDS.iter().find(|known| known.as_bytes().eq_ignore_ascii_case(field));
        known.extend(field.filter(|field| !known.contains(field)));
    }
    known.len() >= 4 && known.contains(&"from")
}
