//! Shapes as SVG text.

use std::fmt::Write as _;

use crate::scene::geometry::{Curve, Point};
use crate::scene::shape::Text;
use crate::scene::text::Weight;
use crate::scene::{Anchor, Rect, Shape, Stroke, fonts};
use crate::theme::{Rgba, icons};

/// A whole SVG file on a ground of one colour.
pub fn svg<'a>(
    shapes: impl Iterator<Item = &'a Shape>,
    frame: Rect,
    ground: Rgba,
    title: &str,
) -> String {
    let (x, y, w, h) = (
        n(frame.min[0]),
        n(frame.min[1]),
        n(frame.width()),
        n(frame.height()),
    );
    let family = fonts::FAMILY;
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{w}\" height=\"{h}\" viewBox=\"{x} {y} {w} {h}\" \
         font-family=\"{family}, sans-serif\">\n<title>{}</title>\n<rect x=\"{x}\" y=\"{y}\" width=\"{w}\" height=\"{h}\"{}/>\n",
        escaped(title),
        fill(Some(ground)),
    );
    for shape in shapes {
        out.push_str(&element(shape));
        out.push('\n');
    }
    out.push_str("</svg>\n");
    out
}

fn element(shape: &Shape) -> String {
    match shape {
        Shape::Rect {
            rect,
            corner,
            fill: color,
            stroke: line,
        } => format!(
            "<rect x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" rx=\"{}\"{}{}/>",
            n(rect.min[0]),
            n(rect.min[1]),
            n(rect.width()),
            n(rect.height()),
            n(*corner),
            fill(*color),
            line.as_ref().map(stroke).unwrap_or_default(),
        ),
        Shape::Curve {
            curve,
            stroke: line,
        } => format!(
            "<path d=\"{}\"{}{}/>",
            path(curve),
            fill(None),
            stroke(line)
        ),
        Shape::Line {
            points: list,
            stroke: line,
        } => {
            format!(
                "<polyline points=\"{}\"{}{}/>",
                points(list),
                fill(None),
                stroke(line)
            )
        }
        Shape::Polygon {
            points: list,
            fill: color,
        } => {
            format!(
                "<polygon points=\"{}\"{}/>",
                points(list),
                fill(Some(*color))
            )
        }
        Shape::Circle {
            center: [x, y],
            radius,
            fill: color,
        } => {
            format!(
                "<circle cx=\"{}\" cy=\"{}\" r=\"{}\"{}/>",
                n(*x),
                n(*y),
                n(*radius),
                fill(Some(*color))
            )
        }
        Shape::Text(text) => text_element(text),
        Shape::Icon { name, rect, tint } => icon(name, *rect, *tint),
    }
}

fn text_element(text: &Text) -> String {
    let anchor = match text.anchor {
        Anchor::Start => "start",
        Anchor::Middle => "middle",
        Anchor::End => "end",
    };
    let weight = match text.weight {
        Weight::Regular => 400,
        Weight::SemiBold => 600,
    };
    // XML would drop blanks at the ends and all but one of several.
    let string = &text.string;
    let blanks = string.trim() != string || string.contains("  ");
    let space = if blanks {
        " xml:space=\"preserve\""
    } else {
        ""
    };
    format!(
        "<text x=\"{}\" y=\"{}\" font-size=\"{}\" font-weight=\"{weight}\" text-anchor=\"{anchor}\"{}{space}>{}</text>",
        n(text.at[0]),
        n(text.at[1]),
        n(text.size),
        fill(Some(text.color)),
        escaped(&text.string),
    )
}

fn icon(name: &str, rect: Rect, tint: Rgba) -> String {
    let body = icons::body(name).replace("#fff", &tint.css());
    format!(
        "<g transform=\"translate({} {}) scale({})\" fill=\"none\" stroke=\"{}\" stroke-width=\"3\" \
         stroke-linecap=\"round\" stroke-linejoin=\"round\">{body}</g>",
        n(rect.min[0]),
        n(rect.min[1]),
        rect.width() / icons::SIDE,
        tint.css(),
    )
}

fn fill(color: Option<Rgba>) -> String {
    match color {
        None => " fill=\"none\"".to_owned(),
        Some(color) => format!(
            " fill=\"{}\"{}",
            color.css(),
            opacity("fill-opacity", color)
        ),
    }
}

fn stroke(stroke: &Stroke) -> String {
    let mut out = format!(
        " stroke=\"{}\" stroke-width=\"{}\"",
        stroke.color.css(),
        n(stroke.width)
    );
    out.push_str(&opacity("stroke-opacity", stroke.color));
    if let Some([dash, gap]) = stroke.dash {
        let _ = write!(out, " stroke-dasharray=\"{} {}\"", n(dash), n(gap));
    }
    out
}

fn opacity(name: &str, color: Rgba) -> String {
    if color.opacity() < 1.0 {
        format!(" {name}=\"{}\"", n(color.opacity()))
    } else {
        String::new()
    }
}

fn points(list: &[Point]) -> String {
    list.iter()
        .map(|[x, y]| format!("{},{}", n(*x), n(*y)))
        .collect::<Vec<_>>()
        .join(" ")
}

fn path(curve: &Curve) -> String {
    let mut out = format!("M{} {}", n(curve.start[0]), n(curve.start[1]));
    for [a, b, to] in &curve.parts {
        let _ = write!(
            out,
            "C{} {} {} {} {} {}",
            n(a[0]),
            n(a[1]),
            n(b[0]),
            n(b[1]),
            n(to[0]),
            n(to[1])
        );
    }
    out
}

/// At most two decimals, none where they are zero.
fn n(value: f32) -> String {
    let text = format!("{value:.2}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" {
        "0".to_owned()
    } else {
        text.to_owned()
    }
}

/// Text for XML: special characters escaped, those that XML has no place for left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\u{fffe}' | '\u{ffff}' => {}
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_short() {
        for (value, want) in [
            (1.0, "1"),
            (0.5, "0.5"),
            (-0.001, "0"),
            (12.346, "12.35"),
            (-3.1, "-3.1"),
            (100.0, "100"),
        ] {
            assert_eq!(n(value), want);
        }
    }

    #[test]
    fn text_is_escaped() {
        assert_eq!(
            escaped("a<b> & \"c\"\u{1}\u{ffff}"),
            "a&lt;b&gt; &amp; &quot;c&quot; "
        );
    }
}
