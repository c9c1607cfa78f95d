//! References to values that are kept elsewhere: they are there, but not seen.

use crate::text::{Mark, Marked, Text};

/// What a secret store's address begins with: HashiCorp Vault, Jasypt (`ENC(..)`), Spring Cloud Config (`{cipher}`),
/// AWS, 1Password, Google and Azure secret managers, vals and helm-secrets (`ref+`), mounted files, other languages'
/// access to the environment.
const STORES: [&str; 27] = [
    "vault:",
    "vault://",
    "enc(",
    "enc[",
    "{cipher}",
    "arn:aws:",
    "{{resolve:",
    "op://",
    "sm://",
    "gcp:",
    "gsm:",
    "awssm:",
    "ssm:",
    "ssm://",
    "azurekv:",
    "akv:",
    "@microsoft.keyvault",
    "ref+",
    "secretref:",
    "secret://",
    "keyring:",
    "keychain:",
    "env:",
    "env(",
    "file:",
    "/run/secrets/",
    "projects/",
];

/// What encloses a name: shells and Spring, templates of Ansible, Helm and GitHub, ERB and EJS, Symfony, Ruby and
/// SpEL, Python's `configparser`, Windows.
const ENCLOSED: [(&str, &str); 9] = [
    ("${", "}"),
    ("$(", ")"),
    ("{{", "}}"),
    ("<%", "%>"),
    ("%env(", ")%"),
    ("#{", "}"),
    ("%(", ")s"),
    ("@@", "@@"),
    ("__", "__"),
];

/// The value with its references marked as unseen.
pub(super) fn marked(text: Text<'_>) -> Text<'_> {
    let value = text.as_str();
    let head = value.trim_start().get(..24).unwrap_or(value).to_ascii_lowercase();
    if STORES.iter().any(|store| head.starts_with(store)) || is_variable(value) || reads_environment(value) {
        return hidden(text);
    }
    let mut marks = text.marks().to_vec();
    for (open, close) in ENCLOSED {
        let mut at = 0;
        while let Some(start) = value[at..].find(open).map(|n| at + n) {
            let inner = start + open.len();
            let Some(end) = value[inner..].find(close).filter(|len| *len > 0).map(|n| inner + n + close.len()) else {
                break;
            };
            marks.push(Marked { range: start..end, mark: Mark::Expansion });
            at = end;
        }
    }
    marks.sort_by_key(|marked| marked.range.start);
    text.with_marks(marks)
}

/// The value as one that is not seen at all.
pub(super) fn hidden(text: Text<'_>) -> Text<'_> {
    text.marked(Mark::Expansion)
}

/// `$NAME` or `%NAME%` alone.
fn is_variable(value: &str) -> bool {
    let name = |name: &str| {
        name.len() > 1
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
            && name.bytes().any(|b| b.is_ascii_alphabetic())
    };
    let percent = value.strip_prefix('%').and_then(|rest| rest.strip_suffix('%'));
    percent.is_some_and(name)
        || value.strip_prefix('$').is_some_and(|rest| name(rest) && !rest.starts_with(|c: char| c.is_ascii_digit()))
}

/// `process.env.NAME`, `os.environ["NAME"]`, `ENV["NAME"]`.
fn reads_environment(value: &str) -> bool {
    ["process.env", "os.environ", "os.getenv", "import.meta.env", "ENV[", "getenv("]
        .iter()
        .any(|way| value.contains(way))
}
