//! Expressions: strings and what joins them, lists, dictionaries, calls, names with a known value.

use super::literal::{self, Unclosed};
use super::{Language, Member, Names, Value, known};
use crate::read::asked::join;
use crate::text::{Mark, Span, Text};

/// Deeper expressions are computed ones: nobody's request nests so deep.
const DEPTH: usize = 24;
/// Strings that are joined; more count as computed.
const MOST_JOINED: usize = 32;

/// Reads expressions of a document.
#[derive(Debug)]
pub(in crate::read) struct Expressions<'d, 's> {
    pub(super) doc: &'d Text<'s>,
    pub(super) text: &'d str,
    pub(super) language: Language,
    pub(super) names: &'d Names<'s>,
    /// Where reading goes on.
    pub(in crate::read) at: usize,
    /// What is open around the place, innermost last.
    open: Vec<u8>,
    unclosed: Unclosed,
    /// The places of names whose values were taken over.
    pub(in crate::read) used: Vec<Span>,
}

impl<'d, 's> Expressions<'d, 's> {
    /// A reader that begins at `at`.
    pub(in crate::read) fn new(doc: &'d Text<'s>, at: usize, language: Language, names: &'d Names<'s>) -> Self {
        let text = doc.as_str();
        Self { doc, text, language, names, at, open: Vec::new(), unclosed: Unclosed::default(), used: Vec::new() }
    }

    /// The arguments between the parenthesis that opens here and the one that closes it; `None` where none does.
    pub(in crate::read) fn arguments(&mut self) -> Option<Vec<Member<'s>>> {
        self.members(b'(').filter(|_| self.text.as_bytes()[self.at - 1] == b')')
    }

    /// The expression that begins here.
    pub(in crate::read) fn value(&mut self) -> Value<'s> {
        self.blanks();
        let start = self.at;
        let mut value = self.operand();
        let mut joined = 1;
        loop {
            let behind = self.at;
            self.blanks();
            let next = self.peek();
            let adjacent =
                self.language == Language::Python && matches!(value, Value::Text(_)) && self.literal(self.at).is_some();
            if next == Some(self.language.joins()) || adjacent {
                self.at += usize::from(!adjacent);
                self.blanks();
                let other = self.operand();
                joined += 1;
                if joined <= MOST_JOINED {
                    value = Value::Text(join(&value.text(), "", &other.text()));
                }
                continue;
            }
            if self.ends() || self.text[behind..self.at].contains('\n') && self.begins_member() {
                self.at = behind;
                break;
            }
            if next == Some(b'%')
                && self.language == Language::Python
                && let Value::Text(template) = &value
            {
                self.at += 1;
                self.blanks();
                let given = self.operand();
                value = Value::Text(known::by_percent(template, &given));
                continue;
            }
            self.skip();
            // What is done with the last part leaves those before it as they are.
            value = match joined {
                1 => self.computed(start),
                _ => Value::Text(join(&value.text(), "", &self.computed(behind).text())),
            };
            break;
        }
        if joined > MOST_JOINED { self.computed(start) } else { value }
    }

    /// An expression without signs between its parts, as the arguments of PowerShell's commands are.
    pub(in crate::read) fn operand(&mut self) -> Value<'s> {
        let start = self.at;
        if let Some((text, end)) = self.literal(start) {
            self.at = end;
            let text = self.filled(text);
            return self.continued(Value::Text(text));
        }
        let rest = &self.text[start..];
        let powershell = self.language == Language::PowerShell;
        match self.peek() {
            Some(b'{') if matches!(self.language, Language::JavaScript | Language::Python) => self.list(b'{'),
            Some(b'@') if powershell && rest.starts_with("@{") => {
                self.at += 1;
                self.list(b'{')
            }
            Some(b'@') if powershell && rest.starts_with("@(") => {
                self.at += 1;
                self.list(b'(')
            }
            // A cast: `[string]$x`.
            Some(b'[') if powershell => {
                self.skip_brackets();
                if self.text[self.at..].starts_with("::") { self.static_call() } else { self.operand() }
            }
            Some(b'[') => self.list(b'['),
            Some(b'(') => self.parenthesis(start),
            Some(b'0'..=b'9' | b'-') => {
                self.at += 1;
                self.at += self.text[self.at..].bytes().take_while(|b| b.is_ascii_alphanumeric() || *b == b'.').count();
                Value::Word(self.doc.slice(start, self.at))
            }
            Some(byte) if byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'$') => self.name(start),
            _ => {
                self.skip();
                self.computed(start)
            }
        }
    }

    fn list(&mut self, opener: u8) -> Value<'s> {
        let start = self.at;
        match self.members(opener) {
            Some(members) => {
                let span = self.doc.span_of(start, self.at);
                self.continued(Value::Members(members, span))
            }
            None => self.computed(start),
        }
    }

    /// `(..)`: a list in Python, an expression elsewhere; PowerShell pipes it on.
    fn parenthesis(&mut self, start: usize) -> Value<'s> {
        let Some(mut members) = self.members(b'(') else { return self.computed(start) };
        let tuple = self.language == Language::Python && self.text[start..self.at].trim_end_matches(')').ends_with(',');
        if members.len() != 1 || tuple || members.iter().any(|member| member.name.is_some()) {
            let span = self.doc.span_of(start, self.at);
            return Value::Members(members, span);
        }
        let value = members.pop().map_or_else(|| self.computed(start), |member| member.value);
        self.continued(value)
    }

    /// The members up to what closes `opener`, which stands here. `None` where it nests too deep.
    fn members(&mut self, opener: u8) -> Option<Vec<Member<'s>>> {
        let start = self.at;
        if self.open.len() >= DEPTH {
            self.skip_brackets();
            return None;
        }
        let closer = match opener {
            b'(' => b')',
            b'[' => b']',
            _ => b'}',
        };
        self.open.push(opener);
        self.at += 1;
        let mut members = Vec::new();
        while let Some(byte) = self.next_member(closer) {
            let before = self.at;
            match byte {
                b',' | b';' => {
                    self.at += 1;
                    continue;
                }
                b'\n' | b'\r' => {
                    self.pass_line_break();
                    continue;
                }
                _ => {}
            }
            self.member(opener, &mut members);
            self.at = self.at.max(before + 1);
        }
        self.open.pop();
        let closed = self.peek() == Some(closer);
        self.at += usize::from(closed);
        (closed && self.at > start).then_some(members)
    }

    /// The first byte of what stands before `closer`.
    fn next_member(&mut self, closer: u8) -> Option<u8> {
        self.blanks();
        self.peek().filter(|byte| *byte != closer)
    }

    fn member(&mut self, opener: u8, members: &mut Vec<Member<'s>>) {
        let rest = &self.text[self.at..];
        let start = self.at;
        let spread = ["...", "**", "*"].into_iter().find(|sign| rest.starts_with(sign));
        if let Some(sign) = spread {
            self.at += sign.len();
            match self.value() {
                Value::Members(inner, _) => members.extend(inner),
                value => members.push(Member { name: Some(self.doc.slice(start, start + sign.len())), value }),
            }
            return;
        }
        let name = self.member_name(opener);
        let value = self.value();
        // `{ scope }` is `{ scope: scope }`.
        let short = self.language == Language::JavaScript && opener == b'{' && name.is_none();
        let name = if short { self.short_name(rest) } else { name };
        members.push(Member { name, value });
    }

    fn short_name(&self, rest: &'d str) -> Option<Text<'s>> {
        let len = rest.bytes().take_while(|b| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'$')).count();
        let start = self.text.len() - rest.len();
        (len > 0).then(|| self.doc.slice(start, start + len))
    }

    /// The name of a member, passed with what stands behind it. `None`, and nothing passed, where there is none.
    fn member_name(&mut self, opener: u8) -> Option<Text<'s>> {
        let sign = self.language.names_by(opener)?;
        let start = self.at;
        let name = match self.literal(start) {
            Some((name, end)) => {
                self.at = end;
                Some(name)
            }
            None => {
                let is_name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-');
                self.at += self.text[start..].bytes().take_while(is_name).count();
                (self.at > start).then(|| self.doc.slice(start, self.at))
            }
        };
        if name.is_some() {
            self.blanks();
        }
        let rest = &self.text[self.at..];
        let named = name.is_some() && rest.starts_with(sign) && !rest[sign.len()..].starts_with('=');
        if !named {
            self.at = start;
            return None;
        }
        self.at += sign.len();
        name
    }

    /// Whether a member with its name begins here, as behind a comma that was forgotten.
    fn begins_member(&mut self) -> bool {
        let start = self.at;
        let named = self.open.last().copied().and_then(|opener| self.member_name(opener)).is_some();
        self.at = start;
        named
    }

    pub(super) fn computed(&self, start: usize) -> Value<'s> {
        let text = self.doc.slice(start, self.at);
        Value::Computed(text.trim().marked(Mark::Expansion))
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    /// Whether an expression ends here.
    fn ends(&self) -> bool {
        match self.peek() {
            None | Some(b',' | b')' | b']' | b'}' | b';' | b'\n' | b'\r') => true,
            Some(b':') => self.open.last() == Some(&b'{'),
            Some(b'=') => self.text[self.at..].starts_with("=>") && self.language == Language::Php,
            _ => false,
        }
    }

    /// Passes blanks and comments, and line breaks where they mean nothing.
    pub(in crate::read) fn blanks(&mut self) {
        loop {
            let rest = &self.text[self.at..];
            let Some(first) = rest.chars().next() else { return };
            let goes_on = match (self.language, first) {
                (Language::Python, '\\') | (Language::PowerShell, '`') => line_break(&rest[1..]).map(|len| len + 1),
                _ => None,
            };
            if matches!(first, ' ' | '\t' | '\u{a0}' | '\u{feff}') {
                self.at += first.len_utf8();
            } else if let Some(len) = goes_on {
                self.at += len;
            } else if matches!(first, '\n' | '\r') && self.passes_lines() {
                self.pass_line_break();
            } else if self.language.comments().iter().any(|sign| rest.starts_with(sign)) {
                self.at += rest.find('\n').unwrap_or(rest.len());
            } else if let Some((opener, closer)) = self.language.long_comment()
                && rest.starts_with(opener)
            {
                self.at += rest.find(closer).map_or(rest.len(), |end| end + closer.len());
            } else {
                return;
            }
        }
    }

    /// Whether a line break means nothing here. Between the entries of PowerShell's tables it is what divides them.
    fn passes_lines(&self) -> bool {
        match self.open.last() {
            Some(opener) => self.language != Language::PowerShell || *opener != b'{',
            None => !self.language.ends_at_line(),
        }
    }

    /// Passes a line break, and the prompt of PowerShell's next line.
    fn pass_line_break(&mut self) {
        self.at += 1;
        let prompted = self.language == Language::PowerShell && self.text[self.at..].starts_with(">> ");
        self.at += if prompted { ">> ".len() } else { 0 };
    }

    /// Passes everything up to where the expression ends.
    fn skip(&mut self) {
        let start = self.at;
        while let Some(byte) = self.peek() {
            match byte {
                b'(' | b'[' | b'{' => self.skip_brackets(),
                b'\n' | b'\r' if self.passes_lines() => self.at += 1,
                b',' | b')' | b']' | b'}' | b';' | b'\n' | b'\r' if self.at > start || self.ends() => return,
                _ => self.pass(),
            }
        }
    }

    /// Passes what opens here, what it holds, and what closes it.
    fn skip_brackets(&mut self) {
        let mut open = Vec::new();
        while let Some(byte) = self.peek() {
            match byte {
                b'(' | b'[' | b'{' => {
                    open.push(byte);
                    self.at += 1;
                }
                b')' | b']' | b'}' => {
                    self.at += 1;
                    open.pop();
                    if open.is_empty() {
                        return;
                    }
                }
                _ => self.pass(),
            }
        }
    }

    /// The string that begins at `start`, and where it ends.
    fn literal(&mut self, start: usize) -> Option<(Text<'s>, usize)> {
        literal::read(self.doc, start, self.language, &mut self.unclosed)
    }

    /// Passes a string, or a character.
    fn pass(&mut self) {
        let width = self.text[self.at..].chars().next().map_or(1, char::len_utf8);
        self.at = self.literal(self.at).map_or(self.at + width, |(_, end)| end);
    }
}

/// The length of a line break.
fn line_break(rest: &str) -> Option<usize> {
    let blank = rest.len() - rest.trim_start_matches([' ', '\t', '\r']).len();
    rest[blank..].starts_with('\n').then_some(blank + 1)
}
