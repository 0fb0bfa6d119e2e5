//! What of the top bar fits into its width, given up in a fixed order.

/// Widths in points of everything that may stand in the bar.
#[derive(Clone, Copy, Debug, Default)]
pub struct Widths {
    pub name: f32,
    pub menus: f32,
    pub folded_menus: f32,
    pub transport: f32,
    pub seed: f32,
    pub achieved: f32,
    pub chips: f32,
    pub short_chips: f32,
}

/// What is shown.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Plan {
    /// Width of the document's name.
    pub name: f32,
    pub menus: bool,
    pub seed: bool,
    pub achieved: bool,
    pub chip_labels: bool,
}

/// The least of a document's name.
const LEAST_NAME: f32 = 90.0;

impl Plan {
    /// Gives up, in this order: asked and achieved, long names, the seed, open menus, labels of the chips.
    pub fn new(room: f32, widths: &Widths) -> Self {
        let mut plan = Plan {
            name: widths.name,
            menus: true,
            seed: true,
            achieved: true,
            chip_labels: true,
        };
        let steps: [fn(&mut Plan, &Widths); 5] = [
            |plan, _| plan.achieved = false,
            |plan, widths| plan.name = widths.name.min(LEAST_NAME),
            |plan, _| plan.seed = false,
            |plan, _| plan.menus = false,
            |plan, _| plan.chip_labels = false,
        ];
        for step in steps {
            if plan.width(widths) <= room {
                break;
            }
            step(&mut plan, widths);
        }
        // What is left over goes to the name.
        let spare = (room - plan.width(widths)).max(0.0);
        plan.name = (plan.name + spare).min(widths.name);
        plan
    }

    fn width(&self, widths: &Widths) -> f32 {
        let when = |on: bool, width: f32| if on { width } else { 0.0 };
        let menus = if self.menus {
            widths.menus
        } else {
            widths.folded_menus
        };
        let chips = if self.chip_labels {
            widths.chips
        } else {
            widths.short_chips
        };
        self.name
            + menus
            + widths.transport
            + when(self.seed, widths.seed)
            + when(self.achieved, widths.achieved)
            + chips
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WIDTHS: Widths = Widths {
        name: 200.0,
        menus: 300.0,
        folded_menus: 40.0,
        transport: 280.0,
        seed: 84.0,
        achieved: 150.0,
        chips: 560.0,
        short_chips: 360.0,
    };

    #[test]
    fn everything_is_shown_where_there_is_room() {
        let plan = Plan::new(1600.0, &WIDTHS);
        assert_eq!(
            plan,
            Plan {
                name: 200.0,
                menus: true,
                seed: true,
                achieved: true,
                chip_labels: true
            }
        );
    }

    #[test]
    fn less_room_gives_up_more_and_never_overflows() {
        let mut before = usize::MAX;
        for room in (780..=1600).rev().step_by(10) {
            let plan = Plan::new(room as f32, &WIDTHS);
            assert!(plan.width(&WIDTHS) <= room as f32 + 0.1, "{room}: {plan:?}");
            let kept = [plan.menus, plan.seed, plan.achieved, plan.chip_labels]
                .iter()
                .filter(|on| **on)
                .count();
            assert!(kept <= before, "{room}: {plan:?}");
            before = kept;
        }
        assert!(!Plan::new(780.0, &WIDTHS).menus);
    }
}
