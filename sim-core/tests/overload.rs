//! An overloaded station costs no more events per request than a calm one.
#![allow(clippy::unwrap_used)]

#[path = "support/documents.rs"]
mod support;

use sim_core::foundation::units::{SimTime, Span};
use sim_core::playback::Player;
use support::{component, document, link};

#[test]
fn a_full_station_on_shared_processors_handles_few_events_per_request() {
    let mut users = component("users", "client");
    users.params.insert("rate_per_s".into(), 300.0.into());
    let document = document(
        vec![],
        vec![users, component("was", "was")],
        vec![link("users", "was")],
    );
    let mut player = Player::new(&document, 7).unwrap();
    let minute = SimTime::ZERO + Span::from_secs(60);
    player.run_until(minute, 10_000_000).unwrap();
    player.finish().unwrap();
    let totals = player.frame().snapshot.totals;
    assert!(totals.failed > 1_000, "overloaded: {totals:?}");
    assert_eq!(player.now(), minute);
    assert!(
        player.events() < 20 * totals.arrived,
        "{} events, {totals:?}",
        player.events()
    );
}
