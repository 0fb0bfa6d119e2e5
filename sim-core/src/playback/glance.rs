//! What a run looks like at a glance: what whoever shows thousands of things at once asks of every one of them.

use std::sync::Arc;

use crate::engine::snapshot::{Health, Snapshot};
use crate::foundation::ids::Id;

/// Lists of the components and of the links of a snapshot, in its order. A list that is what it was in the glance before
/// is the very same one, so that nobody need look through it again.
#[derive(Clone, Debug)]
pub struct Glance {
    pub components: Arc<[Id]>,
    pub links: Arc<[Id]>,
    pub healths: Arc<[Health]>,
    pub rates: Arc<[Rates]>,
}

/// Of one link.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rates {
    /// In the last closed live window.
    pub per_s: f64,
    pub failed_per_s: f64,
    pub cut: bool,
}

impl Glance {
    pub fn of(snapshot: &Snapshot, before: Option<&Self>) -> Self {
        let (components, links) = (&snapshot.components, &snapshot.links);
        let rates = links.iter().map(|link| Rates {
            per_s: link.per_s,
            failed_per_s: link.failed_per_s,
            cut: link.cut,
        });
        Self {
            components: list(
                components.iter().map(|component| &component.id).cloned(),
                before.map(|before| &before.components),
            ),
            links: list(
                links.iter().map(|link| &link.id).cloned(),
                before.map(|before| &before.links),
            ),
            healths: list(
                components.iter().map(|component| component.health),
                before.map(|before| &before.healths),
            ),
            rates: list(rates, before.map(|before| &before.rates)),
        }
    }
}

/// The list of before, where it is that of now.
fn list<T: PartialEq>(now: impl Iterator<Item = T> + Clone, before: Option<&Arc<[T]>>) -> Arc<[T]> {
    let is_now = |before: &&Arc<[T]>| {
        let mut now = now.clone();
        before.iter().all(|item| now.next().as_ref() == Some(item)) && now.next().is_none()
    };
    before
        .filter(is_now)
        .cloned()
        .unwrap_or_else(|| now.collect())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::foundation::units::{SimTime, Span};
    use crate::playback::player::Player;

    #[test]
    fn a_list_that_is_what_it_was_is_the_same_list() {
        let text = include_str!("../../../examples/three-tier.json");
        let document = crate::file::load(text).unwrap().document;
        let mut player = Player::new(&document, 1).unwrap();
        player.watch(Span::from_secs_f64(1.0));
        let mut glances = vec![player.frame().glance];
        for step in 1..=40 {
            let until = SimTime::ZERO + Span::from_secs_f64(0.4 * f64::from(step));
            while !player.run_until(until, 100_000).unwrap() {}
            let frame = player.frame();
            let wanted = Glance::of(&frame.snapshot, None);
            assert_eq!(frame.glance.healths, wanted.healths);
            assert_eq!(frame.glance.rates, wanted.rates);
            assert_eq!(frame.glance.components, wanted.components);
            assert_eq!(frame.glance.links, wanted.links);
            glances.push(frame.glance);
        }
        let pairs = || glances.windows(2).map(|pair| (&pair[0], &pair[1]));
        assert!(pairs().all(|(a, b)| Arc::ptr_eq(&a.components, &b.components)));
        assert!(pairs().all(|(a, b)| Arc::ptr_eq(&a.links, &b.links)));
        // Live windows are longer than that.
        let kept = pairs().filter(|(a, b)| Arc::ptr_eq(&a.rates, &b.rates));
        let kept = kept.count();
        assert!((20..40).contains(&kept), "{kept}");
        let same = |(a, b): (&Glance, &Glance)| {
            (a.rates == b.rates) == Arc::ptr_eq(&a.rates, &b.rates)
                && (a.healths == b.healths) == Arc::ptr_eq(&a.healths, &b.healths)
        };
        assert!(pairs().all(same));
    }
}
