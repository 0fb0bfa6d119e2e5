//! Each of the two ran once: that this is said where the differences are read, and how to learn which of them are clear.

use std::path::Path;

use egui::{Button, Color32, FontId, Label, RichText, Ui, Vec2};
use sim_core::catalog::Value;
use sim_core::document::changes::{Change, What};
use sim_core::document::{Changes, Document};
use sim_core::foundation::units::SimTime;
use sim_core::report::compare::Comparison;

use crate::session::{Baseline, View};
use crate::theme::style::TARGET;

/// Runs of each that the command asks for.
const RUNS: u32 = 20;
/// What is not in a file is called this.
const FILES: [&str; 2] = ["before.json", "after.json"];
/// More settings than these make a command that nobody reads.
const MOST: usize = 4;

/// One quiet line: the command stands in it where there is room, else it is told where the pointer rests.
pub fn show(ui: &mut Ui, view: &View<'_>, command: &Command) {
    let (texts, theme) = (view.texts, view.theme);
    let quiet = |text: &str| RichText::new(text).size(11.5).color(theme.text_dim);
    let copy = texts.tr("compare.copy_command");
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = Vec2::new(8.0, 2.0);
        ui.add(Label::new(quiet(texts.tr("compare.once"))).wrap());
        let font = FontId::monospace(11.5);
        let painter = ui.painter();
        let width = |text: &str, font| {
            let galley = painter.layout_no_wrap(text.to_owned(), font, Color32::PLACEHOLDER);
            galley.size().x
        };
        let needed = width(&command.line, font) + width(copy, FontId::proportional(11.5)) + 40.0;
        if needed <= ui.available_size_before_wrap().x {
            ui.add(Label::new(quiet(&command.line).monospace()).extend());
        }
        let button = Button::new(quiet(copy))
            .small()
            .min_size(Vec2::new(0.0, TARGET));
        let button = ui.add(button);
        if button.clicked() {
            ui.ctx().copy_text(command.line.clone());
        }
        let key = match command.from_files {
            true => "compare.command_sets",
            false => "compare.command_files",
        };
        button.on_hover_text(format!("{}\n{}", command.line, texts.tr(key)));
    });
}

/// The command that tells which differences are clear.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Command {
    line: String,
    /// It can be run as it is: the kept run is that of the file, and what was changed can be set there.
    from_files: bool,
}

/// The command for a comparison of the kept run with the present one.
pub fn command(view: &View<'_>, kept: &Baseline, found: &Comparison) -> Command {
    let as_kept = |saved: &&Document| Changes::between(saved, &kept.side.document).is_none();
    let file = view
        .path
        .filter(|_| view.saved.is_some_and(|saved| as_kept(&saved)));
    let told = (found.more_changes == 0).then_some(&found.changes[..]);
    let settings = told.and_then(settings);
    let now = view.path.filter(|_| !view.dirty);
    written(file.zip(settings), now, kept.side.length, view.run.seed)
}

fn written(
    set: Option<(&Path, Vec<String>)>,
    now: Option<&Path>,
    length: SimTime,
    seed: u64,
) -> Command {
    let mut words = vec!["topolab".to_owned(), "compare".to_owned()];
    let from_files = set.is_some();
    match set {
        Some((file, settings)) => {
            words.push(quoted(&file.to_string_lossy()));
            for setting in settings {
                words.extend(["--set".to_owned(), quoted(&setting)]);
            }
        }
        None => {
            let after = now.map(Path::to_string_lossy);
            let after = after.as_deref().unwrap_or(FILES[1]);
            words.extend([FILES[0].to_owned(), quoted(after)]);
        }
    }
    words.push(format!("--for {}s --seed {seed}", length.as_secs_f64()));
    words.push(format!("--replications {RUNS}"));
    let line = words.join(" ");
    Command { line, from_files }
}

/// Changes as settings of the command line; `None`: there is one that cannot be set there.
fn settings(changes: &[Change]) -> Option<Vec<String>> {
    if changes.is_empty() || changes.len() > MOST {
        return None;
    }
    let setting = |change: &Change| {
        let What::Set { param, values } = &change.what else {
            return None;
        };
        let [_, to] = values.as_ref()?;
        let value = match to.as_ref()? {
            Value::Flag(flag) => flag.to_string(),
            Value::Number(number) => number.to_string(),
            Value::Text(text) => text.clone(),
            _ => return None,
        };
        Some(format!("{}.{param}={value}", change.target.as_ref()?))
    };
    changes.iter().map(setting).collect()
}

/// A word of a command line, as shells of all systems take it.
fn quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_alphanumeric() || "/\\.:-_=".contains(letter);
    match word.chars().all(plain) {
        true => word.to_owned(),
        false => format!("\"{word}\""),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const MINUTE: SimTime = SimTime(61_500_000_000);

    fn set(param: &str, to: Option<Value>) -> Change {
        Change {
            target: Some("web".parse().unwrap()),
            name: "Web".to_owned(),
            owner: "server".to_owned(),
            what: What::Set {
                param: param.to_owned(),
                values: Some([None, to]),
            },
        }
    }

    #[test]
    fn what_can_be_set_is_compared_with_its_own_file() {
        let changes = [
            set("workers", Some(Value::Number(8.0))),
            set("service_time_ms", Some(Value::Number(0.5))),
            set("class", Some(Value::Text("m6g.large".to_owned()))),
        ];
        let file = Path::new("my shop/a.json");
        let set = settings(&changes).map(|settings| (file, settings));
        let told = written(set, None, MINUTE, 7);
        assert_eq!(
            told.line,
            "topolab compare \"my shop/a.json\" --set web.workers=8 --set web.service_time_ms=0.5 \
             --set web.class=m6g.large --for 61.5s --seed 7 --replications 20"
        );
        assert!(told.from_files);
    }

    #[test]
    fn everything_else_needs_two_files() {
        assert_eq!(settings(&[]), None);
        // Back to its default, whatever that is.
        assert_eq!(settings(&[set("workers", None)]), None);
        let two = written(None, Some(Path::new("/a/b.json")), MINUTE, 3);
        let wanted = "topolab compare before.json /a/b.json --for 61.5s --seed 3 --replications 20";
        assert_eq!((two.line.as_str(), two.from_files), (wanted, false));
    }
}
