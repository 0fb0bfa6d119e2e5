//! Who sends the requests: Poisson arrivals.

use std::time::Duration;

use nexosim::model::{Context, Model, schedulable};
use nexosim::ports::Output;
use nexosim::time::MonotonicTime;
use serde::{Deserialize, Serialize};

use crate::dice::Dice;
use crate::models::Work;

/// Sends the time of arrival of each request.
#[derive(Serialize, Deserialize)]
pub struct Users {
    pub request: Output<MonotonicTime>,
    dice: Dice,
    gap: f64,
}

#[Model]
impl Users {
    pub fn new(work: Work, seed: u64) -> Self {
        Self {
            request: Output::default(),
            dice: Dice::new(seed),
            gap: 1e9 / work.rate(),
        }
    }

    #[nexosim(init)]
    async fn init(&mut self, cx: &Context<Self>) {
        self.wait(cx);
    }

    #[nexosim(schedulable)]
    async fn send(&mut self, _: (), cx: &Context<Self>) {
        self.request.send(cx.time()).await;
        self.wait(cx);
    }

    fn wait(&mut self, cx: &Context<Self>) {
        let gap = Duration::from_nanos(self.dice.exponential(self.gap));
        cx.schedule_event(gap, schedulable!(Self::send), ())
            .expect("later than now");
    }
}
