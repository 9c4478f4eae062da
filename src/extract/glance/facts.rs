//! Facts: each a function of [`FACTS`], from what is seen to a fact or none.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::table::{self, Figure};
use super::{Level, Look, Sentence, said};
use crate::extract::calendar::Date;
use crate::extract::find::may_have;
use crate::extract::mention::{Mention, Value};
use crate::extract::span::Span;
use crate::extract::summary::label;

/// A fact: what it is about, and the values with the words they stand in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Stable name.
    pub id: Cow<'static, str>,
    /// What it is about.
    pub title: Cow<'static, str>,
    /// Values; never empty.
    pub parts: Vec<Part>,
}

/// A value, and the words that say it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// The value.
    pub words: String,
    /// Its words.
    pub span: Span,
    /// The mention it is, if it is one.
    pub mention: Option<usize>,
}

/// Every fact, in the order in which they are shown.
pub static FACTS: &[fn(&Look<'_>) -> Option<Fact>] =
    &[issuer, date, lead, cash, net_result, research, general, runway, doses, next_event];

/// Doses named in one line.
const MOST_DOSES: usize = 6;
/// A cue stands no further from its amount than this, in bytes.
const REACH: usize = 160;
/// The issuer's ticker stands within so many bytes of the beginning.
const HEAD: usize = 6000;

fn fact(id: &'static str, title: &'static str, parts: Vec<Part>) -> Option<Fact> {
    (!parts.is_empty()).then_some(Fact { id: id.into(), title: title.into(), parts })
}

fn part(words: impl Into<String>, span: Span) -> Part {
    Part { words: words.into(), span, mention: None }
}

fn of_mention(index: usize, mention: &Mention) -> Part {
    Part { words: label(&mention.value).to_string(), span: mention.span, mention: Some(index) }
}

/// The issuer and its ticker: "Alba Bio, Inc. (Nasdaq: ALBA)". Near miss: "(ALBA, our trial)".
fn issuer(look: &Look<'_>) -> Option<Fact> {
    let (name, ticker) = ticker(look)?;
    let text = look.document.slice(name).split_whitespace().collect::<Vec<_>>().join(" ");
    let mark = look.document.slice(ticker).split_whitespace().collect::<Vec<_>>().join(" ");
    fact("issuer", "Issuer", vec![part(text, name), part(mark, ticker)])
}

/// Where issuer and ticker stand.
pub(super) fn ticker(look: &Look<'_>) -> Option<(Span, Span)> {
    *look.ticker.get_or_init(|| find_ticker(&look.document.text))
}

fn find_ticker(text: &str) -> Option<(Span, Span)> {
    let head = text.as_bytes().get(..HEAD).unwrap_or(text.as_bytes());
    for open in memchr::memchr_iter(b'(', head) {
        let inside = text.as_bytes().get(open + 1..text.len().min(open + 81)).unwrap_or_default();
        let Some(close) = inside.iter().position(|&byte| byte == b')') else { continue };
        let Some(inside) = text.get(open + 1..open + 1 + close) else { continue };
        let Some((_, symbol)) = inside.split_once(':') else { continue };
        let symbol = symbol.trim_start_matches(|c: char| c.is_whitespace() || c == '\\');
        if !symbol.starts_with(|c: char| c.is_ascii_uppercase() || c.is_ascii_digit()) {
            continue;
        }
        let lower = inside.to_ascii_lowercase();
        if !table::EXCHANGES.iter().any(|name| lower.contains(name)) {
            continue;
        }
        let before = text.get(..open)?.trim_end();
        if let Some(start) = name_start(before) {
            return Some((Span::new(start, before.len()), Span::new(open + 1, open + 1 + close)));
        }
    }
    None
}

/// Where the company's name at the end of a stretch begins: its words have capitals.
fn name_start(before: &str) -> Option<usize> {
    let mut start = None;
    let mut at = before.len();
    for _ in 0..7 {
        let rest = before.get(..at)?.trim_end();
        let word = rest.rsplit(char::is_whitespace).next().unwrap_or("");
        if word.is_empty() {
            break;
        }
        let begin = rest.len() - word.len();
        let bare = word.trim_end_matches(',');
        let is_form = table::FORMS.contains(&bare.to_lowercase().as_str());
        let capital = bare.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let joins = start.is_some() && ["&", "of", "and", "de"].contains(&bare);
        let ends = word.ends_with(['.', ':', ';', '”', ')', '-', '–', '—']) && !is_form
            || word.ends_with(',')
                && start.is_some()
                && !before.get(at..).unwrap_or("").trim_start().get(..).is_some_and(starts_with_form);
        if !(capital || is_form || joins) || ends {
            break;
        }
        if !joins {
            start = Some(begin);
        }
        at = begin;
        // A line break before a name is a headline's.
        if before.get(..begin).is_some_and(|rest| {
            rest.ends_with('\n') || rest.ends_with("-- ") || rest.ends_with("– ") || rest.ends_with("— ")
        }) {
            break;
        }
    }
    start
}

fn starts_with_form(text: &str) -> bool {
    let word = text.split_whitespace().next().unwrap_or("").trim_end_matches(',').to_lowercase();
    table::FORMS.contains(&word.as_str())
}

/// The day of the release.
fn date(look: &Look<'_>) -> Option<Fact> {
    let dateline = look.document.dateline?;
    fact("date", "Released", vec![part(dateline.date.to_string(), dateline.span)])
}

/// The compound that is spoken of most, those in the headline before others, and its stage.
fn lead(look: &Look<'_>) -> Option<Fact> {
    let title = look.document.paragraphs.iter().find(|p| p.role == crate::extract::document::Role::Title)?.span;
    let analysis = look.analysis;
    let weight = |entity: &&crate::extract::Entity| {
        let mine = entity.mentions.iter().filter_map(|&index| analysis.mentions.get(index));
        mine.map(|mention| if title.contains(mention.span) { 6 } else { 1 }).sum::<usize>()
    };
    let kind = crate::extract::KindId::of("compound");
    // Of two as heavy, the first.
    let entity = analysis.entities.iter().filter(|entity| Some(entity.kind) == kind).rev().max_by_key(weight)?;
    let first = *entity.mentions.first()?;
    let mut parts = vec![of_mention(first, analysis.mentions.get(first)?)];
    let stage = entity.mentions.iter().take(super::MOST).find_map(|&index| {
        let span = analysis.mentions.get(index)?.span;
        let sentence = look.sentence(span);
        let start = sentence.span.start;
        stage_in(&sentence).map(|(at, length, words)| part(words, Span::new(start + at, start + at + length)))
    });
    parts.extend(stage);
    fact("lead", "Lead", parts)
}

/// A stage of development in a sentence: place, length, name.
fn stage_in(sentence: &Sentence) -> Option<(usize, usize, String)> {
    let lower = sentence.lower.as_str();
    if !may_have(lower.as_bytes(), &table::STAGE_SIGNS) {
        return None;
    }
    let phases = if lower.contains("phase ") { lower } else { "" };
    let phase = phases.match_indices("phase ").find_map(|(at, sign)| {
        let rest = lower.get(at + sign.len()..)?;
        let number: String = rest.chars().take_while(|c| c.is_ascii_digit() || "iv/ab".contains(*c)).collect();
        let number = number.trim_end_matches('/');
        let valid = number.starts_with(['1', '2', '3', '4', 'i']);
        let ended = !rest.get(number.len()..)?.starts_with(char::is_alphanumeric);
        (valid && ended).then(|| (at, sign.len() + number.len(), format!("Phase {}", numeral(number))))
    });
    phase.or_else(|| {
        let mut stages = table::STAGES.iter().filter(|(words, _)| lower.contains(words));
        stages.find_map(|(words, name)| Some((lower.find(words)?, words.len(), name.to_string())))
    })
}

/// “ii” is 2, “1b/2” stays.
fn numeral(number: &str) -> String {
    let one = |part: &str| {
        let letters = part.trim_start_matches(['i', 'v']);
        let roman = part.get(..part.len() - letters.len()).unwrap_or("");
        match roman {
            "i" => format!("1{letters}"),
            "ii" => format!("2{letters}"),
            "iii" => format!("3{letters}"),
            "iv" => format!("4{letters}"),
            _ => part.to_string(),
        }
    };
    number.split('/').map(one).collect::<Vec<_>>().join("/")
}

/// The first mention that is a figure: in a sentence, with its words before or behind it; else the
/// first cell of its row in a table. Example: "Research and development expenses were $2.2 million".
/// Near miss: "an increase of $1.2 million".
pub(super) fn find_figure<'a>(look: &Look<'a>, figure: &Figure) -> Option<(usize, &'a Mention)> {
    let prose = look.levels().iter().find(|level| {
        let Level { mention, sentence, .. } = level;
        if !sentence.has(figure.signs) || sentence.has(figure.not) {
            return false;
        }
        let tail = sentence.lower.get(level.tail..).unwrap_or("").trim_start();
        let mut inner = tail;
        while let Some(rest) = inner.strip_prefix("in ") {
            inner = rest;
        }
        let behind = figure.after.iter().any(|cue| tail.starts_with(cue) || inner.starts_with(cue));
        let cue = sentence.last_before(level.head, figure.before).map(|(at, cue)| at + cue.len()).max();
        let near = cue.is_some_and(|cue| {
            let start = sentence.span.start + cue;
            // The first level after its words: what comes later is of another period or another thing.
            mention.span.start - start <= REACH
                && !look
                    .within(Span::new(start, mention.span.start))
                    .iter()
                    .any(|other| other.kind == mention.kind && said(other, "change").is_none())
        });
        behind || near
    });
    let prose = prose.map(|level| (level.index, level.mention));
    prose.or_else(|| {
        let cell = look.cells().iter().find(|(_, _, row)| {
            figure.before.iter().any(|cue| row.starts_with(cue)) && !figure.not.iter().any(|word| row.contains(word))
        });
        cell.map(|&(index, mention, _)| (index, mention))
    })
}

/// A figure and the time it is of: the nearest date in its sentence.
fn figure(look: &Look<'_>, figure: &'static Figure, is_day: bool) -> Option<(usize, Fact)> {
    let (index, mention) = find_figure(look, figure)?;
    let mut parts = vec![of_mention(index, mention)];
    let sentence = look.document.sentence(mention.span);
    let gap =
        |other: &Mention| other.span.start.abs_diff(mention.span.end).min(mention.span.start.abs_diff(other.span.end));
    // One behind another amount is that amount's.
    let own = |date: &Mention| {
        let between = Span::new(mention.span.end.min(date.span.end), mention.span.start.max(date.span.start));
        !look.within(between).iter().any(|other| other.kind == mention.kind && between.contains(other.span))
    };
    let dates = look.of("date").filter(|(_, date)| {
        sentence.contains(date.span) && !matches!(timex(date).as_bytes(), [] | [b'P', ..]) && own(date)
    });
    let fits = |date: &Mention| is_day == (timex(date).len() == 10);
    let nearest = dates.min_by_key(|(_, date)| (!fits(date), gap(date)));
    parts.extend(nearest.filter(|(_, date)| is_day || fits(date)).map(|(index, date)| of_mention(index, date)));
    Some((index, fact(figure.id, figure.title, parts)?))
}

fn cash(look: &Look<'_>) -> Option<Fact> {
    figure(look, &table::CASH, true).map(|(_, fact)| fact)
}

/// Net loss or income, and what it is per share.
fn net_result(look: &Look<'_>) -> Option<Fact> {
    let (index, mut fact) =
        figure(look, &table::NET_LOSS, false).or_else(|| figure(look, &table::NET_INCOME, false))?;
    let mention = look.analysis.mentions.get(index)?;
    let sentence = look.document.sentence(mention.span);
    let share = look.of("money").find(|(_, other)| {
        sentence.contains(other.span) && said(other, "per") == Some("share") && other.span.start > mention.span.start
    });
    if let Some((index, other)) = share {
        let mut part = of_mention(index, other);
        part.words.push_str(" per share");
        fact.parts.insert(1, part);
    }
    Some(fact)
}

fn research(look: &Look<'_>) -> Option<Fact> {
    figure(look, &table::RESEARCH, false).map(|(_, fact)| fact)
}

fn general(look: &Look<'_>) -> Option<Fact> {
    figure(look, &table::GENERAL, false).map(|(_, fact)| fact)
}

/// How long the money lasts, in the company's words: "fund its planned operations into the second
/// quarter of 2018".
fn runway(look: &Look<'_>) -> Option<Fact> {
    look.of("date").find_map(|(index, mention)| {
        // The word between is told without the sentence.
        let before = look.document.text.get(..mention.span.start)?.trim_end();
        let before = if ends_with(before, " the") { before.get(..before.len() - 4)? } else { before };
        let last = before.as_bytes().last_chunk().map(|last: &[u8; 2]| last.map(|byte| byte.to_ascii_lowercase()));
        if !matches!(last.as_ref(), Some(b"to" | b"gh" | b"il" | b"st" | b"nd" | b"of"))
            || !table::UNTIL.iter().any(|word| ends_with(before, word))
        {
            return None;
        }
        let sentence = look.sentence(mention.span);
        let head = mention.span.start.checked_sub(sentence.span.start)?;
        let (cue, _) = sentence.last_before(head, table::RUNWAY).max_by_key(|(at, _)| *at)?;
        let head = sentence.lower.get(..head)?;
        let between = head.get(cue..)?.trim_end();
        let between = between.strip_suffix(" the").unwrap_or(between);
        let until = table::UNTIL.iter().filter(|word| between.ends_with(*word)).max_by_key(|word| word.len())?;
        let word = sentence.span.start + head.get(..cue)?.len() + between.len() - until.len();
        let mut part = of_mention(index, mention);
        part.words = format!("{until} {}", part.words);
        part.span = Span::new(word, mention.span.end);
        fact("runway", "Runway stated", vec![part])
    })
}

/// Whether a text ends with these words, without regard to the case of ASCII letters.
fn ends_with(text: &str, words: &str) -> bool {
    let end = text.len().checked_sub(words.len()).and_then(|start| text.as_bytes().get(start..));
    end.is_some_and(|end| end.eq_ignore_ascii_case(words.as_bytes()))
}

/// The doses that are named, each once.
fn doses(look: &Look<'_>) -> Option<Fact> {
    let mut parts: Vec<Part> = Vec::new();
    for (index, mention) in look.of("dose") {
        let new = of_mention(index, mention);
        if parts.len() < MOST_DOSES && !parts.iter().any(|known| known.words == new.words) {
            parts.push(new);
        }
    }
    fact("doses", "Doses named", parts)
}

/// What is to happen next: the nearest time ahead of the release in a sentence that looks ahead.
fn next_event(look: &Look<'_>) -> Option<Fact> {
    let today = look.document.dateline?.date;
    let ahead = look.of("date").filter(|(_, mention)| {
        // "In 2024", said in November, is as good as now.
        let vague = timex(mention).len() == 4 && timex(mention).parse() == Ok(today.year());
        if vague || ends(mention).is_none_or(|end| end <= today) {
            return false;
        }
        let sentence = look.sentence(mention.span);
        sentence.has_any(table::AHEAD) && !sentence.has_any(table::RUNWAY)
    });
    let (index, mention) = ahead.min_by_key(|(index, mention)| (ends(mention), *index))?;
    fact("next", "Next dated event", vec![of_mention(index, mention)])
}

/// The TIMEX3 value of a date.
pub(super) fn timex(mention: &Mention) -> &str {
    match &mention.value {
        Value::Time { timex, .. } => timex,
        _ => "",
    }
}

/// The last day of a time; `None` where it is none or lasts.
fn ends(mention: &Mention) -> Option<Date> {
    let timex = timex(mention);
    let last = timex.rsplit('/').next()?;
    let year: i32 = last.get(..4)?.parse().ok()?;
    match last.get(4..)? {
        "" => Date::new(year, 12, 31),
        "-Q1" => Date::new(year, 3, 31),
        "-Q2" | "-H1" => Date::new(year, 6, 30),
        "-Q3" => Date::new(year, 9, 30),
        "-Q4" | "-H2" => Date::new(year, 12, 31),
        rest => {
            let rest = rest.strip_prefix('-')?;
            let month: u32 = rest.get(..2)?.parse().ok()?;
            match rest.get(3..5).and_then(|day| day.parse().ok()) {
                Some(day) => Date::new(year, month, day),
                None => Date::new(year, month, 1).map(Date::last_of_month),
            }
        }
    }
}
