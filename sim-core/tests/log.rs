//! Reading logs: what loads, what it becomes, and what is said when it does not.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use sim_core::catalog::expected::Thing;
use sim_core::catalog::trace::{MAX_TRACE_GAPS, MAX_TRACE_SECONDS, Trace};
use sim_core::file::log::{self, LogError, LogNote, MAX_LINE_BYTES, Options, Reading};

fn read(text: &str) -> Result<Reading, LogError> {
    log::read(text, &Options::default())
}

/// The trace of a text that loads without a word.
fn quiet(text: &str) -> String {
    let reading = read(text).unwrap();
    assert_eq!(reading.notes, [], "{text}");
    reading.trace.to_text()
}

fn error(text: &str) -> String {
    read(text).unwrap_err().to_string()
}

/// A line of nginx's combined log at this second of a minute.
fn nginx(second: u32) -> String {
    format!(
        "203.0.113.9 - - [01/May/2024:12:00:{second:02} +0900] \"GET /a,b HTTP/1.1\" 200 512 \"-\" \"curl/8\"\n"
    )
}

#[test]
fn seconds_instants_and_logs() {
    assert_eq!(quiet("0\n0.5\n2.25\n"), "gaps_ms 0 500 1750");
    assert_eq!(
        quiet("1714564800.000001\n1714564800.25"),
        "gaps_ms 0 249.999"
    );
    assert_eq!(
        quiet("2024-05-01T12:00:00.5Z\n2024-05-01T21:00:01+09:00\n"),
        "gaps_ms 0 500"
    );
    let log = [nginx(1), nginx(1), nginx(4)].concat();
    let reading = read(&log).unwrap();
    assert_eq!(reading.trace.to_text(), "per_second 2 0*2 1");
    assert_eq!(reading.notes, [LogNote::WholeSeconds]);
    // Alone in its second, in whole seconds: a table means it so, a web server does not.
    assert_eq!(quiet("10\n20\n30"), "gaps_ms 0 10000*2");
    assert_eq!(read(&nginx(5)).unwrap().trace.to_text(), "per_second 1");
    assert_eq!(
        read("10\n10\n30").unwrap().trace.to_text(),
        "per_second 2 0*19 1"
    );
}

#[test]
fn line_ends_marks_and_comments_do_not_matter() {
    let text = "\u{feff}# made by hand\r\ntime,path\r\n\r\n  1.5 ,/a\r\n2,/b\r\n";
    assert_eq!(quiet(text), "gaps_ms 0 500");
    let log = format!("\u{feff}{}", nginx(1).replace('\n', "\r\n"));
    assert_eq!(read(&log).unwrap().trace.to_text(), "per_second 1");
}

#[test]
fn the_column_is_found_by_name_or_by_what_is_in_it() {
    assert_eq!(
        quiet("id,Timestamp,path\n1,5.5,/a\n2,7.5,/b"),
        "gaps_ms 0 2000"
    );
    assert_eq!(
        quiet("\"path, query\",\"time\"\n\"a, b\",\"2024-05-01 12:00:00\"\nc,2024-05-01 12:00:02"),
        "gaps_ms 0 2000"
    );
    // Without a telling name the first column with a time in it is taken, and that is said.
    let guessed = |text: &str| {
        let Reading { trace, notes } = read(text).unwrap();
        (trace.to_text(), notes[0].to_string())
    };
    let said = |gaps: &str, column: &str| {
        let note = format!("the timestamps are taken from column {column}");
        (gaps.to_owned(), note)
    };
    let rows = "x;2024-05-01T12:00:00Z;1\ny;2024-05-01T12:00:09Z;2";
    assert_eq!(guessed(rows), said("gaps_ms 0 9000", "2"));
    let rows = "path\tbegin\n/a\t10\n/b\t13";
    assert_eq!(guessed(rows), said("gaps_ms 0 3000", "\"begin\""));
    // A column that is only called so is passed over.
    let rows = "time,epoch\nnoon,100\nnight,101";
    assert_eq!(guessed(rows), said("gaps_ms 0 1000", "\"epoch\""));
    let by = |column: &str, text: &str| {
        let options = Options {
            column: Some(column),
        };
        log::read(text, &options).map(|reading| reading.trace.to_text())
    };
    let text = "id,start,end\n7,1,2\n8,4,9";
    assert_eq!(by("END", text).unwrap(), "gaps_ms 0 7000");
    assert_eq!(by("2", text).unwrap(), "gaps_ms 0 3000");
    assert_eq!(by("3", "7,1,2\n8,4,9").unwrap(), "gaps_ms 0 7000");
    let missing = by("begin", text).unwrap_err().to_string();
    assert_eq!(
        missing,
        "there is no column \"begin\": expected one of \"id\", \"start\", \"end\""
    );
    let missing = by("4", "7,1,2\n8,4,9").unwrap_err().to_string();
    assert_eq!(
        missing,
        "there is no column \"4\": expected a number from 1 to 3"
    );
}

#[test]
fn large_numbers_are_parts_of_seconds() {
    for (times, unit) in [
        ("1714564800000\n1714564800250", "milliseconds"),
        ("1714564800000000\n1714564800250000", "microseconds"),
        ("1714564800000000000\n1714564800250000000", "nanoseconds"),
    ] {
        let reading = read(times).unwrap();
        assert_eq!(reading.trace.to_text(), "gaps_ms 0 250");
        assert_eq!(reading.notes, [LogNote::Unit { unit }]);
    }
}

#[test]
fn requests_out_of_order_are_sorted_and_counted() {
    let reading = read("5.5\n1\n3\n2\n9").unwrap();
    assert_eq!(reading.trace.to_text(), "gaps_ms 0 1000*2 2500 3500");
    assert_eq!(reading.notes, [LogNote::Sorted { count: 2 }]);
    let text = reading.notes[0].to_string();
    assert_eq!(text, "requests out of order, now sorted by time: 2");
    // Offsets from Greenwich change in the midst of a log: instants count, not digits.
    let summer = "[27/Oct/2024:02:59:59 +0200] x\n[27/Oct/2024:02:00:01 +0100] x";
    let reading = read(summer).unwrap();
    assert_eq!(reading.trace.to_text(), "per_second 1 0 1");
    assert_eq!(reading.notes, [LogNote::WholeSeconds]);
}

#[test]
fn a_few_broken_lines_are_left_out_and_said() {
    let mut lines: Vec<String> = (0..40).map(nginx).collect();
    lines.insert(7, "\u{0}\u{0}\u{0} cut off [01/May/20".to_owned() + "\n");
    lines.insert(20, "\n".to_owned());
    lines.insert(30, format!("{}\n", "x".repeat(1_000_000)));
    let reading = read(&lines.concat()).unwrap();
    assert_eq!(reading.trace.requests(), 40);
    let LogNote::Skipped {
        count,
        line,
        expected,
        found,
    } = &reading.notes[0]
    else {
        panic!("{:?}", reading.notes);
    };
    assert_eq!((*count, *line), (2, 8));
    assert!(
        *expected == Thing::AccessLine.into() && found.contains("cut off"),
        "{expected} {found}"
    );
    assert!(found.len() < 100, "{found}");
    // An instant among numbers, a negative number among them: the first is broken, the second is a time.
    let mut table: Vec<String> = (0..20).map(|n| format!("{n}.5\n")).collect();
    table.push("2024-05-01T12:00:00Z\n".to_owned());
    table.push("-3\n".to_owned());
    let reading = read(&table.concat()).unwrap();
    assert_eq!(reading.trace.requests(), 21);
    assert!(
        reading.notes[0]
            .to_string()
            .contains("line 21: expected a number")
    );
}

#[test]
fn one_broken_line_in_ten_is_let_pass_and_one_more_is_not() {
    let good = |n: usize| "1.5\n".repeat(n);
    assert!(read(&format!("{}x\n", good(9))).is_ok());
    let text = error(&format!("{}x\n{}", good(3), good(5)));
    assert!(
        text.starts_with("1 of 9 lines are broken, the first is line 4: expected a number"),
        "{text}"
    );
    assert!(text.ends_with("found \"x\""), "{text}");
}

#[test]
fn what_is_no_log_says_what_was_expected() {
    for empty in ["", "\n\r\n", "\u{feff}", "# nothing\n", "time,path\n"] {
        let text = error(empty);
        assert!(
            text.starts_with("there is no request in it: expected a timestamp"),
            "{text}"
        );
    }
    let prose = "# Title\n\nOnce upon a time\nthere was a log.\n";
    let text = error(prose);
    assert!(
        text.starts_with("line 4: expected a timestamp (seconds such as 12.5"),
        "{text}"
    );
    assert!(text.ends_with("found \"there was a log.\""), "{text}");
    for odd in [
        "NaN\n",
        "inf\ninf\n",
        "1e3\n2e3\n",
        "{\"a\": 1}\n{}\n",
        "12:00\n12:01\n",
    ] {
        assert!(read(odd).is_err(), "{odd}");
    }
    let long = error(&"x".repeat(10 * MAX_LINE_BYTES));
    assert!(long.len() < 300, "{}", long.len());
}

#[test]
fn the_longest_line_is_read_and_a_longer_one_is_broken() {
    let line = |length: usize| {
        let start = "[01/May/2024:12:00:00 +0900] ";
        format!("{start}{}\n", "x".repeat(length - start.len()))
    };
    assert!(read(&line(MAX_LINE_BYTES)).is_ok());
    assert!(matches!(
        read(&line(MAX_LINE_BYTES + 1)),
        Err(LogError::TooManyBroken { .. } | LogError::Line { .. })
    ));
}

#[test]
fn more_requests_than_have_times_of_their_own_become_counts() {
    let line = |n: usize| format!("{}.{:03}\n", n / 1_000, n % 1_000);
    let text = |n: usize| (0..n).map(line).collect::<String>();
    let reading = read(&text(MAX_TRACE_GAPS)).unwrap();
    assert!(matches!(reading.trace, Trace::Times(_)));
    let reading = read(&text(MAX_TRACE_GAPS + 1)).unwrap();
    assert_eq!(reading.trace.to_text(), "per_second 1000*200 1");
    assert!(
        reading.notes[0]
            .to_string()
            .contains("more than 200000 requests")
    );
}

#[test]
fn a_log_of_a_week_is_read_and_a_longer_one_is_not() {
    let until = |seconds: usize| read(&format!("0\n0\n{seconds}"));
    let week = until(MAX_TRACE_SECONDS - 1).unwrap();
    assert_eq!(week.trace.length().as_secs_f64(), 604_800.0);
    let text = until(MAX_TRACE_SECONDS).unwrap_err().to_string();
    assert_eq!(
        text,
        "the requests lie 8 days apart: expected at most 7 days where times are whole seconds or requests are many"
    );
    // A single line from 1970 would stretch the rest to nothing.
    let text = error("0\n1714564800\n1714564801");
    assert_eq!(
        text,
        "the requests lie 19845 days apart: expected at most 3650 days"
    );
    let crowd = "7\n".repeat(1_000_001);
    assert_eq!(
        error(&crowd),
        "1000001 requests in one second: expected at most 1000000"
    );
}

/// What a document then holds is what was read.
#[test]
fn the_text_of_a_trace_is_read_back() {
    for text in ["0\n0.5\n0.500001\n9", "3\n3\n3\n4\n900", "-2.000000001\n4"] {
        let trace = read(text).unwrap().trace;
        assert_eq!(Trace::parse(&trace.to_text()), Ok(trace));
    }
}

proptest! {
    /// No text at all makes the reader stumble.
    #[test]
    fn any_text_is_read_or_refused(text in "(?s).{0,200}") {
        let _ = read(&text);
    }

    #[test]
    fn anything_like_a_log_is_read_or_refused(
        lines in proptest::collection::vec(
            prop_oneof![
                "[0-9]{0,21}[.,;]?[0-9]{0,12}",
                "\"?[0-9]{4}-[0-9]{2}-[0-9]{2}[T ][0-9]{2}:[0-9]{2}(:[0-9]{2})?[Z+\\-.0-9:]{0,7}\"?",
                "\\[[0-9]{1,2}/(Jan|Feb|Dec)/[0-9]{4}:[0-9:]{5,8} [+-][0-9]{4}\\]?",
            ],
            0..30,
        ),
    ) {
        if let Ok(reading) = read(&lines.join("\n")) {
            prop_assert!(reading.trace.requests() > 0);
            prop_assert_eq!(Trace::parse(&reading.trace.to_text()), Ok(reading.trace));
        }
    }

    /// Times that are written are the times that are read.
    #[test]
    fn times_come_back(gaps in proptest::collection::vec(0u64..5_000_000_000, 1..200)) {
        let mut at = 1_714_564_800_000_000_001u64;
        let mut lines = vec!["when;what".to_owned()];
        for gap in &gaps {
            lines.push(format!("{}.{:09};x", at / 1_000_000_000, at % 1_000_000_000));
            at += gap;
        }
        let Trace::Times(times) = read(&lines.join("\n")).unwrap().trace else {
            return Err(TestCaseError::fail("times with fractions"));
        };
        let found: Vec<u64> = times.windows(2).map(|pair| pair[1].0 - pair[0].0).collect();
        prop_assert_eq!(&found[..], &gaps[..gaps.len() - 1]);
    }
}
