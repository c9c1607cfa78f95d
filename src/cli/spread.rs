//! The files of walked folders and the tickets of a stream, checked on all cores: the same report in the same order.
//!
//! Each ticket is a run of its own, and so is each file, for files that merely lie in one folder are no steps of one
//! flow. What a file says of a client is known to all files: those that hold requests are checked once more with that
//! knowledge.

use std::io::{self, BufReader, IsTerminal as _, Read, Write as _};
use std::sync::Arc;
use std::time::{Duration, Instant};

use super::beside::Beside;
use super::input::{Content, Input, Unreadable};
use super::workers::{Turn, by_turns, in_order};
use crate::check::{Checker, Next, Run, Series, Sheaf};
use crate::read::har::{Batch, Entries};
use crate::read::ticket::{Line, Lines};
use crate::report::{Keep, SourceReport};

/// How long a check takes before its progress is shown.
const PATIENCE: Duration = Duration::from_secs(1);
/// How often it is shown.
const BEAT: Duration = Duration::from_millis(100);
/// How many pieces of a stream are in memory at once.
const AHEAD: usize = 16;

/// What came of one file.
pub enum Outcome {
    /// It was checked.
    Checked(Box<SourceReport>),
    /// It was checked, and what there is to say was said on the way.
    Told,
    /// It is no text, or no person wrote it.
    Passed,
    /// It could not be read.
    Failed(Unreadable),
}

/// Takes the report of each ticket of a stream; whether to go on.
pub type Stream<'t> = &'t mut (dyn FnMut(SourceReport) -> bool + Send);

/// Begins the run of an input.
type NewRun<'r, 'c> = dyn Fn(&Input) -> Run<'c> + Sync + 'r;

/// A source that says something of a client.
struct Teller {
    name: String,
    bytes: Vec<u8>,
}

/// Checks everything, and gives what came of each input, in order.
///
/// What was named is one run, in its order; its tickets go to `stream` where there is one. Walked files come first, so
/// that the run knows what they say of clients.
pub fn all(inputs: &[Input], checker: &Checker, keep: &Keep, mut stream: Option<Stream<'_>>) -> Vec<Outcome> {
    let (walked, named): (Vec<usize>, Vec<usize>) =
        (0..inputs.len()).partition(|at| matches!(inputs.get(*at), Some(Input::Walked(_))));
    let beside = Beside::new(inputs);
    let mut tellers = Vec::new();
    let new = |input: &Input| Run::new(checker).among(beside.of(input));
    let mut outcomes = spread(inputs, &walked, &mut tellers, &new, keep);
    let mut run = named.first().and_then(|at| inputs.get(*at)).map_or_else(|| Run::new(checker), new);
    learn(&mut run, &tellers, keep);
    for (number, at) in named.iter().enumerate() {
        let next = if number + 1 == named.len() { Next::Nothing } else { Next::More };
        let Some(input) = inputs.get(*at) else { continue };
        let before = run.read();
        let (mut outcome, bytes) = one(input, &mut run, keep, next, &mut stream);
        if let Outcome::Checked(report) = &mut outcome {
            report.count_from(before);
        }
        if let (true, Some(bytes)) = (!walked.is_empty() && run.tells(), bytes) {
            tellers.push(Teller { name: input.name(), bytes });
        }
        outcomes.push((*at, outcome));
    }
    if !tellers.is_empty() {
        ask_again(inputs, &mut outcomes, &tellers, &new, keep);
    }
    outcomes.sort_by_key(|(at, _)| *at);
    outcomes.into_iter().map(|(_, outcome)| outcome).collect()
}

/// Checks walked files, each as a run of its own, and collects those that say something of a client.
fn spread(
    inputs: &[Input],
    walked: &[usize],
    tellers: &mut Vec<Teller>,
    new: &NewRun<'_, '_>,
    keep: &Keep,
) -> Vec<(usize, Outcome)> {
    let check = |index: usize| {
        let at = *walked.get(index)?;
        let input = inputs.get(at)?;
        let mut run = new(input);
        let (outcome, bytes) = one(input, &mut run, keep, Next::Nothing, &mut None);
        let teller = bytes.filter(|_| run.tells()).map(|bytes| Teller { name: input.name(), bytes });
        Some((at, outcome, teller))
    };
    let mut outcomes = Vec::with_capacity(walked.len());
    for (at, outcome, teller) in each(walked.len(), check) {
        tellers.extend(teller);
        outcomes.push((at, outcome));
    }
    outcomes
}

/// Checks those walked files again that hold requests, with what is said of their clients elsewhere.
fn ask_again(
    inputs: &[Input],
    outcomes: &mut [(usize, Outcome)],
    tellers: &[Teller],
    new: &NewRun<'_, '_>,
    keep: &Keep,
) {
    let asks = |(at, outcome): &(usize, Outcome)| {
        let input = inputs.get(*at).filter(|input| matches!(input, Input::Walked(_)))?;
        let read = matches!(outcome, Outcome::Checked(report) if report.read > 0);
        (read && tellers.iter().all(|teller| teller.name != input.name())).then_some(input)
    };
    let places: Vec<usize> =
        (0..outcomes.len()).filter(|at| outcomes.get(*at).is_some_and(|o| asks(o).is_some())).collect();
    let files: Vec<&Input> = places.iter().filter_map(|at| asks(outcomes.get(*at)?)).collect();
    let again = each(files.len(), |index| {
        let file = files.get(index)?;
        let mut run = new(file);
        learn(&mut run, tellers, keep);
        Some(one(file, &mut run, keep, Next::Nothing, &mut None).0)
    });
    for (at, outcome) in places.into_iter().zip(again) {
        if let Some(place) = outcomes.get_mut(at) {
            place.1 = outcome;
        }
    }
}

/// Lets a run know what is said of clients.
fn learn(run: &mut Run<'_>, tellers: &[Teller], keep: &Keep) {
    for teller in tellers {
        drop(run.check(&teller.name, &teller.bytes, keep, Next::More));
    }
    run.begin_anew();
}

/// Checks one file; with its text, where it was read as a whole.
fn one(
    input: &Input,
    run: &mut Run<'_>,
    keep: &Keep,
    next: Next,
    stream: &mut Option<Stream<'_>>,
) -> (Outcome, Option<Vec<u8>>) {
    let name = input.name();
    let report = match input.open() {
        Ok(Content::Alien) => return (Outcome::Passed, None),
        Ok(Content::Text(bytes)) => {
            let report = run.check(&name, &bytes, keep, next);
            return (Outcome::Checked(Box::new(report)), Some(bytes));
        }
        Ok(Content::Recording(reader)) => recording(&name, reader, run, keep).map(Some),
        Ok(Content::Tickets(lines)) => match stream {
            Some(stream) => tickets(&name, lines, run, keep, stream).map(|()| None),
            None => pile(&name, lines, run, keep).map(Some),
        },
        Err(unreadable) => return (Outcome::Failed(unreadable), None),
    };
    let outcome = match report {
        Ok(Some(report)) => Outcome::Checked(Box::new(report)),
        Ok(None) => Outcome::Told,
        Err(error) => Outcome::Failed(input.unreadable(&error)),
    };
    (outcome, None)
}

/// Checks a recording: its entries are read on all cores, and judged in their order.
fn recording(name: &str, input: impl Read, run: &mut Run<'_>, keep: &Keep) -> io::Result<SourceReport> {
    let mut entries = Entries::new(input);
    let mut failed = Ok(());
    let batches = until_failed(&mut failed, || entries.batch().map(|batch| (!batch.is_empty()).then_some(batch)));
    let work = |batch: Batch, turn: Turn<'_, Series<'_, '_>>| {
        let sheaf = Sheaf::entries(batch.entries());
        let read = sheaf.read();
        turn.take(|recording| recording.judge(read));
    };
    let recording = by_turns(batches, Series::new(run, name, keep), work);
    failed.map(|()| recording.end_of_recording(entries.skipped(), entries.ending()))
}

/// Checks a stream of tickets: they are read on all cores, and judged in their order.
fn pile(name: &str, input: BufReader<impl Read>, run: &mut Run<'_>, keep: &Keep) -> io::Result<SourceReport> {
    let mut lines = Lines::new(input);
    let mut failed = Ok(());
    let pieces = until_failed(&mut failed, || lines.arrived().map(|arrived| (!arrived.is_empty()).then_some(arrived)));
    let work = |lines: Vec<Line>, turn: Turn<'_, Series<'_, '_>>| {
        let sheaf = Sheaf::tickets(&lines);
        let read = sheaf.read();
        turn.take(|tickets| tickets.judge(read));
    };
    let tickets = by_turns(pieces, Series::new(run, name, keep), work);
    failed.map(|()| tickets.end_of_tickets(lines.skipped()))
}

/// What is read piece by piece, up to the end or a failure.
fn until_failed<T>(
    failed: &mut io::Result<()>,
    mut next: impl FnMut() -> io::Result<Option<T>>,
) -> impl Iterator<Item = T> {
    std::iter::from_fn(move || {
        next().unwrap_or_else(|error| {
            *failed = Err(error);
            None
        })
    })
}

/// Checks a stream of tickets, and hands the report of each to `stream` in their order.
fn tickets(
    name: &str,
    input: BufReader<impl Read>,
    run: &mut Run<'_>,
    keep: &Keep,
    stream: &mut Stream<'_>,
) -> io::Result<()> {
    let path = Arc::from(name);
    let (checker, mut read) = (run.checker(), run.read());
    let mut lines = Lines::new(input);
    let mut failed = Ok(());
    let pieces = until_failed(&mut failed, || lines.arrived().map(|arrived| (!arrived.is_empty()).then_some(arrived)));
    let work = |lines: Vec<Line>| -> Vec<SourceReport> {
        lines.iter().map(|line| checker.ticket(&path, &line.bytes, line.start, keep)).collect()
    };
    let mut tell = |mut ticket: SourceReport| {
        ticket.count_on(read);
        read += ticket.read;
        stream(ticket)
    };
    in_order(pieces, AHEAD, work, |reports| reports.into_iter().all(&mut tell));
    run.count_from(read);
    failed
}

/// Does a piece of work for each number below `count`, on all cores; the results in order.
fn each<T: Send>(count: usize, work: impl Fn(usize) -> Option<T> + Sync) -> Vec<T> {
    if count < 2 {
        return (0..count).filter_map(work).collect();
    }
    let mut results = Vec::with_capacity(count);
    let mut progress = Progress { count, done: 0, begun: Instant::now(), shown: None };
    // Every result is kept, so none has to wait for its turn to be asked for.
    in_order(0..count, count, work, |result| {
        results.extend(result);
        progress.step();
        true
    });
    progress.end();
    results
}

/// Shows how far the work is, on a terminal, once it takes long.
struct Progress {
    count: usize,
    done: usize,
    begun: Instant,
    shown: Option<Instant>,
}

impl Progress {
    /// One more file was checked.
    fn step(&mut self) {
        self.done += 1;
        let due = self.shown.map_or(self.begun + PATIENCE, |shown| shown + BEAT);
        let mut terminal = io::stderr();
        if Instant::now() >= due && terminal.is_terminal() {
            self.shown = Some(Instant::now());
            let _ = write!(terminal, "\rchecked {} of {} files", self.done, self.count);
            let _ = terminal.flush();
        }
    }

    /// Takes the line back, for the report follows.
    fn end(self) {
        if self.shown.is_some() {
            let mut terminal = io::stderr();
            let _ = write!(terminal, "\r\x1b[K");
            let _ = terminal.flush();
        }
    }
}
