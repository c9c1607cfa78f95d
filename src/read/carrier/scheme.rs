//! Schemes of addresses in capitals (RFC 3986 3.1 knows no case), and those that a filter made harmless: `hxxps://`.

use memchr::memmem;

use crate::text::Text;
use crate::text::decode::Decoder;

/// A text whose addresses begin with `http://` or `https://`.
pub(super) fn alive(text: Text<'_>) -> Text<'_> {
    let source = text.as_str();
    let mut out: Option<Decoder<'_, '_>> = None;
    let mut done = 0;
    for colon in memmem::find_iter(source.as_bytes(), "://") {
        let Some(start) = scheme_start(source, colon).filter(|start| *start >= done) else { continue };
        let scheme = &source[start..colon];
        let Some(meant) = meant(scheme) else { continue };
        let out = out.get_or_insert_with(|| Decoder::new(&text));
        out.verbatim(done, start);
        out.unit(start, colon, meant);
        done = colon;
        // What takes the life out of a scheme does so with the dots.
        if scheme.as_bytes().get(1).is_some_and(|byte| byte.eq_ignore_ascii_case(&b'x')) {
            let host = &source[colon + 3..];
            let stops = |c: char| c.is_whitespace() || matches!(c, '/' | ':');
            let end = colon + 3 + host.find(stops).unwrap_or(host.len());
            for dot in memmem::find_iter(&source.as_bytes()[colon..end], "[.]").map(|n| colon + n) {
                out.verbatim(done, dot);
                out.unit(dot, dot + 3, ".");
                done = dot + 3;
            }
        }
    }
    let Some(mut out) = out else { return text };
    out.verbatim(done, source.len());
    out.finish()
}

/// Where the scheme before a colon begins; `None` where it is a part of a word or of a parameter, whose value counts letter
/// by letter.
fn scheme_start(text: &str, colon: usize) -> Option<usize> {
    let letters = text.as_bytes()[..colon].iter().rev().take(6).take_while(|byte| byte.is_ascii_alphabetic()).count();
    let start = colon - letters;
    let before = text[..start].chars().next_back();
    before.is_none_or(|c| !c.is_alphanumeric() && !matches!(c, '=' | '+' | '-' | '.')).then_some(start)
}

fn meant(scheme: &str) -> Option<&'static str> {
    const MEANT: [(&str, &str); 4] = [("http", "http"), ("https", "https"), ("hxxp", "http"), ("hxxps", "https")];
    let (_, meant) = MEANT.iter().find(|(written, _)| written.eq_ignore_ascii_case(scheme))?;
    (*meant != scheme).then_some(*meant)
}
