//! Figures measured in replications by the test itself, against their exact values: a table of 99 % intervals.

use sim_core::foundation::stats::Welford;

use super::cells::most_misses;

/// A table in the making.
#[derive(Default)]
pub struct Table {
    cells: u32,
    misses: Vec<String>,
    blunt: Vec<String>,
}

impl Table {
    /// Adds a cell: one sample of the figure per replication. `sharp` is the relative error that the interval must be
    /// able to notice.
    pub fn cell(&mut self, name: &str, exact: f64, sharp: f64, samples: impl Iterator<Item = f64>) {
        let mut all = Welford::new();
        samples.for_each(|sample| all.push(sample));
        let interval = all.interval_99().unwrap();
        let line = format!(
            "{name:<44} exact {exact:>12.6}  measured {:>12.6} ± {:>10.6}",
            interval.mean, interval.half_width
        );
        let inside = interval.contains(exact);
        println!("{line}{}", if inside { "" } else { "  MISS" });
        self.cells += 1;
        if interval.half_width > sharp * exact.abs() {
            self.blunt.push(line.clone());
        }
        if !inside {
            self.misses.push(line);
        }
    }

    /// Asserts that no more cells miss than a right simulation lets expect.
    pub fn assert(self) {
        let most = most_misses(self.cells) as usize;
        let (misses, blunt) = (self.misses.join("\n"), self.blunt.join("\n"));
        assert!(
            self.misses.len() <= most,
            "more than {most} of {} cells miss:\n{misses}",
            self.cells
        );
        assert!(self.blunt.is_empty(), "too wide to notice:\n{blunt}");
    }
}
