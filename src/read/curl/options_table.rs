//! `options.tsv` to the Rust source of curl's option table; used by the build script alone.
//!
//! Of the columns it takes name, short, argument, negatable and effect. Repetition and exclusion are code of the
//! reader and of the wire view, secrets are the redactor's. Of `since` it only takes whether the option is older than
//! curl 8.6, which put an end to abbreviated names; apart from that, what a newer curl knows was meant for it.

use std::fmt::Write as _;

/// The options as `OPTIONS`, sorted by name, and `SHORT`, the index of each one-letter form or `u16::MAX`.
///
/// # Errors
/// Says which line is no option, or is out of order.
pub fn source(table: &str) -> Result<String, String> {
    let mut rows = Vec::new();
    for (index, line) in table.lines().enumerate().filter(|(_, line)| !line.is_empty() && !line.starts_with('#')) {
        rows.push(row(line).ok_or_else(|| format!("line {}: not an option: {line}", index + 1))?);
    }
    if let Some(pair) = rows.windows(2).find(|pair| pair[0].name >= pair[1].name) {
        return Err(format!("{} must stand before {}", pair[1].name, pair[0].name));
    }
    let mut short = [u16::MAX; 128];
    let mut out = format!("static OPTIONS: [CurlOption; {}] = [\n", rows.len());
    for (index, row) in rows.iter().enumerate() {
        if let (Some(letter), Ok(index)) = (row.short, u16::try_from(index)) {
            short[usize::from(letter & 0x7f)] = index;
        }
        let Row { name, short, arity, negatable, shapes_request, abbreviated } = row;
        let _ = writeln!(
            out,
            "    CurlOption {{ name: {name:?}, short: {short:?}, arity: Arity::{arity}, negatable: {negatable}, \
             shapes_request: {shapes_request}, abbreviated: {abbreviated} }},"
        );
    }
    let _ = writeln!(out, "];\nstatic SHORT: [u16; 128] = {short:?};");
    Ok(out)
}

struct Row<'t> {
    name: &'t str,
    short: Option<u8>,
    arity: &'static str,
    negatable: bool,
    shapes_request: bool,
    abbreviated: bool,
}

fn row(line: &str) -> Option<Row<'_>> {
    let [name, short, argument, _repeat, negatable, effect, _secret, _excludes, since] =
        line.split('\t').collect::<Vec<_>>().try_into().ok()?;
    let short = match short.as_bytes() {
        b"-" => None,
        &[letter] if letter.is_ascii() => Some(letter),
        _ => return None,
    };
    let arity = if argument == "-" { "None" } else { "One" };
    let (negatable, shapes_request) = (negatable == "yes", effect == "request");
    Some(Row { name, short, arity, negatable, shapes_request, abbreviated: is_before_8_6(since)? })
}

/// Whether an option came before curl 8.6; `-` is older than all that is written down.
fn is_before_8_6(since: &str) -> Option<bool> {
    if since == "-" {
        return Some(true);
    }
    let numbers: Vec<u32> = since.split('.').map(|number| number.parse().ok()).collect::<Option<_>>()?;
    Some(numbers < vec![8, 6])
}
