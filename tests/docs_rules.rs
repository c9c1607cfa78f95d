//! `docs/rule-table.md` is every rule in a line: what it needs to see, how sure it is, its fix, where it is written.

#[path = "support/page.rs"]
mod page;

use std::collections::BTreeSet;

use grantlint::facts::catalogue::Fact;
use grantlint::provider::PROVIDERS;
use grantlint::rule::model::{Line, Operand, Path, Subject, Test, Tests};
use grantlint::rule::{Rule, RuleSet};

const HEAD: &str = "# Rules

Every built-in rule. This page is written by `UPDATE_DOCS=1 cargo test` from `rules/`; `grantlint explain RULE` shows one
whole.

*Sees* is what the evidence may rest on: the **r**equest, its **a**nswer, the **f**low around it, what the **p**rovider's file
says, the **w**ords of the server where they name the rule. *Says* is how bad it is and how sure the rule is at most, alone
and where a grade raises it. *Advice* lists the providers that add a text of their own.
";

#[test]
fn the_page_lists_every_rule() {
    let mut text = HEAD.to_owned();
    let rules = RuleSet::builtin();
    let mut folder = "".to_owned();
    for rule in rules.iter() {
        let (of, _) = rule.name.split_once('/').expect("a folder");
        if of != folder {
            text += &format!(
                "\n## {of}\n\n| rule | what is wrong | sees | says | fix | advice | written in |\n|---|---|---|---|---|---|---|\n"
            );
            of.clone_into(&mut folder);
        }
        let cells = [
            format!("`{}`", rule.name),
            rule.title.to_string(),
            sees(rule),
            says(rule),
            rule.fix.as_ref().map_or("", |fix| fix.safety.name()).to_owned(),
            advice(&rule.name),
            rule.sources.iter().map(|source| source.to_string()).collect::<Vec<_>>().join("; "),
        ];
        let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
        text += &format!("| {} |\n", cells.join(" | "));
    }
    page::fresh("docs/rule-table.md", &text);
}

fn says(rule: &Rule) -> String {
    let own = (rule.severity, rule.confidence);
    let graded = rule.grades.iter().map(|grade| (grade.severity.unwrap_or(own.0), grade.confidence.unwrap_or(own.1)));
    let most = graded.chain([own]).max().unwrap_or(own);
    let word = |(severity, confidence): (grantlint::finding::Severity, grantlint::finding::Confidence)| {
        format!("{} {}", severity.name(), confidence.name())
    };
    if most == own { word(own) } else { format!("{}, up to {}", word(own), word(most)) }
}

fn advice(name: &str) -> String {
    let gives = PROVIDERS.providers.iter().filter(|provider| {
        let mut named = provider.advice.iter().flat_map(|advice| &advice.rules);
        named.any(|rule| **rule == *name)
    });
    gives.map(|provider| &*provider.id).collect::<Vec<_>>().join(" ")
}

fn sees(rule: &Rule) -> String {
    let mut seen = BTreeSet::new();
    let tables = [&rule.on, &rule.when].into_iter();
    tables.flat_map(|table| table.iter()).chain(&rule.each).for_each(|line| of_line(line, &mut seen));
    for grade in &rule.grades {
        grade.cond.iter().for_each(|line| of_line(line, &mut seen));
    }
    if PROVIDERS.sayings.iter().any(|saying| saying.names.contains(&rule.name)) {
        seen.insert('w');
    }
    "rafpw"
        .chars()
        .filter(|letter| seen.contains(letter))
        .map(|letter| letter.to_string())
        .collect::<Vec<_>>()
        .join(" ")
}

fn of_line(line: &Line, seen: &mut BTreeSet<char>) {
    match line {
        Line::Some { of, tests } => {
            of_path(of, seen);
            of_tests(tests, seen);
        }
        Line::Absent { of } => of_path(of, seen),
        Line::Any(tables) | Line::None(tables) => {
            tables.iter().flat_map(|table| table.iter()).for_each(|line| of_line(line, seen));
        }
    }
}

fn of_tests(tests: &Tests, seen: &mut BTreeSet<char>) {
    for test in &tests.all {
        match test {
            Test::Is(Operand::Fact(path))
            | Test::Not(Operand::Fact(path))
            | Test::Near(Operand::Fact(path))
            | Test::Lacks(Operand::Fact(path))
            | Test::Above(Operand::Fact(path))
            | Test::Below(Operand::Fact(path)) => of_path(path, seen),
            Test::Has(_, tests) => of_tests(tests, seen),
            _ => {}
        }
    }
}

fn of_path(path: &Path, seen: &mut BTreeSet<char>) {
    let Subject::Fact { step, fact, .. } = &path.subject else { return };
    let name = fact.name();
    let letter = match *fact {
        _ if step.is_some() || name.starts_with("flow") || name.starts_with("token.") => 'f',
        Fact::SentAuthorization => 'a',
        Fact::Today | Fact::Now => return,
        _ if name.starts_with("response") => 'a',
        _ if name.starts_with("provider") || name.starts_with("endpoint") || name == "client.type" => 'p',
        _ if name.starts_with("known") => return,
        _ => 'r',
    };
    seen.insert(letter);
}
