//! Drawings that cannot be: links to nowhere, to oneself, from what calls nothing; services of nobody.

use std::sync::Arc;

use super::outcome::{Expected, Outcome, check, outcome};
use crate::support::build::{Build, constant, id, number, word};

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

/// Containers that stand in each other, or in nothing that is there, are no way to hang.
#[test]
fn containers_without_a_way_out() {
    let mut build = pair().link("users", "server", &[]).region("seoul", &["a"]);
    build = build.inside("server", "a").inside("seoul", "a");
    assert!(matches!(
        outcome(&build.document),
        Outcome::Played(_) | Outcome::Refused(_)
    ));
    let mut build = pair().link("users", "server", &[]);
    let server = build.document.components.get_mut(&id("server")).unwrap();
    Arc::make_mut(server).parent = Some(id("nowhere"));
    assert!(matches!(
        outcome(&build.document),
        Outcome::Played(_) | Outcome::Refused(_)
    ));
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
        // Events in a circle never end either: who starts them does not wait.
        let events =
            ring.set_link("a-b", "mode", word("event"))
                .set_link("b-a", "mode", word("event"));
        let found = outcome(&events.document);
        assert!(
            matches!(found, Outcome::Stopped(_) | Outcome::Played(_)),
            "{delay}: {found:?}"
        );
    }
}
