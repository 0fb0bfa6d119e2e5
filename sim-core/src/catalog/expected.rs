//! What should have stood where something else did, as data: a message says it in the reader's language.
//!
//! Display is English; another language has a sentence for each [`Thing`] and each form of [`Expected`].

use core::fmt;

use super::param::Unit;
use crate::foundation::ids::Id;

/// What a value should have been.
#[derive(Clone, Debug, PartialEq)]
pub enum Expected {
    /// Something that is always the same.
    A(Thing),
    /// A number in a range, or a word in its place.
    Number {
        whole: bool,
        min: f64,
        max: f64,
        unit: Unit,
        instead: Option<&'static str>,
    },
    /// A whole number, with more digits than a float has.
    Whole { max: u64 },
    /// A distribution of times, or a word in its place.
    Times { instead: Option<&'static str> },
    /// A number in a range for each of some request kinds.
    ByKind { min: f64, max: f64 },
    /// One of some names, of which the first few are told.
    OneOf { names: Vec<String>, more: usize },
    /// A known name of this sort; no names: there is nothing of the sort.
    Name { what: Thing, names: Vec<String> },
    /// Not more request kinds than these.
    KindsAtMost(usize),
    /// A version of the format up to this one.
    Version(u64),
    /// No other id than this.
    TheId(Id),
    /// Something in a column of a table, from 1.
    InColumn { what: Thing, column: usize },
    /// JSON goes on with one of these signs.
    Signs(&'static [&'static str]),
}

/// What stood there.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// As somebody wrote it.
    Shown(String),
    A(Thing),
    /// A field that nobody knows, as somebody wrote it.
    UnknownField(String),
    /// JSON of another program, with a version of its own.
    ForeignVersion(u64),
}

macro_rules! things {
    ($($thing:ident $key:literal $english:literal)*) => {
        /// What can be expected or found and is always the same.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Thing {
            $($thing,)*
        }

        impl Thing {
            pub const ALL: &[Thing] = &[$(Thing::$thing,)*];

            /// Stable name; the translation key is `thing.<key>`.
            pub fn key(self) -> &'static str {
                match self {
                    $(Thing::$thing => $key,)*
                }
            }

            fn english(self) -> &'static str {
                match self {
                    $(Thing::$thing => $english,)*
                }
            }
        }
    };
}

things! {
    // Values.
    Flag "flag" "true or false"
    Text "text" "a text"
    Number "number" "a number"
    WholeNumber "whole_number" "a whole number"
    Seconds "seconds" "a number of seconds"
    Times "times" "a distribution"
    Numbers "numbers" "an object of numbers"
    List "list" "a list"
    Object "object" "an object"
    Null "null" "null"
    Nothing "nothing" "nothing"
    More "more" "more"
    AnyValue "any_value" "a number, a text, true, false or a distribution"
    Point "point" "two numbers, such as [160, 80]"
    Position "position" "two numbers, x and y"
    Size "size" "two numbers, width and height"
    Distribution "distribution" "a distribution such as {\"type\": \"exponential\", \"mean_ms\": 10}"
    Kinds "kinds" "a list of request kinds such as [\"page\"]"
    Trace "trace" "a trace such as \"per_second 12 15 0*30 8\" or \"gaps_ms 0 12.5 3\""
    Id "id" "an id: 1 to 64 of A-Z a-z 0-9 _ -"
    Name "name" "a name"
    // What a file is made of.
    Topology "topology" "a topology, an object with \"components\""
    Root "root" "an object with a \"version\""
    Component "component" "a component"
    Link "link" "a link"
    Container "container" "a container"
    Note "note" "a note"
    ComponentOrContainer "component_or_container" "a component or a container"
    Place "place" "a region or a zone"
    ComponentOrPlace "component_or_place" "a component, a region or a zone"
    Kind "kind" "a request kind"
    Service "service" "a service"
    ContainerKind "container_kind" "a container kind"
    Param "param" "a parameter"
    Part "part" "a part"
    ComponentId "component_id" "the id of a component"
    ItemId "item_id" "the id of an item"
    Params "params" "an object of parameters"
    Targets "targets" "an object of targets"
    Scenario "scenario" "an object with \"seed\" and \"duration_s\""
    AComponent "a_component" "a component, such as {\"id\": \"web\", \"service\": ...}"
    AContainer "a_container" "a container, such as {\"id\": \"seoul\", \"kind\": ...}"
    ALink "a_link" "a link, such as {\"id\": \"a-b\", \"from\": \"a\", ...}"
    ANote "a_note" "a note, such as {\"id\": \"why\", \"text\": ...}"
    AKind "a_kind" "a request kind, such as {\"id\": \"page\", \"name\": ...}"
    AFault "a_fault" "a fault, such as {\"at_s\": 60, \"target\": ..., \"kind\": ...}"
    Components "components" "a list of components"
    Containers "containers" "a list of containers"
    Links "links" "a list of links"
    Notes "notes" "a list of notes"
    KindList "kind_list" "a list of request kinds"
    Faults "faults" "a list of faults"
    Bends "bends" "a list of points, such as [[160, 80]]"
    // JSON.
    Json "json" "valid JSON"
    JsonValue "json_value" "a value"
    JsonEnd "json_end" "nothing more after the closing bracket"
    JsonNotEmpty "json_not_empty" "a topology, found an empty file"
    JsonFinite "json_finite" "a finite number, found NaN or Infinity"
    Json64Bits "json_64_bits" "a number that fits 64 bits"
    JsonValueAtEnd "json_value_at_end" "a value, found the end of the file"
    JsonTextEnd "json_text_end" "the end of a text, found the end of the file"
    JsonListEnd "json_list_end" "the end of a list, found the end of the file"
    JsonObjectEnd "json_object_end" "the end of an object, found the end of the file"
    JsonNoComma "json_no_comma" "another item after the comma"
    JsonWord "json_word" "true, false or null"
    JsonField "json_field" "the name of a field in quotes"
    JsonEscape "json_escape" "an escape that JSON has, such as `\\n`"
    JsonNumber "json_number" "a number as JSON writes it"
    JsonControl "json_control" "a text without control characters: a new line is `\\n`"
    JsonCharacter "json_character" "a whole character of Unicode"
    // Logs.
    LogLine "log_line" "a timestamp (seconds such as 12.5, or 2024-05-01T12:00:00Z), or a line of a web server's log with [10/Oct/2000:13:55:36 -0700]"
    AccessLine "access_line" "a line of a web server's log with [10/Oct/2000:13:55:36 -0700]"
    Instant "instant" "an instant such as 2024-05-01T12:00:00Z"
    PlainNumber "plain_number" "a number such as 12.5"
    // Traces.
    TraceCount "trace_count" "a whole number from 0 to 1000000, or such a number with \"*\" and how often"
    TraceGap "trace_gap" "milliseconds with up to six decimals, at most ten years in all"
}

impl Expected {
    /// A number in a range, without a unit.
    pub fn number(min: f64, max: f64) -> Self {
        Self::Number {
            whole: false,
            min,
            max,
            unit: Unit::Count,
            instead: None,
        }
    }

    /// A whole number in a range.
    pub fn whole(min: f64, max: f64) -> Self {
        Self::Number {
            whole: true,
            min,
            max,
            unit: Unit::Count,
            instead: None,
        }
    }

    /// One of some names; of many the first few are told.
    pub fn one_of<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        const MOST: usize = 12;
        let mut names: Vec<String> = names.into_iter().map(str::to_owned).collect();
        let more = names.len().saturating_sub(MOST);
        names.truncate(MOST);
        Self::OneOf { names, more }
    }
}

impl From<Thing> for Expected {
    fn from(thing: Thing) -> Self {
        Self::A(thing)
    }
}

impl From<Thing> for Found {
    fn from(thing: Thing) -> Self {
        Self::A(thing)
    }
}

impl From<String> for Found {
    fn from(shown: String) -> Self {
        Self::Shown(shown)
    }
}

impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.english())
    }
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let or = |f: &mut fmt::Formatter<'_>, word: &Option<&str>| match word {
            Some(word) => write!(f, " or \"{word}\""),
            None => Ok(()),
        };
        match self {
            Self::A(thing) => write!(f, "{thing}"),
            Self::Number {
                whole,
                min,
                max,
                unit,
                instead,
            } => {
                let what = if *whole { "a whole number" } else { "a number" };
                write!(f, "{what} from {min} to {max}")?;
                if !unit.sign().is_empty() {
                    write!(f, " {}", unit.sign())?;
                }
                or(f, instead)
            }
            Self::Whole { max } => write!(f, "a whole number from 0 to {max}"),
            Self::Times { instead } => {
                f.write_str("a distribution such as {\"type\":\"exponential\",\"mean_ms\":10}")?;
                or(f, instead)
            }
            Self::ByKind { min, max } => write!(
                f,
                "a number from {min} to {max} for each of some request kinds, such as {{\"page\":1}}"
            ),
            Self::OneOf { names, more } => {
                write!(f, "one of \"{}\"", names.join("\", \""))?;
                match more {
                    0 => Ok(()),
                    more => write!(f, " and {more} more"),
                }
            }
            Self::Name { what, names } if names.is_empty() => {
                write!(f, "no {} here", what.english().trim_start_matches("a "))
            }
            Self::Name { what, names } => write!(f, "{what} ({})", names.join(", ")),
            Self::KindsAtMost(limit) => write!(f, "at most {limit} request kinds"),
            Self::Version(most) => write!(
                f,
                "the version of the format, a whole number from 1 to {most}"
            ),
            Self::TheId(id) => write!(f, "the id \"{id}\""),
            Self::InColumn { what, column } => write!(f, "{what} in column {column}"),
            Self::Signs(signs) => write!(f, "`{}`", signs.join("` or `")),
        }
    }
}

impl fmt::Display for Found {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shown(shown) => f.write_str(shown),
            Self::A(thing) => write!(f, "{thing}"),
            Self::UnknownField(field) => write!(f, "the unknown field {field}"),
            Self::ForeignVersion(version) => {
                write!(f, "the JSON of another program, of version {version}")
            }
        }
    }
}
