//! `keyworker log`: session records as JSON lines, each acknowledged after its commit.

use std::io::{BufRead as _, Write as _};

use chrono::NaiveDate;
use serde::Deserialize;

use super::FileArgs;
use super::list::lens;
use crate::model::{Change, NotDelivered, Pupil, PupilId, Reading, Record, Session, SessionMore, SessionOutcome, StaffId, Target};
use crate::ops::Desk;
use crate::store;
use crate::views::PupilsView;

pub const EXAMPLE: &str = r#"A record is one line of JSON. `pupil` (name or UPN) and `on` are needed; `reading` needs `target` (the
start of what the pupil will do) unless the pupil has one active target. Without `reason` the session
was delivered. Without `staff` it is the signed-in person's.

  {"pupil": "Zara Okafor", "on": "2026-11-03", "began": "09:20", "minutes": 20, "staff": "Karen Bennett",
   "target": "reads high-frequency", "reading": {"kind": "score", "got": 14, "of": 20}, "note": "Calm start"}
  {"pupil": "B801200005001", "on": "2026-11-04", "reason": "pupil_absent"}

Readings: {"kind":"score","got":7,"of":10}  {"kind":"trials","levels":["independent","prompt","clue","model","not_yet"]}
          {"kind":"count","count":3}  {"kind":"rate","count":42,"seconds":60}  {"kind":"duration","seconds":240}
          {"kind":"goal","level":-1}  {"kind":"rating","level":4}
Reasons:  pupil_absent lsa_absent redeployed trip exam declined no_room other

Each line is answered by one line, after it is safe on disk: {"saved": LINE, "session": ID}
or {"refused": LINE, "why": SENTENCE}. Exit code 1 if any was refused."#;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    pupil: String,
    on: NaiveDate,
    began: Option<String>,
    #[serde(default = "twenty")]
    minutes: u16,
    staff: Option<String>,
    target: Option<String>,
    reading: Option<Reading>,
    reason: Option<String>,
    #[serde(default)]
    note: String,
}

fn twenty() -> u16 {
    20
}

pub fn run(args: &FileArgs) -> anyhow::Result<()> {
    let mut desk = args.open.open(&args.file)?;
    let pupils = PupilsView::load(lens(&desk, &args.open))?.rows.into_iter().map(|r| r.pupil).collect::<Vec<_>>();
    let staff: Vec<(StaffId, String)> = store::staff(desk.store.db())?.iter().map(|s| (s.id, s.name())).collect();
    let mut out = std::io::stdout().lock();
    let mut refused = 0;
    for (number, line) in std::io::stdin().lock().lines().enumerate() {
        let line = line?;
        if line.trim().is_empty() {
            continue;
        }
        let now = args.open.now();
        let answer = match session(&mut desk, &line, &pupils, &staff, now) {
            Ok(session) => {
                let id = session.id;
                desk.carry_out(Change::LogSession(session), now).map(|_| id).map_err(|e| e.to_string())
            }
            Err(why) => Err(why),
        };
        match answer {
            Ok(id) => writeln!(out, "{}", serde_json::json!({ "saved": number + 1, "session": id.0 }))?,
            Err(why) => {
                refused += 1;
                writeln!(out, "{}", serde_json::json!({ "refused": number + 1, "why": why }))?;
            }
        }
        out.flush()?;
    }
    desk.store.close()?;
    anyhow::ensure!(refused == 0, "{refused} of the records were refused; each refusal says why. The others are saved.");
    Ok(())
}

fn session(desk: &mut Desk, text: &str, pupils: &[Pupil], staff: &[(StaffId, String)], now: crate::model::Now) -> Result<Session, String> {
    let line: Line =
        serde_json::from_str(text).map_err(|e| format!("This line is not a session record: {e}. See `keyworker log --help`."))?;
    let pupil = find_pupil(pupils, &line.pupil)?;
    let staff = match &line.staff {
        Some(name) => {
            let same: Vec<_> = staff.iter().filter(|(_, n)| n.to_lowercase() == name.trim().to_lowercase()).collect();
            match same.as_slice() {
                [one] => one.0,
                [] => return Err(format!("No member of staff is called “{name}”. Give forename and surname as in `keyworker staff`.")),
                _ => return Err(format!("More than one member of staff is called “{name}”. Log this session in the window.")),
            }
        }
        None => desk.person.staff.ok_or("Say which member of staff this was (`staff`): the signed-in person is not one.")?,
    };
    let outcome = match &line.reason {
        None => SessionOutcome::Delivered,
        Some(key) => SessionOutcome::NotDelivered(
            NotDelivered::from_key(key).ok_or(format!("“{key}” is not a reason. See `keyworker log --help`."))?,
        ),
    };
    let began =
        line.began.as_deref().map(|t| crate::model::parse_time(t).ok_or(format!("“{t}” is not a time such as 09:20."))).transpose()?;
    let mut records = Vec::new();
    if let Some(reading) = line.reading {
        let target = find_target(desk, pupil, line.target.as_deref())?;
        records.push(Record { id: desk.mint(now).fresh(), target: target.id, reading });
    }
    Ok(Session {
        id: desk.mint(now).fresh(),
        pupil,
        staff,
        slot: None,
        provision: None,
        on: line.on,
        began,
        minutes: line.minutes,
        outcome,
        note: line.note,
        records,
        supersedes: None,
        entered_at: 0,
        entered_by: String::new(),
        running: None,
        more: SessionMore::default(),
    })
}

/// The one pupil with this UPN or name.
pub(super) fn find_pupil(pupils: &[Pupil], wanted: &str) -> Result<PupilId, String> {
    let plain = wanted.trim().to_lowercase();
    let named = |p: &&Pupil| {
        p.upn.as_ref().is_some_and(|u| u.to_lowercase() == plain)
            || p.name().to_lowercase() == plain
            || format!("{} {}", p.forename, p.surname).to_lowercase() == plain
            || p.list_name().to_lowercase() == plain
    };
    match pupils.iter().filter(named).collect::<Vec<_>>().as_slice() {
        [one] => Ok(one.id),
        [] => Err("No pupil that you may see has this name or UPN. See `keyworker pupils`.".into()),
        _ => Err("More than one pupil has this name. Give the UPN instead.".into()),
    }
}

fn find_target(desk: &Desk, pupil: PupilId, wanted: Option<&str>) -> Result<Target, String> {
    let targets = store::targets_of(desk.store.db(), pupil).map_err(|e| e.to_string())?;
    let starts = wanted.unwrap_or("").trim().to_lowercase();
    let mut fitting = targets.into_iter().filter(|t| t.state.is_open() && t.will.to_lowercase().starts_with(&starts));
    match (fitting.next(), fitting.next()) {
        (Some(one), None) => Ok(one),
        (None, _) => Err("The pupil has no active target that starts like this.".into()),
        _ => Err("More than one active target fits. Give more of its first words.".into()),
    }
}
