//! The command line, in-process: results, messages, exit status, and files that stay as they were.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use topolab::theme::Theme;

use serde_json::Value;

/// What a command left behind.
pub(super) struct Ran {
    pub status: i32,
    pub out: String,
    pub err: String,
}

/// In English unless another language is asked for, whatever the desktop speaks.
fn topolab(args: &[&str]) -> Ran {
    let speaks = ["run", "compare", "export", "check", "trace", "examples"];
    let first = args.first().is_some_and(|first| speaks.contains(first));
    let asked = args.iter().any(|arg| arg.starts_with("--lang"));
    let english: &[&str] = if first && !asked {
        &["--lang", "en"]
    } else {
        &[]
    };
    let (command, rest) = args.split_at(usize::from(first));
    as_written(&[command, english, rest].concat())
}

pub(super) fn as_written(args: &[&str]) -> Ran {
    let args = std::iter::once("topolab")
        .chain(args.iter().copied())
        .map(OsString::from);
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let status = topolab::cli::run(args, &mut out, &mut err);
    Ran {
        status,
        out: String::from_utf8(out).unwrap(),
        err: String::from_utf8(err).unwrap(),
    }
}

pub(super) fn example(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../examples")
        .join(name);
    path.to_str().unwrap().to_owned()
}

/// A folder with one file in it.
pub(super) fn file(text: &[u8]) -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("shop.json");
    fs::write(&path, text).unwrap();
    (folder, path)
}

fn json(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out)
        .unwrap_or_else(|error| panic!("{error}: {} {}", ran.out, ran.err))
}

#[test]
fn run_prints_the_same_bytes_twice() {
    let file = example("three-tier.json");
    let run = || topolab(&["run", &file, "--for", "30s", "--format", "json"]);
    let (first, second) = (run(), run());
    assert_eq!((first.status, &first.out), (0, &second.out));
    let report = json(&first);
    assert_eq!(report["file"], file.as_str());
    assert_eq!(report["simulated_s"], 30.0);
    assert_eq!(report["seed"], 7);
    assert_eq!(report["components"].as_array().unwrap().len(), 9);
    let names: Vec<&str> = report
        .as_object()
        .unwrap()
        .keys()
        .map(String::as_str)
        .collect();
    assert_eq!(
        names[..5],
        ["version", "file", "seed", "simulated_s", "events"]
    );
    assert!(!first.out.contains("elapsed"));
}

#[test]
fn replications_give_each_figure_its_interval() {
    let file = example("client-server.json");
    let run = |more: &[&str]| {
        let mut args = vec!["run", &file, "--for", "60s", "--replications", "6"];
        args.extend(more);
        topolab(&args)
    };
    let (first, second) = (run(&["--format", "json"]), run(&["--format", "json"]));
    assert_eq!(
        (first.status, &first.out),
        (0, &second.out),
        "{}",
        first.err
    );
    let report = json(&first);
    assert_eq!(report["replications"], 6);
    let number = |pointer: &str| report.pointer(pointer).unwrap().as_f64().unwrap();
    let (low, mean, high) = (
        number("/figures/latency_mean_s/low"),
        number("/figures/latency_mean_s/mean"),
        number("/figures/latency_mean_s/high"),
    );
    assert!(
        low < mean && mean < high && low > 0.0,
        "{low} {mean} {high}"
    );
    assert_eq!(report["figures"]["goodput_per_s"]["runs"], 6);
    let components = report["components"].as_array().unwrap();
    assert!(
        components
            .iter()
            .any(|row| row["utilization"]["mean"].as_f64() > Some(0.1))
    );
    let text = run(&[]).out;
    assert!(
        text.contains("6 runs of this length") && text.contains(" ms ± "),
        "{text}"
    );
    // One run has no interval, and none at all is no run.
    for few in ["1", "0", "x"] {
        assert_eq!(
            topolab(&["run", &file, "--replications", few]).status,
            2,
            "{few}"
        );
    }
}

#[test]
fn one_file_is_compared_with_itself_and_another_setting() {
    let file = example("client-server.json");
    let compare = |more: &[&str]| {
        let args = [
            "compare",
            &file,
            "--set",
            "server.workers=8",
            "--for",
            "60s",
        ];
        let ran = topolab(&[&args[..], more].concat());
        assert_eq!(ran.status, 0, "{}", ran.err);
        ran
    };
    let (first, second) = (
        compare(&["--format", "json"]),
        compare(&["--format", "json"]),
    );
    assert_eq!(first.out, second.out);
    let report = json(&first);
    assert_eq!(report["a"]["file"], report["b"]["file"]);
    assert_eq!(report["b"]["set"][0], "server.workers=8");
    let changes = report["changes"].as_array().unwrap();
    assert_eq!((changes.len(), &changes[0]["to"]), (1, &8.0.into()));
    assert_eq!(report["notes"][0]["arrivals"], "same");
    // The figures are those of the runs themselves.
    let run = |more: &[&str]| {
        let args = ["run", &file, "--for", "60s", "--format", "json"];
        json(&topolab(&[&args[..], more].concat()))
    };
    let (a, b) = (run(&[]), run(&["--set", "server.workers=8"]));
    let p99 = &report["figures"]["latency_p99_s"];
    assert_eq!(
        (&p99["a"], &p99["b"]),
        (&a["latency_s"]["p99"], &b["latency_s"]["p99"])
    );
    assert_eq!(p99["judgement"], "better");
    assert_eq!(report["figures"]["offered_per_s"]["difference"], 0.0);
    assert_eq!(report["figures"]["usd_per_hour"]["relative"], Value::Null);
    let server = &report["components"][1];
    assert_eq!(
        (&server["id"], &server["in"]),
        (&"server".into(), &"both".into())
    );
    // As many as it was asked, less than it could: throughput is no merit of a component.
    let served = &server["figures"]["served_per_s"];
    assert_eq!(served["b"], b["goodput_per_s"]);
    assert_eq!(served["judgement"], "neutral");

    let text = compare(&[]).out;
    for words in [
        "\nB: ",
        " · server.workers=8\n",
        "\nServer: Workers 1 → 8\n",
        "same requests at the same instants",
        "▼ −",
        "better",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let md = compare(&["--format", "md"]).out;
    assert!(md.starts_with("# Client and server") && md.contains("| p99 latency | "));
}

#[test]
fn several_pairs_of_runs_say_which_difference_is_clear() {
    let file = example("client-server.json");
    let compare = |set: &str, more: &[&str]| {
        let args = ["compare", &file, &file, "--for", "20s", "--set", set];
        let ran = topolab(&[&args[..], &["--replications", "5"], more].concat());
        assert_eq!(ran.status, 0, "{}", ran.err);
        ran
    };
    let report = json(&compare("server.workers=8", &["--format", "json"]));
    assert_eq!(report["replications"], 5);
    let mean = &report["figures"]["latency_mean_s"];
    let number = |name: &str| mean[name].as_f64().unwrap();
    assert_eq!(mean["judgement"], "better");
    assert!(number("low") < number("difference") && number("difference") < number("high"));
    assert!(number("high") < 0.0, "{mean}");
    // Patience that nobody runs out of changes nothing in any of the runs.
    let patient = json(&compare(
        "client-server.timeout_ms=3600000",
        &["--format", "json"],
    ));
    assert_eq!(patient["figures"]["latency_mean_s"]["judgement"], "same");
    let text = compare("server.workers=8", &[]).out;
    assert!(
        text.contains("5 runs of each") && text.contains(" ± "),
        "{text}"
    );
}

#[test]
fn two_files_are_compared_and_a_bad_one_is_named() {
    let (one, other) = (example("client-server.json"), example("static-site.json"));
    let ran = topolab(&["compare", &one, &other, "--for", "5s"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    for words in ["Server (removed)", "www bucket (added)", "Client: Removed"] {
        assert!(ran.out.contains(words), "{words}: {}", ran.out);
    }
    assert!(!ran.out.contains("NaN") && !ran.out.contains("inf"));
    let (_folder, bad) = file(b"{");
    let bad = bad.to_str().unwrap();
    for args in [[&one, bad], [bad, &one]] {
        let ran = topolab(&["compare", args[0], args[1]]);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""));
        assert!(ran.err.contains(bad), "{}", ran.err);
    }
    // With itself as it is there is nothing to compare.
    let alone = topolab(&["compare", &one]);
    assert_eq!(alone.status, 2);
    let both =
        "a second topology B, or a setting for the second run: --set COMPONENT.PARAMETER=VALUE";
    assert!(alone.err.contains(both), "{}", alone.err);
    let none = topolab(&["compare"]);
    assert!(
        none.err.contains("this is missing: <A>, a second"),
        "{}",
        none.err
    );
}

#[test]
fn speed_goes_to_standard_error() {
    let ran = topolab(&[
        "run",
        &example("client-server.json"),
        "--for",
        "30s",
        "--format",
        "json",
    ]);
    let report = json(&ran);
    let words: Vec<&str> = ran.err.split_whitespace().collect();
    assert_eq!(words.len(), 8, "{}", ran.err);
    assert_eq!(
        [words[1], words[4], words[5], words[7]],
        ["requests,", "events", "in", "s"],
        "{}",
        ran.err
    );
    assert_eq!(
        words[0].replace(',', ""),
        report["requests"]["arrived"].to_string()
    );
}

#[test]
fn seed_and_settings_change_the_run() {
    let file = example("client-server.json");
    let run = |more: &[&str]| {
        let mut args = vec!["run", file.as_str(), "--for", "20s", "--format", "json"];
        args.extend(more);
        let ran = topolab(&args);
        assert_eq!(ran.status, 0, "{}", ran.err);
        json(&ran)
    };
    let base = run(&[]);
    let other = run(&["--seed", "8"]);
    assert_eq!(other["seed"], 8);
    assert_ne!(base["requests"]["arrived"], other["requests"]["arrived"]);
    let busy = |report: &Value| report["components"][1]["utilization"].as_f64().unwrap();
    let two = run(&["--set", "server.workers=2"]);
    assert!(busy(&two) < 0.6 * busy(&base));
    let constant = r#"server.service_time={"type":"constant","ms":1}"#;
    let several = run(&[
        "--set",
        constant,
        "--set",
        "client.spacing=constant",
        "--set",
        "client.rate_per_s=100",
    ]);
    assert_eq!(several["latency_s"]["max"], 0.001);
    let cut = run(&[
        "--set",
        "client-server.latency={\"type\":\"constant\",\"ms\":500}",
    ]);
    assert!(cut["latency_s"]["p50"].as_f64().unwrap() >= 1.0);
}

#[test]
fn a_part_of_a_value_is_set_alone_and_a_wrong_one_names_those_that_there_are() {
    let file = example("three-tier.json");
    let run = |set: &str, more: &[&str]| {
        let args = [
            "run", &file, "--for", "5s", "--format", "json", "--set", set,
        ];
        topolab(&[&args[..], more].concat())
    };
    let quick = json(&run("was-a.service_time.median_ms=3", &[]));
    let slow = json(&run("was-a.service_time.median_ms=11", &[]));
    let half = |report: &Value| report["latency_s"]["p50"].as_f64().unwrap();
    assert!(
        half(&slow) > 1.1 * half(&quick),
        "{} {}",
        half(&slow),
        half(&quick)
    );
    for (more, says) in [
        (
            &["--lang", "en"][..],
            "was-a.service_time.mean_ms: expected a part (median_ms, p95_ms), found \"mean_ms\"",
        ),
        (
            &["--lang", "ko"],
            "was-a.service_time.mean_ms: 알 수 없는 하위 항목입니다: mean_ms (혹시 \"median_ms\"?) (필요한 것: 하위 항목(median_ms, p95_ms))",
        ),
    ] {
        let ran = run("was-a.service_time.mean_ms=5", more);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""));
        assert!(ran.err.contains(says), "{}", ran.err);
    }
}

#[test]
fn out_takes_the_report_and_standard_output_stays_empty() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("report.txt");
    let args = [
        "run",
        &example("client-server.json"),
        "--for",
        "5s",
        "--out",
        to.to_str().unwrap(),
    ];
    let ran = topolab(&args);
    assert_eq!((ran.status, ran.out.as_str()), (0, ""), "{}", ran.err);
    assert!(
        fs::read_to_string(&to)
            .unwrap()
            .contains("Simulated time: 00:00:05.0")
    );
    let nowhere = folder.path().join("no/such/report.txt");
    let ran = topolab(&[
        "run",
        &example("client-server.json"),
        "--for",
        "5s",
        "--out",
        nowhere.to_str().unwrap(),
    ]);
    // Said at once, not after the run.
    let says = format!(
        "topolab: {}: cannot be written: there is no such folder\n",
        nowhere.display()
    );
    assert_eq!((ran.status, ran.err), (1, says));
    let here = folder.path().to_str().unwrap();
    for args in [
        vec!["run", &example("client-server.json"), "--out", here],
        vec![
            "compare",
            &example("client-server.json"),
            &example("client-server.json"),
            "--out",
            here,
        ],
    ] {
        let ran = topolab(&args);
        let says =
            format!("topolab: {here}: cannot be written: this is a folder: expected a file\n");
        assert_eq!((ran.status, ran.err), (1, says));
    }
}

#[test]
fn every_example_runs_and_passes_the_review() {
    let listed = topolab(&["examples"]);
    assert_eq!(listed.status, 0);
    let names: Vec<&str> = listed
        .out
        .lines()
        .filter_map(|line| line.split_whitespace().next())
        .filter(|word| word.ends_with(".json"))
        .collect();
    let there = fs::read_dir(example("")).unwrap().count();
    assert_eq!(names.len(), there, "{}", listed.out);
    for name in names {
        let ran = topolab(&["run", &example(name), "--for", "20s"]);
        assert_eq!(ran.status, 0, "{name}: {}", ran.err);
        assert!(ran.out.contains("\nRequests  "), "{}", ran.out);
        let checked = topolab(&["check", &example(name), "--lang", "en"]);
        let (last, said) = checked
            .out
            .trim_end()
            .rsplit_once('\n')
            .map_or_else(|| (checked.out.trim_end(), ""), |(said, last)| (last, said));
        // An example of a mistake that the review knows is named by it, and by nothing else.
        let mistake = ["retry-storm.json", "stale-queue.json"].contains(&name);
        let hints = if mistake { "1 hint" } else { "0 hints" };
        assert_eq!(
            (checked.status, last),
            (0, format!("0 errors, 0 warnings, {hints}").as_str()),
            "{name}: {said}"
        );
        assert_eq!(
            said.contains("serves its long queue in order of arrival"),
            mistake
        );
    }
}

#[test]
fn examples_are_written_and_nothing_is_replaced() {
    let folder = tempfile::tempdir().unwrap();
    let write = || topolab(&["examples", "--write", folder.path().to_str().unwrap()]);
    assert_eq!((write().status, write().status), (0, 0));
    let path = folder.path().join("three-tier.json");
    assert_eq!(
        fs::read(&path).unwrap(),
        fs::read(example("three-tier.json")).unwrap()
    );
    fs::write(&path, "mine").unwrap();
    let refused = write();
    assert_eq!(refused.status, 1);
    assert!(
        refused.err.contains("three-tier.json") && refused.err.contains("expected"),
        "{}",
        refused.err
    );
    assert_eq!(fs::read(&path).unwrap(), b"mine");
}

#[test]
fn check_fails_on_errors_only() {
    let (_folder, path) = file(br#"{"version": 1, "components": [{"id": "a", "service": "client", "name": "A", "at": [0, 0]}]}"#);
    let check = |lang: &str| topolab(&["check", path.to_str().unwrap(), "--lang", lang]);
    let ran = check("en");
    assert_eq!(ran.status, 1);
    assert!(
        ran.out.starts_with("error: a: A has nowhere"),
        "{}",
        ran.out
    );
    assert!(
        ran.out.ends_with("\n1 error, 0 warnings, 0 hints\n"),
        "{}",
        ran.out
    );
    let korean = check("ko");
    assert_eq!(korean.status, 1);
    assert!(korean.out.starts_with("오류: a: A"), "{}", korean.out);
    assert!(
        korean.out.ends_with("\n오류 1건, 경고 0건, 참고 0건\n"),
        "{}",
        korean.out
    );
}

#[test]
fn a_run_is_reported_in_markdown_in_the_language_that_is_asked_for() {
    let file = example("three-tier.json");
    let run = |lang: &str, more: &[&str]| {
        let mut args = vec![
            "run", &file, "--for", "5s", "--format", "md", "--lang", lang,
        ];
        args.extend(more);
        let ran = topolab(&args);
        assert_eq!(ran.status, 0, "{}", ran.err);
        ran.out
    };
    let (english, korean) = (run("en", &[]), run("ko", &[]));
    assert_eq!(korean, run("ko", &[]), "the same bytes");
    for (text, heading, row) in [
        (&english, "\n## Components\n", "| Served |"),
        (&korean, "\n## 구성 요소\n", "| 처리 |"),
    ] {
        assert!(
            text.starts_with("# Three tiers: web, WAS, database\n\n- "),
            "{text}"
        );
        assert!(text.contains(heading) && text.contains(row), "{text}");
        assert!(text.contains(": 00:00:05.0\n"), "{text}");
        assert_eq!(
            text.matches("\n| nginx a |").count(),
            2,
            "its figures, its cost: {text}"
        );
    }
    let several = run("ko", &["--replications", "2"]);
    assert!(
        several.contains("2회 실행") && several.contains(" ± "),
        "{several}"
    );

    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("report.md");
    let out = run("ko", &["--out", to.to_str().unwrap()]);
    assert_eq!(
        (out.as_str(), fs::read_to_string(&to).unwrap()),
        ("", korean)
    );
}

#[test]
fn a_picture_speaks_one_language() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("a.svg");
    let file = example("alb-autoscaling.json");
    let svg = |lang: &str| {
        let ran = topolab(&[
            "export",
            &file,
            "--to",
            to.to_str().unwrap(),
            "--lang",
            lang,
        ]);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""));
        fs::read_to_string(&to).unwrap()
    };
    let (english, korean) = (svg("en"), svg("ko"));
    for (en, ko) in [
        (">open loop · 130/s</text>", ">개방형 · 130/s</text>"),
        (">least outstanding</text>", ">최소 미해결 요청</text>"),
    ] {
        assert!(english.contains(en) && !english.contains(ko), "{en}");
        assert!(korean.contains(ko) && !korean.contains(en), "{ko}");
    }
}

#[test]
fn export_of_json_is_the_form_that_is_saved() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("copy.json");
    let ran = topolab(&[
        "export",
        &example("three-tier.json"),
        "--to",
        to.to_str().unwrap(),
    ]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert_eq!(
        fs::read(&to).unwrap(),
        fs::read(example("three-tier.json")).unwrap()
    );
}

#[test]
fn export_of_a_picture_grows_with_the_scale() {
    let folder = tempfile::tempdir().unwrap();
    let size = |name: &str, scale: &str| {
        let to = folder.path().join(name);
        let to = to.to_str().unwrap();
        let ran = topolab(&[
            "export",
            &example("three-tier.json"),
            "--to",
            to,
            "--scale",
            scale,
        ]);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""));
        let picture = image::open(to).unwrap();
        (picture.width(), picture.height())
    };
    let (once, twice) = (size("a.png", "0.5"), size("b.PNG", "1"));
    assert!(once.0 > 500 && once.1 > 250, "{once:?}");
    assert!(twice.0.abs_diff(2 * once.0) <= 1 && twice.1.abs_diff(2 * once.1) <= 1);
}

#[test]
fn an_exported_svg_has_real_text_and_is_read_again() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join("a.svg");
    let to = to.to_str().unwrap();
    let ran = topolab(&["export", &example("three-tier.json"), "--to", to]);
    assert_eq!((ran.status, ran.err.as_str()), (0, ""));
    let text = std::fs::read_to_string(to).unwrap();
    assert!(text.starts_with("<svg ") && text.contains(">Static files</text>"));
    let carried = topolab::storage::load(std::path::Path::new(to)).unwrap();
    let saved = std::fs::read_to_string(example("three-tier.json")).unwrap();
    assert_eq!(
        carried.document,
        sim_core::file::load(&saved).unwrap().document
    );
}

/// With `--for` the figures of a run are in the picture, the same each time; on the ground that was asked for.
#[test]
fn a_picture_shows_a_run() {
    let folder = tempfile::tempdir().unwrap();
    let picture = |more: &[&str]| {
        let to = folder.path().join("a.svg");
        let (file, to) = (example("client-server.json"), to.to_str().unwrap());
        let ran = topolab(&[&["export", &file, "--to", to], more].concat());
        assert_eq!(ran.status, 0, "{}", ran.err);
        std::fs::read_to_string(to).unwrap()
    };
    let shows = |svg: &str| svg.contains(">p99 ");
    let before = picture(&[]);
    let played = picture(&["--for", "20s"]);
    assert!(shows(&played) && !shows(&before));
    assert_eq!(picture(&["--for", "20s"]), played);
    assert_ne!(picture(&["--for", "20s", "--seed", "8"]), played);
    let light = picture(&["--theme", "light"]);
    let ground = |svg: &str| svg.split(" fill=\"").nth(1).unwrap()[..7].to_owned();
    assert_eq!(ground(&before), Theme::dark().canvas.css());
    assert_eq!(ground(&light), Theme::light().canvas.css());
}

#[test]
fn the_schema_is_json() {
    let schema = json(&topolab(&["schema"]));
    assert!(schema["properties"]["components"].is_object());
}

#[test]
fn help_and_version_are_results() {
    for args in [["--help"], ["--version"]] {
        let ran = topolab(&args);
        assert_eq!((ran.status, ran.err.as_str()), (0, ""));
        assert!(ran.out.to_lowercase().contains("topolab"), "{}", ran.out);
    }
}

#[test]
fn bad_usage_is_2() {
    let good = example("client-server.json");
    for (args, says) in [
        (vec!["fly"], "run, compare, sweep, export, check"),
        (vec!["fly", "away"], "away"),
        (vec!["run"], "FILE"),
        (vec!["run", &good, "--for", "soon"], "such as 90s"),
        (vec!["run", &good, "--for", "0"], "such as 90s"),
        (vec!["run", &good, "--for=-5s"], "such as 90s"),
        (
            vec!["run", &good, "--for", "99999999d"],
            "at most ten years",
        ),
        (vec!["run", &good, "--seed=-1"], "--seed"),
        (vec!["run", &good, "--format", "xml"], "json"),
        (
            vec!["run", &good, "--lang", "de"],
            "[possible values: en, ko]",
        ),
        (
            vec!["export", &good, "--to", "out.png", "--lang", "korean"],
            "[possible values: en, ko]",
        ),
        (
            vec!["run", &good, "--set", "server"],
            "COMPONENT.PARAMETER=VALUE",
        ),
        (
            vec!["run", &good, "--set", "sever.workers=1"],
            "did you mean \"server\"",
        ),
        (
            vec!["run", &good, "--set", "server.workers=x"],
            "a whole number from 0 to 100000",
        ),
        (
            vec!["run", &good, "--set", "server.workers=NaN"],
            "a whole number from 0 to 100000",
        ),
        (
            vec!["export", &good, "--to", "out.bmp"],
            ".png, .svg or .json",
        ),
        (
            vec!["export", &good, "--to", "out.json", "--for", "9s"],
            ".png or .svg",
        ),
        (
            vec!["export", &good, "--to", "out.png", "--seed", "8"],
            "--for",
        ),
        (
            vec!["export", &good, "--to", "out.png", "--scale", "0"],
            "from 0.1 to 8",
        ),
        (
            vec!["export", &good, "--to", "out.png", "--scale", "NaN"],
            "from 0.1 to 8",
        ),
    ] {
        let ran = topolab(&args);
        assert_eq!(
            (ran.status, ran.out.as_str()),
            (2, ""),
            "{args:?}: {}",
            ran.err
        );
        assert!(ran.err.contains(says), "{args:?}: {}", ran.err);
    }
}

/// Every kind of bad input: the text, and what the message must say beside the file's name.
fn bad_files() -> Vec<(Vec<u8>, Vec<&'static str>)> {
    let item = |more: &str| {
        let text = format!(
            r#"{{"version": 1, "components": [
                {{"id": "a", "service": "client", "name": "A", "at": [0, 0]}},
                {{"id": "b", "service": "server", "name": "B", "at": [0, 0]{more}}}],
                "links": [{{"id": "a-b", "from": "a", "to": "b"}}]}}"#
        );
        text.into_bytes()
    };
    let links = |links: &str| {
        String::from_utf8(item(""))
            .unwrap()
            .replace(r#"{"id": "a-b", "from": "a", "to": "b"}"#, links)
            .into_bytes()
    };
    let huge = {
        let mut text = item("");
        text.resize(100 * 1024 * 1024, b' ');
        text
    };
    vec![
        (b"hello".to_vec(), vec!["line 1", "expected"]),
        (b"".to_vec(), vec!["line 1", "empty"]),
        (vec![0xff, 0xfe, 0x00], vec!["UTF-8"]),
        (
            b"{\"version\": 1, \"name\": }".to_vec(),
            vec!["line 1, column 24", "expected a value"],
        ),
        (
            b"{\"version\": 1, \"name\": 5}".to_vec(),
            vec!["name: expected a text, found 5"],
        ),
        (
            item(r#", "params": {"workers": "x"}"#),
            vec![
                "components[1].params.workers: expected a whole number",
                "found \"x\"",
            ],
        ),
        (
            item(r#", "params": {"workers": NaN}"#),
            vec!["line 3", "finite number"],
        ),
        (
            item(r#", "params": {"workers": -1}"#),
            vec!["components[1].params.workers", "found -1"],
        ),
        (
            item(r#", "params": {"workers": 1e300}"#),
            vec!["components[1].params.workers: expected a whole number"],
        ),
        (
            item(r#", "params": {"workers": 1e999}"#),
            vec!["line 3", "64 bits"],
        ),
        (
            item(r#", "in": "nowhere""#),
            vec!["components[1].in: expected the id of a container"],
        ),
        (
            links(r#"{"id": "a-b", "from": "a", "to": "c"}"#),
            vec!["links[0].to: expected the id of a component", "\"c\""],
        ),
        (
            links(r#"{"id": "b", "from": "a", "to": "b"}"#),
            vec!["links[0].id", "used twice: expected"],
        ),
        (
            b"{\"version\": 9}".to_vec(),
            vec!["version 9", "expected at most 1"],
        ),
        (b"{\"components\": []}".to_vec(), vec!["version: expected"]),
        (
            "[".repeat(10_000).into_bytes(),
            vec!["line 1", "nested too deep: expected"],
        ),
        (huge, vec!["too large: expected at most 64 MiB"]),
    ]
}

#[test]
fn bad_input_is_2_with_place_and_expectation_and_the_file_untouched() {
    for (text, says) in bad_files() {
        let (folder, path) = file(&text);
        let name = path.to_str().unwrap();
        let to = folder.path().join("out.json");
        for args in [
            vec!["run", name],
            vec!["check", name],
            vec!["export", name, "--to", to.to_str().unwrap()],
        ] {
            let ran = topolab(&args);
            assert_eq!(
                (ran.status, ran.out.as_str()),
                (2, ""),
                "{args:?}: {}",
                ran.err
            );
            assert_eq!(
                ran.err.trim_end().lines().count(),
                1,
                "one message: {}",
                ran.err
            );
            assert!(
                ran.err.contains(name) && ran.err.contains("expected"),
                "{}",
                ran.err
            );
            for part in &says {
                assert!(
                    ran.err.contains(part),
                    "`{}` does not say `{part}`",
                    ran.err
                );
            }
        }
        assert!(!to.exists());
        assert!(fs::read(&path).unwrap() == text, "the file is untouched");
    }
}

#[test]
fn a_missing_file_and_a_folder_are_2() {
    let folder = tempfile::tempdir().unwrap();
    for path in [folder.path().join("none.json"), folder.path().to_owned()] {
        let ran = topolab(&["run", path.to_str().unwrap()]);
        assert_eq!(ran.status, 2);
        assert!(
            ran.err.contains(path.to_str().unwrap()) && ran.err.contains("expected"),
            "{}",
            ran.err
        );
    }
}

#[test]
fn a_field_that_is_not_known_is_said_and_the_run_goes_on() {
    let (_folder, path) = file(br#"{"version": 1, "colour": "red"}"#);
    let ran = topolab(&["run", path.to_str().unwrap(), "--for", "1s"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(
        ran.err.contains("note: ") && ran.err.contains("colour"),
        "{}",
        ran.err
    );
}

/// A log of nginx with requests in its first, second and fourth second, and a line that was cut off.
const LOG: &str = "\
10.0.0.1 - - [01/May/2024:12:00:00 +0900] \"GET / HTTP/1.1\" 200 612 \"-\" \"curl/8\"
10.0.0.1 - - [01/May/2024:12:00:00 +0900] \"GET /a HTTP/1.1\" 200 612 \"-\" \"curl/8\"
10.0.0.2 - - [01/May/2024:12:00:03 +0900] \"GET /b HTTP/1.1\" 200 612 \"-\" \"curl/8\"
10.0.0.2 - - [01/May/2024:12:00:01 +0900] \"GET /c HTTP/1.1\" 200 612 \"-\" \"curl/8\"
";

fn log_and_topology(log: &str) -> (tempfile::TempDir, String, String) {
    let folder = tempfile::tempdir().unwrap();
    let (access, shop) = (
        folder.path().join("access.log"),
        folder.path().join("shop.json"),
    );
    fs::write(&access, log).unwrap();
    fs::copy(example("client-server.json"), &shop).unwrap();
    let text = |path: &Path| path.to_str().unwrap().to_owned();
    (folder, text(&access), text(&shop))
}

#[test]
fn a_log_becomes_the_requests_of_a_client() {
    let (_folder, access, shop) = log_and_topology(LOG);
    let ran = topolab(&["trace", &access, "--into", &shop, "--client", "client"]);
    assert_eq!(
        (ran.status, ran.out.as_str()),
        (0, "client: 4 requests in 4.00 s\n"),
        "{}",
        ran.err
    );
    assert!(
        ran.err
            .contains("requests out of order, now sorted by time: 1"),
        "{}",
        ran.err
    );
    assert!(
        ran.err.contains("the times are whole seconds"),
        "{}",
        ran.err
    );
    let saved: Value = serde_json::from_str(&fs::read_to_string(&shop).unwrap()).unwrap();
    let params = &saved["components"][0]["params"];
    assert_eq!(params["trace"], "per_second 2 1 0 1");
    assert_eq!(params["profile"], "trace");
    let arrived = |length: &str| {
        let ran = topolab(&["run", &shop, "--for", length, "--format", "json"]);
        json(&ran)["requests"]["arrived"].as_u64().unwrap()
    };
    assert_eq!((arrived("1s"), arrived("2s"), arrived("1h")), (2, 3, 4));
    // Again and again, and the only client need not be named.
    let ran = topolab(&["trace", &access, "--into", &shop, "--repeat"]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert_eq!(arrived("400s"), 400);
    assert_eq!(topolab(&["check", &shop]).status, 0);
}

#[test]
fn a_trace_without_a_topology_is_printed() {
    let (_folder, access, _) = log_and_topology("id,at,end\n1,5,6\n2,5.5,9.25\n");
    let ran = topolab(&["trace", &access]);
    assert_eq!(
        (ran.status, ran.out.as_str()),
        (0, "gaps_ms 0 500\n"),
        "{}",
        ran.err
    );
    let ran = topolab(&["trace", &access, "--column", "end"]);
    assert_eq!(
        (ran.status, ran.out.as_str()),
        (0, "gaps_ms 0 3250\n"),
        "{}",
        ran.err
    );
}

#[test]
fn what_is_wrong_with_a_trace_is_said_and_the_topology_stays() {
    let (_folder, access, shop) = log_and_topology(LOG);
    let before = fs::read(&shop).unwrap();
    let (_other, broken, _) = log_and_topology("time\n1\nx\n");
    for (args, says) in [
        (
            vec!["trace", &access, "--into", &shop, "--client", "clint"],
            "did you mean \"client\"",
        ),
        (
            vec!["trace", &access, "--into", &shop, "--client", "server"],
            "expected the id of a client",
        ),
        (
            vec!["trace", &broken, "--into", &shop],
            "1 of 2 lines are broken, the first is line 3",
        ),
        (
            vec!["trace", "no-such.log", "--into", &shop],
            "cannot be read",
        ),
        (
            vec!["trace", &access, "--into", "no-such.json"],
            "cannot be read",
        ),
        (
            vec!["trace", &access, "--column", "when"],
            "there is no column \"when\"",
        ),
        (vec!["trace", &access, "--client", "client"], "--into"),
    ] {
        let ran = topolab(&args);
        assert_eq!((ran.status, ran.out.as_str()), (2, ""), "{args:?}");
        assert!(ran.err.contains(says), "{args:?}: {}", ran.err);
    }
    assert_eq!(fs::read(&shop).unwrap(), before);
}
