//! What Markdown looks like, line by line.

use super::*;

fn strings(markdown: &str, size: [f32; 2]) -> Vec<String> {
    page(markdown, size)
        .runs
        .into_iter()
        .map(|run| run.string)
        .collect()
}

const WIDE: [f32; 2] = [400.0, 4000.0];

#[test]
fn headings_are_larger_and_bold_is_bold() {
    let page = page("# Web\n\nplain **bold** plain", WIDE);
    let look: Vec<_> = page
        .runs
        .iter()
        .map(|run| (run.string.as_str(), run.size, run.weight))
        .collect();
    assert_eq!(
        look,
        [
            ("Web", 20.0, Weight::SemiBold),
            ("plain ", 13.0, Weight::Regular),
            ("bold", 13.0, Weight::SemiBold),
            (" plain", 13.0, Weight::Regular),
        ]
    );
}

#[test]
fn lists_have_dots_and_numbers_and_are_moved_in() {
    let page = page("- one\n- two\n  1. inner\n  2. last\n\nafter", WIDE);
    let dots = page.marks.iter().filter(|m| matches!(m, Mark::Dot(_)));
    assert_eq!(dots.count(), 2);
    let left = |text: &str| page.runs.iter().find(|r| r.string == text).map(|r| r.at[0]);
    assert_eq!(left("one"), Some(16.0));
    assert_eq!(left("inner"), Some(32.0));
    assert_eq!(left("after"), Some(0.0));
    assert!(left("1.") < left("inner") && left("2.").is_some());
}

#[test]
fn code_has_a_ground_and_keeps_its_lines() {
    let page = page(
        "use `cargo run`\n\n```\nlet a = 1;\n  let b = 2;\n```",
        WIDE,
    );
    let grounds: Vec<_> = page
        .marks
        .iter()
        .filter_map(|mark| match mark {
            Mark::Code(rect) => Some(*rect),
            _ => None,
        })
        .collect();
    assert_eq!(grounds.len(), 2);
    assert!(page.runs.iter().any(|run| run.string == "let a = 1;"));
    let inside = page.runs.iter().filter(|run| grounds[1].contains(run.at));
    assert_eq!(inside.count(), 2, "both lines stand on their ground");
}

#[test]
fn links_can_be_clicked_where_they_stand() {
    let page = page("see [the docs](https://example.org/a) now", WIDE);
    let [(rect, target)] = page.links.as_slice() else {
        panic!("{:?}", page.links);
    };
    assert_eq!(&**target, "https://example.org/a");
    let run = page.runs.iter().find(|run| run.ink == Ink::Link);
    assert!(run.is_some_and(|run| rect.contains([run.at[0] + 1.0, run.at[1] - 2.0])));
}

#[test]
fn no_line_is_wider_than_the_page_in_either_language() {
    let long = "요청을 처리하는 스레드가 데이터베이스를 기다리는 동안 WAS의 풀이 고갈됩니다. \
                A caller holds its thread while it waits. supercalifragilisticexpialidocious_without_any_blank";
    for text in [
        long.to_owned(),
        format!("> - {long}"),
        format!("# {long}"),
        format!("`{long}`"),
    ] {
        for room in [40.0, 93.0, 200.0] {
            let page = page(&text, [room, 9000.0]);
            assert!(!page.runs.is_empty() && !page.cut);
            for run in &page.runs {
                assert!(run.at[0] + run.width <= room + 0.5, "{run:?} in {room}");
            }
        }
    }
}

#[test]
fn words_stay_whole_where_they_fit() {
    assert_eq!(strings("aaaa bbbb", [45.0, 100.0]), ["aaaa", "bbbb"]);
    assert_eq!(strings("a  b\nc", WIDE), ["a  b c"]);
}

#[test]
fn what_does_not_fit_below_is_left_out_and_said() {
    let text = "one\n\ntwo\n\nthree\n\nfour";
    let page = page(text, [100.0, 50.0]);
    assert!(page.cut && page.runs.len() == 2, "{page:?}");
    assert!(!super::page("one", [100.0, 50.0]).cut);
}

#[test]
fn odd_markdown_does_no_harm() {
    for text in [
        "",
        "\n\n",
        "**",
        "> > > > > > > > - - - - deep",
        "[a](",
        "<b>x</b>",
        "\u{0}\t#",
        "1. \n2. ",
    ] {
        for size in [[0.0, 0.0], [30.0, 10.0], WIDE] {
            let page = page(text, size);
            assert!(
                page.runs
                    .iter()
                    .all(|run| run.at.iter().all(|v| v.is_finite()))
            );
        }
    }
    assert_eq!(strings("<b>x</b>", WIDE).concat(), "<b>x</b>");
}
