//! What the source does not show, carried through every step as one character each.

use super::{Part, PartContent, WireBody, WireRequest};
use crate::text::{Mark, Text};

/// The stretches that were cut out, each stood in for by a private-use character of its own.
#[derive(Default)]
pub(super) struct Holes {
    written: Vec<String>,
}

/// The first private-use character; the last is 65,533 further on (Unicode plane 15).
const FIRST: u32 = 0xF_0000;
const MOST: usize = 0xFFFD;

/// Whether a character stands for something the source does not show.
pub(super) fn is_hole(character: char) -> bool {
    index(character).is_some()
}

fn index(character: char) -> Option<usize> {
    let index = usize::try_from(u32::from(character).checked_sub(FIRST)?).ok()?;
    (index <= MOST).then_some(index)
}

impl Holes {
    /// Takes something out; where there are too many already, it stays in as it is written.
    pub(super) fn dig(&mut self, written: String) -> String {
        let next = u32::try_from(self.written.len()).ok().filter(|_| self.written.len() < MOST);
        match next.and_then(|next| char::from_u32(FIRST + next)) {
            Some(character) => {
                let mut written = written;
                self.fill(&mut written, &mut Vec::new());
                self.written.push(written);
                character.to_string()
            }
            None => written.replace(is_hole, "\u{fffd}"),
        }
    }

    /// The value with every expansion cut out; so is a character that could be taken for a hole.
    pub(super) fn cut(&mut self, text: &Text<'_>) -> String {
        let value = text.as_str();
        let mut out = String::with_capacity(value.len());
        let mut at = 0;
        for marked in text.marks().iter().filter(|marked| marked.mark == Mark::Expansion) {
            let range = marked.range.start.max(at)..marked.range.end;
            if range.start < range.end {
                self.plain(&value[at..range.start], &mut out);
                out.push_str(&self.dig(value[range.clone()].to_owned()));
                at = range.end;
            }
        }
        self.plain(&value[at..], &mut out);
        out
    }

    fn plain(&mut self, text: &str, out: &mut String) {
        let mut rest = text;
        while let Some((at, character)) = rest.char_indices().find(|(_, character)| is_hole(*character)) {
            out.push_str(&rest[..at]);
            out.push_str(&self.dig(character.to_string()));
            rest = &rest[at + character.len_utf8()..];
        }
        out.push_str(rest);
    }

    /// Whether something of the text is not shown.
    pub(super) fn is_in(&self, text: &str) -> bool {
        !self.written.is_empty() && text.contains(is_hole)
    }

    /// Puts back what was cut out, and notes it down.
    pub(super) fn fill_request(&self, request: &mut WireRequest) {
        if self.written.is_empty() {
            return;
        }
        let mut unseen = Vec::new();
        let mut fill = |text: &mut String| self.fill(text, &mut unseen);
        fill(&mut request.method);
        fill(&mut request.url);
        fill(&mut request.target);
        for (name, value) in &mut request.headers {
            fill(name);
            fill(value);
        }
        match &mut request.body {
            WireBody::Empty => {}
            WireBody::Text(text) => fill(text),
            WireBody::Multipart(parts) => parts.iter_mut().for_each(|part| fill_part(part, &mut fill)),
        }
        unseen.sort_unstable();
        unseen.dedup();
        request.unseen = unseen.iter().filter_map(|index| self.written.get(*index).cloned()).collect();
    }

    fn fill(&self, text: &mut String, unseen: &mut Vec<usize>) {
        if !self.is_in(text) {
            return;
        }
        let mut out = String::with_capacity(text.len());
        for character in text.chars() {
            match index(character).and_then(|index| self.written.get(index).map(|written| (index, written))) {
                Some((index, written)) => {
                    out.push_str(written);
                    unseen.push(index);
                }
                None => out.push(character),
            }
        }
        *text = out;
    }
}

fn fill_part(part: &mut Part, fill: &mut impl FnMut(&mut String)) {
    part.name.iter_mut().for_each(&mut *fill);
    part.headers.iter_mut().for_each(&mut *fill);
    match &mut part.content {
        PartContent::Text(text) => fill(text),
        PartContent::Parts(parts) => parts.iter_mut().for_each(|part| fill_part(part, fill)),
    }
}
