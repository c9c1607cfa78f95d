//! Secrets drawn by lot, every form in which they could leak, and places to plant them.

#![allow(dead_code, reason = "each test uses a part of it")]

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE_NO_PAD};

/// A small generator of numbers (splitmix64): the same seed, the same run.
pub struct Lot(pub u64);

impl Lot {
    /// The next number.
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        usize::try_from(self.next() % n as u64).unwrap_or_default()
    }

    /// A secret: letters and digits, hexadecimal, base64url, or with characters that encodings change.
    pub fn secret(&mut self) -> String {
        const ALPHABETS: [&[u8]; 4] = [
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
            b"0123456789abcdef",
            b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
            b"abcdefghijkmnpqrstuvwxyz23456789+/~!",
        ];
        let alphabet = ALPHABETS[self.below(ALPHABETS.len())];
        let len = 12 + self.below(52);
        (0..len).map(|_| char::from(alphabet[self.below(alphabet.len())])).collect()
    }
}

/// How a secret is written where it is planted.
pub fn planted(template: &str, secret: &str) -> String {
    let basic = |user: &str| STANDARD.encode(format!("{user}:{secret}"));
    template
        .replace("{S}", secret)
        .replace("{S%}", &percent(secret))
        .replace("{S%%}", &percent(&percent(secret)))
        .replace("{FORM64}", &STANDARD.encode(format!("grant_type=authorisation_code&code={}", percent(secret))))
        .replace("{BASIC}", &basic("client"))
        .replace("{BASIC1}", &basic("cl"))
        .replace("{BASIC2}", &basic("c"))
        .replace(
            "{JWT}",
            &format!("eyJhbGciOiJub25lIn0.{}.{secret}", URL_SAFE_NO_PAD.encode(format!("{{\"sub\":\"{secret}\"}}"))),
        )
}

/// Every form in which a secret could be read from an output.
pub fn forms(secret: &str) -> Vec<String> {
    let mut forms = vec![
        secret.to_owned(),
        secret.chars().rev().collect(),
        percent(secret),
        percent(secret).to_lowercase(),
        percent(&percent(secret)),
        secret.bytes().map(|b| format!("%{b:02X}")).collect(),
        json_escaped(secret),
        html_escaped(secret),
    ];
    for alignment in 0..3 {
        let mut bytes = vec![0; alignment];
        bytes.extend_from_slice(secret.as_bytes());
        let (from, to) = ((alignment * 8usize).div_ceil(6), bytes.len() * 8 / 6);
        for encoded in [STANDARD_NO_PAD.encode(&bytes), URL_SAFE_NO_PAD.encode(&bytes)] {
            forms.push(encoded[from..to].to_owned());
            forms.push(encoded[from..to].chars().rev().collect());
        }
    }
    // A part of a secret is a leak too.
    let windows = secret.as_bytes().windows(10);
    forms.extend(windows.map(|part| String::from_utf8_lossy(part).into_owned()));
    forms
}

fn percent(text: &str) -> String {
    let open = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'.' | b'_' | b'~');
    text.bytes().map(|b| if open(b) { char::from(b).to_string() } else { format!("%{b:02X}") }).collect()
}

fn json_escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"").replace('/', "\\/")
}

fn html_escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}

/// A secret that only a reader can know for one: its beginning stands on another line.
pub const TORN: (&str, &str) = (
    "trace of curl, torn",
    "=> Send header, 168 bytes (0xa8)\n0000: GET /api/v2/chats HTTP/1.1\n0022: Host: acme.zendesk.com\n003a: Authorization: Bearer xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n007a: {S}\n00a6: \n",
);

/// Inputs of every form with a secret at every place where people leave one. `{S}` is the secret, `{S%}` the secret
/// percent-encoded, `{BASIC}` Basic credentials around it, `{JWT}` a JWT whose payload and signature hold it.
///
/// Each has a mistake in it, so that something is said about it and the place is shown.
pub const TEMPLATES: &[(&str, &str)] = &[
    (
        "an interceptor's log",
        "D/OkHttp: --> POST https://as.example/oauth/token http/1.1\nD/OkHttp: Authorization: Basic {BASIC}\nD/OkHttp:\nD/OkHttp: grant_type=authorisation_code&code={S%}\nD/OkHttp: --> END POST (40-byte body)\nD/OkHttp: <-- 400 https://as.example/oauth/token (12ms)\nD/OkHttp: {\"error\":\"invalid_grant\",\"refresh_token\":\"{S}\"}\nD/OkHttp: <-- END HTTP",
    ),
    (
        "quoted pieces",
        "<- \"POST /oauth/token HTTP/1.1\\r\\nAuthorization: Bearer {S}\\r\\nHost: as.example\\r\\n\\r\\n\"\n<- \"grant_type=authorisation_code&code={S%}\"\n-> \"HTTP/1.1 400 Bad Request\\r\\n\"\n-> \"\\r\\n\"\n-> \"{\\\"error\\\":\\\"invalid_grant\\\",\\\"access_token\\\":\\\"{S}\\\"}\"",
    ),
    (
        "Python's pieces",
        "send: b'POST /oauth/token HTTP/1.1\\r\\nHost: as.example\\r\\nAuthorization: Basic {BASIC}\\r\\n\\r\\n'\nsend: b'grant_type=authorisation_code&code={S%}'\nreply: 'HTTP/1.1 400 Bad Request\\r\\n'\nheader: Set-Cookie: session={S}",
    ),
    (
        "an HttpClient's wire",
        "DEBUG wire - >> \"POST /oauth/token HTTP/1.1[\\r][\\n]\"\nDEBUG wire - >> \"Authorization: Bearer {S}[\\r][\\n]\"\nDEBUG wire - >> \"[\\r][\\n]\"\nDEBUG wire - >> \"grant_type=authorisation_code&code={S%}\"\nDEBUG wire - << \"HTTP/1.1 401 Unauthorized[\\r][\\n]\"",
    ),
    (
        "Ktor's log",
        "REQUEST: https://as.example/oauth/token\nMETHOD: HttpMethod(value=POST)\nCOMMON HEADERS\n-> Authorization: Bearer {S}\nBODY START\n{\"grant_type\":\"authorization_code\",\"code\":\"{S}\"}\nBODY END\nRESPONSE: 400 Bad Request\nBODY START\n{\"error\":\"invalid_grant\",\"access_token\":\"{S}\"}\nBODY END",
    ),
    (
        "Node.js's head",
        "_header: 'POST /oauth/token HTTP/1.1\\r\\n' +\n  'Authorization: Basic {BASIC}\\r\\n' +\n  'Host: as.example\\r\\n' +\n  '\\r\\n',\nstatusCode: 401",
    ),
    (
        "library options",
        "passport.use(new OAuth2Strategy({\n  tokenURL: 'https://acme.zendesk.com/oauth2/chat/token',\n  clientID: 'abc', clientSecret: '{S}',\n  scope: 'readwrite', headers: { Authorization: 'Bearer {S}' }, password: '{S}'\n}, verify));\n",
    ),
    (
        "answer of PHP",
        "POST https://as.example/oauth/token\n\nstdClass Object\n(\n    [error] => invalid_grant\n    [refresh_token] => {S}\n)\n\n$ curl https://as.example/token -d grant_type=refresh_token -d refresh_token={S%}\narray(2) {\n  [\"error\"]=>\n  string(13) \"invalid_grant\"\n  [\"access_token\"]=>\n  string(99) \"{S}\"\n}\n",
    ),
    (
        "fetch",
        "fetch('https://acme.zendesk.com/oauth2/chat/token', { method: 'POST', headers: { Authorization: 'Basic {BASIC}' }, body: 'grant_type=authorisation_code&code={S%}&client_secret={S%}' })",
    ),
    (
        "axios",
        "const config = { auth: { username: 'abc', password: '{S}' }, headers: { Cookie: 'session={S}' } };\naxios.post('https://acme.zendesk.com/oauth2/chat/token', { grant_type: 'authorisation_code', code: '{S}', client_secret: '{S}' }, config)\n",
    ),
    (
        "requests",
        "data = {\n  'grant_type': 'authorisation_code',\n  'code': '{S}',\n  'client_secret': '{S}',\n}\nr = requests.post('https://acme.zendesk.com/oauth2/chat/token', json=data, auth=('abc', '{S}'), headers={'Authorization': 'Bearer {S}'})\n",
    ),
    (
        "PHP",
        "$ch = curl_init('https://acme.zendesk.com/oauth2/chat/token');\ncurl_setopt($ch, CURLOPT_USERPWD, 'abc:{S}');\ncurl_setopt($ch, CURLOPT_HTTPHEADER, ['Authorization: Token {S}']);\ncurl_setopt($ch, CURLOPT_POSTFIELDS, ['grant_type' => 'authorisation_code', 'code' => '{S}']);\ncurl_exec($ch);\n",
    ),
    (
        "PowerShell",
        "$body = @{ grant_type = 'authorisation_code'; code = '{S}'; client_secret = \"{S}\" }\nInvoke-RestMethod -Uri 'https://acme.zendesk.com/oauth2/chat/token' -Method Post -Headers @{ Authorization = 'Token {S}' } -Body ($body | ConvertTo-Json)\n",
    ),
    (
        "HTTPie",
        "http POST https://acme.zendesk.com/oauth2/chat/token -a 'abc:{S}' 'Authorization:Token {S}' grant_type=authorisation_code 'code={S}' 'client_secret={S}'",
    ),
    (
        "wget",
        "wget --http-user=abc '--http-password={S}' --auth-no-challenge '--header=Authorization: Token {S}' --post-data 'grant_type=authorisation_code&code={S%}' https://acme.zendesk.com/oauth2/chat/token",
    ),
    (
        "form body",
        "curl https://acme.zendesk.com/oauth2/chat/token -d 'grant_type=authorisation_code&code={S%}&client_id=abc&client_secret={S%}'",
    ),
    (
        "separate data",
        "curl https://acme.zendesk.com/oauth2/chat/token \\\n  -d grant_type=authorisation_code \\\n  -d 'code={S%}' \\\n  -d 'client_secret={S%}' # was {S}\n",
    ),
    (
        "urlencode",
        "curl https://acme.zendesk.com/oauth2/chat/token --data-urlencode 'client_secret={S}' -d grant_type=clientcredentials -d client_id=a",
    ),
    (
        "json body",
        "curl https://acme.zendesk.com/oauth2/chat/token -H 'Content-Type: application/json' -d '{\"grant_type\":\"authorisation_code\",\"code\":\"{S}\",\"client_secret\":\"{S}\",\"nested\":{\"refreshToken\":\"{S}\"}}'",
    ),
    (
        "graphql",
        "curl https://chat-api.zopim.com/graphql/request -d '{\"query\":\"mutation { startAgentSession(access_token: \\\"{S}\\\") { websocket_url } }\"}'\n{\"errors\":[{\"message\":\"invalid token {S}\"}]}",
    ),
    (
        "multipart",
        "curl https://acme.zendesk.com/oauth2/chat/token -F grant_type=authorization_code -F 'code={S}' -F 'client_secret={S}'",
    ),
    (
        "query",
        "curl 'https://acme.zendesk.com/oauth2/chat/token?grant_type=authorization_code&code={S%}&client_secret={S%}'",
    ),
    (
        "twice encoded",
        "curl https://acme.zendesk.com/oauth2/chat/token -d 'grant_type=authorization_code&code={S%%}&client_id=a'",
    ),
    (
        "bearer",
        "$ curl -i https://acme.zendesk.com/api/v2/chats -H 'Authorization: Bearer {S}'\nHTTP/2 404\n\n{\"error\":\"{S}\"}",
    ),
    (
        "odd schemes",
        "curl https://acme.zendesk.com/api/v2/chat/chats -H 'Authorization: Token {S}'\ncurl https://acme.zendesk.com/api/v2/chat/chats -H 'Authorization: {S}'\ncurl https://acme.zendesk.com/api/v2/chat/chats -H 'Authorization: Bearer: \"{S}\"'",
    ),
    (
        "misspelt header",
        "curl https://acme.zendesk.com/api/v2/chat/chats -H 'Authorisation: Bearer {S}' -H 'Authorization Bearer {S}'",
    ),
    ("basic", "curl https://acme.zendesk.com/api/v2/chat/chats -H 'Authorization: Basic {BASIC}'"),
    (
        "basic, other alignments",
        "curl https://acme.zendesk.com/api/v2/chat/chats -H 'Authorization: Basic {BASIC1}'\ncurl https://acme.zendesk.com/api/v2/chat/chats -H 'Authorization: Basic {BASIC2}' # {S}",
    ),
    ("login", "curl -u 'me@example.com:{S}' http://acme.zendesk.com/api/v2/chat/chats"),
    ("login, short", "curl -u'me@example.com:{S}' http://acme.zendesk.com/api/v2/chat/chats"),
    ("oauth2-bearer", "curl --oauth2-bearer '{S}' http://acme.zendesk.com/api/v2/chats"),
    ("userinfo", "curl 'https://me:{S%}@acme.zendesk.com/api/v2/chats'"),
    ("cookies", "curl http://acme.zendesk.com/api/v2/chat/chats -b 'session={S}; other={S}' -H 'Cookie: sid={S}'"),
    ("api key header", "curl http://acme.zendesk.com/api/v2/chat/chats -H 'X-Api-Key: {S}' -H 'X-Auth-Token: {S}'"),
    (
        "spelt oddly",
        "curl https://acme.zendesk.com/oauth2/chat/token -d 'granttype=authorization_code&clientSecret={S%}&client-secret={S%}&acess_token={S%}&refreshToken={S%}'",
    ),
    (
        "recording, form",
        "{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"Firefox\"},\"entries\":[{\"request\":{\"method\":\"POST\",\"url\":\"https://acme.zendesk.com/oauth2/chat/token?client_secret={S%}\",\"queryString\":[{\"name\":\"client_secret\",\"value\":\"{S}\"}],\"headers\":[{\"name\":\"cookie\",\"value\":\"sid={S}\"},{\"name\":\"authorization\",\"value\":\"Basic {BASIC}\"}],\"cookies\":[{\"name\":\"sid\",\"value\":\"{S}\"}],\"postData\":{\"mimeType\":\"application/x-www-form-urlencoded\",\"params\":[{\"name\":\"code\",\"value\":\"{S%}\"}],\"text\":\"grant_type=authorisation_code&code={S%}\"}},\"response\":{\"status\":400,\"headers\":[{\"name\":\"set-cookie\",\"value\":\"sid={S}; Path=/\"}],\"content\":{\"mimeType\":\"application/json\",\"text\":\"{\\\"error\\\":\\\"invalid_grant\\\",\\\"error_description\\\":\\\"{S}\\\"}\"}}}]}}",
    ),
    (
        "recording, several ways",
        "[{\"startedDateTime\":\"2026-03-01T10:00:00Z\",\"request\":{\"method\":\"POST\",\"url\":\"https://acme.zendesk.com/oauth2/chat/token\",\"headers\":[],\"postData\":{\"mimeType\":\"application/json\",\"text\":\"{\\\"grant_type\\\":\\\"authorisation_code\\\",\\\"code\\\":\\\"{S}\\\"}\"}},\"response\":{\"status\":0}},\n {\"request\":{\"method\":\"POST\",\"url\":\"https://acme.zendesk.com/oauth2/chat/token\",\"headers\":[],\"postData\":{\"mimeType\":\"application/x-www-form-urlencoded\",\"params\":[{\"name\":\"grant_type\",\"value\":\"authorisation_code\"},{\"name\":\"client_secret\",\"value\":\"{S}\"}]}},\"response\":{\"status\":400}},\n {\"request\":{\"method\":\"GET\",\"url\":\"https://acme.zendesk.com/api/v2/chats\",\"headers\":[{\"value\":\"Bearer {S}\",\"name\":\"Authorization\"}]},\"response\":{\"status\":302,\"headers\":[],\"redirectURL\":\"https://a.example/cb#access_token={S%}\"}}]",
    ),
    (
        "recording, base64",
        "{\"request\":{\"method\":\"POST\",\"url\":\"https://acme.zendesk.com/oauth2/chat/token\",\"headers\":[],\"postData\":{\"text\":\"{FORM64}\",\"encoding\":\"base64\"}},\"response\":{\"status\":400}}",
    ),
    (
        "recording, socket",
        "{\"_webSocketMessages\":[{\"type\":\"send\",\"data\":\"{\\\"payload\\\":{\\\"query\\\":\\\"mutation { startAgentSession(access_token: \\\\\\\"{S}\\\\\\\") { id } }\\\"}}\"},{\"type\":\"receive\",\"data\":\"{\\\"errors\\\":[{\\\"message\\\":\\\"{S}\\\"}]}\"}],\"request\":{\"method\":\"GET\",\"url\":\"wss://chat-api.zopim.com/stream\",\"headers\":[]},\"response\":{\"status\":101}}",
    ),
    (
        "recording, cut off",
        "{\"log\":{\"version\":\"1.2\",\"creator\":{\"name\":\"Firefox\"},\"entries\":[{\"request\":{\"method\":\"POST\",\"url\":\"https://acme.zendesk.com/oauth2/chat/token\",\"headers\":[{\"name\":\"Authorization\",\"value\":\"Bearer {S}",
    ),
    (
        "message",
        "POST /oauth2/chat/token?client_secret={S%} HTTP/1.1\nHost: acme.zendesk.com\nAuthorization: Basic {BASIC}\nCookie: sid={S}\nContent-Type: application/x-www-form-urlencoded\n\ngrant_type=authorisation_code&code={S%}\n\nHTTP/1.1 400 Bad Request\nSet-Cookie: sid={S}\n\n{\"error\":\"invalid_grant\",\"error_description\":\"{S}\"}",
    ),
    (
        "trace of curl",
        "=> Send header, 168 bytes (0xa8)\n0000: POST /oauth2/chat/token HTTP/1.1\n0022: Host: acme.zendesk.com\n003a: Authorization: Bearer {S}\n00a6: \n=> Send data, 112 bytes (0x70)\n0000: grant_type=authorisation_code&code={S%}\n<= Recv header, 26 bytes (0x1a)\n0000: HTTP/1.0 400 Bad Request\n<= Recv header, 2 bytes (0x2)\n0000: \n<= Recv data, 34 bytes (0x22)\n0000: {\"error\":\"invalid_grant\",\"code\":\"{S}\"}\n",
    ),
    ("jwt", "curl https://acme.zendesk.com/api/v2/chats -H 'Authorization: Bearer {JWT}'"),
    (
        "assertion",
        "curl https://as.example/token -d grant_type=urn:ietf:params:oauth:grant-type:jwt-bearr -d assertion={JWT} -d client_assertion={JWT}",
    ),
    (
        "device and exchange",
        "curl https://as.example/token -d grant_type=urn:ietf:params:oauth:grant-type:device-code -d device_code={S%} -d subject_token={S%} -d actor_token={S%} -d code_verifier={S%}",
    ),
    (
        "authorize",
        "https://acme.zendesk.com/oauth2/chat/authorizations/new?response_type=codes&client_id=abc&state={S%}&nonce={S%}&redirect_uri=http%3A%2F%2Fwww.example.com",
    ),
    (
        "callback",
        "http://localhost:8080/?code={S%}&state={S%}\n$ curl https://acme.zendesk.com/oauth2/chat/token -d grant_type=authorization_code -d code={S%} -d client_id=a",
    ),
    (
        "fragment",
        "http://localhost:8080/#access_token={S%}&token_type=bearer&state={S%}\ncurl 'https://acme.zendesk.com/api/v2/chat/chats?access_token={S%}'",
    ),
    (
        "trace",
        "$ curl -v https://acme.zendesk.com/api/v2/chats -H \"Authorization: Bearer $TOKEN\"\n> GET /api/v2/chats HTTP/2\n> Host: acme.zendesk.com\n> Authorization: Bearer {S}\n> Cookie: a={S}\n>\n< HTTP/2 401\n< set-cookie: sid={S}; Path=/\n< location: https://acme.zendesk.com/login?token={S%}\n<\n{\"error\":\"invalid_token\",\"token\":\"{S}\"}",
    ),
    (
        "token answer",
        "$ curl -X GET https://acme.zendesk.com/oauth2/chat/token -d grant_type=authorization_code -d code={S%} -d client_id=a\n{\"access_token\":\"{S}\",\"refresh_token\":\"{S}\",\"id_token\":\"{S}\",\"data\":[{\"apiKey\":\"{S}\"}]}",
    ),
    (
        "prose",
        "My call with grant_type = \"authorisation_code\" and client_secret: {S} fails, and so does the one with code={S%}. The access token is {S}.",
    ),
    (
        "environment",
        "export CLIENT_SECRET={S}\nexport ZENDESK_TOKEN='{S}'\ncurl https://acme.zendesk.com/oauth2/chat/token -d grant_type=authorisation_code -d \"client_secret=$CLIENT_SECRET\" -d code='{S}'",
    ),
    (
        "unclosed quote",
        "curl https://acme.zendesk.com/oauth2/chat/token -d 'grant_type=authorisation_code&client_secret={S%}",
    ),
    (
        "smart quotes",
        "curl https://acme.zendesk.com/oauth2/chat/token -d \u{201c}grant_type=authorization_code&client_secret={S%}\u{201d} -H \u{2018}Authorization: Bearer {S}\u{2019}",
    ),
    (
        "cut by an ampersand",
        "curl https://acme.zendesk.com/oauth2/chat/token?grant_type=authorization_code&client_secret={S%}&code={S%}",
    ),
    (
        "entities",
        "curl &quot;https://acme.zendesk.com/oauth2/chat/token&quot; -d &quot;grant_type=authorization_code&amp;client_secret={S%}&amp;code={S%}&quot;",
    ),
    (
        "no address",
        "curl \\\n  -d 'grant_type=client_credentials&client_id={your_client_id}&client_secret={S%}' \\\n  -X POST",
    ),
    (
        "control characters",
        "curl https://acme.zendesk.com/oauth2/chat/token -d 'grant_type=authorisation_code\u{1b}[31m&client_secret={S%}\u{202e}'",
    ),
    (
        "one long line",
        "curl https://acme.zendesk.com/oauth2/chat/token -H 'X-Filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' -d 'client_secret={S%}&grant_type=authorisation_code&code={S%}'",
    ),
    (
        "prose, without a sign",
        "The client secret is {S} and the token {S} fails with grant_type = \"authorisation_code\".",
    ),
    (
        "markup",
        "curl https://acme.zendesk.com/oauth2/chat/token -d grant_type=authorisation_code -d '<password>{S}</password>'",
    ),
    (
        "certificate",
        "curl https://acme.zendesk.com/oauth2/chat/token -d grant_type=authorisation_code --cert client.pem:{S} -E c.pem:{S}",
    ),
    (
        "named before and behind",
        "SECRET={S}; curl https://acme.zendesk.com/oauth2/chat/token -d grant_type=authorisation_code -d x={S%}\nAPI_KEY={S}",
    ),
    (
        "echoed",
        "$ curl https://acme.zendesk.com/oauth2/chat/token -d grant_type=authorisation_code -d code={S%}\nHTTP/1.1 400 Bad Request\n\n{\"error\":\"invalid_grant\",\"error_description\":\"The code {S} has expired\"}",
    ),
];
