//! What every service must bring.

use super::param::ParamSpec;
use super::part::Part;
use super::prices::BillLines;
use super::settings::Settings;
use super::usage::Usage;

/// Palette category; also the colour family of the tile.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Category {
    Clients,
    Network,
    Compute,
    Serverless,
    Messaging,
    Storage,
    Database,
}

impl Category {
    /// Stable name: the translation key is `category.<name>`.
    pub fn name(self) -> &'static str {
        match self {
            Category::Clients => "clients",
            Category::Network => "network",
            Category::Compute => "compute",
            Category::Serverless => "serverless",
            Category::Messaging => "messaging",
            Category::Storage => "storage",
            Category::Database => "database",
        }
    }
}

/// Which links may start and end at a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ports {
    /// Other components may call it.
    pub accepts: bool,
    /// It may call other components.
    pub calls: bool,
}

/// One piece of the one-line configuration under a card's name; pieces are joined by a middle dot.
#[derive(Clone, Debug, PartialEq)]
pub enum Piece {
    /// Shown as it is ("2 × t3.medium").
    Plain(String),
    /// The translated name of a choice: parameter and value.
    Choice(&'static str, String),
    /// A translation key.
    Word(&'static str),
    /// A translation key with one number to fill in as `{n}`.
    Counted(&'static str, String),
}

/// What the pricing function gets.
#[derive(Clone, Copy, Debug)]
pub struct PriceContext<'a> {
    /// AWS region whose price list applies, e.g. `ap-northeast-2`.
    pub region: &'a str,
}

/// One service of the catalog.
pub struct Service {
    /// Stable id in documents, e.g. `alb`. Translation keys: `service.<id>`, `param.<id>.<param>`.
    pub id: &'static str,
    pub category: Category,
    /// File stem of the icon in `assets/icons`.
    pub icon: &'static str,
    pub ports: Ports,
    pub params: fn() -> &'static [ParamSpec],
    pub summary: fn(&Settings<'_>) -> Vec<Piece>,
    pub compile: fn(&Settings<'_>) -> Part,
    /// Turns metered usage into price lines.
    pub bill: fn(&Settings<'_>, &PriceContext<'_>, &Usage, &mut BillLines),
    /// The Learn text, Markdown: English, Korean.
    pub learn: (&'static str, &'static str),
}

impl std::fmt::Debug for Service {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Service")
            .field("id", &self.id)
            .finish_non_exhaustive()
    }
}

impl Service {
    /// The parameter of this name, if the service has it.
    pub fn param(&self, id: &str) -> Option<&'static ParamSpec> {
        (self.params)().iter().find(|spec| spec.id == id)
    }
}
