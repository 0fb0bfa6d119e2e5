//! Message queues: kept, fetched, done; late, undone, put aside; and nothing lost on the way.

use sim_core::catalog::Value;
use sim_core::document::FaultKind;
use sim_core::engine::snapshot::{ComponentView, MessageFigures};

use crate::assert_close;
use crate::support::build::{Build, constant, kinds, number, word};
use crate::support::run::Run;

/// When the users ask; to take a message in takes 0.01 s.
const AT: f64 = 100.0;

/// Some users who send a message each, and a worker behind the queue.
fn queue(users: u32, worker: &str, pairs: &[(&str, Value)]) -> Build {
    let mut all = vec![("service_time", constant(0.01))];
    all.extend_from_slice(pairs);
    Build::default()
        .users("users", users, AT)
        .component("queue", "sqs", None, &all)
        .link("users", "queue", &[])
        .link("queue", worker, &[])
}

fn messages(run: &Run) -> MessageFigures {
    run.view("queue").messages.unwrap()
}

/// (waiting, at consumers, hidden, done, undone for good).
fn course(run: &mut Run, at: f64) -> (u64, u64, u64, u64, u64) {
    run.to(AT + at);
    let (view, kept) = (run.view("queue"), messages(run));
    (view.queue, kept.out, kept.hidden, view.ok, view.failed)
}

/// The user is answered when the message is kept; its age ends when it is done.
#[test]
fn a_sender_does_not_wait_for_the_work() {
    let mut run = Run::new(&queue(1, "worker", &[]).fixed("worker", 1, 2.0, &[]));
    assert_eq!(course(&mut run, 0.005), (0, 0, 1, 0, 0));
    assert_eq!(course(&mut run, 0.02), (0, 1, 0, 0, 0));
    assert_eq!(run.totals().ok, 1);
    assert_eq!(course(&mut run, 2.02), (0, 0, 0, 1, 0));
    assert_close(run.view("users").latency.mean, 0.01);
    assert_close(run.view("queue").latency.mean, 2.01);
    assert_eq!(messages(&run).received, 1);
}

/// Two workers, five messages: two at a time, and nobody waits at the worker's door.
#[test]
fn consumers_fetch_when_they_are_free() {
    let mut run = Run::new(&queue(5, "worker", &[]).fixed("worker", 2, 1.0, &[]));
    assert_eq!(course(&mut run, 0.5), (3, 2, 0, 0, 0));
    assert_close(messages(&run).oldest_s.unwrap(), 0.5);
    assert_eq!(course(&mut run, 1.5), (1, 2, 0, 2, 0));
    assert_eq!(course(&mut run, 2.5), (0, 1, 0, 4, 0));
    assert_eq!(course(&mut run, 3.5), (0, 0, 0, 5, 0));
    assert_eq!(messages(&run).oldest_s, None);
    let worker = run.view("worker");
    assert_eq!((worker.queue_max, worker.ok, worker.failed), (0, 5, 0));
    let ages = run.view("queue").latency;
    assert_close(ages.mean, 0.01 + (1.0 + 1.0 + 2.0 + 2.0 + 3.0) / 5.0);
}

/// Visible again after 2 s while the worker needs 5: the work is done three times, for nothing, and then put aside.
#[test]
fn a_visibility_below_the_work_is_work_done_again() {
    let pairs = [("visibility_s", number(2.0)), ("max_receives", number(3.0))];
    let mut run = Run::new(&queue(1, "worker", &pairs).fixed("worker", 1, 5.0, &[]));
    assert_eq!(course(&mut run, 1.9), (0, 1, 0, 0, 0));
    assert_eq!(course(&mut run, 2.5), (0, 1, 0, 0, 0));
    assert_eq!((messages(&run).received, messages(&run).returned), (2, 1));
    assert_eq!(course(&mut run, 6.1), (0, 0, 0, 0, 1));
    assert_eq!((messages(&run).received, messages(&run).dead), (3, 1));
    run.to(AT + 20.0);
    assert_eq!((run.view("worker").ok, run.totals().wasted), (3, 3));
}

/// The worker dies with the message: it is hidden until 30 s after the fetch, and done by then's worker.
#[test]
fn a_crash_loses_nothing() {
    let mut run = Run::new(&queue(3, "worker", &[]).fixed("worker", 1, 2.0, &[]));
    run.to(AT + 1.0)
        .inject(FaultKind::CrashAll, "worker", Some(10.0));
    assert_eq!(course(&mut run, 1.5), (2, 0, 1, 0, 0));
    assert_eq!(course(&mut run, 10.9), (2, 0, 1, 0, 0));
    assert_eq!(course(&mut run, 11.1), (1, 1, 1, 0, 0));
    assert_eq!(course(&mut run, 15.1), (0, 0, 1, 2, 0));
    assert_eq!(course(&mut run, 30.1), (0, 1, 0, 2, 0));
    assert_eq!(course(&mut run, 32.1), (0, 0, 0, 3, 0));
    assert_eq!(run.totals().failed, 0);
}

#[test]
fn a_cut_way_is_waited_out() {
    let mut run = Run::new(&queue(2, "worker", &[]).fixed("worker", 2, 1.0, &[]));
    run.to(AT - 1.0)
        .inject(FaultKind::CutLink, "queue-worker", Some(5.0));
    assert_eq!(course(&mut run, 3.9), (2, 0, 0, 0, 0));
    assert_eq!(course(&mut run, 4.1), (0, 2, 0, 0, 0));
    assert_eq!(course(&mut run, 5.1), (0, 0, 0, 2, 0));
    assert_eq!(run.link("queue-worker").failed, 0);
}

#[test]
fn a_delay_hides_at_first() {
    let pairs = [("delay_s", number(5.0))];
    let mut run = Run::new(&queue(1, "worker", &pairs).fixed("worker", 1, 1.0, &[]));
    assert_eq!(course(&mut run, 5.0), (0, 0, 1, 0, 0));
    assert_eq!(course(&mut run, 5.1), (0, 1, 0, 0, 0));
    run.to(AT + 7.0);
    assert_close(run.view("queue").latency.mean, 6.01);
}

/// One is out when its time ends, two wait, and one is hidden after a failure.
#[test]
fn messages_go_at_the_end_of_their_time() {
    let pairs = [
        ("retention_min", number(1.0)),
        ("visibility_s", number(300.0)),
    ];
    let build = queue(3, "worker", &pairs).fixed("worker", 1, 90.0, &[]);
    let mut run = Run::new(&build);
    assert_eq!(course(&mut run, 60.0), (2, 1, 0, 0, 0));
    assert_eq!(course(&mut run, 60.1), (0, 1, 0, 0, 2));
    assert_eq!(messages(&run).expired, 2);
    // It is done in the end, however old.
    assert_eq!(course(&mut run, 90.1), (0, 0, 0, 1, 2));
    let mut crashed = Run::new(&build);
    crashed
        .to(AT + 50.0)
        .inject(FaultKind::CrashAll, "worker", None);
    assert_eq!(course(&mut crashed, 50.1), (2, 0, 1, 0, 0));
    assert_eq!(course(&mut crashed, 60.1), (0, 0, 0, 0, 3));
}

/// A function takes as many as it may run at once, and none is throttled.
#[test]
fn a_function_fetches_up_to_its_concurrency() {
    let function = |build: Build, concurrency: f64| {
        let pairs = [
            ("concurrency", number(concurrency)),
            ("service_time", constant(1.0)),
            ("cold_start", constant(0.0)),
        ];
        build.component("worker", "lambda", None, &pairs)
    };
    let mut run = Run::new(&function(queue(5, "worker", &[]), 2.0));
    assert_eq!(course(&mut run, 0.5), (3, 2, 0, 0, 0));
    assert_eq!(course(&mut run, 3.5), (0, 0, 0, 5, 0));
    assert_eq!(run.view("worker").failed, 0);
    let pairs = [("max_concurrency", number(4.0))];
    let mut run = Run::new(&function(queue(5, "worker", &pairs), 1_000.0));
    assert_eq!(course(&mut run, 0.5), (1, 4, 0, 0, 0));
}

/// Each message goes to one of them: to whoever is free.
#[test]
fn consumers_compete() {
    let build = queue(8, "fast", &[])
        .fixed("fast", 1, 1.0, &[])
        .fixed("slow", 1, 3.0, &[])
        .link("queue", "slow", &[]);
    let mut run = Run::new(&build);
    run.to(AT + 6.1);
    let done = |view: ComponentView| view.ok;
    assert_eq!((done(run.view("fast")), done(run.view("slow"))), (6, 2));
    assert_eq!(course(&mut run, 6.2), (0, 0, 0, 8, 0));
}

/// Who takes only some kinds of message does not hold up, nor get, the others.
#[test]
fn a_message_nobody_takes_is_put_aside() {
    let build = queue(1, "worker", &[])
        .kind("order")
        .kind("photo")
        .fixed("worker", 1, 0.01, &[])
        .set_link("queue-worker", "kinds", kinds(&["order"]))
        .component("mixed", "client", None, &[("rate_per_s", number(20.0))])
        .link("mixed", "queue", &[]);
    let mut run = Run::new(&build);
    run.to(50.0);
    let (view, kept) = (run.view("queue"), messages(&run));
    assert_eq!(kept.dead, view.failed);
    assert!(kept.dead > 400 && view.ok > 400, "{view:?}");
    assert_eq!(kept.received, view.ok + kept.out);
    assert_eq!(run.view("worker").failed, 0);
}

/// Sent, received, deleted: three calls; 100 KiB count twice when they travel.
#[test]
fn every_call_is_charged() {
    let build = queue(4, "worker", &[]).fixed("worker", 4, 1.0, &[]);
    let mut run = Run::new(&build);
    run.to(AT + 2.0);
    let usage = run.view("queue").usage;
    assert_eq!((usage.writes, usage.reads), (4, 8));
    let large = [("users-queue", 100.0), ("queue-worker", 100.0)];
    let build = large.iter().fold(build, |build, (link, kib)| {
        build.set_link(link, "request_kib", number(*kib))
    });
    let mut run = Run::new(&build);
    run.to(AT + 2.0);
    let usage = run.view("queue").usage;
    assert_eq!((usage.writes, usage.reads), (8, 12));
}

/// Edits while messages wait, are out, and are hidden: more workers fetch at once, and a queue that is gone keeps nothing.
#[test]
fn edits_find_the_messages() {
    let build = queue(6, "worker", &[]).fixed("worker", 1, 10.0, &[]);
    let mut run = Run::new(&build);
    assert_eq!(course(&mut run, 1.0), (5, 1, 0, 0, 0));
    run.change(&build.clone().set("worker", "workers", number(4.0)));
    assert_eq!(course(&mut run, 1.1), (2, 4, 0, 0, 0));
    run.change(&build.clone().without("queue"));
    run.to(AT + 12.0);
    let back = queue(6, "worker", &[]).fixed("worker", 1, 10.0, &[]);
    run.change(&back);
    assert_eq!(run.view("queue").queue, 0);
    run.to(AT + 30.0);
    assert_eq!(run.totals().failed, 0);
}

/// What is handed in while the queue is deleted goes with it.
#[test]
fn a_queue_that_is_gone_takes_nothing_in() {
    let build = queue(2, "worker", &[]).fixed("worker", 1, 1.0, &[]);
    let mut run = Run::new(&build);
    assert_eq!(course(&mut run, 0.005), (0, 0, 2, 0, 0));
    run.change(&build.clone().without("queue"));
    run.to(AT + 1.0).change(&build);
    assert_eq!(course(&mut run, 2.0), (0, 0, 0, 0, 2));
    assert_eq!((messages(&run).received, messages(&run).expired), (0, 2));
}

/// An event on the way to the consumer is done with being sent.
#[test]
fn an_event_is_done_when_it_is_sent() {
    let build = queue(2, "worker", &[])
        .fixed("worker", 1, 5.0, &[])
        .set_link("queue-worker", "mode", word("event"));
    let mut run = Run::new(&build);
    assert_eq!(course(&mut run, 0.1), (0, 0, 0, 2, 0));
    assert_eq!(run.view("worker").arrived, 2);
}
