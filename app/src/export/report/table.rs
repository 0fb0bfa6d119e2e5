//! Tables of a report, and what people wrote in it: in Markdown, or in columns for a terminal.

use unicode_width::UnicodeWidthStr;

use super::Paper;

/// A table whose first columns are names, to the left, and the others figures, to the right.
pub struct Table {
    paper: Paper,
    head: Vec<&'static str>,
    names: usize,
    rows: Vec<Vec<String>>,
}

impl Table {
    pub fn new(paper: Paper) -> Self {
        Self {
            paper,
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
        let texts = self.paper.texts;
        self.head.extend(keys.iter().map(|key| texts.tr(key)));
    }

    /// The same by what stands there in every language.
    pub fn words(&mut self, words: &[&'static str]) {
        self.head.extend(words);
    }

    /// A row: what people wrote is made fit for the paper by who gives it here.
    pub fn row(&mut self, cells: Vec<String>) {
        debug_assert_eq!(cells.len(), self.head.len());
        self.rows.push(cells);
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    pub fn write(&self, out: &mut String) {
        match self.paper.markdown {
            true => self.in_markdown(out),
            false => self.in_columns(out),
        }
    }

    fn in_markdown(&self, out: &mut String) {
        let rule = |column| if column < self.names { "---" } else { "---:" };
        line(self.head.iter().copied(), out);
        line((0..self.head.len()).map(rule), out);
        for row in &self.rows {
            line(row.iter().map(String::as_str), out);
        }
    }

    fn in_columns(&self, out: &mut String) {
        let head: Vec<String> = self.head.iter().map(|name| (*name).to_owned()).collect();
        aligned(std::iter::once(&head).chain(&self.rows), self.names, out);
    }
}

/// Rows in columns that are as wide as what stands in them, on a terminal: Korean letters take two places there. The
/// first few are names, to the left.
pub fn aligned<'a>(
    rows: impl Iterator<Item = &'a Vec<String>> + Clone,
    names: usize,
    out: &mut String,
) {
    let mut widths: Vec<usize> = Vec::new();
    for row in rows.clone() {
        widths.resize(widths.len().max(row.len()), 0);
        for (wide, cell) in widths.iter_mut().zip(row) {
            *wide = cell.width().max(*wide);
        }
    }
    for row in rows {
        let mut line = String::new();
        for (column, (cell, wide)) in row.iter().zip(&widths).enumerate() {
            let gap = " ".repeat(wide - cell.width());
            let (before, after) = if column < names {
                ("", &*gap)
            } else {
                (&*gap, "")
            };
            line.push_str(&format!("{before}{cell}{after}  "));
        }
        out.push_str(line.trim_end());
        out.push('\n');
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
