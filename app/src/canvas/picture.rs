//! The scene of the document as it is, or as the gesture under way would make it; worked out anew only where needed.

use std::borrow::Cow;

use egui::{Context, Pos2, Rect as Screen, Vec2};
use sim_core::document::Document;
use sim_core::edit::{Edit, apply_to};
use sim_core::foundation::units::SimTime;

use super::detours::Detours;
use super::paint::DETAIL_FROM;
use super::projection::Projection;
use super::space::Space;
use crate::i18n::Lang;
use crate::runner::Wake;
use crate::scene::index::{Index, Shown};
use crate::scene::{Dressing, LinkElement, Look, Rect};
use crate::session::{Selection, View};

/// How far beyond the view something may still show: pills stick out from the box around their link, canvas points;
/// handles, outlines and widgets of least size from their item, screen points.
const AIR: f32 = 64.0;
const AIR_ON_SCREEN: f32 = 48.0;

/// What a scene was made from.
#[derive(Clone, Debug, PartialEq)]
struct Source {
    drawing: Drawing,
    /// Address, time and events of the frame: a new frame differs in one of them.
    frame: Option<(usize, SimTime, u64)>,
    dark: bool,
    lang: Lang,
    pills: bool,
}

impl Source {
    /// Whether nothing but the figures of a run is new.
    fn is_the_same_but_for_figures(&self, before: &Source) -> bool {
        let others = |s: &Source| (s.dark, s.lang, s.pills);
        self.frame.is_some()
            && before.frame.is_some()
            && others(self) == others(before)
            && self.drawing == before.drawing
    }
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
    pub dressing: Dressing,
    pub index: Index,
    /// What of the scene shows. It has the figures of now only where somebody looks closely: see [`Self::look`].
    pub shown: Shown,
    pub projection: Projection,
    /// Grows whenever the scene looks another: from far away not with every new figure.
    pub generation: u64,
    /// Grows whenever it looks another even from far away.
    pub outline: u64,
    /// Outline and area that [`Self::shown`] is of.
    looked: Option<(u64, Rect)>,
    /// Generation and area for which what shows was given its figures.
    dressed: Option<(u64, Rect)>,
    source: Option<Source>,
    preview: Option<Preview>,
    detours: Detours,
}

/// The document as it is not yet.
struct Preview {
    document: Document,
    /// Of the document it was made from.
    revision: u64,
}

impl Picture {
    /// From now on links of large drawings find their way beside the window.
    pub fn use_threads(&mut self, wake: Wake) {
        self.dressing = self.detours.use_threads(wake);
        self.source = None;
    }

    /// Takes over what links have found beside the window.
    pub fn follow_detours(&mut self) {
        if self.detours.take(&mut self.dressing) {
            self.source = None;
        }
    }

    /// Lets links look for their way, those that show before others, once the drawing rests.
    pub fn send_for_detours(&mut self, ctx: &Context) {
        self.detours.send(ctx, &self.dressing, &self.shown.links);
    }

    /// The links that show.
    pub fn links(&self) -> impl Iterator<Item = &LinkElement> {
        let links = &self.dressing.scene.links;
        self.shown.links.iter().map(|at| &*links[*at])
    }

    /// What is lit as selected: the selection, with the cards and lines that stand for what cannot be seen.
    pub fn lit<'a>(&self, selection: &'a Selection) -> Cow<'a, Selection> {
        let Some(fold) = self.dressing.fold() else {
            return Cow::Borrowed(selection);
        };
        let mut lit = selection.clone();
        lit.add(fold.shown(selection.iter().cloned()));
        Cow::Owned(lit)
    }

    /// Finds out what shows, and gives figures to what is looked at closely.
    ///
    /// From far away that is what the pointer is on, unless `read_out`: somebody has the screen read to them.
    pub fn look(&mut self, view: &View<'_>, space: &Space, pointer: Option<Pos2>, read_out: bool) {
        let area = around(space, space.area);
        let asked = (self.outline, area);
        if self.looked != Some(asked) {
            self.looked = Some(asked);
            self.shown = self.index.within(&area);
        }
        let Some(source) = &self.source else {
            return;
        };
        let look = look_of(view, source.pills);
        if source.pills {
            let asked = Some((self.generation, area));
            if std::mem::replace(&mut self.dressed, asked) != asked {
                self.dressing.dress_shown(look, &self.shown);
            }
        } else if read_out {
            self.dressing.dress_shown(look, &self.shown);
        } else if let Some(pointer) = pointer.filter(|at| space.area.contains(*at)) {
            let near = Screen::from_center_size(pointer, Vec2::ZERO);
            let near = self.index.within(&around(space, near));
            self.dressing.dress_shown(look, &near);
        }
    }

    /// What of the scene lies in a part of the screen, ready to be drawn.
    pub fn seen_in(&mut self, view: &View<'_>, space: &Space, sight: Screen) -> Shown {
        if sight == space.area {
            return self.shown.clone();
        }
        let shown = self.index.within(&around(space, sight));
        if let Some(source) = self.source.as_ref().filter(|source| source.pills) {
            self.dressing
                .dress_shown(look_of(view, source.pills), &shown);
        }
        shown
    }

    /// Brings the scene up to date; `preview`: what the gesture under way would do; `share`: how much of the way to
    /// new places is behind.
    pub fn update(
        &mut self,
        view: &View<'_>,
        space: &Space,
        preview: Option<Edit>,
        share: Option<f32>,
    ) {
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
            pills: space.zoom() >= DETAIL_FROM,
        };
        if self.source.as_ref() == Some(&source) {
            return;
        }
        if self.source.as_ref().map(|before| &before.drawing) != Some(&source.drawing) {
            self.preview = match &source.drawing.preview {
                Some(edit) => previewed(self.preview.take(), view, edit),
                None => share.and_then(|share| gliding(view, share)),
            };
        }
        let look = look_of(view, source.pills);
        let document = self.preview.as_ref().map(|preview| &preview.document);
        let document = document.unwrap_or(view.document);
        let before = self.source.as_ref();
        // What is collapsed shows sums of what it stands for.
        let figures = self.dressing.fold().is_none()
            && before.is_some_and(|before| source.is_the_same_but_for_figures(before));
        let seen = if figures {
            let glance = view.frame.map(|frame| &frame.glance);
            self.dressing.follow_run(document, look, glance)
        } else {
            self.dressing.update(document, look);
            self.index.follow(&self.dressing.scene);
            true
        };
        self.outline += u64::from(seen);
        self.generation += u64::from(seen || source.pills);
        self.source = Some(source);
    }
}

fn look_of<'a>(view: &View<'a>, pills: bool) -> Look<'a> {
    Look {
        snapshot: view.snapshot(),
        bill: view.frame.map(|frame| &frame.bill),
        theme: view.theme,
        texts: view.texts,
        pills,
    }
}

/// The part of the drawing in a part of the screen, with some air.
fn around(space: &Space, sight: Screen) -> Rect {
    let seen = Rect::new(space.to_canvas(sight.min), space.to_canvas(sight.max));
    seen.inflate(AIR + AIR_ON_SCREEN / space.zoom())
}

/// The document after the change of a gesture; what is left of the preview before is used again.
fn previewed(before: Option<Preview>, view: &View<'_>, edit: &Edit) -> Option<Preview> {
    let kept = before.filter(|before| before.revision == view.revision);
    let mut document = match kept {
        Some(mut kept) => {
            kept.document.copy_from(view.document);
            kept.document
        }
        None => view.document.clone(),
    };
    apply_to(&mut document, edit).ok()?;
    Some(Preview {
        document,
        revision: view.revision,
    })
}

fn gliding(view: &View<'_>, share: f32) -> Option<Preview> {
    Some(Preview {
        document: view.glide?.between(view.document, share),
        revision: view.revision,
    })
}
