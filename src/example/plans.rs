//! The plans of an invented school in words: those beside the main one, and what the main ones say.

use chrono::TimeDelta;

use super::school::Builder;
use crate::model::{Plan, PlanKind, PlanSection, PlanTemplate, PlanText, shipped_templates};

/// What the schools call the kind of plan of their own.
const PASSPORT: &str = "Communication passport";

/// A section's key and what stands in it.
type Sections = &'static [(&'static str, &'static str)];

/// Plans beside the main one where the needs ask for them: behaviour, healthcare, personal care, risk, and a
/// kind that the school has made for itself.
pub(super) fn beside(b: &mut Builder) {
    let kinds: [(&str, PlanKind, Sections); 5] = [
        (
            "SEMH",
            PlanKind::Behaviour,
            &[
                ("behaviour", "Leaves the room, or puts the head on the table and does not answer."),
                ("before", "A change of plan nobody spoke of; being asked to start before the task is clear."),
                ("prevent", "Say what comes next and how long it takes. Two choices, both real."),
                ("respond", "Stay near, say little, offer the blue card. No questions until breathing is slow."),
                ("after", "Ten quiet minutes, then the restorative sheet with the key worker."),
            ],
        ),
        (
            "HI",
            PlanKind::Healthcare,
            &[
                ("condition", "Moderate hearing loss, both ears. Hearing aids, radio aid in lessons."),
                ("daily", "Battery check at registration; spare batteries in the office."),
                ("emergency", "None for the aids. For the fire bell: a partner is named on each timetable."),
            ],
        ),
        (
            "PD",
            PlanKind::PersonalCare,
            &[
                ("needs", "Help with fastenings and with the lift key."),
                ("steps", "Opens own bag, undoes own coat; the adult does the zip and waits outside."),
                ("adults", "One adult of the pupil’s choice, named on the timetable."),
                ("independence", "Does the zip alone with the loop by Easter."),
            ],
        ),
        (
            "ASD",
            PlanKind::Risk,
            &[
                ("risk", "Leaves the site when a lesson ends without warning; twice last year, both times at the car park gate."),
                ("now", "Now-and-next board; an adult at the door at the end of each lesson; gate locked until 3.15."),
                ("more", "Practise asking for the quiet room. SENDCO, by half term."),
                ("left", "Low on site, moderate on trips. Seen by the head and the family."),
            ],
        ),
        (
            "DS",
            PlanKind::Own(PASSPORT.into()),
            &[
                ("understand", "Short sentences, one step at a time, and a picture of the step."),
                ("say", "Uses signs and single words. Give ten seconds before you ask again."),
                ("kit", "Signing dictionary and now-and-next board, in the tray by the door."),
            ],
        ),
    ];
    for (need, kind, texts) in kinds {
        let Some(pupil) = b.out.pupils.iter().find(|p| p.needs.first().is_some_and(|n| n == need)).map(|p| p.id) else { continue };
        let plan = Plan {
            id: b.mint.fresh(),
            pupil,
            kind,
            starts: b.today - TimeDelta::days(140),
            review_due: Some(b.today + TimeDelta::days(60)),
            ended_on: None,
            version: 1,
            changed_on: None,
        };
        say(b, &plan, texts);
        b.out.plans.push(plan);
    }
    b.out.templates = shipped_templates();
    b.out.templates.push(passport());
}

/// The kind of plan that both schools have made for themselves.
fn passport() -> PlanTemplate {
    let section = |key: &str, heading: &str, hint: &str| PlanSection { key: key.into(), heading: heading.into(), hint: hint.into() };
    PlanTemplate {
        kind: PlanKind::Own(PASSPORT.into()),
        sections: vec![
            section("understand", "How to speak so that I understand", "What every adult does"),
            section("say", "How I say things", "Words, signs, pictures, a device"),
            section("kit", "What I need with me", ""),
        ],
    }
}

fn say(b: &mut Builder, plan: &Plan, texts: &[(&str, &str)]) {
    for (section, text) in texts {
        let text = PlanText { id: b.mint.fresh(), pupil: plan.pupil, plan: plan.id, section: (*section).into(), text: (*text).into() };
        b.out.items.push(text.into());
    }
}

/// The words of some plans, and one that was changed after its portrait was approved.
pub(super) fn in_words(b: &mut Builder) {
    let main: Vec<usize> = (0..b.out.plans.len()).filter(|i| b.out.plans[*i].kind.is_main()).collect();
    for (n, i) in main.iter().enumerate() {
        if n % 2 == 1 {
            continue;
        }
        let plan = b.out.plans[*i].clone();
        say(b, &plan, main_words(&plan.kind));
    }
    if let Some(plan) = main.get(2).copied() {
        b.out.plans[plan].changed_on = Some(b.today - TimeDelta::days(6));
    }
}

fn main_words(kind: &PlanKind) -> Sections {
    match kind {
        PlanKind::Ehcp => &[
            ("a", "Wants to be asked before things change, and to have one friend at the table."),
            ("b", "See the needs in rank order on this page; the reports of section K describe them."),
            ("i", "Mainstream class with the support of section F."),
            ("k", "Educational psychologist, speech and language therapist, school, family."),
        ],
        PlanKind::Iep => &[
            ("strengths", "Good memory for facts and faces; kind to younger pupils; draws with care."),
            ("needs", "Starting written work alone; holding a sentence in mind while writing it."),
            ("strategies", "Say the sentence, count its words, write it, read it back. A line guide, no copying from the board."),
            ("exit", "Three sentences without help in four lessons of five, seen by two adults."),
        ],
        PlanKind::Isp => &[
            ("needs", "Follows a lesson when the words are few and the task is shown; loses the thread in whole-class talk."),
            ("support", "Pre-teaching of five words on Monday; a seat near the teacher; the adult checks in after each instruction."),
            ("responsible", "Class teacher day by day; the SENDCO once a half term."),
            ("reviewed", "Against the targets on this page, with the family, at least once a year."),
            ("involved", "The pupil chooses one target; the family has the plan and rings the key worker."),
        ],
        _ => &[
            ("assess", "Half-termly data, the class teacher’s book look and the pupil’s own words."),
            ("plan", "The targets on this page, worked on in the sessions of the timetable."),
            ("do", "The key worker gives the sessions; the class teacher sees the pupil’s work each week."),
        ],
    }
}
