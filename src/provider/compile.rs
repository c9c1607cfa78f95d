//! Provider files to Rust code, for the build script.

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
#[must_use]
pub fn rust(registry: &Registry) -> String {
    format!("/// What the built-in provider files say.\npub static PROVIDERS: Registry = {registry:?};\n")
}
