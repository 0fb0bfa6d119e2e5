//! Tables in Markdown, and text that says in Markdown what it says.

use crate::i18n::Texts;

/// A table whose first columns are names, to the left, and the others figures, to the right.
pub struct Table {
    texts: Texts,
    head: Vec<&'static str>,
    names: usize,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub fn new(texts: Texts) -> Self {
        Self {
            texts,
            head: Vec::new(),
            names: 0,
            rows: Vec::new(),
        }
    }

    /// Columns of names, by the translation keys of their headings.
    pub fn names(&mut self, keys: &[&str]) {
        self.names += keys.len();
        self.figures(keys);
    }

    /// Columns of figures.
    pub fn figures(&mut self, keys: &[&str]) {
        self.head.extend(keys.iter().map(|key| self.texts.tr(key)));
    }

    /// A row: what people wrote is escaped by who gives it here.
    pub fn row(&mut self, cells: Vec<String>) {
        debug_assert_eq!(cells.len(), self.head.len());
        self.rows.push(cells);
    }

    pub fn write(&self, out: &mut String) {
        let rule = |column| if column < self.names { "---" } else { "---:" };
        line(self.head.iter().copied(), out);
        line((0..self.head.len()).map(rule), out);
        for row in &self.rows {
            line(row.iter().map(String::as_str), out);
        }
    }
}

fn line<'a>(cells: impl Iterator<Item = &'a str>, out: &mut String) {
    for cell in cells {
        out.push_str("| ");
        out.push_str(cell);
        out.push(' ');
    }
    out.push_str("|\n");
}

/// A text on one line that no reader of Markdown takes for anything else: a pipe ends no cell, a star makes nothing
/// bold, `#` no tag and `$` no formula.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = ' ';
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        let special = match c {
            '\\' | '`' | '*' | '[' | ']' | '<' | '|' | '~' | '&' | '$' | '#' => true,
            // Within a word it means nothing, and names are full of it.
            '_' => {
                let after = letters.peek().copied().unwrap_or(' ');
                !(before.is_alphanumeric() && after.is_alphanumeric())
            }
            _ => false,
        };
        if special {
            out.push('\\');
        }
        out.push(if c.is_control() { ' ' } else { c });
        before = c;
    }
    out
}
