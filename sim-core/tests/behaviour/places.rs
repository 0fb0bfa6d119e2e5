//! Automatic latencies from the places of both ends.

use crate::assert_close;
use crate::support::build::Build;
use crate::support::run::Run;

/// One request through two servers without service time: what it takes is the way, there and back.
fn round_trip(user: Option<&str>, web: Option<&str>, db: Option<&str>) -> f64 {
    let mut build = Build::default()
        .once("user", 10.0)
        .fixed("web", 1, 0.0, &[])
        .fixed("db", 1, 0.0, &[])
        .link("user", "web", &[])
        .link("web", "db", &[])
        .region("seoul", &["a", "b"])
        .region("virginia", &["c"]);
    for (name, place) in [("user", user), ("web", web), ("db", db)] {
        if let Some(place) = place {
            build = build.inside(name, place);
        }
    }
    let mut run = Run::new(&build);
    run.to(15.0);
    run.view("user").latency.mean
}

#[test]
fn the_way_depends_on_the_places() {
    let (into, zone, zones, regions) = (0.010, 0.000_15, 0.000_5, 0.085);
    assert_close(round_trip(None, None, None), 0.0);
    assert_close(round_trip(None, Some("a"), Some("a")), 2.0 * (into + zone));
    assert_close(round_trip(None, Some("a"), Some("b")), 2.0 * (into + zones));
    assert_close(
        round_trip(None, Some("a"), Some("c")),
        2.0 * (into + regions),
    );
    assert_close(round_trip(None, Some("a"), None), 2.0 * (into + into));
    assert_close(round_trip(Some("a"), Some("a"), Some("a")), 4.0 * zone);
    // One instance in the Region stands in its first zone.
    assert_close(
        round_trip(None, Some("seoul"), Some("b")),
        2.0 * (into + zones),
    );
    assert_close(
        round_trip(None, Some("seoul"), Some("a")),
        2.0 * (into + zone),
    );
}
