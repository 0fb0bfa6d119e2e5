//! Requests on their way: dots that run along the links, denser and quicker where more passes.

use std::collections::BTreeMap;

use egui::Shape;
use sim_core::foundation::ids::Id;

use super::paint::{Brush, DETAIL_FROM};
use crate::scene::LinkElement;
use crate::scene::geometry::{along, length};
use crate::theme::Theme;

/// Most dots on one link and on all links together.
const MOST_ON_LINK: usize = 24;
const MOST: usize = 600;
const RADIUS: f32 = 3.0;

/// How far the dots of each link have come, canvas points since the first one left.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dots {
    travelled: BTreeMap<Id, f32>,
    /// Links that share [`MOST`].
    busy: usize,
}

/// Gap between two dots, canvas points.
fn spacing(per_s: f64) -> f32 {
    150.0 / (1.0 + (1.0 + per_s).log10() as f32)
}

/// Canvas points per second of wall time.
fn speed(per_s: f64) -> f32 {
    40.0 + 24.0 * (1.0 + per_s).log10() as f32
}

fn flows(link: &LinkElement) -> bool {
    link.figures.per_s > 0.0 && !link.figures.cut
}

impl Dots {
    /// Moves on by some seconds of wall time; `links`: those that show.
    pub fn advance<'a>(&mut self, links: impl Iterator<Item = &'a LinkElement>, seconds: f32) {
        let flowing: Vec<_> = links.filter(|link| flows(link)).collect();
        self.busy = flowing.len();
        let step = |link: &LinkElement| {
            let before = self.travelled.get(&link.id).copied().unwrap_or(0.0);
            // Kept small, so that nothing is lost to rounding over hours.
            (before + speed(link.figures.per_s) * seconds) % (spacing(link.figures.per_s) * 1000.0)
        };
        self.travelled = flowing
            .iter()
            .map(|link| (link.id.clone(), step(link)))
            .collect();
    }

    /// Whether anything moves; from far away no dots are shown.
    pub fn any<'a>(mut links: impl Iterator<Item = &'a LinkElement>, zoom: f32) -> bool {
        zoom >= DETAIL_FROM && links.any(flows)
    }

    /// The dots of one link.
    pub fn paint(&self, link: &LinkElement, brush: &Brush, theme: &Theme, out: &mut Vec<Shape>) {
        let Some(travelled) = self.travelled.get(&link.id).filter(|_| flows(link)) else {
            return;
        };
        let total = length(link.line());
        let share = (MOST / self.busy.max(1)).clamp(1, MOST_ON_LINK);
        let gap = spacing(link.figures.per_s).max(total / share as f32);
        let mut at = travelled % gap;
        let radius = (RADIUS * brush.space.zoom()).clamp(1.2, 6.0);
        while at < total {
            let center = brush.space.to_screen(along(link.line(), at));
            out.push(Shape::circle_filled(center, radius + 1.0, link.color));
            out.push(Shape::circle_filled(center, radius, theme.request));
            at += gap;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Texts;
    use crate::scene::fixture::{snapshot, three_tier};

    #[test]
    fn more_traffic_is_denser_and_quicker() {
        for rates in [[0.1, 1.0], [1.0, 100.0], [100.0, 1.0e6]] {
            assert!(spacing(rates[0]) > spacing(rates[1]));
            assert!(speed(rates[0]) < speed(rates[1]));
        }
    }

    #[test]
    fn dots_move_only_where_something_flows() {
        let document = three_tier();
        let still = crate::scene::build(&document, None, Theme::dark(), Texts::default());
        assert!(!Dots::any(still.links.iter().map(|link| &**link), 1.0));
        let run = snapshot(&document);
        let scene = crate::scene::build(&document, Some(&run), Theme::dark(), Texts::default());
        let mut dots = Dots::default();
        let links = || scene.links.iter().map(|link| &**link);
        assert!(Dots::any(links(), 1.0) && !Dots::any(links(), 0.1));
        dots.advance(links(), 0.5);
        assert_eq!(
            dots.travelled.len(),
            scene.links.iter().filter(|link| !link.figures.cut).count()
        );
        let before = dots.clone();
        dots.advance(links(), 0.0);
        assert_eq!(before, dots);
    }
}
