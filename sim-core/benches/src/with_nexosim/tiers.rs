//! W3: a balancer that takes 50 ms, an application whose workers are held during a call, a database.

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
use crate::models::{BALANCER_NS, Work};

/// Passes requests on after a while.
#[derive(Serialize, Deserialize)]
struct Balancer {
    request: Output<MonotonicTime>,
}

#[Model]
impl Balancer {
    fn new() -> Self {
        Self {
            request: Output::default(),
        }
    }

    fn route(&mut self, arrived: MonotonicTime, cx: &Context<Self>) {
        let time = Duration::from_nanos(BALANCER_NS);
        cx.schedule_event(time, schedulable!(Self::pass), arrived)
            .expect("later than now");
    }

    #[nexosim(schedulable)]
    async fn pass(&mut self, arrived: MonotonicTime) {
        self.request.send(arrived).await;
    }
}

/// Workers who work, ask the database, and are free when it has answered.
#[derive(Serialize, Deserialize)]
struct Application {
    query: Output<MonotonicTime>,
    dice: Dice,
    ledger: Ledger,
    free: u32,
    line: VecDeque<MonotonicTime>,
}

#[Model]
impl Application {
    fn new(workers: u32, seed: u64) -> Self {
        Self {
            query: Output::default(),
            dice: Dice::new(seed),
            ledger: Ledger::default(),
            free: workers,
            line: VecDeque::new(),
        }
    }

    fn request(&mut self, arrived: MonotonicTime, cx: &Context<Self>) {
        if self.free > 0 {
            self.free -= 1;
            self.work(arrived, cx);
        } else {
            self.line.push_back(arrived);
        }
    }

    fn work(&mut self, arrived: MonotonicTime, cx: &Context<Self>) {
        let time = Duration::from_nanos(self.dice.exponential(1e9));
        cx.schedule_event(time, schedulable!(Self::ask), arrived)
            .expect("later than now");
    }

    #[nexosim(schedulable)]
    async fn ask(&mut self, arrived: MonotonicTime) {
        self.query.send(arrived).await;
    }

    fn answer(&mut self, arrived: MonotonicTime, cx: &Context<Self>) {
        self.ledger.record(elapsed(cx.time(), arrived));
        match self.line.pop_front() {
            Some(next) => self.work(next, cx),
            None => self.free += 1,
        }
    }

    async fn ledger(&mut self) -> Ledger {
        self.ledger.clone()
    }
}

/// Workers who answer the application.
#[derive(Serialize, Deserialize)]
struct Database {
    answer: Output<MonotonicTime>,
    dice: Dice,
    free: u32,
    line: VecDeque<MonotonicTime>,
}

#[Model]
impl Database {
    fn new(workers: u32, seed: u64) -> Self {
        Self {
            answer: Output::default(),
            dice: Dice::new(seed),
            free: workers,
            line: VecDeque::new(),
        }
    }

    fn query(&mut self, arrived: MonotonicTime, cx: &Context<Self>) {
        if self.free > 0 {
            self.free -= 1;
            self.work(arrived, cx);
        } else {
            self.line.push_back(arrived);
        }
    }

    fn work(&mut self, arrived: MonotonicTime, cx: &Context<Self>) {
        let time = Duration::from_nanos(self.dice.exponential(0.5e9));
        cx.schedule_event(time, schedulable!(Self::done), arrived)
            .expect("later than now");
    }

    #[nexosim(schedulable)]
    async fn done(&mut self, arrived: MonotonicTime, cx: &Context<Self>) {
        match self.line.pop_front() {
            Some(next) => self.work(next, cx),
            None => self.free += 1,
        }
        self.answer.send(arrived).await;
    }
}

pub fn bench(seed: u64) -> (SimInit, Vec<QueryId<(), Ledger>>) {
    let mut users = Users::new(Work::W3, seed);
    let mut balancer = Balancer::new();
    let mut application = Application::new(16, seed ^ 0x5bd1);
    let mut database = Database::new(8, seed ^ 0xe995);
    let (users_box, balancer_box) = (Mailbox::new(), Mailbox::new());
    let (application_box, database_box) = (Mailbox::new(), Mailbox::new());
    users.request.connect(Balancer::route, &balancer_box);
    balancer
        .request
        .connect(Application::request, &application_box);
    application.query.connect(Database::query, &database_box);
    database
        .answer
        .connect(Application::answer, &application_box);
    let mut bench = empty();
    let ledger = QuerySource::new()
        .connect(Application::ledger, &application_box)
        .register(&mut bench);
    let bench = bench
        .add_model(users, users_box, "users")
        .add_model(balancer, balancer_box, "balancer")
        .add_model(application, application_box, "application")
        .add_model(database, database_box, "database");
    (bench, vec![ledger])
}
