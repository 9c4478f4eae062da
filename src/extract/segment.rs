//! Cuts a text into stretches that each lie under one mention or none, paragraph by paragraph.
//!
//! In: paragraphs and resolved mentions. Out: for each paragraph its segments. Joined, the segments
//! are the text: nothing is missing and nothing is twice. A mention that runs over a paragraph's end
//! gives a segment in each. Nothing here knows HTML.

use serde::{Deserialize, Serialize};

use super::document::Document;
use super::mention::Mention;
use super::span::Span;

/// A stretch of one paragraph.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Segment {
    /// Where; never empty.
    pub span: Span,
    /// Index of the mention it lies under.
    pub mention: Option<usize>,
}

/// Segments of every paragraph, in order.
pub fn segment(document: &Document, mentions: &[Mention]) -> Vec<Vec<Segment>> {
    document.paragraphs.iter().map(|paragraph| segment_within(paragraph.span, mentions)).collect()
}

/// Segments of one stretch of the text.
pub fn segment_within(stretch: Span, mentions: &[Mention]) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut at = stretch.start;
    let first = mentions.partition_point(|mention| mention.span.end <= stretch.start);
    for (index, mention) in mentions.iter().enumerate().skip(first) {
        let Some(part) = mention.span.intersection(stretch) else { break };
        if part.start > at {
            segments.push(Segment { span: Span::new(at, part.start), mention: None });
        }
        segments.push(Segment { span: part, mention: Some(index) });
        at = part.end;
    }
    if at < stretch.end {
        segments.push(Segment { span: Span::new(at, stretch.end), mention: None });
    }
    segments
}
