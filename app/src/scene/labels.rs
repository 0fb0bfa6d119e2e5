//! Places for the rate pills: on their link, off the cards, off each other, off the container titles.
//!
//! Every link with a rate has its pill. Where no place is free it stands where it covers least; what it then hides is
//! found under the pointer.

use std::cell::Cell;
use std::sync::Arc;

use super::container::ContainerElement;
use super::geometry::{Point, Rect, along, length};
use super::layout::Way;
use super::link::{LinkElement, pill_room};
use super::obstacles::Obstacles;
use crate::i18n::RateForm;

/// Tried in turn, as shares of the link's length.
const PLACES: [f32; 13] = [
    0.5, 0.44, 0.56, 0.38, 0.62, 0.32, 0.68, 0.26, 0.74, 0.2, 0.8, 0.14, 0.86,
];
const AIR: f32 = 3.0;
/// Between a line and a pill that stands beside it, tried in turn: the last ones lead past half a card, for pills that
/// are wider than the gap which their link runs through.
const BESIDE: [f32; 4] = [4.0, 18.0, 32.0, 46.0];
/// With more links than this a pill is looked for a place on its line only: nobody reads thousands of them.
const MOST_BESIDE: usize = 2_000;
/// How bad it is to cover a part of a card, of another pill, of a title.
const WEIGHTS: [f32; 3] = [3.0, 2.0, 1.0];

/// The pills of all links in their places. A pill stays where it is while nothing changes that was looked at to place
/// it; so the places are the same as if all had been placed anew.
#[derive(Clone, Debug, Default)]
pub struct Pills {
    pills: Vec<Pill>,
    /// The places by link, for those that have one.
    taken: Obstacles,
    cards: Vec<Rect>,
    titles: Obstacles,
}

/// One pill, and what its place depends on besides what is near it.
#[derive(Clone, Debug)]
struct Pill {
    asked: Asked,
    /// Of the form of its text, where it has a name.
    form: Option<RateForm>,
    place: Option<Rect>,
    /// Around all places that were tried; `None` where none was.
    tried: Option<Rect>,
}

#[derive(Clone, Debug)]
struct Asked {
    way: Arc<Way>,
    /// `None`: it has nothing to say.
    room: Option<Point>,
    cut: bool,
}

impl Asked {
    /// `form`: of the link's text; `before`: the pill that the link had.
    fn of(link: &LinkElement, form: Option<RateForm>, before: Option<&Pill>) -> Self {
        // Texts of one form have the same room.
        let same = before.filter(|pill| form.is_some() && pill.form == form);
        Self {
            way: Arc::clone(&link.way),
            room: same.map_or_else(|| pill_room(link), |pill| pill.asked.room),
            cut: link.figures.cut,
        }
    }

    fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.way, &other.way) && (self.room, self.cut) == (other.room, other.cut)
    }
}

impl Pills {
    /// Room for the pill of every link, in the document's order; `None` where it has none.
    pub fn places(&self) -> impl Iterator<Item = Option<Rect>> {
        self.pills.iter().map(|pill| pill.place)
    }

    /// The room of one of them.
    pub fn place_of(&self, link: usize) -> Option<Rect> {
        self.pills.get(link).and_then(|pill| pill.place)
    }

    /// Follows the links and what they run past: places anew what has another line or another room, or near which
    /// something else is now.
    pub fn follow(
        &mut self,
        links: &[Arc<LinkElement>],
        cards: &Obstacles,
        containers: &[ContainerElement],
    ) {
        let titles: Vec<Rect> = containers.iter().map(|container| container.title).collect();
        let same_lists = self.pills.len() == links.len()
            && self.cards.len() == cards.len()
            && self.titles.len() == titles.len();
        if !same_lists {
            *self = Self::default();
            self.taken = Obstacles::absent(links.len());
        }
        let mut changed = Obstacles::default();
        note_changes(&self.cards, cards.rects(), &mut changed);
        if note_changes(self.titles.rects(), &titles, &mut changed) || !same_lists {
            self.titles = Obstacles::default();
            titles.iter().for_each(|title| self.titles.push(*title));
        }
        self.cards.clear();
        self.cards.extend_from_slice(cards.rects());
        let beside = links.len() <= MOST_BESIDE;
        for (index, link) in links.iter().enumerate() {
            self.settle(index, link, (cards, beside), &mut changed);
        }
    }

    /// The same where nothing is new but what some links say, those at `said`, in order. The pills that were placed.
    pub fn refit(
        &mut self,
        links: &[Arc<LinkElement>],
        said: &[usize],
        cards: &Obstacles,
    ) -> Vec<usize> {
        let mut changed = Obstacles::default();
        let (mut named, mut placed) = (said.iter().peekable(), Vec::new());
        let first = said.first().copied().unwrap_or(links.len());
        let beside = links.len() <= MOST_BESIDE;
        for (index, link) in links.iter().enumerate().skip(first) {
            let named = named.next_if(|said| **said == index).is_some();
            let near = |area: &Rect| changed.len() > 0 && changed.touch(area);
            let tried = self.pills.get(index).and_then(|pill| pill.tried);
            if named || tried.as_ref().is_some_and(near) {
                self.settle(index, link, (cards, beside), &mut changed);
                placed.push(index);
            }
        }
        placed
    }

    /// Places a pill anew if it has another line or another room, or where something else is now near it.
    fn settle(
        &mut self,
        index: usize,
        link: &LinkElement,
        (cards, beside): (&Obstacles, bool),
        changed: &mut Obstacles,
    ) {
        let before = self.pills.get(index);
        let form = link.text_form();
        let asked = Asked::of(link, form, before);
        let stays = before.is_some_and(|pill| {
            pill.asked.is(&asked) && pill.tried.is_none_or(|area| !changed.touch(&area))
        });
        if !stays {
            self.place(index, asked, (cards, beside), changed);
        }
        self.pills[index].form = form;
    }

    /// Places one pill, with those of all links before it in their places.
    fn place(
        &mut self,
        index: usize,
        asked: Asked,
        (cards, beside): (&Obstacles, bool),
        changed: &mut Obstacles,
    ) {
        let ground = Ground {
            cards,
            pills: &self.taken,
            titles: &self.titles,
            before: index,
            tried: Cell::new(None),
        };
        let place = asked.room.map(|room| best(&asked, room, &ground, beside));
        let tried = ground.tried.take();
        let before = self.pills.get(index).and_then(|pill| pill.place);
        if before != place {
            before
                .into_iter()
                .chain(place)
                .for_each(|rect| changed.push(rect));
            match place {
                Some(rect) => self.taken.put(index, rect),
                None => self.taken.remove(index),
            }
        }
        let pill = Pill {
            asked,
            form: None,
            place,
            tried,
        };
        match self.pills.get_mut(index) {
            Some(there) => *there = pill,
            None => self.pills.push(pill),
        }
    }
}

/// Adds to `changed` where a rectangle was and where it now is; whether there are any.
fn note_changes(before: &[Rect], after: &[Rect], changed: &mut Obstacles) -> bool {
    let pairs = before.iter().zip(after);
    let differing = pairs.filter(|(before, after)| before != after);
    let mut any = false;
    for rect in differing.flat_map(|(before, after)| [before, after]) {
        changed.push(*rect);
        any = true;
    }
    any
}

/// What a pill should not cover.
struct Ground<'a> {
    cards: &'a Obstacles,
    /// Of all links.
    pills: &'a Obstacles,
    titles: &'a Obstacles,
    /// Pills of links from this one on make no difference: they give way.
    before: usize,
    /// Around everything that was tried.
    tried: Cell<Option<Rect>>,
}

impl Ground<'_> {
    /// What a pill here would cover, weighed; none where it also keeps its distance.
    fn covered(&self, rect: &Rect) -> f32 {
        let around = rect.inflate(AIR);
        let tried = self.tried.get();
        self.tried
            .set(Some(tried.map_or(around, |area| area.union(&around))));
        let [card, pill, title] = WEIGHTS;
        card * self.cards.overlap(&around)
            + pill * self.pills.overlap_before(self.before, &around)
            + title * self.titles.overlap(rect)
    }
}

/// The first place that covers nothing, else the one that covers least.
fn best(asked: &Asked, size: Point, ground: &Ground<'_>, beside: bool) -> Rect {
    let line = asked.way.line();
    let total = length(line);
    // The middle of a cut link is where its mark stands.
    let open =
        |share: &f32| !asked.cut || (share - 0.5).abs() * total > size[0].max(size[1]) / 2.0 + 10.0;
    let shares = || PLACES.into_iter().filter(open);
    let on_line = shares().map(|share| Rect::around(along(line, total * share), size));
    let rows = BESIDE.into_iter().filter(|_| beside);
    let sides = rows.flat_map(|by| shares().map(move |share| (by, share)));
    let sides = sides.flat_map(|(by, share)| next_to(line, total * share, by, size));
    let mut least: Option<(f32, Rect)> = None;
    for rect in on_line.chain(sides) {
        let covered = ground.covered(&rect);
        if covered <= 0.0 {
            return rect;
        }
        if least.is_none_or(|(before, _)| covered < before) {
            least = Some((covered, rect));
        }
    }
    let middle = || Rect::around(along(line, total * 0.5), size);
    least.map_or_else(middle, |(_, rect)| rect)
}

/// The two places beside the line at a distance from its start: the upper one first, of a steep line the right one.
fn next_to(line: &[Point], at: f32, gap: f32, size: Point) -> [Rect; 2] {
    let [before, here, after] = [at - 4.0, at, at + 4.0].map(|at| along(line, at));
    let [dx, dy] = [after[0] - before[0], after[1] - before[1]];
    let far = dx.hypot(dy).max(f32::MIN_POSITIVE);
    // Across the line; upwards, or to the right.
    let [nx, ny] = [dy / far, -dx / far];
    let up = if ny > 0.0 || (ny == 0.0 && nx < 0.0) {
        [-nx, -ny]
    } else {
        [nx, ny]
    };
    let by = nx.abs() * size[0] / 2.0 + ny.abs() * size[1] / 2.0 + gap;
    [by, -by].map(|by| Rect::around([here[0] + up[0] * by, here[1] + up[1] * by], size))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::i18n::Texts;
    use crate::scene::fixture::{component, document, link, snapshot};
    use crate::scene::{Scene, build};
    use crate::theme::Theme;

    fn scene(places: &[[f32; 2]], links: &[(usize, usize)]) -> Scene {
        let name = |index: usize| format!("c{index}");
        let card = |(index, at): (usize, &[f32; 2])| {
            component(&name(index), "server", &name(index), *at, None)
        };
        let cards = places.iter().enumerate().map(card).collect();
        let links = links.iter().map(|(a, b)| link(&name(*a), &name(*b)));
        let document = document(cards, Vec::new(), links.collect());
        let run = snapshot(&document);
        build(&document, Some(&run), Theme::dark(), Texts::default())
    }

    fn pills(scene: &Scene) -> Vec<Rect> {
        let pill = |link: &Arc<LinkElement>| link.pill_rect();
        scene.links.iter().filter_map(pill).collect()
    }

    #[test]
    fn links_that_lie_close_together_put_their_pills_apart() {
        let places = [[0.0, 0.0], [330.0, 0.0]];
        let scene = scene(&places, &[(0, 1), (1, 0)]);
        let pills = pills(&scene);
        assert_eq!(pills.len(), 2);
        assert!(!pills[0].intersects(&pills[1]), "{pills:?}");
        let on_card = |pill: &Rect| scene.cards.iter().any(|card| card.rect.intersects(pill));
        assert!(!pills.iter().any(on_card));
    }

    #[test]
    fn a_pill_wider_than_its_gap_stands_above_it() {
        let scene = scene(&[[0.0, 0.0], [206.0, 0.0]], &[(0, 1)]);
        let pills = pills(&scene);
        assert_eq!(pills.len(), 1);
        assert!(pills[0].width() > 30.0);
        assert!(
            !scene
                .cards
                .iter()
                .any(|card| card.rect.intersects(&pills[0]))
        );
        let line = scene.links[0].line();
        let middle = along(line, length(line) / 2.0);
        assert!((pills[0].center()[0] - middle[0]).abs() < 0.01);
    }

    #[test]
    fn where_no_place_is_free_the_pill_stands_where_it_covers_least() {
        // The gap of the link is narrow, and cards stand above and below it.
        let mut places = vec![[0.0, 0.0], [206.0, 0.0]];
        let rows = [-96.0, 96.0];
        places.extend(rows.into_iter().flat_map(|y| [[8.0, y], [190.0, y]]));
        let scene = scene(&places, &[(0, 1)]);
        let pills = pills(&scene);
        assert_eq!(pills.len(), 1, "there it is all the same");
        let covered = |pill: &Rect| {
            let cards = scene.cards.iter().map(|card| card.rect);
            let area = cards.map(|card| {
                let side = |i: usize| card.max[i].min(pill.max[i]) - card.min[i].max(pill.min[i]);
                side(0).max(0.0) * side(1).max(0.0)
            });
            area.fold(0.0, f32::max)
        };
        let size = [pills[0].width(), pills[0].height()];
        let middle = Rect::around([191.0, 42.0], size);
        assert!(covered(&pills[0]) > 0.0 && covered(&pills[0]) <= covered(&middle));
    }
}
