//! `docs/facts.md` is the catalogue of facts, written out.

#[path = "support/page.rs"]
mod page;

use grantlint::facts::catalogue::{Attr, Fact, Kind, Secrecy};

/// Where each part of the list begins.
const PARTS: [(Fact, &str); 5] = [
    (Fact::Command, "The request"),
    (Fact::Answer, "The answer"),
    (Fact::Flow, "The flow"),
    (Fact::ProviderId, "The provider"),
    (Fact::KnownGrantTypes, "The standards and the clock"),
];

const HEAD: &str = "# Facts

Everything a rule can ask about. The list is closed: a rule that names anything else is refused. This page is written by
`UPDATE_DOCS=1 cargo test` from `src/facts/catalogue.rs`.

A fact is *known*, *absent* (the source would have shown it and did not) or *unseen*. One that is marked \"list\" has an
element for each occurrence; `param.NAME`, `header.NAME` and `cookie.NAME` are those of one name. A secret one prints as
a tag, whoever asks. Attributes are further questions about the same element.
";

#[test]
fn the_page_is_the_catalogue() {
    let mut text = HEAD.to_owned();
    for fact in Fact::ALL {
        if let Some((_, title)) = PARTS.iter().find(|(first, _)| first == fact) {
            text += &format!("\n## {title}\n\n| fact | value | means | attributes |\n|---|---|---|---|\n");
        }
        let attributes: Vec<String> = fact.attributes().iter().map(|attr| format!("`{}`", attr.name())).collect();
        text += &row(&[&format!("`{}`", fact.name()), &value(*fact), fact.doc(), &attributes.join(" ")]);
    }
    text += "\n## Attributes\n\n| attribute | value | means |\n|---|---|---|\n";
    for attr in Attr::ALL {
        text += &row(&[&format!("`{}`", attr.name()), &kind(attr.kind()), attr.doc()]);
    }
    page::fresh("docs/facts.md", &text);
}

fn row(cells: &[&str]) -> String {
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    format!("| {} |\n", cells.join(" | "))
}

fn value(fact: Fact) -> String {
    let list = if fact.is_list() { ", list" } else { "" };
    let secret = match fact.secrecy() {
        Secrecy::Open => "",
        Secrecy::Secret => ", secret",
        Secrecy::ByName => ", secret by name",
    };
    format!("{}{list}{secret}", kind(fact.kind()))
}

fn kind(kind: Kind) -> String {
    match kind {
        Kind::Place => "a place".to_owned(),
        Kind::Text => "text".to_owned(),
        Kind::Enum(words) => words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(" "),
        Kind::Words => "words".to_owned(),
        Kind::Number => "number".to_owned(),
        Kind::Date => "day".to_owned(),
        Kind::Time => "time".to_owned(),
        Kind::Flag => "yes or no".to_owned(),
    }
}
