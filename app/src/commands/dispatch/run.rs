//! The run: play, step, pace, faults.

use sim_core::document::Scenario;
use sim_core::edit::Edit;

use super::edit;
use crate::commands::AppCommand;
use crate::runner::{Inject, ToRunner};
use crate::session::Session;

pub(super) fn dispatch(session: &mut Session, command: AppCommand) {
    let asked = session.status.asked;
    let message = match command {
        AppCommand::Play => ToRunner::Play,
        AppCommand::Pause => ToRunner::Pause,
        AppCommand::TogglePlay if session.status.playing => ToRunner::Pause,
        AppCommand::TogglePlay => ToRunner::Play,
        AppCommand::StepEvent => ToRunner::StepEvent,
        AppCommand::StepSeconds(seconds) => ToRunner::StepSeconds(seconds.clamp(0.0, 86_400.0)),
        AppCommand::Reset => ToRunner::Reset,
        AppCommand::SetPace(pace) => ToRunner::SetPace(pace),
        AppCommand::Faster => ToRunner::SetPace(asked.faster()),
        AppCommand::Slower => ToRunner::SetPace(asked.slower()),
        AppCommand::SetSeed(seed) => {
            set_seed(session, seed);
            ToRunner::Reset
        }
        AppCommand::Inject {
            kind,
            target,
            for_s,
        } => ToRunner::Inject(Inject {
            kind,
            target,
            for_s,
        }),
        AppCommand::Heal { target } => ToRunner::Heal(target),
        _ => return,
    };
    session.runner.send(message);
    session.take_published();
}

/// The seed belongs to the document: it is saved, and can be undone.
fn set_seed(session: &mut Session, seed: u64) {
    let old = &session.document().scenario;
    if old.seed != seed {
        let scenario = Scenario {
            seed,
            ..(**old).clone()
        };
        edit::apply(session, &Edit::SetScenario { scenario }, "step.seed", None);
    }
}
