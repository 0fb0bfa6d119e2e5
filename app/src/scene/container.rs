//! Region and Availability Zone: a dashed frame with a title; a lost one is hatched and says so.

use sim_core::catalog::container::crosses;
use sim_core::document::{Container, Document};
use sim_core::engine::snapshot::Snapshot;
use sim_core::foundation::ids::Id;

use super::band::title_corner;
use super::geometry::{Point, Rect};
use super::mark::cross;
use super::shape::{Anchor, Shape, Stroke};
use super::text::{self, Font};
use crate::i18n::Texts;
use crate::theme::{Rgba, Theme};

/// Height of the strip that holds the title, canvas points.
pub const TITLE_HEIGHT: f32 = 28.0;
/// The smallest container, canvas points.
pub const SMALLEST: Point = [120.0, 96.0];

const CORNER: f32 = 12.0;
const PADDING: f32 = 14.0;
/// Size of the mark that collapses a container, or expands it again.
pub const CHEVRON: Point = [14.0, 14.0];
const TITLE: Font = Font::semibold(11.5);
const HATCH_STEP: f32 = 22.0;
/// A hatch with more lines than this gets wider gaps instead.
const HATCH_LINES: f32 = 160.0;

/// A container as it is drawn.
#[derive(Clone, Debug, PartialEq)]
pub struct ContainerElement {
    pub id: Id,
    pub rect: Rect,
    /// Where pressing selects and drags it, besides the frame.
    pub title: Rect,
    pub name: String,
    /// Name, kind and state in words.
    pub label: String,
    pub lost: bool,
    /// Containers around it.
    pub depth: usize,
    /// It lies across others.
    pub band: bool,
    /// Fill and frame.
    pub shapes: Vec<Shape>,
    /// Title and marks; over the frames of all containers.
    pub heading: Vec<Shape>,
}

/// Draws a container.
pub fn container(
    document: &Document,
    container: &Container,
    snapshot: Option<&Snapshot>,
    theme: &Theme,
    texts: Texts,
) -> ContainerElement {
    let rect = Rect::at(container.at, container.size);
    let lost = snapshot.is_some_and(|s| s.lost_containers.contains(&container.id));
    let color = if lost {
        theme.down
    } else {
        theme.container(&container.kind)
    };
    let mut shapes = vec![Shape::Rect {
        rect,
        corner: CORNER.min(rect.width() / 2.0).min(rect.height() / 2.0),
        fill: Some(color.faded(if lost { 0.08 } else { 0.055 })),
        stroke: Some(Stroke::dashed(1.5, color, [6.0, 5.0])),
    }];
    if lost {
        hatch(rect, color.faded(0.16), &mut shapes);
    }
    let mut heading = Vec::new();
    let strip = Rect::new(title_corner(document, container), rect.max);
    let title = title(container, strip, lost, color, texts, &mut heading);
    let state = if lost {
        format!(", {}", texts.tr("scene.lost"))
    } else {
        String::new()
    };
    ContainerElement {
        id: container.id.clone(),
        rect,
        title,
        name: container.name.clone(),
        label: format!(
            "{}, {}{state}",
            container.name,
            kind_name(&container.kind, texts)
        ),
        lost,
        band: crosses(&container.kind),
        depth: document.ancestors(container.parent.as_ref()).len(),
        shapes,
        heading,
    }
}

/// Room that the title of a container takes along its edge, while it is not lost.
pub fn title_width(container: &Container) -> f32 {
    let chevron = if crosses(&container.kind) {
        0.0
    } else {
        CHEVRON[0]
    };
    text::width(&container.name, TITLE) + chevron + 2.0 * PADDING
}

/// The translated name of a container kind; its id for an unknown one.
pub fn kind_name(kind: &str, texts: Texts) -> String {
    texts
        .find(&format!("container.{kind}"))
        .unwrap_or(kind)
        .to_owned()
}

/// Where the mark that collapses a container stands; none on what cannot be collapsed, or is too small to show it.
pub fn chevron(kind: &str, rect: &Rect) -> Option<Rect> {
    let fits = rect.width() >= 2.0 * PADDING + CHEVRON[0] && rect.height() >= TITLE_HEIGHT;
    let at = [rect.min[0] + PADDING - 4.0, rect.min[1] + 8.0];
    (fits && !crosses(kind)).then(|| Rect::at(at, CHEVRON))
}

fn title(
    container: &Container,
    rect: Rect,
    lost: bool,
    color: Rgba,
    texts: Texts,
    out: &mut Vec<Shape>,
) -> Rect {
    let baseline = rect.min[1] + 19.0;
    let mut left = rect.min[0] + PADDING;
    let mut room = (rect.width() - 2.0 * PADDING).max(0.0);
    if let Some(chevron) = chevron(&container.kind, &rect) {
        out.push(Shape::Icon {
            name: "ui-chevron-down".to_owned(),
            rect: chevron,
            tint: color,
        });
        left += CHEVRON[0];
        room = (room - CHEVRON[0]).max(0.0);
    }
    if lost && room > 16.0 {
        out.extend(cross(
            [left + 4.5, baseline - 4.0],
            4.0,
            Stroke::solid(2.0, color),
        ));
        left += 16.0;
        room -= 16.0;
    }
    let words = match lost {
        true => format!("{} · {}", texts.tr("scene.lost"), container.name),
        false => container.name.clone(),
    };
    let text = text::fitted([left, baseline], Anchor::Start, TITLE, color, &words, room);
    let right = (left + text.width + PADDING).min(rect.max[0]);
    if rect.height() >= TITLE_HEIGHT {
        out.push(Shape::Text(text));
    }
    Rect::new(
        rect.min,
        [
            right.max(rect.min[0]),
            (rect.min[1] + TITLE_HEIGHT).min(rect.max[1]),
        ],
    )
}

/// Diagonal lines over a rectangle.
fn hatch(rect: Rect, color: Rgba, out: &mut Vec<Shape>) {
    let reach = rect.width() + rect.height();
    let step = HATCH_STEP.max(reach / HATCH_LINES);
    let mut offset = step;
    while offset < reach {
        let from = [
            rect.min[0] + offset.min(rect.width()),
            rect.min[1] + (offset - rect.width()).max(0.0),
        ];
        let to = [
            rect.min[0] + (offset - rect.height()).max(0.0),
            rect.min[1] + offset.min(rect.height()),
        ];
        out.push(Shape::Line {
            points: vec![from, to],
            stroke: Stroke::solid(1.0, color),
        });
        offset += step;
    }
}
