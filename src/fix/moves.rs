//! Parameters of a curl command that move between query and body.

use super::curl::{Curl, Fate, carries_body, denies_form, is_data, is_multipart, is_url, with_option};
use super::encode::{Copied, Piece, is_unreserved, percent};
use super::leaf::is_public;
use crate::exchange::{Argument, Encoding, Param, Place};
use crate::finding::Insert;
use crate::text::{Mark, Span};

/// Parameters of OAuth requests (RFC 6749, 7523, 7636, 8628, 8693, 8707, OpenID Connect Core). Another one in the
/// query of an OAuth address belongs to the address and stays there, as in `?api-version=1`.
const OAUTH: [&str; 28] = [
    "access_token",
    "assertion",
    "audience",
    "client_assertion",
    "client_assertion_type",
    "client_id",
    "client_secret",
    "code",
    "code_challenge",
    "code_challenge_method",
    "code_verifier",
    "device_code",
    "grant_type",
    "id_token",
    "nonce",
    "password",
    "redirect_uri",
    "refresh_token",
    "requested_token_type",
    "resource",
    "response_type",
    "scope",
    "state",
    "subject_token",
    "subject_token_type",
    "token",
    "token_type_hint",
    "username",
];

impl Curl<'_, '_> {
    /// Parameters of the query, or the members of a JSON or multipart body, become a form body.
    pub(super) fn move_to_form(&mut self) -> Option<()> {
        let moving = self.moving_to_form();
        let from_body = self.bodies_of(&moving)?;
        let untyped = self.drop_type();
        let gets = self.has_switch("get");
        if moving.is_empty() && !gets && !untyped {
            return None;
        }
        self.drop_switch("get");
        let redundant = |a: &Argument| {
            let method = a.value.as_ref().map(|value| value.as_str());
            a.option == Some("request") && matches!(method, Some("POST" | "GET"))
        };
        let moves = gets || !moving.is_empty();
        let methods: Vec<usize> = self.staying(redundant).filter(|_| moves).collect();
        methods.into_iter().for_each(|index| self.fates[index] = Fate::Goes);
        if moving.is_empty() {
            return Some(());
        }
        let behind = self.last(is_data).or_else(|| self.last(is_url));
        let anchor = from_body.first().copied().or(behind);
        let lead = self.layout.place_behind(anchor).1;
        let mut arguments = Vec::new();
        for argument in self.form_arguments(&moving)? {
            if !arguments.is_empty() {
                arguments.push(Insert::Text(lead.clone()));
            }
            arguments.extend(argument);
        }
        moving.into_iter().for_each(|index| self.lost[index] = true);
        from_body.iter().for_each(|&index| self.fates[index] = Fate::Goes);
        match from_body.first() {
            Some(&first) => self.fates[first] = Fate::Becomes(arguments),
            None => self.add(behind, arguments),
        }
        self.gains_body = true;
        Some(())
    }

    fn moving_to_form(&self) -> Vec<usize> {
        let params = &self.request().params;
        let in_url =
            |p: &Param| p.place == Place::Query && self.holder(p).is_some_and(|i| is_url(&self.command.arguments[i]));
        let known = |p: &Param| OAUTH.contains(&p.name.as_str());
        let any_known = params.iter().any(|param| in_url(param) && known(param));
        let moves = |p: &Param| in_url(p) && (known(p) || !any_known) || self.is_foreign(p);
        params.iter().enumerate().filter(|(_, param)| moves(param)).map(|(index, _)| index).collect()
    }

    /// Whether a parameter stands in a body that is no form.
    fn is_foreign(&self, param: &Param) -> bool {
        let multipart = |index: usize| is_multipart(&self.command.arguments[index]);
        matches!(param.encoding, Encoding::Json | Encoding::JsonScalar) || self.holder(param).is_some_and(multipart)
    }

    /// The arguments that hold the body these parameters leave; `None` if it holds more than them.
    fn bodies_of(&self, moving: &[usize]) -> Option<Vec<usize>> {
        let request = self.request();
        let foreign: Vec<&Param> = moving.iter().map(|&i| &request.params[i]).filter(|p| self.is_foreign(p)).collect();
        let Some(first) = foreign.first() else { return Some(Vec::new()) };
        if foreign.iter().any(|param| param.value.has(Mark::File) || self.holder(param).is_none()) {
            return None;
        }
        let bodies: Vec<usize> = self.staying(carries_body).collect();
        if first.encoding == Encoding::Verbatim {
            return (bodies.len() == foreign.len()).then_some(bodies);
        }
        let nested = |text: &str| text.matches(['{', '[']).count();
        let body: usize = request.body.iter().flat_map(|body| &body.pieces).map(|piece| nested(piece.as_str())).sum();
        let known: usize = foreign.iter().map(|p| nested(p.name.as_str()) + nested(p.value.as_str())).sum();
        (bodies.len() == 1 && body == known + 1).then_some(bodies)
    }

    /// Drops a header that says the body is something other than a form.
    fn drop_type(&mut self) -> bool {
        let headers = self.request().headers.iter().filter(|header| denies_form(&header.name, &header.value));
        let indices: Vec<usize> = headers.filter_map(|header| self.layout.argument(header.span())).collect();
        indices.iter().for_each(|&index| self.fates[index] = Fate::Goes);
        !indices.is_empty()
    }

    /// One `-d` with everything that is form-encoded already or needs no encoding, and a `--data-urlencode` for each
    /// of the others.
    fn form_arguments(&self, moving: &[usize]) -> Option<Vec<Vec<Insert>>> {
        let mut joined: Vec<Piece> = Vec::new();
        let mut others = Vec::new();
        for &index in moving {
            let param = &self.request().params[index];
            let value = self.moved(param);
            let ready = param.encoding == Encoding::Form || param.value.as_str().bytes().all(is_unreserved);
            if matches!(value, Piece::Copy(_)) && ready {
                self.append(&mut joined, param, value);
            } else {
                let text = [Piece::Text(format!("{}=", percent(param.name.as_str()))), value];
                others.push(with_option("--data-urlencode ", self.draft.word(&text, false)?));
            }
        }
        if joined.is_empty() {
            return Some(others);
        }
        let first = with_option("-d ", self.draft.word(&joined, false)?);
        Some([first].into_iter().chain(others).collect())
    }

    /// A value at its new place: copied where its characters may stand there, written out where it is no secret, and
    /// else left to be filled in.
    fn moved(&self, param: &Param) -> Piece {
        // A JSON string is kept decoded: one with escapes does not stand in the source as it is.
        let as_it_is = |copied: &Copied| {
            !matches!(param.encoding, Encoding::Json | Encoding::JsonScalar)
                || self.source[copied.span.range()] == *param.raw.as_str()
        };
        match self.draft.copied(&param.raw).filter(as_it_is) {
            Some(copied) => Piece::Copy(copied),
            None if is_public(param) => Piece::Text(param.value.as_str().to_owned()),
            None => hole(param),
        }
    }

    /// Appends `name=value` to form data; neighbours in the source stay one stretch.
    fn append(&self, joined: &mut Vec<Piece>, param: &Param, value: Piece) {
        let whole = match value {
            Piece::Copy(copied) if self.source[param.span.range()].starts_with(param.name.as_str()) => {
                let bytes = self.source.as_bytes();
                let direct = param.name.as_str().bytes().all(is_unreserved)
                    && copied.span.start == param.span.start + param.name.as_str().len() + 1
                    && bytes.get(copied.span.start - 1) == Some(&b'=');
                direct.then_some(Copied { span: Span::new(param.span.start, copied.span.end), ..copied })
            }
            _ => None,
        };
        match (joined.last_mut(), whole) {
            (Some(Piece::Copy(last)), Some(next))
                if last.quote == next.quote && self.source.get(last.span.end..next.span.start) == Some("&") =>
            {
                last.span.end = next.span.end;
                last.literal &= next.literal;
            }
            (last, whole) => {
                let joint = if last.is_some() { "&" } else { "" };
                match whole {
                    Some(copied) => joined.extend([Piece::Text(joint.into()), Piece::Copy(copied)]),
                    None => joined.extend([Piece::Text(format!("{joint}{}=", percent(param.name.as_str()))), value]),
                }
            }
        }
    }

    /// The parameters of the body move to the query: `-G` does it for form data, the members of other bodies are
    /// written there.
    pub(super) fn move_to_query(&mut self) -> Option<()> {
        let request = self.request();
        let foreign = |(_, param): &(usize, &Param)| param.place == Place::Body && self.is_foreign(param);
        let moving: Vec<usize> = request.params.iter().enumerate().filter(foreign).map(|(index, _)| index).collect();
        let bodies = self.bodies_of(&moving)?;
        self.drop_type();
        if moving.is_empty() {
            self.last(carries_body)?;
            if !self.has_switch("get") {
                self.add(None, vec![Insert::Text("-G".into())]);
                self.gets = true;
            }
            return Some(());
        }
        let url = request.url.as_ref()?;
        let mut text = Vec::new();
        for &index in &moving {
            let param = &request.params[index];
            let joint = if text.is_empty() && url.query.is_none() { "?" } else { "&" };
            text.push(Piece::Text(format!("{joint}{}=", percent(param.name.as_str()))));
            text.push(match self.moved(param) {
                Piece::Copy(copied) if param.value.as_str().bytes().all(is_unreserved) => Piece::Copy(copied),
                _ if is_public(param) && !param.value.is_symbolic() => Piece::Text(percent(param.value.as_str())),
                _ => hole(param),
            });
            self.lost[index] = true;
        }
        bodies.into_iter().for_each(|index| self.fates[index] = Fate::Goes);
        let end = url.fragment.as_ref().map_or(url.text.as_str().len(), |fragment| fragment.start - 1);
        self.draft.change(Span::at(url.text.span_of(end, end).end), text);
        Some(())
    }
}

/// `$CLIENT_SECRET` for a secret that would have to be written anew.
fn hole(param: &Param) -> Piece {
    let letter = |c: char| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' };
    Piece::Hole(format!("${}", param.name.as_str().chars().map(letter).collect::<String>()))
}
