//! The command line in Korean: all that people read, and nothing of what programs read.

use super::cli::{as_written, example, file};

fn is_korean(text: &str) -> bool {
    text.chars().any(|c| ('가'..='힣').contains(&c))
}

/// The first words of lines that must be Korean; names of flags and places for values are the same in every language.
fn said(help: &str) -> Vec<&str> {
    let lines = help.lines().map(str::trim);
    let flag = |line: &str| line.starts_with('-') && !line.contains("  ");
    let usage = |line: &str| line.starts_with("topolab ");
    lines
        .filter(|line| !line.is_empty() && !flag(line) && !usage(line))
        .collect()
}

/// The flags and places for values that help explains; how its lines are broken is no matter.
fn names(help: &str) -> Vec<&str> {
    let starts = help
        .lines()
        .filter_map(|line| line.trim().split("  ").next());
    starts
        .filter(|start| start.starts_with(['-', '<']))
        .collect()
}

#[test]
fn every_word_of_help_is_translated() {
    for command in [
        "", "run", "compare", "sweep", "export", "check", "trace", "schema", "examples",
    ] {
        let args = [command, "--help", "--lang", "ko"];
        let args = if command.is_empty() {
            &args[1..]
        } else {
            &args
        };
        let korean = as_written(args);
        assert_eq!((korean.status, korean.err.as_str()), (0, ""), "{command}");
        for line in said(&korean.out) {
            assert!(is_korean(line), "{command}: {line}");
        }
        let english = as_written(&[&args[..args.len() - 1], &["en"]].concat());
        assert!(!is_korean(&english.out), "{}", english.out);
        assert!(!korean.out.contains('‹') && !english.out.contains('‹'));
        let [found, expected] = [&korean.out, &english.out].map(|help| names(help));
        assert_eq!(found, expected, "{command}");
    }
}

#[test]
fn bad_usage_is_said_in_korean() {
    let good = example("client-server.json");
    for (args, says) in [
        (vec!["run"], "빠졌습니다: <FILE>"),
        (vec!["run", &good, "--formt", "json"], "혹시 '--format'?"),
        (
            vec!["run", &good, "--format", "xml"],
            "[가능한 값: text, json, md]",
        ),
        (vec!["run", &good, "--for", "soon"], "90s, 10m, 1h30m처럼"),
        (vec!["run", &good, "--for", "0s"], "시간이 0입니다"),
        (
            vec!["run", &good, "--seed=x"],
            "'--seed <SEED>'의 값이 올바르지 않습니다: 'x'",
        ),
        (
            vec!["run", &good, "--seed", "-1"],
            "'-1': 0에서 18,446,744,073,709,551,615 사이의 정수여야 합니다",
        ),
        (
            vec!["run", &good, "--for", "-5s"],
            "'-5s': 90s, 10m, 1h30m처럼",
        ),
        (vec!["run", &good, "--for", "9999d"], "최대 10년(3650d)까지"),
        (
            vec!["run", &good, "--replications", "1"],
            "'1': 2에서 10,000 사이의 정수여야 합니다",
        ),
        (
            vec!["export", &good, "--to", "a.png", "--scale", "-1"],
            "'-1': 0.1에서 8 사이",
        ),
        (
            vec!["run", &good, "--seed", "1", "--seed", "2"],
            "한 번만 쓸 수 있습니다",
        ),
        (vec!["run", &good, &good], "알 수 없는 인수입니다"),
        (vec!["run", &good, "--set", "server"], "형식이어야 합니다"),
        (
            vec!["run", &good, "--set", "sever.workers=1"],
            "혹시 \"server\"?",
        ),
        (
            vec!["run", &good, "--set", "server.worker=1"],
            "알 수 없는 매개변수입니다",
        ),
        (vec!["run", &good, "--out"], "값이 필요합니다"),
        (
            vec!["export", &good, "--to", "out.bmp"],
            ".png, .svg, .json 중 하나",
        ),
        (
            vec!["export", &good, "--to", "a.png", "--scale", "9"],
            "0.1에서 8 사이",
        ),
        (vec!["trace", &good, "--client", "c"], "빠졌습니다"),
        (
            vec!["run", "none.json"],
            "파일이나 폴더가 없습니다. (오류 코드 2)",
        ),
    ] {
        let args = [&args[..], &["--lang", "ko"]].concat();
        // What is missing at the end takes the flag for its value, or not: asked for at the beginning it is known.
        let args = match args.contains(&"--out") {
            true => vec!["run", "--lang", "ko", &good, "--out"],
            false => args,
        };
        let ran = as_written(&args);
        assert_eq!(
            (ran.status, ran.out.as_str()),
            (2, ""),
            "{args:?}: {}",
            ran.err
        );
        assert!(ran.err.contains(says), "{args:?}: {}", ran.err);
        assert!(
            !ran.err.contains("error:") && !ran.err.contains("Usage"),
            "{}",
            ran.err
        );
    }
}

#[test]
fn a_broken_file_and_an_unknown_field_are_said_in_korean() {
    let (_folder, path) = file(br#"{"version": 1, "colour": "red", "components": [}"#);
    let check =
        |path: &std::path::Path| as_written(&["check", path.to_str().unwrap(), "--lang", "ko"]);
    let broken = check(&path);
    assert_eq!(broken.status, 2);
    assert!(
        broken.err.contains("1행 48열: JSON 파일이 아닙니다"),
        "{}",
        broken.err
    );
    let (_folder, path) = file(br#"{"version": 1, "colour": "red"}"#);
    let args = ["run", path.to_str().unwrap(), "--for", "1s", "--lang", "ko"];
    let unknown = as_written(&args);
    assert_eq!(unknown.status, 0);
    assert!(
        unknown.err.starts_with("참고: ") && unknown.err.contains("colour: 알 수 없는 필드"),
        "{}",
        unknown.err
    );
}

#[test]
fn a_run_is_told_in_korean_and_json_stays_as_it_is() {
    let good = example("three-tier.json");
    let run = |more: &[&str]| {
        let args = ["run", &good, "--for", "20s"];
        let ran = as_written(&[&args[..], more].concat());
        assert_eq!(ran.status, 0, "{}", ran.err);
        ran
    };
    let text = run(&["--lang", "ko"]);
    for words in [
        "시뮬레이션 시간: 00:00:20.0",
        "\n평균 지연 시간  ",
        "\n목표\n",
        "웹 서버 (nginx)",
    ] {
        assert!(text.out.contains(words), "{words}: {}", text.out);
    }
    assert!(
        text.err.starts_with("요청 ") && text.err.ends_with("초\n"),
        "{}",
        text.err
    );
    let several = run(&["--replications", "2", "--lang", "ko"]);
    assert!(several.out.contains("2회 실행했습니다"), "{}", several.out);
    let json = |lang: &str| run(&["--format", "json", "--lang", lang]).out;
    assert_eq!(json("ko"), json("en"));
    assert!(!is_korean(&json("ko")));
}

#[test]
fn a_comparison_is_told_in_korean_and_its_json_stays_as_it_is() {
    let good = example("three-tier.json");
    let compare = |more: &[&str]| {
        let args = ["compare", &good, "--set", "orders.class=db.m6g.xlarge"];
        let ran = as_written(&[&args[..], &["--for", "20s"], more].concat());
        assert_eq!(ran.status, 0, "{}", ran.err);
        ran.out
    };
    let text = compare(&["--lang", "ko"]);
    for words in [
        "\n변경\n",
        ": 인스턴스 클래스 db.m6g.large → db.m6g.xlarge\n",
        "시드와 클라이언트가 같으므로",
        "%p",
        "악화",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    let several = compare(&["--replications", "2", "--lang", "ko"]);
    assert!(several.contains("각각 2번씩"), "{several}");
    let json = |lang: &str| compare(&["--format", "json", "--lang", lang]);
    assert_eq!(json("ko"), json("en"));
    assert!(!is_korean(&json("ko")));
}

#[test]
fn examples_are_listed_in_korean_and_written_as_they_are() {
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().to_str().unwrap();
    let ran = as_written(&["examples", "--lang", "ko", "--write", to]);
    assert_eq!(ran.status, 0, "{}", ran.err);
    assert!(
        is_korean(&ran.out) && ran.err.starts_with("저장함: "),
        "{}{}",
        ran.out,
        ran.err
    );
    let written = std::fs::read(folder.path().join("sinkhole.json")).unwrap();
    assert_eq!(written, std::fs::read(example("sinkhole.json")).unwrap());
}
