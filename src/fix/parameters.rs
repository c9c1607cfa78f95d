//! Parameters of a curl command that go away or join the others.

use std::collections::BTreeMap;

use super::curl::{Curl, Fate, carries_body, is_data, is_multipart, is_url, with_option};
use super::encode::{Piece, is_unreserved, json, percent, pieces, travelling};
use super::word::Quote;
use crate::exchange::{Encoding, Param, Place};
use crate::text::Span;

impl Curl<'_, '_> {
    /// The argument that holds a parameter.
    pub(super) fn holder(&self, param: &Param) -> Option<usize> {
        self.layout.argument(param.span)
    }

    /// Takes away what holds lost parameters: the parameters with what divides them, or the whole option.
    pub(super) fn drop_lost_params(&mut self) -> Option<()> {
        let request = self.request();
        let mut holders: BTreeMap<(usize, bool), Vec<(Span, bool)>> = BTreeMap::new();
        for (param, &lost) in request.params.iter().zip(&self.lost) {
            match self.holder(param) {
                Some(holder) => {
                    let place = holders.entry((holder, param.place == Place::Fragment)).or_default();
                    place.push((extent(self.source, param), lost));
                }
                None if lost => return None,
                None => {}
            }
        }
        for ((index, fragment), members) in holders {
            let all = members.iter().all(|(_, lost)| *lost);
            if self.fates[index] != Fate::Stays || members.iter().all(|(_, lost)| !lost) {
                continue;
            }
            let in_url = is_url(&self.command.arguments[index]);
            if all && !in_url {
                self.fates[index] = Fate::Goes;
            } else if all {
                let url = request.url.as_ref()?;
                let part = if fragment { url.fragment.as_ref()? } else { url.query.as_ref()? };
                self.draft.change(url.text.span_of(part.start.checked_sub(1)?, part.end), Vec::new());
            } else {
                runs(&members).into_iter().for_each(|span| self.draft.change(span, Vec::new()));
            }
        }
        Some(())
    }

    pub(super) fn add_param(&mut self, name: &str, value: &str) -> Option<()> {
        let request = self.request();
        let stays = |(param, lost): &(&Param, &bool)| !**lost && param.place != Place::Fragment;
        let last = request.params.iter().zip(&self.lost).filter(stays).map(|(param, _)| param).next_back();
        let beside = last.and_then(|param| {
            let holder = self.holder(param).filter(|&index| self.fates[index] == Fate::Stays)?;
            Some((param, holder))
        });
        match beside {
            Some((param, _)) if matches!(param.encoding, Encoding::Json | Encoding::JsonScalar) => {
                let mut member = vec![Piece::Text(format!(",\"{}\":\"", json(name)))];
                member.extend(travelling(pieces(value), Encoding::Json));
                member.push(Piece::Text("\"".into()));
                self.draft.change(Span::at(extent(self.source, param).end), member);
                Some(())
            }
            Some((_, index)) if is_multipart(&self.command.arguments[index]) => {
                self.add_named(Some(index), "-F ", name, pieces(value))
            }
            Some((param, index)) if is_data(&self.command.arguments[index]) => {
                if self.stands_with_others(param, index) {
                    self.join(param.span.end, "&", name, value);
                    return Some(());
                }
                self.add_data(Some(index), name, value)
            }
            _ if self.sends_body() => {
                let behind = self.last(carries_body).or_else(|| self.last(is_url));
                self.add_data(behind, name, value)
            }
            _ => {
                let url = request.url.as_ref()?;
                let end = url.fragment.as_ref().map_or(url.text.as_str().len(), |fragment| fragment.start - 1);
                let joint = if url.query.is_none() { "?" } else { "&" };
                self.join(url.text.span_of(end, end).end, joint, name, value);
                Some(())
            }
        }
    }

    /// Whether one `-d` holds this parameter and others, and no other `-d` any.
    fn stands_with_others(&self, param: &Param, index: usize) -> bool {
        let word = self.command.arguments[index].span;
        param.encoding == Encoding::Form
            && self.staying(is_data).count() == 1
            && self.request().params.iter().filter(|other| word.contains(other.span)).nth(1).is_some()
    }

    fn sends_body(&self) -> bool {
        self.gains_body || self.request().method.as_ref().is_some_and(|method| method.value == "POST")
    }

    /// `&name=value` at a place among other form-encoded parameters.
    fn join(&mut self, at: usize, joint: &str, name: &str, value: &str) {
        let mut text = vec![Piece::Text(format!("{joint}{}=", percent(name)))];
        text.extend(travelling(pieces(value), Encoding::Form));
        self.draft.change(Span::at(at), text);
    }

    /// A new `-d`, or a `--data-urlencode` where the value needs encoding or is still to be filled in.
    fn add_data(&mut self, behind: Option<usize>, name: &str, value: &str) -> Option<()> {
        let plain = value.bytes().all(is_unreserved);
        let long = |index: usize| self.source[self.command.arguments[index].span.range()].starts_with("--data");
        let option = match (plain, behind.is_some_and(long)) {
            (false, _) => "--data-urlencode ",
            (true, true) => "--data ",
            (true, false) => "-d ",
        };
        self.add_named(behind, option, name, pieces(value))
    }

    fn add_named(&mut self, behind: Option<usize>, option: &str, name: &str, value: Vec<Piece>) -> Option<()> {
        let bare = behind
            .and_then(|index| self.command.arguments[index].value.as_ref())
            .is_some_and(|value| self.draft.quote_at(Span::at(value.span().start)) == Some(Quote::Bare));
        let text: Vec<Piece> = [Piece::Text(format!("{}=", percent(name)))].into_iter().chain(value).collect();
        let word = self.draft.word(&text, bare)?;
        self.add(behind, with_option(option, word));
        Some(())
    }
}

/// A parameter with the quotes that belong to it in JSON.
pub(super) fn extent(source: &str, param: &Param) -> Span {
    let Span { mut start, mut end } = param.span;
    if matches!(param.encoding, Encoding::Json | Encoding::JsonScalar) {
        let before = &source[..start];
        let quote = ["\\\"", "\"", "'"].into_iter().find(|quote| before.ends_with(quote));
        start -= quote.map_or(0, str::len);
    }
    if param.encoding == Encoding::Json {
        let behind = &source[end..];
        let quote = ["\\\"", "\"", "'"].into_iter().find(|quote| behind.starts_with(quote));
        end += quote.map_or(0, str::len);
    }
    Span::new(start, end)
}

/// What to take away so that the lost members of a list are gone with what divided them from the others. At least
/// one member stays.
pub(super) fn runs(members: &[(Span, bool)]) -> Vec<Span> {
    let mut out = Vec::new();
    let mut index = 0;
    while let Some(&(span, lost)) = members.get(index) {
        if !lost {
            index += 1;
            continue;
        }
        let run = members[index..].iter().take_while(|(_, lost)| *lost).count();
        let before = index.checked_sub(1).and_then(|i| members.get(i));
        out.extend(match (members.get(index + run), before, members.get(index + run - 1)) {
            (Some((next, _)), _, _) => Some(Span::new(span.start, next.start)),
            (None, Some((before, _)), Some((last, _))) => Some(Span::new(before.end, last.end)),
            _ => None,
        });
        index += run;
    }
    out
}
