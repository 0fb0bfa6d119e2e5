//! Memory that loading takes, beside the length of the file. A test binary of its own: its allocator counts.
#![allow(clippy::unwrap_used)]

use peak_alloc::PeakAlloc;
use sim_core::file::load;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Bytes of memory for each byte of a document, at most.
const FACTOR: f64 = 20.0;
/// Tables of the catalog and other things that are made once.
const ONCE: f64 = 4.0 * 1024.0 * 1024.0;

/// The largest amount of memory held while a file is loaded, for each byte of it.
fn factor(text: &str) -> f64 {
    MEMORY.reset_peak_usage();
    let before = MEMORY.current_usage();
    let loaded = load(text);
    let taken = MEMORY.peak_usage().saturating_sub(before);
    drop(loaded);
    (taken as f64 - ONCE).max(0.0) / text.len() as f64
}

fn repeated(items: usize, item: impl Fn(usize) -> String) -> String {
    let items: Vec<String> = (0..items).map(item).collect();
    items.join(",")
}

fn documents() -> [(&'static str, String); 4] {
    let components = repeated(50_000, |n| {
        format!(
            r#"{{"id":"web-{n}","service":"server","name":"Web {n}","at":[{n},0],"params":{{"workers":4}},"later":"{n}"}}"#
        )
    });
    let ends = r#"{"id":"u","service":"client","name":"","at":[0,0]},{"id":"w","service":"server","name":"","at":[0,0]}"#;
    let links = repeated(100_000, |n| {
        format!(r#"{{"id":"l{n}","from":"u","to":"w"}}"#)
    });
    let text = "가".repeat(3_000_000);
    [
        (
            "components",
            whole(&format!(r#""components":[{components}]"#)),
        ),
        (
            "links",
            whole(&format!(r#""components":[{ends}],"links":[{links}]"#)),
        ),
        ("text", whole(&format!(r#""x":"{text}""#))),
        ("brackets", "[".repeat(8_000_000)),
    ]
}

/// Short values in masses, wherever a file may have them.
fn dense() -> Vec<(&'static str, String)> {
    let digits = repeated(1_000_000, |_| "0".to_owned());
    let objects = repeated(1_000_000, |_| "{}".to_owned());
    let texts = repeated(1_000_000, |_| "\"\"".to_owned());
    let letter = |n: usize| {
        char::from(b'0' + (n % 75) as u8)
            .to_string()
            .replace('\\', "~")
    };
    let fields = repeated(400_000, |n| {
        format!("\"{}{}{}\":0", letter(n), letter(n / 75), letter(n / 5_625))
    });
    let component = |params: &str| {
        let params = format!("\"params\":{params}");
        format!(r#""components":[{{"id":"w","service":"server","name":"","at":[0,0],{params}}}]"#)
    };
    let times = format!(r#"{{"service_time":{{"type":"constant","ms":1,"x":[{digits}]}}}}"#);
    vec![
        ("digits", whole(&format!(r#""x":[{digits}]"#))),
        ("objects", whole(&format!(r#""x":[{objects}]"#))),
        ("texts", whole(&format!(r#""x":[{texts}]"#))),
        ("fields", whole(&fields)),
        ("fields inside", whole(&format!(r#""x":{{{fields}}}"#))),
        (
            "fields of a fault",
            whole(&format!(r#""scenario":{{"targets":{{{fields}}}}}"#)),
        ),
        ("parameters", whole(&component(&format!("{{{fields}}}")))),
        ("times", whole(&component(&times))),
        (
            "kinds",
            whole(&component(&format!(r#"{{"weights":[{digits}]}}"#))),
        ),
        (
            "by kind",
            whole(&component(&format!(r#"{{"weights":{{{fields}}}}}"#))),
        ),
        ("items", whole(&format!(r#""components":[{digits}]"#))),
        (
            "faults",
            whole(&format!(r#""scenario":{{"faults":[{objects}]}}"#)),
        ),
        (
            "place",
            whole(&format!(r#""notes":[{{"id":"n","at":[{digits}]}}]"#)),
        ),
        ("name", whole(&format!(r#""name":[{digits}]"#))),
        ("cut", format!(r#"{{"version":1,"x":[{digits}"#)),
    ]
}

fn whole(fields: &str) -> String {
    format!(r#"{{"version":1,{fields}}}"#)
}

// One test: others beside it would count too.
#[test]
fn loading_takes_at_most_twenty_times_the_document() {
    for (name, text) in documents().into_iter().chain(dense()) {
        let factor = factor(&text);
        println!("{name}: {factor:.1}");
        assert!(
            factor <= FACTOR,
            "{name}: {factor:.1} bytes of memory for each byte"
        );
    }
    // However dense, a file does not take more than this many values.
    let endless = "0,".repeat(10_000_000);
    let text = format!(r#"{{"version":1,"x":[{endless}0]}}"#);
    let factor = factor(&text);
    println!("too many values: {factor:.1}");
    assert!(factor <= FACTOR);
    assert_eq!(load(&text).unwrap_err().key(), "too_many_values");
}
