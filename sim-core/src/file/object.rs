//! One object as it is written: known fields in their order, and between them what nobody knows, where it stood.

use serde_json::Value as Json;

use crate::document::Unknown;

/// An object under way.
pub struct Object<'f, 'u> {
    out: String,
    /// Every field that may be put, in the order in which they are.
    fields: &'f [&'f str],
    unknown: Box<dyn Iterator<Item = (&'u str, &'u str, u32)> + 'u>,
    next: Option<(&'u str, &'u str, u32)>,
}

impl<'f, 'u> Object<'f, 'u> {
    pub fn new(fields: &'f [&'f str], unknown: &'u Unknown) -> Self {
        let mut unknown: Box<dyn Iterator<Item = _>> = Box::new(unknown.fields());
        let next = unknown.next();
        Self {
            out: String::from("{"),
            fields,
            unknown,
            next,
        }
    }

    /// A field. Fields are put in their order; any may be left out.
    pub fn put(&mut self, field: &str, value: impl Into<Json>) {
        self.put_text(field, &value.into().to_string());
    }

    /// A field whose value is written already.
    pub fn put_text(&mut self, field: &str, text: &str) {
        let before = self.fields.iter().position(|known| *known == field);
        self.put_unknown(before.unwrap_or(self.fields.len()));
        self.write(field, text);
    }

    /// Those that stood before the known field of this index.
    fn put_unknown(&mut self, before: usize) {
        while let Some((name, text, slot)) = self.next {
            if slot as usize > before {
                return;
            }
            // A field may have become known since, such as the factor of a fault.
            if !self.fields.contains(&name) {
                self.write(name, text);
            }
            self.next = self.unknown.next();
        }
    }

    fn write(&mut self, field: &str, text: &str) {
        if self.out.len() > 1 {
            self.out.push(',');
        }
        self.out.push_str(&Json::from(field).to_string());
        self.out.push(':');
        self.out.push_str(text);
    }

    /// The whole.
    pub fn text(mut self) -> String {
        self.put_unknown(usize::MAX);
        self.out.push('}');
        self.out
    }
}
