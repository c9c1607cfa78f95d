//! The words that people put before the parts of a request and of its answer.

/// What a label announces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Address,
    Method,
    Headers,
    Query,
    /// The type of the body.
    Type,
    Body,
    Status,
    Answer,
    /// What is said of the answer besides, or of another one: its headers, the one that was expected.
    Aside,
}

/// How labels end, in lower case, by what they announce: `Token request body` is one of a body. English first, then French,
/// German, Spanish, Portuguese and Italian.
const LABELS: [(Label, &[&str]); 8] = [
    (
        Label::Address,
        &[
            "url",
            "uri",
            "endpoint",
            "address",
            "request",
            "call",
            "adresse",
            "requête",
            "appel",
            "anfrage",
            "aufruf",
            "dirección",
            "solicitud",
            "petición",
            "endereço",
            "requisição",
            "indirizzo",
            "richiesta",
        ],
    ),
    (Label::Method, &["method", "request type", "verb", "méthode", "methode", "método", "metodo"]),
    (
        Label::Headers,
        &[
            "header",
            "headers",
            "en-tête",
            "en-têtes",
            "entêtes",
            "kopfzeile",
            "kopfzeilen",
            "cabecera",
            "cabeceras",
            "encabezados",
            "cabeçalho",
            "cabeçalhos",
            "intestazione",
            "intestazioni",
        ],
    ),
    (Label::Type, &["payload type", "body type", "content type", "data type", "payload format", "body format"]),
    (Label::Query, &["query", "query string", "querystring", "query params", "query parameters", "url params"]),
    (
        Label::Body,
        &[
            "body",
            "payload",
            "data",
            "postdata",
            "form",
            "fields",
            "params",
            "parameters",
            "content",
            "request json",
            "corps",
            "paramètres",
            "parameter",
            "inhalt",
            "cuerpo",
            "parámetros",
            "corpo",
            "parâmetros",
            "parametri",
        ],
    ),
    (
        Label::Status,
        &["status", "status code", "http code", "response code", "statut", "statuscode", "estado", "stato"],
    ),
    (
        Label::Answer,
        &[
            "response",
            "response body",
            "error body",
            "error response",
            "result",
            "actual",
            "answer",
            "reply",
            "output",
            "error",
            "returns",
            "returned",
            "we get",
            "we got",
            "i get",
            "i got",
            "gives",
            "received",
            "réponse",
            "résultat",
            "erreur",
            "antwort",
            "ergebnis",
            "fehler",
            "respuesta",
            "resultado",
            "resposta",
            "erro",
            "risposta",
            "errore",
        ],
    ),
];

/// Addresses that no request is sent to, and `400 Bad Request`.
const OTHER: [&str; 11] = [
    "bad",
    "redirect",
    "callback",
    "authorization",
    "authorize",
    "auth",
    "base",
    "return",
    "logout",
    "webhook",
    "documentation",
];

/// The longest of them, and how far a remark in brackets may reach behind it.
const LONGEST: usize = 30;
const WORDS: usize = 4;
const FAR: usize = 60;

/// The label that a line begins with, and how long it is with what divides it from its value; a label alone needs nothing.
pub(super) fn of(line: &str) -> Option<(Label, usize)> {
    let bytes = line.as_bytes();
    let divides = |at: usize| matches!(bytes[at], b':' | b'|' | b'=' | b'\t') || bytes[at..].starts_with(b"  ");
    let divider = (0..bytes.len().min(FAR)).find(|at| divides(*at));
    let end = divider.or_else(|| (bytes.len() <= FAR).then_some(bytes.len()))?;
    // What a program assigns is read where it is used.
    let assigned = bytes.get(end) == Some(&b'=') && !line[end + 1..].trim_start().starts_with(char::is_alphanumeric);
    (!assigned).then_some(())?;
    let words = line[..end].split(['(', '[', '>', '–']).next().unwrap_or("");
    let words = words.trim_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_' | '`' | '#' | '"'));
    let is_named = words.starts_with(|c: char| c.is_alphabetic()) && words.len() <= LONGEST;
    is_named.then_some(())?;
    let words = words.to_lowercase();
    let ends =
        |known: &&str| words.strip_suffix(*known).is_some_and(|before| before.is_empty() || before.ends_with(' '));
    let label = LABELS
        .iter()
        .filter_map(|(label, known)| Some((*label, known.iter().filter(|k| ends(k)).map(|k| k.len()).max()?)));
    let label = label.max_by_key(|(_, length)| *length)?.0;
    let other = label == Label::Address && OTHER.iter().any(|word| words.starts_with(word));
    let of_answer = ["response", "réponse", "antwort", "respuesta", "resposta", "risposta"];
    let of_answer = of_answer.iter().any(|word| words.starts_with(word));
    let label = match label {
        Label::Headers | Label::Type if of_answer => Label::Aside,
        Label::Answer | Label::Status | Label::Body if words.starts_with("expected") => Label::Aside,
        label => label,
    };
    (!other && words.split(' ').count() <= WORDS).then_some((label, end + usize::from(divider.is_some())))
}
