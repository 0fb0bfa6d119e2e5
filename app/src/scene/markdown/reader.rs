//! From the events of the Markdown parser to placed lines.

use std::sync::Arc;

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

use super::flow::{self, Letter, Style};
use super::{Ink, Mark, Page, Run};
use crate::scene::geometry::Rect;
use crate::scene::text::{Font, Weight, width};

const BODY: f32 = 13.0;
const CODE: f32 = 12.0;
/// Height of a line, in sizes of its largest letter.
const LEADING: f32 = 1.45;
/// Between two blocks, and how far lists and quotations are moved in.
const GAP: f32 = 7.0;
const INDENT: f32 = 16.0;
/// No more of a line than this goes to indents.
const MOST_INDENT: f32 = 0.5;
const CODE_PADDING: f32 = 6.0;

/// Reads Markdown; stops once a page is full.
pub fn read(markdown: &str, room: f32, height: f32) -> Page {
    let mut reader = Reader::new(room);
    let options = Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TASKLISTS;
    for event in Parser::new_ext(markdown, options) {
        if reader.y > height {
            reader.page.cut = true;
            break;
        }
        reader.event(event);
    }
    reader.flush();
    reader.close_quotes();
    reader.page
}

struct Reader {
    page: Page,
    room: f32,
    y: f32,
    letters: Vec<Letter>,
    heading: Option<f32>,
    bold: usize,
    struck: usize,
    code_block: bool,
    link: Option<usize>,
    targets: Vec<Arc<str>>,
    /// The next number of each list around; `None`: dots.
    lists: Vec<Option<u64>>,
    /// Stands before the next line of text.
    marker: Option<Option<String>>,
    /// Where each quotation around begins.
    quotes: Vec<f32>,
}

impl Reader {
    fn new(room: f32) -> Self {
        Self {
            page: Page::default(),
            room,
            y: 0.0,
            letters: Vec::new(),
            heading: None,
            bold: 0,
            struck: 0,
            code_block: false,
            link: None,
            targets: Vec::new(),
            lists: Vec::new(),
            marker: None,
            quotes: Vec::new(),
        }
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.add(&text, false)
            }
            Event::Code(text) => self.add(&text, true),
            Event::SoftBreak => self.add(" ", false),
            Event::HardBreak => self.add("\n", false),
            Event::TaskListMarker(done) => self.add(if done { "[x] " } else { "[ ] " }, false),
            Event::Rule => self.rule(),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.flush();
                self.heading = Some(heading_size(level));
            }
            Tag::BlockQuote(_) => {
                self.flush();
                self.begin_block();
                self.quotes.push(self.y);
            }
            Tag::CodeBlock(_) => {
                self.flush();
                self.code_block = true;
            }
            Tag::List(first) => {
                self.flush();
                if self.lists.is_empty() {
                    self.begin_block();
                }
                self.lists.push(first);
            }
            Tag::Item => self.marker = Some(self.next_marker()),
            Tag::Strong | Tag::Emphasis => self.bold += 1,
            Tag::Strikethrough => self.struck += 1,
            Tag::Link { dest_url, .. } => {
                self.link = Some(self.targets.len());
                self.targets.push(Arc::from(&*dest_url));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                self.flush();
                self.heading = None;
            }
            TagEnd::BlockQuote(_) => {
                self.flush();
                self.close_quote();
            }
            TagEnd::CodeBlock => {
                self.flush();
                self.code_block = false;
            }
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::Paragraph | TagEnd::Item | TagEnd::HtmlBlock => self.flush(),
            TagEnd::Strong | TagEnd::Emphasis => self.bold = self.bold.saturating_sub(1),
            TagEnd::Strikethrough => self.struck = self.struck.saturating_sub(1),
            TagEnd::Link => self.link = None,
            _ => {}
        }
    }

    fn next_marker(&mut self) -> Option<String> {
        let number = self.lists.last_mut()?.as_mut()?;
        let marker = format!("{number}.");
        *number = number.saturating_add(1);
        Some(marker)
    }

    fn style(&self, code: bool) -> Style {
        let code = code || self.code_block;
        let size = self.heading.unwrap_or(if code { CODE } else { BODY });
        let bold = self.heading.is_some() || self.bold > 0;
        let weight = if bold {
            Weight::SemiBold
        } else {
            Weight::Regular
        };
        let ink = match (self.link, self.quotes.is_empty()) {
            (Some(_), _) => Ink::Link,
            (None, true) => Ink::Text,
            (None, false) => Ink::Soft,
        };
        Style {
            font: Font { size, weight },
            ink,
            code,
            struck: self.struck > 0,
            link: self.link,
        }
    }

    fn add(&mut self, text: &str, code: bool) {
        let style = self.style(code);
        let clean = |c: char| match c {
            '\n' => '\n',
            '\t' => '\u{2003}',
            c if c.is_control() => ' ',
            c => c,
        };
        self.letters.extend(text.chars().map(|c| (clean(c), style)));
    }

    /// Where lines begin, inside of lists and quotations.
    fn left(&self) -> f32 {
        let indent = (self.lists.len() + self.quotes.len()) as f32 * INDENT;
        indent.min(self.room * MOST_INDENT)
    }

    fn begin_block(&mut self) {
        if self.y > 0.0 {
            self.y += GAP;
        }
    }

    /// Sets the letters gathered so far.
    fn flush(&mut self) {
        let mut letters = std::mem::take(&mut self.letters);
        while letters.last().is_some_and(|(c, _)| *c == '\n') {
            letters.pop();
        }
        if letters.is_empty() {
            return;
        }
        if self.lists.is_empty() {
            self.begin_block();
        } else if self.marker.is_none() {
            self.y += GAP / 2.0;
        }
        if self.code_block {
            self.code(&letters);
            return;
        }
        let left = self.left();
        for line in flow::lines(&letters, self.room - left) {
            self.line(&line, left);
        }
    }

    fn code(&mut self, letters: &[Letter]) {
        let left = self.left();
        let top = self.y;
        self.marker = None;
        self.y += CODE_PADDING;
        let ground = self.page.marks.len();
        for line in flow::lines(letters, self.room - left - 2.0 * CODE_PADDING) {
            self.line(&line, left + CODE_PADDING);
        }
        self.y += CODE_PADDING;
        let rect = Rect::new([left, top], [self.room, self.y]);
        self.page.marks.insert(ground, Mark::Code(rect));
    }

    fn line(&mut self, letters: &[Letter], left: f32) {
        let size = letters.iter().map(|(_, style)| style.font.size);
        let size = size.reduce(f32::max).unwrap_or(BODY);
        let height = size * LEADING;
        let baseline = self.y + height * 0.72;
        self.mark_item(left, baseline);
        let mut x = left;
        for run in letters.chunk_by(|a, b| a.1 == b.1) {
            x += self.run(run, [x, baseline], height);
        }
        self.y += height;
    }

    /// The dot or number of a list item, left of its first line.
    fn mark_item(&mut self, left: f32, baseline: f32) {
        let Some(marker) = self.marker.take() else {
            return;
        };
        let Some(number) = marker else {
            let dot = [left - INDENT * 0.55, baseline - BODY * 0.35];
            self.page.marks.push(Mark::Dot(dot));
            return;
        };
        let font = Font::regular(BODY);
        let wide = width(&number, font);
        self.page.runs.push(Run {
            at: [left - 4.0 - wide, baseline],
            size: font.size,
            weight: font.weight,
            ink: Ink::Soft,
            string: number,
            width: wide,
        });
    }

    /// Letters of one style; their width.
    fn run(&mut self, letters: &[Letter], at: [f32; 2], height: f32) -> f32 {
        let Some((_, style)) = letters.first() else {
            return 0.0;
        };
        let string: String = letters.iter().map(|(c, _)| *c).collect();
        let wide = width(&string, style.font);
        let (size, [x, y]) = (style.font.size, at);
        if style.code && !self.code_block {
            let ground = Rect::new([x - 2.0, y - size], [x + wide + 2.0, y + size * 0.32]);
            self.page.marks.push(Mark::Code(ground));
        }
        let mut line = |y: f32| {
            self.page
                .marks
                .push(Mark::Line([x, y], [x + wide, y], style.ink));
        };
        if style.struck {
            line(y - size * 0.32);
        }
        if let Some(link) = style.link {
            line(y + size * 0.16);
            let top = y - height * 0.72;
            let rect = Rect::new([x, top], [x + wide, top + height]);
            let target = self.targets.get(link).cloned().unwrap_or_default();
            self.page.links.push((rect, target));
        }
        self.page.runs.push(Run {
            at,
            size,
            weight: style.font.weight,
            ink: style.ink,
            string,
            width: wide,
        });
        wide
    }

    fn rule(&mut self) {
        self.flush();
        self.begin_block();
        let y = self.y + 2.0;
        self.page
            .marks
            .push(Mark::Rule([self.left(), y], [self.room, y]));
        self.y += 4.0;
    }

    fn close_quote(&mut self) {
        let Some(top) = self.quotes.pop() else { return };
        let left = self.left() + 2.0;
        let bar = Rect::new([left, top], [left + 3.0, self.y]);
        self.page.marks.push(Mark::Quote(bar));
    }

    fn close_quotes(&mut self) {
        while !self.quotes.is_empty() {
            self.close_quote();
        }
    }
}

fn heading_size(level: HeadingLevel) -> f32 {
    match level {
        HeadingLevel::H1 => 20.0,
        HeadingLevel::H2 => 17.0,
        HeadingLevel::H3 => 15.0,
        _ => BODY,
    }
}
