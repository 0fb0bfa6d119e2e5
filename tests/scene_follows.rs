//! After any changes, undone and redone, previewed and run, the scene that was mended is the one made from nothing.

use std::cell::Cell;

use crate::documents::{Change, any_change};
use proptest::prelude::*;
use proptest::sample::Index;
use sim_core::document::Document;
use sim_core::edit::{Edit, History, apply, apply_to};
use sim_core::engine::snapshot::{Health, Snapshot};
use sim_core::foundation::units::{SimTime, Span};
use sim_core::playback::glance::Glance;
use sim_core::playback::player::Player;
use topolab::i18n::{Lang, Texts};
use topolab::scene::index::Shown as Looked;
use topolab::scene::{self, Dressing, Errand, Look};
use topolab::theme::Theme;

#[derive(Clone, Debug)]
enum Act {
    Change(Box<Change>),
    /// Some cards by a little, so that they get into the way of links and out of it.
    Nudge(Vec<Index>, [i8; 2]),
    /// Shown as if it were made, then not.
    Preview(Box<Change>),
    Undo,
    Redo,
    Run(u8),
    Look(bool, bool),
}

fn any_act() -> impl Strategy<Value = Act> {
    let some = proptest::collection::vec(any::<Index>(), 1..4);
    prop_oneof![
        8 => any_change().prop_map(|change| Act::Change(Box::new(change))),
        8 => (some, any::<[i8; 2]>()).prop_map(|(cards, by)| Act::Nudge(cards, by)),
        2 => any_change().prop_map(|change| Act::Preview(Box::new(change))),
        4 => Just(Act::Undo),
        3 => Just(Act::Redo),
        2 => any::<u8>().prop_map(Act::Run),
        1 => any::<[bool; 2]>().prop_map(|[dark, korean]| Act::Look(dark, korean)),
    ]
}

/// A document shown through its changes.
struct Shown {
    history: History,
    dressing: Dressing,
    player: Option<Player>,
    theme: &'static Theme,
    texts: Texts,
}

impl Shown {
    fn new(document: Document) -> Self {
        Self {
            history: History::new(document),
            dressing: Dressing::default(),
            player: None,
            theme: Theme::dark(),
            texts: Texts::default(),
        }
    }

    fn nudge(&mut self, cards: &[Index], by: [i8; 2]) {
        let document = self.history.document();
        if document.components.is_empty() {
            return;
        }
        let id = |card: &Index| {
            document.components[card.index(document.components.len())]
                .id
                .clone()
        };
        let ids = cards.iter().map(id).collect();
        let by = by.map(|v| f32::from(v) * 3.0);
        self.history
            .apply(&Edit::Move { ids, by }, "step.move", None)
            .ok();
    }

    fn run(&mut self, steps: u8) {
        let document = self.history.document();
        let player = match self.player.take() {
            Some(mut player) => player.update(document).ok().map(|()| player),
            None => Player::new(document, 7).ok(),
        };
        self.player = player.map(|mut player| {
            let until = player.now() + Span::from_secs_f64(f64::from(steps) / 50.0);
            player.run_until(until.max(SimTime::ZERO), 2_000).ok();
            player
        });
    }

    fn act(&mut self, act: &Act) {
        match act {
            Act::Change(change) => {
                let edit = change.edit(self.history.document());
                self.history.apply(&edit, "step.move", None).ok();
            }
            Act::Nudge(cards, by) => self.nudge(cards, *by),
            Act::Preview(change) => {
                let document = self.history.document().clone();
                if let Ok(previewed) = apply(&document, &change.edit(&document)) {
                    self.check(&previewed);
                }
            }
            Act::Undo => drop(self.history.undo()),
            Act::Redo => drop(self.history.redo()),
            Act::Run(steps) => self.run(*steps),
            Act::Look(dark, korean) => {
                self.theme = if *dark { Theme::dark() } else { Theme::light() };
                self.texts = Texts::new(Lang::ALL[usize::from(*korean)]);
            }
        }
        self.check(&self.history.document().clone());
    }

    fn check(&mut self, document: &Document) {
        let frame = self.player.as_ref().map(Player::frame);
        let look = Look {
            snapshot: frame.as_ref().map(|frame| &frame.snapshot),
            bill: frame.as_ref().map(|frame| &frame.bill),
            theme: self.theme,
            texts: self.texts,
            pills: true,
        };
        self.dressing.update(document, look);
        let anew = scene::whole(document, look);
        assert_eq!(self.dressing.scene.bounds, anew.bounds);
        for (at, link) in anew.links.iter().enumerate() {
            assert_eq!(self.dressing.scene.links[at], *link);
            let ends = self.dressing.ends(at).map(|card| &anew.cards[card].id);
            assert_eq!(ends, [&link.from, &link.to]);
        }
        assert!(self.dressing.scene == anew);
        // Looking closely at what has all its figures changes nothing.
        let everything = Looked {
            cards: (0..anew.cards.len()).collect(),
            links: (0..anew.links.len()).collect(),
        };
        self.dressing.dress_shown(look, &everything);
        assert!(self.dressing.scene == anew);
    }
}

/// Servers in rows behind one client, each calling some others.
fn rows(count: usize, links: usize) -> Document {
    let mut document = Document::default();
    let add = |document: &mut Document, edit: serde_json::Value| {
        let edit: Edit = serde_json::from_value(edit).unwrap();
        apply_to(document, &edit).unwrap();
    };
    for index in 0..count {
        let at = [(index % 20) as f32 * 240.0, (index / 20) as f32 * 130.0];
        let service = if index == 0 { "client" } else { "server" };
        let component = serde_json::json!({
            "id": format!("c{index}"), "service": service, "name": format!("Card {index}"), "at": at
        });
        add(
            &mut document,
            serde_json::json!({"edit": "add_component", "component": component}),
        );
    }
    for index in 0..links {
        let (from, to) = (
            index % count,
            1 + (index * 7 + index / count * 13) % (count - 1),
        );
        if from != to {
            let link = serde_json::json!({
                "id": format!("l{index}"), "from": format!("c{from}"), "to": format!("c{to}")
            });
            add(
                &mut document,
                serde_json::json!({"edit": "add_link", "link": link}),
            );
        }
    }
    document
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_mended_scene_is_the_one_made_from_nothing(acts in proptest::collection::vec(any_act(), 40)) {
        let mut shown = Shown::new(Document::default());
        acts.iter().for_each(|act| shown.act(act));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn also_where_links_go_around_many_cards(acts in proptest::collection::vec(any_act(), 12)) {
        let mut shown = Shown::new(rows(60, 120));
        acts.iter().for_each(|act| shown.act(act));
    }

    /// Each act with how many errands follow it (all, if there are many), and after how many ways the last one is
    /// given up.
    #[test]
    fn and_where_links_find_their_way_later(
        acts in proptest::collection::vec((any_act(), 0usize..4, 0usize..60), 12),
    ) {
        let mut shown = Shown::new(rows(60, 120));
        let mut late = Late::default();
        for (act, errands, ways) in &acts {
            shown.act(act);
            late.check(&shown, *errands, *ways);
        }
    }
}

/// A scene whose links find their way around the cards later.
struct Late {
    dressing: Dressing,
    /// Sent for and not back yet.
    errand: Option<Errand>,
}

impl Default for Late {
    fn default() -> Self {
        Self {
            dressing: Dressing::in_time(20),
            errand: None,
        }
    }
}

impl Late {
    fn check(&mut self, shown: &Shown, errands: usize, ways: usize) {
        let document = shown.history.document();
        let look = Look {
            snapshot: None,
            bill: None,
            theme: shown.theme,
            texts: shown.texts,
            pills: true,
        };
        let before = self.dressing.owes();
        self.dressing.update(document, look);
        if let Some(errand) = self.errand.take() {
            let old = before != self.dressing.owes();
            let changed = self.dressing.settle(errand.run(|| false));
            assert!(!(old && changed), "of another drawing");
        }
        if errands < 3 {
            for _ in 0..errands {
                let (Some(errand), left) = (self.dressing.errand(&[5, 3]), Cell::new(ways)) else {
                    break;
                };
                self.dressing
                    .settle(errand.run(|| left.replace(left.get().saturating_sub(1)) == 0));
            }
            self.errand = self.dressing.errand(&[]);
        } else {
            while let Some(errand) = self.dressing.errand(&[]) {
                self.dressing.settle(errand.run(|| false));
            }
        }
        self.dressing.update(document, look);
        if self.dressing.owes().is_none() {
            let anew = scene::whole(document, look);
            for (at, link) in anew.links.iter().enumerate() {
                assert_eq!(self.dressing.scene.links[at], *link);
            }
            assert!(self.dressing.scene == anew);
        }
    }
}

/// What shows comes first, and a drawing with few links owes nothing.
#[test]
fn links_that_show_find_their_way_first() {
    let look = Look {
        snapshot: None,
        bill: None,
        theme: Theme::dark(),
        texts: Texts::default(),
        pills: false,
    };
    let document = rows(60, 120);
    let mut all_at_once = Dressing::in_time(document.links.len());
    all_at_once.update(&document, look);
    assert_eq!(all_at_once.owes(), None);
    let mut dressing = Dressing::in_time(document.links.len() - 1);
    dressing.update(&document, look);
    let straight = dressing.scene.links.clone();
    let bent: Vec<usize> = (0..straight.len())
        .filter(|at| straight[*at].way.curve != all_at_once.scene.links[*at].way.curve)
        .collect();
    assert!(bent.len() > 10, "{bent:?}");
    let first = bent[bent.len() - 1];
    let errand = dressing.errand(&[first]).unwrap();
    assert!(dressing.settle(errand.run(|| false)));
    dressing.update(&document, look);
    for (at, link) in dressing.scene.links.iter().enumerate() {
        let expected = if at == first {
            &all_at_once.scene.links
        } else {
            &straight
        };
        assert_eq!(link.way.curve, expected[at].way.curve, "{at}");
    }
}

/// What the next snapshot has otherwise, and what is looked at closely.
#[derive(Clone, Debug)]
struct Next {
    healths: Vec<(Index, u8)>,
    rates: Vec<(Index, f64, bool)>,
    other_figures: Vec<Index>,
    lost: Option<Index>,
    /// The snapshot has its items in another order, as after an edit that it does not know yet.
    reversed: bool,
    pills: bool,
    looked: [Vec<Index>; 2],
}

fn any_next() -> impl Strategy<Value = Next> {
    let indices = || proptest::collection::vec(any::<Index>(), 0..5);
    let rate = prop_oneof![Just(0.0), 0.5..2_000.0, 9.5..10.5_f64];
    (
        proptest::collection::vec((any::<Index>(), 0..5_u8), 0..3),
        proptest::collection::vec((any::<Index>(), rate, any::<bool>()), 0..4),
        indices(),
        proptest::option::of(any::<Index>()),
        proptest::bool::weighted(0.2),
        proptest::bool::weighted(0.8),
        [indices(), indices()],
    )
        .prop_map(
            |(healths, rates, other_figures, lost, reversed, pills, looked)| Next {
                healths,
                rates,
                other_figures,
                lost,
                reversed,
                pills,
                looked,
            },
        )
}

impl Next {
    fn put(&self, document: &Document, snapshot: &mut Snapshot) {
        let healths = [
            Health::Unknown,
            Health::Ok,
            Health::Busy,
            Health::Affected,
            Health::Saturated,
            Health::Down,
        ];
        for (at, health) in &self.healths {
            at.get_mut(&mut snapshot.components).health = healths[usize::from(*health)];
        }
        for at in &self.other_figures {
            at.get_mut(&mut snapshot.components).live.p99_s += 0.013;
        }
        for (at, per_s, cut) in &self.rates {
            let link = at.get_mut(&mut snapshot.links);
            (link.per_s, link.cut) = (*per_s, *cut);
        }
        if self.reversed {
            snapshot.components.reverse();
            snapshot.links.reverse();
        }
        let lost = self.lost.map(|at| at.index(document.containers.len()));
        let lost = lost.map(|at| document.containers[at].id.clone());
        snapshot.lost_containers = lost.into_iter().collect();
    }

    fn looked(&self, document: &Document) -> Looked {
        let list = |of: &[Index], len: usize| {
            let mut list: Vec<usize> = of.iter().map(|at| at.index(len)).collect();
            list.sort_unstable();
            list.dedup();
            list
        };
        Looked {
            cards: list(&self.looked[0], document.components.len()),
            links: list(&self.looked[1], document.links.len()),
        }
    }
}

/// What of a scene is seen from far away.
fn outline(scene: &scene::Scene, far: bool) -> impl PartialEq + std::fmt::Debug + use<> {
    let cards: Vec<_> = scene.cards.iter().map(|card| card.health).collect();
    let links = scene.links.iter().filter(|_| far);
    let links: Vec<_> = links.map(|link| link.color).collect();
    let containers: Vec<_> = scene.containers.iter().map(|c| c.lost).collect();
    (cards, links, containers, scene.counts.clone())
}

fn example() -> Document {
    let text = include_str!("../examples/three-tier.json");
    sim_core::file::load(text).unwrap().document.clone()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_looked_at_has_the_figures_of_now_and_the_rest_its_health(steps in proptest::collection::vec(any_next(), 30)) {
        let document = example();
        let mut player = Player::new(&document, 7).unwrap();
        player.run_until(SimTime::ZERO + Span::from_secs_f64(2.0), 1_000_000).unwrap();
        let mut snapshot = player.frame().snapshot.clone();
        let mut dressing = Dressing::default();
        let mut pills = None;
        let mut glance: Option<Glance> = None;
        for next in &steps {
            next.put(&document, &mut snapshot);
            glance = Some(Glance::of(&snapshot, glance.as_ref()));
            let look = Look {
                snapshot: Some(&snapshot),
                bill: None,
                theme: Theme::dark(),
                texts: Texts::default(),
                pills: next.pills,
            };
            let anew = scene::whole(&document, look);
            let before = outline(&dressing.scene, !next.pills);
            if pills.replace(next.pills) == Some(next.pills) {
                let seen = dressing.follow_run(&document, look, glance.as_ref());
                prop_assert_eq!(seen, before != outline(&anew, !next.pills));
            } else {
                dressing.update(&document, look);
            }
            let looked = next.looked(&document);
            dressing.dress_shown(look, &looked);
            prop_assert_eq!(outline(&dressing.scene, !next.pills), outline(&anew, !next.pills));
            prop_assert_eq!(&dressing.scene.containers, &anew.containers);
            for at in looked.cards {
                prop_assert_eq!(&dressing.scene.cards[at], &anew.cards[at]);
            }
            for at in looked.links {
                prop_assert_eq!(&dressing.scene.links[at], &anew.links[at]);
            }
        }
        let look = Look {
            snapshot: Some(&snapshot),
            bill: None,
            theme: Theme::dark(),
            texts: Texts::default(),
            pills: pills == Some(true),
        };
        dressing.update(&document, look);
        prop_assert!(dressing.scene == scene::whole(&document, look));
    }
}

#[test]
fn looking_closely_at_a_collapsed_container_shows_its_sums() {
    let mut document = example();
    let last = document.containers.keys().last().cloned();
    let collapse = Edit::Collapse {
        ids: last.into_iter().collect(),
        collapsed: true,
    };
    apply_to(&mut document, &collapse).unwrap();
    let mut player = Player::new(&document, 7).unwrap();
    let until = SimTime::ZERO + Span::from_secs_f64(2.0);
    player.run_until(until, 1_000_000).unwrap();
    let frame = player.frame();
    let look = Look {
        snapshot: Some(&frame.snapshot),
        bill: Some(&frame.bill),
        theme: Theme::dark(),
        texts: Texts::default(),
        pills: true,
    };
    let mut dressing = Dressing::default();
    dressing.update(&document, look);
    assert!(dressing.fold().is_some());
    let everything = Looked {
        cards: (0..dressing.scene.cards.len()).collect(),
        links: (0..dressing.scene.links.len()).collect(),
    };
    dressing.dress_shown(look, &everything);
    assert!(dressing.scene == scene::whole(&document, look));
}
