//! Values of parameters in words, as forms and lists show them.

use sim_core::catalog::param::{Kind, Unit};
use sim_core::catalog::trace::Trace;
use sim_core::catalog::{ParamSpec, Value, container, link, service};
use sim_core::document::{Items, RequestKind};
use sim_core::foundation::ids::Id;

use super::{Texts, digits, times, words};

/// A value of a parameter in words. `owner`: the service, `link`, or the container kind; `kinds`: the document's.
pub fn in_words(
    texts: Texts,
    owner: &str,
    spec: &ParamSpec,
    kinds: &Items<RequestKind>,
    value: &Value,
) -> String {
    let name = |id: &Id| match kinds.get(id) {
        Some(kind) => kind.name.clone(),
        None => id.to_string(),
    };
    let or = |list: Vec<String>, none: &str| match list.is_empty() {
        true => texts.tr(none).to_owned(),
        false => list.join(", "),
    };
    match (&spec.kind, value) {
        (Kind::Number { unit, .. }, Value::Number(number)) => with_unit(*number, *unit),
        (Kind::Choice(_), Value::Text(text)) => words::choice(texts, owner, spec.id, text),
        (Kind::Trace, Value::Text(text)) => trace(text, texts),
        (_, Value::Text(text)) => words::word(texts, text),
        (_, Value::Flag(flag)) => texts
            .tr(if *flag { "word.on" } else { "word.off" })
            .to_owned(),
        (_, Value::Number(number)) => digits::plain(*number),
        (_, Value::Times(distribution)) => times::in_words(distribution, texts),
        (_, Value::Kinds(named)) => or(named.iter().map(name).collect(), "inspector.all_kinds"),
        (_, Value::ByKind(numbers)) => {
            let each = numbers.iter();
            let each = each.map(|(id, number)| format!("{} {}", name(id), digits::plain(*number)));
            or(each.collect(), "inspector.all_kinds_alike")
        }
    }
}

/// The same by the parameter's id; `None` for the value: the default. `None`: nobody knows this parameter.
pub fn of(
    texts: Texts,
    owner: &str,
    param: &str,
    kinds: &Items<RequestKind>,
    value: Option<&Value>,
) -> Option<String> {
    let specs = match service(owner) {
        Some(service) => (service.params)(),
        None if owner == "link" => link::params(),
        None => (container::kind(owner)?.params)(),
    };
    let spec = specs.iter().find(|spec| spec.id == param)?;
    let value = value.unwrap_or(&spec.default);
    Some(in_words(texts, owner, spec, kinds, value))
}

pub fn with_unit(number: f64, unit: Unit) -> String {
    with_sign(number, unit.sign())
}

pub fn with_sign(number: f64, sign: &str) -> String {
    let gap = if sign.is_empty() || sign.starts_with('/') {
        ""
    } else {
        " "
    };
    format!("{}{gap}{sign}", digits::plain(number))
}

/// A trace in one line: `3,053 requests in 56 s`.
fn trace(text: &str, texts: Texts) -> String {
    let trace = Trace::parse(text).unwrap_or_default();
    if trace.requests() == 0 {
        return texts.tr("trace.none").to_owned();
    }
    let requests = texts.count(trace.requests());
    let span = texts.duration(trace.length().as_secs_f64());
    texts.tr_with("trace.summary", &[("n", &requests), ("span", &span)])
}
