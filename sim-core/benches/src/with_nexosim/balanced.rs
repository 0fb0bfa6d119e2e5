//! W4: a balancer over a hundred one-worker stations.

use nexosim::model::Model;
use nexosim::ports::{Output, QuerySource};
use nexosim::simulation::{Mailbox, QueryId, SimInit};
use nexosim::time::MonotonicTime;
use serde::{Deserialize, Serialize};

use super::empty;
use super::station::Station;
use super::users::Users;
use crate::ledger::Ledger;
use crate::models::{SERVERS, Work};

/// Sends each request to one of the stations.
#[derive(Serialize, Deserialize)]
struct Balancer {
    stations: Vec<Output<MonotonicTime>>,
    outstanding: Vec<u32>,
    least: bool,
    turn: usize,
}

#[Model]
impl Balancer {
    fn new(least: bool) -> Self {
        Self {
            stations: (0..SERVERS).map(|_| Output::default()).collect(),
            outstanding: vec![0; SERVERS],
            least,
            turn: 0,
        }
    }

    fn choose(&mut self) -> usize {
        if self.least {
            let fewest = self.outstanding.iter().copied().min();
            let found = self.outstanding.iter().position(|n| Some(*n) == fewest);
            return found.unwrap_or(0);
        }
        self.turn = (self.turn + 1) % SERVERS;
        self.turn
    }

    async fn route(&mut self, arrived: MonotonicTime) {
        let station = self.choose();
        self.outstanding[station] += 1;
        self.stations[station].send(arrived).await;
    }

    fn answered(&mut self, station: usize) {
        self.outstanding[station] -= 1;
    }
}

pub fn bench(work: Work, seed: u64) -> (SimInit, Vec<QueryId<(), Ledger>>) {
    let least = work == Work::W4Least;
    let mut users = Users::new(work, seed);
    let mut balancer = Balancer::new(least);
    let (users_box, balancer_box) = (Mailbox::new(), Mailbox::new());
    users.request.connect(Balancer::route, &balancer_box);
    let mut bench = empty();
    let mut ledgers = Vec::new();
    for number in 0..SERVERS {
        let mut station = Station::new(number, 1, (seed << 8) + number as u64);
        let station_box = Mailbox::new();
        balancer.stations[number].connect(Station::request, &station_box);
        // Turns need no answers.
        station.counted = least;
        if least {
            station.answered.connect(Balancer::answered, &balancer_box);
        }
        let ledger = QuerySource::new().connect(Station::ledger, &station_box);
        ledgers.push(ledger.register(&mut bench));
        bench = bench.add_model(station, station_box, &format!("station {number}"));
    }
    let bench =
        bench
            .add_model(users, users_box, "users")
            .add_model(balancer, balancer_box, "balancer");
    (bench, ledgers)
}
