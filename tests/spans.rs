//! Every value knows where it came from: decoding the source at its span again gives the value, and every range lies
//! on character boundaries. Holds for words of both readings, however odd the text, and for every decode; the wire view
//! of the same texts never panics.

use grantlint::exchange::{Exchange, Json, Url};
use grantlint::read::curl::{config, glob, wire};
use grantlint::read::shell::{self, Lexed, Reading, Setting};
use grantlint::read::{json, url};
use grantlint::text::{Span, Text, decode};

#[test]
fn words_are_found_again_at_their_spans() {
    let mut random = Random(0x5eed_0002);
    for _ in 0..6_000 {
        let text = random.text(24);
        let doc = Text::verbatim(&text, Span::new(0, text.len()));
        for reading in [Reading::Wire, Reading::Intent] {
            let prompted = random.one_in(4);
            let closer = [None, None, Some(b'"'), Some(b'`'), Some(b'\'')][random.below(5)];
            let lexed = shell::lex(&doc, 0, reading, Setting { closer, prompted, ..Setting::default() });
            assert!(lexed.end <= text.len() && lexed.last <= text.len(), "{text:?}");
            check_words(&text, &lexed);
            check_arguments(&text, &lexed, reading);
        }
    }
}

fn check_words(text: &str, lexed: &Lexed<'_>) {
    for word in &lexed.words {
        assert!(text.is_char_boundary(word.span.start) && text.is_char_boundary(word.span.end), "{text:?}");
        assert!(word.span.contains(word.text.span()) || word.text.as_str().is_empty(), "{:?} of {text:?}", word.text);
        check_value(text, &word.text);
        for variable in &word.variables {
            assert!(text[variable.span.range()].starts_with('$'), "{:?} of {text:?}", variable.span);
            assert!(variable.span.contains(variable.name.span()));
            check_value(text, &variable.name);
        }
    }
    for repair in &lexed.repairs {
        assert!(text.get(repair.span.range()).is_some(), "{repair:?} of {text:?}");
        assert!(text.get(repair.word.range()).is_some(), "{repair:?} of {text:?}");
    }
    lexed.stdin.iter().for_each(|stdin| check_value(text, stdin));
}

fn check_arguments(text: &str, lexed: &Lexed<'_>, reading: Reading) {
    let parsed = config::parse(lexed, reading);
    let _any_answer_will_do = wire::command(&parsed, lexed.stdin.as_ref());
    for argument in &parsed.arguments {
        assert!(text.get(argument.span.range()).is_some() && text.get(argument.word.range()).is_some(), "{text:?}");
        let Some(value) = &argument.value else { continue };
        check_value(text, value);
        check_decodes(text, value);
        for glob in glob::patterns(value, false) {
            assert!(text.get(glob.span.range()).is_some(), "{glob:?} of {text:?}");
        }
    }
}

/// Each character of a value comes from source characters: from itself, or from the escape that means it.
fn check_value(text: &str, value: &Text<'_>) {
    assert_eq!(value.as_str().len(), value.map().decoded_len());
    for (at, character) in value.as_str().char_indices() {
        let span = value.span_of(at, at + character.len_utf8());
        let source = text.get(span.range()).unwrap_or_else(|| panic!("{span:?} cuts a character of {text:?}"));
        let verbatim = source.chars().eq([character]);
        assert!(verbatim || is_encoded(source, character), "{character:?} of {value:?} is not {source:?}");
    }
    for marked in value.marks() {
        assert!(value.as_str().get(marked.range.clone()).is_some(), "{marked:?} of {value:?}");
    }
}

/// Whether `source` can be a way to write `character`: an escape, a sequence in braces, a here-string's own line end.
fn is_encoded(source: &str, character: char) -> bool {
    source.starts_with(['\\', '%', '&', '{', '+']) || (source.is_empty() && character == '\n')
}

/// Slices and decodes of a value keep the way back, decode upon decode.
fn check_decodes(text: &str, value: &Text<'_>) {
    let len = value.as_str().len();
    let middle = (0..=len / 2).rev().find(|at| value.as_str().is_char_boundary(*at)).unwrap_or(0);
    for part in [value.slice(0, middle), value.slice(middle, len), value.trim()] {
        check_value(text, &part);
        let again: String = part.as_str().to_owned();
        assert!(value.as_str().contains(&again));
    }
    for decoded in [decode::percent(value, true), decode::json_string(value), decode::html(value)] {
        check_value(text, &decoded);
        check_value(text, &decode::percent(&decoded, false));
    }
    check_url(text, &url::parse(value.clone()));
    if let Some(value) = json::parse(value) {
        check_json(text, &value);
    }
}

fn check_url(text: &str, url: &Url<'_>) {
    let parts = [&url.scheme, &url.userinfo, &url.host, &url.port, &url.path];
    for range in parts.into_iter().chain(&url.query).chain(&url.fragment) {
        check_value(text, &url.part(range));
    }
}

fn check_json(text: &str, json: &Json<'_>) {
    match json {
        Json::String(value) | Json::Scalar(value) => check_value(text, value),
        Json::Array(values) => values.iter().for_each(|value| check_json(text, value)),
        Json::Object(members) => members.iter().for_each(|(key, value)| {
            check_value(text, key);
            check_json(text, value);
        }),
    }
}

#[test]
fn a_decoded_stretch_is_decoded_again_from_its_span() {
    let mut random = Random(0x5eed_0003);
    for _ in 0..20_000 {
        let text = random.text(10);
        let value = Text::verbatim(&text, Span::new(0, text.len()));
        for decode in [decode_form, decode_json, decode_html] {
            let decoded = decode(&value);
            let (start, end) = random.range(decoded.as_str());
            let part = decoded.slice(start, end);
            let source = &text[decoded.span_of(start, end).range()];
            let again = decode(&Text::verbatim(source, Span::new(0, source.len())));
            assert_eq!(again.as_str(), part.as_str(), "{source:?} of {text:?}");
        }
    }
}

fn decode_form<'s>(text: &Text<'s>) -> Text<'s> {
    decode::percent(text, true)
}

fn decode_json<'s>(text: &Text<'s>) -> Text<'s> {
    decode::json_string(text)
}

fn decode_html<'s>(text: &Text<'s>) -> Text<'s> {
    decode::html(text)
}

#[test]
fn recorded_values_are_found_again_at_their_spans() {
    let seeds = ["recording.har", "entry.json", "message.txt", "trace-ascii.txt", "socket.json"].map(|name| {
        std::fs::read_to_string(format!("{}/fixtures/fuzz/{name}", env!("CARGO_MANIFEST_DIR"))).expect(name)
    });
    let mut random = Random(0x5eed_0003);
    let mut read = 0;
    for round in 0..3_000 {
        let mut text: Vec<char> = seeds[round % seeds.len()].chars().collect();
        for _ in 0..random.below(6) {
            let at = random.below(text.len());
            let odd = ['"', '\\', '%', 'é', '😀', '\n', '{', '}', ':', '&', '\u{200b}'];
            match random.below(3) {
                0 => text.insert(at, odd[random.below(odd.len())]),
                1 => text[at] = odd[random.below(odd.len())],
                _ => drop(text.remove(at)),
            }
        }
        let text: String = text.into_iter().collect();
        for exchange in grantlint::read::read(&text) {
            read += 1;
            check_exchange(&text, &exchange);
        }
    }
    assert!(read > 3_000, "only {read} exchanges");
}

fn check_exchange(text: &str, exchange: &Exchange<'_>) {
    let place = |span: Span| assert!(text.get(span.range()).is_some(), "{span:?} of {text:?}");
    let request = &exchange.request;
    place(exchange.span);
    let mut leaves: Vec<&Text<'_>> = Vec::new();
    for param in &request.params {
        place(param.span);
        leaves.extend([&param.name, &param.value, &param.raw]);
    }
    let response = exchange.response.as_ref();
    for header in request.headers.iter().chain(response.iter().flat_map(|response| &response.headers)) {
        leaves.extend([&header.name, &header.value].into_iter().chain(&header.whole));
    }
    leaves.extend(request.body.iter().flat_map(|body| &body.pieces));
    leaves.extend(request.url.iter().map(|url| &url.text));
    leaves.extend(response.iter().filter_map(|response| response.body.as_ref()));
    exchange.repairs.iter().for_each(|repair| place(repair.span));
    exchange.sent.iter().for_each(|sent| place(sent.span));
    response.iter().for_each(|response| place(response.span));
    for leaf in leaves {
        assert_eq!(leaf.as_str().len(), leaf.map().decoded_len());
        place(leaf.span());
        for (at, character) in leaf.as_str().char_indices() {
            let span = leaf.span_of(at, at + character.len_utf8());
            place(span);
            assert!(exchange.span.contains(span) || span.is_empty(), "{leaf:?} lies outside of {:?}", exchange.span);
        }
    }
}

#[test]
fn base64_maps_to_whole_groups() {
    let encoded = "YcOpOvCfmIA6eg==";
    let text = Text::verbatim(encoded, Span::new(0, encoded.len()));
    let decoded = decode::base64(&text).expect("it is base64");
    assert_eq!(decoded.as_str(), "aé:😀:z");
    for (at, character) in decoded.as_str().char_indices() {
        let span = decoded.span_of(at, at + character.len_utf8());
        assert!(span.start.is_multiple_of(4) && span.end.is_multiple_of(4), "{character:?} at {span:?}");
    }
}

/// A small generator of random numbers (xorshift): the same texts on every run.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).expect("31 bits fit") % limit
    }

    fn one_in(&mut self, limit: usize) -> bool {
        self.below(limit) == 0
    }

    /// What pasted commands are made of, whole or broken off.
    fn text(&mut self, most: usize) -> String {
        const PIECES: &[&str] = &[
            "curl ",
            "-d ",
            "--data-urlencode ",
            "-H ",
            "–d ",
            "—data ",
            "http://a.example/",
            "https://{x}.é.example/p?a=b&c=d#e",
            "a=b",
            "&",
            "c=%C3%A9",
            "%",
            "%4",
            "%zz",
            "%ff",
            "+",
            " ",
            "\t",
            "\n",
            "\r\n",
            "\\\n",
            "\\ \n",
            "\\\r\n",
            "> ",
            "$ ",
            "'",
            "\"",
            "$'",
            "$\"",
            "`",
            "“",
            "”",
            "‘",
            "’",
            "$A",
            "${B}",
            "${",
            "$(",
            "$(x 'y' \"z\")",
            ")",
            "(",
            "{",
            "}",
            "{a,b}",
            "{1..3}",
            "[",
            "]",
            "[1-2]",
            "{,",
            "\\",
            "\\\\",
            "\\\"",
            "\\u00e9",
            "\\ud83d\\ude00",
            "\\ud83d",
            "\\x41",
            "\\xc3\\xa9",
            "\\n",
            "\\0",
            "\u{a0}",
            "\u{200b}",
            "\u{feff}",
            "é",
            "日本",
            "😀",
            "&amp;",
            "&quot;",
            "&#39;",
            "&#x1F600;",
            "&#",
            "{\"a\":\"b\\n\",\"c\":[1,null]}",
            "<<EOF\n",
            "<<-'EOF'\n",
            "EOF\n",
            "<<<",
            "2>&1",
            ">",
            "<",
            "|",
            ";",
            "#",
            "~",
            "-F ",
            "-X",
            "POST ",
            "--next ",
            "-u ",
            "user:pass ",
            "--jsn ",
            "x",
            "\u{fffd}",
            "\u{f0000}",
            "\u{7f}",
            "\0",
        ];
        let mut text = if self.one_in(2) { String::from("curl ") } else { String::new() };
        for _ in 0..self.below(most + 1) {
            text.push_str(PIECES[self.below(PIECES.len())]);
        }
        text
    }

    /// A range of characters.
    fn range(&mut self, text: &str) -> (usize, usize) {
        let ends: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
        let (one, other) = (ends[self.below(ends.len())], ends[self.below(ends.len())]);
        (one.min(other), one.max(other))
    }
}
