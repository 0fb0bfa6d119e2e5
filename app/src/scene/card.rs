//! One component as a card of 176 by 84 points.

use std::sync::{Arc, OnceLock};

use sim_core::catalog::service;
use sim_core::document::Component;
use sim_core::engine::snapshot::Health;
use sim_core::foundation::ids::Id;

use super::collapsed::{self, Collapsed};
use super::figures::{CardFigures, CardRun, card_label};
use super::geometry::{Point, Rect};
use super::mark::health_mark;
use super::name::Name;
use super::shape::{Anchor, Shape, Stroke};
use super::text::{self, Font};
use super::tile::{PADDING, TILE, tile};
use crate::i18n::Texts;
use crate::theme::Theme;

/// Width and height of every card, canvas points.
pub const CARD: Point = [176.0, 84.0];

const CORNER: f32 = 12.0;
const NAME: Font = Font::semibold(13.0);
const SMALL: Font = Font::regular(11.0);
const WORD: Font = Font::semibold(11.0);
const MARK_RADIUS: f32 = 4.5;
/// Halfway between the baselines of name and configuration, from the top of the card.
pub(super) const MIDDLE: f32 = 33.0;
/// From the baseline of the name to that of the configuration.
pub(super) const AIRY: f32 = 16.0;
pub(super) const TIGHT: f32 = 13.5;
const BAR_TOP: f32 = 53.0;
const BAR_HEIGHT: f32 = 5.0;
const GAP: f32 = 6.0;

/// A component as it is drawn.
#[derive(Clone, Debug)]
pub struct CardElement {
    pub id: Id,
    pub rect: Rect,
    pub health: Health,
    source: Source,
    theme: &'static Theme,
    texts: Texts,
    /// In a picture that nobody can point at.
    paper: bool,
    details: OnceLock<CardDetails>,
}

/// What only a closer look at a card shows. Of thousands of cards few are ever looked at closely.
#[derive(Clone, Debug, PartialEq)]
pub struct CardDetails {
    /// Name, service, utilisation and health in words.
    pub label: String,
    pub figures: CardFigures,
    pub shapes: Vec<Shape>,
}

/// What a card stands for.
#[derive(Clone, Debug)]
enum Source {
    Component(Arc<Component>, CardRun),
    Container(Collapsed),
}

impl CardElement {
    /// A component with what it shows of a run.
    pub fn new(
        component: &Arc<Component>,
        run: &CardRun,
        theme: &'static Theme,
        texts: Texts,
    ) -> Self {
        Self {
            id: component.id.clone(),
            rect: card_rect(component),
            health: run.health,
            source: Source::Component(Arc::clone(component), *run),
            theme,
            texts,
            paper: false,
            details: OnceLock::new(),
        }
    }

    /// Becomes what [`new`](Self::new) makes of a component of the same id, theme and texts.
    pub(super) fn follow(&mut self, component: &Arc<Component>, run: &CardRun) {
        self.rect = card_rect(component);
        self.health = run.health;
        self.source = Source::Component(Arc::clone(component), *run);
        self.details.take();
    }

    /// A collapsed container.
    pub fn collapsed(collapsed: Collapsed, theme: &'static Theme, texts: Texts) -> Self {
        Self {
            id: collapsed.container.id.clone(),
            rect: collapsed::collapsed_rect(&collapsed.container),
            health: collapsed.inside.count.worst,
            source: Source::Container(collapsed),
            theme,
            texts,
            paper: false,
            details: OnceLock::new(),
        }
    }

    /// The same with its whole name, and without figures before a run.
    pub(super) fn on_paper(&self) -> Self {
        Self {
            paper: true,
            details: OnceLock::new(),
            ..self.clone()
        }
    }

    /// The same figures in another health.
    pub(super) fn put_health(&mut self, health: Health) {
        self.health = health;
        if let Source::Component(_, run) = &mut self.source {
            run.health = health;
        }
        self.details = OnceLock::new();
    }

    /// Uncut, for the tooltip.
    pub fn name(&self) -> &str {
        match &self.source {
            Source::Component(component, _) => &component.name,
            Source::Container(collapsed) => &collapsed.container.name,
        }
    }

    /// Words and shapes; worked out when somebody asks for the first time.
    pub fn details(&self) -> &CardDetails {
        self.details.get_or_init(|| match &self.source {
            Source::Component(component, run) => {
                details(component, run, self.theme, self.texts, self.paper)
            }
            Source::Container(collapsed) => collapsed.details(self.theme, self.texts, self.paper),
        })
    }
}

impl PartialEq for CardElement {
    /// Whether both look the same.
    fn eq(&self, other: &Self) -> bool {
        (&self.id, self.name(), self.rect) == (&other.id, other.name(), other.rect)
            && self.health == other.health
            && self.details() == other.details()
    }
}

/// The place of a component's card.
pub fn card_rect(component: &Component) -> Rect {
    Rect::at(component.at, CARD)
}

fn details(
    component: &Component,
    run: &CardRun,
    theme: &Theme,
    texts: Texts,
    paper: bool,
) -> CardDetails {
    let figures = CardFigures::of(component, run, texts);
    let rect = card_rect(component);
    let mut shapes = vec![body(rect, &figures, theme)];
    let service = service(&component.service);
    let ground = service.map_or(theme.unknown, |service| theme.category(service.category));
    let icon = service.map_or("ui-warning", |service| service.icon);
    let form = Form::of(&figures, paper);
    let place = form.place(rect);
    tile(place, icon, ground, figures.faulty, theme, &mut shapes);
    heading(component, place, &figures, theme, form, &mut shapes);
    if form != Form::Unplayed {
        bar(rect, &figures, theme, &mut shapes);
        bottom_line(rect, &figures, theme, &mut shapes);
    }
    CardDetails {
        label: card_label(component, &figures, texts),
        figures,
        shapes,
    }
}

/// What a card is drawn for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// The window: the rest of a long name is in the tooltip, and the places of figures are there before the run.
    Window,
    /// A picture of a run.
    Played,
    /// A picture of a design: there is nothing to measure.
    Unplayed,
}

impl Form {
    fn of(figures: &CardFigures, paper: bool) -> Self {
        match (paper, figures.utilization) {
            (false, _) => Form::Window,
            (true, Some(_)) => Form::Played,
            (true, None) => Form::Unplayed,
        }
    }

    /// Where the heading stands: where there is nothing below it, in the middle of the card.
    fn place(self, card: Rect) -> Rect {
        let below = match self {
            Form::Unplayed => (CARD[1] - TILE) / 2.0 - PADDING,
            _ => 0.0,
        };
        Rect::at([card.min[0], card.min[1] + below], CARD)
    }

    fn name(self, name: &str, room: f32) -> Name {
        match self {
            Form::Window => Name::cut(name, NAME, room),
            Form::Played => Name::whole(name, NAME, room, 2),
            Form::Unplayed => Name::whole(name, NAME, room, 3),
        }
    }
}

fn body(rect: Rect, figures: &CardFigures, theme: &Theme) -> Shape {
    let frame = match figures.health {
        Health::Down => Stroke::solid(1.5, theme.down),
        _ => Stroke::solid(1.0, theme.line),
    };
    Shape::Rect {
        rect,
        corner: CORNER,
        fill: Some(theme.card),
        stroke: Some(frame),
    }
}

fn heading(
    component: &Component,
    rect: Rect,
    figures: &CardFigures,
    theme: &Theme,
    form: Form,
    out: &mut Vec<Shape>,
) {
    let left = rect.min[0] + PADDING + TILE + PADDING;
    let right = rect.max[0] - PADDING;
    let color = theme.health(figures.health);
    let mut name_room = right - left;
    if form != Form::Unplayed {
        let mark = [rect.max[0] - 13.0, rect.min[1] + 14.0];
        out.extend(health_mark(figures.health, mark, MARK_RADIUS, color));
        name_room = mark[0] - MARK_RADIUS - GAP - left;
    }
    let name = form.name(&component.name, name_room);
    let at = [left, rect.min[1] + MIDDLE];
    // Above the figures there is less room for a second line.
    let tight = form == Form::Played && name.lines.len() > 1;
    let below = if tight { TIGHT } else { AIRY };
    let baseline = name.write(at, below, theme.text, out);
    let room = right - left;
    let word_width = text::width(figures.word, WORD);
    let wants_word = figures.health > Health::Ok && word_width <= room;
    let beside = room - word_width - GAP;
    let fits = joined(figures, beside).is_some();
    // A component that is down says so even where nothing of its configuration fits beside the word.
    let with_word = wants_word && (fits || figures.health == Health::Down);
    if with_word {
        out.push(text::label(
            [right, baseline],
            Anchor::End,
            WORD,
            color,
            figures.word,
            room,
        ));
    }
    let left_over = if with_word { beside } else { room };
    // Half a piece means nothing; where there is no word either, something must stand here.
    let last = || figures.configuration.last().filter(|_| !with_word).cloned();
    let configuration = joined(figures, left_over).or_else(last);
    let Some(configuration) = configuration else {
        return;
    };
    out.push(text::label(
        [left, baseline],
        Anchor::Start,
        SMALL,
        theme.text_dim,
        &configuration,
        left_over,
    ));
}

/// As much of the configuration as fits: all of it, without the product's name in front, one piece of it, each in
/// shorter words where the usual ones are too long; `None`: not even that. Dots stand for what had to go behind a piece:
/// the tooltip has it.
fn joined(figures: &CardFigures, room: f32) -> Option<String> {
    let pieces = &figures.configuration;
    let before_last = pieces.len().saturating_sub(1);
    let both = |skip: usize| {
        let wordings = [pieces, &figures.shorter].into_iter();
        wordings.filter_map(move |pieces| Some(pieces.get(skip..)?.join(" · ")))
    };
    let tails = (0..before_last).flat_map(both);
    let single = |(at, piece): (usize, &String)| {
        let dots = (at < before_last).then(|| format!("{piece}…"));
        dots.into_iter().chain([piece.clone()])
    };
    let singles = pieces.iter().enumerate().skip(before_last.min(1));
    let singles = singles.flat_map(single);
    let mut choices = tails.chain(singles).filter(|text| !text.is_empty());
    choices.find(|text| text::width(text, SMALL) <= room)
}

fn bar(rect: Rect, figures: &CardFigures, theme: &Theme, out: &mut Vec<Shape>) {
    let width = rect.width() - 2.0 * PADDING;
    let at = [rect.min[0] + PADDING, rect.min[1] + BAR_TOP];
    let corner = BAR_HEIGHT / 2.0;
    out.push(Shape::Rect {
        rect: Rect::at(at, [width, BAR_HEIGHT]),
        corner,
        fill: Some(theme.track),
        stroke: None,
    });
    let share = figures.utilization.unwrap_or(0.0) as f32;
    if share > 0.0 {
        // Never narrower than its own rounding: a sliver would look broken.
        let filled = (width * share).max(BAR_HEIGHT);
        let fill = Some(theme.health(figures.health));
        out.push(Shape::Rect {
            rect: Rect::at(at, [filled, BAR_HEIGHT]),
            corner,
            fill,
            stroke: None,
        });
    }
}

fn bottom_line(rect: Rect, figures: &CardFigures, theme: &Theme, out: &mut Vec<Shape>) {
    let baseline = rect.max[1] - 10.0;
    let [left, right] = [rect.min[0] + PADDING, rect.max[0] - PADDING];
    let room = right - left;
    let color = if figures.utilization.is_some() {
        theme.text_soft
    } else {
        theme.text_dim
    };
    let rate = text::fitted(
        [left, baseline],
        Anchor::Start,
        SMALL,
        color,
        &figures.rate,
        room * 0.5,
    );
    let right_room = room - rate.width - GAP;
    out.push(Shape::Text(rate));
    out.push(text::label(
        [right, baseline],
        Anchor::End,
        SMALL,
        color,
        &figures.right,
        right_room,
    ));
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn shown(words: &[&str], shorter: &[&str], room: f32) -> Option<String> {
        let owned = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect();
        let figures = CardFigures {
            health: Health::Ok,
            word: "",
            configuration: owned(words),
            shorter: owned(shorter),
            utilization: None,
            rate: String::new(),
            right: String::new(),
            faulty: false,
        };
        joined(&figures, room)
    }

    #[test]
    fn the_configuration_is_shown_in_whole_pieces() {
        let rds = ["PostgreSQL", "db.m6g.large", "Multi-AZ"];
        let short = ["PostgreSQL", "db.m6g.large", "2 AZ"];
        let wide = |text: &str| text::width(text, SMALL);
        let both = wide("db.m6g.large · Multi-AZ");
        let brief = wide("db.m6g.large · 2 AZ");
        let of = |room| shown(&rds, &short, room);
        assert_eq!(
            of(400.0).as_deref(),
            Some("PostgreSQL · db.m6g.large · Multi-AZ")
        );
        assert_eq!(of(both).as_deref(), Some("db.m6g.large · Multi-AZ"));
        assert_eq!(of(both - 1.0).as_deref(), Some("db.m6g.large · 2 AZ"));
        // That there is more is seen wherever there is room for that.
        assert_eq!(of(brief - 1.0).as_deref(), Some("db.m6g.large…"));
        let dots = wide("db.m6g.large…");
        assert_eq!(of(dots - 1.0).as_deref(), Some("db.m6g.large"));
        let class = wide("db.m6g.large");
        assert_eq!(of(class - 1.0).as_deref(), Some("Multi-AZ"));
        assert_eq!(of(5.0), None);
        let alone = |room| shown(&["Round robin"], &[], room);
        assert_eq!(alone(200.0).as_deref(), Some("Round robin"));
        assert_eq!(alone(20.0), None);
    }

    #[test]
    fn a_second_zone_is_seen_on_the_card_of_a_database_in_both_languages() {
        let text = r#"{ "version": 1, "components": [
            { "id": "db", "service": "rds", "name": "DB", "at": [0, 0],
              "params": { "class": "db.m6g.large", "multi_az": true } } ] }"#;
        let document = sim_core::file::load(text).unwrap().document;
        for lang in crate::i18n::Lang::ALL {
            let run = CardRun::default();
            let component = &document.components["db"];
            let card = CardElement::new(component, &run, Theme::dark(), Texts::new(lang));
            let texts = card
                .details()
                .shapes
                .iter()
                .filter_map(|shape| match shape {
                    Shape::Text(text) => Some(text.string.clone()),
                    _ => None,
                });
            let texts: Vec<String> = texts.collect();
            let told = texts.iter().any(|text| text.starts_with("db.m6g.large · "));
            assert!(told && !texts.iter().any(|t| t.contains('…')), "{texts:?}");
        }
    }
}
