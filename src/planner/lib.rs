//! The planner: who supports whom, in which slot of the week. Pure and seeded: a [`Problem`] and a seed in,
//! a plan out, with proofs of how good it is, and words for why it cannot be better.
//!
//! | file | what it does |
//! |---|---|
//! | [`problem`], [`validate`] | the problem as it is written down; what is wrong with it before solving |
//! | [`check`](mod@check) | the judge: every rule and level, without the solver's code |
//! | `grid`, `state`, `moves`, `search` | the search: dense tables, a plan with its levels and its journal, the steps, the annealing |
//! | `master`, `naming`, `places`, `highs`, `proof` | bounds and proofs: the week without names as an integer program, and names for what it decides |
//! | `matching` | the adults of one slot and its work, matched at the least price |
//! | [`edit`] | changes that a person tries by hand, each judged |
//! | [`mod@solve`], [`cover`](mod@cover), [`explain`], [`reasons`] | a week planned, a day repaired, a conflict and a plan explained |
//! | [`whatif`] | weeks that might come |
//! | [`sample`] | invented weeks for benches and tests |

pub mod check;
pub mod cover;
pub mod edit;
pub mod explain;
mod grid;
#[cfg(feature = "proofs")]
mod highs;
#[cfg(feature = "proofs")]
mod master;
mod matching;
mod moves;
#[cfg(feature = "proofs")]
mod naming;
#[cfg(feature = "proofs")]
mod places;
pub mod problem;
#[cfg(feature = "proofs")]
mod proof;
mod random;
pub mod reasons;
pub mod sample;
mod search;
pub mod solve;
mod state;
pub mod validate;
pub mod whatif;

pub use check::{Levels, Verdict, check};
pub use problem::{Assignment, Problem, Work};
pub use solve::{Options, Progress, Solution, solve};
