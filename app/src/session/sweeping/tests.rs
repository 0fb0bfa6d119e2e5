#![allow(clippy::unwrap_used)]
use super::*;

fn document() -> Document {
    let text = r#"{"version": 1,
        "components": [
            {"id": "users", "service": "client", "name": "", "at": [0, 0], "params": {"rate_per_s": 80}},
            {"id": "web", "service": "server", "name": "", "at": [0, 0], "params": {"workers": 1}}
        ],
        "links": [{"id": "users-web", "from": "users", "to": "web"}]}"#;
    sim_core::file::load(text).unwrap().document
}

fn usual(item: &str, param: &str) -> SweepForm {
    let document = document();
    let varied = Varied::of(&document, &item.parse().unwrap(), param).unwrap();
    SweepForm::usual(&document, &varied)
}

#[test]
fn a_range_is_from_a_quarter_to_four_times_todays_value() {
    let ends = |form: SweepForm| (form.from, form.to, form.log);
    assert_eq!(ends(usual("users", "rate_per_s")), (20.0, 320.0, true));
    // No worker at all is no design.
    assert_eq!(ends(usual("web", "workers")), (1.0, 4.0, true));
    // A word stands there today, and nothing else is known.
    let queue = usual("web", "queue");
    assert!(queue.from < queue.to);
    let document = document();
    for item in ["users", "web", "users-web"] {
        for varied in variable(&document, &item.parse().unwrap()) {
            let form = SweepForm::usual(&document, &varied);
            if let Ok(values) = form.values(&varied) {
                assert!(values.iter().all(|value| varied.takes(*value)), "{form:?}");
            }
        }
    }
}

fn session() -> Session {
    let mut session = Session::new(document(), crate::runner::Runner::inline());
    let varied = session.likely_to_vary().unwrap();
    session.ask_sweep(&varied);
    session
}

#[test]
fn it_is_made_on_a_thread_and_is_the_same_as_without_one() {
    let mut session = session();
    let form = &mut session.sweep.as_mut().unwrap().form;
    form.length_s = 5.0;
    session.start_sweep();
    let alone = session
        .sweep
        .as_ref()
        .unwrap()
        .swept()
        .unwrap()
        .sweep
        .clone();
    assert_eq!(alone.points.len(), STEPS);
    let (sender, woken) = std::sync::mpsc::channel();
    let sender = std::sync::Mutex::new(sender);
    session.use_threads(move || {
        sender.lock().unwrap().send(()).ok();
    });
    session.start_sweep();
    assert!(session.sweep.as_ref().unwrap().share().is_some());
    while !session.collect_sweep() {
        woken.recv().unwrap();
    }
    let sweeping = session.sweep.as_ref().unwrap();
    assert_eq!(sweeping.share(), None);
    assert_eq!(sweeping.swept().unwrap().sweep, alone);
}

#[test]
fn it_can_be_stopped_and_begun_again() {
    let mut session = session();
    session.use_threads(|| {});
    session.sweep.as_mut().unwrap().form.length_s = 1e8;
    session.start_sweep();
    session.stop_sweep();
    let sweeping = session.sweep.as_ref().unwrap();
    assert!(matches!(sweeping.last, Some(Err(NotSwept::Stopped))));
    assert!(!session.collect_sweep());
    session.sweep.as_mut().unwrap().form.length_s = 1.0;
    session.start_sweep();
    while !session.collect_sweep() {
        std::thread::yield_now();
    }
    assert!(session.sweep.as_ref().unwrap().swept().is_some());
}
