//! Links of a large drawing find their way around the cards beside the window, once the drawing rests: what shows first.

use egui::Context;

use crate::runner::{Outcome, Task, Wake};
use crate::scene::{Dressing, Found};

/// With more links than this, drawing comes first: ways are worked out while a card is dragged.
const AT_ONCE: usize = 400;
/// A drawing that did not change for so long rests, seconds.
const REST: f64 = 0.2;

/// The errand under way.
#[derive(Default)]
pub struct Detours {
    /// `None`: there are no threads, and all is worked out at once.
    wake: Option<Wake>,
    task: Option<Task<Found>>,
    /// The last change of the drawing, and since when it is the last.
    seen: Option<(u64, f64)>,
}

impl Detours {
    /// From now on there may be threads. Returns the scene that needs them.
    pub fn use_threads(&mut self, wake: Wake) -> Dressing {
        self.wake = Some(wake);
        Dressing::in_time(AT_ONCE)
    }

    /// Takes over what was found. `true`: the scene has to follow.
    pub fn take(&mut self, dressing: &mut Dressing) -> bool {
        let Some(task) = &self.task else {
            return false;
        };
        let found = match task.poll() {
            Outcome::Pending => return false,
            Outcome::Done(found) => Some(found),
            Outcome::Lost => None,
        };
        self.task = None;
        found.is_some_and(|found| dressing.settle(found))
    }

    /// Sends for what the scene owes, if the drawing rests; `shown`: the links that show.
    pub fn send(&mut self, ctx: &Context, dressing: &Dressing, shown: &[usize]) {
        let Some(revision) = dressing.owes() else {
            return;
        };
        let now = ctx.input(|input| input.time);
        let same = self.seen.filter(|(last, _)| *last == revision);
        let (_, since) = *self.seen.insert(same.unwrap_or((revision, now)));
        let wait = since + REST - now;
        if wait > 0.0 {
            // What is under way is of an older drawing.
            self.task = None;
            return ctx.request_repaint_after(std::time::Duration::from_secs_f64(wait));
        }
        if self.task.is_none() {
            self.start(dressing, shown);
        }
    }

    /// On a machine that gives no thread the links stay as they are.
    fn start(&mut self, dressing: &Dressing, shown: &[usize]) {
        let errand = dressing.errand(shown);
        if let Some((wake, errand)) = self.wake.clone().zip(errand) {
            let work = Task::start("detours", wake, |told| errand.run(|| told.is_stopped()));
            self.task = work.ok();
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use std::sync::Arc;
    use std::sync::mpsc::channel;

    use sim_core::document::Document;

    use super::*;
    use crate::i18n::Texts;
    use crate::scene::{Look, whole};
    use crate::theme::Theme;

    /// Three rows of cards; links between the outer ones go around the cards of the middle row.
    fn drawing(columns: usize) -> Document {
        let card = |at: usize| {
            let (x, y) = (at % columns * 240, at / columns * 130);
            format!(r#"{{"id":"c{at}","service":"server","name":"","at":[{x},{y}]}}"#)
        };
        let link = |(from, to): (usize, usize)| {
            format!(r#"{{"id":"l{from}-{to}","from":"c{from}","to":"c{to}"}}"#)
        };
        let cards: Vec<String> = (0..3 * columns).map(card).collect();
        let down = |at: usize| [0, 1].map(|on| (at, 2 * columns + (at + on) % columns));
        let links: Vec<String> = (0..columns).flat_map(down).map(link).collect();
        let (cards, links) = (cards.join(","), links.join(","));
        let text = format!(r#"{{"version":1,"components":[{cards}],"links":[{links}]}}"#);
        sim_core::file::load(&text).unwrap().document
    }

    #[test]
    fn links_find_their_way_once_the_drawing_rests() {
        let document = drawing(AT_ONCE / 2 + 100);
        let look = Look {
            snapshot: None,
            bill: None,
            theme: Theme::dark(),
            texts: Texts::default(),
            pills: false,
        };
        let (sender, woken) = channel();
        let mut detours = Detours::default();
        let mut dressing = detours.use_threads(Arc::new(move || {
            sender.send(()).ok();
        }));
        dressing.update(&document, look);
        let ctx = Context::default();
        let frame = |time: f64, detours: &mut Detours, dressing: &Dressing| {
            let input = egui::RawInput {
                time: Some(time),
                ..Default::default()
            };
            let mut output = ctx.run_ui(input, |ui| detours.send(ui.ctx(), dressing, &[]));
            output.textures_delta.clear();
        };
        frame(1.0, &mut detours, &dressing);
        frame(1.0 + REST / 2.0, &mut detours, &dressing);
        assert!(detours.task.is_none(), "it does not rest yet");
        while dressing.owes().is_some() {
            frame(1.0 + 2.0 * REST, &mut detours, &dressing);
            woken.recv().unwrap();
            assert!(detours.take(&mut dressing));
        }
        dressing.update(&document, look);
        assert!(dressing.scene == whole(&document, look));
    }
}
