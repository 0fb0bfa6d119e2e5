#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::sync::Arc;

use sim_core::catalog::Value;
use sim_core::document::Document;
use sim_core::foundation::ids::Id;
use sim_core::foundation::units::{SimTime, Span};
use sim_core::playback::Player;
use sim_core::report::{KeyFigures, Runs, intervals};
use unicode_width::UnicodeWidthStr;

use super::table::escaped;
use super::*;
use crate::i18n::Lang;

/// One server too slow for its client, that crashes for a while: with names that Markdown would take for something else,
/// targets that are met and missed, two kinds of request and a finding.
const SHOP: &str = r#"{
    "version": 1,
    "name": "Shop | *one* server",
    "scenario": {
        "faults": [{"at_s": 20, "for_s": 5, "target": "web", "kind": "crash_all"}],
        "targets": {"p99_ms": 100, "failed_percent": 50, "usd_per_month": 10}
    },
    "kinds": [{"id": "read", "name": "read"}, {"id": "pay", "name": "pay|now"}],
    "components": [
        {"id": "users", "service": "client", "name": "Users #1", "at": [0, 0], "params": {"rate_per_s": 20}},
        {"id": "web", "service": "web_server", "name": "web_1 | [a]", "at": [200, 0],
         "params": {"workers": 1, "queue": 5, "service_time": {"type": "constant", "ms": 60}}},
        {"id": "idle", "service": "web_server", "name": "idle ~b~", "at": [200, 200]}
    ],
    "links": [{"id": "users-web", "from": "users", "to": "web", "params": {"timeout_ms": 300}}]
}"#;

fn shop() -> Document {
    let loaded = sim_core::file::load(SHOP).unwrap();
    assert_eq!(loaded.notes.len(), 0, "{:?}", loaded.notes);
    loaded.document
}

/// A minute of the shop, with a change after half of it; and the document then.
fn minute() -> (Player, Document) {
    let mut document = shop();
    let mut player = Player::new(&document, 7).unwrap();
    let until = |player: &mut Player, seconds| {
        let at = SimTime::ZERO + Span::from_secs(seconds);
        player.run_until(at, u64::MAX).unwrap();
    };
    until(&mut player, 30);
    let web = document.components.get_mut("web").unwrap();
    let params = &mut Arc::make_mut(web).params;
    params.insert("workers".to_owned(), Value::Number(4.0));
    player.update(&document).unwrap();
    until(&mut player, 60);
    (player, document)
}

/// Compares with the text that is kept; `UPDATE_SNAPSHOTS=1` keeps this one.
fn check(name: &str, text: &str) {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/src/export/report/kept");
    let path = Path::new(folder).join(name);
    if std::env::var_os("UPDATE_SNAPSHOTS").is_some() {
        std::fs::write(&path, text).unwrap();
    }
    let kept = std::fs::read_to_string(&path).unwrap();
    assert_eq!(text, kept, "{name} is not what was kept");
}

#[test]
fn a_run_is_told_in_both_languages() {
    let (player, document) = minute();
    let frame = player.frame();
    let run = frame.run(&document, "my shop.json");
    for (lang, name) in [(Lang::En, "en.md"), (Lang::Ko, "ko.md")] {
        let text = report_md(&run, Texts::new(lang));
        assert!(!text.contains("‹?›"), "{text}");
        check(name, &text);
    }
}

#[test]
fn a_run_is_told_on_a_terminal_in_both_languages() {
    let (player, document) = minute();
    let frame = player.frame();
    let run = frame.run(&document, "my shop.json");
    for (lang, name) in [(Lang::En, "en.txt"), (Lang::Ko, "ko.txt")] {
        let text = report_text(&run, Texts::new(lang));
        assert!(!text.contains("‹?›") && !text.contains('\\'), "{text}");
        check(name, &text);
    }
}

/// A cache with keys, a link with a breaker and a pool, names in Korean: every table that a page has no room for.
#[test]
fn columns_line_up_where_letters_are_wide() {
    let text = r#"{
        "version": 1,
        "kinds": [{"id": "page", "name": "GET page"}, {"id": "up", "name": "파일 올리기"}],
        "components": [
            {"id": "users", "service": "client", "name": "사용자", "at": [0, 0], "params": {"rate_per_s": 50}},
            {"id": "cache", "service": "elasticache", "name": "세션 캐시", "at": [200, 0],
             "params": {"contents": "keys", "hit_ratio": 100}},
            {"id": "db", "service": "server", "name": "Orders", "at": [400, 0]}
        ],
        "links": [
            {"id": "a", "from": "users", "to": "cache", "params": {"breaker": true, "pool": 2}},
            {"id": "b", "from": "cache", "to": "db"}
        ]
    }"#;
    let document = sim_core::file::load(text).unwrap().document;
    let mut player = Player::new(&document, 7).unwrap();
    let until = SimTime::ZERO + Span::from_secs(30);
    player.run_until(until, u64::MAX).unwrap();
    let frame = player.frame();
    let text = report_text(&frame.run(&document, "x.json"), Texts::new(Lang::Ko));
    for (head, rows) in [
        ("구성 요소  서비스", 3),
        ("캐시 ", 1),
        ("연결 ", 1),
        ("종류 이름", 2),
    ] {
        let lines = text.lines().skip_while(|line| !line.starts_with(head));
        let lines: Vec<&str> = lines.take(rows + 1).collect();
        assert_eq!(lines.len(), rows + 1, "{head}: {text}");
        // Figures stand to the right: all end where the heading does.
        let ends: Vec<usize> = lines.iter().map(|line| line.width()).collect();
        assert!(
            ends.iter().all(|end| *end == ends[0]),
            "{head}: {ends:?} {text}"
        );
    }
    assert!(text.contains("사용자 → 세션 캐시  호출"), "{text}");
}

#[test]
fn samples_say_which_percentile_needs_more() {
    let mut document = shop();
    let told = |document: &Document, seconds| {
        let mut player = Player::new(document, 7).unwrap();
        let until = SimTime::ZERO + Span::from_secs(seconds);
        player.run_until(until, u64::MAX).unwrap();
        let frame = player.frame();
        report_text(&frame.run(document, "x.json"), Texts::default())
    };
    let few = told(&document, 15);
    assert!(
        few.contains("(not enough for p99: it needs 1,000)"),
        "{few}"
    );
    assert!(!told(&document, 120).contains("not enough for"));
    document.scenario = Default::default();
    let none = told(&Document::default(), 0);
    assert!(
        none.contains("\nMean latency                        –\n"),
        "{none}"
    );
    assert!(!none.contains("NaN") && !none.contains("inf"), "{none}");
}

#[test]
fn every_line_of_a_table_has_the_cells_of_its_head() {
    let (player, document) = minute();
    let frame = player.frame();
    let text = report_md(&frame.run(&document, "a|b.json"), Texts::new(Lang::Ko));
    let mut tables = 0;
    let events = pulldown_cmark::Parser::new_ext(&text, pulldown_cmark::Options::ENABLE_TABLES);
    let (mut columns, mut cells, mut seen) = (0, 0, String::new());
    for event in events {
        use pulldown_cmark::{Event, Tag, TagEnd};
        match event {
            Event::Start(Tag::Table(aligned)) => (columns, tables) = (aligned.len(), tables + 1),
            Event::Start(Tag::TableRow | Tag::TableHead) => cells = 0,
            Event::Start(Tag::TableCell) => cells += 1,
            Event::End(TagEnd::TableRow | TagEnd::TableHead) => assert_eq!(cells, columns),
            Event::Start(tag @ (Tag::Emphasis | Tag::Link { .. })) => panic!("{tag:?}"),
            Event::Text(text) => seen.push_str(&text),
            _ => {}
        }
    }
    assert_eq!(tables, 7, "{text}");
    // Read back, what people wrote is what they wrote.
    for name in [
        "Shop | *one* server",
        "a|b.json",
        "Users #1",
        "web_1 | [a]",
        "idle ~b~",
        "pay|now",
    ] {
        assert!(seen.contains(name), "{name}: {seen}");
    }
}

#[test]
fn what_markdown_takes_for_something_is_escaped() {
    for (text, want) in [
        ("nginx a", "nginx a"),
        ("a|b", "a\\|b"),
        ("*bold* _it_ web_1", "\\*bold\\* \\_it\\_ web_1"),
        ("[a](b) <b> `c`", "\\[a\\](b) \\<b> \\`c\\`"),
        ("#1 ~x~ $5 a\\|b &lt;", "\\#1 \\~x\\~ \\$5 a\\\\\\|b \\&lt;"),
        ("two\nlines", "two lines"),
        ("웹 서버 | 가", "웹 서버 \\| 가"),
    ] {
        assert_eq!(escaped(text), want);
    }
}

#[test]
fn what_there_is_not_is_not_told() {
    let mut document = shop();
    document.scenario = Default::default();
    document.kinds = Default::default();
    let player = Player::new(&document, 7).unwrap();
    let frame = player.frame();
    let text = report_md(&frame.run(&document, "x.json"), Texts::new(Lang::En));
    for absent in [
        "## Targets",
        "## What happened",
        "## Request kinds",
        "NaN",
        "inf",
    ] {
        assert!(!text.contains(absent), "{absent}: {text}");
    }
    assert!(text.contains("| Mean latency | – |\n"), "{text}");
    assert!(text.contains("No request has failed.\n"), "{text}");
}

#[test]
fn several_runs_are_told_with_their_intervals() {
    let document = shop();
    let figures = |seed| {
        let mut player = Player::new(&document, seed).unwrap();
        let until = SimTime::ZERO + Span::from_secs(10);
        player.run_until(until, u64::MAX).unwrap();
        let frame = player.frame();
        KeyFigures::of(&document, &frame.snapshot, &frame.bill)
    };
    let found = intervals(&[figures(1), figures(2), figures(3)]);
    let runs = Runs {
        file: "my shop.json",
        seed: 7,
        length: Span::from_secs(10),
    };
    let text = replications_md(&document, runs, &found, Texts::new(Lang::Ko));
    assert!(
        text.contains("시드를 달리하며 위 길이로 3회 실행했습니다."),
        "{text}"
    );
    let line = |start: &str| text.lines().find(|line| line.starts_with(start)).unwrap();
    assert!(line("| 처리 |").contains("/s ± "), "{text}");
    assert!(line("| web_1 \\| \\[a\\] |").contains(" ms ± "), "{text}");
    assert!(line("| Users \\#1 |").contains("| – |"), "{text}");
    let plain = replications_text(&document, runs, &found, Texts::new(Lang::En));
    let line = |start: &str| plain.lines().find(|line| line.starts_with(start)).unwrap();
    assert!(line("p90 latency").contains(" ms ± "), "{plain}");
    assert!(line("web_1 | [a]").contains(" ms ± "), "{plain}");
}

#[test]
fn where_much_happened_what_was_done_comes_first() {
    let (player, document) = minute();
    let mut frame = player.frame();
    let marks = Arc::make_mut(&mut frame.snapshot.marks);
    let by_itself = sim_core::engine::snapshot::Mark {
        what: sim_core::engine::snapshot::MarkKind::Replaced,
        target: Id::new("web").ok(),
        ..marks[0].clone()
    };
    let done = marks.len();
    let many = std::iter::repeat_n(by_itself, 300);
    marks.splice(0..0, many);
    let text = report_md(&frame.run(&document, "x.json"), Texts::new(Lang::En));
    assert_eq!(done, 3);
    assert!(
        text.contains("Crash") && !text.contains("Replacing"),
        "{text}"
    );
    assert!(text.contains("And 300 more events.\n"), "{text}");
}

#[test]
fn a_drawing_without_a_name_is_called_as_its_file() {
    let mut document = shop();
    document.name = " ".to_owned();
    let player = Player::new(&document, 7).unwrap();
    let frame = player.frame();
    let title = |file: &str| {
        let text = report_md(&frame.run(&document, file), Texts::default());
        text.lines().next().unwrap_or_default().to_owned()
    };
    assert_eq!(title("mine.json"), "# mine");
    assert_eq!(title("designs.v2/mine.v3.json"), "# mine.v3");
    assert_eq!(title("mine"), "# mine");
}

/// Nobody's request fails, and yet most messages are lost.
#[test]
fn messages_that_find_a_full_buffer_are_told_where_failures_are() {
    let text = r#"{
        "version": 1,
        "name": "Events",
        "components": [
            {"id": "users", "service": "client", "name": "Users", "at": [0, 0], "params": {"rate_per_s": 50}},
            {"id": "web", "service": "server", "name": "Web", "at": [200, 0]},
            {"id": "log", "service": "server", "name": "Log", "at": [400, 0]}
        ],
        "links": [
            {"id": "a", "from": "users", "to": "web"},
            {"id": "b", "from": "web", "to": "log", "params":
             {"mode": "poll", "batch": 1, "poll_interval_ms": 1000, "buffer": 5}}
        ]
    }"#;
    let document = sim_core::file::load(text).unwrap().document;
    let mut player = Player::new(&document, 7).unwrap();
    let until = SimTime::ZERO + Span::from_secs(30);
    player.run_until(until, u64::MAX).unwrap();
    let frame = player.frame();
    let special = frame.snapshot.links[1].special.as_ref().unwrap();
    assert!(special.dropped > 1000);
    let run = frame.run(&document, "x.json");
    let n = Texts::default().count(special.dropped);
    let line = format!("{n} messages dropped at a full buffer of Web → Log");
    let text = report_text(&run, Texts::default());
    let told = format!("No request has failed.\n{line}\n");
    assert!(text.contains(&told), "{text}");
    let text = report_md(&run, Texts::default());
    let told = format!("No request has failed.\n\n- {line}\n");
    assert!(text.contains(&told), "{text}");
    let text = report_text(&run, Texts::new(Lang::Ko));
    assert!(text.contains(&format!("버려진 메시지 {n}개")), "{text}");
}
