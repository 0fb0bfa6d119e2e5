//! The icons of `assets/icons`: strokes on a 48 by 48 square, white where a colour comes in.

/// Side of an icon's square.
pub const SIDE: f32 = 48.0;

macro_rules! icons {
    ($($name:literal),* $(,)?) => {
        /// File stem and SVG source, in a fixed order.
        pub static ALL: &[(&str, &str)] = &[
            $(($name, include_str!(concat!("../../../assets/icons/", $name, ".svg")))),*
        ];
    };
}

icons!(
    "alb",
    "asg",
    "client",
    "elasticache",
    "fargate",
    "group",
    "lambda",
    "rds",
    "region",
    "s3",
    "server",
    "sqs",
    "tier",
    "was",
    "web_server",
    "zone",
    "ui-align-bottom",
    "ui-align-center",
    "ui-align-left",
    "ui-align-middle",
    "ui-align-right",
    "ui-align-top",
    "ui-check",
    "ui-chevron-down",
    "ui-chevron-right",
    "ui-close",
    "ui-command",
    "ui-distribute-h",
    "ui-distribute-v",
    "ui-export",
    "ui-fault",
    "ui-fit",
    "ui-folder",
    "ui-frame",
    "ui-globe",
    "ui-info",
    "ui-link",
    "ui-moon",
    "ui-note",
    "ui-open",
    "ui-pattern",
    "ui-pause",
    "ui-play",
    "ui-plus",
    "ui-redo",
    "ui-reset",
    "ui-save",
    "ui-search",
    "ui-step",
    "ui-sun",
    "ui-trash",
    "ui-undo",
    "ui-warning",
);

/// The SVG source of an icon; a warning triangle for a name there is none for.
pub fn source(name: &str) -> &'static str {
    let find = |wanted: &str| {
        ALL.iter()
            .find(|(name, _)| *name == wanted)
            .map(|(_, source)| *source)
    };
    find(name)
        .or_else(|| find("ui-warning"))
        .unwrap_or_default()
}

/// What stands between an icon's `<svg>` tags, for drawing it inside another picture.
pub fn body(name: &str) -> &'static str {
    let source = source(name);
    let start = source.find('>').map_or(0, |end| end + 1);
    let end = source.rfind("</svg>").unwrap_or(source.len());
    source.get(start..end).unwrap_or_default().trim()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_icon_is_a_drawing_of_the_agreed_kind() {
        for (name, source) in ALL {
            assert!(source.contains(r#"viewBox="0 0 48 48""#), "{name}");
            assert!(source.contains(r##"stroke="#fff""##), "{name}");
            assert!(
                body(name).starts_with('<') && !body(name).contains("<svg"),
                "{name}"
            );
        }
    }

    #[test]
    fn every_drawing_of_the_folder_is_an_icon() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../assets/icons");
        let files = std::fs::read_dir(folder).unwrap();
        let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        let mut known: Vec<String> = ALL.iter().map(|(name, _)| format!("{name}.svg")).collect();
        known.sort();
        assert_eq!(names, known);
    }

    #[test]
    fn an_unknown_name_gets_the_warning() {
        assert_eq!(source("no such"), source("ui-warning"));
    }
}
