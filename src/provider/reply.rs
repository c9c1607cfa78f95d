//! An answer as the rows of a provider file look at it: a status, members, headers, text.

use crate::text::boundary::floor;
use std::borrow::Cow;
use std::cell::OnceCell;

use super::fixed::Term;
use super::glob;
use super::model::Pattern;
use super::notice;
use crate::exchange::complaint::{complains, status_of};
use crate::exchange::{CurlError, Json, Response};
use crate::read::html::visible;
use crate::text::decode::percent;
use crate::text::{Span, Text};

/// Bytes of a page that are read.
const PAGE: usize = 65_536;
/// What the title or a headline of a page says that is no page of success.
const SIGNS_OF_ERROR: [&str; 6] = ["error", "oops", "went wrong", "invalid", "denied", "bad request"];

/// An answer, read once.
pub struct Reply<'x, 's> {
    response: &'x Response<'s>,
    /// The status: recorded, or told by the answer's own words.
    pub status: Option<u16>,
    /// What speaks: the body, else a `WWW-Authenticate` header, a redirect's parameters or a word of prose.
    members: Option<Cow<'x, Json<'s>>>,
    /// What a reader of the page sees.
    seen: OnceCell<Option<Text<'s>>>,
}

impl<'x, 's> Reply<'x, 's> {
    pub fn new(response: &'x Response<'s>) -> Self {
        if response.shell.is_some() {
            // What came back answers another request than the one that was meant.
            return Self { response, status: None, members: None, seen: OnceCell::new() };
        }
        let members = voice(response).map(named);
        let status = response.status.as_ref().map(|status| status.value);
        let mut out = Self { response, status, members, seen: OnceCell::new() };
        out.status = out.status.or_else(|| out.told_status());
        out
    }

    pub const fn curl(&self) -> Option<&'x CurlError<'s>> {
        match self.response.shell {
            Some(_) => None,
            None => self.response.curl.as_ref(),
        }
    }

    /// Whether it says by itself that something is wrong, whatever the status.
    pub fn is_error(&self) -> bool {
        let complaint = || self.sentence().is_some_and(|text| complains(text.as_str()));
        self.members.as_deref().is_some_and(accuses) || self.response.cors.is_some() || complaint()
    }

    /// Whether it is a page for people.
    pub fn is_page(&self) -> bool {
        self.page().is_some()
    }

    /// Whether it is a page that calls itself an error, or has an alert and nothing to fill in: then its status, often 200,
    /// says nothing.
    pub fn is_page_of_error(&self) -> bool {
        let named = |line: String| SIGNS_OF_ERROR.iter().any(|sign| line.contains(sign));
        self.page().is_some_and(|page| headlines(page.as_str()).any(named) || only_alerts(page.as_str()))
    }

    /// What a reader of the page sees, as far as anybody reads.
    pub fn seen_on_page(&self) -> Option<&Text<'s>> {
        let see = || self.page().map(|page| visible(&page.slice(0, floor(page.as_str(), PAGE))));
        self.seen.get_or_init(see).as_ref()
    }

    fn page(&self) -> Option<&'x Text<'s>> {
        self.bare().filter(|text| text.as_str().trim_start().starts_with('<'))
    }

    /// What it says where it holds no data and no status tells more: `{"message": "Unauthorized"}`, or a line of words.
    pub fn notice(&self) -> impl Iterator<Item = &Text<'s>> {
        let members = self.members.as_deref().filter(|_| self.response.status.is_none());
        members.into_iter().flat_map(notice::words).chain(self.sentence())
    }

    /// The body where it is a line of words and no status tells more.
    fn sentence(&self) -> Option<&'x Text<'s>> {
        const LONGEST: usize = 200;
        let is_line = |text: &str| text.len() <= LONGEST && !text.starts_with('<') && !text.contains('\n');
        self.bare().filter(|text| self.response.status.is_none() && is_line(text.as_str().trim()))
    }

    /// The error's own word.
    pub fn said(&self) -> Option<&Text<'s>> {
        let members = self.members.as_deref()?;
        let error = speaker(members)?;
        let names = ["code", "type", "title", "status", "message", "faultstring"];
        let inside = || names.iter().find_map(|name| error.member(name)?.text());
        error.text().or_else(inside).filter(|_| accuses(members))
    }

    /// What the answer says besides.
    pub fn description(&self) -> Option<&Text<'s>> {
        const NAMES: [&str; 11] = [
            "error_description",
            "description",
            "message",
            "detail",
            "error_message",
            "errorSummary",
            "reason",
            "msg",
            "errmsg",
            "error_msg",
            "faultstring",
        ];
        let members = self.members.as_deref()?;
        [Some(members), speaker(members)]
            .into_iter()
            .flatten()
            .find_map(|json| NAMES.iter().find_map(|name| json.member(name)?.text()))
    }

    /// Every text of the answer in which a library may name the cause.
    pub fn texts(&self) -> impl Iterator<Item = &Text<'s>> {
        const NAMES: [&str; 19] = [
            "error_description",
            "error_summary",
            "hint",
            "error_hint",
            "error_debug",
            "description",
            "message",
            "detail",
            "error_message",
            "errorSummary",
            "errors",
            "code",
            "error",
            "msg",
            "errmsg",
            "error_msg",
            "faultstring",
            "title",
            "Error",
        ];
        let outer = self.members.as_deref().and_then(|members| match members {
            Json::Array(elements) => elements.first(),
            members => Some(members),
        });
        let members = [outer, outer.and_then(speaker)].into_iter().flatten();
        let named = members.flat_map(|json| NAMES.iter().filter_map(|name| json.member(name)?.text()));
        let whole = || self.members.as_deref().into_iter();
        named.chain(whole().flat_map(notice::words)).chain(whole().flat_map(of_members)).chain(self.bare())
    }

    /// What is said of single parameters: `{"detail": [{"loc": ["body", "username"], "msg": "Field required"}]}`,
    /// `{"errors": [{"field": "client_id", "code": "invalid"}]}`.
    pub fn of_parameters(&self) -> impl Iterator<Item = (String, Span)> {
        let listed = |name: &str| match self.members.as_deref().and_then(|members| members.member(name)) {
            Some(Json::Array(items)) => &**items,
            _ => &[],
        };
        let placed = listed("detail").iter().filter_map(|item| {
            let Some(Json::Array(place)) = item.member("loc") else { return None };
            let (name, said) = (place.last()?.text()?, item.member("msg")?.text()?);
            Some((format!("{} {}", name.as_str(), said.as_str()), said.span()))
        });
        let fields = listed("errors").iter().filter_map(|item| {
            let (name, said) = (item.member("field")?.text()?, item.member("code")?.text()?);
            Some((format!("{} is {}", name.as_str(), said.as_str()), said.span()))
        });
        placed.chain(fields)
    }

    /// Whether it is somebody's answer, and not merely JSON that has something to do with errors.
    pub fn answers(&self) -> bool {
        let word = || self.members.as_deref().and_then(|members| member(members, "error")).and_then(Json::text);
        self.response.status.is_some() || self.is_page() || self.notice().next().is_some() || word().is_some()
    }

    /// The characters that say it.
    pub fn place(&self) -> Span {
        let said = self.said().or(self.response.shell.as_ref()).map(Text::span);
        let status = || self.response.status.as_ref().map(|status| status.span);
        let curl = || self.curl().map(|error| error.line.span());
        let body = || self.bare().map(Text::span);
        let sign = self.response.cors.filter(|sign| said.is_none_or(|said| said.contains(*sign)));
        sign.or(said).or_else(curl).or_else(status).or_else(body).unwrap_or(self.response.span)
    }

    /// Whether some pattern fits the shell's or curl's line, a body without structure (of a page, what is seen), or a word
    /// of prose; a line about CORS was recognised by the reader already.
    pub fn reads(&self, patterns: &[Term], cors: bool) -> bool {
        let body = if self.is_page_of_success() { None } else { self.seen_on_page().or_else(|| self.bare()) };
        let shell = self.response.shell.as_ref();
        let texts = [shell, self.curl().map(|error| &error.line), body, self.response.told_error.as_ref()];
        let mut texts = texts.into_iter().flatten().map(|text| text.as_str().trim());
        cors && self.response.cors.is_some()
            || texts.any(|text| patterns.iter().any(|pattern| glob::fits(pattern, text)))
    }

    /// Whether it is a page for people that came with success: nothing that stands on it is an error's word.
    fn is_page_of_success(&self) -> bool {
        self.status.is_some_and(|status| (200..300).contains(&status))
            && self.bare().is_some_and(|body| body.as_str().trim_start().starts_with('<'))
    }

    pub fn has_header(&self, name: &str, pattern: &str) -> bool {
        let mut headers = self.response.headers.iter();
        headers
            .any(|header| header.name.as_str().eq_ignore_ascii_case(name) && glob::fits(pattern, header.value.as_str()))
    }

    pub fn has_members(&self, pattern: &Pattern) -> bool {
        self.members.as_deref().is_some_and(|members| holds(pattern, members))
    }

    /// Whether it may have a member of one of these names, which are sorted, or is a list.
    pub fn has_one_of(&self, names: &[Term]) -> bool {
        self.members.as_deref().is_some_and(|members| match members {
            Json::Object(members) => {
                members.iter().any(|(name, _)| names.binary_search_by(|known| (**known).cmp(name.as_str())).is_ok())
            }
            _ => true,
        })
    }

    pub fn has_any(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.has_data(name))
    }

    /// Whether a member is there and not empty; `a.b` is inside `a`, `[]` a bare list.
    pub fn has_data(&self, path: &str) -> bool {
        let Some(members) = self.members.as_deref() else { return false };
        if path == "[]" {
            return matches!(members, Json::Array(_));
        }
        let end = path.split('.').try_fold(members, |json, name| json.member(name));
        end.is_some_and(|json| json.text().is_none_or(|text| !matches!(text.as_str(), "" | "null")))
    }

    /// The body where it has no structure.
    fn bare(&self) -> Option<&'x Text<'s>> {
        self.response.body.as_ref().filter(|_| self.response.json.is_none() && self.response.shell.is_none())
    }

    /// The status in the line of `curl -f`; a body's own `status`; `401 Unauthorized` as the whole body, all that a page
    /// says, its title or an error's word.
    fn told_status(&self) -> Option<u16> {
        let curl = self.curl().filter(|error| error.exit == 22);
        let curl = curl.and_then(|error| error.line.as_str().rsplit(' ').find_map(|word| word.parse().ok()));
        const NAMES: [&str; 4] = ["status", "statusCode", "status_code", "code"];
        let member = |json: &Json<'_>| NAMES.iter().find_map(|name| json.member(name)?.text()?.as_str().parse().ok());
        let member = self.members.as_deref().and_then(member).filter(|status| (400..600).contains(status));
        let told = self.response.told_error.as_ref();
        let texts = [self.said(), told, self.bare()].into_iter().flatten();
        let page = || self.seen_on_page().and_then(|page| status_of(page.as_str().trim()));
        let notice = || self.notice().find_map(|text| status_of(text.as_str().trim()));
        let words = || texts.into_iter().find_map(|text| status_of(title(text.as_str())));
        curl.or(member).or_else(words).or_else(notice).or_else(page)
    }
}

/// What speaks: a body that accuses, else what a header or a redirect says, else any body, else prose.
fn voice<'x, 's>(response: &'x Response<'s>) -> Option<Cow<'x, Json<'s>>> {
    let body = response.json.as_ref();
    let accusing = body.filter(|json| accuses(json)).map(Cow::Borrowed);
    let header = |name: &str| {
        let mut headers = response.headers.iter().filter(|header| header.name.as_str().eq_ignore_ascii_case(name));
        headers.next_back().map(|header| &header.value)
    };
    let challenge = || header("www-authenticate").map(challenge).filter(accuses).map(Cow::Owned);
    let location = || {
        let redirect = response.redirects.last().and_then(|redirect| redirect.location.as_ref());
        header("location").or(redirect).and_then(parameters).map(Cow::Owned)
    };
    let told = || {
        let name = Text::implied("error", response.told_error.as_ref()?.span());
        Some(Cow::Owned(Json::Object(vec![(name, Json::String(response.told_error.clone()?))])))
    };
    accusing.or_else(challenge).or_else(location).or_else(|| body.map(Cow::Borrowed)).or_else(told)
}

/// The same, with its word under the name that most servers give it.
fn named<'x, 's>(members: Cow<'x, Json<'s>>) -> Cow<'x, Json<'s>> {
    let has_own = ["error", "errors"].iter().any(|name| member(&members, name).is_some());
    // `{"errors": [{"errorType": "invalid_grant"}]}`; those who answer so say expired_token of an access token.
    let typed = || member(&members, "errors").and_then(first)?.member("errorType")?.text();
    let typed = || typed().filter(|word| word.as_str() != "expired_token");
    let Some(word) = members.error_word().filter(|_| !has_own).or_else(typed) else { return members };
    let Json::Object(pairs) = &*members else { return members };
    let own = (Text::implied("error", word.span()), Json::String(word.clone()));
    Cow::Owned(Json::Object(pairs.iter().cloned().chain([own]).collect()))
}

/// Whether members say that something is wrong.
fn accuses(json: &Json<'_>) -> bool {
    let denied = |name| json.member(name).and_then(Json::text).is_some_and(|text| text.as_str() == "false");
    ["error", "errors", "error_description", "error_code", "errorCode"].iter().any(|name| member(json, name).is_some())
        || denied("ok")
        || denied("success")
        || json.reports_failure()
}

/// A member that says something: not null, false, empty or zero.
fn member<'j, 's>(json: &'j Json<'s>, name: &str) -> Option<&'j Json<'s>> {
    json.member(name).filter(|value| match value {
        Json::String(text) => !text.as_str().trim().is_empty(),
        Json::Scalar(text) => !matches!(text.as_str(), "null" | "false" | "0"),
        Json::Array(elements) => !elements.is_empty(),
        Json::Object(members) => !members.is_empty(),
    })
}

/// The member that tells of the error, where it is not the answer itself.
fn speaker<'j, 's>(json: &'j Json<'s>) -> Option<&'j Json<'s>> {
    let fault = || member(json, "fault").filter(|fault| matches!(fault, Json::Object(_)));
    member(json, "error").or_else(|| first(member(json, "errors")?)).or_else(fault)
}

/// What a framework says of single members of a request: `{"errors": {"code": ["The code field is required."]}}`,
/// `{"detail": [{"loc": ["body", "code"], "msg": "Field required"}]}`.
fn of_members<'j, 's>(json: &'j Json<'s>) -> impl Iterator<Item = &'j Text<'s>> {
    let errors = match json.member("errors") {
        Some(Json::Object(members)) => &**members,
        _ => &[],
    };
    let lists = errors.iter().filter_map(|(_, said)| first(said)?.text());
    let detail = match json.member("detail") {
        Some(Json::Array(items)) => &**items,
        _ => &[],
    };
    lists.chain(detail.iter().filter_map(|item| item.member("msg")?.text()))
}

fn first<'j, 's>(json: &'j Json<'s>) -> Option<&'j Json<'s>> {
    match json {
        Json::Array(elements) => elements.first(),
        other => Some(other),
    }
}

fn holds(pattern: &Pattern, json: &Json<'_>) -> bool {
    match pattern {
        Pattern::Text(wanted) => {
            let inside = || ["code", "type"].iter().find_map(|name| json.member(name)?.text());
            json.text().or_else(inside).is_some_and(|text| glob::fits(wanted, text.as_str()))
        }
        Pattern::Table(members) => {
            members.iter().all(|(name, wanted)| json.member(name).is_some_and(|value| holds(wanted, value)))
        }
        Pattern::Any(wanted) => {
            matches!(json, Json::Array(elements) if wanted.iter().all(|one| elements.iter().any(|value| holds(one, value))))
        }
    }
}

/// The parameters of a challenge: `Bearer realm="x", error="invalid_token"` (RFC 9110 11.6.1).
fn challenge<'s>(value: &Text<'s>) -> Json<'s> {
    let text = value.as_str();
    let mut members = Vec::new();
    let mut at = 0;
    while let Some(equals) = text.get(at..).and_then(|rest| rest.find('=')).map(|found| at + found) {
        let word = |character: char| character.is_ascii_alphanumeric() || character == '_' || character == '-';
        let before = text.get(at..equals).unwrap_or("");
        let start = equals - before.len() + before.trim_end_matches(word).len();
        let rest = text.get(equals + 1..).unwrap_or("");
        let (open, end) = match rest.strip_prefix('"') {
            Some(quoted) => (1, quoted.find('"').unwrap_or(quoted.len())),
            None => (0, rest.find([',', ' ']).unwrap_or(rest.len())),
        };
        let from = equals + 1 + open;
        members.push((value.slice(start, equals), Json::String(value.slice(from, from + end))));
        at = (from + end + open).min(text.len());
    }
    Json::Object(members)
}

/// The parameters of an address, behind `?` and `#`, where they answer an authorization request.
fn parameters<'s>(address: &Text<'s>) -> Option<Json<'s>> {
    let text = address.as_str();
    let mut at = text.find(['?', '#'])? + 1;
    let mut members = Vec::new();
    while at <= text.len() {
        let rest = text.get(at..)?;
        let pair = rest.split(['&', '#', '?']).next().unwrap_or("");
        if let Some((name, _)) = pair.split_once('=') {
            let equals = at + name.len();
            let part = |start, end| percent(&address.slice(start, end), true);
            members.push((part(at, equals), Json::String(part(equals + 1, at + pair.len()))));
        }
        at += pair.len() + 1;
    }
    let answers = ["error", "code", "access_token", "id_token"];
    let answers = members.iter().any(|(name, _)| answers.contains(&name.as_str()));
    answers.then_some(Json::Object(members))
}

/// Whether a page alerts the reader (WAI-ARIA 5.4) and asks for nothing; what it says where scripts are off does not count.
fn only_alerts(page: &str) -> bool {
    let lower = page.get(..floor(page, PAGE)).unwrap_or("").to_ascii_lowercase();
    let alert = lower.find("role=\"alert\"").and_then(|at| lower.get(..at));
    let without_scripts = |before: &str| before.rfind("<noscript") > before.rfind("</noscript");
    alert.is_some_and(|before| !without_scripts(before)) && !lower.contains("<form") && !lower.contains("<input")
}

/// What the title and the headlines of a page say, in lower case.
fn headlines(page: &str) -> impl Iterator<Item = String> {
    let lower = page.get(..floor(page, PAGE)).unwrap_or("").to_ascii_lowercase();
    ["title", "h1", "h2", "h3", "h4"].into_iter().filter_map(move |name| {
        let open = lower.find(&format!("<{name}"))?;
        let rest = lower.get(open..)?;
        rest.get(..rest.find(&format!("</{name}"))?)?.split_once('>').map(|(_, line)| line.to_owned())
    })
}

/// A page's title; of any other text the text itself.
fn title(text: &str) -> &str {
    let lower = text.get(..text.len().min(4096)).unwrap_or("").to_ascii_lowercase();
    let inside = lower.find("<title>").map(|start| start + 7);
    let end = inside.and_then(|start| lower.get(start..)?.find("</title>").map(|length| start + length));
    inside.zip(end).and_then(|(start, end)| text.get(start..end)).unwrap_or(text).trim()
}
