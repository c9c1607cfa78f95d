//! Checks the rule and provider files and writes them down as constants, so that the program starts without reading any.
//!
//! The loaders are the ones of the program itself: what they need of it is compiled here once more.

#![allow(
    dead_code,
    unused_imports,
    missing_docs,
    clippy::unwrap_used,
    reason = "only a part of each module is used here"
)]

use std::error::Error;
use std::path::{Path, PathBuf};
use std::{env, fs};

#[path = "src/exchange/mod.rs"]
mod exchange;
#[path = "src/facts"]
mod facts {
    pub mod catalogue;
    mod date;
    mod element;
    pub use date::{Date, InvalidDate};
    pub use element::{Element, Elements, Evidence, Facts, FlowStep, Found, Item, Value};
}
#[path = "src/finding.rs"]
mod finding;
#[path = "src/provider"]
mod provider {
    pub mod code;
    pub mod compile;
    pub mod fixed;
    pub mod load;
    pub mod model;
    mod plant;
    mod registry;
    mod row;
    pub mod saying;
    pub mod template;
    pub mod tree;
    pub mod words;
}
#[path = "src/read/curl/options_table.rs"]
mod options_table;
#[path = "src/rule"]
mod rule {
    pub mod atoms;
    pub mod constant;
    pub mod filing;
    pub mod load;
    pub mod model;
    pub mod near;
    pub mod needs;
    pub mod seen;
}
#[path = "src/text"]
mod text {
    mod distance;
    mod offset_map;
    mod place;
    mod rare;
    mod span;
    mod value;
    pub use distance::{Letters, edit_distance, slip};
    pub use offset_map::{MapBuilder, OffsetMap};
    pub use place::{FilePlace, Place, Position};
    pub use rare::Rare;
    pub use span::{Chunk, Span};
    pub use value::{Mark, Marked, Text};
}

const RULE_FOLDERS: [&str; 4] = ["api", "http", "oauth", "paste"];

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=rules");
    for used in ["exchange", "finding.rs", "facts", "provider", "read/curl", "rule", "text"] {
        println!("cargo:rerun-if-changed=src/{used}");
    }
    if env::var("TARGET").is_ok_and(|target| target == "x86_64-unknown-linux-gnu") {
        // The tables are full of addresses. Laid out when the program is linked, they cost nothing at every start.
        println!("cargo:rustc-link-arg-bins=-no-pie");
    }
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("cargo sets OUT_DIR")?);
    let mut faults = Vec::new();

    let mut rules = Vec::new();
    for folder in RULE_FOLDERS {
        for (stem, text) in files(&format!("rules/{folder}"))? {
            let name = format!("{folder}/{stem}");
            match rule::load::rule(&name, &format!("rules/{name}.toml"), &text, |_| None) {
                Ok(rule) => rules.push(rule),
                Err(faulty) => faults.push(faulty.to_string()),
            }
        }
    }
    fs::write(out.join("rules.rs"), rule::constant::module(&rules))?;

    match provider::compile::registry(&files("rules/providers")?, &files("rules/words")?) {
        Ok(registry) => {
            faults.extend(registry.conflicts(|name| rules.iter().any(|rule| *rule.name == *name)));
            fs::write(out.join("providers.rs"), provider::compile::rust(&registry))?;
        }
        Err(wrong) => faults.extend(wrong.into_iter().map(|fault| format!("rules/{fault}"))),
    }

    let options = fs::read_to_string("src/read/curl/options.tsv")?;
    fs::write(out.join("curl_options.rs"), options_table::source(&options)?)?;

    if faults.is_empty() {
        return Ok(());
    }
    for fault in faults.iter().flat_map(|fault| fault.lines()) {
        println!("cargo:warning={fault}");
    }
    Err(format!("the rule files are not right:\n{}", faults.join("\n")).into())
}

/// The TOML files of a folder, as name without `.toml` and text, by name.
fn files(folder: &str) -> Result<Vec<(String, String)>, Box<dyn Error>> {
    let mut files = Vec::new();
    if !Path::new(folder).is_dir() {
        return Ok(files);
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let stem = path.file_stem().and_then(|stem| stem.to_str()).ok_or("names of rule files are UTF-8")?;
            files.push((stem.to_owned(), fs::read_to_string(&path)?));
        }
    }
    files.sort();
    Ok(files)
}
