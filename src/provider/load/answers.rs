//! `[[error]]` and `[[advice]]` of a provider file.

use super::table::{Table, Value, unknown};
use crate::facts::catalogue::Fact;
use crate::provider::code::{Code, Weight};
use crate::provider::fixed::{List, Term};
use crate::provider::model::{Advice, Condition, ErrorRow, Pattern};
use crate::provider::words::Role;

type Sources<'f> = &'f dyn Fn(&str) -> bool;

pub fn rows(root: &Table<'_>, sources: Sources<'_>, bases: &[&str], endpoints: &[&str]) -> List<ErrorRow> {
    root.tables("error").into_iter().filter_map(|table| row(table, sources, bases, endpoints)).collect()
}

fn row(mut table: Table<'_>, sources: Sources<'_>, bases: &[&str], endpoints: &[&str]) -> Option<ErrorRow> {
    let mark = table.evidence(sources);
    let headers = table.get("header").and_then(Value::table).map(|header| header.open()).unwrap_or_default();
    let headers = headers
        .into_iter()
        .filter_map(|(name, _, value)| Some((name.to_ascii_lowercase().as_str().into(), value.text()?.into())));
    let success = table.words("outcome", &["ok"], |word| word).is_some();
    let code = table.need("code");
    let out = ErrorRow {
        at: table.words("at", Role::ALL, Role::name).unwrap_or_default(),
        endpoint: one_of(&table, "endpoint", endpoints),
        base: one_of(&table, "base", bases),
        status: table.get("status").map(Value::numbers).unwrap_or_default(),
        curl: table.get("curl").map(Value::numbers).unwrap_or_default(),
        text: table.texts("text").unwrap_or_default(),
        header: headers.collect(),
        body: table.get("body").and_then(pattern),
        code: code.and_then(read_code),
        success,
        causes: causes(&table),
        speaks: table.text("speaks"),
        mark,
    };
    let silent = out.status.is_empty() && out.curl.is_empty() && out.text.is_empty() && out.header.is_empty();
    if silent && out.body.is_none() {
        table.fault("an error row names a status, a body, a header, a text or curl's exit codes");
    }
    table.close();
    Some(out)
}

fn one_of<'t>(table: &Table<'t>, key: &'t str, known: &[&str]) -> Option<Term> {
    let value = table.get(key)?;
    let name = value.text()?;
    if !known.contains(&name) {
        value.fault(unknown(&format!("{name} is no {key} of this file"), name, known));
    }
    Some(name.into())
}

/// A code's name, or `none` where the answer does not say.
fn read_code(value: Value<'_>) -> Option<Code> {
    let name = value.text()?;
    let code = Code::by_name(name);
    if code.is_none() && name != "none" {
        let known: Vec<_> = Code::ALL.iter().map(|code| code.name()).collect();
        value.fault(unknown(&format!("{name} is no code"), name, &known));
    }
    code
}

fn causes(table: &Table<'_>) -> List<(Term, Weight)> {
    const WEIGHTS: [&str; 6] = ["always", "often", "sometimes", "rarely", "rest", "never"];
    let entries = table.get("causes").and_then(Value::table).map(|causes| causes.open()).unwrap_or_default();
    let one = |(rule, _, value): (&str, usize, Value<'_>)| {
        let name = value.text()?;
        let weight = Weight::by_name(name);
        if weight.is_none() {
            value.fault(unknown(&format!("{name} is no weight"), name, &WEIGHTS));
        }
        Some((rule.into(), weight?))
    };
    entries.into_iter().filter_map(one).collect()
}

fn pattern(value: Value<'_>) -> Option<Pattern> {
    if value.is_table() {
        let members =
            value.table()?.open().into_iter().filter_map(|(key, _, value)| Some((key.into(), pattern(value)?)));
        return Some(Pattern::Table(members.collect()));
    }
    if value.is_array() {
        return Some(Pattern::Any(value.items().into_iter().filter_map(pattern).collect()));
    }
    value.text().map(|text| Pattern::Text(text.into()))
}

pub fn advice(root: &Table<'_>, sources: Sources<'_>) -> List<Advice> {
    let one = |mut table: Table<'_>| {
        let out = Advice {
            mark: table.evidence(sources),
            rules: table.need("rule")?.texts().into_iter().map(|(rule, _)| rule.into()).collect(),
            when: table.get("when").and_then(Value::table).map(conditions).unwrap_or_default(),
            text: table.need("text")?.text()?.into(),
        };
        table.close();
        Some(out)
    };
    root.tables("advice").into_iter().filter_map(one).collect()
}

/// Of the rule language what advice needs: a fact that is one of some words, or none of them.
fn conditions(table: Table<'_>) -> List<Condition> {
    let one = |(name, _, value): (&str, usize, Value<'_>)| {
        let fact = Fact::by_name(name);
        if fact.is_none() {
            let known: Vec<_> = Fact::ALL.iter().map(|fact| fact.name()).collect();
            value.fault(unknown(&format!("{name} is no fact"), name, &known));
        }
        let (negated, words) = if value.is_table() {
            let test = value.table()?;
            let (is, not) = (test.texts("is"), test.texts("not"));
            if is.is_some() == not.is_some() {
                test.fault("`is` or `not` belongs here");
            }
            test.close();
            (not.is_some(), is.or(not)?)
        } else {
            (false, value.texts().into_iter().map(|(text, _)| text.into()).collect())
        };
        Some(Condition { fact: fact?, negated, words })
    };
    table.open().into_iter().filter_map(one).collect()
}
