//! A sweep of one parameter in the window: what is asked, what is under way, what came of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use sim_core::catalog::{ParamSpec, container, link, service};
use sim_core::document::{Document, Item};
use sim_core::foundation::ids::Id;
use sim_core::foundation::units::Span;
use sim_core::report::sweep::{MAX_POINTS, Spacing, Steps, StepsError, Sweep, Varied};

use super::Session;
use crate::runner::{Outcome, Progress, SweepError, SweepPlan, Task, processors, sweep};

/// How many values there are where nobody says.
const STEPS: usize = 8;
/// The other end of a range where today's value is none to start from.
const SOME: f64 = 10.0;

/// What is asked.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepForm {
    pub target: Id,
    pub param: String,
    pub from: f64,
    pub to: f64,
    pub count: usize,
    pub log: bool,
    /// Simulated time of each run, seconds.
    pub length_s: f64,
}

impl SweepForm {
    /// From a quarter of today's value to four times as much.
    pub fn usual(document: &Document, varied: &Varied) -> Self {
        let (least, most) = varied.bounds();
        let today = varied.today.or(match varied.spec.default {
            sim_core::catalog::Value::Number(number) => Some(number),
            _ => None,
        });
        let today = today.filter(|today| *today > 0.0);
        let (from, to) = today.map_or((least, SOME), |today| (today / 4.0, today * 4.0));
        let whole = |value: f64| {
            if varied.is_whole() {
                value.round()
            } else {
                value
            }
        };
        let least = if today.is_some() && varied.is_whole() {
            least.max(1.0)
        } else {
            least
        };
        let from = whole(from).clamp(least, most);
        Self {
            target: varied.target.clone(),
            param: varied.spec.id.to_owned(),
            from,
            to: whole(to).clamp(least, most),
            count: STEPS,
            log: from > 0.0,
            length_s: document.scenario.duration_s,
        }
    }

    pub fn varied(&self, document: &Document) -> Option<Varied> {
        Varied::of(document, &self.target, &self.param).ok()
    }

    /// The values that are asked for.
    ///
    /// # Errors
    /// There are none.
    pub fn values(&self, varied: &Varied) -> Result<Vec<f64>, StepsError> {
        let steps = Steps {
            from: self.from,
            to: self.to,
            count: self.count.clamp(2, MAX_POINTS),
            spacing: if self.log {
                Spacing::Log
            } else {
                Spacing::Linear
            },
        };
        steps.values(varied.is_whole())
    }
}

/// A sweep that was made.
#[derive(Debug)]
pub struct Swept {
    pub form: SweepForm,
    /// As it was then.
    pub document: Arc<Document>,
    pub varied: Varied,
    pub seed: u64,
    pub sweep: Sweep,
}

/// Why there is none.
#[derive(Clone, Debug, PartialEq)]
pub enum NotSwept {
    /// It was ended.
    Stopped,
    /// One of its runs has no figures: at which value, and why.
    Run(f64, sim_core::playback::ReplicationError),
    /// The work broke down.
    Lost,
}

/// What the window knows of a sweep.
#[derive(Debug)]
pub struct Sweeping {
    pub form: SweepForm,
    under_way: Option<Task<Result<Swept, NotSwept>>>,
    pub last: Option<Result<Swept, NotSwept>>,
}

impl Sweeping {
    /// How much of the one under way is done, 0 to 1.
    pub fn share(&self) -> Option<f32> {
        self.under_way.as_ref().map(Task::share)
    }

    pub fn swept(&self) -> Option<&Swept> {
        self.last.as_ref()?.as_ref().ok()
    }
}

/// The parameters of an item that can be varied, in the order of its form.
pub fn variable(document: &Document, item: &Id) -> Vec<Varied> {
    let specs: Option<&'static [ParamSpec]> = match document.item(item) {
        Some(Item::Component(of)) => service(&of.service).map(|of| (of.params)()),
        Some(Item::Link(_)) => Some(link::params()),
        Some(Item::Container(of)) => container::kind(&of.kind).map(|of| (of.params)()),
        Some(Item::Note(_)) | None => None,
    };
    let specs = specs.unwrap_or_default().iter();
    specs
        .filter_map(|spec| Varied::of(document, item, spec.id).ok())
        .collect()
}

impl Session {
    /// What a sweep is asked for that names no parameter: of the one selected item, else the rate of a client.
    pub(crate) fn likely_to_vary(&self) -> Option<Varied> {
        let document = self.document();
        let rate = |item: &Id| Varied::of(document, item, "rate_per_s").ok();
        let first = |item: &Id| rate(item).or_else(|| variable(document, item).into_iter().next());
        let selected = self.selection.single();
        // Whoever does not point at something else means the one he has.
        let asked = self.sweep.as_ref().map(|sweeping| &sweeping.form);
        let asked = asked.filter(|form| selected.is_none_or(|item| *item == form.target));
        if let Some(varied) = asked.and_then(|form| form.varied(document)) {
            return Some(varied);
        }
        if let Some(item) = selected {
            return first(item);
        }
        let clients = document.components.values().filter(|of| !of.works());
        let mut clients = clients.map(|client| &client.id);
        // One that replays a log has no rate.
        let rated = clients.clone().find_map(rate);
        rated.or_else(|| clients.find_map(first))
    }

    /// Asks for a sweep of a parameter. What was found of the same one before stays.
    pub(crate) fn ask_sweep(&mut self, varied: &Varied) {
        let same = |sweeping: &Sweeping| {
            let form = &sweeping.form;
            form.target == varied.target && form.param == varied.spec.id
        };
        if self.sweep.as_ref().is_some_and(same) {
            return;
        }
        self.sweep = Some(Sweeping {
            form: SweepForm::usual(self.document(), varied),
            under_way: None,
            last: None,
        });
    }

    /// Takes over what is asked. What another parameter did is of no use any more.
    pub(crate) fn set_sweep(&mut self, form: SweepForm) {
        if let Some(sweeping) = &mut self.sweep {
            sweeping.form = form;
        }
    }

    /// Begins the sweep that is asked for: on a thread if there may be any, else at once.
    pub(crate) fn start_sweep(&mut self) {
        let (document, seed) = (Arc::clone(self.document()), self.document().scenario.seed);
        let wake = self.review.wake.clone();
        let Some(sweeping) = &mut self.sweep else {
            return;
        };
        let form = sweeping.form.clone();
        let Some(varied) = form.varied(&document) else {
            return;
        };
        let Ok(values) = form.values(&varied) else {
            return;
        };
        let Some(wake) = wake else {
            let progress = Progress::default();
            sweeping.last = Some(swept(&document, form, varied, &values, seed, &progress));
            return;
        };
        let task = Task::start("sweep", wake, move |progress| {
            swept(&document, form, varied, &values, seed, progress)
        });
        match task {
            Ok(task) => (sweeping.under_way, sweeping.last) = (Some(task), None),
            Err(_) => sweeping.last = Some(Err(NotSwept::Lost)),
        }
    }

    pub(crate) fn stop_sweep(&mut self) {
        if let Some(sweeping) = &mut self.sweep
            && sweeping.under_way.take().is_some()
        {
            sweeping.last = Some(Err(NotSwept::Stopped));
        }
    }

    /// Takes over what came of the sweep under way; whether it has just ended.
    pub(crate) fn collect_sweep(&mut self) -> bool {
        let Some(sweeping) = &mut self.sweep else {
            return false;
        };
        let found = match sweeping.under_way.as_ref().map(Task::poll) {
            None | Some(Outcome::Pending) => return false,
            Some(Outcome::Done(found)) => found,
            Some(Outcome::Lost) => Err(NotSwept::Lost),
        };
        sweeping.under_way = None;
        sweeping.last = Some(found);
        true
    }
}

/// Makes all runs. One processor is left to the window and to the run that it shows.
fn swept(
    document: &Arc<Document>,
    form: SweepForm,
    varied: Varied,
    values: &[f64],
    seed: u64,
    progress: &Progress,
) -> Result<Swept, NotSwept> {
    let plan = SweepPlan {
        seed,
        count: 1,
        length: Span::from_secs_f64(form.length_s),
        threads: processors().saturating_sub(1).max(1),
    };
    // Every value was checked when it was typed; one that does not fit all the same has no run.
    let documents = varied
        .documents(document, values)
        .map_err(|_| NotSwept::Lost)?;
    let all = plan.length.as_nanos().saturating_mul(values.len() as u64);
    let simulated = AtomicU64::new(0);
    let goes_on = |more: Span| {
        let more = more.as_nanos();
        let done = simulated.fetch_add(more, Ordering::Relaxed) + more;
        progress.set(done as f32 / all.max(1) as f32);
        !progress.is_stopped()
    };
    let runs = sweep(&documents, plan, goes_on, |_| {});
    let runs = runs.map_err(|error| match error {
        SweepError::Stopped => NotSwept::Stopped,
        SweepError::Run { point, error } => {
            NotSwept::Run(values.get(point).copied().unwrap_or_default(), error)
        }
    })?;
    Ok(Swept {
        sweep: Sweep::of(document, values, &runs),
        document: Arc::clone(document),
        form,
        varied,
        seed,
    })
}

#[cfg(test)]
mod tests;
