//! Where the label of a container stands from far away: clearly at its own frame, off the cards, off other labels.

use egui::{Rect, pos2, vec2};

/// Height of a label, screen points.
pub const HEIGHT: f32 = 18.0;

/// What a label has to keep off; all on the screen.
pub struct Ground<'a> {
    /// Labels and plates that have their places.
    pub placed: &'a [Rect],
    /// Frames that the label's own does not stand in.
    pub others: Vec<Rect>,
    pub cards: Vec<Rect>,
}

/// The place of the label of a frame; `least`: the width of the shortest thing that it can say. Above, on the upper edge,
/// below, or inside: the first place that is free, else the one inside that hides least of the cards; `None` where other
/// labels stand everywhere.
pub fn place(frame: Rect, least: f32, ground: &Ground<'_>) -> Option<Rect> {
    let free = |rect: &Rect| !hits(ground.placed, rect);
    // In another frame, or like a title on top of one, it would be taken for the label of that.
    let alone = |rect: &Rect| {
        let below = rect.translate(vec2(0.0, HEIGHT));
        let last = below.bottom() > frame.bottom();
        let strange = hits(&ground.others, rect) || last && hits(&ground.others, &below);
        !strange
    };
    let (top, bottom) = (frame.top(), frame.bottom());
    let inside = [top, bottom - HEIGHT];
    let inside = || inside.into_iter().flat_map(|y| row(frame, y, least));
    let outside = [top - HEIGHT, top - HEIGHT / 2.0, top - HEIGHT / 3.0, bottom];
    let outside = outside.into_iter().flat_map(|y| row(frame, y, least));
    let clear = |rect: &Rect| free(rect) && alone(rect) && !hits(&ground.cards, rect);
    let hidden = |rect: &Rect| -> f32 {
        let parts = ground.cards.iter().map(|card| card.intersect(*rect));
        let parts = parts.filter(Rect::is_positive);
        parts.map(|part| part.area()).sum()
    };
    let found = outside.chain(inside()).find(clear);
    found.or_else(|| {
        inside().filter(free).min_by(|a, b| {
            let strange = [a, b].map(|rect| !alone(rect));
            let hidden = [a, b].map(hidden);
            strange[0]
                .cmp(&strange[1])
                .then(hidden[0].total_cmp(&hidden[1]))
        })
    })
}

/// At one height: along the whole edge, and short at its left and its right end.
fn row(frame: Rect, y: f32, least: f32) -> [Rect; 3] {
    let least = least.min(frame.width());
    let at = |x: f32, width: f32| Rect::from_min_size(pos2(x, y), vec2(width, HEIGHT));
    [
        at(frame.left(), frame.width()),
        at(frame.left(), least),
        at(frame.right() - least, least),
    ]
}

fn hits(all: &[Rect], rect: &Rect) -> bool {
    let rect = rect.shrink(0.5);
    all.iter().any(|other| other.intersects(rect))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ground() -> Ground<'static> {
        Ground {
            placed: &[],
            others: Vec::new(),
            cards: Vec::new(),
        }
    }

    fn rect(x: f32, y: f32, width: f32, height: f32) -> Rect {
        Rect::from_min_size(pos2(x, y), vec2(width, height))
    }

    #[test]
    fn under_another_label_it_stands_on_its_edge() {
        let frame = rect(0.0, 100.0, 120.0, 80.0);
        let under = Ground {
            placed: &[rect(-20.0, 70.0, 200.0, 18.0)],
            ..ground()
        };
        let edge = rect(0.0, 91.0, 120.0, 18.0);
        assert_eq!(place(frame, 50.0, &under), Some(edge));
    }

    #[test]
    fn it_stands_above_unless_another_frame_is_there() {
        let frame = rect(0.0, 100.0, 120.0, 80.0);
        let above = rect(0.0, 82.0, 120.0, 18.0);
        assert_eq!(place(frame, 50.0, &ground()), Some(above));
        let upper = rect(0.0, 20.0, 120.0, 80.0);
        let touching = Ground {
            others: vec![upper],
            ..ground()
        };
        let below = rect(0.0, 180.0, 120.0, 18.0);
        assert_eq!(place(frame, 50.0, &touching), Some(below));
        // Between two it would be the title of the lower one.
        let between = Ground {
            others: vec![upper, rect(0.0, 204.0, 120.0, 80.0)],
            ..ground()
        };
        let top = rect(0.0, 100.0, 120.0, 18.0);
        assert_eq!(place(frame, 50.0, &between), Some(top));
        // Beside a card at the left there is room for a short one at the right.
        let card = rect(8.0, 108.0, 50.0, 24.0);
        let crowded = Ground {
            cards: vec![card, rect(8.0, 150.0, 50.0, 24.0)],
            ..between
        };
        let right = rect(70.0, 100.0, 50.0, 18.0);
        assert_eq!(place(frame, 50.0, &crowded), Some(right));
    }

    #[test]
    fn where_cards_are_everywhere_it_hides_least_of_them_and_never_a_label() {
        let frame = rect(0.0, 0.0, 100.0, 60.0);
        let walls = vec![
            rect(-50.0, -40.0, 300.0, 40.0),
            rect(-50.0, 60.0, 300.0, 40.0),
        ];
        let cards = vec![rect(4.0, 10.0, 92.0, 48.0)];
        let mut placed = Vec::new();
        let beside = |placed: &[Rect]| {
            let ground = Ground {
                placed,
                others: walls.clone(),
                cards: cards.clone(),
            };
            place(frame, 60.0, &ground)
        };
        let top = beside(&placed);
        assert_eq!(top, Some(rect(0.0, 0.0, 60.0, 18.0)));
        placed.extend(top);
        let next = beside(&placed);
        assert!(next.is_some_and(|next| next.top() == 42.0), "{next:?}");
        placed.push(frame);
        assert_eq!(beside(&placed), None);
    }
}
