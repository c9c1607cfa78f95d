//! The little language of a `-F`: `content;type=..;filename=..;headers=..;encoder=..`.

/// What stands behind the content: `;type=..;filename=..`.
#[derive(Default)]
pub(super) struct Spec {
    pub(super) content_type: Option<String>,
    pub(super) filename: Option<String>,
    pub(super) encoder: Option<String>,
    pub(super) headers: Vec<String>,
}

/// What is left of a `-F`.
pub(super) struct Cursor<'t> {
    pub(super) rest: &'t str,
}

impl<'t> Cursor<'t> {
    fn skip_blanks(&mut self) {
        self.rest = self.rest.trim_start_matches(is_blank);
    }

    /// A content and what stands behind it, up to the end or one of `ends`; `None` for a type that is none.
    pub(super) fn part(&mut self, ends: &[char]) -> Option<(String, Spec)> {
        self.skip_blanks();
        let content = self.word(ends);
        let mut spec = Spec::default();
        let mut in_type = false;
        while self.rest.starts_with(';') {
            self.rest = &self.rest[1..];
            let from = self.rest;
            self.skip_blanks();
            if let Some(kind) = self.key("type=").filter(|_| !in_type) {
                self.rest = kind.trim_start_matches(is_blank);
                let kind = self.until(ends);
                let (major, minor) = kind.split_once('/')?;
                if major.is_empty() || major.contains(' ') || minor.is_empty() {
                    return None;
                }
                spec.content_type = Some(kind.trim_end_matches(is_blank).to_owned());
                in_type = true;
                continue;
            }
            let known = ["filename=", "headers=", "encoder="].into_iter().find_map(|key| Some((key, self.key(key)?)));
            if let Some((key, behind)) = known {
                in_type = false;
                self.rest = behind.trim_start_matches(is_blank);
                let word = self.word(ends);
                match key {
                    "filename=" => spec.filename = Some(word),
                    "headers=" => spec.headers.push(word),
                    _ => spec.encoder = Some(word),
                }
            } else if in_type {
                let blanks = from.len() - self.rest.len();
                let more = self.until(ends).trim_end_matches(is_blank);
                if let Some(kind) = &mut spec.content_type {
                    kind.push_str(&format!(";{}{more}", &from[..blanks]));
                }
            } else {
                self.word(ends);
            }
        }
        Some((content, spec))
    }

    fn key(&self, key: &str) -> Option<&'t str> {
        let (start, behind) = self.rest.split_at_checked(key.len())?;
        start.eq_ignore_ascii_case(key).then_some(behind)
    }

    fn until(&mut self, ends: &[char]) -> &'t str {
        let end = self.rest.find(|c| c == ';' || ends.contains(&c)).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at(end);
        self.rest = rest;
        word
    }

    /// A word, in quotes or not; a quote that is never closed is a character.
    fn word(&mut self, ends: &[char]) -> String {
        let Some((word, rest)) = self.rest.strip_prefix('"').and_then(quoted) else {
            return self.until(ends).trim_end_matches(is_blank).to_owned();
        };
        self.rest = rest;
        self.until(ends);
        word
    }
}

/// Quoted text and what stands behind the closing quote.
fn quoted(text: &str) -> Option<(String, &str)> {
    let inside = &text[..quoted_length(text)?];
    let mut word = String::with_capacity(inside.len());
    let mut letters = inside.chars().peekable();
    while let Some(letter) = letters.next() {
        let escaped = letters.next_if(|next| letter == '\\' && matches!(next, '"' | '\\'));
        word.push(escaped.unwrap_or(letter));
    }
    Some((word, &text[inside.len() + 1..]))
}

/// Where a quote ends what stands before it; a backslash takes a quote or a backslash along.
pub(in crate::read::curl) fn quoted_length(text: &str) -> Option<usize> {
    let mut escaped = false;
    text.bytes().position(|byte| {
        let closes = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes
    })
}

fn is_blank(character: char) -> bool {
    character.is_ascii_whitespace() || character == '\u{b}'
}
