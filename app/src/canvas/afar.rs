//! What of a drawing is seen from far away: where cards are specks, links hairs, and containers say a few words.

use std::sync::Arc;

use super::paint::DETAIL_FROM;
use crate::scene::{CardElement, LinkElement, Scene};

/// Whether two scenes of one document look the same from so far away that cards are specks ([`DETAIL_FROM`]).
///
/// Most new figures change nothing there: a card is as healthy as it was, a link has the colour that it had.
pub fn alike(a: &Scene, b: &Scene) -> bool {
    a.cards.len() == b.cards.len()
        && a.links.len() == b.links.len()
        && a.cards.iter().zip(&b.cards).all(specks)
        && a.links.iter().zip(&b.links).all(hairs)
        && (&a.containers, &a.counts) == (&b.containers, &b.counts)
        && (&a.notes, a.bounds) == (&b.notes, b.bounds)
}

fn specks((a, b): (&Arc<CardElement>, &Arc<CardElement>)) -> bool {
    Arc::ptr_eq(a, b) || (a.health, a.rect, &a.id) == (b.health, b.rect, &b.id)
}

fn hairs((a, b): (&Arc<LinkElement>, &Arc<LinkElement>)) -> bool {
    // A selected one has a glow around the line.
    let glow = |link: &LinkElement| (link.width * DETAIL_FROM).max(1.0);
    Arc::ptr_eq(a, b)
        || (Arc::ptr_eq(&a.line, &b.line) || a.line == b.line)
            && (a.color, a.figures.pattern) == (b.color, b.figures.pattern)
            && glow(a) == glow(b)
            && a.id == b.id
}

#[cfg(test)]
mod tests {
    use sim_core::engine::snapshot::{Health, Snapshot};

    use super::*;
    use crate::i18n::{Lang, Texts};
    use crate::scene::fixture::{snapshot, three_tier};
    use crate::scene::{Look, whole};
    use crate::theme::Theme;

    fn scene(change: impl Fn(&mut Snapshot)) -> Scene {
        let document = three_tier();
        let mut snapshot = snapshot(&document);
        change(&mut snapshot);
        let look = Look {
            snapshot: Some(&snapshot),
            bill: None,
            theme: Theme::dark(),
            texts: Texts::new(Lang::En),
            pills: false,
        };
        whole(&document, look)
    }

    #[test]
    fn other_figures_are_not_seen_but_another_health_is() {
        let before = scene(|_| ());
        assert!(alike(&before, &scene(|_| ())));
        let figures = scene(|s| s.components[2].live.p99_s = 0.123);
        assert!(alike(&before, &figures));
        let health = scene(|s| s.components[2].health = Health::Saturated);
        assert!(!alike(&before, &health));
    }

    #[test]
    fn a_link_that_is_cut_is_seen_but_not_a_little_more_on_it() {
        let before = scene(|_| ());
        assert!(alike(&before, &scene(|s| s.links[0].per_s *= 1.01)));
        assert!(!alike(&before, &scene(|s| s.links[0].cut = true)));
    }
}
