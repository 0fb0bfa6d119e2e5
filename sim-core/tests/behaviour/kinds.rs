//! Kinds of request: mixes, links that let some pass, sizes, work, and what becomes of each kind.

use sim_core::engine::snapshot::{Cause, KindView};

use crate::assert_close;
use crate::support::build::{Build, by_kind, id, kinds, number, word};
use crate::support::run::Run;

fn kind(run: &Run, name: &str) -> KindView {
    let views = run.frame().snapshot.kinds;
    views.into_iter().find(|view| view.id == id(name)).unwrap()
}

/// 10,000 requests, three pages to one upload: within four standard deviations of 7,500.
#[test]
fn a_client_sends_a_mix() {
    let build = Build::default()
        .kind("page")
        .kind("upload")
        .kind("never")
        .steady("users", 1000.0)
        .set(
            "users",
            "weights",
            by_kind(&[("page", 3.0), ("upload", 1.0)]),
        )
        .fixed("web", 1, 0.0, &[])
        .link("users", "web", &[]);
    let mut run = Run::new(&build);
    run.to(10.0005);
    let pages = kind(&run, "page").ok as f64;
    assert!(
        (pages - 7500.0).abs() < 4.0 * (10_000.0 * 0.75 * 0.25f64).sqrt(),
        "{pages}"
    );
    assert_eq!(kind(&run, "page").ok + kind(&run, "upload").ok, 10_000);
    assert_eq!(kind(&run, "never").arrived, 0);
}

#[test]
fn without_weights_all_kinds_are_alike() {
    let build = Build::default()
        .kind("a")
        .kind("b")
        .steady("users", 1000.0)
        .fixed("web", 1, 0.0, &[])
        .link("users", "web", &[]);
    let mut run = Run::new(&build);
    run.to(10.0005);
    let a = kind(&run, "a").ok as f64;
    assert!((a - 5000.0).abs() < 4.0 * 50.0, "{a}");
}

/// Static files stop at the web server; pages go on to the WAS and take three times the web server's time.
#[test]
fn links_and_work_differ_by_kind() {
    let mix = |name: &str| {
        Build::default()
            .kind("page")
            .kind("image")
            .once("user", 10.0)
            .set("user", "weights", by_kind(&[(name, 1.0)]))
            .fixed(
                "web",
                1,
                0.1,
                &[("work_by_kind", by_kind(&[("page", 3.0)]))],
            )
            .fixed("was", 1, 0.5, &[])
            .link("user", "web", &[])
            .link("web", "was", &[("kinds", kinds(&["page"]))])
    };
    let mut run = Run::new(&mix("page"));
    run.to(15.0);
    assert_close(kind(&run, "page").latency.mean, 0.3 + 0.5);
    let mut run = Run::new(&mix("image"));
    run.to(15.0);
    assert_close(kind(&run, "image").latency.mean, 0.1);
    assert_eq!((run.view("was").arrived, run.view("web").ok), (0, 1));
}

/// Every part of the engine that works heeds the factor.
#[test]
fn every_component_works_by_kind() {
    let twice = by_kind(&[("big", 2.0)]);
    for (service, param) in [
        ("server", "service_time"),
        ("was", "service_time"),
        ("lambda", "service_time"),
        ("s3", "first_byte"),
        ("rds", "query_time"),
    ] {
        let work = crate::support::build::constant(0.25);
        let mut build = Build::default()
            .kind("big")
            .once("user", 10.0)
            .component("it", service, None, &[(param, work)])
            .set("it", "work_by_kind", twice.clone())
            .link("user", "it", &[]);
        if service == "lambda" {
            let start = crate::support::build::constant(0.0);
            build = build.set("it", "cold_start", start);
        }
        let mut run = Run::new(&build);
        run.to(15.0);
        assert_close(kind(&run, "big").latency.mean, 0.5);
    }
}

#[test]
fn a_kind_that_no_link_lets_pass_is_unreachable_at_the_client() {
    let build = Build::default()
        .kind("page")
        .kind("upload")
        .steady("users", 10.0)
        .set("users", "weights", by_kind(&[("upload", 1.0)]))
        .fixed("web", 1, 0.0, &[])
        .link(
            "users",
            "web",
            &[("kinds", kinds(&["page"])), ("retries", number(3.0))],
        );
    let mut run = Run::new(&build);
    run.to(10.05);
    assert_eq!(run.failures(Cause::Unreachable, "users"), 100);
    assert_eq!(
        (kind(&run, "upload").failed, kind(&run, "page").arrived),
        (100, 0)
    );
    assert_eq!(run.link("users-web").requests, 0);
}

/// A user without thinking time whose requests nobody takes asks once a second, and time goes on.
#[test]
fn users_whose_kind_nobody_takes_do_not_stop_the_clock() {
    let build = Build::default()
        .kind("page")
        .kind("upload")
        .users("users", 3, 0.0)
        .set("users", "weights", by_kind(&[("upload", 1.0)]))
        .fixed("web", 1, 0.0, &[])
        .link("users", "web", &[("kinds", kinds(&["page"]))]);
    let mut run = Run::new(&build);
    run.to(1.5);
    let before = run.failures(Cause::Unreachable, "users");
    run.to(9.5);
    assert_eq!(run.failures(Cause::Unreachable, "users") - before, 3 * 8);
}

#[test]
fn a_client_picks_among_the_links_that_pass() {
    let build = Build::default()
        .kind("page")
        .kind("image")
        .steady("users", 100.0)
        .fixed("a", 1, 0.0, &[])
        .fixed("b", 1, 0.0, &[])
        .fixed("c", 1, 0.0, &[])
        .link(
            "users",
            "a",
            &[("kinds", kinds(&["page"])), ("weight", number(9.0))],
        )
        .link(
            "users",
            "b",
            &[("kinds", kinds(&["page"])), ("weight", number(0.0))],
        )
        .link("users", "c", &[("kinds", kinds(&["image"]))]);
    let mut run = Run::new(&build);
    run.to(10.005);
    assert_eq!(run.view("a").ok, kind(&run, "page").ok);
    assert_eq!(
        (run.view("b").ok, run.view("c").ok),
        (0, kind(&run, "image").ok)
    );
    assert_eq!(run.totals().ok, 1000);
}

/// Round robin goes on within the targets of a kind, however the kinds alternate.
#[test]
fn a_balancer_routes_by_kind() {
    for algorithm in ["round_robin", "least_outstanding", "weighted_random"] {
        let build = Build::default()
            .kind("api")
            .kind("image")
            .steady("users", 100.0)
            .component("alb", "alb", None, &[("algorithm", word(algorithm))])
            .fixed("a1", 1, 0.0, &[])
            .fixed("a2", 1, 0.0, &[])
            .fixed("i1", 1, 0.0, &[])
            .fixed("i2", 1, 0.0, &[])
            .link("users", "alb", &[])
            .link("alb", "a1", &[("kinds", kinds(&["api"]))])
            .link("alb", "a2", &[("kinds", kinds(&["api"]))])
            .link("alb", "i1", &[("kinds", kinds(&["image"]))])
            .link("alb", "i2", &[("kinds", kinds(&["image"]))]);
        let mut run = Run::new(&build);
        run.to(20.5);
        let (api, image) = (kind(&run, "api"), kind(&run, "image"));
        let ok = |name: &str| run.view(name).ok;
        assert_eq!(ok("a1") + ok("a2"), api.ok);
        assert_eq!(ok("i1") + ok("i2"), image.ok);
        if algorithm != "weighted_random" {
            assert!(ok("a1").abs_diff(ok("a2")) <= 1 && ok("i1").abs_diff(ok("i2")) <= 1);
        }
    }
}

/// A kind without any target is answered 503, whatever else is healthy.
#[test]
fn a_balancer_without_a_target_for_a_kind_says_so() {
    let build = Build::default()
        .kind("api")
        .kind("image")
        .steady("users", 10.0)
        .component("alb", "alb", None, &[])
        .fixed("a", 1, 0.0, &[])
        .link("users", "alb", &[])
        .link("alb", "a", &[("kinds", kinds(&["api"]))]);
    let mut run = Run::new(&build);
    run.to(10.05);
    let image = kind(&run, "image");
    assert!(image.failed > 20 && image.ok == 0);
    assert_eq!(run.failures(Cause::Unreachable, "alb"), image.failed);
    assert_eq!(kind(&run, "api").failed, 0);
}

/// The kind's own sizes count where it has some, the link's where not.
#[test]
fn sizes_of_a_kind_override_those_of_a_link() {
    const KIB: u64 = 1024;
    let build = Build::default()
        .sized_kind("image", None, Some(500.0))
        .sized_kind("upload", Some(2000.0), None)
        .steady("users", 10.0)
        .region("seoul", &["a", "b"])
        .fixed("web", 10, 0.0, &[])
        .inside("web", "a")
        .fixed("db", 10, 0.0, &[])
        .inside("db", "b")
        .link("users", "web", &[])
        .link(
            "web",
            "db",
            &[("request_kib", number(3.0)), ("response_kib", number(7.0))],
        );
    let mut run = Run::new(&build);
    run.to(10.05);
    let (images, uploads) = (kind(&run, "image").ok, kind(&run, "upload").ok);
    assert!(images + uploads == 100 && images > 20 && uploads > 20);
    let (web, db) = (run.view("web").usage, run.view("db").usage);
    assert_eq!(web.cross_zone_bytes, KIB * (3 * images + 2000 * uploads));
    assert_eq!(db.cross_zone_bytes, KIB * (500 * images + 7 * uploads));
    assert_eq!(web.egress_bytes, KIB * (500 * images + 10 * uploads));
}

/// Kinds come and go while requests are in flight: what is known goes on counting, what is gone counts nowhere.
#[test]
fn kinds_change_while_it_runs() {
    let plain = Build::default()
        .steady("users", 10.0)
        .fixed("web", 100, 0.52, &[])
        .link("users", "web", &[]);
    let mut run = Run::new(&plain);
    run.to(10.05);
    assert!(run.frame().snapshot.kinds.is_empty());
    // Five requests are in flight without a kind; the next hundred are pages.
    let one = plain.clone().kind("page");
    run.change(&one).to(20.05);
    let page = kind(&run, "page");
    assert_eq!((page.arrived, page.ok, page.in_flight), (100, 95, 5));
    // Another kind before it: the number changes, the counts stay.
    let mut two = plain.clone().kind("image").kind("page");
    two = two.set("users", "weights", by_kind(&[("image", 1.0)]));
    run.change(&two).to(30.05);
    let (page, image) = (kind(&run, "page"), kind(&run, "image"));
    assert_eq!((page.arrived, page.ok, page.in_flight), (100, 100, 0));
    assert_eq!((image.arrived, image.ok, image.in_flight), (100, 95, 5));
    run.change(&one).to(30.45);
    assert_eq!(kind(&run, "page").arrived, 104);
    run.change(&plain).to(40.05);
    assert!(run.frame().snapshot.kinds.is_empty());
    assert_eq!((run.totals().arrived, run.totals().ok), (400, 395));
}

/// A definition that nothing differs by changes no draw: the same figures to the last digit.
#[test]
fn a_single_kind_is_like_none() {
    let build = |build: Build| {
        let build = build
            .client("users", 50.0)
            .component("alb", "alb", None, &[])
            .server("a", 1, 0.02)
            .server("b", 1, 0.02)
            .link(
                "users",
                "alb",
                &[("timeout_ms", number(200.0)), ("retries", number(2.0))],
            )
            .link("alb", "a", &[("calls", number(1.0))])
            .link("alb", "b", &[]);
        let mut run = Run::new(&build);
        run.to(100.0);
        let snapshot = run.frame().snapshot;
        (snapshot.totals, snapshot.latency, snapshot.events)
    };
    assert_eq!(
        build(Build::default()),
        build(Build::default().kind("only"))
    );
}
