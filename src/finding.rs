//! What is said about an exchange: findings, fixes and the verdict. Nothing here is redacted yet.

use std::borrow::Cow;

use crate::text::{Place, Span};

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Worth knowing.
    Note,
    /// Likely to fail, or unsafe.
    Warning,
    /// This fails.
    Error,
}

impl Severity {
    /// Every severity, worst last.
    pub const ALL: [Self; 3] = [Self::Note, Self::Warning, Self::Error];

    /// The name in rules, reports and options.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

/// How sure it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Confidence {
    /// It may be so.
    Possible,
    /// It is so unless something unusual is going on.
    Likely,
    /// The source proves it.
    Certain,
}

impl Confidence {
    /// Every confidence, surest last.
    pub const ALL: [Self; 3] = [Self::Possible, Self::Likely, Self::Certain];

    /// The name in rules, reports and options.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Possible => "possible",
            Self::Likely => "likely",
            Self::Certain => "certain",
        }
    }
}

/// What kind of secret a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SecretKind {
    /// `client_secret`.
    ClientSecret,
    /// An authorization code.
    Code,
    /// A device code.
    DeviceCode,
    /// An access token.
    AccessToken,
    /// A refresh token.
    RefreshToken,
    /// An ID token.
    IdToken,
    /// A password.
    Password,
    /// A JWT assertion.
    Assertion,
    /// A PKCE verifier.
    CodeVerifier,
    /// `state` or `nonce`.
    State,
    /// A cookie's value.
    Cookie,
    /// Encoded Basic credentials.
    Credentials,
    /// An API key or API token.
    ApiKey,
    /// Something that looks like a secret.
    Unknown,
}

impl SecretKind {
    /// The word in a tag: `client-secret` of `redacted-client-secret-1`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::ClientSecret => "client-secret",
            Self::Code => "code",
            Self::DeviceCode => "device-code",
            Self::AccessToken => "access-token",
            Self::RefreshToken => "refresh-token",
            Self::IdToken => "id-token",
            Self::Password => "password",
            Self::Assertion => "assertion",
            Self::CodeVerifier => "code-verifier",
            Self::State => "state",
            Self::Cookie => "cookie",
            Self::Credentials => "credentials",
            Self::ApiKey => "api-key",
            Self::Unknown => "secret",
        }
    }

    /// The shell variable that stands for it in a request to copy: `CLIENT_SECRET`.
    #[must_use]
    pub const fn variable(self) -> &'static str {
        match self {
            Self::ClientSecret => "CLIENT_SECRET",
            Self::Code => "CODE",
            Self::DeviceCode => "DEVICE_CODE",
            Self::AccessToken => "ACCESS_TOKEN",
            Self::RefreshToken => "REFRESH_TOKEN",
            Self::IdToken => "ID_TOKEN",
            Self::Password => "PASSWORD",
            Self::Assertion => "ASSERTION",
            Self::CodeVerifier => "CODE_VERIFIER",
            Self::State => "STATE",
            Self::Cookie => "COOKIE",
            Self::Credentials => "CREDENTIALS",
            Self::ApiKey => "API_KEY",
            Self::Unknown => "SECRET",
        }
    }
}

/// A sentence whose values are kept apart from its words, so that no secret can slip into text.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct Phrase(pub Vec<Part>);

/// A piece of a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// Our own words.
    Words(Cow<'static, str>),
    /// A value of the source that may be shown once control characters are made visible.
    Value(String),
    /// A secret of the source: it prints as its tag.
    Secret {
        /// What it is.
        kind: SecretKind,
        /// The value; only the redaction sees it, to give the same value the same tag.
        value: String,
        /// Where it stands, to number the tags by place.
        at: Option<Span>,
    },
}

impl Phrase {
    /// A sentence without values.
    #[must_use]
    pub fn words(text: impl Into<Cow<'static, str>>) -> Self {
        Self(vec![Part::Words(text.into())])
    }
}

/// A marked place with a remark.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The place.
    pub at: Place,
    /// The remark.
    pub text: Phrase,
}

/// What a rule says about a place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule's name: `oauth/misspelled-grant-type`.
    pub rule: Cow<'static, str>,
    /// How bad it is.
    pub severity: Severity,
    /// How sure it is.
    pub confidence: Confidence,
    /// What is wrong.
    pub message: Phrase,
    /// Why.
    pub why: Phrase,
    /// What to do.
    pub help: Phrase,
    /// The place the finding is about.
    pub span: Span,
    /// The remark at that place.
    pub remark: Phrase,
    /// Other places that belong to it.
    pub related: Vec<Label>,
    /// How to mend it.
    pub fix: Option<Fix>,
    /// It rests on something that only a repair put back, so it cannot explain what the server answered.
    pub repaired: bool,
}

/// Whether a fix can be applied without thinking.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Safety {
    /// It says what was meant and nothing else.
    Safe,
    /// It is probably right; somebody should look at it.
    Unsafe,
    /// It leaves something to fill in, or cannot be written as an edit.
    Manual,
}

impl Safety {
    /// The name in rules and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Safe => "safe",
            Self::Unsafe => "unsafe",
            Self::Manual => "manual",
        }
    }
}

/// How to mend a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// What it does, in a few words.
    pub title: Phrase,
    /// Whether it can be applied without thinking.
    pub safety: Safety,
    /// Edits of the source, in order of place, without overlap; none where the input form cannot express the fix.
    pub edits: Vec<Edit>,
}

/// Source bytes to replace and what takes their place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// What is replaced; empty for an insertion.
    pub span: Span,
    /// What takes its place, piece by piece.
    pub insert: Vec<Insert>,
}

/// A piece of an edit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Insert {
    /// New text; it never holds a secret.
    Text(String),
    /// A stretch of the source, so that a secret can move without being printed.
    Copy(Span),
}

/// The one finding that explains a refusal, and what else was considered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The index of the finding.
    pub finding: usize,
    /// How sure it is.
    pub confidence: Confidence,
    /// Other findings that could explain the refusal, likeliest first, by index.
    pub candidates: Vec<usize>,
    /// Rules that were checked and found fine.
    pub ruled_out: Vec<RuledOut>,
    /// Rules that could not be checked.
    pub unchecked: Vec<Cow<'static, str>>,
}

/// A cause that was checked and found not to be it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuledOut {
    /// The rule's name.
    pub rule: Cow<'static, str>,
    /// What was seen instead.
    pub because: Phrase,
}

/// Everything that is said about one exchange.
#[derive(Clone, Debug, Default)]
pub struct Judgement {
    /// The provider's id.
    pub provider: Option<Cow<'static, str>>,
    /// The endpoint's id.
    pub endpoint: Option<Cow<'static, str>>,
    /// The error code of the answer, in the answer's own word.
    pub error: Option<String>,
    /// The findings, in the order in which they were made.
    pub findings: Vec<Finding>,
    /// What explains the refusal.
    pub verdict: Option<Verdict>,
}

impl Judgement {
    /// Takes away what was said already of another request of the same command; what explains a refusal stays.
    pub fn without(&mut self, said: impl Fn(&Finding) -> bool) {
        let mut left = 0;
        let explains = self.verdict.as_ref().map(|verdict| verdict.finding);
        let places: Vec<Option<usize>> = self
            .findings
            .iter()
            .enumerate()
            .map(|(at, finding)| {
                let place = (explains == Some(at) || !said(finding)).then_some(left);
                left += usize::from(place.is_some());
                place
            })
            .collect();
        if left == self.findings.len() {
            return;
        }
        let place = |old: usize| places.get(old).copied().flatten();
        let mut at = 0;
        self.findings.retain(|_| {
            at += 1;
            place(at - 1).is_some()
        });
        self.verdict = self.verdict.take().and_then(|verdict| {
            let candidates = verdict.candidates.iter().filter_map(|candidate| place(*candidate)).collect();
            Some(Verdict { finding: place(verdict.finding)?, candidates, ..verdict })
        });
    }
}
