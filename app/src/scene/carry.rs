//! A picture that carries its document, so that it opens again as what it shows.

use resvg::usvg::roxmltree;
use sim_core::document::Document;
use sim_core::file;

/// What the document is called in the picture.
const NAME: &str = "topolab";
const SIGNATURE: [u8; 8] = [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n'];
/// Length, type and checksum of a part of a PNG file.
const AROUND: usize = 12;

/// Puts the document into an SVG file, behind its title.
pub fn into_svg(svg: &str, document: &Document) -> String {
    const BEHIND: &str = "</title>\n";
    let text = ascii(document);
    let carried = format!("{BEHIND}<metadata id=\"{NAME}\">{text}</metadata>\n");
    svg.replacen(BEHIND, &carried, 1)
}

/// Puts the document into a PNG file, before its end.
pub fn into_png(mut png: Vec<u8>, document: &Document) -> Vec<u8> {
    let mut part = b"tEXt".to_vec();
    part.extend(NAME.as_bytes());
    part.push(0);
    part.extend(ascii(document).as_bytes());
    let Ok(length) = u32::try_from(part.len() - 4) else {
        return png;
    };
    let end = png.split_off(png.len().saturating_sub(AROUND));
    png.extend(length.to_be_bytes());
    png.extend(&part);
    png.extend(crc32fast::hash(&part).to_be_bytes());
    png.extend(end);
    png
}

/// The document's text in signs that every format holds as they are: SVG too, without its own way to escape them.
fn ascii(document: &Document) -> String {
    let text = file::save(document);
    let mut out = String::with_capacity(text.len());
    for sign in text.chars() {
        match sign {
            ' '..='~' if !matches!(sign, '&' | '<' | '>') => out.push(sign),
            '\n' => out.push(' '),
            // Nothing else stands outside of texts.
            other => {
                for unit in other.encode_utf16(&mut [0; 2]) {
                    out.push_str(&format!("\\u{unit:04x}"));
                }
            }
        }
    }
    out
}

/// What a file is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Carried {
    /// No picture.
    None,
    /// A picture without a document.
    Nothing,
    /// The document's text.
    Document(String),
}

/// The document in the bytes of a picture.
pub fn from(bytes: &[u8]) -> Carried {
    if bytes.starts_with(&SIGNATURE) {
        return from_png(&bytes[SIGNATURE.len()..]).map_or(Carried::Nothing, Carried::Document);
    }
    let start = bytes.iter().position(|byte| !byte.is_ascii_whitespace());
    let marked = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    if start.is_none_or(|at| bytes[at] != b'<') && !marked.starts_with(b"<") {
        return Carried::None;
    }
    let text = std::str::from_utf8(marked).ok();
    text.and_then(from_svg)
        .map_or(Carried::Nothing, Carried::Document)
}

fn from_png(mut rest: &[u8]) -> Option<String> {
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let length = usize::try_from(u32::from_be_bytes(*length)).ok()?;
        let part = after.get(..length.checked_add(4)?)?;
        let text = part.strip_prefix(b"tEXt");
        let text = text.and_then(|text| text.strip_prefix(NAME.as_bytes()));
        if let Some(text) = text.and_then(|text| text.strip_prefix(b"\0")) {
            return String::from_utf8(text.to_vec()).ok();
        }
        rest = after.get(length + 8..)?;
    }
    None
}

fn from_svg(text: &str) -> Option<String> {
    let tree = roxmltree::Document::parse(text).ok()?;
    let mut nodes = tree.descendants();
    let ours = nodes
        .find(|node| node.tag_name().name() == "metadata" && node.attribute("id") == Some(NAME))?;
    ours.text().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::scene::fixture::three_tier;

    fn odd() -> Document {
        let mut document = three_tier();
        document.name = "<shop> & \"가게\" \u{1f600} \u{fffe}\u{85}\u{7f}".to_owned();
        document.description = "one\ntwo\t ]]> </metadata>".to_owned();
        document.unknown = [("later".to_owned(), serde_json::json!("é"))]
            .into_iter()
            .collect();
        document
    }

    fn carried(bytes: &[u8]) -> Document {
        let Carried::Document(text) = from(bytes) else {
            panic!("no document");
        };
        file::load(&text).unwrap().document
    }

    fn plain() -> Vec<u8> {
        let mut plain = std::io::Cursor::new(Vec::new());
        image::RgbaImage::new(2, 2)
            .write_to(&mut plain, image::ImageFormat::Png)
            .unwrap();
        plain.into_inner()
    }

    #[test]
    fn both_pictures_open_again_as_what_they_show() {
        let document = odd();
        let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\">\n<title>x</title>\n<g/></svg>";
        let again = carried(into_svg(svg, &document).as_bytes());
        assert_eq!(again.name, document.name);
        assert_eq!(again.description, document.description);
        assert_eq!(again.components, document.components);
        let bytes = into_png(plain(), &document);
        assert_eq!(carried(&bytes), again);
        image::load_from_memory(&bytes).unwrap();
    }

    #[test]
    fn other_pictures_say_so_and_what_is_none_is_none() {
        let plain = plain();
        assert_eq!(from(&plain), Carried::Nothing);
        assert_eq!(
            from(b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
            Carried::Nothing
        );
        assert_eq!(from(b"\xEF\xBB\xBF<html>"), Carried::Nothing);
        assert_eq!(from(b"{\"version\": 1}"), Carried::None);
        assert_eq!(from(b""), Carried::None);
        // Cut anywhere, a picture is no reason to break.
        let whole = into_png(plain, &odd());
        for end in 0..whole.len() {
            from(&whole[..end]);
        }
    }
}
