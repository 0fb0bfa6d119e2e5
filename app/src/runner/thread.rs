//! The thread around the worker: mailbox in, panics caught.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::thread::JoinHandle;
use std::time::Duration;

use super::clock::{Clock, WallClock};
use super::message::ToRunner;
use super::slot::Slot;
use super::worker::{Next, Wake, Worker};

/// The running thread. Dropping it ends the thread after the slice at hand.
#[derive(Debug)]
pub(super) struct Threaded {
    mailbox: Option<Sender<ToRunner>>,
    thread: Option<JoinHandle<()>>,
}

impl Threaded {
    /// Starts the thread.
    ///
    /// # Errors
    /// The system gives no thread.
    pub(super) fn start(slot: Slot, wake: Wake) -> std::io::Result<Self> {
        let (mailbox, inbox) = channel();
        let worker = Worker::new(WallClock::default(), slot, wake);
        let thread = std::thread::Builder::new()
            .name("simulation".to_owned())
            .spawn(move || survive(worker, &inbox))?;
        Ok(Self {
            mailbox: Some(mailbox),
            thread: Some(thread),
        })
    }

    /// Puts a message into the mailbox; never waits.
    pub(super) fn send(&self, message: ToRunner) {
        if let Some(mailbox) = &self.mailbox {
            // The receiver lives as long as the thread, and the thread as long as this sender.
            mailbox.send(message).ok();
        }
    }
}

impl Drop for Threaded {
    fn drop(&mut self) {
        self.mailbox = None;
        if let Some(thread) = self.thread.take() {
            thread.join().ok();
        }
    }
}

/// Runs the worker; after a panic it goes on with a worker that has lost its run, not its document.
fn survive<C: Clock>(mut worker: Worker<C>, inbox: &Receiver<ToRunner>) {
    loop {
        // The worker's player may be half changed after a panic: `crashed` throws it away before anything reads it.
        match catch_unwind(AssertUnwindSafe(|| work(&mut worker, inbox))) {
            Ok(()) => return,
            Err(reason) => worker.crashed(words(reason.as_ref())),
        }
    }
}

/// Messages first, then a slice; ends when the sender is gone.
fn work<C: Clock>(worker: &mut Worker<C>, inbox: &Receiver<ToRunner>) {
    let mut next = Next::Idle;
    loop {
        let message = match next {
            Next::Idle => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
            Next::Rest(seconds) => inbox.recv_timeout(Duration::from_secs_f64(seconds)),
            Next::Busy => inbox.try_recv().map_err(|error| match error {
                TryRecvError::Empty => RecvTimeoutError::Timeout,
                TryRecvError::Disconnected => RecvTimeoutError::Disconnected,
            }),
        };
        match message {
            Ok(message) => {
                worker.handle(std::iter::once(message).chain(inbox.try_iter()));
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        next = worker.slice();
    }
}

/// The text of a panic.
fn words(reason: &(dyn std::any::Any + Send)) -> String {
    let text = reason.downcast_ref::<&str>().map(|text| (*text).to_owned());
    text.or_else(|| reason.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "panic".to_owned())
}
