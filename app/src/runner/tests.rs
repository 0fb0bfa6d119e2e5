//! The runner on a clock moved by hand, and the thread around it without looking at the time.

#![allow(clippy::unwrap_used)]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use sim_core::catalog::Value;
use sim_core::document::FaultKind;
use sim_core::document::changes::What;
use sim_core::foundation::ids::Id;

use super::*;

const DESIGN: &str = r#"{"version":1,"name":"one","components":[
    {"id":"users","service":"client","name":"Users","at":[0,0]},
    {"id":"web","service":"server","name":"Web","at":[300,0]}],
    "links":[{"id":"users-web","from":"users","to":"web"}]}"#;

fn design() -> Arc<Document> {
    Arc::new(sim_core::file::load(DESIGN).unwrap().document)
}

/// The same on another seed.
fn seeded(seed: u64) -> Arc<Document> {
    let mut document = (*design()).clone();
    Arc::make_mut(&mut document.scenario).seed = seed;
    Arc::new(document)
}

fn loaded() -> Runner {
    let mut runner = Runner::inline();
    runner.load(seeded(7));
    runner
}

fn now_s(runner: &mut Runner) -> f64 {
    runner.published().frame.unwrap().snapshot.now.as_secs_f64()
}

/// Lets wall time pass in slices of 1/60 s.
fn pass(runner: &mut Runner, slices: usize) {
    for _ in 0..slices {
        runner.advance(1.0 / 60.0);
    }
}

/// Simulated seconds a run may lag behind what is published: the last frame is up to 1/30 s of wall time old.
fn assert_near(got: f64, want: f64, factor: f64) {
    assert!(
        (got - want).abs() <= factor * 2.0 / 30.0,
        "{got} is not near {want}"
    );
}

#[test]
fn a_loaded_design_stands_at_zero_until_it_is_played() {
    let mut runner = loaded();
    pass(&mut runner, 30);
    assert_eq!(now_s(&mut runner), 0.0);
    let published = runner.published();
    let (status, seed) = (published.status, published.frame.unwrap().seed);
    assert_eq!((status.playing, seed, status.problem), (false, 7, None));
}

#[test]
fn simulated_time_follows_the_pace() {
    let mut runner = loaded();
    runner.send(ToRunner::Play);
    for (pace, slices, want) in [(1.0, 120, 2.0), (60.0, 60, 62.0), (0.1, 120, 62.2)] {
        runner.send(ToRunner::SetPace(Pace::Times(pace)));
        pass(&mut runner, 1);
        pass(&mut runner, slices);
        assert_near(now_s(&mut runner), want, pace);
    }
    let achieved = runner.published().status.achieved.unwrap();
    assert!((achieved - 0.1).abs() < 0.005, "{achieved}");
}

#[test]
fn a_stall_of_the_machine_is_not_made_up_for() {
    let mut runner = loaded();
    runner.send(ToRunner::SetPace(Pace::Times(10.0)));
    runner.send(ToRunner::Play);
    pass(&mut runner, 1);
    runner.advance(3_600.0);
    runner.advance(0.05);
    assert!(now_s(&mut runner) < 3.0, "{}", now_s(&mut runner));
}

#[test]
fn pause_keeps_the_instant_and_steps_move_it() {
    let mut runner = loaded();
    runner.send(ToRunner::Play);
    pass(&mut runner, 60);
    runner.send(ToRunner::Pause);
    let (at, events) = (
        now_s(&mut runner),
        runner.published().frame.unwrap().snapshot.events,
    );
    pass(&mut runner, 60);
    assert_eq!(now_s(&mut runner), at);
    runner.send(ToRunner::StepEvent);
    assert_eq!(
        runner.published().frame.unwrap().snapshot.events,
        events + 1
    );
    let at = now_s(&mut runner);
    runner.send(ToRunner::StepSeconds(10.0));
    assert!((now_s(&mut runner) - at - 10.0).abs() < 1e-9);
    assert!(!runner.published().status.playing);
}

#[test]
fn reset_goes_back_and_plays_on_if_it_played() {
    let mut runner = loaded();
    runner.send(ToRunner::Play);
    pass(&mut runner, 60);
    runner.send(ToRunner::Reset);
    assert_eq!(now_s(&mut runner), 0.0);
    assert!(runner.published().status.playing);
    pass(&mut runner, 60);
    assert!(now_s(&mut runner) > 0.5);
    let frame = |runner: &mut Runner| runner.published().frame.unwrap();
    runner.send(ToRunner::Update(seeded(8), 1));
    assert_eq!(
        frame(&mut runner).seed,
        7,
        "what has begun goes on as it is"
    );
    runner.send(ToRunner::Reset);
    assert_eq!((now_s(&mut runner), frame(&mut runner).seed), (0.0, 8));
    runner.send(ToRunner::Pause);
    runner.send(ToRunner::Reset);
    runner.send(ToRunner::Update(seeded(9), 2));
    assert_eq!(frame(&mut runner).seed, 9, "it has not begun");
}

#[test]
fn the_same_seed_gives_the_same_run() {
    let ended = |seed: u64| {
        let mut runner = Runner::inline();
        runner.load(seeded(seed));
        runner.send(ToRunner::StepSeconds(20.0));
        let frame = runner.published().frame.unwrap();
        (frame.snapshot.events, frame.snapshot.totals)
    };
    assert_eq!(ended(3), ended(3));
    assert_ne!(ended(3), ended(4));
}

#[test]
fn a_change_applies_while_the_run_goes_on() {
    let mut runner = loaded();
    runner.send(ToRunner::Play);
    pass(&mut runner, 60);
    let at = now_s(&mut runner);
    let mut changed = (*design()).clone();
    let mut second = (*changed.components["web"]).clone();
    second.id = Id::new("web-2").unwrap();
    changed
        .components
        .insert(second.id.clone(), Arc::new(second));
    runner.send(ToRunner::Update(Arc::new(changed), 1));
    let frame = runner.published().frame.unwrap();
    assert_eq!(frame.snapshot.components.len(), 3);
    assert!(frame.snapshot.now.as_secs_f64() >= at);
    assert!(runner.published().status.playing);
}

#[test]
fn a_fault_that_does_not_fit_is_told_and_then_forgotten() {
    let mut runner = loaded();
    let fault = |target: &str| {
        ToRunner::Inject(Inject {
            kind: FaultKind::CrashAll,
            target: Id::new(target).unwrap(),
            for_s: None,
        })
    };
    runner.send(fault("nobody"));
    assert!(matches!(
        runner.published().status.problem,
        Some(Problem::Inject(_))
    ));
    runner.send(fault("web"));
    assert_eq!(runner.published().status.problem, None);
    runner.send(ToRunner::Heal(Id::new("web").unwrap()));
    assert!(runner.published().frame.unwrap().snapshot.faults.is_empty());
}

#[test]
fn frames_come_at_most_thirty_times_a_second() {
    let (slot, clock, count) = (
        Slot::default(),
        ManualClock::default(),
        Arc::new(AtomicUsize::new(0)),
    );
    let counter = Arc::clone(&count);
    let wake = Arc::new(move || {
        counter.fetch_add(1, Ordering::SeqCst);
    });
    let mut worker = Worker::new(clock.clone(), slot, wake);
    let load = ToRunner::Load {
        document: design(),
        generation: 1,
    };
    worker.handle([load, ToRunner::Play]);
    let before = count.load(Ordering::SeqCst);
    for _ in 0..1_000 {
        clock.advance(0.001);
        worker.slice();
    }
    let frames = count.load(Ordering::SeqCst) - before;
    assert!((25..=30).contains(&frames), "{frames} frames in a second");
}

/// A threaded runner and the channel on which it says that something is new.
fn threaded() -> (Runner, Receiver<()>) {
    let (sender, woken) = channel();
    let runner = Runner::threaded(move || {
        sender.send(()).ok();
    });
    (runner.unwrap(), woken)
}

/// Waits until the published state is as wanted; a run that never gets there fails after a long while.
fn wait_for(runner: &mut Runner, woken: &Receiver<()>, wanted: impl Fn(&Published) -> bool) {
    while !wanted(&runner.published()) {
        woken.recv_timeout(Duration::from_secs(60)).unwrap();
    }
}

#[test]
fn the_thread_plays_and_stops() {
    let (mut runner, woken) = threaded();
    runner.load(seeded(7));
    assert!(runner.published().frame.is_none() || runner.published().handled == 1);
    runner.send(ToRunner::SetPace(Pace::Max));
    runner.send(ToRunner::Play);
    assert!(
        runner.published().status.playing,
        "what was asked shows at once"
    );
    wait_for(&mut runner, &woken, |p| {
        p.frame
            .as_ref()
            .is_some_and(|f| f.snapshot.now.as_secs_f64() > 5.0)
    });
    runner.send(ToRunner::Pause);
    assert!(!runner.published().status.playing);
    wait_for(&mut runner, &woken, |p| p.handled == 4);
    let at = now_s(&mut runner);
    runner.send(ToRunner::StepSeconds(1.0));
    wait_for(&mut runner, &woken, |p| {
        p.frame
            .as_ref()
            .is_some_and(|f| f.snapshot.now.as_secs_f64() >= at + 1.0 - 1e-9)
    });
}

#[test]
fn a_panic_of_the_simulation_is_told_and_survived() {
    let (mut runner, woken) = threaded();
    runner.load(seeded(7));
    wait_for(&mut runner, &woken, |p| p.handled == 1);
    runner.send(ToRunner::Panic);
    wait_for(
        &mut runner,
        &woken,
        |p| matches!(&p.status.problem, Some(Problem::Crashed(text)) if text == "a part broke"),
    );
    assert!(runner.published().frame.is_some(), "the last picture stays");
    runner.send(ToRunner::Reset);
    runner.send(ToRunner::StepSeconds(2.0));
    wait_for(&mut runner, &woken, |p| {
        p.status.problem.is_none()
            && p.frame
                .as_ref()
                .is_some_and(|f| f.snapshot.now.as_secs_f64() >= 2.0)
    });
}

#[test]
fn a_document_loaded_anew_never_shows_a_frame_of_the_one_before() {
    let (mut runner, woken) = threaded();
    runner.load(design());
    runner.send(ToRunner::StepSeconds(5.0));
    wait_for(&mut runner, &woken, |p| {
        p.frame
            .as_ref()
            .is_some_and(|f| f.snapshot.now.as_secs_f64() >= 5.0)
    });
    runner.load(Arc::new(Document::default()));
    let shown = runner.published().frame;
    assert!(shown.is_none_or(
        |frame| frame.snapshot.components.is_empty() && frame.snapshot.now.as_nanos() == 0
    ));
}

#[test]
fn of_waiting_changes_only_the_last_is_made() {
    let slot = Slot::default();
    let mut worker = Worker::new(ManualClock::default(), slot.clone(), Arc::new(|| {}));
    let load = ToRunner::Load {
        document: design(),
        generation: 1,
    };
    let within = |workers: f64, step: u64| {
        let mut document = (*design()).clone();
        let component = document.components.values_mut().next_back().unwrap();
        let params = &mut Arc::make_mut(component).params;
        params.insert("workers".to_owned(), Value::Number(workers));
        document.name = format!("of {workers}");
        ToRunner::Update(Arc::new(document), step)
    };
    let sized = |workers: f64| within(workers, workers as u64);
    // What is changed before the run has begun is no event of it.
    worker.handle([
        load,
        sized(4.0),
        ToRunner::StepEvent,
        sized(5.0),
        sized(6.0),
        ToRunner::StepEvent,
        sized(7.0),
    ]);
    let published = slot.get();
    assert_eq!(published.handled, 7);
    let frame = published.frame.unwrap();
    assert_eq!(frame.snapshot.marks.len(), 2, "a mark for 6 and one for 7");
    let told = |place: usize| match &frame.edits[place].as_ref().unwrap().first.what {
        What::Set { values, .. } => values.clone().unwrap()[1].clone(),
        other => panic!("{other:?}"),
    };
    assert_eq!(told(0), Some(Value::Number(6.0)));
    assert_eq!(told(1), Some(Value::Number(7.0)));
    // A name that is typed letter by letter is nothing to a run.
    let last = sized(7.0);
    let ToRunner::Update(document, _) = &last else {
        unreachable!()
    };
    let mut document = Document::clone(document);
    document.name.push('x');
    worker.handle([ToRunner::Update(Arc::new(document), 8)]);
    assert_eq!(slot.get().frame.unwrap().snapshot.marks.len(), 2);
    // The drag of a number is one step, and told as one, however often the run has taken it over.
    for workers in [8.0, 9.0, 12.0] {
        worker.handle([within(workers, 20)]);
    }
    let told = |slot: &Slot| {
        let frame = slot.get().frame.unwrap();
        assert_eq!(frame.snapshot.marks.len(), 3);
        let last = frame.edits.last().unwrap().as_ref();
        last.map(|changes| match &changes.first.what {
            What::Set { values, .. } => values.clone().unwrap(),
            other => panic!("{other:?}"),
        })
    };
    let [from, to] = [7.0, 12.0].map(|workers| Some(Value::Number(workers)));
    assert_eq!(told(&slot), Some([from, to]));
    worker.handle([within(7.0, 20)]);
    assert_eq!(told(&slot), None, "nothing in the end");
}

#[test]
fn the_thread_takes_over_a_document_once_it_was_shown_or_something_else_is_asked() {
    let (mut runner, woken) = threaded();
    runner.load(seeded(7));
    wait_for(&mut runner, &woken, |p| p.handled == 1);
    let mut smaller = Document::clone(&design());
    smaller.links.clear();
    let smaller = Arc::new(smaller);
    let links = |p: &Published| p.frame.as_ref().map(|f| f.snapshot.links.len());

    runner.update(Arc::clone(&smaller), 1);
    assert!(!runner.is_caught_up(), "it waits to be shown");
    assert_eq!(runner.published().handled, 1);
    runner.release();
    wait_for(&mut runner, &woken, |p| links(p) == Some(0));
    assert!(runner.is_caught_up());
    runner.release();
    assert!(runner.is_caught_up(), "there is nothing left to send");

    // Only the last of several is taken over, and before what is asked after it.
    runner.update(smaller, 2);
    runner.update(design(), 3);
    runner.send(ToRunner::StepSeconds(1.0));
    wait_for(&mut runner, &woken, |p| {
        let now = p.frame.as_ref().map(|f| f.snapshot.now.as_secs_f64());
        links(p) == Some(1) && now >= Some(1.0 - 1e-9)
    });
    assert_eq!(runner.published().handled, 4);
}
