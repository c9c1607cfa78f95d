//! Files of the words of server libraries.

use super::table::{Fault, Table, Value};
use crate::provider::fixed::{List, Term};
use crate::provider::saying::{GAP, Saying};

/// Reads a file of `rules/words`.
///
/// # Errors
/// Everything that is wrong with the file.
pub fn sayings(text: &str) -> Result<Vec<Saying>, Vec<Fault>> {
    super::with_root(text, |root| {
        let sources = super::sources(root);
        let known = &|source: &str| sources.contains(&source);
        let of: Term = root.need("name")?.text()?.into();
        root.need("checked")?.date()?;
        let mut out = Vec::new();
        for mut table in root.tables("says") {
            let mark = table.evidence(known);
            let words = words(&table);
            let names: List<Term> = table.need("names")?.texts().into_iter().map(|(rule, _)| rule.into()).collect();
            let sure = table.flag("sure").unwrap_or_default();
            let (means, help) = (table.text("means"), table.text("help"));
            if words.iter().any(|words| !words.starts_with(|first: char| first.is_alphanumeric())) {
                table.fault("a saying begins with a letter or digit");
            }
            out.extend(words.into_iter().map(|words| Saying {
                words: words.to_lowercase().into(),
                of: of.clone(),
                names: names.clone(),
                sure,
                means: means.clone(),
                help: help.clone(),
                mark,
            }));
            table.close();
        }
        Some(out)
    })
}

/// The sentences of an entry: `words`, or every `subject` with every `predicate` behind it or `epithet` before it.
fn words<'t>(table: &Table<'t>) -> Vec<String> {
    let texts = |name: &'t str| {
        let texts = table.get(name).map(Value::texts).unwrap_or_default();
        texts.into_iter().map(|(text, _)| text.to_owned()).collect::<Vec<_>>()
    };
    let (mut words, subjects, predicates, epithets) =
        (texts("words"), texts("subject"), texts("predicate"), texts("epithet"));
    for subject in subjects {
        words.extend(predicates.iter().map(|predicate| format!("{subject}{GAP}{predicate}")));
        words.extend(epithets.iter().map(|epithet| format!("{epithet}{GAP}{subject}")));
    }
    if words.is_empty() {
        table.fault("a saying needs words, or a subject and what is said of it");
    }
    words
}
