//! Patterns that come with the program: pieces of a drawing that stand for a known way to build, put in as a whole.

/// One pattern: its file stem and its text, a fragment as the clipboard holds it. Keys: name `pattern.<stem>`, what it
/// shows `pattern.<stem>.about`; a name in the fragment is the key `pattern.part.<name>`.
#[derive(Clone, Copy, Debug)]
pub struct Pattern {
    pub stem: &'static str,
    pub text: &'static str,
}

macro_rules! patterns {
    ($($stem:literal),* $(,)?) => {
        [$(Pattern { stem: $stem, text: include_str!(concat!("../../../assets/patterns/", $stem, ".json")) }),*]
    };
}

/// In the order of the palette.
pub const PATTERNS: [Pattern; 7] = patterns![
    "alb-asg-rds",
    "alb-fargate-rds",
    "three-tier",
    "two-zones",
    "static-site",
    "serverless-api",
    "upload-event",
];

/// The pattern of this stem.
pub fn pattern(stem: &str) -> Option<Pattern> {
    PATTERNS.into_iter().find(|pattern| pattern.stem == stem)
}
