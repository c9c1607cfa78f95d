//! What an answer can mean, and how much a cause weighs for it. Standard library only: the build script compiles it too.

macro_rules! codes {
    ($($code:ident $name:literal $doc:literal;)*) => {
        /// What an answer means: the codes of the standards, and ours for what has none.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $(#[doc = $doc] $code,)* }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$code,)*];

            /// The name in rules and provider files.
            #[must_use]
            pub const fn name(self) -> &'static str { match self { $(Self::$code => $name,)* } }
        }
    };
}

codes! {
    InvalidRequest "invalid_request" "RFC 6749 4.1.2.1, 5.2; RFC 6750 3.1.";
    InvalidClient "invalid_client" "RFC 6749 5.2.";
    InvalidGrant "invalid_grant" "RFC 6749 5.2.";
    UnauthorizedClient "unauthorized_client" "RFC 6749 4.1.2.1, 5.2.";
    UnsupportedGrantType "unsupported_grant_type" "RFC 6749 5.2.";
    UnsupportedResponseType "unsupported_response_type" "RFC 6749 4.1.2.1.";
    InvalidScope "invalid_scope" "RFC 6749 4.1.2.1, 5.2.";
    AccessDenied "access_denied" "RFC 6749 4.1.2.1; some services use it at the token endpoint.";
    InvalidToken "invalid_token" "RFC 6750 3.1.";
    InsufficientScope "insufficient_scope" "RFC 6750 3.1.";
    RedirectUriMismatch "redirect_uri_mismatch" "Not in a standard; several services use it.";
    AuthorizationPending "authorization_pending" "RFC 8628 3.5.";
    SlowDown "slow_down" "RFC 8628 3.5.";
    ExpiredToken "expired_token" "RFC 8628 3.5.";
    InteractionRequired "interaction_required" "OpenID Connect Core 3.1.2.6: the user has to do something first.";
    ServerError "server_error" "RFC 6749 4.1.2.1.";
    TemporarilyUnavailable "temporarily_unavailable" "RFC 6749 4.1.2.1.";
    Unauthorized "unauthorized" "A 401 without a code of its own.";
    Forbidden "forbidden" "A 403 without a code of its own.";
    NotFound "not_found" "A 404.";
    MethodNotAllowed "method_not_allowed" "A 405.";
    UnsupportedMediaType "unsupported_media_type" "A 415.";
    RateLimited "rate_limited" "A 429.";
    BadRequest "bad_request" "A 400 or 422 without a code of its own.";
    Cors "cors" "A browser kept the answer from the page.";
    Connection "connection" "curl got no answer.";
    Dns "dns" "curl could not resolve the host.";
    Tls "tls" "curl could not set up TLS.";
    ShellSyntax "shell_syntax" "The shell could not run the line, or not all of it.";
    ShellGlob "shell_glob" "The shell took the address for a pattern of file names and found no file.";
    PowershellAlias "powershell_alias" "PowerShell ran its own command in the place of curl.";
    CurlUsage "curl_usage" "curl refused the command itself.";
}

impl Code {
    /// The code of this name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }
}

/// How often a cause is behind an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// It cannot be the cause.
    Never,
    /// Nobody said anything.
    Unlisted,
    /// Speaks only where nothing else does: "nothing shows why; look here next".
    Rest,
    /// Rarely.
    Rarely,
    /// Sometimes.
    Sometimes,
    /// Often.
    Often,
    /// Always when present.
    Always,
}

impl Weight {
    /// The weight of this name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Some(match name {
            "never" => Self::Never,
            "rest" => Self::Rest,
            "rarely" => Self::Rarely,
            "sometimes" => Self::Sometimes,
            "often" => Self::Often,
            "always" => Self::Always,
            _ => return None,
        })
    }

    /// The weight as a number, doubled so that it is whole: always 16, often 8, sometimes 4, rarely 2, unlisted 1.
    #[must_use]
    pub const fn value(self) -> u32 {
        match self {
            Self::Never => 0,
            Self::Unlisted | Self::Rest => 1,
            Self::Rarely => 2,
            Self::Sometimes => 4,
            Self::Often => 8,
            Self::Always => 16,
        }
    }
}
