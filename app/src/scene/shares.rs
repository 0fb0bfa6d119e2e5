//! Work on many things, of which another processor takes its share.
//!
//! Architecture invariant: the outcome is that of one thread. No share sees what the others do, and what all give is put
//! together in the order of the things.

use std::num::NonZero;
use std::ops::Range;
use std::sync::{LazyLock, Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use rayon_core::{ThreadPool, ThreadPoolBuilder};

/// Fewer things are done sooner than another thread is awake.
const MANY: usize = 1_500;
/// Of so many things is a share: small enough that nobody waits long for the last one.
const SHARE: usize = 500;

/// The other thread: always the same one, which is there sooner than a new one. `None` where there is one processor, or
/// where the system gives no thread.
static HELPER: LazyLock<Option<ThreadPool>> = LazyLock::new(|| {
    let processors = thread::available_parallelism().map_or(1, NonZero::get);
    let helper = ThreadPoolBuilder::new().num_threads(1);
    let helper = helper.thread_name(|_| "helper".to_owned());
    (processors > 1).then(|| helper.build().ok()).flatten()
});

/// Whether so many things are shared.
fn are_many(count: usize) -> bool {
    count >= MANY && HELPER.is_some()
}

/// Does `work` on the things from 0 to `count`, given as ranges; what it gives for each, in order.
pub fn in_shares<R: Send>(count: usize, work: impl Fn(Range<usize>) -> R + Sync) -> Vec<R> {
    if !are_many(count) {
        return vec![work(0..count)];
    }
    let starts = (0..count).step_by(SHARE);
    share(starts.map(|at| at..(at + SHARE).min(count)), work)
}

/// Does `work` on the things of a list, given as parts of it that may be changed; what it gives for each, in order.
pub fn in_shares_of<T: Send, R: Send>(
    list: &mut [T],
    work: impl Fn(&mut [T]) -> R + Sync,
) -> Vec<R> {
    if !are_many(list.len()) {
        return vec![work(list)];
    }
    share(list.chunks_mut(SHARE), work)
}

/// Whoever is free takes the next piece: this thread, or the other one.
fn share<W: Send, R: Send>(
    pieces: impl Iterator<Item = W> + Send,
    work: impl Fn(W) -> R + Sync,
) -> Vec<R> {
    let pieces = Mutex::new(pieces.enumerate());
    let next = || pieces.lock().unwrap_or_else(PoisonError::into_inner).next();
    let all = || {
        let mut done = Vec::new();
        while let Some((at, piece)) = next() {
            done.push((at, work(piece)));
        }
        done
    };
    let (mut done, mut others) = (Vec::new(), Vec::new());
    match &*HELPER {
        Some(helper) => helper.in_place_scope(|scope| {
            scope.spawn(|_| others = all());
            done = all();
        }),
        None => done = all(),
    }
    done.extend(others);
    done.sort_unstable_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// For so long nothing is cleared away: whoever has just left something behind is busy.
const BUSY: Duration = Duration::from_millis(40);

/// Drops what was many things a little later on a thread of its own: to give back the memory of thousands of them takes
/// longer than a frame has time for.
pub fn leave(rubbish: impl Send + 'static) {
    type Rubbish = Box<dyn Send>;
    static CART: LazyLock<Option<mpsc::Sender<Rubbish>>> = LazyLock::new(|| {
        let (sender, left) = mpsc::channel::<Rubbish>();
        let clear = move || {
            while let Ok(first) = left.recv() {
                thread::sleep(BUSY);
                drop(first);
                left.try_iter().for_each(drop);
            }
        };
        let thread = thread::Builder::new().name("clearing".to_owned());
        thread.spawn(clear).ok().map(|_| sender)
    });
    if let Some(cart) = &*CART {
        // Where nobody takes it, it is dropped at once.
        cart.send(Box::new(rubbish)).ok();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_are_all_there_and_in_order() {
        for count in [0, 1, MANY - 1, MANY, MANY + 1, 5 * MANY] {
            let parts = in_shares(count, |range| range.map(|at| at * 3).collect::<Vec<_>>());
            let all: Vec<usize> = parts.into_iter().flatten().collect();
            assert_eq!(all, (0..count).map(|at| at * 3).collect::<Vec<_>>());

            let mut list = all;
            let lengths = in_shares_of(&mut list, |part| {
                part.iter_mut().for_each(|value| *value += 1);
                part.len()
            });
            assert_eq!(lengths.into_iter().sum::<usize>(), count);
            assert_eq!(list, (0..count).map(|at| at * 3 + 1).collect::<Vec<_>>());
        }
    }

    #[test]
    fn what_breaks_in_any_share_breaks_here() {
        for broken in [0, SHARE, 4 * SHARE] {
            let work = |range: Range<usize>| assert_ne!(range.start, broken);
            let outcome = std::panic::catch_unwind(|| in_shares(5 * SHARE, work));
            assert!(outcome.is_err());
        }
    }

    #[test]
    fn what_is_left_is_dropped_elsewhere() {
        struct Left(mpsc::Sender<thread::ThreadId>);
        impl Drop for Left {
            fn drop(&mut self) {
                self.0.send(thread::current().id()).ok();
            }
        }
        let (sender, dropped) = mpsc::channel();
        (0..3).for_each(|_| leave(Left(sender.clone())));
        for _ in 0..3 {
            let by = dropped.recv_timeout(Duration::from_secs(20));
            assert!(by.is_ok_and(|by| by != thread::current().id()));
        }
    }
}
