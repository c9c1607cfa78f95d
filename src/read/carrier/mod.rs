//! What a paste was carried in leaves its marks in it: a mail program quotes, links and breaks lines, a chat links, a filter
//! takes the life out of addresses, an editor numbers its lines, a logger
//! signs them. They are undone before the document is read; the way back to the source stays.

mod link;
mod logger;
mod mail;
mod numbered;
mod scheme;

use memchr::{memchr, memmem};

use crate::read::http;
use crate::text::Text;
use crate::text::decode::Decoder;

/// A text without the marks of what it was carried in.
pub(super) fn undone(text: Text<'_>) -> Text<'_> {
    let text = without(text, |text| text.strip_prefix('\u{feff}').map(|_| (0, 3)).into_iter().collect());
    let text = without(text, line_breaks);
    let text = numbered::plain(mail::unquoted(text));
    let text = if holds_messages(text.as_str()) { logger::plain(without(text, shown_breaks)) } else { text };
    link::undone(scheme::alive(text))
}

/// Whether messages as they travel can stand there, or what a library logs of them.
fn holds_messages(text: &str) -> bool {
    let holds = |sign: u8, word: &str| {
        memchr(sign, text.as_bytes()).is_some() && memmem::find(text.as_bytes(), word.as_bytes()).is_some()
    };
    holds(b'H', "HTTP") || holds(b'>', "--> ") || holds(b'(', "HttpMethod(")
}

/// A text without the stretches that `marks` finds, which stand in order and apart.
fn without<'s>(text: Text<'s>, marks: impl Fn(&str) -> Vec<(usize, usize)>) -> Text<'s> {
    let marks = marks(text.as_str());
    if marks.is_empty() {
        return text;
    }
    let mut out = Decoder::new(&text);
    let mut at = 0;
    for (start, end) in marks {
        out.verbatim(at, start);
        at = end;
    }
    out.verbatim(at, text.as_str().len());
    out.finish()
}

/// The `<br>` that stand where lines end anyway.
fn line_breaks(text: &str) -> Vec<(usize, usize)> {
    let bytes = text.as_bytes();
    let tags = memmem::find_iter(bytes, "<br").filter_map(|start| {
        let rest = &text[start + 3..];
        let inner = rest.trim_start_matches(' ');
        let behind = inner.strip_prefix('/').unwrap_or(inner).strip_prefix('>')?;
        let ends = behind.is_empty() || behind.starts_with('\n') || behind.starts_with("\r\n");
        ends.then_some((start, text.len() - behind.len()))
    });
    tags.collect()
}

/// The `\r\n` that an analyser of packets shows where the lines of a message end.
fn shown_breaks(text: &str) -> Vec<(usize, usize)> {
    const BREAK: &str = "\\r\\n";
    let ends = memmem::find_iter(text.as_bytes(), BREAK).map(|at| (at, at + BREAK.len()));
    let ends: Vec<_> = ends.filter(|(_, end)| text[*end..].starts_with(['\n', '\r'])).collect();
    let begins_message = |at: usize| {
        let line = text[..at].rsplit('\n').next().unwrap_or("").trim();
        http::is_request_line(line) || line.starts_with("HTTP/")
    };
    if ends.iter().any(|(at, _)| begins_message(*at)) { ends } else { Vec::new() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Span;

    fn read(source: &str) -> String {
        undone(Text::verbatim(source, Span::new(0, source.len()))).as_str().to_owned()
    }

    #[test]
    fn the_marks_of_a_carrier_are_undone() {
        for (carried, meant) in [
            ("curl <https://a.example/x?b=c> -i", "curl https://a.example/x?b=c -i"),
            ("curl [https://a.example/x](https://a.example/x) -i", "curl https://a.example/x -i"),
            ("curl [a.example](http://a.example/)/x", "curl a.example/x"),
            ("curl https://a.example/x<https://a.example/x> -i", "curl https://a.example/x -i"),
            ("<https://a.example/x|https://a.example/x>", "https://a.example/x"),
            ("[https://a.example/x|https://a.example/x]", "https://a.example/x"),
            ("-u kim@a.example<mailto:kim@a.example>/token:x", "-u kim@a.example/token:x"),
            ("HTTPS://a.example/x and hxxps://a[.]example/x", "https://a.example/x and https://a.example/x"),
            ("curl x \\<br>\n-d a<br />\r\n<br/>", "curl x \\\n-d a\r\n"),
            ("\n> > curl x \\\n> > -d a\n> >\n", "\ncurl x \\\n-d a\n\n"),
            ("  9 | curl x \\\n 10 |   -d a\n 11 |", "curl x \\\n  -d a\n"),
            ("  POST /x HTTP/1.1\\r\\n\n  Host: a\\r\\n\n  \\r\\n\n", "  POST /x HTTP/1.1\n  Host: a\n  \n"),
            ("  501  cd /tmp\n  502  curl x", "cd /tmp\ncurl x"),
            ("1 curl x \\\n2 -d a \\\n3 -d b", "curl x \\\n-d a \\\n-d b"),
            (
                "D/Http ( 12): --> POST https://a.example/x\nD/Http ( 12): Accept: */*\nD/Http ( 12):\nD/Http ( 12): --> END POST",
                "--> POST https://a.example/x\nAccept: */*\n\n--> END POST",
            ),
            (
                "10:00:01.12 [m-1] DEBUG a.b.Http - HTTP/1.1 401\n10:00:02.3 [m-1] DEBUG a.b.Http - Date: x",
                "HTTP/1.1 401\nDate: x",
            ),
            (
                "Kim wrote:\n> curl -v x\n> > GET / HTTP/1.1\n> < HTTP/1.1 404",
                "Kim wrote:\ncurl -v x\n> GET / HTTP/1.1\n< HTTP/1.1 404",
            ),
        ] {
            assert_eq!(read(carried), meant);
        }
    }

    #[test]
    fn what_only_looks_like_a_mark_stays() {
        for text in [
            "curl https://<subdomain>.a.example/<id>",
            "[the page](https://a.example/x)",
            "<https://a.example/x|the page>",
            "if a <br or b",
            "printf 'GET /x HTTP/1.1\\r\\n'",
            "a<br>b",
            "$ curl x \\\n> -d a \\\n> -d b",
            "> GET / HTTP/1.1\n> Host: a.example\n>",
            ">>> import requests\n>>> requests.get(x)",
            "redirect_uri=HTTPS://a.example/cb",
            "> curl x",
            "1. open a.example\n2. run curl",
            "10:20 asked\n11:20 answered",
            "2 clients\n3 users",
            "7 | a\n9 | b",
            "The answer: HTTP/1.1 401\nThe answer: what is it?",
            "10:00:01 GET /x HTTP/1.1\n10:00:02 Host: a.example",
            "D/Http: --> POST https://a.example/x\nE/Other: failed",
        ] {
            assert_eq!(read(text), text);
        }
    }
}
