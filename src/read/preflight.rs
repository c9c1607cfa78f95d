//! A browser's question whether a page may send a request, and what the answer to it forbids (Fetch standard, CORS protocol).

use crate::exchange::{Header, Provenance, Request, Response, Sourced};
use crate::text::Span;

/// What a browser asks before it sends the request itself.
pub(super) struct Preflight {
    origin: Option<String>,
    /// The method of the request that is asked about.
    pub(super) method: Sourced<String>,
    headers: Vec<String>,
}

impl Preflight {
    /// The question that a request is; `None` where it asks for something else.
    pub(super) fn of(request: &Request<'_>) -> Option<Self> {
        request.method.as_ref().filter(|method| method.value == "OPTIONS")?;
        let asked = header(&request.headers, "access-control-request-method")?;
        let words = |name: &str| {
            let value = header(&request.headers, name).map(|header| header.value.as_str().to_ascii_lowercase());
            value.unwrap_or_default().split(',').map(|word| word.trim().to_owned()).collect::<Vec<_>>()
        };
        let headers = words("access-control-request-headers").into_iter().filter(|name| !name.is_empty()).collect();
        let origin = header(&request.headers, "origin").map(|origin| origin.value.as_str().to_owned());
        let value = asked.value.as_str().to_owned();
        Some(Self {
            origin,
            method: Sourced { value, span: asked.value.span(), provenance: Provenance::Implied },
            headers,
        })
    }

    /// What says that the request is not allowed; `None` where it is, or where nobody can tell.
    pub(super) fn refused(&self, answer: &Response<'_>) -> Option<Span> {
        let status = answer.status.as_ref()?;
        if (200..300).contains(&status.value) { self.missing(&answer.headers, status.span) } else { Some(status.span) }
    }

    /// What the answer's headers do not allow; without any header nothing is known of them.
    fn missing(&self, headers: &[Header<'_>], status: Span) -> Option<Span> {
        if headers.is_empty() {
            return None;
        }
        let list = |name: &str| header(headers, name).map(|header| header.value.as_str().to_ascii_lowercase());
        let allows = |list: &Option<String>, word: &str| {
            list.as_ref().is_some_and(|list| list.split(',').any(|one| one.trim() == word.to_ascii_lowercase()))
        };
        let methods = list("access-control-allow-methods");
        let simple = matches!(self.method.value.as_str(), "GET" | "HEAD" | "POST");
        let method = simple || allows(&methods, &self.method.value) || allows(&methods, "*");
        let names = list("access-control-allow-headers");
        // The asterisk does not stand for Authorization.
        let every = |name: &String| allows(&names, name) || name != "authorization" && allows(&names, "*");
        if !is_allowed(headers, self.origin.as_deref()) {
            return Some(header(headers, "access-control-allow-origin").map_or(status, |header| header.span()));
        }
        let place = |name: &str| header(headers, name).map_or(status, |header| header.span());
        if !method {
            return Some(place("access-control-allow-methods"));
        }
        (!self.headers.iter().all(every)).then(|| place("access-control-allow-headers"))
    }
}

/// Whether the answer lets pages of this origin see it.
pub(super) fn is_allowed(headers: &[Header<'_>], origin: Option<&str>) -> bool {
    let allowed = header(headers, "access-control-allow-origin").map(|header| header.value.as_str());
    allowed.is_some_and(|allowed| allowed == "*" || origin.is_none_or(|origin| allowed.eq_ignore_ascii_case(origin)))
}

/// The first header of this name.
pub(super) fn header<'h, 's>(headers: &'h [Header<'s>], name: &str) -> Option<&'h Header<'s>> {
    headers.iter().find(|header| header.name.as_str().eq_ignore_ascii_case(name))
}
