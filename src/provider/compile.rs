//! Provider files to Rust code, for the build script.

use std::fmt::{Debug, Write};

use super::load::{self, Fault};
use super::registry::Registry;

/// Reads all files, given as name without `.toml` and text: those of the providers, `oauth` among them, and those of the
/// words of server libraries.
///
/// # Errors
/// Sentences that begin with file, line and column where they have them.
pub fn registry(files: &[(String, String)], words: &[(String, String)]) -> Result<Registry, Vec<String>> {
    let at = |folder: &str, id: &str, faults: Vec<Fault>| -> Vec<String> {
        faults.into_iter().map(|fault| format!("{folder}/{id}.toml:{fault}")).collect()
    };
    let named = |id: &str, faults: Vec<Fault>| at("providers", id, faults);
    let base =
        files.iter().find(|(id, _)| id == "oauth").ok_or_else(|| vec!["providers/oauth.toml is missing".to_owned()])?;
    let standards = load::standards(&base.1).map_err(|faults| named("oauth", faults))?;
    let mut providers = Vec::new();
    let mut wrong = Vec::new();
    for (id, text) in files.iter().filter(|(id, _)| id != "oauth") {
        match load::provider(id, text, &standards) {
            Ok(provider) => providers.push(provider),
            Err(faults) => wrong.extend(named(id, faults)),
        }
    }
    let mut sayings = Vec::new();
    for (id, text) in words {
        match load::sayings(text) {
            Ok(of_library) => sayings.extend(of_library),
            Err(faults) => wrong.extend(at("words", id, faults)),
        }
    }
    if wrong.is_empty() { Ok(Registry::new(standards, providers, sayings)) } else { Err(wrong) }
}

/// The registry as a static, for a module that has `super::generated` names in scope.
///
/// The items of its long lists are constants of their own: the compiler's time grows with the square of one constant.
#[must_use]
pub fn rust(registry: &Registry) -> String {
    let Registry { standards, providers, sayings, members, addresses, shapes } = registry;
    let mut out = String::new();
    let providers = constants("PROVIDER", "Provider", providers, &mut out);
    let sayings = constants("SAYING", "Saying", sayings, &mut out);
    let addresses = constants("ADDRESS", "Node", &addresses.nodes, &mut out);
    let shapes = constants("SHAPE", "Node", &shapes.nodes, &mut out);
    out + &format!(
        "/// What the built-in provider files say.
pub static PROVIDERS: Registry = Registry {{
    standards: {standards:?}, providers: {providers}, sayings: {sayings}, members: {members:?},
    addresses: Tree {{ nodes: {addresses} }}, shapes: Tree {{ nodes: {shapes} }},
}};
"
    )
}

/// Writes each item as a constant; gives the list of them.
fn constants<T: Debug>(name: &str, of: &str, items: &[T], out: &mut String) -> String {
    let mut list = "List::fixed(const { &[".to_owned();
    for (number, item) in items.iter().enumerate() {
        let _ = writeln!(out, "const {name}_{number}: {of} = {item:?};");
        let _ = write!(list, "{name}_{number}, ");
    }
    list + "] })"
}
