//! The same pupil on several rows: one row for each need, or a list pasted together twice.

use std::collections::{HashMap, HashSet};

use super::people::PupilLine;
use super::{Problem, Severity};

/// What has been read, by who it is about.
#[derive(Default)]
pub(super) struct Together {
    lines: Vec<PupilLine>,
    by_upn: HashMap<String, usize>,
    by_birth: HashMap<(String, String, chrono::NaiveDate), usize>,
    /// Fields in which the rows of one pupil contradict each other: they stay empty.
    doubtful: HashSet<(usize, &'static str)>,
}

impl Together {
    /// Adds a row: as a pupil of its own, or to the pupil it repeats.
    pub(super) fn add(&mut self, line: PupilLine, problems: &mut Vec<Problem>) {
        let name = (line.surname.to_lowercase(), line.forename.to_lowercase());
        let birth = line.dob.map(|dob| (name.0.clone(), name.1.clone(), dob));
        let same_name = |other: &PupilLine| other.surname.to_lowercase() == name.0 && other.forename.to_lowercase() == name.1;
        let by_upn = line.upn.as_ref().and_then(|upn| self.by_upn.get(upn)).copied();
        if let Some(place) = by_upn {
            let first = &self.lines[place];
            let same_birth = first.dob.is_none() || line.dob.is_none() || first.dob == line.dob;
            if same_name(first) && same_birth {
                return self.merge(place, line, problems);
            }
            let why = format!("The UPN stands in row {} already. Two pupils cannot share one: check both rows", first.row);
            return problems.push(Problem { row: line.row, field: "upn", severity: Severity::Error, why });
        }
        // Without a UPN on either side, name and birth date together are the same pupil.
        let by_birth = birth.as_ref().and_then(|b| self.by_birth.get(b)).copied();
        if let Some(place) = by_birth
            && (line.upn.is_none() || self.lines[place].upn.is_none())
        {
            return self.merge(place, line, problems);
        }
        let place = self.lines.len();
        if let Some(upn) = &line.upn {
            self.by_upn.insert(upn.clone(), place);
        }
        if let Some(birth) = birth {
            self.by_birth.entry(birth).or_insert(place);
        }
        self.lines.push(line);
    }

    fn merge(&mut self, place: usize, line: PupilLine, problems: &mut Vec<Problem>) {
        let first = &mut self.lines[place];
        let doubtful = &mut self.doubtful;
        let row = line.row;
        macro_rules! agree {
            ($($field:ident, $key:literal;)*) => {$(
                match (&first.$field, line.$field) {
                    (Some(have), Some(new)) if *have != new => {
                        let why = format!("Row {} says something else about the same pupil, so it is left empty", first.row);
                        problems.push(Problem { row, field: $key, severity: Severity::Warning, why });
                        first.$field = None;
                        doubtful.insert((place, $key));
                    }
                    (None, Some(new)) if !doubtful.contains(&(place, $key)) => first.$field = Some(new),
                    _ => {}
                }
            )*};
        }
        agree! {
            upn, "upn";
            preferred, "preferred_forename";
            dob, "dob";
            year, "year_group";
            form, "form";
            status, "sen_status";
            since, "start_date";
            review, "review_date";
            hours, "hours_per_week";
            key_adult, "key_adult";
        }
        for need in line.ranked {
            if !first.ranked.iter().any(|(_, code)| *code == need.1) {
                first.ranked.push(need);
            }
        }
    }

    /// The pupils in the order of the file, their needs by rank.
    pub(super) fn lines(mut self) -> Vec<PupilLine> {
        for line in &mut self.lines {
            line.ranked.sort_by_key(|(rank, _)| *rank);
            let codes: Vec<String> = line.ranked.iter().map(|(_, code)| code.clone()).collect();
            line.needs = (!codes.is_empty()).then_some(codes);
        }
        self.lines
    }
}
