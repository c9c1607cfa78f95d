//! The closed list of facts: everything a rule can ask about.
//!
//! `docs/facts.md` is generated from this file. It uses nothing but the standard library, because the build script
//! compiles it too, to check the rules against it.

/// What kind of value a fact or attribute holds, and so which tests make sense on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A place of the source and nothing more: it can be present, be bound, and be pointed at.
    Place,
    /// Free text.
    Text,
    /// One word out of a closed list; the loader refuses others.
    Enum(&'static [&'static str]),
    /// Several words.
    Words,
    /// A whole number.
    Number,
    /// A day.
    Date,
    /// Seconds since 1970.
    Time,
    /// Yes or no.
    Flag,
}

/// Who can print a fact's value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Secrecy {
    /// Anybody.
    Open,
    /// Nobody: it prints as a tag.
    Secret,
    /// It depends on the parameter's or header's name.
    ByName,
}

macro_rules! catalogue {
    (
        attributes { $($attr:ident $attr_name:literal $attr_kind:expr, $attr_doc:literal;)* }
        facts { $($fact:ident $name:literal $kind:expr, $many:ident, $secrecy:ident, [$($has:ident)*], $doc:literal;)* }
    ) => {
        /// An attribute of a fact's element: a further question about the same element.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Attr { $(#[doc = $attr_doc] $attr,)* }

        impl Attr {
            /// Every attribute.
            pub const ALL: &'static [Self] = &[$(Self::$attr,)*];

            /// The name in rules.
            #[must_use]
            pub const fn name(self) -> &'static str { match self { $(Self::$attr => $attr_name,)* } }

            /// The kind of its value.
            #[must_use]
            pub const fn kind(self) -> Kind { match self { $(Self::$attr => $attr_kind,)* } }

            /// What it means.
            #[must_use]
            pub const fn doc(self) -> &'static str { match self { $(Self::$attr => $attr_doc,)* } }
        }

        /// A fact: a typed value derived from an exchange, from its provider, its flow or the clock.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Fact { $(#[doc = $doc] $fact,)* }

        impl Fact {
            /// Every fact.
            pub const ALL: &'static [Self] = &[$(Self::$fact,)*];

            /// The name in rules.
            #[must_use]
            pub const fn name(self) -> &'static str { match self { $(Self::$fact => $name,)* } }

            /// The kind of its value.
            #[must_use]
            pub const fn kind(self) -> Kind { match self { $(Self::$fact => $kind,)* } }

            /// Whether it is a list of elements.
            #[must_use]
            pub const fn is_list(self) -> bool { match self { $(Self::$fact => many!($many),)* } }

            /// Who can print its value.
            #[must_use]
            pub const fn secrecy(self) -> Secrecy { match self { $(Self::$fact => Secrecy::$secrecy,)* } }

            /// The attributes of its elements.
            #[must_use]
            pub const fn attributes(self) -> &'static [Attr] { match self { $(Self::$fact => &[$(Attr::$has,)*],)* } }

            /// What it means.
            #[must_use]
            pub const fn doc(self) -> &'static str { match self { $(Self::$fact => $doc,)* } }
        }
    };
}

macro_rules! many {
    (one) => {
        false
    };
    (many) => {
        true
    };
}

/// Input forms, as in the report.
pub const FORMS: &[&str] = &[
    "curl",
    "curl-transcript",
    "url",
    "prose",
    "console",
    "har",
    "http",
    "config",
    "postman",
    "insomnia",
    "bruno",
    "hurl",
    "http-file",
    "httpie",
    "wget",
    "powershell",
    "javascript",
    "python",
    "php",
];
/// Steps of an OAuth flow, and `api` for a call with its result.
pub const STEPS: &[&str] = &["authorize", "callback", "token", "revoke", "introspect", "device", "api"];
/// Roles of an endpoint.
pub const ROLES: &[&str] = &["authorize", "token", "revoke", "introspect", "device", "api"];
/// Types of a body.
pub const BODY_TYPES: &[&str] = &["form", "json", "multipart", "text", "xml", "binary", "none"];
/// Ways a client or a caller proves itself, as provider files name them.
pub const SCHEMES: &[&str] = &["bearer", "basic", "digest", "argument", "other"];

catalogue! {
    attributes {
        Name "name" Kind::Text, "The element's name: of a parameter, header, cookie or variable (headers in lower case).";
        Place "place" Kind::Enum(&["query", "body", "fragment", "header", "option", "argument"]), "Where it travels.";
        AsForm "as-form" Kind::Text, "How a request of this input form sends its parameters form-encoded, for people.";
        Issued "issued" Kind::Flag, "It looks like a secret that was issued: seen, of some length, and no word of documentation (changeme, example, your-secret).";
        Repeated "repeated" Kind::Flag, "The same name stands more than once in this request.";
        Quoted "quoted" Kind::Flag, "Quotation marks are part of the value.";
        Padded "padded" Kind::Flag, "The value begins or ends with white space, or holds a line break, tab or no-break space.";
        Unset "unset" Kind::Flag, "The value is the word by which a program shows that it has none: undefined, null, None, nil, NaN, [object Object].";
        Invisible "invisible" Kind::Text, "The name of a zero-width or other invisible character in the value, such as U+200B.";
        Bare "bare" Kind::Text, "The value without the quotes, white space or invisible characters that do not belong to it.";
        Encoded "encoded" Kind::Flag, "After one decoding the value is still percent-encoded.";
        Decoded "decoded" Kind::Text, "The value decoded once more.";
        Tail "tail" Kind::Text, "What stands behind or around a code that was copied with more than itself: #, &state=, a whole address.";
        Lossy "lossy" Kind::Text, "The raw character (+, &, =, %) because of which another value arrives than was meant.";
        Near "near" Kind::Text, "The known name this name is a misspelling of.";
        Symbolic "symbolic" Kind::Flag, "The value is a variable, a command's output or a file: it is there, but not seen.";
        Shape "shape" Kind::Enum(&["ok", "bare-token", "unknown-scheme", "misspelled-scheme", "colon-after-scheme", "doubled-scheme", "quoted", "inner-space", "no-space", "two-spaces", "invisible", "empty", "undefined", "not-base64", "no-colon", "not-encoded", "bytes-literal", "scheme-inside"]), "How an Authorization value deviates from scheme, space, credentials; not-base64, no-colon and not-encoded (variables with a plain colon between them) are said of Basic, bytes-literal of Python's b'..'.";
        Scheme "scheme" Kind::Enum(SCHEMES), "The authentication scheme.";
        LooksLike "looks-like" Kind::Enum(&["jwt", "uuid", "url", "email", "number", "code", "api-token", "nothing"]), "What the value's shape suggests.";
        SameAs "same-as" Kind::Text, "The name of another parameter or step that holds the same secret: client_secret, code, refresh_token, id_token, access_token.";
        Fault "fault" Kind::Enum(&["no-colon", "equals-sign", "space-before-colon", "misspelled"]), "What is wrong with a header line.";
        Foreign "foreign" Kind::Text, "The sibling product this word belongs to.";
        OwnerName "owner-name" Kind::Text, "The name of that product.";
        Elsewhere "elsewhere" Kind::Text, "The address of that product which matches this one.";
        Separator "separator" Kind::Enum(&["space", "comma", "plus", "semicolon", "pipe", "none"]), "What stands between the words of a scope value.";
        Corrected "corrected" Kind::Text, "The value as it should be written.";
        From "from" Kind::Enum(&["default", "config", "registration", "answer", "request"]), "Where competing sources agree or which of them won.";
        Style "style" Kind::Enum(&["braces", "mustache", "angle", "brackets", "your-word", "upper-words", "ellipsis", "colon"]), "How a placeholder is written.";
        Meaning "meaning" Kind::Text, "A placeholder's own words, for people: client id.";
        VariableName "variable" Kind::Text, "A name for a shell variable that could stand there: CLIENT_ID.";
        Where "where" Kind::Enum(&["host", "path", "query", "param", "header", "credentials", "body", "elsewhere"]), "The part of the request that holds it.";
        What "kind" Kind::Enum(&["smart-quote", "single-quote", "dash-lookalike", "invisible-character", "unquoted-header", "powershell-alias", "bash-backslash", "space-after-backslash", "missing-continuation", "blank-continuation", "unquoted-ampersand", "unclosed-quote", "unknown-option", "cut-off", "broken"]), "What was repaired, or where reading had to stop.";
        Characters "text" Kind::Text, "The characters themselves, made visible.";
        Meant "meant" Kind::Text, "What they were taken for.";
        Lost "lost" Kind::Text, "What never reached curl.";
        Word "word" Kind::Place, "The whole word, with its quotes.";
        Effect "effect" Kind::Enum(&["braces-vanish", "several-requests", "stops"]), "What curl's globbing makes of it.";
        Count "count" Kind::Number, "How many requests it makes.";
        Holder "placeholder" Kind::Flag, "What stands in the braces is a placeholder of documentation.";
        Quoting "quoting" Kind::Enum(&["single", "double", "bare", "sent"]), "The quotes around a variable; sent: none, for a recording shows it as it travelled.";
        Inside "inside" Kind::Flag, "Literal characters of the same value touch it.";
        Loopback "loopback" Kind::Flag, "The host is this machine: localhost, 127.0.0.0/8, [::1].";
        Absolute "absolute" Kind::Flag, "It is an absolute URI.";
        UriScheme "uri-scheme" Kind::Text, "The scheme of the URI, in lower case.";
        Fragment "has-fragment" Kind::Flag, "The URI has a fragment.";
        Difference "difference" Kind::Enum(&["scheme", "host", "port", "path", "trailing slash", "query", "case", "encoding", "localhost or 127.0.0.1"]), "The first component in which this redirect URI differs from the one of the authorization request.";
        Same "same" Kind::Enum(&["code", "refresh_token", "token"]), "What the other request used too.";
        Until "until" Kind::Date, "The last day.";
        Missing "missing" Kind::Words, "What is missing of the list it was compared with.";
        Nearest "nearest" Kind::Text, "The word that was found near.";
        Lacking "reason" Kind::Enum(&["length", "alphabet", "method", "refused-method", "padding"]), "What is wrong with a PKCE value. refused-method: the answer says that this server takes another one.";
        Real "real" Kind::Text, "What the application that answered calls itself.";
        TurnedGet "turned-get" Kind::Flag, "curl repeats the request as a GET at the new address.";
        Back "back" Kind::Flag, "It leads to the redirect URI of this authorization request.";
        Exit "exit" Kind::Number, "curl's exit code.";
        ExpiredFor "expired-s" Kind::Number, "Seconds from the end of a JWT (exp) to the request, where the source records its time; below zero before the end.";
        EarlyBy "early-s" Kind::Number, "Seconds from the request to the beginning of a JWT (nbf, else iat), where the source records its time.";
        Ends "ends" Kind::Date, "The day on which a JWT ends (exp).";
        Lives "life-s" Kind::Number, "Seconds from the issue of a JWT (iat) to its end (exp).";
        Milliseconds "in-milliseconds" Kind::Flag, "The times of a JWT are written in milliseconds instead of seconds.";
        Algorithm "algorithm" Kind::Text, "The algorithm of a JWT (alg).";
        MadeFor "made-for" Kind::Enum(&["access", "id", "refresh"]), "What a JWT says it was made for.";
        Issuer "issuer" Kind::Text, "Who issued a JWT (iss).";
        Audience "audience" Kind::Text, "For whom a JWT was made (aud).";
        Damage "damage" Kind::Enum(&["cut", "not-base64", "not-json"]), "What keeps a text that begins like a JWT from being one.";
        Said "said" Kind::Text, "The word of the answer itself, before it was mapped to a code.";
    }
    facts {
        // The request.
        Command "command" Kind::Place, one, Open, [], "The curl command; its place is the word curl.";
        Form "form" Kind::Enum(FORMS), one, Open, [AsForm], "The input form.";
        Step "step" Kind::Enum(STEPS), one, Open, [], "What the request tries to be, by its own parameters and, where they do not tell, by its address.";
        Method "method" Kind::Text, one, Open, [], "The method. Implied by options where none is named.";
        Url "url" Kind::Text, one, Open, [], "The whole address.";
        UrlScheme "url.scheme" Kind::Text, one, Open, [], "Its scheme, in lower case.";
        UrlHost "url.host" Kind::Text, one, Open, [Loopback], "Its host, in lower case.";
        UrlPath "url.path" Kind::Text, one, Open, [], "Its path.";
        UrlUserinfo "url.userinfo" Kind::Place, one, Secret, [], "Credentials before the host.";
        UrlBlank "url.blank" Kind::Enum(&["blank", "line-break"]), one, Open, [], "White space inside of it.";
        Body "body" Kind::Place, one, Open, [], "The body.";
        BodyType "body.type" Kind::Enum(BODY_TYPES), one, Open, [], "The type under which the body arrives: the Content-Type header, else what curl adds.";
        BodyShape "body.shape" Kind::Enum(&["form", "json", "xml", "text", "multipart", "object"]), one, Open, [], "What the body looks like, whatever its type says. object: a form by newer versions of the library, JSON by older ones.";
        Header "header" Kind::Text, many, ByName, [Name Near Fault Repeated Corrected], "Headers that were asked for. header.NAME is one by name, in lower case.";
        Param "param" Kind::Text, many, ByName, [Name Place Issued Repeated Quoted Padded Unset Invisible Bare Encoded Decoded Tail Lossy Near Symbolic LooksLike SameAs Loopback Absolute UriScheme Fragment Difference Separator Corrected], "OAuth and other parameters in query, fragment and body. param.NAME is one by name.";
        Grant "grant.type" Kind::Text, one, Open, [], "The grant type of a token request: grant_type, else the one that this endpoint assumes where none is named.";
        MissingParam "missing" Kind::Text, many, Open, [VariableName], "Parameters that this grant or authorization request requires and that were not sent; grant_type, redirect_uri, the client's secret and code_verifier have facts of their own.";
        Scope "scope" Kind::Text, many, Open, [Foreign OwnerName Elsewhere], "Each word of the scope that was asked for.";
        Authorization "authorization" Kind::Text, one, Secret, [Scheme Shape Corrected Symbolic], "The Authorization header's value, or what -u and --oauth2-bearer make it.";
        AuthorizationScheme "authorization.scheme" Kind::Enum(SCHEMES), one, Open, [], "Its scheme.";
        AuthorizationUntil "authorization.until" Kind::Date, one, Open, [], "The last day on which the service took Basic credentials of this kind.";
        BasicUser "basic.user" Kind::Text, one, Open, [Quoted Padded Lossy Symbolic LooksLike], "The user of Basic credentials, decoded.";
        BasicPassword "basic.password" Kind::Text, one, Secret, [Quoted Padded Lossy Symbolic Bare], "The password of Basic credentials, decoded.";
        Token "token" Kind::Text, one, Secret, [Place LooksLike SameAs Symbolic], "The access token that is presented.";
        Jwt "jwt" Kind::Place, many, Secret, [Name ExpiredFor EarlyBy Ends Lives Milliseconds Algorithm MadeFor Issuer Audience OwnerName Foreign Damage], "JSON Web Tokens among what is sent: the access token and the parameters that can hold one. foreign is an audience at another service or site than the one that is asked, owner-name the provider of the issuer where it is another.";
        Cookie "cookie" Kind::Text, many, Secret, [Name], "Cookies.";
        Credential "credential" Kind::Text, many, Secret, [Name Place], "Everything secret that the request carries: tokens, passwords, client secrets, codes.";
        ClientAuth "client_auth" Kind::Enum(&["basic", "body", "query", "assertion"]), many, Open, [], "Each way in which the client authenticates.";
        ClientAuthCount "client_auth.count" Kind::Number, one, Open, [], "How many ways.";
        ClientId "client_id" Kind::Text, one, Open, [LooksLike Symbolic], "The client, from the parameter or from Basic credentials.";
        ClientType "client.type" Kind::Enum(&["public", "confidential"]), one, Open, [From], "The kind of client.";
        ClientRedirectUris "client.redirect_uris" Kind::Words, one, Open, [], "The redirect URIs that are registered for the client, where a configuration file tells them.";
        ClientScopes "client.scopes" Kind::Words, one, Open, [], "The scopes the client may ask for, where a configuration file tells them.";
        Pkce "pkce" Kind::Text, many, ByName, [Name Lacking Corrected], "PKCE parameters whose form is wrong.";
        Placeholder "placeholder" Kind::Text, many, Open, [Style Meaning VariableName Where Name], "Placeholders of documentation that are still there.";
        Repair "repair" Kind::Text, many, Open, [What Characters Meant Lost Word], "What had to be repaired to read the request.";
        Glob "glob" Kind::Text, many, Open, [Effect Count Holder], "Braces and brackets in the URL that curl expands.";
        Variable "variable" Kind::Text, many, Open, [Name Quoting Inside Where], "Shell variables in values that matter: credentials, OAuth parameters, the address.";
        Origin "origin" Kind::Text, one, Open, [], "The page that made the request: the Origin header.";
        // The answer.
        Answer "response" Kind::Place, one, Open, [], "The answer.";
        Status "response.status" Kind::Number, one, Open, [], "Its status.";
        Error "response.error" Kind::Text, one, Open, [Said Exit], "What the answer says, as one of the codes of the provider files.";
        ErrorDescription "response.description" Kind::Text, one, Open, [], "The error_description or message that came with it.";
        Names "response.names" Kind::Words, one, Open, [], "The rules that the answer's own words name, by the files of rules/words.";
        Wordless "response.wordless" Kind::Flag, one, Open, [], "Whether an endpoint of OAuth refuses by a status alone, without a word.";
        Outcome "response.outcome" Kind::Enum(&["ok", "refused", "unclear"]), one, Open, [], "ok: 2xx without an error in it, or a body with a token or with data. refused: an error. unclear: a redirect, or a body nobody recognises.";
        Speaker "response.speaker" Kind::Text, one, Open, [Real], "The provider whose application wrote the error body.";
        Challenge "response.challenge" Kind::Text, one, Open, [], "The WWW-Authenticate header.";
        Redirect "response.redirect" Kind::Text, many, Open, [TurnedGet Back], "Redirects on the way.";
        Issued "response.issued" Kind::Text, many, Open, [], "Which tokens the answer hands out: access_token, refresh_token, id_token.";
        GrantedScope "response.scope" Kind::Words, one, Open, [], "The scope that a token answer grants.";
        SentAuthorization "sent.authorization" Kind::Text, one, Secret, [Shape], "The Authorization header that a -v trace shows on the wire.";
        // The flow.
        Flow "flow" Kind::Place, one, Open, [], "flow.STEP.FACT is a fact of a linked step: authorize, callback, issued_by (the token answer that gave the token or refresh token), earlier (a request that used the same code or refresh token), undone (a request that took the token back).";
        FlowEarlier "flow.earlier" Kind::Place, one, Open, [Same], "An earlier request that used the same code or refresh token.";
        FlowCodeAge "flow.code_age_s" Kind::Number, one, Open, [], "Seconds between the code's issue and its use, where the source records both.";
        FlowTokenAge "flow.token_age_s" Kind::Number, one, Open, [], "Seconds between the token's issue and its use, where the source records both.";
        FlowTokenLife "flow.token_life_s" Kind::Number, one, Open, [], "How long the token lives, as the answer that issued it says (expires_in).";
        FlowUndone "flow.undone" Kind::Place, one, Open, [Same], "A request that took the token back before this one used it: its revocation, or a second exchange of its code.";
        FlowState "flow.state" Kind::Enum(&["same", "lost", "other"]), one, Open, [], "How the state that came back relates to the one that was sent.";
        FlowToken "flow.token" Kind::Enum(&["same", "cut", "longer", "misread"]), one, Open, [], "How the token in use relates to the one that was issued. misread: the same but for letter case, 0 and O, 1 and l.";
        FlowRedirectUris "flow.redirect_uris" Kind::Words, one, Open, [], "The redirect URIs that the code can have been asked for with: the one of the first step; where that is not shown, those registered for the client.";
        FlowPkce "flow.pkce" Kind::Enum(&["match", "mismatch", "plain-for-s256", "other-alphabet", "verifier-missing", "verifier-unasked"]), one, Open, [], "How the code_verifier and the authorization request's code_challenge agree.";
        FlowCode "flow.code" Kind::Enum(&["same", "cut", "longer", "misread", "state", "other"]), one, Open, [], "How the code that is exchanged relates to the callback's. state: it is the callback's state.";
        TokenScope "token.scope" Kind::Words, one, Open, [From], "The scopes the token was granted, else asked for.";
        TokenIssuer "token.issuer" Kind::Text, one, Open, [Elsewhere OwnerName], "The provider that issued the token.";
        // The provider.
        ProviderId "provider.id" Kind::Text, one, Open, [], "The provider's id.";
        ProviderName "provider.name" Kind::Text, one, Open, [], "Its name; 'the server' where it is not known.";
        ProviderScopes "provider.scopes" Kind::Words, one, Open, [], "Every scope it has; known only where the list is closed.";
        ProviderSeparators "provider.separators" Kind::Words, one, Open, [], "What may stand between the words of a scope: space, comma.";
        ProviderAssertionLife "provider.assertion_s" Kind::Number, one, Open, [], "How long an assertion may live at most, in seconds.";
        ProviderCodeLife "provider.code_s" Kind::Number, one, Open, [], "How long a code lives at most, in seconds.";
        EndpointId "endpoint.id" Kind::Text, one, Open, [], "The endpoint's id; absent where the provider lists every path and not this one.";
        EndpointName "endpoint.name" Kind::Text, one, Open, [], "Its name for people; 'the server' where it is not known.";
        EndpointRole "endpoint.role" Kind::Enum(ROLES), one, Open, [], "What the address is for.";
        EndpointMethods "endpoint.methods" Kind::Words, one, Open, [], "The methods it takes.";
        EndpointAuth "endpoint.auth" Kind::Words, one, Open, [], "The credentials it takes: bearer, basic, argument, other (a scheme of its own), none.";
        EndpointBody "endpoint.body" Kind::Words, one, Open, [], "The types of body it reads.";
        EndpointClientAuth "endpoint.client_auth" Kind::Words, one, Open, [], "The ways in which a client can authenticate: basic, body, none.";
        EndpointScopes "endpoint.scopes" Kind::Words, one, Open, [], "The scopes this call needs.";
        EndpointGrants "endpoint.grants" Kind::Words, one, Open, [], "The grant types it takes; known only where the file lists them.";
        EndpointDefaultGrant "endpoint.default_grant" Kind::Text, one, Open, [], "The grant type it assumes where none is named.";
        EndpointResponseTypes "endpoint.response_types" Kind::Words, one, Open, [], "The response types it takes.";
        EndpointRemovedGrant "endpoint.removed_grant" Kind::Text, one, Open, [Until], "The grant type of this request, where the provider took it away or limits it; its value says for whom.";
        EndpointIntegratedMethods "endpoint.integrated_methods" Kind::Words, one, Open, [], "The methods it takes on accounts that have the sibling product too.";
        EndpointAnnounced "endpoint.announced" Kind::Date, one, Open, [], "When its end was announced.";
        EndpointDeprecated "endpoint.deprecated" Kind::Date, one, Open, [], "From when on it is replaced.";
        EndpointUntil "endpoint.until" Kind::Date, one, Open, [], "The last day it was documented to work.";
        EndpointSuccessor "endpoint.successor" Kind::Text, one, Open, [], "The same address at its successor.";
        EndpointMisroute "endpoint.misroute" Kind::Flag, one, Open, [], "The address is a wrong one that is known from the wild.";
        EndpointCorrection "endpoint.correction" Kind::Text, one, Open, [], "The address that is meant.";
        EndpointWhy "endpoint.why" Kind::Text, one, Open, [], "Why the address is wrong.";
        EndpointCounterpart "endpoint.counterpart" Kind::Text, one, Open, [], "The provider's address for the step that the request tries to be, where it went to another one.";
        // What the standards know, and the clock.
        KnownGrantTypes "known.grant_types" Kind::Words, one, Open, [], "Grant types of the standards, and of this provider.";
        KnownResponseTypes "known.response_types" Kind::Words, one, Open, [], "Response types of the standards.";
        KnownResponseModes "known.response_modes" Kind::Words, one, Open, [], "Response modes of the standards.";
        KnownAssertionTypes "known.client_assertion_types" Kind::Words, one, Open, [], "Values of client_assertion_type (RFC 7521 4.2).";
        KnownTokenTypes "known.token_types" Kind::Words, one, Open, [], "Token types of a token exchange (RFC 8693 3).";
        KnownParameters "known.parameters" Kind::Words, one, Open, [], "OAuth parameter names of the standards.";
        KnownHeaders "known.headers" Kind::Words, one, Open, [], "Header names a request is likely to carry.";
        Today "today" Kind::Date, one, Open, [], "The day given by --as-of.";
        Now "now" Kind::Time, one, Open, [], "The time of the request where recorded.";
    }
}

impl Fact {
    /// The fact of this name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|fact| fact.name() == name)
    }

    /// Whether elements are addressed by a name behind the fact's: `param.code`, `header.origin`.
    #[must_use]
    pub const fn is_named(self) -> bool {
        matches!(self, Self::Param | Self::Header | Self::Cookie)
    }

    /// Words for the value where it is not known, for texts.
    #[must_use]
    pub const fn otherwise(self) -> Option<&'static str> {
        match self {
            Self::ProviderName | Self::EndpointName => Some("the server"),
            _ => None,
        }
    }
}

impl Attr {
    /// The attribute of this name.
    #[must_use]
    pub fn by_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|attr| attr.name() == name)
    }
}
