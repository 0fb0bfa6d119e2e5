//! Workers and a line; W1 and W2 have nothing else.

use std::collections::VecDeque;
use std::time::Duration;

use nexosim::model::{Context, Model, schedulable};
use nexosim::ports::{Output, QuerySource};
use nexosim::simulation::{Mailbox, QueryId, SimInit};
use nexosim::time::MonotonicTime;
use serde::{Deserialize, Serialize};

use super::users::Users;
use super::{elapsed, empty};
use crate::dice::Dice;
use crate::ledger::Ledger;
use crate::models::Work;

/// Answers requests, and records them unless somebody asked for the answers.
#[derive(Serialize, Deserialize)]
pub struct Station {
    /// The station's number, after each answer.
    pub answered: Output<usize>,
    /// A balancer counts the answers.
    pub counted: bool,
    number: usize,
    dice: Dice,
    ledger: Ledger,
    free: u32,
    line: VecDeque<MonotonicTime>,
}

#[Model]
impl Station {
    pub fn new(number: usize, workers: u32, seed: u64) -> Self {
        Self {
            answered: Output::default(),
            counted: false,
            number,
            dice: Dice::new(seed),
            ledger: Ledger::default(),
            free: workers,
            line: VecDeque::new(),
        }
    }

    pub fn request(&mut self, arrived: MonotonicTime, cx: &Context<Self>) {
        if self.free > 0 {
            self.free -= 1;
            self.work(arrived, cx);
        } else {
            self.line.push_back(arrived);
        }
    }

    fn work(&mut self, arrived: MonotonicTime, cx: &Context<Self>) {
        let time = Duration::from_nanos(self.dice.exponential(1e9));
        cx.schedule_event(time, schedulable!(Self::done), arrived)
            .expect("later than now");
    }

    #[nexosim(schedulable)]
    async fn done(&mut self, arrived: MonotonicTime, cx: &Context<Self>) {
        self.ledger.record(elapsed(cx.time(), arrived));
        match self.line.pop_front() {
            Some(next) => self.work(next, cx),
            None => self.free += 1,
        }
        if self.counted {
            self.answered.send(self.number).await;
        }
    }

    pub async fn ledger(&mut self) -> Ledger {
        self.ledger.clone()
    }
}

pub fn bench(work: Work, workers: u32, seed: u64) -> (SimInit, Vec<QueryId<(), Ledger>>) {
    let mut users = Users::new(work, seed);
    let station = Station::new(0, workers, seed ^ 0x5bd1);
    let (users_box, station_box) = (Mailbox::new(), Mailbox::new());
    users.request.connect(Station::request, &station_box);
    let mut bench = empty();
    let ledger = QuerySource::new()
        .connect(Station::ledger, &station_box)
        .register(&mut bench);
    let bench =
        bench
            .add_model(users, users_box, "users")
            .add_model(station, station_box, "station");
    (bench, vec![ledger])
}
