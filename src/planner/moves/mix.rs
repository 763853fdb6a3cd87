//! Which steps are tried, and how often.

use crate::random::Random;

/// The kinds of step.
#[derive(Clone, Copy)]
pub enum Step {
    Give,
    DropAndFill,
    Shift,
    SwapSlots,
    Trade,
    TradeDay,
    Crowd,
    Regroup,
    Hold,
    ChangeDeliverer,
    DropSession,
    StaffTask,
}

/// How often each kind of step is tried.
#[derive(Clone, Copy, Default)]
pub enum Mix {
    #[default]
    Even,
    /// Hours are looked for before anything else: few steps go into who gives them.
    Hours,
    /// A day is repaired: what helps is to hand on and to give up, hardly ever to trade lessons.
    Cover,
}

impl Mix {
    /// Shares of a hundred.
    fn shares(self) -> &'static [(usize, Step)] {
        use Step::*;
        match self {
            Mix::Even => &[
                (18, Give),
                (6, DropAndFill),
                (13, Shift),
                (13, SwapSlots),
                (22, Trade),
                (6, TradeDay),
                (8, Regroup),
                (6, Hold),
                (2, ChangeDeliverer),
                (3, DropSession),
                (3, StaffTask),
            ],
            Mix::Hours => &[
                (40, Give),
                (20, DropAndFill),
                (12, Trade),
                (6, Crowd),
                (5, Shift),
                (5, Hold),
                (4, Regroup),
                (4, DropSession),
                (2, SwapSlots),
                (1, ChangeDeliverer),
                (1, StaffTask),
            ],
            Mix::Cover => &[
                (38, DropAndFill),
                (29, Give),
                (14, Trade),
                (6, Hold),
                (5, DropSession),
                (3, Shift),
                (2, Regroup),
                (1, ChangeDeliverer),
                (1, TradeDay),
                (1, StaffTask),
            ],
        }
    }

    pub fn pick(self, random: &mut Random) -> Step {
        let mut left = random.below(100);
        for &(share, step) in self.shares() {
            match left.checked_sub(share) {
                Some(rest) => left = rest,
                None => return step,
            }
        }
        Step::StaffTask
    }
}

#[cfg(test)]
mod tests {
    use super::Mix;

    #[test]
    fn the_shares_of_every_mix_make_a_hundred() {
        for mix in [Mix::Even, Mix::Hours, Mix::Cover] {
            assert_eq!(mix.shares().iter().map(|(share, _)| share).sum::<usize>(), 100);
        }
    }
}
