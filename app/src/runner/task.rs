//! One piece of work on a thread of its own, for what would keep a frame waiting.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};

/// Called on the other thread when there is something new to show.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// What a piece of work tells and hears while it is under way.
#[derive(Clone, Debug, Default)]
pub struct Progress {
    /// Thousandths.
    done: Arc<AtomicU32>,
    stopped: Arc<AtomicBool>,
}

impl Progress {
    /// Says how much is done, 0 to 1.
    pub fn set(&self, share: f32) {
        let done = (share.clamp(0.0, 1.0) * 1000.0) as u32;
        self.done.store(done, Ordering::Relaxed);
    }

    pub fn share(&self) -> f32 {
        self.done.load(Ordering::Relaxed) as f32 / 1000.0
    }

    /// Whether nobody wants the outcome any more.
    pub fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::Relaxed)
    }
}

/// The work; dropping it tells the thread to stop.
#[derive(Debug)]
pub struct Task<T> {
    outcome: Receiver<T>,
    progress: Progress,
}

/// What has become of a task.
#[derive(Debug, PartialEq)]
pub enum Outcome<T> {
    Pending,
    Done(T),
    /// The work broke down.
    Lost,
}

impl<T: Send + 'static> Task<T> {
    /// Starts the work; `wake` is called when its outcome is there.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn start(
        name: &str,
        wake: Wake,
        work: impl FnOnce(&Progress) -> T + Send + 'static,
    ) -> std::io::Result<Self> {
        let (sender, outcome) = channel();
        let progress = Progress::default();
        let told = progress.clone();
        std::thread::Builder::new()
            .name(name.to_owned())
            .spawn(move || {
                // Whoever dropped the task does not listen any more.
                sender.send(work(&told)).ok();
                drop(sender);
                wake();
            })?;
        Ok(Self { outcome, progress })
    }

    pub fn poll(&self) -> Outcome<T> {
        match self.outcome.try_recv() {
            Ok(outcome) => Outcome::Done(outcome),
            Err(TryRecvError::Empty) => Outcome::Pending,
            Err(TryRecvError::Disconnected) => Outcome::Lost,
        }
    }

    /// How much is done, 0 to 1.
    pub fn share(&self) -> f32 {
        self.progress.share()
    }
}

impl<T> Drop for Task<T> {
    fn drop(&mut self) {
        self.progress.stopped.store(true, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn the_outcome_comes_with_a_call() {
        let (sender, woken) = channel();
        let wake: Wake = Arc::new(move || sender.send(()).unwrap());
        let task = Task::start("seven", wake, |_| 7).unwrap();
        woken.recv().unwrap();
        assert_eq!(task.poll(), Outcome::Done(7));
        assert_eq!(task.poll(), Outcome::Lost);
    }

    #[test]
    fn a_dropped_task_hears_of_it() {
        let (sender, stopped) = channel();
        let work = move |progress: &Progress| {
            progress.set(0.5);
            while !progress.is_stopped() {
                std::thread::yield_now();
            }
            sender.send(progress.share()).unwrap();
        };
        drop(Task::start("waiting", Arc::new(|| {}), work).unwrap());
        assert_eq!(stopped.recv().unwrap(), 0.5);
    }
}
