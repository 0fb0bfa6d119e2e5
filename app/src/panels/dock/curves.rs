//! The four charts as data: what is offered and served, how long it takes, what fails, what it costs.

use sim_core::engine::snapshot::{Cause, Point, Snapshot};

use super::costs::Costs;
use crate::i18n::Texts;
use crate::panels::{digits, samples};
use crate::session::View;
use crate::theme::Rgba;

/// Components with a line of their own in the cost chart, besides the sum.
const DEAREST: usize = 3;

/// What the numbers of a chart are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Figure {
    PerSecond,
    Seconds,
    UsdPerHour,
}

/// One line of a chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Curve {
    pub name: String,
    pub color: Rgba,
    /// One value per window; `None`: not enough samples in that window.
    pub values: Vec<Option<f64>>,
}

/// One chart.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    /// Stable name, also of its translation key: `chart.<id>`.
    pub id: &'static str,
    pub figure: Figure,
    pub curves: Vec<Curve>,
    /// How many more are in the first curve, which is the sum, and have none of their own.
    pub others: usize,
}

impl Figure {
    /// A value in the head of a chart.
    pub fn shown(self, value: f64, texts: Texts) -> String {
        match self {
            Figure::PerSecond => texts.per_second(value),
            Figure::Seconds => texts.duration(value),
            Figure::UsdPerHour => texts.usd(value),
        }
    }

    /// A value at a tick: short, because it is round.
    pub fn tick(self, value: f64) -> String {
        let number = |value: f64| match value {
            v if v >= 1e6 => format!("{}M", digits::plain(v / 1e6)),
            v if v >= 1e4 => format!("{}k", digits::plain(v / 1e3)),
            v => digits::plain((v * 1e6).round() / 1e6),
        };
        match self {
            Figure::PerSecond => number(value),
            Figure::Seconds if value >= 1.0 || value == 0.0 => format!("{} s", number(value)),
            Figure::Seconds => format!("{} ms", number(value * 1e3)),
            Figure::UsdPerHour => format!("${}", number(value)),
        }
    }
}

impl Chart {
    /// What of the sum the curves beside it leave over in a window; `None`: they leave nothing out.
    pub fn others_at(&self, index: usize) -> Option<f64> {
        let value = |curve: &Curve| curve.values.get(index).copied().flatten();
        let (sum, parts) = self.curves.split_first().filter(|_| self.others > 0)?;
        let parts: f64 = parts.iter().filter_map(value).sum();
        // Rounding must not make it a debt.
        Some((value(sum)? - parts).max(0.0))
    }

    /// The largest value of all lines.
    pub fn top(&self) -> f64 {
        let values = self
            .curves
            .iter()
            .flat_map(|curve| curve.values.iter().flatten());
        values
            .copied()
            .filter(|value| value.is_finite())
            .fold(0.0, f64::max)
    }
}

/// The four charts.
pub fn charts(view: &View<'_>, snapshot: &Snapshot, costs: &Costs) -> [Chart; 4] {
    [
        requests(view, snapshot),
        latency(view, snapshot),
        failed(view, snapshot),
        cost(view, snapshot, costs),
    ]
}

fn curve(
    name: impl Into<String>,
    color: Rgba,
    snapshot: &Snapshot,
    pick: impl Fn(&Point) -> Option<f64>,
) -> Curve {
    let values = snapshot
        .series
        .points
        .iter()
        .map(|point| pick(point))
        .collect();
    Curve {
        name: name.into(),
        color,
        values,
    }
}

fn requests(view: &View<'_>, snapshot: &Snapshot) -> Chart {
    let (texts, series) = (view.texts, &view.theme.series);
    let offered = curve(texts.tr("chart.offered"), series[1], snapshot, |point| {
        Some(point.offered_per_s)
    });
    let served = curve(texts.tr("chart.served"), series[2], snapshot, |point| {
        Some(point.served_per_s)
    });
    Chart {
        id: "requests",
        figure: Figure::PerSecond,
        curves: vec![offered, served],
        others: 0,
    }
}

fn latency(view: &View<'_>, snapshot: &Snapshot) -> Chart {
    let series = &view.theme.series;
    let known = |point: &Point, percentile, value| {
        samples::enough(point.samples, percentile).then_some(value)
    };
    let curves = vec![
        curve("p50", series[1], snapshot, |point| {
            known(point, 0.5, point.p50_s)
        }),
        curve("p95", series[0], snapshot, |point| {
            known(point, 0.95, point.p95_s)
        }),
        curve("p99", series[5], snapshot, |point| {
            known(point, 0.99, point.p99_s)
        }),
    ];
    Chart {
        id: "latency",
        figure: Figure::Seconds,
        curves,
        others: 0,
    }
}

/// The causes that occurred; all together where none did.
fn failed(view: &View<'_>, snapshot: &Snapshot) -> Chart {
    let occurred = |index: usize| {
        snapshot.series.points.iter().any(|point| {
            point
                .failed_per_s
                .get(index)
                .is_some_and(|rate| *rate > 0.0)
        })
    };
    let causes = Cause::ALL
        .into_iter()
        .enumerate()
        .filter(|(index, _)| occurred(*index));
    let mut curves: Vec<Curve> = causes
        .map(|(index, cause)| {
            let name = view.texts.tr(&format!("cause.{}", cause.name()));
            curve(name, view.theme.cause(cause), snapshot, |point| {
                point.failed_per_s.get(index).copied()
            })
        })
        .collect();
    if curves.is_empty() {
        curves.push(curve(
            view.texts.tr("chart.none"),
            view.theme.ok,
            snapshot,
            |_| Some(0.0),
        ));
    }
    Chart {
        id: "failed",
        figure: Figure::PerSecond,
        curves,
        others: 0,
    }
}

fn cost(view: &View<'_>, snapshot: &Snapshot, costs: &Costs) -> Chart {
    let series = &view.theme.series;
    let all = |values: Vec<f64>| values.into_iter().map(Some).collect();
    let total = Curve {
        name: view.texts.tr("chart.total").to_owned(),
        color: view.theme.text_soft,
        values: all(costs.totals()),
    };
    let colors = [series[6], series[2], series[3]];
    let dearest = costs.dearest(DEAREST);
    let parts = dearest.iter().filter_map(|at| {
        let id = &snapshot.components.get(*at)?.id;
        Some(Curve {
            name: view.document.name_of(id),
            color: *colors.get(rank(&dearest, *at))?,
            values: all(costs.of(*at)),
        })
    });
    let curves = std::iter::once(total).chain(parts).collect();
    Chart {
        id: "cost",
        figure: Figure::UsdPerHour,
        curves,
        others: costs.count() - dearest.len(),
    }
}

/// Which color a component has: its line keeps it when another becomes dearer.
fn rank(all: &[usize], one: usize) -> usize {
    all.iter().filter(|other| **other < one).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::theme::Theme;

    #[test]
    fn what_has_no_line_is_the_rest_of_the_sum() {
        let curve = |values: [Option<f64>; 2]| Curve {
            name: String::new(),
            color: Theme::dark().ok,
            values: values.to_vec(),
        };
        let mut chart = Chart {
            id: "cost",
            figure: Figure::UsdPerHour,
            curves: vec![
                curve([Some(5.0), None]),
                curve([Some(3.0), Some(1.0)]),
                curve([Some(1.5), None]),
            ],
            others: 2,
        };
        assert_eq!(
            [0, 1, 2].map(|at| chart.others_at(at)),
            [Some(0.5), None, None]
        );
        chart.others = 0;
        assert_eq!(chart.others_at(0), None);
    }

    #[test]
    fn a_line_keeps_its_color_when_another_becomes_dearer() {
        for dearest in [[7, 2, 4], [2, 7, 4], [4, 2, 7]] {
            assert_eq!([2, 4, 7].map(|at| rank(&dearest, at)), [0, 1, 2]);
        }
    }

    #[test]
    fn ticks_are_short() {
        let cases = [
            (Figure::PerSecond, 25_000.0, "25k"),
            (Figure::PerSecond, 1_500.0, "1,500"),
            (Figure::PerSecond, 2_500_000.0, "2.5M"),
            (Figure::Seconds, 0.05, "50 ms"),
            (Figure::Seconds, 2.5, "2.5 s"),
            (Figure::Seconds, 0.0, "0 s"),
            (Figure::UsdPerHour, 0.5, "$0.5"),
        ];
        for (figure, value, text) in cases {
            assert_eq!(figure.tick(value), text);
        }
    }
}
