//! A walk over the catalog: every service brings everything that a service must bring.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::HashSet;
use std::path::Path;

use sim_core::catalog::container::{self, REGIONS};
use sim_core::catalog::param::{Confidence, ValueError};
use sim_core::catalog::part::{Algorithm, Discipline, GroupPart, Part, SourcePart};
use sim_core::catalog::prices::BillLines;
use sim_core::catalog::service::{Piece, PriceContext};
use sim_core::catalog::usage::Usage;
use sim_core::catalog::{
    Kind, ParamMap, ParamSpec, Service, Settings, Value, link, service, services,
};
use sim_core::foundation::chance::Distribution;
use sim_core::foundation::ids::Id;
use sim_core::foundation::units::Span;

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

fn with<T>(id: &str, set: &[(&str, Value)], look: impl Fn(&Service, &Settings<'_>) -> T) -> T {
    let service = service(id).unwrap();
    let mut map = ParamMap::new();
    for (param, value) in set {
        service.param(param).unwrap().check(value).unwrap();
        map.insert((*param).to_owned(), value.clone());
    }
    look(service, &Settings::new((service.params)(), &map))
}

fn compile(id: &str, set: &[(&str, Value)]) -> Part {
    with(id, set, |service, settings| (service.compile)(settings))
}

fn group(id: &str, set: &[(&str, Value)]) -> GroupPart {
    match compile(id, set) {
        Part::Group(group) => group,
        other => panic!("{id} is {other:?}"),
    }
}

/// Every value at an edge of what a parameter takes.
fn edges(spec: &ParamSpec) -> Vec<Value> {
    let (mut edges, word) = match &spec.kind {
        Kind::Number {
            min, max, instead, ..
        } => (vec![Value::Number(*min), Value::Number(*max)], *instead),
        Kind::Choice(options) => (options.iter().map(|o| Value::from(*o)).collect(), None),
        Kind::Flag => (vec![Value::Flag(false), Value::Flag(true)], None),
        Kind::Kinds => (vec![Value::Kinds(vec![id("a"), id("b")])], None),
        Kind::ByKind { min, max, .. } => {
            let numbers = [(id("a"), *min), (id("b"), *max)];
            (vec![Value::ByKind(numbers.into_iter().collect())], None)
        }
        Kind::Trace => (vec!["".into(), "per_second 1 0*3".into()], None),
        Kind::Times { instead } => (
            vec![Value::Times(Distribution::Constant { ms: 0.0 })],
            *instead,
        ),
    };
    edges.extend(word.map(Value::from));
    edges
}

fn check_params(owner: &str, specs: &[ParamSpec]) {
    let mut seen = HashSet::new();
    for spec in specs {
        let name = format!("{owner}.{}", spec.id);
        assert!(seen.insert(spec.id), "{name} twice");
        assert_eq!(spec.check(&spec.default), Ok(()), "default of {name}");
        assert!(spec.source.text.len() > 3, "source of {name}");
        let read = !matches!(
            spec.source.confidence,
            Confidence::FromMemory | Confidence::Assumption
        );
        let dated = |date: &str| date.starts_with("20") && date.len() >= 4;
        assert_eq!(
            spec.source.date.is_some_and(dated),
            read,
            "{name}: what was read has a date, and nothing else has"
        );
        assert!(!spec.group.is_empty() && !spec.expected().to_string().is_empty());
        for edge in edges(spec) {
            assert_eq!(spec.check(&edge), Ok(()), "{name} = {edge:?}");
        }
        let Some((other, values)) = spec.only_if else {
            continue;
        };
        let other = specs.iter().find(|spec| spec.id == other);
        let other = other.unwrap_or_else(|| panic!("{name} depends on nothing"));
        for value in values {
            let value = match &other.kind {
                Kind::Flag => Value::Flag(*value == "true"),
                Kind::Number { max, .. } if *value == "number" => Value::Number(*max),
                _ => Value::from(*value),
            };
            assert_eq!(other.check(&value), Ok(()), "{name} only if {value:?}");
        }
    }
}

#[test]
fn every_service_is_complete() {
    let icons = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assets/icons");
    let has_icon = |icon: &str| icons.join(format!("{icon}.svg")).is_file();
    let mut seen = HashSet::new();
    assert_eq!(services().len(), 12);
    for service in services() {
        assert!(seen.insert(service.id), "{} twice", service.id);
        assert!(has_icon(service.icon), "icon of {}", service.id);
        for text in [service.learn.0, service.learn.1] {
            let told = text.trim().len() > 200 && text.contains("## ");
            assert!(told, "lesson of {}", service.id);
        }
        assert!(service.ports.accepts || service.ports.calls);
        assert!(!(service.params)().is_empty());
        check_params(service.id, (service.params)());
    }
    check_params("link", link::params());
    for kind in container::kinds() {
        check_params(kind.id, (kind.params)());
        assert!(has_icon(kind.icon), "icon of {}", kind.id);
        for text in [kind.learn.0, kind.learn.1] {
            let told = text.trim().len() > 200 && text.contains("## ");
            assert!(told, "lesson of {}", kind.id);
        }
    }
}

#[test]
fn summaries_name_existing_choices() {
    for service in services() {
        let pieces = with(service.id, &[], |s, settings| (s.summary)(settings));
        assert!(!pieces.is_empty(), "summary of {}", service.id);
        for piece in pieces {
            match piece {
                Piece::Choice(param, value) => {
                    let spec = service.param(param).unwrap();
                    assert_eq!(spec.check(&Value::Text(value)), Ok(()), "{}", service.id);
                }
                Piece::Plain(text) => assert!(!text.trim().is_empty(), "{}", service.id),
                Piece::Word(key) => assert!(key.starts_with("summary."), "{}", service.id),
                Piece::Counted(key, number) => {
                    assert!(key.starts_with("summary.") && number.is_finite());
                }
                Piece::Amount(number, sign) => {
                    assert!(number.is_finite() && !sign.is_empty(), "{}", service.id);
                }
            }
        }
    }
}

#[test]
fn every_priced_service_has_dated_prices_in_every_region() {
    let usage = Usage {
        elapsed_ns: 1,
        instance_ns: 1,
        requests: 1,
        reads: 1,
        writes: 1,
        memory_mib_ms: 1,
        lcu_nano_s: 1,
        egress_bytes: 1,
        cross_zone_bytes: 1,
    };
    for (service, spec) in all_params() {
        for (edge, region) in edges(spec)
            .iter()
            .flat_map(|e| REGIONS.map(|region| (e, region)))
        {
            let lines = with(service.id, &[(spec.id, edge.clone())], |s, settings| {
                let mut lines = BillLines::default();
                (s.bill)(settings, &PriceContext { region }, &usage, &mut lines);
                lines
            });
            let free = ["client", "server"].contains(&service.id);
            assert_eq!(lines.lines().is_empty(), free, "{}", service.id);
            let gap = lines.unpriced();
            assert!(
                gap.is_empty(),
                "{} {}={edge:?}: {gap:?}",
                service.id,
                spec.id
            );
            for line in lines.lines() {
                assert!(!line.as_of.is_empty() && !line.source.is_empty());
                assert_eq!(line.recomputed(), Some(line.cost), "{}", line.dimension);
            }
        }
    }
}

fn all_params() -> impl Iterator<Item = (&'static Service, &'static ParamSpec)> {
    let params = |s: &'static Service| (s.params)().iter().map(move |spec| (s, spec));
    services().iter().flat_map(params)
}

#[test]
fn a_region_without_a_list_is_a_gap_and_not_a_zero() {
    with("alb", &[], |service, settings| {
        let mut lines = BillLines::default();
        let context = PriceContext { region: "mars-1" };
        (service.bill)(settings, &context, &Usage::default(), &mut lines);
        let gaps = vec!["balancer_hours", "lcu_hours"];
        assert_eq!(lines.into_parts(), (vec![], gaps));
    });
}

#[test]
fn everything_compiles_at_the_edges() {
    for (service, spec) in all_params() {
        for edge in edges(spec) {
            compile(service.id, &[(spec.id, edge)]);
        }
    }
    // A minimum above the maximum is a finding elsewhere; here it must not stop anything.
    let odd = [("min", Value::Number(9.0)), ("max", Value::Number(3.0))];
    let scaling = group("asg", &odd).scaling.unwrap();
    assert_eq!((scaling.min, scaling.max), (9, 9));
}

#[test]
fn a_wrong_value_says_what_was_expected() {
    let spec = service("was").unwrap().param("threads").unwrap();
    let error = spec.check(&Value::Number(-1.0)).unwrap_err();
    assert!(matches!(error, ValueError::OutOfRange { .. }));
    assert_eq!(
        error.to_string(),
        "-1 is out of range: expected a whole number from 0 to 100000 or \"auto\""
    );
    assert_eq!(spec.check(&Value::from("auto")), Ok(()));
    assert!(spec.check(&Value::from("many")).is_err());
}

#[test]
fn presets_set_the_automatic_numbers() {
    let text = |param: &'static str, value: &str| (param, Value::from(value));
    let slots = |id, set: &[(&str, Value)]| group(id, set).slots;
    assert_eq!(slots("was", &[]), Some(200));
    let wildfly = [
        text("server", "wildfly"),
        text("instance_type", "m5.xlarge"),
    ];
    assert_eq!(slots("was", &wildfly), Some(64));
    assert_eq!(slots("was", &[text("server", "websphere")]), Some(50));
    let own = [text("server", "websphere"), ("threads", Value::Number(7.0))];
    assert_eq!(slots("was", &own), Some(7));
    assert_eq!(slots("web_server", &[]), Some(1_024));
    assert_eq!(slots("web_server", &[text("server", "apache")]), Some(400));
    assert_eq!(group("web_server", &[]).queue, Some(128));
    let iis = group("web_server", &[text("server", "iis")]);
    assert_eq!((iis.slots, iis.queue), (Some(1_024), Some(1_000)));
}

#[test]
fn database_connections_follow_the_memory() {
    let slots = |engine: &str, class: &str| {
        let set = [
            ("engine", Value::from(engine)),
            ("class", Value::from(class)),
        ];
        group("rds", &set).slots
    };
    // 95 % of 16 GiB, by hand: 15,564 MiB / 12,582,880 B; AWS says about 1,300.
    assert_eq!(slots("mysql", "db.m5.xlarge"), Some(1_297));
    assert_eq!(slots("mariadb", "db.m5.xlarge"), Some(648));
    assert_eq!(slots("postgresql", "db.m5.xlarge"), Some(1_712));
    assert_eq!(slots("postgresql", "db.r5.8xlarge"), Some(5_000));
}

#[test]
fn a_standby_comes_with_multi_az_only() {
    let single = group("rds", &[]);
    assert_eq!((single.queue, single.failover), (Some(0), None));
    let failover = group("rds", &[("multi_az", Value::Flag(true))]).failover;
    let minutes = Distribution::Uniform {
        min_ms: 60_000.0,
        max_ms: 120_000.0,
    };
    assert_eq!(failover, Some(minutes));
}

#[test]
fn the_textbook_station_is_mm1_at_its_defaults() {
    let station = group("server", &[]);
    assert_eq!((station.slots, station.queue), (Some(1), None));
    assert_eq!((station.cores, station.instances), (None, 1));
    let mean = Distribution::Exponential { mean_ms: 10.0 };
    assert_eq!(station.service, mean);
    let sharing = group(
        "server",
        &[
            ("discipline", Value::from("processor_sharing")),
            ("workers", Value::Number(2.0)),
        ],
    );
    assert_eq!(sharing.discipline, Discipline::ProcessorSharing);
    assert_eq!((sharing.slots, sharing.cores), (None, Some(2.0)));
}

#[test]
fn scaling_policies_make_groups() {
    let policy = |id, policy: &str| group(id, &[("policy", Value::from(policy))]).scaling;
    assert_eq!(policy("was", "none"), None);
    let fixed = policy("was", "fixed").unwrap();
    assert_eq!((fixed.min, fixed.max, fixed.target), (2, 2, None));
    assert_eq!(fixed.warm_up, Span::ZERO);
    let tracking = policy("asg", "target_tracking").unwrap();
    assert_eq!((tracking.min, tracking.max), (2, 8));
    assert_eq!(tracking.target, Some(0.6));
    assert_eq!(tracking.warm_up, Span::from_secs(300));
    assert!(!tracking.elb_health);
    assert_eq!(group("web_server", &[]).scaling, None);
    let healing = group("web_server", &[("replace", Value::Flag(true))]);
    assert_eq!(healing.scaling.unwrap().min, healing.instances);
}

#[test]
fn processors_are_shared_unless_said_otherwise() {
    let dedicated = [("cpu", Value::from("dedicated"))];
    for id in ["web_server", "was", "asg"] {
        assert_eq!(group(id, &[]).cores, Some(2.0), "{id}");
        assert_eq!(group(id, &dedicated).cores, None, "{id}");
    }
    let big = [("class", Value::from("db.r5.8xlarge"))];
    assert_eq!(group("rds", &big).cores, Some(32.0));
}

#[test]
fn tasks_are_a_group_of_their_size() {
    let tasks = group("fargate", &[]);
    assert_eq!((tasks.instances, tasks.slots), (2, Some(100)));
    assert_eq!(tasks.cores, Some(1.0));
    let scaling = tasks.scaling.unwrap();
    assert_eq!((scaling.min, scaling.max), (2, 6));
    assert_eq!(scaling.target, Some(0.7));
    assert_eq!((scaling.warm_up, scaling.grace), (Span::ZERO, Span::ZERO));
    assert_eq!(scaling.drain, Span::from_secs(30));
    assert!(scaling.elb_health);
    let quarter = ("task_size", Value::from("0.25vcpu-0.5gb"));
    let fixed = [
        quarter.clone(),
        ("policy", Value::from("fixed")),
        ("desired", Value::Number(3.0)),
    ];
    let tasks = group("fargate", &fixed);
    assert_eq!((tasks.instances, tasks.cores), (3, Some(0.25)));
    let scaling = tasks.scaling.unwrap();
    assert_eq!((scaling.min, scaling.max, scaling.target), (3, 3, None));
    let dedicated = [quarter, ("cpu", Value::from("dedicated"))];
    assert_eq!(group("fargate", &dedicated).cores, None);
    let wrong = Value::from("0.25vcpu-4gb");
    let spec = service("fargate").unwrap().param("task_size").unwrap();
    assert!(spec.check(&wrong).is_err());
    let summary = with("fargate", &fixed, |s, settings| (s.summary)(settings));
    let plain = |text: &str| Piece::Plain(text.to_owned());
    assert_eq!(summary, [plain("3 × 0.25 vCPU"), plain("0.5 GB")]);
}

#[test]
fn functions_start_as_measured() {
    let set = [("runtime", Value::from("java21"))];
    let Part::Functions(function) = compile("lambda", &set) else {
        panic!("lambda is a function");
    };
    let Distribution::Percentiles { p50_ms, .. } = function.cold_start else {
        panic!("measured percentiles");
    };
    assert_eq!(p50_ms.round(), 244.0);
    assert_eq!(function.concurrency, 1_000);
    assert_eq!(function.timeout, Span::from_secs(3));
    assert_eq!(function.idle_expiry, Span::from_secs(600));
}

#[test]
fn the_other_parts_take_their_figures() {
    let Part::Store(store) = compile("s3", &[("prefixes", Value::Number(2.0))]) else {
        panic!("s3 is a store");
    };
    assert_eq!((store.reads_per_s, store.writes_per_s), (11_000.0, 7_000.0));
    assert_eq!(store.read_share, 1.0);
    let random = [("algorithm", Value::from("weighted_random"))];
    let Part::Balancer(alb) = compile("alb", &random) else {
        panic!("alb is a balancer");
    };
    assert_eq!(alb.algorithm, Algorithm::Random);
    assert_eq!(alb.idle_timeout, Some(Span::from_secs(60)));
    let closed = compile("client", &[("mode", Value::from("closed"))]);
    let Part::Source(SourcePart::Closed { users, .. }) = closed else {
        panic!("a closed loop");
    };
    assert_eq!(users, 100);
}
