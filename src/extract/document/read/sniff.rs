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
        return Some(Format::OldOffice);
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
    let tag = head.trim_ascii_start();
    if tag.starts_with(b"<") && is_html(&tag.to_ascii_lowercase()) {
        return Some(Format::Html);
    }
    is_mail(head).then_some(Format::Eml)
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
fn is_html(mut head: &[u8]) -> bool {
    if head.starts_with(b"<?xml") {
        return head.windows(5).any(|window| window == b"<html");
    }
    while let Some(comment) = head.strip_prefix(b"<!--") {
        let Some(end) = comment.windows(3).position(|window| window == b"-->") else { return false };
        head = comment.get(end + 3..).unwrap_or(&[]).trim_ascii_start();
    }
    const PAGES: &[&[u8]] = &[
        b"<!doctype html",
        b"<html",
        b"<head",
        b"<body",
        b"<meta ",
        b"<title",
        b"<document>",
        b"<sec-document",
        b"<sec-header",
        b"<xbrl",
    ];
    if PAGES.iter().any(|tag| head.starts_with(tag)) {
        return true;
    }
    // A piece of a page: tags from the first character, and many of them.
    const PIECES: &[&[u8]] = &[b"<div", b"<p>", b"<p ", b"<table", b"<h1", b"<h2", b"<span", b"<article", b"<section"];
    PIECES.iter().any(|tag| head.starts_with(tag)) && head.windows(2).filter(|window| window == b"</").count() > 2
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
