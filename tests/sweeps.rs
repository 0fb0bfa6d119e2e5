//! `topolab sweep`: every form of its report, in both languages, and what it says of a range that is none.

use serde_json::Value;

use super::cli::{Ran, as_written, example};

fn sweep(more: &[&str]) -> Ran {
    let file = example("client-server.json");
    let args = ["sweep", &file, "--for", "300s"];
    as_written(&[&args[..], more].concat())
}

fn good(more: &[&str]) -> String {
    let ran = sweep(more);
    assert_eq!(ran.status, 0, "{}", ran.err);
    ran.out
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

const RATE: [&str; 5] = [
    "--vary",
    "client.rate_per_s=40..110",
    "--steps",
    "8",
    "--lang",
];

fn rate(more: &[&str]) -> String {
    good(&[&RATE[..], more].concat())
}

#[test]
fn a_point_is_the_run_of_its_value_and_the_targets_say_where_it_breaks() {
    let first = rate(&["en", "--format", "json"]);
    assert_eq!(first, rate(&["ko", "--format", "json"]));
    let report = json(&first);
    assert_eq!(report["vary"]["today"], 80.0);
    let points = report["points"].as_array().unwrap();
    let values: Vec<f64> = points
        .iter()
        .map(|of| of["value"].as_f64().unwrap())
        .collect();
    assert_eq!(values, [40.0, 50.0, 60.0, 70.0, 80.0, 90.0, 100.0, 110.0]);
    let file = example("client-server.json");
    let run = as_written(&["run", &file, "--for", "300s", "--format", "json"]);
    let (run, today) = (json(&run.out), &points[4]["figures"]);
    assert_eq!(today["latency_p99_s"]["value"], run["latency_s"]["p99"]);
    assert_eq!(
        today["usd_per_month"]["value"],
        run["cost"]["usd_per_month"]
    );
    assert_eq!(points[4]["busiest"]["id"], "server");
    // One worker of 10 ms: a hundred a second is more than it can do, and p99 of 1 s is lost before that.
    assert_eq!(report["knee"]["by"], "targets");
    assert_eq!(report["knee"]["from"], 40.0);
    let limit = report["knee"]["to"].as_f64().unwrap();
    assert!((80.0..=90.0).contains(&limit), "{limit}");
    for point in points {
        let held = point["value"].as_f64().unwrap() <= limit;
        assert_eq!(point["targets_met"], held, "{point}");
    }
    assert_eq!(report["notes"][0]["note"], "busy_all_the_time");
}

#[test]
fn a_sweep_is_told_in_words() {
    let text = rate(&["en"]);
    for words in [
        "Varied: Client: Rate\nToday: 80/s\n",
        "all targets are met (p99 ≤ 1.00 s, failed ≤ 1.00 %); at ",
        "a component is busy all the time",
        "One run of each value, all on the same seed",
        "\n80/s · today",
        " · limit ",
        "missed: p99",
        "Server 80 %",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains('‹') && !text.contains("NaN"), "{text}");
    let md = rate(&["en", "--format", "md"]);
    assert!(
        md.starts_with("# Client and server: the queue\n\n- File: "),
        "{md}"
    );
    let head =
        "| Value | Offered | Throughput | Goodput | Failed | mean | p50 | p95 | p99 | USD/month |";
    assert!(md.contains(head), "{md}");
    assert_eq!(md.lines().filter(|line| line.starts_with('|')).count(), 10);
    let korean = rate(&["ko"]);
    for words in [
        "바꾼 매개변수: Client: ",
        "모든 목표를 충족하지만",
        " · 현재",
        " · 한계",
    ] {
        assert!(korean.contains(words), "{words}: {korean}");
    }
    assert!(!korean.contains('‹'), "{korean}");
}

#[test]
fn several_runs_of_each_value_have_intervals_and_columns_for_spreadsheets() {
    let args = [
        "--vary",
        "server.service_time=0.5x,1x",
        "--replications",
        "3",
    ];
    let report = json(&good(&[&args[..], &["--format", "json"]].concat()));
    assert_eq!(
        (&report["replications"], &report["vary"]["mean"]),
        (&3.into(), &true.into())
    );
    let p99 = &report["points"][1]["figures"]["latency_p99_s"];
    let [low, value, high] = ["low", "value", "high"].map(|name| p99[name].as_f64().unwrap());
    assert!(low < value && value < high);
    let csv = good(&[&args[..], &["--format", "csv"]].concat());
    let lines: Vec<Vec<&str>> = csv.lines().map(|line| line.split(',').collect()).collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(
        (lines[0][0], lines[1][0], lines[2][0]),
        ("server.service_time", "5", "10")
    );
    let column = lines[0]
        .iter()
        .position(|name| *name == "latency_p99_s")
        .unwrap();
    assert_eq!(lines[0][column + 1], "latency_p99_s_low");
    assert_eq!(lines[2][column].parse::<f64>().unwrap(), value);
    assert_eq!(lines[2][column + 2].parse::<f64>().unwrap(), high);
    assert!(lines.iter().all(|line| line.len() == lines[0].len()));
    let text = good(&[&args[..], &["--lang", "en"]].concat());
    assert!(
        text.contains("3 runs of each value") && text.contains(" ± "),
        "{text}"
    );
    assert!(
        text.contains("Varied: Server: Service time (mean)"),
        "{text}"
    );
}

#[test]
fn a_chart_has_both_curves_and_its_marks() {
    let svg = rate(&["en", "--format", "svg", "--theme", "light"]);
    assert_eq!(svg, rate(&["en", "--format", "svg", "--theme", "light"]));
    for words in [
        ">p99 latency</text>",
        ">Failed</text>",
        ">today 80/s</text>",
        ">limit ",
        ">Client: Rate (/s)</text>",
        "stroke-dasharray",
    ] {
        assert!(svg.contains(words), "{words}: {svg}");
    }
    assert_eq!(svg.matches("<circle").count(), 16);
    assert!(!svg.contains("NaN") && !svg.contains("inf"));
    assert_ne!(svg, rate(&["en", "--format", "svg"]));
    let log = rate(&["ko", "--format", "svg", "--log"]);
    assert!(log.contains(">현재 80/s</text>"), "{log}");
}

#[test]
fn settings_hold_at_every_value() {
    let more = ["--set", "server.workers=4", "--set", "server.queue=0"];
    let args = ["--vary", "client.rate_per_s=100,900", "--format", "json"];
    let report = json(&good(&[&args[..], &more].concat()));
    assert_eq!(report["set"][0], "server.workers=4");
    // Four workers serve what one could not.
    assert_eq!(report["points"][0]["targets"]["p99"], true);
    assert!(report["points"][1]["figures"]["failed_percent"]["value"].as_f64() > Some(10.0));
}

#[test]
fn a_bad_range_is_said_in_one_line_with_place_and_expectation() {
    for (vary, more, says) in [
        ("client", &[][..], "expected COMPONENT.PARAMETER=FROM..TO"),
        ("cliend.rate_per_s=1..2", &[], "did you mean \"client\""),
        (
            "client.rate_per_s=-5..2",
            &[],
            "client.rate_per_s: expected a number from 0",
        ),
        ("client.rate_per_s=0..2", &["--log"], "above 0"),
        ("client.rate_per_s=2..2", &[], "two different values"),
        (
            "client.users=1..2",
            &[],
            "counts only where Load (mode) is closed",
        ),
        (
            "server.queue=1x..2x",
            &[],
            "server.queue is no number today",
        ),
    ] {
        let ran = sweep(&[&["--vary", vary, "--lang", "en"], more].concat());
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{vary}");
        let start = format!("topolab: --vary {vary}: ");
        assert!(
            ran.err.starts_with(&start) && ran.err.contains(says),
            "{}",
            ran.err
        );
        assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
        let korean = sweep(&[&["--vary", vary, "--lang", "ko"], more].concat());
        assert!(
            korean.err.chars().any(|c| ('가'..='힣').contains(&c)),
            "{}",
            korean.err
        );
    }
    let ran = sweep(&["--lang", "en"]);
    assert_eq!(ran.status, 2);
    assert!(ran.err.contains("--vary"), "{}", ran.err);
    let ran = sweep(&["--vary", "client.rate_per_s=1..2", "--steps", "1"]);
    assert_eq!(ran.status, 2);
}
