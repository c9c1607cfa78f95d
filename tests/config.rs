//! Promise: client settings are found and linted in every syntax that frameworks write them in; what is right is silent.

use grantlint::Checker;
use grantlint::exchange::Form;
use grantlint::facts::Date;

fn checker() -> Checker {
    Checker::new(Date::new(2026, 11, 22))
}

/// The inputs of a fixture; each stands behind a line `%% title`.
fn inputs(name: &str) -> Vec<(String, String)> {
    let path = format!("{}/fixtures/config/{name}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).expect("the fixture is there");
    let parts = text.strip_prefix("%% ").expect("a fixture begins with a title").split("\n%% ");
    parts
        .map(|part| part.split_once('\n').expect("an input follows its title"))
        .map(|(t, i)| (t.into(), i.into()))
        .collect()
}

#[test]
fn right_settings_are_read_and_silent() {
    let inputs = inputs("right.txt");
    assert!(inputs.len() > 40, "{} inputs", inputs.len());
    let mut wrong = Vec::new();
    for (title, input) in &inputs {
        let examined: Vec<_> = checker().examine(input).collect();
        if examined.is_empty() || examined.iter().any(|one| one.exchange.form != Form::Config) {
            wrong.push(format!("{title}: not read as settings"));
        }
        for finding in examined.iter().flat_map(|one| &one.judgement.findings) {
            wrong.push(format!(
                "{title}: {:?} {} at {:?}",
                finding.severity,
                finding.rule,
                &input[finding.span.range()]
            ));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}
