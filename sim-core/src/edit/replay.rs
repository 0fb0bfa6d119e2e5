//! A client that replays a recorded trace: several parameters in one step.

use super::Edit;
use crate::catalog::trace::Trace;
use crate::catalog::{Kind, Value, service};
use crate::document::Document;
use crate::foundation::ids::Id;

/// The parameters that make a replay, beside the trace itself; what is absent goes back to its default.
const WITH: [(&str, Option<&str>); 2] = [("mode", None), ("profile", Some("trace"))];

/// Components that can replay a trace.
pub fn replayers(document: &Document) -> impl Iterator<Item = &Id> {
    let can = |name: &str| {
        let params = service(name).map(|service| (service.params)());
        params.is_some_and(|params| params.iter().any(|spec| spec.kind == Kind::Trace))
    };
    let components = document.components.values();
    components
        .filter(move |component| can(&component.service))
        .map(|component| &component.id)
}

/// Makes the component `id` replay a trace.
pub fn replay(id: &Id, trace: &Trace) -> Edit {
    let set = |param: &str, value: Option<Value>| Edit::SetParam {
        id: id.clone(),
        param: param.to_owned(),
        value,
    };
    let with = WITH.map(|(param, value)| set(param, value.map(Value::from)));
    let text = Value::Text(trace.to_text());
    let edits = with.into_iter().chain([set("trace", Some(text))]).collect();
    Edit::Batch { edits }
}
