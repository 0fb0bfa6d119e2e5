//! The review: each rule speaks where it should and is silent where it should be.
#![allow(clippy::unwrap_used)]

#[path = "support/documents.rs"]
mod support;

use proptest::prelude::*;
use sim_core::catalog::Value;
use sim_core::check::{RULES, Severity, findings};
use sim_core::document::{Component, Document, Link, RequestKind};
use support::{any_document, component, container, document, id, link};

fn with(mut item: Component, parent: &str, params: &[(&str, Value)]) -> Component {
    item.parent = (!parent.is_empty()).then(|| id(parent));
    item.params = params
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect();
    item
}

fn set(mut item: Link, params: &[(&str, Value)]) -> Link {
    item.params = params
        .iter()
        .map(|(name, value)| ((*name).to_owned(), value.clone()))
        .collect();
    item
}

fn patient(from: &str, to: &str) -> Link {
    set(link(from, to), &[("timeout_ms", 1000.0.into())])
}

/// A sound design: two zones, a balancer, two groups, a database with a standby.
fn sound() -> Document {
    let places = vec![
        container("seoul", "region", None),
        container("zone-a", "zone", Some("seoul")),
        container("zone-c", "zone", Some("seoul")),
    ];
    let components = vec![
        component("users", "client"),
        with(component("alb", "alb"), "seoul", &[]),
        with(
            component("was-a", "was"),
            "zone-a",
            &[("threads", 20.0.into())],
        ),
        with(
            component("was-c", "was"),
            "zone-c",
            &[("threads", 20.0.into())],
        ),
        with(
            component("db", "rds"),
            "seoul",
            &[("multi_az", Value::Flag(true))],
        ),
    ];
    let links = vec![
        link("users", "alb"),
        link("alb", "was-a"),
        link("alb", "was-c"),
        patient("was-a", "db"),
        patient("was-c", "db"),
    ];
    document(places, components, links)
}

fn change(document: &mut Document, key: &str, edit: impl FnOnce(&mut Component)) {
    edit(std::sync::Arc::make_mut(
        document.components.get_mut(key).unwrap(),
    ));
}

fn relink(document: &mut Document, item: Link) {
    document
        .links
        .insert(item.id.clone(), std::sync::Arc::new(item));
}

/// Rule and target of every finding.
fn said(document: &Document) -> Vec<(&'static str, String)> {
    let target = |finding: &sim_core::check::Finding| {
        finding
            .target
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default()
    };
    findings(document)
        .iter()
        .map(|finding| (finding.key, target(finding)))
        .collect()
}

fn expect(document: &Document, expected: &[(&str, &str)]) {
    let expected: Vec<(&str, String)> = expected
        .iter()
        .map(|(key, target)| (*key, (*target).to_owned()))
        .collect();
    assert_eq!(said(document), expected);
    for finding in findings(document) {
        let text = finding.to_string();
        assert!(!text.contains('{') && !text.contains('}'), "{text}");
    }
}

#[test]
fn a_sound_design_has_no_findings() {
    expect(&sound(), &[]);
}

#[test]
fn an_empty_document_has_no_client() {
    expect(&Document::default(), &[("no_client", "")]);
}

#[test]
fn traffic_must_go_somewhere() {
    let lonely = document(
        vec![],
        vec![component("users", "client"), component("db", "rds")],
        vec![],
    );
    expect(
        &lonely,
        &[("client_without_link", "users"), ("not_reached", "db")],
    );
    let mut silent = sound();
    change(&mut silent, "users", |users| {
        drop(users.params.insert("rate_per_s".into(), 0.0.into()))
    });
    expect(&silent, &[("silent_client", "users")]);
    let alb = document(
        vec![],
        vec![component("users", "client"), component("alb", "alb")],
        vec![link("users", "alb")],
    );
    expect(&alb, &[("balancer_without_targets", "alb")]);
}

#[test]
fn circles_of_calls_are_found_and_events_break_them() {
    let circle = |mode: &str| {
        let short = |name| with(component(name, "server"), "", &[("queue", 5.0.into())]);
        let users = component("users", "client");
        let components = vec![users, short("a"), short("b"), short("c")];
        let back = set(
            link("c", "a"),
            &[("mode", mode.into()), ("timeout_ms", 1000.0.into())],
        );
        document(
            vec![],
            components,
            vec![
                link("users", "a"),
                patient("a", "b"),
                patient("b", "c"),
                back,
            ],
        )
    };
    expect(&circle("call"), &[("call_cycle", "a")]);
    assert!(
        findings(&circle("call"))[0]
            .to_string()
            .contains("A → B → C")
    );
    expect(&circle("event"), &[]);
}

#[test]
fn nothing_to_serve_with_is_an_error() {
    for (service, param) in [
        ("was", "threads"),
        ("was", "desired"),
        ("lambda", "concurrency"),
        ("s3", "prefixes"),
    ] {
        let components = vec![
            component("users", "client"),
            with(component("x", service), "", &[(param, 0.0.into())]),
        ];
        expect(
            &document(vec![], components, vec![link("users", "x")]),
            &[("no_capacity", "x")],
        );
    }
}

#[test]
fn crossed_limits_are_found() {
    let group = with(
        component("app", "asg"),
        "",
        &[("min", 5.0.into()), ("max", 3.0.into())],
    );
    let crossed = document(
        vec![],
        vec![component("users", "client"), group],
        vec![link("users", "app")],
    );
    expect(&crossed, &[("limits_crossed", "app")]);
}

/// Six vCPUs in each Region, whoever starts them, unless the account has more.
#[test]
fn the_quota_of_vcpus_counts_all_tasks_of_a_region() {
    let tasks = |name: &str, parent: &str, max: f64, more: &[(&str, Value)]| {
        let pairs: Vec<_> = [("max", max.into())]
            .into_iter()
            .chain(more.to_vec())
            .collect();
        with(component(name, "fargate"), parent, &pairs)
    };
    let of = |services: Vec<Component>| {
        let mut components = vec![component("users", "client")];
        let links = services.iter().map(|s| patient("users", s.id.as_str()));
        let links = links.collect();
        components.extend(services);
        let places = vec![
            container("seoul", "region", None),
            container("seoul-2", "region", None),
        ];
        document(places, components, links)
    };
    let small = ("task_size", Value::from("0.5vcpu-1gb"));
    expect(&of(vec![tasks("a", "seoul", 6.0, &[])]), &[]);
    expect(
        &of(vec![tasks("a", "seoul", 7.0, &[])]),
        &[("vcpu_quota", "a")],
    );
    let both = of(vec![
        tasks("a", "seoul", 5.0, &[]),
        tasks("b", "seoul-2", 3.0, &[small]),
    ]);
    expect(&both, &[("vcpu_quota", "a")]);
    let text = findings(&both)[0].to_string();
    for part in ["of A, B may", "6.5 vCPUs in ap-northeast-2", "quota of 6 "] {
        assert!(text.contains(part), "{text}");
    }
    // Elsewhere it is another six.
    expect(
        &of(vec![
            tasks("a", "seoul", 5.0, &[]),
            tasks("b", "", 5.0, &[]),
        ]),
        &[("outside_region", "b")],
    );
    let raised = [("vcpu_quota", Value::Number(20.0))];
    expect(
        &of(vec![
            tasks("a", "seoul", 5.0, &raised),
            tasks("b", "seoul", 15.0, &[]),
        ]),
        &[],
    );
}

#[test]
fn single_points_of_failure_are_found() {
    let mut one = sound();
    change(&mut one, "db", |db| {
        drop(db.params.shift_remove("multi_az"))
    });
    expect(&one, &[("single_instance_somewhere", "db")]);
    let mut zone = sound();
    change(&mut zone, "was-c", |was| was.parent = Some(id("zone-a")));
    change(&mut zone, "db", |db| {
        (db.parent, db.params) = (Some(id("zone-a")), Default::default())
    });
    expect(&zone, &[("single_instance", "db"), ("one_zone", "zone-a")]);
    // The same on the bare canvas is a textbook queue.
    let bare = document(
        vec![],
        vec![component("users", "client"), component("s", "server")],
        vec![link("users", "s")],
    );
    expect(&bare, &[]);
}

#[test]
fn a_balancer_needs_two_zones_and_a_zone_a_region() {
    let mut inside = sound();
    change(&mut inside, "alb", |alb| alb.parent = Some(id("zone-a")));
    expect(&inside, &[("balancer_in_one_zone", "alb")]);
    let mut outside = sound();
    let lost = container("zone-x", "zone", None);
    outside.containers.insert(lost.id.clone(), lost.into());
    expect(&outside, &[("zone_outside_region", "zone-x")]);
}

#[test]
fn impatience_and_endless_patience_are_found() {
    let mut endless = sound();
    relink(&mut endless, link("was-a", "db"));
    expect(&endless, &[("no_timeout", "was-a-db")]);
    let function = |timeout_s: f64| {
        with(
            component("f", "lambda"),
            "",
            &[("timeout_s", timeout_s.into())],
        )
    };
    let calls = |timeout_s| {
        document(
            vec![],
            vec![component("users", "client"), function(timeout_s)],
            vec![patient("users", "f")],
        )
    };
    expect(&calls(1.0), &[]);
    expect(&calls(2.0), &[("function_outlives_caller", "users-f")]);
}

#[test]
fn neighbouring_retries_multiply() {
    let mut storm = sound();
    relink(
        &mut storm,
        set(link("users", "alb"), &[("retries", 2.0.into())]),
    );
    relink(
        &mut storm,
        set(link("alb", "was-a"), &[("retries", 3.0.into())]),
    );
    expect(&storm, &[("retries_multiply", "alb-was-a")]);
    assert!(findings(&storm)[0].to_string().contains("up to 12 tries"));
}

#[test]
fn more_callers_than_connections_are_found() {
    let mut narrow = sound();
    change(&mut narrow, "db", |db| {
        drop(db.params.insert("max_connections".into(), 80.0.into()))
    });
    expect(&narrow, &[]);
    change(&mut narrow, "db", |db| {
        drop(db.params.insert("max_connections".into(), 79.0.into()))
    });
    expect(&narrow, &[("more_callers_than_slots", "db")]);
}

#[test]
fn a_store_sends_events() {
    let bucket = |mode: &str| {
        let components = vec![
            component("users", "client"),
            component("files", "s3"),
            component("f", "lambda"),
        ];
        document(
            vec![],
            components,
            vec![
                link("users", "files"),
                set(link("files", "f"), &[("mode", mode.into())]),
            ],
        )
    };
    expect(&bucket("event"), &[]);
    expect(&bucket("call"), &[("store_waits", "files-f")]);
}

#[test]
fn a_queue_has_somebody_who_fetches_in_time() {
    let queue = |visibility: f64, timeout: f64, linked: bool| {
        let components = vec![
            component("users", "client"),
            with(
                component("mail", "sqs"),
                "",
                &[("visibility_s", visibility.into())],
            ),
            with(
                component("f", "lambda"),
                "",
                &[("timeout_s", timeout.into())],
            ),
        ];
        let mut links = vec![link("users", "mail"), link("users", "f")];
        links.extend(linked.then(|| link("mail", "f")));
        document(vec![], components, links)
    };
    expect(&queue(30.0, 30.0, true), &[]);
    expect(
        &queue(30.0, 31.0, true),
        &[("visibility_too_short", "mail")],
    );
    expect(
        &queue(30.0, 3.0, false),
        &[("queue_without_consumer", "mail")],
    );
}

/// Who sends to a queue does not wait for whoever fetches from it.
#[test]
fn a_worker_may_send_to_its_own_queue() {
    let components = vec![
        component("users", "client"),
        component("mail", "sqs"),
        component("worker", "server"),
    ];
    let links = vec![
        link("users", "mail"),
        link("mail", "worker"),
        patient("worker", "mail"),
    ];
    expect(&document(vec![], components, links), &[]);
}

#[test]
fn what_is_paid_for_stands_in_a_region_if_there_is_one() {
    let mut design = sound();
    let alb = design.components.get_mut(&id("alb")).unwrap();
    std::sync::Arc::make_mut(alb).parent = None;
    let found = findings(&design);
    let of_alb = found.iter().filter(|f| f.key == "outside_region");
    assert_eq!(
        of_alb.map(|f| f.target.clone()).collect::<Vec<_>>(),
        [Some(id("alb"))]
    );
    // Clients are paid for by nobody, and without any region nothing is outside.
    design.containers.clear();
    for component in design.components.values_mut() {
        std::sync::Arc::make_mut(component).parent = None;
    }
    assert!(findings(&design).iter().all(|f| f.key != "outside_region"));
}

#[test]
fn rules_have_their_own_keys_and_the_worst_comes_first() {
    let mut keys: Vec<&str> = RULES.iter().map(|rule| rule.key).collect();
    keys.sort_unstable();
    keys.dedup();
    assert_eq!(keys.len(), RULES.len());
    assert!(Severity::Error < Severity::Warning && Severity::Warning < Severity::Hint);
}

proptest! {
    #[test]
    fn any_document_can_be_reviewed(document in any_document()) {
        let found = findings(&document);
        prop_assert!(found.windows(2).all(|pair| pair[0].severity <= pair[1].severity));
        for finding in &found {
            prop_assert!(RULES.iter().any(|rule| rule.key == finding.key));
            prop_assert!(finding.target.as_ref().is_none_or(|id| document.contains(id)));
        }
    }
}

#[test]
fn every_kind_must_find_its_way() {
    let named = |kinds: &[&str]| Value::Kinds(kinds.iter().map(|kind| id(kind)).collect());
    let mut document = sound();
    for kind in ["page", "image", "idle"] {
        let kind = RequestKind::new(id(kind), kind.to_uppercase());
        document.kinds.insert(kind.id.clone(), kind.into());
    }
    expect(&document, &[]);
    change(&mut document, "users", |users| {
        let weights = [(id("page"), 1.0), (id("image"), 2.0)];
        let weights = Value::ByKind(weights.into_iter().collect());
        users.params.insert("weights".to_owned(), weights);
    });
    expect(&document, &[("kind_not_sent", "")]);
    // A component does without the call that a kind does not make.
    relink(
        &mut document,
        set(
            patient("was-a", "db"),
            &[("timeout_ms", 1000.0.into()), ("kinds", named(&["page"]))],
        ),
    );
    relink(
        &mut document,
        set(link("alb", "was-a"), &[("kinds", named(&["page"]))]),
    );
    expect(&document, &[("kind_not_sent", "")]);
    relink(
        &mut document,
        set(link("alb", "was-c"), &[("kinds", named(&["page", "idle"]))]),
    );
    expect(
        &document,
        &[("kind_without_way", "alb"), ("kind_not_sent", "")],
    );
    relink(
        &mut document,
        set(link("users", "alb"), &[("kinds", named(&["page"]))]),
    );
    expect(
        &document,
        &[("kind_without_way", "users"), ("kind_not_sent", "")],
    );
}

/// A client that gives up after a second, and one server with these parameters.
fn server(params: &[(&str, Value)]) -> Document {
    document(
        vec![],
        vec![
            component("users", "client"),
            with(component("server", "server"), "", params),
        ],
        vec![patient("users", "server")],
    )
}

#[test]
fn a_long_queue_of_impatient_callers_goes_stale() {
    let stale = [("stale_queue", "server")];
    expect(&server(&[]), &stale);
    expect(&server(&[("queue", 11.0.into())]), &stale);
    expect(&server(&[("queue", 10.0.into())]), &[]);
    let patience = Value::Times(sim_core::foundation::chance::Distribution::constant(500.0));
    for cure in [
        ("patience", patience),
        ("skip_abandoned", Value::Flag(true)),
        ("discipline", "lifo".into()),
        ("admission", "queue_delay".into()),
    ] {
        expect(&server(&[cure]), &[]);
    }
    let mut patient = server(&[]);
    relink(&mut patient, link("users", "server"));
    expect(&patient, &[]);
}

#[test]
fn priorities_need_kinds_that_differ() {
    let order = ("discipline", Value::from("priority_preemptive"));
    let mut document = server(&[order]);
    expect(&document, &[("priority_without_kinds", "server")]);
    for (name, priority) in [("page", 1), ("report", 1), ("health", 2)] {
        let mut kind = RequestKind::new(id(name), name);
        kind.priority = priority;
        document.kinds.insert(id(name), kind.into());
        let expected: &[_] = match name {
            "health" => &[],
            _ => &[("priority_without_kinds", "server")],
        };
        expect(&document, expected);
    }
}

#[test]
fn limits_leave_no_slot_idle() {
    let limited = |limit: f64| {
        server(&[
            ("admission", "concurrency_limit".into()),
            ("admission_limit", limit.into()),
            ("workers", 8.0.into()),
        ])
    };
    expect(&limited(8.0), &[]);
    expect(&limited(7.0), &[("limit_below_slots", "server")]);
    expect(&limited(0.0), &[("no_capacity", "server")]);
    let silent = [
        ("queue", 0.0.into()),
        ("throttle", "token_bucket".into()),
        ("throttle_per_s", 0.0.into()),
    ];
    expect(&server(&silent), &[("no_capacity", "server")]);
}

#[test]
fn a_breaker_needs_a_timeout() {
    let mut document = sound();
    let breaker = [("breaker", Value::Flag(true))];
    relink(&mut document, set(link("users", "alb"), &breaker));
    expect(&document, &[("breaker_without_timeout", "users-alb")]);
    let patient = [
        ("breaker", Value::Flag(true)),
        ("timeout_ms", 1000.0.into()),
    ];
    relink(&mut document, set(link("users", "alb"), &patient));
    expect(&document, &[]);
}

/// A cache between a WAS and the database is sound; without the database behind it, or without anything it could keep,
/// it is not.
#[test]
fn a_cache_needs_an_origin_and_something_to_keep() {
    let with_cache = |pairs: &[(&str, Value)], origin: bool| {
        let mut document = sound();
        let replica = ("multi_az", Value::Flag(true));
        let pairs: Vec<_> = pairs.iter().cloned().chain([replica]).collect();
        let cache = with(component("cache", "elasticache"), "seoul", &pairs);
        document
            .components
            .insert(cache.id.clone(), std::sync::Arc::new(cache));
        relink(&mut document, patient("was-a", "cache"));
        if origin {
            relink(&mut document, patient("cache", "db"));
        }
        document
    };
    expect(&with_cache(&[], true), &[]);
    expect(
        &with_cache(&[], false),
        &[("cache_without_origin", "cache")],
    );
    let keys = |name, value: Value| [("contents", "keys".into()), (name, value)];
    let empty = [
        vec![("hit_ratio", 0.0.into())],
        keys("ttl_s", 0.0.into()).to_vec(),
        keys("entries", 0.0.into()).to_vec(),
    ];
    for pairs in empty {
        expect(&with_cache(&pairs, true), &[("cache_loses_all", "cache")]);
    }
    expect(&with_cache(&keys("ttl_s", "none".into()), true), &[]);
}
