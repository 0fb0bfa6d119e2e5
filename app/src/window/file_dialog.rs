//! The desktop's file dialog, beside the window: it never blocks, and where there is none, a path field takes over.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;
use std::time::{Duration, Instant};

use rfd::AsyncFileDialog;

use crate::commands::AppCommand;
use crate::i18n::Texts;
use crate::session::{Dialog, ExportKind};
use crate::storage::paths::in_folder;

/// Nobody cancels a dialog so fast: it was never shown.
const NO_DIALOG: Duration = Duration::from_millis(150);
/// Pixels per canvas point of an exported picture.
const SCALE: f32 = 2.0;

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Request {
    Open,
    Save { suggested: String },
    Export { kind: ExportKind, suggested: String },
}

impl Request {
    fn dialog(&self, texts: Texts) -> AsyncFileDialog {
        let dialog = AsyncFileDialog::new();
        match self {
            Request::Open => dialog.add_filter(texts.tr("filter.document"), &["json"]),
            Request::Save { suggested } => dialog
                .add_filter(texts.tr("filter.document"), &["json"])
                .set_file_name(suggested),
            Request::Export { kind, suggested } => {
                let name = match kind {
                    ExportKind::Png => texts.tr("filter.png"),
                    ExportKind::Svg => texts.tr("filter.svg"),
                    ExportKind::Json => texts.tr("filter.report"),
                };
                dialog
                    .add_filter(name, &[kind.extension()])
                    .set_file_name(suggested)
            }
        }
    }

    /// The command that an answer leads to.
    fn answered(self, path: PathBuf) -> AppCommand {
        match self {
            Request::Open => AppCommand::OpenPath(path),
            Request::Save { .. } => AppCommand::SaveTo(path),
            Request::Export { kind, .. } => AppCommand::ExportTo {
                path,
                kind,
                scale: SCALE,
            },
        }
    }

    /// The path field that asks the same, with a whole path in it: a bare name would say nothing about the folder.
    pub(super) fn path_field(self, beside: Option<&Path>) -> AppCommand {
        let whole = |name: &str| in_folder(name, beside).display().to_string();
        AppCommand::ShowDialog(match self {
            Request::Open => Dialog::OpenPath,
            Request::Save { suggested } => Dialog::SavePath {
                suggested: whole(&suggested),
            },
            Request::Export { kind, suggested } => Dialog::ExportPath {
                kind,
                suggested: whole(&suggested),
            },
        })
    }
}

/// What the thread reports: the path, and how long it took.
type Answer = (Option<PathBuf>, Duration);

/// A dialog that is open.
#[derive(Debug)]
pub(super) struct FileDialog {
    request: Request,
    answer: Receiver<Answer>,
}

impl FileDialog {
    /// Opens the dialog; `None` if there is no thread to wait for it.
    pub(super) fn open(
        request: Request,
        texts: Texts,
        wake: impl FnOnce() + Send + 'static,
    ) -> Option<Self> {
        let dialog = request.dialog(texts);
        // The dialog itself must be made on the window's thread (macOS insists); only the waiting is done elsewhere.
        match request {
            Request::Open => Self::wait_for(request, dialog.pick_file(), wake),
            Request::Save { .. } | Request::Export { .. } => {
                Self::wait_for(request, dialog.save_file(), wake)
            }
        }
    }

    fn wait_for<F>(
        request: Request,
        picked: F,
        wake: impl FnOnce() + Send + 'static,
    ) -> Option<Self>
    where
        F: Future<Output = Option<rfd::FileHandle>> + Send + 'static,
    {
        let (sender, answer) = channel();
        let thread = std::thread::Builder::new().name("file dialog".to_owned());
        let work = move || {
            let start = Instant::now();
            let path = block_on(picked).map(|file| file.path().to_owned());
            // The window may be gone by now.
            sender.send((path, start.elapsed())).ok();
            wake();
        };
        thread.spawn(work).ok()?;
        Some(Self { request, answer })
    }

    /// Whether the dialog is still open (`Err(self)`), else the command that it led to.
    pub(super) fn poll(self, beside: Option<&Path>) -> Result<AppCommand, Self> {
        match self.answer.try_recv() {
            Ok((Some(path), _)) => Ok(self.request.answered(path)),
            Ok((None, after)) if after < NO_DIALOG => Ok(self.request.path_field(beside)),
            Ok((None, _)) => Ok(AppCommand::CloseDialog),
            Err(TryRecvError::Empty) => Err(self),
            // The dialog broke down: the path field is still there.
            Err(TryRecvError::Disconnected) => Ok(self.request.path_field(beside)),
        }
    }
}

struct Unpark(Thread);

impl Wake for Unpark {
    fn wake(self: Arc<Self>) {
        self.0.unpark();
    }
}

/// Waits for a future on this thread.
fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    let waker = Waker::from(Arc::new(Unpark(std::thread::current())));
    let mut context = Context::from_waker(&waker);
    loop {
        match future.as_mut().poll(&mut context) {
            Poll::Ready(output) => return output,
            Poll::Pending => std::thread::park(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(answer: Answer) -> Option<AppCommand> {
        let (sender, receiver) = channel();
        sender.send(answer).ok();
        FileDialog {
            request: Request::Open,
            answer: receiver,
        }
        .poll(None)
        .ok()
    }

    #[test]
    fn a_dialog_that_never_showed_becomes_a_path_field() {
        let path = PathBuf::from("/shop.json");
        assert_eq!(
            answered((Some(path.clone()), Duration::from_secs(3))),
            Some(AppCommand::OpenPath(path))
        );
        assert_eq!(
            answered((None, Duration::from_millis(7))),
            Some(AppCommand::ShowDialog(Dialog::OpenPath))
        );
        assert_eq!(
            answered((None, Duration::from_secs(2))),
            Some(AppCommand::CloseDialog)
        );
    }

    #[test]
    fn an_open_dialog_stays_open_and_a_broken_one_does_not() {
        let (sender, receiver) = channel();
        let dialog = FileDialog {
            request: Request::Open,
            answer: receiver,
        };
        let Err(dialog) = dialog.poll(None) else {
            unreachable!("nothing was answered")
        };
        drop(sender);
        assert!(matches!(
            dialog.poll(None),
            Ok(AppCommand::ShowDialog(Dialog::OpenPath))
        ));
    }

    #[test]
    fn futures_are_waited_for() {
        let mut polls = 0;
        let future = std::future::poll_fn(move |context| {
            polls += 1;
            if polls < 3 {
                context.waker().wake_by_ref();
                return Poll::Pending;
            }
            Poll::Ready(polls)
        });
        assert_eq!(block_on(future), 3);
    }
}
