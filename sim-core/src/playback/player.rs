//! A run of a document that can be played, stepped, changed and injured.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use super::glance::Glance;
use crate::document::{Changes, Document, FaultKind};
use crate::engine::snapshot::MarkKind;
use crate::engine::{CompileError, Engine, EngineError, InjectError, MAX_MARKS, Snapshot, compile};
use crate::foundation::ids::Id;
use crate::foundation::money::PicoUsd;
use crate::foundation::stats::LatencyHistogram;
use crate::foundation::units::{SimTime, Span};
use crate::report::Run;
use crate::report::bill::{Bill, bill, check_exact};
use crate::report::compare::{Figures, Side};
use crate::report::verdict::{Verdict, verdict};
use crate::report::window_costs::WindowCosts;

/// Windows of the series that the present cost per hour is averaged over.
const COST_WINDOWS: usize = 5;

/// What the window shows of a run at one instant: immutable, shared with whoever looks.
#[derive(Clone, Debug)]
pub struct Frame {
    /// What it is a run of, as it is now.
    pub document: Arc<Document>,
    pub seed: u64,
    pub snapshot: Snapshot,
    /// Of the snapshot.
    pub glance: Glance,
    /// Since the start.
    pub bill: Bill,
    /// Over the last closed windows of the series; the mean since the start before the first has closed.
    pub usd_per_hour_now: f64,
    /// Dollars per hour in each window of the series, per component in the snapshot's order.
    pub window_costs: Vec<Arc<[f64]>>,
    pub verdict: Verdict,
    /// What was changed while running; `MarkKind::Edited` has the place in this list. `None`: nothing in the end.
    pub edits: Arc<Vec<Option<Arc<Changes>>>>,
    /// Somebody broke or healed something.
    pub touched: bool,
    /// The run has stopped, and why.
    pub error: Option<EngineError>,
    /// The bill by component, once somebody has asked.
    costs: OnceLock<BTreeMap<Id, PicoUsd>>,
}

impl Frame {
    /// What a component has cost since the start. The bill is added up once, at the first question.
    pub fn cost_of(&self, component: &Id) -> PicoUsd {
        let costs = self.costs.get_or_init(|| self.bill.by_component());
        costs.get(component).copied().unwrap_or_default()
    }

    /// What is kept of the run to compare another one with it.
    pub fn side(&self) -> Side {
        let (changes, waiting) = self.changes();
        Side {
            document: Arc::clone(&self.document),
            seed: self.seed,
            length: self.snapshot.now,
            changes,
            waiting: waiting > 0,
            touched: self.touched,
            stopped: self.error.is_some(),
            figures: Figures::of(&self.document, &self.snapshot, &self.bill),
        }
    }

    /// How often it was changed while it ran, and at the instant at which it stands: nothing has happened since.
    fn changes(&self) -> (usize, usize) {
        let told = |number: u32| matches!(self.edits.get(number as usize), Some(Some(_)));
        let marks = self.snapshot.marks.iter();
        let edits = marks.filter(|mark| matches!(mark.what, MarkKind::Edited(n) if told(n)));
        let (before, now): (Vec<_>, Vec<_>) = edits.partition(|mark| mark.at < self.snapshot.now);
        (before.len(), now.len())
    }

    /// What the report of the run is made of; `document`: as it is now.
    pub fn run<'a>(&'a self, document: &'a Document, file: &'a str) -> Run<'a> {
        Run {
            document,
            snapshot: &self.snapshot,
            bill: &self.bill,
            edits: &self.edits,
            error: self.error.as_ref(),
            file,
            seed: self.seed,
        }
    }
}

/// One run of one document.
#[derive(Debug)]
pub struct Player {
    document: Arc<Document>,
    seed: u64,
    engine: Engine,
    error: Option<EngineError>,
    edits: Arc<Vec<Option<Arc<Changes>>>>,
    /// The step that the last of them belongs to, and the document before it.
    step: Option<(u64, Arc<Document>)>,
    /// Of the document as it is.
    costs: RefCell<WindowCosts>,
    /// Somebody broke or healed something: the run is not that of the document alone any more.
    touched: bool,
    /// Of the last frame.
    glance: RefCell<Option<Glance>>,
}

impl Player {
    /// A run at t = 0. `seed` stands in place of the scenario's.
    ///
    /// # Errors
    /// When the document cannot be compiled.
    pub fn new(document: &Document, seed: u64) -> Result<Self, CompileError> {
        let mut engine = Engine::new(compile(document, seed)?);
        engine.set_scenario_faults(&document.scenario.faults);
        Ok(Self {
            document: Arc::new(document.clone()),
            seed,
            engine,
            error: None,
            edits: Arc::default(),
            step: None,
            touched: false,
            costs: RefCell::default(),
            glance: RefCell::default(),
        })
    }

    /// The simulated clock.
    pub fn now(&self) -> SimTime {
        self.engine.now()
    }

    pub fn seed(&self) -> u64 {
        self.seed
    }

    /// Events handled so far; the recorder's own are not counted.
    pub fn events(&self) -> u64 {
        self.engine.events()
    }

    /// Makes snapshots carry live figures over windows of this length; zero switches them off. Watching changes
    /// nothing in the run.
    pub fn watch(&mut self, window: Span) {
        self.engine.watch(window.0);
    }

    /// Runs to `until`, but handles at most `max_events`: ends of requests that were foreseen are events, too, but no work,
    /// and may be more. `Ok(true)`: `until` was reached.
    ///
    /// # Errors
    /// When the run cannot go on; it then stays where it is.
    pub fn run_until(&mut self, until: SimTime, max_events: u64) -> Result<bool, EngineError> {
        let result = self.engine.run_until(until, max_events);
        self.keep_error(result)
    }

    /// Handles exactly one event. Nothing happens when none is pending.
    ///
    /// # Errors
    /// As for [`run_until`](Self::run_until).
    pub fn step_event(&mut self) -> Result<(), EngineError> {
        let before = self.engine.events();
        let mut result = Ok(true);
        while self.engine.events() == before && result == Ok(true) {
            result = self.engine.step();
        }
        self.keep_error(result).map(|_| ())
    }

    /// Why the run has stopped: an event, a change or a fault may have ended it, or a law was found broken.
    fn error(&self) -> Option<EngineError> {
        self.error.clone().or_else(|| self.engine.error().cloned())
    }

    fn keep_error(&mut self, result: Result<bool, EngineError>) -> Result<bool, EngineError> {
        if let Err(error) = &result {
            self.error = Some(error.clone());
        }
        result
    }

    /// Goes on with a changed document: what is in flight stays in flight.
    ///
    /// # Errors
    /// When the document cannot be compiled; the run then goes on with the old one.
    pub fn update(&mut self, document: &Document) -> Result<(), CompileError> {
        self.change(document, None)
    }

    /// The same for one of several changes that are one step to whoever makes them, such as the drag of a number: they
    /// are marked once, and told as one.
    ///
    /// # Errors
    /// As for [`update`](Self::update).
    pub fn update_in_step(&mut self, document: &Document, step: u64) -> Result<(), CompileError> {
        self.change(document, Some(step))
    }

    fn change(&mut self, document: &Document, step: Option<u64>) -> Result<(), CompileError> {
        let network = compile(document, self.seed)?;
        let mark = self.note(document, step);
        if !self.is_untouched() {
            self.engine.update(network, mark);
        } else {
            // What was drawn and drawn again before the start leaves no trace in the run.
            let watched = self.engine.watched();
            self.engine = Engine::new(network);
            self.engine.watch(watched);
        }
        self.engine.set_scenario_faults(&document.scenario.faults);
        self.document = Arc::new(document.clone());
        // Parameters set prices: every window is priced anew.
        self.costs.take();
        Ok(())
    }

    /// Whether nothing has happened yet, and nobody has broken anything.
    pub fn is_untouched(&self) -> bool {
        !self.begun() && !self.touched
    }

    fn begun(&self) -> bool {
        self.now() > SimTime::ZERO || self.events() > 0
    }

    /// Keeps what is changed for whoever reads the marks; the mark, if it needs one of its own.
    fn note(&mut self, document: &Document, step: Option<u64>) -> Option<(u32, Option<Id>)> {
        if let (Some(step), Some((last, before))) = (step, &self.step)
            && step == *last
        {
            let whole = Changes::between(before, document).map(Arc::new);
            if let Some(told) = Arc::make_mut(&mut self.edits).last_mut() {
                *told = whole;
            }
            return None;
        }
        self.step = None;
        // What is changed before anything has happened is no event of the run.
        if !self.begun() || self.edits.len() >= MAX_MARKS {
            return None;
        }
        let changes = Changes::between(&self.document, document)?;
        let mark = (self.edits.len() as u32, changes.first.target.clone());
        Arc::make_mut(&mut self.edits).push(Some(Arc::new(changes)));
        self.step = step.map(|step| (step, Arc::clone(&self.document)));
        Some(mark)
    }

    /// Begins a fault now, for `for_s` seconds or until healed.
    ///
    /// # Errors
    /// When the fault does not fit its target.
    pub fn inject(
        &mut self,
        fault: &FaultKind,
        target: &Id,
        for_s: Option<f64>,
    ) -> Result<(), InjectError> {
        self.touched = true;
        self.engine.inject(fault, target, for_s)
    }

    /// Ends the faults in force on a target.
    pub fn heal(&mut self, target: &Id) {
        self.touched = true;
        self.engine.heal(target);
    }

    /// Response times of a component since the start, all of them: the snapshot has only some percentiles.
    pub fn latencies(&self, component: &Id) -> Option<LatencyHistogram> {
        self.engine.latencies(component)
    }

    /// What the run looks like now.
    pub fn frame(&self) -> Frame {
        let snapshot = self.engine.snapshot();
        let bill = bill(&self.document, &snapshot);
        let window_costs = self.costs.borrow_mut().of(&self.document, &snapshot);
        let usd_per_hour_now = cost_now(&window_costs).unwrap_or(bill.usd_per_hour);
        let verdict = verdict(&self.document, &snapshot, &bill);
        let before = self.glance.take();
        let glance = Glance::of(&snapshot, before.as_ref());
        self.glance.replace(Some(glance.clone()));
        Frame {
            document: Arc::clone(&self.document),
            seed: self.seed,
            snapshot,
            glance,
            bill,
            usd_per_hour_now,
            window_costs,
            verdict,
            edits: Arc::clone(&self.edits),
            touched: self.touched,
            error: self.error(),
            costs: OnceLock::new(),
        }
    }

    /// Checks the laws that hold in every run: conservation, Little, utilisation, and the bill to the last digit.
    ///
    /// # Errors
    /// Why the run has stopped, or the law that is broken: a defect of Topolab.
    pub fn finish(&mut self) -> Result<(), EngineError> {
        if let Some(error) = self.error() {
            return Err(error);
        }
        let laws = self.engine.check_laws();
        let exact = || {
            let bill = bill(&self.document, &self.engine.snapshot());
            check_exact(&bill).map_err(|error| EngineError::LawBroken {
                place: "the bill".to_owned(),
                law: error.to_string(),
            })
        };
        let result = laws.and_then(|()| exact());
        if let Err(error) = &result {
            self.error = Some(error.clone());
        }
        result
    }
}

/// `windows`: what they cost, by component.
fn cost_now(windows: &[Arc<[f64]>]) -> Option<f64> {
    let last = windows.len().saturating_sub(COST_WINDOWS);
    let recent = windows.get(last..).filter(|recent| !recent.is_empty())?;
    let sum: f64 = recent.iter().map(|costs| costs.iter().sum::<f64>()).sum();
    Some(sum / recent.len() as f64)
}
