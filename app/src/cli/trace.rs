//! `topolab trace`: a log of requests, for a client to send them again.

use std::io::Write;

use sim_core::document::Document;
use sim_core::document::nearest::nearest;
use sim_core::edit::{Edit, apply, replay, replayers};
use sim_core::file::log::{Options, Reading};
use sim_core::foundation::ids::Id;

use super::args::TraceArgs;
use super::error::CliError;
use super::input;
use super::settings::meant;
use crate::i18n::{Lang, Texts, errors};
use crate::storage;

pub fn run(
    args: &TraceArgs,
    texts: Texts,
    out: &mut dyn Write,
    err: &mut dyn Write,
) -> Result<(), CliError> {
    let options = Options {
        column: args.column.as_deref(),
    };
    let reading = storage::log::load(&args.log, &options).map_err(|error| {
        // In English the words that scripts may look for.
        let why = match texts.lang() {
            Lang::En => error.to_string(),
            Lang::Ko => error.words(texts),
        };
        CliError::BadInput(format!("{}: {why}", args.log.display()))
    })?;
    for note in &reading.notes {
        input::note(&args.log, &errors::log_note(texts, note), texts, err);
    }
    let Some(path) = &args.into else {
        return Ok(writeln!(out, "{}", reading.trace.to_text())?);
    };
    let document = input::load(path, texts, err)?;
    let bad = |message: String| CliError::BadInput(format!("{}: {message}", path.display()));
    let client = client(&document, args.client.as_deref(), texts).map_err(bad)?;
    let edits = vec![replay(&client, &reading.trace), after(&client, args.repeat)];
    let changed = apply(&document, &Edit::Batch { edits })
        .map_err(|error| bad(errors::edit(texts, &error)))?;
    input::write(path, sim_core::file::save(&changed).as_bytes(), texts)?;
    Ok(writeln!(out, "{client}: {}", summary(&reading, texts))?)
}

fn after(client: &Id, repeat: bool) -> Edit {
    Edit::SetParam {
        id: client.clone(),
        param: "after_trace".to_owned(),
        value: repeat.then(|| "repeat".into()),
    }
}

fn summary(reading: &Reading, texts: Texts) -> String {
    let requests = texts.count(reading.trace.requests());
    let span = texts.duration(reading.trace.length().as_secs_f64());
    texts.tr_with("trace.summary", &[("n", &requests), ("span", &span)])
}

/// The client by its id; without one, the only client there is.
fn client(document: &Document, wanted: Option<&str>, texts: Texts) -> Result<Id, String> {
    let known: Vec<&Id> = replayers(document).collect();
    let names = || known.iter().map(|id| id.as_str());
    let listed = names().collect::<Vec<_>>().join(", ");
    match (wanted, known.as_slice()) {
        (_, []) => Err(texts.tr("cli.trace.no_client").to_owned()),
        (None, [only]) => Ok((*only).clone()),
        (None, _) => Err(texts.tr_with("cli.trace.several", &[("list", &listed)])),
        (Some(wanted), _) => {
            let found = known.iter().find(|id| id.as_str() == wanted);
            found.map(|id| (*id).clone()).ok_or_else(|| {
                let hint = nearest(wanted, names());
                let hint = hint.map_or_else(String::new, |name| meant(name, texts));
                let holes = [
                    ("list", listed.as_str()),
                    ("found", wanted),
                    ("hint", &hint),
                ];
                texts.tr_with("cli.trace.no_such_client", &holes)
            })
        }
    }
}
