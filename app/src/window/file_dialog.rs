//! The desktop's file dialog, beside the window: it never blocks, and where there is none, a path field takes over.

use std::future::Future;
use std::path::{Path, PathBuf};
use std::pin::pin;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::task::{Context, Poll, Wake, Waker};
use std::thread::Thread;

use rfd::AsyncFileDialog;
use sim_core::foundation::ids::Id;

use crate::commands::AppCommand;
use crate::i18n::Texts;
use crate::session::{Dialog, ExportKind};
use crate::storage::paths::in_folder;

/// What may hold a document: its own file, and exported pictures.
const OPEN_ENDINGS: &[&str] = &["json", "svg", "png"];

/// How files with a log in them are usually called; `*` is any.
const LOG_ENDINGS: &[&str] = &["log", "csv", "txt", "tsv", "*"];

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Request {
    Open,
    Log {
        client: Id,
    },
    Save {
        suggested: String,
    },
    Export {
        kind: ExportKind,
        suggested: String,
        scale: f32,
    },
}

impl Request {
    fn dialog(&self, texts: Texts) -> AsyncFileDialog {
        let dialog = AsyncFileDialog::new();
        match self {
            Request::Open => dialog.add_filter(texts.tr("filter.document"), OPEN_ENDINGS),
            Request::Log { .. } => dialog.add_filter(texts.tr("filter.log"), LOG_ENDINGS),
            Request::Save { suggested } => dialog
                .add_filter(texts.tr("filter.document"), &["json"])
                .set_file_name(suggested),
            Request::Export {
                kind, suggested, ..
            } => {
                let name = match kind {
                    ExportKind::Png => texts.tr("filter.png"),
                    ExportKind::Svg => texts.tr("filter.svg"),
                    ExportKind::Json => texts.tr("filter.report"),
                    ExportKind::Markdown => texts.tr("filter.markdown"),
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
            Request::Log { client } => AppCommand::ImportLogFrom { client, path },
            Request::Save { .. } => AppCommand::SaveTo(path),
            Request::Export { kind, scale, .. } => AppCommand::ExportTo { path, kind, scale },
        }
    }

    /// The path field that asks the same, with a whole path in it: a bare name would say nothing about the folder.
    pub(super) fn path_field(self, beside: Option<&Path>) -> AppCommand {
        let whole = |name: &str| in_folder(name, beside).display().to_string();
        AppCommand::ShowDialog(match self {
            Request::Open => Dialog::OpenPath,
            Request::Log { client } => Dialog::LogPath { client },
            Request::Save { suggested } => Dialog::SavePath {
                suggested: whole(&suggested),
            },
            Request::Export {
                kind, suggested, ..
            } => Dialog::ExportPath {
                kind,
                suggested: whole(&suggested),
            },
        })
    }
}

/// A dialog that is open.
#[derive(Debug)]
pub(super) struct FileDialog {
    request: Request,
    answer: Receiver<Option<PathBuf>>,
    /// The window has lost the keyboard since: there is a dialog. Where there is none, no answer comes just as after a
    /// cancelled one, and sooner or later depending on the machine.
    seen: bool,
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
            Request::Open | Request::Log { .. } => {
                Self::wait_for(request, dialog.pick_file(), wake)
            }
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
            let path = block_on(picked).map(|file| file.path().to_owned());
            // The window may be gone by now.
            sender.send(path).ok();
            wake();
        };
        thread.spawn(work).ok()?;
        Some(Self {
            request,
            answer,
            seen: false,
        })
    }

    /// Whether the dialog is still open (`Err(self)`), else the command that it led to. To be asked in every frame;
    /// `focused`: the window has the keyboard.
    pub(super) fn poll(mut self, focused: bool, beside: Option<&Path>) -> Result<AppCommand, Self> {
        self.seen |= !focused;
        match self.answer.try_recv() {
            Ok(Some(path)) => Ok(self.request.answered(path)),
            Ok(None) if self.seen => Ok(AppCommand::CloseDialog),
            Ok(None) => Ok(self.request.path_field(beside)),
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
    use std::sync::mpsc::Sender;

    use super::*;

    fn dialog() -> (Sender<Option<PathBuf>>, FileDialog) {
        let (sender, answer) = channel();
        let dialog = FileDialog {
            request: Request::Open,
            answer,
            seen: false,
        };
        (sender, dialog)
    }

    #[test]
    fn a_path_is_opened() {
        let (sender, dialog) = dialog();
        sender.send(Some("/shop.json".into())).ok();
        let opened = AppCommand::OpenPath("/shop.json".into());
        assert_eq!(dialog.poll(true, None).ok(), Some(opened));
    }

    #[test]
    fn a_dialog_that_never_showed_becomes_a_path_field_and_a_cancelled_one_does_not() {
        for (focused, expected) in [
            (true, AppCommand::ShowDialog(Dialog::OpenPath)),
            (false, AppCommand::CloseDialog),
        ] {
            let (sender, dialog) = dialog();
            let Err(dialog) = dialog.poll(focused, None) else {
                unreachable!("nothing was answered")
            };
            sender.send(None).ok();
            assert_eq!(dialog.poll(true, None).ok(), Some(expected));
        }
    }

    #[test]
    fn a_dialog_that_breaks_down_becomes_a_path_field() {
        let (sender, dialog) = dialog();
        drop(sender);
        let field = AppCommand::ShowDialog(Dialog::OpenPath);
        assert_eq!(dialog.poll(true, None).ok(), Some(field));
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
