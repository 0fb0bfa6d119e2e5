//! How long a file takes to load, for each megabyte of it: ordinary ones, and what is meant to take long.

use std::time::Instant;

use sim_core::file::{load, repair, save};

use crate::page::Page;

/// Length of the files, bytes, about.
const LENGTH: usize = 4_000_000;
const MEGABYTE: f64 = 1_000_000.0;

pub fn run(page: &mut Page) {
    page.section(
        "Loading files",
        "What is asked for is at most a second for each megabyte; opened: loaded and saved again, or repaired as far as \
it goes.",
    );
    page.head(&["file", "MB", "loaded, s/MB", "opened, s/MB"]);
    for (name, text) in inputs() {
        let megabytes = text.len() as f64 / MEGABYTE;
        let [loaded, opened] = times(&text).map(|seconds| format!("{:.3}", seconds / megabytes));
        page.row(&[name.to_owned(), format!("{megabytes:.3}"), loaded, opened]);
    }
}

/// Seconds to load, and to do what opening a file does and saving it again; the best of three.
fn times(text: &str) -> [f64; 2] {
    let best = |work: &dyn Fn()| {
        let runs = (0..3).map(|_| {
            let start = Instant::now();
            work();
            start.elapsed().as_secs_f64()
        });
        runs.fold(f64::INFINITY, f64::min)
    };
    let loading = best(&|| drop(std::hint::black_box(load(text))));
    let opening = best(&|| match load(text) {
        Ok(loaded) => drop(std::hint::black_box(save(&loaded.document))),
        Err(_) => drop(std::hint::black_box(repair(text))),
    });
    [loading, opening]
}

/// The files by name.
fn inputs() -> Vec<(&'static str, String)> {
    let many = |each: &dyn Fn(usize) -> String, length: usize| {
        let (mut items, mut taken) = (Vec::new(), 0);
        while taken < length && items.len() < 100_000 {
            let item = each(items.len());
            taken += item.len() + 1;
            items.push(item);
        }
        items.join(",")
    };
    let card = |id: &str, more: &str| {
        format!(r#"{{"id":"{id}","service":"server","name":"","at":[0,0]{more}}}"#)
    };
    let numbered = |n: usize| card(&format!("web-server-{n}"), "");
    let whole = |fields: &str| format!(r#"{{"version":1,{fields}}}"#);
    let lists = |components: &str, links: &str| {
        whole(&format!(r#""components":[{components}],"links":[{links}]"#))
    };
    let pair = format!(
        r#"{{"id":"u","service":"client","name":"","at":[0,0]}},{}"#,
        card("w", "")
    );
    let half = LENGTH / 2;
    let bends = "[1.5,2],".repeat(31) + "[3,4]";
    let deep = |most: usize| format!("{}{}", "[".repeat(most), "]".repeat(most));
    let wrong = r#","params":{"workers":"x","queue":"y","instances":"z","patience_ms":"q"}"#;
    vec![
        ("components", lists(&many(&numbered, LENGTH), "")),
        (
            "links between two",
            lists(
                &pair,
                &many(
                    &|n| format!(r#"{{"id":"l{n}","from":"u","to":"w"}}"#),
                    LENGTH,
                ),
            ),
        ),
        (
            "links with many bends",
            lists(
                &pair,
                &many(
                    &|n| format!(r#"{{"id":"l{n}","from":"u","to":"w","bends":[{bends}]}}"#),
                    LENGTH,
                ),
            ),
        ),
        (
            "links to nobody",
            lists(
                &many(&numbered, half),
                &many(
                    &|n| {
                        format!(
                            r#"{{"id":"l{n}","from":"web-service-{n}","to":"web-servlet-{n}"}}"#
                        )
                    },
                    half,
                ),
            ),
        ),
        (
            "components in nothing",
            lists(
                &many(&|n| card(&format!("c{n}"), r#","in":"nowhere""#), LENGTH),
                "",
            ),
        ),
        ("one id for all", lists(&many(&|_| numbered(1), LENGTH), "")),
        (
            "wrong parameters",
            lists(
                &many(
                    &|n| card(&format!("c{n}"), if n < 120 { wrong } else { "" }),
                    LENGTH,
                ),
                "",
            ),
        ),
        (
            "unknown fields of the file",
            whole(&many(&|n| format!(r#""field-{n}":{n}"#), LENGTH)),
        ),
        (
            "unknown fields of components",
            lists(
                &many(
                    &|n| card(&format!("c{n}"), &format!(r#","x{n}":[{{"a":{n}}}]"#)),
                    LENGTH,
                ),
                "",
            ),
        ),
        (
            "deep brackets",
            whole(&many(&|n| format!(r#""f{n}":{}"#, deep(120)), LENGTH)),
        ),
        (
            "a long list, deep",
            whole(&format!(
                r#""x":{}{}0{}"#,
                "[".repeat(120),
                "0,".repeat(half),
                "]".repeat(120)
            )),
        ),
        ("brackets without end", "[".repeat(LENGTH)),
        (
            "one field twice",
            whole(&format!(
                r#"{},"field-1":2"#,
                many(&|n| format!(r#""field-{n}":{n}"#), LENGTH)
            )),
        ),
        (
            "cut in its middle",
            lists(&many(&numbered, LENGTH), "")[..LENGTH / 2].to_owned(),
        ),
        (
            "quotes without end",
            format!(r#"{{"version":1,"x":"{}"#, "\\\"".repeat(half)),
        ),
        (
            "a long note",
            whole(&format!(
                r#""notes":[{{"id":"n","text":"{}","at":[0,0],"size":[9,9]}}]"#,
                "가".repeat(LENGTH / 3)
            )),
        ),
        (
            "a log in a parameter",
            whole(&format!(
                r#""components":[{{"id":"u","service":"client","name":"","at":[0,0],"params":{{"trace":"gaps_ms {}"}}}}]"#,
                "1 ".repeat(half)
            )),
        ),
        (
            "small, with many rounds of repair",
            lists(&card("c", &format!(r#","params":{{{}}}"#, rounds())), ""),
        ),
    ]
}

/// Every parameter of a server wrong: one is found in each round.
fn rounds() -> String {
    let service = sim_core::catalog::service("server");
    let specs = service.map_or(&[][..], |service| (service.params)());
    let wrong: Vec<String> = specs
        .iter()
        .map(|spec| format!(r#""{}":"?""#, spec.id))
        .collect();
    wrong.join(",")
}
