//! HTML as the text a reader sees and copies: e-mail, help pages, documentation.

use memchr::{memchr, memmem};

use super::{Environments, Exchanges, Reader, document, wrapped};
use crate::exchange::Wrapping;
use crate::text::Text;
use crate::text::decode::{Decoder, html_reference};

/// Elements that begin and end a line of their own.
const BLOCKS: [&str; 30] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "br",
    "dd",
    "div",
    "dl",
    "dt",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "li",
    "main",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "tr",
    "ul",
];
/// Elements whose content nobody sees.
const UNSEEN: [&str; 4] = ["head", "script", "style", "template"];

/// The longest tag, in bytes.
const LONGEST: usize = 4096;

/// The form of HTML documents.
pub(super) struct Html;

impl Reader for Html {
    fn recognizes(&self, text: &str) -> bool {
        let start = text.trim_start_matches('\u{feff}').trim_start();
        start.starts_with('<') && !start.starts_with("<?") && is_markup(text)
    }

    fn read<'s>(&self, text: Text<'s>, _: &Environments) -> Exchanges<'s> {
        wrapped(document(visible(&text)), Wrapping::Html)
    }
}

/// Whether a text is marked up: it closes an element of HTML, or breaks its lines by one.
pub(super) fn is_markup(text: &str) -> bool {
    const SIGNS: [&[u8]; 9] =
        [b"</p>", b"</pre>", b"</div>", b"</code>", b"</li>", b"</html>", b"</span>", b"<br>", b"<br/"];
    let bytes = text.as_bytes();
    memchr(b'<', bytes).is_some() && SIGNS.iter().any(|sign| memmem::find(bytes, sign).is_some())
}

/// The text that is seen: tags give way to line breaks or to nothing, references to their characters, inline code to
/// backticks.
pub(crate) fn visible<'s>(text: &Text<'s>) -> Text<'s> {
    let source = text.as_str();
    let bytes = source.as_bytes();
    let mut out = Decoder::new(text);
    let mut at = 0;
    let mut preformatted = 0_usize;
    while at < bytes.len() {
        match bytes[at] {
            b'<' => {
                let Some(tag) = Tag::at(source, at) else {
                    out.verbatim(at, at + 1);
                    at += 1;
                    continue;
                };
                if tag.is("pre") {
                    preformatted = if tag.closes { preformatted.saturating_sub(1) } else { preformatted + 1 };
                }
                if BLOCKS.iter().any(|name| tag.is(name)) {
                    out.unit(at, tag.end, "\n");
                } else if tag.is("code") && preformatted == 0 {
                    out.unit(at, tag.end, "`");
                }
                at = if tag.closes { tag.end } else { tag.behind_unseen(source) };
            }
            b'&' => match html_reference(&bytes[at..]) {
                Some((len, '\u{a0}')) => {
                    out.unit(at, at + len, " ");
                    at += len;
                }
                Some((len, character)) => {
                    out.unit(at, at + len, character.encode_utf8(&mut [0; 4]));
                    at += len;
                }
                None => {
                    out.verbatim(at, at + 1);
                    at += 1;
                }
            },
            _ => {
                let end = memchr::memchr2(b'<', b'&', &bytes[at..]).map_or(bytes.len(), |n| at + n);
                // A line break outside of `pre` is white space like any other, and nothing between two blocks.
                if preformatted == 0 && source[at..end].trim().is_empty() && source[at..end].contains('\n') {
                    at = end;
                    continue;
                }
                if preformatted > 0 {
                    out.verbatim(at, end);
                } else {
                    for line in source[at..end].split_inclusive('\n') {
                        let text = line.strip_suffix('\n').unwrap_or(line);
                        out.verbatim(at, at + text.len());
                        if text.len() < line.len() {
                            out.unit(at + text.len(), at + line.len(), " ");
                        }
                        at += line.len();
                    }
                }
                at = end;
            }
        }
    }
    out.finish()
}

/// A tag: its name, whether it closes, and where it ends.
struct Tag<'t> {
    name: &'t str,
    closes: bool,
    end: usize,
}

impl<'t> Tag<'t> {
    /// The tag or comment that begins at `at`; `None` for a bracket that is only a character, as in `<token>`.
    fn at(source: &'t str, at: usize) -> Option<Self> {
        let bytes = source.as_bytes();
        if bytes[at..].starts_with(b"<!") {
            let closer: &[u8] = if bytes[at..].starts_with(b"<!--") { b"-->" } else { b">" };
            let end = memmem::find(&bytes[at..], closer).map_or(bytes.len(), |n| at + n + closer.len());
            return Some(Self { name: "", closes: true, end });
        }
        let closes = bytes.get(at + 1) == Some(&b'/');
        let start = at + 1 + usize::from(closes);
        let len = bytes[start..].iter().take(16).take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let name = &source[start..start + len];
        let end = at + memchr(b'>', &bytes[at..bytes.len().min(at + LONGEST)])? + 1;
        let known = KNOWN.iter().chain(&BLOCKS).chain(&UNSEEN).any(|known| known.eq_ignore_ascii_case(name));
        known.then_some(Self { name, closes, end })
    }

    fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Where reading goes on: behind the element whose content is not seen, else behind the tag.
    fn behind_unseen(&self, source: &str) -> usize {
        if !UNSEEN.iter().any(|name| self.is(name)) {
            return self.end;
        }
        let bytes = source.as_bytes();
        let closer = format!("</{}", self.name);
        let close = memmem::find(&bytes[self.end..], closer.as_bytes()).map(|n| self.end + n);
        close.and_then(|at| memchr(b'>', &bytes[at..]).map(|n| at + n + 1)).unwrap_or(bytes.len())
    }
}

/// Other elements of HTML; a bracket before any other word is a placeholder's.
const KNOWN: [&str; 28] = [
    "a", "abbr", "b", "button", "cite", "code", "del", "em", "font", "html", "i", "img", "ins", "kbd", "label", "mark",
    "nav", "q", "s", "samp", "small", "span", "strong", "sub", "sup", "td", "th", "u",
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn seen(source: &str) -> String {
        visible(&Text::verbatim(source, Span::new(0, source.len()))).as_str().to_owned()
    }

    #[test]
    fn what_is_left_is_what_a_reader_sees() {
        assert_eq!(seen("<p>run <code>curl x</code>\nnow</p>"), "\nrun `curl x` now\n");
        assert_eq!(seen("<pre>a\n  b &amp;&nbsp;c</pre>"), "\na\n  b & c\n");
        assert_eq!(seen("-d code=<your_code> <!-- x --> <p>"), "-d code=<your_code>  \n");
        assert_eq!(seen("<style>p { a: b }</style>x<script>1 < 2</script>"), "x");
    }
}
