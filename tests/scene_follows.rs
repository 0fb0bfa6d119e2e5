//! After any changes, undone and redone, previewed and run, the scene that was mended is the one made from nothing.

use crate::documents::{Change, any_change};
use proptest::prelude::*;
use proptest::sample::Index;
use sim_core::document::Document;
use sim_core::edit::{Edit, History, apply, apply_to};
use sim_core::foundation::units::{SimTime, Span};
use sim_core::playback::player::Player;
use topolab::i18n::{Lang, Texts};
use topolab::scene::{self, Dressing, Look};
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

    #[test]
    fn and_where_there_are_too_many_to_go_around(acts in proptest::collection::vec(any_act(), 12)) {
        let mut shown = Shown::new(rows(150, 460));
        acts.iter().for_each(|act| shown.act(act));
    }
}
