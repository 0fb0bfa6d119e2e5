//! Replications on several threads, of one document or of two: runs share nothing, so as many go at once as there are
//! processors.

use std::num::NonZero;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc;

use sim_core::document::Document;
use sim_core::foundation::units::Span;
use sim_core::playback::{ReplicationError, replication, replication_to_compare};
use sim_core::report::KeyFigures;
use sim_core::report::compare::Figures;

/// One thread for each processor.
pub fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, NonZero::get)
}

/// The figures of the runs 0 to `count` − 1, in this order: how many `threads` there are changes nothing in them.
/// `done` hears each figure as it comes.
///
/// # Errors
/// That of the first run, by its number, that has no figures.
pub fn replications(
    document: &Document,
    seed: u64,
    count: u64,
    length: Span,
    threads: usize,
    done: impl FnMut(&KeyFigures),
) -> Result<Vec<KeyFigures>, ReplicationError> {
    let run = |number| replication(document, seed, number, length);
    each(count, threads, run, done)
}

/// The same of two documents, to be compared: a pair of runs for each number, both on the same seed.
///
/// # Errors
/// That of the first run that has no figures, and whether it is of the first document (0) or of the second one.
pub fn pairs(
    documents: [&Document; 2],
    seed: u64,
    count: u64,
    length: Span,
    threads: usize,
    done: impl FnMut(&Figures),
) -> Result<Vec<[Figures; 2]>, (usize, ReplicationError)> {
    let run = |place: u64| {
        let side = (place % 2) as usize;
        let result = replication_to_compare(documents[side], seed, place / 2, length);
        result.map_err(|error| (side, error))
    };
    let mut runs = each(count.saturating_mul(2), threads, run, done)?.into_iter();
    Ok(std::iter::from_fn(|| Some([runs.next()?, runs.next()?])).collect())
}

/// What becomes of the numbers 0 to `count` − 1, in this order.
pub(super) fn each<T: Send, E: Send>(
    count: u64,
    threads: usize,
    run: impl Fn(u64) -> Result<T, E> + Sync,
    mut done: impl FnMut(&T),
) -> Result<Vec<T>, E> {
    let next = AtomicU64::new(0);
    let (sender, receiver) = mpsc::channel();
    let work = |sender: mpsc::Sender<_>| {
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            if number >= count {
                return;
            }
            let result = run(number);
            if result.is_err() {
                // Runs with a smaller number are on their way; larger ones are not needed.
                next.store(count, Ordering::Relaxed);
            }
            if sender.send((number, result)).is_err() {
                return;
            }
        }
    };
    let mut results = Vec::new();
    std::thread::scope(|scope| {
        for _ in 0..threads.max(1) {
            let sender = sender.clone();
            scope.spawn(|| work(sender));
        }
        drop(sender);
        for (number, result) in receiver {
            if let Ok(figures) = &result {
                done(figures);
            }
            results.push((number, result));
        }
    });
    results.sort_by_key(|(number, _)| *number);
    results.into_iter().map(|(_, result)| result).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn example(name: &str) -> Document {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/");
        let text = std::fs::read_to_string(format!("{path}{name}")).unwrap();
        sim_core::file::load(&text).unwrap().document
    }

    #[test]
    fn the_number_of_threads_changes_nothing() {
        let document = example("client-server.json");
        let length = Span::from_secs(20);
        let on = |threads| replications(&document, 7, 9, length, threads, |_| {}).unwrap();
        let one = on(1);
        assert_eq!(one.len(), 9);
        assert!(one[0] != one[1] && one[1] != one[2]);
        for threads in [2, 3, 16] {
            assert_eq!(on(threads), one, "{threads}");
        }
        let mut heard = 0;
        replications(&document, 7, 9, length, 2, |figures| {
            heard += figures.requests
        })
        .unwrap();
        assert_eq!(heard, one.iter().map(|run| run.requests).sum::<u64>());
    }

    #[test]
    fn pairs_have_one_run_of_each_document_on_the_same_seed() {
        let (one, other) = (example("client-server.json"), example("static-site.json"));
        let length = Span::from_secs(5);
        let on = |threads| pairs([&one, &other], 7, 3, length, threads, |_| {}).unwrap();
        let found = on(1);
        assert_eq!(found, on(3));
        for (number, [a, b]) in (0..).zip(&found) {
            let of = |document| replication_to_compare(document, 7, number, length).unwrap();
            assert_eq!((a, b), (&of(&one), &of(&other)));
        }
        assert_eq!(found.len(), 3);
    }

    #[test]
    fn the_first_run_is_the_run_of_the_seed_itself() {
        let document = example("client-server.json");
        let length = Span::from_secs(20);
        let runs = replications(&document, 7, 2, length, 1, |_| {}).unwrap();
        let alone = replication(&document, 7, 0, length).unwrap();
        assert_eq!(runs[0], alone);
    }
}
