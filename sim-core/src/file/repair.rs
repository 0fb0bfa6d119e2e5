//! A broken file, loaded as far as it goes: what does not fit is left out, one thing after the other, and listed.

use serde_json::{Map, Value, json};

use super::digits::Digits;
use super::load::{load, survey};
use super::{FileError, MAX_BYTES, parse};
use crate::document::Document;

/// Repairs made to one file; a file that needs more is another kind of file.
pub const MAX_REPAIRS: usize = 500;

/// Each round of repairs reads the whole again. A few rounds are made of any file, more of them only while the bytes
/// read stay below this, so that no file takes long.
const FEW_ROUNDS: usize = 4;
const MAX_ROUNDS: usize = 200;
const MAX_WORK: usize = 32 * 1024 * 1024;

/// What was done about a problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// The field or item was left out.
    LeftOut,
    /// The field got an ordinary value.
    Default,
    /// The text from here on could not be read.
    Cut,
    /// Of a field that stood twice, the last one counts.
    LastCounts,
}

impl Remedy {
    /// Stable name; the translation key is `repair.<key>`.
    pub fn key(self) -> &'static str {
        match self {
            Remedy::LeftOut => "left_out",
            Remedy::Default => "default",
            Remedy::Cut => "cut",
            Remedy::LastCounts => "last_counts",
        }
    }
}

/// One problem and its remedy.
#[derive(Clone, Debug, PartialEq)]
pub struct Repair {
    pub problem: FileError,
    pub remedy: Remedy,
}

/// What could be read.
#[derive(Clone, Debug, PartialEq)]
pub struct Repaired {
    pub document: Document,
    /// In the order in which they were made; none: the file was whole.
    pub repairs: Vec<Repair>,
}

/// Reads a document, leaving out what cannot be read.
///
/// # Errors
/// Nothing of it can be used: it is no topology, of a newer version, or broken all over.
pub fn repair(text: &str) -> Result<Repaired, FileError> {
    let bytes = text.len() as u64;
    if bytes > MAX_BYTES {
        return Err(FileError::TooLarge { bytes });
    }
    // What is whole is not taken apart: it is written back as it was.
    if let Ok(loaded) = load(text) {
        return finished(loaded.document, Vec::new());
    }
    let mut repairs = Vec::new();
    let digits = Digits::of(text);
    let mut value = read(text, &digits, &mut repairs)?;
    for round in 0..MAX_ROUNDS {
        let problems = match survey(&digits.release(value.to_string())) {
            Ok(document) => return finished(document, repairs),
            Err(problems) => problems,
        };
        let too_long = round >= FEW_ROUNDS && round * text.len() > MAX_WORK;
        let enough = too_long || repairs.len() + problems.len() > MAX_REPAIRS;
        // From the last item to the first: what is left out moves none that comes later.
        let from = repairs.len();
        for problem in problems.into_iter().rev() {
            match mend(&mut value, &problem).filter(|_| !enough) {
                Some(remedy) => repairs.push(Repair { problem, remedy }),
                None => return Err(problem),
            }
        }
        repairs[from..].reverse();
    }
    load(&digits.release(value.to_string())).map(|loaded| Repaired {
        document: loaded.document,
        repairs,
    })
}

fn finished(document: Document, mut repairs: Vec<Repair>) -> Result<Repaired, FileError> {
    let empty = document.components.is_empty()
        && document.containers.is_empty()
        && document.notes.is_empty();
    match repairs.pop() {
        // An empty topology is no more than a new one.
        Some(last) if empty => Err(last.problem),
        last => {
            repairs.extend(last);
            Ok(Repaired { document, repairs })
        }
    }
}

/// The text as JSON, up to where it is JSON.
fn read(text: &str, digits: &Digits, repairs: &mut Vec<Repair>) -> Result<Value, FileError> {
    let text = parse::without_mark(text);
    let tree = |text: &str| parse::tree(&digits.hold(text));
    let problem = match parse::checked(text) {
        Ok(text) => return tree(text),
        Err(problem) => problem,
    };
    let (value, remedy) = match &problem {
        FileError::DuplicateField { .. } => (tree(text).ok(), Remedy::LastCounts),
        FileError::NotJson { line, column, .. } | FileError::TooDeep { line, column } => {
            let end = offset(text, *line, *column);
            (tree(&closed(&text[..end])).ok(), Remedy::Cut)
        }
        _ => (None, Remedy::Cut),
    };
    let Some(value) = value else {
        return Err(problem);
    };
    repairs.push(Repair { problem, remedy });
    Ok(value)
}

/// The byte of a line and column, both from 1; columns are bytes.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start = match line {
        0 | 1 => 0,
        _ => text
            .match_indices('\n')
            .nth(line - 2)
            .map_or(text.len(), |(at, _)| at + 1),
    };
    let mut end = (start + column.saturating_sub(1)).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}

/// The text up to the last value that is whole, with the brackets that are open closed.
fn closed(text: &str) -> String {
    let mut open: Vec<char> = Vec::new();
    // After the last whole value nothing is closed any more, so the first `depth` brackets are still those of that place.
    let (mut end, mut depth) = (0, 0);
    let (mut in_text, mut escaped) = (false, false);
    for (at, sign) in text.char_indices() {
        match sign {
            _ if escaped => escaped = false,
            '\\' if in_text => escaped = true,
            '"' => in_text = !in_text,
            _ if in_text => {}
            '{' => open.push('}'),
            '[' => open.push(']'),
            ',' => (end, depth) = (at, open.len()),
            '}' | ']' => {
                if open.pop() != Some(sign) {
                    break;
                }
                (end, depth) = (at + 1, open.len());
            }
            _ => {}
        }
    }
    let brackets = open[..depth].iter().rev();
    text[..end].chars().chain(brackets.copied()).collect()
}

/// Takes away what a problem is about; `None` if that is the file itself.
fn mend(root: &mut Value, problem: &FileError) -> Option<Remedy> {
    let (FileError::Expected { place, .. } | FileError::Rule { place, .. }) = problem else {
        return None;
    };
    let mut steps = steps(place);
    // A point with one number is none.
    if let [_, _, Step::Field("bends"), Step::Index(_), Step::Index(_)] = steps.as_slice() {
        steps.pop();
    }
    if matches!(steps.as_slice(), [] | [Step::Field("version" | "the file")]) {
        return None;
    }
    give_default(root, &steps).or_else(|| leave_out(root, &steps))
}

enum Step<'a> {
    Field(&'a str),
    Index(usize),
}

/// `components[3].params.threads` in its parts.
fn steps(place: &str) -> Vec<Step<'_>> {
    let mut steps = Vec::new();
    for part in place.split('.') {
        let mut pieces = part.split('[');
        steps.extend(pieces.next().map(Step::Field));
        let index = |piece: &str| piece.strip_suffix(']')?.parse().ok();
        steps.extend(pieces.filter_map(index).map(Step::Index));
    }
    steps
}

/// A name or a place on the canvas can be any: losing it is no reason to lose the item.
fn give_default(root: &mut Value, steps: &[Step<'_>]) -> Option<Remedy> {
    let [
        Step::Field(list),
        Step::Index(index),
        Step::Field(field),
        ..,
    ] = steps
    else {
        return None;
    };
    let default = match *field {
        "name" => json!(""),
        "at" => json!([0, 0]),
        "size" if *list == "containers" => json!([400, 300]),
        _ => return None,
    };
    let item = root.get_mut(list)?.get_mut(index)?.as_object_mut()?;
    // What has the default already is not mended by it.
    let old = item.insert((*field).to_owned(), default.clone());
    (old.as_ref() != Some(&default)).then_some(Remedy::Default)
}

/// Removes the value at a place; where there is none (it is the lack of it that is wrong), what should have it.
fn leave_out(root: &mut Value, steps: &[Step<'_>]) -> Option<Remedy> {
    let (last, parents) = steps.split_last()?;
    // An item without an id, or with that of another, or a link without an end, is none.
    let whole_item = matches!(
        (parents, last),
        (
            [Step::Field(_), Step::Index(_)],
            Step::Field("id" | "service" | "kind" | "from" | "to")
        )
    );
    if whole_item {
        return leave_out(root, parents);
    }
    let parent = parents
        .iter()
        .try_fold(&mut *root, |value, step| step.of(value));
    let removed = match (parent, last) {
        (Some(Value::Object(object)), Step::Field(field)) => removed(object, field),
        (Some(Value::Array(list)), Step::Index(index)) if *index < list.len() => {
            list.remove(*index);
            true
        }
        _ => false,
    };
    if removed {
        return Some(Remedy::LeftOut);
    }
    leave_out(root, parents)
}

fn removed(object: &mut Map<String, Value>, field: &str) -> bool {
    object.shift_remove(field).is_some()
}

impl Step<'_> {
    fn of<'v>(&self, value: &'v mut Value) -> Option<&'v mut Value> {
        match self {
            Step::Field(field) => value.get_mut(field),
            Step::Index(index) => value.get_mut(index),
        }
    }
}
