//! Errors of every variant, and every expectation.

use sim_core::catalog::Unit;
use sim_core::catalog::expected::{Expected, Found, Thing};
use sim_core::catalog::trace::{Trace, TraceError};
use sim_core::document::Problem;
use sim_core::document::problem::Named;
use sim_core::edit::EditError;
use sim_core::engine::{CompileError, EngineError, InjectError};
use sim_core::file::FileError;
use sim_core::file::log::LogError;
use sim_core::foundation::chance::DistributionError;
use sim_core::foundation::ids::Id;
use sim_core::playback::Refusal;

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

/// Every variant of an enum is in a list: one that is new does not compile here, one that is not in the list is told.
macro_rules! holds_all {
    ($list:expr, $($variant:pat),+ $(,)?) => {
        let seen: Vec<&str> = $list.iter().map(|item| match item {
            $($variant => stringify!($variant),)+
        }).collect();
        for variant in [$(stringify!($variant)),+] {
            assert!(seen.contains(&variant), "{variant} is not in the list");
        }
    };
}

pub fn expectations() -> Vec<Expected> {
    let number = |whole, unit, instead| Expected::Number {
        whole,
        min: 0.001,
        max: 1e6,
        unit,
        instead,
    };
    let name = |names: &[&str]| Expected::Name {
        what: Thing::Param,
        names: names.iter().map(|name| (*name).to_owned()).collect(),
    };
    let mut all = vec![
        number(true, Unit::Milliseconds, None),
        number(false, Unit::PerSecond, Some("auto")),
        number(true, Unit::Count, None),
        Expected::Whole { max: u64::MAX },
        Expected::Times {
            instead: Some("auto"),
        },
        Expected::ByKind { min: 0.0, max: 9.0 },
        Expected::one_of(["auto"]),
        Expected::one_of(["auto"; 20]),
        name(&["web", "db"]),
        name(&[]),
        Expected::KindsAtMost(63),
        Expected::Version(1),
        Expected::TheId(id("web")),
        Expected::InColumn {
            what: Thing::Instant,
            column: 2,
        },
        Expected::Signs(&[":"]),
        Expected::Signs(&[",", "]"]),
    ];
    all.extend(Thing::ALL.iter().map(|thing| Expected::A(*thing)));
    holds_all!(
        all,
        Expected::A(_),
        Expected::Number { .. },
        Expected::Whole { .. },
        Expected::Times { .. },
        Expected::ByKind { .. },
        Expected::OneOf { .. },
        Expected::Name { .. },
        Expected::KindsAtMost(_),
        Expected::Version(_),
        Expected::TheId(_),
        Expected::InColumn { .. },
        Expected::Signs(_),
    );
    all
}

pub fn founds() -> Vec<Found> {
    let all = vec![
        Found::Shown("\"web\"".to_owned()),
        Found::A(Thing::Nothing),
        Found::UnknownField("\"web\"".to_owned()),
        Found::ForeignVersion(9),
    ];
    holds_all!(
        all,
        Found::Shown(_),
        Found::A(_),
        Found::UnknownField(_),
        Found::ForeignVersion(_),
    );
    all
}

pub fn times_errors() -> Vec<DistributionError> {
    let field = "p95_ms";
    let (low, high) = ("median_ms", "p95_ms");
    let all = vec![
        DistributionError::Time { field, value: -1.0 },
        DistributionError::Zero { field },
        DistributionError::Order { low, high },
        DistributionError::Spread { low, high },
        DistributionError::Stages(0),
        DistributionError::Figure {
            field,
            value: 0.0,
            min: 0.2,
            max: 9.0,
        },
        DistributionError::Scv(0.5),
    ];
    holds_all!(
        all,
        DistributionError::Time { .. },
        DistributionError::Zero { .. },
        DistributionError::Order { .. },
        DistributionError::Spread { .. },
        DistributionError::Stages(_),
        DistributionError::Figure { .. },
        DistributionError::Scv(_),
    );
    all
}

pub fn trace_errors() -> Vec<TraceError> {
    let refused = |text: &str| Trace::parse(text).unwrap_err();
    let all = vec![
        refused("web"),
        refused("per_second 1 web"),
        refused("gaps_ms 0 -1"),
        refused("per_second 1*604800 1"),
        refused("gaps_ms 1*200000 1"),
    ];
    holds_all!(
        all,
        TraceError::Kind { .. },
        TraceError::Value { .. },
        TraceError::TooLong {
            what: "seconds",
            ..
        },
        TraceError::TooLong { .. },
    );
    all
}

pub fn problems() -> Vec<Problem> {
    let named = |text: &str| text.to_owned();
    let expected = || expectations().into_iter();
    let mut all: Vec<Problem> = [
        Named::Service,
        Named::ContainerKind,
        Named::Param,
        Named::Part,
    ]
    .into_iter()
    .map(|what| Problem::UnknownName {
        what,
        expected: Box::new(Expected::A(Thing::Service)),
        found: named("web"),
        nearest: None,
    })
    .collect();
    all.extend(founds().into_iter().map(|found| Problem::Value {
        expected: Expected::A(Thing::Text),
        found,
    }));
    all.extend(expected().map(|expected| Problem::Number {
        expected,
        found: -1.5,
    }));
    all.extend(times_errors().into_iter().map(Problem::Times));
    all.extend(trace_errors().into_iter().map(Problem::Trace));
    all.extend([
        Problem::TooLong { limit: 5, found: 9 },
        Problem::TooMany {
            what: "links",
            limit: 5,
        },
        Problem::DuplicateId { id: id("web") },
        Problem::DuplicateKind { id: id("web") },
        Problem::SelfLink { id: id("web") },
        Problem::NoSuchItem {
            expected: Thing::ComponentOrPlace,
            found: named("web"),
            nearest: Some(named("db")),
        },
        Problem::MayNotStandIn {
            kind: named("region"),
            parent: named("zone"),
            inside: &["region"],
        },
        Problem::HoldsNothing {
            kind: named("tier"),
        },
        Problem::ContainerCycle,
        Problem::MayNotCall {
            id: id("web"),
            service: named("client"),
        },
        Problem::MayNotBeCalled {
            id: id("web"),
            service: named("client"),
        },
    ]);
    holds_all!(
        all,
        Problem::UnknownName { .. },
        Problem::Value { .. },
        Problem::Number { .. },
        Problem::Times(_),
        Problem::Trace(_),
        Problem::TooLong { .. },
        Problem::TooMany { .. },
        Problem::DuplicateId { .. },
        Problem::DuplicateKind { .. },
        Problem::SelfLink { .. },
        Problem::NoSuchItem { .. },
        Problem::MayNotStandIn { .. },
        Problem::HoldsNothing { .. },
        Problem::ContainerCycle,
        Problem::MayNotCall { .. },
        Problem::MayNotBeCalled { .. },
    );
    all
}

pub fn edits() -> Vec<EditError> {
    let broken = || Problem::ContainerCycle.at("in");
    let all = vec![
        EditError::NoSuchItem { id: id("web") },
        EditError::NoSuchKind { id: id("web") },
        EditError::IdTaken { id: id("web") },
        EditError::KindInUse {
            id: id("web"),
            user: id("db"),
        },
        EditError::WrongItem {
            id: id("web"),
            expected: Thing::Link,
            found: Thing::Note,
        },
        EditError::Rule {
            id: id("web"),
            broken: broken(),
        },
        EditError::Whole(broken()),
        EditError::TooDeep,
    ];
    holds_all!(
        all,
        EditError::NoSuchItem { .. },
        EditError::NoSuchKind { .. },
        EditError::IdTaken { .. },
        EditError::KindInUse { .. },
        EditError::WrongItem { .. },
        EditError::Rule { .. },
        EditError::Whole(_),
        EditError::TooDeep,
    );
    all
}

pub fn files() -> Vec<FileError> {
    let (line, column) = (3, 7);
    let mut all = vec![
        FileError::TooLarge { bytes: 1 << 40 },
        FileError::TooDeep { line, column },
        FileError::TooManyValues { line, column },
        FileError::DuplicateField {
            line,
            column,
            field: "web".to_owned(),
        },
        FileError::Newer { found: 9 },
    ];
    all.extend(
        expectations()
            .into_iter()
            .map(|expected| FileError::NotJson {
                line,
                column,
                expected,
            }),
    );
    all.extend(founds().into_iter().map(|found| FileError::Expected {
        place: sim_core::file::ROOT.to_owned(),
        expected: Expected::A(Thing::Topology),
        found,
    }));
    all.extend(problems().into_iter().map(|problem| FileError::Rule {
        place: "components[0].params".to_owned(),
        problem,
    }));
    holds_all!(
        all,
        FileError::TooLarge { .. },
        FileError::NotJson { .. },
        FileError::TooDeep { .. },
        FileError::TooManyValues { .. },
        FileError::DuplicateField { .. },
        FileError::Expected { .. },
        FileError::Newer { .. },
        FileError::Rule { .. },
    );
    all
}

pub fn logs() -> Vec<LogError> {
    let expected = || Expected::A(Thing::LogLine);
    let found = || "\"web\"".to_owned();
    let all = vec![
        LogError::Empty,
        LogError::Line {
            line: 1,
            expected: expected(),
            found: found(),
        },
        LogError::TooManyBroken {
            broken: 1,
            lines: 2,
            line: 3,
            expected: expected(),
            found: found(),
        },
        LogError::NoColumn {
            column: found(),
            expected: expected(),
        },
        LogError::TooLong {
            days: 9,
            limit: 7,
            whole_seconds: false,
        },
        LogError::TooMany { found: 9, limit: 7 },
    ];
    holds_all!(
        all,
        LogError::Empty,
        LogError::Line { .. },
        LogError::TooManyBroken { .. },
        LogError::NoColumn { .. },
        LogError::TooLong { .. },
        LogError::TooMany { .. },
    );
    all
}

pub fn engines() -> Vec<EngineError> {
    let component = || id("web");
    let all = vec![
        EngineError::CallsTooDeep {
            component: component(),
            limit: 9,
        },
        EngineError::NoProgress {
            component: component(),
        },
        EngineError::TooManyInFlight {
            component: component(),
            limit: 9,
        },
        EngineError::TooManyEvents { limit: 9 },
        EngineError::LawBroken {
            place: "web".to_owned(),
            law: "1 = 2".to_owned(),
        },
    ];
    holds_all!(
        all,
        EngineError::CallsTooDeep { .. },
        EngineError::NoProgress { .. },
        EngineError::TooManyInFlight { .. },
        EngineError::TooManyEvents { .. },
        EngineError::LawBroken { .. },
    );
    all
}

pub fn injects() -> Vec<InjectError> {
    let bad = |kind: &'static str| InjectError::BadValue {
        kind,
        reason: "expected a number".to_owned(),
    };
    let all = vec![
        InjectError::NoSuchTarget(id("web")),
        InjectError::DoesNotApply {
            kind: "cut_link",
            target: id("web"),
        },
        bad("slow"),
        bad("throttle"),
        bad("capacity"),
        bad("crash_one"),
    ];
    holds_all!(
        all,
        InjectError::NoSuchTarget(_),
        InjectError::DoesNotApply { .. },
        InjectError::BadValue { .. },
    );
    all
}

pub fn refusals() -> Vec<Refusal> {
    let reason = || "expected a number".to_owned();
    let too_many = |what| CompileError::TooMany {
        what,
        count: 70_000,
        limit: 65_000,
    };
    let errors = vec![
        CompileError::UnknownService {
            component: id("web"),
            service: "db".to_owned(),
        },
        CompileError::LinkToNowhere {
            link: id("web"),
            end: id("db"),
        },
        CompileError::BadParameter {
            component: id("web"),
            reason: reason(),
        },
        CompileError::BadLink {
            link: id("web"),
            reason: reason(),
        },
        CompileError::BadContainer {
            container: id("web"),
            reason: reason(),
        },
        CompileError::BadKind {
            kind: id("web"),
            reason: reason(),
        },
        CompileError::BadScenario { reason: reason() },
        too_many("components"),
        too_many("links from one component"),
        too_many("request kinds"),
        too_many("zones"),
    ];
    holds_all!(
        errors,
        CompileError::UnknownService { .. },
        CompileError::LinkToNowhere { .. },
        CompileError::BadParameter { .. },
        CompileError::BadLink { .. },
        CompileError::BadContainer { .. },
        CompileError::BadKind { .. },
        CompileError::BadScenario { .. },
        CompileError::TooMany { .. },
    );
    let both = |error: CompileError| {
        let broken = Problem::ContainerCycle.at("params");
        [None, Some(broken)].map(|broken| Refusal {
            error: error.clone(),
            broken: broken.map(Box::new),
        })
    };
    errors.into_iter().flat_map(both).collect()
}
