//! Where work with files is done, so that the window never waits for a disk.
//!
//! Writes of documents are done one after the other, in the order in which they were asked for, and all of them are
//! done before the desk goes. Everything else has a thread for itself: one that hangs holds up nothing else.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use super::disk::{Disk, System};

/// Between who asked for a piece of work and who does it: it is ended, or it can be ended no more, never both.
#[derive(Clone, Debug, Default)]
pub struct Stop(Arc<AtomicU8>);

const ENDED: u8 = 1;
const FIRM: u8 = 2;

impl Stop {
    /// Nobody waits for it any more; `false`: it is past that.
    pub fn stop(&self) -> bool {
        self.settle(ENDED)
    }

    pub fn stopped(&self) -> bool {
        self.0.load(Ordering::SeqCst) == ENDED
    }

    /// What follows cannot be ended; `false`: it has been.
    pub fn commit(&self) -> bool {
        self.settle(FIRM)
    }

    fn settle(&self, as_what: u8) -> bool {
        let (order, fresh) = (Ordering::SeqCst, 0);
        let settled = self.0.compare_exchange(fresh, as_what, order, order);
        settled.is_ok() || settled == Err(as_what)
    }
}

/// What came of a piece of work, by its number; `None`: it broke down.
pub type Done<T> = (u64, Option<T>);

type Job = Box<dyn FnOnce() + Send>;
type Wake = Arc<dyn Fn() + Send + Sync>;

/// The desk; `T` is what work gives.
pub struct Desk<T> {
    disk: Arc<dyn Disk>,
    /// `None`: all work is done at once by who asks for it.
    writer: Option<Writer>,
    wake: Wake,
    sender: Sender<Done<T>>,
    done: Receiver<Done<T>>,
    number: u64,
}

struct Writer {
    jobs: Option<Sender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.jobs = None;
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

impl<T> std::fmt::Debug for Desk<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Desk").field("disk", &self.disk).finish()
    }
}

impl<T: Send + 'static> Desk<T> {
    /// A desk without threads.
    pub fn inline() -> Self {
        Self::over(Arc::new(System), None, Arc::new(|| {}))
    }

    /// A desk with threads; `wake` is called (on one of them) when something is done.
    ///
    /// # Errors
    /// The system gives no thread.
    pub fn threaded(
        disk: Arc<dyn Disk>,
        wake: impl Fn() + Send + Sync + 'static,
    ) -> std::io::Result<Self> {
        let (jobs, inbox) = channel::<Job>();
        let thread = std::thread::Builder::new()
            .name("files".to_owned())
            .spawn(move || inbox.into_iter().for_each(|job| job()))?;
        let writer = Writer {
            jobs: Some(jobs),
            thread: Some(thread),
        };
        Ok(Self::over(disk, Some(writer), Arc::new(wake)))
    }

    fn over(disk: Arc<dyn Disk>, writer: Option<Writer>, wake: Wake) -> Self {
        let (sender, done) = channel();
        Self {
            disk,
            writer,
            wake,
            sender,
            done,
            number: 0,
        }
    }

    /// Asks for a write of a document; gives the number of the work.
    pub fn write(&mut self, work: impl FnOnce(&dyn Disk) -> T + Send + 'static) -> u64 {
        let (number, job) = self.job(work);
        let jobs = self.writer.as_ref().and_then(|w| w.jobs.as_ref());
        match jobs {
            // The thread ends with this sender, not before.
            Some(jobs) => drop(jobs.send(job)),
            None => job(),
        }
        number
    }

    /// Asks for anything else; gives the number of the work.
    pub fn work(&mut self, work: impl FnOnce(&dyn Disk) -> T + Send + 'static) -> u64 {
        let (number, job) = self.job(work);
        if self.writer.is_none() {
            job();
            return number;
        }
        let thread = std::thread::Builder::new().name("file".to_owned());
        if thread.spawn(job).is_err() {
            // The work is lost with the thread that was not given: it is told as broken.
            self.sender.send((number, None)).ok();
            (self.wake)();
        }
        number
    }

    fn job(&mut self, work: impl FnOnce(&dyn Disk) -> T + Send + 'static) -> (u64, Job) {
        self.number += 1;
        let number = self.number;
        let (disk, sender, wake) = (
            Arc::clone(&self.disk),
            self.sender.clone(),
            Arc::clone(&self.wake),
        );
        let job = move || {
            let result = catch_unwind(AssertUnwindSafe(|| work(&*disk))).ok();
            // The window may be gone.
            sender.send((number, result)).ok();
            wake();
        };
        (number, Box::new(job))
    }

    /// What was done next.
    pub fn news(&self) -> Option<Done<T>> {
        self.done.try_recv().ok()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn threaded() -> (Desk<u32>, Receiver<()>) {
        let (woken, wait) = channel();
        let wake = move || {
            woken.send(()).ok();
        };
        (Desk::threaded(Arc::new(System), wake).unwrap(), wait)
    }

    #[test]
    fn writes_are_in_order_and_a_hanging_read_holds_up_none() {
        let (mut desk, woken) = threaded();
        let (_let_go, hang) = channel::<()>();
        desk.work(move |_| {
            hang.recv().ok();
            0
        });
        let numbers: Vec<u64> = (1..=20).map(|n| desk.write(move |_| n)).collect();
        let mut done = Vec::new();
        while done.len() < 20 {
            woken.recv().unwrap();
            done.extend(desk.news());
        }
        let expected: Vec<_> = numbers.into_iter().zip((1..=20).map(Some)).collect();
        assert_eq!(done, expected);
    }

    #[test]
    fn work_is_ended_or_past_that_and_stays_so() {
        let stop = Stop::default();
        assert!(stop.stop() && stop.stop() && stop.stopped() && !stop.commit());
        let stop = Stop::default();
        assert!(stop.commit() && stop.commit() && !stop.stop() && !stop.stopped());
    }

    #[test]
    fn work_that_breaks_is_told_and_the_next_is_done() {
        let (mut desk, woken) = threaded();
        let broken = desk.write(|_| panic!("a test"));
        let whole = desk.write(|_| 7);
        woken.recv().unwrap();
        woken.recv().unwrap();
        assert_eq!(desk.news(), Some((broken, None)));
        assert_eq!(desk.news(), Some((whole, Some(7))));
    }

    #[test]
    fn what_was_asked_to_be_written_is_written_before_the_desk_goes() {
        let (mut desk, _woken) = threaded();
        let (sender, written) = channel();
        for n in 0..10 {
            let sender = sender.clone();
            desk.write(move |_| {
                sender.send(n).unwrap();
                0
            });
        }
        drop((desk, sender));
        assert_eq!(
            written.iter().collect::<Vec<_>>(),
            (0..10).collect::<Vec<_>>()
        );
    }
}
