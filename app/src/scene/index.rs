//! What lies where: cards and links by place, so that whoever looks at a part of a drawing need not look at all of it.

use super::{Rect, Scene};

/// The places of one list of elements, one beside the other: a look at all ten thousand of a large drawing takes some
/// microseconds, less than keeping them in an order while they move.
#[derive(Clone, Debug, Default)]
struct Places(Vec<Rect>);

impl Places {
    fn follow(&mut self, rects: impl Iterator<Item = Rect>) {
        self.0.clear();
        self.0.extend(rects);
    }

    /// Indices of those that touch `area`, in order.
    fn within(&self, area: &Rect) -> Vec<usize> {
        let all = self.0.iter().enumerate();
        all.filter(|(_, rect)| area.touches(rect))
            .map(|(index, _)| index)
            .collect()
    }
}

/// The places of a scene's cards and links.
#[derive(Clone, Debug, Default)]
pub struct Index {
    bounds: Rect,
    cards: Places,
    links: Places,
}

/// Indices in a scene, in drawing order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shown {
    pub cards: Vec<usize>,
    pub links: Vec<usize>,
}

impl Index {
    /// Takes in what moved since the last time.
    pub fn follow(&mut self, scene: &Scene) {
        self.bounds = scene.bounds;
        self.cards.follow(scene.cards.iter().map(|card| card.rect));
        self.links
            .follow(scene.links.iter().map(|link| link.bounds));
    }

    /// Those of some cards and links that `shows` says of the boxes around them.
    pub fn those_of(&self, some: &Shown, shows: impl Fn(&Rect) -> bool) -> Shown {
        let those = |places: &Places, some: &[usize]| {
            let shows = |at: &&usize| places.0.get(**at).is_some_and(&shows);
            some.iter().filter(shows).copied().collect()
        };
        Shown {
            cards: those(&self.cards, &some.cards),
            links: those(&self.links, &some.links),
        }
    }

    /// Cards that touch an area.
    pub fn cards_within(&self, area: &Rect) -> Vec<usize> {
        self.cards.within(area)
    }

    /// Cards and links that touch an area; links by the box around them.
    pub fn within(&self, area: &Rect) -> Shown {
        if area.encloses(&self.bounds) {
            return Shown {
                cards: (0..self.cards.0.len()).collect(),
                links: (0..self.links.0.len()).collect(),
            };
        }
        Shown {
            cards: self.cards.within(area),
            links: self.links.within(area),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::i18n::Texts;
    use crate::scene::fixture::three_tier;
    use crate::theme::Theme;

    /// Those that touch, by looking at all.
    fn touching(scene: &Scene, area: &Rect) -> Shown {
        let touches = |r: &Rect| {
            (0..2).all(|axis| r.min[axis] <= area.max[axis] && area.min[axis] <= r.max[axis])
        };
        let cards = scene.cards.iter().enumerate();
        let links = scene.links.iter().enumerate();
        Shown {
            cards: cards
                .filter(|(_, c)| touches(&c.rect))
                .map(|(i, _)| i)
                .collect(),
            links: links
                .filter(|(_, l)| touches(&l.bounds))
                .map(|(i, _)| i)
                .collect(),
        }
    }

    #[test]
    fn it_finds_what_a_look_at_all_finds_also_after_moves() {
        let mut scene = crate::scene::build(&three_tier(), None, Theme::dark(), Texts::default());
        let mut index = Index::default();
        for round in 0..40 {
            index.follow(&scene);
            for at in 0..20 {
                let corner = [at as f32 * 70.0 - 200.0, at as f32 * 45.0 - 100.0];
                let area = Rect::at(corner, [300.0 - at as f32 * 10.0, 120.0]);
                assert_eq!(index.within(&area), touching(&scene, &area));
                let some = index.within(&area.inflate(100.0));
                let those = index.those_of(&some, |rect| area.touches(rect));
                assert_eq!(those, index.within(&area));
            }
            let all = index.within(&scene.bounds);
            assert_eq!(all.cards.len(), scene.cards.len());
            let card = round % scene.cards.len();
            let moved = Arc::make_mut(&mut scene.cards[card]);
            moved.rect = Rect::at([round as f32 * 31.0 - 300.0, 250.0], [176.0, 84.0]);
        }
    }
}
