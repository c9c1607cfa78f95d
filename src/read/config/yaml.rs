//! YAML 1.2, by the events of `saphyr-parser`: it tells where each value stands, and expands no alias.

use std::collections::HashMap;

use saphyr_parser::{Event, Parser, ScalarStyle};

use super::reference;
use super::tree::{DEPTH, Leaf, Node, placed};
use crate::exchange::Quotes;
use crate::text::{Span, Text};

/// Its documents, one after the other. A broken one gives what stands before the fault.
pub(in crate::read) fn parse<'s>(doc: &Text<'s>) -> Node<'s> {
    let mut reader = Reader { doc, places: Places::new(doc.as_str()), open: Vec::new(), documents: Vec::new() };
    let mut anchors: HashMap<usize, Leaf<'s>> = HashMap::new();
    let mut beyond = 0_usize;
    for event in Parser::new_from_str(doc.as_str()) {
        let Ok((event, span)) = event else { break };
        let opens = matches!(event, Event::MappingStart(..) | Event::SequenceStart(..));
        let closes = matches!(event, Event::MappingEnd | Event::SequenceEnd);
        if beyond > 0 || (opens && reader.open.len() >= DEPTH) {
            beyond = beyond + usize::from(opens) - usize::from(closes);
            if beyond == 0 {
                reader.take(Node::List(Vec::new()));
            }
            continue;
        }
        match event {
            Event::Scalar(value, style, anchor, tag) => {
                let at = reader.places.span(span.start.index(), span.end.index());
                let mut text = placed(doc, at, value.trim_end_matches('\n'));
                // `!vault`, `!ENV`, `!Sub`: what is meant is not what stands here.
                if tag.is_some_and(|tag| !tag.handle.starts_with("tag:yaml.org")) {
                    let line = text.as_str().find('\n').unwrap_or(text.as_str().len());
                    text = reference::hidden(text.slice(0, line));
                }
                let quotes = match style {
                    ScalarStyle::DoubleQuoted => Quotes::Double,
                    ScalarStyle::SingleQuoted => Quotes::Single,
                    ScalarStyle::Plain | ScalarStyle::Literal | ScalarStyle::Folded => Quotes::None,
                };
                let leaf = Leaf { text, quotes };
                if anchor > 0 {
                    anchors.insert(anchor, leaf.clone());
                }
                reader.take(Node::Value(leaf));
            }
            Event::Alias(anchor) => {
                reader.take(anchors.get(&anchor).map_or(Node::List(Vec::new()), |leaf| Node::Value(leaf.clone())));
            }
            Event::MappingStart(..) => reader.open.push(Open::Map(Vec::new(), None)),
            Event::SequenceStart(..) => reader.open.push(Open::List(Vec::new())),
            Event::MappingEnd | Event::SequenceEnd => reader.close(),
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentStart(_) | Event::DocumentEnd => {}
        }
    }
    while !reader.open.is_empty() {
        reader.close();
    }
    let mut documents = reader.documents;
    match documents.len() {
        1 => documents.remove(0),
        _ => Node::List(documents),
    }
}

struct Reader<'t, 's> {
    doc: &'t Text<'s>,
    places: Places,
    open: Vec<Open<'s>>,
    documents: Vec<Node<'s>>,
}

/// A collection whose end was not seen yet.
enum Open<'s> {
    List(Vec<Node<'s>>),
    /// With the key whose value is still to come.
    Map(Vec<(Text<'s>, Node<'s>)>, Option<Text<'s>>),
}

impl<'s> Reader<'_, 's> {
    fn take(&mut self, node: Node<'s>) {
        match self.open.last_mut() {
            None => self.documents.push(node),
            Some(Open::List(elements)) => elements.push(node),
            Some(Open::Map(entries, key)) => match key.take() {
                Some(key) => entries.push((key, node)),
                None => {
                    *key = Some(match node {
                        Node::Value(leaf) => leaf.text,
                        // A key that is a collection names nothing.
                        Node::List(_) | Node::Map(_) => self.doc.slice(0, 0),
                    });
                }
            },
        }
    }

    fn close(&mut self) {
        match self.open.pop() {
            Some(Open::List(elements)) => self.take(Node::List(elements)),
            Some(Open::Map(entries, _)) => self.take(Node::Map(entries)),
            None => {}
        }
    }
}

/// From the parser's places, which count characters, to bytes.
struct Places {
    /// Where each character starts; empty where all are ASCII.
    starts: Vec<usize>,
    len: usize,
}

impl Places {
    fn new(text: &str) -> Self {
        let starts = if text.is_ascii() { Vec::new() } else { text.char_indices().map(|(at, _)| at).collect() };
        Self { starts, len: text.len() }
    }

    fn span(&self, start: usize, end: usize) -> Span {
        let byte = |at: usize| match self.starts.is_empty() {
            true => at.min(self.len),
            false => self.starts.get(at).copied().unwrap_or(self.len),
        };
        let start = byte(start);
        Span::new(start, byte(end).max(start))
    }
}
