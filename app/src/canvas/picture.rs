//! The scene of the document as it is, or as the gesture under way would make it; worked out anew only when needed.

use sim_core::document::Document;
use sim_core::edit::{Edit, apply};
use sim_core::foundation::units::SimTime;

use super::projection::Projection;
use crate::i18n::Lang;
use crate::scene::{self, Layout, Scene};
use crate::session::View;

/// What a scene was made from.
#[derive(Clone, Debug, PartialEq)]
struct Source {
    drawing: Drawing,
    /// Address, time and events of the frame: a new frame differs in one of them.
    frame: Option<(usize, SimTime, u64)>,
    dark: bool,
    lang: Lang,
}

/// What the ways of the links depend on.
#[derive(Clone, Debug, PartialEq)]
struct Drawing {
    revision: u64,
    preview: Option<Edit>,
    /// How much of the way to new places is behind, 0 to 1.
    share: Option<f32>,
}

/// Scene and graph, kept from frame to frame.
#[derive(Default)]
pub struct Picture {
    pub scene: Scene,
    pub projection: Projection,
    /// Grows whenever the scene changes.
    pub generation: u64,
    source: Option<Source>,
    layout: Layout,
    preview: Option<Document>,
}

impl Picture {
    /// Brings the scene up to date; `preview`: what the gesture under way would do; `share`: how much of the way to
    /// new places is behind.
    pub fn update(&mut self, view: &View<'_>, preview: Option<Edit>, share: Option<f32>) {
        let drawing = Drawing {
            revision: view.revision,
            preview,
            share,
        };
        let frame = view.frame.map(|f| {
            (
                std::ptr::from_ref(f) as usize,
                f.snapshot.now,
                f.snapshot.events,
            )
        });
        let source = Source {
            drawing,
            frame,
            dark: view.theme.dark,
            lang: view.texts.lang(),
        };
        if self.source.as_ref() == Some(&source) {
            return;
        }
        if self.source.as_ref().map(|before| &before.drawing) != Some(&source.drawing) {
            let previewed = source.drawing.preview.as_ref();
            let gliding = || Some(view.glide?.between(view.document, share?));
            let changed = match previewed {
                Some(edit) => apply(view.document, edit).ok(),
                None => gliding(),
            };
            self.layout = Layout::of(changed.as_ref().unwrap_or(view.document));
            self.preview = changed;
        }
        let document = self.preview.as_ref().unwrap_or(view.document);
        self.scene = scene::dress(
            document,
            &self.layout,
            view.snapshot(),
            view.theme,
            view.texts,
        );
        self.projection.update(&self.scene);
        self.generation += 1;
        self.source = Some(source);
    }
}
