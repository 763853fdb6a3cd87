//! The door to HiGHS (MIT, `assets/highs`): a small integer program in, its value, bound and solution out.
//! The only unsafe code of the planner; the declarations follow `highs_c_api.h` of version 1.16.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::ptr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

/// An integer program, built row by row; it is minimised.
#[derive(Default, Clone)]
pub struct Program {
    pub cost: Vec<f64>,
    pub lower: Vec<f64>,
    pub upper: Vec<f64>,
    pub whole: Vec<bool>,
    row_lower: Vec<f64>,
    row_upper: Vec<f64>,
    starts: Vec<c_int>,
    columns: Vec<c_int>,
    values: Vec<f64>,
}

/// A column of a [`Program`].
pub type Column = usize;

#[derive(Debug, Clone)]
pub struct Outcome {
    pub infeasible: bool,
    /// The best value found, if any solution was.
    pub value: Option<f64>,
    /// No solution can be below this.
    pub bound: f64,
    pub solution: Vec<f64>,
    /// What one more unit of each row is worth; of a linear program only.
    pub prices: Vec<f64>,
}

pub struct Limits<'a> {
    pub time: Duration,
    pub stop: &'a AtomicBool,
    pub threads: i32,
    /// Another seed takes another way; two at once end when the faster one does.
    pub seed: i32,
    /// Whether somebody else looks for solutions, so that all of the time goes into the bound.
    pub bound_only: bool,
    /// How far from proved still counts as proved: less than one step of what is minimised.
    pub gap: f64,
    /// Told the lower bound as it moves, and each better solution with its value; answers whether that is
    /// enough.
    pub heard: &'a mut dyn FnMut(News) -> bool,
    /// Asked now and then whether somebody else has a solution below this value; it has every column.
    pub other: &'a mut dyn FnMut(f64) -> Option<Vec<f64>>,
}

/// What a running solver has found.
pub enum News<'a> {
    Bound(f64),
    Solution(f64, &'a [f64]),
}

impl Program {
    pub fn column(&mut self, cost: f64, lower: f64, upper: f64, whole: bool) -> Column {
        self.cost.push(cost);
        self.lower.push(lower);
        self.upper.push(upper);
        self.whole.push(whole);
        self.cost.len() - 1
    }

    pub fn yes_or_no(&mut self) -> Column {
        self.column(0.0, 0.0, 1.0, true)
    }

    pub fn row(&mut self, lower: f64, upper: f64, terms: &[(Column, f64)]) -> usize {
        self.starts.push(self.columns.len() as c_int);
        self.row_lower.push(lower);
        self.row_upper.push(upper);
        self.columns.extend(terms.iter().map(|t| t.0 as c_int));
        self.values.extend(terms.iter().map(|t| t.1));
        self.row_lower.len() - 1
    }

    pub fn at_most(&mut self, upper: f64, terms: &[(Column, f64)]) -> usize {
        self.row(f64::NEG_INFINITY, upper, terms)
    }

    pub fn at_least(&mut self, lower: f64, terms: &[(Column, f64)]) -> usize {
        self.row(lower, f64::INFINITY, terms)
    }

    pub fn rows(&self) -> usize {
        self.row_lower.len()
    }

    /// Solves; `start` gives values of some columns of a known solution.
    pub fn solve(&self, start: Option<&[(Column, f64)]>, limits: &mut Limits) -> Outcome {
        let solver = Solver::new();
        solver.option(c"output_flag", Value::Flag(false));
        solver.option(c"threads", Value::Whole(limits.threads));
        solver.option(c"time_limit", Value::Number(limits.time.as_secs_f64()));
        solver.option(c"mip_rel_gap", Value::Number(0.0));
        solver.option(c"mip_abs_gap", Value::Number(limits.gap));
        solver.option(c"random_seed", Value::Whole(limits.seed));
        if limits.bound_only {
            solver.option(c"mip_heuristic_effort", Value::Number(0.0));
            for own in [
                c"mip_heuristic_run_feasibility_jump",
                c"mip_heuristic_run_rins",
                c"mip_heuristic_run_rens",
                c"mip_heuristic_run_root_reduced_cost",
            ] {
                solver.option(own, Value::Flag(false));
            }
            solver.option(c"mip_pool_soft_limit", Value::Whole(CUTS));
            solver.option(c"mip_pscost_minreliable", Value::Whole(TRIALS));
            solver.option(c"mip_allow_restart", Value::Flag(false));
        }
        if !self.pass(&solver) {
            return Outcome::unknown();
        }
        if let Some(start) = start {
            let columns: Vec<c_int> = start.iter().map(|t| t.0 as c_int).collect();
            let values: Vec<f64> = start.iter().map(|t| t.1).collect();
            // SAFETY: both arrays hold as many entries as is said and live through the call.
            unsafe { Highs_setSparseSolution(solver.0, columns.len() as c_int, columns.as_ptr(), values.as_ptr()) };
        }
        let mut listener = Listener { stop: limits.stop, heard: limits.heard, other: limits.other, enough: false };
        // SAFETY: the listener outlives the run, and no callback comes after it.
        unsafe {
            Highs_setCallback(solver.0, listen, (&raw mut listener).cast());
            for kind in [SIMPLEX_INTERRUPT, IPM_INTERRUPT, MIP_IMPROVED, MIP_LOGGING, MIP_INTERRUPT, MIP_USER_SOLUTION] {
                Highs_startCallback(solver.0, kind);
            }
            Highs_run(solver.0);
        }
        self.outcome(&solver)
    }

    /// Solves with nobody listening, for this long at most.
    pub fn settle(&self, time: Duration, gap: f64) -> Outcome {
        let mut limits = Limits {
            time,
            stop: &AtomicBool::new(false),
            threads: 1,
            seed: 0,
            bound_only: false,
            gap,
            heard: &mut |_| false,
            other: &mut |_| None,
        };
        self.solve(None, &mut limits)
    }

    fn pass(&self, solver: &Solver) -> bool {
        let whole: Vec<c_int> = self.whole.iter().map(|w| c_int::from(*w)).collect();
        // SAFETY: every array holds as many entries as the counts say; HiGHS copies them.
        let status = unsafe {
            Highs_passMip(
                solver.0,
                self.cost.len() as c_int,
                self.rows() as c_int,
                self.values.len() as c_int,
                ROWWISE,
                MINIMISE,
                0.0,
                self.cost.as_ptr(),
                self.lower.as_ptr(),
                self.upper.as_ptr(),
                self.row_lower.as_ptr(),
                self.row_upper.as_ptr(),
                self.starts.as_ptr(),
                self.columns.as_ptr(),
                self.values.as_ptr(),
                whole.as_ptr(),
            )
        };
        status != ERROR
    }

    fn outcome(&self, solver: &Solver) -> Outcome {
        // SAFETY: the solver is alive; the arrays have the model's sizes.
        unsafe {
            let status = Highs_getModelStatus(solver.0);
            let linear = !self.whole.iter().any(|w| *w);
            let has = solver.whole_info(c"primal_solution_status") == FEASIBLE;
            let value = solver.number_info(c"objective_function_value");
            let mut outcome = Outcome {
                infeasible: status == INFEASIBLE,
                value: has.then_some(value),
                bound: if linear {
                    if status == OPTIMAL { value } else { f64::NEG_INFINITY }
                } else {
                    solver.number_info(c"mip_dual_bound")
                },
                solution: vec![0.0; self.cost.len()],
                prices: vec![0.0; self.rows()],
            };
            let nothing = ptr::null_mut();
            let prices = if linear { outcome.prices.as_mut_ptr() } else { nothing };
            Highs_getSolution(solver.0, outcome.solution.as_mut_ptr(), nothing, nothing, prices);
            outcome
        }
    }
}

impl Outcome {
    fn unknown() -> Outcome {
        Outcome { infeasible: false, value: None, bound: f64::NEG_INFINITY, solution: Vec::new(), prices: Vec::new() }
    }
}

struct Listener<'a> {
    stop: &'a AtomicBool,
    heard: &'a mut dyn FnMut(News) -> bool,
    other: &'a mut dyn FnMut(f64) -> Option<Vec<f64>>,
    enough: bool,
}

/// Called by HiGHS: passes bounds on and stops the run when the person has.
unsafe extern "C" fn listen(kind: c_int, _: *const c_char, out: *const DataOut, into: *mut DataIn, listener: *mut c_void) {
    // SAFETY: the pointer is the listener of the running `solve`; HiGHS gives valid data, or null.
    unsafe {
        let listener = &mut *listener.cast::<Listener>();
        if let Some(out) = out.as_ref() {
            let news = match kind {
                MIP_IMPROVED if !out.mip_solution.is_null() => {
                    let solution = std::slice::from_raw_parts(out.mip_solution, out.mip_solution_size as usize);
                    Some(News::Solution(out.objective_function_value, solution))
                }
                MIP_LOGGING | MIP_INTERRUPT => Some(News::Bound(out.mip_dual_bound)),
                _ => None,
            };
            listener.enough |= news.is_some_and(|n| (listener.heard)(n));
            if kind == MIP_USER_SOLUTION
                && !into.is_null()
                && let Some(solution) = (listener.other)(out.mip_primal_bound)
            {
                Highs_setCallbackSolution(into, solution.len() as c_int, solution.as_ptr());
            }
        }
        if !into.is_null() && kind != MIP_USER_SOLUTION && (listener.enough || listener.stop.load(Ordering::Relaxed)) {
            (*into).user_interrupt = 1;
        }
    }
}

struct Solver(*mut c_void);

enum Value {
    Flag(bool),
    Whole(i32),
    Number(f64),
}

impl Solver {
    fn new() -> Solver {
        // SAFETY: no arguments; the pointer is freed in `drop`.
        Solver(unsafe { Highs_create() })
    }

    fn option(&self, name: &CStr, value: Value) {
        // SAFETY: the name lives through the call.
        unsafe {
            match value {
                Value::Flag(v) => Highs_setBoolOptionValue(self.0, name.as_ptr(), c_int::from(v)),
                Value::Whole(v) => Highs_setIntOptionValue(self.0, name.as_ptr(), v),
                Value::Number(v) => Highs_setDoubleOptionValue(self.0, name.as_ptr(), v),
            }
        };
    }

    fn number_info(&self, name: &CStr) -> f64 {
        let mut value = f64::NEG_INFINITY;
        // SAFETY: name and value live through the call.
        unsafe { Highs_getDoubleInfoValue(self.0, name.as_ptr(), &mut value) };
        value
    }

    fn whole_info(&self, name: &CStr) -> c_int {
        let mut value = 0;
        // SAFETY: name and value live through the call.
        unsafe { Highs_getIntInfoValue(self.0, name.as_ptr(), &mut value) };
        value
    }
}

impl Drop for Solver {
    fn drop(&mut self) {
        // SAFETY: made by `Highs_create`, freed once.
        unsafe { Highs_destroy(self.0) }
    }
}

/// How many cuts are kept where only the bound counts: separating more of them took longer than branching on
/// what they would cut off.
const CUTS: c_int = 50;
/// How often a column is tried out before its price is believed: half of HiGHS' own number.
const TRIALS: c_int = 4;

const ERROR: c_int = -1;
const ROWWISE: c_int = 2;
const MINIMISE: c_int = 1;
const OPTIMAL: c_int = 7;
const INFEASIBLE: c_int = 8;
const FEASIBLE: c_int = 2;
const SIMPLEX_INTERRUPT: c_int = 1;
const IPM_INTERRUPT: c_int = 2;
const MIP_IMPROVED: c_int = 4;
const MIP_LOGGING: c_int = 5;
const MIP_INTERRUPT: c_int = 6;
const MIP_USER_SOLUTION: c_int = 9;

/// The head of `HighsCallbackDataOut`, as far as it is read.
#[repr(C)]
struct DataOut {
    cbdata: *mut c_void,
    log_type: c_int,
    running_time: f64,
    iterations: [c_int; 4],
    objective_function_value: f64,
    mip_node_count: i64,
    mip_total_lp_iterations: i64,
    mip_primal_bound: f64,
    mip_dual_bound: f64,
    mip_gap: f64,
    mip_solution: *const f64,
    mip_solution_size: c_int,
}

/// The head of `HighsCallbackDataIn`.
#[repr(C)]
struct DataIn {
    user_interrupt: c_int,
}

type Callback = unsafe extern "C" fn(c_int, *const c_char, *const DataOut, *mut DataIn, *mut c_void);

unsafe extern "C" {
    fn Highs_create() -> *mut c_void;
    fn Highs_setCallbackSolution(into: *mut DataIn, entries: c_int, values: *const f64) -> c_int;
    fn Highs_destroy(highs: *mut c_void);
    fn Highs_run(highs: *mut c_void) -> c_int;
    fn Highs_passMip(
        highs: *mut c_void,
        columns: c_int,
        rows: c_int,
        entries: c_int,
        format: c_int,
        sense: c_int,
        offset: f64,
        cost: *const f64,
        lower: *const f64,
        upper: *const f64,
        row_lower: *const f64,
        row_upper: *const f64,
        starts: *const c_int,
        indices: *const c_int,
        values: *const f64,
        integrality: *const c_int,
    ) -> c_int;
    fn Highs_setBoolOptionValue(highs: *mut c_void, name: *const c_char, value: c_int) -> c_int;
    fn Highs_setIntOptionValue(highs: *mut c_void, name: *const c_char, value: c_int) -> c_int;
    fn Highs_setDoubleOptionValue(highs: *mut c_void, name: *const c_char, value: f64) -> c_int;
    fn Highs_getDoubleInfoValue(highs: *mut c_void, name: *const c_char, value: *mut f64) -> c_int;
    fn Highs_getIntInfoValue(highs: *mut c_void, name: *const c_char, value: *mut c_int) -> c_int;
    fn Highs_getModelStatus(highs: *mut c_void) -> c_int;
    fn Highs_getSolution(highs: *mut c_void, columns: *mut f64, column_prices: *mut f64, rows: *mut f64, row_prices: *mut f64) -> c_int;
    fn Highs_setSparseSolution(highs: *mut c_void, entries: c_int, indices: *const c_int, values: *const f64) -> c_int;
    fn Highs_setCallback(highs: *mut c_void, callback: Callback, data: *mut c_void) -> c_int;
    fn Highs_startCallback(highs: *mut c_void, kind: c_int) -> c_int;
}
