//! Streams and polling: messages that nobody waits for, in order, within a window, or fetched in batches.

use sim_core::catalog::Value;
use sim_core::document::FaultKind;
use sim_core::engine::snapshot::{Mode, SpecialView};

use crate::assert_close;
use crate::support::build::{Build, by_kind, constant, number, word};
use crate::support::run::{Run, fault};

/// When the user asks; the next time is as long after.
const AT: f64 = 100.25;

/// A user whose request makes `a` send five messages, 0.1 s away, to `b`, which works on one at a time.
fn mail(work: f64, link: &[(&str, Value)]) -> Build {
    let mut all = vec![("calls", number(5.0)), ("latency", constant(0.1))];
    all.extend_from_slice(link);
    Build::default()
        .once("user", AT)
        .fixed("a", 1, 0.0, &[])
        .fixed("b", 1, work, &[])
        .link("user", "a", &[])
        .link("a", "b", &all)
}

fn stream(window: f64) -> Vec<(&'static str, Value)> {
    vec![("mode", word("stream")), ("window", number(window))]
}

fn poll(batch: f64) -> Vec<(&'static str, Value)> {
    vec![("mode", word("poll")), ("batch", number(batch))]
}

fn view(run: &Run) -> SpecialView {
    run.link("a-b").special.unwrap()
}

/// (waiting at the sender, under way, arrived, done).
fn course(run: &mut Run, at: f64) -> (u64, u64, u64, u64) {
    run.to(AT + at);
    let b = run.view("b");
    (view(run).waiting, view(run).under_way, b.arrived, b.ok)
}

/// Two under way; each answer travels 0.1 s back before the next message travels 0.1 s there.
#[test]
fn a_stream_keeps_a_window_under_way() {
    let mut run = Run::new(&mail(1.0, &stream(2.0)));
    assert_eq!(course(&mut run, 0.01), (3, 2, 0, 0));
    // The caller does not wait.
    assert_eq!((run.totals().ok, run.view("a").in_system), (1, 0));
    assert_close(run.view("user").latency.mean, 0.0);
    assert_eq!(course(&mut run, 0.11), (3, 2, 2, 0));
    assert_eq!(course(&mut run, 1.15), (3, 2, 2, 1));
    assert_eq!(course(&mut run, 1.25), (2, 2, 2, 1));
    assert_eq!(course(&mut run, 1.35), (2, 2, 3, 1));
    assert_eq!(course(&mut run, 2.35), (1, 2, 4, 2));
    assert_eq!(course(&mut run, 3.35), (0, 2, 5, 3));
    assert_eq!(course(&mut run, 5.05), (0, 1, 5, 4));
    assert_eq!(course(&mut run, 5.25), (0, 0, 5, 5));
    assert_eq!((view(&run).mode, view(&run).waiting_max), (Mode::Stream, 3));
    assert_eq!((run.totals().wasted, run.link("a-b").failed), (0, 0));
}

/// A window of one: a message per round trip, 0.1 + 0.2 + 0.1 s.
#[test]
fn a_window_of_one_is_a_message_per_round_trip() {
    let mut run = Run::new(&mail(0.2, &stream(1.0)));
    for n in 0..5u64 {
        let trip = 0.4 * n as f64;
        assert_eq!(course(&mut run, trip + 0.09).2, n);
        assert_eq!(course(&mut run, trip + 0.11).2, n + 1);
    }
}

#[test]
fn a_full_buffer_drops() {
    let mut link = stream(1.0);
    link.push(("buffer", number(1.0)));
    let mut run = Run::new(&mail(1.0, &link));
    assert_eq!(course(&mut run, 0.5), (1, 1, 1, 0));
    assert_eq!((view(&run).dropped, run.link("a-b").failed), (3, 3));
    run.to(120.0);
    assert_eq!(run.view("b").ok, 2);
}

/// None overtakes another: behind a message that takes 1 s longer all others wait, and arrive at the same instant.
#[test]
fn a_stream_keeps_its_order() {
    let hole = fault(100.0, Some(0.3), "a-b", FaultKind::BlackHole);
    let mut link = stream(10.0);
    link.push(("loss_percent", number(20.0)));
    let spread = Value::Times(sim_core::foundation::chance::Distribution::Uniform {
        min_ms: 0.0,
        max_ms: 1000.0,
    });
    link.push(("latency", spread));
    let mut drawn = false;
    for seed in 1..20 {
        let mut run = Run::seeded(&mail(0.0, &link), seed);
        run.to(190.0);
        assert_eq!((run.view("b").ok, run.link("a-b").failed), (5, 0));
        drawn |= view(&run).lost > 0;
    }
    assert!(drawn);
    // In a black hole nobody is told, and the messages are gone.
    let mut run = Run::new(&mail(0.0, &stream(10.0)).fault(hole));
    run.to(120.0);
    assert_eq!((run.view("b").arrived, run.link("a-b").failed), (0, 5));
}

/// Fetched at 101 and 102 s, 0.1 s away.
#[test]
fn polled_messages_wait_for_their_fetch() {
    let mut run = Run::new(&mail(0.0, &poll(3.0)));
    run.to(100.99);
    assert_eq!((view(&run).waiting, run.view("b").arrived), (5, 0));
    assert_eq!((run.totals().ok, view(&run).mode), (1, Mode::Poll));
    run.to(101.05);
    assert_eq!((view(&run).waiting, run.view("b").arrived), (2, 0));
    run.to(101.15);
    assert_eq!((view(&run).waiting, run.view("b").arrived), (2, 3));
    run.to(102.15);
    assert_eq!((view(&run).waiting, run.view("b").arrived), (0, 5));
    // 5 messages from 100.25 to 101 s, 2 from 101 to 102 s.
    run.to(110.0);
    assert_close(view(&run).waiting_mean, (5.0 * 0.75 + 2.0) / 110.0);
}

/// What nobody can fetch stays: while the far end is down, while the way is cut, when a message is lost.
#[test]
fn polling_loses_nothing() {
    for (target, kind) in [
        ("b", FaultKind::CrashAll),
        ("a-b", FaultKind::CutLink),
        ("a-b", FaultKind::BlackHole),
    ] {
        let fault = fault(95.0, Some(9.5), target, kind);
        let mut run = Run::new(&mail(0.0, &poll(3.0)).fault(fault));
        run.to(104.45);
        assert_eq!(
            (view(&run).waiting, run.view("b").arrived),
            (5, 0),
            "{target}"
        );
        run.to(107.5);
        assert_eq!((view(&run).waiting, run.view("b").ok), (0, 5), "{target}");
    }
    let mut link = poll(3.0);
    link.push(("loss_percent", number(50.0)));
    let mut run = Run::new(&mail(0.0, &link));
    run.to(190.0);
    assert_eq!((run.view("b").ok, run.link("a-b").failed), (5, 0));
    assert!(view(&run).lost > 0);
}

/// A stream over a link that is cut fails as events do.
#[test]
fn a_stream_over_a_cut_fails() {
    let cut = fault(95.0, Some(10.0), "a-b", FaultKind::CutLink);
    let mut run = Run::new(&mail(1.0, &stream(2.0)).fault(cut));
    run.to(106.0);
    assert_eq!((run.link("a-b").failed, run.view("b").arrived), (5, 0));
    assert_eq!(
        (view(&run).waiting, view(&run).under_way, run.totals().ok),
        (0, 0, 1)
    );
}

/// Whatever waits goes the new way when the mode changes.
#[test]
fn nothing_is_lost_when_the_mode_changes() {
    let modes = [
        vec![("mode", word("event"))],
        vec![("mode", word("call"))],
        stream(2.0),
        stream(100.0),
        poll(1.0),
        poll(100.0),
    ];
    for from in [stream(1.0), poll(2.0)] {
        for to in &modes {
            let mut run = Run::new(&mail(0.5, &from));
            run.to(100.5);
            run.change(&mail(0.5, to)).to(130.0);
            assert_eq!(
                (run.view("b").ok, run.link("a-b").failed),
                (5, 0),
                "{from:?} {to:?}"
            );
        }
        let mut run = Run::new(&mail(0.5, &from));
        run.to(100.5);
        let waiting = view(&run).waiting;
        run.change(&mail(0.5, &from).without("a-b")).to(130.0);
        assert_eq!(run.view("b").ok, 5 - waiting);
    }
}

/// A message keeps its request's kind.
#[test]
fn messages_have_kinds() {
    for mode in [stream(2.0), poll(10.0)] {
        let build =
            mail(0.1, &mode)
                .kind("big")
                .set("b", "work_by_kind", by_kind(&[("big", 10.0)]));
        let mut run = Run::new(&build);
        run.to(150.0);
        assert_close(run.view("b").utilization_mean, 5.0 / 150.0);
    }
}

/// Clients and balancers may stream: with the message posted their request is done.
#[test]
fn clients_stream_too() {
    for mode in [stream(100.0), poll(1000.0)] {
        let build = Build::default()
            .steady("users", 10.0)
            .component("alb", "alb", None, &[])
            .fixed("b", 1, 0.05, &[])
            .link("users", "alb", &mode)
            .link("alb", "b", &mode);
        let mut run = Run::new(&build);
        run.to(30.05);
        assert_eq!((run.totals().ok, run.totals().failed), (300, 0));
        assert!(run.view("b").ok >= 270);
    }
}
