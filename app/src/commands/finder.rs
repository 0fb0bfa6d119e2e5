//! What the search of commands and the quick add list: the one table of commands, what is drawn, what can be added, the
//! examples.
//!
//! Architecture invariant: no list of its own; commands come from [`TABLE`], services from the catalog, patterns and
//! examples from their files.

use sim_core::catalog::{container, service, services};
use sim_core::document::{Item, NoteKind};
use sim_core::foundation::ids::Id;

use super::command::AppCommand;
use super::menu;
use super::table::{Entry, TABLE};
use crate::i18n::search::{self, Search};
use crate::i18n::{Lang, Texts};
use crate::session::{Adding, Finder, View, linking};
use crate::storage::examples::{EXAMPLES, Example};
use crate::storage::patterns::PATTERNS;
use crate::theme::Rgba;

/// One line of the list.
#[derive(Clone, Debug)]
pub struct Hit {
    /// Translation key of the heading above.
    pub group: &'static str,
    pub name: String,
    /// What it is, beside the name; may be empty.
    pub about: String,
    pub icon: Option<(&'static str, Rgba)>,
    /// The command of the table it stands for: its keys are shown.
    pub entry: Option<&'static Entry>,
    /// Translation key of the reason why it can do nothing now.
    pub blocked: Option<&'static str>,
    pub commands: Vec<AppCommand>,
    /// Other names it is found by.
    also: Vec<String>,
}

/// No list is longer.
pub const MOST: usize = 300;

/// Everything that fits a query, best first; in the order of the sources for an empty one.
pub fn found(query: &str, what: &Finder, view: &View<'_>) -> Vec<Hit> {
    let mut hits = match what {
        Finder::Commands => everything(view),
        Finder::Add(adding) => addable(adding, view),
    };
    let mut search = Search::new(query);
    if !search.is_empty() {
        let mut ranked: Vec<(u32, Hit)> = hits
            .into_iter()
            .filter_map(|hit| {
                let score = search.best(&hit.name, &hit.also)?;
                Some((score, hit))
            })
            .collect();
        ranked.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
        let best = ranked.first().map_or(0, |(score, _)| *score);
        ranked.retain(|(score, _)| search::is_worth(*score, best));
        hits = ranked.into_iter().map(|(_, hit)| hit).collect();
    }
    hits.truncate(MOST);
    hits
}

fn everything(view: &View<'_>) -> Vec<Hit> {
    let mut hits: Vec<Hit> = TABLE.iter().map(|entry| command(entry, view)).collect();
    hits.extend(items(view));
    hits.extend(addable(&Adding::default(), view));
    hits.extend(EXAMPLES.iter().map(|example| self::example(example, view)));
    hits
}

fn command(entry: &'static Entry, view: &View<'_>) -> Hit {
    let command = entry.command();
    let other = Lang::ALL
        .into_iter()
        .filter(|lang| *lang != view.texts.lang());
    let mut also: Vec<String> = other
        .map(|lang| Texts::new(lang).tr(&entry.key()).to_owned())
        .collect();
    also.push(entry.id.replace('_', " "));
    also.extend(search::also(&entry.key()).map(str::to_owned));
    let menu = entry.menu.map_or("", |(menu, _)| view.texts.tr(menu.key()));
    Hit {
        group: "finder.commands",
        name: menu::label(entry, view),
        about: menu.to_owned(),
        icon: None,
        entry: Some(entry),
        blocked: menu::blocked(&command, view),
        commands: vec![command],
        also,
    }
}

fn example(example: &Example, view: &View<'_>) -> Hit {
    let key = format!("example.{}", example.stem);
    let both = |lang| {
        let texts = Texts::new(lang);
        format!("{} {}", texts.tr("finder.open_example"), texts.tr(&key))
    };
    let mut also: Vec<String> = Lang::ALL
        .map(|lang| Texts::new(lang).tr(&key).to_owned())
        .into();
    also.extend(Lang::ALL.map(both));
    also.push(example.stem.replace('-', " "));
    Hit {
        group: "menu.examples",
        name: view.texts.tr(&key).to_owned(),
        about: view.texts.tr("finder.open_example").to_owned(),
        icon: Some(("ui-open", view.theme.accent)),
        entry: None,
        blocked: None,
        commands: vec![AppCommand::OpenExample(example.stem)],
        also,
    }
}

/// What is drawn, to jump to.
fn items<'a>(view: &'a View<'_>) -> impl Iterator<Item = Hit> + 'a {
    let document = view.document;
    let ids = document.components.keys().chain(document.containers.keys());
    ids.chain(document.notes.keys())
        .filter_map(|id| item(view, id))
}

fn item(view: &View<'_>, id: &Id) -> Option<Hit> {
    let found = view.document.item(id)?;
    let (theme, texts) = (view.theme, view.texts);
    let (about, icon) = match &found {
        Item::Component(component) => {
            let known = service(&component.service);
            let icon = known.map(|known| (known.icon, theme.category(known.category)));
            (service_name(texts, &component.service), icon)
        }
        Item::Container(found) => {
            let icon =
                container::kind(&found.kind).map(|kind| (kind.icon, theme.container(kind.id)));
            (
                texts.tr(&format!("container.{}", found.kind)).to_owned(),
                icon,
            )
        }
        Item::Note(note) => (
            note_name(texts, note.kind),
            Some((note_icon(note.kind), theme.note(note.color))),
        ),
        Item::Link(_) => return None,
    };
    let name = Some(found.name(view.document)).filter(|name| !name.trim().is_empty());
    Some(Hit {
        group: "finder.go_to",
        name: name.unwrap_or_else(|| texts.tr("note.empty").to_owned()),
        about: about.clone(),
        icon,
        entry: None,
        blocked: None,
        commands: vec![AppCommand::GoTo(id.clone())],
        also: vec![id.to_string(), about],
    })
}

/// What may stand at a place: everything on free ground, at the end of a link only what fits there.
fn addable(adding: &Adding, view: &View<'_>) -> Vec<Hit> {
    let fits = |known: &&'static sim_core::catalog::Service| {
        (adding.from.is_none() || known.ports.accepts)
            && (adding.to.is_none() || known.ports.calls)
            && (adding.into.is_none() || linking::fits_between(known.id))
    };
    let mut hits: Vec<Hit> = services()
        .iter()
        .filter(fits)
        .map(|known| {
            let icon = (known.icon, view.theme.category(known.category));
            let commands = place(adding, view, known.id);
            let names = |texts| service_name(texts, known.id);
            let about = format!("category.{}", known.category.name());
            let mut hit = new(view, names, icon, commands, known.id);
            hit.about = view.texts.tr(&about).to_owned();
            let more = search::also(&format!("service.{}", known.id));
            hit.also.extend(more.map(str::to_owned));
            hit
        })
        .collect();
    if adding.from.is_some() || adding.to.is_some() || adding.into.is_some() {
        return hits;
    }
    let at = adding.at;
    hits.extend(container::kinds().iter().map(|kind| {
        let icon = (kind.icon, view.theme.container(kind.id));
        let names = |texts: Texts| texts.tr(&format!("container.{}", kind.id)).to_owned();
        let kind_id = kind.id.to_owned();
        new(
            view,
            names,
            icon,
            vec![AppCommand::PlaceContainer { kind: kind_id, at }],
            kind.id,
        )
    }));
    hits.extend(NoteKind::ALL.map(|kind| {
        let icon = (note_icon(kind), view.theme.note(Default::default()));
        let commands = vec![AppCommand::PlaceNote { kind, at }];
        new(
            view,
            |texts| note_name(texts, kind),
            icon,
            commands,
            kind.name(),
        )
    }));
    hits.extend(PATTERNS.iter().map(|pattern| {
        let stem = pattern.stem;
        let names = |texts: Texts| texts.tr(&format!("pattern.{stem}")).to_owned();
        let icon = ("ui-pattern", view.theme.accent);
        let mut hit = new(
            view,
            names,
            icon,
            vec![AppCommand::PlacePattern { stem, at }],
            stem,
        );
        hit.group = "category.patterns";
        let whole = |texts: Texts| {
            let about = texts.tr(&format!("pattern.{stem}.about"));
            format!("{} {about}", names(texts))
        };
        hit.also
            .extend(Lang::ALL.map(|lang| whole(Texts::new(lang))));
        hit
    }));
    hits
}

fn new(
    view: &View<'_>,
    names: impl Fn(Texts) -> String,
    icon: (&'static str, Rgba),
    commands: Vec<AppCommand>,
    id: &str,
) -> Hit {
    let mut also: Vec<String> = Lang::ALL.map(|lang| names(Texts::new(lang))).into();
    also.push(id.to_owned());
    Hit {
        group: "finder.add",
        name: names(view.texts),
        about: String::new(),
        icon: Some(icon),
        entry: None,
        blocked: None,
        commands,
        also,
    }
}

/// The commands that place a service, with its link where it comes with one.
fn place(adding: &Adding, view: &View<'_>, service: &str) -> Vec<AppCommand> {
    let (document, texts) = (view.document, view.texts);
    let at = adding.at.unwrap_or_default();
    let linked = match (&adding.from, &adding.to, &adding.into) {
        (Some(from), ..) => linking::called_by(document, texts, from, service, at),
        (None, Some(to), _) => linking::caller_of(document, texts, to, service, at),
        (None, None, Some(link)) => linking::between(document, texts, link, service, at),
        (None, None, None) => None,
    };
    let Some((edit, id)) = linked else {
        return vec![AppCommand::Place {
            service: service.to_owned(),
            at: adding.at,
            parent: None,
        }];
    };
    // It may stand beyond the edge of the view: who adds one after the other wants to see each of them.
    vec![AppCommand::Edit(edit, "step.add"), AppCommand::Reveal(id)]
}

fn service_name(texts: Texts, id: &str) -> String {
    texts
        .find(&format!("service.{id}"))
        .unwrap_or(id)
        .to_owned()
}

fn note_name(texts: Texts, kind: NoteKind) -> String {
    texts.tr(&format!("note.kind.{}", kind.name())).to_owned()
}

fn note_icon(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::Text => "ui-note",
        NoteKind::Frame => "ui-frame",
    }
}
