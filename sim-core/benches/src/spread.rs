//! Does an event cost more in a large design? The same number of pending events, spread over more components.

use sim_core::document::Document;
use sim_core::foundation::units::SimTime;
use sim_core::playback::Player;

use crate::build::{Build, number};
use crate::measure::{cpu_time, least, median, most};
use crate::page::Page;

/// Events pending at any time, arrivals included.
const PENDING: f64 = 600.0;
/// Requests per second, all clients together.
const RATE: f64 = 20_000.0;
const SECONDS: u64 = 200;

/// Clients with a server each. The more clients, the more arrivals are pending; service is shorter by as much. With a
/// limit to its queue, however large, no request of a server is foreseen: its end is an event that is pending.
fn document(components: u32, limited: bool) -> Document {
    let pairs = components / 2;
    let service = (PENDING - f64::from(pairs)) / RATE;
    (0..pairs)
        .fold(Build::default(), |build, index| {
            let (client, server) = (format!("c{index}"), format!("s{index}"));
            let build = build
                .client(&client, RATE / f64::from(pairs))
                .server(&server, 10_000, service)
                .link(&client, &server, &[]);
            if limited {
                build.set(&server, "queue", number(1e6))
            } else {
                build
            }
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
spread over; 200 simulated seconds. In the last column nothing limits the queues: there requests are foreseen, and only \
the next arrivals are pending.",
    );
    let sizes = [10, 100, 1_000];
    let documents = sizes.map(|size| [true, false].map(|limited| document(size, limited)));
    let mut costs = sizes.map(|_| [Vec::new(), Vec::new()]);
    for round in 0..rounds {
        for (documents, costs) in documents.iter().zip(&mut costs) {
            for (document, costs) in documents.iter().zip(costs) {
                costs.push(cost(document, round + 1));
            }
        }
    }
    page.head(&["components", "ns per event", "lowest – highest", "foreseen"]);
    for (size, [costs, foreseen]) in sizes.iter().zip(&costs) {
        page.row(&[
            size.to_string(),
            format!("{:.1}", median(costs)),
            format!("{:.1} – {:.1}", least(costs), most(costs)),
            format!("{:.1}", median(foreseen)),
        ]);
    }
    page.say("");
    page.head(&["to reach", "measured", "bound", "met"]);
    let ratios: Vec<f64> = costs[2][0]
        .iter()
        .zip(&costs[0][0])
        .map(|(large, small)| large / small)
        .collect();
    page.verdict("1,000 components / 10", median(&ratios), " ×", false, 1.3);
}
