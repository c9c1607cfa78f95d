//! The options that a program hands to a library of OAuth: `new OAuth2Strategy({authorizationURL: .., clientID: ..})`,
//! `const config = {client: {id: .., secret: ..}, auth: {tokenHost: ..}}`.

use super::{Around, Snip, Snippet};
use crate::exchange::Form;
use crate::read::answer::Line;
use crate::read::code::{Expressions, Language};
use crate::read::config;
use crate::text::Text;

/// The form of such options.
#[derive(Debug)]
pub(super) struct Options;

impl Snippet for Options {
    fn marks(&self) -> &'static [&'static str] {
        &["okenUR", "okenUr", "okenHost", "okenEndpoint", "token_url", "token_uri", "token_endpoint"]
    }

    fn read<'s>(&self, doc: &Text<'s>, line: Line, around: &mut Around<'s>) -> Option<Snip<'s>> {
        let text = doc.as_str();
        let start = line.start + text[line.start..line.end].find('{')?;
        let lead = text[line.start..start].trim_end();
        let handed = lead.ends_with(['(', '=']) && !lead.trim_start().starts_with(['*', '/', '#']);
        // What one object holds is read once.
        (handed && start >= around.records_to).then_some(())?;
        let names = around.names(Language::JavaScript, doc, line.start);
        names.spend(0).then_some(())?;
        let mut reader = Expressions::new(doc, start, Language::JavaScript, names);
        let object = reader.operand();
        let end = reader.at;
        names.spend(end - start);
        around.records_to = end;
        let span = doc.span_of(start, end);
        let requests: Vec<_> = config::read_value(&object, span).map(|settled| (settled.request, None)).collect();
        let asks = requests.iter().any(|(request, _)| request.url.is_some());
        asks.then_some(Snip { form: Form::Config, start, span, requests, answer: None, repairs: Vec::new(), end })
    }
}
