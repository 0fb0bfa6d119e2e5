//! What the simulation thread does, one message or one slice at a time. Knows no thread: the clock is given.

use std::sync::Arc;

use sim_core::document::Document;
use sim_core::foundation::units::{SimTime, Span};
use sim_core::playback::Refusal;
use sim_core::playback::player::{Frame, Player};

use super::clock::Clock;
use super::message::{Inject, ToRunner};
use super::pace::Pace;
use super::slot::{Problem, Published, Slot, Status};

/// Wall time of one slice, seconds: messages wait no longer than this.
const BUDGET_S: f64 = 0.008;
/// Events between two looks at the clock.
const CHUNK: u64 = 1_000;
/// Wall time between slices that keep up, seconds.
const REST_S: f64 = 1.0 / 60.0;
/// Wall time between published frames, seconds.
const FRAME_S: f64 = 1.0 / 30.0;
/// A run that cannot keep up owes at most this much wall time, seconds; the rest is forgotten.
const DEBT_S: f64 = 0.1;
/// Time constant of the achieved pace, seconds.
const SMOOTHING_S: f64 = 1.0;

/// Called when something new is in the slot.
pub(super) type Wake = Arc<dyn Fn() + Send + Sync>;

/// What the thread should do next.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Next {
    /// Wait for a message.
    Idle,
    /// Wait for a message for so many seconds, then slice again.
    Rest(f64),
    /// Slice again at once.
    Busy,
}

/// The simulation and its bookkeeping.
pub(super) struct Worker<C> {
    clock: C,
    slot: Slot,
    wake: Wake,
    document: Option<Arc<Document>>,
    player: Option<Player>,
    status: Status,
    generation: u64,
    /// Messages handled.
    handled: u64,
    /// A step of simulated time on its way.
    goal: Option<SimTime>,
    /// Wall time of the last slice; `None`: the clock starts now.
    sliced_at: Option<f64>,
    /// Simulated seconds owed to the pace.
    credit: f64,
    published_at: f64,
    meter: Meter,
}

/// The achieved pace.
#[derive(Clone, Copy, Debug, Default)]
struct Meter {
    wall_s: f64,
    simulated_s: f64,
    smooth: Option<f64>,
}

impl Meter {
    /// Adds a slice; every quarter of a second gives a new reading.
    fn add(&mut self, wall_s: f64, simulated_s: f64) {
        self.wall_s += wall_s;
        self.simulated_s += simulated_s;
        if self.wall_s < 0.25 {
            return;
        }
        let reading = self.simulated_s / self.wall_s;
        let weight = 1.0 - (-self.wall_s / SMOOTHING_S).exp();
        self.smooth = Some(
            self.smooth
                .map_or(reading, |old| old + (reading - old) * weight),
        );
        (self.wall_s, self.simulated_s) = (0.0, 0.0);
    }
}

impl<C: Clock> Worker<C> {
    pub(super) fn new(clock: C, slot: Slot, wake: Wake) -> Self {
        Self {
            clock,
            slot,
            wake,
            document: None,
            player: None,
            status: Status::default(),
            generation: 0,
            handled: 0,
            goal: None,
            sliced_at: None,
            credit: 0.0,
            published_at: f64::NEG_INFINITY,
            meter: Meter::default(),
        }
    }

    /// Does what the messages ask and publishes the outcome.
    pub(super) fn handle(&mut self, messages: impl IntoIterator<Item = ToRunner>) {
        let mut messages = messages.into_iter().peekable();
        while let Some(message) = messages.next() {
            self.handled += 1;
            // While a slider is dragged, only the last of the waiting documents counts.
            let outdated = |next: &ToRunner| matches!(next, ToRunner::Update(..));
            if !(outdated(&message) && messages.peek().is_some_and(outdated)) {
                self.obey(message);
            }
        }
        self.publish();
    }

    fn obey(&mut self, message: ToRunner) {
        match message {
            ToRunner::Load {
                document,
                generation,
            } => self.load(document, generation),
            ToRunner::Update(document, step) => self.update(document, step),
            ToRunner::Play => self.set_playing(true),
            ToRunner::Pause => self.set_playing(false),
            ToRunner::StepEvent => self.step_event(),
            ToRunner::StepSeconds(seconds) => self.step_seconds(seconds),
            ToRunner::Reset => self.restart(),
            ToRunner::SetPace(pace) => {
                self.status.asked = pace;
                self.forget_time();
                self.watch();
            }
            ToRunner::Inject(inject) => self.inject(&inject),
            ToRunner::Heal(target) => {
                if let Some(player) = &mut self.player {
                    player.heal(&target);
                }
            }
            #[cfg(test)]
            ToRunner::Panic => panic!("a part broke"),
        }
    }

    /// After a panic: no player any more, the reason for the user; the document is as it was.
    pub(super) fn crashed(&mut self, text: String) {
        self.player = None;
        self.goal = None;
        self.status.playing = false;
        self.status.problem = Some(Problem::Crashed(text));
        self.forget_time();
        self.publish();
    }

    fn load(&mut self, document: Arc<Document>, generation: u64) {
        self.generation = generation;
        self.document = Some(document);
        self.status.playing = false;
        self.restart();
    }

    /// Starts at t = 0; plays on if it played.
    fn restart(&mut self) {
        self.goal = None;
        self.status.problem = None;
        self.player = None;
        self.forget_time();
        let Some(document) = &self.document else {
            return;
        };
        match Player::new(document, document.scenario.seed) {
            Ok(player) => {
                self.player = Some(player);
                self.watch();
            }
            Err(error) => {
                let refusal = Refusal::of(document, error);
                self.stop(Problem::Compile(refusal));
            }
        }
    }

    /// Live figures cover about the simulated time that an eye takes in, so that they neither flicker nor lag.
    fn watch(&mut self) {
        let window_s = (self.status.asked.factor() / 6.0).clamp(1.0, 10.0);
        if let Some(player) = &mut self.player {
            player.watch(Span::from_secs_f64(window_s));
        }
    }

    fn update(&mut self, document: Arc<Document>, step: u64) {
        self.document = Some(Arc::clone(&document));
        let Some(player) = &mut self.player else {
            let playing = self.status.playing;
            self.restart();
            self.status.playing = playing && self.player.is_some();
            return;
        };
        match player.update_in_step(&document, step) {
            // What has not begun yet begins on the seed that the document has by now.
            Ok(()) if player.is_untouched() && player.seed() != document.scenario.seed => {
                self.restart()
            }
            Ok(()) if matches!(self.status.problem, Some(Problem::Compile(_))) => {
                self.status.problem = None
            }
            Ok(()) => {}
            Err(error) => {
                let refusal = Refusal::of(&document, error);
                self.status.problem = Some(Problem::Compile(refusal));
            }
        }
    }

    fn set_playing(&mut self, playing: bool) {
        self.goal = None;
        self.status.playing = playing && self.can_run();
        self.forget_time();
    }

    fn can_run(&self) -> bool {
        let stopped = matches!(
            self.status.problem,
            Some(Problem::Engine(_) | Problem::Crashed(_))
        );
        self.player.is_some() && !stopped
    }

    fn step_event(&mut self) {
        self.set_playing(false);
        if !self.can_run() {
            return;
        }
        if let Some(Err(error)) = self.player.as_mut().map(Player::step_event) {
            self.stop(Problem::Engine(error));
        }
    }

    fn step_seconds(&mut self, seconds: f64) {
        // Steps asked for while one is on its way add up.
        let from = self.goal.or(self.player.as_ref().map(Player::now));
        self.set_playing(false);
        if self.can_run() {
            self.goal = from.map(|from| from + Span::from_secs_f64(seconds));
        }
    }

    fn inject(&mut self, inject: &Inject) {
        let Some(player) = &mut self.player else {
            return;
        };
        match player.inject(&inject.kind, &inject.target, inject.for_s) {
            Ok(()) if matches!(self.status.problem, Some(Problem::Inject(_))) => {
                self.status.problem = None
            }
            Ok(()) => {}
            Err(error) => self.status.problem = Some(Problem::Inject(error)),
        }
    }

    fn stop(&mut self, problem: Problem) {
        self.status.playing = false;
        self.status.problem = Some(problem);
        self.goal = None;
        self.forget_time();
    }

    /// Pace and its meter start anew.
    fn forget_time(&mut self) {
        self.sliced_at = None;
        self.credit = 0.0;
        self.meter = Meter::default();
    }

    /// Whether a step of simulated time is on its way.
    pub(super) fn has_goal(&self) -> bool {
        self.goal.is_some()
    }

    /// Runs for at most the budget.
    pub(super) fn slice(&mut self) -> Next {
        if let Some(goal) = self.goal {
            return self.slice_to_goal(goal);
        }
        if !self.status.playing {
            return Next::Idle;
        }
        let now = self.clock.now();
        let wall_s = now - self.sliced_at.replace(now).unwrap_or(now);
        let factor = self.status.asked.factor();
        self.credit = (self.credit + wall_s * factor).min(DEBT_S * factor);
        let Some(before) = self.player.as_ref().map(Player::now) else {
            self.status.playing = false;
            return Next::Idle;
        };
        let reached = self.run(before + Span::from_secs_f64(self.credit), now);
        let after = self.player.as_ref().map_or(before, Player::now);
        let simulated_s = after.since(before).as_secs_f64();
        self.credit -= simulated_s;
        self.meter.add(wall_s, simulated_s);
        if !self.status.playing {
            self.publish();
            return Next::Idle;
        }
        if now - self.published_at >= FRAME_S {
            self.publish();
        }
        if reached && self.status.asked != Pace::Max {
            Next::Rest(REST_S)
        } else {
            Next::Busy
        }
    }

    fn slice_to_goal(&mut self, goal: SimTime) -> Next {
        let start = self.clock.now();
        let reached = self.run(goal, start);
        if reached || self.goal.is_none() {
            self.goal = None;
            self.publish();
            return Next::Idle;
        }
        if start - self.published_at >= FRAME_S {
            self.publish();
        }
        Next::Busy
    }

    /// Runs to `until` within the budget; whether it got there. An error of the engine stops the run.
    fn run(&mut self, until: SimTime, start: f64) -> bool {
        let Some(player) = &mut self.player else {
            return false;
        };
        loop {
            match player.run_until(until, CHUNK) {
                Ok(true) => return true,
                Ok(false) if self.clock.now() - start >= BUDGET_S => return false,
                Ok(false) => {}
                Err(error) => {
                    self.stop(Problem::Engine(error));
                    return false;
                }
            }
        }
    }

    fn publish(&mut self) {
        self.published_at = self.clock.now();
        self.status.achieved = self.meter.smooth.filter(|_| self.status.playing);
        let frame = self.player.as_ref().map(|player| Arc::new(player.frame()));
        self.put(frame);
    }

    fn put(&self, frame: Option<Arc<Frame>>) {
        let keep = frame.is_none() && matches!(self.status.problem, Some(Problem::Crashed(_)));
        self.slot.change(|slot| {
            let frame = if keep { slot.frame.take() } else { frame };
            *slot = Published {
                frame,
                status: self.status.clone(),
                generation: self.generation,
                handled: self.handled,
            };
        });
        (self.wake)();
    }
}
