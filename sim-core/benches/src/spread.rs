//! Does an event cost more in a large design? The same number of pending events, spread over more components.

use sim_core::document::Document;
use sim_core::foundation::units::SimTime;
use sim_core::playback::Player;

use crate::build::Build;
use crate::measure::{cpu_time, least, median, most};
use crate::page::Page;

/// Events pending at any time, arrivals included.
const PENDING: f64 = 600.0;
/// Requests per second, all clients together.
const RATE: f64 = 20_000.0;
const SECONDS: u64 = 200;

/// Clients with a server each. The more clients, the more arrivals are pending; service is shorter by as much.
fn document(components: u32) -> Document {
    let pairs = components / 2;
    let service = (PENDING - f64::from(pairs)) / RATE;
    (0..pairs)
        .fold(Build::default(), |build, index| {
            let (client, server) = (format!("c{index}"), format!("s{index}"));
            build
                .client(&client, RATE / f64::from(pairs))
                .server(&server, 10_000, service)
                .link(&client, &server, &[])
        })
        .document
}

/// Nanoseconds per event.
fn cost(document: &Document, seed: u64) -> f64 {
    let (events, time) = cpu_time(|| {
        let mut player = Player::new(document, seed).expect("the document compiles");
        player
            .run_until(SimTime(SECONDS * 1_000_000_000), u64::MAX)
            .expect("the run goes on");
        player.events()
    });
    time.as_secs_f64() * 1e9 / events as f64
}

pub fn run(page: &mut Page, rounds: u64) {
    page.section(
        "Cost of an event by the size of the design",
        "Clients with a server each, 20,000 requests/s and 600 pending events in all, however many components they are \
spread over; 200 simulated seconds.",
    );
    let sizes = [10, 100, 1_000];
    let documents = sizes.map(document);
    let mut costs = sizes.map(|_| Vec::new());
    for round in 0..rounds {
        for (document, costs) in documents.iter().zip(&mut costs) {
            costs.push(cost(document, round + 1));
        }
    }
    page.head(&["components", "ns per event", "lowest – highest"]);
    for (size, costs) in sizes.iter().zip(&costs) {
        page.row(&[
            size.to_string(),
            format!("{:.1}", median(costs)),
            format!("{:.1} – {:.1}", least(costs), most(costs)),
        ]);
    }
    page.say("");
    page.head(&["to reach", "measured", "bound", "met"]);
    let ratios: Vec<f64> = costs[2]
        .iter()
        .zip(&costs[0])
        .map(|(large, small)| large / small)
        .collect();
    page.verdict("1,000 components / 10", median(&ratios), " ×", false, 1.3);
}
