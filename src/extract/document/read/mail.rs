//! Saved mail.
//!
//! In: a message as it travels. Out: its text, from the HTML where it has both, and its attachments as
//! files of their own; `From`, `To`, `Date` and `Subject` are furniture. Pictures are left out.
//!
//! Lines that a mail program folded (`format=flowed`) are unfolded. A mailbox (mbox) is a folder of messages.

use mail_parser::{Encoding, HeaderName, HeaderValue, Message, MessageParser, MessagePart, MimeHeaders, PartType};
use memchr::{memchr, memmem};

use super::{Format, Inside, MOST_FILES, Opened, ReadError, html, sniff, text};
use crate::extract::document::{Area, Furniture, Note, Reading};

/// Messages in messages in messages: more than this many are no mail.
const MOST_NESTED: usize = 64;

/// Opens a mail, or a mailbox.
pub(super) fn open(bytes: &[u8]) -> Result<Opened, ReadError> {
    let messages = messages(bytes);
    if let [message] = messages[..] {
        return open_one(message);
    }
    let files = messages.len() as u64;
    if files > MOST_FILES {
        return Err(ReadError::TooMany { files });
    }
    let inside = |(number, message): (usize, &[u8])| Inside {
        name: format!("mail {}.eml", number + 1),
        content: Ok(message.to_vec()),
    };
    Ok(Opened { reading: None, inside: messages.into_iter().enumerate().map(inside).collect() })
}

/// The messages of a mailbox, each without the line before it: `From`, a sender and a time. What is no mailbox is one.
fn messages(bytes: &[u8]) -> Vec<&[u8]> {
    const MARK: &[u8] = b"From ";
    if !bytes.starts_with(MARK) {
        return vec![bytes];
    }
    let after_line =
        |at: usize| bytes.get(at..).and_then(|rest| memchr(b'\n', rest)).map_or(bytes.len(), |end| at + end + 1);
    // A sentence may begin with the word too: before a message there is an empty line, and after its mark a field.
    let is_mark = |&at: &usize| {
        let before = bytes.get(..at).unwrap_or(&[]);
        let line = bytes.get(after_line(at)..).unwrap_or(&[]);
        let field = line.iter().position(|&byte| !(byte.is_ascii_alphanumeric() || byte == b'-'));
        (before.ends_with(b"\n\n") || before.ends_with(b"\n\r\n"))
            && field.is_some_and(|end| end > 0 && line.get(end) == Some(&b':'))
    };
    let mut marks = vec![0];
    marks.extend(memmem::find_iter(bytes, b"\nFrom ").map(|at| at + 1).filter(is_mark));
    let ends = marks.iter().skip(1).copied().chain([bytes.len()]);
    marks.iter().zip(ends).map(|(&at, end)| bytes.get(after_line(at)..end).unwrap_or(&[])).collect()
}

fn open_one(bytes: &[u8]) -> Result<Opened, ReadError> {
    // The parser goes into each nested message anew.
    let nested = bytes.windows(14).filter(|window| window.eq_ignore_ascii_case(b"message/rfc822")).count();
    if nested > MOST_NESTED {
        return Err(ReadError::TooDeep);
    }
    let message = MessageParser::default().parse(bytes).ok_or(ReadError::Damaged(Format::Eml))?;
    if message.parts.first().is_some_and(is_encrypted) {
        return Err(ReadError::Encrypted(Format::Eml));
    }
    let mut whole = Reading::default();
    for part in bodies(&message) {
        let reading = match &part.body {
            PartType::Html(page) => html::reading(page).unwrap_or_default(),
            PartType::Text(said) => {
                text::reading(if is_flowed(part) { unfolded(said) } else { said.replace("\r\n", "\n") })
            }
            _ => continue,
        };
        append(&mut whole, reading);
    }
    whole.structure.format = Some(Format::Eml);
    for (name, said) in [
        ("From", people(&message, HeaderName::From)),
        ("To", people(&message, HeaderName::To)),
        ("Date", message.date().map(|date| date.to_rfc822()).unwrap_or_default()),
        ("Subject", message.subject().unwrap_or_default().to_string()),
    ] {
        if !said.is_empty() {
            let text = format!("{name}: {said}");
            whole.structure.furniture.push(Furniture { text, at: 0, page: 0, area: Area::default() });
        }
    }
    let mut inside: Vec<Inside> = Vec::new();
    for id in &message.attachments {
        let Some(part) = message.parts.get(*id as usize) else { continue };
        if inside.len() as u64 >= MOST_FILES {
            break;
        }
        if let Some(content) = attached(bytes, part) {
            let name = part.attachment_name().unwrap_or("").rsplit(['/', '\\']).next().unwrap_or("").trim();
            let name = if name.is_empty() { format!("attachment {}", inside.len() + 1) } else { name.to_string() };
            inside.push(Inside { name, content: Ok(content) });
        }
    }
    if whole.text.trim().is_empty() && inside.is_empty() {
        return Err(ReadError::NoText(Format::Eml));
    }
    let reading = (!whole.text.trim().is_empty()).then_some(whole);
    Ok(Opened { reading, inside })
}

/// Whether a mail is one that only its reader's key opens: by OpenPGP or S/MIME.
fn is_encrypted(root: &MessagePart<'_>) -> bool {
    root.content_type().is_some_and(|kind| {
        let sub = kind.c_subtype.as_deref().unwrap_or("");
        let enveloped =
            || kind.attribute("smime-type").is_some_and(|kind| kind.to_ascii_lowercase().contains("enveloped"));
        sub.eq_ignore_ascii_case("encrypted") || sub.to_ascii_lowercase().contains("pkcs7-mime") && enveloped()
    })
}

/// The parts that are the mail's text.
fn bodies<'a>(message: &'a Message<'a>) -> Vec<&'a MessagePart<'a>> {
    let ids = if message.html_body.is_empty() { &message.text_body } else { &message.html_body };
    ids.iter().filter_map(|id| message.parts.get(*id as usize)).collect()
}

fn people(message: &Message<'_>, name: HeaderName<'static>) -> String {
    let Some(HeaderValue::Address(list)) = message.header(name) else { return String::new() };
    let person = |person: &mail_parser::Addr<'_>| match (&person.name, &person.address) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (Some(one), None) | (None, Some(one)) => one.to_string(),
        (None, None) => String::new(),
    };
    list.iter().take(20).map(person).collect::<Vec<_>>().join(", ")
}

/// The bytes of an attachment; `None` for pictures and for what is empty.
fn attached(bytes: &[u8], part: &MessagePart<'_>) -> Option<Vec<u8>> {
    let kind = part.content_type();
    if kind.is_some_and(|kind| {
        let sub = kind.c_subtype.as_deref().unwrap_or("");
        kind.c_type.eq_ignore_ascii_case("image") || sub.contains("signature") || sub.contains("pkcs7")
    }) {
        return None;
    }
    let content = match &part.body {
        PartType::Text(text) | PartType::Html(text) => text.as_bytes().to_vec(),
        PartType::Binary(content) | PartType::InlineBinary(content) => content.to_vec(),
        PartType::Message(message) if !message.parts.is_empty() => match part.encoding {
            Encoding::None => bytes.get(part.offset_body as usize..part.offset_end as usize)?.to_vec(),
            _ => message.raw_message.to_vec(),
        },
        _ => return None,
    };
    // A picture is sent as something else at times.
    (!content.is_empty() && sniff::sniff(&content) != Some(Format::Image)).then_some(content)
}

fn is_flowed(part: &MessagePart<'_>) -> bool {
    let format = part.content_type().and_then(|kind| kind.attribute("format"));
    format.is_some_and(|format| format.eq_ignore_ascii_case("flowed"))
}

/// Joins the lines of RFC 3676: a line that ends in a space goes on in the next, but for the mark before a
/// signature.
fn unfolded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for line in text.lines() {
        let line = line.strip_prefix(' ').unwrap_or(line);
        out.push_str(line);
        if !line.ends_with(' ') || line == "-- " {
            out.push('\n');
        }
    }
    out
}

/// Puts one reading after another.
fn append(whole: &mut Reading, next: Reading) {
    if whole.text.is_empty() {
        let notes = std::mem::take(&mut whole.structure.notes);
        *whole = next;
        whole.structure.notes.extend(notes);
        return;
    }
    // Both texts, and the lines of both to tell the paragraphs by.
    whole.text.push_str("\n\n");
    whole.text.push_str(&next.text);
    whole.paragraphs.clear();
    whole.structure.headings.clear();
    whole.structure.tables.clear();
    whole.structure.edits.clear();
    whole.structure.notes.extend::<Vec<Note>>(next.structure.notes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_and_attachments() {
        let mail = "From: Jane Roe <jane@alba.example>\r\nTo: a@b.example\r\nSubject: =?utf-8?q?Alba_=E2=82=AC?=\r\n\
            Date: Thu, 9 Nov 2017 08:00:00 -0600\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\n\
            --x\r\nContent-Type: multipart/alternative; boundary=y\r\n\r\n\
            --y\r\nContent-Type: text/plain\r\n\r\nplain\r\n\
            --y\r\nContent-Type: text/html; charset=windows-1252\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
            <p>Alba paid =80 5 mil=\r\nlion.</p>\r\n--y--\r\n\
            --x\r\nContent-Type: text/plain; name=\"../notes.txt\"\r\nContent-Disposition: attachment\r\n\
            Content-Transfer-Encoding: base64\r\n\r\nSGVsbG8=\r\n--x--\r\n";
        let opened = open(mail.as_bytes()).unwrap();
        let reading = opened.reading.unwrap();
        assert_eq!(reading.text, "Alba paid € 5 million.");
        let running: Vec<&str> = reading.structure.furniture.iter().map(|piece| piece.text.as_str()).collect();
        assert_eq!(running[0], "From: Jane Roe <jane@alba.example>");
        assert_eq!(running[3], "Subject: Alba €");
        assert_eq!(opened.inside.len(), 1);
        assert_eq!(
            (opened.inside[0].name.as_str(), opened.inside[0].content.as_deref()),
            ("notes.txt", Ok(b"Hello".as_slice()))
        );
    }

    #[test]
    fn flowed_lines_are_unfolded() {
        let mail = "From: a@b\nTo: c@d\nSubject: x\nMIME-Version: 1.0\nContent-Type: text/plain; format=flowed\n\nAlba \npaid.\n\n-- \nJane\n";
        assert_eq!(open(mail.as_bytes()).unwrap().reading.unwrap().text.trim(), "Alba paid.\n\n-- \nJane");
    }

    #[test]
    fn a_mailbox_is_a_folder() {
        let one = "From: a@alba.example\nTo: b\nSubject: x\nDate: y\n\nFrom here on it is text.\n\nFrom now on too.\n";
        let begun = "From a@alba.example Mon Nov  3 08:00:00 2031\n";
        let opened = open(format!("{begun}{one}").as_bytes()).unwrap();
        assert_eq!(opened.reading.unwrap().text.trim(), "From here on it is text.\n\nFrom now on too.");
        let opened = open(format!("{begun}{one}\n{begun}{one}\n").as_bytes()).unwrap();
        assert_eq!(opened.reading, None);
        let names: Vec<&str> = opened.inside.iter().map(|inside| inside.name.as_str()).collect();
        assert_eq!(names, ["mail 1.eml", "mail 2.eml"]);
        assert_eq!(
            opened.inside[0].content.as_deref().map(|content| content.trim_ascii_end()),
            Ok(one.trim_end().as_bytes())
        );
    }

    #[test]
    fn encrypted_mail_is_said_and_pictures_are_left_out() {
        let head = "From: a@b\nTo: c@d\nSubject: x\nMIME-Version: 1.0\n";
        for kind in ["multipart/encrypted; boundary=x", "application/pkcs7-mime; smime-type=enveloped-data"] {
            let mail = format!("{head}Content-Type: {kind}\n\n--x\n\nVersion: 1\n--x--\n");
            assert_eq!(open(mail.as_bytes()), Err(ReadError::Encrypted(Format::Eml)), "{kind}");
        }
        let mail = format!(
            "{head}Content-Type: multipart/mixed; boundary=x\n\n--x\n\nAlba paid.\n--x\n\
             Content-Type: application/octet-stream; name=logo.gif\n\nGIF89a....\n--x--\n"
        );
        let opened = open(mail.as_bytes()).unwrap();
        assert_eq!((opened.reading.unwrap().text.trim(), opened.inside.len()), ("Alba paid.", 0));
    }

    #[test]
    fn nests() {
        let mail =
            format!("From: a@b\nTo: c\nSubject: x\nDate: y\n\n{}", "Content-Type: message/rfc822\n\n".repeat(100));
        assert_eq!(open(mail.as_bytes()), Err(ReadError::TooDeep));
    }
}
