//! What errors say in Korean.

#![allow(clippy::unwrap_used)]
use super::*;
use sim_core::catalog::Unit;
use sim_core::catalog::expected::Found;
use sim_core::document::problem::Named;
use sim_core::engine::EngineError;
use sim_core::foundation::ids::Id;

mod variants;

use variants::{edits, engines, files, injects, logs, problems, refusals};

fn id(text: &str) -> Id {
    Id::new(text).unwrap()
}

#[test]
fn korean_says_what_english_says_without_english_in_it() {
    let ko = Texts::new(Lang::Ko);
    let service = "server".to_owned();
    let may_not_call = Problem::MayNotCall {
        id: id("db"),
        service,
    };
    let unknown = Problem::UnknownName {
        what: Named::Service,
        expected: Box::new(Expected::Name {
            what: Thing::Service,
            names: vec!["server".to_owned()],
        }),
        found: "serer".to_owned(),
        nearest: Some("server".to_owned()),
    };
    let at = "$.components[0].service".to_owned();
    let component = id("web");
    let cases = [
        (
            file(ko, &FileError::TooDeep { line: 3, column: 7 }),
            "3행 7열: 괄호가 너무 깊이 중첩되었습니다. 최대 127단계까지입니다",
        ),
        (
            file(ko, &FileError::Newer { found: 9 }),
            "더 새로운 Topolab으로 만든 파일입니다(버전 9). 이 Topolab은 버전 1까지 읽습니다",
        ),
        (
            file(
                ko,
                &FileError::Rule {
                    place: at,
                    problem: unknown,
                },
            ),
            "$.components[0].service: 알 수 없는 서비스입니다: serer (혹시 \"server\"?)",
        ),
        (
            edit(ko, &EditError::Whole(may_not_call.at("from"))),
            "from: 다른 것을 호출하지 않는 구성 요소입니다: db · 서버",
        ),
        (
            engine(
                ko,
                &EngineError::TooManyInFlight {
                    component,
                    limit: 1_000_000,
                },
            ),
            "처리 중인 요청이 1,000,000건을 넘었습니다. 대부분 web에 있습니다",
        ),
        (
            log_note(
                ko,
                &LogNote::Skipped {
                    count: 3,
                    line: 12,
                    expected: Thing::PlainNumber.into(),
                    found: "x".to_owned(),
                },
            ),
            "읽을 수 없는 줄 3개를 건너뛰었습니다(첫 번째는 12행)",
        ),
        (
            log_note(
                ko,
                &LogNote::Unit {
                    unit: "milliseconds",
                },
            ),
            "타임스탬프의 단위: 밀리초",
        ),
    ];
    for (said, expected) in cases {
        assert_eq!(said, expected);
    }
}

/// What is no Korean in a sentence and neither quoted, an example nor a name.
fn english_in(sentence: &str) -> Vec<String> {
    const NAMES: [&str; 29] = [
        "web",
        "db",
        "id",
        "in",
        "JSON",
        "MiB",
        "ms",
        "params",
        "components",
        "s",
        "x",
        "y",
        "p95_ms",
        "median_ms",
        "scv",
        "k",
        "true",
        "false",
        "null",
        "NaN",
        "Infinity",
        "Topolab",
        "UTF",
        "auto",
        "gaps_ms",
        "A",
        "Z",
        "a",
        "z",
    ];
    let mut bare = String::new();
    let (mut closing, mut depth) = (None, 0);
    for sign in sentence.chars() {
        match (sign, closing) {
            (sign, Some(end)) if sign == end && depth == 0 => closing = None,
            (sign, Some('}')) => depth += i32::from(sign == '{') - i32::from(sign == '}'),
            (_, Some(_)) => {}
            ('"', None) => closing = Some('"'),
            ('`', None) => closing = Some('`'),
            ('[', None) => closing = Some(']'),
            ('{', None) => closing = Some('}'),
            (sign, None) => bare.push(sign),
        }
    }
    bare.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .filter(|word| word.starts_with(|c: char| c.is_ascii_alphabetic()))
        .filter(|word| !NAMES.contains(word))
        .map(str::to_owned)
        .collect()
}

#[test]
fn no_variant_of_an_error_leaves_english_in_korean() {
    let ko = Texts::new(Lang::Ko);
    let mut said: Vec<String> = problems().iter().map(|it| problem(ko, it)).collect();
    said.extend(files().iter().map(|it| file(ko, it)));
    said.extend(edits().iter().map(|it| edit(ko, it)));
    said.extend(logs().iter().map(|it| log(ko, it)));
    said.extend(engines().iter().map(|it| engine(ko, it)));
    said.extend(injects().iter().map(|it| inject(ko, it)));
    said.extend(refusals().iter().map(|it| compile(ko, it)));
    assert!(said.len() > 250, "{}", said.len());
    for sentence in &said {
        assert!(!sentence.contains("‹?›"), "{sentence}");
        let korean = sentence.chars().any(|c| ('가'..='힣').contains(&c));
        assert!(korean, "{sentence}");
        assert_eq!(english_in(sentence), Vec::<String>::new(), "{sentence}");
        for hole in [
            "{found}",
            "{expected}",
            "{min}",
            "{max}",
            "{id}",
            "{field}",
            "{limit}",
        ] {
            assert!(!sentence.contains(hole), "{sentence}");
        }
    }
}

#[test]
fn english_is_seen_where_there_is_some() {
    let found =
        english_in("값이 올바르지 않습니다: \"web\" (expected [a number] {\"a\": {}} or `x`)");
    assert_eq!(found, ["expected", "or"]);
}

#[test]
fn what_was_expected_is_told_in_both_languages() {
    let (en, ko) = (Texts::new(Lang::En), Texts::new(Lang::Ko));
    let expected = Expected::Number {
        whole: true,
        min: 0.0,
        max: 100_000.0,
        unit: Unit::Milliseconds,
        instead: Some("auto"),
    };
    let wrong = FileError::Expected {
        place: "web.workers".to_owned(),
        expected,
        found: Found::Shown("\"x\"".to_owned()),
    };
    assert_eq!(
        file(en, &wrong),
        "web.workers: expected a whole number from 0 to 100000 ms or \"auto\", found \"x\""
    );
    assert_eq!(
        file(ko, &wrong),
        "web.workers: 값이 올바르지 않습니다: \"x\" (필요한 것: 0에서 100,000 ms 사이의 정수 또는 \"auto\")"
    );
    // The English file and the core say the same.
    for thing in Thing::ALL {
        assert_eq!(en.tr(&format!("thing.{}", thing.key())), thing.to_string());
    }
}
