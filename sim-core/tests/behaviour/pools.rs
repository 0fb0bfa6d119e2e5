//! Connection pools: calls wait in line at their caller, which holds its slot meanwhile.

use sim_core::catalog::Value;
use sim_core::document::FaultKind;
use sim_core::engine::snapshot::{Cause, SpecialView};

use crate::assert_close;
use crate::support::build::{Build, number, word};
use crate::support::run::{Run, fault};

/// Ten requests per second to a WAS that asks a database for 1 s each, over a pool of `size`.
fn shop(threads: u32, size: f64, more: &[(&str, Value)]) -> Build {
    let mut link = vec![("pool", number(size))];
    link.extend_from_slice(more);
    Build::default()
        .steady("users", 10.0)
        .fixed("was", threads, 0.0, &[])
        .fixed("db", 100, 1.0, &[])
        .link("users", "was", &[])
        .link("was", "db", &link)
}

fn pool(run: &Run) -> SpecialView {
    run.link("was-db").special.unwrap()
}

fn out_and_waiting(run: &Run) -> (u64, u64) {
    (pool(run).connections.unwrap().0, pool(run).waiting)
}

#[test]
fn calls_beyond_the_pool_wait_with_their_thread_held() {
    let mut run = Run::new(&shop(4, 2.0, &[]));
    run.to(1.05);
    assert_eq!(out_and_waiting(&run), (2, 2));
    let (was, db) = (run.view("was"), run.view("db"));
    assert_eq!((was.slots_held, was.slots_waiting, was.queue), (4, 4, 6));
    assert_eq!((db.arrived, db.in_system), (2, 2));
    // The first two answers come at 1.1 and 1.2 s: the calls of 0.3 and 0.4 s go then.
    run.to(1.15);
    assert_eq!((run.view("db").arrived, run.totals().ok), (3, 1));
    run.to(2.25);
    assert_eq!((run.view("db").arrived, run.totals().ok), (6, 4));
    // The request of 0.3 s waited from 0.3 to 1.1 s, and was answered at 2.1 s.
    let sum = 1.0 + 1.0 + 1.8 + 1.8;
    assert_close(run.view("users").latency.mean * 4.0, sum);
}

/// Who waits for longer than 0.5 s fails, at the WAS; the database never hears of it.
#[test]
fn a_wait_for_a_connection_has_an_end() {
    let mut run = Run::new(&shop(100, 2.0, &[("pool_wait_ms", number(500.0))]));
    run.to(0.79);
    assert_eq!(run.totals().failed, 0);
    run.to(1.05);
    // Those of 0.3, 0.4 and 0.5 s have given up at 0.8, 0.9 and 1.0 s.
    assert_eq!(run.failures(Cause::PoolExhausted, "was"), 3);
    assert_eq!(
        (pool(&run).no_connection, out_and_waiting(&run)),
        (3, (2, 5))
    );
    assert_eq!((run.view("db").arrived, run.link("was-db").failed), (2, 3));
    // At 1.1 s the call of 0.6 s, which would have given up at that instant, is served or not, but not both.
    run.to(60.0);
    let totals = run.totals();
    assert_eq!(totals.arrived, totals.ok + totals.failed + totals.in_flight);
    assert!(totals.ok >= 2 * 57 && totals.ok <= 2 * 59);
}

#[test]
fn each_instance_has_a_pool_of_its_own() {
    let build = shop(10, 1.0, &[]).set("was", "instances", number(3.0));
    let mut run = Run::new(&build);
    run.to(1.05);
    assert_eq!((run.view("db").in_system, out_and_waiting(&run).0), (3, 3));
}

/// A call that times out closes its connection: the next one goes at once, while the database still works.
#[test]
fn a_timeout_frees_the_connection() {
    let mut run = Run::new(&shop(4, 1.0, &[("timeout_ms", number(400.0))]));
    run.to(1.35);
    // Calls at 0.1, 0.5, 0.9 and 1.3 s.
    assert_eq!(run.view("db").arrived, 4);
    assert_eq!(run.failures(Cause::Timeout, "db"), 3);
    assert_eq!((run.view("db").in_system, run.view("db").wasted), (3, 1));
}

#[test]
fn a_dead_caller_leaves_the_line_and_its_connections() {
    let build = shop(5, 2.0, &[]).fault(fault(0.65, Some(0.1), "was", FaultKind::CrashAll));
    let mut run = Run::new(&build);
    run.to(0.6);
    assert_eq!(out_and_waiting(&run), (2, 3));
    run.to(0.7);
    assert_eq!(out_and_waiting(&run), (0, 0));
    // Up again at 0.75 s: the requests of 0.8 and 0.9 s get connections, that of 1.0 s waits.
    run.to(1.05);
    assert_eq!(out_and_waiting(&run), (2, 1));
    assert_eq!((run.view("db").in_system, run.totals().failed), (4, 7));
}

#[test]
fn a_pool_changes_while_it_runs() {
    let size = |size| shop(100, size, &[]);
    let open = shop(100, 2.0, &[]).set_link("was-db", "pool", word("unbounded"));
    let mut run = Run::new(&size(2.0));
    run.to(1.05);
    assert_eq!(out_and_waiting(&run), (2, 8));
    run.change(&size(5.0));
    assert_eq!(
        (out_and_waiting(&run), run.view("db").in_system),
        ((5, 5), 5)
    );
    // Fewer: those that are out stay out.
    run.change(&size(3.0)).to(1.15);
    assert_eq!(out_and_waiting(&run), (4, 6));
    run.change(&open);
    assert_eq!(run.view("db").in_system, 10);
    assert!(run.link("was-db").special.is_none());
    // A pool that comes while calls are out counts them.
    run.change(&size(4.0)).to(1.25);
    assert_eq!(out_and_waiting(&run).1, 1);
    run.to(30.0);
    assert!(out_and_waiting(&run).0 == 4);
}

/// A removed link answers nobody: those in line hear so at once.
#[test]
fn a_removed_link_empties_the_line() {
    let build = shop(100, 2.0, &[]);
    let mut run = Run::new(&build);
    run.to(1.05);
    run.change(&build.clone().without("was-db"));
    assert_eq!((run.totals().failed, run.view("db").in_system), (8, 2));
    run.to(3.05);
    assert_eq!(run.totals().in_flight, 0);
}

/// Clients and balancers keep pools, too; a client's request waits at the client.
#[test]
fn clients_and_balancers_have_pools() {
    let build = Build::default()
        .steady("users", 10.0)
        .component(
            "alb",
            "alb",
            None,
            &[("processing", crate::support::build::constant(0.0))],
        )
        .fixed("web", 100, 1.0, &[])
        .link("users", "alb", &[("pool", number(3.0))])
        .link("alb", "web", &[("pool", number(2.0))]);
    let mut run = Run::new(&build);
    run.to(0.55);
    let view = |link: &str| run.link(link).special.unwrap();
    assert_eq!(
        (
            view("users-alb").connections.unwrap().0,
            view("users-alb").waiting
        ),
        (3, 2)
    );
    assert_eq!(
        (
            view("alb-web").connections.unwrap().0,
            view("alb-web").waiting
        ),
        (2, 1)
    );
    assert_eq!((run.view("web").in_system, run.totals().in_flight), (2, 5));
    run.to(10.05);
    // Two at a time, one second each, from 0.1 s on.
    assert_eq!(run.totals().ok, 18);
}
