//! Whether a pen portrait can still be relied on.

use chrono::NaiveDate;

use crate::model::{Plan, Portrait, PortraitState, date_words};

/// Why an approved portrait has gone stale, as a sentence; none while it holds.
///
/// It was checked against a plan: a newer plan, or a change within that plan after the approval, makes
/// it stale, and so does its own review date (`domain.md` 4.5, "portrait drift").
pub fn portrait_stale(portrait: &Portrait, running: Option<&Plan>, today: NaiveDate) -> Option<String> {
    if portrait.state != PortraitState::Approved {
        return None;
    }
    let approved = portrait.approved_on.unwrap_or(NaiveDate::MIN);
    if let Some(plan) = running {
        let other = portrait.checked_against.is_some_and(|checked| checked != plan.id);
        if other || portrait.checked_against.is_none() && plan.starts > approved {
            return Some(format!(
                "The {} changed on {}, after this portrait was checked. Read it against the new version.",
                plan.kind.words(),
                date_words(plan.starts)
            ));
        }
        if let Some(changed) = plan.changed_on.filter(|on| *on > approved) {
            return Some(format!("The {} was changed on {}, after this portrait was approved.", plan.kind.words(), date_words(changed)));
        }
    }
    portrait.review_on.filter(|on| *on < today).map(|on| format!("This portrait was to be looked at again by {}.", date_words(on)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Mint, PlanKind, PupilId};

    #[test]
    fn a_portrait_goes_stale_when_its_plan_changes_or_its_date_passes() {
        let day = |m, d| NaiveDate::from_ymd_opt(2026, m, d).unwrap();
        let mut mint = Mint::new(0, 1);
        let pupil: PupilId = mint.fresh();
        let plan = Plan {
            id: mint.fresh(),
            pupil,
            kind: PlanKind::Ehcp,
            starts: day(1, 5),
            review_due: None,
            ended_on: None,
            version: 1,
            changed_on: None,
        };
        let portrait = Portrait {
            id: mint.fresh(),
            pupil,
            version: 1,
            state: PortraitState::Approved,
            texts: Vec::new(),
            sources: Vec::new(),
            checked_against: Some(plan.id),
            approved_by: None,
            approved_by_name: String::new(),
            approved_on: Some(day(3, 2)),
            review_on: Some(day(9, 1)),
        };
        let stale = |portrait: &Portrait, plan: &Plan, today| portrait_stale(portrait, Some(plan), today).is_some();
        assert!(!stale(&portrait, &plan, day(4, 1)));
        assert!(stale(&portrait, &plan, day(9, 2)), "its own date has passed");
        assert!(stale(&portrait, &Plan { changed_on: Some(day(3, 9)), ..plan.clone() }, day(4, 1)), "the plan was changed");
        assert!(!stale(&portrait, &Plan { changed_on: Some(day(2, 9)), ..plan.clone() }, day(4, 1)), "it was changed before");
        assert!(stale(&portrait, &Plan { id: mint.fresh(), ..plan.clone() }, day(4, 1)), "another version runs");
        let draft = Portrait { state: PortraitState::Draft, ..portrait };
        assert!(!stale(&draft, &plan, day(12, 1)), "a draft is not relied on");
    }
}
