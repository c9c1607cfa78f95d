//! Answers that stand without a request: of another request than the one above, told before, or examples.

use super::Document;
use crate::exchange::Form;
use crate::read::answer::{self, Answer, Line, Taken};
use crate::read::early::{Early, Gist};
use crate::read::json;
use crate::read::line::piece_at;
use crate::read::prose::{self, Told};

impl<'s> Document<'s> {
    /// Whether the answer that begins here is one of an error.
    pub(super) fn refuses(&self, line: Line, content: &str) -> bool {
        let start = line.end - self.doc.as_str()[line.start..line.end].trim_start().len();
        match content.strip_prefix("HTTP/") {
            Some(head) => head.split(' ').nth(1).is_some_and(|status| status.starts_with(['4', '5'])),
            None => json::prefix(&self.doc, start).is_none_or(|(json, _)| {
                json.is_refusal() || json.member("data").is_some_and(crate::exchange::Json::is_refusal)
            }),
        }
    }

    /// Documentation shows an answer that can come: it is passed over.
    pub(super) fn example_answer(&mut self, line: Line) {
        self.search_prose();
        let text = self.doc.as_str();
        let start = line.start + (line.end - line.start - text[line.start..line.end].trim_start().len());
        if text[start..].starts_with('{') {
            let end = json::prefix(&self.doc, start).map_or(line.end, |(_, end)| end);
            self.at = answer::line_at(text, end.max(line.start)).next.max(line.next);
            return;
        }
        let mut example = Answer::default();
        let mut at = line;
        while at.start < text.len()
            && let Taken::Until(next) = example.take(&self.doc, at)
        {
            at = piece_at(text, next.max(at.end).max(at.start + 1).min(text.len()));
        }
        self.at = at.start.max(line.next);
    }

    /// Whether the object that begins here, below a request that has its answer, is another's: somebody wrote on in
    /// between, or named an address.
    pub(super) fn answers_another(&mut self) -> bool {
        let Some(open) = self.open.as_ref().filter(|open| open.answer.has_body()) else { return false };
        if open.talked {
            return true;
        }
        self.search_prose();
        !self.told.urls.is_empty() && !self.told.has_answer()
    }

    /// The open exchange gets no more; an address that was named below it waits for its own answer.
    pub(super) fn close_for_another(&mut self) {
        self.search_prose();
        let waits = self.told.params.is_empty() && !self.told.has_answer();
        let named = if waits { std::mem::take(&mut self.told) } else { Told::default() };
        self.close();
        self.told = named;
    }

    /// An answer stands alone: what was asked is told before it, or not at all.
    pub(super) fn answer_without_request(&mut self, line: Line) {
        self.search_prose();
        let mut answer = Answer::default();
        if let Taken::Until(next) = answer.take(&self.doc, line) {
            let here = self.doc.span_of(line.start, line.end);
            let says_nothing = self.told.params.is_empty() && self.told.urls.is_empty();
            let asks = !says_nothing && !self.told.has_answer();
            let mut told = if asks { std::mem::take(&mut self.told) } else { Told::default() };
            told.other_addresses(None).into_iter().for_each(|address| self.told_address(address, None));
            let span = told.span().map_or(here, |span| span.join(here));
            self.begin(Form::Prose, span, told.request(None), None);
            if let Some(open) = &mut self.open {
                open.answer = answer;
            }
            self.at = next.max(line.start + 1);
        }
    }

    /// Gives an answer out to which no request is known. Of a text that lists what can be answered, it is an example.
    pub(super) fn give_answer(&mut self, Early { span, request, response }: Early<'s>) {
        let is_example = *self.catalogue.get_or_init(|| prose::lists_errors(self.doc.as_str()));
        let is_known = response.json.is_none() && Gist::of(&response).repeats(&self.said);
        if !is_example && !is_known {
            self.give(Form::Prose, span, request, Some(response), Vec::new());
        }
    }
}
