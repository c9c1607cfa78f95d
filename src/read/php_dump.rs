//! What PHP shows of an array or an object: `print_r` (<https://www.php.net/print_r>) and `var_dump`
//! (<https://www.php.net/var_dump>).
//!
//! ```text
//! stdClass Object              array(1) {
//! (                              ["error"]=>
//!     [error] => invalid_grant   string(13) "invalid_grant"
//! )                            }
//! ```

use crate::exchange::Json;
use crate::text::{Text, near};

/// Deeper values are passed over.
const DEPTH: usize = 16;
/// The longest first line: `GuzzleHttp\Psr7\Response Object`, `object(stdClass)#3 (2) {`.
const LONGEST_HEAD: usize = 80;

/// Whether a line begins such a value.
pub(super) fn begins(line: &str) -> bool {
    let line = line.trim_end();
    let is_class =
        |class: &str| !class.is_empty() && class.bytes().all(|b| b.is_ascii_alphanumeric() || b"\\_".contains(&b));
    let is_dumped = || ["array(", "object("].iter().any(|kind| line.starts_with(kind)) && line.ends_with('{');
    let is_printed = || line == "Array" || line.strip_suffix(" Object").is_some_and(is_class);
    line.len() <= LONGEST_HEAD && (is_printed() || is_dumped())
}

/// Reads the value that starts at `start`; gives it and where it ends.
pub(super) fn prefix<'s>(text: &Text<'s>, start: usize) -> Option<(Json<'s>, usize)> {
    let mut dump = Dump { text, value: text.as_str(), at: start };
    let json = dump.whole(DEPTH)?;
    Some((json, dump.at))
}

struct Dump<'t, 's> {
    text: &'t Text<'s>,
    value: &'t str,
    at: usize,
}

impl<'t, 's> Dump<'t, 's> {
    fn rest(&self) -> &'t str {
        &self.value[self.at..]
    }

    /// The rest of the line, as far as it can matter.
    fn line(&self) -> &'t str {
        near::behind(self.value, self.at)
    }

    fn blanks(&mut self) {
        self.at += self.rest().len() - self.rest().trim_start().len();
    }

    fn passes(&mut self, sign: &str) -> bool {
        let there = self.rest().starts_with(sign);
        self.at += if there { sign.len() } else { 0 };
        there
    }

    /// A value with entries: its first line, its bracket, and all up to the other one.
    fn whole(&mut self, depth: usize) -> Option<Json<'s>> {
        (depth > 0 && begins(self.line())).then_some(())?;
        let opens = self.line().trim_end().ends_with('{');
        self.at += self.line().len();
        self.blanks();
        (opens || self.passes("(")).then_some(())?;
        let closing = if opens { "}" } else { ")" };
        let mut members = Vec::new();
        loop {
            self.blanks();
            if self.rest().is_empty() || self.passes(closing) {
                return Some(Json::Object(members));
            }
            members.push((self.key()?, self.entry(depth)));
        }
    }

    /// `[error] =>`, `["error"]=>`, `[status:protected] =>`.
    fn key(&mut self) -> Option<Text<'s>> {
        self.passes("[").then_some(())?;
        let inside = &self.line()[..self.line().find(']')?];
        let name = inside.trim_start_matches('"');
        let length = name.find(['"', ':']).unwrap_or(name.len());
        let from = self.at + inside.len() - name.len();
        self.at += inside.len() + 1;
        self.at += self.line().len() - self.line().trim_start().len();
        self.passes("=>").then(|| self.text.slice(from, from + length))
    }

    fn entry(&mut self, depth: usize) -> Json<'s> {
        let before = self.at;
        self.blanks();
        if let Some(inner) = self.whole(depth - 1) {
            return inner;
        }
        match self.typed() {
            Some(value) => Json::String(value),
            None => {
                self.at = before;
                Json::String(self.printed())
            }
        }
    }

    /// `string(13) "invalid_grant"`, `int(400)`, `bool(true)`, `NULL`.
    fn typed(&mut self) -> Option<Text<'s>> {
        let line = self.line();
        let open = line.find('(').filter(|at| ["string", "int", "bool", "float"].contains(&&line[..*at]))?;
        let close = line.find(')')?;
        if line.starts_with("string") {
            let length = line[open + 1..close].parse::<usize>().ok()?;
            let start = self.at + line.find("\"")? + 1;
            let end = start.checked_add(length).filter(|end| self.value.get(start..*end).is_some())?;
            self.at = (end + 1).min(self.value.len());
            return Some(self.text.slice(start, end));
        }
        let (start, end) = (self.at + open + 1, self.at + close);
        self.at = end + 1;
        Some(self.text.slice(start, end))
    }

    /// What `print_r` shows of a value: the rest of the line, and lines below up to the next key or the end.
    fn printed(&mut self) -> Text<'s> {
        let start = self.at;
        let mut end = start;
        for line in self.rest().split_inclusive('\n') {
            let bare = line.trim();
            if end > start && (bare == ")" || bare.starts_with('[') && bare.contains("] =>")) {
                break;
            }
            end += line.len();
        }
        self.at = end.max(start);
        self.text.slice(start, end).trim()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn read(dump: &str) -> (Vec<(String, String)>, &str) {
        let text = Text::verbatim(dump, Span::new(0, dump.len()));
        let (json, end) = prefix(&text, 0).expect("a dump");
        let Json::Object(members) = json else { panic!("no object") };
        let shown = |value: &Json<'_>| value.text().map_or("..".to_owned(), |text| text.as_str().to_owned());
        (members.iter().map(|(key, value)| (key.as_str().to_owned(), shown(value))).collect(), &dump[end..])
    }

    fn pairs(of: &[(&str, &str)]) -> Vec<(String, String)> {
        of.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn both_ways_of_showing_give_the_same() {
        let printed = "stdClass Object\n(\n    [error] => invalid_grant\n    [error_description] => Bad code\nTrace: 7\n    [codes] => Array\n        (\n            [0] => 7\n        )\n\n    [status:protected] => 400\n)\nrest";
        let dumped = "array(4) {\n  [\"error\"]=>\n  string(13) \"invalid_grant\"\n  [\"error_description\"]=>\n  string(17) \"Bad code\nTrace: 7\"\n  [\"codes\"]=>\n  array(1) {\n    [0]=>\n    int(7)\n  }\n  [\"status\":protected]=>\n  int(400)\n}\nrest";
        let whole = pairs(&[
            ("error", "invalid_grant"),
            ("error_description", "Bad code\nTrace: 7"),
            ("codes", ".."),
            ("status", "400"),
        ]);
        assert_eq!(read(printed), (whole.clone(), "\nrest"));
        assert_eq!(read(dumped), (whole, "\nrest"));
    }

    #[test]
    fn what_is_cut_off_gives_what_is_there_and_words_are_none() {
        assert_eq!(read("Array\n(\n [error] => invalid_client").0, pairs(&[("error", "invalid_client")]));
        for none in ["Array of things\n(", "An Object (with", "Objects", "array(2)", "Array\n[x]"] {
            assert!(prefix(&Text::verbatim(none, Span::new(0, none.len())), 0).is_none(), "{none}");
        }
    }
}
