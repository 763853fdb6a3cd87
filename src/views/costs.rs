//! What support costs, over the whole school: by pupil, against what it is funded with, and by provision.

use chrono::NaiveDate;
use std::collections::BTreeMap;

use super::ledger::Common;
use super::{LedgerView, Lens};
use crate::model::{CostRules, PupilId};
use crate::rules::uncovered;
use crate::store::{self, Result};

#[derive(Clone, Debug, Default, PartialEq)]
pub struct CostsView {
    pub from: NaiveDate,
    pub to: NaiveDate,
    pub rules: CostRules,
    pub pupils: Vec<PupilCost>,
    pub provisions: Vec<ProvisionCost>,
}

/// A pupil's provision in pence.
#[derive(Clone, Debug, PartialEq)]
pub struct PupilCost {
    pub pupil: PupilId,
    pub name: String,
    pub given: i64,
    pub a_year: i64,
    pub top_up: i64,
    /// Minutes a week that are noted for the pupil and that no line says: they count as a line of their own.
    pub in_no_line: u32,
    /// Beyond Element 2 and the top-up.
    pub uncovered: i64,
}

/// A provision over all who have it, in pence.
#[derive(Clone, Debug, PartialEq)]
pub struct ProvisionCost {
    pub what: String,
    pub pupils: usize,
    pub given: i64,
    pub a_year: i64,
}

impl CostsView {
    /// From the first day of the school year until today.
    pub fn load(lens: Lens) -> Result<Self> {
        use chrono::Datelike as _;
        let year = if lens.today.month() >= 9 { lens.today.year() } else { lens.today.year() - 1 };
        let from = NaiveDate::from_ymd_opt(year, 9, 1).unwrap_or(lens.today);
        let rules = store::school(lens.db)?.costs;
        let common = Common::load(lens)?;
        let mut view = Self { from, to: lens.today, rules, ..Self::default() };
        let mut provisions: BTreeMap<String, ProvisionCost> = BTreeMap::new();
        for pupil in store::pupils(lens.db)?.into_iter().filter(|p| p.left_on.is_none_or(|d| d >= lens.today)) {
            let Some(ledger) = LedgerView::with(lens, &common, pupil.id, from, lens.today)? else { continue };
            if ledger.lines.is_empty() && ledger.in_no_line == 0 {
                continue;
            }
            for line in &ledger.lines {
                let new = || ProvisionCost { what: line.what.clone(), pupils: 0, given: 0, a_year: 0 };
                let all = provisions.entry(line.what.to_lowercase()).or_insert_with(new);
                all.pupils += 1;
                all.given += line.cost.unwrap_or(0);
                all.a_year += line.cost_a_year.unwrap_or(0);
            }
            view.pupils.push(PupilCost {
                pupil: pupil.id,
                name: ledger.name.clone(),
                given: ledger.cost(),
                a_year: ledger.cost_a_year(),
                in_no_line: ledger.in_no_line,
                top_up: i64::from(ledger.top_up_pounds) * 100,
                uncovered: uncovered(&view.rules, ledger.cost_a_year(), ledger.top_up_pounds),
            });
        }
        view.pupils.sort_by_key(|p| std::cmp::Reverse(p.a_year));
        view.provisions = provisions.into_values().collect();
        view.provisions.sort_by_key(|p| std::cmp::Reverse(p.a_year));
        Ok(view)
    }
}
