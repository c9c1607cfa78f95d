//! Promise: client settings are found and linted in every syntax that frameworks write them in; what is right is silent.

use grantlint::Checker;
use grantlint::exchange::Form;
use grantlint::facts::Date;

fn checker() -> Checker {
    Checker::new(Date::new(2026, 11, 22))
}

/// The inputs of a fixture; each stands behind a line `%% title`.
fn inputs(name: &str) -> Vec<(String, String)> {
    let path = format!("{}/fixtures/config/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the fixture is there");
    let parts = text.strip_prefix("%% ").expect("a fixture begins with a title").split("\n%% ");
    parts
        .map(|part| part.split_once('\n').expect("an input follows its title"))
        .map(|(t, i)| (t.into(), i.into()))
        .collect()
}

#[test]
fn right_settings_are_read_and_silent() {
    let inputs = inputs("right.txt");
    assert!(inputs.len() > 40, "{} inputs", inputs.len());
    let mut wrong = Vec::new();
    for (title, input) in &inputs {
        let examined: Vec<_> = checker().examine(input).collect();
        if examined.is_empty() || examined.iter().any(|one| one.exchange.form != Form::Config) {
            wrong.push(format!("{title}: not read as settings"));
        }
        for finding in examined.iter().flat_map(|one| &one.judgement.findings) {
            wrong.push(format!(
                "{title}: {:?} {} at {:?}",
                finding.severity,
                finding.rule,
                &input[finding.span.range()]
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// One client, as each syntax and framework writes it. Each has the same four mistakes.
const SAME: [(&str, &str); 10] = [
    (
        "Spring, YAML",
        "spring:\n  security:\n    oauth2:\n      client:\n        registration:\n          zd:\n            client-id: acme\n            authorization-grant-type: 'authorisation_code'\n            redirect-uri: http://app.example/cb\n            scope: [readwrite]\n        provider:\n          zd:\n            authorization-uri: https://www.zopim.com/oauth2/authorizations/new\n            token-uri: https://acme.zendesk.com/oauth2/chat/token\n",
    ),
    (
        "Spring, properties",
        "spring.security.oauth2.client.registration.zd.client-id=acme\nspring.security.oauth2.client.registration.zd.authorization-grant-type=authorisation_code\nspring.security.oauth2.client.registration.zd.redirect-uri=http\\://app.example/cb\nspring.security.oauth2.client.registration.zd.scope=readwrite\nspring.security.oauth2.client.provider.zd.authorization-uri=https://www.zopim.com/oauth2/authorizations/new\nspring.security.oauth2.client.provider.zd.token-uri: https://acme.zendesk.com/oauth2/chat/token\n",
    ),
    (
        "Spring, environment",
        "SPRING_SECURITY_OAUTH2_CLIENT_REGISTRATION_ZD_CLIENTID=acme\nSPRING_SECURITY_OAUTH2_CLIENT_REGISTRATION_ZD_AUTHORIZATIONGRANTTYPE=authorisation_code\nSPRING_SECURITY_OAUTH2_CLIENT_REGISTRATION_ZD_REDIRECTURI=http://app.example/cb\nSPRING_SECURITY_OAUTH2_CLIENT_REGISTRATION_ZD_SCOPE=readwrite\nSPRING_SECURITY_OAUTH2_CLIENT_PROVIDER_ZD_AUTHORIZATIONURI=https://www.zopim.com/oauth2/authorizations/new\nSPRING_SECURITY_OAUTH2_CLIENT_PROVIDER_ZD_TOKENURI=https://acme.zendesk.com/oauth2/chat/token\n",
    ),
    (
        "Passport, JSON",
        r#"{"clientID": "acme", "grant_type": "authorisation_code", "callbackURL": "http:\/\/app.example\/cb", "scope": "readwrite", "authorizationURL": "https://www.zopim.com/oauth2/authorizations/new", "tokenURL": "https://acme.zendesk.com/oauth2/chat/token"}"#,
    ),
    (
        "OmniAuth, YAML",
        "- name: zendesk\n  app_id: acme\n  grant_type: authorisation_code\n  callback_url: \"http://app.example/cb\"\n  scope: readwrite\n  client_options:\n    site: https://acme.zendesk.com\n    authorize_url: https://www.zopim.com/oauth2/authorizations/new\n    token_url: /oauth2/chat/token\n",
    ),
    (
        "generic, .env",
        "# ünïcode\nexport ZD_CLIENT_ID='acme'\nZD_GRANT_TYPE=authorisation_code # two words\nZD_REDIRECT_URI=\"http://app.example/cb\"\nZD_SCOPE=readwrite\nAUTHORIZE_URL=https://www.zopim.com/oauth2/authorizations/new\nTOKEN_URL=https://acme.zendesk.com/oauth2/chat/token\n",
    ),
    (
        "generic, TOML",
        "[zd]\nclient_id = 'acme'\ngrant_type = \"authorisation_code\"\nredirect_uri = \"http:\\u002F/app.example/cb\"\nscopes = [\"readwrite\"]\nauthorize_url = \"https://www.zopim.com/oauth2/authorizations/new\"\ntoken_url = \"https://acme.zendesk.com/oauth2/chat/token\"\n",
    ),
    (
        "generic, INI",
        "[zd]\nclient_id = acme\ngrant_type: authorisation_code\nredirect_uri = http://app.example/cb\nscope = readwrite ; both\nauthorize_url = https://www.zopim.com/oauth2/authorizations/new\ntoken_url = https://acme.zendesk.com/oauth2/chat/token\n",
    ),
    (
        "Passport, program",
        "passport.use(new OAuth2Strategy({\n    authorizationURL: 'https://www.zopim.com/oauth2/authorizations/new',\n    tokenURL: 'https://acme.zendesk.com' + '/oauth2/chat/token',\n    clientID: process.env.ID || 'acme',\n    callbackURL: 'http://app.example/cb', // ours\n    grantType: 'authorisation_code',\n    scope: ['readwrite']\n  },\n  (token, refreshToken, profile, done) => done(null, profile)\n));\n",
    ),
    (
        "simple-oauth2, program",
        "const config = {\n  client: { id: `acme`, secret: settings.secret },\n  auth: {\n    tokenHost: 'https://acme.zendesk.com',\n    tokenPath: '/oauth2/chat/token',\n    authorizeUrl: 'https://www.zopim.com/oauth2/authorizations/new'\n  },\n  params: { redirectUri: \"http://app.example/cb\", scope: 'readwrite', grantType: 'authorisation_code' }\n};\n",
    ),
];

#[test]
fn the_same_client_gets_the_same_findings_however_it_is_written() {
    let wanted = [
        ("api/retired-endpoint", "www.zopim.com"),
        ("oauth/insecure-redirect-uri", "http://app.example/cb"),
        ("oauth/misspelled-grant-type", "authorisation_code"),
        ("oauth/unknown-scope", "readwrite"),
    ];
    for (title, input) in SAME {
        let mut found: Vec<(String, String)> = Vec::new();
        for one in checker().examine(input) {
            assert_eq!(one.exchange.form, Form::Config, "{title}");
            for finding in &one.judgement.findings {
                let text = input[finding.span.range()].replace("\\u002F", "/").replace('\\', "");
                found.push((finding.rule.to_string(), text));
            }
        }
        found.sort();
        let found: Vec<(&str, &str)> = found.iter().map(|(rule, text)| (rule.as_str(), text.as_str())).collect();
        assert_eq!(found, wanted, "{title}");
    }
}

#[test]
fn safe_fixes_keep_the_quotes_and_silence_their_rule() {
    for (title, input) in SAME {
        let safe: Vec<_> = checker()
            .examine(input)
            .flat_map(|one| one.judgement.findings)
            .filter_map(|finding| finding.fix.filter(|fix| fix.safety == grantlint::finding::Safety::Safe))
            .collect();
        assert_eq!(safe.len(), 2, "{title}: the grant type and the scope");
        for fix in safe {
            let mended = grantlint::fix::apply(input, &fix.edits);
            let left: usize = checker().examine(&mended).map(|one| one.judgement.findings.len()).sum();
            assert_eq!(left, 3, "{title}:\n{mended}");
        }
    }
}

#[test]
fn right_options_of_programs_are_read_and_silent() {
    let options = [
        "const strategy = new OAuth2Strategy({\n  authorizationURL: `${issuer}/authorize`,\n  tokenURL: `${issuer}/token`,\n  clientID: config.id,\n  clientSecret: config.secret,\n  callbackURL: '/auth/callback'\n}, verify)\n",
        "export default NextAuth({\n  providers: [{\n    id: 'acme', type: 'oauth',\n    clientId: process.env.ID,\n    clientSecret: process.env.SECRET,\n    tokenUrl: 'https://login.example/oauth/token',\n    authorization: { url: 'https://login.example/oauth/authorize', params: { scope: 'openid email' } }\n  }]\n})\n",
        "function tokenURL() {\n  return {\n    clientId: 1\n  }\n}\n",
        "const labels = { clientId: 'Client ID', tokenUrl: 'Token URL', clientSecret: 'Client secret' };\n",
    ];
    for text in options {
        let found: Vec<_> = checker().examine(text).flat_map(|one| one.judgement.findings).collect();
        assert!(found.is_empty(), "{text}: {found:?}");
    }
}

#[test]
fn what_is_no_file_of_settings_is_read_as_before() {
    let others = [
        r#"{"access_token": "t0ken", "token_type": "bearer", "refresh_token": "r", "scope": "read", "client_id": "a"}"#,
        r#"{"error": "invalid_client", "client_id": "a", "client_secret": "b"}"#,
        r#"{"active": true, "client_id": "a", "scope": "read", "redirect_uri": "https://a.example"}"#,
        r#"{"name": "acme", "version": "1.0.0", "dependencies": {"oauth": "^1.0.0"}}"#,
        "curl https://as.example/token -d client_id=a -d client_secret=b\n",
        "#!/bin/sh\nCLIENT_ID=a\nCLIENT_SECRET=b\nTOKEN_URL=https://as.example/token\n",
        "CLIENT_ID=a\nCLIENT_SECRET=b\nTOKEN_URL=https://as.example/token\ncurl \"$TOKEN_URL\" -d client_id=$CLIENT_ID\n",
        "client_id: a\nclient_secret: b\ntoken_url: https://as.example/token\n\nWhy is this refused?\n",
        "grant_type=authorization_code\ncode=abc\nclient_id=a\nclient_secret=b\nredirect_uri=https://a.example/cb\n",
        "POST /token HTTP/1.1\nHost: as.example\n\ngrant_type=client_credentials&client_id=a&client_secret=b\n",
        "https://as.example/authorize?response_type=code&client_id=a&redirect_uri=https://a.example/cb&state=s\n",
    ];
    for other in others {
        assert!(checker().examine(other).all(|one| one.exchange.form != Form::Config), "{other}");
    }
}

#[test]
fn a_broken_file_gives_what_stands_before_the_fault() {
    let broken = [
        "client_id: a\ntoken_url: https://www.zopim.com/oauth2/token\nscope: [read\nother: {\n",
        "{\"client_id\": \"a\", \"token_url\": \"https://www.zopim.com/oauth2/token\", \"scope\": [\"read\"",
        "[oauth]\nclient_id = \"a\"\ntoken_url = \"https://www.zopim.com/oauth2/token\"\nscope = [\"read\"\n",
    ];
    for text in broken {
        let found =
            checker().examine(text).flat_map(|one| one.judgement.findings).any(|f| f.rule == "api/retired-endpoint");
        assert!(found, "{text}");
    }
}

#[test]
fn hostile_files_cost_no_more_than_their_length() {
    let head = "client_id: a\ntoken_url: https://as.example/token\n";
    let many = 40_000;
    let hostile = [
        format!("{head}x: {}", "[".repeat(many)),
        format!("{head}x: {}", "{a: ".repeat(many)),
        format!("{head}{}", (0..400).map(|n| format!("{}k:\n", " ".repeat(n))).collect::<String>()),
        format!("{head}{}", "- ".repeat(many)),
        format!(
            "{head}a0: &a0 [x, x]\n{}",
            (1..40).map(|n| format!("a{n}: &a{n} [*a{}, *a{}]\n", n - 1, n - 1)).collect::<String>()
        ),
        format!("{head}{}", "client_id: b\n".repeat(many)),
        format!("{head}n: {}\n", "9".repeat(many)),
        format!(
            "{{\"client_id\": \"\\ud800\", \"token_url\": \"https://as.example/\\udc00\", \"x\": {}",
            "[".repeat(many)
        ),
        format!("client_id = \"a\"\ntoken_url = \"https://as.example/token\"\nx = {}", "[".repeat(many)),
        format!("client_id = \"a\"\ntoken_url = \"https://as.example/token\"\n{} = 1", "x.".repeat(many) + "x"),
        (0..many).map(|n| format!("A{n}_CLIENT_ID=x\nA{n}_TOKEN_URL=https://as.example/token\n")).collect(),
        format!("CLIENT_ID=a\nTOKEN_URL=https://as.example/token\nX={}\n", "${".repeat(many)),
        format!("CLIENT_ID=a\nTOKEN_URL=https://as.example/token\nX={}\n", "{{a}}".repeat(many)),
        format!("CLIENT_ID=a\nTOKEN_URL=https://as.example/token\n# {}\n", "curl ".repeat(many)),
        format!("a.client-id=a\\\n{}", "b\\\n".repeat(many)),
        format!("\u{feff}{head}\u{feff}"),
    ];
    for text in hostile {
        let begun = std::time::Instant::now();
        let read = checker().examine(&text).count();
        let took = begun.elapsed();
        assert!(took.as_secs() < 20, "{took:?} for {read} exchanges of {}", &text[..60]);
    }
}
