//! The closed lists of words that a provider file is written with.

use std::fmt;

macro_rules! words {
    ($($(#[$doc:meta])* $list:ident { $($word:ident $name:literal $word_doc:literal;)* })*) => { $(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum $list { $(#[doc = $word_doc] $word,)* }

        impl $list {
            /// Every word.
            pub const ALL: &'static [Self] = &[$(Self::$word,)*];

            /// The word in provider files and rules.
            #[must_use]
            pub const fn name(self) -> &'static str { match self { $(Self::$word => $name,)* } }

            /// The one of this name.
            #[must_use]
            pub fn by_name(name: &str) -> Option<Self> { Self::ALL.iter().copied().find(|word| word.name() == name) }
        }

        impl fmt::Debug for $list {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(match self { $(Self::$word => concat!(stringify!($list), "::", stringify!($word)),)* })
            }
        }
    )* };
}

words! {
    /// What an address is for.
    Role {
        Authorize "authorize" "RFC 6749 3.1.";
        Token "token" "RFC 6749 3.2.";
        Revoke "revoke" "RFC 7009 2.";
        Introspect "introspect" "RFC 7662 2.";
        Device "device" "RFC 8628 3.1.";
        Api "api" "Everything that takes a token rather than giving one.";
    }

    /// How a caller proves itself.
    Scheme {
        Bearer "bearer" "RFC 6750 2.1.";
        Basic "basic" "RFC 7617.";
        Argument "argument" "The token is an argument of the call, not a header.";
        Other "other" "A scheme of its own: `Authorization: key=..`.";
        None "none" "Not at all: the address answers without credentials too.";
    }

    /// How a client proves itself at the token endpoint.
    ClientAuth {
        Basic "basic" "RFC 6749 2.3.1, in the header.";
        Body "body" "RFC 6749 2.3.1, in the body.";
        Assertion "assertion" "RFC 7523 2.2.";
        None "none" "Not at all: a public client.";
    }

    /// The type of a body.
    BodyType {
        Form "form" "`application/x-www-form-urlencoded`.";
        Json "json" "`application/json`.";
        Multipart "multipart" "`multipart/form-data`.";
        Query "query" "None: the parameters stand in the address.";
    }

    /// What stands between the words of a scope.
    Separator {
        Space "space" "RFC 6749 3.3.";
        Comma "comma" "In no standard.";
    }

    /// The kind of a client (RFC 6749 2.1).
    ClientType {
        Public "public" "It cannot keep a secret.";
        Confidential "confidential" "It can.";
    }

    /// A list of words that the standards know.
    Vocabulary {
        GrantTypes "grant_types" "Values of `grant_type`.";
        ResponseTypes "response_types" "Values of `response_type`.";
        ResponseModes "response_modes" "Values of `response_mode`.";
        CodeChallengeMethods "code_challenge_methods" "RFC 7636 4.2.";
        ClientAssertionTypes "client_assertion_types" "RFC 7521 4.2.";
        TokenTypes "token_types" "RFC 8693 3.";
        TokenTypeHints "token_type_hints" "RFC 7009 2.1.";
        Parameters "parameters" "Names of parameters.";
        Headers "headers" "Names of headers.";
        AuthSchemes "auth_schemes" "Schemes of `Authorization`.";
    }
}
