//! Grades that can never be taken.

use super::table::Tables;
use crate::finding::Severity;
use crate::rule::model::{Grade, Line, Operand, Stage, Table, Test, Tests};
use crate::text::Span;

impl Tables<'_, '_> {
    /// Checks a grade against those above it.
    pub fn graded(&mut self, grade: &Grade, above: &[Grade], stage: Option<Stage>, at: Span) {
        if above.iter().any(|broader| implies(&grade.cond, &broader.cond)) {
            self.report.fault_help(
                at,
                "this grade is never taken: one above it holds whenever it does",
                "put the most special first",
            );
        }
        if stage == Some(Stage::Hygiene) && grade.severity == Some(Severity::Error) {
            self.report.fault(at, "hygiene is never above a warning");
        }
    }
}

/// Whether `broad` holds wherever `narrow` does, as far as a look at the lines tells.
fn implies(narrow: &Table, broad: &Table) -> bool {
    broad.iter().all(|wanted| narrow.iter().any(|line| line_implies(line, wanted)))
}

fn line_implies(narrow: &Line, broad: &Line) -> bool {
    match (narrow, broad) {
        (Line::Some { of: mine, tests: narrow }, Line::Some { of: theirs, tests: broad }) => {
            mine == theirs && tests_imply(narrow, broad)
        }
        (narrow, broad) => narrow == broad,
    }
}

fn tests_imply(narrow: &Tests, broad: &Tests) -> bool {
    broad.all.iter().all(|wanted| narrow.all.iter().any(|test| test_implies(test, wanted)))
}

fn test_implies(narrow: &Test, broad: &Test) -> bool {
    match (narrow, broad) {
        (Test::Is(Operand::Literals(narrow)), Test::Is(Operand::Literals(broad))) => {
            narrow.iter().all(|literal| broad.contains(literal))
        }
        (Test::Not(Operand::Literals(narrow)), Test::Not(Operand::Literals(broad))) => {
            broad.iter().all(|literal| narrow.contains(literal))
        }
        (Test::Has(mine, narrow), Test::Has(theirs, broad)) => mine == theirs && tests_imply(narrow, broad),
        (narrow, broad) => narrow == broad,
    }
}
