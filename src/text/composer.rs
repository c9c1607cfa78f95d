//! A value that is put together from others.

use super::{MapBuilder, Marked, Span, Text};

/// Puts values together; each part keeps its own way back to the source.
#[derive(Debug, Default)]
pub struct Composer {
    value: String,
    map: MapBuilder,
    marks: Vec<Marked>,
}

impl Composer {
    /// Takes a value over.
    pub fn take(&mut self, text: &Text<'_>) {
        let offset = self.value.len();
        let moved = |m: &Marked| Marked { range: m.range.start + offset..m.range.end + offset, mark: m.mark };
        self.marks.extend(text.marks().iter().map(moved));
        self.map.copy(text.map(), 0, text.as_str().len());
        self.value.push_str(text.as_str());
    }

    /// Takes a value over, with some of its characters written otherwise.
    pub fn take_escaped(&mut self, text: &Text<'_>, escape: impl Fn(char) -> Option<String>) {
        let value = text.as_str();
        let mut done = 0;
        for (at, character) in value.char_indices() {
            if let Some(escaped) = escape(character) {
                self.take(&text.slice(done, at));
                done = at + character.len_utf8();
                self.map.copy_encoded(text.map(), at, done, escaped.len());
                let range = self.value.len()..self.value.len() + escaped.len();
                let over = text.marks().iter().filter(|marked| marked.range.contains(&at));
                self.marks.extend(over.map(|marked| Marked { range: range.clone(), mark: marked.mark }));
                self.value.push_str(&escaped);
            }
        }
        self.take(&text.slice(done, value.len()));
    }

    /// Takes a value over as one unit that is written otherwise.
    pub fn take_as(&mut self, text: &Text<'_>, written: &str) {
        self.map.copy_encoded(text.map(), 0, text.as_str().len(), written.len());
        self.value.push_str(written);
    }

    /// Adds what `place` implies without spelling it out.
    pub fn imply(&mut self, implied: &str, place: Span) {
        self.value.push_str(implied);
        self.map.encoded(place, implied.len());
    }

    /// The value; `at` is where an empty one stands.
    #[must_use]
    pub fn finish<'s>(self, at: usize) -> Text<'s> {
        Text::new(self.value, self.map.finish(at), self.marks)
    }
}
