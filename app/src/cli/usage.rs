//! What is wrong with a command line, in the user's language.

use std::error::Error as _;

use clap::error::{ContextKind, ContextValue, ErrorKind};

use sim_core::playback::MAX_REPLICATIONS;

use crate::i18n::Texts;

/// The whole message: what is wrong, what may have been meant, how the command is written.
pub fn words(error: &clap::Error, texts: Texts) -> String {
    let Some(wrong) = wrong(error, texts) else {
        return error.render().to_string();
    };
    let mut out = format!("{}: {wrong}\n", texts.tr("cli.error"));
    let kinds = [
        ContextKind::SuggestedSubcommand,
        ContextKind::SuggestedArg,
        ContextKind::SuggestedValue,
    ];
    let meant: Vec<String> = kinds.iter().filter_map(|kind| one(error, *kind)).collect();
    if let Some(name) = meant.first() {
        out.push_str(&format!(
            "\n{}\n",
            texts.tr_with("cli.usage.meant", &[("name", name)])
        ));
    }
    if let Some(usage) = one(error, ContextKind::Usage) {
        let usage = usage.trim_start_matches("Usage:").trim();
        out.push_str(&format!("\n{} {usage}\n", texts.tr("cli.heading.usage")));
    }
    out + &format!("\n{}\n", texts.tr("cli.usage.more"))
}

/// `None`: a kind of error that needs words of the library's own.
fn wrong(error: &clap::Error, texts: Texts) -> Option<String> {
    let arg = one(error, ContextKind::InvalidArg);
    let value = one(error, ContextKind::InvalidValue);
    let about = |key: &str, holes: &[(&str, &str)]| Some(texts.tr_with(key, holes));
    match error.kind() {
        ErrorKind::UnknownArgument => about("cli.usage.unknown", &[("arg", &arg?)]),
        ErrorKind::InvalidSubcommand => {
            let name = one(error, ContextKind::InvalidSubcommand)?;
            about("cli.usage.no_command", &[("name", &name)])
        }
        ErrorKind::MissingRequiredArgument => {
            about("cli.usage.missing", &[("arg", &missing(&arg?, texts))])
        }
        ErrorKind::ArgumentConflict => {
            let arg = arg.or_else(|| one(error, ContextKind::InvalidSubcommand))?;
            match one(error, ContextKind::PriorArg).filter(|prior| *prior != arg) {
                Some(prior) => about("cli.usage.conflict", &[("arg", &arg), ("prior", &prior)]),
                None => about("cli.usage.twice", &[("arg", &arg)]),
            }
        }
        ErrorKind::TooManyValues => {
            about("cli.usage.too_many", &[("arg", &arg?), ("value", &value?)])
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let (arg, value) = (arg?, value?);
            if value.is_empty() {
                return about("cli.usage.no_value", &[("arg", &arg)]);
            }
            let wrong = texts.tr_with("cli.usage.value", &[("arg", &arg), ("value", &value)]);
            Some(wrong + &expected(error, texts))
        }
        _ => None,
    }
}

/// What is missing; where there is another way to give it, both.
fn missing(args: &str, texts: Texts) -> String {
    let each = args.split(", ").map(|arg| match arg {
        "<B>" => texts.tr("cli.usage.second"),
        other => other,
    });
    each.collect::<Vec<_>>().join(", ")
}

/// What should stand in place of a value.
fn expected(error: &clap::Error, texts: Texts) -> String {
    if let Some(list) = one(error, ContextKind::ValidValue) {
        let possible = texts.tr_with("cli.possible", &[("list", &list)]);
        return format!("\n  [{possible}]");
    }
    // Our own readers of values give the key of what they say.
    let why = error.source().map(ToString::to_string).unwrap_or_default();
    match texts.find(&why) {
        Some(_) => {
            let (seed, runs) = (texts.count(u64::MAX), texts.count(MAX_REPLICATIONS));
            let words = texts.tr_with(&why, &[("seed", &seed), ("runs", &runs)]);
            format!(": {words}")
        }
        None if why.is_empty() => why,
        None => format!(" ({why})"),
    }
}

/// Something that the library knows about an error, as text.
fn one(error: &clap::Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        ContextValue::Strings(list) => Some(list.join(", ")),
        ContextValue::StyledStr(text) => Some(text.to_string()),
        _ => None,
    }
}
