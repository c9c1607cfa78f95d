//! Commands of GNU wget (wget(1), as it is remembered on 2026-11-22).

use super::prompt::begins_command;
use super::{Around, Snip, Snippet};
use crate::exchange::{BodyKind, Form, Part, Parts, Provenance, Sourced};
use crate::read::answer::Line;
use crate::read::asked::{Asked, Content, Media, implied, join};
use crate::read::shell::{self, Reading, Setting, Word};
use crate::read::{header, url};
use crate::text::{Mark, Text};

/// Short options that take a value.
const WITH_VALUE: &str = "oaeitOTwQPUlABDRIX";
/// Long options whose value may be the next word; any other one has it behind `=`, or none.
const LONG_WITH_VALUE: [&str; 14] = [
    "output-document",
    "output-file",
    "header",
    "post-data",
    "post-file",
    "method",
    "body-data",
    "body-file",
    "user",
    "password",
    "http-user",
    "http-password",
    "user-agent",
    "timeout",
];

/// The form of wget's commands.
#[derive(Debug)]
pub(super) struct Wget;

impl Snippet for Wget {
    fn marks(&self) -> &'static [&'static str] {
        &["wget "]
    }

    fn read<'s>(&self, doc: &Text<'s>, line: Line, _around: &mut Around<'s>) -> Option<Snip<'s>> {
        let text = doc.as_str();
        let found = text[line.start..line.end].find("wget ")?;
        begins_command(&text[line.start..line.start + found]).then_some(())?;
        let start = line.start + found;
        let lexed = shell::lex(doc, start, Reading::Intent, Setting::default());
        let (name, words) = lexed.words.split_first()?;
        let options = Options::of(words);
        let address = options.addresses.first().filter(|word| word.as_str().contains(['.', '/', '$']))?.clone();
        let request = options.asked(address).request(name.span);
        let span = doc.span_of(start, lexed.last);
        let requests = vec![(request, None)];
        let end = lexed.end.max(start + 1);
        Some(Snip { form: Form::Wget, start, span, requests, answer: None, repairs: lexed.repairs, end })
    }
}

/// The options of a command by their long names, in order.
#[derive(Debug, Default)]
struct Options<'s> {
    set: Vec<(String, Text<'s>)>,
    addresses: Vec<Text<'s>>,
}

impl<'s> Options<'s> {
    fn of(words: &[Word<'s>]) -> Self {
        let mut options = Self::default();
        let mut rest = words.iter();
        while let Some(word) = rest.next() {
            let text = word.text.as_str();
            if let Some(long) = text.strip_prefix("--") {
                let name = long.split('=').next().unwrap_or("");
                let value = match long.find('=') {
                    Some(equals) => Some(word.text.slice(2 + equals + 1, text.len())),
                    None if LONG_WITH_VALUE.contains(&name) => rest.next().map(|word| word.text.clone()),
                    None => None,
                };
                options.set.push((name.to_owned(), value.unwrap_or_else(|| word.text.slice(text.len(), text.len()))));
            } else if let Some(short) = text.strip_prefix('-').filter(|short| !short.is_empty()) {
                let takes = short.find(|c| WITH_VALUE.contains(c));
                if takes == Some(short.len() - 1) {
                    rest.next();
                }
            } else {
                options.addresses.push(word.text.clone());
            }
        }
        options
    }

    fn get(&self, names: &[&str]) -> Option<&Text<'s>> {
        self.set.iter().rev().find(|(name, _)| names.contains(&name.as_str())).map(|(_, value)| value)
    }

    fn asked(&self, address: Text<'s>) -> Asked<'s> {
        let mut asked = Asked::default();
        for (_, line) in self.set.iter().filter(|(name, _)| name == "header") {
            let header = header::parse(line);
            // Of two headers of one name the last is sent.
            asked.headers.retain(|other| !other.name.as_str().eq_ignore_ascii_case(header.name.as_str()));
            asked.headers.push(header);
        }
        let data = self.get(&["post-data", "body-data"]);
        let file = self.get(&["post-file", "body-file"]);
        let place = data.or(file).map(Text::span);
        asked.method = match (self.get(&["method"]), place) {
            (Some(method), _) => Some(Sourced {
                value: method.as_str().to_ascii_uppercase(),
                span: method.span(),
                provenance: Provenance::Stated,
            }),
            (None, Some(place)) => Some(implied("POST", place)),
            (None, None) => self.get(&["spider"]).map(|spider| implied("HEAD", spider.span())),
        };
        asked.content = match (data, file) {
            (Some(data), _) if data.as_str().is_empty() => Content::Opaque(data.clone(), BodyKind::Data),
            (Some(data), _) => Content::Text(data.clone(), Media::Form),
            (None, Some(file)) => Content::Opaque(file.clone().marked(Mark::File), BodyKind::Data),
            (None, None) => Content::None,
        };
        let user = self.get(&["http-user", "user"]);
        let password = self.get(&["http-password", "password"]);
        // Without `--auth-no-challenge` the credentials go out only when the server asks for them.
        let at_once = self.set.iter().any(|(name, _)| name == "auth-no-challenge");
        match (user, password) {
            (Some(user), Some(password)) if at_once => {
                asked.login = Some(crate::exchange::Login::Basic(join(user, ":", password)));
            }
            (Some(_), _) => asked.unseen = Parts::NONE.and(Part::Credentials, true),
            _ => {}
        }
        // wget adds the scheme of its own.
        asked.address = Some(url::parse(address).text);
        asked
    }
}
