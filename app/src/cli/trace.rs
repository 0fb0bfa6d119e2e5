//! `topolab trace`: a log of requests, for a client to send them again.

use std::io::Write;

use sim_core::document::Document;
use sim_core::document::nearest::nearest;
use sim_core::edit::{Edit, apply, replay, replayers};
use sim_core::file::log::{Options, Reading};
use sim_core::foundation::ids::Id;
use sim_core::foundation::units::Span;

use super::args::TraceArgs;
use super::error::CliError;
use super::input;
use crate::storage;

pub fn run(args: &TraceArgs, out: &mut dyn Write, err: &mut dyn Write) -> Result<(), CliError> {
    let log = args.log.display();
    let options = Options {
        column: args.column.as_deref(),
    };
    let reading = storage::log::load(&args.log, &options)
        .map_err(|error| CliError::BadInput(format!("{log}: {error}")))?;
    for note in &reading.notes {
        writeln!(err, "note: {log}: {note}").ok();
    }
    let Some(path) = &args.into else {
        return Ok(writeln!(out, "{}", reading.trace.to_text())?);
    };
    let document = input::load(path, err)?;
    let bad = |message: String| CliError::BadInput(format!("{}: {message}", path.display()));
    let client = client(&document, args.client.as_deref()).map_err(bad)?;
    let edits = vec![replay(&client, &reading.trace), after(&client, args.repeat)];
    let changed =
        apply(&document, &Edit::Batch { edits }).map_err(|error| bad(error.to_string()))?;
    input::write(path, sim_core::file::save(&changed).as_bytes())?;
    Ok(writeln!(out, "{client}: {}", summary(&reading))?)
}

fn after(client: &Id, repeat: bool) -> Edit {
    Edit::SetParam {
        id: client.clone(),
        param: "after_trace".to_owned(),
        value: repeat.then(|| "repeat".into()),
    }
}

fn summary(reading: &Reading) -> String {
    let span = Span(reading.trace.length().0);
    format!("{} requests in {span}", reading.trace.requests())
}

/// The client by its id; without one, the only client there is.
fn client(document: &Document, wanted: Option<&str>) -> Result<Id, String> {
    let known: Vec<&Id> = replayers(document).collect();
    let names = || known.iter().map(|id| id.as_str());
    let listed = || names().collect::<Vec<_>>().join(", ");
    match (wanted, known.as_slice()) {
        (_, []) => Err("there is no client in it: expected one to send the requests".to_owned()),
        (None, [only]) => Ok((*only).clone()),
        (None, _) => Err(format!(
            "several clients: expected --client with one of {}",
            listed()
        )),
        (Some(wanted), _) => {
            let found = known.iter().find(|id| id.as_str() == wanted);
            found.map(|id| (*id).clone()).ok_or_else(|| {
                let hint = nearest(wanted, names())
                    .map(|name| format!(" (did you mean \"{name}\"?)"))
                    .unwrap_or_default();
                let all = listed();
                format!("expected the id of a client ({all}), found \"{wanted}\"{hint}")
            })
        }
    }
}
