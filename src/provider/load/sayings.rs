//! Files of the words of server libraries.

use super::table::{Fault, Value};
use crate::provider::fixed::{List, Term};
use crate::provider::saying::Saying;

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
            let words = table.need("words").map(Value::texts).unwrap_or_default();
            let names: List<Term> = table.need("names")?.texts().into_iter().map(|(rule, _)| rule.into()).collect();
            let sure = table.flag("sure").unwrap_or_default();
            let (means, help) = (table.text("means"), table.text("help"));
            if words.iter().any(|(words, _)| !words.starts_with(|first: char| first.is_alphanumeric())) {
                table.fault("a saying begins with a letter or digit");
            }
            out.extend(words.into_iter().map(|(words, _)| Saying {
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
