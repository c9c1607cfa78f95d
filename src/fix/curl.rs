//! Operations on a curl command.

use super::draft::{Draft, merged};
use super::encode::{Piece, pieces};
use super::layout::{Layout, Switch};
use super::operation::{Destination, Operation};
use super::{bearer, layout, leaf};
use crate::exchange::{Argument, Command, Exchange, Login, Repair, RepairKind, Request};
use crate::finding::{Edit, Insert};
use crate::text::{Span, Text};

/// A command that is being changed.
pub(super) struct Curl<'a, 's> {
    pub(super) source: &'a str,
    pub(super) exchange: &'a Exchange<'s>,
    pub(super) command: &'a Command<'s>,
    pub(super) layout: Layout<'a, 's>,
    pub(super) draft: Draft<'a>,
    /// What becomes of each argument.
    pub(super) fates: Vec<Fate>,
    /// Parameters that go away, by index.
    pub(super) lost: Vec<bool>,
    /// New arguments, by the index of the argument they follow; `None` is the `curl` word.
    additions: Vec<(Option<usize>, Vec<Insert>)>,
    /// The request carries a body only from now on.
    pub(super) gains_body: bool,
    /// Switches that go away.
    dropped: Vec<&'static str>,
    /// The data travels in the query only from now on.
    pub(super) gets: bool,
}

/// What becomes of an argument.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// It stays, though its value may change.
    Stays,
    /// It goes away, with the white space before it.
    Goes,
    /// Other arguments take its place.
    Becomes(Vec<Insert>),
}

/// Translates operations into edits of the command.
pub(super) fn translate(operations: &[Operation], exchange: &Exchange, source: &str) -> Option<Vec<Edit>> {
    let command = exchange.request.command.as_deref()?;
    let mut curl = Curl::new(exchange, command, source);
    let mut ordered: Vec<&Operation> = operations.iter().collect();
    ordered.sort_by_key(|operation| rank(operation));
    for operation in ordered {
        curl.operate(operation)?;
    }
    curl.finish()
}

/// What goes away comes first, so that nothing is added beside it; the method comes last, for the body decides it.
const fn rank(operation: &Operation) -> u8 {
    match operation {
        Operation::Remove { .. } => 0,
        Operation::MoveParams(_) | Operation::RewriteAsBearer { .. } => 1,
        Operation::Replace { .. } | Operation::Quote { .. } | Operation::SetUrl(_) => 2,
        Operation::AddParam { .. } | Operation::AddHeader { .. } => 3,
        Operation::SetMethod(_) | Operation::AddOption(_) => 4,
    }
}

impl<'a, 's> Curl<'a, 's> {
    fn new(exchange: &'a Exchange<'s>, command: &'a Command<'s>, source: &'a str) -> Self {
        let layout = Layout::new(source, command);
        Self {
            source,
            exchange,
            command,
            draft: Draft::new(source, layout.regions()),
            layout,
            fates: vec![Fate::Stays; command.arguments.len()],
            lost: vec![false; exchange.request.params.len()],
            additions: Vec::new(),
            gains_body: false,
            dropped: Vec::new(),
            gets: false,
        }
    }

    pub(super) const fn request(&self) -> &'a Request<'s> {
        &self.exchange.request
    }

    fn operate(&mut self, operation: &Operation) -> Option<()> {
        match operation {
            Operation::Replace { at, with } => self.replace(*at, with),
            Operation::Remove { at } => self.remove(*at),
            Operation::Quote { word } => self.quote(*word),
            Operation::RewriteAsBearer { at } => self.rewrite_as_bearer(*at),
            Operation::AddParam { name, value } => self.add_param(name, value),
            Operation::AddHeader { name, value } => self.add_header(name, value),
            Operation::SetMethod(method) => self.set_method(method),
            Operation::SetUrl(url) => self.set_url(url),
            Operation::MoveParams(Destination::Form) => self.move_to_form(),
            Operation::MoveParams(Destination::Query) => self.move_to_query(),
            Operation::AddOption(option) => {
                let letter = option.strip_prefix('-').and_then(|letters| letters.parse::<char>().ok());
                let same = |a: &Argument| {
                    &self.source[a.span.range()] == option.as_str()
                        || letter.is_some() && a.option.and_then(layout::short) == letter
                };
                if !self.command.arguments.iter().any(same) {
                    self.add(None, vec![Insert::Text(option.clone())]);
                }
                Some(())
            }
        }
    }

    /// A repair is made where it stands and wherever damage of its family was done: half a pair of quotes mends
    /// nothing.
    fn replace(&mut self, at: Span, with: &str) -> Option<()> {
        let repairs = &self.exchange.repairs;
        if let Some(found) = repairs.iter().find(|repair| repair.span == at && repair.meant == with) {
            return repairs.iter().filter(|other| family(other, found)).try_for_each(|repair| self.repair(repair));
        }
        for (span, to) in leaf::replacement(self.request(), at, with)? {
            self.draft.change(span, to);
        }
        Some(())
    }

    fn repair(&mut self, repair: &Repair) -> Option<()> {
        let Span { start, end } = repair.span;
        match repair.kind {
            RepairKind::UnclosedQuote => {
                let argument = &self.command.arguments[self.layout.argument(repair.span)?];
                let mark = self.source[start..end].to_owned();
                self.draft.raw(Span::at(argument.value.as_ref()?.span().end), vec![Insert::Text(mark)]);
            }
            RepairKind::MissingContinuation => {
                let line = self.source[..start].trim_end().len();
                self.draft.raw(Span::new(line, start), vec![Insert::Text(" \\".into())]);
            }
            RepairKind::BlankContinuation => {
                let rest = &self.source[start..];
                let blank = &rest[..rest.len() - rest.trim_start().len()];
                let until = blank.rfind('\n').map_or(end, |n| start + n + 1);
                self.draft.raw(Span::new(start, until), Vec::new());
            }
            RepairKind::UnknownOption if repair.meant.is_empty() => return None,
            _ => self.draft.raw(repair.span, vec![Insert::Text(repair.meant.into())]),
        }
        Some(())
    }

    fn remove(&mut self, at: Span) -> Option<()> {
        if let Some(index) = self.request().params.iter().position(|param| param.span.contains(at)) {
            self.lost[index] = true;
        } else if let Some(login) = self.login_in_address().filter(|login| login.overlaps(at)) {
            self.draft.change(login, Vec::new());
        } else {
            let index = self.layout.argument(at)?;
            self.fates[index] = Fate::Goes;
        }
        Some(())
    }

    /// `user:password@` of the address.
    fn login_in_address(&self) -> Option<Span> {
        let url = self.request().url.as_ref().filter(|url| !url.userinfo.is_empty())?;
        Some(url.text.span_of(url.userinfo.start, url.host.start))
    }

    fn quote(&mut self, word: Span) -> Option<()> {
        let cut = |repair: &&Repair| repair.kind == RepairKind::UnquotedAmpersand;
        let cut: Vec<Span> = self.exchange.repairs.iter().filter(cut).map(|repair| repair.word).collect();
        self.draft.quote(if cut.contains(&word) { cut } else { vec![word] });
        Some(())
    }

    fn rewrite_as_bearer(&mut self, at: Span) -> Option<()> {
        let header = self.request().headers.iter().find(|header| header.span().contains(at));
        if let Some(header) = header {
            for (span, text) in bearer::header(&header.value)? {
                self.draft.change(span, vec![Piece::Text(text)]);
            }
            return Some(());
        }
        let (Login::Basic(login) | Login::Bearer(login)) = self.request().login.as_ref()?;
        let token = self.draft.copied(&bearer::of_login(login)?)?;
        let index = self.layout.argument(login.span())?;
        let word = self.draft.word(&[Piece::Text("Authorization: Bearer ".into()), Piece::Copy(token)], false)?;
        self.fates[index] = Fate::Becomes(with_option("-H ", word));
        Some(())
    }

    fn add_header(&mut self, name: &str, value: &str) -> Option<()> {
        let mut line = vec![Piece::Text(format!("{name}: "))];
        line.extend(pieces(value));
        let word = self.draft.word(&line, false)?;
        let behind = self.last(|a| a.option == Some("header")).or_else(|| self.last(is_url));
        self.add(behind, with_option("-H ", word));
        Some(())
    }

    fn set_url(&mut self, url: &str) -> Option<()> {
        let Some(old) = &self.request().url else {
            let word = self.draft.word(&pieces(url), true)?;
            self.add(None, word);
            return Some(());
        };
        if !old.userinfo.is_empty() {
            return None;
        }
        let (span, url) = leaf::address(old, url);
        self.draft.change(span, pieces(&url));
        Some(())
    }

    fn set_method(&mut self, method: &str) -> Option<()> {
        let explicit: Vec<usize> = self.staying(|a| a.option == Some("request")).collect();
        if method != "GET" && self.has_body() {
            self.drop_switch("get");
        }
        if method != "HEAD" {
            self.drop_switch("head");
        }
        let last = explicit.last().copied();
        let implied = self.implied_method() == method;
        for &index in explicit.iter().filter(|&&index| implied || Some(index) != last) {
            self.fates[index] = Fate::Goes;
        }
        match last.and_then(|index| self.command.arguments[index].value.as_ref()) {
            _ if implied => {}
            Some(value) => self.draft.change(value.span(), vec![Piece::Text(method.to_owned())]),
            None => self.add(None, vec![Insert::Text(format!("-X {method}"))]),
        }
        Some(())
    }

    /// The method that curl takes by itself (curl(1), `-X`).
    fn implied_method(&self) -> &'static str {
        if self.has_switch("head") {
            "HEAD"
        } else if self.last(|a| a.option == Some("upload-file")).is_some() {
            "PUT"
        } else if self.has_body() && !self.gets && !self.has_switch("get") {
            "POST"
        } else {
            "GET"
        }
    }

    /// Where a switch stands that has not been dropped.
    fn switches(&self, name: &'static str) -> Vec<(usize, Switch)> {
        if self.dropped.contains(&name) {
            return Vec::new();
        }
        self.staying(|a| a.value.is_none()).filter_map(|i| Some((i, self.layout.switch(i, name)?))).collect()
    }

    pub(super) fn has_switch(&self, name: &'static str) -> bool {
        !self.switches(name).is_empty()
    }

    pub(super) fn drop_switch(&mut self, name: &'static str) {
        for (index, switch) in self.switches(name) {
            match switch {
                Switch::Whole => self.fates[index] = Fate::Goes,
                Switch::Letter(span) => self.draft.raw(span, Vec::new()),
            }
        }
        self.dropped.push(name);
    }

    fn has_body(&self) -> bool {
        self.gains_body || self.staying(carries_body).next().is_some()
    }

    /// The arguments that stay and are of a kind.
    pub(super) fn staying(&self, kind: impl Fn(&Argument) -> bool) -> impl Iterator<Item = usize> {
        let arguments = self.command.arguments.iter().zip(&self.fates).enumerate();
        arguments.filter(move |(_, (a, fate))| **fate == Fate::Stays && kind(a)).map(|(index, _)| index)
    }

    /// The last of them.
    pub(super) fn last(&self, kind: impl Fn(&Argument) -> bool) -> Option<usize> {
        self.staying(kind).last()
    }

    /// Adds arguments behind another one, laid out as that one is.
    pub(super) fn add(&mut self, behind: Option<usize>, arguments: Vec<Insert>) {
        self.additions.push((behind, arguments));
    }

    fn finish(mut self) -> Option<Vec<Edit>> {
        self.drop_lost_params()?;
        let fates = self.fates.into_iter().enumerate();
        let changed: Vec<(Span, Vec<Insert>)> = fates
            .filter_map(|(index, fate)| match fate {
                Fate::Stays => None,
                Fate::Goes => Some((self.layout.removal(index), Vec::new())),
                Fate::Becomes(arguments) => Some((self.command.arguments[index].span, arguments)),
            })
            .collect();
        let gone: Vec<Span> = changed.iter().map(|(span, _)| *span).collect();
        self.draft.forget(&gone);
        changed.into_iter().for_each(|(span, insert)| self.draft.raw(span, insert));
        for (behind, arguments) in self.additions {
            let (at, lead) = self.layout.place_behind(behind);
            let insert = [Insert::Text(lead)].into_iter().chain(arguments);
            self.draft.raw(Span::at(at), merged(insert));
        }
        self.draft.finish(self.command.span)
    }
}

/// Whether two repairs undo the same kind of damage, so that one is worth nothing without the other.
fn family(one: &Repair, other: &Repair) -> bool {
    use RepairKind::{BlankContinuation, MissingContinuation, SpaceAfterBackslash, UnclosedQuote, UnknownOption};
    let continuation = |kind| matches!(kind, BlankContinuation | MissingContinuation | SpaceAfterBackslash);
    match other.kind {
        UnclosedQuote | UnknownOption => one.span == other.span,
        kind => one.kind == kind || continuation(kind) && continuation(one.kind),
    }
}

pub(super) fn with_option(option: &str, word: Vec<Insert>) -> Vec<Insert> {
    merged([Insert::Text(option.into())].into_iter().chain(word))
}

/// An address.
pub(super) fn is_url(argument: &Argument) -> bool {
    matches!(argument.option, None | Some("url"))
}

/// `-d` and its kin.
pub(super) fn is_data(argument: &Argument) -> bool {
    matches!(
        argument.option,
        Some("data" | "data-ascii" | "data-binary" | "data-raw" | "data-urlencode" | "json" | "url-query")
    )
}

/// An option that makes a POST.
pub(super) fn carries_body(argument: &Argument) -> bool {
    is_data(argument) && argument.option != Some("url-query") || is_multipart(argument)
}

/// `-F` and its kin.
pub(super) fn is_multipart(argument: &Argument) -> bool {
    matches!(argument.option, Some("form" | "form-string"))
}

/// Whether a header says what type the body is, and that it is no form.
pub(super) fn denies_form(name: &Text, value: &Text) -> bool {
    name.as_str().eq_ignore_ascii_case("content-type")
        && !value.as_str().to_ascii_lowercase().starts_with("application/x-www-form-urlencoded")
}
