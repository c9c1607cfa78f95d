//! Work on all cores, its results in the order of the jobs.

use std::collections::BTreeMap;
use std::num::NonZero;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError, mpsc};
use std::thread;

/// Results that wait for their turn, and who takes them.
struct Turns<T, F> {
    early: BTreeMap<usize, T>,
    /// The number of the job whose result is taken next.
    next: usize,
    take: F,
    /// Whether results are still wanted.
    open: bool,
}

/// Does a piece of work for each job on all cores. `take` is given the results in the order of the jobs, each as soon as
/// it is its turn, and says whether it wants more. No job is begun that is `ahead` of the first whose result was not
/// taken yet, so that no more results than that have to wait.
pub fn in_order<J: Send, T: Send>(
    jobs: impl Iterator<Item = J>,
    ahead: usize,
    work: impl Fn(J) -> T + Sync,
    mut take: impl FnMut(T) -> bool + Send,
) {
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    if cores == 1 {
        for job in jobs {
            if !take(work(job)) {
                return;
            }
        }
        return;
    }
    let turns = Mutex::new(Turns { early: BTreeMap::new(), next: 0, take, open: true });
    let taken = Condvar::new();
    let (give, given) = mpsc::channel();
    let given = Mutex::new(given);
    let worker = || {
        // Behind the last job the channel is closed.
        while let Ok((number, job)) = { lock(&given).recv() } {
            let result = work(job);
            lock(&turns).done(number, result);
            taken.notify_one();
        }
    };
    thread::scope(|scope| {
        (0..cores).for_each(|_| drop(scope.spawn(worker)));
        let give = give;
        for (number, job) in jobs.enumerate() {
            let turns = lock(&turns);
            let turns = taken.wait_while(turns, |turns| turns.open && number - turns.next >= ahead);
            let open = turns.unwrap_or_else(PoisonError::into_inner).open;
            if !open || give.send((number, job)).is_err() {
                break;
            }
        }
    });
}

/// Something that the jobs change one after the other.
struct Line<S> {
    /// The number of the job whose turn it is.
    next: usize,
    state: S,
}

/// A job's turn to change something, which comes after that of the job before it.
pub struct Turn<'t, S> {
    line: &'t Mutex<Line<S>>,
    moved: &'t Condvar,
    number: usize,
}

impl<S> Turn<'_, S> {
    /// Waits for the turn, and takes it.
    pub fn take(self, change: impl FnOnce(&mut S)) {
        let line = self.moved.wait_while(lock(self.line), |line| line.next != self.number);
        let mut line = line.unwrap_or_else(PoisonError::into_inner);
        change(&mut line.state);
        line.next += 1;
        self.moved.notify_all();
    }
}

/// Does a piece of work for each job on all cores, each of which has to take its turn to change `state`; gives what
/// became of that. No more jobs are held than there are cores, and one.
pub fn by_turns<J: Send, S: Send>(jobs: impl Iterator<Item = J>, state: S, work: impl Fn(J, Turn<'_, S>) + Sync) -> S {
    let (line, moved) = (Mutex::new(Line { next: 0, state }), Condvar::new());
    let work = |(number, job)| work(job, Turn { line: &line, moved: &moved, number });
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let mut jobs = jobs.enumerate();
    let first: Vec<(usize, J)> = jobs.by_ref().take(2).collect();
    let alone = cores == 1 || first.len() < 2;
    let jobs = first.into_iter().chain(jobs);
    if alone {
        jobs.for_each(work);
    } else {
        let (give, given) = mpsc::sync_channel(0);
        let given = Mutex::new(given);
        let worker = || {
            while let Ok(job) = { lock(&given).recv() } {
                work(job);
            }
        };
        thread::scope(|scope| {
            (0..cores).for_each(|_| drop(scope.spawn(worker)));
            let give = give;
            for job in jobs {
                if give.send(job).is_err() {
                    break;
                }
            }
        });
    }
    line.into_inner().unwrap_or_else(PoisonError::into_inner).state
}

impl<T, F: FnMut(T) -> bool> Turns<T, F> {
    fn done(&mut self, number: usize, result: T) {
        self.early.insert(number, result);
        while let Some(result) = self.early.remove(&self.next) {
            self.next += 1;
            self.open = self.open && (self.take)(result);
        }
    }
}

/// A panic ends the program where it happens, so nothing is ever left half done.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_come_in_order_however_long_each_takes() {
        let mut taken = Vec::new();
        let work = |job: u64| {
            thread::sleep(std::time::Duration::from_millis(job % 3));
            job
        };
        in_order(0..50, 4, work, |result| {
            taken.push(result);
            true
        });
        assert_eq!(taken, (0..50).collect::<Vec<_>>());
    }

    #[test]
    fn no_job_is_begun_too_far_ahead_and_none_once_enough_was_taken() {
        let mut asked = 0;
        let jobs = std::iter::from_fn(|| {
            asked += 1;
            Some(asked)
        });
        let mut taken = 0;
        in_order(
            jobs,
            4,
            |job| job,
            |_| {
                taken += 1;
                taken < 10
            },
        );
        assert_eq!(taken, 10);
        assert!(asked <= 16, "{asked}");
    }

    #[test]
    fn turns_are_taken_in_order_however_long_the_work_takes() {
        for count in [0, 1, 2, 50] {
            let work = |job: u64, turn: Turn<'_, Vec<u64>>| {
                thread::sleep(std::time::Duration::from_millis(job % 3));
                turn.take(|taken| taken.push(job));
            };
            assert_eq!(by_turns(0..count, Vec::new(), work), (0..count).collect::<Vec<_>>());
        }
    }
}
