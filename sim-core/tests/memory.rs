//! Memory that loading takes, beside the length of the file. A test binary of its own: its allocator counts.
#![allow(clippy::unwrap_used)]

use peak_alloc::PeakAlloc;
use sim_core::file::load;

#[global_allocator]
static MEMORY: PeakAlloc = PeakAlloc;

/// Bytes of memory for each byte of a document, at most.
const FACTOR: f64 = 20.0;
/// The same where the file is no more than a list of single digits or empty things in a field that nobody knows: a
/// value has 72 bytes then as ever, and a list that grows is there twice for a moment.
const DENSE_FACTOR: f64 = 80.0;
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

fn dense() -> [(&'static str, String); 4] {
    let digits = repeated(1_000_000, |_| "0".to_owned());
    let objects = repeated(1_000_000, |_| "{}".to_owned());
    let fields = repeated(500_000, |n| format!("\"{n}\":0"));
    [
        ("digits", whole(&format!(r#""x":[{digits}]"#))),
        ("objects", whole(&format!(r#""x":[{objects}]"#))),
        ("fields", whole(&fields)),
        ("cut", format!(r#"{{"version":1,"x":[{digits}"#)),
    ]
}

fn whole(fields: &str) -> String {
    format!(r#"{{"version":1,{fields}}}"#)
}

// One test: others beside it would count too.
#[test]
fn loading_takes_at_most_twenty_times_the_document() {
    let groups = [(documents(), FACTOR), (dense(), DENSE_FACTOR)];
    for ((name, text), most) in groups
        .into_iter()
        .flat_map(|(g, f)| g.map(|case| (case, f)))
    {
        let factor = factor(&text);
        println!("{name}: {factor:.1}");
        assert!(
            factor <= most,
            "{name}: {factor:.1} bytes of memory for each byte"
        );
    }
    // However dense, a file does not take more than this many values.
    let endless = "0,".repeat(10_000_000);
    let text = format!(r#"{{"version":1,"x":[{endless}0]}}"#);
    let factor = factor(&text);
    println!("too many values: {factor:.1}");
    assert_eq!(load(&text).unwrap_err().key(), "too_many_values");
}
