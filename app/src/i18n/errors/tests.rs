//! What errors say in Korean.

#![allow(clippy::unwrap_used)]
use super::*;
use sim_core::foundation::ids::Id;

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
        what: sim_core::document::problem::Named::Service,
        expected: "one of the services".to_owned(),
        found: "serer".to_owned(),
        nearest: Some("server".to_owned()),
    };
    let at = "$.components[0].service".to_owned();
    let component = id("web");
    let cases = [
        (
            file(ko, &FileError::TooDeep { line: 3, column: 7 }),
            "3행 7열: 괄호가 너무 깊이 중첩되었습니다",
        ),
        (
            file(ko, &FileError::Newer { found: 9 }),
            "더 새로운 Topolab으로 만든 파일입니다(버전 9)",
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
                    why: "expected a number".to_owned(),
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

#[test]
fn every_sentence_has_all_of_its_holes_filled() {
    let ko = Texts::new(Lang::Ko);
    let named = |text: &str| text.to_owned();
    let problems = [
        Problem::TooLong { limit: 5, found: 9 },
        Problem::TooMany {
            what: "links",
            limit: 5,
        },
        Problem::DuplicateId { id: id("a") },
        Problem::DuplicateKind { id: id("a") },
        Problem::SelfLink { id: id("a") },
        Problem::Value {
            expected: named("x"),
            found: named("y"),
        },
        Problem::Number {
            expected: named("x"),
            found: 1.0,
        },
        Problem::NoSuchItem {
            expected: "a component",
            found: named("y"),
            nearest: None,
        },
        Problem::MayNotStandIn {
            kind: named("region"),
            parent: named("zone"),
            inside: &[],
        },
        Problem::HoldsNothing {
            kind: named("tier"),
        },
        Problem::ContainerCycle,
        Problem::MayNotBeCalled {
            id: id("a"),
            service: named("client"),
        },
    ];
    let mut said: Vec<String> = problems.iter().map(|p| problem(ko, p)).collect();
    let edits = [
        EditError::NoSuchItem { id: id("a") },
        EditError::NoSuchKind { id: id("a") },
        EditError::IdTaken { id: id("a") },
        EditError::KindInUse {
            id: id("a"),
            user: id("b"),
        },
        EditError::WrongItem {
            id: id("a"),
            expected: "a link",
            found: "a note",
        },
        EditError::TooDeep,
    ];
    said.extend(edits.iter().map(|error| edit(ko, error)));
    let logs = [
        LogError::Empty,
        LogError::Line {
            line: 1,
            expected: named("x"),
            found: named("y"),
        },
        LogError::TooManyBroken {
            broken: 1,
            lines: 2,
            line: 3,
            why: named("x"),
        },
        LogError::NoColumn {
            column: named("t"),
            expected: named("x"),
        },
        LogError::TooLong {
            days: 9,
            limit: 7,
            whole_seconds: false,
        },
        LogError::TooMany { found: 9, limit: 7 },
    ];
    said.extend(logs.iter().map(|error| log(ko, error)));
    let engines = [
        EngineError::CallsTooDeep {
            component: id("a"),
            limit: 9,
        },
        EngineError::NoProgress { component: id("a") },
        EngineError::TooManyEvents { limit: 9 },
        EngineError::LawBroken {
            place: named("a"),
            law: named("x"),
        },
    ];
    said.extend(engines.iter().map(|error| engine(ko, error)));
    for sentence in &said {
        let whole = !sentence.contains(['{', '}']) && !sentence.contains("‹?›");
        assert!(whole, "{sentence}");
        let korean = sentence.chars().any(|c| ('가'..='힣').contains(&c));
        assert!(korean, "{sentence}");
    }
}
