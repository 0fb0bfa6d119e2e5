//! A sweep of one parameter: what is asked, begun, ended, and put on the clipboard.

use sim_core::foundation::units::Span;
use sim_core::report::sweep::{Asked, Varied};

use super::{Effect, say};
use crate::commands::AppCommand;
use crate::export::report::sweep_md;
use crate::session::{Dialog, Level, Session};

pub(super) fn dispatch(session: &mut Session, command: AppCommand, effects: &mut Vec<Effect>) {
    match command {
        AppCommand::AskSweep(which) => {
            let varied = match which {
                Some((item, param)) => Varied::of(session.document(), &item, &param).ok(),
                None => session.likely_to_vary(),
            };
            let Some(varied) = varied else {
                return say(session, Level::Info, "why.nothing_to_vary");
            };
            session.ask_sweep(&varied);
            session.dialog = Some(Dialog::Sweep);
        }
        AppCommand::SetSweep(form) => session.set_sweep(form),
        AppCommand::StartSweep => session.start_sweep(),
        AppCommand::StopSweep => session.stop_sweep(),
        _ => copy(session, effects),
    }
}

/// Whoever has gone on meanwhile is told that it is there.
pub(super) fn finished(session: &mut Session) {
    if session.collect_sweep() && session.dialog != Some(Dialog::Sweep) {
        say(session, Level::Info, "message.sweep_done");
    }
}

/// For notes: the same page that the command line writes.
fn copy(session: &mut Session, effects: &mut Vec<Effect>) {
    let Some(page) = page(session) else {
        return say(session, Level::Info, "why.nothing_swept");
    };
    effects.push(Effect::CopyText(page));
    say(session, Level::Info, "message.sweep_copied");
}

fn page(session: &Session) -> Option<String> {
    let swept = session.sweep.as_ref()?.swept()?;
    let view = session.view();
    let title = view.title();
    let asked = Asked {
        file: &title,
        settings: &[],
        varied: &swept.varied,
        seed: swept.seed,
        length: Span::from_secs_f64(swept.form.length_s),
    };
    Some(sweep_md(&swept.document, asked, &swept.sweep, view.texts))
}
