//! Drawings that cannot be: links to nowhere, to oneself, from what calls nothing; services of nobody.

use super::outcome::{Expected, Outcome, check, outcome};
use crate::support::build::{Build, constant, number, word};

fn pair() -> Build {
    Build::default()
        .client("users", 10.0)
        .server("server", 4, 0.01)
}

#[test]
fn links_join_two_components_that_may_be_joined() {
    check(
        "nowhere",
        &pair().link("users", "moon", &[]),
        Expected::Refused("link `users-moon`: there is no component `moon`"),
    );
    check(
        "from nowhere",
        &pair().link("moon", "server", &[]),
        Expected::Refused("link `moon-server`: there is no component `moon`"),
    );
    check(
        "itself",
        &pair().link("server", "server", &[]),
        Expected::Refused(
            "link `server-server`: to: \"server\" links to itself: expected two different components",
        ),
    );
    check(
        "to a client",
        &pair().link("server", "users", &[]),
        Expected::Refused(
            "link `server-users`: to: \"users\" (client) takes no requests: expected a component that may be called",
        ),
    );
    let calls = pair()
        .component("db", "rds", None, &[])
        .link("db", "server", &[]);
    check(
        "a database that calls",
        &calls,
        Expected::Refused(
            "link `db-server`: from: \"db\" (rds) calls nothing: expected a component that may call others",
        ),
    );
    check(
        "a service of nobody",
        &pair().component("x", "mainframe", None, &[]),
        Expected::Refused("component `x`: unknown service `mainframe`"),
    );
}

#[test]
fn containers_have_a_way_out() {
    let drawn = pair().link("users", "server", &[]).region("seoul", &["a"]);
    let drawn = drawn.inside("server", "a");
    check(
        "a region in its zone",
        &drawn.clone().inside("seoul", "a"),
        Expected::Refused(
            "container `seoul`: in: a region may not stand in a zone: expected the bare canvas",
        ),
    );
    check(
        "a zone in itself",
        &drawn.clone().inside("a", "a"),
        Expected::Refused(
            "container `a`: in: a zone may not stand in a zone: expected a region, or the bare canvas",
        ),
    );
    check(
        "a zone in nothing that is there",
        &drawn.clone().inside("a", "moon"),
        Expected::Refused("container `a`: in: expected the id of a container, found \"moon\""),
    );
    check(
        "a region of nobody",
        &drawn.container("mars", "planet", None),
        Expected::Refused(
            "container `mars`: kind: expected a container kind (region, zone, group, tier), found \"planet\"",
        ),
    );
}

/// A component whose container is not there stands on the bare canvas.
#[test]
fn a_component_in_nothing_that_is_there() {
    let drawn = pair().link("users", "server", &[]);
    let lost = drawn.clone().inside("server", "moon");
    assert_eq!(outcome(&lost.document), outcome(&drawn.document));
}

/// A circle of calls with work on its way: every server waits for itself, and time goes on.
#[test]
fn circles_with_work_wait_for_ever() {
    for discipline in ["fifo", "lifo"] {
        let ring = Build::default()
            .client("users", 10.0)
            .fixed("a", 2, 0.01, &[("discipline", word(discipline))])
            .fixed("b", 2, 0.01, &[])
            .fixed("c", 2, 0.01, &[])
            .link("users", "a", &[])
            .link("a", "b", &[])
            .link("b", "c", &[])
            .link("c", "a", &[]);
        check(discipline, &ring, Expected::AllWait);
        // With a timeout on the way the users get their error, and the ring is free again.
        let brief = ring.set_link("c-a", "timeout_ms", number(500.0));
        let Outcome::Played(totals) = outcome(&brief.document) else {
            panic!("{discipline}");
        };
        assert!(totals.failed > 0 && totals.ok == 0, "{totals:?}");
    }
}

/// The same on endless slots: the circle is found by its depth, and named.
#[test]
fn circles_without_end_are_named() {
    for delay in [0.0, 0.001] {
        let endless = [
            ("discipline", word("processor_sharing")),
            ("service_time", constant(delay)),
        ];
        let ring = Build::default()
            .client("users", 1.0)
            .component("a", "server", None, &endless)
            .component("b", "server", None, &endless)
            .link("users", "a", &[])
            .link("a", "b", &[])
            .link("b", "a", &[]);
        let found = outcome(&ring.document);
        let deep = |name| {
            Outcome::Stopped(format!(
                "component `{name}`: the requests call each other without end (more than 64 calls deep)"
            ))
        };
        assert!(
            found == deep("a") || found == deep("b"),
            "{delay}: {found:?}"
        );
        // Events in a circle never end either, although who starts them does not wait.
        let events =
            ring.set_link("a-b", "mode", word("event"))
                .set_link("b-a", "mode", word("event"));
        let found = outcome(&events.document);
        assert!(
            found == deep("a") || found == deep("b"),
            "{delay}: {found:?}"
        );
    }
}
