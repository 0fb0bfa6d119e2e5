//! The help of every command in the user's language: what `--help` says is in the translation files, under `cli.`.

use clap::{Arg, ArgAction, Command, CommandFactory};

use super::args::Cli;
use crate::i18n::Texts;

/// The command line with its help in a language.
pub fn command(texts: Texts) -> Command {
    let mut command = Cli::command();
    let names: Vec<String> = command
        .get_subcommands()
        .map(|sub| sub.get_name().to_owned())
        .collect();
    for name in &names {
        command = command.mut_subcommand(name, |sub| {
            let about = texts.tr(&format!("cli.{name}"));
            said(sub.about(about), name, texts)
        });
    }
    let version = flag("version", 'V', ArgAction::Version);
    let mut command = said(
        command
            .about(texts.tr("cli.about"))
            .after_help(texts.tr("cli.after"))
            .subcommand_help_heading(texts.tr("cli.heading.commands"))
            .disable_version_flag(true)
            .arg(version),
        "root",
        texts,
    );
    // The command `help` is there from now on.
    command.build();
    command.mut_subcommand("help", |help| help.about(texts.tr("cli.help")))
}

fn flag(name: &'static str, short: char, action: ArgAction) -> Arg {
    Arg::new(name).long(name).short(short).action(action)
}

/// A command with the words of its arguments, and the headings above them.
fn said(command: Command, name: &str, texts: Texts) -> Command {
    let usage = texts.tr("cli.heading.usage");
    command
        .disable_help_flag(true)
        .arg(flag("help", 'h', ArgAction::Help))
        .help_template(format!(
            "{{about-with-newline}}\n{usage} {{usage}}\n\n{{all-args}}{{after-help}}"
        ))
        .mut_args(|arg| {
            let id = arg.get_id().as_str().to_owned();
            let own = texts.find(&format!("cli.{name}.{id}"));
            let words = own.unwrap_or_else(|| texts.tr(&format!("cli.arg.{id}")));
            let words = format!("{words}{}", choices(&arg, texts));
            let heading = match arg.is_positional() {
                true => "cli.heading.arguments",
                false => "cli.heading.options",
            };
            let valued = arg.get_action().takes_values();
            let arg = arg.help(words).help_heading(texts.tr(heading));
            match valued {
                true => arg.hide_possible_values(true).hide_default_value(true),
                false => arg,
            }
        })
}

/// What may be written, and what counts without it.
fn choices(arg: &Arg, texts: Texts) -> String {
    if !arg.get_action().takes_values() {
        return String::new();
    }
    let names = arg.get_possible_values();
    let names: Vec<&str> = names.iter().map(|value| value.get_name()).collect();
    let default = arg.get_default_values().iter();
    let default: Vec<_> = default.map(|value| value.to_string_lossy()).collect();
    let mut out = String::new();
    for (key, list) in [
        ("cli.default", default.join(", ")),
        ("cli.possible", names.join(", ")),
    ] {
        if !list.is_empty() {
            out.push_str(&format!(" [{}]", texts.tr_with(key, &[("list", &list)])));
        }
    }
    out
}
